//! Undo and redo, over as many runs of the program as it takes.

use crate::world::{CLINIC, World, words};

#[test]
fn undo_goes_back_to_the_beginning_and_redo_to_the_end() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("one", "drove there", "travel")]);
    world.code("amy", &[("two", "two hours", "travel")]);
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    world.emic(&["code", "remove", &id]).ok();
    world.emic(&["done", "one"]).ok();
    let numbers = |world: &World| world.codings().len();
    let mut seen = vec![numbers(&world)];
    for message in [
        "took back: marked done",
        "took back: took away 1 coding",
        "took back: coded 1 passage",
        "took back: coded 2 passages",
    ] {
        world.emic(&["undo"]).ok().says(message);
        seen.push(numbers(&world));
    }
    assert_eq!(seen, [2, 2, 3, 2, 0]);
    world.emic(&["undo"]).with(1).says("there is nothing of amy to take back");
    let mut seen = Vec::new();
    for message in [
        "did again: coded 2 passages",
        "did again: coded 1 passage",
        "did again: took away 1 coding",
        "did again: marked done",
    ] {
        world.emic(&["redo"]).ok().says(message);
        seen.push(numbers(&world));
    }
    assert_eq!(seen, [2, 3, 2, 2]);
    world.emic(&["redo"]).with(1).says("there is nothing of amy to do again");
    world.emic(&[]).ok().prints("1 of 2 transcripts done");
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn a_new_action_ends_the_redo() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.emic(&["undo"]).ok();
    world.code("amy", &[("one", "drove there", "travel")]);
    world.emic(&["redo"]).with(1);
    assert_eq!(world.coded(), ["travel drove there"]);
}

#[test]
fn undo_takes_back_ones_own_actions_only() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.code("ben", &[("one", "drove there", "travel")]);
    world.emic(&["undo"]).ok();
    assert_eq!(world.coded(), ["travel drove there"]);
    world.emic(&["undo"]).with(1);
    world.as_coder("zoe", &["undo"]).with(1).says("there is nothing of zoe to take back");
    assert_eq!(world.coded().len(), 1);
    assert!(!world.path("codings/zoe.jsonl").exists());
}

#[test]
fn a_coding_made_again_after_undo_is_another_one() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let first = world.codings()[0]["coding"].clone();
    world.emic(&["undo"]).ok();
    world.code("amy", &[("one", "nine weeks", "waiting")]).says("coded 1 passage");
    assert_eq!(world.codings().len(), 1);
    assert_ne!(world.codings()[0]["coding"], first);
}

#[test]
fn codebook_changes_are_taken_back_to_the_letter() {
    let world = World::with(CLINIC);
    let untouched = "# ours: keep this line\ntitle: Clinic\ncodes:\n  - {id: fear, name: Fear}   # in one line\n  - id: trust\n    name: 'Trust'\n";
    world.write("codebook.yaml", untouched);
    world.emic(&["codebook", "add", "--name", "Being heard", "--under", "trust", "--definition", "yes"]).ok();
    let added = world.read("codebook.yaml");
    assert!(added.starts_with(untouched), "{added}");
    world
        .emic(&["codebook", "rename", "trust", "Trust: in staff"])
        .ok()
        .says("trust is now called Trust: in staff (before: Trust)");
    let renamed = world.read("codebook.yaml");
    assert!(renamed.contains("# ours: keep this line\n") && renamed.contains("# in one line\n"), "{renamed}");
    let listed = world.emic(&words("codebook list --format csv")).ok();
    assert_eq!(listed.column("code"), ["fear", "trust", "being-heard"]);
    assert_eq!(listed.column("path")[2], "Trust: in staff > Being heard");
    assert_eq!(listed.column("definition")[2], "yes");
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("codebook.yaml"), added);
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("codebook.yaml"), untouched);
    world.emic(&["redo"]).ok();
    world.emic(&["redo"]).ok();
    assert_eq!(world.read("codebook.yaml"), renamed);
}

#[test]
fn a_code_in_use_stays() {
    let world = World::with(CLINIC);
    world.as_coder("ben", &["codebook", "add", "--id", "fear", "--name", "Fear"]).ok();
    let book = world.read("codebook.yaml");
    world.code("amy", &[("one", "nine weeks", "fear")]);
    let journal = world.read("codings/ben.jsonl");
    world.as_coder("ben", &["undo"]).with(2).says("the code fear is in use by 1 coding of amy");
    assert_eq!((world.read("codebook.yaml"), world.read("codings/ben.jsonl")), (book, journal));
    world.emic(&["undo"]).ok();
    world.as_coder("ben", &["undo"]).ok();
    assert!(!world.read("codebook.yaml").contains("fear"));
}

#[test]
fn an_undo_over_an_edited_file_is_refused() {
    let world = World::with(CLINIC);
    world.emic(&["codebook", "rename", "trust", "Confidence"]).ok();
    world.replace("codebook.yaml", "Confidence", "Reliance");
    let (book, journal) = (world.read("codebook.yaml"), world.read("codings/amy.jsonl"));
    world.emic(&["undo"]).with(2).says("codebook.yaml was edited since").says("nothing was changed");
    assert_eq!((world.read("codebook.yaml"), world.read("codings/amy.jsonl")), (book, journal));
    // An edit further down in the file is no hindrance.
    world.replace("codebook.yaml", "Reliance", "Confidence");
    world.replace("codebook.yaml", "Burden", "Carrying it");
    world.emic(&["undo"]).ok();
    assert!(world.read("codebook.yaml").contains("name: Trust"));
    assert!(world.read("codebook.yaml").contains("Carrying it"));
}

