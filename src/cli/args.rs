//! Options that every command takes, and how a command ends.

use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use annotate_snippets::Level;
use clap::{Args, ValueEnum};

use super::render::{self, Colour};
use crate::model::RollUp;
use crate::session::{Env, Layout, Problem, SearchRequest, Session, TableScope};

/// An open study for the rest of the process: taking a large one apart piece by piece before the end would take longer
/// than many a command.
pub type Open = ManuallyDrop<Session>;

/// Options of every command.
#[derive(Args, Debug, Clone)]
pub struct Global {
    /// The study's folder (default: the nearest study.yaml upward).
    #[arg(short, long, value_name = "DIR", global = true)]
    pub study: Option<PathBuf>,
    /// Who is coding (default: EMIC_CODER, else the name kept for this study on this machine).
    #[arg(long, value_name = "NAME", global = true)]
    pub coder: Option<String>,
    /// Answer as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Look at the codings as they were: a date, a time, `now`, or the id of an event. Nothing is written then.
    #[arg(long, value_name = "TIME", global = true)]
    pub as_of: Option<String>,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub color: Colour,
    /// The time that the clock is stopped at, in milliseconds since 1970: for outputs that are made anew with the same bytes.
    #[arg(skip)]
    pub stopped: Option<u64>,
}

impl Global {
    /// Whether somebody sits at a terminal who can be shown the study, and did not ask for JSON.
    pub fn at_terminal(&self) -> bool {
        !self.json && io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// The world outside, with the coder of `--coder`.
    pub fn env(&self) -> Env {
        let mut env = Env::system();
        if self.coder.is_some() {
            env.coder.clone_from(&self.coder);
        }
        env.as_of.clone_from(&self.as_of);
        if let Some(time) = self.stopped {
            env.stop(time);
        }
        env
    }

    /// Opens the study and says on standard error what its owner has to know.
    ///
    /// # Errors
    /// If there is no study, or its study.yaml cannot be read.
    pub fn open(&self) -> Result<Open, Wrong> {
        self.open_at(self.study.clone())
    }

    /// Opens the study in `dir`, or the nearest one upward.
    ///
    /// # Errors
    /// If there is no study, or its study.yaml cannot be read.
    pub fn open_at(&self, dir: Option<PathBuf>) -> Result<Open, Wrong> {
        Ok(opened(Session::open(&dir.map_or_else(nearest, Ok)?, self.env())?))
    }

    /// Opens the study for what needs no codes, also with a codebook that cannot be read.
    ///
    /// # Errors
    /// If there is no study, or its study.yaml cannot be read.
    pub fn open_for_texts(&self) -> Result<Open, Wrong> {
        Ok(opened(Session::open_for_texts(&self.study.clone().map_or_else(nearest, Ok)?, self.env())?))
    }

    /// Opens the study for this search alone.
    ///
    /// # Errors
    /// If there is no study, or its study.yaml cannot be read.
    pub fn open_for_search(&self, request: &SearchRequest) -> Result<Open, Wrong> {
        let study = self.study.clone().map_or_else(nearest, Ok)?;
        Ok(opened(Session::open_for_search(&study, self.env(), request)?))
    }
}

fn opened(session: Session) -> Open {
    for notice in session.notices() {
        super::output::notice(notice);
    }
    ManuallyDrop::new(session)
}

/// The nearest study upward from the working folder.
pub(super) fn nearest() -> Result<PathBuf, Wrong> {
    Ok(Session::nearest(&std::env::current_dir().map_err(Wrong::Io)?)?)
}

/// Which table format, and where it goes.
#[derive(Args, Debug, Clone, Default)]
pub struct OutputArgs {
    /// table, csv, tsv, json, markdown or latex.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write csv as Excel opens it: with a byte order mark, and ' before what it would take for a formula.
    #[arg(long)]
    pub excel: bool,
    /// Write to a file; its ending picks the format (csv, tsv, json, md, tex, xlsx; svg draws it where it has a picture). A sidecar FILE.meta.yaml says how it was made.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in the output.
    #[arg(long, value_name = "KEY.csv")]
    pub key: Option<PathBuf>,
}

impl OutputArgs {
    /// Whether a person will read the table on the screen, and no program.
    pub fn for_reading(&self, global: &Global) -> bool {
        !global.json && self.to.is_none() && self.format.as_deref().is_none_or(|format| format == "table")
    }

    /// Whether it is a table of LaTeX, which people read too.
    fn for_latex(&self) -> bool {
        let ending = self.to.as_ref().and_then(|file| file.extension());
        self.format.as_deref().is_some_and(|format| format.eq_ignore_ascii_case("latex"))
            || ending.is_some_and(|ending| ending.eq_ignore_ascii_case("tex"))
    }

