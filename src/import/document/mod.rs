//! Documents of word processors, and PDF: paragraphs with what stands around them.
//!
//! Each reader takes the bytes of one file and gives a [`Document`] or says in a sentence why not ([`Refused`]). What they
//! were built to withstand stands in `limits`: nothing is unpacked to disk, nothing recurses with the depth of the input, and
//! what a small file may grow to is bounded.

mod archive;
pub mod docx;
mod flow;
mod limits;
#[cfg(test)]
pub(crate) mod made_up;
pub mod odt;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(not(feature = "pdf"))]
pub mod pdf {
    //! PDF documents, which this build does not read.

    /// Says so.
    pub fn read(_: &[u8]) -> Result<super::Document, super::Refused> {
        Err(super::Refused::NoPdf)
    }
}
mod properties;
mod refused;
pub mod rtf;
mod seen;
mod symbol;
mod xml;

pub use refused::{Refused, foreign};

/// A document as its readers see it: changes accepted, hidden text gone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// The paragraphs in reading order, empty ones left out.
    pub paragraphs: Vec<Paragraph>,
    /// What stands in page heads, page feet and cover fields, each once: name (`header`, `footer`, `title`, …) and text.
    pub margin: Vec<(String, String)>,
    /// Comments in the order of their places.
    pub comments: Vec<Comment>,
    /// What a reader of the result has to know, a sentence each.
    pub warnings: Vec<String>,
}

/// One paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Paragraph {
    /// Its text without formatting; line breaks inside as `\n`, tabs as they stand.
    pub text: String,
    /// The name of its style, as the document has it; empty: none.
    pub style: String,
    /// The cells, where the paragraph is a row of a table (then `text` is empty).
    pub cells: Vec<String>,
}

/// A comment in the margin, offered as a memo.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comment {
    /// The paragraph (from 0) in which the commented passage begins.
    pub paragraph: usize,
    /// The commented wording within that paragraph; empty: the whole paragraph.
    pub quote: String,
    /// Who wrote it, as the document has it.
    pub author: String,
    /// When, as the document has it (RFC 3339); empty: not said.
    pub at: String,
    /// The text.
    pub text: String,
}
