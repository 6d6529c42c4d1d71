//! `emic codebook list|lint|diff|export|import`

use std::path::PathBuf;

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::Theme;
use crate::session::{DiffRequest, Format, Problem, Session, codes_of_file};

/// How the list is printed.
#[derive(Args, Debug)]
pub struct List {
    /// Under each code also what it means, when to use it and when not to.
    #[arg(long)]
    definitions: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// How the weak places are printed.
#[derive(Args, Debug)]
pub struct Lint {
    #[command(flatten)]
    output: OutputArgs,
}

/// What is compared.
#[derive(Args, Debug)]
pub struct Diff {
    /// A codebook to compare with the study's, or two to compare with each other; or a day, or two.
    #[arg(value_name = "FILE", num_args = 0..=2, conflicts_with_all = ["since", "until"])]
    files: Vec<PathBuf>,
    /// What has changed from this day on: 2026-01-31, or with the time (UTC) 2026-01-31T09:30.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// What has changed up to this day, itself included.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Where the codebook goes.
#[derive(Args, Debug)]
pub struct Export {
    /// The file to write; its ending picks the format: .docx and .md are documents, .csv, .tsv and .json hold one row a code, .qdc is
    /// REFI-QDA for other tools. A sidecar FILE.meta.yaml says how it was made.
    #[arg(long, value_name = "FILE", required_unless_present = "format", conflicts_with = "format")]
    to: Option<PathBuf>,
    /// Print it: markdown, csv, tsv or json.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// A key of pseudonyms (real,pseudonym): refuse to write if a real name stands in it.
    #[arg(long, value_name = "KEY.csv", requires = "to")]
    key: Option<PathBuf>,
}

/// Where the codes come from.
#[derive(Args, Debug)]
pub struct Import {
    /// A codebook of emic (.yaml), a table with a column `name` and perhaps `parent` and `definition` (.csv, .tsv; Taguette's
    /// too), a plain list, one code a line, with `>` or indented (.txt, .md; QualCoder's too), or a REFI-QDA codebook of any
    /// tool (.qdc; of a project its codes).
    file: PathBuf,
    /// Say what would be done and write nothing.
    #[arg(long)]
    dry_run: bool,
}

fn is_table(output: &OutputArgs, global: &Global) -> bool {
    output.to.is_none() && !global.json && output.format.as_deref().is_none_or(|format| format == "table")
}

impl List {
    pub(super) fn run(self, session: &Session, global: &Global) -> Result<Report, Wrong> {
        let any = !session.corpus().codebook.codes().is_empty();
        if is_table(&self.output, global) {
            if self.definitions {
                output::text(&with_definitions(session))?;
            } else {
                output::table(session, &session.codebook_tree(), global, &self.output)?;
            }
        } else {
            output::table(session, &session.codebook_table(), global, &self.output)?;
        }
        Ok(Report::found(any))
    }
}

/// The tree with everything that is said of the codes.
fn with_definitions(session: &Session) -> String {
    let book = &session.corpus().codebook;
    let width = output::width().unwrap_or(80).max(40);
    let mut text = String::new();
    for (theme, uses) in book.themes().zip(session.theme_uses()) {
        let mut said = Vec::new();
        let depth = match theme {
            Theme::Code(at) => {
                let code = book.code(at);
                for (lead, words) in
                    [("", &code.definition), ("Use it for: ", &code.include), ("Not for: ", &code.exclude)]
                {
                    if !words.is_empty() {
                        said.push(format!("{lead}{words}"));
                    }
                }
                code.depth as usize
            }
            Theme::Set(at) => {
                let set = &book.sets()[at.at()];
                said.extend(Some(set.idea.clone()).filter(|idea| !idea.is_empty()));
                said.push(format!(
                    "A set of: {}",
                    set.codes.iter().map(|at| book.code(*at).name.as_str()).collect::<Vec<_>>().join(", ")
                ));
                0
            }
        };
        let indent = "  ".repeat(depth);
        let (people, passages) = (uses.participants, uses.passages);
        let head = format!("{} ({}) · participants: {people}, passages: {passages}", book.name(theme), book.id(theme));
        text.push_str(&output::wrap(&crate::text::visible(&head), width - indent.len(), &indent));
        let indent = format!("{indent}    ");
        for words in said {
            text.push_str(&output::wrap(
                &crate::text::visible_lines(&words),
                width.saturating_sub(indent.len()).max(20),
                &indent,
            ));
        }
    }
    text
}

impl Lint {
    pub(super) fn run(self, session: &Session, global: &Global) -> Result<Report, Wrong> {
        let (table, found) = session.codebook_lint();
        if is_table(&self.output, global) {
            let mut text = String::new();
            let cell = |row: usize, column: &str| {
                table.cell(row, column).map(|cell| cell.plain().into_owned()).unwrap_or_default()
            };
            for row in 0..table.rows.len() {
                let line = format!("{}: {}", cell(row, "level"), cell(row, "message"));
                text.push_str(&output::wrap(&crate::text::visible(&line), output::width().unwrap_or(usize::MAX), ""));
            }
            text.push_str(&table.sentences.join("\n"));
            text.push('\n');
            output::text(&text)?;
        } else {
            output::table(session, &table, global, &self.output)?;
        }
        Ok(Report::found(!found))
    }
}

impl Diff {
    pub(super) fn run(self, session: &Session, global: &Global) -> Result<Report, Wrong> {
        let mut files = self.files.into_iter();
        let request = match (files.next(), files.next()) {
            (None, _) => DiffRequest::Times(self.since, self.until),
            (Some(file), None) => DiffRequest::File(file),
            (Some(old), Some(new)) => DiffRequest::Files(old, new),
        };
        let table = session.codebook_diff(&request)?;
        if is_table(&self.output, global) {
            let mut text = String::new();
            for row in 0..table.rows.len() {
                let cell =
                    |column: &str| table.cell(row, column).map(|cell| cell.plain().into_owned()).unwrap_or_default();
                let mut head = format!("{} {} ({})", cell("change"), cell("code"), cell("name"));
                let by: Vec<String> = ["coder", "at"].map(cell).into_iter().filter(|part| !part.is_empty()).collect();
                if !by.is_empty() {
                    head.push_str(&format!(" · {}", by.join(" ")));
                }
                if cell("via") == "file" {
                    head.push_str(" · found edited in the file");
                }
                text.push_str(&format!("{}\n", crate::text::visible(&head)));
                for (lead, words) in [("- ", cell("before")), ("+ ", cell("after")), ("why: ", cell("why"))] {
                    for line in words.lines() {
                        text.push_str(&format!("    {lead}{}\n", crate::text::visible(line)));
                    }
                }
            }
            if !text.is_empty() {
                text.push('\n');
            }
            for sentence in &table.sentences {
                text.push_str(&format!("{}\n", crate::text::visible(sentence)));
            }
            output::text(&text)?;
        } else {
            output::table(session, &table, global, &self.output)?;
        }
        Ok(Report::found(!table.rows.is_empty()))
    }
}

impl Export {
    pub(super) fn run(self, session: &mut Session, global: &Global) -> Result<Report, Wrong> {
        if let Some(key) = &self.key {
            session.guard(key)?;
        }
        let Some(path) = self.to else {
            let name = self.format.unwrap_or_default();
            let format =
                Format::from_name(&name).map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
            if format == Format::Markdown {
                output::text(&String::from_utf8_lossy(&session.codebook_markdown()))?;
            } else {
                output::table(
                    session,
                    &session.codebook_table(),
                    global,
                    &OutputArgs { format: Some(name), ..OutputArgs::default() },
                )?;
            }
            return Ok(Report::Done);
        };
        let qdc = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdc"));
        let beside = if qdc {
            let (losses, beside) = session.export_qdc(&path)?;
            output::say(&losses.text(&format!("export of {}", path.display())));
            beside
        } else {
            session.write_codebook(&path)?
        };
        output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
        Ok(Report::Done)
    }
}

impl Import {
    pub(super) fn run(self, session: &mut Session, global: &Global) -> Result<Report, Wrong> {
        if self.dry_run {
            let outcome = session.rehearse(codes_of_file(&self.file)?)?;
            output::say(&format!("{}\n(nothing was written: --dry-run)", outcome.message));
        } else {
            let outcome = session.import_codes(&self.file)?;
            output::outcome(&outcome, global)?;
            outcome.kept.iter().for_each(|kept| output::say(kept));
        }
        Ok(Report::Done)
    }
}
