//! Merging tells what differs, and undo does not take back unasked what a merge has brought.

use crate::world::{CLINIC, World, files_below, words};

/// The study, and beside it a copy with the files of `there` in place of its own.
fn with_copy(world: &World, there: &[(&str, &str)]) -> String {
    let mut dir = String::new();
    for (path, bytes) in files_below(&world.dir()) {
        dir = world.outside(&format!("copy/{path}"), bytes);
        dir.truncate(dir.len() - path.len() - 1);
    }
    for (path, text) in there {
        world.outside(&format!("copy/{path}"), text);
    }
    dir
}

#[test]
fn rows_that_differ_are_told_by_id_and_column_and_nothing_is_overwritten() {
    let world = World::with(CLINIC);
    world.write("speakers.csv", "transcript,label,participant\n*,INT,interviewer\ntwo,P02,P02\n");
    let dir = with_copy(
        &world,
        &[
            ("participants.csv", "participant,site,role\nP02,south,carer\nP01,north,parent\nP03,west;east,nurse\n"),
            ("cases.csv", "case,age\nada,5\nbo,6\n"),
            ("speakers.csv", "transcript,label,participant\n*,int,other\ntwo,P02,P02\none,P01,P02\n"),
        ],
    );
    let before = world.files();
    let dry = world.emic(&["merge", &dir, "--dry-run"]).ok();
    for part in [
        "conflicting: 5 values of the tables",
        "participants.csv: P02, role: `parent` here, `carer` there",
        "participants.csv: P03, site: nothing here, `west;east` there",
        "cases.csv: ada, age: `4` here, `5` there",
        "speakers.csv: *, label `int`: `interviewer` here, `other` there",
        "speakers.csv: one, label `P01`: nothing here, `P02` there",
        "nothing to add",
    ] {
        assert!(dry.err.contains(part), "{part} in {}", dry.err);
    }
    world.emic(&["merge", &dir, "--yes"]).ok();
    assert_eq!(world.files(), before);
    // Other order of rows, columns and values is no difference.
    world.outside("copy/participants.csv", "participant,site,role\nP03,,nurse\nP02,south,parent\nP01,north,parent\n");
    world.outside("copy/cases.csv", "case,age\nada,4\n");
    world.outside("copy/speakers.csv", "transcript,label,participant\ntwo,p02,P02\n");
    world.emic(&["merge", &dir, "--dry-run"]).ok().says("conflicting: no value of the tables");
}

#[test]
fn undo_after_a_merge_asks_before_it_takes_back_what_came_in() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let dir = with_copy(&world, &[]);
    // Amy at another machine, later; and ben.
    world.as_coder("amy", &["-s", &dir, "done", "two"]).ok();
    world.as_coder("ben", &["-s", &dir, "done", "one"]).ok();
    let merged = world.emic(&["merge", &dir, "--yes"]).ok();
    let restore = merged.err.split('`').find(|part| part.starts_with("emic backup restore")).unwrap().to_owned();
    assert!(restore.ends_with(" DIR"), "{restore}");
    // Not in silence: it is said what came in, and what is the way back.
    let files = world.files();
    for _ in 0..2 {
        let refused = world.emic(&["undo"]).with(2).says("it came in by the merge of").says("emic undo --merged");
        assert!(refused.err.contains(&restore), "{}", refused.err);
        assert_eq!(world.files(), files, "nothing was written");
    }
    // The way back that is named is one.
    let back = world.outside("back/x", "");
    let back = back.trim_end_matches("/x").to_owned() + "/study";
    let id = restore.split(' ').nth(3).unwrap();
    world.emic(&["backup", "restore", id, &back]).ok();
    assert!(!std::path::Path::new(&back).join("codings/ben.jsonl").exists());
    // What is done here afterwards is taken back as ever; then the question comes again.
    world.code("amy", &[("two", "She is kind", "trust")]);
    world.emic(&["undo"]).ok().says("took back");
    world.emic(&["undo"]).with(2).says("it came in by the merge of");
    world.emic(&words("undo --merged")).ok().says("took back: marked done");
    // The action before it was done here.
    world.emic(&["undo"]).ok().says("took back");
    assert_eq!(world.coded().len(), 0);
    world.emic(&["redo"]).ok();
    // Whose own action is the last is not asked.
    world.as_coder("cara", &["done", "two"]).ok();
    world.as_coder("cara", &["undo"]).ok().says("took back");
}
