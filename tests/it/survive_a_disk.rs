//! Disks that are full, read-only or gone, links that lead astray, clocks that are wrong: what was not saved is said, nothing is lost,
//! nothing is written where it should not be.

use std::fs;

use emic::session::{Command, Env, NewCoding, Passage, Session};

use crate::disk::Disk;
use crate::world::{CLINIC, ONE, World, words};

const CODE: [&str; 6] = ["code", "add", "--transcript", "one", "--code", "trust"];

/// Codes spans that are all different until one is refused; how many were acknowledged, and what was said then.
#[track_caller]
fn code_until_refused(world: &World) -> (usize, String) {
    for number in 0..200_usize {
        let span = format!("{}..{}", number / 20, number / 20 + 3 + number % 20);
        let ran = world.emic(&[&CODE[..], &["--span", &span]].concat());
        if ran.code != 0 {
            return (number, ran.with(2).err);
        }
    }
    (200, "the disk was never full".into())
}

#[test]
fn on_a_full_disk_what_is_not_saved_is_said_and_work_goes_on_when_there_is_space() {
    let Some(disk) = Disk::of(512) else { return };
    let world = World::on(disk.path(), CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    disk.fill();
    let (done, said) = code_until_refused(&world);
    assert!(said.starts_with("error: not saved: ") && said.contains("hint: make space on the disk"), "{said}");
    assert_eq!(world.codings().len(), 1 + done, "what was acknowledged and nothing else");
    world.emic(&["check"]).ok().prints("no fault");
    let mut before = world.files();
    before.retain(|(path, _)| !path.ends_with(".torn"));
    let long = "And then, after that, we waited again. ".repeat(200);
    let elsewhere = tempfile::tempdir().unwrap();
    let edited = elsewhere.path().join("edited.txt");
    fs::write(&edited, format!("{ONE}\nINT: So?\n\nP01: {long}\n")).unwrap();
    let edited = edited.to_string_lossy();
    let refused: [&[&str]; 6] = [
        &["memo", "add", "--transcript", "one", &long],
        &["codebook", "add", "--id", "long", "--name", "Long", "--definition", &long],
        &["edit", "one", "--from", &edited, "--yes"],
        &["import", &edited, "--yes"],
        &["codebook", "rename", "trust", &long[..150]],
        &["export", "codings", "--to", "codings.csv"],
    ];
    for args in refused {
        let ran = world.emic(args).with(2);
        assert!(ran.err.contains("error: ") && ran.err.contains("hint: "), "{:.60}: {}", args.join(" "), ran.err);
        let mut left = world.files();
        // The unfinished end of the journal is about to be put aside.
        left.retain(|(path, _)| !path.ends_with(".torn"));
        assert!(left == before, "{:.60}: nothing half-done is left", args.join(" "));
    }
    // All that reads goes on.
    assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().out, "1\n");
    assert!(world.emic(&words("frequencies --by role --format csv")).ok().rows().len() > 8);
    disk.free();
    for args in refused {
        world.emic(args).ok();
    }
    world.code("amy", &[("two", "two hours", "travel")]);
    assert_eq!(world.codings().len(), 2 + done);
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn a_read_only_medium_is_read_and_never_written() {
    let Some(disk) = Disk::of(2048) else { return };
    let world = World::on(disk.path(), CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    disk.read_only(true);
    let before = world.files();
    world.emic(&["check"]).ok().prints("no fault");
    assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().out, "1\n");
    assert_eq!(world.emic(&["quotes", "code:waiting", "--count"]).ok().out, "1\n");
    assert!(world.emic(&words("frequencies --by role --format csv")).ok().rows().len() > 8);
    for args in [
        "code add --transcript one --code trust --span 0..9",
        "memo add so",
        "undo",
        "done one",
        "codebook add --id x --name X",
        "codebook rename trust Y",
        "speakers one P01=other",
        "export codings --to codings.csv",
    ] {
        let ran = world.emic(&words(args)).with(2);
        assert!(ran.err.starts_with("error: ") && ran.err.contains("hint: "), "{args}: {}", ran.err);
        assert!(ran.err.to_lowercase().contains("read-only"), "{args}: {}", ran.err);
    }
    assert_eq!(world.files(), before);
    disk.read_only(false);
    world.code("amy", &[("two", "two hours", "travel")]);
    assert_eq!(world.codings().len(), 2);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_study_are_neither_read_nor_written() {
    use std::os::unix::fs::symlink;
    let secret = "INT: So?\n\nP01: Nobody shall read zebra here.\n";
    for place in ["transcripts/two.txt", "participants.csv", "codings/ben.jsonl", "speakers.csv", "study.yaml"] {
        let world = World::with(CLINIC);
        world.code("amy", &[("one", "nine weeks", "waiting")]);
        let outside = world.outside("secret/file", secret);
        let _ = fs::remove_file(world.path(place));
        symlink(&outside, world.path(place)).unwrap();
        for args in ["check", "search zebra", "code list", "speakers", "export codings", "codebook list"] {
            let ran = world.emic(&words(args));
            assert!(!ran.out.contains("zebra") || place == "study.yaml", "{place}, {args}: {}", ran.out);
        }
        for args in [
            "done one",
            "speakers one P01=other",
            "undo",
            "codebook add --id x --name X",
            "done two",
            "withdraw P01 --exclude --confirm P01",
        ] {
            world.emic(&words(args));
            world.as_coder("ben", &words(args));
        }
        assert_eq!(fs::read_to_string(&outside).unwrap(), secret, "{place}");
        let here = fs::read_dir(world.dir().parent().unwrap().join("secret")).unwrap().count();
        assert_eq!(here, 1, "{place}: nothing is written beside it");
    }
    // Folders too: the journals', an action's, and one that an export goes to through a link of the study.
    for place in ["codings", ".emic-change-amy", ".emic-rewrite", "transcripts"] {
        let world = World::with(CLINIC);
        let plan = "{\"version\":1,\"act\":\"x\",\"journal\":\"codings/amy.jsonl\",\"steps\":[{\"path\":\"../out/plan.json\",\"old\":null,\"new\":null}]}";
        world.outside("out/plan.json", plan);
        let out = world.dir().parent().unwrap().join("out");
        let _ = fs::remove_dir_all(world.path(place));
        symlink(&out, world.path(place)).unwrap();
        for args in
            [&["check"][..], &["code", "add", "--transcript", "one", "--quote", "nine weeks", "--code", "trust"]]
        {
            world.emic(args);
        }
        world.emic(&words("codebook rename trust Y"));
        let left: Vec<String> = crate::world::files_below(&out).into_iter().map(|(path, _)| path).collect();
        assert_eq!(left, ["plan.json"], "{place}");
        assert_eq!(fs::read_to_string(out.join("plan.json")).unwrap(), plan, "{place}");
    }
}

/// A session of the world's study by a clock that starts at a time (milliseconds since 1970) of its own.
fn session(world: &World, start: u64) -> Session {
    let folder = world.dir().parent().unwrap().join("cache");
    let mut env = Env::fixed(start, start, folder);
    env.coder = Some("amy".into());
    Session::open(&world.dir(), env).unwrap()
}

#[test]
fn a_clock_that_is_a_year_off_reorders_nothing() {
    const NOW: u64 = 1_767_225_600_000;
    const YEAR: u64 = 365 * 24 * 3_600_000;
    let world = World::with(CLINIC);
    let code = |quote: &str, code: &str| Command::Code {
        items: vec![NewCoding {
            transcript: "one".into(),
            passage: Passage::Quote(quote.into()),
            code: code.into(),
            line: 0,
        }],
        query: None,
    };
    // Ahead, back, and a year before all that: each later action is later.
    let clocks = [NOW + YEAR, NOW, NOW - YEAR, NOW];
    for (clock, (quote, name)) in clocks.into_iter().zip([
        ("nine weeks", "waiting"),
        ("drove there", "travel"),
        ("the nurse now", "trust"),
        ("Not then", "trust"),
    ]) {
        session(&world, clock).apply(code(quote, name)).unwrap();
    }
    // Files that seem to be of next year, or of last, are read as they are.
    for (path, time) in [("transcripts/two.txt", NOW + YEAR), ("codebook.yaml", NOW - YEAR)] {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(time);
        fs::File::options().append(true).open(world.path(path)).unwrap().set_modified(time).unwrap();
    }
    world.emic(&["check"]).ok().prints("no fault");
    world.replace("transcripts/two.txt", "The bus takes two hours.", "The tram takes two hours.");
    assert_eq!(world.emic(&["search", "tram", "--count"]).ok().out, "1\n");
    assert_eq!(world.coded().len(), 4);
    for (clock, left) in [(NOW, 3), (NOW - YEAR, 2), (NOW + YEAR, 1), (NOW - YEAR, 0)] {
        session(&world, clock).apply(Command::Undo).unwrap();
        let coded = world.emic(&["code", "list", "--json"]);
        assert_eq!(coded.out.lines().count(), left, "undo takes back the last, not the one with the latest date");
    }
    session(&world, NOW - YEAR).apply(Command::Redo).unwrap();
    assert_eq!(world.coded(), ["waiting nine weeks"]);
    let journal = world.read("codings/amy.jsonl");
    let ids: Vec<&str> = journal.lines().map(|line| line.split("\"id\":\"").nth(1).unwrap()).collect();
    assert!(ids.len() == 9 && ids.is_sorted(), "{ids:?}");
}

#[test]
fn files_that_are_replaced_between_two_commands_are_read_anew() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let older = world.read("codings/amy.jsonl");
    world.code("amy", &[("one", "drove there", "travel")]);
    // Another file under the name, of the same size and with the same date, as programs that synchronise put it there.
    let path = world.path("transcripts/two.txt");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let text = world.read("transcripts/two.txt").replace("bus", "cab");
    world.write("transcripts/new", &text);
    fs::File::options().append(true).open(world.path("transcripts/new")).unwrap().set_modified(time).unwrap();
    fs::rename(world.path("transcripts/new"), &path).unwrap();
    assert_eq!(world.emic(&["search", "cab", "--count"]).ok().out, "1\n");
    // An older copy of the journal: what it lacks is lost with it, what comes after is not, and the lost part can come back.
    let whole = world.read("codings/amy.jsonl");
    world.write("new", &older);
    fs::rename(world.path("new"), world.path("codings/amy.jsonl")).unwrap();
    world.code("amy", &[("one", "the nurse now", "trust")]);
    assert_eq!(world.coded(), ["waiting nine weeks", "trust the nurse now"]);
    world.write("codings/amy (conflicted copy).jsonl", &whole);
    assert_eq!(world.coded().len(), 3);
    world.emic(&["check"]).ok().prints("no fault");
}
