//! Power cuts, kills, synchronised folders: what was acknowledged is there, and half an action counts for nothing.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};

use crate::world::{CLINIC, World, words};

const JOURNAL: &str = "codings/amy.jsonl";

/// A study whose only coder has made an action of one coding, then one of two.
fn two_actions() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.code("amy", &[("one", "drove there", "travel"), ("two", "two hours", "travel")]);
    world
}

/// Codings in the summary, from a run that must succeed.
#[track_caller]
fn count(world: &World) -> usize {
    world.codings().len()
}

#[test]
fn a_cut_at_every_byte_of_the_last_line_leaves_whole_actions() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let first = world.read(JOURNAL);
    world.code("amy", &[("one", "drove", "travel")]);
    let whole = world.read(JOURNAL);
    assert!(whole.starts_with(&first) && whole.len() > first.len() + 200);
    for cut in first.len()..=whole.len() {
        world.write(JOURNAL, &whole.as_bytes()[..cut]);
        // A line is whole with its newline; every other cut leaves the first action alone.
        let expected = if cut == whole.len() { 2 } else { 1 };
        let ran = world.emic(&["quotes", "theme:access", "--count"]).ok();
        assert_eq!(ran.out, format!("{expected}\n"), "cut at {cut}");
        assert_eq!(world.read(JOURNAL).len(), cut, "readers change nothing");
    }
}

#[test]
fn a_torn_end_is_put_aside_by_the_next_save() {
    let world = two_actions();
    let whole = world.read(JOURNAL);
    let first = whole.find('\n').unwrap() + 1;
    let second = first + whole[first..].find('\n').unwrap() + 1;
    for cut in [first + 1, first + 40, second - 1, second, second + 1, second + 100, whole.len() - 1] {
        let _ = std::fs::remove_file(world.path("codings/amy.jsonl.torn"));
        world.write(JOURNAL, &whole.as_bytes()[..cut]);
        assert_eq!(count(&world), 1, "half an action has no effect (cut at {cut})");
        let check = world.emic(&["check"]).ok();
        let note = if cut > second { "unfinished" } else { "i" };
        assert!(check.out.contains(note), "{}", check.out);
        world.code("amy", &[("one", "nurse now", "trust")]).says("coded 1 passage");
        assert_eq!(world.coded(), ["waiting nine weeks", "trust nurse now"], "cut at {cut}");
        let torn = world.read("codings/amy.jsonl.torn");
        assert_eq!(torn.trim_end_matches('\n'), whole[first..cut].trim_end_matches('\n'), "nothing is thrown away");
        let now = world.read(JOURNAL);
        assert!(now.starts_with(&whole[..first]) && now.ends_with('\n'));
        for line in now.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        world.emic(&["check"]).ok().prints("no fault, no note");
    }
}

#[test]
fn conflict_copies_and_parted_journals_are_united() {
    let world = two_actions();
    let whole = world.read(JOURNAL);
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 3);
    let before = world.emic(&words("export codings")).out;
    // A copy of all; a copy of some; an action parted over two files, in the wrong order.
    world.write("codings/amy (conflicted copy 2024-05-01).jsonl", &whole);
    assert_eq!(world.emic(&words("export codings")).out, before);
    world.write(JOURNAL, lines[2].to_owned() + lines[0]);
    world.write("codings/amy (conflicted copy 2024-05-01).jsonl", lines[1].repeat(2));
    assert_eq!(world.emic(&words("export codings")).out, before);
    world.emic(&["check"]).ok().prints("no fault");
    // Saving goes on in the coder's own file, and undo sees the whole action.
    world.code("amy", &[("one", "nurse now", "trust")]);
    assert_eq!(count(&world), 4);
    world.emic(&["undo"]).ok();
    world.emic(&["undo"]).ok().says("coded 2 passages");
    assert_eq!(world.coded(), ["waiting nine weeks"]);
}

