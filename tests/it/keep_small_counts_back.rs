//! Small groups are named, and small counts are kept back so that they cannot be computed from what is left.

use std::collections::HashMap;

use crate::world::{Ran, World, words};

/// An invented study: six parents, four nurses, one head; who says which code.
fn school() -> World {
    let people = [
        ("P01", "parent"),
        ("P02", "parent"),
        ("P03", "parent"),
        ("P04", "parent"),
        ("P05", "parent"),
        ("P06", "parent"),
        ("N01", "nurse"),
        ("N02", "nurse"),
        ("N03", "nurse"),
        ("N04", "nurse"),
        ("H01", "head"),
    ];
    let mut table = String::from("participant,role,may_quote\n");
    let world = World::empty();
    world.write("study.yaml", "emic: 1\ntitle: School (invented)\ninterviewers: [INT]\nconsent: {quote: may_quote}\n");
    world.write(
        "codebook.yaml",
        "codes:\n  - id: access\n    name: Access\n    codes:\n      - id: waiting\n        name: Waiting\n      - id: travel\n        name: Travel\n  - id: trust\n    name: Trust\n",
    );
    let mut codings = Vec::new();
    for (at, (id, role)) in people.iter().enumerate() {
        table.push_str(&format!("{id},{role},yes\n"));
        let name = id.to_lowercase();
        world.write(
            &format!("transcripts/{name}.txt"),
            format!("INT: And then?\n\n{id}: We waited for weeks. The road is long. I trust them well enough.\n"),
        );
        let mut say = |quote: &'static str, code: &'static str| codings.push((name.clone(), quote, code));
        // Waiting: all parents but one, one nurse, the head. Travel: two parents. Trust: three parents, all nurses.
        if (at < 5) || at == 6 || at == 10 {
            say("We waited for weeks.", "waiting");
        }
        if at < 2 {
            say("The road is long.", "travel");
        }
        if at < 3 || (6..10).contains(&at) {
            say("I trust them", "trust");
        }
    }
    world.write("participants.csv", table);
    let codings: Vec<(&str, &str, &str)> =
        codings.iter().map(|(name, quote, code)| (name.as_str(), *quote, *code)).collect();
    world.code("amy", &codings);
    world
}

/// The tidy rows by code and group, as text by column.
fn by_cell(ran: &Ran) -> HashMap<(String, String), HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(String::from).collect();
    let rows = reader.records().map(|row| {
        let row: HashMap<String, String> = heads.iter().cloned().zip(row.unwrap().iter().map(String::from)).collect();
        ((row["code"].clone(), row["group"].clone()), row)
    });
    rows.collect()
}

#[test]
fn small_groups_are_named_under_every_table_by_group() {
    let world = school();
    for line in [
        "frequencies --by role",
        "frequencies --by role --wide",
        "coverage --by role",
        "words --by role",
        "cooccurrence --by role",
        "saturation --by role",
        "matrix --rows transcript --columns role --code waiting --format markdown",
    ] {
        // No two codes need meet here: 1 says that nothing was found.
        let ran = world.emic(&words(line));
        assert!(ran.code < 2, "{line}: {}", ran.err);
        assert!(ran.out.contains("fewer than 3 participants in: head (1)"), "{line}: {}", ran.out);
        assert!(!ran.out.contains('*'), "{line}: nothing is masked unless asked: {}", ran.out);
    }
    world.emic(&words("frequencies --by role --to t.csv")).ok();
    assert!(world.read("t.csv.meta.yaml").contains("small_groups: \"fewer than 3 participants in: head (1)"));
    assert!(world.read("t.csv.meta.yaml").contains("suppression: \"none\""));
    world.replace("study.yaml", "interviewers", "suppress: 5\ninterviewers");
    world
        .emic(&words("frequencies --by role --format csv"))
        .ok()
        .says("fewer than 5 participants in: nurse (4), head (1)");
    world.emic(&words("export codings")).ok().says("1 of 11 participants stands alone");
}

