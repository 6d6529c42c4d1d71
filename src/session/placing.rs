//! Giving codings and memos on passages another place: a best match accepted, a passage adjusted, a lost one placed by hand.

use super::command::{Command, Passage, Placing, RespanWhy};
use super::plan::{Plan, passage};
use super::review::not_own;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::journal::Do;
use crate::journal::event::{MemoWritten, Respan};
use crate::model::{CoderName, EventId, Memo, MemoOn, Place, TranscriptIx};
use crate::text::Span;

impl Session {
    /// The command that puts these codings and memos at their best matches, as [`Session::review`] shows them.
    ///
    /// # Errors
    /// One that has its place, has no best match, or is another coder's.
    pub fn accepting(&self, ids: &[EventId]) -> Result<Command, Problem> {
        let coder = self.coder()?;
        let review = self.review(None);
        let mut placings = Vec::new();
        for id in ids {
            // Says what is wrong with one that is not in the list.
            self.unplaced_of(*id, &coder)?;
            let Some(best) = review.items.iter().find(|item| item.id == *id).and_then(|item| item.best.as_ref()) else {
                return Err(Problem::new(format!("nothing in the text is like the passage of {id}"))
                    .hint("place it by hand: emic code place ID --quote '…' or --span A..B"));
            };
            placings.push(Placing { id: *id, transcript: None, passage: Passage::Span(best.span) });
        }
        Ok(Command::Place(placings))
    }

    pub(super) fn plan_place(&self, placings: &[Placing], coder: &CoderName) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        let (mut codings, mut memos) = (0, 0);
        let mut seen: Vec<EventId> = Vec::new();
        for placing in placings {
            if seen.contains(&placing.id) {
                continue;
            }
            seen.push(placing.id);
            let (place, memo) = self.placed_thing(placing.id, coder)?;
            let at = match &placing.transcript {
                Some(id) => self.transcript_place(id.as_str())?,
                None => self.transcript_place(place.transcript.as_str())?,
            };
            let transcript = self.corpus().transcript(at);
            let span = passage(&placing.passage, transcript.body(), &transcript.id)?;
            if memo.is_none() && self.coded_alike(placing.id, at, span, coder) {
                plan.skipped.push(format!(
                    "{}: you have coded {}..{} of {} so already; take this one away with `emic code remove {}`",
                    placing.id, span.start, span.end, transcript.id, placing.id
                ));
                continue;
            }
            let new = self.place_of(at, span)?;
            match memo {
                Some(memo) => {
                    memos += 1;
                    plan.events.push(memo_at(memo, new));
                }
                None => {
                    codings += 1;
                    let lost = self.placements().unplaced.iter().any(|(id, _)| *id == placing.id);
                    let why = if lost { RespanWhy::Edited } else { RespanWhy::Resized };
                    plan.events.push(respan_at(placing.id, place, new, why));
                }
            }
        }
        plan.message = match (codings, memos) {
            (0, 0) => "nothing was placed".into(),
            (codings, 0) => format!("placed {}", counted(codings, "coding")),
            (0, memos) => format!("placed {}", counted(memos, "memo")),
            (codings, memos) => format!("placed {} and {}", counted(codings, "coding"), counted(memos, "memo")),
        };
        Ok(plan)
    }

    /// The place of a coding or passage memo of `coder`, and the memo if it is one.
    fn placed_thing(&self, id: EventId, coder: &CoderName) -> Result<(&Place, Option<&Memo>), Problem> {
        if let Some(Memo { on: MemoOn::Passage(place), .. }) = self.state().memos.get(&id) {
            let memo = &self.state().memos[&id];
            return if memo.coder == *coder { Ok((place, Some(memo))) } else { Err(not_own(id, &memo.coder, coder)) };
        }
        Ok((&self.own_coding(id, coder)?.place, None))
    }

    /// Whether another coding of this coder stands at `span` with the same code.
    fn coded_alike(&self, id: EventId, at: TranscriptIx, span: Span, coder: &CoderName) -> bool {
        let target = self.state().codings.get(&id).map(|c| super::place::target(self.corpus(), c.code.as_str()));
        let coder = self.placements().coder(coder);
        self.placements().of(at).iter().any(|placed| {
            placed.id != id && Some(placed.coder) == coder && placed.span == span && Some(placed.target) == target
        })
    }
}

/// A coding at another place.
pub(super) fn respan_at(coding: EventId, old: &Place, new: Place, why: RespanWhy) -> Do {
    Do::Respan(Respan {
        coding,
        transcript: (old.transcript != new.transcript).then_some(new.transcript),
        span: new.span,
        quote: new.quote,
        before: new.before,
        after: new.after,
        text: new.text,
        why: Some(why.as_str().into()),
    })
}

/// A memo as it is, at another place: an event of the same memo with all its keys.
pub(super) fn memo_at(memo: &Memo, new: Place) -> Do {
    Do::Memo(MemoWritten { on: Some(MemoOn::Passage(new)), ..memo_whole(memo) })
}

/// An event of a memo with all its keys as they are.
pub(super) fn memo_whole(memo: &Memo) -> MemoWritten {
    MemoWritten {
        memo: Some(memo.id),
        on: Some(memo.on.clone()),
        title: Some(memo.title.clone()),
        kind: Some(memo.kind),
        text: Some(memo.text.clone()),
    }
}
