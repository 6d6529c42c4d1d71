//! Speech of people who left the study: it stays in the body and must not leave it.

use std::borrow::Cow;

use crate::model::{Speaker, TranscriptIx, View};
use crate::text::{Body, Span};

/// What stands in place of words that are not shown.
pub const OMITTED: &str = "[…]";

/// The turns of excluded people that share a character with `span`, clipped to it.
fn stretches(view: &View, transcript: TranscriptIx, span: Span) -> Vec<Span> {
    let layout = view.corpus.transcript(transcript).layout();
    let turns = layout.turns_in(span).filter(|turn| view.speaker(transcript, *turn) == Speaker::Excluded);
    turns.filter_map(|turn| layout.turns.get(turn)?.span.intersection(span)).collect()
}

/// Whether `span` covers anything that an excluded person says.
pub fn covers_excluded(view: &View, transcript: TranscriptIx, span: Span) -> bool {
    !view.state.excluded.is_empty() && !stretches(view, transcript, span).is_empty()
}

/// The body's own characters in `span`, with `[…]` in place of each turn of an excluded person.
pub fn characters<'a>(view: &View<'a>, transcript: TranscriptIx, span: Span) -> Cow<'a, str> {
    characters_of(view, transcript, view.corpus.transcript(transcript).body(), span)
}

/// The same of a body that is looked at in passing.
pub(super) fn characters_of<'b>(view: &View, transcript: TranscriptIx, body: &'b Body, span: Span) -> Cow<'b, str> {
    let whole = body.slice(span).unwrap_or_default();
    if view.state.excluded.is_empty() {
        return whole.into();
    }
    let hidden = stretches(view, transcript, span);
    if hidden.is_empty() {
        return whole.into();
    }
    let mut text = String::new();
    let mut from = span.start;
    for stretch in hidden {
        text.push_str(body.slice(Span::new(from, stretch.start)).unwrap_or_default());
        text.push_str(OMITTED);
        from = stretch.end;
    }
    text.push_str(body.slice(Span::new(from, span.end)).unwrap_or_default());
    text.into()
}