#[test]
fn whoever_stands_alone_is_named_wherever_a_row_is_a_person() {
    let world = school();
    let alone = "1 of 11 participants stands alone with this combination of attributes (role)";
    world.emic(&words("matrix --format csv")).ok().says(alone);
    world.emic(&words("framework --format csv")).ok().says(alone);
    world.emic(&words("framework --to f.docx")).ok().says(alone);
    assert!(world.read("f.docx.meta.yaml").contains(alone));
    assert!(!world.emic(&words("matrix --rows transcript --format csv")).ok().err.contains("alone"));
    world.emic(&words("export workbook --by role --to w.xlsx")).ok();
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(world.path("w.xlsx")).unwrap();
    let made = book.worksheet_range("How it was made").unwrap();
    let notes: Vec<(String, String)> =
        made.rows().filter(|row| row[1] == "note").map(|row| (row[0].to_string(), row[2].to_string())).collect();
    let says = |sheet: &str, words: &str| notes.iter().any(|(of, said)| of == sheet && said.contains(words));
    for sheet in ["Matrix", "Codings", "Participants"] {
        assert!(says(sheet, alone), "{sheet}: {notes:?}");
    }
    for sheet in ["Frequencies", "Frequencies (long)", "Quotes"] {
        assert!(says(sheet, "fewer than 3 participants in: head (1)"), "{sheet}: {notes:?}");
    }
}

#[test]
fn a_masked_table_holds_its_masks_against_arithmetic() {
    let world = school();
    let open = by_cell(&world.emic(&words("frequencies --by role --format csv")).ok());
    let ran = world.emic(&words("frequencies --by role --suppress 3 --format csv")).ok();
    let masked = by_cell(&ran);
    assert_eq!((open.len(), masked.len()), (16, 16));
    let groups = ["parent", "nurse", "head", "(all)"];
    let codes = ["access", "waiting", "travel", "trust"];
    let hidden = |code: &str, group: &str| masked[&(code.to_owned(), group.to_owned())]["participants"].is_empty();
    let mut shown = 0;
    for code in codes {
        let line: Vec<bool> = groups.iter().map(|group| hidden(code, group)).collect();
        let number = line.iter().filter(|hidden| **hidden).count();
        assert!(number != 1, "{code}: one mask alone is a difference: {line:?}");
        for group in groups {
            let key = (code.to_owned(), group.to_owned());
            let (open, masked) = (&open[&key], &masked[&key]);
            let figure = |column: &str| open[column].parse::<u64>().unwrap();
            if !hidden(code, group) {
                shown += 1;
                assert!(figure("participants") == 0 || figure("participants") >= 3, "{key:?}");
                assert_eq!(open["participants"], masked["participants"]);
                assert_eq!(open["words"], masked["words"]);
            }
            let of = ["participants", "transcripts", "passages", "words"];
            let rates = ["percent_participants", "percent_of_group_words", "passages_per_1000_words"];
            let sums = ["percent_of_group_passages", "percent_of_code_passages"];
            let empty = |columns: &[&str]| columns.iter().all(|column| masked[*column].is_empty());
            if hidden(code, group) {
                assert!(empty(&of) && empty(&rates) && empty(&sums) && masked["present"].is_empty(), "{masked:?}");
            }
            if masked["participants_in_group"].is_empty() {
                assert!(empty(&rates) && masked["words_in_group"].is_empty(), "{masked:?}");
            }
            if codes.iter().any(|code| hidden(code, group)) {
                assert!(masked["percent_of_group_passages"].is_empty(), "{masked:?}");
            }
            if hidden(code, "(all)") {
                assert!(masked["percent_of_code_passages"].is_empty(), "{masked:?}");
            }
        }
    }
    assert!(shown >= 4, "something is left to read: {shown}");
    assert!(hidden("waiting", "head") && hidden("travel", "parent") && hidden("travel", "(all)"));
    assert!(masked[&("trust".to_owned(), "head".to_owned())]["participants_in_group"].is_empty(), "a group of one");
    let ran = ran.says("suppressed (k = 3)");
    assert!(!ran.err.contains("head (1)"), "{}", ran.err);
}

