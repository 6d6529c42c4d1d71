//! Tables and reports as bytes. Pure.

mod csv;
mod format;
mod json;
mod markdown;
mod members;
pub mod refi;
mod sidecar;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;
#[cfg(test)]
mod xlsx_tests;

pub use csv::{csv, csv_for_excel, tsv};
pub use format::{Format, FormatError};
pub use json::{json, jsonl};
pub use markdown::markdown;
pub use members::{Members, is_archive, members, without_marks};
pub use sidecar::{Stamp, sidecar};
pub use text::text;
pub use xlsx::{Sheet, WorkbookError, is_workbook, workbook};
