//! `emic codebook list|add|rename|export`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::Command;

/// The codebook: list it, add a code, give a code another name.
#[derive(Subcommand, Debug)]
pub enum Codebook {
    /// List the codes with their definitions and how often each is used.
    List(List),
    /// Add a code.
    Add(Add),
    /// Give a code another name; its id and its codings stay.
    Rename(Rename),
    /// Write the codebook for another tool, as REFI-QDA (.qdc).
    Export(Export),
}

/// Where the codebook goes.
#[derive(Args, Debug)]
pub struct Export {
    /// The file to write; its ending picks the format.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// How the list is printed.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    output: OutputArgs,
}

/// The new code.
#[derive(Args, Debug)]
pub struct Add {
    /// Stable id: lower-case letters, digits and `-` (default: made from the name).
    #[arg(long)]
    id: Option<String>,
    /// Name.
    #[arg(long)]
    name: String,
    /// The code to stand under.
    #[arg(long, value_name = "ID")]
    under: Option<String>,
    /// What it means.
    #[arg(long, value_name = "TEXT", default_value = "")]
    definition: String,
}

/// The code and its new name.
#[derive(Args, Debug)]
pub struct Rename {
    /// Id of the code.
    id: String,
    /// New name.
    name: String,
}

impl Codebook {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let command = match self {
            Self::List(list) => {
                let table = session.codebook_table();
                let any = !table.rows.is_empty();
                output::table(&session, &table, global, &list.output)?;
                return Ok(Report::found(any));
            }
            Self::Add(add) => {
                let id = add.id.unwrap_or_else(|| crate::session::id_from_name(&add.name));
                Command::AddCode {
                    id: id.into(),
                    name: add.name,
                    under: add.under.map(Into::into),
                    definition: add.definition,
                }
            }
            Self::Rename(rename) => Command::RenameCode(rename.id.into(), rename.name),
            Self::Export(export) => {
                let (losses, beside) = session.export_qdc(&export.to)?;
                output::say(&losses.text(&format!("export of {}", export.to.display())));
                output::say(&format!("written: {} (how it was made: {})", export.to.display(), beside.display()));
                return Ok(Report::Done);
            }
        };
        let outcome = session.apply(command)?;
        output::say(&outcome.message);
        Ok(Report::Done)
    }
}
