//! Names of things: small, cheap to clone, never mixed up with one another.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name.into())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    )*};
}

names! {
    /// Id of a transcript: by default its path below the transcripts folder, without extension, with `/`, in NFC.
    TranscriptId;
    /// Id of a participant: the first column of participants.csv.
    ParticipantId;
    /// Stable id of a code or of a set of codes; `case:<id>` in a journal marks a case.
    CodeId;
}

impl CodeId {
    /// The case that a mark `case:<id>` names.
    pub fn case(&self) -> Option<&str> {
        self.as_str().strip_prefix("case:")
    }
}

/// Name of a coder, compared in NFC and lower case; shown as it was first written.
#[derive(Clone)]
pub struct CoderName(Arc<Name>);

struct Name {
    shown: Box<str>,
    /// What is compared, where that is something else.
    key: Option<Box<str>>,
}

/// Why a text cannot be a coder's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot be a coder's name: use 1 to 40 letters, digits, `-`, `_` or `.`, not starting with `.`")]
pub struct BadCoderName(pub String);

impl CoderName {
    /// Takes a name of 1 to 40 letters, digits, `-`, `_`, `.` of any script, not starting with `.`.
    ///
    /// # Errors
    /// Every other text is refused.
    pub fn new(name: &str) -> Result<Self, BadCoderName> {
        let shown: String = name.nfc().collect();
        // By hand: a pattern over the letters of all scripts takes longer to build than most commands run.
        let fits = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '.');
        let length = shown.chars().count();
        if !(1..=40).contains(&length) || shown.starts_with('.') || !shown.chars().all(fits) {
            return Err(BadCoderName(name.to_owned()));
        }
        let key = shown.to_lowercase();
        let key = (key != shown).then(|| key.into());
        Ok(Self(Arc::new(Name { shown: shown.into(), key })))
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0.shown
    }

    /// The form that is compared: NFC, lower case. Also the stem of the coder's file when emic makes it.
    pub fn key(&self) -> &str {
        self.0.key.as_ref().unwrap_or(&self.0.shown)
    }
}

impl PartialEq for CoderName {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.key() == other.key()
    }
}
impl Eq for CoderName {}
impl std::hash::Hash for CoderName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}
impl PartialOrd for CoderName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for CoderName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { std::cmp::Ordering::Equal } else { self.key().cmp(other.key()) }
    }
}
impl fmt::Display for CoderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
impl fmt::Debug for CoderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
impl Serialize for CoderName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for CoderName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::new(&name).map_err(serde::de::Error::custom)
    }
}

/// UUIDv7 of an event. The order of events is the order of their ids and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(pub Uuid);

/// UUIDv7 of one action of a user; all its events share it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActId(pub Uuid);

macro_rules! uuid_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    )*};
}
uuid_text!(EventId, ActId);

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a place in a list.
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(at: usize) -> Self {
                Self(at as u32)
            }
        }
    )*};
}

indices! {
    /// Place of a transcript in [`Corpus::transcripts`](super::Corpus).
    TranscriptIx;
    /// Place of a participant in [`Corpus::participants`](super::Corpus).
    ParticipantIx;
    /// Place of a case in [`Corpus::cases`](super::Corpus).
    CaseIx;
    /// Place of a code in [`Codebook::codes`](super::Codebook).
    CodeIx;
    /// Place of a set in [`Codebook::sets`](super::Codebook).
    SetIx;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coder_names_are_compared_in_nfc_and_lower_case() {
        assert_eq!(CoderName::new("José").unwrap(), CoderName::new("JOSE\u{301}").unwrap());
        assert_eq!(CoderName::new("Amy").unwrap().as_str(), "Amy");
        for bad in ["", ".amy", "a b", "a/b", "../x", &"x".repeat(41)] {
            assert!(CoderName::new(bad).is_err(), "{bad}");
        }
    }
}
