//! Settling where coders differ: the result goes to the consensus, the originals stay.
//!
//! A place (see `places`) is settled by codings of the consensus that name the settled codings (`settles`) and who decided (`by`).
//! "None" is a coding that is taken away in the action that makes it: it leaves no coding, and its record. If a settled coding is
//! changed or taken away later, or another one comes to the place, the place is open again.

use super::plan::{JUST_MADE, Plan};
use super::settle_places::PlaceState;
use super::{Problem, Session};
use crate::analysis::agreement::{AgreementUnit, Place};
use crate::analysis::counted;
use crate::journal::event::{Code, MemoWritten};
use crate::journal::{Do, undo};
use crate::model::{CodeId, CodeIx, CoderName, EventId, MemoKind, MemoOn, TranscriptId, TranscriptIx};
use crate::text::Span;

/// How a place is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Settle {
    /// As this coder has it.
    Take(CoderName),
    /// All that any of them has.
    Both,
    /// One coding over all that any of them covers.
    Union,
    /// One coding over what all of them cover.
    Intersection,
    /// Another code, over all that any of them covers.
    Code(CodeId),
    /// No coding.
    Nothing,
}

/// What is settled, by whom and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// The coders who are compared.
    pub coders: Vec<CoderName>,
    /// By what unit places are told apart.
    pub unit: AgreementUnit,
    /// Any coding of the place.
    pub place: EventId,
    /// How.
    pub how: Settle,
    /// Why, if it is to be said.
    pub reason: Option<String>,
}

