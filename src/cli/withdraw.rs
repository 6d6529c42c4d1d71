//! `emic withdraw`

use std::io::{BufRead, IsTerminal, Write};

use clap::Args;

use super::{Global, Report, Wrong, output};
use crate::session::{Command, Session, Withdrawal};

/// A participant withdraws: see all there is of them, leave them out, or erase their words for good.
///
/// Without an option this only shows. `--exclude` keeps the text and leaves the participant's speech out of every count,
/// search, quote and export; it can be undone. `--erase` takes the words out of transcripts, journals of all coders,
/// codebook, tables, backups and cache; it cannot be undone.
#[derive(Args, Debug)]
pub struct Withdraw {
    /// The participant's id.
    participant: String,
    /// Leave their speech out of everything; the text stays.
    #[arg(long, conflicts_with_all = ["erase", "include"])]
    exclude: bool,
    /// Take their speech in again.
    #[arg(long, conflicts_with = "erase")]
    include: bool,
    /// Erase their words everywhere, for good.
    #[arg(long)]
    erase: bool,
    /// The id once more, in full: the confirmation where there is no terminal to ask on.
    #[arg(long, value_name = "ID")]
    confirm: Option<String>,
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

impl Withdraw {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if self.include {
            return change(&mut session, &self.participant, false, global);
        }
        let shown = session.withdrawal(&self.participant)?;
        output::print(&shown.table, global, self.format.as_deref())?;
        if !(self.exclude || self.erase) {
            output::say(
                "nothing was changed: --exclude leaves them out (the text stays), --erase takes their words out for good",
            );
            return Ok(Report::Done);
        }
        let confirm = confirmed(&self, &shown)?;
        if confirm != shown.participant {
            return Err(Wrong::new(
                format!("`{confirm}` is not the id {}; nothing was changed", shown.participant),
                format!("type it in full: --confirm {}", shown.participant),
            ));
        }
        if self.exclude {
            return change(&mut session, &shown.participant, true, global);
        }
        for sentence in session.withdraw(&shown.participant, &confirm)? {
            output::say(&sentence);
        }
        Ok(Report::Done)
    }
}

fn change(session: &mut Session, participant: &str, on: bool, global: &Global) -> Result<Report, Wrong> {
    let outcome = session.apply(Command::Exclude(participant.to_owned(), on))?;
    output::outcome(&outcome, global)?;
    Ok(Report::Done)
}

/// The id as it was typed: by the option, or on the terminal.
fn confirmed(args: &Withdraw, shown: &Withdrawal) -> Result<String, Wrong> {
    if let Some(confirm) = &args.confirm {
        return Ok(confirm.clone());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Wrong::new(
            "there is no terminal to ask on, so nothing was changed",
            format!("type the id in full to confirm: --confirm {}", shown.participant),
        ));
    }
    let what = if args.erase { "erase all words of" } else { "leave out" };
    output::tell(&format!("Type the id in full to {what} {}: ", crate::text::visible(&shown.participant)));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
