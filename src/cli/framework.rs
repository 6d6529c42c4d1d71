//! `emic framework`

use clap::{Args, ValueEnum};

use super::{Global, Report, TableArgs, Wrong, output};
use crate::session::{FrameworkRequest, FrameworkRows, Layout};

/// Show participants or cases × themes: your summaries beside the passages that they rest on.
///
/// A summary is a memo: emic memo add "…" --participant P07 --code waiting --kind summary
#[derive(Args, Debug)]
pub struct Framework {
    /// What the rows are.
    #[arg(long, value_name = "UNIT", default_value = "participant")]
    rows: RowsArg,
    /// Only this code and what is beneath it.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// One column a theme in place of one row a cell.
    #[arg(long)]
    wide: bool,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RowsArg {
    #[value(alias = "participants")]
    Participant,
    #[value(alias = "cases")]
    Case,
}

impl Framework {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = FrameworkRequest {
            rows: match self.rows {
                RowsArg::Participant => FrameworkRows::Participant,
                RowsArg::Case => FrameworkRows::Case,
            },
            code: self.code,
            roll_up: self.table.rollup.into(),
            scope: self.table.scope.into(),
            layout: if self.wide { Layout::Wide } else { self.table.output.layout(global) },
        };
        let table = session.framework_table(&request)?;
        output::answer(&session, &table, global, &self.table.output)
    }
}
