//! What a study has to say as documents: quotes, codebook, interviews, framework, memos, a participant's file.
//!
//! Each is a [`Document`], from which come a file of Word and, where there is no other Markdown of it, Markdown.

mod codebook;
mod framework;
mod markdown;
mod memos;
mod methods;
mod participant;
mod quotes;
#[cfg(test)]
mod tests;
mod transcript;

pub use codebook::codebook_document;
pub use framework::{framework_document, theme_sheets};
pub use markdown::document_markdown;
pub use memos::memos_document;
pub use methods::{MethodsItem, Said, methods_document, methods_markdown};
pub use participant::participant_document;
pub use quotes::quotes_document;
pub use transcript::transcript_document;

use super::docx::{Block, Document, Paragraph, Run, Section, Style};

/// Title and language of a study, which every document has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StudyHead<'a> {
    /// The title.
    pub title: &'a str,
    /// The language of its words.
    pub language: &'a str,
}

impl StudyHead<'_> {
    /// A document on upright pages or across: the title of the study, what it is, what has to be said of it.
    fn document(self, what: &str, notes: &[String], landscape: bool) -> Document {
        let mut blocks: Vec<Block> =
            vec![Paragraph::of(Style::Title, self.title).into(), Paragraph::of(Style::Subtitle, what).into()];
        blocks.extend(notes.iter().map(|note| Paragraph::of(Style::Note, note).into()));
        Document {
            title: format!("{}: {what}", self.title),
            language: self.language.to_owned(),
            sections: vec![Section { landscape, blocks }],
            ..Document::default()
        }
    }
}

/// A lead in bold and words after it.
fn led(style: Style, lead: &str, words: &str) -> Block {
    Paragraph::with(style, vec![Run::plain(format!("{lead} ")).bold(), Run::plain(words)]).into()
}

/// `role: parent, school: School 3`.
fn listed(values: &[(String, String)]) -> String {
    values.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ")
}

/// `l. 12` or `l. 12–14`.
fn lines((first, last): (u32, u32)) -> String {
    if first == last { format!("l. {first}") } else { format!("l. {first}–{last}") }
}

/// Adds blocks to the last section.
fn extend(document: &mut Document, blocks: impl IntoIterator<Item = Block>) {
    if document.sections.is_empty() {
        document.sections.push(Section::default());
    }
    if let Some(section) = document.sections.last_mut() {
        section.blocks.extend(blocks);
    }
}
