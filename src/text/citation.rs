//! Citation lines: the numbered lines of a body at a width that never depends on the screen.

use super::{Body, Span};

/// The citation lines of one body.
///
/// Each line of the body is broken so that no citation line has more than `width` code points of text: at the last space
/// (U+0020) that has at most `width` code points of the line before it; the space stays at the end of the line that it
/// ends and does not count. Where there is no such space, a longer word is broken at the width. Empty lines count; a
/// newline belongs to the line that it ends, and one at the very end of the body begins no further line. A body, the empty
/// one too, has at least one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitationLines {
    /// In order; without the newline.
    lines: Vec<Span>,
}

impl CitationLines {
    /// Breaks `body` into lines of at most `width` code points (0 is taken as 1).
    pub fn new(body: &Body, width: u32) -> Self {
        let width = width.max(1);
        let mut lines = Vec::new();
        let mut start = 0;
        let mut rest = body.text();
        while !rest.is_empty() {
            let (line, after) = rest.split_once('\n').map_or((rest, None), |(line, after)| (line, Some(after)));
            // What a break at the end of a line leaves is no line.
            let (left, end) = if line.is_ascii() {
                break_bytes(line, start, width, &mut lines)
            } else {
                break_chars(line, start, width, &mut lines)
            };
            if left < end || (after.is_some() && left == start) {
                lines.push(Span::new(left, end));
            }
            start = end + 1;
            rest = after.unwrap_or_default();
        }
        if lines.is_empty() {
            lines.push(Span::new(0, body.chars()));
        }
        Self { lines }
    }

    /// The number, from 1, of the line in which the code point at `position` stands; the last one past the end.
    pub fn line(&self, position: u32) -> u32 {
        (self.lines.partition_point(|line| line.start <= position) as u32).max(1)
    }

    /// The numbers of the lines of the first and of the last code point of `span`.
    pub fn lines(&self, span: Span) -> (u32, u32) {
        let first = self.line(span.start);
        (first, self.line(span.end.saturating_sub(1)).max(first))
    }

    /// The code points of line `line` (from 1), the space at which it was broken included, without the newline.
    pub fn span(&self, line: u32) -> Option<Span> {
        self.lines.get((line as usize).checked_sub(1)?).copied()
    }

    /// How many lines there are: at least 1.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> u32 {
        self.lines.len() as u32
    }
}

/// Breaks a line of ASCII that starts at `start`: answers where what is left of it begins, and where it ends.
fn break_bytes(line: &str, start: u32, width: u32, lines: &mut Vec<Span>) -> (u32, u32) {
    let (bytes, width) = (line.as_bytes(), width as usize);
    let mut from = 0;
    while let Some(byte) = bytes.get(from + width) {
        let past = from + width;
        let end = if *byte == b' ' {
            past + 1
        } else {
            bytes[from..past].iter().rposition(|byte| *byte == b' ').map_or(past, |space| from + space + 1)
        };
        lines.push(Span::new(start + from as u32, start + end as u32));
        from = end;
    }
    (start + from as u32, start + bytes.len() as u32)
}

/// The same for any line, character by character.
fn break_chars(line: &str, start: u32, width: u32, lines: &mut Vec<Span>) -> (u32, u32) {
    let (mut from, mut end) = (start, start);
    let mut space = None;
    for c in line.chars() {
        if end - from == width {
            let next = if c == ' ' { end + 1 } else { space.map_or(end, |space| space + 1) };
            lines.push(Span::new(from, next));
            (from, space) = (next, None);
        }
        if c == ' ' && from <= end {
            space = Some(end);
        }
        end += 1;
    }
    (from, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn broken(text: &str, width: u32) -> Vec<String> {
        let body = Body::new(text.into());
        let lines = CitationLines::new(&body, width);
        (1..=lines.len()).map(|line| body.slice(lines.span(line).unwrap()).unwrap().to_owned()).collect()
    }

    #[test]
    fn at_the_last_space_within_the_width() {
        assert_eq!(broken("aaa bbb cc", 7), ["aaa bbb ", "cc"]);
        assert_eq!(broken("aaa bbb cc", 6), ["aaa ", "bbb cc"]);
        assert_eq!(broken("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(broken("aé😀 bb", 3), ["aé😀 ", "bb"]);
        assert_eq!(broken("aaa \nb", 3), ["aaa ", "b"]);
        assert_eq!(broken("aaa ", 3), ["aaa "]);
        assert_eq!(broken(" abcd", 3), [" ", "abc", "d"]);
    }

    #[test]
    fn empty_lines_count_and_a_final_newline_does_not() {
        assert_eq!(broken("a\n\nb\n", 80), ["a", "", "b"]);
        assert_eq!(broken("", 80), [""]);
        assert_eq!(broken("\n", 80), [""]);
        assert_eq!(broken("\n\n", 80), ["", ""]);
    }

    #[test]
    fn positions_to_lines() {
        let body = Body::new("aaa bbb\n\ncc".into());
        let lines = CitationLines::new(&body, 3);
        assert_eq!(lines.len(), 4);
        let numbers: Vec<u32> = (0..=12).map(|position| lines.line(position)).collect();
        assert_eq!(numbers, [1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 4, 4, 4]);
        assert_eq!(lines.lines(Span::new(2, 4)), (1, 1));
        assert_eq!(lines.lines(Span::new(2, 5)), (1, 2));
        assert_eq!(lines.lines(Span::new(4, 4)), (2, 2));
        assert_eq!(lines.span(2), Some(Span::new(4, 7)));
        assert_eq!(lines.span(0), None);
        assert_eq!(lines.span(5), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn ascii_is_broken_as_any_other_line(line in "[ab ]{0,40}", width in 1u32..9, start in 0u32..3) {
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            let left = break_bytes(&line, start, width, &mut fast);
            prop_assert_eq!(left, break_chars(&line, start, width, &mut slow));
            prop_assert_eq!(left.1 as usize, start as usize + line.len());
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn lines_tile_the_body(text in "[ab é\n]{1,60}", width in 0u32..9) {
            let body = Body::new(text.clone());
            let lines = CitationLines::new(&body, width);
            let mut at = 0;
            for number in 1..=lines.len() {
                let span = lines.span(number).unwrap();
                let line = body.slice(span).unwrap();
                // Between two lines stands a newline at most.
                prop_assert!(span.start == at || (span.start == at + 1 && body.slice(Span::new(at, at + 1)) == Some("\n")));
                prop_assert!(!line.contains('\n'));
                prop_assert!(line.strip_suffix(' ').unwrap_or(line).chars().count() as u32 <= width.max(1));
                for position in span.start..span.end {
                    prop_assert_eq!(lines.line(position), number);
                }
                at = span.end;
            }
            prop_assert!(body.slice(Span::new(at, body.chars())).unwrap().trim_matches('\n').is_empty());
        }
    }
}
