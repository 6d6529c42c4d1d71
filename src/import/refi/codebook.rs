//! Codebooks alone (`.qdc`), of every namespace that tools write.

use super::RefiError;
use super::model::{Code, Set};
use super::project::{codes, member, namespace};
use super::xml::{Document, decode};
use crate::model::Losses;

/// A codebook of another tool.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Book {
    /// The tool that wrote it.
    pub origin: String,
    /// Codes, each before those beneath it.
    pub codes: Vec<Code>,
    /// Sets of codes.
    pub sets: Vec<Set>,
    /// What came over and what did not.
    pub losses: Losses,
}

/// Reads a codebook.
///
/// # Errors
/// No XML, or no codebook. A project's codebook is taken too.
pub fn codebook(bytes: &[u8]) -> Result<Book, RefiError> {
    let document = Document::read(&decode(bytes))?;
    let root = document.root();
    let mut book = Book { origin: root.attr("origin").to_owned(), ..Book::default() };
    let top = match root.name.as_str() {
        "CodeBook" => {
            namespace(root, "urn:QDA-XML:codebook:1.0", &mut book.losses);
            root
        }
        "Project" => {
            document.first(root, "CodeBook").ok_or_else(|| RefiError::Root("Project without CodeBook".into()))?
        }
        other => return Err(RefiError::Root(crate::text::visible(other).chars().take(60).collect())),
    };
    for part in document.inside(top) {
        match part.name.as_str() {
            "Codes" => codes(&document, part, &mut book.codes, &mut book.losses),
            "Sets" => {
                for set in document.all(part, "Set") {
                    book.sets.push(Set {
                        guid: set.attr("guid").to_owned(),
                        name: set.attr("name").trim().to_owned(),
                        description: document.text(set, "Description").to_owned(),
                        codes: document.all(set, "MemberCode").map(member).collect(),
                        texts: Vec::new(),
                    });
                }
            }
            other => book.losses.lost("unknown elements", crate::text::visible(other).into_owned()),
        }
    }
    Ok(book)
}
