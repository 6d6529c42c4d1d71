//! `emic [STUDY]`: the study at a glance.

use std::path::PathBuf;

use super::{Global, Report, Wrong, output};

/// Prints the summary of a study.
pub fn run(global: &Global, dir: Option<PathBuf>) -> Result<Report, Wrong> {
    let session = global.open_at(dir.or_else(|| global.study.clone()))?;
    output::text(&session.summary())?;
    Ok(Report::Done)
}
