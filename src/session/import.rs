//! Bringing transcripts in: files are read, drafts shown, and only then is anything written.
//!
//! Three steps, each of which can be shown: [`look_at`] reads a file, [`Session::import_draft`] says what would come of
//! the files in this study (names, people, what is there already), [`Session::import`] writes it as one action.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Problem, Session, Who};
use crate::import::{self, Contents, Draft, Look, MemoOffer, People, Reading, Unread};
use crate::model::TranscriptId;

pub use crate::import::{Kind, LabelSeen, Options, ProblemLine, ReadAs, TurnSeen};

/// What the user says about an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportRequest {
    /// How files are read.
    pub options: Options,
    /// The folder for the transcripts, as the user names it; `None`: the study's first transcripts folder.
    pub into: Option<PathBuf>,
    /// Labels of interviewers.
    pub interviewers: Vec<String>,
    /// Labels of people present but not studied.
    pub others: Vec<String>,
    /// Who labels are.
    pub speakers: Vec<(String, Who)>,
    /// Labels that are written otherwise (not in text that is taken in verbatim).
    pub rename: Vec<(String, String)>,
    /// How the names of transcripts tell the participant and attributes: `{school}-{participant}`.
    pub participants_from: Option<String>,
    /// Whether comments of documents become memos.
    pub comments: bool,
}

/// A file to be read, and the name of its transcript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportFile {
    /// The file.
    pub path: PathBuf,
    /// Its path below the folder that was named, without its ending: the name of the transcript.
    pub name: String,
}

/// A file that was read, or why not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looked {
    /// The file.
    pub file: ImportFile,
    /// SHA-256 of its bytes, 64 hexadecimal digits; empty if it could not be read at all.
    pub sha256: String,
    /// What it holds.
    pub contents: Result<Contents, Unread>,
}

/// What would come of one file, or of one interview in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImportItem {
    /// A transcript comes in.
    New(Box<NewTranscript>),
    /// The study has it already.
    Known {
        /// The file.
        source: PathBuf,
        /// The transcript that it is.
        transcript: TranscriptId,
    },
    /// A table of people.
    People {
        /// The file.
        source: PathBuf,
        /// The people.
        people: People,
    },
    /// A project of another tool.
    Project {
        /// The file.
        source: PathBuf,
        /// Which kind.
        kind: Kind,
    },
    /// Somebody has to say in which encoding it was saved.
    Doubtful {
        /// The file.
        source: PathBuf,
        /// The encodings that fit.
        readings: Vec<Reading>,
    },
    /// It does not come in.
    Refused {
        /// The file.
        source: PathBuf,
        /// Why, and what to do.
        problem: Problem,
    },
}

/// A transcript that would come in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTranscript {
    /// The file that it comes from.
    pub source: PathBuf,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Its id in the study.
    pub id: TranscriptId,
    /// The file that will be written, relative to the study's folder.
    pub path: PathBuf,
    /// The draft, with the text as it will be written.
    pub draft: Draft,
    /// What the study will make of it.
    pub look: Look,
    /// Who its labels will be.
    pub labels: Vec<LabelAs>,
    /// What goes to the attributes of its participant by its name.
    pub attributes: Vec<(String, String)>,
    /// Comments that will be memos.
    pub memos: Vec<MemoOffer>,
}

/// A label and who it will be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelAs {
    /// The label with its turns and words; an empty one is whoever speaks without a label.
    pub seen: LabelSeen,
    /// Who it is; `None`: nobody says.
    pub who: Option<Who>,
    /// Whether speakers.csv needs a row for that.
    pub row: bool,
    /// Whether the participant is new in the study.
    pub new: bool,
}

/// What would come of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportDraft {
    /// An item for each file, in order; tables of several interviews have one for each.
    pub items: Vec<ImportItem>,
    /// People who get a row or values in participants.csv: id, then attributes.
    pub people: Vec<(String, Vec<(String, String)>)>,
    /// Transcripts that are in the study already and whose speaker is said by their name: transcript, label, participant.
    pub rows: Vec<(String, String, String)>,
    /// What does not fit between participants and transcripts, and what is kept as it was, a sentence each.
    pub mismatches: Vec<String>,
}

