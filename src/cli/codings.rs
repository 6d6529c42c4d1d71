//! `emic quotes`, and the listing that `emic code list` shares with it.

use std::fmt::Write;

use clap::Args;

use super::{CodersArgs, Global, OutputArgs, Report, Wrong, output};
use crate::session::{CodingsRequest, QuoteShown};
use crate::text::visible;

/// Find codings by theme, person, words: the quotes query.
#[derive(Args, Debug)]
pub struct Quotes {
    #[command(flatten)]
    listing: Listing,
    /// Instead: quotes chosen for the paper against the passages that there are, per participant, group (--by) and theme; who was
    /// never quoted; themes without a negative case.
    #[arg(long, conflicts_with_all = ["query", "count", "limit"])]
    balance: bool,
    /// With --balance: groups by attributes.
    #[arg(long, value_name = "ATTR,…", requires = "balance")]
    by: Option<String>,
}

/// Which codings, and how they are shown.
#[derive(Args, Debug)]
pub struct Listing {
    /// A quotes query, for example: theme:co-production role:parent
    #[arg(allow_hyphen_values = true)]
    query: Option<String>,
    #[command(flatten)]
    whose: CodersArgs,
    /// Print only how many codings there are.
    #[arg(long)]
    count: bool,
    /// At most this many (default: all).
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Quotes {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        if self.balance {
            let session = global.open()?;
            let table = session.quote_balance(self.by.as_deref(), self.listing.whose.coders.as_deref())?;
            output::table(&session, &table, global, &self.listing.output)?;
            return Ok(Report::found(!table.rows.is_empty()));
        }
        if self.listing.query.is_none() {
            return Err(Wrong::new(
                "no query",
                "for example: emic quotes theme:co-production; `emic code list` shows all codings",
            ));
        }
        run(&self.listing, global)
    }
}

/// Lists codings.
pub fn run(listing: &Listing, global: &Global) -> Result<Report, Wrong> {
    let session = global.open()?;
    let request =
        CodingsRequest { query: listing.query.clone(), coders: listing.whose.coders.clone(), limit: listing.limit };
    let plain = listing.output.format.is_none() && listing.output.to.is_none();
    if !listing.count
        && listing.limit.is_none()
        && let Some(format) = output::straight(&listing.output, global.json)
    {
        return output::codings(&session, &request, format);
    }
    // With a key all that there is is looked through before anything gets out.
    let open = listing.output.key.is_none();
    if listing.count && open {
        let codings = session.codings_counted(&request)?;
        output::text(&format!("{codings}\n"))?;
        return Ok(Report::found(codings > 0));
    }
    let for_reading = plain && !global.json && !listing.count;
    let answer = match (for_reading, open) {
        (true, true) => session.codings_to_read(&request)?,
        (true, false) => session.codings(&request)?,
        (false, _) => session.codings_as_rows(&request)?,
    };
    output::refuse_leaks(&session, &answer.table, &listing.output)?;
    if listing.count {
        output::text(&format!("{}\n", answer.codings))?;
        return Ok(Report::found(answer.codings > 0));
    }
    if global.json && plain {
        output::data(&session.json_lines(&answer.table))?;
        for sentence in &answer.table.sentences {
            output::say(sentence);
        }
    } else if plain {
        output::text(&shown(&answer.shown))?;
        for sentence in &answer.table.sentences {
            output::say(sentence);
        }
    } else {
        output::table(&session, &answer.table, global, &listing.output)?;
    }
    Ok(Report::found(answer.codings > 0))
}

fn shown(quotes: &[QuoteShown]) -> String {
    let width = output::width().unwrap_or(100).saturating_sub(4).clamp(20, 100);
    let mut text = String::new();
    for quote in quotes {
        let mut head = quote.head.join(" · ");
        if let Some(star) = quote.star {
            let _ = write!(head, " · {star}");
        }
        let _ = writeln!(text, "{}", visible(&head));
        let lines: Vec<String> = quote.lines.iter().map(|line| visible(line).into_owned()).collect();
        text.push_str(&output::wrap(&lines.join("\n"), width, "    "));
        for memo in &quote.memos {
            text.push_str(&output::wrap(&format!("memo: {}", visible(memo)), width, "    "));
        }
        text.push('\n');
    }
    text
}
