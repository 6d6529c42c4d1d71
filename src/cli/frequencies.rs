//! `emic frequencies`

use clap::{Args, ValueEnum};

use super::{Global, GroupArgs, Report, SuppressArgs, TableArgs, Wrong, output};
use crate::session::{FrequencyRequest, Shape, Unit};

/// Count themes per participant group.
///
/// The first figure is participants with at least one passage of the theme; then passages, transcripts and words, each
/// with its percentage and denominator. Only participants' words count.
#[derive(Args, Debug)]
pub struct Frequencies {
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
    /// Themes × groups in place of one row per theme and group.
    #[arg(long)]
    wide: bool,
    /// Compare the groups by tests on participants: Fisher's exact test or its form for several groups, Holm, differences.
    #[arg(long, requires = "by", conflicts_with = "wide")]
    test: bool,
    /// The figure in the cells of the wide table.
    #[arg(long, value_name = "UNIT", requires = "wide")]
    unit: Option<UnitArg>,
    #[command(flatten)]
    table: TableArgs,
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
        let shape = match (self.wide, self.table.output.for_reading(global)) {
            _ if self.test => Shape::Tests(self.table.output.for_reading(global)),
            (true, _) => Shape::Wide(unit),
            (false, true) => Shape::Brief,
            (false, false) => Shape::Tidy,
        };
        let request = FrequencyRequest {
            by: self.groups.by,
            suppress: session.suppress(self.suppress.suppress)?,
            roll_up: self.table.rollup.into(),
            query: self.table.scope.query,
            coders: self.table.scope.coders,
            done: self.table.scope.done,
            shape,
        };
        let table = session.frequencies(&request)?;
        output::answer(&session, &table, global, &self.table.output)
    }
}
