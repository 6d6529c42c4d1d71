//! Journals with foreign, future, doubled and broken lines; folders that cannot be written; files that go away.

use std::fs;

use crate::world::{CLINIC, World, words};

const JOURNAL: &str = "codings/amy.jsonl";

fn coded() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.code("amy", &[("two", "two hours", "travel")]);
    world
}

/// An event of coder `who` with a number for an id, which is greater than those of now.
fn event(who: &str, number: u32, rest: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"7fffffff-0000-7000-8000-{number:012}\",\"act\":\"7fffffff-0000-7000-8000-{number:012}\",\"coder\":\"{who}\",\
         \"at\":\"2030-01-02T03:04:05Z\",{rest}}}\n"
    )
}

#[test]
fn a_bad_line_is_reported_with_its_place_and_kept() {
    for bad in [
        "not json",
        "{\"v\":1}",
        "[]",
        "{\"v\":1,\"id\":\"x\",\"act\":\"y\",\"do\":\"code\"}",
        "",
        "\u{0}\u{0}\u{0}",
        "{\"a\":\"\\ud800\"}",
        "null",
    ] {
        let world = coded();
        let journal = world.read(JOURNAL);
        let mut lines: Vec<&str> = journal.lines().collect();
        lines.insert(1, bad);
        let broken = lines.join("\n") + "\n";
        world.write(JOURNAL, &broken);
        assert_eq!(world.codings().len(), 2, "{bad:?}");
        let check = world.emic(&["check"]);
        if bad.is_empty() {
            assert_eq!(check.code, 0);
        } else {
            check.with(1).prints("codings/amy.jsonl:2:").prints("the line is kept and skipped");
        }
        world.code("amy", &[("one", "nurse now", "trust")]);
        assert!(world.read(JOURNAL).starts_with(&broken), "{bad:?}");
        assert_eq!(world.codings().len(), 3);
    }
}

#[test]
fn bytes_that_are_no_text_are_one_bad_line() {
    let world = coded();
    let mut bytes = fs::read(world.path(JOURNAL)).unwrap();
    bytes.extend_from_slice(b"{\"quote\":\"\xff\xfe\"}\n");
    world.write(JOURNAL, &bytes);
    assert_eq!(world.codings().len(), 2);
    world.emic(&["check"]).with(1).prints("codings/amy.jsonl:3:");
    world.emic(&["done", "one"]).ok();
    assert!(fs::read(world.path(JOURNAL)).unwrap().starts_with(&bytes));
}

