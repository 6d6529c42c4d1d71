//! `emic framework`

use clap::{Args, ValueEnum};

use super::{Global, Report, TableArgs, Wrong, output};
use crate::analysis::Table;
use crate::session::{FrameworkRequest, FrameworkRows, Layout, Paper, is_workbook};

/// Show participants or cases × themes: your summaries beside the passages that they rest on.
///
/// --to FILE.docx is a document on pages across, --to FILE.xlsx has a sheet for the whole and one for each theme.
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
        let mut session = global.open()?;
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
        if let Some(path) =
            self.table.output.to.as_ref().filter(|path| is_workbook(path) || Paper::of(path) == Some(Paper::Docx))
        {
            if self.table.output.format.is_some() || self.table.output.excel {
                return Err(Wrong::new(
                    "--format and --excel do not go with a docx or xlsx file",
                    "the ending of the file picks the format",
                ));
            }
            if let Some(key) = &self.table.output.key {
                session.guard(key)?;
            }
            if Paper::of(path) == Some(Paper::Docx) {
                let made = session.framework_docx(&request)?;
                super::documents::write(&session, path, &made)?;
                return Ok(Report::found(made.any));
            }
            let sheets = session.framework_sheets(&request)?;
            let named: Vec<(&str, &Table)> = sheets.iter().map(|(name, table)| (name.as_str(), table)).collect();
            let beside = session.write_workbook(path, &named)?;
            let whole = named.first().map(|(_, table)| *table);
            whole.iter().flat_map(|table| &table.sentences).for_each(|sentence| output::say(sentence));
            output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
            return Ok(Report::found(whole.is_some_and(|table| !table.rows.is_empty())));
        }
        let table = session.framework_table(&request)?;
        output::answer(&session, &table, global, &self.table.output)
    }
}
