//! Taking a participant's words out of a study: transcripts, journals of all coders, codebook, tables, backups, cache.

mod files;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::anon_lines::{Rule, append};
use super::anon_pieces::{shown_path, work_tree};
use super::anon_rewrite::{After, Change, rewrite};
use super::copies::CopyStep;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::journal::event::{Erasure, MemoWritten};
use crate::journal::{Do, Event};
use crate::model::{EventId, Memo, MemoOn, ParticipantIx, Place, Speaker, TranscriptIx};
use crate::privacy::{Edits, NewBody, PLACEHOLDER, Speech};
use crate::text::{Piece, Span};

/// What a passage is to the participant who withdraws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// It holds no word of theirs.
    Nothing,
    /// It holds words of theirs and of another participant.
    Some,
    /// It is theirs.
    All,
    /// Nobody can tell: the text under it was edited.
    Unknown,
}

/// Who withdraws, and from what.
pub(super) struct Leaving<'s> {
    session: &'s Session,
    person: ParticipantIx,
    id: String,
    /// Transcripts that go.
    own: Vec<TranscriptIx>,
    /// Bodies of shared transcripts, by id.
    shared: BTreeMap<String, (TranscriptIx, NewBody)>,
    pub(super) speech: Speech,
    /// Lines of old copies that an earlier erasure of theirs names: those that lose their words, and those made anew.
    named: [HashSet<EventId>; 2],
}

impl Session {
    /// Takes a participant's words out of the study and everything that emic keeps of it. It cannot be undone, and no
    /// backup is kept. `confirm` must be the id, typed in full. What was done and what is out of reach is told.
    ///
    /// # Errors
    /// If there is no such participant, the id is another, a lock cannot be had or the disk refuses: nothing is changed
    /// then, or the sentence says that the next opening goes on.
    pub fn withdraw(&mut self, id: &str, confirm: &str) -> Result<Vec<String>, Problem> {
        let coder = self.writing_coder()?;
        let id = self.corpus.participant(self.participant_place(id)?).to_owned();
        if confirm != id {
            return Err(Problem::new(format!("`{confirm}` is not the id {id}; nothing was changed"))
                .hint(format!("type it in full: --confirm {id}")));
        }
        let _editors = self.editors_closed()?;
        let locks = self.lock_and_read_anew(&coder)?;
        let person = self.participant_place(&id)?;
        let exports = self.exports_with(&self.transcripts_of(person));
        let leaving = self.leaving(person);
        let (mut changes, said) = leaving.changes(&self.own_journal(&coder))?;
        let copies = leaving.copies();
        let strays = super::copies::strays_with(|text| leaving.speech.is_in(text));
        let own = self.own_journal(&coder);
        let old = self.bytes(&own)?;
        let (changed, withdrawn) = (said.changed, said.withdrawn);
        let participant = id.as_str().into();
        let mut erased: Vec<(Erasure, &[EventId])> = vec![(Erasure::Withdrawn, &withdrawn)];
        if !changed.is_empty() {
            erased.push((Erasure::Anonymised, &changed));
        }
        let lines = self.erase_lines(&coder, &erased, Some(&participant));
        append(&mut changes, &own, old, &lines);
        let kept = counted(copies.len() as u64, "text");
        let any = !copies.is_empty();
        let after = After { forget_backups_until: Some(self.env.now()), copies };
        let mut told = rewrite(&self.root, &changes, after, &self.env, &locks, &mut || Ok(()))?;
        drop(locks);
        self.read_as_coder()?;
        told.retain(|line| line.contains("another program"));
        let mut out = vec![format!(
            "{id} has withdrawn: {} and {} erased, {} of others made anew; the record holds the id and no word",
            counted(said.gone as u64, "own interview"),
            counted(withdrawn.len() as u64, "journal line"),
            counted(changed.len() as u64, "line")
        )];
        out.append(&mut told);
        out.push("all earlier backups and the cache are deleted".into());
        if any {
            out.push(format!("deleted with them: {kept} kept from edits that were not taken"));
        }
        out.extend(strays);
        match self.backup("after a withdrawal") {
            Ok(backup) => out.push(backup.message),
            Err(problem) => out.push(format!("no new backup was made: {}", problem.what)),
        }
        out.extend(self.beyond_reach(&id, &exports));
        out.extend(said.by_hand);
        Ok(out)
    }

