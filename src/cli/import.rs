//! `emic import`

mod asks;
mod home;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::import_show;
use super::{Global, Report, Wrong, output, render};
use crate::session::import::{self, ImportDraft, ImportFile, ImportItem, ImportRequest, Looked, Options, ReadAs};
use crate::session::{Problem, Who};

use asks::{ask_encodings, ask_interviewers, ask_yes};
use home::Home;

/// Bring transcripts and tables in.
///
/// Reads text, Markdown, captions (vtt, srt, lrc, Whisper), documents (docx, odt, rtf, pdf), tables of turns, interviews or
/// participants (csv, tsv, xlsx), and projects of other tools (REFI-QDA, Taguette, QualCoder, qc), by what
/// they hold. Shows layout, labels, doubtful lines and encoding before
/// anything is written. Text is taken in as it stands; other formats become `Label [00:12:31]: speech`. The originals
/// stay where they are.
#[derive(Args, Debug)]
pub struct Import {
    /// Files, and folders with all their files.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder for the transcripts (default: the study's first transcripts folder). A folder outside of any study becomes
    /// one.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Show what would come in; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take what was recognised without asking.
    #[arg(long)]
    yes: bool,
    /// Encoding of text files, such as windows-1252 (default: found out).
    #[arg(long, value_name = "E")]
    encoding: Option<String>,
    /// Take text in although characters of it are lost.
    #[arg(long)]
    force: bool,
    /// What the files are, whatever they look like.
    #[arg(long = "as", value_name = "KIND")]
    reading: Option<As>,
    /// Columns of a table: speaker=NAME,text=NAME,time=NAME,transcript=NAME,participant=NAME.
    #[arg(long, value_name = "ROLE=NAME", value_delimiter = ',')]
    columns: Vec<String>,
    /// Labels of interviewers.
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    interviewer: Vec<String>,
    /// Labels of people present but not studied.
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    other: Vec<String>,
    /// Who a label is: LABEL=P07, LABEL=interviewer, LABEL=other.
    #[arg(long, value_name = "LABEL=WHO")]
    speaker: Vec<String>,
    /// Write a label otherwise (not in plain text, which stays as it is).
    #[arg(long, value_name = "LABEL=LABEL")]
    rename: Vec<String>,
    /// Participants and attributes by the names of transcripts, as in '{school}-{participant}'. Without files: of those in
    /// the study.
    #[arg(long, value_name = "PATTERN")]
    participants_from: Option<String>,
    /// Make memos of the comments in documents.
    #[arg(long)]
    comments: bool,
}

/// What files can be read as.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum As {
    /// Text, as it stands.
    Text,
    /// Captions.
    Captions,
    /// A table of turns.
    Turns,
    /// A table of interviews, one a row.
    Interviews,
    /// A table of participants.
    Participants,
}

/// How many transcripts are shown in full before they come in; `--dry-run` shows all.
const IN_FULL: usize = 3;

impl Import {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        if self.files.is_empty() && self.participants_from.is_none() {
            return Err(Wrong::new("nothing to import is named", "emic import FILE… (a folder brings all its files)"));
        }
        let own_door = |file: &PathBuf| self.reading.is_none() && import::is_project(file);
        let (mut projects, files): (Vec<PathBuf>, Vec<PathBuf>) = self.files.iter().cloned().partition(own_door);
        if files.is_empty() && !projects.is_empty() {
            return super::import_project::projects(&projects, self.into.as_deref(), self.dry_run, global);
        }
        let mut request = self.request()?;
        let files = import::files(&files)?;
        let home = Home::find(self.into.as_deref(), global)?;
        if let Home::Outside(_) = home {
            request.into = None;
        }
        let mut looked = look(&files, &request.options);
        if !self.yes && !self.dry_run && std::io::stdin().is_terminal() {
            ask_encodings(&mut looked, &request.options)?;
        }
        let shown = home.to_show(global)?;
        let mut draft = shown.session().import_draft(looked.clone(), &request)?;
        projects.extend(draft.take_projects().into_iter().map(|(file, _)| file));
        if self.dry_run {
            let report = show_only(&draft, global)?;
            return with_projects(report, &projects, global, |file| {
                super::import_project::foreseen(shown.session(), file)
            });
        }
        refusals(&draft, global);
        say_draft(&draft);
        for file in &projects {
            output::say(&format!("{}: comes in with its codes and codings, after the transcripts", file.display()));
        }
        if draft.is_empty() && projects.is_empty() {
            return ended(&draft);
        }
        match (self.yes, std::io::stdin().is_terminal()) {
            (true, _) => {}
            (false, true) => {
                if let Some(labels) = ask_interviewers(&draft)? {
                    request.interviewers = labels;
                    draft = shown.session().import_draft(looked.clone(), &request)?;
                    draft.take_projects();
                    say_draft(&draft);
                }
                if !ask_yes()? {
                    output::say("nothing was written");
                    return Ok(Report::Done);
                }
            }
            (false, false) => {
                return Err(Wrong::new(
                    "shall these come in? There is no terminal to ask on, so nothing was written",
                    "take what was recognised with --yes, or look closer with --dry-run",
                ));
            }
        }
        let mut session = home.to_write(global, shown)?;
        if !draft.is_empty() {
            let outcome = session.import(draft.clone())?;
            output::text(&format!("{}\n", outcome.message))?;
            for line in outcome.skipped.iter().chain(&draft.mismatches).chain(&outcome.kept) {
                output::say(line);
            }
        }
        let report = ended(&draft)?;
        with_projects(report, &projects, global, |file| super::import_project::bring_into(&mut session, file))
    }

    fn request(&self) -> Result<ImportRequest, Wrong> {
        let pairs = |option: &str, texts: &[String]| -> Result<Vec<(String, String)>, Wrong> {
            texts.iter().map(|text| pair(option, text)).collect()
        };
        let speakers = pairs("--speaker", &self.speaker)?;
        let columns = pairs("--columns", &self.columns)?;
        const ROLES: [&str; 5] = ["speaker", "text", "time", "transcript", "participant"];
        if let Some((role, _)) = columns.iter().find(|(role, _)| !ROLES.contains(&role.as_str())) {
            return Err(Wrong::new(
                format!("`{role}` is no role of a column"),
                format!("roles are {}", ROLES.join(", ")),
            ));
        }
        Ok(ImportRequest {
            options: Options {
                encoding: self.encoding.clone(),
                force: self.force,
                reading: self.reading.map(|reading| match reading {
                    As::Text => ReadAs::Text,
                    As::Captions => ReadAs::Captions,
                    As::Turns => ReadAs::Turns,
                    As::Interviews => ReadAs::Interviews,
                    As::Participants => ReadAs::Participants,
                }),
                columns,
            },
            into: self.into.clone(),
            interviewers: self.interviewer.clone(),
            others: self.other.clone(),
            speakers: speakers.into_iter().map(|(label, who)| (label, Who::from(who.as_str()))).collect(),
            rename: pairs("--rename", &self.rename)?,
            participants_from: self.participants_from.clone(),
            comments: self.comments,
        })
    }
}

