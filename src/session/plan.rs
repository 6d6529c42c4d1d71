//! What a command comes to: events to be written, files to be changed. Nothing is written here.

use std::path::PathBuf;

use super::Session;
use super::command::{Command, NewCoding, Passage, RespanWhy};
use super::command_codebook::NewCode;
use super::problem::Problem;
use crate::journal::Do;
use crate::journal::event::{Code as CodeEvent, MemoWritten};
use crate::model::{
    Code, CodeId, CoderName, Coding, EventId, MemoKind, MemoOn, Place, Star, Theme, TranscriptId, TranscriptIx,
};
use crate::text::{Body, Span, occurrences, suggest};

/// What a command comes to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The events of the action, in order; none: there is nothing to do.
    pub events: Vec<Do>,
    /// Files to be changed before the events are written.
    pub files: Vec<FileEdit>,
    /// What was there already, in words.
    pub skipped: Vec<String>,
    /// What will have happened, in words.
    pub message: String,
}

/// In an event about a coding: the one that the same action made last.
pub(super) const JUST_MADE: EventId = EventId(uuid::Uuid::nil());

/// A file to be changed.
#[derive(Debug)]
pub(super) struct FileEdit {
    /// Its path, relative to the study's folder.
    pub path: PathBuf,
    /// Its text now; `None`: there is no such file.
    pub old: Option<String>,
    /// Its text after the change; `None`: there will be none.
    pub text: Option<String>,
}

impl Plan {
    /// A plan that changes no file.
    pub(super) fn of(events: Vec<Do>, message: impl Into<String>) -> Self {
        Self { events, message: message.into(), ..Self::default() }
    }
}

impl Session {
    /// What `command` of `coder` comes to in the state as it is.
    pub(super) fn plan(&self, command: &Command, coder: &CoderName) -> Result<Plan, Problem> {
        match command {
            Command::Code { items, query } => self.plan_codes(items, query.as_deref(), coder, &[]),
            Command::Uncode(ids) => {
                let codings = ids.iter().map(|id| self.own_coding(*id, coder)).collect::<Result<Vec<_>, _>>()?;
                let events = codings.iter().map(|coding| Do::Uncode { coding: coding.id }).collect();
                Ok(Plan::of(events, format!("took away {}", crate::analysis::counted(codings.len() as u64, "coding"))))
            }
            Command::Recode(ids, code) => self.plan_recode(ids, code, coder, &[]),
            Command::Respan(id, span, why) => self.plan_respan(*id, *span, *why, coder),
            Command::Place(placings) => self.plan_place(placings, coder),
            Command::Edit { transcript, text, accept } => self.plan_edit(transcript, text, accept, coder),
            Command::Amend { transcript, span, text, accept } => {
                self.plan_amend(transcript, *span, text, accept, coder)
            }
            Command::Relink(pairs) => self.plan_relink(pairs, coder),
            Command::Star(ids, star) => self.plan_star(ids, *star, coder),
            Command::Memo { memo, on, title, kind, text } => {
                if let Some(first) = memo
                    && !self.state().memos.contains_key(first)
                {
                    return Err(Problem::new(format!("there is no memo {first}")));
                }
                // A memo on a passage may have been placed anew since its first event, so its place is written again.
                let now = memo.and_then(|memo| Some(&self.state().memos.get(&memo)?.on));
                let on = now.map_or(Some(on), |now| Some(now).filter(|on| matches!(on, MemoOn::Passage(_))));
                let written = MemoWritten {
                    memo: *memo,
                    on: on.cloned(),
                    title: Some(title.as_str().into()).filter(|_| !title.is_empty() || memo.is_some()),
                    kind: Some(*kind),
                    text: Some(text.as_str().into()),
                };
                let noun = if *kind == MemoKind::Summary { "summary" } else { "memo" };
                let message = match (text.is_empty(), memo) {
                    (true, _) => format!("took the {noun} away"),
                    (false, Some(_)) => format!("changed the {noun}"),
                    (false, None) => format!("wrote a {noun}"),
                };
                Ok(Plan::of(vec![Do::Memo(written)], message))
            }
            Command::Quote(coding, edit) => self.plan_quote(*coding, edit, coder),
            Command::Done(transcripts, on) => Ok(self.plan_done(transcripts, *on, coder)),
            Command::AddCode { .. } => self.plan_add_codes(&NewCode::made_by(command), &[], None, coder),
            Command::AddCodes { codes, items, query } => self.plan_add_codes(codes, items, query.as_deref(), coder),
            Command::RenameCode(id, name) => self.plan_rename_code(id, name),
            Command::DefineCode { id, wording, why } => self.plan_define_code(id, wording, why.as_deref()),
            Command::MoveCode { id, under, before, why } => {
                self.plan_move_code(id, under.as_ref(), before.as_ref(), why.as_deref())
            }
            Command::MergeCodes { ids, into, why } => self.plan_merge_codes(ids, into, why.as_deref()),
            Command::SplitCode { id, new, into, codings, why } => {
                self.plan_split_code(id, new.as_ref(), into, codings, (why.as_deref(), coder))
            }
            Command::RemoveCode { id, uncode, why } => self.plan_remove_code(id, *uncode, why.as_deref(), coder),
            Command::ImportCodes { codes, sets, from, notes } => self.plan_import_codes(codes, sets, from, notes),
            Command::MapSpeakers(transcript, pairs) => self.plan_speakers(transcript, pairs),
            Command::Together(commands) => {
                let mut plan = Plan::default();
                let mut said: Vec<String> = Vec::new();
                // A code that is made in this action can be used in it.
                let new: Vec<NewCode> = commands.iter().flat_map(NewCode::made_by).collect();
                for command in commands {
                    let mut one = match command {
                        Command::Code { items, query } => self.plan_codes(items, query.as_deref(), coder, &new)?,
                        Command::Recode(ids, code) => self.plan_recode(ids, code, coder, &new)?,
                        command => self.plan(command, coder)?,
                    };
                    if one.files.iter().any(|edit| plan.files.iter().any(|known| known.path == edit.path)) {
                        return Err(Problem::new("two changes of one file cannot be one action"));
                    }
                    plan.events.append(&mut one.events);
                    plan.files.append(&mut one.files);
                    plan.skipped.append(&mut one.skipped);
                    if !said.contains(&one.message) {
                        said.push(one.message);
                    }
                }
                plan.message = said.join("; ");
                Ok(plan)
            }
            Command::Settle(settlement) => self.plan_settle(settlement, &self.coder()?),
            Command::SettleRest { coders, unit, transcript } => {
                self.plan_settle_rest(coders, *unit, transcript, &self.coder()?)
            }
            Command::Round { name, scope, on } => self.plan_round(name, scope.as_ref(), *on),
            Command::Dismiss(hashes, on) => self.plan_dismiss(hashes, *on),
            Command::Exclude(participant, on) => self.plan_exclude(participant, *on),
            Command::Import(draft) => self.plan_import(draft),
            Command::Undo => self.plan_undo(coder),
            Command::Redo => self.plan_redo(coder),
            // The coder is the consensus.
            Command::UndoSettled => self.plan_undo_settled(coder, false),
            Command::RedoSettled => self.plan_undo_settled(coder, true),
        }
    }