    /// The layout for whoever reads it.
    pub fn layout(&self, global: &Global) -> Layout {
        if self.for_reading(global) || (self.for_latex() && !global.json) { Layout::Brief } else { Layout::Tidy }
    }
}

/// Whose codings count.
#[derive(Args, Debug, Clone, Default)]
pub struct CodersArgs {
    /// Whose codings count (default: per transcript, the consensus where it is done, else the study's coders).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub coders: Option<Vec<String>>,
}

/// Which codings an output holds.
#[derive(Args, Debug, Clone, Default)]
pub struct WhichArgs {
    /// Only the codings that this quotes query selects.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Whose.
    #[command(flatten)]
    pub whose: CodersArgs,
}

/// Who and what a table looks at.
#[derive(Args, Debug, Clone, Default)]
pub struct ScopeArgs {
    /// Narrow the table: conditions on people and transcripts narrow everything, others the numerators.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Whose codings.
    #[command(flatten)]
    pub whose: CodersArgs,
    /// Leave out transcripts that no coder in scope has finished.
    #[arg(long)]
    pub done: bool,
}

impl From<ScopeArgs> for TableScope {
    fn from(args: ScopeArgs) -> Self {
        Self { query: args.query, coders: args.whose.coders, done: args.done }
    }
}

/// What every table of themes is asked.
#[derive(Args, Debug, Clone)]
pub struct TableArgs {
    /// How themes are counted.
    #[command(flatten)]
    pub rollup: RollUpArgs,
    /// Who and what it looks at.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which groups a table has.
#[derive(Args, Debug, Clone, Default)]
pub struct GroupArgs {
    /// Attributes that make groups, crossed if several; `case.ATTR` counts cases, where a table can.
    #[arg(long, value_name = "ATTR[,ATTR]")]
    pub by: Option<String>,
}

/// What a table by group keeps back.
#[derive(Args, Debug, Clone, Default)]
pub struct SuppressArgs {
    /// Mask counts of fewer than K people and what they could be computed from (without K: `suppress` of study.yaml, else 3).
    #[arg(long, value_name = "K", num_args = 0..=1)]
    pub suppress: Option<Option<u32>>,
}

/// How themes are counted.
#[derive(Args, Debug, Clone)]
pub struct RollUpArgs {
    /// Count a theme with everything beneath it, or its own codings alone.
    #[arg(long, value_name = "HOW", default_value = "subtree")]
    rollup: RollUpArg,
}

/// With everything beneath, or alone.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RollUpArg {
    Subtree,
    Own,
}

impl From<RollUpArg> for RollUp {
    fn from(how: RollUpArg) -> Self {
        match how {
            RollUpArg::Subtree => Self::Subtree,
            RollUpArg::Own => Self::Own,
        }
    }
}

impl From<RollUpArgs> for RollUp {
    fn from(args: RollUpArgs) -> Self {
        args.rollup.into()
    }
}

/// How a command ended well.
#[derive(Debug)]
pub enum Report {
    /// The terminal UI is to be opened: with a study, or in a folder for its user to choose one.
    Open(Option<Box<Session>>, PathBuf),
    /// Done: exit status 0.
    Done,
    /// Nothing found, or faults found: exit status 1.
    NothingFound,
    /// Done, but for files that were refused: exit status 2.
    SomeRefused,
}

impl Report {
    /// Done if anything was found.
    pub fn found(anything: bool) -> Self {
        if anything { Self::Done } else { Self::NothingFound }
    }
}

/// How a command failed: exit status 2.
#[derive(Debug)]
pub enum Wrong {
    /// The session refused.
    Problem(Box<Problem>),
    /// Reading or writing failed.
    Io(io::Error),
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<io::Error> for Wrong {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Wrong {
    /// A refusal with a hint.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Problem::new(what).hint(hint).into()
    }

    /// Whether the reader of our output went away, which is no failure.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message for standard error.
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::Io(error) => render::message(Level::ERROR, &error.to_string(), None, None, colour),
            Self::Problem(problem) => {
                let mut text = String::new();
                if !problem.what.is_empty() {
                    let source = problem.place.as_ref().map(|place| render::Source {
                        name: &place.name,
                        line: place.line,
                        text: &place.text,
                        range: place.range.clone(),
                    });
                    text =
                        render::message(Level::ERROR, &problem.what, source.as_ref(), problem.hint.as_deref(), colour);
                }
                for diagnostic in &problem.diagnostics {
                    text.push_str(&render::diagnostic(diagnostic, colour));
                }
                text
            }
        }
    }
}
