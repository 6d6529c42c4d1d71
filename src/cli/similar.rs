//! `emic similar`

use std::io::IsTerminal;

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::SimilarRequest;

/// How many turns are listed without --limit.
const SHOWN: usize = 50;

/// Find turns that you have not coded and that resemble the passages of a theme by their words.
///
/// The most alike first, with the words that stand out. Nothing is coded by it: in the terminal UI, `l` in the codebook goes
/// through them one by one.
#[derive(Args, Debug)]
pub struct Similar {
    /// A code (with everything beneath it) or a set of codes.
    theme: String,
    /// Whose passages are the pattern.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// Compare turns that you have coded with other codes, too.
    #[arg(long)]
    coded: bool,
    /// At most this many turns.
    #[arg(long, value_name = "N", default_value_t = SHOWN)]
    limit: usize,
    #[command(flatten)]
    output: OutputArgs,
}

impl Similar {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request =
            SimilarRequest { theme: self.theme, coders: self.coders, coded: self.coded, limit: Some(self.limit) };
        let answer = session.similar(&request)?;
        let report = Report::found(answer.found.alike > 0);
        let table = session.similar_table(&answer);
        if self.output.key.is_some() {
            output::refuse_leaks(&session, &table, &self.output)?;
        }
        let plain = self.output.format.is_none() && self.output.to.is_none();
        if plain && global.json {
            output::text(&String::from_utf8_lossy(&session.json_lines(&table)))?;
        } else if plain {
            let colour = global.color.on(std::io::stdout().is_terminal());
            output::text(&super::search::shown(&session.similar_shown(&answer), colour))?;
        } else {
            output::table(&session, &table, global, &self.output)?;
            return Ok(report);
        }
        for sentence in &answer.sentences {
            output::say(sentence);
        }
        Ok(report)
    }
}
