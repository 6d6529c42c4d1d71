//! A project of qc: coded lines in SQLite, the texts as files beside it, the tree of codes in a YAML file, memos as Markdown files.
//!
//! qc codes line by line. Neighbouring lines of one paragraph with the same code by the same coder are one passage that happens to
//! be wrapped, and become one coding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::sqlite::Db;
use super::{NeighbourError, guid};
use crate::import::refi::{Code, Coding, Note, Project, Selection, Text, User, key};
use crate::text::{Span, visible};

/// Gives a document by its path, if there is one.
pub type ReadText<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// What lies beside the database of such a project.
#[derive(Default)]
pub struct Beside<'a> {
    /// The tree of codes, parents first: name, and place of the code above.
    pub codes: Vec<(String, Option<usize>)>,
    /// Gives a document by its path below the folder of texts.
    pub text: Option<&'a ReadText<'a>>,
    /// Memos: name of the file, and text.
    pub memos: Vec<(String, String)>,
}

fn own(kind: &str, id: &str) -> String {
    guid(&["qc", kind, id])
}

/// Reads the project.
///
/// # Errors
/// A damaged database.
pub fn read(db: &Db, beside: &Beside<'_>) -> Result<Project, NeighbourError> {
    let mut project = Project { origin: "qc".into(), ..Project::default() };
    let coders: BTreeSet<String> = db.rows("coder", &["name"])?.iter().map(|row| row.text(0).to_owned()).collect();
    for name in &coders {
        project.users.push(User { guid: own("coder", name), name: name.clone() });
        project.losses.kept("users");
    }
    let lines = db.rows("coded_line", &["id", "line", "coder_id", "code_id"])?;
    codes(&mut project, &beside.codes, &db.rows("code", &["name"])?.iter().map(|row| row.text(0)).collect::<Vec<_>>());
    // By document: its paragraphs. By coded line: document and paragraph.
    let indices: HashMap<String, String> = db
        .rows("document_index", &["id", "name", "document_id"])?
        .iter()
        .filter(|row| row.text(1) == "paragraphs")
        .map(|row| (row.text(0).to_owned(), row.text(2).to_owned()))
        .collect();
    let mut paragraphs: HashMap<String, (String, i64)> = HashMap::new();
    let mut lengths: HashMap<String, i64> = HashMap::new();
    for row in db.rows("location", &["id", "start_line", "end_line", "document_index_id"])? {
        if let Some(document) = indices.get(row.text(3)) {
            paragraphs.insert(row.text(0).to_owned(), (document.clone(), row.number(1).unwrap_or(0)));
            let length = lengths.entry(document.clone()).or_default();
            *length = (*length).max(row.number(2).unwrap_or(0));
        }
    }
    let mut stands: HashMap<String, (String, i64)> = HashMap::new();
    for row in db.rows("coded_line_location_association", &["coded_line_id", "location_id"])? {
        if let Some(paragraph) = paragraphs.get(row.text(1)) {
            stands.insert(row.text(0).to_owned(), paragraph.clone());
        }
    }
    // By document, coder and code: the coded lines with their paragraphs.
    let mut coded: BTreeMap<(String, String, String), BTreeMap<i64, i64>> = BTreeMap::new();
    for row in &lines {
        let Some((document, paragraph)) = stands.get(row.text(0)) else {
            project.losses.lost("coded lines", format!("line {}: it belongs to no document", visible(row.text(1))));
            continue;
        };
        let line = row.number(1).unwrap_or(-1);
        let of = (document.clone(), row.text(2).to_owned(), row.text(3).to_owned());
        if coded.entry(of).or_default().insert(line, *paragraph).is_some() {
            project.losses.lost("coded lines", format!("{}, line {}: coded twice", visible(document), line + 1));
        }
    }
    for row in db.rows("document", &["file_path"])? {
        text(&mut project, row.text(0), lengths.get(row.text(0)).copied(), beside, &mut coded);
    }
    for ((document, ..), lines) in coded {
        for line in lines.keys() {
            let why = format!("{}, line {}: its document did not come over", visible(&document), line + 1);
            project.losses.lost("coded lines", why);
        }
    }
    memos(&mut project, &beside.memos, &coders);
    Ok(project)
}

/// The codes of the tree, then those that stand in the database only. A name that stands at several places is one code in qc, and
/// stands at the first here.
fn codes(project: &mut Project, tree: &[(String, Option<usize>)], others: &[&str]) {
    let mut places: Vec<usize> = Vec::with_capacity(tree.len());
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut add = |project: &mut Project, name: &str, parent: Option<usize>| {
        project.codes.push(Code { guid: own("code", name), name: name.to_owned(), parent, ..Code::default() });
        project.losses.kept("codes");
        known.insert(name.to_owned(), project.codes.len() - 1);
        project.codes.len() - 1
    };
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (name, parent) in tree {
        let above = parent.and_then(|parent| places.get(parent).copied());
        let place = match first.get(name.as_str()) {
            Some(place) => {
                let under = above.and_then(|above| project.codes.get(above)).map_or("the top", |code| &code.name);
                let why = format!("{} stands beneath {} too; it is one code", visible(name), visible(under));
                project.losses.lost("further places of codes", why);
                *place
            }
            None => add(project, name, above),
        };
        first.insert(name, place);
        places.push(place);
    }
    for name in others {
        if !first.contains_key(name) {
            let place = add(project, name, None);
            first.insert(name, place);
        }
    }
}

