//! Tests of journals that are kept as events: whatever happens to them, what is read is what stands in the file.

use std::fs;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use super::*;
use crate::journal::Do;
use crate::journal::made_up::{event, events, place, uuid};
use crate::model::{CacheMode, EventId};

const NAME: &str = "codings/amy.jsonl";

/// A study's folder with one journal, and its cache.
struct World {
    dir: TempDir,
    cache: Cache,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("codings")).unwrap();
        let cache = Cache::locate(dir.path(), Some(dir.path().join("c")), None, CacheMode::Disk);
        Self { dir, cache }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join(NAME)
    }

    fn write(&self, text: &str) {
        fs::write(self.path(), text).unwrap();
    }

    /// The journal has been still for a long time.
    fn age(&self) {
        let file = File::options().write(true).open(self.path()).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    }

    /// Reads the journal and keeps it; whether what was kept was used, and all that was read.
    fn read(&self) -> (bool, Vec<String>) {
        let mut reading = self.cache.read_journal(&self.path(), Path::new(NAME)).unwrap();
        let used = matches!(reading.keep, Keep::Same | Keep::Stamp(_));
        let found = found(&reading);
        let name = PathBuf::from(NAME);
        self.cache.keep_journals(self.dir.path(), vec![(name, ToKeep::from(&mut reading))]);
        (used, found)
    }

    fn part(&self, part: Part) -> PathBuf {
        self.cache.folder().unwrap().join(part.file(Path::new(NAME)))
    }

    /// What the journal itself says.
    fn truth(&self) -> Vec<String> {
        let (mut read, _) = read_whole(&self.path()).unwrap();
        let (rows, others) = (Rows::of(vec![]).0, std::mem::take(&mut read.events));
        read.events = others;
        found(&Reading { rows: Arc::new(rows), read, keep: Keep::Nothing })
    }
}

/// All that a reading has given, its events as the lines they stand for.
fn found(reading: &Reading) -> Vec<String> {
    let rows = (0..reading.rows.len()).filter_map(|at| reading.rows.event(at));
    let events = rows.chain(reading.read.events.iter().cloned());
    let mut all: Vec<String> = events.map(|event| format!("{} {:?}", event.text(), event)).collect();
    all.sort_unstable();
    let read = &reading.read;
    all.push(format!("{:?} {:?} {:?} {:?}", read.bad, read.torn, read.unfinished(), read.end));
    all.push(format!("{:?}", read.mark));
    all
}

fn lines(events: &[Event]) -> String {
    events.iter().map(|event| format!("{}\n", event.text())).collect()
}

fn code(at: u64) -> Event {
    let place = place(at as u32, "Nobody rang.");
    let (query, def) = (None, Some("0123abcd".into()));
    let what = crate::journal::event::Code { place, code: "wait".into(), query, def, settles: vec![], by: vec![] };
    event(at, 0, Do::Code(what))
}

/// Ten codings, and an event that is none.
fn some() -> String {
    let coding = EventId(uuid(3, 0));
    lines(&(1..=10).map(code).chain([event(11, 0, Do::Uncode { coding })]).collect::<Vec<_>>())
}

#[test]
fn what_was_kept_is_used_while_the_journal_is_as_it_was_or_only_grew() {
    let world = World::new();
    world.write(&some());
    assert!(!world.read().0);
    // Just written: its sum tells that it is the same.
    assert_eq!(world.read(), (true, world.truth()));
    world.age();
    assert_eq!(world.read(), (true, world.truth()));
    let stamped = fs::read(world.part(Part::Head)).unwrap();
    assert_eq!(world.read(), (true, world.truth()));
    assert_eq!(fs::read(world.part(Part::Head)).unwrap(), stamped);
    // A copy in its place.
    fs::rename(world.path(), world.dir.path().join("aside")).unwrap();
    world.write(&some());
    assert_eq!(world.read(), (true, world.truth()));
    let longer = some() + &lines(&[code(20), event(21, 0, Do::Uncode { coding: EventId(uuid(20, 0)) })]);
    world.write(&longer);
    let (used, read) = world.read();
    assert_eq!((used, &read), (true, &world.truth()));
    assert_eq!(read.len(), 15);
    // An end without a line's end, and one that lacks events.
    world.write(&(longer.clone() + "{\"v\":1,\"id"));
    assert_eq!(world.read(), (true, world.truth()));
    world.write(&(longer.clone() + &lines(&[Event { of: 2, ..code(30) }])));
    assert_eq!(world.read(), (false, world.truth()));
    assert!(!world.part(Part::Rows).exists());
}

