//! Wraps one line of text into rows.
//!
//! Rows break at white space, which is then shown in neither row; between ideographs and kana, which are written
//! without spaces; and anywhere between grapheme clusters in a word that is wider than a row. Words of common Latin and
//! Cyrillic letters are measured by counting, all others grapheme cluster by grapheme cluster.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::cells::shown;

/// Whether a row may break at `c`, which is shown in neither row then: white space that does not hold its neighbours
/// together, and the space of no width.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200B}' | '\u{205F}' | '\u{3000}')
}

/// Calls `row` with the bytes of each row of `line`, which holds no newline. White space at the ends of the line is shown
/// in no row; a line of nothing else has no row.
pub(super) fn wrap(line: &str, width: u16, row: impl FnMut(Range<usize>)) {
    let trimmed = line.trim_end_matches(is_space);
    let mut wrap = Wrap { line: trimmed, width: usize::from(width.max(1)), row: 0..0, column: 0, emit: row };
    let mut at = 0;
    while at < trimmed.len() {
        let (word, gap) = spaces(trimmed, at);
        let (end, simple) = word_end(trimmed, word);
        if end == word {
            break;
        }
        match simple {
            Some(width) => wrap.place(gap, word..end, width),
            None => wrap.place_parts(gap, word..end),
        }
        at = end;
    }
    if !wrap.row.is_empty() {
        (wrap.emit)(wrap.row);
    }
}

struct Wrap<'a, F> {
    line: &'a str,
    width: usize,
    /// What was placed in the current row so far.
    row: Range<usize>,
    column: usize,
    emit: F,
}

impl<F: FnMut(Range<usize>)> Wrap<'_, F> {
    /// Places `part`, before which a row may break, after `gap` columns of white space.
    fn place(&mut self, gap: usize, part: Range<usize>, width: usize) {
        if !self.row.is_empty() && self.column + gap + width <= self.width {
            self.column += gap + width;
            self.row.end = part.end;
            return;
        }
        self.next_row(part.start);
        if width <= self.width {
            self.column = width;
            self.row.end = part.end;
            return;
        }
        let text = self.line.get(part.clone()).unwrap_or_default();
        for (byte, grapheme) in text.grapheme_indices(true) {
            let width = usize::from(shown(grapheme).1);
            if self.column + width > self.width {
                self.next_row(part.start + byte);
            }
            self.column += width;
            self.row.end = part.start + byte + grapheme.len();
        }
    }

    /// Places the parts of a word between which a row may break.
    fn place_parts(&mut self, gap: usize, word: Range<usize>) {
        let text = self.line.get(word.clone()).unwrap_or_default();
        let (mut gap, mut start, mut width) = (gap, word.start, 0);
        let mut last = None;
        for (byte, grapheme) in text.grapheme_indices(true) {
            let first = grapheme.chars().next();
            if let (Some(last), Some(first)) = (last, first)
                && may_break(last, first)
            {
                self.place(gap, start..word.start + byte, width);
                (gap, start, width) = (0, word.start + byte, 0);
            }
            width += usize::from(shown(grapheme).1);
            last = first;
        }
        self.place(gap, start..word.end, width);
    }

    fn next_row(&mut self, start: usize) {
        if !self.row.is_empty() {
            (self.emit)(self.row.clone());
        }
        self.row = start..start;
        self.column = 0;
    }
}

/// The end of the white space at `at`, and its width. A space with a mark on it is none.
fn spaces(line: &str, at: usize) -> (usize, usize) {
    let rest = line.get(at..).unwrap_or_default();
    let (mut end, mut width, mut last) = (at, 0, (at, 0));
    for c in rest.chars().take_while(|c| is_space(*c)) {
        last = (end, width);
        width += if c == ' ' { 1 } else { usize::from(shown(c.encode_utf8(&mut [0; 4])).1) };
        end += c.len_utf8();
    }
    let marked = end > at
        && !line.as_bytes().get(end).is_none_or(u8::is_ascii)
        && GraphemeCursor::new(end, line.len(), true).is_boundary(line, 0) == Ok(false);
    if marked { last } else { (end, width) }
}

