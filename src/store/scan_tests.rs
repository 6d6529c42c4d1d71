//! Tests of finding transcripts.

use super::*;

fn made(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "A: hi").unwrap();
    }
    dir
}

fn ids(root: &Path, entries: &[&str]) -> (Vec<String>, Vec<Diagnostic>) {
    let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
    let (files, found) = scan_entries(root, &entries, Path::new("codings"));
    (files.iter().map(|file| file.id.to_string()).collect(), found)
}

#[test]
fn folders_globs_and_files() {
    let dir = made(&[
        "transcripts/a.txt",
        "transcripts/wave 1/b.md",
        "transcripts/wave 1/C.TXT",
        "transcripts/.hidden.txt",
        "transcripts/.git/x.txt",
        "transcripts/a.txt~",
        "transcripts/~$a.txt",
        "transcripts/notes.csv",
        "loose.txt",
        "codings/readme.md",
        "s[1]/d.txt",
    ]);
    for (entries, expected) in [
        (&["transcripts"][..], &["a", "wave 1/C", "wave 1/b"][..]),
        (&["./transcripts/"], &["a", "wave 1/C", "wave 1/b"]),
        (&["transcripts/*.txt"], &["a"]),
        (&["transcripts/**/*.md"], &["wave 1/b"]),
        (&["transcripts/wave*/*"], &["wave 1/C", "wave 1/b"]),
        (&["**/*.txt"], &["loose", "s[1]/d", "transcripts/a"]),
        (&["*.txt"], &["loose"]),
        (&["loose.txt", "transcripts/wave 1"], &["loose", "C", "b"]),
        (&["."], &["loose", "s[1]/d", "transcripts/a", "transcripts/wave 1/C", "transcripts/wave 1/b"]),
        (&["s[1]"], &["d"]),
        (&["transcripts", "transcripts/wave 1"], &["a", "wave 1/C", "wave 1/b"]),
    ] {
        let (found_ids, found) = ids(dir.path(), entries);
        assert_eq!(found_ids, expected, "{entries:?}");
        assert_eq!(found, [], "{entries:?}");
    }
    let (files, _) = scan_entries(dir.path(), &["loose.txt".into()], Path::new("codings"));
    assert_eq!((files[0].size, files[0].path.as_path()), (5, Path::new("loose.txt")));
    assert!(files[0].mtime_ns > 0);
}

#[test]
fn what_is_missing_or_of_another_format_is_said() {
    let dir = made(&["t/a.txt", "t/b.docx"]);
    for (entry, kind, count) in [("none", "not-found", 0), ("t/x*", "no-match", 0), ("t", "not-imported", 1)] {
        let (ids, found) = ids(dir.path(), &[entry]);
        assert_eq!((found.len(), ids.len()), (1, count), "{entry}: {found:?}");
        assert_eq!(found[0].kind, kind);
        assert!(found[0].hint.is_some());
    }
}

#[cfg(unix)]
#[test]
fn links_stay_in_the_study_and_end() {
    use std::os::unix::fs::symlink;
    let outer = made(&["secret.txt", "study/t/a.txt", "study/kept/b.txt"]);
    let root = outer.path().join("study");
    symlink(outer.path().join("secret.txt"), root.join("t/s.txt")).unwrap();
    symlink(outer.path(), root.join("t/up")).unwrap();
    symlink(root.join("t"), root.join("t/again")).unwrap();
    symlink(root.join("kept/b.txt"), root.join("t/b.txt")).unwrap();
    symlink(root.join("nowhere"), root.join("t/n.txt")).unwrap();
    let (ids, found) = ids(&root, &["t"]);
    assert_eq!(ids, ["a", "b"]);
    let mut kinds: Vec<_> = found.iter().map(|found| (found.kind, found.path_text())).collect();
    kinds.sort();
    assert_eq!(kinds, [("outside", "t/s.txt".into()), ("outside", "t/up".into()), ("unreadable", "t/n.txt".into())]);
}

trait PathText {
    fn path_text(&self) -> String;
}

impl PathText for Diagnostic {
    fn path_text(&self) -> String {
        self.file.display().to_string()
    }
}

#[test]
fn parts_of_globs() {
    for (pattern, name, fits) in [
        ("*", "abc", true),
        ("a*c", "abbc", true),
        ("a*c", "abcd", false),
        ("*.t?t", "x.txt", true),
        ("s[0-9]", "s3", true),
        ("s[!0-9]", "s3", false),
        ("s[", "s[", true),
        ("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ] {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(part_matches(&chars(pattern), &chars(name)), fits, "{pattern} {name}");
    }
}

#[test]
fn ids_of_files_that_are_not_there_yet() {
    let dir = tempfile::tempdir().unwrap();
    let id = |entries: &[&str], path: &str| {
        let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
        id_at(dir.path(), &entries, Path::new(path)).map(|id| id.to_string())
    };
    assert_eq!(id(&["transcripts"], "transcripts/wave1/P07.txt").as_deref(), Some("wave1/P07"));
    assert_eq!(id(&["*.md"], "P07.md").as_deref(), Some("P07"));
    assert_eq!(id(&["a", "**/*.txt"], "b/c/P07.txt").as_deref(), Some("b/c/P07"));
    for (entries, path) in
        [(&["transcripts"], "other/P07.txt"), (&["*.md"], "P07.txt"), (&["transcripts"], "transcripts/a.docx")]
    {
        assert_eq!(id(entries, path), None, "{path}");
    }
}
