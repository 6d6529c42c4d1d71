//! Where the files of a study lie.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::write::inside;
use crate::model::{CoderName, Diagnostic, Study};

/// The file that makes a folder a study.
pub const STUDY_FILE: &str = "study.yaml";

/// The folder of the nearest study.yaml at or above `from`.
pub fn find_study(from: &Path) -> Option<PathBuf> {
    let from = if from.is_absolute() { from.to_owned() } else { std::path::absolute(from).ok()? };
    from.ancestors().find(|folder| folder.join(STUDY_FILE).is_file()).map(Path::to_owned)
}

/// The files of a study, relative to its folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StudyPaths {
    /// study.yaml.
    pub study: PathBuf,
    /// The table of participants.
    pub participants: PathBuf,
    /// The table of cases.
    pub cases: PathBuf,
    /// The table of labels.
    pub speakers: PathBuf,
    /// The table of transcripts.
    pub transcripts: PathBuf,
    /// The codebook; the only one that may lie outside.
    pub codebook: PathBuf,
    /// The folder of the journals.
    pub codings: PathBuf,
}

impl StudyPaths {
    /// The files of `study`.
    pub fn of(study: &Study) -> Self {
        Self {
            study: STUDY_FILE.into(),
            participants: study.participants.clone(),
            cases: "cases.csv".into(),
            speakers: "speakers.csv".into(),
            transcripts: "transcripts.csv".into(),
            codebook: study.codebook.clone(),
            codings: study.codings.clone(),
        }
    }
}

/// The journal that emic makes for a coder, relative to the study's folder.
pub fn journal_for(study: &Study, coder: &CoderName) -> PathBuf {
    study.codings.join(format!("{}.jsonl", coder.key()))
}

/// All journals of a study in the order of their names, relative to its folder: every `*.jsonl` of the codings folder,
/// a cloud service's conflict copies included. Without the folder there are none yet.
pub fn journals(study: &Study) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut paths = Vec::new();
    let mut found = Vec::new();
    let entries = match fs::read_dir(study.root.join(&study.codings)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return (paths, found),
        Err(error) => {
            let message = format!("the folder of the codings cannot be read: {error}");
            found.push(Diagnostic::fault("unreadable", &study.codings, message).hint("see who may read the folder"));
            return (paths, found);
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let path = study.codings.join(&name);
        let hidden = name.to_string_lossy().starts_with('.');
        if hidden || path.extension().is_none_or(|ending| ending != "jsonl") {
            continue;
        }
        if !inside(&study.root, &study.root.join(&path)) {
            let found_here = Diagnostic::fault("outside", &path, "this link leads out of the study and is not read");
            found.push(found_here.hint("copy the file itself into the study"));
        } else if study.root.join(&path).is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    (paths, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_study_upward() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("study/transcripts/wave 1");
        fs::create_dir_all(&deep).unwrap();
        assert_eq!(find_study(&deep), None);
        fs::write(dir.path().join("study/study.yaml"), "emic: 1\n").unwrap();
        assert_eq!(find_study(&deep), Some(dir.path().join("study")));
    }

    #[test]
    fn journals_are_all_jsonl_files() {
        let dir = tempfile::tempdir().unwrap();
        let study = Study::new(dir.path().into(), "T", CoderName::new("consensus").unwrap());
        assert_eq!(journals(&study), (vec![], vec![]));
        let codings = dir.path().join("codings");
        fs::create_dir(&codings).unwrap();
        for name in ["ben.jsonl", "amy.jsonl", "amy (conflicted copy).jsonl", "amy.jsonl.torn", ".x.jsonl", "n.txt"] {
            fs::write(codings.join(name), "").unwrap();
        }
        let (paths, found) = journals(&study);
        let names: Vec<_> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(names, ["codings/amy (conflicted copy).jsonl", "codings/amy.jsonl", "codings/ben.jsonl"]);
        assert!(found.is_empty());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/hostname", codings.join("evil.jsonl")).unwrap();
            let (paths, found) = journals(&study);
            assert_eq!((paths.len(), found.len()), (3, 1));
            assert_eq!(found[0].kind, "outside");
        }
        let amy = CoderName::new("Amy").unwrap();
        assert_eq!(journal_for(&study, &amy), Path::new("codings/amy.jsonl"));
    }
}
