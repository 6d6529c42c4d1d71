//! The folder of sources beside a bare project, as an archive of REFI-QDA has it in it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::import::MOST_BYTES;

/// Most files that are looked at.
const MOST_FILES: usize = 100_000;

/// The texts beside a project, by their names in lower case.
pub(super) struct Sources(HashMap<String, PathBuf>);

impl Sources {
    /// Those in the folder `sources` (however it is capitalised) beside the file. Links are not followed.
    pub fn beside(project: &Path) -> Self {
        let folder = project.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_FILES);
        let is = |entry: &fs::DirEntry, dir: bool| {
            entry.file_type().is_ok_and(|kind| if dir { kind.is_dir() } else { kind.is_file() })
        };
        let name = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().to_lowercase();
        let folders = inside(folder).filter(|entry| is(entry, true) && name(entry) == "sources");
        let files =
            folders.flat_map(|folder| inside(&folder.path()).filter(|entry| is(entry, false)).collect::<Vec<_>>());
        Self(files.map(|entry| (name(&entry), entry.path())).collect())
    }

    /// The bytes of the file of this name; `None` if there is none, or it is larger than a text is.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.0.get(&name.to_lowercase())?;
        fs::metadata(path).ok().filter(|meta| meta.len() <= MOST_BYTES)?;
        fs::read(path).ok()
    }
}
