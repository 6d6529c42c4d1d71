//! Turns out of heads: spans, speech, times and words.

use std::collections::HashMap;

use crate::text::{Body, Layout, Span, Turn, WordStarts, words};

use super::label::fold_label;
use super::stamp;

/// A stretch that becomes one turn; offsets are bytes of the body.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// First character of the turn.
    pub start: usize,
    /// The label as it stands; `None` where nobody is named.
    pub label: Option<String>,
    /// Where the region of speech begins.
    pub end: usize,
    /// Where it ends, before white space is taken off.
    pub until: usize,
    pub time: Option<u32>,
}

/// Counts code points along a text. Asked in ascending order it reads each byte once.
struct Counter<'a> {
    body: &'a Body,
    ascii: bool,
    byte: usize,
    position: u32,
}

impl<'a> Counter<'a> {
    fn new(body: &'a Body) -> Self {
        Self { body, ascii: body.chars() as usize == body.text().len(), byte: 0, position: 0 }
    }

    fn at(&mut self, byte: usize) -> u32 {
        if self.ascii {
            return byte as u32;
        }
        match self.body.text().as_bytes().get(self.byte..byte) {
            Some(between) => self.position += between.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32,
            None => self.position = self.body.position(byte),
        }
        self.byte = byte;
        self.position
    }
}

/// Makes the layout of `pieces`, which are ascending and do not overlap.
pub(super) fn assemble(body: &Body, pieces: &[Piece]) -> Layout {
    let text = body.text();
    let mut layout = Layout::default();
    let mut index: HashMap<String, u32> = HashMap::new();
    let mut counter = Counter::new(body);
    layout.turns.reserve(pieces.len());
    layout.words = WordStarts::with_capacity(text.len() / 6);
    for piece in pieces {
        let label = piece.label.as_ref().map(|label| {
            let labels = &mut layout.labels;
            *index.entry(fold_label(label)).or_insert_with(|| {
                labels.push(label.clone());
                labels.len() as u32 - 1
            })
        });
        let region = &text[piece.end..piece.until];
        let lead = stamp::leading(region);
        let said = region[lead.text..].trim_end();
        let start = counter.at(piece.start);
        let first_word = layout.words.len() as u32;
        let speech = if said.is_empty() {
            let place = counter.at(piece.end + lead.stamped);
            Span::new(place, place)
        } else {
            let from = piece.end + lead.text;
            let first = counter.at(from);
            for word in words(said) {
                layout.words.push(counter.at(from + word.start));
            }
            Span::new(first, counter.at(from + said.len()))
        };
        let time = piece.time.or(lead.time).or_else(|| stamp::closing(said));
        layout.turns.push(Turn { label, span: Span::new(start, speech.end), speech, time, first_word });
    }
    layout
}

/// The lines of `text` between two offsets that are not empty: start, end, and whether an empty line stands before.
fn lines(text: &str, from: usize, until: usize) -> impl Iterator<Item = (usize, usize, bool)> + '_ {
    let mut start = from;
    let mut apart = false;
    text[from..until].split_inclusive('\n').filter_map(move |line| {
        let base = start;
        start += line.len();
        let inner = line.trim();
        if inner.is_empty() {
            apart = true;
            return None;
        }
        let first = base + (line.len() - line.trim_start().len());
        Some((first, first + inner.len(), std::mem::take(&mut apart)))
    })
}

/// The stretches between two offsets that stand apart: paragraphs, or lines.
fn blocks(text: &str, from: usize, until: usize, by_lines: bool) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for (start, end, apart) in lines(text, from, until) {
        match blocks.last_mut() {
            Some(last) if !by_lines && !apart => last.1 = end,
            _ => blocks.push((start, end)),
        }
    }
    blocks
}

fn unlabelled(start: usize, end: usize) -> Piece {
    Piece { start, label: None, end: start, until: end, time: None }
}

/// A body without labels: one piece per paragraph; per line where no empty line separates any. Answers with whether
/// it went by lines.
pub(super) fn paragraphs(text: &str) -> (Vec<Piece>, bool) {
    let by_lines = !lines(text, 0, text.len()).skip(1).any(|(_, _, apart)| apart);
    let pieces = blocks(text, 0, text.len(), by_lines).into_iter().map(|(start, end)| unlabelled(start, end)).collect();
    (pieces, by_lines)
}

/// Where every label is an interviewer's: each labelled piece keeps its first paragraph (or line), the others become
/// pieces of their own.
pub(super) fn set_answers_apart(text: &str, pieces: &[Piece]) -> Vec<Piece> {
    let by_lines = answers_follow_at_once(text, pieces);
    let mut apart = Vec::with_capacity(pieces.len() * 2);
    for piece in pieces {
        let mut blocks = blocks(text, piece.end, piece.until, by_lines).into_iter();
        let until = blocks.next().map_or(piece.until, |(_, end)| end);
        apart.push(Piece { until, ..piece.clone() });
        apart.extend(blocks.map(|(start, end)| unlabelled(start, end)));
    }
    apart
}

/// Whether the answers follow the questions on the next line, without an empty line between. Where empty lines separate the
/// turns, paragraphs stand between empty lines, and a second line is the rest of the question: unless the first lines are
/// all finished and most of them ask.
fn answers_follow_at_once(text: &str, pieces: &[Piece]) -> bool {
    let (mut at_once, mut apart) = (0u32, 0u32);
    let (mut finished, mut asking) = (0u32, 0u32);
    for piece in pieces {
        let mut rest = lines(text, piece.end, piece.until);
        let Some((start, end, _)) = rest.next() else { continue };
        let mut some = false;
        let separated = rest.any(|(_, _, apart)| {
            some = true;
            apart
        });
        if separated {
            apart += 1;
        } else if some {
            at_once += 1;
            let said = text[start..end].trim_end_matches(['"', '”', '’', '»', ')', ']', '*', '_']);
            finished += u32::from(said.ends_with(['?', '？', '.', '!', '…', '。']));
            asking += u32::from(said.ends_with(['?', '？']));
        }
    }
    let pairs = finished == at_once && asking * 2 >= at_once;
    at_once > apart && (pairs || !stand_apart(text, pieces))
}

/// Whether an empty line stands before most of `pieces`, the first aside.
fn stand_apart(text: &str, pieces: &[Piece]) -> bool {
    let before = |piece: &&Piece| {
        let head = &text[..piece.start];
        head[head.trim_end().len()..].matches('\n').count() > 1
    };
    let others = pieces.get(1..).unwrap_or_default();
    !others.is_empty() && others.iter().filter(before).count() * 2 >= others.len()
}