#[test]
fn half_an_action_has_no_effect_until_the_rest_arrives() {
    let world = two_actions();
    let whole = world.read(JOURNAL);
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    world.write(JOURNAL, [lines[0], lines[1]].concat());
    assert_eq!(count(&world), 1);
    world.emic(&["check"]).ok().prints("is incomplete and has no effect until the rest arrives");
    world.write("codings/from-the-other-laptop.jsonl", lines[2]);
    assert_eq!(count(&world), 3);
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn an_older_copy_of_the_journal_loses_the_later_actions_and_nothing_else() {
    let world = two_actions();
    let whole = world.read(JOURNAL);
    let older = &whole[..whole.find('\n').unwrap() + 1];
    world.write(JOURNAL, older);
    assert_eq!(count(&world), 1);
    world.code("amy", &[("one", "nurse now", "trust")]);
    world.write("codings/amy (1).jsonl", &whole);
    assert_eq!(count(&world), 4);
}

#[test]
fn every_acknowledged_coding_outlives_a_kill() {
    let world = World::with(CLINIC);
    let mut acknowledged = BTreeSet::new();
    let length = |world: &World| world.path(JOURNAL).metadata().map_or(0, |file| file.len());
    for round in 0..30_u32 {
        // Three codings, one action, on spans of this round's own.
        let lines: String = (0..3)
            .map(|at| format!("{{\"transcript\":\"one\",\"span\":[{round},{}],\"code\":\"trust\"}}\n", round + 2 + at))
            .collect();
        let before = length(&world);
        let mut child = world.command("amy", &["code", "add", "--stdin"]).spawn().unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        // Killed at another moment each time: after so many looks, as soon as the journal grows, or not at all.
        let looks = if round % 3 == 0 { u32::MAX } else { round * round * 40 };
        for _ in 0..looks {
            if length(&world) > before || child.try_wait().unwrap().is_some() {
                break;
            }
        }
        if round % 10 != 9 {
            let _ = child.kill();
        }
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let _ = child.wait();
        assert!(!said.contains("panicked"), "{said}");
        if said.contains("coded 3 passages") {
            acknowledged.insert(round);
        }
    }
    assert!(acknowledged.len() >= 3, "three were not killed: {acknowledged:?}");
    let rows = world.codings();
    for round in 0..30 {
        let there = rows.iter().filter(|row| row["start"] == round).count();
        if acknowledged.contains(&round) {
            assert_eq!(there, 3, "round {round} was acknowledged");
        }
        assert!(there == 0 || there == 3, "an action is there whole or not at all: {there} in round {round}");
    }
    world.emic(&["check"]).ok().prints("no fault");
    // The next save repairs whatever the last kill left.
    world.code("amy", &[("two", "two hours", "travel")]);
    let check = world.emic(&["check"]).ok();
    assert!(!check.out.contains("unfinished") && !check.out.contains("incomplete"), "{}", check.out);
}

#[test]
fn two_windows_of_one_coder_lose_nothing() {
    let world = World::with(CLINIC);
    let children: Vec<_> = (0..6_u32)
        .map(|number| {
            let span = format!("{number}..{}", number + 3);
            let args = ["code", "add", "--transcript", "one", "--code", "trust", "--span", &span];
            world.command("amy", &args).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(count(&world), 6);
    let journal = world.read(JOURNAL);
    let ids: Vec<String> = journal
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 6);
    assert!(ids.is_sorted(), "each saw what the others had written: {ids:?}");
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn a_lost_or_broken_cache_is_only_slower() {
    let world = two_actions();
    let before = world.emic(&words("export codings")).out;
    assert!(before.lines().count() > 3);
    let cache = world.dir().parent().unwrap().join("cache");
    let mut broken = 0;
    for (path, bytes) in crate::world::files_below(&cache) {
        if path.ends_with(".lock") {
            continue;
        }
        broken += 1;
        let full = cache.join(&path);
        for damage in [Vec::new(), bytes[..bytes.len() / 2].to_vec(), vec![0xff; bytes.len()]] {
            std::fs::write(&full, damage).unwrap();
            assert_eq!(world.emic(&words("export codings")).ok().out, before, "{path}");
            assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().out, "1\n", "{path}");
        }
    }
    assert!(broken > 1, "there was a cache");
    std::fs::remove_dir_all(&cache).unwrap();
    assert_eq!(world.emic(&words("export codings")).ok().out, before);
}
