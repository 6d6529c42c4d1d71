//! What goes into the paper and into other tools: codings as rows.

use crate::world::{World, words};

const TALK: &str = "INT: [00:00:05] Say it?\r\n\r\nP01: [00:01:10] He said \"no, never\", and\r\nthen 🌧️ it rained; naïve, I know.\r\n\r\nINT: [01:02:03] And?\r\n\r\nP01: [01:02:09] =SUM(1,2) is what I wrote.\r\n";

fn study() -> World {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: 'Rain, \"quoted\"'\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role,note\nP01,\"parent, carer\",\"says \"\"no\"\"\"\n"),
        ("transcripts.csv", "transcript,wave\ntalk,1\n"),
        (
            "codebook.yaml",
            "codes:\n  - id: a\n    name: 'A, first'\n    codes:\n      - id: b\n        name: B\n        codes:\n          - id: c\n            name: C\n            codes:\n              - id: d\n                name: D\n",
        ),
        ("transcripts/talk.txt", TALK),
    ]);
    world.code(
        "amy",
        &[
            ("talk", "\"no, never\", and\nthen 🌧️ it rained; naïve", "d"),
            ("talk", "=SUM(1,2)", "a"),
            ("talk", "Say it?", "b"),
        ],
    );
    world
}

#[test]
fn every_character_comes_back_from_the_csv() {
    let world = study();
    let ran = world.emic(&words("export codings")).ok();
    assert_eq!(ran.rows().len(), 3);
    let quotes = ran.column("quote");
    assert_eq!(quotes[1], "\"no, never\", and\nthen 🌧️ it rained; naïve");
    assert_eq!(quotes[2], "=SUM(1,2)");
    assert_eq!(ran.column("note"), ["", "says \"no\"", "says \"no\""]);
    assert_eq!(ran.column("role")[1], "parent, carer");
    assert_eq!(ran.column("wave"), ["1", "1", "1"]);
    assert_eq!(ran.column("path")[1], "A, first > B > C > D");
    assert_eq!(["level_1", "level_2", "level_3"].map(|level| ran.column(level)[1].clone()), ["A, first", "B", "C"]);
    assert_eq!(ran.column("time"), ["0:00:05", "0:01:10", "1:02:09"]);
    assert_eq!(ran.column("turn"), ["1", "2", "4"]);
    assert_eq!(ran.column("participant"), ["", "P01", "P01"], "a coding of nobody has one row");
    assert_eq!(ran.column("words")[1..], ["7", "2"], "a sum is two words: SUM and 1,2");
    let body: Vec<char> = TALK.replace("\r\n", "\n").chars().collect();
    for (row, quote) in quotes.iter().enumerate() {
        let at = |column: &str| ran.column(column)[row].parse::<usize>().unwrap();
        let (start, end) = (at("start"), at("end"));
        assert_eq!(body[start..end].iter().collect::<String>(), *quote);
        assert_eq!(ran.column("before")[row], body[start.saturating_sub(32)..start].iter().collect::<String>());
        assert_eq!(ran.column("after")[row], body[end..body.len().min(end + 32)].iter().collect::<String>());
    }
}

#[test]
fn a_passage_of_two_people_has_a_row_for_each() {
    let world = World::with(crate::world::CLINIC);
    world.code("amy", &[("two", "We waited as well.\n\nP03: I see families wait", "waiting")]);
    let ran = world.emic(&words("export codings")).ok();
    assert_eq!(ran.column("participant"), ["P02", "P03"]);
    assert_eq!(ran.column("speaker"), ["P02", "P03"]);
    assert_eq!(ran.column("turn"), ["2", "3"]);
    assert_eq!(ran.column("words"), ["4", "4"]);
    assert_eq!(ran.column("coding")[0], ran.column("coding")[1]);
    assert_eq!(
        (ran.column("line_start"), ran.column("line_end")),
        (vec!["3".into(), "3".into()], vec!["5".into(), "5".to_owned()])
    );
}

