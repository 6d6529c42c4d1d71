//! Why a document is not taken in, as a researcher understands it.

use thiserror::Error;

/// Why a document is not taken in: what is wrong; [`Refused::hint`] says what to do.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refused {
    /// It can only be opened with a password.
    #[error("the document is protected by a password")]
    Protected,
    /// The format of Word before 2007.
    #[error("this is a document in the old Word format (.doc)")]
    OldWord,
    /// Something else altogether: a program, a picture, a recording.
    #[error("this is {0}, not a transcript")]
    Foreign(&'static str),
    /// A file of a known kind, under the name of another.
    #[error("this is {is}, not {expected}")]
    OtherKind {
        /// What it is.
        is: &'static str,
        /// What was expected.
        expected: &'static str,
    },
    /// It ends before its end.
    #[error("the file ends too early, as if it had been copied or downloaded only in part")]
    Truncated,
    /// A part cannot be made sense of.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// It would unpack to more than emic reads.
    #[error("the file unpacks to more than {megabytes} MB of text")]
    TooLarge {
        /// The limit in MB.
        megabytes: usize,
    },
    /// More than emic reads.
    #[error("the document has more than two million paragraphs")]
    TooMany,
    /// It was made to fill the memory of who opens it.
    #[error("the file was made to unpack to far more than it holds; no word processor writes such a file")]
    Bomb,
    /// A document type of its own, with entities that can grow or reach out.
    #[error("the file defines entities of its own (a DOCTYPE); no word processor writes such a file")]
    Doctype,
    /// Nested so deeply that no program wrote it for people.
    #[error("the file is nested too deeply; no word processor writes such a file")]
    TooDeep,
    /// Pictures of text.
    #[error("{pages} {}, but no text: this looks like a scan, a picture of the text", if *.pages == 1 { "page" } else { "pages" })]
    Scan {
        /// The pages without text.
        pages: usize,
    },
    /// Nothing to read.
    #[error("the document holds no text{}", if *.pictures { ", only pictures" } else { "" })]
    Empty {
        /// Whether it holds pictures.
        pictures: bool,
    },
    /// Glyphs without letters.
    #[error("the letters in this PDF are drawn shapes; the file does not say which letters they are")]
    NoLetters,
    /// Built without the feature.
    #[error("this build of emic does not read PDF files")]
    NoPdf,
}

impl Refused {
    /// What the researcher can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Protected => {
                "open it in the program that made it, take the password off (in Word: File, Info, Protect Document) and import the copy"
            }
            Self::OldWord => "open it in Word or LibreOffice and save it as .docx",
            Self::Foreign(_) => "choose the transcript itself: a document, text, captions or a table",
            Self::OtherKind { .. } => "give the file the ending that fits what it holds",
            Self::Truncated => "copy or download it again, and look whether the original opens",
            Self::Damaged(_) | Self::TooDeep => {
                "open it in a word processor, save it under a new name and import the copy; or copy its text into a .txt file"
            }
            Self::TooLarge { .. } | Self::TooMany => "split it into one file per interview",
            Self::Bomb | Self::Doctype => "do not open it anywhere; ask whoever sent it for the text",
            Self::Scan { .. } => {
                "let a program recognise the text (OCR), check the result against the pages and import that"
            }
            Self::Empty { pictures: true } => {
                "a transcript that is a picture must be typed, or recognised by a program (OCR)"
            }
            Self::Empty { pictures: false } => "look whether it is the right file",
            Self::NoLetters => {
                "ask for the document from which the PDF was made, or recognise the text of the pages (OCR)"
            }
            Self::NoPdf => "save the text as .docx or .txt, or use the emic that is handed out",
        }
    }
}

/// What these bytes are if they are certainly no text and no document that emic reads: a program, a picture, a recording, an
/// old or a locked document of an office program.
pub fn foreign(bytes: &[u8]) -> Option<Refused> {
    /// Where the mark stands, the mark, what it says.
    const MARKS: &[(usize, &[u8], &str)] = &[
        (0, b"MZ", "a Windows program"),
        (0, b"\x7fELF", "a program"),
        (0, b"\xcf\xfa\xed\xfe", "a program"),
        (0, b"\xca\xfe\xba\xbe", "a program"),
        (0, b"\x89PNG\r\n", "a picture"),
        (0, b"\xff\xd8\xff", "a picture"),
        (0, b"GIF8", "a picture"),
        (0, b"II*\0", "a picture"),
        (0, b"MM\0*", "a picture"),
        (8, b"WEBP", "a picture"),
        (4, b"ftyp", "a video or sound recording"),
        (0, b"ID3", "a sound recording"),
        (0, b"OggS", "a sound recording"),
        (0, b"fLaC", "a sound recording"),
        (8, b"WAVE", "a sound recording"),
        (0, b"\x1a\x45\xdf\xa3", "a video recording"),
        (0, b"\x1f\x8b", "a packed file (gzip)"),
        (0, b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
        (0, b"Rar!\x1a\x07", "a packed file (rar)"),
        (0, b"SQLite format 3\0", "a database"),
    ];
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole(bytes));
    }
    let (_, _, what) =
        MARKS.iter().find(|(at, mark, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark)))?;
    // Two letters are also how a text may begin; a program has zero bytes right after them.
    let sure = *what != "a Windows program" || bytes.iter().take(64).any(|byte| *byte == 0);
    sure.then_some(Refused::Foreign(what))
}

/// The container of old office files, in which encrypted new ones are wrapped too; its streams have names in UTF-16.
fn ole(bytes: &[u8]) -> Refused {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        Refused::Protected
    } else if holds("WordDocument") {
        Refused::OldWord
    } else if holds("Workbook") {
        Refused::Foreign("a table in the old Excel format (.xls)")
    } else {
        Refused::Foreign("a file of an old office program")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_is_named() {
        assert_eq!(foreign(b"MZ\x90\0\x03\0\0\0"), Some(Refused::Foreign("a Windows program")));
        assert_eq!(foreign(b"MZ: I said so."), None);
        assert_eq!(foreign(b"\0\0\0\x20ftypisom"), Some(Refused::Foreign("a video or sound recording")));
        assert_eq!(foreign("I: Hello.".as_bytes()), None);
        assert_eq!(foreign(b""), None);
        let old = |name: &str| {
            let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            foreign(&bytes)
        };
        assert_eq!(old("EncryptedPackage"), Some(Refused::Protected));
        assert_eq!(old("WordDocument"), Some(Refused::OldWord));
        assert!(old("").is_some());
    }

    #[test]
    fn sentences_agree_in_number() {
        assert!(Refused::Scan { pages: 1 }.to_string().starts_with("1 page, but"));
        assert!(Refused::Scan { pages: 3 }.to_string().starts_with("3 pages, but"));
        assert_eq!(Refused::Empty { pictures: true }.to_string(), "the document holds no text, only pictures");
        assert!(!Refused::Protected.hint().is_empty());
    }
}
