//! The quote book: by theme, then group, the codebook as an appendix.

use super::super::docx::{Block, Document, Paragraph, Run, Style};
use super::super::quote_book_md::{Piece, pieces, prints_translation};
use super::codebook::codebook_blocks;
use super::{StudyHead, extend};
use crate::analysis::{BookQuote, MISSING, QuoteBook, Segment};
use crate::model::Codebook;

/// The quotes as a document; `appendix`: the codebook with the uses of its themes, to stand at the end.
pub fn quotes_document(study: StudyHead, book: &QuoteBook, appendix: Option<(&Codebook, &[(u64, u64)])>) -> Document {
    let mut document = study.document("Quotes", &book.sentences_once(), false);
    let mut blocks: Vec<Block> = Vec::new();
    for piece in pieces(book) {
        match piece {
            Piece::Theme(path) => blocks.push(Paragraph::of(Style::Heading1, path.join(" > ")).into()),
            Piece::Group(name) => {
                blocks.push(Paragraph::of(Style::Heading2, if name.is_empty() { MISSING } else { name }).into());
            }
            Piece::Quote(quote) => blocks.extend(quote_blocks(quote)),
        }
    }
    if let Some((codebook, uses)) = appendix {
        let mut head = Paragraph::of(Style::Heading1, "Appendix: the codebook");
        head.new_page = true;
        blocks.push(head.into());
        let note = if uses.is_empty() {
            "counts are left out: they could tell of small groups"
        } else {
            "participants, passages: of the code with everything beneath it, over all interviews"
        };
        blocks.push(Paragraph::of(Style::Note, note).into());
        blocks.extend(codebook_blocks(codebook, uses, 1));
    }
    extend(&mut document, blocks);
    document
}

/// A quote, its translation, what it is for.
fn quote_blocks(quote: &BookQuote) -> Vec<Block> {
    let mut said = Paragraph::with(Style::Quote, quote.printed.iter().map(run).collect());
    let mut under: Vec<Block> = Vec::new();
    let (translation, language) = &quote.translation;
    if !translation.is_empty() && !prints_translation(quote) {
        let mut runs = Vec::new();
        if !language.is_empty() {
            runs.push(Run::plain(format!("[{language}] ")).grey());
        }
        runs.push(Run::plain(translation));
        under.push(Paragraph::with(Style::Quote, runs).into());
    }
    let mut marks: Vec<String> = Vec::new();
    marks.extend(quote.star.map(|star| match star {
        crate::model::Star::Exemplar => "exemplar".to_owned(),
        crate::model::Star::Negative => "negative case".to_owned(),
    }));
    if !quote.used.is_empty() {
        marks.push(format!("used: {}", quote.used));
    }
    if !marks.is_empty() {
        let mut runs = vec![Run::plain(marks.join(" · ")).grey()];
        runs.iter_mut().for_each(|run| run.small = true);
        under.push(Paragraph::with(Style::Quote, runs).into());
    }
    said.keep_next = !under.is_empty();
    let mut blocks = vec![Block::from(said)];
    blocks.extend(under);
    blocks
}

pub(super) fn run(segment: &Segment) -> Run {
    Run::plain(&segment.text).italic(segment.italic)
}
