//! The ground gives way under the running program: what was not saved is said and kept, and saved once it can be, without a restart.

use std::fs;

use crate::disk::Disk;
use crate::screen::{Screen, Study};

/// An interview of so many sentences, all different.
fn interview(sentences: usize) -> String {
    let text: String = (0..sentences).map(|number| format!("We waited {number} weeks. ")).collect();
    format!("P01: {}\n", text.trim_end())
}

/// How many codings stand on the disk.
fn saved(study: &Study) -> usize {
    study.emic(&["code", "list", "--json"]).lines().count()
}

/// The interview opened and its first sentence coded.
fn code_the_first(screen: &mut Screen) {
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited 0 weeks");
    screen.keys("sc");
    screen.wait("type to find");
    screen.keys("wa\r");
    screen.wait("saved ✓");
}

#[test]
fn a_full_disk_keeps_what_is_not_saved_until_there_is_space() {
    let Some(disk) = Disk::of(768) else { return };
    let study = Study::on(disk.path(), &interview(80));
    let mut screen = study.open();
    code_the_first(&mut screen);
    disk.fill();
    let mut coded = 1;
    // What is left of the journal's last block takes some more.
    while !screen.contents().contains("not saved") {
        screen.keys("Ls.");
        coded += 1;
        assert!(coded < 80, "the disk was never full:\n{}", screen.contents());
        screen.wait_until("an answer", |shown| {
            let lines = fs::read_to_string(study.journal("amy")).unwrap().matches('\n').count();
            shown.contains("not saved") || (shown.contains("saved ✓") && lines >= coded)
        });
    }
    screen.wait("Ctrl+r tries again");
    assert_eq!(saved(&study), coded - 1, "what was shown as saved, and no more");
    screen.keys("\x12");
    screen.wait("not saved");
    disk.free();
    screen.keys("\x12");
    screen.wait("saved ✓");
    assert_eq!(saved(&study), coded);
    screen.keys("Ls.");
    screen.wait_until("one more", |shown| {
        shown.contains("saved ✓")
            && fs::read_to_string(study.journal("amy")).is_ok_and(|journal| journal.lines().count() > coded)
    });
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
    assert!(study.emic(&["check"]).contains("no fault"));
    assert_eq!(saved(&study), coded + 1);
}

#[test]
fn a_folder_that_goes_and_comes_back_loses_nothing_and_nothing_is_written_in_its_place() {
    let study = Study::new(&interview(20));
    let mut screen = study.open();
    code_the_first(&mut screen);
    let (root, away) = (study.root(), study.root().with_extension("away"));
    // As when a drive is pulled out: gone, or an empty folder in its place.
    for (round, empty) in [false, true].into_iter().enumerate() {
        fs::rename(&root, &away).unwrap();
        if empty {
            fs::create_dir(&root).unwrap();
        }
        screen.keys("Ls.");
        screen.wait("not saved");
        if empty {
            assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
            fs::remove_dir(&root).unwrap();
        } else {
            assert!(!root.exists());
        }
        fs::rename(&away, &root).unwrap();
        screen.keys("\x12");
        screen.wait("saved ✓");
        assert_eq!(saved(&study), round + 2);
    }
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
    assert!(study.emic(&["check"]).contains("no fault"));
}

#[test]
fn files_that_are_replaced_under_the_program_are_seen_and_work_goes_on() {
    let study = Study::new(&interview(20));
    let mut screen = study.open();
    code_the_first(&mut screen);
    let replace = |path: &str, text: &str| {
        let (old, new) = (study.root().join(path), study.root().join("new"));
        fs::write(&new, text).unwrap();
        fs::rename(new, old).unwrap();
    };
    // The interview, corrected elsewhere: the coding finds its place, the next one is made in the new text.
    replace("transcripts/first.txt", &interview(20).replace("P01: ", "P01: Well. "));
    screen.wait("Well.");
    // The journal, as a program that synchronises puts it back: the same lines in another file.
    let journal = fs::read_to_string(study.journal("amy")).unwrap();
    replace("codings/amy.jsonl", &journal);
    // The codebook, with one more code.
    replace("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n  - id: trust\n    name: Trust\n");
    screen.wait("change of codebook.yaml");
    screen.keys("Lsc");
    screen.wait("Trust");
    screen.keys("tru\r");
    screen.wait_until("saved", |shown| shown.contains("saved ✓") && saved(&study) == 2);
    let codes = study.emic(&["code", "list", "--format", "csv"]);
    assert!(codes.contains("waiting") && codes.contains("trust"), "{codes}");
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
    assert!(study.emic(&["check"]).contains("no fault"));
}

#[test]
fn on_a_read_only_medium_one_can_read_and_is_told_that_nothing_is_saved() {
    let Some(disk) = Disk::of(2048) else { return };
    let study = Study::on(disk.path(), &interview(20));
    let mut screen = study.open();
    code_the_first(&mut screen);
    disk.read_only(true);
    screen.keys("Ls.");
    screen.wait("not saved");
    screen.keys("/waited\r");
    screen.wait("We waited 3 weeks");
    disk.read_only(false);
    screen.keys("\x12");
    screen.wait("saved ✓");
    assert_eq!(saved(&study), 2);
    // The hit that was chosen is open: F2 goes to where `q` leaves.
    screen.keys("\x1bOQq");
    assert_eq!(screen.exit().1, 0);
}
