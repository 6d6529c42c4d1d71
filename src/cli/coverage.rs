//! `emic coverage`

use clap::{Args, ValueEnum};

use super::{Global, GroupArgs, Report, SuppressArgs, TableArgs, Wrong, output};
use crate::session::{CoverageList, CoverageRequest, CoverageRows};

/// Show how much of what participants say is coded, and which codes are hardly used.
#[derive(Args, Debug)]
pub struct Coverage {
    /// What the rows are (default: transcripts; with --by: groups).
    #[arg(long, value_name = "UNIT", conflicts_with_all = ["codes", "turns", "by"])]
    rows: Option<RowsArg>,
    /// List the codes by use: never, once, of one participant only.
    #[arg(long, conflicts_with_all = ["turns", "by"])]
    codes: bool,
    /// List the turns that were never coded.
    #[arg(long, conflicts_with = "by")]
    turns: bool,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RowsArg {
    Transcript,
    Participant,
}

impl Coverage {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = CoverageRequest {
            list: match (self.codes, self.turns) {
                (true, _) => CoverageList::Codes,
                (_, true) => CoverageList::Turns,
                _ => CoverageList::Words,
            },
            rows: self.rows.map(|rows| match rows {
                RowsArg::Transcript => CoverageRows::Transcript,
                RowsArg::Participant => CoverageRows::Participant,
            }),
            by: self.groups.by,
            suppress: session.suppress(self.suppress.suppress)?,
            roll_up: self.table.rollup.into(),
            scope: self.table.scope.into(),
            layout: self.table.output.layout(global),
        };
        let table = session.coverage(&request)?;
        output::answer(&session, &table, global, &self.table.output)
    }
}
