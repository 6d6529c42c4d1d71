//! Conflict copies of journals, as synchronising programs leave them: `amy (conflicted copy).jsonl`, `amy-DESKTOP-AB12.jsonl`.
//!
//! They are read like any journal, so they add nothing twice and lose nothing. Tidying takes over what only they hold and removes them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::journals::lock_of;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::journal::{Event, read_journal};
use crate::model::{CoderName, Diagnostic, EventId};
use crate::store::{self, StudyPaths};

/// A journal that is a copy of another one.
struct CopyFound {
    /// The copy, below the study's folder.
    path: PathBuf,
    /// The coder's own journal, below the study's folder.
    of: PathBuf,
    coder: CoderName,
    /// Events that only the copy holds, or of which it holds the line that counts.
    more: Vec<Event>,
}

impl Session {
    /// The copies among the journals: all their events are of one coder, who has a journal of that name, with which the name of
    /// the copy begins.
    fn journal_copies(&self) -> Vec<CopyFound> {
        let study = &self.corpus().study;
        let mut found = Vec::new();
        let paths = store::journals(study).0;
        for path in &paths {
            let Ok(read) = read_journal(&self.root().join(path), None) else { continue };
            let coders: BTreeSet<&CoderName> = read.events.iter().map(|event| &event.coder).collect();
            let (Some(coder), 1) = (coders.first(), coders.len()) else { continue };
            let of = store::journal_for(study, coder);
            let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
            // Where names do not differ by case, the coder's own file may be written in capitals.
            if name(path) == name(&of) || !paths.contains(&of) || !name(path).starts_with(&name(&of)) {
                continue;
            }
            let Ok(own) = read_journal(&self.root().join(&of), None) else { continue };
            let known: HashMap<EventId, &Event> = own.events.iter().map(|event| (event.id, event)).collect();
            let lacks = |event: &&Event| known.get(&event.id).is_none_or(|known| event.rank(known).is_gt());
            let more = read.events.iter().filter(lacks).cloned().collect();
            found.push(CopyFound { path: path.clone(), of, coder: (*coder).clone(), more });
        }
        found
    }

    /// Notes about copies, for `emic check`.
    pub(super) fn check_copies(&self, found: &mut Vec<Diagnostic>) {
        for copy in self.journal_copies() {
            let what = format!(
                "is a copy of {} that a synchronising program has left; nothing in it counts twice ({} that only it holds)",
                copy.of.display(),
                counted(copy.more.len() as u64, "record")
            );
            found.push(
                Diagnostic::note("copy", copy.path, what)
                    .hint("`emic check --tidy` takes over what only it holds and removes it"),
            );
        }
    }

    /// Notes about copies of tables and the codebook, which are not read.
    pub(super) fn check_table_copies(&self, found: &mut Vec<Diagnostic>) {
        let study = &self.corpus().study;
        let paths = StudyPaths::of(study);
        let own = [&study.codebook, &paths.participants, &paths.cases, &paths.transcripts, &paths.speakers];
        for of in own {
            let folder = of.parent().unwrap_or(Path::new(""));
            let beside = std::fs::read_dir(self.root().join(folder)).into_iter().flatten().flatten();
            let mut names: Vec<PathBuf> = beside.map(|entry| PathBuf::from(entry.file_name())).collect();
            names.sort();
            for name in names.iter().filter(|name| name.extension() == of.extension()) {
                let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                if store::copy_name(&stem(name)).is_some_and(|copy| copy.of == stem(of)) {
                    let what =
                        format!("is called like a copy of {} that a program has left; it is not read", of.display());
                    found.push(
                        Diagnostic::note("copy", folder.join(name), what)
                            .hint("look whether it holds a change that is missing there, then delete it"),
                    );
                }
            }
        }
    }

    /// Takes over what only conflict copies hold and removes them; a copy with lines that cannot be read stays. Answers in words what
    /// was done.
    ///
    /// # Errors
    /// If a journal cannot be added to or a copy not be removed; nothing is lost then.
    pub fn tidy_copies(&mut self) -> Result<Vec<String>, Problem> {
        self.may_write()?;
        let mut done = Vec::new();
        let copies = self.journal_copies();
        if !copies.is_empty() {
            done.extend(self.backup_before("tidying journals"));
        }
        for copy in copies {
            let full = self.root().join(&copy.path);
            let bytes = std::fs::read(&full).map_err(|error| Problem::io("read", &full, &error))?;
            let read = read_journal(&full, None).map_err(|error| Problem::new(error.to_string()))?;
            if !read.bad.is_empty() || read.torn.is_some() {
                done.push(format!("{} stays: it holds lines that cannot be read", copy.path.display()));
                continue;
            }
            let own = self.root().join(&copy.of);
            let more = copy.more.clone();
            if !more.is_empty() {
                let mut log = self.journals.log(own.clone(), lock_of(&self.locks, &own));
                log.append(|_| Ok::<_, Problem>(more)).map_err(|error| {
                    Problem::new(format!("the work of {} was not taken over: {error}", copy.coder))
                        .hint("nothing was removed; try again in a moment")
                })?;
            }
            // Looked at again before anything goes.
            let now = read_journal(&own, None).map_err(|error| Problem::new(error.to_string()))?;
            let known: HashMap<EventId, &Event> = now.events.iter().map(|event| (event.id, event)).collect();
            if !read.events.iter().all(|event| known.get(&event.id).is_some_and(|known| event.rank(known).is_le())) {
                done.push(format!("{} stays: {} changed meanwhile", copy.path.display(), copy.of.display()));
                continue;
            }
            store::remove(self.root(), &full, &bytes).map_err(|error| Problem::new(error.to_string()))?;
            done.push(format!(
                "{}: {} taken over into {}, the copy removed",
                copy.path.display(),
                counted(copy.more.len() as u64, "record"),
                copy.of.display()
            ));
        }
        if done.is_empty() {
            done.push("there are no conflict copies".into());
        }
        Ok(done)
    }
}
