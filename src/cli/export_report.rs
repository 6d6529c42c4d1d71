//! `emic export report`

use std::path::PathBuf;

use clap::Args;

use super::quotes::Level;
use super::{Global, Report, RollUpArgs, ScopeArgs, SuppressArgs, Wrong, output};
use crate::session::ReportRequest;

/// One HTML file with the figures and the quotes behind them, for a co-author who has no terminal.
///
/// Summary, themes by group (choose a cell to read its quotes), filters by theme, group, coder and words, codes that stand together, new
/// codes per interview, codebook. It opens in any browser, needs no network and asks for nothing. People whose consent to be quoted is `no`
/// or `ask` stay out of the quotes; they count everywhere.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// The file, ending in .html. A sidecar FILE.meta.yaml says how it was made.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Attributes that make the groups, crossed if several; `case.ATTR` counts cases.
    #[arg(long, value_name = "ATTR[,ATTR]")]
    by: Option<String>,
    /// How much of a person stands beside a quote (default: with --by the group, else the id).
    #[arg(long, value_name = "LEVEL")]
    attribution: Option<Level>,
    /// How a quote is printed, for example '“{quote}” ({participant}, l. {lines})' (default: quote_template in study.yaml).
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// The order of the interviews in the curve of new codes, as for `emic saturation`.
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the report.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
    #[command(flatten)]
    rollup: RollUpArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
}

impl ReportArgs {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let report = session.report(&ReportRequest {
            by: self.by,
            roll_up: self.rollup.into(),
            scope: self.scope.into(),
            attribution: self.attribution.map(Into::into),
            template: self.template,
            order: self.order,
            suppress: session.suppress(self.suppress.suppress)?,
        })?;
        let beside = session.write_report_file(&report, &self.to)?;
        report.sentences.iter().for_each(|sentence| output::say(sentence));
        output::say(&format!("written: {} (how it was made: {})", self.to.display(), beside.display()));
        Ok(Report::Done)
    }
}
