//! Short letter codes, so that nothing in a lane hangs on colour.

use std::collections::{HashMap, HashSet};

use unicode_segmentation::UnicodeSegmentation;

/// A short code for each of `names`, all distinct ignoring case, whatever comes first having the first choice: the
/// first letter in capitals (`R`), with a later letter (`Ro`, from the initials first: `Rd` for *Referral delays*),
/// with a number (`R2`). What has no letter or digit is `?`.
///
/// One column for most, two for many; in wide scripts twice that.
pub fn letters(names: &[&str]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut numbers = HashMap::new();
    names.iter().map(|name| letter(name, &mut taken, &mut numbers)).collect()
}

/// As `letters`, but one column each, for where many codes stand side by side: a letter of the name that is still free,
/// else any letter or digit that is, capitals first. More names than there are letters and digits get those of `letters`.
pub fn single_letters(names: &[&str]) -> Vec<String> {
    let pool: Vec<String> = ('A'..='Z').chain('1'..='9').chain('a'..='z').map(String::from).collect();
    if names.len() > pool.len() {
        return letters(names);
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut one = |name: &&str| {
        let own = name.graphemes(true).filter(|grapheme| is_letter(grapheme)).take(40).map(capital);
        let own = own.filter(|letter| crate::text::width(letter) == 1);
        let free = own.chain(pool.iter().cloned()).find(|letter| !taken.contains(letter)).unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    names.iter().map(&mut one).collect()
}

fn letter(name: &str, taken: &mut HashSet<String>, numbers: &mut HashMap<String, u32>) -> String {
    let all: Vec<&str> = name.graphemes(true).filter(|grapheme| is_letter(grapheme)).take(40).collect();
    let first = all.first().map_or_else(|| "?".to_owned(), |first| capital(first));
    if taken.insert(first.to_lowercase()) {
        return first;
    }
    let initials =
        name.unicode_words().skip(1).filter_map(|word| word.graphemes(true).find(|grapheme| is_letter(grapheme)));
    let pairs = initials.chain(all.iter().skip(1).copied()).map(|second| first.clone() + &second.to_lowercase());
    for pair in pairs {
        if taken.insert(pair.to_lowercase()) {
            return pair;
        }
    }
    let number = numbers.entry(first.clone()).or_insert(1);
    loop {
        *number = number.saturating_add(1);
        let numbered = format!("{first}{number}");
        if taken.insert(numbered.to_lowercase()) || *number == u32::MAX {
            return numbered;
        }
    }
}

/// Whether a grapheme cluster is a letter or digit, with its marks.
fn is_letter(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(char::is_alphanumeric)
}

/// The capital of a letter, where it is one letter too.
fn capital(letter: &str) -> String {
    let capital = letter.to_uppercase();
    if capital.graphemes(true).count() == 1 { capital } else { letter.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letters_then_two() {
        assert_eq!(
            letters(&["Referral delays", "Communication", "Co-production", "Role", "reliance on TAs", "Rr"]),
            ["R", "C", "Cp", "Ro", "Rt", "Rr"]
        );
        assert_eq!(letters(&["écoute", "Équipe", "학교", "학생", "ßa"]), ["É", "Éq", "학", "학생", "ß"]);
        assert_eq!(letters(&["", "…", "\x1b"]), ["?", "?2", "?3"]);
        assert_eq!(letters(&["a", "a", "a", "a2"]), ["A", "A2", "A3", "A2".replace('2', "4").as_str()]);
    }

    #[test]
    fn one_column_each_where_there_is_little_room() {
        assert_eq!(
            single_letters(&["Referral delays", "Communication", "Co-production", "Role", "RR", "cc", "학교", ""]),
            ["R", "C", "O", "L", "A", "B", "D", "E"]
        );
        let names: Vec<String> = (0..61).map(|at| format!("code {at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let found = single_letters(&names);
        assert_eq!(found.iter().collect::<HashSet<_>>().len(), 61);
        assert!(found.iter().all(|letter| crate::text::width(letter) == 1), "{found:?}");
        let more: Vec<&str> = names.iter().copied().chain(["one more"]).collect();
        assert_eq!(single_letters(&more), letters(&more));
    }

    #[test]
    fn distinct_for_as_many_as_there_are() {
        let names: Vec<String> = (0..2_000).map(|at| format!("code {}", at % 700)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let found = letters(&names);
        let distinct: HashSet<String> = found.iter().map(|letters| letters.to_lowercase()).collect();
        assert_eq!(distinct.len(), 2_000);
        assert!(found.iter().all(|letters| letters.chars().count() <= 5));
    }
}
