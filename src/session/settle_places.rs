//! Places where coders differ, as they stand with the consensus.

use std::collections::HashMap;

use super::settle::{REASON, Settle, result};
use super::{Problem, Session};
use crate::analysis::agreement::{AgreementUnit, Place, places};
use crate::journal::Do;
use crate::model::{CodeIx, CoderName, EventId, Settled, Target, TranscriptIx};
use crate::text::Span;

/// A place as it stands with the consensus.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceState {
    /// The place.
    pub place: Place,
    /// The codings of the consensus that settle it; `None`: it is open.
    pub settled: Option<Vec<EventId>>,
    /// What was decided, in words (`as amy`, `both`, `union`, `intersection`, `another code`, `none`); empty: open.
    pub outcome: String,
    /// Why, if it was said.
    pub reason: String,
    /// Who decided.
    pub by: Vec<CoderName>,
    /// The event of the decision; the ids of events are in the order of time.
    pub event: Option<EventId>,
}

impl PlaceState {
    /// The coding by which the place is named: the first that was made.
    pub fn id(&self) -> Option<EventId> {
        self.place.codings().first().copied()
    }

    /// Whether coders differ there.
    pub fn differs(&self) -> bool {
        self.place.kind.is_some()
    }
}

/// A transcript that is compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ComparedTranscript {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Who is compared in it.
    pub coders: Vec<CoderName>,
    /// Its places in order: differences, and what is agreed.
    pub places: Vec<PlaceState>,
    /// Whether the consensus has marked it done.
    pub done: bool,
}

impl ComparedTranscript {
    /// How many agreed places the consensus has not taken over.
    pub fn agreed_open(&self) -> usize {
        self.places.iter().filter(|state| !state.differs() && state.settled.is_none()).count()
    }
}

impl Session {
    /// The transcripts in which coders are compared, with their places: where `coders` are named, those that all of them have
    /// finished; else those that at least two coders have finished, compared between these.
    ///
    /// # Errors
    /// As [`Session::raters`].
    pub fn compared(&self, coders: Option<&[String]>, unit: AgreementUnit) -> Result<Vec<ComparedTranscript>, Problem> {
        let raters = self.raters(coders)?;
        let consensus = &self.corpus().study.consensus;
        let compared = self.corpus().places().filter_map(|at| {
            let id = &self.corpus().transcript(at).id;
            let done = |coder: &CoderName| self.state().done.contains(&(coder.clone(), id.clone()));
            let here = if coders.is_some() { raters.clone() } else { self.finishers(&raters, at) };
            (here.len() > 1 && here.iter().all(done)).then(|| ComparedTranscript {
                transcript: at,
                places: self.place_states(&here, unit, at),
                coders: here,
                done: done(consensus),
            })
        });
        Ok(compared.collect())
    }

    /// Those of `coders` who have finished a transcript.
    pub fn finishers(&self, coders: &[CoderName], at: TranscriptIx) -> Vec<CoderName> {
        let id = &self.corpus().transcript(at).id;
        let done = |coder: &&CoderName| self.state().done.contains(&((*coder).clone(), id.clone()));
        coders.iter().filter(done).cloned().collect()
    }

    /// The places of a transcript with what the consensus has made of them; empty where not all of `coders` have finished it.
    pub fn place_states(&self, coders: &[CoderName], unit: AgreementUnit, at: TranscriptIx) -> Vec<PlaceState> {
        let view = self.view(Some(coders));
        if self.finishers(coders, at).len() < coders.len() {
            return Vec::new();
        }
        let found = places(&view, coders, at, unit);
        // What the consensus has there, by what it settles; most often nothing is settled yet.
        let mut ours: HashMap<EventId, Vec<EventId>> = HashMap::new();
        if found.iter().any(|place| self.settled(place).is_some()) {
            let consensus = &self.corpus().study.consensus;
            for coding in self.state().codings.values().filter(|coding| coding.coder == *consensus) {
                for settled in coding.settles() {
                    ours.entry(*settled).or_default().push(coding.id);
                }
            }
        }
        found.into_iter().map(|place| self.place_state(coders, place, &ours)).collect()
    }

