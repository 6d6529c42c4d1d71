//! A participant who withdraws: what there is of them, and leaving them out. Taking their words out is
//! [`withdraw_erase`](super::withdraw_erase).

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use super::anon_pieces::{files_below, shown_path};
use super::plan::Plan;
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::journal::Do;
use crate::journal::event::Erasure;
use crate::model::{Diagnostic, EventId, MemoOn, ParticipantIx, Speaker, TranscriptIx};
use crate::privacy::Speech;
use crate::text::suggest;

/// Everything that there is of a participant.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Withdrawal {
    /// The id as the study writes it.
    pub participant: String,
    /// Columns `what`, `where`, `by`, `count`, `unit`.
    pub table: Table,
}

impl Session {
    /// The place of a participant by the id, ignoring case.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn participant_place(&self, id: &str) -> Result<ParticipantIx, Problem> {
        let rows = &self.corpus.participants;
        rows.find_ignoring_case(id).map(ParticipantIx::from).ok_or_else(|| {
            let near = suggest::nearest(id, rows.rows.iter().map(|row| row.id.as_str()));
            let hint = near.map_or("`emic speakers` lists who speaks".into(), |near| format!("did you mean {near}?"));
            Problem::new(format!("there is no participant `{id}`")).hint(hint)
        })
    }

    /// What `Command::Exclude` comes to.
    pub(super) fn plan_exclude(&self, id: &str, on: bool) -> Result<Plan, Problem> {
        let id = self.corpus.participant(self.participant_place(id)?);
        if self.state().excluded.contains(id) == on {
            let said = format!("{id} {}", if on { "is left out already" } else { "is not left out" });
            return Ok(Plan { skipped: vec![said.clone()], message: said, ..Plan::default() });
        }
        let message = if on {
            format!("{id} is left out: what {id} says is in no count, search, quote or export any more; the text stays")
        } else {
            format!("{id} counts again")
        };
        Ok(Plan::of(vec![Do::Exclude { participant: id.into(), on }], message))
    }

    /// Whether a transcript holds nobody's speech but this participant's, interviewers and others present aside.
    pub(super) fn is_own(&self, at: TranscriptIx, person: ParticipantIx) -> bool {
        let transcript = self.corpus.transcript(at);
        let layout = transcript.layout();
        let mut speaks = false;
        for turn in 0..layout.turns.len() {
            match transcript.speaker(turn) {
                Speaker::Participant(who) if who == person => speaks = true,
                Speaker::Participant(_) | Speaker::Excluded => return false,
                // Nobody knows whose words these are: they may be another participant's.
                Speaker::Unmapped if !layout.turn_words(turn).is_empty() => return false,
                Speaker::Unmapped | Speaker::Interviewer | Speaker::Other => {}
            }
        }
        speaks
    }

    /// The transcripts in which a participant speaks.
    pub(super) fn transcripts_of(&self, person: ParticipantIx) -> Vec<TranscriptIx> {
        self.corpus.places().filter(|at| self.corpus.speaking(*at).contains(&person)).collect()
    }

    /// What a participant says, and how it is found again elsewhere.
    pub(super) fn speech_of(&self, person: ParticipantIx) -> Speech {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for at in self.corpus.places() {
            let transcript = self.corpus.transcript(at);
            let body = transcript.body();
            for (index, turn) in transcript.layout().turns.iter().enumerate() {
                let said = body.slice(turn.speech).unwrap_or_default();
                if transcript.speaker(index) == Speaker::Participant(person) {
                    own.push(said);
                } else {
                    others.push(said);
                }
            }
        }
        Speech::new(&self.corpus.study.language, own, others)
    }

    /// All there is of a participant: transcripts, codings and memos by coder, summaries, examples, rows, backups, cache,
    /// and exports by their sidecars.
    ///
    /// # Errors
    /// If there is no such participant.
    pub fn withdrawal(&self, id: &str) -> Result<Withdrawal, Problem> {
        let person = self.participant_place(id)?;
        let participant = self.corpus.participant(person).to_owned();
        let columns = ["what", "where", "by"].map(Column::left).into_iter();
        let columns = columns.chain([Column::right("count"), Column::left("unit")]).collect();
        let mut table = empty("withdrawal", columns);
        let mut row = |what: &str, place: &str, by: &str, count: u64, unit: &str| {
            table.rows.push(vec![
                Cell::text(what),
                Cell::text(place),
                Cell::present(by),
                Cell::Integer(count),
                Cell::text(unit),
            ]);
        };
        let transcripts = self.transcripts_of(person);
        for at in &transcripts {
            let transcript = self.corpus.transcript(*at);
            let layout = transcript.layout();
            let turns =
                (0..layout.turns.len()).filter(|turn| transcript.speaker(*turn) == Speaker::Participant(person));
            let (turns, words) =
                turns.fold((0, 0), |(turns, words), turn| (turns + 1, words + layout.turn_words(turn).len()));
            let what = if self.is_own(*at, person) { "own interview" } else { "shared interview" };
            let path = transcript.path.to_string_lossy();
            row(what, &path, "", turns, "turns");
            row(what, &path, "", words as u64, "words");
        }
        for ((place, coder), count) in self.codings_of(person) {
            row("codings", &place, &coder, count, "codings");
        }
        let leaving = self.leaving(person);
        let speech = &leaving.speech;
        let mut memos: BTreeMap<(&str, String), u64> = BTreeMap::new();
        for memo in self.state().memos.values() {
            let what = match &memo.on {
                MemoOn::ParticipantCode(who, _) if who.as_str() == participant => "summaries",
                MemoOn::Participant(who) if who.as_str() == participant => "memos",
                MemoOn::Coding(_) | MemoOn::Passage(_) | MemoOn::Transcript(_) if leaving.memo_goes(memo) => "memos",
                _ if speech.is_in(&memo.text) || speech.is_in(&memo.title) => "memos that repeat the words",
                _ => continue,
            };
            *memos.entry((what, memo.coder.to_string())).or_default() += 1;
        }
        for ((what, coder), count) in memos {
            row(what, &self.corpus.study.codings.to_string_lossy(), &coder, count, "memos");
        }
        for code in self.corpus.codebook.codes() {
            let repeats = code.examples.iter().filter(|example| speech.says(example)).count();
            let repeats = repeats + usize::from(speech.is_in(&code.definition));
            if repeats > 0 {
                let place = format!("{} ({})", self.corpus.study.codebook.display(), code.id);
                row("codebook examples", &place, "", repeats as u64, "examples");
            }
        }
        if self.corpus.participants.find(&participant).is_some() {
            row("row", &self.corpus.study.participants.to_string_lossy(), "", 1, "rows");
        }
        if let Ok(backups) = self.backups() {
            let count = backups.all().len() as u64;
            if count > 0 {
                row("backups", &backups.folder().to_string_lossy(), "", count, "backups");
            }
        }
        let copies = leaving.copies().len() as u64;
        if copies > 0 {
            row("kept edits", "texts of edits that were not taken", "", copies, "files");
        }
        if let Some(place) = self.cache.place().filter(|_| self.cache.size() > 0) {
            row("cache", &place.to_string_lossy(), "", self.cache.size(), "bytes");
        }
        let exports = self.exports_with(&transcripts);
        for export in &exports {
            row("export", &shown_path(export, &self.root), "", 1, "files");
        }
        table.sentences.push(format!(
            "{participant} speaks in {}{}",
            counted(transcripts.len() as u64, "transcript"),
            if self.state().excluded.contains(participant.as_str()) {
                " and is left out of every count already"
            } else {
                ""
            }
        ));
        Ok(Withdrawal { participant, table })
    }

    /// Codings that belong to a participant, by transcript and coder.
    fn codings_of(&self, person: ParticipantIx) -> BTreeMap<(String, String), u64> {
        let mut counts = BTreeMap::new();
        for at in self.transcripts_of(person) {
            let transcript = self.corpus.transcript(at);
            let layout = transcript.layout();
            for placed in self.placements.of(at) {
                let touched = layout.turns_in(placed.span).any(|turn| {
                    transcript.speaker(turn) == Speaker::Participant(person)
                        && layout.turn_words_in(turn, placed.span) > 0
                });
                let coding = self.state().codings.get(&placed.id).filter(|_| touched);
                if let Some(coding) = coding {
                    let key = (transcript.path.to_string_lossy().into_owned(), coding.coder.to_string());
                    *counts.entry(key).or_default() += 1;
                }
            }
        }
        counts
    }

    /// Files written for people to keep whose sidecar names one of these transcripts, below the study's folder.
    pub(super) fn exports_with(&self, transcripts: &[TranscriptIx]) -> Vec<PathBuf> {
        let ids: Vec<&str> = transcripts.iter().map(|at| self.corpus.transcript(*at).id.as_str()).collect();
        let names = |text: &str| {
            text.lines().any(|line| {
                let key = line.trim().rsplit_once(':').map_or("", |(key, _)| key.trim_matches(['"', '\'']));
                ids.contains(&key)
            })
        };
        let (files, _) = files_below(&self.root);
        files
            .into_iter()
            .filter_map(|path| {
                let export = path.to_string_lossy().strip_suffix(".meta.yaml")?.to_owned();
                let text = std::fs::read_to_string(&path).ok()?;
                names(&text).then(|| PathBuf::from(export))
            })
            .collect()
    }

    /// Copies that still hold what was erased: lines that an erasure names and that were never rewritten here, and people
    /// who have withdrawn and speak all the same.
    pub(super) fn check_withdrawn(&self, found: &mut Vec<Diagnostic>) {
        let events = self.journals.fold.events();
        let named: HashSet<EventId> = events
            .iter()
            .filter_map(|event| match &event.what {
                Do::Erase { ids, why: Erasure::Withdrawn, .. } => Some(ids),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let mut old: BTreeMap<PathBuf, u64> = BTreeMap::new();
        for event in events.iter().filter(|event| event.rev == 0 && named.contains(&event.id)) {
            let words =
                matches!(event.what, Do::Code(_) | Do::Respan(_) | Do::Quote { .. } | Do::Memo(_) | Do::File(_));
            if words {
                *old.entry(self.own_journal(&event.coder)).or_default() += 1;
            }
        }
        for (path, count) in old {
            let what = format!(
                "{} that an erasure names {} here as before it: this is a copy from before a participant withdrew",
                counted(count, "line"),
                if count == 1 { "stands" } else { "stand" }
            );
            let hint = "put the newer file back, or the participant's row in participants.csv, and erase again: \
                        emic withdraw ID --erase";
            found.push(Diagnostic::fault("erased", path, what).hint(hint));
        }
        for id in self.withdrawn_people() {
            let Some(person) = self.corpus.participants.find_ignoring_case(&id).map(ParticipantIx::from) else {
                continue;
            };
            for at in self.transcripts_of(person) {
                let path = &self.corpus.transcript(at).path;
                let what =
                    format!("{id} has withdrawn, and speaks in this transcript: a copy from before that has come back");
                found.push(Diagnostic::fault("erased", path, what).hint(format!("emic withdraw {id} --erase")));
            }
        }
    }

    /// The participants whose words were erased, by the journals.
    pub(super) fn withdrawn_people(&self) -> Vec<String> {
        let events = self.journals.fold.events().iter();
        let mut people: Vec<String> = events
            .filter_map(|event| match &event.what {
                Do::Erase { participant: Some(id), why: Erasure::Withdrawn, .. } => Some(id.to_string()),
                _ => None,
            })
            .collect();
        people.sort();
        people.dedup();
        people
    }
}