impl Session {
    /// What settling a place comes to, for the consensus's journal. `by` is who decides.
    pub(super) fn plan_settle(&self, settlement: &Settlement, by: &CoderName) -> Result<Plan, Problem> {
        let Settlement { coders, unit, place: id, how, reason } = settlement;
        let coding = self.state().codings.get(id).ok_or_else(|| super::plan::no_coding(&id.to_string()))?;
        let at = self.transcript_place(coding.place.transcript.as_str())?;
        let states = self.place_states(coders, *unit, at);
        let names = coders.iter().map(CoderName::as_str).collect::<Vec<_>>().join(", ");
        let Some(state) = states.iter().find(|state| state.place.codings().contains(id)) else {
            return Err(Problem::new(format!("coding {id} is at no place that {names} have finished"))
                .hint("`emic settle list` shows the places"));
        };
        if !state.differs() {
            return Err(Problem::new("the coders agree there")
                .hint("what they agree on is taken over when a transcript is finished"));
        }
        let how = match how {
            Settle::Code(code) => Settle::Code(self.code_named(code.as_str())?),
            Settle::Take(coder) if !coders.contains(coder) => {
                return Err(
                    Problem::new(format!("{coder} is not one of {names}")).hint("take one of the coders compared")
                );
            }
            how => how.clone(),
        };
        let mut plan = Plan::default();
        self.take_back(state, &mut plan);
        let codings = match &how {
            Settle::Code(code) => {
                let target = self.corpus().codebook.resolve(code.as_str());
                target
                    .into_iter()
                    .flat_map(|code| union(&state.place).into_iter().map(move |span| (code, span)))
                    .collect()
            }
            how => result(coders, &state.place, how)?,
        };
        self.record(at, &state.place, &codings, by, &mut plan)?;
        if let Some(reason) = reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
            let on = if codings.is_empty() {
                MemoOn::Passage(self.place_of(at, state.place.span)?)
            } else {
                MemoOn::Coding(JUST_MADE)
            };
            plan.events.push(Do::Memo(MemoWritten {
                memo: None,
                on: Some(on),
                title: Some(REASON.into()),
                kind: Some(MemoKind::Method),
                text: Some(reason.into()),
            }));
        }
        let id = &self.corpus().transcript(at).id;
        let differences = states.iter().filter(|state| state.differs()).count();
        let settled =
            states.iter().filter(|one| one.differs() && (one.settled.is_some() || one.id() == state.id())).count();
        plan.message = format!("settled {settled} of {} in {id}", counted(differences as u64, "place"));
        if settled == differences {
            self.finish(at, &states, by, &mut plan)?;
        }
        Ok(plan)
    }

    /// Takes back the last decision of the consensus, or brings it back.
    pub(super) fn plan_undo_settled(&self, consensus: &CoderName, again: bool) -> Result<Plan, Problem> {
        let fold = &self.journals.fold;
        let act = if again {
            undo::redo_target(fold, consensus).and_then(|undo| fold.act(undo, consensus)).and_then(|act| act.undoes)
        } else {
            undo::undo_target(fold, consensus)
        };
        // What is hidden from somebody is not taken back unseen.
        if self.journals.hidden().any(|event| event.coder == *consensus && Some(event.act) == act) {
            return Err(Problem::new("the last decision stands in a transcript of an open blind round")
                .hint("it can be taken back when the round is closed: emic round list"));
        }
        if again { self.plan_redo(consensus) } else { self.plan_undo(consensus) }
    }

    /// Who is compared in a transcript: those named, else all who have finished it.
    ///
    /// # Errors
    /// As [`Session::raters`]; a transcript that is not in the study.
    pub fn raters_of(&self, coders: Option<&[String]>, transcript: &str) -> Result<Vec<CoderName>, Problem> {
        let raters = self.raters(coders)?;
        let here = self.finishers(&raters, self.transcript_place(transcript)?);
        Ok(if coders.is_none() && here.len() > 1 { here } else { raters })
    }

    /// As [`Session::raters_of`], of the transcript of a coding.
    ///
    /// # Errors
    /// As there; a coding that is not in the study.
    pub fn raters_at(&self, coders: Option<&[String]>, place: EventId) -> Result<Vec<CoderName>, Problem> {
        let coding = self.state().codings.get(&place).ok_or_else(|| super::plan::no_coding(&place.to_string()))?;
        self.raters_of(coders, coding.place.transcript.as_str())
    }

    /// Copies what is agreed and marks a transcript done by the consensus, where no difference is open.
    pub(super) fn plan_settle_rest(
        &self,
        coders: &[CoderName],
        unit: AgreementUnit,
        transcript: &TranscriptId,
        by: &CoderName,
    ) -> Result<Plan, Problem> {
        let at = self.transcript_place(transcript.as_str())?;
        let id = &self.corpus().transcript(at).id;
        let unfinished: Vec<&str> = coders
            .iter()
            .filter(|coder| !self.state().done.contains(&((*coder).clone(), id.clone())))
            .map(CoderName::as_str)
            .collect();
        if !unfinished.is_empty() {
            return Err(Problem::new(format!("{} has not been marked done by {}", id, unfinished.join(", ")))
                .hint("it can be settled when all have finished it: emic done"));
        }
        let states = self.place_states(coders, unit, at);
        let open = states.iter().filter(|state| state.differs() && state.settled.is_none()).count();
        if open > 0 {
            return Err(Problem::new(format!("{} of {id} are open", counted(open as u64, "difference")))
                .hint("`emic settle list` shows them"));
        }
        let mut plan = Plan { message: format!("nothing in {id} is left to settle"), ..Plan::default() };
        self.finish(at, &states, by, &mut plan)?;
        Ok(plan)
    }

    /// Every agreed passage, and done.
    fn finish(&self, at: TranscriptIx, states: &[PlaceState], by: &CoderName, plan: &mut Plan) -> Result<(), Problem> {
        let mut copied = 0;
        for state in states.iter().filter(|state| !state.differs() && state.settled.is_none()) {
            self.take_back(state, plan);
            let code = state.place.parts.first().map(|part| part.code);
            let codings: Vec<(CodeIx, Span)> = code
                .into_iter()
                .flat_map(|code| union(&state.place).into_iter().map(move |span| (code, span)))
                .collect();
            self.record(at, &state.place, &codings, by, plan)?;
            copied += codings.len();
        }
        let consensus = &self.corpus().study.consensus;
        let id = self.corpus().transcript(at).id.clone();
        if !self.state().done.contains(&(consensus.clone(), id.clone())) {
            plan.message.push_str(&format!(
                "; {} that all agree on taken over; {id} is marked done by {consensus} and counts by it alone from now on",
                counted(copied as u64, "passage")
            ));
            plan.events.push(Do::Done { transcript: id, on: true });
        } else if copied > 0 {
            plan.message.push_str(&format!("; {} that all agree on taken over", counted(copied as u64, "passage")));
        }
        Ok(())
    }

    /// What the consensus made of the place before goes.
    fn take_back(&self, state: &PlaceState, plan: &mut Plan) {
        let consensus = &self.corpus().study.consensus;
        let ids = state.place.codings();
        let old = self.state().codings.values().filter(|coding| {
            coding.coder == *consensus && coding.settles().iter().any(|settled| ids.contains(settled))
        });
        plan.events.extend(old.map(|coding| Do::Uncode { coding: coding.id }));
    }

    fn record(
        &self,
        at: TranscriptIx,
        place: &Place,
        codings: &[(CodeIx, Span)],
        by: &CoderName,
        plan: &mut Plan,
    ) -> Result<(), Problem> {
        let settles = place.codings();
        let event = |(code, span): (CodeIx, Span)| -> Result<Do, Problem> {
            let code = self.corpus().codebook.code(code).id.clone();
            Ok(Do::Code(Code {
                place: self.place_of(at, span)?,
                def: self.definition_in_force(&code),
                code,
                query: None,
                settles: settles.clone(),
                by: vec![by.clone()],
            }))
        };
        for coding in codings {
            plan.events.push(event(*coding)?);
        }
        if codings.is_empty()
            && let Some(part) = place.parts.first()
        {
            plan.events.push(event((part.code, place.span))?);
            plan.events.push(Do::Uncode { coding: JUST_MADE });
        }
        Ok(())
    }
}

