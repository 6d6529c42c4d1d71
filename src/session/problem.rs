//! What a session refuses, with the facts that a face needs to say so.

use std::ops::Range;
use std::path::Path;

use crate::model::Diagnostic;

/// The text that a problem is about, and where in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemPlace {
    /// A file's path, or `query`.
    pub name: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// The line.
    pub text: String,
    /// Bytes of the line under the caret.
    pub range: Range<usize>,
}

/// Something that a session did not do. Nothing was changed unless the message says so.
#[derive(Clone, PartialEq, Eq, Debug, Default, thiserror::Error)]
#[error("{what}")]
pub struct Problem {
    /// What is wrong, in one sentence; empty where the diagnostics say it all.
    pub what: String,
    /// Where, if it stands in a text.
    pub place: Option<Box<ProblemPlace>>,
    /// What to do.
    pub hint: Option<String>,
    /// Faults behind it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Problem {
    /// A problem in one sentence.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, name: impl Into<String>, line: usize, text: impl Into<String>, range: Range<usize>) -> Self {
        self.place = Some(Box::new(ProblemPlace { name: name.into(), line, text: text.into(), range }));
        self
    }

    /// A problem with a file or folder.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let hint = match error.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Some("the folder or file may be read-only for you"),
            Kind::StorageFull => Some("make space on the disk and try again; nothing that was saved is lost"),
            Kind::NotFound => Some("look whether the path is written as it is on the disk"),
            _ => None,
        };
        Self { hint: hint.map(String::from), ..Self::new(format!("cannot {doing} {}: {error}", path.display())) }
    }
}