    /// What emic cannot reach, in sentences.
    pub(super) fn beyond_reach(&self, id: &str, exports: &[PathBuf]) -> Vec<String> {
        let mut out = Vec::new();
        if !exports.is_empty() {
            let names: Vec<String> = exports.iter().map(|path| shown_path(path, &self.root)).collect();
            out.push(format!(
                "exports that may hold words of {id}, with their sidecars, for you to delete: {}",
                names.join(", ")
            ));
        }
        if let Some(tree) = work_tree(&self.root) {
            out.push(format!(
                "{} is a git work tree: its history keeps the words; so do all clones of it",
                tree.display()
            ));
        }
        out.push(
            "emic cannot reach: earlier versions that a cloud service keeps, copies on colleagues' machines (their old lines \
             are removed when they are merged or opened here), backups of the whole machine, recordings, files already sent"
                .into(),
        );
        out
    }

    /// The events that earlier erasures of a participant name.
    fn named_by_erasures(&self, person: ParticipantIx, cause: Erasure) -> HashSet<EventId> {
        let id = self.corpus.participant(person).to_lowercase();
        let events = self.journals.fold.events().iter();
        let ids = events.filter_map(|event| match &event.what {
            Do::Erase { ids, participant: Some(who), why } if *why == cause && who.as_str().to_lowercase() == id => {
                Some(ids)
            }
            _ => None,
        });
        ids.flatten().copied().collect()
    }

    pub(super) fn leaving(&self, person: ParticipantIx) -> Leaving<'_> {
        let mut leaving = Leaving {
            session: self,
            person,
            id: self.corpus.participant(person).to_owned(),
            own: Vec::new(),
            shared: BTreeMap::new(),
            speech: self.speech_of(person),
            named: [Erasure::Withdrawn, Erasure::Anonymised].map(|why| self.named_by_erasures(person, why)),
        };
        for at in self.transcripts_of(person) {
            if self.is_own(at, person) {
                leaving.own.push(at);
                continue;
            }
            let transcript = self.corpus.transcript(at);
            let body = transcript.body();
            let turns = transcript.layout().turns.iter().enumerate();
            let said = turns.filter(|(index, turn)| {
                transcript.speaker(*index) == Speaker::Participant(person) && !turn.speech.is_empty()
            });
            let edits = said.map(|(_, turn)| (body.bytes(turn.speech), PLACEHOLDER.to_owned()));
            let body = NewBody::new(body.clone(), Edits::of_bytes(body.text(), edits));
            leaving.shared.insert(transcript.id.to_string(), (at, body));
        }
        leaving
    }
}

/// What has become of journals and files, for telling.
#[derive(Default)]
struct Said {
    changed: Vec<EventId>,
    withdrawn: Vec<EventId>,
    gone: usize,
    by_hand: Vec<String>,
}

