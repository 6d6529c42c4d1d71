//! Paragraphs, table rows and marks as they come in, made into the paragraphs of a document.

mod gathered;

use std::collections::HashMap;

use super::limits::{CELLS, PARAGRAPHS, TABLES};
use super::{Comment, Document, Paragraph, Refused};

pub use gathered::Anchor;
use gathered::Gathered;

/// A place in the text that a comment is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// The passage that this comment is about begins.
    Start(String),
    /// It ends.
    End(String),
    /// The comment stands here; what it is about may have been marked.
    Here(String),
}

/// A paragraph in the making.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Piece {
    text: String,
    style: String,
    /// Byte offsets in `text`, ascending.
    marks: Vec<(usize, Mark)>,
}

enum Block {
    Paragraph(Piece),
    Row(Vec<Vec<Piece>>),
}

#[derive(Default)]
struct Table {
    row: Option<Vec<Vec<Piece>>>,
    cell: Option<Vec<Piece>>,
}

/// One stream of text: the body, a note, a page head, the text of a comment.
#[derive(Default)]
pub struct Flow {
    blocks: Vec<Block>,
    open: Piece,
    tables: Vec<Table>,
    /// Tables open beyond [`TABLES`].
    deeper: usize,
    /// Paragraphs and cells so far.
    count: usize,
}

impl Flow {
    /// Adds text to the open paragraph.
    ///
    /// A place where a word may be broken (U+00AD) is no letter of it, and a hyphen at which it may not (U+2011) is a hyphen:
    /// otherwise `co-production` would not be found.
    pub fn text(&mut self, text: &str) {
        if text.contains(['\u{ad}', '\u{2011}']) {
            text.chars().for_each(|c| self.push(c));
        } else {
            self.open.text.push_str(text);
        }
    }

    /// Adds a character to the open paragraph.
    pub fn push(&mut self, c: char) {
        match c {
            '\u{ad}' => {}
            '\u{2011}' => self.open.text.push('-'),
            c => self.open.text.push(c),
        }
    }

    /// The text of the open paragraph.
    pub fn so_far(&self) -> &str {
        &self.open.text
    }

    /// Adds a note in brackets, a space before it unless there is one.
    pub fn note(&mut self, kind: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.open.text.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
            self.open.text.push(' ');
        }
        self.open.text += &format!("[{kind}: {text}]");
    }

    /// Marks the place that has been reached.
    pub fn mark(&mut self, mark: Mark) {
        self.open.marks.push((self.open.text.len(), mark));
    }

    /// Takes back what stands in the open paragraph.
    pub fn drop_paragraph(&mut self) {
        self.open = Piece::default();
    }

    /// Ends the open paragraph, which has this style.
    pub fn end_paragraph(&mut self, style: &str) {
        let mut piece = std::mem::take(&mut self.open);
        if piece.is_blank() && piece.marks.is_empty() {
            return;
        }
        self.count += 1;
        if self.count > PARAGRAPHS {
            return;
        }
        piece.style = style.to_owned();
        match self.tables.iter_mut().rev().find_map(|table| table.cell.as_mut()) {
            Some(cell) => cell.push(piece),
            None => self.blocks.push(Block::Paragraph(piece)),
        }
    }

    /// Ends the open paragraph if anything stands in it.
    fn end_any(&mut self) {
        if self.open != Piece::default() {
            self.end_paragraph("");
        }
    }

    /// What stands in the open paragraph, and what follows, stands in a cell: for formats that say so at the end of it.
    pub fn in_cell(&mut self) {
        if self.tables.is_empty() {
            self.tables.push(Table::default());
        }
        if let Some(table) = self.tables.last_mut() {
            table.row.get_or_insert_default();
            table.cell.get_or_insert_default();
        }
    }

    /// Whether a table is open.
    pub fn has_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// A table begins.
    pub fn open_table(&mut self) {
        self.end_any();
        if self.tables.len() < TABLES && self.deeper == 0 {
            self.tables.push(Table::default());
        } else {
            self.deeper += 1;
        }
    }

    /// A table ends.
    pub fn close_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        self.close_row(true);
        self.tables.pop();
    }

    /// A row begins.
    pub fn open_row(&mut self) {
        self.close_row(true);
        if let Some(table) = self.tables.last_mut().filter(|_| self.deeper == 0) {
            table.row = Some(Vec::new());
        }
    }

    /// A row ends; one that is not kept was deleted.
    pub fn close_row(&mut self, keep: bool) {
        if self.deeper > 0 {
            return;
        }
        self.close_cell(true);
        let Some(row) = self.tables.last_mut().and_then(|table| table.row.take()) else { return };
        if !keep || row.is_empty() {
            return;
        }
        // A table within a cell is lines of the cell, its cells apart by tabs.
        let outer = self.tables.iter_mut().rev().skip(1).find_map(|table| table.cell.as_mut());
        match outer {
            None => self.blocks.push(Block::Row(row)),
            Some(cell) => {
                let mut line = Piece::default();
                for (at, inner) in row.into_iter().enumerate() {
                    if at > 0 {
                        line.text.push('\t');
                    }
                    line.append(joined(inner));
                }
                cell.push(line);
            }
        }
    }

    /// A cell begins.
    pub fn open_cell(&mut self) {
        self.close_cell(true);
        if let Some(table) = self.tables.last_mut().filter(|table| table.row.is_some() && self.deeper == 0) {
            table.cell = Some(Vec::new());
        }
    }

    /// A cell ends; one that is not kept was deleted.
    pub fn close_cell(&mut self, keep: bool) {
        if self.deeper > 0 {
            return;
        }
        if self.tables.last().is_some_and(|table| table.cell.is_some()) {
            self.end_any();
        }
        let Some(table) = self.tables.last_mut() else { return };
        let (Some(cell), Some(row)) = (table.cell.take(), table.row.as_mut()) else { return };
        self.count += 1;
        if keep && self.count <= PARAGRAPHS {
            let full = row.len() >= CELLS;
            match row.last_mut().filter(|_| full) {
                Some(last) => last.extend(cell),
                None => row.push(cell),
            }
        }
    }

    /// Everything that is open ends.
    fn close_all(&mut self) {
        self.end_any();
        self.deeper = 0;
        while !self.tables.is_empty() {
            self.close_table();
        }
    }

    /// Its text alone: paragraphs on lines of their own, cells apart by tabs.
    pub fn into_plain(mut self) -> String {
        self.close_all();
        let mut lines = Vec::new();
        for block in self.blocks {
            let line = match block {
                Block::Paragraph(piece) => piece.text,
                Block::Row(cells) => cells.into_iter().map(|cell| joined(cell).text).collect::<Vec<_>>().join("\t"),
            };
            if !line.trim().is_empty() {
                lines.push(line.trim().to_owned());
            }
        }
        lines.join("\n")
    }

    /// The paragraphs, empty ones left out, and where the comments stand.
    pub fn into_paragraphs(mut self) -> (Vec<Paragraph>, Vec<Anchor>) {
        self.close_all();
        let mut gathered = Gathered::default();
        for block in self.blocks {
            match block {
                Block::Paragraph(piece) => gathered.paragraph(piece),
                // A table of one column is a frame around text.
                Block::Row(cells) if cells.len() == 1 => {
                    cells.into_iter().flatten().for_each(|piece| gathered.paragraph(piece));
                }
                Block::Row(cells) => gathered.row(cells),
            }
        }
        gathered.finish()
    }
}

