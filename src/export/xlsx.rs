//! Workbooks: one table a sheet, and a sheet that says how each was made.
//!
//! Text is text: a quote that begins with `=` is written as a string and never as a formula. The same tables give the same
//! bytes: a workbook holds no time (its sidecar does).

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::analysis::{Align, Cell, Meta, MetaValue, Table};

/// The most UTF-16 units that a cell may hold.
const LONGEST: usize = 32_767;
/// What stands at the end of a text that is too long for a cell.
const CUT: &str = " … [cut: a cell holds no more; the whole text is in the csv file]";
/// The most rows of a sheet, its head included.
const MOST_ROWS: usize = 1_048_576;
/// The most columns.
const MOST_COLUMNS: usize = 16_384;
/// How many characters lie side by side on a printed page (A4 across) at six tenths of the size, the least that can be read.
const PAGE_WIDE: usize = 235;
/// No column is wider than this (characters); longer text wraps.
const WIDEST: usize = 60;
/// But a column with a text of more characters than `LONG` is so wide, or its rows would be taller than a page.
const LONG: usize = 400;
const WIDE: usize = 90;
/// Names of rows are repeated on the pages to the right up to this width.
const NAMES_WIDE: usize = 100;
/// ISO A4, as a sheet names it.
const A4: u8 = 9;

/// The height of a line of text, in points, and the most that a row can have.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// Whether the ending of a file asks for a workbook.
pub fn is_workbook(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// One sheet.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Its name: at most 31 characters, none of `[]:*?/\`.
    pub name: &'a str,
    /// What it holds.
    pub table: &'a Table,
}

/// Why a workbook cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows or columns than a sheet has.
    #[error(
        "the sheet `{sheet}` would have {rows} rows and {columns} columns, and a sheet has room for 1,048,576 and 16,384"
    )]
    TooLarge {
        /// The sheet.
        sheet: String,
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
    /// The writer refused.
    #[error("the workbook cannot be made: {0}")]
    Refused(#[from] XlsxError),
}

impl WorkbookError {
    /// What to do.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "write it as csv, or narrow it with --query",
            Self::Refused(_) => "write it as csv",
        }
    }
}

