//! The shapes and formats of tables, and the files that are kept.

use std::fs;

use crate::world::{World, words};

#[test]
fn the_wide_table_has_themes_by_groups() {
    let world = World::clinic_coded();
    let units = ["participants", "passages", "transcripts", "words"].map(|unit| {
        let ran = world.emic(&["frequencies", "--by", "role", "--wide", "--format", "csv", "--unit", unit]).ok();
        assert!(ran.out.lines().next().unwrap().contains("parent (N = "), "{}", ran.out);
        assert!(ran.err.contains("cells: "), "{}", ran.err);
        let rows = ran.rows();
        let travel = rows.iter().find(|row| row[0] == "travel").unwrap();
        travel[2..].iter().map(|cell| cell.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(units, ["1 0 1", "1 0 1", "1 0 1", "5 0 5"]);
    world.emic(&words("frequencies --unit words")).with(2).says("--wide");
    world.emic(&words("frequencies --by role --wide --unit metres")).with(2).says("participants");
}

#[test]
fn every_format_holds_the_same_figures() {
    let world = World::clinic_coded();
    let csv = world.emic(&words("frequencies --by role --format csv")).ok();
    let rows = csv.rows();
    assert_eq!(rows.len(), 15);
    let tsv = world.emic(&words("frequencies --by role --format tsv")).ok();
    let from_tsv: Vec<Vec<String>> =
        tsv.out.lines().skip(1).map(|line| line.split('\t').map(String::from).collect()).collect();
    assert_eq!(from_tsv, rows);
    let markdown = world.emic(&words("frequencies --by role --format markdown")).ok();
    let from_markdown: Vec<Vec<String>> = markdown
        .out
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| by") && !line.starts_with("| ---"))
        .map(|line| line.trim_matches(['|', ' ']).split(" | ").map(String::from).collect())
        .collect();
    assert_eq!(from_markdown, rows);
    assert!(markdown.out.contains("\n- in progress: 2 of 2 transcripts"), "{}", markdown.out);
    assert_eq!(markdown.err, "", "under a table for people the sentences stand in the text");
    let json = world.emic(&words("frequencies --by role --format json")).ok();
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let text = value.to_string();
    assert!(text.contains("\"waiting\"") && text.contains("words_in_group"), "{text}");
    let shown = world.emic(&words("frequencies --by role")).ok();
    assert!(shown.out.contains("in progress: 2 of 2 transcripts"));
    world
        .emic(&words("frequencies --format yaml"))
        .with(2)
        .says("there is no format `yaml`")
        .says("table, csv, tsv, json, markdown");
}

#[test]
fn a_file_that_is_kept_says_beside_it_how_it_was_made() {
    let world = World::clinic_coded();
    let printed = world.emic(&words("frequencies --by role --query role:parent --format csv")).ok();
    let ran = world.emic(&words("frequencies --by role --query role:parent --to table.csv")).ok();
    assert_eq!(ran.out, "");
    ran.says("written: table.csv (how it was made: table.csv.meta.yaml)");
    assert_eq!(world.read("table.csv"), printed.out);
    let sidecar = world.read("table.csv.meta.yaml");
    for line in [
        "emic: \"",
        "time: \"",
        "study: \"Clinic (invented)\"\n",
        "codebook: \"",
        "  one: \"",
        "  two: \"",
        "scope: \"role:parent\"\n",
        "query: \"none\"\n",
        "by: \"role\"\n",
        "unit: \"participant\"\n",
        "rollup: \"subtree\"\n",
        "denominators:\n",
        "    participants_in_group: 2\n",
        "    - \"amy\"\n",
        "left_out: []\n",
        "in_progress:\n  transcripts: 2\n",
        "suppression: \"none\"\n",
    ] {
        assert!(sidecar.contains(line), "`{line}` is not in {sidecar}");
    }
    world.emic(&words("frequencies --to table.csv --format csv")).with(2).says("--format and --to exclude each other");
    world
        .emic(&words("frequencies --to table.xyz"))
        .with(2)
        .says("`.xyz` is no ending of a format")
        .says(".csv, .tsv, .json, .md");
    world.emic(&words("frequencies --to nowhere/table.csv")).with(2).says("nowhere");
    assert!(!world.path("table.xyz").exists() && !world.path("nowhere").exists());
}

#[test]
fn each_ending_picks_its_format() {
    let world = World::clinic_coded();
    for (ending, start) in [("csv", "by,group,"), ("tsv", "by\tgroup\t"), ("json", "{"), ("md", "| by | group |")] {
        let path = world.dir().join(format!("t.{ending}"));
        world.emic(&["frequencies", "--to", path.to_str().unwrap()]).ok();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(start) || (ending == "json" && text.starts_with('[')), "{ending}: {text}");
        assert!(world.path(&format!("t.{ending}.meta.yaml")).exists());
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::clinic_coded();
    for args in [words("frequencies --by role"), words("code list"), words("search wait"), words("export codings")] {
        let mut child = world.command("amy", &args).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("panicked") && !err.contains("error"), "{args:?}: {err}");
    }
}
