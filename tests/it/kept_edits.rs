//! What an editor was given and nobody has taken: no word hides there. All interviews and names are invented.

use std::path::PathBuf;

use super::anonymise::{names_in, ten_names};
use super::withdraw::{no_words_left, study};
use super::world::{Ran, World};

/// Runs `emic edit` with an editor of one line of shell, in which `$1` is the file.
fn edit(world: &World, transcript: &str, editor: &str) -> Ran {
    let mut command = world.command("amy", &["edit", transcript, "--yes"]);
    command.env("EDITOR", format!("sh -c '{editor}' editor"));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Leaves a copy behind, and answers where.
fn leave(world: &World, transcript: &str) -> PathBuf {
    let ran = edit(world, transcript, "echo \"And more.\" >> \"$1\"; exit 1").with(2);
    let path = ran.err.split("--from ").nth(1).unwrap().trim();
    let path = PathBuf::from(path);
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("And more.\n"));
    path
}

fn in_memory(world: &World) {
    world.write("study.yaml", world.read("study.yaml") + "cache: memory\n");
}

#[test]
fn a_kept_edit_gets_the_pseudonyms_and_can_be_taken_all_the_same() {
    for memory in [false, true] {
        let (world, key) = ten_names();
        if memory {
            in_memory(&world);
        }
        let kept = [leave(&world, "second"), leave(&world, "tom-brandt/wave 1")];
        assert!(kept.iter().all(|path| path.starts_with(world.dir()) == memory), "{kept:?}");
        let found = world.emic(&["anon", "check", "--key", &key, "--format", "csv"]).with(1);
        let places = found.column("where");
        assert!(places.iter().filter(|place| place.contains(".emic-edit-")).count() >= 2, "{places:?}");
        world.emic(&["check"]).with(1).prints("a text is kept from an edit");
        world.emic(&["anon", "apply", "--key", &key, "--dry-run"]).ok().prints("2 texts kept from edits");
        let ran = world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
        let ran = ran.says("2 texts kept from edits that were not taken have pseudonyms now");
        assert!(names_in(&ran.err).is_empty(), "{}", ran.err);
        let files = [world.files(), world.kept_outside()].concat();
        let copies: Vec<_> = files.iter().filter(|(path, _)| path.contains(".emic-edit-")).collect();
        assert_eq!(copies.len(), 2);
        for (path, bytes) in &copies {
            let found = names_in(&format!("{path} {}", String::from_utf8_lossy(bytes)));
            assert!(found.is_empty(), "{path}: {found:?}");
        }
        world.emic(&["anon", "check", "--key", &key]).ok();
        let (path, _) = copies.iter().find(|(path, _)| path.ends_with("second.txt")).unwrap();
        let base = if memory { world.dir() } else { world.dir().parent().unwrap().join("cache") };
        let path = base.join(path);
        world.emic(&["edit", "second", "--yes", "--from", path.to_str().unwrap()]).ok();
        assert!(world.read("transcripts/second.md").ends_with("I met Lee once.\nAnd more.\n"));
    }
}

#[test]
fn a_kept_edit_goes_with_the_participant() {
    for memory in [false, true] {
        let world = study();
        if memory {
            in_memory(&world);
        }
        let kept = [leave(&world, "own"), leave(&world, "shared")];
        let others = leave(&world, "other");
        let shown = world.emic(&["withdraw", "P07", "--format", "csv"]).ok();
        assert!(shown.rows().iter().any(|row| row[0] == "kept edits" && row[3] == "2"), "{}", shown.out);
        // What a save has left behind that was killed half-way goes too.
        let shared = world.read("transcripts/shared.txt");
        world.write("transcripts/.emic-Xy12Z3.tmp", shared);
        world.emic(&["check"]).ok().prints("a save was interrupted here");
        let ran = world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
        ran.says("deleted with them: 2 texts kept from edits that were not taken");
        assert!(kept.iter().all(|path| !path.exists()) && others.exists());
        no_words_left(&world);
    }
}

