//! REFI-QDA, the exchange format of qualitative analysis: projects (`.qdpx`) and codebooks (`.qdc`).
//!
//! Written by the letter of the standard (version 1.5) where it speaks and by what NVivo, MAXQDA, ATLAS.ti and QualCoder read
//! where it does not: texts with LF and no BOM, positions in code points from 0 with the end exclusive, the quoted words as
//! the name of a selection, a user on every coding. The same study gives the same bytes. No path, no time of writing and no
//! name of a machine goes out.

mod codes;
mod guids;
mod memos;
mod people;
mod project;
mod record;
mod texts;
pub(super) mod xml;

use std::collections::BTreeMap;

pub use codes::{codebook, description_of};
pub use guids::{Foreign, Guid, Thing, is_guid};
pub use record::{GROUP, NAME as RECORD_NAME, Record, STARS, parts_of_description};

use super::zipped;
use crate::model::{CoderName, Losses, View};

/// What a text of more than this many bytes cannot be: the standard's limit of an internal file.
const MOST_BYTES: usize = 2_147_483_647;

/// Unit of the positions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Offsets {
    /// Unicode code points, as the standard says.
    #[default]
    CodePoints,
    /// UTF-16 units, as NVivo counts.
    Utf16,
}

/// Said in `origin`, so that emic reads such a file as it was meant.
pub const UTF16_ORIGIN: &str = "UTF-16 positions";

/// What is to be written.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The study, with the coders who are to go out.
    pub view: &'a View<'a>,
    /// These coders, if not all are to go out.
    pub only: Option<&'a [CoderName]>,
    /// What is known of things that came from another tool.
    pub foreign: &'a Foreign,
    /// Version of emic.
    pub version: &'a str,
    /// Unit of the positions.
    pub offsets: Offsets,
    /// Names under which coders go out, where these are not their own.
    pub aliases: &'a BTreeMap<CoderName, CoderName>,
}

/// A file, and what it could not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What is in it and what is not.
    pub losses: Losses,
}

/// Why there is no file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RefiError {
    /// The standard takes no text of 2 GiB.
    #[error("the text of {0} is larger than the 2,147,483,647 bytes that the format allows")]
    TooLarge(String),
    /// The codebook is empty, and the format has no empty codebook.
    #[error("the codebook has no code, and the format cannot hold an empty codebook")]
    NoCodes,
    /// The ZIP layer failed.
    #[error("the archive cannot be made: {0}")]
    Zip(String),
}

/// A study as a project (`.qdpx`).
///
/// # Errors
/// A text beyond the standard's limit.
pub fn project(request: &Request<'_>) -> Result<Exported, RefiError> {
    let written = project::write(request);
    if let Some((name, _)) = written.texts.iter().find(|(_, text)| text.len() > MOST_BYTES) {
        return Err(RefiError::TooLarge(name.clone()));
    }
    let project = ("project.qde".to_owned(), written.xml.as_slice());
    let sources = written.texts.iter().map(|(name, text)| (format!("sources/{name}"), text.as_bytes()));
    let bytes = zipped(std::iter::once(project).chain(sources)).map_err(RefiError::Zip)?;
    Ok(Exported { bytes, losses: written.losses })
}
