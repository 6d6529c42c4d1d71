//! Memos: by kind, thing or date, each with what it stands on and its quote.

use super::super::docx::{Block, Document, Paragraph, Run, Style};
use super::{StudyHead, extend};
use crate::analysis::{MemoBook, MemoEntry, MemoOrder};

/// The memos as a document.
pub fn memos_document(study: StudyHead, book: &MemoBook) -> Document {
    let mut document = study.document("Memos", &book.sentences(), false);
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading: Option<&str> = None;
    for entry in &book.entries {
        if heading != Some(&entry.heading) {
            blocks.push(Paragraph::of(Style::Heading1, &entry.heading).into());
            heading = Some(&entry.heading);
        }
        blocks.extend(memo_blocks(entry, book.order != MemoOrder::Kind));
    }
    extend(&mut document, blocks);
    document
}

/// One memo: its title, what it is on, who wrote it when, the passage, the text. `kind`: say what it is for.
pub(super) fn memo_blocks(entry: &MemoEntry, kind: bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let title = if entry.title.is_empty() { capital(&entry.on) } else { entry.title.clone() };
    blocks.push(Paragraph::of(Style::Heading2, title).into());
    let mut about: Vec<String> = Vec::new();
    if kind {
        about.push(entry.kind.as_str().to_owned());
    }
    if !entry.title.is_empty() {
        about.push(format!("on {}", entry.on));
    }
    about.push(entry.coder.clone());
    let (created, modified) = (day(&entry.written.0), day(&entry.written.1));
    about.push(if created == modified { created } else { format!("{created}, changed {modified}") });
    let mut caption = Paragraph::with(Style::Caption, vec![Run::plain(about.join(" · ")).grey()]);
    caption.keep_next = true;
    blocks.push(caption.into());
    let reference = entry.reference();
    if !entry.quote.is_empty() {
        let mut runs = vec![Run::plain("“")];
        runs.extend(entry.quote.iter().map(super::quotes::run));
        runs.extend([Run::plain("” "), Run::plain(format!("({reference})")).grey()]);
        let mut quote = Paragraph::with(Style::Quote, runs);
        quote.keep_next = true;
        blocks.push(quote.into());
    } else if !entry.no_quote.is_empty() {
        let place = if reference.is_empty() { String::new() } else { format!(" ({reference})") };
        blocks.push(
            Paragraph::with(Style::Quote, vec![Run::plain(format!("[{}]{place}", entry.no_quote)).grey()]).into(),
        );
    }
    blocks.push(Paragraph::of(Style::Normal, &entry.text).into());
    blocks
}

/// The day of a time.
fn day(time: &str) -> String {
    time.split('T').next().unwrap_or_default().to_owned()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
