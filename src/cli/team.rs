//! `emic team`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Global, Report, Wrong, output};
use crate::session::{Driver, merge_driver};

/// Working over git. emic starts no transfer: you pull and push.
#[derive(Subcommand, Debug)]
pub enum Team {
    /// Write .gitattributes and .gitignore, and tell this clone how journals and codebooks are brought together.
    Setup(Setup),
    /// What git runs to bring two versions of a file together.
    #[command(hide = true)]
    MergeDriver(MergeDriver),
}

/// The options of `team setup`.
#[derive(Args, Debug)]
pub struct Setup {}

/// The files that git hands over.
#[derive(Args, Debug)]
pub struct MergeDriver {
    kind: Kind,
    base: PathBuf,
    ours: PathBuf,
    theirs: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Journal,
    Codebook,
}

impl Team {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Setup(Setup {}) => {
                let session = global.open()?;
                for sentence in session.team_setup(&std::env::current_exe()?)? {
                    output::say(&sentence);
                }
            }
            Self::MergeDriver(MergeDriver { kind, base, ours, theirs }) => {
                let kind = match kind {
                    Kind::Journal => Driver::Journal,
                    Kind::Codebook => Driver::Codebook,
                };
                for sentence in merge_driver(kind, &base, &ours, &theirs)? {
                    output::say(&sentence);
                }
            }
        }
        Ok(Report::Done)
    }
}
