//! One transcript file: bytes to front matter and body.

use std::fs::Metadata;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::front_matter::{opens, parse_front, split};
use super::source::{decode, read_seen, unix_lines};
use crate::model::{Diagnostic, FrontMatter, TranscriptId};

/// Largest transcript that is read, in bytes.
const MAX_TRANSCRIPT: u64 = 256 << 20;

/// A transcript as its file holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadTranscript {
    /// The keys of ours.
    pub front: FrontMatter,
    /// The text: what follows the front matter, line ends as LF, nothing else changed.
    pub body: String,
    /// Faults that leave the text usable, and notes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the transcript `root/file`; `file` is shown with its faults.
///
/// # Errors
/// If the file is missing, cannot be read, or is not UTF-8 text.
pub fn read_transcript(root: &Path, file: &Path) -> Result<ReadTranscript, Diagnostic> {
    Ok(read_transcript_seen(root, file)?.0)
}

/// The same, with what the system says of the file: before it was read and after, the same.
///
/// # Errors
/// If the file is missing, cannot be read, or is not UTF-8 text.
pub fn read_transcript_seen(root: &Path, file: &Path) -> Result<(ReadTranscript, Option<Metadata>), Diagnostic> {
    let missing =
        || Diagnostic::fault("not-found", file, "the transcript is no longer there").hint("put the file back");
    let (bytes, seen) = read_seen(root, file, MAX_TRANSCRIPT)?.ok_or_else(missing)?;
    Ok((decode_transcript(file, bytes)?, seen))
}

/// Reads the bytes of a transcript.
///
/// # Errors
/// If they are not UTF-8 text.
pub fn decode_transcript(file: &Path, bytes: Vec<u8>) -> Result<ReadTranscript, Diagnostic> {
    let hint = "save it as plain text in UTF-8 (in Word: Save as, Plain text, Unicode UTF-8)";
    let text = unix_lines(decode(file, bytes, hint)?);
    let mut read = match split(&text) {
        Some(split) => {
            let yaml = text.get(split.yaml).unwrap_or_default();
            match parse_front(file, yaml) {
                (Some(front), diagnostics) => {
                    let body = text.get(split.body..).unwrap_or_default().to_owned();
                    ReadTranscript { front, body, diagnostics }
                }
                (None, diagnostics) => ReadTranscript { front: FrontMatter::default(), body: text, diagnostics },
            }
        }
        None => {
            let mut diagnostics = Vec::new();
            if opens(&text) {
                let message = "the front matter that opens here is never closed: all of the file is read as text";
                let found = Diagnostic::fault("open-front-matter", file, message).at(&text, 1, 1, 3);
                diagnostics.push(found.hint("write `---` on a line of its own after the last key"));
            }
            ReadTranscript { front: FrontMatter::default(), body: text, diagnostics }
        }
    };
    if read.body.trim().is_empty() {
        let found = Diagnostic::note("empty", file, "the transcript has no text");
        read.diagnostics.push(found.hint("is it the right file?"));
    }
    Ok(read)
}

/// The id of a transcript by its path below its transcripts folder: without extension, with `/`, in NFC. `None` if the
/// path is no text.
pub fn default_id(below: &Path) -> Option<TranscriptId> {
    let stem = below.with_extension("");
    let mut id = String::new();
    for part in &stem {
        if !id.is_empty() {
            id.push('/');
        }
        id.push_str(part.to_str()?);
    }
    Some(if id.is_ascii() { id.into() } else { id.nfc().collect::<String>().into() })
}

#[cfg(test)]
#[path = "transcripts_tests.rs"]
mod tests;
