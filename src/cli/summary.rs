//! `emic [STUDY]`: opens the study on a terminal; elsewhere the study at a glance.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::{Cli, Global, Report, Wrong, output};
use crate::session::Session;
use crate::text::suggest;

/// Opens a study, or prints its summary. On a terminal, where there is no study, one can be chosen or made.
pub fn run(global: &Global, dir: Option<PathBuf>) -> Result<Report, Wrong> {
    let here = std::env::current_dir()?;
    if let Some(named) = dir.as_deref().and_then(Path::to_str)
        && !Path::new(named).exists()
        && !named.contains(['/', '\\', '.'])
    {
        return Err(no_command(named));
    }
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

/// What was typed is no folder here, and no command either.
fn no_command(named: &str) -> Wrong {
    let cli = Cli::command();
    let near = suggest::nearest(named, cli.get_subcommands().map(clap::Command::get_name));
    let hint = near.map_or("`emic --help` lists the commands".into(), |near| format!("did you mean `emic {near}`?"));
    Wrong::new(format!("there is no command or folder `{named}`"), hint)
}
