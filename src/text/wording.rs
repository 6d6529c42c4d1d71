//! Numbers and names in a sentence.

/// A number for a sentence, with thousands separators: `1,214`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 word`, `1,214 words`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// The first `most` names and how many more there are: `a, b and 3 more`.
pub fn first_of(names: &[impl AsRef<str>], most: usize) -> String {
    let first = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(most);
    if more > 0 { format!("{first} and {more} more") } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_sentences_have_separators() {
        let shown: Vec<String> = [0, 7, 999, 1_000, 1_214, 1_000_000].into_iter().map(thousands).collect();
        assert_eq!(shown, ["0", "7", "999", "1,000", "1,214", "1,000,000"]);
        assert_eq!(counted(1, "word"), "1 word");
        assert_eq!(
            (first_of(&["a", "b"], 2), first_of(&["a", "b", "c", "d"], 2)),
            ("a, b".into(), "a, b and 2 more".into())
        );
        assert_eq!(counted(0, "word"), "0 words");
    }
}
