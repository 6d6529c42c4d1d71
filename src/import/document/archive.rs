//! The zip archive in which a word processor keeps a document: parts are looked up by name and unpacked in memory, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Refused;
use super::limits::{ALL_PARTS, BOMB_FROM, BOMB_RATIO, PART};

/// An archive, and how much of it has been unpacked.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: usize,
}

impl<'a> Archive<'a> {
    /// Opens the archive. `expected` is what the file was taken for ("a Word document").
    pub fn open(bytes: &'a [u8], expected: &'static str) -> Result<Self, Refused> {
        if let Some(refused) = super::foreign(bytes) {
            return Err(refused);
        }
        if !bytes.starts_with(b"PK") {
            let is = if bytes.starts_with(b"{\\rtf") {
                "an RTF document"
            } else if bytes.starts_with(b"%PDF") {
                "a PDF document"
            } else if bytes.is_empty() {
                return Err(Refused::Empty { pictures: false });
            } else {
                "another kind of file"
            };
            return Err(Refused::OtherKind { is, expected });
        }
        // The table of contents stands at the end.
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Truncated)?;
        Ok(Self { zip, unpacked: 0 })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Whether a part's name begins so.
    pub fn has_any(&self, start: &str) -> bool {
        self.zip.file_names_raw().any(|name| name.starts_with(start.as_bytes()))
    }

    /// The bytes of a part; `None` if there is none of this name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let mut entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(refusal(&error, name)),
        };
        if entry.encrypted() {
            return Err(Refused::Protected);
        }
        let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX);
        let room = PART.min(ALL_PARTS - self.unpacked);
        let bomb = packed.saturating_mul(BOMB_RATIO).max(BOMB_FROM);
        // The size that the archive states is not believed.
        let most = room.min(bomb);
        let mut bytes = Vec::new();
        let read = entry.by_ref().take(most as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > most {
            return Err(if bomb < room { Refused::Bomb } else { Refused::TooLarge { megabytes: PART >> 20 } });
        }
        read.map_err(|_| Refused::Damaged(format!("its part `{name}` cannot be unpacked")))?;
        self.unpacked += bytes.len();
        Ok(Some(bytes))
    }

    /// The text of an XML part, whatever its encoding.
    pub fn xml(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        super::xml::decode(bytes, name).map(Some)
    }
}

fn refusal(error: &ZipError, name: &str) -> Refused {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Refused::Protected,
        _ => Refused::Damaged(format!("its part `{name}` cannot be unpacked")),
    }
}
