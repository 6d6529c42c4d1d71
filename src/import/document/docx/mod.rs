//! Word documents (.docx and its kin): the text as a reader sees it with all changes accepted.
//!
//! - Tracked changes: insertions are taken, deletions and the old places of moved text are not; a paragraph whose mark was
//!   deleted runs on into the next.
//! - Footnotes and endnotes stand in brackets at their place: `[footnote: …]`.
//! - Of a field its result is read; numbers and bullets of lists are drawn by Word and are not in the text.
//! - Non-breaking hyphens are `-`, optional hyphens are left out, line and page breaks are line ends.
//! - Hidden text is left out. Text boxes, page heads and feet, and what the document says of itself go to the margin.

mod story;
mod styles;

use story::{Found, Kind};
use styles::Styles;

use super::archive::Archive;
use super::flow::{self, add_margin};
use super::properties;
use super::xml::{Attributes, Visit, walk};
use super::{Document, Refused};

const WHAT: &str = "a Word document (.docx)";

/// Reads a Word document.
pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    let mut archive = Archive::open(bytes, WHAT)?;
    let root = relations(&mut archive, "")?;
    let main =
        root.one("officeDocument").filter(|path| archive.has(path)).unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(xml) = archive.xml(&main)? else { return Err(other_kind(&archive)) };
    if !xml.get(..xml.len().min(20_000)).unwrap_or(&xml).contains("wordprocessingml") {
        return Err(other_kind(&archive));
    }
    let parts = relations(&mut archive, &main)?;
    let styles = match parts.one("styles") {
        Some(path) => archive.xml(&path)?.map(|xml| Styles::read(&xml)).transpose()?.unwrap_or_default(),
        None => Styles::default(),
    };

    let mut found = Found::default();
    for (relation, kind) in [("footnotes", Kind::Notes), ("endnotes", Kind::Notes), ("comments", Kind::Comments)] {
        let Some(path) = parts.one(relation) else { continue };
        if let Some(xml) = archive.xml(&path)? {
            story::read(&xml, &path, kind, &styles, &mut found)?;
        }
    }
    let body = story::read(&xml, &main, Kind::Body, &styles, &mut found)?;
    let warnings = found.seen.sentences();
    let mut margin = Vec::new();
    for (relation, kind) in [("header", Kind::Margin), ("footer", Kind::Margin)] {
        for path in parts.all(relation) {
            if let Some(xml) = archive.xml(&path)? {
                let text = story::read(&xml, &path, kind, &styles, &mut found)?.into_plain();
                add_margin(&mut margin, relation, &text);
            }
        }
    }
    for text in &found.boxes {
        add_margin(&mut margin, "text box", text);
    }
    for (relation, fallback) in [("core-properties", "docProps/core.xml"), ("custom-properties", "docProps/custom.xml")]
    {
        let path = root.one(relation).unwrap_or_else(|| fallback.to_owned());
        if let Some(xml) = archive.xml(&path)? {
            for (name, value) in properties::read(&xml, &path)? {
                add_margin(&mut margin, &name, &value);
            }
        }
    }
    let remarks = std::mem::take(&mut found.remarks);
    let document = flow::document(body, remarks, found.pictures > 0)?;
    Ok(Document { margin, warnings, ..document })
}

/// An archive that is no Word document.
fn other_kind(archive: &Archive<'_>) -> Refused {
    let is = if archive.has_any("xl/") {
        "an Excel table (.xlsx)"
    } else if archive.has_any("ppt/") {
        "a PowerPoint presentation"
    } else if archive.has("mimetype") && archive.has("content.xml") {
        "an OpenDocument file"
    } else {
        "a zip archive"
    };
    Refused::OtherKind { is, expected: WHAT }
}

/// The parts that a part refers to.
#[derive(Default)]
struct Relations {
    /// The folder that targets are relative to.
    folder: String,
    /// Last word of the relation's type, path.
    all: Vec<(String, String)>,
}

/// The relations of a part; of the whole file where `part` is empty.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Relations, Refused> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut relations = Relations { folder: folder.to_owned(), ..Relations::default() };
    if let Some(xml) = archive.xml(&path)? {
        walk(&xml, &path, &mut relations)?;
    }
    Ok(relations)
}

impl Relations {
    fn one(&self, relation: &str) -> Option<String> {
        self.all.iter().find(|(kind, _)| kind == relation).map(|(_, path)| path.clone())
    }

    /// Each path once; a document has a handful.
    fn all(&self, relation: &str) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        for (_, path) in self.all.iter().filter(|(kind, _)| kind == relation).take(1_000) {
            if !paths.contains(path) {
                paths.push(path.clone());
            }
        }
        paths
    }
}

impl Visit for Relations {
    fn open(&mut self, _: &'static str, tag: &str, attributes: &Attributes<'_>) {
        if tag != "Relationship" || attributes.get("TargetMode").as_deref() == Some("External") {
            return;
        }
        let (Some(kind), Some(target)) = (attributes.get("Type"), attributes.get("Target")) else { return };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        // `..` stays within the archive: names are looked up in it and never on the disk.
        let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { self.folder.split('/').collect() };
        for step in target.split('/') {
            match step {
                "" | "." => {}
                ".." => _ = steps.pop(),
                step => steps.push(step),
            }
        }
        steps.retain(|step| !step.is_empty());
        self.all.push((kind, steps.join("/")));
    }

    fn close(&mut self, _: &'static str, _: &str) {}

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests;
