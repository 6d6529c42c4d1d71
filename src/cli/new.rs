//! `emic new`

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::Severity;
use crate::session::import::files_to_bring_in;
use crate::session::new::{self, Draft, question};

/// Make a study from a folder that holds transcripts.
///
/// Shows the labels with turns and words, asks who interviews, and writes study.yaml, speakers.csv, participants.csv and
/// an empty codebook. The transcripts stay where they lie.
#[derive(Args, Debug)]
pub struct New {
    /// The folder.
    dir: PathBuf,
    /// Labels of interviewers.
    #[arg(long, value_name = "LABEL", num_args = 1.., value_delimiter = ',')]
    interviewer: Option<Vec<String>>,
    /// Title of the study (default: the folder's name).
    #[arg(long)]
    title: Option<String>,
    /// Language code.
    #[arg(long, default_value = "en")]
    language: String,
    /// Take what was recognised without asking.
    #[arg(long)]
    yes: bool,
}

impl New {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut draft = Draft::read(&self.dir, self.title.as_deref(), &self.language)?;
        let faults = || draft.diagnostics.iter().filter(|found| found.severity == Severity::Fault);
        let refused = faults().count();
        for diagnostic in faults() {
            output::tell(&super::render::diagnostic(diagnostic, super::render::stderr_colour(global.color)));
        }
        if draft.transcripts.is_empty() {
            return Err(no_transcripts(&self.dir));
        }
        output::tell(&draft.label_list());
        match (&self.interviewer, self.yes) {
            (Some(labels), _) => draft.set_interviewers(labels)?,
            (None, true) => {}
            (None, false) if std::io::stdin().is_terminal() => {
                let labels = ask(&draft)?;
                draft.set_interviewers(&labels)?;
            }
            (None, false) => {
                return Err(Wrong::new(
                    "who interviews? There is no terminal to ask on, so nothing was written",
                    format!(
                        "name them with --interviewer LABEL, or take what was recognised ({}) with --yes",
                        new::joined(&draft.interviewers)
                    ),
                ));
            }
        }
        let written = draft.write()?;
        let session = global.open_at(Some(self.dir.clone()))?;
        for line in written {
            output::say(&line);
        }
        output::text(&session.summary())?;
        let table = session.speakers_table(None)?;
        output::table(&session, &table, &Global { json: false, ..global.clone() }, &OutputArgs::default())?;
        output::say("next: fill in participants.csv (a column for each attribute, such as role), then");
        output::say("      emic codebook add --name \"My first theme\" --coder YOURNAME");
        output::say(&format!("or read and code on the screen: emic {}", self.dir.display()));
        if refused > 0 {
            output::say(&format!("{refused} of the files could not be read and are not in the study: see above"));
            return Ok(Report::SomeRefused);
        }
        Ok(Report::Done)
    }
}

/// Files of Word and the like are brought in, which makes the study too.
fn no_transcripts(dir: &Path) -> Wrong {
    let files = files_to_bring_in(dir);
    let shown = dir.display();
    let Some(first) = files.first().and_then(|path| path.file_name()) else {
        return Wrong::new(
            format!("no transcripts (.txt or .md) in {shown}"),
            "put the interviews there as plain text or Markdown files; files of Word, PDF or captions come in with emic import",
        );
    };
    let first = first.to_string_lossy();
    let others = match files.len() - 1 {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    Wrong::new(
        format!("no transcripts (.txt or .md) in {shown}, but {first}{others} can be brought in"),
        format!(
            "emic import {shown} --into {shown}   (makes the study, shows what comes in and asks; your files stay as they are)"
        ),
    )
}

/// Asks on the terminal who interviews; an empty line takes the proposal.
fn ask(draft: &Draft) -> Result<Vec<String>, Wrong> {
    output::tell(&question(&draft.interviewers));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let labels: Vec<String> = line.split(',').map(|label| label.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    Ok(if labels.is_empty() { draft.interviewers.clone() } else { labels })
}
