//! A step that is interrupted at every touch of the disk: the study is as it was, or as it shall be.

use super::*;
use crate::session::test_files;

struct World {
    dir: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { dir: tempfile::tempdir().unwrap() };
        test_files::write(&world.root(), BEFORE.iter().copied());
        world
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("study")
    }

    fn env(&self) -> Env {
        Env::fixed(1_000_000, 1, self.dir.path().join("home"))
    }

    fn files(&self) -> Vec<(String, String)> {
        let files = test_files::read(&self.root()).into_iter();
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }
}

const BEFORE: &[(&str, &str)] =
    &[("codings/amy.jsonl", "one\n"), ("study.yaml", "emic: 1\n"), ("transcripts/tom/a.txt", "Tom: Hi.\n")];
const AFTER: &[(&str, &str)] = &[
    ("codings/amy.jsonl", "ONE\n"),
    ("codings/ben.jsonl", "new\n"),
    ("study.yaml", "emic: 1\n"),
    ("transcripts/lee/a.txt", "Lee: Hi.\n"),
];

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn changes() -> Vec<Change> {
    let change = |path: &str, old: Option<&str>, new: Option<&str>| Change {
        path: path.into(),
        old: old.map(|text| text.as_bytes().to_vec()),
        new: new.map(|text| text.as_bytes().to_vec()),
    };
    vec![
        change("codings/amy.jsonl", Some("one\n"), Some("ONE\n")),
        change("codings/ben.jsonl", None, Some("new\n")),
        change("transcripts/lee/a.txt", None, Some("Lee: Hi.\n")),
        change("transcripts/tom/a.txt", Some("Tom: Hi.\n"), None),
    ]
}

/// Runs the step and stops dead at the touch number `stop`; whether it came to its end.
fn run(world: &World, stop: usize) -> bool {
    let mut touches = 0;
    let mut tick = || {
        touches += 1;
        if touches > stop { Err(io::Error::other("the power is gone")) } else { Ok(()) }
    };
    let folder = world.root().join(FOLDER);
    decide(&world.root(), &folder, &changes(), After::default(), &mut tick).is_ok()
        && carry_out(&world.root(), &world.env(), &mut tick).is_ok()
}

#[test]
fn a_crash_at_any_touch_leaves_all_or_nothing() {
    let (mut before, mut after) = (0, 0);
    for stop in 0.. {
        let world = World::new();
        let done = run(&world, stop);
        carry_on(&world.root(), &world.env()).unwrap();
        let files = world.files();
        assert!(files == owned(BEFORE) || files == owned(AFTER), "stopped at {stop}: {files:?}");
        before += usize::from(files == owned(BEFORE));
        after += usize::from(files == owned(AFTER));
        // To go on once more changes nothing.
        assert!(carry_on(&world.root(), &world.env()).unwrap().is_empty());
        assert_eq!(world.files(), files);
        if done {
            break;
        }
    }
    assert!(before >= 5 && after >= 6, "{before} before, {after} after");
}

#[test]
fn what_others_write_in_between_is_kept() {
    let world = World::new();
    let folder = world.root().join(FOLDER);
    decide(&world.root(), &folder, &changes(), After::default(), &mut || Ok(())).unwrap();
    fs::write(world.root().join("codings/amy.jsonl"), "one\ntwo\n").unwrap();
    fs::write(world.root().join("transcripts/tom/a.txt"), "Tom: Hello.\n").unwrap();
    let told = carry_on(&world.root(), &world.env()).unwrap();
    let files = world.files();
    assert!(files.contains(&("codings/amy.jsonl".into(), "ONE\ntwo\n".into())), "{files:?}");
    assert!(!files.iter().any(|(path, _)| path.contains("tom")));
    let aside = told.iter().find(|line| line.contains("changed by another program")).expect("it is told");
    let path = aside.rsplit("kept in ").next().unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "Tom: Hello.\n");
}

#[test]
fn a_file_that_changed_before_the_decision_stops_it() {
    let world = World::new();
    fs::write(world.root().join("codings/amy.jsonl"), "other\n").unwrap();
    let before = world.files();
    let locks = lock_all(&world.dir.path().join("locks"), [PathBuf::from("amy.jsonl")]).unwrap();
    let env = world.env();
    let problem = rewrite(&world.root(), &changes(), After::default(), &env, &locks, &mut || Ok(())).unwrap_err();
    assert!(problem.what.contains("nothing was changed"), "{problem:?}");
    assert_eq!(world.files(), before);
}

#[test]
fn half_a_folder_from_elsewhere_is_not_carried_out() {
    let world = World::new();
    let folder = world.root().join(FOLDER);
    decide(&world.root(), &folder, &changes(), After::default(), &mut || Ok(())).unwrap();
    fs::write(folder.join("0"), "half").unwrap();
    assert!(carry_on(&world.root(), &world.env()).is_err());
    assert!(world.files().contains(&("codings/amy.jsonl".into(), "one\n".into())));
}
