//! REFI-QDA projects (`.qdpx`, `.qde`) and codebooks (`.qdc`) of any tool, read leniently: what can be used is taken, what
//! cannot is listed, and no single bad item stops the rest.
//!
//! Where the standard is silent or a tool departs from it (positions, byte order marks, line ends, upper case, GUIDs, cases that are
//! also codes) the reader decides by what the file shows, and says what it decided. Nothing is unpacked by name, no path in the file is
//! followed, a DOCTYPE is refused, and sizes are counted while bytes come out.

mod archive;
mod codebook;
mod model;
mod positions;
mod project;
mod sources;
#[cfg(test)]
mod tests;
mod xml;

use std::io::{Read, Seek};

pub use archive::{Archive, ArchiveError};
pub use codebook::{Book, codebook};
pub use model::{Case, Code, Coding, EXEMPLAR, Note, Project, Selection, Set, Text, User, Value, Variable, key};
pub use positions::{Range, Raw, Reading};
pub use xml::{Document, Element, XmlError};

/// Why nothing could be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RefiError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The XML.
    #[error("the project is refused: {0}")]
    Xml(#[from] XmlError),
    /// Well-formed, but something else.
    #[error("its root is `{0}`, which is neither a project nor a codebook")]
    Root(String),
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sniffed {
    /// A ZIP with a project in it (`.qdpx`).
    Archive,
    /// A bare project (`.qde`).
    Project,
    /// A codebook (`.qdc`).
    Codebook,
}

/// What a file is, by its content: `head` is its beginning (a few kilobytes suffice), `archive` says whether a ZIP holds a
/// project.
pub fn sniff(head: &[u8], archive: impl FnOnce() -> bool) -> Option<Sniffed> {
    if head.starts_with(b"PK\x03\x04") {
        return archive().then_some(Sniffed::Archive);
    }
    let text = xml::decode(head.get(..head.len().min(4096)).unwrap_or(head));
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    // The first element, after declaration, comments and a document type.
    let named = |name: &str| {
        let at = text.match_indices(name).find(|(at, _)| text[..*at].ends_with(['<', ':']));
        at.filter(|(at, _)| text[at + name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
    };
    match (named("Project"), named("CodeBook")) {
        (Some(_), _) => Some(Sniffed::Project),
        (None, Some(_)) => Some(Sniffed::Codebook),
        _ => None,
    }
}

/// Whether a ZIP holds a project.
pub fn is_archive<R: Read + Seek>(reader: R) -> bool {
    !matches!(
        Archive::open(reader, &mut crate::model::Losses::default()),
        Err(ArchiveError::NoProject | ArchiveError::Broken(_) | ArchiveError::TooMany)
    )
}

/// Reads a project in an archive (`.qdpx`).
///
/// # Errors
/// No archive, no project in it, no XML.
pub fn archive<R: Read + Seek>(reader: R) -> Result<Project, RefiError> {
    let mut losses = crate::model::Losses::default();
    let mut archive = Archive::open(reader, &mut losses)?;
    let bytes = archive.project()?;
    let document = Document::read(&xml::decode(&bytes))?;
    project::read(&document, &mut |name| archive.source(name), losses)
}

/// Reads a bare project (`.qde`); `beside` gives the file of that name in the folder of sources beside it, `None` if there is none.
///
/// # Errors
/// No XML, or no project.
pub fn bare(bytes: &[u8], mut beside: impl FnMut(&str) -> Option<Vec<u8>>) -> Result<Project, RefiError> {
    let document = Document::read(&xml::decode(bytes))?;
    project::read(&document, &mut |name| Ok(beside(name)), crate::model::Losses::default())
}