#[test]
fn masks_stand_in_every_layout_and_in_the_sidecar() {
    let world = school();
    let brief = world.emic(&words("frequencies --by role --suppress")).ok();
    assert!(brief.out.contains("* of *") && brief.out.contains("suppressed (k = 3)"), "{}", brief.out);
    let wide = world.emic(&words("frequencies --by role --wide --suppress 3 --format markdown")).ok();
    assert!(wide.out.contains("head (N = \\*)") && !wide.out.contains("head (N = 1)"), "{}", wide.out);
    world.emic(&words("frequencies --by role --suppress --to masked.csv")).ok();
    let sidecar = world.read("masked.csv.meta.yaml");
    assert!(
        sidecar.contains("suppression:\n  rule: \"counts of 1 to k - 1 people are masked")
            && sidecar.contains("  k: 3\n"),
        "{sidecar}"
    );
    assert!(
        sidecar.contains("participants_in_group: \"*\"") && !sidecar.contains("participants_in_group: 1\n"),
        "{sidecar}"
    );
    let json = world.emic(&words("frequencies --by role --suppress --format json")).ok();
    assert!(json.out.contains("\"participants\":null"), "{}", json.out);
    let coverage = world.emic(&words("coverage --by role --suppress --format csv")).ok();
    let sizes = coverage.column("participants");
    assert_eq!(sizes.iter().filter(|size| size.is_empty()).count(), 2, "{sizes:?}");
    let said = world.emic(&words("words --by role --suppress --format csv")).ok();
    assert!(
        said.column("participants").iter().any(String::is_empty)
            && said.column("count").iter().any(|count| !count.is_empty())
    );
    for (word, (people, count)) in
        said.column("word").iter().zip(said.column("participants").iter().zip(said.column("count")))
    {
        assert_eq!(people.is_empty(), count.is_empty(), "{word}");
        assert!(people.is_empty() || people == "0" || people.parse::<u64>().unwrap() >= 3, "{word}: {people}");
    }
    world.emic(&words("export workbook --by role --suppress --to book.xlsx")).ok().says("Frequencies (long)");
    assert!(!world.read("book.xlsx.meta.yaml").contains("Participants:"));
}

#[test]
fn masks_that_would_not_hold_are_refused() {
    let world = school();
    world.emic(&words("frequencies --by role --suppress 2")).with(2).says("at least 3");
    world.emic(&words("frequencies --by role --suppress 12")).with(2).says("fewer than 12 people are in scope");
    world.emic(&words("frequencies --by role --test --suppress")).with(2).says("--test");
    world.emic(&words("coverage --suppress")).with(2).says("--by role --suppress");
}

#[test]
fn quotes_of_small_groups_are_not_told_from_others() {
    let world = school();
    let all = ["export", "quotes", "--by", "role", "--attribution", "group", "--format", "csv"];
    let open = world.emic(&all).ok().says("fewer than 3 participants in: head (1)");
    assert!(open.column("role").contains(&"head".to_owned()));
    let masked = world.emic(&[&all[..], &["--suppress", "3"]].concat()).ok().says("stand as (suppressed): 2 groups");
    let roles = masked.column("role");
    assert_eq!(roles.len(), open.column("role").len());
    assert!(roles.iter().all(|role| role == "parent" || role == "(suppressed)"), "{roles:?}");
    assert!(roles.contains(&"parent".to_owned()) && roles.contains(&"(suppressed)".to_owned()), "{roles:?}");
    let printed = masked.column("printed");
    assert!(printed.iter().any(|text| text.ends_with("(H01, (suppressed))")), "{printed:?}");
    assert!(!masked.out.contains("head") && !masked.out.contains("nurse"), "{}", masked.out);
    world.emic(&[&all[..6], &["--suppress", "--to", "quotes.md"]].concat()).ok();
    assert!(world.read("quotes.md").contains("### (suppressed)"));
    assert!(world.read("quotes.md.meta.yaml").contains("groups_kept_back: 2"));
}

