//! Bringing the index to the state of the transcripts.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::Path;

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::covered::Covered;
use super::live::Live;
use super::{Index, IndexError, ReadSpeech};
use crate::model::TranscriptId;

/// Up to so many transcripts are indexed by one thread in little memory: starting more costs more than they bring.
const FEW: usize = 4;

/// Documents sent at once. tantivy's queue holds 10,000 such packs: so no more than some 20 MB of speech waits.
const PACK: usize = 8;

/// What an update did.
#[derive(Debug, Default)]
pub struct Report {
    /// Transcripts indexed, new or anew.
    pub indexed: usize,
    /// Transcripts taken out.
    pub removed: usize,
    /// Transcripts that are wanted and not covered as they are now: these are to be scanned.
    pub not_covered: Vec<TranscriptId>,
    /// Why, if it was not for their texts.
    pub fault: Option<IndexError>,
}

/// What there is to do.
#[derive(Default)]
struct Plan {
    removed: Vec<TranscriptId>,
    changed: Vec<(TranscriptId, u64)>,
    /// Transcripts that stay as they are.
    kept: usize,
}

impl Plan {
    fn new(wanted: &[(TranscriptId, u64)], covered: Option<&Covered>) -> Self {
        let Some(covered) = covered else {
            return Self { changed: wanted.to_vec(), ..Self::default() };
        };
        let all: HashMap<&str, u64> = wanted.iter().map(|(id, key)| (id.as_str(), *key)).collect();
        let removed: Vec<_> = covered.ids().filter(|id| !all.contains_key(id.as_str())).cloned().collect();
        let is_kept = |id: &str, key| covered.get(id).is_some_and(|entry| entry.key == key);
        let changed: Vec<_> = wanted.iter().filter(|(id, key)| !is_kept(id.as_str(), *key)).cloned().collect();
        Self { kept: wanted.len() - changed.len(), removed, changed }
    }

    const fn is_done(&self) -> bool {
        self.removed.is_empty() && self.changed.is_empty()
    }

    fn failed(self, fault: IndexError) -> Report {
        let not_covered = self.changed.into_iter().map(|(id, _)| id).collect();
        Report { not_covered, fault: Some(fault), ..Report::default() }
    }
}