/// The sheets as a workbook, closed by a sheet on how each was made, which opens with `about`: what and its value.
///
/// # Errors
/// A table that a sheet has no room for.
pub fn workbook(title: &str, about: &[(&str, String)], sheets: &[Sheet<'_>]) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    // Without a time of its own the writer would ask the clock.
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&never));
    for sheet in sheets {
        let page = book.add_worksheet();
        write_sheet(page, sheet)?;
        for_print(page, title)?;
    }
    let page = book.add_worksheet();
    write_notes(page, about, sheets)?;
    for_print(page, title)?;
    Ok(book.save_to_buffer()?)
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), WorkbookError> {
    let Sheet { name, table } = sheet;
    if table.rows.len() >= MOST_ROWS || table.columns.len() > MOST_COLUMNS {
        let (rows, columns) = (table.rows.len() + 1, table.columns.len());
        return Err(WorkbookError::TooLarge { sheet: (*name).to_owned(), rows, columns });
    }
    page.set_name(*name)?;
    let head =
        Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let whole = Format::new().set_num_format("0").set_align(FormatAlign::Top);
    let decimal = Format::new().set_num_format("0.00").set_align(FormatAlign::Top);
    // Shown short and kept whole.
    let full = Format::new().set_num_format("0.0000").set_align(FormatAlign::Top);
    let tiny = Format::new().set_num_format("0.0E+00").set_align(FormatAlign::Top);
    // So that whoever edits the cell in a spreadsheet keeps a text.
    let prefixed = text.clone().set_quote_prefix();
    let right = text.clone().set_align(FormatAlign::Right);
    let mark = Format::new().set_align(FormatAlign::Right).set_align(FormatAlign::Top);
    let widths: Vec<usize> = (0..table.columns.len()).map(|at| width(table, at)).collect();
    for (at, column) in table.columns.iter().enumerate() {
        let at = at as u16;
        let aligned = match column.align {
            Align::Left => head.clone(),
            Align::Right => head.clone().set_align(FormatAlign::Right),
        };
        page.write_string_with_format(0, at, fitting(&column.id), &aligned)?;
        page.set_column_width(at, widths.get(usize::from(at)).copied().unwrap_or(WIDEST) as f64)?;
    }
    for (line, row) in table.rows.iter().enumerate() {
        let line = line as u32 + 1;
        let mut lines = 1;
        for (at, cell) in row.iter().enumerate() {
            let at = at as u16;
            match cell {
                Cell::Empty => {}
                Cell::Integer(number) => {
                    page.write_number_with_format(line, at, *number as f64, &whole)?;
                }
                Cell::Flag(flag) => {
                    page.write_number_with_format(line, at, f64::from(u8::from(*flag)), &whole)?;
                }
                Cell::Decimal(number) if number.is_finite() => {
                    page.write_number_with_format(line, at, *number, &decimal)?;
                }
                Cell::Full(number) if number.is_finite() => {
                    let small = *number != 0.0 && number.abs() < 0.000_1;
                    page.write_number_with_format(line, at, *number, if small { &tiny } else { &full })?;
                }
                Cell::Decimal(_) => {}
                Cell::Full(_) | Cell::Undefined | Cell::Masked => {
                    page.write_string_with_format(line, at, cell.plain(), &mark)?;
                }
                Cell::Text(_) | Cell::Spans(_) => {
                    let shown = fitting(&cell.plain());
                    lines = lines.max(wrapped(&shown, widths.get(usize::from(at)).copied().unwrap_or(WIDEST)));
                    let of_numbers =
                        table.columns.get(usize::from(at)).is_some_and(|column| column.align == Align::Right);
                    let format = match shown.starts_with(['=', '+', '-', '@']) {
                        true => &prefixed,
                        false if of_numbers => &right,
                        false => &text,
                    };
                    page.write_string_with_format(line, at, shown, format)?;
                }
            }
        }
        set_height(page, line, lines)?;
    }
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    let (first, last) = names(table, &widths);
    page.set_repeat_columns(first as u16, last as u16)?;
    page.set_print_fit_to_pages(pages_wide(&widths, widths.get(first..=last).map_or(0, |names| names.iter().sum())), 0);
    if let Some(last) = table.columns.len().checked_sub(1) {
        page.autofilter(0, 0, table.rows.len() as u32, last as u16)?;
    }
    Ok(())
}

/// The paper, the order of the pages, and what stands at their foot.
fn for_print(page: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    page.set_landscape();
    page.set_paper_size(A4);
    // A wide row is read across before the next rows.
    page.set_page_order(false);
    // A foot has room for 255 characters, and an ampersand is written twice.
    let title: String = title.chars().filter(|char| !char.is_control()).take(80).collect();
    page.set_footer(format!("&L{} · &A&R&P / &N", title.replace('&', "&&")));
    Ok(())
}

/// The columns that name a row, first and last: group, code and path where they stand at the beginning, else the first.
fn names(table: &Table, widths: &[usize]) -> (usize, usize) {
    let first = table.column("code").or_else(|| table.column("code_1"));
    let last = table.column("path_2").or_else(|| table.column("path")).or_else(|| table.column("theme"));
    let (Some(first), Some(last)) = (first, last) else { return (0, 0) };
    let group = first.checked_sub(1).filter(|before| table.column("group") == Some(*before));
    let first = group.unwrap_or(first);
    let wide: usize = widths.get(first..=last).map_or(usize::MAX, |names| names.iter().sum());
    if last < 8 && wide <= NAMES_WIDE { (first, last) } else { (0, 0) }
}

/// How many pages side by side a sheet is printed on, so that it can be read: its names stand on each.
fn pages_wide(widths: &[usize], names: usize) -> u16 {
    let whole: usize = widths.iter().sum();
    if whole <= PAGE_WIDE {
        return 1;
    }
    let rest = whole.saturating_sub(names);
    u16::try_from(rest.div_ceil(PAGE_WIDE.saturating_sub(names).max(1))).unwrap_or(u16::MAX)
}

/// Makes a row as high as its lines need: not every program that opens the file does so by itself.
fn set_height(page: &mut Worksheet, line: u32, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        page.set_row_height(line, (LINE * lines as f64).min(HIGHEST))?;
    }
    Ok(())
}

