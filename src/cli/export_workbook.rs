//! `emic export workbook`

use std::path::PathBuf;

use clap::Args;

use super::{Global, GroupArgs, Report, RollUpArgs, ScopeArgs, SuppressArgs, Wrong, output};
use crate::session::{WorkbookRequest, is_workbook};

/// One xlsx file: frequencies, matrix, co-occurrence, codings, quotes, codebook, participants, and how each was made.
///
/// People whose consent to be quoted is `no` or `ask` stay out of the sheet of quotes; they count everywhere.
#[derive(Args, Debug)]
pub struct WorkbookArgs {
    /// The file, ending in .xlsx.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the workbook.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    rollup: RollUpArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

impl WorkbookArgs {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        if !is_workbook(&self.to) {
            return Err(Wrong::new(
                format!("a workbook is an xlsx file, and `{}` does not end so", self.to.display()),
                "for example: emic export workbook --by role --to study.xlsx",
            ));
        }
        let session = global.open()?;
        let request = WorkbookRequest {
            by: self.groups.by,
            suppress: session.suppress(self.suppress.suppress)?,
            roll_up: self.rollup.into(),
            scope: self.scope.into(),
        };
        let tables = session.workbook(&request)?;
        let sheets: Vec<(&str, &crate::analysis::Table)> = tables.iter().map(|(name, table)| (*name, table)).collect();
        if let Some(key) = &self.key {
            for (_, table) in &sheets {
                session.refuse_leaks(key, table, Some(&self.to))?;
            }
        }
        let beside = session.write_workbook(&self.to, &sheets)?;
        for (name, table) in &sheets {
            output::say(&format!("{name}: {}", crate::analysis::counted(table.rows.len() as u64, "row")));
        }
        output::say(&format!("written: {} (how it was made: {})", self.to.display(), beside.display()));
        Ok(Report::Done)
    }
}
