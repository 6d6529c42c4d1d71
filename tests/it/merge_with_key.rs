//! Work from a copy that still has the names comes in with pseudonyms, or not at all. All names are invented.

use std::path::{Path, PathBuf};

use super::anonymise::{names_in, places, ten_names};
use super::world::{Ran, World, files_below};

fn in_copy(world: &World, copy: &Path, args: &[&str]) -> Ran {
    world.as_coder("ben", &[&["-s", copy.to_str().unwrap()], args].concat())
}

/// A study of two coders that was anonymised, its key, and ben's copy from before that, in which he has worked on.
fn coded_on() -> (World, String, PathBuf) {
    let (world, key) = ten_names();
    let copy = world.dir().parent().unwrap().join("of-ben");
    for (path, bytes) in world.files() {
        let full = copy.join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, bytes).unwrap();
    }
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    let code = |transcript: &str, quote: &str, code: &str| {
        let args = ["code", "add", "--transcript", transcript, "--quote", quote, "--code", code];
        in_copy(&world, &copy, &args).ok();
    };
    in_copy(&world, &copy, &["codebook", "add", "--id", "care", "--name", "Care as Zoe gives it"]).ok();
    code("tom-brandt/wave 1", "O’Dwyer, O'Dwyer and José", "helping");
    code("second", "I met Tom", "care");
    in_copy(&world, &copy, &["memo", "add", "--participant", "P02", "Ann told Tom Brandt of Oakham."]).ok();
    std::fs::write(copy.join("transcripts/ann.txt"), "INT: And now?\n\nAnn: Larkfield is far from Tom.\n").unwrap();
    std::fs::write(
        copy.join("speakers.csv"),
        "transcript,label,participant\ntom-brandt/wave 1,Tom Brandt,P01\nann,Ann,P03\n",
    )
    .unwrap();
    let people = std::fs::read_to_string(copy.join("participants.csv")).unwrap();
    std::fs::write(copy.join("participants.csv"), format!("{people}P03,aunt,sister of Zoe\n")).unwrap();
    code("ann", "far from Tom", "care");
    (world, key, copy)
}

#[track_caller]
fn no_name_is_in(world: &World) {
    for (path, bytes) in world.files() {
        let found = names_in(&format!("{path} {}", String::from_utf8_lossy(&bytes)));
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

#[test]
fn without_a_key_new_lines_of_an_old_copy_are_held_back_and_named() {
    let (world, _, copy) = coded_on();
    let (before, theirs) = (world.files(), files_below(&copy));
    for more in ["--dry-run", "--yes"] {
        let ran = world.emic(&["merge", copy.to_str().unwrap(), more]).ok();
        let ran = ran.says("held back: 5 new records (ben 5)").says("--key KEY.csv").says("nothing to add");
        assert!(names_in(&ran.err).is_empty() && names_in(&ran.out).is_empty(), "{}", ran.err);
        assert_eq!(world.files(), before);
    }
    assert_eq!(files_below(&copy), theirs);
}

#[test]
fn with_the_key_the_work_comes_in_and_no_name_does() {
    let (world, key, copy) = coded_on();
    let (before, theirs) = (world.files(), files_below(&copy));
    let dir = copy.to_str().unwrap();
    let had = places(&world);
    let dry = world.emic(&["merge", dir, "--key", &key, "--dry-run"]).ok();
    let dry =
        dry.says("added: 5 records (ben 5)").says("codings added: 3; 0 of them moved with the text; unplaceable: 0");
    let dry = dry.says("1 transcript: jo").says("1 code of the codebook: care").says("P03");
    assert!(names_in(&dry.err).is_empty(), "{}", dry.err);
    assert_eq!(world.files(), before, "a dry run writes nothing");
    world.emic(&["merge", dir, "--key", &key, "--yes"]).ok().says("merged");
    assert_eq!(files_below(&copy), theirs, "the other copy is not touched");
    no_name_is_in(&world);
    let mut new: Vec<_> = places(&world).into_iter().filter(|row| !had.contains(row)).map(|row| row.2).collect();
    new.sort();
    assert_eq!(new, ["I met Lee", "Quill, Quill and Abel", "far from Lee"]);
    assert!(had.iter().all(|row| places(&world).contains(row)), "what was here stands where it stood");
    assert_eq!(world.read("transcripts/jo.txt"), "INT: And now?\n\nJo: The academy is far from Lee.\n");
    let transcripts = world.files().iter().filter(|(path, _)| path.starts_with("transcripts/")).count();
    assert_eq!(transcripts, 3, "no interview has come in again under its old name");
    assert!(world.read("codings/ben.jsonl").contains("Jo told Lee Quinn of [the town]."));
    assert!(world.read("codebook.yaml").contains("name: Care as Mia gives it"));
    world.emic(&["anon", "check", "--key", &key]).ok();
    // A second time there is nothing more, with and without the key.
    let merged = world.files();
    world.emic(&["merge", dir, "--key", &key, "--yes"]).ok().says("added: 0 records").says("nothing to add");
    let ran = world.emic(&["merge", dir, "--yes"]).ok().says("nothing to add");
    assert!(!ran.err.contains("held back"), "{}", ran.err);
    assert_eq!(world.files(), merged);
    // Nor does anybody's undo bring a name back.
    for coder in ["ben", "ben", "ben", "ben", "amy", "amy", "amy"] {
        world.as_coder(coder, &["undo"]);
        no_name_is_in(&world);
    }
}

#[test]
fn a_key_for_a_merge_needs_a_study_without_its_names() {
    let (world, key) = ten_names();
    let copy = world.dir().parent().unwrap().join("other");
    std::fs::create_dir_all(copy.join("transcripts")).unwrap();
    std::fs::write(copy.join("study.yaml"), "emic: 1\ntitle: other\n").unwrap();
    let before = world.files();
    world.emic(&["merge", copy.to_str().unwrap(), "--key", &key, "--yes"]).with(2).says("anon apply");
    assert_eq!(world.files(), before);
}

#[test]
fn a_copy_of_the_anonymised_study_comes_in_without_a_key() {
    let (world, key, _) = coded_on();
    let copy = world.dir().parent().unwrap().join("later");
    for (path, bytes) in world.files() {
        let full = copy.join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, bytes).unwrap();
    }
    let args = ["code", "add", "--transcript", "second", "--quote", "I met Lee", "--code", "helping"];
    in_copy(&world, &copy, &args).ok();
    world.emic(&["merge", copy.to_str().unwrap(), "--yes"]).ok().says("added: 1 record (ben 1)").says("merged");
    world.emic(&["anon", "check", "--key", &key]).ok();
}
