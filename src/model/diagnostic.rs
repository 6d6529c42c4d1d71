//! What is wrong with a study, or worth knowing, said so that its owner can mend it.

use std::path::PathBuf;

/// Whether something must be mended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Something is wrong and left out until it is mended.
    Fault,
    /// Something to know; nothing is left out.
    Note,
}

/// A place in a file and the line that stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
    /// How many code points the caret underlines (at least 1).
    pub length: u32,
    /// The line as it stands in the file.
    pub text: String,
}

/// One fault or note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Fault or note.
    pub severity: Severity,
    /// A stable short name of the kind, such as `unknown-key`.
    pub kind: &'static str,
    /// The file, relative to the study's folder where it lies inside.
    pub file: PathBuf,
    /// The line, where there is one to show.
    pub excerpt: Option<Excerpt>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A fault in `file`.
    pub fn fault(kind: &'static str, file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Fault, kind, file: file.into(), excerpt: None, message: message.into(), hint: None }
    }

    /// A note on `file`.
    pub fn note(kind: &'static str, file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::fault(kind, file, message) }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Shows the line `line` (from 1) of `source` with a caret under `length` code points from `column` (from 1).
    #[must_use]
    pub fn at(mut self, source: &str, line: u32, column: u32, length: u32) -> Self {
        let text = source.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}').to_owned();
        self.excerpt = Some(Excerpt { line, column: column.max(1), length: length.max(1), text });
        self
    }
}
