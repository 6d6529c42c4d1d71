//! Bringing a project of another tool in: into a new study, or into one that is there, where nothing is doubled and nothing
//! overwritten.
//!
//! A new study is made in a folder beside its place and moved there when it is whole. In a study that is there, files are
//! written first and journals last; a file that was written is taken back if a later one cannot be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::journals::{lock_of, timestamp};
use super::plan::FileEdit;
use super::refi_bring::{Bring, Line};
use super::{Env, Problem, Session};
use crate::export::refi::Thing;
use crate::import::refi::{self, Project, RefiError, Sniffed};
use crate::journal::event::{CodebookChange, CodebookOp};
use crate::journal::{Do, Event, Ids, Patch, parse_line};
use crate::model::{ActId, CoderName, Losses};
use crate::store::{self, Node, STUDY_FILE};

/// Name of the report beside study.yaml.
const REPORT: &str = "import-report";
/// Things to a line of a journal.
const THINGS: usize = 400;

/// What came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brought {
    /// The study.
    pub root: PathBuf,
    /// Whether it was made for this.
    pub made: bool,
    /// What came over and what did not.
    pub losses: Losses,
    /// The file that holds the report; `None` in a rehearsal.
    pub report: Option<PathBuf>,
    /// Where a study that was there is kept as it was before, or why it is not.
    pub kept: Option<String>,
}

/// The databases by which folders are known as projects: QualCoder's, and qc's.
const DATABASES: [&str; 2] = ["data.qda", "qualitative_coding.sqlite3"];

/// Whether a folder is a project of another tool.
pub(super) fn is_project_folder(path: &Path) -> bool {
    DATABASES.iter().any(|name| path.join(name).is_file())
}

/// Reads a project file: an archive (`.qdpx`) or bare XML (`.qde`), by its content.
///
/// # Errors
/// If it is neither, or cannot be read.
pub fn read_project(path: &Path) -> Result<Project, Problem> {
    use std::io::Read as _;
    // Projects of QualCoder and qc are folders.
    let inner = DATABASES.iter().map(|name| path.join(name)).find(|inner| inner.is_file());
    let path = inner.as_deref().filter(|_| path.is_dir()).unwrap_or(path);
    let opened = || std::fs::File::open(path).map_err(|error| Problem::io("open", path, &error));
    let mut head = Vec::new();
    opened()?.take(4096).read_to_end(&mut head).map_err(|error| Problem::io("read", path, &error))?;
    let shown = crate::text::visible(&path.to_string_lossy()).into_owned();
    let refused = |error: RefiError| {
        let hint = match &error {
            RefiError::Archive(_) => "export the project again from its tool; nothing was written",
            RefiError::Xml(refi::XmlError::DocType) => {
                "nothing was written; a project that its tool exports anew has none"
            }
            RefiError::Xml(_) => "it may be damaged: export it again from its tool; nothing was written",
            RefiError::Root(_) => "emic reads REFI-QDA projects (.qdpx) and codebooks (.qdc)",
        };
        Problem::new(format!("{shown}: {error}")).hint(hint)
    };
    if head.starts_with(b"PK") {
        return refi::archive(std::io::BufReader::new(opened()?)).map_err(refused);
    }
    if head.starts_with(b"SQLite format 3\0") {
        return neighbour(path, &shown);
    }
    match refi::sniff(&head, || false) {
        Some(Sniffed::Project | Sniffed::Archive) => {
            let bytes = std::fs::read(path).map_err(|error| Problem::io("read", path, &error))?;
            let sources = super::import_sources::Sources::beside(path);
            refi::bare(&bytes, |name| sources.read(name)).map_err(refused)
        }
        Some(Sniffed::Codebook) => {
            let bytes = std::fs::read(path).map_err(|error| Problem::io("read", path, &error))?;
            let book = refi::codebook(&bytes).map_err(refused)?;
            Ok(Project { origin: book.origin, codes: book.codes, sets: book.sets, losses: book.losses, ..Project::default() })
        }
        None => Err(Problem::new(format!("{shown} is no project or codebook of another tool")).hint(
            "emic reads REFI-QDA projects (.qdpx, .qde) and codebooks (.qdc), Taguette's SQLite files, QualCoder's .qda folders, qc's projects",
        )),
    }
}

/// Largest database that is read, in bytes: texts alone.
#[cfg(feature = "sqlite")]
const MOST_DATABASE: u64 = 512 << 20;

