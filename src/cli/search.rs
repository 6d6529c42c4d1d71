//! `emic search`

use std::fmt::Write;
use std::io::IsTerminal;

use clap::Args;

use super::{CodersArgs, Global, OutputArgs, Report, Wrong, output};
use crate::session::{SearchRequest, TurnShown};
use crate::text::visible;

/// Find turns by words, phrases, patterns, people and codes.
///
/// emic search '"waiting list" role:parent'
#[derive(Args, Debug)]
pub struct Search {
    /// A search query.
    #[arg(allow_hyphen_values = true)]
    query: String,
    #[command(flatten)]
    whose: CodersArgs,
    /// Print only how many turns there are.
    #[arg(long)]
    count: bool,
    /// At most this many (default: all).
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Search {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let request = SearchRequest {
            query: self.query,
            coders: self.whose.coders,
            // A count counts all.
            limit: if self.count { None } else { self.limit },
        };
        // A file for keeping says more of the study than what was found.
        let kept = self.output.to.is_some() || self.output.key.is_some();
        let mut session = if kept { global.open_for_texts()? } else { global.open_for_search(&request)? };
        let plain = self.output.format.is_none() && self.output.to.is_none();
        let answer = session.search(&request)?;
        let report = Report::found(answer.turns > 0);
        if self.output.key.is_some() {
            output::refuse_leaks(&session, &session.search_table(&answer), &self.output)?;
        }
        if self.count {
            output::text(&format!("{}\n", answer.turns))?;
        } else if plain && global.json {
            let table = session.search_table(&answer);
            output::data(&session.json_lines(&table))?;
        } else if plain {
            let colour = global.color.on(std::io::stdout().is_terminal());
            output::text(&shown(&session.search_shown(&answer), colour))?;
        } else {
            let table = session.search_table(&answer);
            output::table(&session, &table, global, &self.output)?;
            return Ok(report);
        }
        for sentence in &answer.sentences {
            output::say(sentence);
        }
        Ok(report)
    }
}

/// Turns for a person to read: a line of where, then what is said, with the hits marked.
pub(super) fn shown(turns: &[TurnShown], colour: bool) -> String {
    let width = output::width().unwrap_or(100).saturating_sub(4).clamp(20, 100);
    let mut text = String::new();
    for turn in turns {
        let _ = writeln!(text, "{}", visible(&turn.head.join(" · ")));
        let mut line = String::new();
        for (part, hit) in &turn.parts {
            let part = visible(part);
            match (hit, colour) {
                (true, true) => {
                    let _ = write!(line, "\u{1b}[1;4m{part}\u{1b}[0m");
                }
                (true, false) => {
                    let _ = write!(line, "»{part}«");
                }
                (false, _) => line.push_str(&part),
            }
        }
        text.push_str(&output::wrap(&line, width, "    "));
        text.push('\n');
    }
    text
}
