//! Snapshots: what is kept once, what is found damaged, what is pruned.

use super::rule::{DAY, HOUR};
use super::*;

fn shelf() -> (tempfile::TempDir, Shelf) {
    let dir = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(dir.path().join("backups"));
    (dir, shelf)
}

fn new(ms: u64) -> NewSnapshot {
    let at = format!("2026-01-01T00:00:{:02}Z", ms / 1000 % 60);
    NewSnapshot { at, ms, why: "asked".into(), ..NewSnapshot::default() }
}

fn files(journal: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![("study.yaml".into(), b"emic: 1\n".to_vec()), ("codings/amy.jsonl".into(), journal.to_vec())]
}

fn blocks(shelf: &Shelf) -> usize {
    let heads = fs::read_dir(shelf.folder().join("blocks")).unwrap();
    heads.map(|head| fs::read_dir(head.unwrap().path()).unwrap().count()).sum()
}

#[test]
fn what_did_not_change_is_kept_once_and_comes_back_as_it_was() {
    let (dir, shelf) = shelf();
    let mut journal = vec![b'x'; 3 * BLOCK + 10];
    journal[BLOCK] = b'y';
    let (first, made) = shelf.make(new(1000), &files(&journal)).unwrap();
    assert!(made);
    assert_eq!(blocks(&shelf), 4, "two blocks of the journal are alike");
    assert_eq!(shelf.make(new(2000), &files(&journal)).unwrap(), (first.clone(), false));
    journal.extend_from_slice(b"more");
    let (second, made) = shelf.make(new(3000), &files(&journal)).unwrap();
    assert!(made && second.id != first.id);
    assert_eq!(blocks(&shelf), 5, "only the end of the journal is new");
    assert_eq!(shelf.ids(), [first.id.clone(), second.id.clone()]);
    let into = dir.path().join("again/deep");
    shelf.restore(&second, &into, false).unwrap();
    assert_eq!(fs::read(into.join("codings/amy.jsonl")).unwrap(), journal);
    assert!(matches!(shelf.restore(&second, &into, false), Err(BackupError::NotEmpty(_))));
    assert!(shelf.faults(&first).is_empty());
    shelf.forget(std::slice::from_ref(&first.id)).unwrap();
    assert_eq!(blocks(&shelf), 4);
    assert!(shelf.faults(&second).is_empty());
    assert!(matches!(shelf.get(&first.id), Err(BackupError::Unknown(_))));
}

#[test]
fn damage_is_found() {
    let (dir, shelf) = shelf();
    let (snapshot, _) = shelf.make(new(1000), &files(b"one\n")).unwrap();
    let block = shelf.block(&snapshot.files[0].blocks[0]).unwrap();
    fs::write(&block, b"two\n").unwrap();
    assert_eq!(shelf.faults(&snapshot).len(), 1);
    assert!(matches!(shelf.restore(&snapshot, &dir.path().join("x"), true), Err(BackupError::Damaged { .. })));
    // The next snapshot mends the block.
    let (next, made) = shelf.make(new(2000), &[files(b"one\n"), vec![("a".into(), b"a".to_vec())]].concat()).unwrap();
    assert!(made && shelf.faults(&next).is_empty());
    fs::write(shelf.list_of(&snapshot.id), b"{").unwrap();
    assert!(matches!(shelf.get(&snapshot.id), Err(BackupError::List(_))));
    assert!(matches!(shelf.get("../x"), Err(BackupError::Unknown(_))));
}

#[test]
fn a_list_that_leads_out_of_the_folder_is_refused() {
    let (dir, shelf) = shelf();
    let (mut snapshot, _) = shelf.make(new(1000), &files(b"one\n")).unwrap();
    for path in ["../evil", "a/../../evil", "/etc/evil", "a//b", ""] {
        snapshot.files[0].path = path.into();
        let into = dir.path().join("into");
        assert!(matches!(shelf.restore(&snapshot, &into, false), Err(BackupError::Outside { .. })), "{path}");
        assert!(!shelf.faults(&snapshot).is_empty());
        fs::remove_dir_all(&into).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn everything_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, shelf) = shelf();
    let (snapshot, _) = shelf.make(new(1000), &files(b"one\n")).unwrap();
    shelf.restore(&snapshot, &dir.path().join("check"), true).unwrap();
    let mut open = vec![shelf.folder().to_owned(), dir.path().join("check")];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        let meta = fs::metadata(&path).unwrap();
        assert_eq!(meta.permissions().mode() & 0o077, 0, "{}", path.display());
        seen += 1;
        if meta.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    assert!(seen > 8);
}

#[test]
fn what_is_kept_by_age() {
    let at = |days: u64, hours: u64| {
        let ms = (20_000 + days) * DAY + hours * HOUR;
        let at = jiff::Timestamp::from_millisecond(ms as i64).unwrap().to_string();
        Snapshot {
            id: format!("{days}-{hours}"),
            at,
            ms,
            why: String::new(),
            study: String::new(),
            title: String::new(),
            original: false,
            codebook: None,
            files: Vec::new(),
        }
    };
    let now = (20_000 + 800) * DAY;
    // Two a day for 800 days.
    let mut all: Vec<Snapshot> = (0..800).flat_map(|day| [at(day, 6), at(day, 18)]).collect();
    let keep = kept(&all, now);
    let count = |from: u64, to: u64| {
        let within = |snapshot: &Snapshot| (from..to).contains(&(snapshot.ms / DAY - 20_000));
        all.iter().zip(&keep).filter(|(snapshot, keep)| **keep && within(snapshot)).count()
    };
    assert_eq!(count(798, 800), 4);
    assert_eq!(count(771, 798), 27);
    // Of 48 weeks the newest, and of 11 months where that is another one.
    assert!((54..=60).contains(&count(436, 770)), "{}", count(436, 770));
    assert!((13..=16).contains(&count(0, 434)), "{}", count(0, 434));
    assert!(keep[keep.len() - 1]);
    // Nothing that is kept is dropped by pruning again.
    let again: Vec<Snapshot> = all.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(one, _)| one.clone()).collect();
    assert!(kept(&again, now).iter().all(|keep| *keep));
    all[0].original = true;
    assert!(kept(&all, now)[0]);
    assert_eq!(kept(&all[..1], u64::MAX), [true]);
}
