//! A table for the terminal: columns aligned by the width of what is shown, numbers to the right.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::analysis::{Align, Table};
use crate::text::visible;

/// Columns between two columns.
const GAP: usize = 2;
/// No column is made narrower than this to fit a screen.
const NARROW: usize = 8;

/// The table as aligned text, at most `width` columns wide where that can be had by cutting the widest cells (with
/// `…`); without a width nothing is cut. Control characters are made visible. The sentences stand under it, wrapped.
pub fn text(table: &Table, width: Option<usize>) -> Vec<u8> {
    let heads: Vec<String> = table.columns.iter().map(|column| visible(&column.id).into_owned()).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| visible(&cell.plain()).into_owned()).collect()).collect();
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(cell.width());
        }
    }
    if let Some(width) = width {
        fit(&mut widths, width);
    }
    let mut out = String::new();
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    for row in [&heads, &rule].into_iter().chain(&rows) {
        let mut line = String::new();
        for (at, ((cell, column), width)) in row.iter().zip(&table.columns).zip(&widths).enumerate() {
            if at > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let cell = cut(cell, *width);
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            match column.align {
                Align::Left => line.extend([cell, blanks]),
                Align::Right => line.extend([blanks, cell]),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if !table.sentences.is_empty() {
        out.push('\n');
        table.sentences.iter().for_each(|sentence| wrap(&mut out, &visible(sentence), width.unwrap_or(usize::MAX)));
    }
    out.into_bytes()
}

/// Narrows the widest columns until the table fits, or none can be narrowed.
fn fit(widths: &mut [usize], width: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
    while over > 0 {
        let Some(widest) = widths.iter().copied().max().filter(|widest| *widest > NARROW) else { return };
        // Down to the next narrower column at once, all of the widest together.
        let next = widths.iter().copied().filter(|other| *other < widest).max().unwrap_or(0).max(NARROW);
        let many = widths.iter().filter(|other| **other == widest).count();
        let step = (widest - next).min(over.div_ceil(many));
        for column in widths.iter_mut().filter(|column| **column == widest) {
            let here = step.min(over);
            *column -= here;
            over -= here;
        }
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
