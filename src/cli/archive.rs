//! `emic export archive`

use std::path::PathBuf;

use clap::Args;

use super::{Global, Report, SuppressArgs, Wrong, output};
use crate::session::ArchiveRequest;

/// The interviews of those who have agreed to be archived, with what a stranger needs to read them.
///
/// A new folder: data list, transcripts with a standard head, codebook, codings, readme. Whoever has not agreed (`consent:` in study.yaml)
/// stays out: their interview whole, in a conversation of several their turns, each place marked. Identifiers are looked for first.
#[derive(Args, Debug)]
pub struct Archive {
    /// The folder, which is new or empty.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// You have looked at what `emic anon scan` finds.
    #[arg(long)]
    looked_at: bool,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the archive.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
    #[command(flatten)]
    suppress: SuppressArgs,
}

impl Archive {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let request = ArchiveRequest {
            looked_at: self.looked_at,
            suppress: session.suppress(self.suppress.suppress)?,
            key: self.key,
        };
        let said = session.export_archive(&self.to, &request)?;
        said.iter().for_each(|sentence| output::say(sentence));
        output::say(&format!("written: {}; README.md in it says what is to be added by you", self.to.display()));
        Ok(Report::Done)
    }
}
