//! `emic export`: codings, quotes, documents, the report, projects, methods, archive, everything

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::export_workbook::WorkbookArgs;
use super::{Global, OutputArgs, Report, WhichArgs, Wrong, output};
use crate::session::{CodingsRequest, Offsets};

/// Files for the write-up and for other tools.
#[derive(Subcommand, Debug)]
pub enum Export {
    /// One row per coding and participant to whom it belongs.
    Codings(Codings),
    Workbook(WorkbookArgs),
    /// Quotes for the paper, by theme and group, with their attribution.
    Quotes(super::quotes::Quotes),
    Transcript(super::documents::Transcript),
    Memos(super::documents::Memos),
    Participant(super::documents::Participant),
    Report(super::export_report::ReportArgs),
    /// The whole study as a REFI-QDA project, for NVivo, MAXQDA, ATLAS.ti, QualCoder and others.
    Refi(Refi),
    Methods(super::methods::Methods),
    Archive(super::archive::Archive),
    /// Everything that a paper needs, into one folder: tables, quotes, codebook, memos, methods, files for other tools.
    All(super::run::All),
}

/// Which codings, and where they go.
#[derive(Args, Debug)]
pub struct Codings {
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Where the project goes.
///
/// Transcripts, codebook, codings with their coders, people and cases with their attributes, groups, memos. Says at the
/// end what the format cannot hold.
#[derive(Args, Debug)]
pub struct Refi {
    /// The file to write; its ending is .qdpx. A sidecar FILE.meta.yaml says how it was made and what was left out.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Unit of the positions: codepoints, as the standard says, or utf16, for NVivo where texts hold emoji.
    #[arg(long, value_name = "UNIT", default_value = "codepoints")]
    offsets: Unit,
    /// Only what these coders have written (default: everybody, the consensus too).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// Let coders go out as Coder-1, Coder-2 … in place of their names.
    #[arg(long)]
    pseudonymous_coders: bool,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the project.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
}

/// Unit of positions.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    /// Unicode code points.
    Codepoints,
    /// UTF-16 units.
    Utf16,
}

impl Refi {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let offsets = match self.offsets {
            Unit::Codepoints => Offsets::CodePoints,
            Unit::Utf16 => Offsets::Utf16,
        };
        let (losses, beside) =
            session.export_refi(&self.to, offsets, self.coders.as_deref(), self.pseudonymous_coders)?;
        output::say(&losses.text(&format!("export of {}", self.to.display())));
        output::say(&format!("written: {} (how it was made: {})", self.to.display(), beside.display()));
        Ok(Report::Done)
    }
}

impl Export {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Codings(codings) => codings.run(global),
            Self::Workbook(workbook) => workbook.run(global),
            Self::Quotes(quotes) => quotes.run(global),
            Self::Transcript(transcript) => transcript.run(global),
            Self::Memos(memos) => memos.run(global),
            Self::Participant(participant) => participant.run(global),
            Self::Report(report) => report.run(global),
            Self::Refi(refi) => refi.run(global),
            Self::Methods(methods) => methods.run(global),
            Self::Archive(archive) => archive.run(global),
            Self::All(all) => all.run(global),
        }
    }
}

impl Codings {
    fn run(mut self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = CodingsRequest { query: self.which.query, coders: self.which.whose.coders, limit: None };
        // An export is for a program to read.
        if self.output.format.is_none() && self.output.to.is_none() && !global.json {
            self.output.format = Some("csv".into());
        }
        if let Some(format) = output::straight(&self.output, false) {
            return output::codings(&session, &request, format);
        }
        let answer = session.codings_as_rows(&request)?;
        output::table(&session, &answer.table, global, &self.output)?;
        Ok(Report::found(answer.codings > 0))
    }
}
