//! The layout in which emic writes transcripts of other formats: one paragraph a turn, `Label [00:12:31]: speech`, an
//! empty line between turns.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::draft::Said;

/// The longest label that is written (code points).
const LONGEST: usize = 40;

/// Milliseconds as `HH:MM:SS`, cut off to the second.
pub fn stamp(ms: u32) -> String {
    let seconds = ms / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A label that can be written before a colon: on one line, without signs that close it and without controls.
pub fn label(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            ':' | '：' | '\t' | '\n' => ' ',
            '[' | '{' | '<' => '(',
            ']' | '}' | '>' => ')',
            '"' | '“' | '”' | '*' | '=' | ';' | '!' | '@' | '`' | '~' | '^' | '…' | '\\' => ' ',
            c => c,
        })
        .filter(|c| !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join(" ");
    let joined = joined.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '?' | ')' | '.')));
    let mut short: String = joined.chars().take(LONGEST).collect();
    if short.chars().count() < joined.chars().count() {
        short = short.rsplit_once(' ').map_or(short.clone(), |(head, _)| head.to_owned());
    }
    let short = short.trim_start_matches([')', '.']).trim();
    if short.chars().any(|c| c.is_alphanumeric() || c == '?') { short.to_owned() } else { String::new() }
}

/// Text of a turn on lines of its own: blanks at the ends gone, no empty line within.
fn speech(text: &str, lines: bool) -> String {
    let kept = text.lines().map(str::trim).filter(|line| !line.is_empty());
    kept.collect::<Vec<_>>().join(if lines { "\n" } else { " " })
}

/// The labels of turns as they are written, each once, in the order in which they first stand.
pub fn labels(turns: &[Said]) -> Vec<String> {
    let mut seen: HashSet<&str> = HashSet::new();
    let names = turns.iter().filter_map(|turn| turn.label.as_deref()).filter(|name| seen.insert(name));
    let mut once = HashSet::new();
    names.map(label).filter(|label| !label.is_empty() && once.insert(label.clone())).collect()
}

/// Labels that had to be changed: as it was and as it is written.
pub type Renamed = Vec<(String, String)>;

/// Writes turns. Answers the text and the labels that could not be written as they were.
///
/// A turn without a label is a paragraph of its own, which continues the turn before it where there is one with a label.
/// Line breaks within a turn stay if `lines`, else they become blanks.
pub fn write(turns: &[Said], lines: bool) -> (String, Renamed) {
    let mut out = String::new();
    let mut written: HashMap<&str, String> = HashMap::new();
    let mut renamed = Vec::new();
    for turn in turns {
        let said = speech(&turn.text, lines);
        let name = turn.label.as_deref().map(|name| {
            written.entry(name).or_insert_with(|| {
                let mut fit = label(name);
                if fit.is_empty() {
                    fit = "Unknown Speaker".into();
                }
                if fit != name.trim() {
                    renamed.push((name.to_owned(), fit.clone()));
                }
                fit
            })
        });
        if said.is_empty() && name.is_none() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        // Writing to a string can't fail.
        let _ = match (name, turn.time) {
            (Some(name), Some(time)) => write!(out, "{name} [{}]: {said}", stamp(time)),
            (Some(name), None) => write!(out, "{name}: {said}"),
            (None, Some(time)) => write!(out, "[{}] {said}", stamp(time)),
            (None, None) => write!(out, "{said}"),
        };
        let kept = out.trim_end().len();
        out.truncate(kept);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    (out, renamed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Body, TurnRules, find_turns};
    use proptest::prelude::*;

    fn said(label: Option<&str>, time: Option<u32>, text: &str) -> Said {
        Said { label: label.map(String::from), time, text: text.into() }
    }

    #[test]
    fn one_paragraph_a_turn() {
        let (text, renamed) = write(
            &[
                said(Some("Ana Roe"), Some(751_999), "Yes.\n\n I do."),
                said(Some("P1"), None, "Hm."),
                said(None, Some(3_600_000), "(pause)"),
            ],
            false,
        );
        assert_eq!(text, "Ana Roe [00:12:31]: Yes. I do.\n\nP1: Hm.\n\n[01:00:00] (pause)\n");
        assert!(renamed.is_empty());
    }

    #[test]
    fn labels_are_made_fit() {
        for (name, fit) in [
            ("Rivera, Dana", "Rivera, Dana"),
            ("Dr: \u{1b}[31mRoe", "Dr (31mRoe"),
            ("Ana [host]", "Ana (host)"),
            ("***", ""),
            ("\u{202e}evil", "evil"),
            ("a very long name of somebody who has many titles", "a very long name of somebody who has"),
            ("?", "?"),
        ] {
            assert_eq!(label(name), fit, "{name:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn turns_written_are_turns_found(texts in prop::collection::vec(("[AB]", 0u32..9_000_000, "[a-z]{1,8}( [a-z:,.?]{1,8}){0,6}"), 4..20)) {
            let turns: Vec<Said> = texts.iter().map(|(name, time, text)| said(Some(&format!("Speaker {name}")), Some(*time), text)).collect();
            let (text, renamed) = write(&turns, false);
            prop_assert!(renamed.is_empty());
            let layout = find_turns(&Body::new(text), &TurnRules::default()).layout;
            prop_assert_eq!(layout.turns.len(), turns.len());
            for (turn, said) in layout.turns.iter().zip(&turns) {
                prop_assert_eq!(turn.time, said.time.map(|time| time / 1000 * 1000));
            }
        }
    }
}
