//! RTF documents: groups, control words, code pages. The rules for what is read are those of Word documents
//! ([`super::docx`]). Groups are kept on a list of their own, so that their depth costs no stack.

mod charset;
mod lexer;
mod reader;
mod words;

use super::flow::{self, add_margin, counted};
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
    let mut warnings = Vec::new();
    let mut say = |number: usize, one: &str, several: &str, rest: &str| {
        if number > 0 {
            warnings.push(format!("{}{rest}", counted(number, one, several)));
        }
    };
    say(
        read.changes,
        "tracked change was",
        "tracked changes were",
        " taken as accepted: insertions are in the text, deletions are not",
    );
    say(read.hidden, "passage is", "passages are", " hidden and left out");
    say(read.notes, "note stands", "notes stand", " in brackets at the place where the text refers to it");
    say(read.lists, "paragraph is", "paragraphs are", " of a list: their numbers or bullets are drawn, and they are not in the text");
    let boxes = read.margin.iter().filter(|(place, _)| place == "text box").count();
    say(boxes, "text box was", "text boxes were", " taken out of the text and put before it, as a head");
    let mut margin = Vec::new();
    for (place, text) in &read.margin {
        add_margin(&mut margin, place, text);
    }
    let document = flow::document(read.body, read.remarks, read.pictures)?;
    Ok(Document { margin, warnings, ..document })
}

#[cfg(test)]
mod tests;
