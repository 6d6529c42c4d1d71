//! Where the cursor goes. What "next" means is the same everywhere: the first place after this one, in the next turn
//! too; at the end of the speech every motion forward stays on its last character.

use crate::text::Span;

use super::Page;

impl Page {
    /// The place of the cursor for `position`: the grapheme cluster that holds it, or the nearest one where the cursor
    /// can stand.
    pub fn stand(&self, position: u32) -> u32 {
        self.grapheme_at(position).start
    }

    /// The first place of all.
    pub fn first(&self) -> u32 {
        self.standing.first().map_or(self.row(0).span.start, |row| self.row(*row as usize).span.start)
    }

    /// The last place of all.
    pub fn last(&self) -> u32 {
        self.standing.last().map_or(self.first(), |row| self.position_at(*row as usize, u16::MAX))
    }

    /// One grapheme cluster back, from the start of a row to the end of the one before.
    pub fn left(&self, position: u32) -> u32 {
        let row = self.row_of(position);
        if self.is_standing(row) {
            let before = self.cells(row).take_while(|cell| cell.span.start < position).last();
            if let Some(cell) = before {
                return cell.span.start;
            }
        }
        self.row_before(row).map_or_else(|| self.first(), |row| self.position_at(row, u16::MAX))
    }

    /// One grapheme cluster on, from the end of a row to the start of the next.
    pub fn right(&self, position: u32) -> u32 {
        let row = self.row_of(position);
        if self.is_standing(row)
            && let Some(cell) = self.cells(row).find(|cell| cell.span.start > position)
        {
            return cell.span.start;
        }
        self.row_after(row).map_or_else(|| self.last(), |row| self.row(row).span.start)
    }

    /// To the row of text before, at `column` (the one to be kept over several steps) or its end; stays on the first
    /// row.
    pub fn up(&self, position: u32, column: u16) -> u32 {
        let row = self.row_before(self.row_of(position));
        row.map_or_else(|| self.stand(position), |row| self.position_at(row, column))
    }

    /// To the next row of text, at `column` (the one to be kept over several steps) or its end; stays on the last row.
    pub fn down(&self, position: u32, column: u16) -> u32 {
        let row = self.row_after(self.row_of(position));
        row.map_or_else(|| self.stand(position), |row| self.position_at(row, column))
    }

    /// `rows` screen rows on (back, if negative), gaps included, to the nearest row of text in that direction; the
    /// first or last one where there are no more.
    pub fn by_rows(&self, position: u32, column: u16, rows: isize) -> u32 {
        let target = self.row_of(position).saturating_add_signed(rows).min(self.rows.len() - 1);
        let row = if self.is_standing(target) {
            Some(target)
        } else if rows < 0 {
            self.row_before(target).or_else(|| self.row_after(target))
        } else {
            self.row_after(target).or_else(|| self.row_before(target))
        };
        row.map_or_else(|| self.first(), |row| self.position_at(row, column))
    }

    /// To the start of the next word.
    pub fn word_next(&self, position: u32) -> u32 {
        self.start_after(position, |block| self.words(block))
    }

    /// To the start of this word, or of the one before.
    pub fn word_prev(&self, position: u32) -> u32 {
        self.start_before(position, |block| self.words(block))
    }

    /// To the last character of this word, or of the next.
    pub fn word_end(&self, position: u32) -> u32 {
        for block in self.spoken_blocks_from(position) {
            let words = self.words(block);
            let first = words.partition_point(|word| word.end <= position);
            let mut ends = words.iter().skip(first).map(|word| self.stand(word.end.saturating_sub(1)));
            if let Some(end) = ends.find(|end| *end > position) {
                return end;
            }
        }
        self.last()
    }

    /// To the start of the next sentence.
    pub fn sentence_next(&self, position: u32) -> u32 {
        self.start_after(position, |block| self.sentences(block))
    }

    /// To the start of this sentence, or of the one before.
    pub fn sentence_prev(&self, position: u32) -> u32 {
        self.start_before(position, |block| self.sentences(block))
    }

    /// To the start of the next turn in which something is said.
    pub fn turn_next(&self, position: u32) -> u32 {
        let mut starts = self.spoken_blocks_from(position).map(|block| self.stand(self.speech(block).start));
        starts.find(|start| *start > position).unwrap_or_else(|| self.last())
    }

    /// To the start of this turn, or of the one before in which something is said.
    pub fn turn_prev(&self, position: u32) -> u32 {
        let mut starts = self.spoken_blocks_back_from(position).map(|block| self.stand(self.speech(block).start));
        starts.find(|start| *start < position).unwrap_or_else(|| self.first())
    }

    fn start_after<'a>(&'a self, position: u32, units: impl Fn(usize) -> &'a [Span]) -> u32 {
        for block in self.spoken_blocks_from(position) {
            let units = units(block);
            let first = units.partition_point(|unit| unit.start <= position);
            let mut starts = units.iter().skip(first).map(|unit| self.stand(unit.start));
            if let Some(start) = starts.find(|start| *start > position) {
                return start;
            }
        }
        self.last()
    }

    fn start_before<'a>(&'a self, position: u32, units: impl Fn(usize) -> &'a [Span]) -> u32 {
        for block in self.spoken_blocks_back_from(position) {
            let units = units(block);
            let until = units.partition_point(|unit| unit.start < position);
            let mut starts = units.iter().take(until).rev().map(|unit| self.stand(unit.start));
            if let Some(start) = starts.find(|start| *start < position) {
                return start;
            }
        }
        self.first()
    }

    /// The last row before `row` where the cursor can stand.
    fn row_before(&self, row: usize) -> Option<usize> {
        let at = self.standing.partition_point(|standing| (*standing as usize) < row).checked_sub(1)?;
        self.standing.get(at).map(|row| *row as usize)
    }

    /// The first row after `row` where the cursor can stand.
    fn row_after(&self, row: usize) -> Option<usize> {
        let at = self.standing.partition_point(|standing| (*standing as usize) <= row);
        self.standing.get(at).map(|row| *row as usize)
    }
}
