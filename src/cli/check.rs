//! `emic check`

use clap::Args;

use super::{Global, Report, Wrong, output, render};
use crate::model::{Diagnostic, Severity};
use crate::session::Session;

/// Show every fault of the study, and notes: file, line, what is wrong and what to do.
///
/// Exit status: 0 no fault, 1 faults, 2 the study cannot be opened.
#[derive(Args, Debug)]
pub struct Check {
    /// Take over what only conflict copies of journals hold, and remove the copies.
    #[arg(long)]
    tidy: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let root = global.study.clone().map_or_else(super::args::nearest, Ok)?;
        let mut session = Session::open_with_faults(&root, global.env())?;
        session.carried_on().iter().for_each(|sentence| output::say(sentence));
        session.blind_sentence().iter().for_each(|sentence| output::say(sentence));
        if self.tidy {
            session.tidy_copies()?.iter().for_each(|sentence| output::say(sentence));
            session = Session::open_with_faults(&root, global.env())?;
        }
        let found = session.check();
        let (faults, notes): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            found.iter().partition(|diagnostic| diagnostic.severity == Severity::Fault);
        if global.json {
            output::data(found.iter().map(as_json).collect::<String>().as_bytes())?;
        } else {
            use std::io::IsTerminal;
            let colour = global.color.on(std::io::stdout().is_terminal());
            let mut text = String::new();
            for (heading, list) in [("Faults", &faults), ("Notes", &notes)] {
                if !list.is_empty() {
                    text.push_str(&format!("{heading} ({})\n\n", list.len()));
                    for diagnostic in list {
                        text.push_str(&render::diagnostic(diagnostic, colour));
                        text.push('\n');
                    }
                }
            }
            text.push_str(&format!("{}\n", session.summary_line(faults.len(), notes.len())));
            output::text(&text)?;
        }
        Ok(Report::found(faults.is_empty()))
    }
}

fn as_json(diagnostic: &Diagnostic) -> String {
    let excerpt = diagnostic.excerpt.as_ref();
    let value = serde_json::json!({
        "severity": if diagnostic.severity == Severity::Fault { "fault" } else { "note" },
        "kind": diagnostic.kind,
        "file": diagnostic.file.to_string_lossy(),
        "line": excerpt.map(|excerpt| excerpt.line),
        "column": excerpt.map(|excerpt| excerpt.column),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    });
    format!("{value}\n")
}
