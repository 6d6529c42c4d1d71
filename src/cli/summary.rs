//! `emic [STUDY]`: opens the study on a terminal; elsewhere the study at a glance.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use super::{Global, Report, Wrong, output};
use crate::session::Session;

/// Opens a study, or prints its summary. On a terminal, where there is no study, one can be chosen or made.
pub fn run(global: &Global, dir: Option<PathBuf>) -> Result<Report, Wrong> {
    let here = std::env::current_dir()?;
    let wanted = dir.or_else(|| global.study.clone());
    if global.at_terminal() {
        let folder = wanted.clone().unwrap_or_else(|| here.clone());
        let is_study = if wanted.is_some() { Session::is_study(&folder) } else { Session::nearest(&folder).is_ok() };
        if folder.is_dir() && !is_study {
            return Ok(Report::Open(None, folder));
        }
    }
    let session = global.open_at(wanted)?;
    if global.at_terminal() {
        return Ok(Report::Open(Some(Box::new(ManuallyDrop::into_inner(session))), here));
    }
    output::text(&session.summary())?;
    Ok(Report::Done)
}