#[test]
fn stars_and_memos_and_times_of_change_are_there() {
    let world = study();
    let id = world.emic(&words("export codings")).column("coding")[1].clone();
    world.emic(&["memo", "add", "first, with \"marks\"", "--coding", &id]).ok();
    world.as_coder("ben", &["memo", "add", "second", "--coding", &id]).ok();
    let line = format!(
        "{{\"v\":1,\"id\":\"7fffffff-0000-7000-8000-000000000001\",\"act\":\"7fffffff-0000-7000-8000-000000000002\",\"coder\":\"amy\",\
         \"at\":\"2030-01-02T03:04:05Z\",\"do\":\"star\",\"coding\":\"{id}\",\"as\":\"negative\"}}\n"
    );
    let journal = world.read("codings/amy.jsonl");
    world.write("codings/amy.jsonl", journal + &line);
    let ran = world.emic(&words("export codings")).ok();
    assert_eq!(ran.column("starred"), ["", "negative", ""]);
    assert_eq!(ran.column("memo"), ["", "first, with \"marks\"\n\nsecond", ""]);
    assert!(
        ran.column("created").iter().all(|time| time.len() == 20 && time.ends_with('Z')),
        "{:?}",
        ran.column("created")
    );
    assert_eq!(world.emic(&["quotes", "is:negative", "--count"]).ok().out, "1\n");
    world.emic(&["quotes", "is:starred", "--count"]).with(1);
}

