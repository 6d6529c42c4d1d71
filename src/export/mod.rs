//! Tables and reports as bytes. Pure.

mod bundle;
mod codebook_md;
mod csv;
mod documents;
pub mod docx;
mod drawn;
mod figure;
mod format;
mod json;
mod latex;
mod markdown;
mod members;
mod quote_book_md;
pub mod refi;
mod report;
mod rows;
mod sidecar;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;
#[cfg(test)]
mod xlsx_tests;

pub use bundle::zipped;
pub use codebook_md::codebook_markdown;
pub use csv::{csv, csv_for_excel, tsv};
pub use documents::{
    MethodsItem, Said, StudyHead, codebook_document, document_markdown, framework_document, memos_document,
    methods_document, methods_markdown, participant_document, quotes_document, theme_sheets, transcript_document,
};
pub use drawn::drawn;
pub use figure::{Curves, Figure, FigureError, FigureKind, FigureWish, Grid, Pairs};
pub use format::{Format, FormatError};
pub use json::{json, jsonl};
pub use latex::latex_table;
pub use markdown::{escaped_line, markdown};
pub use members::{Members, is_archive, members, without_marks};
pub use quote_book_md::{quote_book_latex, quote_book_markdown};
pub use report::{Report, report};
pub use rows::{RowFormat, RowWriter};
pub use sidecar::{Stamp, sidecar};
pub use svg::{svg, svg_element};
pub use text::text;
pub use xlsx::{Sheet, WorkbookError, is_workbook, workbook};
