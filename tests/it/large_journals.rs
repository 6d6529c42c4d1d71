//! A journal so large that its events are kept in the cache: what is shown is what the journals say, whatever becomes of
//! them. All interviews are invented.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::world::{Ran, World, files_below, words};

/// A study whose only interview amy has coded 800 times, in one action.
fn coded() -> World {
    let text: String =
        (0..90).map(|turn| format!("INT: And {turn}?\n\nP07: Nobody rang us {turn} times, so I wrote.\n\n")).collect();
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role\nP07,parent\nP08,parent\n"),
        (
            "codebook.yaml",
            "codes:\n  - id: waiting\n    name: Waiting\n    definition: For an answer.\n  - id: worries\n    name: Worries\n",
        ),
        ("transcripts/long.txt", &text),
        ("transcripts/short.txt", "INT: And?\n\nP08: It was quick.\n"),
    ]);
    let lines: String = (0..800)
        .map(|at| format!("{{\"transcript\":\"long\",\"span\":[{},{}],\"code\":\"waiting\"}}\n", at * 4, at * 4 + 40))
        .collect();
    world.run("amy", &["code", "add", "--stdin"], &lines).ok();
    assert!(world.read(JOURNAL).len() > 300_000);
    world
}

const JOURNAL: &str = "codings/amy.jsonl";

/// The files in which journals are kept.
fn kept(world: &World) -> Vec<(PathBuf, Vec<u8>)> {
    let cache = world.dir().parent().unwrap().join("cache");
    let all = files_below(&cache).into_iter().filter(|(path, _)| path.contains("/journals/"));
    all.map(|(path, bytes)| (cache.join(path), bytes)).collect()
}

/// What a command prints, which must be what it prints without a cache.
#[track_caller]
fn same(world: &World, coder: &str, command: &str) -> String {
    let args = words(command);
    let nothing = tempfile::tempdir().unwrap();
    let without = world.command(coder, &args).env("EMIC_CACHE_DIR", nothing.path()).output().unwrap();
    let truth = (without.status.code(), String::from_utf8(without.stdout).unwrap());
    let Ran { code, out, .. } = world.run(coder, &args, "");
    assert_eq!((Some(code), &out), (truth.0, &truth.1), "{command}");
    truth.1
}

/// The same of several commands, of which the first may keep what the others use.
#[track_caller]
fn all_same(world: &World) -> String {
    for command in ["frequencies --by role --format csv", "log --format csv"] {
        assert!(!same(world, "amy", command).is_empty(), "{command}");
    }
    same(world, "amy", "export codings")
}

/// The rows of a csv table; a cell may hold several lines.
fn rows(csv: &str) -> usize {
    csv::Reader::from_reader(csv.as_bytes()).records().collect::<Result<Vec<_>, _>>().unwrap().len()
}

/// Rewrites the journal in place; it has been still for a while then, at another time than before.
fn rewrite(world: &World, seconds: u64, change: impl Fn(String) -> String) {
    world.write(JOURNAL, change(world.read(JOURNAL)));
    age(world, seconds);
}

fn age(world: &World, seconds: u64) {
    let file = fs::File::options().write(true).open(world.path(JOURNAL)).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
}

#[test]
fn what_is_kept_and_what_was_added_is_all_there_is() {
    let world = coded();
    let first = all_same(&world);
    assert_eq!((rows(&first), kept(&world).len()), (800, 3));
    age(&world, 100);
    assert_eq!(all_same(&world), first);
    // One more, taken back, and brought back; each in a process of its own.
    world.emic(&words("code add --transcript short --span 16..29 --code worries")).ok();
    assert_eq!(rows(&all_same(&world)), 801);
    world.emic(&["undo"]).ok();
    assert_eq!(all_same(&world), first);
    world.emic(&["redo"]).ok();
    let id = same(&world, "amy", "code list code:worries --json").split('"').nth(3).unwrap().to_owned();
    world.emic(&["memo", "add", "--coding", &id, "she said so"]).ok();
    world.emic(&["code", "remove", &id]).ok();
    assert_eq!(all_same(&world), first);
    world.emic(&["undo"]).ok();
    assert_eq!(rows(&all_same(&world)), 801);
    // The 800 are one action.
    for _ in 0..3 {
        world.emic(&["undo"]).ok();
    }
    assert_eq!(rows(&all_same(&world)), 0);
    assert!(!same(&world, "amy", "check").is_empty());
    let past = same(&world, "amy", "export codings --as-of 2100-01-01");
    assert_eq!(rows(&past), 0);
}

