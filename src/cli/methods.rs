//! `emic export methods`

use std::path::PathBuf;

use clap::Args;

use super::{Global, GroupArgs, Report, SuppressArgs, Wrong, output};
use crate::session::MethodsRequest;

/// The section on methods, as far as the study can fill it; what only you can write stands as a visible gap.
///
/// Items 12, 16 and 22 to 29 of COREQ, worded for the study's `approach`.
#[derive(Args, Debug)]
pub struct Methods {
    /// Write to a file ending in .docx or .md (default: print as Markdown). A sidecar FILE.meta.yaml says how it was made.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Say how far coders agreed in closed blind rounds, also where the approach does not go with it.
    #[arg(long)]
    agreement: bool,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the text.
    #[arg(long, value_name = "KEY.csv", requires = "to")]
    key: Option<PathBuf>,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
}

impl Methods {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let request = MethodsRequest {
            by: self.groups.by,
            agreement: self.agreement,
            suppress: session.suppress(self.suppress.suppress)?,
        };
        match &self.to {
            None => output::text(&session.methods(&request)?)?,
            Some(path) => {
                let beside = session.write_methods(&request, path)?;
                output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
            }
        }
        Ok(Report::Done)
    }
}
