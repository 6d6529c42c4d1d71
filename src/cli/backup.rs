//! `emic backup`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Global, Report, Wrong, output};
use crate::session::Backups;

/// Snapshots of the study, outside of it: made, listed, looked through, restored.
///
/// Emic makes one before every step that could lose something. Without a further word this makes one now. They lie in
/// the machine's folder for data, or in EMIC_BACKUP_DIR.
#[derive(Args, Debug)]
pub struct BackupArgs {
    #[command(subcommand)]
    command: Option<Backup>,
}

/// What to do with backups.
#[derive(Subcommand, Debug)]
enum Backup {
    /// Show the backups of this study.
    List {
        /// table, csv, tsv, json, markdown or latex.
        #[arg(long, value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Write a backup into a new folder; the study stays as it is.
    Restore {
        /// Which one (`emic backup list`).
        id: String,
        /// A folder that is not there yet.
        dir: PathBuf,
    },
    /// Look whether backups are whole and open. Exit status 1: one is not.
    Verify {
        /// Which one (default: all).
        id: Option<String>,
    },
    /// Take backups away for good.
    Forget {
        /// Which ones.
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

impl BackupArgs {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let Some(command) = self.command else {
            let session = global.open_for_texts()?;
            let made = session.backup("asked for")?;
            output::text(&format!("{}\n", crate::text::visible_lines(&made.message)))?;
            return Ok(Report::Done);
        };
        // A study that is broken or gone has its backups all the same.
        let root = global.study.clone().map_or_else(super::args::nearest, Ok)?;
        let backups = Backups::of(&root, &global.env())?;
        match command {
            Backup::List { format } => {
                let table = backups.table();
                let found = !table.rows.is_empty();
                output::print(&table, global, format.as_deref())?;
                Ok(Report::found(found))
            }
            Backup::Restore { id, dir } => {
                let message = backups.restore(&id, &dir)?;
                output::text(&format!("{}\n", crate::text::visible_lines(&message)))?;
                Ok(Report::Done)
            }
            Backup::Verify { id } => {
                let (lines, whole) = backups.verify(id.as_deref())?;
                for line in &lines {
                    output::text(&format!("{}\n", crate::text::visible_lines(line)))?;
                }
                if lines.is_empty() {
                    output::say("there is no backup of this study yet: `emic backup` makes one");
                }
                Ok(Report::found(whole && !lines.is_empty()))
            }
            Backup::Forget { ids } => {
                backups.forget(&ids)?;
                output::text(&format!("forgotten: {}\n", ids.join(", ")))?;
                Ok(Report::Done)
            }
        }
    }
}