#[test]
fn an_undo_that_what_others_have_written_hangs_on_is_refused() {
    let add = |id: &'static str, under: Option<&'static str>| {
        let mut args = vec!["codebook", "add", "--id", id, "--name", id];
        args.extend(under.map(|_| "--under"));
        args.extend(under);
        args
    };
    // The list of codes was empty or none; a code has its first sub-codes; one code stands beneath the other.
    for (book, ones, others) in [
        ("codes: []\n", None, None),
        ("title: Clinic\n", None, None),
        ("codes:\n  - id: a\n    name: A\n", Some("a"), Some("a")),
        ("codes:\n  - id: a\n    name: A\n", None, Some("zeal")),
    ] {
        let world = World::with(CLINIC);
        world.write("codebook.yaml", book);
        world.emic(&add("zeal", ones)).ok();
        world.as_coder("ben", &add("yarn", others)).ok();
        let (both, journal) = (world.read("codebook.yaml"), world.read("codings/amy.jsonl"));
        world.emic(&["undo"]).with(2).says("codebook.yaml was edited since").says("nothing was changed");
        assert_eq!((world.read("codebook.yaml"), world.read("codings/amy.jsonl")), (both, journal), "{book}");
        world.emic(&["check"]).ok().prints("no fault");
        // Where the other code goes first, nothing hangs on this one.
        world.as_coder("ben", &["undo"]).ok();
        world.emic(&["undo"]).ok();
        assert_eq!(world.read("codebook.yaml"), book);
    }
    // What was written by hand below a code of one's own is no part of the code above.
    let world = World::with(CLINIC);
    world.write("codebook.yaml", "codes:\n  - id: a\n    name: A\n");
    world.emic(&add("zeal", None)).ok();
    let both = world.read("codebook.yaml") + "    definition: Doing more than is asked.\n";
    world.write("codebook.yaml", &both);
    world.emic(&["undo"]).with(2).says("the code a hangs on what would go");
    assert_eq!(world.read("codebook.yaml"), both);
}

#[test]
fn an_undo_that_would_take_the_head_of_a_table_is_refused() {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\n"),
        ("participants.csv", "participant\nP01\nP02\n"),
        ("codebook.yaml", "codes: []\n"),
        ("transcripts/one.txt", "A: We waited.\n\nB: And then?\n"),
    ]);
    world.emic(&["speakers", "one", "A=P01"]).ok();
    world.as_coder("ben", &["speakers", "one", "B=P02"]).ok();
    let both = world.read("speakers.csv");
    world.emic(&["undo"]).with(2).says("speakers.csv was edited since").says("it would have a fault");
    assert_eq!(world.read("speakers.csv"), both);
    world.as_coder("ben", &["undo"]).ok();
    world.emic(&["undo"]).ok();
    assert!(!world.path("speakers.csv").exists());
}

#[test]
fn what_was_said_of_speakers_is_taken_back() {
    let world = World::with(CLINIC);
    world.replace("transcripts/one.txt", "P01: We", "Mum: We");
    world.replace("transcripts/one.txt", "P01: Not", "Mum: Not");
    let who = |world: &World| world.emic(&words("speakers one --format csv")).ok().column("who");
    assert_eq!(who(&world), ["interviewer", "unmapped"]);
    world.emic(&["speakers", "one", "Mum=P01"]).ok().says("in one Mum is P01");
    assert_eq!(who(&world), ["interviewer", "P01"]);
    assert_eq!(world.read("speakers.csv"), "transcript,label,participant\none,Mum,P01\n");
    world.emic(&["speakers", "one", "mum=other"]).ok();
    assert_eq!(world.read("speakers.csv"), "transcript,label,participant\none,Mum,other\n");
    world.emic(&["undo"]).ok();
    assert_eq!(who(&world), ["interviewer", "P01"]);
    world.emic(&["undo"]).ok();
    assert_eq!(who(&world), ["interviewer", "unmapped"]);
    assert!(!world.path("speakers.csv").exists(), "a table that the action made goes with it");
    world.emic(&["check"]).ok().prints("no fault");
    world.emic(&["redo"]).ok();
    assert_eq!(who(&world), ["interviewer", "P01"]);
}

#[test]
fn a_wrong_word_about_speakers_changes_nothing() {
    let world = World::with(CLINIC);
    for (args, message) in [
        ("one Mum=P01", "one has no label `Mum`"),
        ("one P01=P09", "there is no participant `P09`"),
        ("one P01", "`P01` is not LABEL=WHO"),
        ("ona P01=other", "there is no transcript `ona`"),
    ] {
        world.emic(&words(&format!("speakers {args}"))).with(2).says(message);
    }
    assert!(!world.path("speakers.csv").exists() && !world.path("codings").exists());
}
