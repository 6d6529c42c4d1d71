//! Carrying out a command: files first, the journal second, and no answer before both are on the disk.

use super::command::{Command, Outcome};
use super::journals::{lock_of, timestamp};
use super::pending::Pending;
use super::plan::{FileEdit, JUST_MADE};
use super::{Problem, Session, place};
use crate::cache::{Cache, Verdicts};
use crate::journal::event::MemoWritten;
use crate::journal::log::{AppendError, LogError};
use crate::journal::{Do, Event, Ids};
use crate::model::{ActId, CoderName, EventId, MemoOn};
use crate::store;

impl Session {
    /// Carries out one action of the coder, whole or not at all. When this returns, all of it is on the disk.
    ///
    /// # Errors
    /// What is wrong with the command, or why it could not be saved; nothing is written then.
    pub fn apply(&mut self, command: Command) -> Result<Outcome, Problem> {
        let coder = self.writer_of(&command)?;
        if matches!(command, Command::Undo) {
            self.ask_before_merged(&coder)?;
        }
        let path = self.journals.path_of(&self.corpus.study, &coder);
        if !path.exists() {
            self.refresh_book()?;
            // A command that is refused or comes to nothing makes no journal.
            let plan = self.plan(&command, &coder)?;
            if plan.events.is_empty() {
                return Ok(Outcome { skipped: plan.skipped, message: plan.message, ..Outcome::default() });
            }
        }
        // What is refused or comes to nothing needs no backup.
        let kept = match command.risk() {
            Some(step) if !self.plan(&command, &coder)?.events.is_empty() => self.backup_before(step),
            _ => None,
        };
        let lock = lock_of(&self.locks, &path);
        let mut log = self.journals.log(path.clone(), lock.clone());
        let mut planned = None;
        let mut pending = None;
        let relative = path.strip_prefix(&self.root).map_or_else(|_| path.clone(), std::path::Path::to_path_buf);
        let mut found_edits = false;
        let appended = log.append(|found| {
            // What another window of the same coder has added since counts.
            if !found.is_empty() {
                self.take_in(found.to_vec());
            }
            let book = self.refresh_book()?;
            // Undo takes back what was done in emic, not what somebody has edited since.
            let edits = if command.takes_back() { Vec::new() } else { self.book_edits_found(book) };
            let plan = self.plan(&command, &coder)?;
            if plan.events.is_empty() {
                planned = Some((plan, None));
                return Ok(Vec::new());
            }
            let mut events = self.events(&edits, None, &coder);
            let newest = events.last().map(|event| event.id.0);
            let own = self.events(&plan.events, newest, &coder);
            if let Some(first) = own.first().filter(|_| !plan.files.is_empty()) {
                let begun = Pending::begin(&self.root, &relative, &lock, first.act, &plan.files).map_err(not_begun)?;
                if let Err(problem) = self.write_files(&plan.files) {
                    // What could not be put back is put back from what was remembered.
                    return Err(taken_back(begun, problem));
                }
                pending = Some(begun);
            }
            planned = Some((plan, own.first().map(|event| event.act)));
            found_edits = !events.is_empty();
            events.extend(own);
            Ok(events)
        });
        let appended = match appended {
            Ok(appended) => appended,
            Err(error) => {
                let problem = not_appended(error);
                return Err(match pending {
                    None => problem,
                    Some(pending) => taken_back(pending, problem),
                });
            }
        };
        if let Some(pending) = pending {
            pending.end();
        }
        if let Some(mark) = log.seen() {
            self.journals.marks.insert(path.clone(), *mark);
        }
        self.saw_journal(&path);
        let (plan, act) = planned.unwrap_or_default();
        let own = appended.saved.iter().filter(|event| Some(event.act) == act);
        let written: Vec<EventId> = own.map(|event| event.id).collect();
        let mut events = appended.found;
        events.extend(appended.saved);
        self.take_in(events);
        if !plan.files.is_empty() {
            self.reload()?;
            self.saw_files(plan.files.iter().map(|edit| edit.path.clone()));
        }
        if found_edits || plan.files.iter().any(|file| file.path == self.corpus.study.codebook) {
            self.book_is_known();
        }
        let coded = plan.events.iter().any(|event| matches!(event, Do::Code(_)));
        let unheard = if coded { self.unheard_sentence(&coder) } else { None };
        let message = unheard.map_or(plan.message.clone(), |said| format!("{}; {said}", plan.message));
        Ok(Outcome { act, written, skipped: plan.skipped, message, kept })
    }

