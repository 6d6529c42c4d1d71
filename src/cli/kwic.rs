//! `emic kwic`

use clap::{Args, ValueEnum};

use super::{CodersArgs, Global, OutputArgs, Report, Wrong, output};
use crate::session::{KwicRequest, KwicSort};

/// Code points on either side in files.
const CONTEXT: u32 = 60;
/// Columns of the screen that are no context: transcript, participant, line, hit.
const BESIDE: usize = 60;

/// Show each hit of a search with what is said left and right of it (a concordance).
///
/// emic kwic 'wait* role:parent' --sort right
#[derive(Args, Debug)]
pub struct Kwic {
    /// A search query; its words, phrases and patterns are the hits.
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// Sort by the words to the left or to the right, the nearest first, or by place.
    #[arg(long, value_name = "SIDE", default_value = "place")]
    sort: SortArg,
    /// Characters on either side, of the same turn (default: 60; on the screen what fits).
    #[arg(long, value_name = "N")]
    context: Option<u32>,
    #[command(flatten)]
    whose: CodersArgs,
    /// At most this many hits, after sorting (default: all).
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortArg {
    Place,
    Left,
    Right,
}

impl Kwic {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open_for_texts()?;
        let on_screen = output::width().filter(|_| self.output.for_reading(global));
        let fits = on_screen.map(|width| (width.saturating_sub(BESIDE) / 2).clamp(16, 60) as u32);
        let request = KwicRequest {
            query: self.query,
            coders: self.whose.coders,
            sort: match self.sort {
                SortArg::Place => KwicSort::Place,
                SortArg::Left => KwicSort::Left,
                SortArg::Right => KwicSort::Right,
            },
            context: self.context.or(fits).unwrap_or(CONTEXT),
            limit: self.limit,
            layout: self.output.layout(global),
        };
        let table = session.kwic(&request)?;
        output::answer(&session, &table, global, &self.output)
    }
}
