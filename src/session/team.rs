//! Working over git: what a shared repository needs to know of a study.
//!
//! emic starts no transfer. It writes two files into the study and tells this clone of the repository to bring journals and codebooks
//! together by [`merge_journals`] and [`store::join_codebooks`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Problem, Session};
use crate::journal::{Event, parse_line};
use crate::model::{CoderName, EventId, Study};
use crate::store;

/// Names of the merge drivers in a clone's git configuration.
const JOURNAL: &str = "emic-journal";
const CODEBOOK: &str = "emic-codebook";

/// The lines of `.gitattributes`.
fn attributes(study: &Study) -> Vec<String> {
    let slashed = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let quoted = |pattern: String| {
        if pattern.contains([' ', '"']) { format!("\"{}\"", pattern.replace('"', "\\\"")) } else { pattern }
    };
    let mut lines = vec![format!("{} -text merge={JOURNAL}", quoted(format!("{}/*.jsonl", slashed(&study.codings))))];
    if study.codebook.is_relative() && !study.codebook.starts_with("..") {
        lines.push(format!("{} merge={CODEBOOK}", quoted(slashed(&study.codebook))));
    }
    let tables = [slashed(&study.participants), "cases.csv".into(), "speakers.csv".into(), "transcripts.csv".into()];
    lines.extend(tables.into_iter().map(|table| format!("{} merge=union", quoted(table))));
    lines.push("study.yaml -merge".into());
    for entry in &study.transcripts {
        let folder = slashed(&store::fixed_folder(entry));
        let pattern = if folder.is_empty() { "*.txt".to_owned() } else { format!("{folder}/**") };
        lines.push(format!("{} -merge", quoted(pattern)));
    }
    lines.dedup();
    lines
}

/// The lines of `.gitignore`.
const IGNORED: [&str; 5] = ["*.jsonl.torn", ".DS_Store", "Thumbs.db", "~$*", ".~lock.*"];

/// Adds to a text the lines that it does not have, under a heading.
fn with_lines(old: &str, lines: &[String]) -> Option<String> {
    let known: Vec<&str> = old.lines().map(str::trim).collect();
    let missing: Vec<&String> = lines.iter().filter(|line| !known.contains(&line.as_str())).collect();
    if missing.is_empty() {
        return None;
    }
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !known.iter().any(|line| line.starts_with("# emic:")) {
        text.push_str("# emic: how copies of the study are brought together (docs: working together)\n");
    }
    missing.iter().for_each(|line| {
        text.push_str(line);
        text.push('\n');
    });
    Some(text)
}

fn git(root: &Path, args: &[&str]) -> Result<String, Problem> {
    let ran = Command::new("git").arg("-C").arg(root).args(args).output().map_err(|error| {
        Problem::new(format!("git cannot be run: {error}")).hint("install git, or share the folder in another way")
    })?;
    if !ran.status.success() {
        let said = String::from_utf8_lossy(&ran.stderr).trim().to_owned();
        return Err(Problem::new(format!("git {}: {said}", args.join(" "))));
    }
    Ok(String::from_utf8_lossy(&ran.stdout).trim().to_owned())
}

/// The command of a merge driver: the program's full path, quoted for the shell that git runs it with.
fn driver(program: &Path, kind: &str) -> String {
    let path = program.to_string_lossy().replace('\\', "/").replace('\'', "'\\''");
    format!("'{path}' team merge-driver {kind} %O %A %B")
}

impl Session {
    /// Writes `.gitattributes` and `.gitignore` into the study (lines that are there stay) and sets the merge drivers in the git
    /// configuration of this clone, with the full path of `program`. Answers in words what was done. Nothing is transferred.
    ///
    /// # Errors
    /// If a file cannot be written, or git not be run. Where the study is in no repository the files are written and it is said.
    pub fn team_setup(&self, program: &Path) -> Result<Vec<String>, Problem> {
        self.may_write()?;
        let mut done = Vec::new();
        let ignored = IGNORED.map(String::from);
        for (name, lines) in [(".gitattributes", attributes(&self.corpus().study)), (".gitignore", ignored.to_vec())] {
            let path = self.root().join(name);
            let old = match std::fs::read_to_string(&path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(Problem::io("read", &path, &error)),
            };
            match with_lines(old.as_deref().unwrap_or_default(), &lines) {
                Some(text) => {
                    store::write_whole(&path, text.as_bytes()).map_err(|error| Problem::new(error.to_string()))?;
                    done.push(format!("written: {name}"));
                }
                None => done.push(format!("{name} has all it needs")),
            }
        }
        if git(self.root(), &["rev-parse", "--git-dir"]).is_err() {
            done.push(
                "this folder is in no git repository, or git is not installed: `git init`, then `emic team setup` again".into(),
            );
            return Ok(done);
        }
        for (name, kind, what) in
            [(JOURNAL, "journal", "emic: journals by union"), (CODEBOOK, "codebook", "emic: codebooks by code id")]
        {
            git(self.root(), &["config", "--local", &format!("merge.{name}.name"), what])?;
            git(self.root(), &["config", "--local", &format!("merge.{name}.driver"), &driver(program, kind)])?;
        }
        done.push(format!(
            "this clone brings journals and the codebook together with {}; each clone needs `emic team setup` once, and again if emic moves",
            program.display()
        ));
        Ok(done)
    }
}

/// Which files a merge driver brings together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Driver {
    /// Journals, by union.
    Journal,
    /// codebook.yaml, by code id.
    Codebook,
}

