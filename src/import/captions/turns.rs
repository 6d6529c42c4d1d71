//! Cues joined into turns.

use super::cue::Cue;
use super::speakers::{Piece, Voice, pieces};
use crate::import::canonical;
use crate::import::draft::{Draft, Said};

/// The rule by which cues become turns, for people.
pub const MERGE_RULE: &str = "cues that follow each other within 2 seconds and are of one speaker (or of nobody named) are one \
    turn, until a sentence ends after 600 characters";

/// The longest pause within a turn (milliseconds).
const PAUSE: u32 = 2_000;
/// After how many characters a turn ends with its sentence.
const LONG: usize = 600;
/// Whoever speaks where the file says that it does not know.
const UNKNOWN: &str = "Unknown Speaker";

/// Makes a draft of cues. `format` names what they were read from; `head` is text that stands before them.
pub fn draft(mut cues: Vec<Cue>, format: &str, head: &[String]) -> Draft {
    let mut warnings = Vec::new();
    if !cues.is_sorted_by_key(|cue| cue.start) {
        cues.sort_by_key(|cue| cue.start);
        warnings.push("cues were out of order in the file and stand in the order of their times".into());
    }
    let dropped = unroll(&mut cues);
    if dropped > 0 {
        warnings.push(format!("{dropped} lines that were shown twice (rolling captions) are there once"));
    }
    let pieces = pieces(&cues);
    let named = pieces.iter().any(|piece| matches!(piece.voice, Voice::Named(_)));
    let continued = pieces.iter().filter(|piece| piece.voice == Voice::Same).count();
    if named && continued > 0 {
        warnings.push(format!("{continued} cues without a name are taken as going on with the speaker before them"));
    }
    let turns = merge(&pieces, named);
    let (mut text, renamed) = canonical::write(&turns, false);
    for (was, is) in renamed {
        warnings.push(format!("the label `{was}` is written `{is}`"));
    }
    let mut margin = Vec::new();
    if !head.is_empty() {
        // Text before the first cue belongs to the file, not to anybody's speech.
        margin.push(("header".to_owned(), head.join("\n")));
    }
    if text.trim().is_empty() {
        text.clear();
    }
    let labels = canonical::labels(&turns);
    Draft { format: format.to_owned(), text, warnings, margin, labels, ..Draft::default() }
}

/// Takes away what rolling captions show a second time: lines at the head of a cue that close the one before it. Only
/// where cues do so all the time, since people say `Yes.` twice. Answers how many lines went.
fn unroll(cues: &mut Vec<Cue>) -> usize {
    let seen: Vec<Vec<String>> = cues
        .iter()
        .map(|cue| cue.lines.iter().map(|line| plain(line)).filter(|line| !line.is_empty()).collect())
        .collect();
    let overlaps: Vec<usize> = seen
        .iter()
        .enumerate()
        .map(|(at, lines)| at.checked_sub(1).map_or(0, |before| overlap(&seen[before], lines)))
        .collect();
    let rolling = overlaps.iter().filter(|overlap| **overlap > 0).count();
    let inline = cues.iter().any(|cue| cue.lines.iter().any(|line| line.contains("<c>") && line.contains("<0")));
    if rolling * 4 < cues.len() && !(inline && rolling > 0) {
        // One cue repeated while it is still shown is a fault of the program that wrote it.
        let before = cues.len();
        let mut at = 0;
        cues.dedup_by(|cue, last| {
            at += 1;
            cue.lines == last.lines && last.end.is_some_and(|end| cue.start < end)
        });
        return before - cues.len();
    }
    let mut dropped = 0;
    for (cue, overlap) in cues.iter_mut().zip(overlaps) {
        let mut left = overlap;
        cue.lines.retain(|line| {
            let again = left > 0 && !plain(line).is_empty();
            left -= usize::from(again);
            !again
        });
        dropped += overlap;
    }
    cues.retain(|cue| cue.lines.iter().any(|line| !line.trim().is_empty()));
    dropped
}

/// A line without tags.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in line.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many lines at the head of `lines` close `before`.
fn overlap(before: &[String], lines: &[String]) -> usize {
    let most = before.len().min(lines.len());
    (1..=most).rev().find(|count| before[before.len() - count..] == lines[..*count]).unwrap_or(0)
}

