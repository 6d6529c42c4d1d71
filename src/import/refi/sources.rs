//! The sources of a project: texts, the text of PDF files, transcripts of recordings.

mod sync_points;

use std::collections::{HashMap, HashSet};

use super::model::{Coding, Project, Selection, Text, key};
use super::positions::{Placed, Range, Raw, Reading};
use super::project::{Files, note_refs, values};
use super::xml::{Document, Element};
use crate::import::highlights::Searched;
use crate::import::{document, from_document};
use crate::text::{Span, visible};

use sync_points::{stamp, times};

/// A text as its file has it, without byte order mark.
pub(super) struct RawText {
    pub text: String,
    pub marked: bool,
    /// What had to be decided to read it.
    pub note: Option<&'static str>,
    /// It was taken out of a formatted document, in which the positions of the project mean nothing.
    pub formatted: bool,
}

/// The name of a file among the sources; `None` where the path leads elsewhere, which is never followed.
fn inside(path: &str) -> Option<&str> {
    let lower = path.to_lowercase();
    let rest = match lower.find("://") {
        Some(at) if &lower[..at] == "internal" => &path[at + 3..],
        Some(_) => return None,
        None if path.starts_with(['/', '\\']) || path.get(1..2) == Some(":") => return None,
        None => path,
    };
    rest.rsplit(['/', '\\']).next().filter(|name| !name.is_empty() && *name != "..")
}

/// The text of a source, a note or a transcript.
pub(super) fn text_of(document: &Document, element: &Element, files: &mut Files<'_>) -> Result<RawText, String> {
    if let Some(content) = document.first(element, "PlainTextContent") {
        return Ok(RawText { text: content.text.clone(), marked: false, note: None, formatted: false });
    }
    let Some(path) = element.get("plainTextPath") else {
        return match element.get("richTextPath") {
            Some(path) => formatted(path, files),
            None => Err("it names no text".into()),
        };
    };
    let Some(name) = inside(path) else {
        return Err("its text lies outside of the project, where emic does not look".into());
    };
    match files(name) {
        Ok(Some(bytes)) => Ok(decode(bytes)),
        Ok(None) => Err("its text is not in the project".into()),
        Err(error) => Err(error.to_string()),
    }
}

/// The text of a formatted document among the sources, as an import of that document alone would write it.
fn formatted(path: &str, files: &mut Files<'_>) -> Result<RawText, String> {
    let only = "it has a formatted text only";
    let name = inside(path).ok_or_else(|| format!("{only}, which lies outside of the project"))?;
    let bytes = files(name).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or_else(|| format!("{only}, which is not in the project"))?;
    let document = document::docx::read(&bytes).map_err(|refused| format!("{only}: {refused}"))?;
    let text = from_document(document, "Word document (docx)").text;
    if text.trim().is_empty() {
        return Err(format!("{only}, and nothing stands in it"));
    }
    Ok(RawText { text, marked: false, note: Some("there is a formatted text only"), formatted: true })
}

/// Where passages of a formatted text stand by the words that the project repeats; nowhere if these are cut short, missing, or
/// stand there more than once. Positions count another text, but say how long a passage is.
fn by_words(text: &str, ranges: &[Range]) -> Vec<Result<Placed, String>> {
    let searched = Searched::new(text);
    let place = |range: &Range| {
        let why = "its positions count another text than the formatted one, and";
        let (letters, length) = (range.name.trim().chars().count() as u64, range.end.abs_diff(range.start));
        let whole = letters > 0 && letters.abs_diff(length) <= 2 + letters / 10;
        if !whole || range.name.ends_with('…') || range.name.ends_with("...") {
            return Err(format!("{why} its words are not repeated whole"));
        }
        match searched.find(&range.name, 2).as_slice() {
            [only] => Ok(Placed { span: *only, snapped: false }),
            [] => Err(format!("{why} its words are not there")),
            _ => Err(format!("{why} its words stand there more than once")),
        }
    };
    ranges.iter().map(place).collect()
}

fn decode(bytes: Vec<u8>) -> RawText {
    let text = match String::from_utf8(bytes) {
        Ok(text) => {
            let bare = text.strip_prefix('\u{feff}');
            let marked = bare.is_some();
            let text = bare.map_or_else(|| text.clone(), str::to_owned);
            RawText { text, marked, note: None, formatted: false }
        }
        Err(error) => {
            let bytes = error.into_bytes();
            let utf16 = encoding_rs::Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
            let (encoding, note) = match utf16 {
                Some(encoding) => (encoding, "it was UTF-16, not UTF-8"),
                None => {
                    (encoding_rs::WINDOWS_1252, "it was no UTF-8 and was read as Windows-1252: look at its accents")
                }
            };
            let (text, _, _) = encoding.decode(&bytes);
            RawText { text: text.into_owned(), marked: utf16.is_some(), note: Some(note), formatted: false }
        }
    };
    // A text with a zero byte is no text to most programs.
    RawText { text: text.text.replace('\0', "\u{fffd}"), ..text }
}

