//! `emic run`, and `emic export all`: outputs that are made in a row.

use std::path::{Path, PathBuf};

use clap::{Args, Parser};

use super::{Cli, Command, Global, Report, Wrong, code, codebook, dispatch, export, memo, output};
use crate::session::{AnalysisLine, Outputs, Problem, Session, shell_words};
use crate::text::suggest;

/// Commands that a list may hold: they read, and write what people keep.
const LISTED: &[&str] = &[
    "frequencies",
    "matrix",
    "cooccurrence",
    "framework",
    "saturation",
    "coverage",
    "words",
    "kwic",
    "agreement",
    "search",
    "quotes",
    "drift",
    "log",
    "code list",
    "memo list",
    "codebook list",
    "codebook lint",
    "codebook diff",
    "codebook export",
    "export codings",
    "export quotes",
    "export workbook",
    "export methods",
    "export refi",
];

/// Options whose value is a file of the study, which is read.
const READ: &[&str] = &["--key", "--stop-words"];

/// Make all outputs that analysis.yaml lists: the same bytes from the same study.
///
/// Each entry of the list is a command as you type it, without `emic` and with --to FILE, which lies below the folder of the
/// outputs. Nothing of the study is changed. If one output fails, none is put into its place.
#[derive(Args, Debug)]
pub struct Run {
    /// The folder of the outputs (default: `outputs` in the study).
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// A key of pseudonyms (real,pseudonym): put none of them into its place if a real name stands in any.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
    /// Print a list with everything, to begin with: emic run --example > analysis.yaml
    #[arg(long, conflicts_with_all = ["to", "key"])]
    example: bool,
}

/// Where everything goes.
#[derive(Args, Debug)]
pub struct All {
    /// The folder; it is made, or what emic made there before is made anew.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// A key of pseudonyms (real,pseudonym): write none of them if a real name stands in any.
    #[arg(long, value_name = "KEY.csv")]
    key: Option<PathBuf>,
}

impl Run {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if self.example {
            let mut text = String::from(
                "# What the paper needs: each line is a command, without `emic`. `emic run` makes them all.\n",
            );
            session.everything().iter().for_each(|line| text.push_str(&format!("- {}\n", yaml(line))));
            output::text(&text)?;
            return Ok(Report::Done);
        }
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let lines = session.analysis()?;
        let folder = self.to.unwrap_or_else(|| session.root().join("outputs"));
        make(&session, &lines, &folder, &session.corpus().study.analysis.display().to_string(), global)
    }
}

impl All {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let lines: Vec<AnalysisLine> =
            session.everything().into_iter().map(|command| AnalysisLine { command, place: None }).collect();
        make(&session, &lines, &self.to, "export all", global)
    }
}

/// A line of the list as a YAML scalar.
fn yaml(line: &str) -> String {
    let plain = !line.contains(": ") && !line.contains(" #") && !line.ends_with(':');
    if plain { line.to_owned() } else { format!("'{}'", line.replace('\'', "''")) }
}

/// One output that can be made.
struct Made {
    line: AnalysisLine,
    to: String,
    cli: Cli,
}

/// Makes the outputs of a list: all are read first, so that a mistake in the last line costs no time.
fn make(
    session: &Session,
    lines: &[AnalysisLine],
    folder: &Path,
    name: &str,
    global: &Global,
) -> Result<Report, Wrong> {
    let mut outputs = session.outputs(folder)?;
    let mut ready = Vec::with_capacity(lines.len());
    for line in lines {
        ready.push(understood(line, &mut outputs, session.root()).map_err(|problem| at(line, name, problem))?);
    }
    let stopped = session.time_of_inputs();
    for made in ready {
        let own = made.cli.global;
        let global = Global {
            study: Some(session.root().to_owned()),
            coder: own.coder.or_else(|| global.coder.clone()),
            as_of: own.as_of.or_else(|| global.as_of.clone()),
            json: false,
            color: global.color,
            stopped: Some(stopped),
        };
        let Some(command) = made.cli.command else { continue };
        let report = output::quietly(|| dispatch(command, &global)).map_err(|wrong| failed(&made.line, name, wrong))?;
        outputs.go_on()?;
        let nothing = if matches!(report, Report::NothingFound) { " (nothing in it)" } else { "" };
        output::say(&format!("made: {}{nothing}", made.to));
    }
    let files = outputs.finish(session)?;
    let files = crate::analysis::counted(files as u64, "file");
    output::say(&format!("written: {files} in {}, each with how it was made beside it", folder.display()));
    Ok(Report::Done)
}

