//! Backups: snapshots of the study, kept outside of it, each opened once as a test when it is made.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::study_files::{CODEBOOK, files_at, left_out, study_paths};
use super::tables::empty;
use super::{Env, Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::journal::log::Lock;
use crate::privacy::Key;
use crate::store;
use crate::store::backup::{BackupError, KeptFile, NewSnapshot, Shelf, Snapshot, kept, sha256};

/// How long a backup waits for another one of the same study.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a backup is made anew of a study that is changing meanwhile.
const TRIES: u32 = 4;

/// The backups of one study, which may be broken or gone.
#[derive(Debug)]
pub struct Backups {
    shelf: Shelf,
}

/// A backup that was made, or found to be there already.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Its id.
    pub id: String,
    /// Whether it is new; else nothing has changed since it was made.
    pub new: bool,
    /// What it holds and where, in words.
    pub message: String,
}

/// How a backup came out.
enum Taken {
    Made(Backup),
    /// It has this number of transcripts, and the study another: not kept.
    Differs(usize),
}

fn refused(error: BackupError) -> Problem {
    let hint = match &error {
        BackupError::Unknown(_) => "`emic backup list` shows the ids",
        BackupError::List(_) | BackupError::Damaged { .. } => {
            "`emic backup verify` tells which backups are whole; `emic backup forget ID` takes a damaged one away"
        }
        BackupError::Outside { .. } => "this list was not written by emic",
        BackupError::NotEmpty(_) => "name a folder that is not there yet: a backup never writes over anything",
        BackupError::Io { .. } => "look whether the folder may be written and the disk has space",
    };
    Problem::new(error.to_string()).hint(hint)
}

impl Backups {
    /// Finds the backups of the study in `root`: below EMIC_BACKUP_DIR, else in the machine's folder for data. Nothing is
    /// made.
    ///
    /// # Errors
    /// If there is no such folder, it lies inside the study, or on another volume than the study (which may be an
    /// encrypted one) and nobody has named it.
    pub fn of(root: &Path, env: &Env) -> Result<Self, Problem> {
        let root = root.canonicalize().or_else(|_| std::path::absolute(root)).unwrap_or_else(|_| root.to_owned());
        let base = match (&env.backup_dir, &env.user_data) {
            (Some(named), _) => std::path::absolute(named).unwrap_or_else(|_| named.clone()),
            (None, Some(data)) => {
                let base = data.join("emic").join("backups");
                if !crate::cache::same_volume(&root, &base) {
                    return Err(Problem::new(format!(
                        "the study lies on another volume than {}, so no interview text is copied there",
                        base.display()
                    ))
                    .hint("name a folder for backups: EMIC_BACKUP_DIR=…"));
                }
                base
            }
            (None, None) => {
                return Err(
                    Problem::new("this machine names no folder for backups").hint("name one: EMIC_BACKUP_DIR=…")
                );
            }
        };
        if store::inside(&root, &base) {
            return Err(Problem::new(format!("the folder for backups, {}, lies inside the study", base.display()))
                .hint("a backup inside the study is lost with it, and shared with it: name another EMIC_BACKUP_DIR"));
        }
        let name: String = sha256(root.as_os_str().as_encoded_bytes()).chars().take(32).collect();
        Ok(Self { shelf: Shelf::new(base.join(name)) })
    }

    /// Where they lie.
    pub fn folder(&self) -> &Path {
        self.shelf.folder()
    }

    /// All of them, oldest first.
    pub fn all(&self) -> Vec<Snapshot> {
        self.shelf.all()
    }

