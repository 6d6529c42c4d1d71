//! The codebook looked at, compared and taken along: list, lint, diff, export, import.

use crate::world::{CLINIC, World, words};

fn world() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "We waited as well", "waiting")]);
    world
}

#[test]
fn the_list_is_a_tree_with_counts_for_people_and_a_row_per_code_for_programs() {
    let world = world();
    world.code("amy", &[("one", "We waited nine weeks", "access")]);
    let tree = world.emic(&words("codebook list")).ok().out;
    let lines: Vec<Vec<&str>> = tree.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[2], ["Access", "access", "2", "2", "1"], "{tree}");
    assert_eq!(lines[3], ["Waiting", "waiting", "2", "2", "2"]);
    assert!(tree.contains("\n  Waiting"), "{tree}");
    assert!(tree.lines().take_while(|line| !line.is_empty()).all(|line| line.chars().count() <= 80));
    let csv = world.emic(&words("codebook list --format csv")).ok();
    assert_eq!(csv.column("parent"), ["", "access", "access", "", ""]);
    assert_eq!(csv.column("codings"), ["1", "2", "0", "0", "2"]);
    assert_eq!(csv.column("codes")[4], "waiting trust");
    world
        .emic(&words("codebook list --definitions"))
        .ok()
        .prints("  Waiting (waiting) · participants: 2")
        .prints("    Getting seen.");
}

#[test]
fn lint_finds_weak_places_and_notes_alone_are_no_finding() {
    let world = world();
    world.write(
        "codebook.yaml",
        "codes:\n  - id: access\n    name: Access\n    definition: Getting in.\n    codes:\n      - {id: waiting, name: Waiting, definition: Time.}\n      - {id: waits, name: Waits, definition: Also time.}\n  - {id: slow, name: Slowness}\n  - {id: trust, name: Trust, definition: Faith.}\n",
    );
    world.code(
        "amy",
        &[("one", "We waited nine weeks", "access"), ("one", "weeks", "slow"), ("two", "We waited", "slow")],
    );
    world.code("amy", &[("two", "She is kind", "trust")]);
    // Another coder's code above is no contradiction of this coder's.
    world.code("ben", &[("two", "We waited as well", "access")]);
    let lint = world.emic(&words("codebook lint --format csv")).with(1);
    let found: Vec<String> = lint.rows().iter().map(|row| row[1..5].join(" ")).collect();
    assert_eq!(
        found,
        [
            "no-definition slow  ",
            "alike-names waiting waits ",
            "parent-and-child access waiting 1",
            "overlap access slow 4",
            "overlap waiting slow 4",
            "never-used waits  0",
            "used-once trust  1",
        ]
    );
    lint.says("5 findings, 2 notes");
    world.emic(&words("codebook lint")).with(1).prints("finding: Slowness (slow) does not say what it means");
    world.write("codebook.yaml", "codes:\n  - {id: waiting, name: Waiting, definition: Time.}\n  - {id: slow, name: Slowness, definition: Pace.}\n");
    let notes = world.emic(&words("codebook lint"));
    assert!(notes.out.contains("overlap in 100%"), "{}", notes.out);
    world.write("codebook.yaml", "codes:\n  - {id: trust, name: Trust, definition: Faith.}\n");
    world.emic(&words("codebook lint")).ok().prints("note: Trust (trust) is used once").prints("0 findings, 1 note");
}

#[test]
fn a_code_of_one_participant_is_noted() {
    let world = world();
    world.code("amy", &[("one", "drove there", "travel"), ("one", "trust the nurse", "travel")]);
    let lint = world.emic(&words("codebook lint --format csv"));
    let row = lint.rows().into_iter().find(|row| row[1] == "one-participant").expect("a note");
    assert_eq!((&*row[2], &*row[4]), ("travel", "2"));
}

#[test]
fn diff_says_what_has_changed_since_when_by_whom_and_why() {
    let world = world();
    let first = world.read("codebook.yaml");
    world.write("old.yaml", &first);
    world.emic(&["codebook", "rename", "trust", "Confidence"]).ok();
    world.emic(&["codebook", "define", "access", "--definition", "Getting in.", "--why", "shorter"]).ok();
    world.as_coder("ben", &["codebook", "add", "--name", "Cost"]).ok();
    world.emic(&["codebook", "merge", "travel", "access", "--why", "rare"]).ok();
    world.emic(&["codebook", "add", "--name", "Passing"]).ok();
    world.emic(&["codebook", "remove", "passing"]).ok();
    world.replace("codebook.yaml", "name: Waiting", "name: Long waits");
    let diff = world.emic(&words("codebook diff --format csv")).ok();
    let rows: Vec<String> = diff
        .rows()
        .iter()
        .map(|row| [&row[0], &row[1], &row[5], &row[6], &row[8]].map(String::as_str).join("|"))
        .collect();
    let expected = [
        "redefined|access|shorter|amy|emic",
        "renamed|waiting|||file",
        "renamed|trust||amy|emic",
        "added|cost||ben|emic",
        "merged|travel|rare|amy|emic",
    ];
    assert_eq!(rows, expected);
    // Recorded at the next action, with the same answer but for who.
    world.code("amy", &[("two", "two hours", "access")]);
    let diff = world.emic(&words("codebook diff --since 2020 --format csv")).ok();
    assert_eq!(diff.rows().len(), 5);
    assert_eq!(diff.column("coder")[1], "amy");
    world.emic(&words("codebook diff --since 2999-01-01")).with(1).prints("0 changes");
    world.emic(&words("codebook diff --until 2020-12-31")).with(1).prints("0 changes");
    world.emic(&words("codebook diff --since 1/2/2026")).with(2).says("is no date");
    // A day, or two, in the place of files.
    let since = world.emic(&words("codebook diff 2020-01-01 --format csv")).ok();
    assert_eq!(since.rows(), diff.rows());
    world.emic(&words("codebook diff 2999-01-01")).with(1).prints("0 changes");
    world.emic(&words("codebook diff 2019-01-01 2020-12-31")).with(1).prints("0 changes");
    world.emic(&words("codebook diff nowhere.yaml")).with(2).says("cannot read nowhere.yaml");
    let files = world.emic(&["codebook", "diff", "old.yaml", "--format", "csv"]).ok();
    assert_eq!(files.column("change"), diff.column("change"));
    world.emic(&["codebook", "diff", "codebook.yaml", "old.yaml"]).ok().prints("removed cost (Cost)");
    // What was taken back has not happened.
    world.emic(&["undo"]).ok();
    world.emic(&["undo"]).ok().says("found edited");
    assert_eq!(world.emic(&words("codebook diff --format csv")).ok().rows().len(), 4);
}

