//! `emic matrix`

use clap::{Args, ValueEnum};

use super::{Global, Report, SuppressArgs, TableArgs, Wrong, output};
use crate::session::{MatrixRequest, MatrixRows, MatrixUnit, is_workbook};

/// Participants, transcripts or cases × codes, for R, SPSS and the like.
///
/// Names of columns have at most 64 characters and no blanks; with --to FILE a second file FILE.labels says what each
/// stands for. `--rows case --columns role --code C` shows who says it of whom.
#[derive(Args, Debug)]
pub struct Matrix {
    /// What the rows are.
    #[arg(long, value_name = "UNIT", default_value = "participant")]
    rows: RowsArg,
    /// What the cells hold: passages, words inside them, or 1 and 0.
    #[arg(long, value_name = "UNIT", default_value = "passages")]
    unit: UnitArg,
    /// Groups of whoever speaks as columns, for one code.
    #[arg(long, value_name = "ATTR[,ATTR]")]
    columns: Option<String>,
    /// With --columns: the code.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    suppress: SuppressArgs,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RowsArg {
    #[value(alias = "participants")]
    Participant,
    #[value(alias = "transcripts")]
    Transcript,
    #[value(alias = "cases")]
    Case,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Passages,
    Words,
    #[value(alias = "binary", alias = "01")]
    Present,
}

impl Matrix {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = MatrixRequest {
            rows: match self.rows {
                RowsArg::Participant => MatrixRows::Participant,
                RowsArg::Transcript => MatrixRows::Transcript,
                RowsArg::Case => MatrixRows::Case,
            },
            unit: match self.unit {
                UnitArg::Passages => MatrixUnit::Passages,
                UnitArg::Words => MatrixUnit::Words,
                UnitArg::Present => MatrixUnit::Present,
            },
            columns: self.columns,
            suppress: session.suppress(self.suppress.suppress)?,
            code: self.code,
            roll_up: self.table.rollup.into(),
            scope: self.table.scope.into(),
        };
        let matrix = session.matrix(&request)?;
        output::refuse_leaks(&session, &matrix.labels, &self.table.output)?;
        if let Some(path) = self.table.output.to.as_deref().filter(|path| is_workbook(path)) {
            output::refuse_leaks(&session, &matrix.table, &self.table.output)?;
            let beside = session.write_workbook(path, &[("Matrix", &matrix.table), ("Labels", &matrix.labels)])?;
            matrix.table.sentences.iter().for_each(|sentence| output::say(sentence));
            output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
            return Ok(Report::found(!matrix.table.rows.is_empty()));
        }
        output::table(&session, &matrix.table, global, &self.table.output)?;
        if let Some(path) = &self.table.output.to {
            let beside = output::beside(path, "labels");
            session.write_table(&matrix.labels, &beside)?;
            output::say(&format!("what the columns stand for: {}", beside.display()));
        }
        Ok(Report::found(!matrix.table.rows.is_empty()))
    }
}
