//! Outputs that are made in a row: what `analysis.yaml` lists, or everything. They are made beside their folder and take their
//! places only when all are there.

use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::heard::Heard;
use super::{CooccurrenceRequest, Problem, SaturationRequest, Session};
use crate::model::{Approach, Diagnostic};
use crate::store::{self, AnalysisLine};

/// The ending of sidecars.
const SIDECAR: &str = ".meta.yaml";

impl Session {
    /// The commands that the study's list of outputs holds.
    ///
    /// # Errors
    /// If there is no list, or it is none.
    pub fn analysis(&self) -> Result<Vec<AnalysisLine>, Problem> {
        let file = &self.corpus().study.analysis;
        match store::read_analysis(self.root(), file) {
            Ok(Some(lines)) => Ok(lines),
            Ok(None) => Err(Problem::new(format!("there is no {} in this study", file.display()))
                .hint(format!("begin with a list of everything: emic run --example > {}", file.display()))),
            Err(diagnostics) => Err(faults(diagnostics)),
        }
    }

    /// The time of the newest event in the journals, in milliseconds since 1970: what is made from the same study says the same time.
    /// 0 where nothing has happened yet.
    pub fn time_of_inputs(&self) -> u64 {
        let ids = self.journals.fold.events().iter().map(|event| (event.id.0.as_u128() >> 80) as u64);
        ids.max().unwrap_or(0)
    }

    /// A list with everything that a paper needs, for this study: tables whole and by each attribute, quotes, codebook, memos, the
    /// section on methods, files for other tools. With `suppress` in study.yaml, tables by group keep small counts back.
    pub fn everything(&self) -> Vec<String> {
        let corpus = self.corpus();
        let by: Vec<&str> =
            corpus.attribute_names().into_iter().filter(|name| !corpus.study.consent.has(name)).collect();
        let mask = if corpus.study.suppress.is_some() { " --suppress" } else { "" };
        let mut lines = vec![format!("frequencies{mask} --to tables/frequencies.csv")];
        for name in &by {
            let file = file_name(name);
            let name = quoted(name);
            lines.push(format!("frequencies --by {name}{mask} --to tables/frequencies-by-{file}.csv"));
            lines.push(format!("frequencies --by {name} --wide{mask} --to tables/themes-by-{file}.xlsx"));
            if !corpus.codebook.codes().is_empty() {
                lines.push(format!("frequencies --by {name}{mask} --to figures/themes-by-{file}.svg"));
            }
            lines.push(format!("words --by {name}{mask} --to tables/words-by-{file}.csv"));
        }
        lines.push(format!("export workbook{mask} --to tables/workbook.xlsx"));
        if mask.is_empty() {
            lines.push("matrix --to data/matrix.csv".into());
            lines.push("cooccurrence --to tables/cooccurrence.csv".into());
            let pairs = self.cooccurrence(&CooccurrenceRequest::default());
            if pairs.is_ok_and(|table| self.has_figure(&table)) {
                lines.push("cooccurrence --to figures/cooccurrence.svg".into());
            }
            lines.push("framework --wide --to tables/framework.xlsx".into());
            lines.push("framework --to tables/framework.docx".into());
        }
        lines.extend(
            [
                "coverage --to tables/coverage.csv",
                "saturation --to tables/saturation.csv",
                "export quotes --to quotes/quotes.md",
                "export quotes --to quotes/quotes.csv",
                "export quotes --to quotes/quotes.docx",
                "export codings --to data/codings.csv",
                "codebook export --to codebook/codebook.md",
                "codebook export --to codebook/codebook.csv",
            ]
            .map(String::from),
        );
        for transcript in &corpus.transcripts {
            let id = transcript.id.as_str();
            lines.push(format!("export transcript {} --to transcripts/{}.docx", quoted(id), file_name(id)));
        }
        if !corpus.codebook.codes().is_empty() {
            lines.push("codebook export --to codebook/codebook.docx".into());
            lines.push("codebook export --to codebook/codebook.qdc".into());
            lines.push("export refi --to data/study.qdpx".into());
        }
        lines.push("quotes --balance --to quotes/balance.csv".into());
        lines.push("memo list --to memos.csv".into());
        if !self.state().memos.is_empty() {
            lines.push("export memos --to memos.docx".into());
        }
        lines.push("log --to history.csv".into());
        let curve = self.saturation(&SaturationRequest::default());
        if corpus.study.approach != Approach::Reflexive && curve.is_ok_and(|table| self.has_figure(&table)) {
            lines.push("saturation --to figures/saturation.svg".into());
        }
        for file in ["methods.md", "methods.docx"] {
            lines.push(format!("export methods{mask} --to {file}"));
        }
        lines.push(match by.first() {
            Some(name) => format!("export report --by {}{mask} --to report.html", quoted(name)),
            None => format!("export report{mask} --to report.html"),
        });
        lines
    }

