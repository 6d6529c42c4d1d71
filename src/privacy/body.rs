//! A body before and after words were taken out of it, and passages carried over from one to the other.

use super::edits::Edits;
use crate::model::Place;
use crate::text::{Body, Span, Verdict, resolve};

/// A body before and after.
#[derive(Clone, Debug)]
pub struct NewBody {
    /// Before.
    pub old: Body,
    /// After.
    pub new: Body,
    /// The changes.
    pub edits: Edits,
}

impl NewBody {
    /// The body that `edits` make of `old`.
    pub fn new(old: Body, edits: Edits) -> Self {
        let new = Body::new(edits.apply(&old));
        Self { old, new, edits }
    }

    /// Where a passage stands in the old body; `None` where it is not certain.
    pub fn stands(&self, place: &Place) -> Option<Span> {
        match resolve(place.span, &place.quote, &place.before, &place.after, place.text, &self.old) {
            Verdict::Exact => Some(place.span),
            Verdict::Moved(span) => Some(span),
            Verdict::Changed(_) | Verdict::Lost => None,
        }
    }

    /// The stretch of the new body that stands for `span` of the old one, with its wording and surroundings made anew.
    pub fn place_at(&self, span: Span, transcript: &str) -> Option<Place> {
        Place::of(transcript.into(), &self.new, self.edits.map(span))
    }
}
