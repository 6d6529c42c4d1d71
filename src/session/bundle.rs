//! A study in disguise as one archive, for the report of a fault: what is wrong with its files shows in it, and no word does.

mod bytes;
mod names;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::study_files::study_files;
use super::tables::empty;
use super::{Env, Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::export::zipped;
use crate::model::{CoderName, Diagnostic, Severity, Study};
use crate::privacy::{Disguise, Format};
use crate::store;
use crate::text::{Body, TurnRules, find_turns};

use bytes::{Pair, journal_bytes, text_bytes, transcript_bytes};
use names::learn;

/// What stands in the archive beside the study, for whoever opens it.
const README: &str = "\
This archive was made by `emic doctor --bundle` for the report of a fault.

study/      the study in disguise: every letter of every text is another one of its script (x for a small letter, X for
            a capital), every digit is 0; labels, participants, codes, coders and transcripts have other names, the same
            everywhere. Lengths, line breaks, blanks and signs are as they were.
doctor.txt  what emic found in the study and on the machine: numbers and kinds of faults, no names and no paths.

What somebody did when, by the clock, stands in the journals as it was. Nothing else of the study is in here.
";

/// An archive that was made and not yet written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundle {
    files: Vec<(String, Vec<u8>)>,
    /// What has to be said of it: whether it shows the faults of the study.
    pub said: Vec<String>,
}

impl Bundle {
    /// What is inside: columns `file`, `bytes`.
    pub fn table(&self) -> Table {
        let mut table = empty("bundle", vec![Column::left("file"), Column::right("bytes")]);
        table.rows =
            self.files.iter().map(|(name, bytes)| vec![Cell::text(name), Cell::Integer(bytes.len() as u64)]).collect();
        table.sentences.push(
            "every letter of every text is another one, names and codes are other names; README.txt in it says how"
                .into(),
        );
        table.sentences.extend(self.said.iter().cloned());
        table
    }

    /// Writes it to a file that is not there yet.
    ///
    /// # Errors
    /// If there is one, or the disk refuses.
    pub fn write(&self, path: &Path) -> Result<(), Problem> {
        let bytes = zipped(self.files.iter().map(|(name, bytes)| (name, bytes)))
            .map_err(|error| Problem::new(format!("the archive cannot be made: {error}")))?;
        store::write_new(path, &bytes).map_err(|error| match error {
            store::WriteError::Exists(path) => Problem::new(format!("{} is there already", path.display()))
                .hint("name another file: --bundle FILE.zip"),
            error => Problem::new(error.to_string()),
        })
    }
}

/// Makes the archive of the study in `root`, whether it opens or not. Nothing is written.
///
/// # Errors
/// If there is no study.yaml, or a file cannot be read at all.
pub fn bundle(root: &Path, env: impl Fn() -> Env) -> Result<Bundle, Problem> {
    let study_file = root.join(store::STUDY_FILE);
    if !study_file.is_file() {
        return Err(Problem::new(format!("there is no study in {}", root.display())).hint("name its folder: -s DIR"));
    }
    let study = match store::read_study(root) {
        Ok((study, _)) => study,
        Err(_) => bare_study(root)?,
    };
    let session = Session::open_with_faults(root, in_memory(env())).ok();
    let (files, _) = study_files(&study)?;
    let seen = store::scan(&study).0.into_iter();
    let transcripts: HashMap<String, String> =
        seen.map(|file| (file.path.to_string_lossy().replace('\\', "/"), file.id.to_string())).collect();
    let mut disguise = Disguise::default();
    learn(&mut disguise, &study, &files, &transcripts);

    let mut pairs: HashMap<&str, Pair> = HashMap::new();
    let mut ids: HashMap<String, &str> = HashMap::new();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for (path, bytes) in &files {
        let Some(by_path) = transcripts.get(path) else { continue };
        let Ok(read) = store::decode_transcript(Path::new(path), bytes.clone()) else { continue };
        let mut known = session.iter().flat_map(|session| &session.corpus().transcripts);
        let known = known.find(|transcript| transcript.path == Path::new(path));
        let rules = known.map_or_else(|| rules_of(&study), |transcript| transcript.rules.clone());
        let old = Body::new(read.body);
        let layout = find_turns(&old, &rules).layout;
        let new = Body::new(disguise.body(&old, &layout));
        turns.insert(disguise.path(path), layout.turns.len());
        let id = known.map(|transcript| transcript.id.to_string()).or(read.front.transcript);
        ids.insert(id.unwrap_or_else(|| by_path.clone()), path);
        pairs.insert(path, Pair { old, new });
    }
    let body_of = |id: &str| pairs.get(ids.get(id)?);

    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    for (path, bytes) in &files {
        let new = if transcripts.contains_key(path) {
            transcript_bytes(&disguise, bytes, pairs.get(path.as_str()))
        } else if path.ends_with(".csv") {
            text_bytes(bytes, &|text| disguise.text(text, Format::Csv))
        } else if path.ends_with(".yaml") {
            text_bytes(bytes, &|text| disguise.text(text, Format::Yaml))
        } else {
            journal_bytes(&disguise, bytes, &body_of)
        };
        out.push((free_name(&out, &disguise.path(path)), new));
    }
    let mut said = Vec::new();
    let found = session.map(|mut session| session.check()).unwrap_or_default();
    let (shown, turns_shown) = shows(&out, &env)?;
    said.extend(compare(&found, &shown));
    let others = turns.iter().filter(|(path, count)| turns_shown.get(*path).is_some_and(|there| there != *count));
    let others = others.count() as u64;
    if others > 0 {
        said.push(format!(
            "{} of {} in it with other turns than in the study",
            others,
            counted(turns.len() as u64, "transcript")
        ));
    }
    let mut whole = vec![
        ("README.txt".to_owned(), README.as_bytes().to_vec()),
        ("doctor.txt".to_owned(), report(&disguise, &files, &found, &said).into_bytes()),
    ];
    whole.extend(out.into_iter().map(|(name, bytes)| (format!("study/{name}"), bytes)));
    Ok(Bundle { files: whole, said })
}

