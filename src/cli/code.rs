//! `emic code add|remove|quote|list`, and with `review`: `emic code review|accept|place|aside`

use std::io::BufRead;

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::codings::{self, Listing};
use super::{Global, Report, Wrong, output, review};
use crate::session::{Command, NewCoding, Passage, Problem};
use crate::text::Span;

/// Scripted coding.
#[derive(Subcommand, Debug)]
pub enum Code {
    /// Code a passage, or many from standard input as one action.
    Add(Add),
    /// Take codings away.
    Remove(Remove),
    /// Word a coding for print, translate it, say where the paper uses it.
    Quote(super::quotes::Quote),
    /// Show the codings in scope that a quotes query selects (without one: all).
    List(Listing),
    Review(review::Review),
    Accept(review::Accept),
    Place(review::Place),
    Aside(review::Aside),
}

/// A passage and its code.
#[derive(Args, Debug)]
pub struct Add {
    /// The transcript.
    #[arg(long, value_name = "ID", required_unless_present = "stdin")]
    transcript: Option<String>,
    /// The passage, in code points from 0, end exclusive.
    #[arg(long, value_name = "A..B", required_unless_present_any = ["stdin", "quote"])]
    span: Option<String>,
    /// The passage by its wording, which must occur exactly once.
    #[arg(long, value_name = "TEXT", conflicts_with = "span")]
    quote: Option<String>,
    /// The code, or `case:ID`.
    #[arg(long, value_name = "ID", required_unless_present = "stdin")]
    code: Option<String>,
    /// Read one JSON object a line: transcript, span or quote, code. One action, all or nothing.
    #[arg(long, conflicts_with_all = ["transcript", "span", "quote", "code"])]
    stdin: bool,
    /// Say what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Codings by id.
#[derive(Args, Debug)]
pub struct Remove {
    /// The ids of the codings (column `coding`).
    #[arg(required = true)]
    codings: Vec<String>,
}

/// One line of standard input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    transcript: String,
    span: Option<Span>,
    quote: Option<String>,
    code: String,
}

impl Code {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Add(add) => add.run(global),
            Self::Remove(remove) => {
                let mut session = global.open()?;
                let codings = remove.codings.iter().map(|id| session.coding_named(id)).collect::<Result<_, _>>()?;
                let outcome = session.apply(Command::Uncode(codings))?;
                output::outcome(&outcome, global)?;
                Ok(Report::Done)
            }
            Self::Quote(quote) => quote.run(global),
            Self::List(listing) => codings::run(&listing, global),
            Self::Review(review) => review.run(global),
            Self::Accept(accept) => accept.run(global),
            Self::Place(place) => place.run(global),
            Self::Aside(aside) => aside.run(global),
        }
    }
}

impl Add {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let items = if self.stdin { read_items()? } else { vec![self.item()?] };
        let mut session = global.open()?;
        let command = Command::Code { items, query: None };
        if self.dry_run {
            let outcome = session.rehearse(command)?;
            output::say(&format!("{} (nothing was written: --dry-run)", outcome.message));
            return Ok(Report::Done);
        }
        let outcome = session.apply(command)?;
        for skipped in &outcome.skipped {
            output::say(&format!("there already: {skipped}"));
        }
        output::say(&outcome.message);
        if global.json {
            output::text(&outcome.written.iter().map(|id| format!("{{\"coding\":\"{id}\"}}\n")).collect::<String>())?;
        }
        Ok(Report::Done)
    }

    fn item(&self) -> Result<NewCoding, Wrong> {
        let passage = match (&self.span, &self.quote) {
            (Some(span), _) => Passage::Span(parse_span(span)?),
            (None, Some(quote)) => Passage::Quote(quote.clone()),
            (None, None) => return Err(Wrong::new("no passage", "name it by --span A..B or --quote TEXT")),
        };
        Ok(NewCoding {
            transcript: self.transcript.as_deref().unwrap_or_default().into(),
            passage,
            code: self.code.as_deref().unwrap_or_default().into(),
            line: 0,
        })
    }
}

fn read_items() -> Result<Vec<NewCoding>, Wrong> {
    let mut items = Vec::new();
    for (number, bytes) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = String::from_utf8(bytes?).map_err(|_| {
            Wrong::new(
                format!("line {} of standard input is not UTF-8; nothing was written", number + 1),
                "write the list as UTF-8",
            )
        })?;
        if line.trim().is_empty() {
            continue;
        }
        let item = read_item(&line).map_err(|(what, column)| {
            let range = column.min(line.len())..(column + 1).min(line.len());
            Problem::new(what).at("standard input", number + 1, &line, range).hint(
                "each line is an object such as {\"transcript\": \"s3-parent\", \"span\": [120, 180], \"code\": \"waiting\"}; nothing was written",
            )
        })?;
        items.push(NewCoding { line: number as u32 + 1, ..item });
    }
    if items.is_empty() {
        return Err(Wrong::new(
            "standard input holds no line",
            "give one JSON object a line, for example from a file: emic code add --stdin < codings.jsonl",
        ));
    }
    Ok(items)
}

/// Reads one line; an error is what is wrong and the byte where.
fn read_item(line: &str) -> Result<NewCoding, (String, usize)> {
    let line: Line =
        serde_json::from_str(line).map_err(|error| (error.to_string(), error.column().saturating_sub(1)))?;
    let passage = match (line.span, line.quote) {
        (Some(span), None) => Passage::Span(span),
        (None, Some(quote)) => Passage::Quote(quote),
        _ => return Err(("name the passage by `span` or by `quote`, one of them".into(), 0)),
    };
    Ok(NewCoding { transcript: line.transcript.into(), passage, code: line.code.into(), line: 0 })
}

/// Reads `A..B`.
pub fn parse_span(text: &str) -> Result<Span, Wrong> {
    let ends = text.split_once("..").and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    ends.map(|(start, end)| Span::new(start, end)).ok_or_else(|| {
        Wrong::new(format!("`{text}` is not A..B"), "two numbers of code points, for example --span 120..180")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_passage_once() {
        assert!(read_item(r#"{"transcript":"a","span":[1,2],"code":"c"}"#).is_ok());
        assert!(read_item(r#"{"transcript":"a","quote":"x","code":"c"}"#).is_ok());
        assert!(read_item(r#"{"transcript":"a","quote":"x","span":[1,2],"code":"c"}"#).is_err());
        assert!(read_item(r#"{"transcript":"a","code":"c"}"#).is_err());
        assert!(read_item(r#"{"transcript":"a","span":[-1,2],"code":"c"}"#).is_err());
        assert_eq!(read_item("{").unwrap_err().1, 0);
    }

    #[test]
    fn spans_are_two_numbers() {
        assert_eq!(parse_span("12..40").unwrap(), Span::new(12, 40));
        assert!(parse_span("12-40").is_err());
    }
}
