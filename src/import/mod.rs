//! What other programs write, made into drafts of transcripts: bytes in, text out. Nothing here opens a file.
//!
//! [`read`] tells by the content what a file is, decodes it and answers with drafts: the text as it would be written,
//! what goes to its front matter, and what its owner has to know. [`look()`] shows what a study would make of such a text:
//! labels, turns, doubtful lines.

pub mod canonical;
pub mod captions;
pub mod codebook;
mod dates;
pub mod document;
mod draft;
pub mod encoding;
mod from_document;
pub mod highlights;
mod look;
#[cfg(feature = "sqlite")]
pub mod neighbours;
pub mod refi;
mod refused;
pub mod sniff;
mod tables;

pub use dates::find_date;
pub use draft::{Draft, MemoOffer, People, Said, Value};
pub use from_document::from_document;
pub use look::{LabelSeen, Look, ProblemLine, TurnSeen, look};
pub use refused::{Reading, Refused, Unread};
pub use sniff::Kind;

/// What a file is to be read as, where the user says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadAs {
    /// Text, verbatim.
    Text,
    /// Captions.
    Captions,
    /// A table of turns.
    Turns,
    /// A table of interviews, one a row.
    Interviews,
    /// A table of people.
    Participants,
}

/// What the user says about how to read files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The encoding of text files.
    pub encoding: Option<String>,
    /// Whether characters that cannot be read are taken as U+FFFD.
    pub force: bool,
    /// What the files are, whatever they look like.
    pub reading: Option<ReadAs>,
    /// The columns of tables: role (`speaker`, `text`, `time`, `transcript`, `participant`) and name.
    pub columns: Vec<(String, String)>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contents {
    /// Its transcripts; several where a table holds several interviews.
    pub drafts: Vec<Draft>,
    /// People and their attributes.
    pub people: Option<People>,
    /// A project of another tool, to be read by another door.
    pub project: Option<Kind>,
}

/// The largest file that is read, in bytes: thirty times the longest interview.
pub const MOST_BYTES: u64 = 64 << 20;

/// What is said of a file that is larger.
pub fn too_large(bytes: u64) -> Refused {
    Refused::new(
        format!("the file has {} MB; an interview of ten hours has one", bytes >> 20),
        "look whether it is a transcript at all; if it holds many, split it",
    )
}

/// Reads the bytes of a file. `name` is its name, which only says whether text is Markdown, and breaks ties.
///
/// # Errors
/// Why it was not read, with what its owner can do.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Contents, Unread> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large(bytes.len() as u64).into());
    }
    let one = |draft: Draft| Ok(Contents { drafts: vec![draft], ..Contents::default() });
    match sniff::sniff(bytes)? {
        Kind::Text => text(name, bytes, options),
        Kind::Highlights if options.reading.is_some() => text(name, bytes, options),
        Kind::Xlsx => tables::contents(&tables::read_workbook(bytes)?, "xlsx", options),
        kind @ (Kind::Docx | Kind::Odt | Kind::Rtf | Kind::Pdf) => {
            let (document, format) = read_document(kind, bytes)?;
            one(full(from_document(document, format))?)
        }
        kind @ (Kind::Qdpx | Kind::Sqlite | Kind::Highlights) => {
            Ok(Contents { project: Some(kind), ..Contents::default() })
        }
    }
}

/// The readers of documents, each by its kind.
fn read_document(kind: Kind, bytes: &[u8]) -> Result<(document::Document, &'static str), Refused> {
    let (document, format) = match kind {
        Kind::Docx => (document::docx::read(bytes), "Word document (docx)"),
        Kind::Odt => (document::odt::read(bytes), "OpenDocument text (odt)"),
        Kind::Rtf => (document::rtf::read(bytes), "rich text (rtf)"),
        _ => (document::pdf::read(bytes), "PDF"),
    };
    Ok((document?, format))
}

/// A draft that holds text.
fn full(draft: Draft) -> Result<Draft, Refused> {
    if draft.text.trim().is_empty() {
        return Err(Refused::new(
            format!("nobody says anything in it (read as {})", draft.format),
            "look whether it is the right file",
        ));
    }
    Ok(draft)
}

/// A text file: captions, a table, or a transcript as it stands.
fn text(name: &str, bytes: &[u8], options: &Options) -> Result<Contents, Unread> {
    let decoded = encoding::decode(bytes, options.encoding.as_deref(), options.force)?;
    let encoding = decoded.in_words();
    let lines = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let mut contents = structured(name, &lines, options)?;
    if contents.drafts.is_empty() && contents.people.is_none() {
        let as_it_is = std::str::from_utf8(bytes).is_ok_and(|text| text.trim_start_matches('\u{feff}') == decoded.text);
        let markdown = ending(name) == "md" || ending(name) == "markdown";
        let format = if markdown { "Markdown" } else { "plain text" };
        let text = if as_it_is { decoded.text } else { lines };
        let draft = Draft { format: format.into(), text, verbatim: true, as_it_is, markdown, ..Draft::default() };
        contents.drafts.push(full(draft)?);
    }
    for draft in &mut contents.drafts {
        draft.encoding.clone_from(&encoding);
    }
    if let Some(people) = &mut contents.people {
        people.encoding = encoding;
    }
    Ok(contents)
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase())
}

/// Text in a form of its own: captions, JSON, tables; nothing where it is plain.
fn structured(name: &str, text: &str, options: &Options) -> Result<Contents, Unread> {
    let asked = options.reading;
    let captions = asked.is_none() || asked == Some(ReadAs::Captions);
    let one = |draft: Draft| Ok(Contents { drafts: vec![full(draft)?], ..Contents::default() });
    let head = text.trim_start().trim_start_matches('\u{feff}');
    if asked == Some(ReadAs::Text) {
        return Ok(Contents::default());
    }
    if captions && captions::is_lines_of_cues(text) {
        let read = captions::read_cue_lines(text);
        let format = match (read.vtt, read.srt) {
            (true, _) => "WebVTT captions",
            (_, true) => "SubRip captions (srt)",
            _ => "captions (lines of times)",
        };
        return one(captions::draft(read.cues, format, &read.head));
    }
    if captions && captions::is_lrc(text) {
        return one(captions::draft(captions::read_lrc(text), "LRC", &[]));
    }
    if captions && (head.starts_with('{') || (head.starts_with('[') && ending(name) == "json")) {
        return one(captions::draft(captions::read_json(head)?, "JSON of a speech recogniser", &[]));
    }
    let lower = head.chars().take(60).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || lower.starts_with("<?xml")
        || lower.starts_with("<tt ")
    {
        return Err(Refused::new(
            "this is a web page or XML, no plain text",
            "export it as .txt, .docx, .vtt or .srt, or copy its text into a .txt file",
        )
        .into());
    }
    if asked == Some(ReadAs::Captions) {
        return Err(
            Refused::new("no line of times (00:01 --> 00:04) was found in it", "leave out --as captions").into()
        );
    }
    if asked.is_some() || matches!(ending(name).as_str(), "csv" | "tsv" | "tab") || tables::is_table(text, options) {
        let (grid, kind) = tables::separated(text)?;
        return tables::contents(&[grid], kind, options);
    }
    Ok(Contents::default())
}

#[cfg(test)]
mod layout_tests;
