//! The files that make up a study, with their bytes: what a backup keeps, and what an archive for the report of a fault holds.

use std::fs;
use std::path::{Path, PathBuf};

use super::Problem;
use crate::analysis::first_of;
use crate::model::Study;
use crate::store::{self, StudyPaths};

/// The name under which a codebook from outside of the study is kept.
pub(super) const CODEBOOK: &str = "codebook-from-outside.yaml";

/// Files by their paths, with their bytes.
pub(super) type FileBytes = Vec<(String, Vec<u8>)>;

/// A path with `/` between its parts on every system.
pub(super) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The files of a study with their bytes, by path: study.yaml, the tables, the codebook, the transcripts and everything in
/// the folder of the journals. And the path under which a codebook from outside is kept.
pub(super) fn study_files(study: &Study) -> Result<(FileBytes, Option<String>), Problem> {
    files_at(study, study_paths(study))
}

/// Those of `paths` that are there.
pub(super) fn files_at(study: &Study, paths: Vec<PathBuf>) -> Result<(FileBytes, Option<String>), Problem> {
    let outside = StudyPaths::of(study).codebook;
    let mut files = Vec::new();
    let mut codebook = None;
    for path in paths {
        let full = study.root.join(&path);
        if !full.is_file() {
            continue;
        }
        let inside = store::inside(&study.root, &full);
        if !inside && path != outside {
            continue;
        }
        let bytes = fs::read(&full).map_err(|error| Problem::io("read", &full, &error))?;
        if inside {
            files.push((slashed(&path), bytes));
        } else {
            codebook = Some(CODEBOOK.to_owned());
            files.push((CODEBOOK.to_owned(), bytes));
        }
    }
    Ok((files, codebook))
}

/// What lies beside the files of a study in its folder and is not backed up, in words. Empty: nothing.
pub(super) fn left_out(root: &Path, files: &FileBytes) -> String {
    const NAMED: usize = 3;
    let kept = |name: &str| files.iter().any(|(path, _)| path.split('/').next() == Some(name));
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.') && !kept(name)).collect();
    names.sort();
    if names.is_empty() {
        return String::new();
    }
    format!("; not in it, for the study does not need them: {}", first_of(&names, NAMED))
}

/// The paths of a study's own files, there or not.
pub(super) fn study_paths(study: &Study) -> Vec<PathBuf> {
    let paths = StudyPaths::of(study);
    let mut found: Vec<PathBuf> =
        vec![paths.study, paths.participants, paths.cases, paths.speakers, paths.transcripts, paths.codebook];
    found.extend(store::scan(study).0.into_iter().map(|file| file.path));
    let entries = fs::read_dir(study.root.join(&paths.codings)).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name()).filter(|name| !name.to_string_lossy().starts_with('.'));
    found.extend(names.map(|name| paths.codings.join(name)));
    found.sort();
    found.dedup();
    found
}
