//! Citation lines: a body broken at a width that never depends on the screen, so that a line can be cited.

use super::{Body, Span};

/// The citation lines of a body, numbered from 1.
///
/// Each line of the body is broken at the last space with which at most `width` code points stand before the break; a
/// longer word is broken at the width. The space at a break belongs to the line that it ends and does not count for its
/// width. Empty lines count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitationLines {
    /// Code point at which each line starts.
    starts: Vec<u32>,
    end: u32,
}

impl CitationLines {
    /// Breaks `body` at `width` code points (at least 1).
    pub fn new(body: &Body, width: u32) -> Self {
        let width = width.max(1);
        let mut starts = vec![0];
        // Start of the line; the place behind its last space.
        let (mut start, mut space) = (0_u32, None);
        let mut at = 0_u32;
        for c in body.text().chars() {
            if c == '\n' {
                starts.push(at + 1);
                (start, space) = (at + 1, None);
            } else {
                if at - start >= width && c != ' ' {
                    start = space.unwrap_or(at);
                    starts.push(start);
                    space = None;
                    // What was carried over may be a whole line again.
                    if at - start >= width {
                        start = at;
                        starts.push(start);
                    }
                }
                if c == ' ' {
                    space = Some(at + 1);
                }
            }
            at += 1;
        }
        // A body that ends with a line feed has no further line.
        if starts.len() > 1 && starts.last() == Some(&at) && body.text().ends_with('\n') {
            starts.pop();
        }
        Self { starts, end: at }
    }

    /// The number of the line that the code point at `position` stands in.
    pub fn line(&self, position: u32) -> u32 {
        self.starts.partition_point(|start| *start <= position).max(1) as u32
    }

    /// The numbers of the lines of the first and the last character of `span`.
    pub fn lines(&self, span: Span) -> (u32, u32) {
        (self.line(span.start), self.line(span.end.saturating_sub(1).max(span.start)))
    }

    /// The stretch of line `number`, with the space or line feed that ends it.
    pub fn span(&self, number: u32) -> Option<Span> {
        let at = number.checked_sub(1)? as usize;
        let start = *self.starts.get(at)?;
        Some(Span::new(start, self.starts.get(at + 1).copied().unwrap_or(self.end)))
    }

    /// How many lines there are; at least 1.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: u32) -> Vec<String> {
        let body = Body::new(text.to_owned());
        let lines = CitationLines::new(&body, width);
        (1..=lines.count()).map(|n| body.slice(lines.span(n).unwrap()).unwrap().to_owned()).collect()
    }

    #[test]
    fn lines_break_at_the_last_space() {
        assert_eq!(lines("one two three", 7), ["one two ", "three"]);
        assert_eq!(lines("one two three", 8), ["one two ", "three"]);
        assert_eq!(lines("one two three", 6), ["one ", "two ", "three"]);
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
        assert_eq!(lines("a\n\nb\n", 80), ["a\n", "\n", "b\n"]);
        assert_eq!(lines("", 80), [""]);
    }

    #[test]
    fn a_span_has_the_lines_of_its_first_and_last_character() {
        let body = Body::new("one two three".into());
        let lines = CitationLines::new(&body, 7);
        assert_eq!(lines.lines(Span::new(0, 8)), (1, 1));
        assert_eq!(lines.lines(Span::new(4, 9)), (1, 2));
        assert_eq!(lines.line(99), 2);
    }

    proptest! {
        #[test]
        fn lines_cover_the_body_and_keep_the_width(text in "[ab é\n]{0,80}", width in 1_u32..12) {
            let found = lines(&text, width);
            prop_assert_eq!(found.concat(), text);
            for line in found {
                prop_assert!(line.trim_end().chars().count() <= width as usize, "{:?}", line);
            }
        }
    }
}