/// Reads all sources.
pub(super) fn read(document: &Document, part: &Element, files: &mut Files<'_>, project: &mut Project) {
    let mut once: HashSet<String> = project.texts.iter().map(|text| key(&text.guid)).collect();
    for source in document.inside(part) {
        let name = visible(source.attr("name")).into_owned();
        match source.name.as_str() {
            "TextSource" => take(document, source, source, files, project, &mut once),
            "PDFSource" => {
                for _ in document.all(source, "PDFSelection") {
                    project.losses.lost("areas of pages", name.clone());
                }
                match document.first(source, "Representation") {
                    Some(text) => {
                        take(document, source, text, files, project, &mut once);
                        project.losses.note("of PDF files the text came over, with its codings; the pages did not");
                    }
                    None => project.losses.lost("texts", format!("{name}: a PDF without its text")),
                }
            }
            "AudioSource" | "VideoSource" => recording(document, source, files, project, &mut once),
            "PictureSource" => project.losses.lost("pictures", name),
            other => project.losses.lost("unknown elements", visible(other).into_owned()),
        }
    }
}

fn recording(
    document: &Document,
    source: &Element,
    files: &mut Files<'_>,
    project: &mut Project,
    once: &mut HashSet<String>,
) {
    let name = visible(source.attr("name")).into_owned();
    for selection in document.inside(source).filter(|child| child.name.ends_with("oSelection")) {
        project.losses.lost("parts of recordings", format!("{name}, {} ms", visible(selection.attr("begin"))));
    }
    let mut transcripts = 0;
    for transcript in document.all(source, "Transcript") {
        take(document, source, transcript, files, project, once);
        transcripts += 1;
    }
    if transcripts > 0 {
        project.losses.note("of recordings the transcripts came over, with their codings; sound and picture did not");
    } else {
        project.losses.lost("recordings", format!("{name}: without a transcript"));
    }
}

/// Reads one text. `source` has the name, attributes and notes; `element` the text and its selections; mostly they are one.
fn take(
    document: &Document,
    source: &Element,
    element: &Element,
    files: &mut Files<'_>,
    project: &mut Project,
    once: &mut HashSet<String>,
) {
    let transcript = element.name == "Transcript";
    let guid = if transcript { element.attr("guid") } else { source.attr("guid") };
    let named = if transcript { element.get("name").or_else(|| source.get("name")) } else { source.get("name") };
    let name = named.or_else(|| element.get("name")).unwrap_or("text").trim().to_owned();
    let shown = visible(&name).into_owned();
    if !once.insert(key(guid)) {
        project.losses.lost("texts", format!("{shown}: its GUID is another text's"));
        return;
    }
    let mut selections = selections(document, element);
    let raw = match text_of(document, element, files) {
        Ok(raw) => raw,
        Err(why) => {
            project.losses.lost("texts", format!("{shown}: {why}"));
            for selection in &selections {
                for _ in &selection.1.codings {
                    project.losses.lost("codings", format!("{shown}: its text did not come over"));
                }
            }
            for _ in document.all(source, "Coding") {
                project.losses.lost("codings", format!("{shown}: its text did not come over"));
            }
            return;
        }
    };
    if let Some(note) = raw.note {
        project.losses.note(format!("{shown}: {note}"));
    }
    if raw.text.contains('\r') {
        project.losses.note("line ends are now LF; positions were converted");
    }
    let text = Raw::new(&raw.text, raw.marked);
    let times = times(document, element);
    let ranges: Vec<Range> = selections.iter().map(|(range, _)| range.clone()).collect();
    let usual = Reading::usual(&project.origin);
    // emic says what it counts.
    let ours = project.origin.starts_with("emic ");
    let (reading, tied) = if ours || raw.formatted { (usual, false) } else { text.decide(&ranges, usual) };
    if let Some(words) = reading.in_words().filter(|_| !ranges.is_empty() && !ours && !raw.formatted) {
        let tool = if project.origin.is_empty() { "not named".into() } else { visible(&project.origin) };
        project.losses.note(format!("{shown}: positions were read {words} (the tool is {tool})"));
    }
    if raw.formatted && !ranges.is_empty() {
        project.losses.note(format!(
            "{shown}: passages were found by the words that the project repeats, not by their positions"
        ));
    } else if tied {
        project.losses.note(format!(
            "{shown}: its positions can be read in two ways that fit equally; what its tool usually does was taken, look at a few codings"
        ));
    }
    let mut kept = Vec::new();
    let places = if raw.formatted {
        by_words(&text.body(), &ranges)
    } else {
        text.place(&ranges, reading).into_iter().map(|placed| placed.map_err(|why| why.to_string())).collect()
    };
    for ((range, mut selection), placed) in selections.drain(..).zip(places) {
        match placed {
            Ok(placed) => {
                if placed.snapped {
                    let why = format!(
                        "{shown}, {}..{}: an end lay inside of a character, which was taken in",
                        range.start, range.end
                    );
                    project.losses.note(why);
                }
                selection.span = placed.span;
                kept.push(selection);
            }
            Err(why) => {
                let line = format!("{shown}, {}..{}: {why}", range.start, range.end);
                let mut any = false;
                for _ in &selection.codings {
                    project.losses.lost("codings", line.clone());
                    any = true;
                }
                if !any {
                    project.losses.lost("passages", line);
                }
            }
        }
    }
    let mut text = Text {
        guid: guid.to_owned(),
        name,
        body: text.body(),
        description: document.text(source, "Description").to_owned(),
        notes: note_refs(document, source),
        values: values(document, source),
        codings: document.all(source, "Coding").filter_map(|child| coding(document, child)).collect(),
        selections: kept,
    };
    if !std::ptr::eq(source, element) {
        text.notes.extend(note_refs(document, element));
        text.codings.extend(document.all(element, "Coding").filter_map(|child| coding(document, child)));
    }
    stamp(&mut text, times, project);
    project.texts.push(text);
    project.losses.kept("texts");
}

