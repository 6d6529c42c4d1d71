//! What coders decide on: sentences, turns, words, characters or whole transcripts of participants' speech.

use std::ops::Range;

use crate::model::{TranscriptIx, View};
use crate::text::{Span, sentences};

/// On what one yes/no decision per code is made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Unit {
    /// A sentence of a turn.
    #[default]
    Sentence,
    /// The speech of a turn.
    Turn,
    /// A word.
    Word,
    /// A character (code point) of speech, blanks included.
    Character,
    /// All that participants say in a transcript.
    Transcript,
}

impl Unit {
    /// The word of the option and of the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Turn => "turn",
            Self::Word => "word",
            Self::Character => "character",
            Self::Transcript => "transcript",
        }
    }
}

/// The units of one transcript, in order. Only participants' speech forms any, and a unit without a word is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Units {
    /// Starts of the participants' words (code points); of characters, nothing.
    words: Vec<u32>,
    /// By word of `words`: its unit.
    of_word: Vec<u32>,
    /// By unit: where it stands in the body.
    spans: Vec<Span>,
    /// For characters: the stretches of speech, each with the number of characters before it.
    speech: Vec<(Span, u32)>,
    count: u64,
}

impl Units {
    /// The units of a transcript.
    pub fn of(view: &View, transcript: TranscriptIx, unit: Unit) -> Self {
        let text = view.corpus.transcript(transcript);
        let layout = text.layout();
        let language = &view.corpus.study.language;
        let mut units =
            Self { words: Vec::new(), of_word: Vec::new(), spans: Vec::new(), speech: Vec::new(), count: 0 };
        let mut characters = 0;
        for (at, turn) in layout.turns.iter().enumerate() {
            if view.speaker(transcript, at).participant().is_none() {
                continue;
            }
            units.speech.push((turn.speech, characters));
            characters += turn.speech.len();
            let words: &[u32] = &layout.turn_starts(at).collect::<Vec<_>>();
            if words.is_empty() {
                continue;
            }
            match unit {
                Unit::Sentence => units.sentences(text.body().slice(turn.speech), turn.speech, words, language),
                Unit::Turn => units.push(turn.speech, words),
                Unit::Word => words.iter().for_each(|word| units.push(Span::new(*word, *word + 1), &[*word])),
                Unit::Transcript if units.spans.is_empty() => units.push(turn.speech, words),
                Unit::Transcript => {
                    units.words.extend_from_slice(words);
                    units.of_word.extend(words.iter().map(|_| 0));
                    units.spans[0].end = turn.speech.end;
                }
                Unit::Character => {}
            }
        }
        units.count = if unit == Unit::Character { characters.into() } else { units.spans.len() as u64 };
        units
    }

    fn push(&mut self, span: Span, words: &[u32]) {
        let at = self.spans.len() as u32;
        self.spans.push(span);
        self.words.extend_from_slice(words);
        self.of_word.extend(words.iter().map(|_| at));
    }

    fn sentences(&mut self, speech: Option<&str>, span: Span, words: &[u32], language: &str) {
        let Some(speech) = speech else { return self.push(span, words) };
        let (mut byte, mut position, mut from) = (0, span.start, 0);
        let mut to_position = |end: usize| {
            let piece = speech.get(byte..end).unwrap_or_default();
            position += if piece.is_ascii() { piece.len() } else { piece.chars().count() } as u32;
            byte = end;
            position
        };
        for sentence in sentences(speech, language) {
            let found = Span::new(to_position(sentence.start), to_position(sentence.end));
            let until = from + words.get(from..).unwrap_or_default().partition_point(|word| *word < found.end);
            if until > from {
                self.push(found, words.get(from..until).unwrap_or_default());
            }
            from = until;
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Where a unit stands in the body; of words and characters this is no more than their first character.
    pub fn span(&self, unit: u64) -> Option<Span> {
        self.spans.get(usize::try_from(unit).ok()?).copied()
    }

    /// The units that a coding of `span` covers a word of (of characters: those that it covers).
    pub fn covered(&self, span: Span) -> Range<u64> {
        if self.spans.is_empty() {
            return self.offset(span.start)..self.offset(span.end).max(self.offset(span.start));
        }
        let first = self.words.partition_point(|word| *word < span.start);
        let end = self.words.partition_point(|word| *word < span.end);
        // Between two words of a unit: an interviewer's, or none.
        if first >= end {
            return 0..0;
        }
        match (self.of_word.get(first), self.of_word.get(end - 1)) {
            (Some(first), Some(last)) => u64::from(*first)..u64::from(*last) + 1,
            _ => 0..0,
        }
    }

    /// How many characters of participants' speech stand before a place of the body.
    pub fn offset(&self, position: u32) -> u64 {
        let next = self.speech.partition_point(|(span, _)| span.start < position);
        next.checked_sub(1).and_then(|at| self.speech.get(at)).map_or(0, |(span, before)| {
            u64::from(*before) + u64::from(position.min(span.end).saturating_sub(span.start))
        })
    }

    /// All characters of participants' speech.
    pub fn characters(&self) -> u64 {
        self.speech.last().map_or(0, |(span, before)| u64::from(*before) + u64::from(span.len()))
    }
}
