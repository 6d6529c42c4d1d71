//! Sentences: those of UAX 29, but not broken after an abbreviation nor inside a bracket.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a speech as byte ranges, in order, without the white space at their ends; everything that is not white
/// space lies in one.
///
/// Boundaries are those of UAX 29, except after an abbreviation of `language` (an ISO 639 code, perhaps with a region) with
/// its full stop, and between a round, square or curly bracket and the one that closes it. A bracket that nothing closes
/// does not count.
pub fn sentences(speech: &str, language: &str) -> Vec<Range<usize>> {
    let abbreviations = abbreviations(language);
    let numbers = number_words(language);
    let brackets = brackets(speech);
    let mut inside = brackets.iter().peekable();
    let mut sentences = Vec::new();
    // The current sentence without its white ends; `None` while only white space was seen.
    let mut current: Option<Range<usize>> = None;
    let starts = starts(speech);
    let ends = starts.iter().skip(1).copied().chain([speech.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        let piece = speech.get(start..end).unwrap_or_default();
        while inside.next_if(|bracket| bracket.end < start).is_some() {}
        let bracketed = inside.peek().is_some_and(|bracket| bracket.start < start);
        if let Some(sentence) = current.take_if(|sentence| {
            let head = speech.get(sentence.clone()).unwrap_or_default();
            let number = numbers.iter().any(|number| ends_abbreviated(head, &[number]))
                && piece.trim_start().starts_with(char::is_numeric);
            !bracketed && !number && !ends_abbreviated(head, abbreviations)
        }) {
            sentences.push(sentence);
        }
        let text = piece.trim();
        if !text.is_empty() {
            let first = start + (piece.len() - piece.trim_start().len());
            let end = first + text.len();
            current = Some(current.map_or(first, |sentence| sentence.start)..end);
        }
    }
    sentences.extend(current);
    sentences
}

/// The version of Unicode whose sentences these are, such as `16.0.0`.
pub fn unicode_of_sentences() -> String {
    let (major, minor, patch) = unicode_segmentation::UNICODE_VERSION;
    format!("{major}.{minor}.{patch}")
}

/// Longest stretch without a letter, digit, full stop or newline that is searched for boundaries, in characters.
const LONGEST: usize = 256;

/// Where the sentences of UAX 29 begin.
///
/// The library looks ahead to the next letter from every space and bracket after a full stop (rule SB8), which takes quadratic
/// time where thousands of them follow. Hardly anything but the kinds at both ends matters, so the middle of such a stretch is left out.
fn starts(speech: &str) -> Vec<usize> {
    let gaps = gaps(speech);
    if gaps.is_empty() {
        return speech.split_sentence_bound_indices().map(|(start, _)| start).collect();
    }
    let mut condensed = String::with_capacity(speech.len());
    // Where the stretch after each gap begins: in the condensed text, and in the speech.
    let mut stretches = vec![(0, 0)];
    let mut at = 0;
    for gap in gaps {
        condensed.push_str(speech.get(at..gap.start).unwrap_or_default());
        stretches.push((condensed.len(), gap.end));
        at = gap.end;
    }
    condensed.push_str(speech.get(at..).unwrap_or_default());
    let mut stretches = stretches.into_iter().peekable();
    let mut stretch = (0, 0);
    let place = |(start, _): (usize, &str)| {
        while let Some(next) = stretches.next_if(|next| next.0 <= start) {
            stretch = next;
        }
        stretch.1 + (start - stretch.0)
    };
    condensed.split_sentence_bound_indices().map(place).collect()
}

/// The middles of the stretches that are too long.
fn gaps(speech: &str) -> Vec<Range<usize>> {
    let mut gaps: Vec<Range<usize>> = Vec::new();
    let mut stretch = 0;
    // What is left out begins where half the length is reached, and ends before the last character.
    let (mut first, mut last) = (0, 0);
    for (byte, c) in speech.char_indices() {
        if c.is_alphanumeric() || matches!(c, '\n' | '.' | '!' | '?') {
            if stretch > LONGEST {
                gaps.push(first..last);
            }
            stretch = 0;
            continue;
        }
        stretch += 1;
        if stretch == LONGEST / 2 {
            first = byte;
        }
        last = byte;
    }
    if stretch > LONGEST {
        gaps.push(first..last);
    }
    gaps
}

/// Abbreviations after whose full stop a sentence goes on, as they are written.
fn abbreviations(language: &str) -> &'static [&'static str] {
    let language = language.split(['-', '_']).next().unwrap_or_default();
    match language.to_ascii_lowercase().as_str() {
        "en" => &["Mr", "Mrs", "Ms", "Dr", "Prof", "St", "e.g", "i.e", "etc", "vs"],
        "de" => &[
            "Hr",
            "Fr",
            "Dr",
            "Prof",
            "St",
            "Nr",
            "Str",
            "z",
            "z.B",
            "z. B",
            "z.\u{A0}B",
            "d.h",
            "d. h",
            "u.a",
            "u. a",
            "bzw",
            "usw",
            "vgl",
            "ca",
            "evtl",
            "ggf",
            "inkl",
            "Abs",
            "bspw",
        ],
        "fr" => &[
            "M", "MM", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Pr", "St", "Ste", "p.ex", "p. ex", "etc", "cf", "env",
            "vs",
        ],
        "es" => &[
            "Sr", "Sra", "Srta", "Sres", "Dr", "Dra", "Prof", "Ud", "Uds", "p.ej", "p. ej", "etc", "núm", "pág",
            "aprox", "vs",
        ],
        _ => &[],
    }
}