    /// Where outputs in a row go.
    ///
    /// # Errors
    /// A folder that is the study's own, or in which transcripts are looked for; a disk that refuses.
    pub fn outputs(&self, folder: &Path) -> Result<Outputs, Problem> {
        let study = &self.corpus().study;
        let root = real(self.root());
        let target = real(folder);
        let own = root.starts_with(&target) || target.starts_with(root.join(&study.codings));
        let read = study.transcripts.iter().find(|entry| target.starts_with(root.join(store::fixed_folder(entry))));
        if own || read.is_some() {
            let what = if own { "holds the study itself" } else { "is one in which transcripts are looked for" };
            return Err(Problem::new(format!("the folder {} {what}", folder.display()))
                .hint("choose another one for the outputs: --to ../outputs"));
        }
        if folder.is_file() {
            return Err(Problem::new(format!("{} is a file", folder.display())).hint("name a folder: --to outputs"));
        }
        let above = match folder.parent() {
            Some(above) if !above.as_os_str().is_empty() => above.to_owned(),
            _ => PathBuf::from("."),
        };
        std::fs::create_dir_all(&above).map_err(|error| Problem::io("make", &above, &error))?;
        let staging = crate::store::backup::passing_folder(".emic-outputs-", &above);
        let staging = staging.map_err(|error| Problem::io("make a folder in", &above, &error))?;
        Ok(Outputs { folder: folder.to_owned(), staging, made: Vec::new(), heard: Heard::first() })
    }
}

/// Outputs that are being made.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
    staging: TempDir,
    made: Vec<PathBuf>,
    heard: Heard,
}

impl Outputs {
    /// Where an output is written for now; `to` is its place below the folder.
    ///
    /// # Errors
    /// A place outside of the folder, one that is taken, or one at which a file stands that emic has not written.
    pub fn place(&mut self, to: &str) -> Result<PathBuf, Problem> {
        let path = Path::new(to);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let windows = to.contains('\\') || to.get(1..2) == Some(":");
        if !inside || windows || path.file_name().is_none() {
            return Err(Problem::new(format!("`{to}` does not lie below the folder of the outputs"))
                .hint("write a path without `..`, such as tables/frequencies.csv"));
        }
        let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
        if self.made.contains(&path) {
            return Err(Problem::new(format!("two outputs go to `{to}`")).hint("give each a file of its own"));
        }
        let there = self.folder.join(&path);
        if !crate::store::inside(&self.folder, &there) && self.folder.exists() {
            return Err(Problem::new(format!("`{to}` leaves the folder of the outputs through a link"))
                .hint("remove the link, or choose another folder"));
        }
        if there.exists() && !beside(&there).exists() {
            return Err(Problem::new(format!("{} stands there already and was not made by emic", there.display()))
                .hint("nothing was written: move it, or choose another folder or name"));
        }
        let staged = self.staging.path().join(&path);
        if let Some(above) = staged.parent() {
            std::fs::create_dir_all(above).map_err(|error| Problem::io("make", above, &error))?;
        }
        self.made.push(path);
        Ok(staged)
    }

    /// Nothing, as long as nobody has interrupted it.
    ///
    /// # Errors
    /// If somebody has: what was made goes with it.
    pub fn go_on(&self) -> Result<(), Problem> {
        if self.heard.any() {
            return Err(Problem::new("interrupted").hint("what was made so far is put away; the folder is as it was"));
        }
        Ok(())
    }

    /// All files that were made, in order.
    fn files(&self) -> Result<Vec<PathBuf>, Problem> {
        let mut files = Vec::new();
        below(self.staging.path(), &mut files).map_err(|error| Problem::io("read", self.staging.path(), &error))?;
        files.sort();
        Ok(files)
    }

    /// Puts all outputs into their places, if `session` finds no name of the key of [`Session::guard`] in any of them; answers how
    /// many files there are, sidecars not counted.
    ///
    /// # Errors
    /// A name of the key, or a file that cannot be looked into: then none is put into its place. A disk that refuses: what is in
    /// place by then is whole.
    pub fn finish(self, session: &Session) -> Result<usize, Problem> {
        let files = self.files()?;
        session.refuse_names_below(self.staging.path(), &files)?;
        self.go_on()?;
        let mut number = 0;
        for file in files {
            let Ok(path) = file.strip_prefix(self.staging.path()) else { continue };
            let there = self.folder.join(path);
            if let Some(above) = there.parent() {
                std::fs::create_dir_all(above).map_err(|error| Problem::io("make", above, &error))?;
            }
            let bytes = std::fs::read(&file).map_err(|error| Problem::io("read", &file, &error))?;
            store::write_whole(&there, &bytes).map_err(|error| Problem::new(error.to_string()))?;
            number += usize::from(!path.to_string_lossy().ends_with(SIDECAR));
        }
        Ok(number)
    }
}

/// All files below a folder.
fn below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(SIDECAR);
    name.into()
}

/// The path without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut there = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    loop {
        if let Ok(real) = there.canonicalize() {
            return missing.into_iter().rev().fold(real, |path, part: std::ffi::OsString| path.join(part));
        }
        match (there.file_name().map(ToOwned::to_owned), there.parent().map(Path::to_owned)) {
            (Some(name), Some(above)) => {
                missing.push(name);
                there = above;
            }
            _ => return path.to_owned(),
        }
    }
}

/// Faults of the list.
fn faults(diagnostics: Vec<Diagnostic>) -> Problem {
    Problem { diagnostics, ..Problem::default() }
}

/// The name of an attribute as part of a file's name.
fn file_name(name: &str) -> String {
    let safe = |char: char| if char.is_alphanumeric() || char == '-' || char == '_' { char } else { '_' };
    name.chars().map(safe).collect()
}

/// A word of a command, in quotes where a blank would part it.
fn quoted(word: &str) -> String {
    if word.chars().any(|char| char.is_whitespace() || "'\"\\".contains(char)) {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        word.to_owned()
    }
}
