//! `emic export transcript|memos|participant`, and where documents go.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{CodersArgs, Global, OutputArgs, Report, WhichArgs, Wrong, output};
use crate::analysis::Table;
use crate::model::MemoKind;
use crate::session::{MemoOrder, MemosRequest, Output, Paper, ParticipantRequest, Problem, Session, TranscriptRequest};

/// A coded interview to read: turn and line numbers, each coding a comment.
///
/// --to FILE.docx is a file of Word with a comment for each coding (code, coder, memos); .md has footnotes; csv, tsv, json and xlsx
/// hold one row a turn. Without --to it is printed as Markdown.
#[derive(Args, Debug)]
pub struct Transcript {
    /// Its id.
    transcript: String,
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Memos with what they stand on and its quote, coder and date.
///
/// docx and md (--to) are documents with headings by kind, thing or date; csv, tsv, json and xlsx hold one row a memo. Without
/// --to: csv. Passages of people who have not agreed to be quoted are named by their lines alone.
#[derive(Args, Debug)]
pub struct Memos {
    /// In which order, and under which headings.
    #[arg(long, value_name = "ORDER", default_value = "kind")]
    by: By,
    /// Only those of this kind: note, analytic, reflexive, method or summary.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only those that these coders began (default: everybody's).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// What they are for.
    Kind,
    /// What they are on.
    Thing,
    /// The day on which they were begun.
    Date,
}

/// All there is of one participant, for checking with the person or to answer a request for access.
///
/// Their attributes, what they said with line numbers, the codings and the quotes chosen for the paper, as docx or md (--to).
/// What others say in the same conversations is left out. Without --to it is printed as Markdown.
#[derive(Args, Debug)]
pub struct Participant {
    /// The id.
    participant: String,
    /// Also the memos about the participant, or on a passage of theirs alone.
    #[arg(long)]
    memos: bool,
    #[command(flatten)]
    whose: CodersArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Transcript {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let WhichArgs { query, whose } = self.which;
        let request = TranscriptRequest { transcript: self.transcript, query, coders: whose.coders };
        let document = |session: &Session, paper| session.transcript_output(&request, paper);
        match paper(&self.output, global, Some(Paper::Markdown))? {
            Some(paper) => put(&mut session, &self.output, paper, document),
            None => table(&session, global, self.output, session.transcript_table(&request)?),
        }
    }
}

impl Memos {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let kind = match self.kind.as_deref() {
            None => None,
            Some(name) => Some(MemoKind::parse(name).ok_or_else(|| {
                Wrong::new(format!("`{name}` is no kind of memo"), "use note, analytic, reflexive, method or summary")
            })?),
        };
        let by = match self.by {
            By::Kind => MemoOrder::Kind,
            By::Thing => MemoOrder::Thing,
            By::Date => MemoOrder::Date,
        };
        let mut session = global.open()?;
        let request = MemosRequest { by, kind, coders: self.coders };
        let document = |session: &Session, paper| session.memos_output(&request, paper);
        match paper(&self.output, global, None)? {
            Some(paper) => put(&mut session, &self.output, paper, document),
            None => table(&session, global, self.output, session.memo_book(&request)?.table()),
        }
    }
}

impl Participant {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let Some(paper) = paper(&self.output, global, Some(Paper::Markdown))? else {
            return Err(Wrong::new(
                "a participant's file is a document and no table",
                "write it to a file that ends in .docx or .md; their codings as a table: emic export codings --query participant:ID",
            ));
        };
        let mut session = global.open()?;
        let request =
            ParticipantRequest { participant: self.participant, coders: self.whose.coders, memos: self.memos };
        put(&mut session, &self.output, paper, |session, paper| session.participant_output(&request, paper))
    }
}

/// The form in which a document is asked for; `None`: a table is. `plain`: what it is without any option.
fn paper(args: &OutputArgs, global: &Global, plain: Option<Paper>) -> Result<Option<Paper>, Wrong> {
    let format = args.format.as_deref().map(str::to_lowercase);
    match (&args.to, format.as_deref()) {
        (Some(_), Some(_)) => {
            Err(Wrong::new("--format and --to exclude each other", "the ending of the file picks the format"))
        }
        (Some(file), None) => Ok(Paper::of(file)),
        (None, Some("markdown")) => Ok(Some(Paper::Markdown)),
        (None, Some("docx")) => Err(Wrong::new("a file of Word cannot be printed", "write it: --to FILE.docx")),
        (None, Some(_)) => Ok(None),
        (None, None) => Ok(plain.filter(|_| !global.json && !args.excel)),
    }
}

/// Prints a document or writes it with its sidecar.
fn put(
    session: &mut Session,
    args: &OutputArgs,
    paper: Paper,
    document: impl FnOnce(&Session, Paper) -> Result<Output, Problem>,
) -> Result<Report, Wrong> {
    if args.excel {
        return Err(Wrong::new("--excel is for csv", "write to a file that ends in .csv, or leave --excel out"));
    }
    if let Some(key) = &args.key {
        session.guard(key)?;
    }
    let made = document(session, paper)?;
    match &args.to {
        Some(path) => write(session, path, &made)?,
        None => {
            if let Some(key) = &args.key {
                session.refuse_leaks_in(key, [&*String::from_utf8_lossy(&made.bytes)])?;
            }
            output::data(&made.bytes)?;
        }
    }
    Ok(Report::found(made.any))
}

/// Writes a document with its sidecar, and says what has to be said.
///
/// # Errors
/// A file that cannot be written.
pub fn write(session: &Session, path: &Path, made: &Output) -> Result<(), Wrong> {
    let beside = session.write_output(path, made)?;
    made.notes.iter().for_each(|note| output::say(note));
    output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
    Ok(())
}

/// Prints a table, as csv where nothing is asked for, or writes it.
fn table(session: &Session, global: &Global, mut args: OutputArgs, table: Table) -> Result<Report, Wrong> {
    if args.format.is_none() && args.to.is_none() && !global.json {
        args.format = Some("csv".into());
    }
    output::table(session, &table, global, &args)?;
    Ok(Report::found(!table.rows.is_empty()))
}
