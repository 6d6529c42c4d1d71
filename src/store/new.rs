//! `emic new`: a study made around transcripts that lie in a folder. Planned first, then written.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::csv_text::write_csv;
use super::find::STUDY_FILE;
use super::scan::{FileSeen, scan_entries};
use super::write::{WriteError, write_new};
use super::yaml_node::Node;
use super::yaml_text::inline;
use crate::model::Diagnostic;

/// Labels that study.yaml takes for interviewers when it says nothing.
const USUAL: [&str; 4] = ["Interviewer", "Researcher", "INT", "I"];
/// Files beside transcripts that are none.
const ABOUT_THE_FOLDER: [&str; 6] = ["readme", "license", "licence", "changelog", "contributing", "codebook"];

/// A label of a transcript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewLabel {
    /// The label as it first stands.
    pub label: String,
    /// How many turns it has.
    pub turns: usize,
    /// How many words.
    pub words: usize,
}

/// A transcript that a study is to be made from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTranscript {
    /// Its id.
    pub id: String,
    /// Path, relative to the folder.
    pub path: PathBuf,
    /// Its labels in the order in which they first stand.
    pub labels: Vec<NewLabel>,
}

/// What will be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The folder of the study.
    pub root: PathBuf,
    /// Files to write: path relative to the folder, and text. study.yaml is the last: a study is whole or none.
    pub files: Vec<(PathBuf, String)>,
    /// Everyone in participants.csv, in order.
    pub participants: Vec<String>,
    /// The labels of interviewers in study.yaml.
    pub interviewers: Vec<String>,
}

/// Why a study was not made.
#[derive(Debug, thiserror::Error)]
pub enum NewStudyError {
    /// There is a study already.
    #[error("{0} is a study already")]
    IsStudy(PathBuf),
    /// A file could not be written; the ones named were.
    #[error("{source}")]
    Write {
        /// The files that had been written before, relative to the study's folder.
        written: Vec<PathBuf>,
        /// What went wrong.
        source: WriteError,
    },
}

/// The texts in `root`, and the entries of `transcripts:` that name them: folders where they lie in folders, globs by
/// ending where they lie in `root` itself.
pub fn find_texts(root: &Path) -> (Vec<FileSeen>, Vec<String>, Vec<Diagnostic>) {
    let (all, found) = scan_entries(root, &[".".into()], Path::new("codings"));
    let all: Vec<FileSeen> =
        all.into_iter().filter(|file| file.path.iter().count() > 1 || !is_about(&file.path)).collect();
    let mut entries = BTreeSet::new();
    let loose = scan_entries(root, &["*".into()], Path::new("codings")).0;
    let ending = |path: &Path| path.extension().and_then(|ending| ending.to_str()).map(str::to_owned);
    // A glob by such an ending would take in what is no transcript: the files are named instead.
    let mixed: Vec<_> =
        loose.iter().filter(|file| is_about(&file.path)).filter_map(|file| ending(&file.path)).collect();
    for file in &all {
        let mut parts = file.path.iter();
        let (Some(first), below) = (parts.next().and_then(|part| part.to_str()), parts.next()) else { continue };
        match (below, ending(&file.path)) {
            (Some(_), _) => entries.insert(first.to_owned()),
            (None, Some(ending)) if !mixed.contains(&ending) => entries.insert(format!("*.{ending}")),
            (None, _) => entries.insert(first.to_owned()),
        };
    }
    let entries: Vec<String> = entries.into_iter().collect();
    let files = scan_entries(root, &entries, Path::new("codings")).0;
    let once: HashSet<_> = files.iter().map(|file| &file.id).collect();
    if once.len() == files.len() {
        return (files, entries, found);
    }
    // Folders with files of one name: ids from the top tell them apart.
    let endings: BTreeSet<_> = files.iter().filter_map(|file| ending(&file.path)).collect();
    let entries: Vec<String> = endings.into_iter().map(|ending| format!("**/*.{ending}")).collect();
    (scan_entries(root, &entries, Path::new("codings")).0, entries, found)
}

fn is_about(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_lowercase();
    ABOUT_THE_FOLDER.contains(&stem.as_str())
}

/// Whether a label is the id of a person (`P07`, `SEN-12`, `FG1-P3`), so the same person in all transcripts; a role or
/// a number (`Parent`, `Speaker 2`, `S1`) is another one in each.
pub fn is_person_id(label: &str) -> bool {
    let mut parts = label.split(['-', '_']).filter(|part| !part.is_empty()).peekable();
    let Some(first) = parts.peek() else { return false };
    let letters = first.chars().take_while(char::is_ascii_alphabetic).count();
    // "S1" is what programs write for "Speaker 1"; words before a number are roles.
    let is_speaker = label.len() <= 2 && label.to_lowercase().starts_with('s');
    let parts: Vec<&str> = parts.collect();
    let named = |part: &&str| {
        let letters = part.chars().take_while(char::is_ascii_alphabetic).count();
        letters <= 4 && part.chars().skip(letters).all(|char| char.is_ascii_digit())
    };
    let numbered = parts.last().is_some_and(|part| part.ends_with(|char: char| char.is_ascii_digit()));
    letters > 0 && numbered && !is_speaker && parts.iter().all(named)
}