    /// Codes passages; `new` are codes that the same action makes.
    pub(super) fn plan_codes(
        &self,
        items: &[NewCoding],
        query: Option<&str>,
        coder: &CoderName,
        new: &[NewCode],
    ) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        let mut seen: Vec<(TranscriptIx, Span, CodeId)> = Vec::new();
        for item in items {
            let numbered = |mut problem: Problem| {
                if item.line > 0 {
                    problem.what = format!("line {}: {}; nothing was written", item.line, problem.what);
                }
                problem
            };
            let at = self.transcript_place(item.transcript.as_str()).map_err(numbered)?;
            let transcript = self.corpus().transcript(at);
            let body = transcript.body();
            let span = passage(&item.passage, body, &transcript.id).map_err(numbered)?;
            let made = new.iter().find(|new| new.id == item.code);
            let code = made.map_or_else(|| self.code_named(item.code.as_str()), |new| Ok(new.id.clone()));
            let code = code.map_err(numbered)?;
            let target = super::place::target(self.corpus(), code.as_str());
            let there = made.is_none()
                && self.placements().coder(coder).is_some_and(|coder| {
                    let mut placed = self.placements().of(at).iter();
                    placed.any(|placed| placed.coder == coder && placed.span == span && placed.target == target)
                });
            if there || seen.contains(&(at, span, code.clone())) {
                plan.skipped.push(format!("{code} on {}..{} of {}", span.start, span.end, transcript.id));
                continue;
            }
            seen.push((at, span, code.clone()));
            plan.events.push(Do::Code(CodeEvent {
                place: self.place_of(at, span).map_err(numbered)?,
                def: made.map_or_else(|| self.definition_in_force(&code), |new| in_force(&new.wording())),
                code,
                query: query.map(Box::from),
                settles: Vec::new(),
                by: Vec::new(),
            }));
        }
        let skipped = plan.skipped.len();
        plan.message = match (plan.events.len(), skipped) {
            (0, _) => "nothing was written: every passage has this code by you already".into(),
            (made, 0) => format!("coded {}", crate::analysis::counted(made as u64, "passage")),
            (made, _) => {
                format!("coded {} ({skipped} there already)", crate::analysis::counted(made as u64, "passage"))
            }
        };
        Ok(plan)
    }

    fn plan_done(&self, transcripts: &[TranscriptId], on: bool, coder: &CoderName) -> Plan {
        let mut plan = Plan::default();
        for transcript in transcripts {
            let event = Do::Done { transcript: transcript.clone(), on };
            if self.state().done.contains(&(coder.clone(), transcript.clone())) == on || plan.events.contains(&event) {
                let word = if on { "is marked done already" } else { "is not marked done" };
                plan.skipped.push(format!("{transcript} {word} by {coder}"));
            } else {
                plan.events.push(event);
            }
        }
        let names: Vec<&str> =
            plan.events.iter().filter_map(|event| event.transcript()).map(TranscriptId::as_str).collect();
        plan.message = match (names.is_empty(), on) {
            (true, _) => plan.skipped.join("; "),
            (false, true) => format!("marked done: {}", names.join(", ")),
            (false, false) => format!("marked not done: {}", names.join(", ")),
        };
        plan
    }

    fn plan_recode(&self, ids: &[EventId], code: &CodeId, coder: &CoderName, new: &[NewCode]) -> Result<Plan, Problem> {
        let made = new.iter().find(|new| new.id == *code);
        let code = made.map_or_else(|| self.code_named(code.as_str()), |new| Ok(new.id.clone()))?;
        let mut events = Vec::new();
        for id in ids {
            let coding = self.own_coding(*id, coder)?;
            if coding.code != code {
                let def = made.map_or_else(|| self.definition_in_force(&code), |new| in_force(&new.wording()));
                events.push(Do::Recode { coding: *id, code: code.clone(), def });
            }
        }
        let message = format!("recoded {} as {code}", crate::analysis::counted(events.len() as u64, "passage"));
        Ok(Plan::of(events, message))
    }

    fn plan_respan(&self, id: EventId, span: Span, why: RespanWhy, coder: &CoderName) -> Result<Plan, Problem> {
        let coding = self.own_coding(id, coder)?;
        let at = self.transcript_place(coding.place.transcript.as_str())?;
        let place = self.place_of(at, span)?;
        let event = super::placing::respan_at(id, &coding.place, place, why);
        Ok(Plan::of(vec![event], "changed the place of a coding"))
    }

    fn plan_star(&self, ids: &[EventId], star: Option<Star>, coder: &CoderName) -> Result<Plan, Problem> {
        let mut events = Vec::new();
        for id in ids {
            if !self.state().codings.contains_key(id) {
                return Err(no_coding(&id.to_string()));
            }
            if self.state().stars.get(&(*id, coder.clone())).copied() != star {
                events.push(Do::Star { coding: *id, star });
            }
        }
        let word = star.map_or("took the mark from", |star| match star {
            Star::Exemplar => "marked as exemplar",
            Star::Negative => "marked as negative case",
        });
        let message = format!("{word}: {}", crate::analysis::counted(events.len() as u64, "coding"));
        Ok(Plan::of(events, message))
    }

    /// A coding that `coder` may change.
    pub(super) fn own_coding(&self, id: EventId, coder: &CoderName) -> Result<&Coding, Problem> {
        let coding = self.state().codings.get(&id).ok_or_else(|| no_coding(&id.to_string()))?;
        if coding.coder != *coder {
            return Err(Problem::new(format!("coding {id} is {}'s", coding.coder))
                .hint(format!("only {} can change or take it away; you are {coder}", coding.coder)));
        }
        Ok(coding)
    }

    /// The passage with its wording and surroundings.
    pub(super) fn place_of(&self, at: TranscriptIx, span: Span) -> Result<Place, Problem> {
        let transcript = self.corpus().transcript(at);
        let body = transcript.body();
        Place::of(transcript.id.clone(), body, span)
            .filter(|_| !span.is_empty())
            .ok_or_else(|| outside(span, body, &transcript.id))
    }

    /// The id under which a code is written: the code's own, also if an earlier one was named.
    pub(super) fn code_named(&self, name: &str) -> Result<CodeId, Problem> {
        let book = &self.corpus().codebook;
        if let Some(case) = name.strip_prefix("case:") {
            return match self.corpus().cases.find(case) {
                Some(_) => Ok(name.into()),
                None => {
                    let known = self.corpus().cases.rows.iter().map(|row| row.id.as_str());
                    let near = suggest::nearest(case, known).map(|near| format!("did you mean case:{near}? "));
                    Err(Problem::new(format!("there is no case `{case}`"))
                        .hint(format!("{}cases are the rows of cases.csv", near.unwrap_or_default())))
                }
            };
        }
        if let Some(code) = book.resolve(name) {
            return Ok(book.code(code).id.clone());
        }
        if let Some(Theme::Set(_)) = book.find(name) {
            return Err(Problem::new(format!("`{name}` is a set of codes")).hint("code with one of its codes"));
        }
        let near = suggest::nearest(name, book.codes().iter().map(|code| code.id.as_str()));
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        Err(Problem::new(format!("the codebook has no code `{name}`"))
            .hint(format!("{near}`emic codebook list` shows all; `emic codebook add --id {name} --name …` makes it")))
    }

    /// Hash of a code's definition, if it has one.
    pub(super) fn definition_in_force(&self, code: &CodeId) -> Option<Box<str>> {
        let book = &self.corpus().codebook;
        in_force(book.code(book.resolve(code.as_str())?))
    }

    /// What a memo shall hang on, checked against the study.
    ///
    /// # Errors
    /// Nothing or too much is named, or what is named is not in the study.
    pub fn memo_target(&self, target: &super::MemoTarget) -> Result<MemoOn, Problem> {
        let code = target.code.as_deref().map(|code| self.code_named(code)).transpose()?;
        let named = [&target.coding, &target.transcript, &target.participant, &target.case];
        if named.iter().filter(|name| name.is_some()).count() > 1 {
            return Err(Problem::new("a memo hangs on one thing")
                .hint("name one of --coding, --transcript, --participant, --case"));
        }
        if code.is_some() && (target.coding.is_some() || target.transcript.is_some()) {
            return Err(Problem::new("--code goes alone, or with --participant or --case"));
        }
        Ok(match (target, code) {
            (super::MemoTarget { coding: Some(id), .. }, _) => MemoOn::Coding(self.coding_named(id)?),
            (super::MemoTarget { transcript: Some(id), span: Some(span), .. }, _) => {
                MemoOn::Passage(self.place_of(self.transcript_place(id)?, *span)?)
            }
            (super::MemoTarget { transcript: Some(id), .. }, _) => MemoOn::Transcript(self.transcript_named(id)?),
            (super::MemoTarget { participant: Some(id), .. }, code) => {
                let row = self.corpus().participants.find_ignoring_case(id).ok_or_else(|| {
                    let known = self.corpus().participants.rows.iter().map(|row| row.id.as_str());
                    let near = suggest::nearest(id, known).map(|near| format!("did you mean {near}?"));
                    Problem { hint: near, ..Problem::new(format!("there is no participant `{id}`")) }
                })?;
                let id = self.corpus().participant(row.into());
                code.map_or_else(|| MemoOn::Participant(id.into()), |code| MemoOn::ParticipantCode(id.into(), code))
            }
            (super::MemoTarget { case: Some(id), .. }, code) => {
                self.code_named(&format!("case:{id}"))?;
                code.map_or_else(|| MemoOn::Case(id.clone()), |code| MemoOn::CaseCode(id.clone(), code))
            }
            (_, Some(code)) => MemoOn::Code(code),
            _ => MemoOn::Study,
        })
    }
}

