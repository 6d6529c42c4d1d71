//! The coded interview: turn and line numbers at the left, each coding a comment, the interviewer in grey.

use super::super::docx::{Block, Comment, Document, Inline, Paragraph, Run, Style};
use super::{StudyHead, extend, lines, listed};
use crate::analysis::{CodedTranscript, CodingNote, LineItem, MemoEntry, Voice};
use crate::model::Star;

/// The interview as a document; `memos` on the transcript and its passages stand at the end.
pub fn transcript_document(study: StudyHead, coded: &CodedTranscript, memos: &[MemoEntry]) -> Document {
    let mut document = study.document(&coded.id, &coded.sentences, false);
    let mut blocks: Vec<Block> = about(coded).into_iter().collect();
    blocks.extend(body(coded, &mut document.comments));
    if !memos.is_empty() {
        blocks.push(Paragraph::of(Style::Heading1, "Memos on the transcript and its passages").into());
        memos.iter().for_each(|memo| blocks.extend(super::memos::memo_blocks(memo, false)));
    }
    extend(&mut document, blocks);
    document
}

/// What is known of the transcript and of those who speak in it.
pub(super) fn about(coded: &CodedTranscript) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !coded.attributes.is_empty() {
        blocks.push(Paragraph::of(Style::Note, listed(&coded.attributes)).into());
    }
    for (person, attributes) in &coded.people {
        let mut runs = vec![Run::plain(person).bold()];
        if !attributes.is_empty() {
            runs.push(Run::plain(format!(": {}", listed(attributes))));
        }
        blocks.push(Paragraph::with(Style::Note, runs).into());
    }
    blocks
}

/// The lines; the comments on them are added to `comments`.
pub(super) fn body(coded: &CodedTranscript, comments: &mut Vec<Comment>) -> Vec<Block> {
    let first = comments.len();
    comments.extend(coded.codings.iter().map(comment));
    let line = |line: &crate::analysis::CodedLine| {
        let style = if line.first { Style::Turn } else { Style::Line };
        let mut inlines = Vec::new();
        if let Some(turn) = line.turn.filter(|_| line.first) {
            inlines.push(Inline::Run(Run::plain((turn + 1).to_string()).bold().small()));
        }
        inlines.push(Inline::Tab);
        inlines.push(Inline::Run(Run::plain(line.number.to_string()).grey().small()));
        inlines.push(Inline::Tab);
        inlines.extend(line.items.iter().map(|item| match item {
            LineItem::Start(at) => Inline::CommentStart(first + at),
            LineItem::End(at) => Inline::CommentEnd(first + at),
            LineItem::Words { text, voice, label } => {
                let grey = *voice != Voice::Speaker;
                // A label that a Markdown file has in bold is bold here.
                let text = if *label { text.replace("**", "") } else { text.clone() };
                Inline::Run(Run { text, bold: *label, grey, ..Run::default() })
            }
        }));
        let mut paragraph = Paragraph { style, inlines, ..Paragraph::default() };
        paragraph.keep_next = line.first;
        Block::from(paragraph)
    };
    coded.lines.iter().map(line).collect()
}

/// A coding as a comment: the code with what it is under, the mark, the memos.
fn comment(note: &CodingNote) -> Comment {
    let mut head = Vec::new();
    if let Some((name, above)) = note.path.split_last() {
        head.push(Run::plain(name).bold());
        if !above.is_empty() {
            head.push(Run::plain(format!(" (in {})", above.join(" > "))));
        }
    }
    match note.star {
        Some(Star::Exemplar) => head.push(Run::plain(" ★ exemplar")),
        Some(Star::Negative) => head.push(Run::plain(" ★ negative case")),
        None => {}
    }
    let mut paragraphs = vec![head];
    for (coder, text) in &note.memos {
        let lead = if *coder == note.coder { "Memo: ".to_owned() } else { format!("Memo by {coder}: ") };
        paragraphs.push(vec![Run::plain(lead).italic(true), Run::plain(text)]);
    }
    paragraphs.push(vec![Run::plain(format!("{} · coded by {}", lines(note.lines), note.coder)).grey()]);
    Comment { author: note.coder.clone(), time: note.created.clone(), paragraphs }
}
