//! What an import would bring, for the screen. Runs on the session's thread.

use std::path::{Path, PathBuf};

use super::data::{ImportData, ImportLabel, ImportRow, ImportState};
use crate::analysis::{counted, thousands};
use crate::session::import::{self, ImportDraft, ImportItem, ImportRequest, Looked, NewTranscript};
use crate::session::{Problem, Session, Who};

/// Files that were read for an import, so that they need not be read again for each answer about their labels.
#[derive(Default)]
pub struct Bringing {
    paths: Vec<PathBuf>,
    encoding: Option<String>,
    looked: Vec<Looked>,
}

impl Bringing {
    /// What would come of the files that `typed` names (one path, relative to `here`).
    ///
    /// # Errors
    /// A path that is not there; a mistake in the request.
    pub fn look(
        &mut self,
        session: &Session,
        here: &Path,
        typed: &[PathBuf],
        request: &ImportRequest,
    ) -> Result<ImportData, Problem> {
        let draft = self.draft(session, here, typed, request)?;
        Ok(data(&draft, session))
    }

    /// What would come of the files, to be written.
    ///
    /// # Errors
    /// As [`Bringing::look`].
    pub fn draft(
        &mut self,
        session: &Session,
        here: &Path,
        typed: &[PathBuf],
        request: &ImportRequest,
    ) -> Result<ImportDraft, Problem> {
        let paths: Vec<PathBuf> = typed.iter().map(|path| here.join(path)).collect();
        if paths != self.paths || request.options.encoding != self.encoding {
            let files = import::files(&paths)?;
            self.looked = files.iter().map(|file| import::look_at(file, &request.options)).collect();
            (self.paths, self.encoding) = (paths, request.options.encoding.clone());
        }
        session.import_draft(self.looked.clone(), request)
    }
}

/// Brings in what was drafted: transcripts and tables first, then the projects of other tools. The answer says so.
///
/// # Errors
/// A transcript that has come in meanwhile, a disk that refuses. A project that cannot be read is named in the answer.
pub fn bring_in(session: &mut Session, mut draft: ImportDraft) -> Result<String, Problem> {
    let projects = draft.take_projects();
    let mut said = Vec::new();
    if !draft.is_empty() || projects.is_empty() {
        said.push(session.import(draft)?.message);
    }
    let mut refused = Vec::new();
    for (file, _) in projects {
        match session.bring_file(&file) {
            Ok(brought) => {
                let report = brought.report.as_deref().map(name).unwrap_or_default();
                said.push(format!("{}: {} (more in {report})", name(&file), brought.losses.summary()));
            }
            // The list has shown it crossed out, and why.
            Err(_) => refused.push(format!("{} did not come in", name(&file))),
        }
    }
    said.append(&mut refused);
    Ok(said.join("; "))
}

fn data(draft: &ImportDraft, session: &Session) -> ImportData {
    let mut labels: Vec<ImportLabel> = Vec::new();
    for label in draft.transcripts().flat_map(|new| &new.labels) {
        let who = label.who.as_ref().map_or_else(|| ImportLabel::NOBODY.to_owned(), |who| who.as_str().to_owned());
        let interviews = label.who == Some(Who::Interviewer);
        let same = |known: &&mut ImportLabel| known.label.to_lowercase() == label.seen.label.to_lowercase();
        match labels.iter_mut().find(same) {
            Some(known) => {
                known.transcripts += 1;
                known.turns += label.seen.turns;
                known.words += label.seen.words;
                if known.who != who {
                    known.who = ImportLabel::SEVERAL.into();
                }
            }
            None => labels.push(ImportLabel {
                label: label.seen.label.clone(),
                transcripts: 1,
                turns: label.seen.turns,
                words: label.seen.words,
                who,
                interviews,
                other: label.who == Some(Who::Other),
                like: String::new(),
            }),
        }
    }
    for (rare, other) in draft.transcripts().flat_map(|new| &new.look.alike) {
        let said = |name: &str| labels.iter().find(|label| label.label == name).map(|label| label.who.clone());
        if said(rare) != said(other)
            && let Some(label) = labels.iter_mut().find(|label| label.label == *rare)
        {
            label.like.clone_from(other);
        }
    }
    ImportData {
        rows: draft.items.iter().map(|item| row(item, session)).collect(),
        labels,
        mismatches: draft.mismatches.clone(),
        people: draft.people.len(),
        writes: !draft.is_empty() || draft.items.iter().any(|item| matches!(item, ImportItem::Project { .. })),
        refused: draft.refused(),
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn row(item: &ImportItem, session: &Session) -> ImportRow {
    let (source, state, said, details) = match item {
        ImportItem::New(new) => {
            let said = format!("comes in as {}", new.id);
            (&new.source, ImportState::ComesIn, said, details(new))
        }
        ImportItem::Known { source, transcript } => {
            (source, ImportState::Known, format!("is in the study as {transcript}"), Vec::new())
        }
        ImportItem::People { source, people } => {
            let said = counted(people.rows.len() as u64, "person");
            (source, ImportState::ComesIn, format!("{}: {said}", people.format), people.warnings.clone())
        }
        ImportItem::Project { source, kind } => match session.foresee_file(source) {
            Ok(losses) => {
                let details = losses.text("It holds").lines().map(str::to_owned).collect();
                (source, ImportState::ComesIn, format!("{}: with its codes and codings", kind.in_words()), details)
            }
            Err(problem) => {
                let hint = problem.hint.iter().cloned().collect();
                (source, ImportState::Refused, problem.what, hint)
            }
        },
        ImportItem::Doubtful { source, readings } => {
            let read = readings.iter().map(|reading| format!("{}: {}", reading.encoding, reading.sample)).collect();
            (source, ImportState::Doubtful, "which encoding? e says it".to_owned(), read)
        }
        ImportItem::Refused { source, problem } => {
            let hint = problem.hint.iter().cloned().collect();
            (source, ImportState::Refused, problem.what.clone(), hint)
        }
    };
    ImportRow { source: name(source), state, said, details }
}

/// What there is to know of a transcript before it comes in.
fn details(new: &NewTranscript) -> Vec<String> {
    let (draft, look) = (&new.draft, &new.look);
    let mut lines = vec![format!("{}, layout: {}", draft.format, look.layout)];
    if !draft.encoding.is_empty() {
        lines.push(draft.encoding.clone());
    }
    lines.push(format!(
        "{}, {} words{}",
        counted(look.turns as u64, "turn"),
        thousands(look.words as u64),
        if look.timed > 0 { format!(", {} with a time", look.timed) } else { String::new() }
    ));
    lines.extend(draft.warnings.iter().cloned());
    lines.extend(look.unlabelled_in_words());
    lines.extend(look.problems.iter().map(|problem| format!("line {}: {}", problem.line, problem.what)));
    if look.more_problems > 0 {
        lines.push(format!("and {} more lines to look at", look.more_problems));
    }
    if !new.memos.is_empty() {
        lines.push(format!("{} will be memos", counted(new.memos.len() as u64, "comment")));
    }
    lines.extend(draft.margin.iter().map(|(name, text)| format!("{name}: {text}")));
    lines.extend(look.header.iter().map(|line| format!("before the first turn: {line}")));
    lines.push(String::new());
    for turn in &look.first {
        let label = if turn.label.is_empty() { "(no label)" } else { &turn.label };
        lines.push(format!("{}  {label}: {}", turn.turn, turn.text));
    }
    lines
}
