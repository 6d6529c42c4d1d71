//! Tables written to files.

use std::path::Path;

use super::super::effect::ExportOf;
use super::super::figures;
use super::super::msg::Answer;
use crate::session::{CodingsRequest, FrameworkRequest, FrequencyRequest, Session, Shape};

/// Writes a table; one that stands there only if it may be replaced.
pub(super) fn export(session: &mut Session, table: &ExportOf, path: &Path, replace: bool) -> Answer {
    if path.exists() && !replace {
        return Answer::Exists;
    }
    let table = match table {
        ExportOf::Frequencies(by, roll_up) => session.frequencies(&FrequencyRequest {
            by: Some(by.clone()).filter(|by| !by.is_empty()),
            roll_up: *roll_up,
            shape: Shape::Tidy,
            ..FrequencyRequest::default()
        }),
        ExportOf::Codings(query) => {
            let request = CodingsRequest { query: Some(query.clone()), ..CodingsRequest::default() };
            session.codings_as_rows(&request).map(|answer| answer.table)
        }
        ExportOf::Framework(rows, roll_up) => {
            let request = FrameworkRequest { rows: *rows, roll_up: *roll_up, ..FrameworkRequest::default() };
            return match session.write_framework(&request, path) {
                Ok(_) => Answer::Written(format!("written: {}", path.display())),
                Err(problem) => Answer::NotWritten(problem),
            };
        }
        ExportOf::Analysis(question) => figures::table(session, question),
    };
    match table.and_then(|table| session.write_table(&table, path)) {
        Ok(_) => Answer::Written(format!("written: {}", path.display())),
        Err(problem) => Answer::NotWritten(problem),
    }
}
