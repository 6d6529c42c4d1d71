//! The YAML front matter that may open a transcript.

use std::ops::Range;
use std::path::Path;

use super::attribute::{bad_name, is_bad_value, name};
use super::source::{MAX_BYTES, decode, read_bytes};
use super::yaml::locate;
use super::yaml_doc::{At, Doc, Point};
use super::yaml_node::{Node, Step};
use crate::model::{Diagnostic, FrontMatter};
use crate::text::suggest::nearest;

/// Keys of ours.
const KEYS: &[&str] = &[
    "transcript",
    "participant",
    "participants",
    "interviewers",
    "others",
    "about",
    "attributes",
    "date",
    "source",
    "source_sha256",
];

/// Where front matter and body of a text lie (bytes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// The lines between the two `---`.
    pub yaml: Range<usize>,
    /// Start of the body: after the closing line and the empty lines that follow it.
    pub body: usize,
}

/// Whether the first line of `text` opens front matter.
pub fn opens(text: &str) -> bool {
    text.split(['\n', '\r']).next().is_some_and(|line| line.trim_end() == "---")
}

/// Splits `text` (without BOM, any line ends) at its front matter; `None` if it has none or it is never closed.
pub fn split(text: &str) -> Option<Split> {
    if !opens(text) {
        return None;
    }
    let mut lines = Lines { text, at: 0 };
    let first = lines.next()?;
    let yaml_start = first.1;
    let (close, after) = lines.by_ref().find(|(line, _)| text[line.clone()].trim_end() == "---")?;
    let mut body = after;
    for (line, after) in lines {
        if !line.is_empty() {
            break;
        }
        body = after;
    }
    Some(Split { yaml: yaml_start..close.start, body })
}

/// The lines of a text, each without its break and with the start of the next.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = (Range<usize>, usize);
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let width = if rest[end..].starts_with("\r\n") { 2 } else { usize::from(end < rest.len()) };
        let start = self.at;
        self.at = start + end + width;
        Some((start..start + end, self.at))
    }
}

/// Reads the lines of the front matter of `file`. `None`: they are no mapping, so all of the file is text.
pub fn parse_front(file: &Path, yaml: &str) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    // The first line of the file is `---`.
    let (doc, root) = match Doc::open(file, yaml, 1) {
        Ok(opened) => opened,
        Err(fault) => return (Some(FrontMatter::default()), vec![fault]),
    };
    if !matches!(root, Node::Map(_)) && !root.is_null() {
        let message = "the file begins with `---`, but no `key: value` follows: all of it is read as text";
        let found = Diagnostic::note("no-front-matter", file, message).at("---", 1, 1, 3);
        return (None, vec![found.hint("put an empty line first if this is meant to be text")]);
    }
    let mut reader = Reader { doc, front: FrontMatter::default() };
    for (key, value) in root.entries() {
        reader.key(key, value);
    }
    (Some(reader.front), reader.doc.finish())
}

struct Reader<'a> {
    doc: Doc<'a>,
    front: FrontMatter,
}

impl Reader<'_> {
    fn key(&mut self, key: &str, value: &Node) {
        let at = &At::Root.key(key);
        match key {
            "transcript" => self.front.transcript = self.doc.name(at, value),
            "participant" => self.front.participant = self.doc.name(at, value),
            "participants" => self.participants(at, value),
            "interviewers" => self.front.interviewers = self.doc.texts(at, value).unwrap_or_default(),
            "others" => self.front.others = self.doc.texts(at, value).unwrap_or_default(),
            "about" => self.front.about = self.doc.texts(at, value).unwrap_or_default(),
            "source" => self.front.source = self.doc.text(at, value),
            "source_sha256" => self.front.source_sha256 = self.doc.text(at, value),
            "date" => {
                // `date` as an attribute of that name: this key is the one that counts.
                self.front.attributes.retain(|(name, _)| name.to_lowercase() != "date");
                self.attribute(at, "date", value);
            }
            "attributes" => {
                for (key, value) in self.doc.map(at, value) {
                    let written = name(key);
                    let at = &at.key(key);
                    if let Some(bad) = bad_name(&written) {
                        let found = Diagnostic::fault("reserved-name", self.doc.file(), bad);
                        self.doc.keep(found.hint(format!("name it otherwise, as `{written}_2`")), at, Point::Key);
                    } else {
                        self.attribute(at, &written, value);
                    }
                }
            }
            other => {
                if let Some(meant) = nearest(other, KEYS.iter().copied()).filter(|_| other.len() > 4) {
                    let found = Diagnostic::note("near-key", self.doc.file(), format!("`{other}` is no key of emic"));
                    let hint = format!("did you mean `{meant}`? Keys that emic does not know are left alone");
                    self.doc.keep(found.hint(hint), at, Point::Key);
                }
            }
        }
    }

    fn participants(&mut self, at: &At<'_>, value: &Node) {
        for (label, value) in self.doc.map(at, value) {
            let at = &at.key(label);
            match self.doc.name(at, value) {
                Some(person) => self.front.participants.push((label.trim().to_owned(), person)),
                None if value.is_null() => {
                    let found = Diagnostic::fault("no-id", self.doc.file(), format!("nobody is named for `{label}`"));
                    self.doc.keep(found.hint("write `label: participant`"), at, Point::Key);
                }
                None => {}
            }
        }
    }

    fn attribute(&mut self, at: &At<'_>, name: &str, value: &Node) {
        let values = self.doc.texts(at, value).unwrap_or_default();
        if self.front.attributes.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase()) {
            return;
        }
        let (bad, mut good): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| is_bad_value(value));
        if let Some(bad) = bad.first() {
            let hint = "write another word, or leave the value out if it is missing";
            self.doc.fault("reserved-value", at, format!("`{bad}` cannot be a value: tables use it"), hint);
        }
        let mut once = std::collections::HashSet::new();
        good.retain(|value| once.insert(value.clone()));
        if !good.is_empty() {
            self.front.attributes.push((name.to_owned(), good));
        }
    }
}

/// Shows where in the front matter of `root/file` the value at `path` stands, if the file can still be read.
pub fn point_at(found: Diagnostic, root: &Path, file: &Path, path: &[Step]) -> Diagnostic {
    let Ok(Some(bytes)) = read_bytes(root, file, MAX_BYTES) else { return found };
    let Ok(text) = decode(file, bytes, "") else { return found };
    let Some(split) = split(&text) else { return found };
    let Some(yaml) = text.get(split.yaml) else { return found };
    let Some((line, column)) = locate(yaml, path, false) else { return found };
    let line_text = yaml.lines().nth(line as usize - 1).unwrap_or_default();
    let rest = line_text.chars().skip(column as usize - 1);
    let length =
        rest.take_while(|char| !matches!(char, ',' | '}' | ']' | '#')).collect::<String>().trim_end().chars().count();
    let mut found = found.at(yaml, line, column, length as u32);
    if let Some(excerpt) = &mut found.excerpt {
        excerpt.line += 1;
    }
    found
}
