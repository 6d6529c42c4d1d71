//! Why a file does not come in.

/// Why a file was refused, and what its owner can do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what}")]
pub struct Refused {
    /// What is wrong, in one sentence without the file's name.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Refused {
    /// A refusal with advice.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }
}

impl From<super::document::Refused> for Refused {
    fn from(refused: super::document::Refused) -> Self {
        Self::new(refused.to_string(), refused.hint())
    }
}

/// One way in which the bytes of a text can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The name of the encoding, as `--encoding` takes it.
    pub encoding: String,
    /// A word or two that show the difference.
    pub sample: String,
}

/// Why nothing was read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unread {
    /// The file is refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The bytes can be read in several ways, and none is clearly the right one: somebody has to say.
    #[error("it is not certain in which encoding this text was saved")]
    Doubtful(Vec<Reading>),
}
