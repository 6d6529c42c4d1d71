//! Folders of invented files, for tests of what the disk holds.

use std::fs;
use std::path::Path;

/// Writes files below a folder.
pub fn write(root: &Path, files: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>) {
    for (path, bytes) in files {
        let full = root.join(path.as_ref());
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }
}

/// All files below a folder, by their paths in it with `/`.
pub fn read(root: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let parts = path.strip_prefix(root).unwrap().components();
                let below: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                found.push((below.join("/"), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
