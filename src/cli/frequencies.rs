//! `emic frequencies`

use clap::{Args, ValueEnum};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::RollUp;
use crate::session::{FrequencyRequest, Shape, Unit};

/// Count themes per participant group.
///
/// The first figure is participants with at least one passage of the theme; then passages, transcripts and words, each
/// with its percentage and denominator. Only participants' words count.
#[derive(Args, Debug)]
pub struct Frequencies {
    /// Attributes that make the groups, crossed if several; `case.ATTR` counts cases.
    #[arg(long, value_name = "ATTR[,ATTR]")]
    by: Option<String>,
    /// Count a theme with everything beneath it, or its own codings alone.
    #[arg(long, value_name = "HOW", default_value = "subtree")]
    rollup: RollUpArg,
    /// Narrow the table: conditions on people and transcripts narrow everything, others the numerators.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Whose codings count (default: per transcript, the consensus where it is done, else the study's coders).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// Leave out transcripts that no coder in scope has finished.
    #[arg(long)]
    done: bool,
    /// Themes × groups in place of one row per theme and group.
    #[arg(long)]
    wide: bool,
    /// The figure in the cells of the wide table.
    #[arg(long, value_name = "UNIT", requires = "wide")]
    unit: Option<UnitArg>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RollUpArg {
    Subtree,
    Own,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Participants,
    Passages,
    Transcripts,
    Words,
}

impl Frequencies {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let unit = self.unit.map(|unit| match unit {
            UnitArg::Participants => Unit::Participants,
            UnitArg::Passages => Unit::Passages,
            UnitArg::Transcripts => Unit::Transcripts,
            UnitArg::Words => Unit::Words,
        });
        let for_reading = !global.json
            && self.output.to.is_none()
            && self.output.format.as_deref().is_none_or(|format| format == "table");
        let shape = match (self.wide, for_reading) {
            (true, _) => Shape::Wide(unit),
            (false, true) => Shape::Brief,
            (false, false) => Shape::Tidy,
        };
        let request = FrequencyRequest {
            by: self.by,
            roll_up: match self.rollup {
                RollUpArg::Subtree => RollUp::Subtree,
                RollUpArg::Own => RollUp::Own,
            },
            query: self.query,
            coders: self.coders,
            done: self.done,
            shape,
        };
        let table = session.frequencies(&request)?;
        output::table(&session, &table, global, &self.output)?;
        Ok(Report::found(!table.rows.is_empty()))
    }
}
