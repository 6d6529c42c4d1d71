//! Where what is derived of a study is kept, and its end.

use std::path::Path;

use super::{Problem, Session};
use crate::model::CacheMode;

impl Session {
    /// Where what is derived is kept, why, and how large it is.
    pub fn cache_description(&self) -> String {
        use crate::cache::Kept;
        let place = self.cache.place().map_or("nowhere".into(), |place| place.display().to_string());
        let why = match self.cache.kept() {
            Kept::Disk => format!("kept in {place}"),
            Kept::ReadOnly => format!("read from {place}, which cannot be written"),
            Kept::Asked => "kept in memory only, as study.yaml asks (cache: memory)".into(),
            Kept::Chosen => "kept in memory only, as was chosen for this study on this machine".into(),
            Kept::OtherVolume => format!("kept in memory only: the study lies on another volume than {place}"),
            Kept::Unwritable => format!("kept in memory only: {place} cannot be written"),
            Kept::NoFolder => "kept in memory only: this machine names no cache folder".into(),
        };
        let size = self.cache.size() as f64 / 1_000_000.0;
        format!(
            "what emic derives from this study (interview text included) is {why}\n{size:.1} MB; `emic cache clear` deletes it, \
             `emic cache memory` and `emic cache disk` choose where it is kept"
        )
    }

    /// Deletes the cache. Nothing of the study is touched.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn clear_cache(&mut self) -> Result<String, Problem> {
        self.index = None;
        let place = self.cache.place().map(Path::to_owned).unwrap_or_default();
        self.cache.clear().map_err(|error| Problem::io("clear", &place, &error))?;
        let mut said = format!("deleted what was derived from this study: {}", place.display());
        for kept in self.kept_copies() {
            said.push_str(&format!("\nkept from an edit that has not ended, or not well: {}", kept.display()));
        }
        Ok(said)
    }

    /// Chooses where the cache is kept, from the next opening on.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn choose_cache(&mut self, mode: CacheMode) -> Result<String, Problem> {
        let place = self.cache.place().map(Path::to_owned).unwrap_or_default();
        self.cache.choose(mode).map_err(|error| Problem::io("write", &place, &error))?;
        Ok(match mode {
            CacheMode::Disk => format!("from the next opening on it is kept in {}", place.display()),
            CacheMode::Memory => "from the next opening on nothing is kept on the disk".into(),
        })
    }
}