/// Joins pieces by [`MERGE_RULE`]. Where anybody is named, somebody unknown is written as such, so that nobody's words
/// are taken for another's.
fn merge(pieces: &[Piece], named: bool) -> Vec<Said> {
    let mut turns: Vec<Said> = Vec::new();
    let mut until: Option<u32> = None;
    // Whether the last turn may go on: of the same voice.
    for piece in pieces {
        let voice = match &piece.voice {
            Voice::Named(name) => Some(Some(name.clone())),
            Voice::Unknown => Some(named.then(|| UNKNOWN.to_owned())),
            Voice::Same => None,
        };
        let goes_on = match (turns.last(), &voice) {
            (Some(_), None) => true,
            // Two unknown voices after each other are not one.
            (Some(last), Some(label)) => label.is_some() && *label == last.label && piece.voice != Voice::Unknown,
            (None, _) => false,
        };
        let near = until.is_none_or(|until| piece.start.saturating_sub(until) <= PAUSE);
        until = Some(piece.end.unwrap_or(piece.start).max(piece.start));
        if let Some(last) =
            turns.last_mut().filter(|last| goes_on && near && !(ends(&last.text) && last.text.len() > LONG))
        {
            if !piece.text.is_empty() {
                last.text.push(' ');
                last.text.push_str(&piece.text);
            }
            continue;
        }
        let label = match voice {
            Some(label) => label,
            None => turns.last().map_or_else(|| named.then(|| UNKNOWN.to_owned()), |last| last.label.clone()),
        };
        turns.push(Said { label, time: Some(piece.start), text: piece.text.clone() });
    }
    turns.retain(|turn| !turn.text.trim().is_empty());
    turns
}

/// Whether a text ends a sentence.
fn ends(text: &str) -> bool {
    text.trim_end().trim_end_matches(['"', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::captions::read_cue_lines;

    fn text(captions: &str) -> String {
        draft(read_cue_lines(captions).cues, "captions", &[]).text
    }

    #[test]
    fn cues_of_one_speaker_are_one_turn_unless_there_is_a_pause() {
        let zoom = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAna Roe: Well,\n\n2\n00:00:02.500 --> 00:00:03.000\n\
            Ana Roe: so.\n\n3\n00:00:03.000 --> 00:00:04.000\nBo: Yes.\n\n4\n00:00:04.000 --> 00:00:05.000\nand no\n\n\
            5\n00:00:08.000 --> 00:00:09.000\nBo: Later.\n";
        assert_eq!(
            text(zoom),
            "Ana Roe [00:00:01]: Well, so.\n\nBo [00:00:03]: Yes. and no\n\nBo [00:00:08]: Later.\n"
        );
    }

    #[test]
    fn nobody_named() {
        let long = "word ".repeat(130);
        let vtt = format!(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n{long}end.\n\n00:02.000 --> 00:03.000\nNext\n\n00:03.000 --> 00:04.000\none.\n"
        );
        assert_eq!(text(&vtt), format!("[00:00:01] {long}end.\n\n[00:00:02] Next one.\n"));
    }

    #[test]
    fn rolling_captions_are_read_once_and_repeated_answers_stay() {
        let youtube = "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.080 --> 00:00:02.550 align:start position:0%\n \n\
            thanks<00:00:00.400><c> for</c><00:00:00.640><c> joining</c>\n\n00:00:02.550 --> 00:00:02.560\nthanks for joining\n \n\n\
            00:00:02.560 --> 00:00:04.470\nthanks for joining\ncan<00:00:02.800><c> you</c><00:00:03.040><c> hear</c>\n\n\
            00:00:04.470 --> 00:00:04.480\ncan you hear\n \n";
        assert_eq!(text(youtube), "[00:00:00] thanks for joining can you hear\n");
        let yes = "1\n00:00:01,000 --> 00:00:02,000\nYes.\n\n2\n00:00:02,000 --> 00:00:03,000\nYes.\n\n3\n00:00:03,000 --> 00:00:04,000\nNo.\n\n4\n00:00:04,000 --> 00:00:05,000\nA\n\n5\n00:00:05,000 --> 00:00:06,000\nB\n";
        assert_eq!(text(yes), "[00:00:01] Yes. Yes. No. A B\n");
    }

    #[test]
    fn order_and_the_unknown() {
        let read = draft(
            read_cue_lines("WEBVTT\n\n00:05.000 --> 00:06.000\n<v Ana>Two\n\n00:01.000 --> 00:02.000\n<v >One\n").cues,
            "captions",
            &[],
        );
        assert_eq!(read.text, "Unknown Speaker [00:00:01]: One\n\nAna [00:00:05]: Two\n");
        assert!(read.warnings.iter().any(|warning| warning.contains("out of order")));
        assert_eq!(read.labels, ["Unknown Speaker", "Ana"]);
    }
}
