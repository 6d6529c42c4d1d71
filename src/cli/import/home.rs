//! The study into which an import goes: one that is there, or one that a folder becomes.

use std::path::{Path, PathBuf};

use super::super::{Global, Wrong, args, output};
use crate::session::{Session, import};

/// Where the transcripts go.
pub(super) enum Home {
    /// The study of `-s`, or the nearest one.
    Study(PathBuf),
    /// A folder that is no study yet, and lies in none.
    Outside(PathBuf),
}

/// The study in which a draft is shown.
pub(super) enum Shown {
    Open(Box<args::Open>),
    Passing(Box<(tempfile::TempDir, Session)>),
}

impl Shown {
    pub fn session(&self) -> &Session {
        match self {
            Self::Open(session) => session,
            Self::Passing(pair) => &pair.1,
        }
    }
}

impl Home {
    pub fn find(into: Option<&Path>, global: &Global) -> Result<Self, Wrong> {
        if let Some(dir) = &global.study {
            return Ok(Self::Study(dir.clone()));
        }
        // A folder named by --into may be, or lie in, a study of its own; a short name may be one inside the nearest study.
        let within = into.map(|into| std::path::absolute(into).map_err(Wrong::Io)).transpose()?;
        if let Some(study) = within.as_deref().and_then(|path| Session::nearest(path).ok()) {
            return Ok(Self::Study(study));
        }
        match (args::nearest(), within) {
            (Ok(study), None) => Ok(Self::Study(study)),
            (_, Some(folder)) => Ok(Self::Outside(folder)),
            (Err(_), None) => Err(Wrong::new(
                "there is no study in this folder or above it",
                "name the study with -s DIR, or a folder that is to become one with --into DIR",
            )),
        }
    }

    pub fn to_show(&self, global: &Global) -> Result<Shown, Wrong> {
        match self {
            Self::Study(dir) => Ok(Shown::Open(Box::new(global.open_at(Some(dir.clone()))?))),
            Self::Outside(_) => Ok(Shown::Passing(Box::new(import::study_to_show()?))),
        }
    }

    pub fn to_write(&self, global: &Global, shown: Shown) -> Result<args::Open, Wrong> {
        match (self, shown) {
            (_, Shown::Open(session)) => Ok(*session),
            (Self::Study(dir), Shown::Passing(_)) => global.open_at(Some(dir.clone())),
            (Self::Outside(dir), Shown::Passing(_)) => {
                import::new_study(dir, None, "en")?;
                output::say(&format!("made a study: {}", dir.display()));
                global.open_at(Some(dir.clone()))
            }
        }
    }
}
