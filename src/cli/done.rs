//! `emic done`

use clap::Args;

use super::{Global, Report, Wrong, output};
use crate::session::Command;

/// Say that you have finished coding a transcript, or (--not) that you have not.
#[derive(Args, Debug)]
pub struct Done {
    /// The transcripts.
    #[arg(required = true)]
    transcripts: Vec<String>,
    /// Not finished after all.
    #[arg(long)]
    not: bool,
}

impl Done {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let transcripts =
            self.transcripts.iter().map(|name| session.transcript_named(name)).collect::<Result<Vec<_>, _>>()?;
        let outcome = session.apply(Command::Done(transcripts, !self.not))?;
        output::outcome(&outcome, global)?;
        Ok(Report::Done)
    }
}