/// One document with its codings, which are taken out of `coded`.
fn text(
    project: &mut Project,
    path: &str,
    length: Option<i64>,
    beside: &Beside<'_>,
    coded: &mut BTreeMap<(String, String, String), BTreeMap<i64, i64>>,
) {
    let shown = visible(path).into_owned();
    let Some(bytes) = beside.text.and_then(|text| text(path)) else {
        project.losses.lost("texts", format!("{shown}: the file is not in the folder of texts"));
        return;
    };
    let raw = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            project.losses.note(format!("{shown}: it was no UTF-8 and was read as Windows-1252: look at its accents"));
            encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned()
        }
    };
    let body = raw
        .strip_prefix('\u{feff}')
        .unwrap_or(&raw)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "\u{fffd}");
    // The place of each line, without its end.
    let mut lines: Vec<Span> = Vec::new();
    let mut at = 0u32;
    for line in body.split('\n') {
        let end = at + line.trim_end().chars().count() as u32;
        lines.push(Span::new(at, end));
        at += line.chars().count() as u32 + 1;
    }
    let count = body.lines().count() as i64;
    if length.is_some_and(|length| length != count) {
        project.losses.note(format!(
            "{shown}: the file has {count} lines, and had {} when qc took it in: look at its codings",
            length.unwrap_or_default()
        ));
    }
    let mine: Vec<(String, String, String)> = coded.keys().filter(|(document, ..)| document == path).cloned().collect();
    let mut selections = Vec::new();
    for of in mine {
        let (_, coder, code) = &of;
        let mut run: Vec<i64> = Vec::new();
        let mut runs: Vec<Vec<i64>> = Vec::new();
        let mut paragraph = None;
        for (line, stands) in coded.remove(&of).unwrap_or_default() {
            let place = usize::try_from(line).ok().and_then(|line| lines.get(line)).filter(|span| !span.is_empty());
            if place.is_none() {
                project.losses.lost("coded lines", format!("{shown}, line {}: there is no text", line + 1));
                continue;
            }
            if run.last() != Some(&(line - 1)) || paragraph != Some(stands) {
                runs.push(std::mem::take(&mut run));
            }
            paragraph = Some(stands);
            run.push(line);
        }
        runs.push(run);
        for run in runs.iter().filter(|run| !run.is_empty()) {
            let (first, last) = (run[0] as usize, run[run.len() - 1] as usize);
            let span = Span::new(lines[first].start, lines[last].end);
            project.losses.kept_many("coded lines", run.len() as u64);
            let id = format!("{path}\0{coder}\0{code}\0{first}\0{last}");
            let user = Some(key(&own("coder", coder)));
            selections.push(Selection {
                guid: own("passage", &id),
                span,
                user: user.clone(),
                codings: vec![Coding {
                    guid: own("coding", &id),
                    code: key(&own("code", code)),
                    user,
                    ..Coding::default()
                }],
                ..Selection::default()
            });
        }
    }
    if !selections.is_empty() {
        project
            .losses
            .note("qc codes lines: neighbouring lines of a paragraph with one code by one coder are one coding here");
    }
    selections.sort_by_key(|selection| (selection.span.start, selection.span.end));
    project.texts.push(Text {
        guid: own("document", path),
        name: path.to_owned(),
        body,
        selections,
        ..Text::default()
    });
    project.losses.kept("texts");
}

/// Memos: their files are called `2024-01-31-09-30_coder_title.md`.
fn memos(project: &mut Project, memos: &[(String, String)], coders: &BTreeSet<String>) {
    let mut once: HashSet<&str> = HashSet::new();
    for (file, text) in memos {
        let text = text.replace("\r\n", "\n");
        if text.trim().is_empty() || !once.insert(file) {
            continue;
        }
        let stem = file.strip_suffix(".md").unwrap_or(file);
        let (date, rest) = stem.split_at_checked(16).unwrap_or(("", stem));
        let dated = date.len() == 16 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let rest = rest.strip_prefix('_').unwrap_or(rest);
        let by = |name: &&String| {
            rest.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        let coder = coders.iter().filter(by).max_by_key(|name| name.len()).filter(|_| dated);
        let created = dated.then(|| format!("{}T{}:{}:00", &date[..10], &date[11..13], &date[14..16]));
        let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or(stem).trim().to_owned();
        project.notes.push(Note {
            guid: own("memo", file),
            name: title,
            text: text.trim_end().to_owned(),
            user: coder.map(|coder| key(&own("coder", coder))),
            created,
            modified: None,
        });
    }
}