#[test]
fn a_journal_that_says_something_else_is_read_anew() {
    let changes: [fn(&str) -> String; 5] = [
        // As long as before.
        |text| text.replacen("rang", "sang", 1),
        |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect(),
        |text| format!("{}{text}", lines(&[code(99)])),
        |text| text[..text.len() / 2].to_owned(),
        |_| String::new(),
    ];
    for change in changes {
        // In place, and as another file.
        for replaced in [false, true] {
            let world = World::new();
            world.write(&some());
            world.age();
            world.read();
            assert!(world.read().0);
            if replaced {
                fs::rename(world.path(), world.dir.path().join("aside")).unwrap();
            }
            world.write(&change(&some()));
            assert_eq!(world.read(), (false, world.truth()));
        }
    }
    let world = World::new();
    // Lines that are none are told each time, and nothing is kept.
    world.write(&(some() + "no event\n"));
    for _ in 0..2 {
        assert_eq!(world.read(), (false, world.truth()));
    }
    assert!(Part::ALL.iter().all(|part| !world.part(*part).exists()));
}

#[test]
fn what_is_kept_of_journals_that_are_gone_or_forgotten_goes() {
    let world = World::new();
    world.write(&some());
    world.read();
    assert!(Part::ALL.iter().all(|part| world.part(*part).exists()));
    let mut reading = world.cache.read_journal(&world.path(), Path::new(NAME)).unwrap();
    let mut to_keep = ToKeep::from(&mut reading);
    to_keep.forget();
    world.cache.keep_journals(world.dir.path(), vec![(NAME.into(), to_keep)]);
    assert!(Part::ALL.iter().all(|part| !world.part(*part).exists()));
    world.read();
    world.cache.keep_journals(world.dir.path(), vec![]);
    assert!(Part::ALL.iter().all(|part| !world.part(*part).exists()));
    world.read();
    world.cache.forget_journal(Path::new(NAME));
    assert!(Part::ALL.iter().all(|part| !world.part(*part).exists()));
    // Rewritten between the reading and the keeping.
    let mut reading = world.cache.read_journal(&world.path(), Path::new(NAME)).unwrap();
    fs::rename(world.path(), world.dir.path().join("aside")).unwrap();
    world.write(&some().replace("Nobody", "[erased]"));
    world.cache.keep_journals(world.dir.path(), vec![(NAME.into(), ToKeep::from(&mut reading))]);
    assert!(Part::ALL.iter().all(|part| !world.part(*part).exists()));
}

#[test]
fn a_wording_that_is_lost_after_the_opening_is_read_from_the_journal() {
    for replaced in [false, true] {
        let world = World::new();
        world.write(&some());
        world.read();
        let reading = world.cache.read_journal(&world.path(), Path::new(NAME)).unwrap();
        assert!(matches!(reading.keep, Keep::Same));
        let words = world.part(Part::Words);
        let mut bytes = fs::read(&words).unwrap();
        if replaced {
            // The file that was there at the opening stays open.
            fs::remove_file(&words).unwrap();
        } else {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(&words, bytes).unwrap();
        }
        assert_eq!(found(&reading), world.truth());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_kept_with_what_was_added_is_the_journal(events in events(24), cuts in prop::collection::vec(any::<Index>(), 1..4), aged: bool) {
        let world = World::new();
        let text = lines(&events);
        // Cut anywhere, in a line too.
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        cuts.push(text.len());
        cuts.sort_unstable();
        for cut in cuts {
            fs::write(world.path(), &text.as_bytes()[..cut]).unwrap();
            if aged {
                world.age();
            }
            prop_assert_eq!(world.read().1, world.truth());
            prop_assert_eq!(world.read().1, world.truth());
        }
    }

    #[test]
    fn a_damaged_file_is_never_believed(part in 0usize..3, at: Index, harm in prop_oneof![Just(None), (1u8..).prop_map(Some)], aged: bool) {
        let world = World::new();
        world.write(&some());
        if aged {
            world.age();
        }
        world.read();
        let path = world.part(Part::ALL[part]);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        match harm {
            None => bytes.truncate(at),
            Some(flip) => bytes[at] ^= flip,
        }
        fs::write(&path, bytes).unwrap();
        for _ in 0..2 {
            prop_assert_eq!(world.read().1, world.truth());
        }
        prop_assert_eq!(world.read(), (true, world.truth()));
    }
}
