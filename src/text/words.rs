//! Words: the UAX 29 segments that hold a letter or a digit.
//!
//! A study may hold more than a hundred megabytes of text, so runs of ASCII and of common Latin and Cyrillic letters are
//! segmented here by hand; wherever anything else touches a segment, `unicode-segmentation` decides about the whole
//! segment. Both agree on every text (UAX 29 needs no memory across a boundary), which a property test checks.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of `text` as byte ranges, in order. A word is a UAX 29 word segment that holds a letter or a digit.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    Words { text, at: 0 }
}

/// What a byte may begin, as far as segmenting by hand goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// ASCII that always stands alone: controls, most punctuation.
    Alone,
    /// The space, of which a run is one segment.
    Space,
    /// An ASCII letter.
    Letter,
    /// An ASCII digit.
    Digit,
    /// `_`, which joins letters and digits but is neither (ExtendNumLet).
    Underscore,
    /// `.` and `'`: inside a word between two letters or two digits (MidNumLet, Single_Quote).
    Middle,
    /// `:`, inside a word between two letters (MidLetter).
    MiddleLetter,
    /// `,` and `;`, inside a word between two digits (MidNum).
    MiddleDigit,
    /// First byte of two, all of whose characters are letters: U+0100 to U+027F, U+0400 to U+047F.
    Letters2,
    /// First byte of U+00C0 to U+00FF: letters but × and ÷.
    Latin1,
    /// Perhaps the first byte of general punctuation: dashes, quotes, …
    Punctuation,
    /// Anything else: left to the library.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Alone; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            b' ' => Class::Space,
            b'.' | b'\'' => Class::Middle,
            b':' => Class::MiddleLetter,
            b',' | b';' => Class::MiddleDigit,
            0xC3 => Class::Latin1,
            0xC4..=0xC9 | 0xD0 | 0xD1 => Class::Letters2,
            0xE2 => Class::Punctuation,
            0..=0x7F => Class::Alone,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// What stands at the end of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Letter,
    Digit,
    Underscore,
}

/// Where a segment that was followed by hand ends.
struct Run {
    end: usize,
    word: bool,
}

struct Words<'a> {
    text: &'a str,
    /// A word boundary, always.
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let start = self.at;
            let alone = match CLASSES[*byte as usize] {
                Class::Letter | Class::Digit | Class::Underscore | Class::Letters2 | Class::Latin1 => {
                    if let Some(run) = run(bytes, start) {
                        self.at = run.end;
                        if run.word {
                            return Some(start..run.end);
                        }
                        continue;
                    }
                    None
                }
                Class::Space => Some(start + bytes[start..].iter().take_while(|byte| **byte == b' ').count()),
                Class::Alone | Class::Middle | Class::MiddleLetter | Class::MiddleDigit => Some(start + 1),
                Class::Punctuation if punctuation(bytes, start).is_some() => Some(start + 3),
                Class::Punctuation | Class::Other => None,
            };
            // A mark or joiner after a character belongs to its segment, so the next character has to be a known one.
            if let Some(end) = alone.filter(|end| never_extends(bytes, *end)) {
                self.at = end;
                continue;
            }
            let segment = self.text.get(start..)?.split_word_bounds().next()?;
            self.at = start + segment.len();
            if segment.chars().any(char::is_alphanumeric) {
                return Some(start..self.at);
            }
        }
        None
    }
}

/// Follows the segment that starts at `start`; `None` where the library has to decide.
fn run(bytes: &[u8], start: usize) -> Option<Run> {
    let mut end = start;
    let mut word = false;
    let mut last = Last::Underscore;
    loop {
        let Some(byte) = bytes.get(end) else { return Some(Run { end, word }) };
        let class = CLASSES[*byte as usize];
        match class {
            Class::Letter => (end, last, word) = (end + 1, Last::Letter, true),
            Class::Digit => (end, last, word) = (end + 1, Last::Digit, true),
            Class::Underscore => (end, last) = (end + 1, Last::Underscore),
            Class::Letters2 | Class::Latin1 => {
                if !is_letter(bytes, end) {
                    return None;
                }
                (end, last, word) = (end + 2, Last::Letter, true);
            }
            Class::Alone | Class::Space => return Some(Run { end, word }),
            Class::Middle | Class::MiddleLetter | Class::MiddleDigit | Class::Punctuation => {
                let (length, class) = match class {
                    Class::Punctuation => match punctuation(bytes, end)? {
                        // ‘ and ’ (MidNumLet) join as `'` does; the others of the row that join are rare.
                        0x98 | 0x99 => (3, Class::Middle),
                        0xA4 | 0xA7 => return None,
                        _ => return Some(Run { end, word }),
                    },
                    class => (1, class),
                };
                let Some(next) = bytes.get(end + length) else { return Some(Run { end, word }) };
                let joins = match last {
                    Last::Letter if class != Class::MiddleDigit => {
                        next.is_ascii_alphabetic() || is_letter(bytes, end + length)
                    }
                    Last::Digit if class != Class::MiddleLetter => next.is_ascii_digit(),
                    _ => return Some(Run { end, word }),
                };
                if joins {
                    // The letter or digit itself is taken in by the next step.
                    end += length;
                } else if next.is_ascii() {
                    return Some(Run { end, word });
                } else {
                    return None;
                }
            }
            Class::Other => return None,
        }
    }
}