    fn place_state(&self, coders: &[CoderName], place: Place, ours: &HashMap<EventId, Vec<EventId>>) -> PlaceState {
        let open = PlaceState {
            place,
            settled: None,
            outcome: String::new(),
            reason: String::new(),
            by: Vec::new(),
            event: None,
        };
        let Some(settled) = self.settled(&open.place) else { return open };
        let of = |id: EventId| ours.get(&id).into_iter().flatten().copied();
        let mut here: Vec<EventId> = open.place.codings().into_iter().flat_map(of).collect();
        here.sort_unstable();
        here.dedup();
        let by = self.journals.fold.find(settled.by).map_or_else(Vec::new, |event| match &event.what {
            Do::Code(code) => code.by.clone(),
            _ => Vec::new(),
        });
        let outcome = self.outcome(coders, &open.place, &here);
        let reason = self.reason(settled);
        PlaceState { settled: Some(here), outcome, reason, by, event: Some(settled.by), ..open }
    }

    /// The settlement of a place, if every coding of it was settled by one action and none has changed since.
    fn settled(&self, place: &Place) -> Option<&Settled> {
        let state = self.state();
        let consensus = &self.corpus().study.consensus;
        let of = |id: &EventId| state.settled.get(id).filter(|settled| settled.coder == *consensus);
        let ids = place.codings();
        let first = of(ids.first()?)?;
        let same = ids.iter().all(|id| {
            let unchanged = |settled: &&Settled| {
                let changed = state.codings.get(id).map(|coding| coding.placed_by).max(state.recoded.get(id).copied());
                settled.by == first.by && changed < Some(settled.by)
            };
            of(id).filter(unchanged).is_some()
        });
        // What was settled together and is not all here any more is another place.
        let event = self.journals.fold.find(first.by)?;
        let Do::Code(code) = &event.what else { return None };
        (same && code.settles.len() == ids.len()).then_some(first)
    }

    /// The memo that was written in the action of a settlement.
    fn reason(&self, settled: &Settled) -> String {
        let consensus = &self.corpus().study.consensus;
        let memos = self.state().memos.values().filter(|memo| memo.coder == *consensus && &*memo.title == REASON);
        let of_act =
            |memo: &&crate::model::Memo| self.journals.fold.find(memo.id).is_some_and(|event| event.act == settled.act);
        memos.filter(of_act).map(|memo| memo.text.to_string()).next().unwrap_or_default()
    }

    fn outcome(&self, coders: &[CoderName], place: &Place, ours: &[EventId]) -> String {
        let mut made: Vec<(CodeIx, Span)> = Vec::new();
        for placed in self.placements().of(place.transcript).iter().filter(|placed| ours.contains(&placed.id)) {
            if let Target::Code(code) = placed.target {
                made.push((code, placed.span));
            }
        }
        made.sort_unstable();
        if made.is_empty() {
            return if ours.is_empty() { "none".into() } else { "changed since".into() };
        }
        let mut ways: Vec<(String, Settle)> =
            coders.iter().map(|coder| (format!("as {coder}"), Settle::Take(coder.clone()))).collect();
        ways.extend([
            ("union".to_owned(), Settle::Union),
            ("intersection".to_owned(), Settle::Intersection),
            ("both".to_owned(), Settle::Both),
        ]);
        let found = ways.into_iter().find(|(_, how)| {
            result(coders, place, how).is_ok_and(|mut wanted| {
                wanted.sort_unstable();
                wanted == made
            })
        });
        let other = made.iter().any(|(code, _)| !place.codes().contains(code));
        found.map_or_else(|| if other { "another code" } else { "edited" }.to_owned(), |(name, _)| name)
    }
}
