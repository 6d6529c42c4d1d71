//! The command line: one file per command; the doc comments are the help.

// Correction after coding, and the questions of any command.
mod ask;
mod beside;
mod edit;
mod relink;
mod review;

mod agreement;
mod args;
mod check;
mod code;
mod codebook;
mod codebook_look;
mod codebook_merge;
mod codings;
mod cooccurrence;
mod coverage;
mod demo;
mod documents;
mod done;
mod drift;
mod export;
mod export_report;
mod export_workbook;
mod fault;
mod framework;
mod frequencies;
mod housekeeping;
mod import;
mod import_project;
mod import_show;
mod kwic;
mod log;
mod matrix;
mod memo;
mod merge;
mod methods;
mod new;
mod output;
mod quotes;
mod read;
mod reference;
mod render;
mod round;
mod run;
mod saturation;
mod search;
mod settle;
mod similar;
mod speakers;
mod summary;
mod team;
mod words;

mod anon;
mod archive;
mod backup;
mod doctor;
mod withdraw;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::session::{Env, Session};

pub use args::{
    CodersArgs, Global, GroupArgs, OutputArgs, Report, RollUpArgs, ScopeArgs, SuppressArgs, TableArgs, WhichArgs, Wrong,
};

/// Qualitative coding of interview transcripts: plain files, offline, in a terminal.
#[derive(Parser, Debug)]
#[command(name = "emic", version, about, max_term_width = 100)]
struct Cli {
    /// The study to open: a folder with a study.yaml (default: the nearest one upward).
    study_dir: Option<PathBuf>,
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    New(new::New),
    Demo(demo::Demo),
    Import(import::Import),
    Check(check::Check),
    Read(read::Read),
    Edit(edit::Edit),
    Relink(relink::Relink),
    Speakers(speakers::Speakers),
    Search(search::Search),
    Similar(similar::Similar),
    Quotes(codings::Quotes),
    Frequencies(frequencies::Frequencies),
    Agreement(agreement::Agreement),
    Matrix(matrix::Matrix),
    Cooccurrence(cooccurrence::Cooccurrence),
    Framework(framework::Framework),
    Saturation(saturation::Saturation),
    Coverage(coverage::Coverage),
    Words(words::Words),
    Kwic(kwic::Kwic),
    #[command(subcommand)]
    Code(code::Code),
    #[command(subcommand)]
    Memo(memo::Memo),
    Done(done::Done),
    #[command(subcommand)]
    Codebook(codebook::Codebook),
    #[command(subcommand)]
    Export(export::Export),
    #[command(subcommand)]
    Round(round::Round),
    #[command(subcommand)]
    Settle(settle::Settling),
    Drift(drift::Drift),
    Merge(merge::Merge),
    #[command(subcommand)]
    Team(team::Team),
    Log(log::Log),
    Undo(log::Undo),
    Redo(log::Redo),
    #[command(subcommand)]
    Anon(anon::Anon),
    Withdraw(withdraw::Withdraw),
    Run(run::Run),
    Backup(backup::BackupArgs),
    Doctor(doctor::DoctorArgs),
    Cache(housekeeping::CacheArgs),
    Completions(reference::Completions),
    Man(reference::Man),
}

/// How the command line was run.
#[derive(Debug)]
pub enum Ran {
    /// It has ended.
    Exit(ExitCode),
    /// The terminal UI is to be opened.
    Open(Box<Opening>),
}

/// What the terminal UI is opened with.
pub struct Opening {
    /// The study; `None`: its user chooses one.
    pub session: Option<Session>,
    /// The world outside, as often as it is needed.
    pub env: Box<dyn Fn() -> Env + Send>,
    /// The folder in which a study may be made.
    pub here: PathBuf,
    /// Whether colours were refused (`--color never`).
    pub plain: bool,
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening").field("here", &self.here).finish_non_exhaustive()
    }
}

/// Runs the command line of this process; `columns` of the terminal, where it is one.
pub fn run(columns: Option<u16>) -> Ran {
    output::set_width(columns);
    fault::report_panics();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // What was typed is repeated; a name pasted from elsewhere may hold anything.
            let plain = error.to_string();
            let shown = crate::text::visible_lines(&plain);
            let _ = if shown == plain { error.print() } else { std::io::stderr().write_all(shown.as_bytes()) };
            return Ran::Exit(ExitCode::from(error.exit_code() as u8));
        }
    };
    let global = cli.global;
    let colour = global.color;
    let result = match (cli.command, cli.study_dir) {
        (None, dir) => summary::run(&global, dir),
        (Some(command), None) => dispatch(command, &global),
        (Some(_), Some(dir)) => Err(Wrong::new(
            format!("`{}` stands before a command, which takes the study by an option", dir.display()),
            "emic -s DIR COMMAND …",
        )),
    };
    Ran::Exit(match result {
        Ok(Report::Done) => ExitCode::SUCCESS,
        Ok(Report::NothingFound) if output::reader_is_gone() => ExitCode::SUCCESS,
        Ok(Report::NothingFound) => ExitCode::from(1),
        Ok(Report::SomeRefused) => ExitCode::from(2),
        Ok(Report::Open(session, here)) => {
            let session = session.map(|session| *session);
            let plain = matches!(colour, render::Colour::Never);
            return Ran::Open(Box::new(Opening { session, env: Box::new(move || global.env()), here, plain }));
        }
        Err(wrong) if wrong.is_broken_pipe() => ExitCode::SUCCESS,
        Err(wrong) => {
            let text = wrong.render(render::stderr_colour(colour));
            let _ = std::io::stderr().write_all(text.as_bytes());
            ExitCode::from(2)
        }
    })
}

fn dispatch(command: Command, global: &Global) -> Result<Report, Wrong> {
    match command {
        Command::New(command) => command.run(global),
        Command::Demo(command) => command.run(global),
        Command::Import(command) => command.run(global),
        Command::Check(command) => command.run(global),
        Command::Read(command) => command.run(global),
        Command::Edit(command) => command.run(global),
        Command::Relink(command) => command.run(global),
        Command::Speakers(command) => command.run(global),
        Command::Search(command) => command.run(global),
        Command::Similar(command) => command.run(global),
        Command::Quotes(command) => command.run(global),
        Command::Frequencies(command) => command.run(global),
        Command::Agreement(command) => command.run(global),
        Command::Matrix(command) => command.run(global),
        Command::Cooccurrence(command) => command.run(global),
        Command::Framework(command) => command.run(global),
        Command::Saturation(command) => command.run(global),
        Command::Coverage(command) => command.run(global),
        Command::Words(command) => command.run(global),
        Command::Kwic(command) => command.run(global),
        Command::Code(command) => command.run(global),
        Command::Memo(command) => command.run(global),
        Command::Done(command) => command.run(global),
        Command::Codebook(command) => command.run(global),
        Command::Export(command) => command.run(global),
        Command::Round(command) => command.run(global),
        Command::Settle(command) => command.run(global),
        Command::Drift(command) => command.run(global),
        Command::Merge(command) => command.run(global),
        Command::Team(command) => command.run(global),
        Command::Log(command) => command.run(global),
        Command::Undo(command) => command.run(global),
        Command::Redo(command) => command.run(global),
        Command::Anon(command) => command.run(global),
        Command::Withdraw(command) => command.run(global),
        Command::Run(command) => command.run(global),
        Command::Backup(command) => command.run(global),
        Command::Doctor(command) => command.run(global),
        Command::Cache(args) => housekeeping::run(args.command, global),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
}