/// Brings three versions of a file together, as git hands them to a merge driver: the result goes to `ours`. Answers what has to be
/// said.
///
/// # Errors
/// If a file cannot be read or written, or a codebook not be understood; then `ours` is as it was.
pub fn merge_driver(kind: Driver, base: &Path, ours: &Path, theirs: &Path) -> Result<Vec<String>, Problem> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| Problem::io("read", path, &error));
    let (text, said) = match kind {
        Driver::Journal => (merge_journals(&read(ours)?, &read(theirs)?), Vec::new()),
        Driver::Codebook => {
            let text = |path: &PathBuf| -> Result<String, Problem> {
                String::from_utf8(read(path)?).map_err(|_| {
                    Problem::new("a version of the codebook is not UTF-8").hint("save it as UTF-8 and merge again")
                })
            };
            let [base, ours, theirs] = [base, ours, theirs].map(PathBuf::from);
            let joined = store::join_codebooks(&text(&base)?, &text(&ours)?, &text(&theirs)?).map_err(|refused| {
                Problem::new(format!("the versions of the codebook cannot be brought together: {refused}")).hint(
                    "your version was left as it is; add what the other one has by hand, then: git add codebook.yaml",
                )
            })?;
            let said = joined
                .differing
                .iter()
                .map(|what| format!("both have changed {what}: the longer wording stands, `emic log` has both"));
            // Where git's own merge by lines comes to the same codebook, it keeps the comments of both where they stand.
            let by_lines =
                merged_by_lines(&base, &ours, &theirs).filter(|text| store::is_same_codebook(text, &joined.text));
            (by_lines.unwrap_or(joined.text).into_bytes(), said.collect())
        }
    };
    store::write_whole(ours, &text).map_err(|error| Problem::new(error.to_string()))?;
    Ok(said)
}

/// What git makes of three versions line by line; `None`: it does not come to an end without conflict.
fn merged_by_lines(base: &Path, ours: &Path, theirs: &Path) -> Option<String> {
    let ran = Command::new("git").args(["merge-file", "-p", "-q"]).args([ours, base, theirs]).output().ok()?;
    ran.status.success().then_some(ran.stdout).and_then(|text| String::from_utf8(text).ok())
}

/// The union of two versions of a journal: of each event the line that counts, in the order of ids; lines that are no events stand
/// after them. The same whichever is ours.
pub fn merge_journals(ours: &[u8], theirs: &[u8]) -> Vec<u8> {
    // Only the ranking of lines looks at the name; both versions are of one file.
    let coder = CoderName::new("journal").ok();
    let mut events: BTreeMap<EventId, (Event, Vec<u8>)> = BTreeMap::new();
    let mut others: Vec<Vec<u8>> = Vec::new();
    for line in ours.split(|byte| *byte == b'\n').chain(theirs.split(|byte| *byte == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let event = std::str::from_utf8(line).ok().and_then(|text| parse_line(text, coder.as_ref()).ok());
        match event {
            Some(event) => match events.get(&event.id) {
                Some((known, _)) if event.rank(known).is_le() => {}
                _ => drop(events.insert(event.id, (event, line.to_vec()))),
            },
            None if others.iter().any(|known| known == line) => {}
            None => others.push(line.to_vec()),
        }
    }
    others.sort();
    let mut text = Vec::new();
    for line in events.into_values().map(|(_, line)| line).chain(others) {
        text.extend_from_slice(&line);
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: u32, rest: &str) -> String {
        let id = format!("01890000-0000-7000-8000-0000000000{at:02x}");
        format!("{{\"v\":1,\"id\":\"{id}\",\"act\":\"{id}\",\"coder\":\"amy\",{rest}}}\n")
    }

    #[test]
    fn journals_are_brought_together_by_union() {
        let (one, two, three) = (
            line(1, r#""do":"done","transcript":"a","on":true"#),
            line(2, r#""do":"done", "transcript":"b","on":true,"later":[1]"#),
            line(3, r#""do":"done","transcript":"c","on":true"#),
        );
        let erased = line(2, r#""rev":1,"do":"done","transcript":"b","on":true"#);
        let join = |a: &str, b: &str| String::from_utf8(merge_journals(a.as_bytes(), b.as_bytes())).unwrap();
        let ours = format!("{one}{two}not a line\n");
        let theirs = format!("{one}{three}");
        assert_eq!(join(&ours, &theirs), format!("{one}{two}{three}not a line\n"), "lines stand as they stood");
        assert_eq!(join(&theirs, &ours), join(&ours, &theirs));
        assert_eq!(join(&ours, &ours), ours);
        assert_eq!(join(&ours, &erased), format!("{one}{erased}not a line\n"), "an old copy brings no words back");
        assert_eq!(join(&ours.replace('\n', "\r\n"), ""), ours);
        assert_eq!(join("", ""), "");
    }

    #[test]
    fn lines_are_added_to_what_a_team_has_written() {
        let lines = ["a -merge".to_owned(), "b -merge".to_owned()];
        let first = with_lines("", &lines).unwrap();
        assert!(first.starts_with("# emic:") && first.ends_with("a -merge\nb -merge\n"));
        assert_eq!(with_lines(&first, &lines), None);
        let own = with_lines("*.docx binary\na -merge", &lines).unwrap();
        assert!(own.starts_with("*.docx binary\na -merge\n# emic:") && own.ends_with("\nb -merge\n"));
    }

    #[test]
    fn a_path_with_blanks_and_quotes_is_quoted() {
        assert_eq!(
            driver(Path::new("/home/o'neil/my bin/emic"), "journal"),
            "'/home/o'\\''neil/my bin/emic' team merge-driver journal %O %A %B"
        );
    }
}