/// What `emic new` writes in `root`: `entries` as [`find_texts`] gave them, `interviewers` as the user chose.
pub fn plan_new(
    root: &Path,
    title: &str,
    language: &str,
    entries: &[String],
    transcripts: &[NewTranscript],
    interviewers: &[String],
) -> Plan {
    let asks = |label: &str| interviewers.iter().any(|chosen| chosen.to_lowercase() == label.to_lowercase());
    let mut participants: Vec<String> = Vec::new();
    let mut rows = vec![["transcript", "label", "participant"].map(str::to_owned).to_vec()];
    let mut taken: HashSet<String> = transcripts
        .iter()
        .flat_map(|one| &one.labels)
        .filter(|label| is_person_id(&label.label))
        .map(|label| label.label.to_lowercase())
        .collect();
    let mut seen_ids: BTreeMap<String, String> = BTreeMap::new();
    for transcript in transcripts {
        let people: Vec<&str> =
            transcript.labels.iter().map(|label| label.label.as_str()).filter(|label| !asks(label)).collect();
        let roles = people.iter().filter(|label| !is_person_id(label) && !silent(transcript, label)).count();
        if people.iter().all(|label| silent(transcript, label)) {
            let id = free(&transcript.id, &mut taken);
            rows.push(vec![transcript.id.clone(), String::new(), id.clone()]);
            participants.push(id);
        }
        for label in people {
            if silent(transcript, label) {
                rows.push(vec![transcript.id.clone(), label.to_owned(), "other".into()]);
                continue;
            }
            if is_person_id(label) {
                if let std::collections::btree_map::Entry::Vacant(new) = seen_ids.entry(label.to_lowercase()) {
                    new.insert(label.to_owned());
                    participants.push(label.to_owned());
                }
                continue;
            }
            let wanted = if roles > 1 {
                format!("{}-{}", transcript.id, label.split_whitespace().collect::<Vec<_>>().join("-"))
            } else {
                transcript.id.clone()
            };
            let id = free(&wanted, &mut taken);
            rows.push(vec![transcript.id.clone(), label.to_owned(), id.clone()]);
            participants.push(id);
        }
    }
    // The usual labels stay known, for transcripts that come later, but not where somebody else carries one.
    let used = |label: &str| {
        let labels = transcripts.iter().flat_map(|transcript| &transcript.labels);
        labels.map(|known| known.label.to_lowercase()).any(|known| known == label.to_lowercase())
    };
    let mut all: Vec<String> = interviewers.to_vec();
    all.extend(USUAL.iter().filter(|label| !used(label) && !asks(label)).map(|label| (*label).to_owned()));
    let people: Vec<Vec<String>> =
        std::iter::once("participant".to_owned()).chain(participants.iter().cloned()).map(|id| vec![id]).collect();
    let files = vec![
        ("participants.csv".into(), write_csv(people.iter().map(Vec::as_slice))),
        ("speakers.csv".into(), write_csv(rows.iter().map(Vec::as_slice))),
        ("codebook.yaml".into(), format!("title: {}\ncodes: []\n", inline(&Node::text(title)))),
        (STUDY_FILE.into(), study_yaml(title, language, entries, &all)),
    ];
    Plan { root: root.to_owned(), files, participants, interviewers: all }
}

/// Whether nothing is said under a label (`Break`, `Jingle`): it stands for nobody who is studied.
fn silent(transcript: &NewTranscript, label: &str) -> bool {
    transcript.labels.iter().any(|known| known.label == label && known.words == 0)
}

/// The id wanted, or the next free one after it.
fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let mut id = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(id.to_lowercase()) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    id
}

fn study_yaml(title: &str, language: &str, entries: &[String], interviewers: &[String]) -> String {
    let list = |texts: &[String]| inline(&Node::texts(texts.iter().map(String::as_str)));
    let pad = |line: String, comment: &str| format!("{line:<38} # {comment}\n");
    let mut text = pad("emic: 1".into(), "version of this format");
    text += &format!("title: {}\n", inline(&Node::text(title)));
    text +=
        &pad(format!("language: {}", inline(&Node::text(language))), "of the transcripts: word stems, sentence ends");
    text += "codebook: codebook.yaml\n";
    text += &pad(format!("transcripts: {}", list(entries)), "folders or globs");
    text += "participants: participants.csv\n";
    text += &pad("codings: codings".into(), "one file per coder");
    text += &pad(format!("interviewers: {}", list(interviewers)), "labels whose words never count");
    text += &pad("others: []".into(), "labels of people present but not studied");
    text += "# Further keys with their defaults; remove the # to change one.\n";
    text += "# coders: [amy, ben]                  # whose codings count; default: all but the consensus\n";
    text += "# consensus: consensus\n";
    text += "# turns: auto                         # or a pattern with (?<speaker>…)\n";
    text += "# attribution_words: 3\n# citation_width: 80\n";
    text += "# quote_template: '“{quote}” ({participant})'\n";
    text += "# approach: codebook                  # reflexive | codebook | framework | reliability | content\n";
    text += "# consent: {quote: may_quote, archive: may_archive}\n# cache: disk                         # or memory\n";
    text
}

/// Writes what was planned; a table or codebook that is there already is left as it is.
///
/// # Errors
/// If there is a study.yaml already, or the disk refuses.
pub fn write_plan(plan: &Plan) -> Result<Vec<PathBuf>, NewStudyError> {
    if plan.root.join(STUDY_FILE).symlink_metadata().is_ok() {
        return Err(NewStudyError::IsStudy(plan.root.clone()));
    }
    let mut written = Vec::new();
    for (path, text) in &plan.files {
        match write_new(&plan.root.join(path), text.as_bytes()) {
            Ok(()) => written.push(path.clone()),
            Err(WriteError::Exists(_)) if path != Path::new(STUDY_FILE) => {}
            Err(WriteError::Exists(_)) => return Err(NewStudyError::IsStudy(plan.root.clone())),
            Err(source) => return Err(NewStudyError::Write { written, source }),
        }
    }
    Ok(written)
}

#[cfg(test)]
#[path = "new_tests.rs"]
mod tests;
