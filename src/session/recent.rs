//! The studies that were opened last on this machine: their folders, nothing of what is in them.

use std::path::{Path, PathBuf};

use super::{Env, Session};
use crate::store;
use crate::store::backup::{make_private, write_private};

/// How many are kept.
const KEPT: usize = 9;

fn file(env: &Env) -> Option<PathBuf> {
    Some(env.user_config.as_ref()?.join("emic").join("recent"))
}

/// Title and folder of the studies opened last that are still there, newest first.
pub fn recent(env: &Env) -> Vec<(String, PathBuf)> {
    let Some(text) = file(env).and_then(|file| std::fs::read_to_string(file).ok()) else { return Vec::new() };
    let paths = text.lines().map(PathBuf::from).filter(|path| path.join(store::STUDY_FILE).is_file());
    paths.filter_map(|path| Some((store::read_study(&path).ok()?.0.title, path))).collect()
}

impl Session {
    /// Keeps this study as the one that was opened last. A machine on which that cannot be kept goes without.
    pub fn remember(&self) {
        let (Some(file), Ok(root)) = (file(&self.env), self.root.canonicalize()) else { return };
        let before = std::fs::read_to_string(&file).unwrap_or_default();
        let root = root.to_string_lossy().into_owned();
        let others = before.lines().filter(|line| *line != root && Path::new(line).is_absolute());
        let lines: Vec<&str> = std::iter::once(root.as_str()).chain(others).take(KEPT).collect();
        let text = format!("{}\n", lines.join("\n"));
        if text != before && file.parent().is_some_and(|folder| make_private(folder).is_ok()) {
            let _ = write_private(&file, text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::demo;

    #[test]
    fn newest_first_and_only_those_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let env = || Env::fixed(1_700_000_000_000, 1, folder.path().join("machine"));
        assert!(recent(&env()).is_empty());
        for name in ["one", "two", "one"] {
            let root = folder.path().join(name);
            demo::make(&root).unwrap();
            Session::open(&root, env()).unwrap().remember();
        }
        let found = recent(&env());
        assert_eq!(found.len(), 2);
        assert!(found[0].1.ends_with("one") && found[1].1.ends_with("two"));
        assert!(found[0].0.starts_with("Supporting SEND"));
        std::fs::remove_dir_all(folder.path().join("one")).unwrap();
        assert_eq!(recent(&env()).len(), 1);
    }
}
