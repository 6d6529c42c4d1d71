//! `emic saturation`

use clap::Args;

use super::{Global, GroupArgs, OutputArgs, Report, ScopeArgs, SuppressArgs, Wrong, output};
use crate::session::{FigureWish, Layout, SaturationRequest, SaturationRule};

/// Show the new codes of each interview in a chosen order, and whether saturation was reached.
///
/// After Guest, Namey and Chen (2020), PLoS ONE 15(5): e0232076.
#[derive(Args, Debug)]
pub struct Saturation {
    /// The order of the interviews: id, coded (order of work), an attribute of transcripts such as date, or ids joined with
    /// commas.
    #[arg(long, value_name = "ORDER", default_value = "id")]
    order: String,
    /// Interviews in the base.
    #[arg(long, value_name = "N", default_value_t = 4)]
    base: usize,
    /// Interviews in a run.
    #[arg(long, value_name = "N", default_value_t = 2)]
    run: usize,
    /// The greatest share of new codes, in percent of the codes of the base.
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0)]
    threshold: f64,
    #[command(flatten)]
    groups: GroupArgs,
    /// Compare with so many random orders of the interviews.
    #[arg(long, value_name = "N", default_value_t = 0)]
    shuffles: u32,
    /// What the random orders are drawn from: the same seed, the same orders.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "shuffles")]
    seed: u64,
    #[command(flatten)]
    suppress: SuppressArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// Draw it here, or with --to FILE.svg in a file.
    #[arg(long)]
    figure: bool,
    #[command(flatten)]
    output: OutputArgs,
}

impl Saturation {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = SaturationRequest {
            rule: SaturationRule { base: self.base, run: self.run, threshold: self.threshold },
            order: Some(self.order),
            suppress: session.suppress(self.suppress.suppress)?,
            by: self.groups.by,
            shuffles: self.shuffles,
            seed: self.seed,
            scope: self.scope.into(),
            layout: if self.figure { Layout::Tidy } else { self.output.layout(global) },
        };
        let table = session.saturation(&request)?;
        if self.figure {
            return output::figure(&session, &table, &FigureWish::default(), global, &self.output);
        }
        output::answer(&session, &table, global, &self.output)
    }
}
