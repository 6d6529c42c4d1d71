//! What is wrong with a text if it were a file of the study.

use std::path::Path;

use super::find::{STUDY_FILE, StudyPaths};
use super::{codebook_file, front_matter, study_file, tables};
use crate::model::{Diagnostic, Severity, Study};

/// The faults that `text` would have as the file at `path` (relative to the study's folder) by its own syntax and keys: codebook,
/// tables, study.yaml and front matter.
pub fn faults_of(study: &Study, path: &Path, text: &str) -> Vec<Diagnostic> {
    let paths = StudyPaths::of(study);
    let mut found = if path == study.codebook {
        codebook_file::parse_codebook(path, text).map_or_else(|fault| vec![fault], |(_, found)| found)
    } else if path == Path::new(STUDY_FILE) {
        study_file::parse_study(&study.root, text).map_or_else(|fault| vec![fault], |(_, found)| found)
    } else if path == paths.speakers {
        tables::parse_speakers(path, text).1
    } else if let Some(id) =
        [(paths.participants, "participant"), (paths.cases, "case"), (paths.transcripts, "transcript")]
            .into_iter()
            .find_map(|(table, id)| (table == path).then_some(id))
    {
        tables::parse_table(path, text, id).1
    } else {
        let yaml = front_matter::split(text).and_then(|split| text.get(split.yaml));
        yaml.map(|yaml| front_matter::parse_front(path, yaml).1).unwrap_or_default()
    };
    found.retain(|fault| fault.severity == Severity::Fault);
    found
}
