//! The tree of codes, in a project and as a codebook of its own.

use super::guids::{Foreign, Giver, Guid};
use super::record;
use super::xml::Xml;
use super::{Exported, RefiError};
use crate::model::{Code, Codebook, Losses, colour_rgb};

/// A code as the note for the way back has it.
pub(super) fn recorded(code: &Code) -> record::Code {
    record::Code {
        id: code.id.to_string(),
        colour: code.colour.clone(),
        definition: code.definition.clone(),
        include: code.include.clone(),
        exclude: code.exclude.clone(),
        examples: code.examples.clone(),
        was: code.was.iter().map(ToString::to_string).collect(),
        unlisted: false,
    }
}

/// What other tools show as the description of a code: definition, include, exclude and examples as one text.
pub fn description_of(code: &Code) -> String {
    recorded(code).description()
}

/// Writes the codes as nested elements; `notes` gives the GUIDs of the notes on a code.
pub(super) fn tree(xml: &mut Xml, book: &Codebook, giver: &mut Giver<'_>, notes: impl Fn(&Code) -> Vec<String>) {
    let mut depth = 0;
    for (at, code) in book.codes().iter().enumerate() {
        if at > 0 {
            for _ in code.depth..=depth {
                xml.close();
            }
        }
        depth = code.depth;
        let own = Guid::Code.of(code.id.as_str());
        let guid = giver.give(own);
        let folder = giver.known(own).is_some_and(|thing| thing.folder);
        xml.open("Code").attr("guid", &guid).attr("name", giver.name(own, &code.name));
        xml.attr("isCodable", if folder { "false" } else { "true" });
        xml.attr_if("color", code.colour.as_deref().and_then(colour_rgb).as_deref());
        xml.text("Description", &recorded(code).description());
        for note in notes(code) {
            xml.refer("NoteRef", &note);
        }
    }
    for _ in 0..=depth {
        if !book.codes().is_empty() {
            xml.close();
        }
    }
}

/// A codebook as a file of its own (`.qdc`).
///
/// # Errors
/// A codebook without codes.
pub fn codebook(book: &Codebook, foreign: &Foreign, version: &str) -> Result<Exported, RefiError> {
    if book.codes().is_empty() {
        return Err(RefiError::NoCodes);
    }
    let mut giver = Giver::new(foreign);
    let mut losses = Losses::default();
    let mut xml = Xml::new();
    xml.open("CodeBook").attr("xmlns", "urn:QDA-XML:codebook:1.0");
    xml.attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance").attr(
        "xsi:schemaLocation",
        "urn:QDA-XML:codebook:1.0 http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd",
    );
    xml.attr("origin", &format!("emic {version}"));
    xml.open("Codes");
    tree(&mut xml, book, &mut giver, |_| Vec::new());
    xml.close();
    losses.kept_many("codes", book.codes().len() as u64);
    if !book.sets().is_empty() {
        xml.open("Sets");
        for set in book.sets() {
            let own = Guid::Set.of(set.id.as_str());
            let guid = giver.give(own);
            xml.open("Set").attr("guid", &guid).attr("name", giver.name(own, &set.name));
            xml.text("Description", &set.idea);
            for code in &set.codes {
                let guid = giver.give(Guid::Code.of(book.code(*code).id.as_str()));
                xml.open("MemberCode").attr("guid", &guid).close();
            }
            xml.close();
        }
        xml.close();
        losses.kept_many("sets of codes", book.sets().len() as u64);
    }
    merged_ids(book, &mut losses);
    Ok(Exported { bytes: xml.finish(), losses })
}

fn merged_ids(book: &Codebook, losses: &mut Losses) {
    let merged: usize = book.codes().iter().map(|code| code.was.len()).sum();
    if merged > 0 {
        losses.note(format!("earlier ids of merged codes ({merged}) have no place in a codebook file"));
    }
    if book.codes().iter().any(|code| !(code.include.is_empty() && code.exclude.is_empty() && code.examples.is_empty()))
    {
        losses.note("include, exclude and examples stand in the description, after the definition");
    }
}