    /// What a command would do; nothing is written.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn rehearse(&mut self, command: Command) -> Result<Outcome, Problem> {
        let coder = self.writer_of(&command)?;
        let plan = self.plan(&command, &coder)?;
        Ok(Outcome { skipped: plan.skipped, message: plan.message, ..Outcome::default() })
    }

    /// In whose journal a command is written.
    fn writer_of(&self, command: &Command) -> Result<CoderName, Problem> {
        let acting = self.writing_coder()?;
        Ok(match command {
            Command::Settle(_) | Command::SettleRest { .. } | Command::UndoSettled | Command::RedoSettled => {
                self.corpus.study.consensus.clone()
            }
            _ => acting,
        })
    }

    pub(super) fn writing_coder(&self) -> Result<CoderName, Problem> {
        self.may_write()?;
        self.coder()
    }

    /// Whether the study may be changed at all.
    pub(super) fn may_write(&self) -> Result<(), Problem> {
        if self.corpus.study.read_only {
            return Err(Problem::new("the study is of a newer version of emic: it is read, and nothing is written")
                .hint("install the newest emic to change it"));
        }
        if let Some(past) = self.past() {
            return Err(Problem::new(format!("the state as of {} is looked at, and nothing is written", past.text))
                .hint("leave --as-of away to change the study as it is"));
        }
        self.is_there()
    }

    /// The study's folder may be gone (a drive that was pulled out, another folder in its place), and its journals may lead elsewhere:
    /// nothing is written where the study is not.
    fn is_there(&self) -> Result<(), Problem> {
        if !self.root.join(store::STUDY_FILE).is_file() {
            return Err(Problem::new(format!("not saved: the study is no longer in {}", self.root.display()))
                .hint("bring the folder back (connect the drive again), then try again"));
        }
        let codings = &self.corpus.study.codings;
        if !store::inside(&self.root, &self.root.join(codings)) {
            return Err(Problem::new(format!("not saved: {} leads out of the study", codings.display()))
                .hint("put a folder of its own in the place of the link"));
        }
        Ok(())
    }

    /// Adds events to the state and brings the places of codings along.
    pub(super) fn take_in(&mut self, mut events: Vec<Event>) {
        if let Some(past) = &self.as_of {
            events.retain(|event| past.keeps(event));
        }
        let mut changed = Vec::new();
        let mut all = false;
        let memos = events.iter().any(|event| matches!(event.what, Do::Memo(_)));
        for event in &events {
            match &event.what {
                Do::Code(_) => changed.push(event.id),
                Do::Uncode { coding } | Do::Recode { coding, .. } => changed.push(*coding),
                Do::Respan(respan) => changed.push(respan.coding),
                Do::Undo { .. } | Do::Erase { .. } => all = true,
                _ => {}
            }
        }
        all |= self.journals.push(events);
        let mut verdicts = std::mem::replace(&mut self.verdicts, Verdicts::load(&Cache::in_memory()));
        let state = self.journals.fold.state();
        let kept = !all && place::update(&self.corpus, state, &mut verdicts, &changed, &mut self.placements);
        if memos && kept {
            self.memo_places = place::memos(&self.corpus, state, &mut verdicts);
        }
        self.verdicts = verdicts;
        if !kept {
            self.place_all();
        }
    }

    /// The events of one action, after all that is known and after `newest`.
    fn events(&mut self, what: &[Do], newest: Option<uuid::Uuid>, coder: &CoderName) -> Vec<Event> {
        if what.is_empty() {
            return Vec::new();
        }
        let now = self.env.now();
        let at = timestamp(now);
        let mut ids = Ids::new(now, self.journals.fold.newest().max(newest));
        let act = ids.act(self.env.random());
        let of = what.len() as u32;
        let mut made = JUST_MADE;
        let make = |what: &Do| {
            let id = ids.event(self.env.random());
            let mut what = what.clone();
            match &mut what {
                Do::Code(_) => made = id,
                Do::Uncode { coding } if *coding == JUST_MADE => *coding = made,
                Do::Memo(MemoWritten { on: Some(MemoOn::Coding(coding)), .. }) if *coding == JUST_MADE => {
                    *coding = made
                }
                _ => {}
            }
            // An undo is an action of its own: its `act` is its id, and the line's `act` names what is taken back.
            let act = if matches!(what, Do::Undo { .. }) { ActId(id.0) } else { act };
            let mut event = Event::new(id, act, coder.clone(), &at, what);
            event.of = of;
            event
        };
        what.iter().map(make).collect()
    }

    /// Changes files, all or none: if one cannot be written, those before it are put back.
    pub(super) fn write_files(&self, files: &[FileEdit]) -> Result<(), Problem> {
        for (done, edit) in files.iter().enumerate() {
            if let Err(error) = self.write_file(edit) {
                for edit in files[..done].iter().rev() {
                    // What cannot be put back either is told by `check`; there is nothing better to do here.
                    let _ = self.write_file(&FileEdit {
                        path: edit.path.clone(),
                        old: edit.text.clone(),
                        text: edit.old.clone(),
                    });
                }
                return Err(Problem::new(format!("{error}; nothing was changed"))
                    .hint("look whether the file or folder is read-only, and whether the disk is full"));
            }
        }
        Ok(())
    }

    fn write_file(&self, FileEdit { path, old, text }: &FileEdit) -> Result<(), store::WriteError> {
        let full = self.root.join(path);
        match (old, text) {
            // Only the codebook may lie outside of the study.
            (Some(_), Some(text)) if *path == self.corpus.study.codebook => store::write_whole(&full, text.as_bytes()),
            (Some(old), Some(text)) => store::write_over(&self.root, &full, old.as_bytes(), text.as_bytes()),
            (None, Some(text)) => {
                if let Some(folder) = full.parent().filter(|folder| !folder.exists()) {
                    if !store::inside(&self.root, folder) {
                        return Err(store::WriteError::Outside(full));
                    }
                    std::fs::create_dir_all(folder)
                        .map_err(|source| store::WriteError::Io { path: folder.to_owned(), source })?;
                }
                store::write_new(&full, text.as_bytes())
            }
            (Some(old), None) => store::remove(&self.root, &full, old.as_bytes()),
            (None, None) => Ok(()),
        }
    }
}

