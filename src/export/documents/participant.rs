//! A participant's file: what they said with line numbers, what it was coded with, which of it was chosen for print.

use super::super::docx::{Block, Document, Grid, Paragraph, Run, Style, UPRIGHT_WIDE};
use super::{StudyHead, extend, led, lines, transcript};
use crate::analysis::ParticipantFile;

/// The file as a document.
pub fn participant_document(study: StudyHead, file: &ParticipantFile) -> Document {
    let mut document = study.document(&format!("Participant {}", file.id), &file.sentences, false);
    let mut blocks: Vec<Block> = Vec::new();
    if !file.attributes.is_empty() {
        blocks.push(heading("What the study holds of this participant"));
        let rows = file.attributes.iter().map(|(name, value)| vec![cell(name), cell(value)]);
        blocks.push(table(&[2_800, UPRIGHT_WIDE - 2_800], &["attribute", "value"], rows.collect()));
    }
    if !file.codes.is_empty() {
        blocks.push(heading("Codes given to what was said"));
        let rows = file
            .codes
            .iter()
            .map(|code| vec![cell(&code.path.join(" > ")), cell(&code.definition), cell(&code.codings.to_string())]);
        let head = ["code", "what it means", "codings"];
        blocks.push(table(&[3_400, UPRIGHT_WIDE - 4_500, 1_100], &head, rows.collect()));
    }
    if !file.quotes.is_empty() {
        blocks.push(heading("Quotes chosen for the write-up"));
        for quote in &file.quotes {
            let mut place = quote.transcript.clone();
            if let Some(at) = quote.lines {
                place.push_str(&format!(", {}", lines(at)));
            }
            let words = vec![Run::plain(format!("“{}” ", quote.text)), Run::plain(format!("({place})")).grey()];
            blocks.push(Paragraph::with(Style::Quote, words).into());
            if !quote.translation.is_empty() {
                blocks.push(Paragraph::of(Style::Quote, &quote.translation).into());
            }
            let mut about = quote.path.join(" > ");
            if !quote.used.is_empty() {
                about.push_str(&format!(" · used: {}", quote.used));
            }
            blocks.push(Paragraph::with(Style::Caption, vec![Run::plain(about).grey()]).into());
        }
    }
    for memo in &file.memos {
        if memo.memo == file.memos[0].memo {
            blocks.push(heading("Memos"));
        }
        blocks.push(led(Style::Normal, &format!("{}:", memo.on), &memo.text));
        let day = memo.written.1.split('T').next().unwrap_or_default();
        let about = format!("{} · {} · {day} {}", memo.kind.as_str(), memo.coder, memo.reference());
        blocks.push(Paragraph::with(Style::Caption, vec![Run::plain(about.trim_end()).grey()]).into());
    }
    for coded in &file.transcripts {
        let mut head = Paragraph::of(Style::Heading1, format!("Transcript {}", coded.id));
        head.new_page = true;
        blocks.push(head.into());
        blocks.extend(transcript::about(coded));
        blocks.extend(transcript::body(coded, &mut document.comments));
    }
    extend(&mut document, blocks);
    document
}

fn heading(text: &str) -> Block {
    Paragraph::of(Style::Heading1, text).into()
}

fn cell(text: &str) -> Vec<Paragraph> {
    vec![Paragraph::of(Style::Cell, text)]
}

fn table(widths: &[u32], head: &[&str], rows: Vec<Vec<Vec<Paragraph>>>) -> Block {
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    Grid { widths: widths.to_vec(), head, rows }.into()
}