#[test]
fn a_matrix_of_groups_is_masked_row_by_row() {
    let world = school();
    world.write("cases.csv", "case\nada\nbo\n");
    let about = |id: &str, case: &str| {
        format!(
            "---\nabout: [{case}]\n---\n\nINT: And then?\n\n{id}: We waited for weeks. The road is long. I trust them well enough.\n"
        )
    };
    for id in ["P01", "P02", "P03", "P04", "N01", "N02", "N03"] {
        world.write(&format!("transcripts/{}.txt", id.to_lowercase()), about(id, "ada"));
    }
    world.write("transcripts/h01.txt", about("H01", "bo"));
    let all = ["matrix", "--rows", "case", "--columns", "role", "--code", "waiting", "--format", "csv"];
    let open = world.emic(&all).ok();
    assert_eq!(open.rows(), [["ada", "7", "7", "91", "4", "1", "", "5"], ["bo", "1", "1", "13", "", "", "1", "1"]]);
    let masked = world.emic(&[&all[..], &["--suppress"]].concat()).ok().says("suppressed (k = 3)");
    assert_eq!(masked.rows(), [["ada", "7", "7", "91", "", "", "", "5"], ["bo", "", "", "", "", "", "", ""]]);
    world.emic(&words("matrix --suppress")).with(2).says("--rows case --columns role");
    world.emic(&words("matrix --columns role --code waiting --suppress")).with(2).says("no groups to mask");
}

/// The rows of co-occurrence by pair and group.
fn pairs(ran: &Ran) -> HashMap<(String, String, String), HashMap<String, String>> {
    let columns =
        ["units_in_group", "n1", "n2", "n12", "jaccard", "n12_of_n1", "n12_of_n2", "first_with_second", "neither"];
    let columns: Vec<(&str, Vec<String>)> = columns.iter().map(|name| (*name, ran.column(name))).collect();
    let keys = ran.column("code_1").into_iter().zip(ran.column("code_2")).zip(ran.column("group"));
    let row = |at: usize| columns.iter().map(|(name, cells)| ((*name).to_owned(), cells[at].clone())).collect();
    keys.enumerate().map(|(at, ((one, other), group))| ((one, other, group), row(at))).collect()
}

#[test]
fn what_stands_together_is_masked_by_the_people_behind_it() {
    let world = school();
    let open = pairs(&world.emic(&words("cooccurrence --by role --rule participant --format csv")).ok());
    let ran = world.emic(&words("cooccurrence --by role --rule participant --suppress 3 --format csv")).ok();
    let ran = ran.says("suppressed (k = 3)");
    assert!(!ran.err.contains("head (1)"), "{}", ran.err);
    let masked = pairs(&ran);
    assert_eq!(masked.len(), open.len());
    let (mut hidden, mut told) = (0, 0);
    let number = |text: &str| text.parse::<u64>().ok();
    for (key, row) in &masked {
        for count in ["n1", "n2", "n12"] {
            let people = number(&row[count]);
            assert!(people.is_none_or(|people| people == 0 || people >= 3), "{key:?} {count}: {row:?}");
            assert!(people.is_none() || row[count] == open[key][count], "{key:?}");
            if people.is_some() { told += 1 } else { hidden += 1 }
        }
        // Nothing from which a masked count follows is shown beside it.
        let gone = |name: &str| row[name].is_empty();
        assert!(!(gone("n1") || gone("n2") || gone("n12")) || gone("jaccard") && gone("neither"), "{key:?} {row:?}");
        assert!(!(gone("n1") || gone("n12")) || gone("n12_of_n1"), "{key:?} {row:?}");
        assert!(!(gone("n2") || gone("n12")) || gone("n12_of_n2"), "{key:?} {row:?}");
        assert!(!gone("n12") || gone("first_with_second"), "{key:?} {row:?}");
    }
    assert!(hidden > 10 && told > 5, "{hidden} masked, {told} shown");
    // In no line is one group alone masked: the others and (all) would give it.
    for (one, other, _) in masked.keys() {
        for count in ["n1", "n2", "n12"] {
            let groups = ["parent", "nurse", "head", "(all)"];
            let gone = |group: &&&str| masked[&(one.clone(), other.clone(), (**group).to_owned())][count].is_empty();
            assert_ne!(groups.iter().filter(gone).count(), 1, "{one} {other} {count}");
        }
    }
    let sidecar = |line: &str| {
        world.emic(&words(line)).ok();
        world.read("t.csv.meta.yaml")
    };
    assert!(sidecar("cooccurrence --by role --suppress --to t.csv").contains("  k: 3\n"));
    // What is shown on the screen keeps the same back, and tells by no absence which pairs never meet.
    let screen = world.emic(&words("cooccurrence --by role --rule participant --suppress")).ok();
    assert!(screen.out.contains('*'), "{}", screen.out);
    world.emic(&words("cooccurrence --rule transcript --suppress")).with(2).says("--rule participant");
    world.emic(&words("cooccurrence --suppress 12")).with(2).says("fewer than 12 people are in scope");
}

