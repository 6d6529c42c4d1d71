//! `emic done`

use clap::Args;

use super::{Global, Report, Wrong};
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
        for transcript in &self.transcripts {
            let id = session.transcript_named(transcript)?;
            let outcome = session.apply(Command::Done(id, !self.not))?;
            eprintln!("{}", outcome.message);
        }
        Ok(Report::Done)
    }
}
