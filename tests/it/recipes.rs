//! From `codings.csv` to the table that emic prints, in Python and R, where these are at hand with what the recipes need.

use std::collections::BTreeMap;
use std::process::Command;

use crate::other_tools::clinic;
use crate::world::words;

/// Whether a program runs to its end with these words.
fn runs(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|ran| ran.status.success())
}

/// participants, transcripts, passages by theme and group, where there is anything.
fn figures(csv_text: &str, theme: &str) -> BTreeMap<[String; 2], [String; 3]> {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("a column of this name");
    let rollup = header.iter().position(|column| column == "rollup");
    let mut found = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |name: &str| row[at(name)].to_owned();
        if rollup.is_none_or(|rollup| &row[rollup] == "subtree") && cell("passages") != "0" {
            found.insert([cell(theme), cell("group")], ["participants", "transcripts", "passages"].map(cell));
        }
    }
    found
}

#[test]
fn the_recipes_count_as_emic_does() {
    let world = clinic();
    // Passages of one theme that overlap, and one of two people.
    world.code(
        "ben",
        &[
            ("one", "nine weeks. Nobody rang us back", "travel"),
            ("two", "We waited as well.\n\nP03: I see families wait", "trust"),
        ],
    );
    world.emic(&words("export codings --to codings.csv")).ok();
    let mut expected = figures(&world.emic(&words("frequencies --by role --format csv")).ok().out, "path");
    expected.retain(|[path, _], _| path != "Burden");
    assert!(expected.len() > 8, "{expected:?}");
    let recipe = |name: &str| format!("{}/docs/recipes/{name}", env!("CARGO_MANIFEST_DIR"));
    let codings = world.path("codings.csv");
    let codings = codings.to_str().expect("a path");
    for (program, check, file) in [
        ("python3", vec!["-c", "import pandas"], "frequencies.py"),
        ("Rscript", vec!["-e", "library(readr); library(dplyr)"], "frequencies.R"),
    ] {
        assert!(std::path::Path::new(&recipe(file)).is_file());
        if !runs(program, &check) {
            continue;
        }
        let ran = Command::new(program).args([&recipe(file), codings, "role"]).output().expect("it runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(figures(&String::from_utf8_lossy(&ran.stdout), "theme"), expected, "{program}");
    }
}
