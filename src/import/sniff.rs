//! What a file is, by its content; its name is never believed.

use std::io::Cursor;

use super::document::foreign;
use super::refused::Refused;
use super::{highlights, refi};

/// What kind of file this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text of some sort, in an encoding still to be found.
    Text,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// Rich text.
    Rtf,
    /// PDF.
    Pdf,
    /// An Excel workbook.
    Xlsx,
    /// A project or codebook of another tool in the REFI-QDA form.
    Qdpx,
    /// A project that its tool keeps in SQLite.
    Sqlite,
    /// A table of highlights of Taguette.
    Highlights,
}

impl Kind {
    /// What it is, in words, where it is more than transcripts and people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Qdpx => "a project or codebook of another tool (REFI-QDA)",
            Self::Sqlite => "a project of another tool",
            Self::Highlights => "highlights of Taguette",
            _ => "a file of another tool",
        }
    }
}

const SAVE_AS: &str =
    "open it in the program it comes from and save it as one of .docx, .odt, .rtf, .txt, .vtt, .srt or .csv";

/// Tells what `bytes` are.
///
/// # Errors
/// A file that holds nothing, or nothing that can be read, with what its owner can do.
pub fn sniff(bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.is_empty() {
        return Err(Refused::new("the file is empty", "look whether it was copied or downloaded whole"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Ok(Kind::Sqlite);
    }
    // PDF readers look for the mark in the first kilobyte.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if head.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Kind::Rtf);
    }
    if refi::sniff(bytes, || false).is_some() {
        return Ok(Kind::Qdpx);
    }
    if highlights::is_highlights(head) {
        return Ok(Kind::Highlights);
    }
    match foreign(bytes) {
        Some(what) if !is_prose(head) => Err(advised(&what)),
        _ => Ok(Kind::Text),
    }
}

/// Whether the head of a file is text all the same (`MZ: Good morning`).
fn is_prose(head: &[u8]) -> bool {
    let cut = head.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    cut.len() + 4 > head.len() && !cut.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// What is said of a file that is something else, with what to do about just that.
fn advised(foreign: &super::document::Refused) -> Refused {
    let what = foreign.to_string();
    let hint = match () {
        () if what.contains("recording") => "emic reads transcripts: have the recording transcribed first",
        () if what.contains("packed") => "unpack it and import the files inside",
        () if what.contains(".xls") => "open it in Excel or LibreOffice and save it as .xlsx or .csv",
        () if what.contains("program") && !what.contains("office") => {
            "do not open it; ask whoever sent it for the transcript"
        }
        () => foreign.hint(),
    };
    Refused::new(what, hint)
}

/// A zip archive by what lies in it.
fn archive(bytes: &[u8]) -> Result<Kind, Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        Refused::new("the file is damaged or cut short", "copy or download it once more, or open and save it anew")
    })?;
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|name| name.to_lowercase()).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let ends = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    if has("word/document.xml") || (has("[content_types].xml") && ends("document.xml") && !has("xl/workbook.xml")) {
        return Ok(Kind::Docx);
    }
    if has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if ends(".qde") {
        return Ok(Kind::Qdpx);
    }
    if has("xl/workbook.bin") {
        return Err(Refused::new("this is an Excel workbook in the binary form (.xlsb)", "save it as .xlsx or .csv"));
    }
    if names.iter().any(|name| name.starts_with("ppt/")) {
        return Err(Refused::new("this is a presentation, no transcript", SAVE_AS));
    }
    if ends(".iwa") {
        return Err(Refused::new("this is a document of Pages or Numbers", "export it as Word (.docx) or .csv"));
    }
    if let Ok(entry) = archive.by_name("mimetype") {
        let mut kind = String::new();
        let _ = std::io::Read::read_to_string(&mut std::io::Read::take(entry, 200), &mut kind);
        return match kind.trim() {
            "application/vnd.oasis.opendocument.text" | "application/vnd.oasis.opendocument.text-template" => {
                Ok(Kind::Odt)
            }
            kind if kind.contains("opendocument.spreadsheet") => {
                Err(Refused::new("this is an OpenDocument spreadsheet (.ods)", "save it as .xlsx or .csv"))
            }
            _ => Err(Refused::new("this kind of document holds no transcript that emic can read", SAVE_AS)),
        };
    }
    Err(Refused::new("this is a zip archive", "unpack it and import the files inside (a folder may be named whole)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in entries {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(600, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn kinds_by_content() {
        assert_eq!(sniff(&zip(&[("[Content_Types].xml", ""), ("word/document.xml", "")])), Ok(Kind::Docx));
        assert_eq!(sniff(&zip(&[("xl/workbook.xml", "")])), Ok(Kind::Xlsx));
        assert_eq!(sniff(&zip(&[("project.qde", "")])), Ok(Kind::Qdpx));
        assert_eq!(sniff(&zip(&[("mimetype", "application/vnd.oasis.opendocument.text")])), Ok(Kind::Odt));
        assert_eq!(sniff(b"{\\rtf1 x}"), Ok(Kind::Rtf));
        assert_eq!(sniff(b"\n%PDF-1.4"), Ok(Kind::Pdf));
        assert_eq!(sniff(b"SQLite format 3\0..."), Ok(Kind::Sqlite));
        assert_eq!(sniff(b"<?xml version='1.0'?>\n<CodeBook xmlns='x'/>"), Ok(Kind::Qdpx));
        assert_eq!(sniff(b"id,document,tag,content\n"), Ok(Kind::Highlights));
        assert_eq!(sniff(b"WEBVTT\n"), Ok(Kind::Text));
        assert_eq!(sniff(b"MZ: Good morning.\n\nP1: Hello.\n"), Ok(Kind::Text));
        assert_eq!(sniff("RIFF: Grüß Gott.\n".as_bytes()), Ok(Kind::Text));
    }

    #[test]
    fn what_is_no_transcript_is_refused_with_advice() {
        for (bytes, what) in [
            (Vec::new(), "empty"),
            (b"MZ\x90\0\x03\0\0\0".to_vec(), "a Windows program"),
            (b"\0\0\0\x20ftypM4A \0\0".to_vec(), "sound recording"),
            (b"\x89PNG\r\n\x1a\n\0".to_vec(), "a picture"),
            (b"PK\x03\x04cut short".to_vec(), "damaged or cut short"),
            (zip(&[("a.txt", "x")]), "zip archive"),
            (zip(&[("ppt/presentation.xml", "")]), "a presentation"),
            (zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), ".ods"),
            (ole("WordDocument"), ".doc"),
            (ole("Workbook"), ".xls"),
            (ole("EncryptedPackage"), "password"),
        ] {
            let refused = sniff(&bytes).unwrap_err();
            assert!(refused.what.contains(what) && !refused.hint.is_empty(), "{refused:?}");
        }
    }
}
