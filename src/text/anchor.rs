//! Anchors.
use super::{Body, Span, TextHash};

/// Where a passage stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Where it was.
    Exact,
    /// Elsewhere.
    Moved(Span),
    /// Edited.
    Changed(Option<Span>),
    /// Gone.
    Lost,
}

/// Finds a passage.
pub fn resolve(span: Span, quote: &str, _before: &str, _after: &str, _text: TextHash, body: &Body) -> Verdict {
    if body.slice(span) == Some(quote) { Verdict::Exact } else { Verdict::Lost }
}
