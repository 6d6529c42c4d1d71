//! Excel workbooks, read cell by cell so that neither a bomb nor a cell in the last column of the last row costs memory.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::Grid;
use super::grid::{MOST_CELLS, too_large};
use crate::import::refused::Refused;

/// The most bytes that the parts of a workbook may have together once unpacked.
const MOST_BYTES: u64 = 128 << 20;
/// The most parts.
const MOST_PARTS: usize = 4096;

fn damaged() -> Refused {
    Refused::new(
        "the workbook is damaged or cut short",
        "open it in Excel or LibreOffice and save it anew as .xlsx or .csv",
    )
}

/// Whether the parts stay within bounds when they are unpacked; what the archive says of their size is not believed.
fn bounded(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let swollen = || {
        Refused::new(
            "the workbook unpacks to more than 128 MB and is not opened",
            "it may be made to do harm; if it is yours, save the sheets that you need as .csv",
        )
    };
    if archive.len() > MOST_PARTS {
        return Err(swollen());
    }
    let mut left = MOST_BYTES;
    let mut buffer = vec![0; 1 << 16];
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => Refused::new(
                "the workbook is protected by a password or packed in a way that emic cannot read",
                "open it and save a copy without a password",
            ),
            _ => damaged(),
        })?;
        loop {
            match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => left = left.checked_sub(count as u64).ok_or_else(swollen)?,
                Err(_) => return Err(damaged()),
            }
        }
    }
    Ok(())
}

/// Reads the sheets that are shown and hold anything, values as they were last calculated.
///
/// # Errors
/// A damaged workbook, or one that is too large.
pub fn read(bytes: &[u8]) -> Result<Vec<Grid>, Refused> {
    bounded(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    let mut total = 0;
    for name in names {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| damaged())?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut current = None;
        while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if current != Some(row) {
                current = Some(row);
                rows.push(Vec::new());
            }
            let Some(cells) = rows.last_mut() else { continue };
            let column = column as usize;
            // Gaps cost cells, too.
            total += (column + 1).saturating_sub(cells.len()).max(1);
            if total > MOST_CELLS {
                return Err(too_large());
            }
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column] = text;
        }
        let grid = Grid::new(&name, rows);
        if !grid.header.is_empty() {
            sheets.push(grid);
        }
    }
    Ok(sheets)
}

/// A value as it is seen: whole numbers without a fraction, days as `2025-03-12`, times as `0:12:31`.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => format!("{number}"),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(time) => {
            let value = time.as_f64();
            if (0.0..1.0).contains(&value) || time.is_duration() {
                return crate::text::clock((value * 86_400_000.0).round().clamp(0.0, f64::from(u32::MAX)) as u32);
            }
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