#[test]
fn a_query_chooses_and_a_file_gets_its_sidecar() {
    let world = study();
    let ran = world.emic(&words("export codings --query theme:b --to out.csv")).ok();
    ran.says("written: out.csv (how it was made: out.csv.meta.yaml)");
    let text = world.read("out.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let codes: Vec<String> = reader.records().map(|row| row.unwrap()).map(|row| row[15].to_owned()).collect();
    assert_eq!(codes.len(), 2, "{text}");
    assert!(!text.starts_with('\u{feff}'));
    let sidecar = world.read("out.csv.meta.yaml");
    assert!(sidecar.contains("study: \"Rain, \\\"quoted\\\"\"\n"), "{sidecar}");
    assert!(sidecar.contains("theme:b"), "{sidecar}");
    assert!(!sidecar.contains("never") && !sidecar.contains("rained"), "a sidecar holds no interview text");
    world.emic(&words("export codings --query code:x")).with(2).says("the codebook has no code `x`");
    world.emic(&words("export codings --query zebra")).with(1);
}

#[test]
fn json_holds_the_same_as_csv() {
    let world = study();
    let csv = world.emic(&words("export codings")).ok();
    let objects = world.emic(&words("code list --json")).ok().objects();
    assert_eq!(objects.len(), 3);
    for (at, object) in objects.iter().enumerate() {
        for (key, value) in object.as_object().unwrap() {
            let text = match value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(text, csv.column(key)[at], "{key}");
        }
    }
}

#[test]
fn the_excluded_are_in_no_export() {
    let world = study();
    let line = "{\"v\":1,\"id\":\"7fffffff-0000-7000-8000-000000000001\",\"act\":\"7fffffff-0000-7000-8000-000000000002\",\"coder\":\"ben\",\
                \"at\":\"2030-01-02T03:04:05Z\",\"do\":\"exclude\",\"participant\":\"P01\",\"on\":true}\n";
    assert_eq!(world.emic(&["search", "rained", "--count"]).ok().out, "1\n");
    world.write("codings/ben.jsonl", line);
    let ran = world.emic(&words("export codings")).ok();
    assert!(!ran.out.contains("rained") || !ran.column("participant").contains(&"P01".to_owned()), "{}", ran.out);
    assert!(!ran.column("quote").iter().any(|quote| quote.contains("rained")), "{}", ran.out);
    world.emic(&["search", "rained", "--count"]).with(1);
    world.emic(&["quotes", "rained", "--count"]).with(1);
    let table = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(table.column("words_in_group")[0], "0");
}

#[test]
fn rows_that_are_written_as_they_are_found_are_those_of_a_file() {
    let world = study();
    world.write("participants.csv", "participant,role\nP01,\"parent, carer\"\nP02,nurse\n");
    let names: Vec<String> = (0..40).map(|at| format!("more-{at:02}")).collect();
    for (at, name) in names.iter().enumerate() {
        let text =
            format!("INT: And?\n\nP01: It \"rained\" {at} times,\tas Zoë said 🌧️.\n\nP02: Not here; we waited.\n");
        world.write(&format!("transcripts/{name}.txt"), text);
    }
    let codings: Vec<(&str, &str, &str)> = names
        .iter()
        .flat_map(|name| {
            [
                (name.as_str(), "It \"rained\"", "b"),
                (name.as_str(), "times,\tas Zoë said 🌧️.\n\nP02: Not here; we", "d"),
            ]
        })
        .collect();
    world.code("amy", &codings);
    for (command, ending, rows) in [
        ("export codings", "csv", 123),
        ("export codings --query with:d --format TSV", "tsv", 0),
        ("quotes theme:b --format csv", "csv", 122),
        ("quotes code:d --format tsv", "tsv", 81),
        ("quotes who:all --coders amy --format csv", "csv", 123),
    ] {
        let ran = world.emic(&words(command)).with(i32::from(rows == 0));
        if ending == "csv" {
            assert_eq!(ran.rows().len(), rows, "{command}");
        }
        let plain = command.split(" --format").next().unwrap();
        let file = world.emic(&words(&format!("{plain} --to rows.{ending}"))).with(ran.code);
        assert_eq!(std::fs::read_to_string(world.path(&format!("rows.{ending}"))).unwrap(), ran.out, "{command}");
        assert!(!ran.err.is_empty() && file.err.starts_with(&ran.err), "{command}: {} / {}", ran.err, file.err);
    }
    let ran = world.emic(&words("quotes theme:b --json")).ok();
    assert_eq!(ran.objects().len(), 122);
    assert_eq!(world.emic(&words("quotes theme:b --json --limit 1000")).ok().out, ran.out);
    // Not a byte goes out before a mistake is seen.
    let ran = world.emic(&words("quotes theme:zebra --format csv")).with(2);
    assert_eq!(ran.out, "");
}

#[test]
fn patterns_are_found_in_every_transcript_in_its_order() {
    let world = study();
    for at in 0..40 {
        let said = if at % 3 == 0 { "ſtraße 12\r\nand on" } else { "nothing" };
        world.write(&format!("transcripts/more-{at:02}.txt"), format!("INT: Where?\n\nP01: {said}\n\nP02: STRASSE"));
    }
    let found = |query: &str| -> Vec<String> {
        let ran = world.emic(&["search", query, "--json"]);
        assert!(ran.code < 2, "{query}: {}", ran.err);
        let found: Vec<String> =
            ran.objects().iter().map(|hit| format!("{} {}", hit["transcript"], hit["turn"])).collect();
        assert_eq!(world.emic(&["search", query, "--count"]).out, format!("{}\n", found.len()), "{query}");
        found
    };
    let all: Vec<String> = (0..40).step_by(3).map(|at| format!("\"more-{at:02}\" 2")).collect();
    assert_eq!(all.len(), 14);
    for query in ["/^stra(ß|x)e/", "/\\d+$/ OR /e 12\\nand/", "/STRAẞE 1/ participant:P01", "/on$/ /^s/"] {
        assert_eq!(found(query), all, "{query}");
    }
    assert!(found("/where/").is_empty(), "interviewers are not asked");
    assert_eq!(found("/^where/ who:interviewer").len(), 40);
    assert_eq!(found("NOT /[a-z]/ who:participants").len(), 0);
    assert_eq!(found("/^strasse$/").len(), 40);
    // Nothing is found across turns.
    assert!(found("/on\\s+P02/").is_empty() && found("/on[^x]+strasse/").is_empty());
}