#[test]
fn a_journal_that_is_not_what_it_was_is_read_anew() {
    let world = coded();
    age(&world, 300);
    let first = all_same(&world);
    assert_eq!(kept(&world).len(), 3);
    // As long as before, at another time.
    rewrite(&world, 200, |text| text.replacen("\"code\":\"waiting\"", "\"code\":\"worries\"", 1));
    let other = all_same(&world);
    assert!(other != first && other.contains(",worries,"));
    // Half of it.
    rewrite(&world, 100, |text| text.lines().take(400).map(|line| format!("{line}\n")).collect());
    assert_eq!(rows(&all_same(&world)), 0, "the action is not whole");
    rewrite(&world, 90, |text| text.replace("\"of\":800", "\"of\":400"));
    assert_eq!(rows(&all_same(&world)), 400);
    // A line that is none.
    rewrite(&world, 80, |text| text + "no event\n");
    assert_eq!((rows(&all_same(&world)), kept(&world).len()), (400, 0));
}

#[test]
fn journals_come_and_go() {
    let world = coded();
    let first = all_same(&world);
    let whole = world.read(JOURNAL);
    world.write("codings/ben.jsonl", whole.replace("\"coder\":\"amy\"", "\"coder\":\"ben\""));
    // The same ids: the greater line counts.
    let both = all_same(&world);
    assert!(both != first && both.contains(",ben,"), "{}", &both[..300]);
    fs::remove_file(world.path("codings/ben.jsonl")).unwrap();
    assert_eq!(all_same(&world), first);
    assert_eq!(kept(&world).len(), 3, "nothing is kept of a journal that is gone");
    fs::rename(world.path(JOURNAL), world.path("aside")).unwrap();
    assert_eq!((rows(&all_same(&world)), kept(&world).len()), (0, 0));
}

#[test]
fn an_open_blind_round_hides_what_is_kept() {
    let world = coded();
    all_same(&world);
    world.as_coder("cara", &words("round open pilot --coders amy,ben --transcripts long")).ok();
    assert_eq!(rows(&same(&world, "ben", "export codings")), 0);
    assert_eq!(rows(&same(&world, "amy", "export codings")), 800);
    world.as_coder("ben", &words("round close pilot")).ok();
    assert_eq!(rows(&same(&world, "ben", "export codings")), 800);
}

#[test]
fn damage_is_only_slower() {
    let world = coded();
    let first = same(&world, "amy", "export codings");
    assert_eq!(kept(&world).len(), 3);
    for (path, bytes) in kept(&world) {
        let mut flipped = bytes.clone();
        let middle = bytes.len() / 2;
        flipped[middle] ^= 1;
        for damage in [Vec::new(), bytes[..middle].to_vec(), flipped, vec![0xff; bytes.len()]] {
            fs::write(&path, damage).unwrap();
            assert_eq!(same(&world, "amy", "export codings"), first, "{}", path.display());
        }
    }
}

#[test]
fn erased_words_are_not_kept() {
    let world = coded();
    all_same(&world);
    let holds = |world: &World| {
        world.kept_outside().iter().any(|(_, bytes)| bytes.windows(14).any(|at| at == b"Nobody rang us"))
    };
    assert!(holds(&world));
    world.emic(&words("withdraw P07 --erase --confirm P07")).ok();
    assert!(!holds(&world));
    assert_eq!(rows(&all_same(&world)), 0);
    assert!(!holds(&world));
}
