//! `emic [STUDY]`: opens the study on a terminal; elsewhere the study at a glance.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use super::{Global, Report, Wrong, output};

/// Opens a study, or prints its summary.
pub fn run(global: &Global, dir: Option<PathBuf>) -> Result<Report, Wrong> {
    let session = global.open_at(dir.or_else(|| global.study.clone()))?;
    if global.at_terminal() {
        return Ok(Report::Open(Box::new(ManuallyDrop::into_inner(session))));
    }
    output::text(&session.summary())?;
    Ok(Report::Done)
}
