//! `emic log`, `emic undo`, `emic redo`

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::{Command, LogRequest, Session};

/// Show who did what and when, newest last.
#[derive(Args, Debug)]
pub struct Log {
    /// Only actions of this coder.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only actions on this transcript.
    #[arg(long, value_name = "ID")]
    transcript: Option<String>,
    /// Only actions with this code.
    #[arg(long, value_name = "ID")]
    code: Option<String>,
    /// Only actions from this date or time on, for example 2026-11-25.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only actions up to this date (its end) or time.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// At most this many, the newest.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Log {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open_for_texts()?;
        let request = LogRequest {
            by: self.by,
            transcript: self.transcript,
            code: self.code,
            since: self.since,
            until: self.until,
            limit: self.limit,
        };
        let table = session.log_table(&request)?;
        let any = !table.rows.is_empty();
        output::table(&session, &table, global, &self.output)?;
        Ok(Report::found(any))
    }
}

/// Take back your last action; again for the one before. There is no limit, and it survives a restart.
#[derive(Args, Debug)]
pub struct Undo {
    /// Also an action of yours that came in by a merge: without this, undo stops there once and says how to go back before the merge.
    #[arg(long)]
    merged: bool,
}

impl Undo {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if self.merged {
            session.take_back_merged();
        }
        step(&mut session, global, Command::Undo)
    }
}

/// Take back your last undo.
#[derive(Args, Debug)]
pub struct Redo {}

impl Redo {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        step(&mut session, global, Command::Redo)
    }
}

fn step(session: &mut Session, global: &Global, command: Command) -> Result<Report, Wrong> {
    let outcome = session.apply(command)?;
    output::outcome(&outcome, global)?;
    Ok(Report::found(outcome.act.is_some()))
}
