//! `emic doctor`

use std::path::PathBuf;

use clap::Args;

use super::{Global, Report, Wrong, ask, output};
use crate::session::doctor::examine;
use crate::session::{Bundle, bundle};

/// Look at the study, its folder and this machine: what may be wrong, and what to do. Works for a study that does not open.
///
/// --bundle makes an archive for the report of a fault: the study with every letter exchanged and every name another one, so that
/// what is wrong with its files shows and no word does. It shows what is inside and asks before it writes. Nothing is sent.
#[derive(Args, Debug)]
pub struct DoctorArgs {
    /// Write the archive (default: emic-bundle.zip in this folder).
    #[arg(long, value_name = "FILE.zip", num_args = 0..=1, default_missing_value = "emic-bundle.zip")]
    bundle: Option<PathBuf>,
    /// Write the archive without asking.
    #[arg(long, requires = "bundle")]
    yes: bool,
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

impl DoctorArgs {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let root = global.study.clone().map_or_else(super::args::nearest, Ok)?;
        let Some(path) = &self.bundle else {
            output::print(&examine(&root, || global.env()), global, self.format.as_deref())?;
            return Ok(Report::Done);
        };
        let made: Bundle = bundle(&root, || global.env())?;
        output::print(&made.table(), global, self.format.as_deref())?;
        if !self.yes && !ask::yes(&format!("write {}?", path.display()), false, "--yes")? {
            output::say("nothing was written");
            return Ok(Report::Done);
        }
        made.write(path)?;
        output::say(&format!("written: {}; look into it before you give it to anybody", path.display()));
        Ok(Report::Done)
    }
}
