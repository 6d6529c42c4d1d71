//! Dates in heads of transcripts.

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// The same in other languages, where the first three letters differ.
const MORE: [(&str, u32); 12] = [
    ("mär", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("fév", 2),
    ("avr", 4),
    ("aoû", 8),
    ("déc", 12),
    ("ene", 1),
    ("abr", 4),
    ("ago", 8),
    ("dic", 12),
];

fn month(word: &str) -> Option<u32> {
    let lower: String = word.to_lowercase();
    let head: String = lower.chars().take(3).collect();
    if lower.chars().count() < 3 || lower.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let place = MONTHS.iter().position(|known| *known == head).map(|at| at as u32 + 1);
    let english = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let foreign = MORE.iter().find(|(known, _)| *known == head).map(|(_, month)| *month);
    // `marching`, `maybe` are no months.
    place.filter(|at| lower.chars().count() <= 4 || english[*at as usize - 1] == lower).or(foreign)
}

fn year(word: &str) -> Option<u32> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..=2100).contains(year))
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    digits.parse().ok().filter(|day| digits.len() <= 2 && (1..=31).contains(day))
}

/// The first date that is written without doubt, as `2025-03-12`: with the month in letters, or year first. A date such
/// as `03/12/2025` says nothing for certain.
pub fn find_date(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let [a, b, c] = three else { return None };
        let c = c.split_once("T").map_or(*c, |(day, _)| day);
        let found = match (day(a), month(b), year(c)) {
            (Some(day), Some(month), Some(year)) => Some((year, month, day)),
            _ => match (month(a), day(b), year(c)) {
                (Some(month), Some(day), Some(year)) => Some((year, month, day)),
                _ => {
                    let month = day(b).filter(|month| *month <= 12 && b.len() == 2);
                    year(a)
                        .zip(month)
                        .zip(day(c).filter(|_| c.len() == 2))
                        .map(|((year, month), day)| (year, month, day))
                }
            },
        };
        found.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_without_doubt() {
        for (text, date) in [
            ("12-May-2023 - 10:36 - 1h09m31s – Ana", "2023-05-12"),
            ("March 12, 2025, 10:15AM", "2025-03-12"),
            ("Wed, Mar 12, 2025 10:15AM • 41:12", "2025-03-12"),
            ("Interview took place on February 3rd, 2022.", "2022-02-03"),
            ("2019-11-02T10:00", "2019-11-02"),
            ("12. März 2020", "2020-03-12"),
        ] {
            assert_eq!(find_date(text).as_deref(), Some(date), "{text}");
        }
        for text in ["03/12/2025", "maybe 3 2020", "1 2 3", "", "May I, 2020"] {
            assert_eq!(find_date(text), None, "{text}");
        }
    }
}