/// `LEFT=RIGHT`; the last `=` counts, since labels may hold one.
fn pair(option: &str, text: &str) -> Result<(String, String), Wrong> {
    match text.rsplit_once('=') {
        Some((left, right)) if !right.trim().is_empty() => Ok((left.trim().to_owned(), right.trim().to_owned())),
        _ => Err(Wrong::new(format!("`{option} {text}` lacks its `=`"), format!("write {option} 'Dana Rivera=P07'"))),
    }
}

/// Reads the files, with a bar where there are several and somebody looks.
fn look(files: &[ImportFile], options: &Options) -> Vec<Looked> {
    let bar = (files.len() > 1 && std::io::stderr().is_terminal()).then(|| {
        let bar = indicatif::ProgressBar::new(files.len() as u64);
        if let Ok(style) = indicatif::ProgressStyle::with_template("reading {pos} of {len} {bar:30} {wide_msg}") {
            bar.set_style(style);
        }
        bar
    });
    let looked = files.iter().map(|file| {
        if let Some(bar) = &bar {
            bar.set_message(crate::text::visible(&file.name).into_owned());
        }
        let looked = import::look_at(file, options);
        bar.iter().for_each(|bar| bar.inc(1));
        looked
    });
    let looked = looked.collect();
    bar.iter().for_each(indicatif::ProgressBar::finish_and_clear);
    looked
}

/// Says which files do not come in, and why.
fn refusals(draft: &ImportDraft, global: &Global) {
    let colour = render::stderr_colour(global.color);
    for item in &draft.items {
        let problem = match item {
            ImportItem::Refused { source, problem } => {
                Problem { what: format!("{}: {}", source.display(), problem.what), ..problem.clone() }
            }
            ImportItem::Doubtful { source, readings } => {
                let ways: Vec<String> = readings
                    .iter()
                    .map(|reading| format!("--encoding {} reads “{}”", reading.encoding, reading.sample))
                    .collect();
                Problem::new(format!("{}: it is not certain in which encoding this was saved", source.display()))
                    .hint(ways.join("; "))
            }
            _ => continue,
        };
        output::tell(&Wrong::from(problem).render(colour));
    }
}

/// Does something with each project; one that cannot be read does not stop the others.
fn with_projects(
    report: Report,
    projects: &[PathBuf],
    global: &Global,
    mut with: impl FnMut(&Path) -> Result<(), Wrong>,
) -> Result<Report, Wrong> {
    let mut refused = 0;
    for file in projects {
        if let Err(wrong) = with(file) {
            output::tell(&wrong.render(render::stderr_colour(global.color)));
            refused += 1;
        }
    }
    if refused > 0 {
        output::say(&format!("{refused} of {} of other tools did not come in: see above", projects.len()));
    }
    Ok(if refused > 0 { Report::SomeRefused } else { report })
}

fn say_draft(draft: &ImportDraft) {
    let full = draft.transcripts().count() <= IN_FULL;
    for item in &draft.items {
        output::say(import_show::item(item, full).trim_end());
    }
    if let Some(people) = import_show::people(draft) {
        output::say(&people);
    }
}

fn show_only(draft: &ImportDraft, global: &Global) -> Result<Report, Wrong> {
    if global.json {
        output::data(import_show::json(draft).as_bytes())?;
        return ended(draft);
    }
    refusals(draft, global);
    for item in &draft.items {
        let shown = import_show::item(item, true);
        if !shown.is_empty() {
            output::text(&crate::text::visible_lines(&format!("{}\n\n", shown.trim_end())))?;
        }
    }
    if let Some(people) = import_show::people(draft) {
        output::text(&crate::text::visible_lines(&format!("{people}\n")))?;
    }
    for sentence in &draft.mismatches {
        output::say(sentence);
    }
    output::say("this was a dry run: nothing was written");
    ended(draft)
}

fn ended(draft: &ImportDraft) -> Result<Report, Wrong> {
    let refused = draft.refused();
    if refused > 0 {
        output::say(&format!("{refused} of {} did not come in: see above", draft.items.len()));
    }
    Ok(if refused > 0 { Report::SomeRefused } else { Report::Done })
}
