//! Settling where coders differ: the result goes to the consensus, the originals stay.
//!
//! A place (see [`places`]) is settled by codings of the consensus that name the settled codings (`settles`) and who decided (`by`).
//! "None" is a coding that is taken away in the action that makes it: it leaves no coding, and its record. If a settled coding is
//! changed or taken away later, or another one comes to the place, the place is open again.

use super::plan::{JUST_MADE, Plan};
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::agreement::{AgreementUnit, DifferenceKind, Place, places};
use crate::analysis::{Cell, Column, Table, characters, counted};
use crate::journal::Do;
use crate::journal::event::{Code, MemoWritten};
use crate::model::{
    CodeId, CodeIx, CoderName, EventId, MemoKind, MemoOn, Settled, Target, TranscriptId, TranscriptIx, View,
};
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

impl Session {
    /// The places of a transcript with what the consensus has made of them; empty where not all of `coders` have finished it.
    pub fn place_states(&self, coders: &[CoderName], unit: AgreementUnit, at: TranscriptIx) -> Vec<PlaceState> {
        let view = self.view(Some(coders));
        let id = &self.corpus().transcript(at).id;
        if !coders.iter().all(|coder| self.state().done.contains(&(coder.clone(), id.clone()))) {
            return Vec::new();
        }
        places(&view, coders, at, unit).into_iter().map(|place| self.place_state(coders, place)).collect()
    }

    fn place_state(&self, coders: &[CoderName], place: Place) -> PlaceState {
        let open = PlaceState { place, settled: None, outcome: String::new(), reason: String::new() };
        let Some(settled) = self.settled(&open.place) else { return open };
        let ours: Vec<EventId> = self
            .state()
            .codings
            .values()
            .filter(|coding| coding.coder == settled.coder)
            .filter(|coding| coding.settles.iter().any(|id| open.place.codings().contains(id)))
            .map(|coding| coding.id)
            .collect();
        let outcome = self.outcome(coders, &open.place, &ours);
        let reason = self.reason(settled);
        PlaceState { settled: Some(ours), outcome, reason, ..open }
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
        let old =
            self.state().codings.values().filter(|coding| {
                coding.coder == *consensus && coding.settles.iter().any(|settled| ids.contains(settled))
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

    /// The places to be settled, one a row: columns `place` (a coding that names it), `transcript`, `turn`, `kind`, `who`, `state`
    /// (`open`, or what was decided), `reason`, `quote`. Differences only; `open` ones alone if asked.
    ///
    /// # Errors
    /// Fewer than two coders, a transcript that is not in the study.
    pub fn settle_table(
        &self,
        coders: Option<&[String]>,
        unit: AgreementUnit,
        transcript: Option<&str>,
        open: bool,
    ) -> Result<Table, Problem> {
        let coders = self.raters(coders)?;
        let only = transcript.map(|name| self.transcript_place(name)).transpose()?;
        let names = ["place", "transcript", "turn", "kind", "who", "state", "reason", "quote"];
        let mut table = empty("settle", names.map(Column::left).to_vec());
        let view = self.view(None);
        let (mut all, mut settled) = (0_u64, 0_u64);
        for at in self.corpus().places().filter(|at| only.is_none_or(|only| only == *at)) {
            for state in self.place_states(&coders, unit, at).iter().filter(|state| state.differs()) {
                all += 1;
                settled += u64::from(state.settled.is_some());
                if !(open && state.settled.is_some()) {
                    table.rows.push(row(&view, &coders, at, state));
                }
            }
        }
        table.sentences.push(format!("settled: {settled} of {}", counted(all, "difference")));
        Ok(table)
    }

    /// Settled differences by code, outcome and reason, for the methods section: columns `code`, `path`, `kind`, `outcome`, `reason`,
    /// `places`. A place with several codes stands at each.
    ///
    /// # Errors
    /// Fewer than two coders.
    pub fn settled_table(&self, coders: Option<&[String]>, unit: AgreementUnit) -> Result<Table, Problem> {
        let coders = self.raters(coders)?;
        let names = ["code", "path", "kind", "outcome", "reason"];
        let mut columns = names.map(Column::left).to_vec();
        columns.push(Column::right("places"));
        let mut table = empty("settled", columns);
        let book = &self.corpus().codebook;
        let mut counts: std::collections::BTreeMap<(CodeIx, &str, String, String), u64> =
            std::collections::BTreeMap::new();
        let (mut all, mut settled) = (0_u64, 0_u64);
        for at in self.corpus().places() {
            for state in self.place_states(&coders, unit, at).into_iter().filter(PlaceState::differs) {
                all += 1;
                if state.settled.is_none() {
                    continue;
                }
                settled += 1;
                let kind = state.place.kind.map_or("", DifferenceKind::as_str);
                for code in state.place.codes() {
                    *counts.entry((code, kind, state.outcome.clone(), state.reason.clone())).or_default() += 1;
                }
            }
        }
        for ((code, kind, outcome, reason), places) in counts {
            let theme = crate::model::Theme::Code(code);
            table.rows.push(vec![
                Cell::text(book.id(theme).as_str()),
                Cell::text(book.path(theme).join(" > ")),
                Cell::text(kind),
                Cell::text(outcome),
                Cell::present(&reason),
                Cell::Integer(places),
            ]);
        }
        let names: Vec<&str> = coders.iter().map(CoderName::as_str).collect();
        table.sentences.push(format!(
            "differences between {} by {}: {settled} of {all} settled; a place with several codes stands at each",
            names.join(", "),
            unit.as_str()
        ));
        table.meta.set("units", "places where coders differ");
        table.meta.set("compared", names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        Ok(table)
    }
}

/// The title of a memo that says why something was settled so.
const REASON: &str = "settled";

fn row(view: &View, coders: &[CoderName], at: TranscriptIx, state: &PlaceState) -> Vec<Cell> {
    let text = view.corpus.transcript(at);
    let turn = text.layout().turn_at(state.place.span.start).map(|turn| turn as u32 + 1);
    let who: Vec<String> = state
        .place
        .parts
        .iter()
        .map(|part| {
            let coder = coders.get(part.coder).map_or("", CoderName::as_str);
            format!("{coder}: {}", view.corpus.codebook.code(part.code).id)
        })
        .collect();
    vec![
        state.id().map_or(Cell::Empty, |id| Cell::text(id.to_string())),
        Cell::text(text.id.as_str()),
        Cell::count(turn),
        Cell::text(state.place.kind.map_or("agreed", DifferenceKind::as_str)),
        Cell::text(who.join("; ")),
        Cell::text(if state.settled.is_some() { state.outcome.as_str() } else { "open" }),
        Cell::present(&state.reason),
        Cell::text(characters(view, at, state.place.span)),
    ]
}

/// All that any coder covers, as stretches that share no character.
fn union(place: &Place) -> Vec<Span> {
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
fn result(coders: &[CoderName], place: &Place, how: &Settle) -> Result<Vec<(CodeIx, Span)>, Problem> {
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