#[test]
fn units_of_other_rules_are_masked_by_their_people() {
    let world = school();
    // Waiting and trust of P01 stand in one turn; nobody else's codings meet, whatever the number of passages.
    for rule in ["overlap", "turn", "turns"] {
        let line = format!("cooccurrence --by role --rule {rule} --format csv");
        let open = pairs(&world.emic(&words(&line)));
        let masked = pairs(&world.emic(&words(&format!("{line} --suppress"))));
        let key = |group: &str| ("waiting".to_owned(), "trust".to_owned(), group.to_owned());
        assert_eq!(masked[&key("head")]["n1"], "", "{rule}: one head waited");
        if rule == "turn" {
            // Every turn of a nurse has trust in it, so that one with waiting has both: neither count may tell the other, and the parents'
            // go along, from which they would follow.
            let nurse = &open[&key("nurse")];
            assert_eq!((&nurse["n2"], &nurse["n1"]), (&nurse["units_in_group"], &nurse["n12"]));
            let gone = |group: &str| ["n1", "n12"].map(|count| masked[&key(group)][count].is_empty());
            assert_eq!((gone("nurse"), gone("parent")), ([true; 2], [true; 2]));
        } else if rule == "overlap" {
            assert_eq!(masked[&key("parent")]["n1"], open[&key("parent")]["n1"], "{rule}: five parents did");
        }
        if rule != "overlap" {
            assert_eq!(open[&key("parent")]["n12"], "3", "{rule}");
            assert_eq!(open[&key("nurse")]["n12"], "1", "{rule}");
            assert_eq!(masked[&key("nurse")]["n12"], "", "{rule}");
        }
    }
}

#[test]
fn curves_of_small_groups_are_kept_back_with_another() {
    let world = school();
    let open = world.emic(&words("saturation --by role --format csv")).ok().says("head (1)");
    let ran = world.emic(&words("saturation --by role --suppress --format csv")).ok().says("suppressed (k = 3)");
    assert!(!ran.err.contains("head (1)"), "{}", ran.err);
    let groups = |ran: &Ran, name: &str| ran.column("group").iter().filter(|group| *group == name).count();
    assert_eq!(
        [groups(&open, "head"), groups(&open, "nurse"), groups(&open, "parent")],
        [1, 4, 5],
        "P06 says nothing that is coded"
    );
    // One row each, so that not even the number of interviews is told.
    assert_eq!([groups(&ran, "head"), groups(&ran, "nurse"), groups(&ran, "parent")], [1, 1, 5]);
    for name in ["position", "transcript", "codes", "new_codes", "cumulative", "base_codes", "reached"] {
        for (group, cell) in ran.column("group").iter().zip(ran.column(name)) {
            assert_eq!(cell.is_empty(), group == "head" || group == "nurse", "{group} {name}: {cell}");
        }
    }
    world.emic(&words("saturation --by role --suppress --to s.csv")).ok();
    let sidecar = world.read("s.csv.meta.yaml");
    assert!(sidecar.contains("groups_kept_back: 2") && sidecar.contains("head: \"*\""), "{sidecar}");
    world.emic(&words("saturation --by role --suppress --to s.svg")).ok();
    let picture = world.read("s.svg");
    assert!(picture.contains("parent") && !picture.contains(">head") && !picture.contains(">nurse"), "{picture}");
    world.emic(&words("saturation --suppress")).with(2).says("--by role --suppress");
}