#[test]
fn doubled_and_reordered_lines_change_nothing() {
    let world = coded();
    let before = world.emic(&words("export codings")).ok().out;
    let journal = world.read(JOURNAL);
    let mut lines: Vec<&str> = journal.split_inclusive('\n').collect();
    lines.reverse();
    world.write(JOURNAL, lines.concat() + &journal);
    assert_eq!(world.emic(&words("export codings")).ok().out, before);
    world.emic(&["undo"]).ok().says("(travel) in two");
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_skipped() {
    let world = coded();
    let journal = world.read(JOURNAL) + &event("amy", 1, "\"do\":\"dream\",\"of\":1,\"about\":{\"deep\":[1,2]}");
    let journal = journal.replace("\"do\":\"code\"", "\"mood\":\"good\",\"do\":\"code\"");
    world.write(JOURNAL, &journal);
    assert_eq!(world.codings().len(), 2);
    world.emic(&["check"]).ok().prints("no fault");
    world.emic(&["log"]).ok();
    world.emic(&["done", "one"]).ok();
    assert!(world.read(JOURNAL).starts_with(&journal));
}

#[test]
fn two_coders_in_one_file_are_two_coders() {
    let world = coded();
    let journal = world.read(JOURNAL);
    world.write(JOURNAL, journal.replacen("\"coder\":\"amy\"", "\"coder\":\"ben\"", 1));
    let coders: Vec<String> = world.codings().iter().map(|row| row["coder"].as_str().unwrap().to_owned()).collect();
    assert_eq!(coders, ["ben", "amy"]);
    world.emic(&["check"]).ok();
    world.emic(&["undo"]).ok();
    world.emic(&["undo"]).with(1);
    assert_eq!(world.codings().len(), 1, "ben's is not amy's to take back");
}

#[test]
fn what_another_coder_does_to_a_coding_has_no_effect_and_is_noted() {
    let world = coded();
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    world.write("codings/ben.jsonl", event("ben", 1, &format!("\"do\":\"uncode\",\"coding\":\"{id}\"")));
    assert_eq!(world.codings().len(), 2);
    world.emic(&["check"]).ok().prints(&format!("of ben has no effect: coding {id} is amy's"));
}

#[test]
fn places_outside_of_the_text_are_left_out() {
    let world = coded();
    let place = |span: &str, quote: &str| {
        format!(
            "\"do\":\"code\",\"transcript\":\"one\",\"span\":{span},\"quote\":\"{quote}\",\"before\":\"\",\"after\":\"\",\"text\":\"0000000000000000\",\"code\":\"trust\""
        )
    };
    let mut lines = event("ben", 1, &place("[900000,900010]", "zebra crossing"));
    lines += &event("ben", 2, &place("[4294967290,4294967295]", "nothing like it"));
    lines += &event("ben", 3, &place("[30,20]", "reversed words here"));
    lines += &event("ben", 4, &place("[-5,3]", "x"));
    lines += &event("ben", 5, &place("[0,99999999999999999999]", "x"));
    lines += &event("ben", 6, &place("[5,5]", ""));
    lines += &event(
        "ben",
        7,
        "\"do\":\"code\",\"transcript\":\"nowhere\",\"span\":[0,3],\"quote\":\"abc\",\"before\":\"\",\"after\":\"\",\"text\":\"0000000000000000\",\"code\":\"trust\"",
    );
    world.write("codings/ben.jsonl", &lines);
    // An empty passage marks nothing.
    assert_eq!(world.coded(), ["waiting nine weeks", "travel two hours"]);
    let table = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(table.column("passages"), ["2", "1", "1", "0", "1"]);
    let check = world.emic(&["check"]).with(1);
    assert!(check.out.contains("zebra") || check.out.contains("codings/ben.jsonl"), "{}", check.out);
    assert!(check.out.contains("is in nowhere, which the study does not have"), "{}", check.out);
    assert_eq!(world.read("codings/ben.jsonl"), lines);
}

#[test]
fn codes_and_cases_that_nobody_knows_are_named_with_their_number() {
    let world = coded();
    world.replace("codebook.yaml", "id: waiting", "id: delay");
    let check = world.emic(&["check"]).with(1);
    assert!(check.out.contains("1 passage coded `waiting`, which the codebook does not have"), "{}", check.out);
    world.replace("codebook.yaml", "        name: Waiting\n", "        name: Waiting\n        was: [waiting]\n");
    world.replace("codebook.yaml", "codes: [waiting, trust]", "codes: [delay, trust]");
    world.emic(&["check"]).ok();
    assert_eq!(world.emic(&["quotes", "code:delay", "--count"]).ok().out, "1\n");
    assert_eq!(world.emic(&["quotes", "code:waiting", "--count"]).ok().out, "1\n", "an earlier id is still understood");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_said() {
    let world = World::with(CLINIC);
    world.write("codings", "no folder");
    world.emic(&["search", "nurse", "--count"]).ok();
    let ran = world.emic(&["done", "one"]).with(2);
    assert!(ran.err.contains("error: not saved: ") && ran.err.contains("hint: "), "{}", ran.err);
    let world = World::with(CLINIC);
    fs::create_dir_all(world.path("codings/amy.jsonl")).unwrap();
    fs::create_dir_all(world.path("transcripts/folder.txt")).unwrap();
    world.emic(&["search", "nurse", "--count"]).ok();
    world.emic(&["check"]);
    world.emic(&["done", "one"]).with(2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_and_says_why_it_is_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let world = coded();
    let mode = |path: &str, mode: u32| fs::set_permissions(world.path(path), fs::Permissions::from_mode(mode)).unwrap();
    let all = [JOURNAL, "codebook.yaml", "codings", ""];
    all.iter().for_each(|path| mode(path, if world.path(path).is_dir() { 0o555 } else { 0o444 }));
    // A user to whom every folder is open (root) cannot see this.
    if fs::write(world.path("probe"), "").is_err() {
        let before = world.files();
        assert_eq!(world.codings().len(), 2);
        world.emic(&["check"]).ok();
        for args in [
            "done one",
            "codebook add --name X",
            "speakers one P01=other",
            "code add --transcript one --span 0..3 --code trust",
        ] {
            let ran = world.emic(&words(args)).with(2);
            assert!(ran.err.starts_with("error: ") && ran.err.contains("hint: "), "{args}: {}", ran.err);
        }
        world.as_coder("zoe", &["done", "one"]).with(2);
        assert_eq!(world.files(), before);
        mode("transcripts/one.txt", 0o000);
        world.emic(&["check"]).with(1).prints("transcripts/one.txt");
        assert_eq!(world.emic(&["search", "bus", "--count"]).ok().out, "1\n");
        mode("transcripts/one.txt", 0o644);
    }
    all.iter().rev().for_each(|path| mode(path, if world.path(path).is_dir() { 0o755 } else { 0o644 }));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let world = World::with(CLINIC);
    let outside = world.dir().parent().unwrap().join("home/outside.csv");
    fs::write(&outside, "transcript,label,participant\n").unwrap();
    symlink(&outside, world.path("speakers.csv")).unwrap();
    world.emic(&["speakers", "one", "P01=other"]).with(2);
    assert_eq!(fs::read_to_string(&outside).unwrap(), "transcript,label,participant\n");
    symlink(world.dir(), world.path("transcripts/loop")).unwrap();
    assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().out, "1\n");
}

#[test]
fn files_that_go_away_between_two_commands_are_said() {
    let world = coded();
    fs::remove_file(world.path("transcripts/one.txt")).unwrap();
    assert_eq!(world.codings().len(), 1);
    world.emic(&["check"]).with(1).prints("is in one, which the study does not have");
    fs::remove_dir_all(world.path("transcripts")).unwrap();
    assert_eq!(world.codings().len(), 0);
    assert_eq!(world.emic(&["check"]).code, 1);
    fs::remove_dir_all(world.path("codings")).unwrap();
    world.emic(&["check"]);
    world.emic(&["search", "nurse", "--count"]).with(1);
    fs::remove_file(world.path("study.yaml")).unwrap();
    world.emic(&["check"]).with(2);
}