/// A study of which study.yaml says nothing that can be read.
fn bare_study(root: &Path) -> Result<Study, Problem> {
    let consensus = CoderName::new("consensus").map_err(|error| Problem::new(error.to_string()))?;
    Ok(Study::new(root.to_owned(), "", consensus))
}

/// A world in which nothing is kept and nothing is written.
fn in_memory(mut env: Env) -> Env {
    (env.cache_dir, env.user_cache, env.as_of) = (None, None, Some("now".into()));
    env
}

fn rules_of(study: &Study) -> TurnRules {
    let known = study.others.clone();
    TurnRules { pattern: study.turns.clone(), interviewers: study.interviewers.clone(), known, ..TurnRules::default() }
}

/// A name that no file before has.
fn free_name(files: &[(String, Vec<u8>)], name: &str) -> String {
    let taken = |name: &str| files.iter().any(|(known, _)| known == name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let others = (2..).map(|number| format!("{stem}-{number}.{ending}"));
    std::iter::once(name.to_owned()).chain(others).find(|name| !taken(name)).unwrap_or_default()
}

/// What `check` finds in the study as it stands in the archive, and how many turns each transcript has there.
fn shows(
    files: &[(String, Vec<u8>)],
    env: &impl Fn() -> Env,
) -> Result<(Vec<Diagnostic>, BTreeMap<String, usize>), Problem> {
    let failed = |error: std::io::Error| Problem::new(format!("no temporary folder can be made: {error}"));
    let folder = tempfile::tempdir().map_err(failed)?;
    for (name, bytes) in files {
        let path = folder.path().join(name);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::write(&path, bytes)).map_err(failed)?;
    }
    let Ok(mut session) = Session::open_with_faults(folder.path(), in_memory(env())) else {
        return Ok(Default::default());
    };
    let transcripts = session.corpus().transcripts.iter();
    let turns =
        transcripts.map(|one| (one.path.to_string_lossy().replace('\\', "/"), one.layout().turns.len())).collect();
    Ok((session.check(), turns))
}

/// How many faults of each kind.
fn kinds(found: &[Diagnostic]) -> BTreeMap<&'static str, u64> {
    let mut kinds = BTreeMap::new();
    for one in found.iter().filter(|one| one.severity == Severity::Fault) {
        *kinds.entry(one.kind).or_default() += 1;
    }
    kinds
}

/// Whether the archive shows the faults of the study.
fn compare(here: &[Diagnostic], there: &[Diagnostic]) -> Vec<String> {
    let (here, there) = (kinds(here), kinds(there));
    if here == there {
        let faults = counted(here.values().sum(), "fault");
        return vec![format!("`emic check` finds the same in it as in the study: {faults}")];
    }
    let all: BTreeSet<&str> = here.keys().chain(there.keys()).copied().collect();
    let differ = all.into_iter().filter_map(|kind| {
        let (here, there) = (here.get(kind).unwrap_or(&0), there.get(kind).unwrap_or(&0));
        (here != there).then(|| format!("{kind}: {here} in the study, {there} in it"))
    });
    vec![format!(
        "`emic check` finds something else in it than in the study: {}",
        differ.collect::<Vec<_>>().join("; ")
    )]
}

/// What is found, without a word of the study.
fn report(disguise: &Disguise, files: &[(String, Vec<u8>)], found: &[Diagnostic], said: &[String]) -> String {
    let mut text = format!(
        "emic {} on {} ({})\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        counted(files.len() as u64, "file")
    );
    for one in said {
        text.push_str(&format!("{one}\n"));
    }
    for one in found {
        let severity = if one.severity == Severity::Fault { "fault" } else { "note" };
        let file: PathBuf = disguise.path(&one.file.to_string_lossy().replace('\\', "/")).into();
        let line = one.excerpt.as_ref().map_or(String::new(), |excerpt| format!(", line {}", excerpt.line));
        text.push_str(&format!("{severity} {} in {}{line}\n", one.kind, file.display()));
    }
    text
}
