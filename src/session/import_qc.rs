//! What lies beside the database of a qc project: settings, texts, the tree of codes, memos. Only files inside of the project's
//! folder are read.

use std::path::{Component, Path, PathBuf};

use crate::import::neighbours::Beside;
use crate::store::{Node, parse_yaml};

/// Most memos that are read.
const MOST_MEMOS: usize = 10_000;
/// Largest file of settings, codes or a memo, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// The folders and files of a project.
pub(super) struct Folder {
    texts: PathBuf,
    codebook: PathBuf,
    memos: PathBuf,
}

/// A path that leads nowhere but down.
fn below(base: &Path, path: &str) -> Option<PathBuf> {
    let plain = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let path = Path::new(path);
    (plain(path) && !path.as_os_str().is_empty()).then(|| base.join(path))
}

fn small(path: &Path) -> Option<String> {
    let meta = std::fs::metadata(path).ok().filter(|meta| meta.is_file() && meta.len() <= MOST_BYTES)?;
    let bytes = std::fs::read(path).ok().filter(|bytes| bytes.len() as u64 <= meta.len().max(1) + MOST_BYTES)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

impl Folder {
    /// The folder in which a database lies.
    pub fn of(database: &Path) -> Self {
        let root = database.parent().unwrap_or(Path::new("."));
        let settings = small(&root.join("settings.yaml")).and_then(|text| parse_yaml(&text).ok());
        let said = |key: &str, usual: &str| {
            let said = settings.as_ref().and_then(|settings| settings.get(key)).and_then(Node::as_text);
            said.and_then(|path| below(root, path)).unwrap_or_else(|| root.join(usual))
        };
        Self {
            texts: said("corpus_dir", "corpus"),
            codebook: said("codebook", "codebook.yaml"),
            memos: said("memos_dir", "memos"),
        }
    }

    /// A document by its path.
    pub fn text(&self, path: &str) -> Option<Vec<u8>> {
        let read = |path: &str| {
            let path = below(&self.texts, path)?;
            let fits =
                std::fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() <= crate::import::MOST_BYTES);
            fits.then(|| std::fs::read(path).ok()).flatten()
        };
        // A project of Windows.
        read(path).or_else(|| read(&path.replace('\\', "/")))
    }

    /// What is read before the texts are asked for.
    pub fn beside<'a>(&self, text: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Beside<'a> {
        let codes = small(&self.codebook).and_then(|text| parse_yaml(&text).ok());
        let mut memos = Vec::new();
        for entry in std::fs::read_dir(&self.memos).into_iter().flatten().flatten().take(MOST_MEMOS) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.to_lowercase().ends_with(".md")
                && let Some(text) = small(&entry.path())
            {
                memos.push((name, text));
            }
        }
        memos.sort();
        Beside { codes: codes.map(|codes| tree(&codes)).unwrap_or_default(), text: Some(text), memos }
    }
}

/// The tree of codes: a list of names, and of names with lists beneath them.
fn tree(codes: &Node) -> Vec<(String, Option<usize>)> {
    let mut out: Vec<(String, Option<usize>)> = Vec::new();
    let mut open: Vec<(&Node, Option<usize>)> = vec![(codes, None)];
    while let Some((node, above)) = open.pop() {
        match node {
            Node::List(items) => open.extend(items.iter().rev().map(|item| (item, above))),
            Node::Map(entries) => {
                // The last is what is taken from the stack next.
                let mut beneath = Vec::new();
                for (name, codes) in entries {
                    out.push((name.clone(), above));
                    beneath.push((codes, Some(out.len() - 1)));
                }
                open.extend(beneath.into_iter().rev());
            }
            Node::Scalar(..) => {
                if let Some(name) = node.as_text().filter(|name| !name.is_empty()) {
                    out.push((name.to_owned(), above));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_codes_is_read_parents_first() {
        let codes = parse_yaml("- anger\n- time:\n  - waiting:\n    - weeks\n  - rush\n- 2024\n").unwrap();
        let names: Vec<(String, Option<usize>)> = tree(&codes);
        let of = |name: &str, above| (name.to_owned(), above);
        assert_eq!(
            names,
            [
                of("anger", None),
                of("time", None),
                of("waiting", Some(1)),
                of("weeks", Some(2)),
                of("rush", Some(1)),
                of("2024", None)
            ]
        );
        assert!(tree(&parse_yaml("").unwrap()).is_empty());
    }

    #[test]
    fn nothing_outside_of_the_folder_is_read() {
        let base = Path::new("/p");
        assert_eq!(below(base, "a/b.txt"), Some(PathBuf::from("/p/a/b.txt")));
        for path in ["../x", "/etc/passwd", "a/../../x", ""] {
            assert_eq!(below(base, path), None, "{path}");
        }
    }
}