/// The selections of a text with their ranges; those of a transcript lie between sync points.
fn selections(document: &Document, element: &Element) -> Vec<(Range, Selection)> {
    let number = |text: &str| text.trim().parse::<i64>().unwrap_or(-1);
    let points: HashMap<String, i64> = document
        .all(element, "SyncPoint")
        .map(|point| (key(point.attr("guid")), number(point.attr("position"))))
        .collect();
    let mut found = Vec::new();
    for child in document.inside(element) {
        let (start, end) = match child.name.as_str() {
            "PlainTextSelection" => (number(child.attr("startPosition")), number(child.attr("endPosition"))),
            "TranscriptSelection" => {
                let point = |name: &str| points.get(&key(child.attr(name))).copied().unwrap_or(-1);
                (point("fromSyncPoint"), point("toSyncPoint"))
            }
            _ => continue,
        };
        let user = child.get("creatingUser").or_else(|| child.get("modifyingUser")).map(key);
        let created = child.get("creationDateTime").or_else(|| child.get("modifiedDateTime")).map(str::to_owned);
        let mut codings: Vec<Coding> =
            document.all(child, "Coding").filter_map(|child| coding(document, child)).collect();
        for coding in &mut codings {
            coding.user = coding.user.take().or_else(|| user.clone());
            coding.created = coding.created.take().or_else(|| created.clone());
        }
        let selection = Selection {
            guid: child.attr("guid").to_owned(),
            span: Span::default(),
            description: document.text(child, "Description").to_owned(),
            user,
            created,
            codings,
            notes: note_refs(document, child),
        };
        found.push((Range { start, end, name: child.attr("name").to_owned() }, selection));
    }
    found
}

fn coding(document: &Document, element: &Element) -> Option<Coding> {
    let code = document.first(element, "CodeRef")?;
    Some(Coding {
        guid: element.attr("guid").to_owned(),
        code: key(code.attr("targetGUID")),
        user: element.get("creatingUser").map(key),
        created: element.get("creationDateTime").map(str::to_owned),
        notes: note_refs(document, element),
    })
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn only_the_name_of_a_path_inside_is_used() {
        for (path, name) in [
            ("internal://ab.txt", Some("ab.txt")),
            ("internal:///ab.txt", Some("ab.txt")),
            ("INTERNAL://sources/ab.txt", Some("ab.txt")),
            ("internal://../../etc/passwd", Some("passwd")),
            ("ab.txt", Some("ab.txt")),
            ("../ab.txt", Some("ab.txt")),
            ("/etc/passwd", None),
            ("C:\\ab.txt", None),
            ("absolute:///C:/ab.txt", None),
            ("relative:///ab.txt", None),
            ("file:///etc/passwd", None),
            ("internal://", None),
            ("internal://..", None),
        ] {
            assert_eq!(inside(path), name, "{path}");
        }
    }

    #[test]
    fn texts_of_other_encodings_are_read_and_said() {
        assert!(decode(b"\xef\xbb\xbfa".to_vec()).marked);
        assert_eq!(decode(b"caf\xe9 \x93x\x94".to_vec()).text, "café “x”");
        assert!(decode(b"caf\xe9".to_vec()).note.is_some());
        let utf16: Vec<u8> = "\u{feff}é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf16).text, "é");
        assert_eq!(decode(b"a\0b".to_vec()).text, "a\u{fffd}b");
    }
}
