//! `emic merge`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Global, Report, Wrong, output};

/// Take in what another copy of the study has more: work of others, transcripts, people, codes.
///
/// Shows first what would be added and asks. Everything is found by ids, never by names. Nothing that is here is changed or taken
/// away: a transcript that differs stays as it is here, and codings find their place in it by their wording; rows and codes that read
/// otherwise there are told. A merge is not taken back by `emic undo`, but by the backup that is made before it. New work from a copy
/// from before `emic anon apply` is held back; --key brings it in with pseudonyms.
#[derive(Args, Debug)]
pub struct Merge {
    /// The folder of the other copy.
    dir: PathBuf,
    /// A key of pseudonyms (real,pseudonym): put them for the names in all that comes in, from a copy that has the names still.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
    /// Say what would be added and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Merge without asking.
    #[arg(long)]
    yes: bool,
}

impl Merge {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let merge = session.plan_merge(&self.dir, self.key.as_deref(), || global.env())?;
        for sentence in merge.sentences() {
            output::say(&sentence);
        }
        let unplaceable = merge.unplaceable_table();
        if !unplaceable.rows.is_empty() {
            output::say(
                "without a place in the texts as they are here; kept, left out of everything, and listed by `emic check`:",
            );
            output::table(&session, &unplaceable, global, &super::OutputArgs::default())?;
        }
        if merge.is_empty() {
            output::say("nothing to add");
            return Ok(Report::Done);
        }
        if self.dry_run {
            output::say("nothing was written: --dry-run");
            return Ok(Report::Done);
        }
        if !self.yes {
            if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
                return Err(Wrong::new(
                    "nothing was written: nobody can be asked here",
                    "look at the list, then add --yes",
                ));
            }
            output::tell("merge? [y/N] ");
            std::io::stderr().flush()?;
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer)?;
            if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
                output::say("nothing was written");
                return Ok(Report::Done);
            }
        }
        let kept = session.take_in_copy(merge)?;
        match kept {
            Some(kept) => output::say(&format!("merged; undo takes back single actions, never a merge: {kept}")),
            None => output::say("merged"),
        }
        Ok(Report::Done)
    }
}
