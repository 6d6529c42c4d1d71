//! RTF documents: groups, control words, code pages. The rules for what is read are those of Word documents
//! ([`super::docx`]). Groups are kept on a list of their own, so that their depth costs no stack.

mod charset;
mod lexer;
mod reader;
mod words;

use super::flow::{self, add_margin};
use super::{Document, Refused};

/// Reads an RTF document.
pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    if let Some(refused) = super::foreign(bytes) {
        return Err(refused);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.is_empty() {
        return Err(Refused::Empty { pictures: false });
    }
    if !text.starts_with(b"{\\rtf") {
        return Err(Refused::OtherKind { is: "another kind of file", expected: "an RTF document (.rtf)" });
    }
    let read = reader::read(text)?;
    let warnings = read.seen.sentences();
    let mut margin = Vec::new();
    for (place, text) in &read.margin {
        add_margin(&mut margin, place, text);
    }
    let document = flow::document(read.body, read.remarks, read.pictures)?;
    Ok(Document { margin, warnings, ..document })
}

#[cfg(test)]
mod tests;