/// How many lines a text takes in a column of so many characters; words that are longer are broken.
fn wrapped(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let lines = |paragraph: &str| {
        let (mut lines, mut filled) = (1, 0);
        for word in paragraph.split(' ') {
            let long = word.width();
            if filled > 0 && filled + 1 + long > width {
                lines += 1;
                filled = 0;
            }
            let before = if filled > 0 { filled + 1 } else { 0 };
            lines += (before + long).saturating_sub(1) / width;
            filled = if long > width { long % width } else { before + long };
        }
        lines
    };
    text.split('\n').map(lines).sum()
}

/// What must be said of each sheet, and what its sidecar would hold.
fn write_notes(page: &mut Worksheet, about: &[(&str, String)], sheets: &[Sheet<'_>]) -> Result<(), WorkbookError> {
    let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let key = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    page.set_name("How it was made")?;
    let widths = [22_usize, 42, 100];
    for (at, width) in widths.into_iter().enumerate() {
        page.set_column_width(at as u16, width as f64)?;
    }
    page.set_repeat_rows(0, 0)?;
    page.set_print_fit_to_pages(1, 0);
    for (at, name) in ["sheet", "what", "value"].into_iter().enumerate() {
        page.write_string_with_format(0, at as u16, name, &head)?;
    }
    let mut line = 1;
    for (what, value) in about {
        write_note(page, line, ["(all)", what, value], &widths, [&key, &text])?;
        line += 1;
    }
    for sheet in sheets {
        let mut lines: Vec<(String, String)> =
            sheet.table.sentences.iter().map(|said| ("note".to_owned(), said.clone())).collect();
        flat(&mut lines, "", &sheet.table.meta);
        for (what, value) in lines {
            write_note(page, line, [sheet.name, &what, &value], &widths, [&key, &text])?;
            line += 1;
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, line.saturating_sub(1), 2)?;
    Ok(())
}

/// A line of that sheet: which sheet, what, its value.
fn write_note(
    page: &mut Worksheet,
    line: u32,
    cells: [&str; 3],
    widths: &[usize; 3],
    [key, text]: [&Format; 2],
) -> Result<(), XlsxError> {
    let mut lines = 1;
    for (at, (said, width)) in cells.into_iter().zip(widths).enumerate() {
        let said = fitting(said);
        lines = lines.max(wrapped(&said, *width));
        page.write_string_with_format(line, at as u16, said, if at < 2 { key } else { text })?;
    }
    set_height(page, line, lines)
}

/// The keys of a sidecar with their values, one a line: `coders.names`.
fn flat(lines: &mut Vec<(String, String)>, above: &str, meta: &Meta) {
    for (key, value) in meta.entries() {
        let key = if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") };
        match value {
            // Of the transcripts the ids alone: what their texts hash to is in the sidecar.
            MetaValue::Map(texts) if key == "transcripts" => {
                let ids: Vec<&str> = texts.entries().map(|(id, _)| id).collect();
                lines.push((key, format!("{}: {}", ids.len(), ids.join(", "))));
            }
            MetaValue::Map(meta) => flat(lines, &key, meta),
            value => lines.push((key, said(value))),
        }
    }
}

fn said(value: &MetaValue) -> String {
    match value {
        MetaValue::Text(text) => text.clone(),
        MetaValue::Number(number) => number.to_string(),
        MetaValue::List(values) => values.iter().map(said).collect::<Vec<_>>().join("; "),
        MetaValue::Map(meta) => {
            let entries = meta.entries().map(|(key, value)| format!("{key}: {}", said(value)));
            entries.collect::<Vec<_>>().join("; ")
        }
    }
}

/// The text, or as much of it as a cell holds with a word on what is missing.
fn fitting(text: &str) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(text) <= LONGEST {
        return text.to_owned();
    }
    let mut room = LONGEST - units(CUT);
    let mut kept = String::new();
    for char in text.chars() {
        if char.len_utf16() > room {
            break;
        }
        room -= char.len_utf16();
        kept.push(char);
    }
    kept + CUT
}

/// As wide as its longest line, within bounds (characters).
fn width(table: &Table, at: usize) -> usize {
    let widest = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let head = table.columns.get(at).map_or(0, |column| widest(&column.id)).min(24);
    let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| widest(&cell.plain()));
    let most = cells.max().unwrap_or(0).max(head);
    // Room for the arrow of the filter.
    (most + 3).clamp(8, if most > LONG { WIDE } else { WIDEST })
}
