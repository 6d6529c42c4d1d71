//! OpenDocument texts (.odt, of LibreOffice and others): the text as a reader sees it with all changes accepted.
//!
//! The rules are those of Word documents ([`super::docx`]). White space is as OpenDocument has it: a run of it in the file is
//! one space, further ones are elements of their own.

mod story;
mod styles;

use story::{Found, Story};

use super::archive::Archive;
use super::flow::{self, Flow, add_margin};
use super::properties;
use super::xml::{Attributes, Visit, walk};
use super::{Document, Refused};

const WHAT: &str = "an OpenDocument text (.odt)";

/// Reads an OpenDocument text.
pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    let mut archive = Archive::open(bytes, WHAT)?;
    if let Some(manifest) = archive.xml("META-INF/manifest.xml")? {
        let mut locked = Locked(false);
        walk(&manifest, "META-INF/manifest.xml", &mut locked)?;
        if locked.0 {
            return Err(Refused::Protected);
        }
    }
    let mimetype = archive.part("mimetype")?.unwrap_or_default();
    let mimetype = String::from_utf8_lossy(mimetype.get(..mimetype.len().min(200)).unwrap_or_default()).into_owned();
    if mimetype.contains("opendocument") && !mimetype.contains("opendocument.text") {
        let is =
            if mimetype.contains("spreadsheet") { "an OpenDocument table (.ods)" } else { "another OpenDocument file" };
        return Err(Refused::OtherKind { is, expected: WHAT });
    }
    let Some(xml) = archive.xml("content.xml")? else {
        let is = if archive.has("word/document.xml") { "a Word document" } else { "a zip archive" };
        return Err(Refused::OtherKind { is, expected: WHAT });
    };

    let mut found = Found::default();
    // The styles first: they say what is hidden in the text.
    if let Some(styles) = archive.xml("styles.xml")? {
        read_part(&styles, "styles.xml", &mut found)?;
    }
    let body = read_part(&xml, "content.xml", &mut found)?;
    let warnings = found.seen.sentences();
    let mut margin = Vec::new();
    for (place, text) in &found.margin {
        add_margin(&mut margin, place, text);
    }
    if let Some(xml) = archive.xml("meta.xml")? {
        for (name, value) in properties::read(&xml, "meta.xml")? {
            add_margin(&mut margin, &name, &value);
        }
    }
    let remarks = std::mem::take(&mut found.remarks);
    let document = flow::document(body, remarks, found.pictures > 0)?;
    Ok(Document { margin, warnings, ..document })
}

fn read_part(xml: &str, part: &str, found: &mut Found) -> Result<Flow, Refused> {
    let mut story = Story::new(found);
    walk(xml, part, &mut story)?;
    Ok(story.finish())
}

/// Whether the manifest says that parts are encrypted.
struct Locked(bool);

impl Visit for Locked {
    fn open(&mut self, ns: &'static str, tag: &str, _: &Attributes<'_>) {
        self.0 |= (ns, tag) == ("manifest", "encryption-data");
    }

    fn close(&mut self, _: &'static str, _: &str) {}

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests;
