//! What stands in the cells of the screen: grapheme clusters as they are shown, with their widths.

use std::borrow::Cow;

use unicode_segmentation::{Graphemes, UnicodeSegmentation};

use crate::text::{Span, visible, width};

/// What a tab is shown as.
const TAB: &str = "    ";

/// The most code points of one grapheme cluster that are shown: enough for every emoji, too few to flood a terminal
/// with marks.
const LONGEST: usize = 32;

/// One grapheme cluster as it is shown, safe for a terminal, and the columns that it takes.
pub(super) fn shown(grapheme: &str) -> (Cow<'_, str>, u16) {
    let mut chars = grapheme.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && let Some(width) = simple_width(c)
    {
        return (Cow::Borrowed(grapheme), width);
    }
    if grapheme == "\t" {
        return (Cow::Borrowed(TAB), TAB.len() as u16);
    }
    let cut = grapheme.char_indices().nth(LONGEST).and_then(|(byte, _)| grapheme.get(..byte)).unwrap_or(grapheme);
    let text = visible(cut);
    let width = u16::try_from(width(&text)).unwrap_or(u16::MAX);
    (text, width)
}

/// The width of the commonest characters that may be shown and never join their neighbours: ASCII, Latin, Greek,
/// Cyrillic, Hebrew and Arabic letters, dashes and quotes, kana, Han and Hangul syllables. It is what
/// [`text::width`](crate::text::width) says of them, only sooner; a Hangul syllable may be joined by a jamo, which is
/// none of these.
pub(super) fn simple_width(c: char) -> Option<u16> {
    match c {
        ' '..='~'
        | '\u{A0}'..='\u{AC}'
        | '\u{AE}'..='\u{24F}'
        | '\u{391}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3FF}'
        | '\u{400}'..='\u{47F}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{620}'..='\u{64A}'
        | '\u{671}'..='\u{6D3}'
        | '\u{2010}'..='\u{2026}' => Some(1),
        '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A0}'..='\u{30FF}' => Some(2),
        '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}' => Some(2),
        _ => None,
    }
}

/// A place of a row where the cursor can stand: a grapheme cluster that is seen, with those of no width around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell<'a> {
    /// The code points, those of no width included.
    pub span: Span,
    /// Columns before it in its row.
    pub column: u16,
    /// Columns that it takes; 0 only in a row where nothing is seen.
    pub width: u16,
    /// What is seen.
    pub text: Cow<'a, str>,
}

/// The cells of the text of one row, in order.
pub(super) struct Cells<'a> {
    graphemes: Graphemes<'a>,
    /// The grapheme cluster that was read ahead: code points, shown text, width.
    ahead: Option<(u32, Cow<'a, str>, u16)>,
    position: u32,
    column: u16,
}

impl<'a> Cells<'a> {
    /// The cells of `text`, which begins at the code point `position`.
    pub fn new(text: &'a str, position: u32) -> Self {
        Self { graphemes: text.graphemes(true), ahead: None, position, column: 0 }
    }

    fn take(&mut self) -> Option<(u32, Cow<'a, str>, u16)> {
        self.ahead.take().or_else(|| {
            let grapheme = self.graphemes.next()?;
            let (text, width) = shown(grapheme);
            Some((grapheme.chars().count() as u32, text, width))
        })
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let (mut chars, mut text, mut width) = self.take()?;
        while let Some((more, next, next_width)) = self.take() {
            if next_width > 0 && width > 0 {
                self.ahead = Some((more, next, next_width));
                break;
            }
            chars += more;
            if width == 0 {
                // What is seen of nothing is left away.
                (text, width) = if next_width > 0 { (next, next_width) } else { (Cow::Borrowed(""), 0) };
            }
        }
        if width == 0 {
            text = Cow::Borrowed("");
        }
        let cell = Cell { span: Span::new(self.position, self.position + chars), column: self.column, width, text };
        self.position += chars;
        self.column = self.column.saturating_add(width);
        Some(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, u32, u16, u16, String)> {
        Cells::new(text, 10)
            .map(|cell| (cell.span.start, cell.span.end, cell.column, cell.width, cell.text.into_owned()))
            .collect()
    }

    #[test]
    fn one_cell_per_character_that_is_seen() {
        assert_eq!(
            cells("e\u{301}\t학👩‍👧"),
            [
                (10, 12, 0, 1, "e\u{301}".into()),
                (12, 13, 1, 4, "    ".into()),
                (13, 14, 5, 2, "학".into()),
                (14, 17, 7, 2, "👩‍👧".into()),
            ]
        );
        assert_eq!(cells("\x1b["), [(10, 11, 0, 1, "␛".into()), (11, 12, 1, 1, "[".into())]);
    }

    #[test]
    fn what_has_no_width_goes_with_what_is_seen() {
        assert_eq!(cells("\u{200B}a\u{200B}\u{FEFF}b"), [(10, 14, 0, 1, "a".into()), (14, 15, 1, 1, "b".into())]);
        assert_eq!(cells("\u{200B}\u{200B}"), [(10, 12, 0, 0, String::new())]);
        assert_eq!(cells(""), []);
    }

    #[test]
    fn a_heap_of_marks_is_cut_off() {
        let heap = format!("a{}", "\u{301}".repeat(10_000));
        let (text, width) = shown(&heap);
        assert_eq!((text.chars().count(), width), (LONGEST, 1));
        assert_eq!(cells(&heap)[0].1, 10_011);
    }

    #[test]
    fn what_is_known_is_what_the_text_says() {
        let mut seen = 0;
        for c in '\0'..='\u{FFFF}' {
            let Some(columns) = simple_width(c) else { continue };
            seen += 1;
            let columns = usize::from(columns);
            for (text, wide) in
                [(format!("{c}"), 0), (format!("a{c}"), 1), (format!("{c}한"), 2), (format!("{c}{c}"), columns)]
            {
                assert_eq!(width(&text), columns + wide, "{text:?}");
                assert_eq!(text.graphemes(true).count(), text.chars().count(), "{text:?}");
                assert_eq!(visible(&text), text);
            }
        }
        assert!(seen > 30_000);
    }
}