/// Held by the one process that updates an index; freed when it ends, however it ends.
struct Lock(#[allow(dead_code)] File);

impl Lock {
    fn take(dir: &Path) -> Result<Self, IndexError> {
        let unwritable = |source| IndexError::Unwritable { path: dir.to_owned(), source };
        std::fs::create_dir_all(dir).map_err(unwritable)?;
        super::own(dir, 0o700);
        let path = dir.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
        super::own(&path, 0o600);
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(IndexError::Busy),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}

impl Index {
    /// Brings the index to the state `wanted`: each transcript with a key that says of which body and layout its
    /// turns are. What has another key is read with `read` and indexed, what is not wanted is taken out.
    ///
    /// `progress` is told how many of how many transcripts have been read. Whatever goes wrong stands in the report:
    /// a search goes on with what is committed, and scans the rest.
    pub fn update(
        &mut self,
        wanted: &[(TranscriptId, u64)],
        read: &mut ReadSpeech<'_>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Report {
        let plan = Plan::new(wanted, self.live().map(|live| &live.covered));
        if plan.is_done() && (self.live().is_some() || wanted.is_empty()) {
            return Report::default();
        }
        let lock = match self.dir.as_deref().map(Lock::take).transpose() {
            Ok(lock) => lock,
            Err(fault) => return plan.failed(fault),
        };
        // Another process may have been faster.
        if self.dir.is_some() && !self.is_damaged() {
            self.reopen();
        }
        let plan = Plan::new(wanted, self.live().map(|live| &live.covered));
        if plan.is_done() && self.live().is_some() {
            return Report::default();
        }
        let report = match self.write(&plan, read, progress) {
            Ok(report) => report,
            Err(IndexError::Damaged { .. }) if self.live.is_some() => {
                self.live = None;
                let plan = Plan::new(wanted, None);
                self.write(&plan, read, progress).unwrap_or_else(|fault| plan.failed(fault))
            }
            Err(fault) => plan.failed(fault),
        };
        if report.fault.is_some() {
            self.live = None;
            self.reopen();
        }
        drop(lock);
        report
    }

    fn write(
        &mut self,
        plan: &Plan,
        read: &mut ReadSpeech<'_>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Report, IndexError> {
        let keep = !self.is_damaged() && plan.kept > 0;
        if let (Some(live), true) = (self.live.as_mut(), keep) {
            return write_into(live, plan, &self.language, read, progress);
        }
        // Made beside the old one, which serves until the pointer to it is swapped.
        let Some(dir) = &self.dir else {
            let mut live = Live::create(None, &self.language).map_err(|error| IndexError::from_tantivy(error, None))?;
            let report = write_into(&mut live, plan, &self.language, read, progress)?;
            self.adopt(live);
            return Ok(report);
        };
        let unwritable = |source| IndexError::Unwritable { path: dir.clone(), source };
        let folder = tempfile::Builder::new().prefix(super::PREFIX).tempdir_in(dir).map_err(unwritable)?;
        super::own(folder.path(), 0o700);
        let live = Live::create(Some(folder.path()), &self.language);
        let mut live = live.map_err(|error| IndexError::from_tantivy(error, Some(dir)))?;
        let report = write_into(&mut live, plan, &self.language, read, progress)?;
        super::point_at(dir, folder.path(), &self.language).map_err(unwritable)?;
        let folder = folder.keep();
        super::remove_others(dir, &folder);
        self.adopt(live);
        Ok(report)
    }
}

/// Writes a plan into an index and commits it.
fn write_into(
    live: &mut Live,
    plan: &Plan,
    language: &str,
    read: &mut ReadSpeech<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, IndexError> {
    let folder = live.folder.clone();
    let fault = |error| IndexError::from_tantivy(error, folder.as_deref());
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(2));
    let (threads, memory) = if plan.changed.len() > FEW { (cores, 64_000_000) } else { (1, 15_000_000) };
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread(memory)
        .num_merge_threads(1)
        .build();
    let mut writer: IndexWriter = live.tantivy.writer_with_options(options).map_err(fault)?;
    if live.covered.len() == 0 {
        writer.set_merge_policy(Box::new(NoMergePolicy));
    } else {
        writer.set_merge_policy(Box::new(few_segments()));
    }

    let mut covered = live.covered.clone();
    let mut next = covered.next_slot();
    let mut report = Report { removed: plan.removed.len(), ..Report::default() };
    let term = |id: &TranscriptId| Term::from_field_text(live.fields.transcript, id.as_str());
    for id in &plan.removed {
        covered.remove(id.as_str());
        writer.delete_term(term(id));
    }
    for (done, (id, key)) in plan.changed.iter().enumerate() {
        progress(done, plan.changed.len());
        if covered.get(id.as_str()).is_some() {
            writer.delete_term(term(id));
        }
        let slot = covered.insert(id, *key, &mut next);
        let mut turns = Vec::new();
        let mut turn = 0;
        let was_read = read(id, &mut |speech| {
            // A turn without a word matches no need for words.
            if !speech.is_empty() {
                let mut document = TantivyDocument::default();
                document.add_text(live.fields.transcript, id.as_str());
                document.add_u64(live.fields.slot, slot.into());
                document.add_u64(live.fields.turn, turn);
                document.add_text(live.fields.words, speech);
                turns.push(UserOperation::Add(document));
            }
            turn += 1;
        });
        if !was_read {
            covered.remove(id.as_str());
            report.not_covered.push(id.clone());
            continue;
        }
        report.indexed += 1;
        while !turns.is_empty() {
            let rest = turns.split_off(turns.len().min(PACK));
            writer.run(std::mem::replace(&mut turns, rest)).map_err(fault)?;
        }
    }
    progress(plan.changed.len(), plan.changed.len());

    let mut commit = writer.prepare_commit().map_err(fault)?;
    let name = live.write_covered(&covered, commit.opstamp(), language);
    let name = name.map_err(|error| fault(error.into()))?;
    commit.set_payload(&name);
    commit.commit().map_err(fault)?;
    // A merge that failed leaves its segments as they were.
    let _ = writer.wait_merging_threads();
    live.committed(covered, language).map_err(fault)?;
    Ok(report)
}

/// Small segments are joined soon, for each costs every search a little; a large one only when a third of it is gone.
fn few_segments() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(6);
    policy.set_min_layer_size(2_000);
    policy.set_del_docs_ratio_before_merge(0.33);
    policy
}
