//! `emic cooccurrence`

use clap::{Args, ValueEnum};

use super::{Global, GroupArgs, Report, SuppressArgs, TableArgs, Wrong, output};
use crate::session::{CooccurrenceRequest, CooccurrenceRule, FigureWish, Layout};

/// Count which codes stand together, with Jaccard's index and both shares.
///
/// On the screen the pairs that meet, the most frequent first; in files all pairs, zeros written.
#[derive(Args, Debug)]
pub struct Cooccurrence {
    /// What standing together means (default: overlap; with --turns: turns).
    #[arg(long, value_name = "RULE")]
    rule: Option<RuleArg>,
    /// At most so many turns apart (with `--rule turns`; default 2).
    #[arg(long, value_name = "N")]
    turns: Option<u32>,
    #[command(flatten)]
    groups: GroupArgs,
    /// Codes × codes in place of one row per pair.
    #[arg(long)]
    wide: bool,
    #[command(flatten)]
    suppress: SuppressArgs,
    #[command(flatten)]
    table: TableArgs,
    /// Draw it here, or with --to FILE.svg in a file.
    #[arg(long, conflicts_with = "wide")]
    figure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum RuleArg {
    /// Passages of one participant that share a character.
    Overlap,
    /// Both in the same turn.
    Turn,
    /// Turns at most --turns N apart.
    Turns,
    /// Both anywhere in what a participant says.
    Participant,
    /// Both anywhere in a transcript.
    Transcript,
}

impl Cooccurrence {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let rule = match (self.rule, self.turns) {
            (Some(RuleArg::Turns), turns) => CooccurrenceRule::Turns(turns.unwrap_or(2)),
            (None, Some(turns)) => CooccurrenceRule::Turns(turns),
            (Some(_), Some(_)) => {
                return Err(Wrong::new(
                    "--turns goes with the rule `turns`",
                    "write --turns N alone, or --rule turns --turns N",
                ));
            }
            (None | Some(RuleArg::Overlap), None) => CooccurrenceRule::Overlap,
            (Some(RuleArg::Turn), None) => CooccurrenceRule::Turn,
            (Some(RuleArg::Participant), None) => CooccurrenceRule::Participant,
            (Some(RuleArg::Transcript), None) => CooccurrenceRule::Transcript,
        };
        let session = global.open()?;
        let request = CooccurrenceRequest {
            rule,
            suppress: session.suppress(self.suppress.suppress)?,
            by: self.groups.by,
            roll_up: self.table.rollup.into(),
            scope: self.table.scope.into(),
            layout: match self.table.output.layout(global) {
                _ if self.figure => Layout::Tidy,
                _ if self.wide => Layout::Wide,
                layout => layout,
            },
        };
        let table = session.cooccurrence(&request)?;
        if self.figure {
            return output::figure(&session, &table, &FigureWish::default(), global, &self.table.output);
        }
        output::answer(&session, &table, global, &self.table.output)
    }
}
