//! Words, sentences and turns: what is selected, grown and shrunk.

use crate::text::{Span, sentences, words};

use super::{Block, Page};

/// What a selection grows and shrinks by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// A word, without the punctuation around it.
    Word,
    /// A sentence.
    Sentence,
    /// All that is said in a turn.
    Turn,
}

impl Page {
    /// The word that holds `position`; else the next one of its turn, else the last one, else the grapheme cluster.
    pub fn word_at(&self, position: u32) -> Span {
        let words = self.words(self.block_of(position));
        let at = words.partition_point(|word| word.end <= position);
        let word = words.get(at).or(words.last()).copied();
        word.map_or_else(|| self.grapheme_at(position), |word| self.whole(word))
    }

    /// The sentence that holds `position`, or else stands before it in its turn; else the first one of the turn. Empty
    /// where nothing is said in the turn.
    pub fn sentence_at(&self, position: u32) -> Span {
        let block = self.block_of(position);
        let sentences = self.sentences(block);
        let at = sentences.partition_point(|sentence| sentence.start <= position).saturating_sub(1);
        sentences.get(at).copied().unwrap_or_else(|| self.speech(block))
    }

    /// The speech of the turn that holds `position` or stands before it; the header's text before the first turn, if
    /// there is one. Empty where nothing is said in the turn.
    pub fn turn_at(&self, position: u32) -> Span {
        self.speech(self.block_of(position))
    }

    /// The first sentence that begins at or after the end of `span`, in the next turn too.
    pub fn next_sentence_after(&self, span: Span) -> Option<Span> {
        self.spoken_blocks_from(span.end).find_map(|block| {
            let sentences = self.sentences(block);
            sentences.get(sentences.partition_point(|sentence| sentence.start < span.end)).copied()
        })
    }

    /// The speech of the first turn that begins at or after the end of `span` and in which something is said.
    pub fn next_turn_after(&self, span: Span) -> Option<Span> {
        self.spoken_blocks_from(span.end).map(|block| self.speech(block)).find(|speech| speech.start >= span.end)
    }

    /// `span` with its end moved on to the next end of a unit, in the next turn too; as it is where there is none.
    pub fn grow(&self, span: Span, unit: Unit) -> Span {
        let next = self.spoken_blocks_from(span.end).find_map(|block| {
            self.with_units(block, unit, |units| {
                let at = units.partition_point(|unit| unit.end <= span.end);
                units.iter().skip(at).map(|unit| self.whole(*unit).end).find(|end| *end > span.end)
            })
        });
        Span::new(span.start, next.unwrap_or(span.end))
    }

    /// `span` with its end moved back to the last end of a unit before it; as it is where there is none inside.
    pub fn shrink(&self, span: Span, unit: Unit) -> Span {
        for block in self.spoken_blocks_back_from(span.end) {
            if self.speech(block).end <= span.start {
                break;
            }
            let end = self.with_units(block, unit, |units| {
                let until = units.partition_point(|unit| unit.end < span.end);
                let mut ends = units.iter().take(until).rev().map(|unit| self.whole(*unit).end);
                ends.find(|end| *end < span.end)
            });
            if let Some(end) = end {
                return if end > span.start { Span::new(span.start, end) } else { span };
            }
        }
        span
    }

    fn with_units<T>(&self, block: usize, unit: Unit, ask: impl FnOnce(&[Span]) -> T) -> T {
        match unit {
            Unit::Word => ask(self.words(block)),
            Unit::Sentence => ask(self.sentences(block)),
            Unit::Turn => ask(&[self.speech(block)]),
        }
    }

    /// The whole grapheme clusters that `span` touches.
    fn whole(&self, span: Span) -> Span {
        if span.is_empty() {
            return span;
        }
        Span::new(self.grapheme_at(span.start).start.min(span.start), self.grapheme_at(span.end - 1).end.max(span.end))
    }

    /// Index of the block that holds `position`, or stands before it.
    pub(super) fn block_of(&self, position: u32) -> usize {
        self.blocks.partition_point(|block| block.from <= position).saturating_sub(1)
    }

    /// The blocks in which the cursor can stand, from that of `position` on.
    pub(super) fn spoken_blocks_from(&self, position: u32) -> impl Iterator<Item = usize> + '_ {
        (self.block_of(position)..self.blocks.len()).filter(|block| self.is_spoken(*block))
    }

    /// The blocks in which the cursor can stand, from that of `position` back.
    pub(super) fn spoken_blocks_back_from(&self, position: u32) -> impl Iterator<Item = usize> + '_ {
        (0..self.blocks.len().min(self.block_of(position) + 1)).rev().filter(|block| self.is_spoken(*block))
    }

    fn is_spoken(&self, block: usize) -> bool {
        self.blocks.get(block).is_some_and(|block| {
            !block.speech.is_empty() && block.turn.is_none() == self.in_header && self.is_standing(block.first_row)
        })
    }

    /// The text of a header, the speech of a turn.
    pub(super) fn speech(&self, block: usize) -> Span {
        self.blocks.get(block).map_or(Span::new(self.first(), self.first()), |block| block.speech)
    }

    pub(super) fn words(&self, block: usize) -> &[Span] {
        let Some(block) = self.blocks.get(block) else { return &[] };
        block.words.get_or_init(|| self.spans(block, words))
    }

    pub(super) fn sentences(&self, block: usize) -> &[Span] {
        let Some(block) = self.blocks.get(block) else { return &[] };
        block.sentences.get_or_init(|| self.spans(block, |speech| sentences(speech, &self.language).into_iter()))
    }

    /// The code points of the byte ranges, ascending, that `find` finds in a block's text.
    fn spans<'a, R>(&'a self, block: &Block, find: impl FnOnce(&'a str) -> R) -> Box<[Span]>
    where
        R: Iterator<Item = std::ops::Range<usize>>,
    {
        let text = self.text.get(block.bytes.clone()).unwrap_or_default();
        let mut reached = (0, block.speech.start);
        let mut position = |byte: usize| {
            let between = text.as_bytes().get(reached.0..byte).unwrap_or_default();
            reached = (byte, reached.1 + between.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32);
            reached.1
        };
        find(text).map(|range| Span::new(position(range.start), position(range.end))).collect()
    }
}
