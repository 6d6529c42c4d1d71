//! `emic words`

use std::path::PathBuf;

use clap::Args;

use super::{Global, GroupArgs, OutputArgs, Report, ScopeArgs, SuppressArgs, Wrong, output};
use crate::session::WordsRequest;

/// Most that a screen shows of each group without --limit.
const SHOWN: usize = 20;

/// Count the words that participants say, by group, and find what sets a group apart.
///
/// The interviewer's words never count. With --by each word has its log-likelihood and its log ratio against everybody else.
#[derive(Args, Debug)]
pub struct Words {
    #[command(flatten)]
    groups: GroupArgs,
    #[command(flatten)]
    suppress: SuppressArgs,
    /// List only words that stand at least so often in scope.
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u64,
    /// Take forms of one stem together (wait, waits, waiting).
    #[arg(long)]
    stems: bool,
    /// A file with words not to be listed, one a line.
    #[arg(long, value_name = "FILE")]
    stop_words: Option<PathBuf>,
    /// At most so many of each group (default: 20 on the screen, else all).
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Words {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open_for_texts()?;
        let request = WordsRequest {
            by: self.groups.by,
            suppress: session.suppress(self.suppress.suppress)?,
            least: self.least,
            stems: self.stems,
            stop_words: self.stop_words,
            limit: self.limit.or(self.output.for_reading(global).then_some(SHOWN)),
            scope: self.scope.into(),
            layout: self.output.layout(global),
        };
        let table = session.words(&request)?;
        output::answer(&session, &table, global, &self.output)
    }
}
