//! `emic import` of another tool's project: a REFI-QDA project (.qdpx, .qde) or codebook (.qdc) of NVivo, MAXQDA, ATLAS.ti, QualCoder
//! and others, a project of Taguette (.sqlite3), QualCoder (its .qda folder) or qc (its folder); and of a table of highlights of
//! Taguette.
//!
//! Makes a new study, or adds to one that is there: what is in it already is neither doubled nor overwritten. Ends with a report
//! of what came over and what did not, which is also written beside study.yaml.

use std::path::{Path, PathBuf};

use super::{Global, Report, Wrong, output, render};
use crate::session::import_highlights::is_highlights;
use crate::session::import_refi::{self, Brought};
use crate::session::{Problem, Session};

/// Brings projects into the study `into`, which is made if it is not there; with `dry_run` only shows what they hold. One that
/// cannot be read does not stop the others.
pub(super) fn projects(
    files: &[PathBuf],
    into: Option<&Path>,
    dry_run: bool,
    global: &Global,
) -> Result<Report, Wrong> {
    let mut refused = 0;
    for file in files {
        match project(file, into, dry_run, global) {
            Ok(()) => {}
            Err(wrong) if files.len() > 1 => {
                output::tell(&wrong.render(render::stderr_colour(global.color)));
                refused += 1;
            }
            Err(wrong) => return Err(wrong),
        }
    }
    if refused > 0 {
        output::say(&format!("{refused} of {} did not come in: see above", files.len()));
    }
    Ok(if refused > 0 { Report::SomeRefused } else { Report::Done })
}

fn project(file: &Path, into: Option<&Path>, dry_run: bool, global: &Global) -> Result<(), Wrong> {
    let shown = file.display();
    let dir = into.map(Path::to_owned).or_else(|| global.study.clone()).map_or_else(super::args::nearest, Ok);
    if is_highlights(file) {
        let study = dir.ok().and_then(|dir| std::path::absolute(dir).ok()).and_then(|dir| Session::nearest(&dir).ok());
        let study = study.ok_or_else(|| {
            Wrong::new(
                format!(
                    "{shown} holds highlights of Taguette, which are found again by their words in the transcripts of a study"
                ),
                format!("bring the transcripts in first; then: emic -s STUDY import {shown}"),
            )
        })?;
        let mut session = global.open_at(Some(study))?;
        if dry_run {
            return foreseen(&session, file);
        }
        return bring_into(&mut session, file);
    }
    let project = import_refi::read_project(file)?;
    if dry_run {
        return shows(&project.losses.text(&format!("{shown} holds")));
    }
    let dir = dir.map_err(|_| {
        Wrong::new(
            "there is no study here to bring the project into",
            format!("name a new folder for it: emic import {shown} --into DIR"),
        )
    })?;
    let title = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    say(file, &import_refi::bring(project, &dir, &title, global.env())?)
}

fn shows(report: &str) -> Result<(), Wrong> {
    output::text(&crate::text::visible_lines(report))?;
    output::say("nothing was written");
    Ok(())
}

/// Shows what a project or a table of highlights would bring.
pub(super) fn foreseen(session: &Session, file: &Path) -> Result<(), Wrong> {
    shows(&session.foresee_file(file)?.text(&format!("{} holds", file.display())))
}

/// Brings a project or a table of highlights into an open study.
pub(super) fn bring_into(session: &mut Session, file: &Path) -> Result<(), Wrong> {
    let brought = session.bring_file(file).map_err(|problem: Problem| Wrong::from(problem))?;
    say(file, &brought)
}

fn say(file: &Path, brought: &Brought) -> Result<(), Wrong> {
    output::text(&crate::text::visible_lines(&brought.losses.text(&format!("import of {}", file.display()))))?;
    let root = brought.root.display();
    if let Some(report) = &brought.report {
        output::say(&format!("this report: {}", report.display()));
    }
    if brought.made {
        output::say(&format!("made the study {root}; next: emic -s {root} speakers (who is who), then emic {root}"));
    } else {
        let what = if is_highlights(file) { "highlights" } else { "project" };
        output::say(&format!("brought the {what} into {root}"));
        brought.kept.iter().for_each(|kept| output::say(kept));
    }
    Ok(())
}
