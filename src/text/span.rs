//! Positions in a body: half-open ranges of Unicode scalar values (code points).

use serde::{Deserialize, Serialize};

/// A stretch of a body in code points, zero-based, `end` exclusive.
///
/// Serialised as the two-element list `[start, end]`. A span read from a file may be reversed or outside the text:
/// [`Body::slice`](super::Body::slice) answers `None` for those.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    /// First code point of the stretch.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl Span {
    /// The stretch from `start` up to, not including, `end` (code points).
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in code points; 0 for an empty or reversed span.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether no code point lies inside.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the code point at `position` lies inside.
    pub const fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether every code point of `other` lies inside.
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one code point. Spans that only touch do not.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end && !self.is_empty() && !other.is_empty()
    }

    /// The code points that lie in both.
    pub fn intersection(self, other: Span) -> Option<Span> {
        self.overlaps(other).then(|| Span::new(self.start.max(other.start), self.end.min(other.end)))
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert!(!Span::new(2, 2).overlaps(Span::new(0, 5)));
        assert_eq!(Span::new(0, 4).intersection(Span::new(3, 5)), Some(Span::new(3, 4)));
    }

    #[test]
    fn a_span_is_a_pair_in_json() {
        let span: Span = serde_json::from_str("[12, 40]").unwrap();
        assert_eq!(span, Span::new(12, 40));
        assert_eq!(serde_json::to_string(&span).unwrap(), "[12,40]");
    }
}