/// The title of a memo that says why something was settled so.
pub(super) const REASON: &str = "settled";

/// All that any coder covers, as stretches that share no character.
pub(super) fn union(place: &Place) -> Vec<Span> {
    merged(place.parts.iter().flat_map(|part| part.codings.iter().map(|(_, span)| *span)).collect())
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut().filter(|last| span.start < last.end) {
            Some(last) => *last = last.hull(span),
            None => merged.push(span),
        }
    }
    merged
}

/// The codings that a decision comes to; another code aside.
pub(super) fn result(coders: &[CoderName], place: &Place, how: &Settle) -> Result<Vec<(CodeIx, Span)>, Problem> {
    let of = |coder: usize| place.parts.iter().filter(move |part| part.coder == coder);
    let mut codings: Vec<(CodeIx, Span)> = match how {
        Settle::Take(name) => {
            let coder = coders.iter().position(|coder| coder == name).unwrap_or(usize::MAX);
            of(coder).flat_map(|part| part.codings.iter().map(|(_, span)| (part.code, *span))).collect()
        }
        Settle::Both => {
            let all = place.parts.iter();
            all.flat_map(|part| part.codings.iter().map(|(_, span)| (part.code, *span))).collect()
        }
        Settle::Union | Settle::Intersection => {
            let [code] = place.codes()[..] else {
                return Err(Problem::new("the coders gave different codes there, so their spans cannot be joined")
                    .hint("take one of them, both, or another code"));
            };
            if *how == Settle::Union {
                union(place).into_iter().map(|span| (code, span)).collect()
            } else {
                let mut common: Option<Vec<Span>> = None;
                for coder in 0..coders.len() {
                    let own = merged(of(coder).flat_map(|part| part.codings.iter().map(|(_, span)| *span)).collect());
                    common = Some(match common {
                        None => own,
                        Some(known) => known
                            .iter()
                            .flat_map(|a| own.iter().filter_map(|b| a.intersection(*b)).collect::<Vec<_>>())
                            .collect(),
                    });
                }
                let common = common.unwrap_or_default();
                if common.is_empty() {
                    return Err(Problem::new("the coders' passages share no character there")
                        .hint("take one of them, both or the union"));
                }
                common.into_iter().map(|span| (code, span)).collect()
            }
        }
        Settle::Code(_) | Settle::Nothing => Vec::new(),
    };
    codings.sort_unstable();
    codings.dedup();
    Ok(codings)
}
