//! A table for the terminal: columns aligned by the width of what is shown, numbers to the right.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::analysis::{Align, Table};
use crate::text::visible;

/// Columns between two columns.
const GAP: usize = 2;
/// A text column is not made narrower than this to fit a screen, nor one whose words cannot be parted (a date, an id) than
/// `WHOLE`.
const NARROW: usize = 12;
/// See [`NARROW`].
const WHOLE: usize = 24;
/// Of a table in parts a column has no more than this.
const LONG: usize = 40;

/// The table as aligned text. Where it is wider than `width` columns, long heads take several rows and texts are cut (with
/// `…`); figures never are. What is wider still stands in parts beneath one another, each with the columns that say what a row
/// is about. Without a width nothing is cut. Control characters are made visible. The sentences stand under it, wrapped.
pub fn text(table: &Table, width: Option<usize>) -> Vec<u8> {
    let heads: Vec<String> = table.columns.iter().map(|column| visible(&column.id).into_owned()).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| visible(&cell.plain()).into_owned()).collect()).collect();
    let cells: Vec<usize> = (0..heads.len()).map(|at| widest(&rows, at)).collect();
    let whole: Vec<usize> = cells.iter().zip(&heads).map(|(cells, head)| head.width().max(*cells)).collect();
    let all: Vec<usize> = (0..heads.len()).collect();
    let mut out = String::new();
    let mut sheet =
        Sheet { table, heads: heads.iter().map(|head| vec![head.clone()]).collect(), rows: &rows, widths: whole };
    let room = width.unwrap_or(usize::MAX);
    if total(&sheet.widths) <= room {
        sheet.write(&all, &mut out);
    } else {
        sheet.heads = heads.iter().map(|head| pieces(head)).collect();
        let head = |at: usize| sheet.heads[at].iter().map(|piece| piece.width()).max().unwrap_or(0);
        sheet.widths = cells.iter().enumerate().map(|(at, cells)| head(at).max(*cells)).collect();
        let least: Vec<usize> = (0..heads.len()).map(|at| sheet.least(at, head(at))).collect();
        let natural = sheet.widths.clone();
        fit(&mut sheet.widths, &least, room);
        if total(&sheet.widths) <= room {
            sheet.write(&all, &mut out);
        } else {
            sheet.widths = natural;
            let parts = sheet.parts(&least, room);
            for (number, part) in parts.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                sheet.write(part, &mut out);
            }
        }
    }
    if !table.sentences.is_empty() {
        out.push('\n');
        table.sentences.iter().for_each(|sentence| wrap(&mut out, &visible(sentence), room));
    }
    out.into_bytes()
}

/// A table that is written, with the width of each column.
struct Sheet<'a> {
    table: &'a Table,
    heads: Vec<Vec<String>>,
    rows: &'a [Vec<String>],
    widths: Vec<usize>,
}

impl Sheet<'_> {
    fn align(&self, at: usize) -> Align {
        self.table.columns.get(at).map_or(Align::Left, |column| column.align)
    }

    /// The least columns that a column keeps.
    fn least(&self, at: usize, head: usize) -> usize {
        let wide = self.widths[at];
        let parts = || self.rows.iter().filter_map(|row| row.get(at)).any(|cell| cell.contains(' '));
        match self.align(at) {
            Align::Right => wide,
            Align::Left if wide <= WHOLE && !parts() => wide,
            Align::Left => wide.min(NARROW.max(head)),
        }
    }

    /// The columns of each part: first those that say what a row is about, then as many others as there is room for.
    fn parts(&mut self, least: &[usize], room: usize) -> Vec<Vec<usize>> {
        let count = self.widths.len();
        let texts = (0..count).take_while(|at| self.align(*at) == Align::Left).count();
        let lead = if texts == count { 1 } else { texts.max(1) };
        let most = room * 2 / 3;
        fit(&mut self.widths[..lead], &least[..lead], most);
        fit(&mut self.widths[..lead], &vec![NARROW / 2; lead], most);
        let free = room.saturating_sub(total(&self.widths[..lead]) + GAP);
        for at in lead..count {
            // Of a figure only the head may be cut.
            let wide = self.widths[at];
            self.widths[at] = match self.align(at) {
                Align::Left => wide.min(LONG).min(free.max(NARROW / 2)),
                Align::Right => wide.min(free.max(widest(self.rows, at))),
            };
        }
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut used = usize::MAX;
        for at in lead..count {
            let wide = self.widths[at] + GAP;
            if used.saturating_add(wide) > room {
                parts.push((0..lead).collect());
                used = total(&self.widths[..lead]);
            }
            used += wide;
            if let Some(part) = parts.last_mut() {
                part.push(at);
            }
        }
        parts
    }

    /// Writes heads, a rule and all rows of these columns.
    fn write(&self, columns: &[usize], out: &mut String) {
        let high = columns.iter().map(|at| self.heads[*at].len()).max().unwrap_or(0);
        for line in 0..high {
            // Heads stand on the rule.
            let piece = |at: usize| {
                let heads = &self.heads[at];
                (line + heads.len()).checked_sub(high).and_then(|line| heads.get(line)).map_or("", String::as_str)
            };
            self.line(columns, &piece, out);
        }
        let rules: Vec<String> = self.widths.iter().map(|width| "─".repeat(*width)).collect();
        self.line(columns, &|at| rules[at].as_str(), out);
        for row in self.rows {
            self.line(columns, &|at| row.get(at).map_or("", String::as_str), out);
        }
    }

    fn line<'b>(&self, columns: &[usize], text: &dyn Fn(usize) -> &'b str, out: &mut String) {
        let mut line = String::new();
        for (place, at) in columns.iter().enumerate() {
            if place > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let width = self.widths[*at];
            let cell = cut(text(*at), width);
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            match self.align(*at) {
                Align::Left => line.extend([cell, blanks]),
                Align::Right => line.extend([blanks, cell]),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Columns of the widest cell of a column.
fn widest(rows: &[Vec<String>], at: usize) -> usize {
    rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0)
}

/// Columns of these and of the gaps between them.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// A head in pieces that stand beneath one another.
fn pieces(head: &str) -> Vec<String> {
    head.split_inclusive(['_', ' ']).map(|piece| piece.trim_end().to_owned()).collect()
}

/// Narrows the widest columns until all fit, or none can be narrowed: each down to its least.
fn fit(widths: &mut [usize], least: &[usize], room: usize) {
    let mut over = total(widths).saturating_sub(room);
    while over > 0 {
        let can = |widths: &[usize], at: usize| widths[at] > least[at];
        let Some(widest) = (0..widths.len()).filter(|at| can(widths, *at)).max_by_key(|at| widths[*at]) else { return };
        widths[widest] -= 1;
        over -= 1;
    }
}

/// The head of a text that fits into `width` columns, with `…` where something is gone.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut head = String::new();
    let mut used = 1;
    for char in text.chars() {
        used += char.width().unwrap_or(0);
        if used > width {
            break;
        }
        head.push(char);
    }
    if width > 0 {
        head.push('…');
    }
    head
}

pub(super) fn wrap(out: &mut String, sentence: &str, width: usize) {
    let mut used = 0;
    for word in sentence.split(' ') {
        let wide = word.width();
        if used > 0 && used + 1 + wide > width {
            out.push_str("\n  ");
            used = 2;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += wide;
    }
    out.push('\n');
}