/// Reads one line of the list, with its output led to where it is made.
fn understood(line: &AnalysisLine, outputs: &mut Outputs, root: &Path) -> Result<Made, Problem> {
    let mut words = shell_words(&line.command);
    if words.first().is_some_and(|word| word == "emic") {
        words.remove(0);
    }
    let first = words.first().cloned().unwrap_or_default();
    let named = format!("{first} {}", words.get(1).map_or("", String::as_str));
    // Which outputs `export` has, its own help says; what may not stand in a list is refused when the line is understood.
    let listed = LISTED.contains(&first.as_str()) || LISTED.contains(&named.as_str()) || first == "export";
    if !listed {
        return Err(not_listed(&first, &named));
    }
    let mut to = None;
    let mut at = 0;
    while at < words.len() {
        let word = words[at].clone();
        let (option, value) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option.to_owned(), Some(value.to_owned())),
            _ => (word.clone(), None),
        };
        if option == "-s" || option == "--study" || (option.starts_with("-s") && !option.starts_with("--")) {
            return Err(Problem::new("the list is of this study").hint("leave --study out"));
        }
        let inline = value.is_some();
        let value = value.or_else(|| words.get(at + 1).cloned());
        if option == "--to" {
            let Some(value) = value else { break };
            let place = outputs.place(&value)?;
            let place = place.to_string_lossy().into_owned();
            if inline {
                words[at] = format!("--to={place}");
            } else {
                words[at + 1] = place;
            }
            to = Some(value);
        } else if READ.contains(&option.as_str())
            && let Some(value) = value
        {
            let path = root.join(value).to_string_lossy().into_owned();
            if inline {
                words[at] = format!("{option}={path}");
            } else {
                words[at + 1] = path;
            }
        }
        at += 1;
    }
    let to = to.ok_or_else(|| {
        Problem::new("the output has no file").hint("say where it goes: --to NAME.csv (or .xlsx, .md …)")
    })?;
    let cli = Cli::try_parse_from(["emic".to_owned()].into_iter().chain(words)).map_err(|error| mistyped(&error))?;
    if !cli.command.as_ref().is_some_and(only_reads) {
        return Err(not_listed(&first, &named));
    }
    Ok(Made { line: line.clone(), to, cli })
}

/// Whether a command changes nothing. The list above says so by name; this says so of what was understood.
const fn only_reads(command: &Command) -> bool {
    match command {
        Command::Frequencies(_)
        | Command::Matrix(_)
        | Command::Cooccurrence(_)
        | Command::Framework(_)
        | Command::Saturation(_)
        | Command::Coverage(_)
        | Command::Words(_)
        | Command::Kwic(_)
        | Command::Agreement(_)
        | Command::Search(_)
        | Command::Quotes(_)
        | Command::Drift(_)
        | Command::Log(_)
        | Command::Code(code::Code::List(_))
        | Command::Memo(memo::Memo::List(_)) => true,
        Command::Codebook(command) => matches!(
            command,
            codebook::Codebook::List(_)
                | codebook::Codebook::Lint(_)
                | codebook::Codebook::Diff(_)
                | codebook::Codebook::Export(_)
        ),
        Command::Export(command) => !matches!(command, export::Export::All(_) | export::Export::Archive(_)),
        _ => false,
    }
}

fn not_listed(first: &str, named: &str) -> Problem {
    let near =
        suggest::nearest(named, LISTED.iter().copied()).or_else(|| suggest::nearest(first, LISTED.iter().copied()));
    let named = if named.contains(" -") { first } else { named };
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    Problem::new(format!("`{}` makes no output of a list", named.trim()))
        .hint(format!("{near}a list holds commands that only read: {}", LISTED.join(", ")))
}

/// What clap says of a command, as a sentence and a hint.
fn mistyped(error: &clap::Error) -> Problem {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let what = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let tip = lines.find_map(|line| line.strip_prefix("tip: ")).map(str::to_owned);
    Problem::new(what)
        .hint(tip.unwrap_or_else(|| "try the command alone, with `emic` before it; --help says what it takes".into()))
}

/// A problem with its place in the list.
fn at(line: &AnalysisLine, name: &str, problem: Problem) -> Problem {
    match &line.place {
        Some((number, text)) => {
            let start = text.len() - text.trim_start_matches(['-', ' ']).len();
            let end = text.len().max(start + 1);
            problem.at(name, *number, text, start..end)
        }
        None => Problem { what: format!("{}: {}", line.command, problem.what), ..problem },
    }
}

/// How an output failed; nothing was put into its place.
fn failed(line: &AnalysisLine, name: &str, wrong: Wrong) -> Wrong {
    match wrong {
        Wrong::Problem(problem) if problem.place.is_none() => {
            let what = format!("{}; no output was put into its place", problem.what);
            Wrong::from(at(line, name, Problem { what, ..*problem }))
        }
        Wrong::Problem(mut problem) => {
            problem.what = format!("{}: {}; no output was put into its place", line.command, problem.what);
            Wrong::Problem(problem)
        }
        // Where an output goes to a file, a reader that went away is a failure too: others count on the file.
        Wrong::Io(error) => {
            Wrong::from(at(line, name, Problem::new(format!("{error}; no output was put into its place"))))
        }
    }
}
