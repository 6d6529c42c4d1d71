//! `emic export codings`

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::CodingsRequest;

/// Files for the write-up and for other tools.
#[derive(Subcommand, Debug)]
pub enum Export {
    /// One row per coding and participant to whom it belongs.
    Codings(Codings),
}

/// Which codings, and where they go.
#[derive(Args, Debug)]
pub struct Codings {
    /// Only the codings that this quotes query selects.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Whose codings count (default: per transcript, the consensus where it is done, else the study's coders).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Export {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Codings(codings) => codings.run(global),
        }
    }
}

impl Codings {
    fn run(mut self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let answer = session.codings(&CodingsRequest { query: self.query, coders: self.coders, limit: None })?;
        // An export is for a program to read.
        if self.output.format.is_none() && self.output.to.is_none() && !global.json {
            self.output.format = Some("csv".into());
        }
        output::table(&session, &answer.table, global, &self.output)?;
        Ok(Report::found(answer.codings > 0))
    }
}
