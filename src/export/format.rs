//! The formats in which a table can be had.

use std::path::{Path, PathBuf};

use crate::analysis::Table;

/// A format of tables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Format {
    /// Aligned text for a terminal.
    #[default]
    Table,
    /// Comma-separated.
    Csv,
    /// Tab-separated.
    Tsv,
    /// A JSON list of objects.
    Json,
    /// A Markdown pipe table.
    Markdown,
    /// A table of LaTeX.
    Latex,
}

/// Why a format cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// `--format` names none.
    #[error("there is no format `{name}`")]
    Name {
        /// As written.
        name: String,
    },
    /// The ending of `--to` names none.
    #[error("`.{ending}` is no ending of a format for this table")]
    Ending {
        /// Without its dot.
        ending: String,
    },
    /// `--to` has no ending.
    #[error("`{}` has no ending to tell the format by", file.display())]
    NoEnding {
        /// As written.
        file: PathBuf,
    },
}

impl FormatError {
    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Name { .. } => format!("the formats are: {}", Format::ALL.map(Format::as_str).join(", ")),
            Self::Ending { .. } | Self::NoEnding { .. } => {
                let endings: Vec<String> = Format::ALL.iter().filter_map(|format| format.ending()).collect();
                format!("the endings are: {}, .xlsx", endings.join(", "))
            }
        }
    }
}

impl Format {
    /// All formats, in the order of the option's help.
    pub const ALL: [Self; 6] = [Self::Table, Self::Csv, Self::Tsv, Self::Json, Self::Markdown, Self::Latex];

    /// The word of the option `--format`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Latex => "latex",
        }
    }

    /// The ending of its files, with the dot; a table for the terminal has none.
    fn ending(self) -> Option<String> {
        match self {
            Self::Table => None,
            Self::Markdown => Some(".md".into()),
            Self::Latex => Some(".tex".into()),
            other => Some(format!(".{}", other.as_str())),
        }
    }

    /// Reads the word of `--format`.
    ///
    /// # Errors
    /// A word that names no format.
    pub fn from_name(name: &str) -> Result<Self, FormatError> {
        let lower = name.to_lowercase();
        let found = Self::ALL.into_iter().find(|format| format.as_str() == lower);
        found.ok_or_else(|| FormatError::Name { name: name.to_owned() })
    }

    /// The format that the ending of a file asks for, ignoring case.
    ///
    /// # Errors
    /// A file without an ending, or with one that names no format.
    pub fn from_ending(file: &Path) -> Result<Self, FormatError> {
        let Some(ending) = file.extension() else {
            return Err(FormatError::NoEnding { file: file.to_owned() });
        };
        let ending = ending.to_string_lossy().into_owned();
        let dotted = format!(".{}", ending.to_lowercase());
        let found = Self::ALL.into_iter().find(|format| format.ending().as_ref() == Some(&dotted));
        found.ok_or(FormatError::Ending { ending })
    }

    /// Whether the sentences under a table are part of the format; else they go elsewhere.
    pub const fn has_sentences(self) -> bool {
        matches!(self, Self::Table | Self::Markdown | Self::Latex)
    }

    /// The table in this format; `width` is the screen's, for [`Format::Table`].
    pub fn write(self, table: &Table, width: Option<usize>) -> Vec<u8> {
        match self {
            Self::Table => super::text(table, width),
            Self::Csv => super::csv(table),
            Self::Tsv => super::tsv(table),
            Self::Json => super::json(table),
            Self::Markdown => super::markdown(table),
            Self::Latex => super::latex_table(table),
        }
    }
}