/// Reads a project that its tool keeps in SQLite.
#[cfg(feature = "sqlite")]
fn neighbour(path: &Path, shown: &str) -> Result<Project, Problem> {
    use crate::import::neighbours::{self, NeighbourError};
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        std::fs::metadata(PathBuf::from(name)).is_ok_and(|meta| meta.len() > 0)
    };
    if beside("-wal") || beside("-journal") {
        return Err(Problem::new(format!("{shown} is open in its tool, or was not closed there"))
            .hint("close the project in its tool, then import it; nothing was written"));
    }
    let size = std::fs::metadata(path).map_err(|error| Problem::io("read", path, &error))?.len();
    if size > MOST_DATABASE {
        return Err(Problem::new(format!("{shown} is larger than the {} MB that are read", MOST_DATABASE >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| Problem::io("read", path, &error))?;
    let folder = super::import_qc::Folder::of(path);
    let text = |path: &str| folder.text(path);
    let named = |project: Project| {
        let folder = path.parent().and_then(Path::file_name).filter(|_| project.origin == "qc");
        let name = folder.map_or(project.name.clone(), |folder| folder.to_string_lossy().into_owned());
        Project { name, ..project }
    };
    neighbours::project(bytes, &folder.beside(&text)).map(named).map_err(|error| {
        let hint = match error {
            NeighbourError::Several(_) => {
                "export the one project from Taguette (Project info, Export project), and import that"
            }
            NeighbourError::Unknown => "emic reads the databases of Taguette, QualCoder and qc",
            NeighbourError::Empty | NeighbourError::Database(_) => "it may be damaged: look whether its tool opens it",
        };
        Problem::new(format!("{shown}: {error}")).hint(hint)
    })
}

/// Reads a project that its tool keeps in SQLite.
#[cfg(not(feature = "sqlite"))]
fn neighbour(_path: &Path, shown: &str) -> Result<Project, Problem> {
    Err(Problem::new(format!("{shown} is a database, and this emic was built without SQLite"))
        .hint("export the project from its tool as REFI-QDA (.qdpx)"))
}

/// Brings a project into the study in `dir`, or makes one there. `title` is the study's if the project has none.
///
/// # Errors
/// A folder that holds something else than a study; a disk that refuses. A new study is whole or not there at all.
pub fn bring(project: Project, dir: &Path, title: &str, env: Env) -> Result<Brought, Problem> {
    if dir.join(STUDY_FILE).exists() {
        return Session::open(dir, env)?.bring(project);
    }
    let filled = dir.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if filled || dir.is_file() {
        return Err(Problem::new(format!("{} holds something else than a study", dir.display()))
            .hint("name a new folder, or the folder of a study: --into DIR"));
    }
    let absolute = std::path::absolute(dir).map_err(|error| Problem::io("find", dir, &error))?;
    let parent = absolute.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| Problem::io("make", parent, &error))?;
    let beside = crate::store::backup::passing_folder(".emic-import-", parent);
    let beside = beside.map_err(|error| Problem::io("write in", parent, &error))?;
    let root = beside.path().join("study");
    skeleton(&root, &project, title)?;
    let mut inner = env;
    inner.cache_dir = Some(beside.path().join("cache"));
    let mut brought = Session::open(&root, inner)?.bring(project)?;
    if dir.is_dir() {
        std::fs::remove_dir(dir).map_err(|error| Problem::io("write to", dir, &error))?;
    }
    std::fs::rename(&root, &absolute).map_err(|error| Problem::io("write to", dir, &error))?;
    brought.report = brought.report.and_then(|path| Some(dir.join(path.file_name()?)));
    Ok(Brought { root: dir.to_owned(), made: true, ..brought })
}

/// An empty study with the settings that emic kept in the project.
fn skeleton(root: &Path, project: &Project, title: &str) -> Result<(), Problem> {
    let record = project.notes.iter().find(|note| note.name == crate::export::refi::RECORD_NAME);
    let record = record.and_then(|note| serde_json::from_str::<crate::export::refi::Record>(&note.text).ok());
    let kept = record.map(|record| record.study).unwrap_or_default();
    let name = super::refi_names::one_line(&project.name);
    let title = if name.is_empty() { super::refi_names::one_line(title) } else { name };
    let mut entries: Vec<(&str, Node)> = vec![("emic", Node::number(1)), ("title", Node::text(title))];
    let texts = |value: &serde_json::Value| {
        let texts: Vec<&str> = value.as_array()?.iter().filter_map(|text| text.as_str()).collect();
        Some(Node::texts(texts))
    };
    for key in ["language", "quote_template", "consensus", "turns", "approach"] {
        if let Some(text) = kept.get(key).and_then(|value| value.as_str()) {
            entries.push((key, Node::text(text)));
        }
    }
    for key in ["interviewers", "others", "coders"] {
        if let Some(list) = kept.get(key).and_then(texts) {
            entries.push((key, list));
        }
    }
    for key in ["attribution_words", "citation_width"] {
        if let Some(number) =
            kept.get(key).and_then(serde_json::Value::as_u64).and_then(|number| u32::try_from(number).ok())
        {
            entries.push((key, Node::number(number)));
        }
    }
    if let Some(consent) = kept.get("consent").and_then(|value| value.as_object()) {
        let columns = consent.iter().filter_map(|(key, column)| Some((key.as_str(), Node::text(column.as_str()?))));
        entries.push(("consent", Node::map(columns)));
    }
    let write = |path: &str, text: &str| {
        store::write_new(&root.join(path), text.as_bytes()).map_err(|error| Problem::new(error.to_string()))
    };
    std::fs::create_dir_all(root.join("transcripts")).map_err(|error| Problem::io("make", root, &error))?;
    write("participants.csv", "participant\n")?;
    write("codebook.yaml", "codes: []\n")?;
    write(STUDY_FILE, &store::yaml_text(&entries))
}

impl Session {
    /// Brings a project into this study. What has a GUID that is here already is left as it is.
    ///
    /// # Errors
    /// If a file or journal cannot be written; files that were written are taken back then.
    pub fn bring(&mut self, project: Project) -> Result<Brought, Problem> {
        if self.corpus.study.read_only {
            return Err(Problem::new("the study is of a newer version of emic: it is read, and nothing is written")
                .hint("install the newest emic to change it"));
        }
        let fallback =
            self.coder().or_else(|_| CoderName::new("unknown").map_err(|error| Problem::new(error.to_string())))?;
        let kept = self.backup_before("taking in a project");
        let origin = crate::text::visible(&project.origin).into_owned();
        let mut bring = Bring::new(self, project, fallback);
        bring.plan()?;
        let Bring { files, lines, things, mut losses, there, new_codes, fallback, .. } = bring;
        if there > 0 {
            losses.note(format!("{there} things were in the study already and were left as they are"));
        }
        let lines: BTreeMap<CoderName, Vec<Line>> = group(lines);
        let author = lines.keys().next().filter(|_| fallback.as_str() == "unknown").cloned().unwrap_or(fallback);
        let heading = format!("import of a project of {}", if origin.is_empty() { "an unnamed tool" } else { &origin });
        let text = losses.text(&heading);
        let book = self.codebook_lines(&files, &new_codes);
        self.write_files_or_take_back(&files)?;
        let mut saved = self.append_things(&author, &things, book);
        for (coder, lines) in lines {
            if saved.is_err() {
                break;
            }
            let of = lines.len() as u32;
            saved = self.append_act(&coder, |act| {
                let event = |line: Line| Event { of, ..Event::new(line.id, act, coder.clone(), &line.at, line.what) };
                lines.into_iter().map(event).collect()
            });
        }
        if let Err(problem) = saved {
            return Err(Problem {
                hint: Some(format!(
                    "{}; then import the project once more: what is in the study already is not doubled",
                    problem.hint.unwrap_or_else(|| "look what the disk says".into())
                )),
                ..problem
            });
        }
        self.reload()?;
        self.book_is_known();
        self.saw_files(files.into_iter().map(|edit| edit.path));
        let report = self.write_report(&text)?;
        Ok(Brought { root: self.root.clone(), made: false, losses, report: Some(report), kept })
    }

    fn write_files_or_take_back(&self, files: &[FileEdit]) -> Result<(), Problem> {
        for (done, edit) in files.iter().enumerate() {
            let Err(problem) = self.write_files(std::slice::from_ref(edit)) else { continue };
            for FileEdit { path, old, text } in files[..done].iter().rev() {
                let back = FileEdit { path: path.clone(), old: text.clone(), text: old.clone() };
                // What cannot be taken back now could not be written a moment ago.
                let _ = self.write_files(&[back]);
            }
            return Err(problem);
        }
        Ok(())
    }

    /// The codes that came into a codebook that was there, for its history.
    fn codebook_lines(&self, files: &[FileEdit], new: &[(String, String, Option<String>, String)]) -> Vec<Do> {
        let edit = files.iter().find(|edit| edit.path == self.corpus.study.codebook);
        let Some(FileEdit { old: Some(old), text: Some(text), .. }) = edit else { return Vec::new() };
        if self.corpus.codebook.codes().is_empty() {
            return Vec::new();
        }
        let mut patch = Some(Patch::between(old, text));
        let line = |(id, name, under, definition): &(String, String, Option<String>, String)| {
            Do::Codebook(Box::new(CodebookChange {
                op: CodebookOp::Add,
                code: Some(id.as_str().into()),
                old: None,
                new: Some(serde_json::json!({"id": id, "name": name, "under": under, "definition": definition})),
                why: None,
                via: Some("emic".into()),
                patch: patch.take(),
            }))
        };
        new.iter().map(line).collect()
    }

    /// Saves what the other tool said of things, and the history of the codebook.
    pub(super) fn append_things(
        &mut self,
        author: &CoderName,
        things: &BTreeMap<uuid::Uuid, Thing>,
        book: Vec<Do>,
    ) -> Result<(), Problem> {
        let things: Vec<_> = things.iter().collect();
        let body = |chunk: &[(&uuid::Uuid, &Thing)]| {
            let map: BTreeMap<String, &Thing> = chunk.iter().map(|(own, thing)| (own.to_string(), *thing)).collect();
            serde_json::to_string(&map).unwrap_or_else(|_| "{}".into())
        };
        let bodies: Vec<String> = things.chunks(THINGS).map(body).collect();
        let count = bodies.len() + book.len();
        if count == 0 {
            return Ok(());
        }
        let at = timestamp(self.env.now());
        let mut ids = Vec::with_capacity(count);
        let mut maker = Ids::new(self.env.now(), self.journals.fold.newest());
        for _ in 0..count {
            ids.push(maker.event(self.env.random()));
        }
        let of = count as u32;
        self.append_act(author, |act| {
            let mut ids = ids.into_iter();
            let changes = book.into_iter().zip(&mut ids);
            let mut events: Vec<Event> =
                changes.map(|(what, id)| Event { of, ..Event::new(id, act, author.clone(), &at, what) }).collect();
            for (body, id) in bodies.iter().zip(&mut ids) {
                let of = if of > 1 { format!("\"of\":{of},") } else { String::new() };
                let coder = serde_json::Value::from(author.as_str());
                let line = format!(
                    "{{\"v\":1,\"id\":\"{id}\",\"act\":\"{act}\",{of}\"coder\":{coder},\"at\":\"{at}\",\"do\":\"{}\",\"things\":{body}}}",
                    super::refi::DO
                );
                events.extend(parse_line(&line, None));
            }
            events
        })
    }

    /// Saves one action of a coder.
    fn append_act(&mut self, coder: &CoderName, make: impl FnOnce(ActId) -> Vec<Event>) -> Result<(), Problem> {
        let mut maker = Ids::new(self.env.now(), self.journals.fold.newest());
        let events = make(maker.act(self.env.random()));
        let path = self.journals.path_of(&self.corpus.study, coder);
        let mut log = self.journals.log(path.clone(), lock_of(&self.locks, &path));
        let appended = log.append(|_| Ok::<Vec<Event>, Problem>(events)).map_err(super::apply::not_appended)?;
        if let Some(mark) = log.seen() {
            self.journals.marks.insert(path.clone(), *mark);
        }
        self.saw_journal(&path);
        let mut events = appended.found;
        events.extend(appended.saved);
        self.take_in(events);
        Ok(())
    }

    /// The report beside study.yaml, under a name that is free.
    pub(super) fn write_report(&self, text: &str) -> Result<PathBuf, Problem> {
        let mut number = 1;
        loop {
            let name = if number == 1 { format!("{REPORT}.txt") } else { format!("{REPORT}-{number}.txt") };
            let path = self.root.join(name);
            match store::write_new(&path, text.as_bytes()) {
                Ok(()) => return Ok(path),
                Err(store::WriteError::Exists(_)) if number < 10_000 => number += 1,
                Err(error) => return Err(Problem::new(error.to_string())),
            }
        }
    }
}

/// Lines by coder, in their order.
fn group(lines: Vec<Line>) -> BTreeMap<CoderName, Vec<Line>> {
    let mut by_coder: BTreeMap<CoderName, Vec<Line>> = BTreeMap::new();
    for line in lines {
        by_coder.entry(line.coder.clone()).or_default().push(line);
    }
    by_coder
}

#[cfg(test)]
#[path = "import_refi_tests.rs"]
mod tests;
