//! `emic anon`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::{Command, ScanRequest};

/// Identifiers, pseudonyms, and the proof that no name is left.
#[derive(Subcommand, Debug)]
pub enum Anon {
    /// List what may identify a person, with its surroundings. Exit status 1: something was found.
    Scan(Scan),
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
    /// table, csv, tsv, json or markdown.
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
    /// table, csv, tsv, json or markdown.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

impl Anon {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Scan(scan) => scan.run(global),
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
            output::say(&outcome.message);
            return Ok(Report::Done);
        }
        let for_a_program =
            global.json || self.to.is_some() || matches!(self.format.as_deref(), Some("csv" | "tsv" | "json"));
        let request = ScanRequest { all: self.all || for_a_program, dismissed: self.dismissed };
        let table = session.scan(&request, self.key.as_deref())?;
        let found = !table.rows.is_empty();
        let args = OutputArgs { format: self.format, to: self.to, key: None };
        output::table(&session, &table, global, &args)?;
        Ok(Report::found(!found))
    }
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
