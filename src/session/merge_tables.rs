//! Rows and codes of another copy of the study that are not here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::merge::Merge;
use super::merge_conflicts::{of_rows, of_speakers};
use super::speaker_rows::SpeakerRows;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::model::{Attributes, ParticipantId};
use crate::store::{self, StudyPaths};

/// A table of both copies: its path and key, its rows here and there, and which of the latter may come.
type TableOfBoth<'t> = (&'t Path, &'t str, &'t Attributes, &'t Attributes, &'t dyn Fn(&str) -> bool);

impl Session {
    /// Rows of tables that are not here. Rows of both stay as they are here.
    pub(super) fn merge_tables(
        &self,
        other: &Session,
        gone: &BTreeSet<ParticipantId>,
        merge: &mut Merge,
    ) -> Result<(), Problem> {
        let (ours, _) = store::read_tables(&self.corpus.study);
        let (theirs, _) = store::read_tables(&other.corpus.study);
        let paths = StudyPaths::of(&self.corpus.study);
        let arriving: BTreeSet<&str> = merge
            .copies
            .iter()
            .filter_map(|(_, to)| other.corpus.transcripts.iter().find(|theirs| theirs.path == *to))
            .map(|theirs| theirs.id.as_str())
            .collect();
        let people = |id: &str| !gone.contains(id);
        let none = Attributes::default();
        let tables: [TableOfBoth<'_>; 3] = [
            (
                &paths.participants,
                "participant",
                &ours.participants.attributes,
                &theirs.participants.attributes,
                &people,
            ),
            (
                &paths.cases,
                "case",
                ours.cases.as_ref().map_or(&none, |table| &table.attributes),
                theirs.cases.as_ref().map_or(&none, |table| &table.attributes),
                &|_| true,
            ),
            (&paths.transcripts, "transcript", &ours.transcripts.attributes, &theirs.transcripts.attributes, &|id| {
                arriving.contains(id)
            }),
        ];
        let mut new = Vec::new();
        // A row that does not come in tells of what both copies have.
        let both = |id: &str| self.corpus.find(id).is_some();
        for (path, key, ours, theirs, takes) in tables {
            let shared = |id: &str| match key {
                "transcript" => both(id),
                _ => ours.find(id).is_some() && takes(id),
            };
            merge.conflicts.extend(of_rows(path, ours, theirs, &shared));
            if let Some(write) = self.rows(path, key, ours, theirs, takes, &mut new)? {
                merge.writes.push(write);
            }
        }
        let shared = |id: Option<&str>| id.is_none_or(both);
        merge.conflicts.extend(of_speakers(&paths.speakers, &ours.speakers, &theirs.speakers, &shared));
        let speakers: Vec<_> = theirs
            .speakers
            .iter()
            .filter(|row| row.transcript.as_deref().is_some_and(|id| arriving.contains(id)))
            .collect();
        if !speakers.is_empty() {
            let old = self.text_of(&paths.speakers)?;
            let mut rows = SpeakerRows::read(old.as_deref().unwrap_or_default())?;
            for row in &speakers {
                let who = match &row.who {
                    store::SpeakerIs::Participant(id) => id.as_str(),
                    store::SpeakerIs::Interviewer => "interviewer",
                    store::SpeakerIs::Other => "other",
                };
                rows.say(row.transcript.as_deref().unwrap_or_default(), &row.label, who);
            }
            new.push(format!("{} of speakers.csv", counted(speakers.len() as u64, "row")));
            merge.writes.push((paths.speakers.clone(), old, rows.text()));
        }
        merge.added.extend(new);
        let unknown: Vec<&str> = theirs
            .participants
            .attributes
            .columns
            .iter()
            .filter(|column| ours.participants.attributes.column(column).is_none())
            .map(String::as_str)
            .collect();
        if !unknown.is_empty() && !ours.participants.attributes.rows.is_empty() {
            merge.notes.push(format!("attributes that participants.csv here does not have: {}", unknown.join(", ")));
        }
        Ok(())
    }

    /// The text of a file of the study; `None`: there is none.
    pub(super) fn text_of(&self, path: &Path) -> Result<Option<String>, Problem> {
        match std::fs::read_to_string(self.root.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Problem::io("read", path, &error)),
        }
    }

    fn rows(
        &self,
        path: &Path,
        key: &str,
        ours: &Attributes,
        theirs: &Attributes,
        takes: &dyn Fn(&str) -> bool,
        new: &mut Vec<String>,
    ) -> Result<Option<(PathBuf, Option<String>, String)>, Problem> {
        let old = self.text_of(path)?;
        let rows: Vec<_> = theirs.rows.iter().filter(|row| ours.find(&row.id).is_none() && takes(&row.id)).collect();
        if rows.is_empty() {
            return Ok(None);
        }
        let empty = old.as_deref().is_none_or(|text| text.trim().is_empty());
        let columns: &[String] = if empty { &theirs.columns } else { &ours.columns };
        let about = rows.iter().any(|row| !row.about.is_empty());
        let mut text = match &old {
            Some(text) if !empty => text.clone(),
            _ => {
                let head = std::iter::once(key.to_owned()).chain(columns.iter().cloned());
                store::write_csv([head.chain(about.then(|| "about".to_owned())).collect::<Vec<_>>().as_slice()])
            }
        };
        for row in &rows {
            let value = |column: &String| {
                let at = theirs.column(column);
                at.and_then(|at| row.values.get(at)).map_or(String::new(), |values| values.join(";"))
            };
            let values: Vec<String> = columns.iter().map(value).collect();
            let mut cells = vec![(key, row.id.as_str())];
            cells.extend(columns.iter().map(String::as_str).zip(values.iter().map(String::as_str)));
            let joined = row.about.join(";");
            let with_about: Vec<(&str, &str)> = cells.iter().copied().chain([("about", joined.as_str())]).collect();
            let added = (!joined.is_empty()).then(|| store::append_row(&text, key, &with_about)).flatten();
            text = added.or_else(|| store::append_row(&text, key, &cells)).ok_or_else(|| {
                Problem::new(format!("{} cannot be added to: its form is at fault", path.display()))
                    .hint("`emic check` shows what to mend; nothing was merged")
            })?;
        }
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        new.push(format!("{} of {}: {}", counted(rows.len() as u64, "row"), path.display(), ids.join(", ")));
        Ok(Some((path.to_owned(), old, text)))
    }

    /// Codes that are not here. What both have stays as it is here, and differences are told.
    pub(super) fn merge_codebook(&self, theirs: Option<String>, merge: &mut Merge) -> Result<(), Problem> {
        let path = &self.corpus.study.codebook;
        let ours = self.text_of(path)?;
        let Some(theirs) = theirs else { return Ok(()) };
        let source = ours.clone().unwrap_or_default();
        let joined = store::add_missing_codes(&source, &theirs).map_err(|refused| {
            Problem::new(format!("the codebook cannot be added to: {refused}"))
                .hint("mend it as it says and merge again; nothing was merged")
        })?;
        if !joined.added.is_empty() {
            let codes = counted(joined.added.len() as u64, "code");
            merge.added.push(format!("{codes} of the codebook: {}", joined.added.join(", ")));
        }
        if !joined.differing.is_empty() {
            merge.notes.push(format!(
                "codes that read otherwise in the other copy and stay as they are here: {}",
                joined.differing.join(", ")
            ));
        }
        if joined.text != source {
            merge.writes.push((path.clone(), ours, joined.text));
        }
        Ok(())
    }
}
