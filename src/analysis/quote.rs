//! The shown wording of a passage: labels and leading times gone, hard wraps joined, each speaker on a line.

use super::codings::CodingRow;
use super::excluded::OMITTED;
use super::print_wording::{Fit, WordingFault, check_wording};
use crate::model::{Coding, QuoteWording, Speaker, TranscriptIx, View};
use crate::text::Span;

/// A stretch of shown text, before any markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The words; lines are parted by `\n`.
    pub text: String,
    /// Whether it stands in italics: the interviewer's words.
    pub italic: bool,
}

/// What one speaker says in a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownLine {
    /// The label, where several people speak.
    pub label: Option<String>,
    /// Whether it is the interviewer's.
    pub interviewer: bool,
    /// The words, hard wraps joined.
    pub text: String,
}

/// The wording of a passage as it is printed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// One line, or one for each change of speaker.
    pub lines: Vec<ShownLine>,
}

impl Shown {
    /// The wording of `span`. The speech of people who left the study is `[…]`.
    pub fn of(view: &View, transcript: TranscriptIx, span: Span) -> Self {
        let text = view.corpus.transcript(transcript);
        let layout = text.layout();
        let mut lines: Vec<(Option<usize>, ShownLine)> = Vec::new();
        let turns = layout.turns_in(span);
        for turn in turns.clone() {
            let speaker = view.speaker(transcript, turn);
            let speech = layout.turns.get(turn).and_then(|turn| turn.speech.intersection(span));
            let words = joined(speech.and_then(|speech| text.body().slice(speech)).unwrap_or_default());
            if words.is_empty() {
                continue;
            }
            let excluded = speaker == Speaker::Excluded;
            match lines.last_mut() {
                Some((Some(before), line)) if same_speaker(view, transcript, *before, turn) => {
                    if !excluded {
                        line.text.push(' ');
                        line.text.push_str(&words);
                    }
                }
                _ => {
                    let label = (!excluded).then(|| text.label(turn).to_owned()).filter(|label| !label.is_empty());
                    let words = if excluded { OMITTED.to_owned() } else { words };
                    let line = ShownLine { label, interviewer: speaker == Speaker::Interviewer, text: words };
                    lines.push((Some(turn), line));
                }
            }
        }
        if turns.is_empty() {
            // Before the first label nobody speaks, but the text may be coded.
            let words = joined(text.body().slice(span).unwrap_or_default());
            lines.push((None, ShownLine { label: None, interviewer: false, text: words }));
        }
        let mut lines: Vec<ShownLine> = lines.into_iter().map(|(_, line)| line).collect();
        if let [only] = lines.as_mut_slice() {
            only.label = None;
        }
        Self { lines }
    }

    /// The wording of a coding: what its coder (else another) has written for print, else that of its place; what was not said there is
    /// not printed as said.
    pub fn of_coding(view: &View, row: &CodingRow) -> Self {
        let said = Self::of(view, row.placed.transcript, row.placed.span);
        let written = wording(view, row.coding).and_then(|wording| wording.shown.as_deref());
        match written.filter(|text| said.holds(text).is_ok()) {
            Some(text) => Self { lines: vec![ShownLine { label: None, interviewer: false, text: text.to_owned() }] },
            None => said,
        }
    }

    /// Looks whether `wording`, without its brackets, leaves words out of this passage and adds none.
    ///
    /// # Errors
    /// Where it does not.
    pub fn holds(&self, wording: &str) -> Result<Fit, WordingFault> {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        check_wording(wording, &lines.join("\n"))
    }

    /// The wording with its italics.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if at > 0 {
                push(&mut segments, "\n", false);
            }
            let label = line.label.as_ref().map_or(String::new(), |label| format!("{label}: "));
            push(&mut segments, &format!("{label}{}", line.text), line.interviewer);
        }
        segments
    }

    /// The wording without markup.
    pub fn plain(&self) -> String {
        self.segments().into_iter().map(|segment| segment.text).collect()
    }
}

/// Adds text to segments, to the last one where the italics are the same.
pub(super) fn push(segments: &mut Vec<Segment>, text: &str, italic: bool) {
    match segments.last_mut() {
        Some(last) if last.italic == italic => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => segments.push(Segment { text: text.to_owned(), italic }),
    }
}

/// How a coding is worded for print: by its own coder, else by the first who has worded it.
pub fn wording<'a>(view: &View<'a>, coding: &Coding) -> Option<&'a QuoteWording> {
    let quotes = &view.state.quotes;
    quotes
        .get(&(coding.id, coding.coder.clone()))
        .or_else(|| view.placements.coders.iter().find_map(|coder| quotes.get(&(coding.id, coder.clone()))))
}

/// Whether two turns are one person's (or, where nobody has said who it is, one label's).
fn same_speaker(view: &View, transcript: TranscriptIx, a: usize, b: usize) -> bool {
    let (first, second) = (view.speaker(transcript, a), view.speaker(transcript, b));
    let layout = view.corpus.transcript(transcript).layout();
    let label = |turn: usize| layout.turns.get(turn).and_then(|turn| turn.label);
    first == second && (matches!(first, Speaker::Participant(_) | Speaker::Excluded) || label(a) == label(b))
}

/// White space, line ends with it, as one blank.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
