//! `emic memo add|list`

use std::io::Read;

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::MemoKind;
use crate::session::{Command, MemoTarget};

/// Write and list memos.
#[derive(Subcommand, Debug)]
pub enum Memo {
    /// Write a memo on a coding, passage, transcript, participant, case, code or the study.
    ///
    /// Without an option it hangs on the study. (`-s` and `--study DIR` say which study is meant, as for every command.)
    Add(Add),
    /// List memos.
    List(List),
}

/// What a memo hangs on, and its text.
#[derive(Args, Debug)]
pub struct Add {
    /// The text; `-` reads it from standard input.
    text: Option<String>,
    /// On the study as a whole (so without any of these options, too).
    #[arg(long, conflicts_with_all = ["coding", "transcript", "participant", "case", "code"])]
    on_study: bool,
    /// On this coding.
    #[arg(long, value_name = "ID", group = "on")]
    coding: Option<String>,
    /// On this transcript, or with --span on a passage of it.
    #[arg(long, value_name = "ID")]
    transcript: Option<String>,
    /// The passage, in code points.
    #[arg(long, value_name = "A..B", requires = "transcript")]
    span: Option<String>,
    /// On this participant; with --code a summary cell.
    #[arg(long, value_name = "ID", group = "on")]
    participant: Option<String>,
    /// On this case; with --code a summary cell.
    #[arg(long, value_name = "ID", group = "on")]
    case: Option<String>,
    /// On this code.
    #[arg(long, value_name = "ID")]
    code: Option<String>,
    /// Title.
    #[arg(long, value_name = "TITLE", default_value = "")]
    title: String,
    /// note, analytic, reflexive, method or summary.
    #[arg(long, value_name = "KIND", default_value = "note")]
    kind: String,
}

/// Which memos.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    output: OutputArgs,
}

impl Memo {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Add(add) => add.run(global),
            Self::List(list) => {
                let session = global.open_for_texts()?;
                let table = session.memo_table();
                let any = !table.rows.is_empty();
                output::table(&session, &table, global, &list.output)?;
                Ok(Report::found(any))
            }
        }
    }
}

impl Add {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let kind = MemoKind::parse(&self.kind).ok_or_else(|| {
            Wrong::new(
                format!("`{}` is no kind of memo", self.kind),
                "use note, analytic, reflexive, method or summary",
            )
        })?;
        let Some(mut text) = self.text else {
            return Err(Wrong::new(
                "the memo has no text",
                "write it after `memo add`, or `-` to read standard input; a memo on the study: --on-study (--study DIR names the study's folder)",
            ));
        };
        let mut session = global.open_for_texts()?;
        let target = MemoTarget {
            coding: self.coding,
            transcript: self.transcript,
            span: self.span.as_deref().map(super::code::parse_span).transpose()?,
            participant: self.participant,
            case: self.case,
            code: self.code,
        };
        let on = session.memo_target(&target)?;
        if text == "-" {
            text.clear();
            std::io::stdin().read_to_string(&mut text)?;
            text.truncate(text.trim_end().len());
        }
        if text.trim().is_empty() {
            return Err(Wrong::new("the memo has no text", "write it after `memo add`, or `-` to read standard input"));
        }
        let outcome = session.apply(Command::Memo { memo: None, on, title: self.title, kind, text })?;
        output::outcome(&outcome, global)?;
        Ok(Report::Done)
    }
}
