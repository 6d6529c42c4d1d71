//! A document as Markdown: comments are footnotes, lines of a transcript keep their numbers and their ends.

use super::super::docx::{Block, Document, Grid, Inline, Paragraph, Run, Style};
use super::super::markdown::{escaped, escaped_line};

/// The document as GitHub-flavoured Markdown.
pub fn document_markdown(document: &Document) -> Vec<u8> {
    let mut text = String::new();
    let mut before: Option<Style> = None;
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Grid(grid) => {
                text.push_str(&table(grid));
                before = None;
            }
            Block::Paragraph(paragraph) => {
                let lined = |style| matches!(style, Style::Turn | Style::Line);
                if before.is_some_and(lined) && paragraph.style == Style::Line {
                    // A line of the same paragraph.
                    text.truncate(text.trim_end().len());
                    text.push_str("\\\n");
                } else if !text.is_empty() && (before != Some(Style::Note) || paragraph.style != Style::Note) {
                    text.push('\n');
                }
                text.push_str(&words(paragraph));
                text.push('\n');
                before = Some(paragraph.style);
            }
        }
    }
    if !document.comments.is_empty() {
        text.push('\n');
    }
    for (at, comment) in document.comments.iter().enumerate() {
        let parts: Vec<String> = comment.paragraphs.iter().map(|runs| runs.iter().map(run).collect()).collect();
        text.push_str(&format!("[^{}]: {}\n", at + 1, parts.join("<br>").replace('\n', "<br>")));
    }
    text.into_bytes()
}

/// A paragraph with the mark of its style.
fn words(paragraph: &Paragraph) -> String {
    if matches!(paragraph.style, Style::Turn | Style::Line) {
        return line(paragraph);
    }
    let inlines = paragraph.inlines.iter().map(|inline| match inline {
        Inline::Run(words) => run(words),
        Inline::Tab => " ".into(),
        Inline::CommentStart(_) => String::new(),
        Inline::CommentEnd(at) => format!("[^{}]", at + 1),
    });
    let words: String = inlines.collect();
    let words = words.trim();
    match paragraph.style {
        Style::Title => format!("# {words}"),
        Style::Subtitle | Style::Heading1 => format!("## {words}"),
        Style::Heading2 => format!("### {words}"),
        Style::Heading3 => format!("#### {words}"),
        Style::Quote => format!("> {}", words.replace('\n', "\n>\n> ")),
        Style::Note => format!("- {}", words.replace('\n', " ")),
        _ => words.split('\n').map(guarded).collect::<Vec<_>>().join("\\\n"),
    }
}

/// A line whose first sign is no markup: no heading, list or quote.
fn guarded(line: &str) -> String {
    let first = line.trim_start();
    let numbered = first.trim_start_matches(|char: char| char.is_ascii_digit());
    let list = numbered.len() < first.len() && numbered.starts_with(['.', ')']);
    match first.starts_with(['#', '>', '-', '+', '=']) {
        true => format!("\\{first}"),
        false if list => first.replacen(&numbered[..1], &format!("\\{}", &numbered[..1]), 1),
        false => line.to_owned(),
    }
}

/// A citation line: its turn and number before it.
fn line(paragraph: &Paragraph) -> String {
    // Turn, tab, number, tab: what stands before the words.
    let mut tabs = 0;
    let (mut turn, mut number, mut words) = (String::new(), String::new(), String::new());
    for inline in &paragraph.inlines {
        match inline {
            Inline::Tab => tabs += 1,
            Inline::Run(run) if tabs == 0 => turn.push_str(&run.text),
            Inline::Run(run) if tabs == 1 => number.push_str(&run.text),
            Inline::Run(words_of) => words.push_str(&run(words_of)),
            Inline::CommentStart(_) => {}
            Inline::CommentEnd(at) => words.push_str(&format!("[^{}]", at + 1)),
        }
    }
    let turn = if turn.is_empty() { String::new() } else { format!("**{turn}** ") };
    format!("{turn}`{number}` {}", words.trim())
}

/// A run in which nothing is markup but its face.
fn run(run: &Run) -> String {
    let lines = run.text.split('\n').map(|line| {
        let plain = escaped_line(line);
        let words = plain.trim();
        let mark = match (run.bold, run.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => return plain,
        };
        if words.is_empty() { plain.clone() } else { plain.replacen(words, &format!("{mark}{words}{mark}"), 1) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn table(grid: &Grid) -> String {
    let mut text = String::from("\n");
    let mut row = |cells: Vec<String>| text.push_str(&format!("| {} |\n", cells.join(" | ")));
    row(grid.head.iter().map(|head| escaped(head)).collect());
    row(grid.head.iter().map(|_| "---".to_owned()).collect());
    for cells in &grid.rows {
        row(cells
            .iter()
            .map(|cell| cell.iter().map(words).collect::<Vec<_>>().join("<br>").replace('\n', "<br>"))
            .collect());
    }
    text
}