/// Where the word that starts at `start` ends, and its width, if it can be told by counting.
fn word_end(line: &str, start: usize) -> (usize, Option<usize>) {
    let bytes = line.as_bytes();
    let (mut at, mut width) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' if at > start => return (at, Some(width)),
            0x21..=0x7E => at += 1,
            _ => match simple(bytes, at) {
                Some(length) => at += length,
                None => break,
            },
        }
        width += 1;
    }
    if at == bytes.len() {
        return (at, Some(width));
    }
    // The first character is of the word in any case: a space there has a mark on it.
    let rest = line.get(start..).unwrap_or_default();
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let mut length = first;
    for (byte, c) in rest.char_indices().skip(1) {
        if is_space(c) && spaces(rest, byte).0 > byte {
            break;
        }
        length = byte + c.len_utf8();
    }
    // Where only white space stopped the count, it holds.
    let counted = (start + length == at && first > 0).then_some(width);
    (start + length, counted)
}

/// The length of the character at `at`, which is not ASCII, if it takes one column and never joins its neighbours: Latin
/// letters and signs from U+00A0 to U+027F, Cyrillic from U+0400 to U+047F, dashes and quotes from U+2010 to U+2026.
fn simple(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)?) {
        (0xC2, next) if *next >= 0xA0 && *next != 0xAD => Some(2),
        (0xC3..=0xC9 | 0xD0 | 0xD1, _) => Some(2),
        (0xE2, 0x80) if matches!(bytes.get(at + 2)?, 0x90..=0xA6) => Some(3),
        _ => None,
    }
}

/// Whether a row may break between two characters of a word: beside ideographs and kana, but not before what closes nor
/// after what opens.
fn may_break(last: char, next: char) -> bool {
    const OPENING: &str = "（「『【〔《〈“‘([{";
    const NEVER_FIRST: &str = "ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ";
    (is_ideograph(last) || is_ideograph(next))
        && !OPENING.contains(last)
        && (next.is_alphanumeric() || OPENING.contains(next))
        && !NEVER_FIRST.contains(next)
}

/// Ideographs, kana and the punctuation among them.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    fn rows(line: &str, width: u16) -> Vec<&str> {
        let mut rows = Vec::new();
        wrap(line, width, |row| rows.push(&line[row]));
        rows
    }

    #[test]
    fn at_words() {
        assert_eq!(rows("we were told he'd be seen", 10), ["we were", "told he'd", "be seen"]);
        assert_eq!(rows("  abc   def  ", 3), ["abc", "def"]);
        assert_eq!(rows("abc   def", 9), ["abc   def"]);
        assert_eq!(rows("a\u{A0}b c", 3), ["a\u{A0}b", "c"]);
        assert_eq!(rows("a\tb", 5), ["a", "b"]);
        assert_eq!(rows("a\tb", 6), ["a\tb"]);
        assert_eq!(rows("   ", 3), Vec::<&str>::new());
        assert_eq!(rows("", 3), Vec::<&str>::new());
    }

    #[test]
    fn long_words_by_grapheme() {
        assert_eq!(rows("an extraordinary day", 6), ["an", "extrao", "rdinar", "y day"]);
        assert_eq!(rows("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(rows("👩‍👧👩‍👧", 1), ["👩‍👧", "👩‍👧"]);
        assert_eq!(rows("abc", 0), ["a", "b", "c"]);
        assert_eq!(rows("\u{202E}ab", 4), ["\u{202E}", "ab"]);
    }

    #[test]
    fn between_ideographs_but_not_before_what_closes() {
        assert_eq!(rows("我们等了三个月。", 8), ["我们等了", "三个月。"]);
        assert_eq!(rows("我们等了。三", 8), ["我们等", "了。三"]);
        assert_eq!(rows("said 我们等了", 8), ["said 我", "们等了"]);
        assert_eq!(rows("학교에서 기다렸어요", 10), ["학교에서", "기다렸어요"]);
    }

    #[test]
    fn a_space_with_a_mark_is_no_space() {
        assert_eq!(rows("ab \u{301}cd ef", 5), ["ab \u{301}cd", "ef"]);
        assert_eq!(rows("ab  \u{301}cd", 3), ["ab", " \u{301}cd"]);
        assert_eq!(rows("é é", 1), ["é", "é"]);
    }

    #[test]
    fn what_is_counted_has_the_width_that_the_text_says() {
        let mut seen = 0;
        for c in '\u{80}'..='\u{2FFF}' {
            let text = c.to_string();
            if simple(text.as_bytes(), 0).is_some() {
                seen += 1;
                for text in [format!("{c}"), format!("a{c}b"), format!("{c}{c}")] {
                    assert_eq!(shown(&text).1 as usize, text.chars().count(), "{text:?}");
                    assert_eq!(width(&text), text.graphemes(true).count(), "{text:?}");
                    assert_eq!(text.graphemes(true).count(), text.chars().count(), "{text:?}");
                }
            }
        }
        assert!(seen > 500);
    }
}