#[test]
fn clearing_the_cache_leaves_what_somebody_has_typed_and_names_it() {
    let world = study();
    let kept = leave(&world, "other");
    world.emic(&["cache", "clear"]).ok().prints(kept.to_str().unwrap());
    assert!(kept.exists());
}

#[cfg(unix)]
#[test]
fn no_word_is_taken_out_while_an_editor_has_it_open() {
    let world = study();
    let fifo = |name: &str| {
        let path = world.outside(name, "");
        std::fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    };
    let (opened, go) = (fifo("opened"), fifo("go"));
    let mut command = world.command("ben", &["edit", "shared", "--yes"]);
    command.env("EDITOR", format!("sh -c 'echo open > {opened}; read line < {go}' editor"));
    let child = command.spawn().unwrap();
    assert_eq!(std::fs::read_to_string(&opened).unwrap(), "open\n");
    let before = world.files();
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).with(2).says("is open in an editor");
    let key = world.outside("key.csv", "real,pseudonym\nnurse,Lee\nschool,Jo\n");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).with(2).says("is open in an editor");
    assert_eq!(world.files(), before);
    std::fs::write(&go, "\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    no_words_left(&world);
}

#[test]
fn check_says_that_it_has_finished_what_was_interrupted() {
    let world = study();
    world.write(".emic-rewrite/plan.json", r#"{"version":1,"steps":[],"after":{"forget_backups_until":null}}"#);
    world.emic(&["check"]).ok().says("had been interrupted; emic has gone on with it");
    assert!(!world.path(".emic-rewrite").exists());
    let again = world.emic(&["check"]).ok();
    assert!(!again.err.contains("interrupted"), "{}", again.err);
}

#[test]
fn a_plan_from_elsewhere_touches_nothing_but_copies() {
    let world = study();
    let outside = world.outside("precious.txt", "precious");
    let before = world.files();
    let copy = |name: &str| format!(r#"{{"in_study":true,"name":"{name}","new":null}}"#);
    let copies = [copy("../precious.txt"), copy("study.yaml"), copy(".emic-edit-/../study.yaml"), copy(&outside)];
    let plan = format!(r#"{{"version":1,"steps":[],"after":{{"copies":[{}]}}}}"#, copies.join(","));
    world.write(".emic-rewrite/plan.json", plan);
    world.emic(&["check"]).ok().says("had been interrupted");
    assert_eq!(world.files(), before);
    assert_eq!(std::fs::read_to_string(outside).unwrap(), "precious");
}

#[test]
fn a_copy_from_before_pseudonyms_is_known_though_nothing_was_coded() {
    let files = [
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
        ("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n"),
        ("transcripts/one.txt", "INT: Who came?\n\nP01: Zoe Marlow came late.\n"),
    ];
    let world = World::with(&files);
    let copy = world.dir().parent().unwrap().join("of-ben");
    for (path, text) in files {
        std::fs::create_dir_all(copy.join(path).parent().unwrap()).unwrap();
        std::fs::write(copy.join(path), text).unwrap();
    }
    let key = world.outside("key.csv", "real,pseudonym\nZoe Marlow,Mia Stone\n");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    assert!(world.read("codings/amy.jsonl").contains("\"why\":\"anonymised\""));
    world.emic(&["undo"]).with(1);
    let dir = copy.to_str().unwrap();
    let args = ["-s", dir, "code", "add", "--transcript", "one", "--quote", "Zoe Marlow came", "--code", "waiting"];
    world.as_coder("ben", &args).ok();
    world.emic(&["merge", dir, "--yes"]).ok().says("held back: 1 new record (ben 1)").says("nothing to add");
    world.emic(&["merge", dir, "--key", &key, "--yes"]).ok().says("merged");
    assert_eq!(world.coded(), ["waiting Mia Stone came"]);
}
