//! Words: the UAX 29 segments that hold a letter or a digit.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of `text` as byte ranges, in order. A word is a UAX 29 word segment that holds a letter or a digit.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    Words { text, at: 0, hard: None }
}

/// Walks a text. Where it is ASCII the rules of UAX 29 come down to a few, which are followed by hand (five times faster);
/// a stretch with anything else, from white space to white space, goes to the library.
struct Words<'a> {
    text: &'a str,
    at: usize,
    /// What the library has found in the stretch that is being walked: bytes of the text.
    hard: Option<std::vec::IntoIter<Range<usize>>>,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        loop {
            if let Some(hard) = &mut self.hard {
                if let Some(word) = hard.next() {
                    return Some(word);
                }
                self.hard = None;
            }
            let mut from = self.at;
            while self.at < bytes.len() && is_blank(bytes[self.at]) {
                self.at += 1;
                if matches!(bytes[self.at - 1], b'\n' | b'\r') {
                    from = self.at;
                }
            }
            if self.at >= bytes.len() {
                return None;
            }
            if let Some(word) = self.easy() {
                if let Some(word) = word {
                    return Some(word);
                }
                continue;
            }
            // A mark may hang on the blanks before the stretch (WB4).
            let end = self.stretch_end();
            let found: Vec<Range<usize>> = self.text[from..end]
                .split_word_bound_indices()
                .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
                .map(|(start, word)| from + start..from + start + word.len())
                .collect();
            self.hard = Some(found.into_iter());
            self.at = end;
        }
    }
}

/// White space of ASCII: a word never reaches over it, and no rule looks past it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

impl Words<'_> {
    /// The end of the stretch without white space of ASCII that starts here.
    fn stretch_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        bytes[self.at..].iter().position(|byte| is_blank(*byte)).map_or(bytes.len(), |length| self.at + length)
    }

    /// The next word of a stretch of ASCII letters with the simplest joints; `Some(None)`: a sign was passed;
    /// `None`: the stretch is not that simple. Only asked at the start of a stretch or behind a word or sign of this kind.
    fn easy(&mut self) -> Option<Option<Range<usize>>> {
        let bytes = self.text.as_bytes();
        let end = self.stretch_end();
        if !bytes[self.at..end].is_ascii() {
            // Whatever has been passed of the stretch was followed by a boundary in any case: a sign or a whole word before one.
            return None;
        }
        let start = self.at;
        if !is_wordy(bytes[start]) {
            self.at += 1;
            return Some(None);
        }
        let mut at = start;
        loop {
            while at < end && is_wordy(bytes[at]) {
                at += 1;
            }
            // WB6, WB7, WB11, WB12: between letters ' . : and between digits ' . , ; hold a word together.
            let joined = at + 1 < end && at > start && {
                let (before, joint, after) = (bytes[at - 1], bytes[at], bytes[at + 1]);
                let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
                let digits = before.is_ascii_digit() && after.is_ascii_digit();
                (letters && matches!(joint, b'\'' | b'.' | b':'))
                    || (digits && matches!(joint, b'\'' | b'.' | b',' | b';'))
            };
            if !joined {
                break;
            }
            at += 1;
        }
        self.at = at;
        let has_letter = bytes[start..at].iter().any(u8::is_ascii_alphanumeric);
        Some(has_letter.then_some(start..at))
    }
}

/// Letters, digits and the underscore hold together (WB5, WB8 to WB10, WB13a, WB13b).
fn is_wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_the_library(text: &str) -> Vec<Range<usize>> {
        text.split_word_bound_indices()
            .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
            .map(|(start, word)| start..start + word.len())
            .collect()
    }

    #[test]
    fn words_hold_a_letter_or_a_digit() {
        let text = "Well… don't, 3.5 e.g. co-op — a_b _ 10:30 l’école 한국 😀 x";
        let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Well", "don't", "3.5", "e.g", "co", "op", "a_b", "10", "30", "l’école", "한국", "x"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_fast_way_is_the_librarys(text in "([a-c1-3_'.,:;\" \n\r\t-]|[é’“😀한\u{301}\u{a0}\u{200d}א\"ク]){0,40}") {
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), by_the_library(&text));
        }

        #[test]
        fn so_it_is_on_any_text(text in "\\PC{0,60}") {
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), by_the_library(&text));
        }
    }
}