impl Piece {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn append(&mut self, other: Piece) {
        let offset = self.text.len();
        self.text += &other.text;
        self.marks.extend(other.marks.into_iter().map(|(at, mark)| (at + offset, mark)));
    }
}

/// The paragraphs of a cell as one, with line ends between.
fn joined(pieces: Vec<Piece>) -> Piece {
    let mut all = Piece::default();
    for piece in pieces {
        if !piece.is_blank() && !all.text.is_empty() {
            all.text.push('\n');
        }
        all.append(if piece.is_blank() { Piece { text: String::new(), ..piece } } else { piece });
    }
    let long = all.text.len();
    for (at, _) in &mut all.marks {
        *at = (*at).min(long);
    }
    all
}

/// What is known of a comment apart from its place.
#[derive(Default)]
pub struct Remark {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: String,
    /// The text.
    pub text: String,
}

/// The document: the body's paragraphs, and the comments where they stand. Comments without a place come last.
pub fn document(body: Flow, mut remarks: Vec<(String, Remark)>, pictures: bool) -> Result<Document, Refused> {
    if body.count > PARAGRAPHS {
        return Err(Refused::TooMany);
    }
    let (paragraphs, anchors) = body.into_paragraphs();
    if paragraphs.is_empty() {
        return Err(Refused::Empty { pictures });
    }
    let last = paragraphs.len() - 1;
    let places: HashMap<&str, (usize, &Anchor)> =
        anchors.iter().enumerate().map(|(order, anchor)| (anchor.id.as_str(), (order, anchor))).collect();
    remarks.retain(|(_, remark)| !remark.text.trim().is_empty());
    remarks.sort_by_key(|(id, _)| places.get(id.as_str()).map_or(usize::MAX, |(order, _)| *order));
    let comments = remarks
        .into_iter()
        .map(|(id, remark)| {
            let (paragraph, quote) = places
                .get(id.as_str())
                .map_or((last, String::new()), |(_, anchor)| (anchor.paragraph, anchor.quote.clone()));
            Comment { paragraph, quote, author: remark.author, at: remark.at, text: remark.text }
        })
        .collect();
    Ok(Document { paragraphs, comments, ..Document::default() })
}

/// A margin's name and text, unless it says nothing (`- / -`, around page numbers) or is there already.
pub fn add_margin(margin: &mut Vec<(String, String)>, name: &str, text: &str) {
    let text = text.trim();
    // A document has a handful; what was made to have millions is not compared a million times.
    if text.contains(char::is_alphanumeric)
        && margin.len() < 1_000
        && !margin.iter().any(|(known, same)| known == name && same == text)
    {
        margin.push((name.to_owned(), text.to_owned()));
    }
}

/// A moment as RFC 3339: Word and Writer leave the zone out, and write the local time with or without a `Z`.
pub fn moment(at: &str) -> String {
    let at = at.trim();
    let dated = at.len() <= 40 && at.is_ascii() && at.as_bytes().get(10) == Some(&b'T');
    if !dated {
        return String::new();
    }
    let zoned = at.ends_with('Z') || at.get(11..).is_some_and(|time| time.contains(['+', '-']));
    if zoned { at.to_owned() } else { format!("{at}Z") }
}

#[cfg(test)]
mod tests;