impl ImportDraft {
    /// The transcripts that would come in.
    pub fn transcripts(&self) -> impl Iterator<Item = &NewTranscript> {
        self.items.iter().filter_map(|item| match item {
            ImportItem::New(new) => Some(&**new),
            _ => None,
        })
    }

    /// How many files do not come in though they were named, those that are known aside.
    pub fn refused(&self) -> usize {
        let bad = |item: &&ImportItem| matches!(item, ImportItem::Refused { .. } | ImportItem::Doubtful { .. });
        self.items.iter().filter(bad).count()
    }

    /// Takes the projects of other tools out: they come in by a door of their own, [`Session::bring_file`].
    pub fn take_projects(&mut self) -> Vec<(PathBuf, Kind)> {
        let mut taken = Vec::new();
        self.items.retain(|item| match item {
            ImportItem::Project { source, kind } => {
                taken.push((source.clone(), *kind));
                false
            }
            _ => true,
        });
        taken
    }

    /// Whether anything would be written.
    pub fn is_empty(&self) -> bool {
        self.transcripts().next().is_none() && self.people.is_empty() && self.rows.is_empty()
    }
}

/// Whether a name is one that programs leave behind (`.DS_Store`, `~$draft.docx`).
fn is_passing(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.starts_with("~$") || name.ends_with('~')
}