/// Whether one of the two-byte letters that are known here stands at `at`.
fn is_letter(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at).map(|byte| CLASSES[*byte as usize]) {
        Some(Class::Letters2) => true,
        // × and ÷
        Some(Class::Latin1) => !matches!(bytes.get(at + 1), Some(0x97 | 0xB7)),
        _ => false,
    }
}

/// The last byte of the general punctuation (U+2010 to U+2027) at `at`. None of these extends what stands before.
fn punctuation(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at..at + 3) {
        Some([0xE2, 0x80, last @ 0x90..=0xA7]) => Some(*last),
        _ => None,
    }
}

/// Whether what stands at `at` can't be a mark, format character or joiner.
fn never_extends(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None => true,
        Some(byte) => match CLASSES[*byte as usize] {
            Class::Other => false,
            Class::Punctuation => punctuation(bytes, at).is_some(),
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_library(text: &str) -> Vec<Range<usize>> {
        text.split_word_bound_indices()
            .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
            .map(|(start, word)| start..start + word.len())
            .collect()
    }

    fn shown(text: &str) -> Vec<&str> {
        words(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn what_joins_and_what_does_not() {
        assert_eq!(
            shown("I can't — he’d say 3.14, e.g. at 10:30."),
            ["I", "can't", "he’d", "say", "3.14", "e.g", "at", "10", "30"]
        );
        assert_eq!(shown("one-to-one a_b __ x:y 1,000 1:2"), ["one", "to", "one", "a_b", "x:y", "1,000", "1", "2"]);
        assert_eq!(shown("naïve Füße×3 ещё l’été"), ["naïve", "Füße", "3", "ещё", "l’été"]);
        assert_eq!(shown("e\u{301}te\u{301} हिन्दी 학교 مدرسة"), ["e\u{301}te\u{301}", "हिन्दी", "학교", "مدرسة"]);
        assert_eq!(shown("👩‍👧 a\u{200D}👧b"), ["a\u{200D}👧", "b"]);
        assert_eq!(shown(""), Vec::<&str>::new());
    }

    #[test]
    fn every_pair_and_triple_of_awkward_characters() {
        const AWKWARD: &str = "a1_.':,; -\"\n\réß×÷я’‘—…‧․\u{301}\u{200D}\u{AD}😀א학ア²\u{93E}\u{660}ʼ＇🇩";
        let mut seen = 0;
        for a in AWKWARD.chars() {
            for b in AWKWARD.chars() {
                for c in AWKWARD.chars() {
                    for text in [format!("{a}{b}{c}"), format!("x{a}{b}{c}9")] {
                        assert_eq!(words(&text).collect::<Vec<_>>(), by_library(&text), "{text:?}");
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 50_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn the_same_as_the_library(
            plain in "[a-c0-2 ._':,;\n\r\t\"é’—×-]{0,60}",
            mixed in "[a-bÀ-ɏА-я0-1 .':,’‘…–\u{301}\u{200D}\u{FE0F}\u{AD}\u{2024}😀🇩🇪א\"학ก']{0,40}",
            any in "\\PC{0,30}",
            every in proptest::collection::vec(any::<char>(), 0..30),
        ) {
            let every: String = every.into_iter().collect();
            for text in [plain, mixed, any, every] {
                prop_assert_eq!(words(&text).collect::<Vec<_>>(), by_library(&text), "{:?}", text);
            }
        }
    }

    #[test]
    fn every_letter_taken_by_hand_is_one() {
        for c in ('\u{80}'..='\u{7FF}').chain('\u{2000}'..='\u{2040}') {
            for text in [format!("a{c}b"), format!("a’{c}"), format!("{c}a"), format!(" {c}1")] {
                assert_eq!(words(&text).collect::<Vec<_>>(), by_library(&text), "{text:?}");
            }
        }
    }
}
