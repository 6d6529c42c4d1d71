//! `emic import` of another tool's project: a REFI-QDA project (.qdpx, .qde) or codebook (.qdc) of NVivo, MAXQDA, ATLAS.ti, QualCoder
//! and others, a project of Taguette (.sqlite3) or QualCoder (its .qda folder).
//!
//! Makes a new study, or adds to one that is there: what is in it already is neither doubled nor overwritten. Ends with a report
//! of what came over and what did not, which is also written beside study.yaml.

use std::path::Path;

use super::{Global, Report, Wrong, output};
use crate::session::import_refi;

/// Brings the project `file` into the study `into`, which is made if it is not there; with `dry_run` only shows what it holds.
pub(super) fn project(file: &Path, into: Option<&Path>, dry_run: bool, global: &Global) -> Result<Report, Wrong> {
    let project = import_refi::read_project(file)?;
    let shown = file.display();
    if dry_run {
        output::text(&crate::text::visible_lines(&project.losses.text(&format!("{shown} holds"))))?;
        output::say("nothing was written");
        return Ok(Report::Done);
    }
    let dir = match into.map(Path::to_owned).or_else(|| global.study.clone()) {
        Some(dir) => dir,
        None => super::args::nearest().map_err(|_| {
            Wrong::new(
                "there is no study here to bring the project into",
                format!("name a new folder for it: emic import {shown} --into DIR"),
            )
        })?,
    };
    let title = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let brought = import_refi::bring(project, &dir, &title, global.env())?;
    output::text(&crate::text::visible_lines(&brought.losses.text(&format!("import of {shown}"))))?;
    let root = brought.root.display();
    if let Some(report) = &brought.report {
        output::say(&format!("this report: {}", report.display()));
    }
    if brought.made {
        output::say(&format!("made the study {root}; next: emic -s {root} speakers (who is who), then emic {root}"));
    } else {
        output::say(&format!("brought the project into {root}"));
        brought.kept.iter().for_each(|kept| output::say(kept));
    }
    Ok(Report::Done)
}
