//! Anchors: where a passage that was marked in one version of a body stands in another.
//!
//! A coding keeps its passage three times: as a span, as the quote, and as the context on both sides. The span alone is
//! trusted for the very text it was marked in; in any other text the quote decides, and the context where the quote is
//! short or stands several times. Nothing is ever attached to a doubtful place: what is not certain is
//! [`Verdict::Changed`], with the place that a person is shown.

mod compare;
mod edited;
mod occurrences;
mod similarity;

use super::{Body, Span, TextHash};
pub use compare::{Pieces, compare};
use occurrences::each_occurrence;
pub use occurrences::occurrences;
pub use similarity::{percent_alike, similarity};

/// Code points of context that are kept on each side of a quote.
pub const CONTEXT: u32 = 32;

/// Code points next to the quote that have to stand for a side of the context to count as found.
const NEAREST: u32 = 8;

/// A quote of fewer code points is moved only where context speaks for it: "no" stands everywhere.
const SHORT: u32 = 12;

/// What became of a passage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It stands where it was marked.
    Exact,
    /// It stands, unchanged, at this span; its surroundings or its place are other than they were.
    Moved(Span),
    /// It was edited, or stands at several places that nothing tells apart: the best match, for a person to judge.
    /// [`resolve`] always knows a best match; `None` is for one who does not.
    Changed(Option<Span>),
    /// Nothing like it is in the body.
    Lost,
}

/// Finds the passage that was marked at `span` of a body whose hash was `text`, and of which `quote` and the context
/// `before` and `after` were kept, in `body` as it is now.
///
/// A pure function of its arguments. For a body of n and a quote of m bytes it takes time linear in n + m, but for an
/// edited quote also a comparison of words that is bounded by a constant. A span that is Exact or Moved always slices to
/// `quote`.
///
/// - *Exact*: the quote stands at `span`, and either the body is the one it was marked in or the kept context stands too.
/// - *Moved*: the quote stands once, and is at least 12 code points long or has one side's nearest 8 code points of
///   context (or as many as were kept) beside it; or it stands several times, and at one place beside such context, with
///   more code points of context on the two sides together than at any other place, none of which has 8 more on one side.
/// - *Changed*: the quote stands but is not Moved; or a similar passage stands (half of its words, by length), or another
///   one of similar length between the kept context.
/// - *Lost*: everything else.
pub fn resolve(span: Span, quote: &str, before: &str, after: &str, text: TextHash, body: &Body) -> Verdict {
    let kept = Kept::new(before, after);
    if body.slice(span) == Some(quote) {
        let bytes = body.bytes(span);
        if body.hash() == text || kept.stands(body.text(), bytes.start, bytes.end) {
            return Verdict::Exact;
        }
    }
    if quote.is_empty() {
        return Verdict::Lost;
    }
    match stand(span, quote, &kept, body) {
        Some((place, true)) => Verdict::Moved(place),
        Some((place, false)) => Verdict::Changed(Some(place)),
        None => edited::find(span, quote, &kept, body).map_or(Verdict::Lost, |place| Verdict::Changed(Some(place))),
    }
}

/// The quote at `span` and up to [`CONTEXT`] code points of context before and after it, as a coding keeps them; `None` if
/// the span is reversed or reaches past the end.
pub fn context(body: &Body, span: Span) -> Option<(&str, &str, &str)> {
    Some((body.slice(span)?, body.before(span.start, CONTEXT), body.after(span.end, CONTEXT)))
}

/// The context that was kept, at most [`CONTEXT`] code points nearest to the quote on each side.
struct Kept<'a> {
    before: &'a str,
    after: &'a str,
    /// Code points of `before` that have to stand for it to count.
    need_before: u32,
    need_after: u32,
}

/// Code points of context that stand beside an occurrence.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Score {
    before: u32,
    after: u32,
}

impl Score {
    fn sum(self) -> u32 {
        self.before + self.after
    }
}

impl<'a> Kept<'a> {
    fn new(before: &'a str, after: &'a str) -> Self {
        let first = before.char_indices().rev().nth(CONTEXT as usize - 1).map_or(0, |(byte, _)| byte);
        let last = after.char_indices().nth(CONTEXT as usize).map_or(after.len(), |(byte, _)| byte);
        let (before, after) = (before.get(first..).unwrap_or(before), after.get(..last).unwrap_or(after));
        let need = |side: &str| side.chars().take(NEAREST as usize).count() as u32;
        Self { before, after, need_before: need(before), need_after: need(after) }
    }

    /// Whether all that was kept stands around the bytes from `start` to `end`.
    fn stands(&self, text: &str, start: usize, end: usize) -> bool {
        text.get(..start).is_some_and(|head| head.ends_with(self.before))
            && text.get(end..).is_some_and(|tail| tail.starts_with(self.after))
    }

    fn score(&self, text: &str, start: usize, end: usize) -> Score {
        let head = text.get(..start).unwrap_or_default().chars().rev();
        let tail = text.get(end..).unwrap_or_default().chars();
        Score {
            before: head.zip(self.before.chars().rev()).take_while(|(a, b)| a == b).count() as u32,
            after: tail.zip(self.after.chars()).take_while(|(a, b)| a == b).count() as u32,
        }
    }

    /// Whether the nearest code points of one side stand. A side of which nothing was kept says nothing.
    fn speaks_for(&self, score: Score) -> bool {
        (self.need_before > 0 && score.before >= self.need_before)
            || (self.need_after > 0 && score.after >= self.need_after)
    }
}

/// The best occurrence of the quote, and whether it is beyond doubt; `None` if there is none.
fn stand(span: Span, quote: &str, kept: &Kept<'_>, body: &Body) -> Option<(Span, bool)> {
    let text = body.text();
    // Of equals the one nearest to where the passage was, to be shown.
    let was = body.byte(span.start);
    let mut count = 0usize;
    let mut best = (0usize, Score::default());
    let mut alone = true;
    let mut greatest = Score::default();
    each_occurrence(text, quote, |start| {
        let score = kept.score(text, start, start + quote.len());
        greatest = Score { before: greatest.before.max(score.before), after: greatest.after.max(score.after) };
        let better = count == 0 || score.sum() > best.1.sum();
        let equal = !better && score.sum() == best.1.sum();
        if better || (equal && start.abs_diff(was) < best.0.abs_diff(was)) {
            best = (start, score);
        }
        alone = better || (alone && !equal);
        count += 1;
        true
    });
    let (start, score) = best;
    let found = body.span_of_bytes(start..start + quote.len());
    let certain = match count {
        0 => return None,
        1 => found.len() >= SHORT || kept.speaks_for(score),
        // Where one side was edited and another place resembles the other side, neither is certain.
        _ => {
            alone
                && kept.speaks_for(score)
                && greatest.before < score.before + NEAREST
                && greatest.after < score.after + NEAREST
        }
    };
    Some((found, certain))
}

#[cfg(test)]
mod tests;
