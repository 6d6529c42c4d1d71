//! `emic frequencies`

use clap::{Args, ValueEnum};

use super::{Global, GroupArgs, Report, SuppressArgs, TableArgs, Wrong, output};
use crate::session::{FigureKind, FigureWish, FrequencyRequest, Layout, Shape, Unit, is_figure};

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
    /// Draw it here, or with --to FILE.svg in a file: a heat map of themes × groups, or a bar for each group (default: what suits).
    #[arg(long, value_name = "PICTURE", num_args = 0..=1, default_missing_value = "auto", conflicts_with_all = ["test", "wide"])]
    figure: Option<FigureArg>,
    /// Draw only these themes, by id or name.
    #[arg(long, value_name = "THEME,…", value_delimiter = ',')]
    themes: Option<Vec<String>>,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum FigureArg {
    /// Bars where there is one theme or one group, else the heat map.
    Auto,
    /// Themes × groups.
    Heat,
    /// A bar for each theme and group.
    Bars,
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
        let drawn = self.figure.is_some() || self.table.output.to.as_deref().is_some_and(is_figure);
        if self.themes.is_some() && !drawn {
            return Err(Wrong::new(
                "--themes chooses what is drawn, and nothing is",
                "add --figure or --to FILE.svg; to count some codings alone: --query theme:THEME",
            ));
        }
        let brief = self.table.output.layout(global) == Layout::Brief;
        let shape = match (self.wide, brief) {
            _ if drawn && !self.test => Shape::Tidy,
            _ if self.test => Shape::Tests(brief),
            (true, _) => Shape::Wide(unit),
            (false, true) => Shape::Brief,
            (false, false) => Shape::Tidy,
        };
        let request = FrequencyRequest {
            by: self.groups.by,
            suppress: session.suppress(self.suppress.suppress)?,
            roll_up: self.table.rollup.into(),
            query: self.table.scope.query,
            coders: self.table.scope.whose.coders,
            done: self.table.scope.done,
            shape,
        };
        let table = session.frequencies(&request)?;
        if drawn {
            let kind = match self.figure {
                Some(FigureArg::Heat) => Some(FigureKind::Heat),
                Some(FigureArg::Bars) => Some(FigureKind::Bars),
                Some(FigureArg::Auto) | None => None,
            };
            let wish = FigureWish { kind, themes: self.themes.unwrap_or_default() };
            return output::figure(&session, &table, &wish, global, &self.table.output);
        }
        output::answer(&session, &table, global, &self.table.output)
    }
}