/// Takes back what an action that failed has changed, and says so where the disk refuses that too.
fn taken_back(pending: Pending, problem: Problem) -> Problem {
    match pending.settle() {
        Ok(()) => problem,
        Err(_) => {
            Problem { what: format!("{}; what is changed is taken back at the next opening", problem.what), ..problem }
        }
    }
}

/// Why an action was not begun.
fn not_begun(error: std::io::Error) -> Problem {
    Problem::new(format!("not saved: what is to be changed cannot be remembered first: {error}; nothing was changed"))
        .hint("look whether the study's folder is read-only, and whether the disk is full")
}

/// Why an action was not saved.
pub(super) fn not_appended(error: AppendError<Problem>) -> Problem {
    match error {
        AppendError::Refused(problem) => problem,
        AppendError::Log(error) => not_saved(&error),
    }
}

fn not_saved(error: &LogError) -> Problem {
    let hint = match error {
        LogError::Locked { .. } => "another emic of this coder is writing; try again in a moment",
        LogError::ReadOnly { .. } => "the study can be read; to write, change the permissions of its codings folder",
        LogError::NoSpace { .. } => "make space on the disk and try again",
        LogError::Unstable { .. } => "a synchronising program may be at work; try again in a moment",
        LogError::Io { .. } => "what was saved before is not touched",
    };
    Problem::new(format!("not saved: {error}")).hint(hint)
}