#[test]
fn a_table_that_was_exported_makes_the_same_codebook() {
    let world = world();
    world
        .emic(&[
            "codebook",
            "define",
            "waiting",
            "--definition",
            "Time,\nin \"weeks\".",
            "--include",
            "=1+1",
            "--example",
            "Nine; weeks",
        ])
        .ok();
    world.emic(&["codebook", "merge", "travel", "access"]).ok();
    world.emic(&["codebook", "export", "--to", "book.csv"]).ok();
    assert!(world.read("book.csv.meta.yaml").contains("codebook:"));
    let other = World::with(CLINIC);
    other.write("codebook.yaml", "# new\n");
    other.write("book.csv", world.read("book.csv"));
    other.emic(&["codebook", "import", "book.csv"]).ok().says("added 4 codes");
    let list = |world: &World| {
        let csv = world.emic(&words("codebook list --format csv")).ok();
        ["code", "path", "definition", "include", "examples", "was", "codes"].map(|column| csv.column(column))
    };
    assert_eq!(list(&other), list(&world));
    assert_eq!(list(&other)[0].len(), 4);
    assert!(other.read("codebook.yaml").starts_with("# new\n"));
    other.emic(&["codebook", "import", "book.csv"]).ok().says("all of its codes are here already");
    other.emic(&["undo"]).ok();
    assert_eq!(other.read("codebook.yaml"), "# new\n");
    world.emic(&words("codebook export --format markdown")).ok().prints("### Waiting").prints("> Nine; weeks");
    world.emic(&words("codebook export --to book.docxx")).with(2).says("`.docxx` is no ending");
}

#[test]
fn another_coders_codebook_is_merged_by_id_and_clashing_definitions_are_both_kept() {
    let world = world();
    let before = world.files();
    world.write(
        "ben.yaml",
        "codes:\n  - {id: access, name: Access, definition: Getting a place.}\n  - id: trust\n    name: Trust\n    definition: Faith in staff.\n    codes: [{id: warmth, name: Warmth, was: [kindness]}]\n",
    );
    world.emic(&["codebook", "import", "ben.yaml", "--dry-run"]).ok().says("nothing was written");
    world
        .emic(&["codebook", "import", "ben.yaml"])
        .ok()
        .says("added 1 code: warmth")
        .says("filled in the meaning of 1 code: trust")
        .says("here:  Getting seen.")
        .says("there: Getting a place.");
    let book = world.read("codebook.yaml");
    assert!(book.contains("definition: Getting seen.") && book.contains("definition: Faith in staff."), "{book}");
    assert!(book.contains("was: [kindness]"));
    world.emic(&["memo", "list"]).ok().prints("another definition, in ben.yaml").prints("Getting a place.");
    world.emic(&["check"]).ok();
    world.emic(&["undo"]).ok();
    std::fs::remove_file(world.path("ben.yaml")).unwrap();
    let files = |files: Vec<(String, Vec<u8>)>| -> Vec<_> {
        files.into_iter().filter(|(path, _)| path == "codebook.yaml").collect()
    };
    assert_eq!(files(world.files()), files(before));
}

#[test]
fn lists_of_other_programs_and_people() {
    let world = world();
    world.write(
        "taguette.csv",
        "tag,description,number of highlights\nWaiting,The wait,3\nfood,,1\nfood.lunch,At noon,2\n",
    );
    world
        .emic(&["codebook", "import", "taguette.csv"])
        .ok()
        .says("added 2 codes: food, food-lunch")
        .says("meaning of 1 code: waiting");
    world.write("list.txt", "staff>>nurses\tWho nurse\nstaff>>porters\nTrust\n");
    world.emic(&["codebook", "import", "list.txt"]).ok().says("added 3 codes: staff, nurses, porters");
    let paths = world.emic(&words("codebook list --format csv")).column("path");
    assert!(
        paths.contains(&"food > food.lunch".to_owned()) && paths.contains(&"staff > nurses".to_owned()),
        "{paths:?}"
    );
    world.write("bad.csv", "colour,size\nred,1\n");
    world.emic(&["codebook", "import", "bad.csv"]).with(2).says("no column").says("colour, size");
    world.emic(&["codebook", "import", "book.xlsx"]).with(2).says("save a workbook as csv");
    world.emic(&["codebook", "import", "nothing.csv"]).with(2).says("nothing.csv");
}
