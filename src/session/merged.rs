//! What came in by a merge, so that undo does not take it back unasked. An action of the same coder from another copy may be the one
//! that undo comes to next, though nobody has done it here. Kept for this study on this machine, as names and ids alone: losing it
//! costs the question.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Problem, Session};
use crate::journal::undo::undo_target;
use crate::model::{ActId, CoderName};

/// The last action of a coder that came in by a merge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CameIn {
    act: ActId,
    /// The day of the merge.
    day: String,
    /// The backup that was made before it; empty: none.
    backup: String,
}

/// By the coder's name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Merged(BTreeMap<String, CameIn>);

impl Merged {
    /// Reads what [`Merged::lines`] wrote; a line that is none is skipped.
    fn read(text: &str) -> Self {
        let line = |line: &str| {
            let mut parts = line.split('\t');
            let (coder, act, day) = (parts.next()?, parts.next()?, parts.next()?);
            let backup = parts.next()?.to_owned();
            Some((coder.to_owned(), CameIn { act: ActId(act.parse().ok()?), day: day.to_owned(), backup }))
        };
        Self(text.lines().filter_map(line).collect())
    }

    fn lines(&self) -> String {
        let line =
            |(coder, came): (&String, &CameIn)| format!("{coder}\t{}\t{}\t{}\n", came.act, came.day, came.backup);
        self.0.iter().map(line).collect()
    }
}

impl Session {
    fn merged_file(&self) -> Option<PathBuf> {
        self.machine_file("merged")
    }

    fn read_merged(&self) -> Merged {
        let text = self.merged_file().and_then(|file| std::fs::read_to_string(file).ok());
        Merged::read(&text.unwrap_or_default())
    }

    /// Remembers for each coder of whom a merge brought something whether the action that undo comes to next is of it: `came` says so.
    pub(super) fn remember_merge<'c>(
        &self,
        coders: impl Iterator<Item = &'c CoderName>,
        came: impl Fn(&CoderName, ActId) -> bool,
        backup: Option<&str>,
    ) -> Result<(), Problem> {
        let mut merged = self.read_merged();
        for coder in coders {
            let Some(act) = undo_target(&self.journals.fold, coder).filter(|act| came(coder, *act)) else { continue };
            let day = self.now_text().get(..10).unwrap_or_default().to_owned();
            let backup = backup.unwrap_or_default().to_owned();
            merged.0.insert(coder.as_str().to_owned(), CameIn { act, day, backup });
        }
        match self.merged_file().filter(|_| !merged.0.is_empty()) {
            Some(file) => super::own_files::write(&file, merged.lines().as_bytes()),
            None => Ok(()),
        }
    }

    /// Lets the next undo take back an action that came in by a merge.
    pub fn take_back_merged(&mut self) {
        self.told_merged = self.coder().ok().and_then(|coder| undo_target(&self.journals.fold, &coder));
    }

    /// Refuses to take back an action that came in by a merge, until undo is asked for once more.
    pub(super) fn ask_before_merged(&mut self, coder: &CoderName) -> Result<(), Problem> {
        let Some(act) = undo_target(&self.journals.fold, coder) else { return Ok(()) };
        if self.told_merged.replace(act) == Some(act) {
            return Ok(());
        }
        let merged = self.read_merged();
        let Some(came) = merged.0.get(coder.as_str()).filter(|came| came.act == act) else { return Ok(()) };
        let back = if came.backup.is_empty() {
            String::new()
        } else {
            format!("; everything as it was before the merge: `emic backup restore {} DIR`", came.backup)
        };
        Err(Problem::new(format!(
            "nothing was taken back: what undo comes to next was not done here, it came in by the merge of {}: {}",
            came.day,
            self.act_in_words(act, coder)
        ))
        .hint(format!("undo once more (`emic undo --merged`) takes that one action back{back}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_written_is_read_and_rubbish_is_skipped() {
        let came = |number, backup: &str| CameIn {
            act: ActId(Uuid::from_u128(number)),
            day: "2026-11-26".into(),
            backup: backup.into(),
        };
        let merged = Merged([("amy".into(), came(1, "b-1")), ("ben".into(), came(2, ""))].into());
        assert_eq!(merged.lines().lines().count(), 2);
        assert_eq!(Merged::read(&format!("rubbish\n{}amy\tx\ty\tz\n", merged.lines())), merged);
    }
}