/// Abbreviations of "number" that are answers too (`No. We never heard.`): a sentence goes on only before a digit.
fn number_words(language: &str) -> &'static [&'static str] {
    if language.split(['-', '_']).next().is_some_and(|code| code.eq_ignore_ascii_case("en")) { &["No"] } else { &[] }
}

/// Whether `text` ends with one of `abbreviations` and a full stop, at the beginning of a word. One that is written small
/// may begin with a capital.
fn ends_abbreviated(text: &str, abbreviations: &[&str]) -> bool {
    let Some(text) = text.strip_suffix('.') else { return false };
    abbreviations.iter().any(|abbreviation| {
        let mut letters = abbreviation.chars();
        let Some(first) = letters.next() else { return false };
        let Some(head) = text.strip_suffix(letters.as_str()) else { return false };
        let Some(found) = head.chars().next_back() else { return false };
        let before = head.chars().rev().nth(1);
        (found == first || found.to_lowercase().eq([first])) && !before.is_some_and(|c| c.is_alphanumeric() || c == '.')
    })
}

/// The outermost pairs of brackets, in order: from the byte of the opening one to the byte of the closing one.
fn brackets(speech: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut counts = [0usize; 3];
    let mut pairs: Vec<Range<usize>> = Vec::new();
    for (byte, c) in speech.char_indices() {
        let (kind, opens) = match c {
            '(' | '（' => (0, true),
            ')' | '）' => (0, false),
            '[' | '［' => (1, true),
            ']' | '］' => (1, false),
            '{' | '｛' => (2, true),
            '}' | '｝' => (2, false),
            _ => continue,
        };
        if opens {
            open.push((kind, byte));
            counts[kind] += 1;
        } else if counts[kind] > 0 {
            // What was opened inside and never closed does not count.
            while let Some((other, start)) = open.pop() {
                counts[other] -= 1;
                if other == kind {
                    while pairs.pop_if(|pair| pair.start > start).is_some() {}
                    pairs.push(start..byte);
                    break;
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown<'a>(speech: &'a str, language: &str) -> Vec<&'a str> {
        sentences(speech, language).into_iter().map(|range| &speech[range]).collect()
    }

    #[test]
    fn sentences_of_uax_29() {
        assert_eq!(
            shown(" I rang. Nobody came!  Why?\nNobody knows", "en"),
            ["I rang.", "Nobody came!", "Why?", "Nobody knows"]
        );
        assert_eq!(shown("  \n ", "en"), Vec::<&str>::new());
        assert_eq!(shown("هل رأيت؟ نعم.", "ar"), ["هل رأيت؟", "نعم."]);
        assert_eq!(shown("오늘은 바빴어요. 그래서 못 갔어요.", "ko").len(), 2);
    }

    #[test]
    fn abbreviations_do_not_end_one() {
        assert_eq!(
            shown("Mr. Lee and Dr. Shah, e.g. Monday. Then etc. Went home.", "en-GB"),
            ["Mr. Lee and Dr. Shah, e.g. Monday.", "Then etc. Went home."]
        );
        assert_eq!(shown("E.g. Monday.", "en"), ["E.g. Monday."]);
        assert_eq!(
            shown("It was the 21st. Then I said no. Fine.", "en"),
            ["It was the 21st.", "Then I said no.", "Fine."]
        );
        assert_eq!(
            shown("(Friday etc.) Then home. So on etc... Done.", "en"),
            ["(Friday etc.)", "Then home.", "So on etc...", "Done."]
        );
        assert_eq!(shown("Mr. Lee.", "xx"), ["Mr.", "Lee."]);
        assert_eq!(shown("Es gab z. B. Listen. Und Hr. Maier.", "de"), ["Es gab z. B. Listen.", "Und Hr. Maier."]);
        assert_eq!(shown("J'ai vu M. Petit. Il part.", "fr"), ["J'ai vu M. Petit.", "Il part."]);
        assert_eq!(shown("La Sra. Ruiz. Vino.", "es"), ["La Sra. Ruiz.", "Vino."]);
    }

    #[test]
    fn brackets_hold_together() {
        assert_eq!(shown("We left (laughs. A lot.) early. Yes.", "en"), ["We left (laughs. A lot.) early.", "Yes."]);
        assert_eq!(shown("So [a. B {C. D. (E.} F.] g. H.", "en"), ["So [a. B {C. D. (E.} F.] g.", "H."]);
        assert_eq!(
            shown("An open ( one. Goes on. :) Ok. And ( not. Again.", "en"),
            ["An open ( one. Goes on. :) Ok.", "And ( not.", "Again."]
        );
        assert_eq!(shown("One ) two. Three [ four. Five.", "en"), ["One ) two.", "Three [ four.", "Five."]);
    }

    #[test]
    fn long_gaps_do_not_matter() {
        for (gap, found) in [(" ", ["A.", "B b.", "C"]), ("\u{A0}", ["A.", "B b.", "C"])] {
            let gap = gap.repeat(30_000);
            assert_eq!(shown(&format!("A.{gap}B b.{gap}C{gap}"), "en"), found);
        }
        let closed = format!("A.{} B", "”".repeat(30_000));
        assert_eq!(shown(&closed, "en"), [&closed[..closed.len() - 2], "B"]);
        let low = format!("A.{}b", " ".repeat(300));
        assert_eq!(shown(&low, "en"), [low.as_str()]);
    }

    #[test]
    fn hostile_brackets_are_linear() {
        let speech = "([{".repeat(100_000) + &"]".repeat(10);
        assert_eq!(sentences(&speech, "en").len(), 1);
        assert_eq!(sentences(&"Mr.\n\n".repeat(20_000), "en").len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn all_but_white_space_is_covered(speech in "([a-c]|[A-C]|[().?! \n\\[\\]]|Mr\\.|é|👩‍👧){0,40}") {
            let found = sentences(&speech, "en");
            let mut covered = String::new();
            let mut at = 0;
            for range in &found {
                prop_assert!(range.start >= at && range.start < range.end);
                let sentence = &speech[range.clone()];
                prop_assert_eq!(sentence.trim(), sentence);
                covered.push_str(sentence);
                at = range.end;
            }
            let all = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(all(&covered), all(&speech));
        }
    }
}
