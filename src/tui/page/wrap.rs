//! Wraps one line of text into rows.
//!
//! Rows break at white space, which is then shown in neither row; between ideographs and kana, which are written
//! without spaces; and anywhere between grapheme clusters in a word that is wider than a row. Words of common Latin and
//! Cyrillic letters are measured by counting, all others grapheme cluster by grapheme cluster.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::cells::{shown, simple_width};

/// Whether a row may break at `c`, which is shown in neither row then: white space that does not hold its neighbours
/// together, and the space of no width.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200B}' | '\u{205F}' | '\u{3000}')
}

/// The most bytes that a row holds for each of its columns: far more than any language needs, so that text without
/// width cannot fill rows without end.
const BYTES_PER_COLUMN: usize = 64;

/// Calls `row` with the bytes of each row of `line`, which holds no newline. White space at the ends of the line is
/// shown in no row; a line of nothing else has no row.
pub(super) fn wrap(line: &str, width: u16, row: impl FnMut(Range<usize>)) {
    let line = line.trim_end_matches(is_space);
    let width = usize::from(width.max(1));
    let mut wrap = Wrap { line, width, longest: (width + 4) * BYTES_PER_COLUMN, row: 0..0, column: 0, emit: row };
    let mut at = 0;
    while at < line.len() {
        let (start, gap) = spaces(line, at);
        let word = word(line, start);
        at = word.end;
        if word.has_ideographs || word.width.is_none() {
            wrap.place_parts(gap, start, &word);
        } else {
            wrap.place(gap, start..word.end, word.width.unwrap_or_default(), true);
        }
    }
    if !wrap.row.is_empty() {
        (wrap.emit)(wrap.row);
    }
}

struct Wrap<'a, F> {
    line: &'a str,
    width: usize,
    /// The most bytes of a row.
    longest: usize,
    /// What was placed in the current row so far.
    row: Range<usize>,
    column: usize,
    emit: F,
}

impl<F: FnMut(Range<usize>)> Wrap<'_, F> {
    /// Places `part`, before which a row may break, after `gap` columns of white space. It is `simple` if each
    /// character is a grapheme cluster.
    fn place(&mut self, gap: usize, part: Range<usize>, width: usize, simple: bool) {
        if !self.row.is_empty() && self.fits(gap + width, part.end) {
            self.column += gap + width;
            self.row.end = part.end;
            return;
        }
        self.next_row(part.start);
        if self.fits(width, part.end) {
            self.column = width;
            self.row.end = part.end;
            return;
        }
        let text = self.line.get(part.clone()).unwrap_or_default();
        each_grapheme(text, simple, |byte, grapheme| {
            let (start, end) = (part.start + byte, part.start + byte + grapheme.len());
            let width = usize::from(shown(grapheme).1);
            if !self.fits(width, end) {
                self.next_row(start);
            }
            self.column += width;
            self.row.end = end;
        });
    }

    /// Places the parts of a word between which a row may break.
    fn place_parts(&mut self, gap: usize, start: usize, word: &Word) {
        let text = self.line.get(start..word.end).unwrap_or_default();
        let simple = word.width.is_some();
        let (mut gap, mut part, mut width) = (gap, start, 0);
        let mut last = None;
        each_grapheme(text, simple, |byte, grapheme| {
            let first = grapheme.chars().next();
            if let (Some(last), Some(first)) = (last, first)
                && may_break(last, first)
            {
                self.place(gap, part..start + byte, width, simple);
                (gap, part, width) = (0, start + byte, 0);
            }
            width += usize::from(shown(grapheme).1);
            last = first;
        });
        self.place(gap, part..word.end, width, simple);
    }

    /// Whether the row has room for `width` columns more and can reach to the byte `end`.
    fn fits(&self, width: usize, end: usize) -> bool {
        self.column + width <= self.width && end - self.row.start <= self.longest
    }

    fn next_row(&mut self, start: usize) {
        if !self.row.is_empty() {
            (self.emit)(self.row.clone());
        }
        self.row = start..start;
        self.column = 0;
    }
}

/// Calls `each` with the byte and text of every grapheme cluster; in `simple` text these are its characters.
fn each_grapheme<'a>(text: &'a str, simple: bool, mut each: impl FnMut(usize, &'a str)) {
    if simple {
        let ends = text.char_indices().map(|(byte, c)| byte..byte + c.len_utf8());
        ends.for_each(|range| each(range.start, text.get(range).unwrap_or_default()));
    } else {
        text.grapheme_indices(true).for_each(|(byte, grapheme)| each(byte, grapheme));
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

/// A word: what stands between white space.
struct Word {
    end: usize,
    /// Its columns, where each character is a grapheme cluster of known width.
    width: Option<usize>,
    has_ideographs: bool,
}

/// The word that starts at `start`, which is before the end of the line.
fn word(line: &str, start: usize) -> Word {
    let bytes = line.as_bytes();
    let (mut at, mut width, mut has_ideographs) = (start, 0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' if at > start => return Word { end: at, width: Some(width), has_ideographs },
            0x21..=0x7E => (at, width) = (at + 1, width + 1),
            _ => {
                let next = line.get(at..).and_then(|rest| rest.chars().next());
                let Some((c, columns)) = next.and_then(|c| Some((c, simple_width(c)?))) else { break };
                has_ideographs |= is_ideograph(c);
                (at, width) = (at + c.len_utf8(), width + usize::from(columns));
            }
        }
    }
    if at == bytes.len() {
        return Word { end: at, width: Some(width), has_ideographs };
    }
    // The first character is of the word in any case: a space there has a mark on it.
    let rest = line.get(start..).unwrap_or_default();
    let space = rest.char_indices().skip(1).find(|(byte, c)| is_space(*c) && spaces(rest, *byte).0 > *byte);
    let end = space.map_or(line.len(), |(byte, _)| start + byte);
    // Where only white space stopped the count, it holds.
    Word { end, width: (end == at).then_some(width), has_ideographs }
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
    fn text_without_width_does_not_fill_a_row_without_end() {
        for filler in ['\u{200B}', '\u{FEFF}'] {
            let line = format!("a{}b", filler.to_string().repeat(20_000));
            let found = rows(&line, 10);
            assert!(found.len() > 1 && found.iter().all(|row| row.len() <= 14 * 64), "{} rows", found.len());
        }
    }
}
