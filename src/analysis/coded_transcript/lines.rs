//! The lines of a coded interview: who says the words in them, and where codings begin and end.

use super::{CodingNote, TranscriptPart, hidden};
use crate::model::{Speaker, TranscriptIx, View};
use crate::text::{CitationLines, Span};

/// Who says words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Voice {
    /// A participant, somebody who is present, or somebody of whom nobody has said who it is.
    Speaker,
    /// An interviewer.
    Interviewer,
    /// Nobody: what stands before the first label, or in place of words that are not shown.
    Nobody,
}

/// What stands in a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineItem {
    /// Words of the body as they stand.
    Words {
        /// The words.
        text: String,
        /// Who says them.
        voice: Voice,
        /// Whether they are the label and time before the speech.
        label: bool,
    },
    /// Here the coding at this place of [`super::CodedTranscript::codings`] begins.
    Start(usize),
    /// Here it ends.
    End(usize),
}

/// One citation line in which something stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodedLine {
    /// Its number, from 1.
    pub number: u32,
    /// The turn (index from 0) in which its first words stand; `None`: none.
    pub turn: Option<usize>,
    /// Whether it is the first line shown of that turn.
    pub first: bool,
    /// What stands in it.
    pub items: Vec<LineItem>,
}

/// The lines in which something stands, with the beginnings and ends of `codings` (in the order of their starts) among their words.
pub(super) fn shown(
    view: &View,
    transcript: TranscriptIx,
    part: &TranscriptPart,
    codings: &[CodingNote],
    lines: &CitationLines,
) -> Vec<CodedLine> {
    Builder { view, transcript, part, codings, next: 0, open: Vec::new() }.lines(lines)
}

/// Goes over the lines once and puts the beginnings and ends of codings among their words.
struct Builder<'b, 'a> {
    view: &'b View<'a>,
    transcript: TranscriptIx,
    part: &'b TranscriptPart<'b>,
    codings: &'b [CodingNote],
    /// The first coding that has not begun.
    next: usize,
    /// Those that have begun and not ended.
    open: Vec<usize>,
}

impl Builder<'_, '_> {
    fn lines(&mut self, lines: &CitationLines) -> Vec<CodedLine> {
        let mut shown: Vec<CodedLine> = Vec::new();
        // Marks that stand where nothing is shown: they go to the next line.
        let mut waiting: Vec<LineItem> = Vec::new();
        let mut turn_before = None;
        let mut instead_before = None;
        for number in 1..=lines.len() {
            let Some(span) = lines.span(number) else { continue };
            let mut line = CodedLine { number, turn: None, first: false, items: std::mem::take(&mut waiting) };
            let mut any = false;
            for segment in self.segments(span) {
                self.marks(segment.span.start, false, &mut line.items);
                let instead = segment.instead;
                let words = match instead {
                    Some(words) if instead_before == Some(words) => String::new(),
                    Some(words) => words.to_owned(),
                    None => segment.text,
                };
                // Blanks between two turns tell nothing.
                if !(segment.turn.is_none() && words.trim().is_empty()) {
                    instead_before = instead;
                }
                if !words.trim().is_empty() && !any {
                    any = true;
                    line.turn = segment.turn;
                    line.first = segment.turn.is_some() && segment.turn != turn_before;
                    turn_before = segment.turn;
                }
                if !words.is_empty() {
                    let voice = if instead.is_some() { Voice::Nobody } else { segment.voice };
                    let label = segment.label && instead.is_none();
                    line.items.push(LineItem::Words { text: words, voice, label });
                }
                self.marks(segment.span.end, true, &mut line.items);
            }
            if any {
                shown.push(line);
            } else {
                waiting = line.items;
                waiting.retain(|item| !matches!(item, LineItem::Words { .. }));
            }
        }
        self.marks(u32::MAX, false, &mut waiting);
        if !waiting.is_empty() && shown.is_empty() {
            shown.push(CodedLine { number: 1, turn: None, first: false, items: Vec::new() });
        }
        if let Some(last) = shown.last_mut() {
            last.items.extend(waiting);
        }
        shown
    }

    /// Ends what ends up to `at`; and, unless `ends` alone, begins what begins up to there.
    fn marks(&mut self, at: u32, ends: bool, items: &mut Vec<LineItem>) {
        let codings = self.codings;
        let ended = |coding: &usize| codings.get(*coding).is_none_or(|coding| coding.span.end <= at);
        self.open.retain(|coding| {
            if ended(coding) {
                items.push(LineItem::End(*coding));
            }
            !ended(coding)
        });
        while !ends && codings.get(self.next).is_some_and(|coding| coding.span.start <= at) {
            items.push(LineItem::Start(self.next));
            if ended(&self.next) {
                items.push(LineItem::End(self.next));
            } else {
                self.open.push(self.next);
            }
            self.next += 1;
        }
    }

    /// The stretches of a line that are one speaker's, one part of a turn, and under the same codings.
    fn segments(&self, line: Span) -> Vec<Segment> {
        let text = self.view.corpus.transcript(self.transcript);
        let layout = text.layout();
        let mut cuts = vec![line.start, line.end];
        for turn in layout.turns_in(line) {
            let turn = &layout.turns[turn];
            cuts.extend([turn.span.start, turn.speech.start, turn.span.end]);
        }
        let codings = self.open.iter().filter_map(|at| self.codings.get(*at));
        let begin = self.codings.iter().skip(self.next).take_while(|coding| coding.span.start < line.end);
        cuts.extend(codings.chain(begin).flat_map(|coding| [coding.span.start, coding.span.end]));
        cuts.retain(|cut| line.start <= *cut && *cut <= line.end);
        cuts.sort_unstable();
        cuts.dedup();
        let segment = |pair: &[u32]| {
            let span = Span::new(pair[0], pair[1]);
            let turn = layout.turn_at(span.start).filter(|turn| layout.turns[*turn].span.contains(span.start));
            let speaker = turn.map(|turn| self.view.speaker(self.transcript, turn));
            Segment {
                span,
                text: text.body().slice(span).unwrap_or_default().to_owned(),
                turn,
                voice: match speaker {
                    None => Voice::Nobody,
                    Some(Speaker::Interviewer) => Voice::Interviewer,
                    Some(_) => Voice::Speaker,
                },
                label: turn.is_some_and(|turn| span.start < layout.turns[turn].speech.start),
                instead: match turn {
                    Some(turn) => hidden(self.view, self.transcript, self.part, turn),
                    None if self.part.outside => None,
                    None => Some(""),
                },
            }
        };
        cuts.windows(2).map(segment).collect()
    }
}

/// A stretch of a line.
struct Segment {
    span: Span,
    text: String,
    turn: Option<usize>,
    voice: Voice,
    label: bool,
    /// What stands in place of it.
    instead: Option<&'static str>,
}