    /// The backups that can be read: columns `backup`, `at`, `why`, `files`, `bytes`, `original` (1: it holds names that
    /// were taken out of the study).
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::left("backup"),
            Column::left("at"),
            Column::left("why"),
            Column::right("files"),
            Column::right("bytes"),
            Column::right("original"),
        ];
        let mut table = empty("backups", columns);
        let ids = self.shelf.ids();
        for snapshot in self.all() {
            table.rows.push(vec![
                Cell::text(&snapshot.id),
                Cell::text(&snapshot.at),
                Cell::text(&snapshot.why),
                Cell::Integer(snapshot.files.len() as u64),
                Cell::Integer(snapshot.files.iter().map(|file| file.size).sum()),
                Cell::Flag(snapshot.original),
            ]);
        }
        let damaged = ids.len() - table.rows.len();
        table.sentences.push(format!(
            "{} in {}, {:.1} MB on the disk; what did not change between two is kept once",
            counted(ids.len() as u64, "backup"),
            self.folder().display(),
            self.shelf.size() as f64 / 1_000_000.0
        ));
        if damaged > 0 {
            table.sentences.push(format!("{damaged} of them cannot be read: `emic backup verify` names them"));
        }
        table.sentences.push(
            "kept are all of the last two days, the newest of each day of the last 30, of each week of the last year and \
             of each month; originals until you forget them"
                .into(),
        );
        table
    }

    /// Looks whether a backup (or all) is whole: one line for each, and whether all are.
    ///
    /// # Errors
    /// If there is none of this id.
    pub fn verify(&self, id: Option<&str>) -> Result<(Vec<String>, bool), Problem> {
        let ids = id.map_or_else(|| self.shelf.ids(), |id| vec![id.to_owned()]);
        let (mut lines, mut whole) = (Vec::new(), true);
        for id in ids {
            let faults = match self.shelf.get(&id) {
                Ok(snapshot) => match self.shelf.faults(&snapshot) {
                    faults if faults.is_empty() => {
                        self.opens(&snapshot).err().map(|problem| problem.what).into_iter().collect()
                    }
                    faults => faults.iter().map(ToString::to_string).collect(),
                },
                Err(error @ BackupError::Unknown(_)) => return Err(refused(error)),
                Err(error) => vec![error.to_string()],
            };
            whole &= faults.is_empty();
            lines.push(if faults.is_empty() { format!("{id}: whole") } else { format!("{id}: {}", faults.join("; ")) });
        }
        Ok((lines, whole))
    }

    /// Writes a backup into a new folder, which is then a study like any other.
    ///
    /// # Errors
    /// If there is none of this id, it is damaged, or the folder is not new.
    pub fn restore(&self, id: &str, folder: &Path) -> Result<String, Problem> {
        let snapshot = self.shelf.get(id).map_err(refused)?;
        self.write(&snapshot, folder, false)?;
        Ok(format!(
            "restored {} of “{}” as of {} into {}",
            counted(snapshot.files.len() as u64, "file"),
            snapshot.title,
            snapshot.at,
            folder.display()
        ))
    }

    /// The bytes of a file of a backup.
    pub(super) fn file(&self, snapshot: &Snapshot, file: &KeptFile) -> Result<Vec<u8>, Problem> {
        self.shelf.read(snapshot, file).map_err(refused)
    }

    /// Marks the backups in which a name of the key stands as originals.
    pub(super) fn keep_as_originals(&self, key: &Key) -> Result<(), Problem> {
        let _lock = self.lock()?;
        for snapshot in self.all().into_iter().filter(|one| !one.original) {
            let holds = snapshot.files.iter().any(|file| {
                key.is_in(&file.path)
                    || self.file(&snapshot, file).is_ok_and(|bytes| key.is_in(&String::from_utf8_lossy(&bytes)))
            });
            if holds {
                self.shelf.mark_original(&snapshot.id).map_err(refused)?;
            }
        }
        Ok(())
    }

    /// Takes backups away for good.
    ///
    /// # Errors
    /// If there is none of these ids; nothing is taken then.
    pub fn forget(&self, ids: &[String]) -> Result<(), Problem> {
        let _lock = self.lock()?;
        if let Some(unknown) = ids.iter().find(|id| !self.shelf.ids().contains(id)) {
            return Err(refused(BackupError::Unknown(unknown.clone())));
        }
        self.shelf.forget(ids).map_err(refused)
    }

    /// The folder for what another program wrote into a file while the study was rewritten.
    pub(super) fn aside(&self) -> PathBuf {
        self.folder().join("aside")
    }

    /// Takes away what was put aside up to a moment (milliseconds since 1970).
    pub(super) fn forget_aside(&self, until: u64) -> std::io::Result<()> {
        let until = std::time::UNIX_EPOCH + Duration::from_millis(until);
        for entry in fs::read_dir(self.aside()).into_iter().flatten().flatten() {
            if entry.metadata()?.modified()? <= until {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn lock(&self) -> Result<Lock, Problem> {
        store::backup::make_private(self.folder()).map_err(|error| Problem::io("make", self.folder(), &error))?;
        Lock::take(&self.folder().join("lock"), PATIENCE)
            .map_err(|error| Problem::new(error.to_string()).hint("another emic makes a backup; try again in a moment"))
    }

    fn write(&self, snapshot: &Snapshot, folder: &Path, private: bool) -> Result<(), Problem> {
        self.shelf.restore(snapshot, folder, private).map_err(refused)?;
        // A codebook from outside lies inside now.
        if snapshot.codebook.is_some() {
            let path = folder.join(store::STUDY_FILE);
            let text = fs::read_to_string(&path).map_err(|error| Problem::io("read", &path, &error))?;
            let new = store::set(&text, &["codebook".into()], &store::Node::text(CODEBOOK))
                .map_err(|refused| Problem::new(format!("study.yaml cannot be changed: {}", refused.edit)))?;
            store::write_whole(&path, new.as_bytes()).map_err(|error| Problem::new(error.to_string()))?;
        }
        Ok(())
    }

    /// Opens a backup as a study, in a folder of its own that is taken away again: transcripts and codings in it.
    fn opens(&self, snapshot: &Snapshot) -> Result<(usize, usize), Problem> {
        let failed = |error: std::io::Error| Problem::io("make a folder in", self.folder(), &error);
        let dir = store::backup::passing_folder(".check-", self.folder()).map_err(failed)?;
        let study = dir.path().join("study");
        self.write(snapshot, &study, true)?;
        let mut env = Env::system();
        env.cache_dir = Some(dir.path().join("cache"));
        env.user_data = None;
        env.backup_dir = None;
        let session = Session::open_with_faults(&study, env)?;
        let counts = (session.corpus().transcripts.len(), session.state().codings.len());
        drop(session);
        dir.close().map_err(failed)?;
        Ok(counts)
    }
}

impl Session {
    /// The backups of this study.
    ///
    /// # Errors
    /// As [`Backups::of`].
    pub fn backups(&self) -> Result<Backups, Problem> {
        Backups::of(&self.root, &self.env)
    }

    /// Makes a backup, unless nothing has changed since the newest, opens it as a test, and lets go of those that the
    /// rule does not keep. Call it before every step that could lose something, with the step as `why`.
    ///
    /// # Errors
    /// If it cannot be made or does not open; then the step should not be taken.
    pub fn backup(&self, why: &str) -> Result<Backup, Problem> {
        self.snapshot(why, false)
    }

    /// As [`Session::backup`], before a step that can be taken back or only adds: where no backup can be made the step is taken all
    /// the same, and the sentence says so. `None`: there is nothing yet that could be lost.
    pub(super) fn backup_before(&self, step: &str) -> Option<String> {
        Some(match self.backed_up_before(step)? {
            Ok(backup) => format!("as it was before: backup {}", backup.id),
            Err(problem) => format!("no backup was made before {step}: {}", problem.what),
        })
    }

    /// The backup of [`Session::backup_before`], or why there is none.
    pub(super) fn backed_up_before(&self, step: &str) -> Option<Result<Backup, Problem>> {
        let corpus = &self.corpus;
        if corpus.transcripts.is_empty() && self.state().codings.is_empty() && corpus.codebook.codes().is_empty() {
            return None;
        }
        Some(self.backup(&format!("before {step}")))
    }

    /// How many transcripts there are on the disk, which may be others than this session has read.
    fn transcripts_now(&self) -> Result<usize, Problem> {
        let mut env = Env::system();
        (env.cache_dir, env.user_cache, env.user_data, env.backup_dir) = (None, None, None, None);
        env.as_of = Some("now".into());
        Ok(Self::open_with_faults(&self.root, env)?.corpus().transcripts.len())
    }

    /// As [`Session::backup`]; an `original` holds what is about to be taken out of the study, and stays until it is
    /// forgotten.
    pub(super) fn snapshot(&self, why: &str, original: bool) -> Result<Backup, Problem> {
        let backups = self.backups()?;
        let _lock = backups.lock()?;
        let mut tried = 1;
        loop {
            match self.snapshot_once(&backups, why, original)? {
                Taken::Made(backup) => return Ok(backup),
                // Another emic, or somebody's synchronising program, was at work just then.
                Taken::Differs(_) if tried < TRIES => tried += 1,
                Taken::Differs(transcripts) => {
                    return Err(Problem::new(format!(
                        "the backup does not open: it has {transcripts} transcripts, and the study another number; links to files outside of \
                         the study are not followed"
                    ))
                    .hint("if another program is changing the study, try again when it is done"));
                }
            }
        }
    }

    fn snapshot_once(&self, backups: &Backups, why: &str, original: bool) -> Result<Taken, Problem> {
        let study = &self.corpus.study;
        let mut paths = study_paths(study);
        // The list of outputs is no file that a study needs, but weeks may have gone into it.
        paths.push(study.analysis.clone());
        paths.sort();
        let (files, codebook) = files_at(study, paths)?;
        let left_out = left_out(&self.root, &files);
        let now = self.env.now();
        let new = NewSnapshot {
            at: super::journals::timestamp(now),
            ms: now,
            why: why.to_owned(),
            study: self.root.canonicalize().unwrap_or_else(|_| self.root.clone()).to_string_lossy().into_owned(),
            title: self.corpus.study.title.clone(),
            original,
            codebook,
        };
        let (snapshot, made) = backups.shelf.make(new, &files).map_err(refused)?;
        let files = counted(snapshot.files.len() as u64, "file");
        if !made {
            let message = format!("nothing has changed since backup {} ({files}): no other is needed", snapshot.id);
            return Ok(Taken::Made(Backup { id: snapshot.id, new: false, message }));
        }
        let not_kept = || drop(backups.shelf.forget(std::slice::from_ref(&snapshot.id)));
        let (transcripts, codings) = match backups.opens(&snapshot) {
            Ok(counts) => counts,
            Err(problem) => {
                not_kept();
                return Err(Problem { what: format!("the backup does not open: {}", problem.what), ..problem });
            }
        };
        if transcripts != self.corpus.transcripts.len() && !self.transcripts_now().is_ok_and(|now| now == transcripts) {
            not_kept();
            return Ok(Taken::Differs(transcripts));
        }
        let all = backups.all();
        let gone = all.iter().zip(kept(&all, now)).filter(|(_, keep)| !keep).map(|(one, _)| one.id.clone());
        let gone: Vec<String> = gone.collect();
        if !gone.is_empty() {
            backups.shelf.forget(&gone).map_err(refused)?;
        }
        let message = format!(
            "backup {}: {files}, opened as a test ({}, {}), in {}{left_out}",
            snapshot.id,
            counted(transcripts as u64, "transcript"),
            counted(codings as u64, "coding"),
            backups.folder().display()
        );
        Ok(Taken::Made(Backup { id: snapshot.id, new: true, message }))
    }
}