/// The files that paths name: files as they are, folders with all files in them and below, in the order of their names.
///
/// # Errors
/// A path that is not there.
pub fn files(paths: &[PathBuf]) -> Result<Vec<ImportFile>, Problem> {
    let mut files: Vec<ImportFile> = Vec::new();
    for path in paths {
        let meta = fs::metadata(path).map_err(|error| Problem::io("read", path, &error))?;
        let mut found = Vec::new();
        if meta.is_dir() && named_project(path).is_none() {
            below(path, 0, &mut found)?;
            found.sort();
        } else {
            found.push(path.clone());
        }
        let base = if meta.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        for file in found {
            let name = file.strip_prefix(base).unwrap_or(&file).with_extension("");
            let name: Vec<String> = name.iter().map(|part| tidy(&part.to_string_lossy())).collect();
            let file = ImportFile { path: file, name: name.join("/") };
            if !files.iter().any(|known| known.path == file.path) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// How deep folders are followed.
const DEEPEST: usize = 16;

fn below(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Problem> {
    for entry in fs::read_dir(folder).map_err(|error| Problem::io("read", folder, &error))?.flatten() {
        if is_passing(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && named_project(&entry.path()).is_some() {
            found.push(entry.path());
        } else if kind.is_dir() && depth < DEEPEST {
            below(&entry.path(), depth + 1, found)?;
        } else if kind.is_file() || (kind.is_symlink() && entry.path().is_file()) {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// A name that a file can have anywhere: without controls and signs that other systems refuse.
pub(super) fn tidy(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'))
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{fffd}') { '-' } else { c })
        .take(120)
        .collect();
    let trimmed = plain.trim().trim_start_matches(['.', '#', '~', '$']).trim_end_matches(['~', '.', ' ']);
    if trimmed.is_empty() { "transcript".into() } else { trimmed.to_owned() }
}

/// The encodings in which a text may have been saved, each with words that show the difference, where somebody has to say.
pub fn readings(unread: &Unread) -> Option<Vec<(String, String)>> {
    match unread {
        Unread::Doubtful(readings) => {
            Some(readings.iter().map(|reading| (reading.encoding.clone(), reading.sample.clone())).collect())
        }
        Unread::Refused(_) => None,
    }
}

/// What a file or folder is of which the name, or what lies in the folder, says that it is a project of another tool.
fn named_project(path: &Path) -> Option<Kind> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        _ if path.is_dir() => super::import_refi::is_project_folder(path).then_some(Kind::Sqlite),
        "qdpx" | "qde" | "qdc" => Some(Kind::Qdpx),
        "qda" | "sqlite3" => Some(Kind::Sqlite),
        _ => None,
    }
}

/// Whether a file (or the folder of QualCoder or qc) is a project or codebook of another tool, by its content or its ending.
pub fn is_project(path: &Path) -> bool {
    if named_project(path).is_some() {
        return true;
    }
    let small = fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= import::MOST_BYTES);
    let kind = |bytes: Vec<u8>| import::sniff::sniff(&bytes);
    small && fs::read(path).is_ok_and(|bytes| matches!(kind(bytes), Ok(Kind::Qdpx | Kind::Sqlite | Kind::Highlights)))
}

/// Reads a file. Nothing is written, and a fault is part of the answer.
pub fn look_at(file: &ImportFile, options: &Options) -> Looked {
    let refused = |what: String, hint: &str| Looked {
        file: file.clone(),
        sha256: String::new(),
        contents: Err(import::Refused::new(what, hint).into()),
    };
    // Its own door reads it, whatever its size.
    if let Some(kind) = named_project(&file.path).filter(|_| options.reading.is_none()) {
        let contents = Contents { project: Some(kind), ..Contents::default() };
        return Looked { file: file.clone(), sha256: String::new(), contents: Ok(contents) };
    }
    let size = match fs::metadata(&file.path) {
        Ok(meta) if meta.is_file() => meta.len(),
        Ok(_) => return refused("this is no file".into(), "name files and folders"),
        Err(error) => return refused(format!("it cannot be read: {error}"), "look who may read it"),
    };
    if size > import::MOST_BYTES {
        let large = import::too_large(size);
        return Looked { file: file.clone(), sha256: String::new(), contents: Err(large.into()) };
    }
    let bytes = match fs::read(&file.path) {
        Ok(bytes) => bytes,
        Err(error) => return refused(format!("it cannot be read: {error}"), "look who may read it"),
    };
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Looked { file: file.clone(), sha256, contents: import::read(&name, &bytes, options) }
}

impl Session {
    /// Writes what [`Session::import_draft`] has drafted, as one action that `emic undo` takes back.
    ///
    /// Without a coder's name the files are written all the same, but no journal tells of it, so it cannot be taken back.
    ///
    /// # Errors
    /// If a file of such a name has come in the meantime, or the disk refuses; nothing is written then.
    pub fn import(&mut self, draft: ImportDraft) -> Result<super::Outcome, Problem> {
        if self.coder().is_err() && !self.corpus.study.read_only {
            return self.import_unsigned(&draft);
        }
        self.apply(super::Command::Import(Box::new(draft)))
    }
}

/// Endings of files that hold interviews and have to be brought in.
const TO_BRING_IN: &[&str] = &["docx", "odt", "rtf", "pdf", "vtt", "srt", "lrc"];

/// Files in a folder, not below it, that can come in and are no text that lies in place; by name.
pub fn files_to_bring_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else { return Vec::new() };
    let can = |path: &PathBuf| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        path.is_file() && ending.is_some_and(|ending| TO_BRING_IN.contains(&ending.as_str()))
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(can).collect();
    files.sort();
    files
}

/// Makes an empty study in a folder, for transcripts that are about to be brought in.
///
/// # Errors
/// If there is a study already, or the disk refuses.
pub fn new_study(root: &Path, title: Option<&str>, language: &str) -> Result<(), Problem> {
    let folder = root.join("transcripts");
    fs::create_dir_all(&folder).map_err(|error| Problem::io("make", &folder, &error))?;
    let named =
        root.canonicalize().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    let title = title.map(String::from).or(named).unwrap_or_else(|| "Untitled".into());
    let plan = crate::store::plan_new(root, &title, language, &["transcripts".into()], &[], &[]);
    crate::store::write_plan(&plan)
        .map_err(|error| Problem::new(error.to_string()).hint("look whether the folder is read-only"))?;
    Ok(())
}

/// An empty study in a folder that goes away by itself, in which an import can be shown before its study is made.
///
/// # Errors
/// If the system refuses a folder.
pub fn study_to_show() -> Result<(tempfile::TempDir, Session), Problem> {
    let failed = |error: &std::io::Error| Problem::new(format!("no temporary folder can be made: {error}"));
    let dir = tempfile::tempdir().map_err(|error| failed(&error))?;
    let root = dir.path().join("study");
    new_study(&root, Some("import"), "en")?;
    let mut env = super::Env::system();
    env.cache_dir = Some(dir.path().join("cache"));
    let session = Session::open(&root, env)?;
    Ok((dir, session))
}
