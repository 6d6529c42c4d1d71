//! Sentences: those of UAX 29, not broken after abbreviations nor inside brackets.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations after whose dot a sentence goes on, by language.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("en", &["mr", "mrs", "ms", "dr", "prof", "st", "e.g", "i.e", "etc", "vs"]),
    ("de", &["z.b", "d.h", "u.a", "bzw", "ca", "dr", "prof", "fr", "hr", "nr", "st", "usw", "vgl"]),
    ("fr", &["m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "p.ex", "c.-à-d", "cf"]),
    ("es", &["sr", "sra", "srta", "dr", "dra", "d", "dña", "p.ej", "ud", "uds", "núm"]),
];

/// Abbreviations of "number", which are words of their own too: a sentence goes on only if a digit follows.
const NUMBERS: &[(&str, &[&str])] = &[("en", &["no"])];

/// The sentences of one speech as byte ranges, without the white space around them; all else is covered.
///
/// A bracket that is opened and never closed within the speech holds nothing together.
pub fn sentences(speech: &str, language: &str) -> Vec<Range<usize>> {
    let code = language.split(['-', '_']).next().unwrap_or_default();
    let of = |lists: &'static [(&str, &[&str])]| {
        lists.iter().find(|(language, _)| *language == code).map_or(&[][..], |(_, list)| list)
    };
    let (abbreviations, numbers) = (of(ABBREVIATIONS), of(NUMBERS));
    let brackets = brackets(speech);
    let mut sentences = Vec::new();
    let mut start = 0;
    for (bound, _) in speech.split_sentence_bound_indices().skip(1) {
        let inside = brackets.iter().any(|range| range.start < bound && bound <= range.end);
        if !inside && !goes_on(&speech[start..bound], &speech[bound..], abbreviations, numbers) {
            sentences.extend(trimmed(speech, start..bound));
            start = bound;
        }
    }
    sentences.extend(trimmed(speech, start..speech.len()));
    sentences
}

/// Whether the text before a boundary ends with an abbreviation.
fn goes_on(before: &str, after: &str, abbreviations: &[&str], numbers: &[&str]) -> bool {
    let Some(before) = before.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    abbreviations.contains(&word.as_str())
        || (numbers.contains(&word.as_str()) && after.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The outermost brackets that are closed: from the opening to the closing sign (bytes).
fn brackets(speech: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut closed: Vec<Range<usize>> = Vec::new();
    for (at, c) in speech.char_indices() {
        match c {
            '(' => open.push((')', at)),
            '[' => open.push((']', at)),
            '{' => open.push(('}', at)),
            ')' | ']' | '}' => {
                // A bracket that was opened inside and never closed is forgotten.
                if let Some(place) = open.iter().rposition(|(close, _)| *close == c) {
                    let (_, start) = open[place];
                    open.truncate(place);
                    while closed.last().is_some_and(|last| last.start > start) {
                        closed.pop();
                    }
                    closed.push(start..at);
                }
            }
            _ => {}
        }
    }
    closed
}

fn trimmed(speech: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &speech[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = range.start + text.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<&str> {
        sentences(text, "en").into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_and_brackets_hold_together() {
        assert_eq!(of("I rang. Nobody came!  So?"), ["I rang.", "Nobody came!", "So?"]);
        assert_eq!(of("Ask Mrs. Hill. She knows."), ["Ask Mrs. Hill.", "She knows."]);
        assert_eq!(of("Things, e.g. Maths, etc. Mostly."), ["Things, e.g. Maths, etc. Mostly."]);
        assert_eq!(of("It was [laughs. Long pause.] fine. Yes."), ["It was [laughs. Long pause.] fine.", "Yes."]);
        assert_eq!(of("It was (odd. Then it stopped. Well."), ["It was (odd.", "Then it stopped.", "Well."]);
    }

    #[test]
    fn no_is_an_answer_and_a_number() {
        assert_eq!(of("No. We never heard."), ["No.", "We never heard."]);
        assert_eq!(of("It is No. 5 School Lane."), ["It is No. 5 School Lane."]);
    }

    proptest! {
        #[test]
        fn all_but_white_space_is_covered(text in "[A-C a-c.!?()\\[\\]\n]{0,80}") {
            let found = sentences(&text, "en");
            let covered: String = found.iter().map(|range| &text[range.clone()]).collect();
            let without = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(without(&covered), without(&text));
            for pair in found.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }
    }
}