impl Leaving<'_> {
    /// Whether a memo on a coding, passage or transcript goes with them.
    pub(super) fn memo_goes(&self, memo: &Memo) -> bool {
        match &memo.on {
            MemoOn::Coding(coding) => {
                let coding = self.session.state().codings.get(coding);
                coding.is_some_and(|coding| self.part(&coding.place) == Part::All)
            }
            MemoOn::Passage(place) => self.part(place) == Part::All,
            MemoOn::Transcript(id) => self.is_own(id.as_str()),
            _ => false,
        }
    }

    fn is_own(&self, transcript: &str) -> bool {
        self.own.iter().any(|at| self.session.corpus.transcript(*at).id.as_str() == transcript)
    }

    /// Whose a passage is.
    fn part(&self, place: &Place) -> Part {
        if self.is_own(place.transcript.as_str()) {
            return Part::All;
        }
        let Some((at, body)) = self.shared.get(place.transcript.as_str()) else { return Part::Nothing };
        let Some(span) = body.stands(place) else {
            let whole = [&*place.before, &*place.quote, &*place.after].concat();
            return if self.speech.is_in(&whole) || self.speech.says(&place.quote) { Part::All } else { Part::Unknown };
        };
        let transcript = self.session.corpus.transcript(*at);
        let layout = transcript.layout();
        let (mut theirs, mut others) = (false, false);
        for turn in layout.turns_in(span).filter(|turn| layout.turn_words_in(*turn, span) > 0) {
            match transcript.speaker(turn) {
                Speaker::Participant(who) if who == self.person => theirs = true,
                Speaker::Participant(_) | Speaker::Excluded | Speaker::Unmapped => others = true,
                Speaker::Interviewer | Speaker::Other => {}
            }
        }
        match (theirs, others) {
            (false, _) => Part::Nothing,
            (true, true) => Part::Some,
            (true, false) => Part::All,
        }
    }

    /// All codings, live or not, with the place that counts.
    fn codings(&self) -> HashMap<EventId, Place> {
        let mut places: HashMap<EventId, Place> = HashMap::new();
        for event in self.session.journals.fold.events() {
            if let Do::Code(code) = &event.what {
                places.insert(event.id, code.place.clone());
            }
        }
        for coding in self.session.state().codings.values() {
            places.insert(coding.id, coding.place.clone());
        }
        places
    }

    /// The events that lose their words.
    fn withdrawn(&self, codings: &HashMap<EventId, Part>) -> HashSet<EventId> {
        let events = self.session.journals.fold.events();
        let goes = |coding: &EventId| codings.get(coding).is_some_and(|part| *part == Part::All);
        let on = |on: &MemoOn| match on {
            MemoOn::Coding(coding) => goes(coding),
            MemoOn::Transcript(id) => self.is_own(id.as_str()),
            MemoOn::Passage(place) => self.part(place) == Part::All,
            MemoOn::Participant(id) | MemoOn::ParticipantCode(id, _) => id.as_str() == self.id,
            MemoOn::Case(_) | MemoOn::Code(_) | MemoOn::CaseCode(..) | MemoOn::Study => false,
        };
        let mut memos: HashSet<EventId> = HashSet::new();
        let mut gone = HashSet::new();
        for event in events {
            let is_gone = match &event.what {
                Do::Code(_) => goes(&event.id),
                Do::Respan(respan) => goes(&respan.coding),
                // A translation of words of both cannot be taken apart.
                Do::Quote { coding, .. } => {
                    codings.get(coding).is_some_and(|part| matches!(part, Part::All | Part::Some))
                }
                Do::Memo(MemoWritten { memo, on: thing, .. }) => {
                    let first = memo.unwrap_or(event.id);
                    if thing.as_ref().is_some_and(on) {
                        memos.insert(first);
                    }
                    memos.contains(&first)
                }
                Do::File(change) => self.was_about(&change.path),
                _ => false,
            };
            let [named, anew] = &self.named;
            // In an old copy nobody can tell which words of a memo are theirs.
            let placed = matches!(event.what, Do::Code(_) | Do::Respan(_));
            let old = event.rev == 0 && !placed && anew.contains(&event.id);
            if is_gone || old || named.contains(&event.id) {
                gone.insert(event.id);
            }
        }
        gone
    }

    /// Whether the earlier words of a file may be theirs: a transcript in which they speak, or the table with their row.
    fn was_about(&self, path: &str) -> bool {
        let corpus = &self.session.corpus;
        let shared = self.shared.values().map(|(at, _)| at);
        let mut transcripts = self.own.iter().chain(shared).map(|at| &corpus.transcript(*at).path);
        let is = |known: &Path| shown_path(known, Path::new("")) == path;
        transcripts.any(|known| is(known)) || is(&corpus.study.participants)
    }

    /// Copies from edits that hold their words, or may.
    pub(super) fn copies(&self) -> Vec<CopyStep> {
        let own = self.own.iter().map(|at| &self.session.corpus.transcript(*at).id);
        let shared = self.shared.values().map(|(at, _)| &self.session.corpus.transcript(*at).id);
        self.session.copies_to_erase(own.chain(shared), |text| self.speech.is_in(text))
    }

    fn changes(&self, own_journal: &Path) -> Result<(Vec<Change>, Said), Problem> {
        let session = self.session;
        let mut files: Vec<Change> = Vec::new();
        let mut said = Said { gone: self.own.len(), ..Said::default() };
        for at in &self.own {
            let path = &session.corpus.transcript(*at).path;
            files.push(Change { path: path.clone(), old: session.bytes(path)?, new: None });
        }
        self.shared_transcripts(&mut files, &mut said)?;
        session.drop_left_behind(&|_| true, &mut files)?;
        self.tables(&mut files)?;
        self.codebook(&mut files, &mut said)?;
        let places = self.codings();
        let parts: HashMap<EventId, Part> = places.iter().map(|(id, place)| (*id, self.part(place))).collect();
        let gone = self.withdrawn(&parts);
        let text = |held: &str, text: &str| self.word(held, text);
        let place = |event: &Event, place: &Place| self.place(event, place, &places);
        let rule = Rule {
            text: &text,
            place: &place,
            withdrawn: &|event| gone.contains(&event.id),
            drop_torn: true,
            drop_patches: true,
            path: &Path::to_owned,
        };
        let journals = session.new_journals(&rule, &session.root.join(own_journal))?;
        files.extend(journals.changes);
        (said.changed, said.withdrawn) = (journals.changed, journals.withdrawn);
        said.by_hand
            .extend(journals.unread.iter().map(|file| format!("not looked through, for it is no text: {file}")));
        Ok((files, said))
    }

    /// A string of a journal, a table or the codebook without their words.
    fn word(&self, held: &str, text: &str) -> Option<String> {
        if held == "examples" && self.speech.says(text) {
            return Some(PLACEHOLDER.to_owned());
        }
        self.speech.redact(text)
    }

    /// A passage that stays, in the body as it is afterwards.
    fn place(&self, event: &Event, place: &Place, places: &HashMap<EventId, Place>) -> Option<Place> {
        let Some((_, body)) = self.shared.get(place.transcript.as_str()) else {
            // In other transcripts the words are somebody else's, but for what an old copy has from before an erasure.
            let [_, named] = &self.named;
            let old = event.rev == 0 && named.contains(&event.id);
            return Some(if old { self.anew(place) } else { place.clone() });
        };
        let id = place.transcript.as_str();
        let nothing = |span: Span| Place {
            span,
            quote: PLACEHOLDER.into(),
            before: Piece::default(),
            after: Piece::default(),
            ..place.clone()
        };
        match self.part(place) {
            Part::Nothing | Part::Some => body.stands(place).and_then(|span| body.place_at(span, id)),
            Part::Unknown => Some(Place {
                quote: self.speech.redact(&place.quote).map_or_else(|| place.quote.clone(), Into::into),
                before: Piece::default(),
                after: Piece::default(),
                ..place.clone()
            }),
            // An earlier place of a coding that stands elsewhere now.
            Part::All => {
                let coding = if matches!(event.what, Do::Code(_)) { Some(event.id) } else { event.what.coding() };
                let now = coding.and_then(|coding| places.get(&coding));
                let now = now.filter(|now| now.transcript == place.transcript && self.part(now) != Part::All);
                let now = now.and_then(|now| body.place_at(body.stands(now)?, id));
                Some(now.unwrap_or_else(|| nothing(Span::new(0, 0))))
            }
        }
    }

    /// A passage from before an erasure, in the body as it is: with its surroundings there, or without a word.
    fn anew(&self, place: &Place) -> Place {
        let corpus = &self.session.corpus;
        let at = corpus.find(place.transcript.as_str());
        let body = at.map(|at| NewBody::new(corpus.transcript(at).body().clone(), Edits::default()));
        let found = body.and_then(|body| body.place_at(body.stands(place)?, place.transcript.as_str()));
        found.unwrap_or_else(|| Place {
            span: Span::new(0, 0),
            quote: PLACEHOLDER.into(),
            before: Piece::default(),
            after: Piece::default(),
            ..place.clone()
        })
    }
}
