//! `emic anon`

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::{Command, ScanRequest};

/// Identifiers, pseudonyms, and the proof that no name is left.
#[derive(Subcommand, Debug)]
pub enum Anon {
    /// List what may identify a person, with its surroundings. Exit status 1: something was found.
    Scan(Scan),
    /// Put pseudonyms for names in the whole study: transcripts, journals, memos, codebook, tables, names of files.
    Apply(Apply),
    /// Prove that no name of a key is left in the study, its cache, its backups, or in a folder. Exit status 1: one is.
    Check(Check),
}

/// What to look for, or what to dismiss.
#[derive(Args, Debug)]
pub struct Scan {
    /// These hits are no identifiers: their hashes.
    #[arg(long, value_name = "HASH", num_args = 1.., conflicts_with = "recall")]
    dismiss: Vec<String>,
    /// These hits are identifiers after all.
    #[arg(long, value_name = "HASH", num_args = 1..)]
    recall: Vec<String>,
    /// Every place, not one line for each wording (csv, tsv and json always list every place).
    #[arg(long)]
    all: bool,
    /// Show what was dismissed as well.
    #[arg(long)]
    dismissed: bool,
    /// A key of pseudonyms (real,pseudonym): its names are listed too.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Write to a file; its ending picks the format.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Which names, and where to look.
#[derive(Args, Debug)]
pub struct Check {
    /// A key of pseudonyms: real,pseudonym.
    #[arg(long, value_name = "KEY.csv")]
    key: PathBuf,
    /// Look in this folder alone: exports, files to be shared.
    folder: Option<PathBuf>,
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

/// Which names become what.
///
/// Every place is shown first. It cannot be undone; a backup with the real names is made outside of the study.
#[derive(Args, Debug)]
pub struct Apply {
    /// A key of pseudonyms: real,pseudonym (and, if wanted, case: any or exact). It must lie outside of the study.
    #[arg(long, value_name = "KEY.csv")]
    key: PathBuf,
    /// Only show what would be changed.
    #[arg(long)]
    dry_run: bool,
    /// Do it without asking.
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

impl Anon {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Scan(scan) => scan.run(global),
            Self::Apply(apply) => apply.run(global),
            Self::Check(check) => check.run(global),
        }
    }
}

impl Scan {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let (hashes, on) = if self.dismiss.is_empty() { (self.recall, false) } else { (self.dismiss, true) };
        if !hashes.is_empty() {
            let outcome = session.apply(Command::Dismiss(hashes, on))?;
            for skipped in &outcome.skipped {
                output::say(&format!("was so already: {skipped}"));
            }
            output::outcome(&outcome, global)?;
            return Ok(Report::Done);
        }
        let for_a_program =
            global.json || self.to.is_some() || matches!(self.format.as_deref(), Some("csv" | "tsv" | "json"));
        let request = ScanRequest { all: self.all || for_a_program, dismissed: self.dismissed };
        let table = session.scan(&request, self.key.as_deref())?;
        let found = !table.rows.is_empty();
        let args = OutputArgs { format: self.format, to: self.to, key: None, excel: false };
        output::table(&session, &table, global, &args)?;
        Ok(Report::found(!found))
    }
}

impl Apply {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let plan = session.anon_plan(&self.key)?;
        output::print(&plan.table, global, self.format.as_deref())?;
        if plan.nothing {
            output::say("no name of the key stands in the study: nothing was changed");
            return Ok(Report::NothingFound);
        }
        if self.dry_run {
            output::say("nothing was changed (--dry-run)");
            return Ok(Report::Done);
        }
        if !self.yes && !confirmed()? {
            output::say("nothing was changed");
            return Ok(Report::Done);
        }
        for sentence in session.anon_apply(&self.key)? {
            output::say(&sentence);
        }
        Ok(Report::Done)
    }
}

/// Whether somebody at the terminal says yes.
fn confirmed() -> Result<bool, Wrong> {
    if !std::io::stdin().is_terminal() {
        return Err(Wrong::new(
            "there is no terminal to ask on, so nothing was changed",
            "look at what is shown (--dry-run), then say --yes",
        ));
    }
    output::tell("Put these pseudonyms in the whole study? It cannot be undone. Type yes: ");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim() == "yes")
}

impl Check {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let checked = session.anon_check(&self.key, self.folder.as_deref())?;
        output::print(&checked.table, global, self.format.as_deref())?;
        // `print` writes the sentences under a table, and to standard error beside data.
        Ok(Report::found(checked.clean))
    }
}