/// Hash of a code's definition, if it has one.
pub(super) fn in_force(code: &Code) -> Option<Box<str>> {
    let defined = !(code.definition.is_empty() && code.include.is_empty() && code.exclude.is_empty());
    defined.then(|| code.definition_hash().into())
}

/// The stretch that is meant.
pub(super) fn passage(passage: &Passage, body: &Body, transcript: &TranscriptId) -> Result<Span, Problem> {
    match passage {
        Passage::Span(span) if span.is_empty() || body.slice(*span).is_none() => Err(outside(*span, body, transcript)),
        Passage::Span(span) => Ok(*span),
        Passage::Quote(quote) => {
            let found = if quote.is_empty() { Vec::new() } else { occurrences(body, quote, 2) };
            match found.as_slice() {
                [only] => Ok(*only),
                [] => Err(Problem::new(format!("the quote does not occur in {transcript}")).hint(
                    "copy it exactly as it stands in the transcript, labels, quotation marks and line breaks included",
                )),
                _ => Err(Problem::new(format!("the quote occurs more than once in {transcript}"))
                    .hint("take in a few words more, or give the passage by --span A..B")),
            }
        }
    }
}

pub(super) fn outside(span: Span, body: &Body, transcript: &TranscriptId) -> Problem {
    let Span { start, end } = span;
    let what = if end <= start && end <= body.chars() {
        format!("the span {start}..{end} is empty or reversed")
    } else {
        format!("the span {start}..{end} reaches outside of {transcript}, which has {} characters", body.chars())
    };
    Problem::new(what).hint("spans count characters (Unicode code points) from 0, the end exclusive")
}

pub(super) fn no_coding(id: &str) -> Problem {
    Problem::new(format!("there is no coding {id}")).hint("`emic code list --json` shows the ids (key `coding`)")
}
