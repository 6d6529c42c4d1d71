//! `emic new`

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::Severity;
use crate::session::new::{self, Draft};

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
            eprint!("{}", super::render::diagnostic(diagnostic, super::render::stderr_colour(global.color)));
        }
        if draft.transcripts.is_empty() {
            return Err(Wrong::new(
                format!("no transcripts (.txt or .md) in {}", self.dir.display()),
                "put the interviews there as plain text or Markdown files",
            ));
        }
        eprint!("{}", draft.label_list());
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
        eprintln!("next: fill in participants.csv (a column for each attribute, such as role), then");
        eprintln!("      emic codebook add --name \"My first theme\" --coder YOURNAME");
        if refused > 0 {
            output::say(&format!("{refused} of the files could not be read and are not in the study: see above"));
            return Ok(Report::SomeRefused);
        }
        Ok(Report::Done)
    }
}

/// Asks on the terminal who interviews; an empty line takes the proposal.
fn ask(draft: &Draft) -> Result<Vec<String>, Wrong> {
    let proposal = new::joined(&draft.interviewers);
    eprint!("Who interviews? Labels, separated by commas [{}]: ", crate::text::visible(&proposal));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let labels: Vec<String> = line.split(',').map(|label| label.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    Ok(if labels.is_empty() { draft.interviewers.clone() } else { labels })
}
