//! Identifiers are found, names become pseudonyms everywhere, and what is left is told. All names are invented.

use super::world::World;

/// A study with names in everything that a person writes.
fn named() -> World {
    World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role,note\nP01,parent,\"Tom Brandt’s mum\"\nP02,parent,\n"),
        (
            "codebook.yaml",
            "codes:\n  - id: waiting\n    name: Waiting\n    # as Tom said\n    definition: As for Tom.\n",
        ),
        (
            "transcripts/tom-brandt.txt",
            "INT: Who came?\n\nP01: Tom Brandt came, and Zoë too. TOM’s mum rang 07700 900123.\n\nINT: And the Annual?\n\nP01: Ann was there in M1 1AE.\n",
        ),
    ])
}

const KEY: &str = "real,pseudonym\nTom,Lee\nTom Brandt,Lee Marsh\nZoe,Mia\nAnn,Jo\n";

#[test]
fn the_scan_lists_what_may_identify_and_forgets_what_was_dismissed() {
    let world = named();
    let found = world.emic(&["anon", "scan", "--format", "csv"]).with(1);
    let seen: Vec<(String, String)> = found.column("kind").into_iter().zip(found.column("text")).collect();
    for (kind, text) in [("name", "Tom Brandt"), ("name", "Zoë"), ("telephone", "07700 900123"), ("postcode", "M1 1AE")]
    {
        assert!(seen.contains(&(kind.into(), text.into())), "{text}: {seen:?}");
    }
    assert!(!seen.iter().any(|(_, text)| text == "Waiting" || text == "INT"), "{seen:?}");
    let at = seen.iter().position(|(_, text)| text == "Zoë").unwrap();
    assert_eq!(found.column("file")[at], "transcripts/tom-brandt.txt");
    assert_eq!(found.column("line")[at], "3");
    assert_eq!(found.column("before")[at], "Tom Brandt came, and");
    let hash = found.column("hash")[at].clone();
    world.emic(&["anon", "scan", "--dismiss", &hash]).ok().says("dismissed: 1 wording");
    let journal = world.read("codings/amy.jsonl");
    assert!(journal.contains(&hash) && !journal.contains("Zo"), "{journal}");
    let after = world.emic(&["anon", "scan", "--format", "csv"]).with(1);
    assert!(!after.column("text").contains(&"Zoë".to_owned()));
    assert_eq!(after.rows().len(), found.rows().len() - 1);
    let all = world.emic(&["anon", "scan", "--dismissed", "--format", "csv"]).with(1);
    assert_eq!(all.column("dismissed").iter().filter(|cell| *cell == "1").count(), 1);
    world.emic(&["undo"]).ok();
    assert_eq!(world.emic(&["anon", "scan", "--format", "csv"]).with(1).rows(), found.rows());
    world.emic(&["anon", "scan", "--dismiss", "Zoë"]).with(2).says("no hash of a hit");
}

#[test]
fn a_study_without_identifiers_ends_with_status_0() {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: clinic\ninterviewers: [INT]\n"),
        ("transcripts/one.txt", "INT: So you waited?\n\nP01: We waited nine weeks and I was tired.\n"),
    ]);
    world.emic(&["anon", "scan"]).ok().prints("0 wordings to look at");
}

#[test]
fn the_key_lies_neither_in_the_study_nor_in_a_work_tree() {
    let world = named();
    world.write("key.csv", KEY);
    world.emic(&["anon", "check", "--key", "key.csv"]).with(2).says("lies inside the study");
    let key = world.outside("repo/keys/key.csv", KEY);
    world.outside("repo/.git/HEAD", "ref: refs/heads/main\n");
    world.emic(&["anon", "check", "--key", &key]).with(2).says("git work tree");
    let key = world.outside("bad.csv", "real,pseudonym\nTom,Ann\nAnn,Jo\n");
    world.emic(&["anon", "check", "--key", &key]).with(2).says("line 2").says("holds a real name");
}

#[test]
fn check_tells_every_place_where_a_name_is_left() {
    let world = named();
    let key = world.outside("key.csv", KEY);
    world.code("amy", &[("tom-brandt", "Zoë too", "waiting")]);
    world.emic(&["backup"]).ok();
    let ran = world.emic(&["anon", "check", "--key", &key, "--format", "csv"]).with(1);
    let places = ran.column("where");
    for place in [
        "participants.csv",
        "codebook.yaml",
        "transcripts/tom-brandt.txt",
        "transcripts/tom-brandt.txt (its name)",
        "codings/amy.jsonl",
    ] {
        assert!(places.iter().any(|known| known == place), "{place}: {places:?}");
    }
    assert!(
        places.iter().any(|place| place.starts_with("backup ") && place.ends_with(": codebook.yaml")),
        "{places:?}"
    );
    assert!(!places.iter().any(|place| place.starts_with("study.yaml")), "{places:?}");
    let none = world.outside("none.csv", "real,pseudonym\nWilhelmina,Jo\n");
    world.emic(&["anon", "check", "--key", &none]).ok().prints("none of 1 name of the key is left");
}

#[test]
fn check_looks_into_archives_and_says_what_it_could_not_look_into() {
    let world = named();
    let key = world.outside("key.csv", KEY);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut archive, b"<w:r>To</w:r><w:r>m</w:r> rang").unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    world.outside("share/report.docx", &bytes);
    world.outside("share/scan.pdf", b"%PDF-1.4\n");
    world.outside("share/old.txt", [0xff, 0xfe, b'A', 0, b'n', 0, b'n', 0]);
    world.outside("share/latin.txt", b"Zo\xeb came");
    let share = std::path::Path::new(&key).parent().unwrap().join("share");
    let ran = world.emic(&["anon", "check", "--key", &key, share.to_str().unwrap(), "--format", "csv"]).with(1);
    let mut places = ran.column("where");
    places.sort();
    assert_eq!(places, ["latin.txt", "old.txt", "report.docx › word/document.xml"]);
    ran.says("could not be looked into: scan.pdf (PDF)");
}

#[test]
fn no_export_writes_a_name_of_the_key() {
    let world = named();
    let key = world.outside("key.csv", KEY);
    let none = world.outside("none.csv", "real,pseudonym\nWilhelmina,Jo\n");
    world.code("amy", &[("tom-brandt", "rang 07700", "waiting")]);
    let runs: &[&[&str]] = &[
        &["export", "codings"],
        &["export", "codings", "--to", "out.csv"],
        &["quotes", "theme:waiting"],
        &["quotes", "theme:waiting", "--json"],
        &["search", "rang"],
        &["search", "rang", "--to", "out.csv"],
        &["code", "list", "--format", "csv"],
        &["frequencies", "--by", "note", "--to", "out.csv"],
        &["codebook", "list"],
    ];
    for run in runs {
        let args = [*run, &["--key", &key]].concat();
        let ran = world.emic(&args).with(2).says("real names of the key");
        assert!(ran.out.is_empty(), "{run:?}: {}", ran.out);
        assert!(!world.path("out.csv").exists(), "{run:?}");
        let args = [*run, &["--key", &none]].concat();
        world.emic(&args).ok();
        let _ = std::fs::remove_file(world.path("out.csv"));
    }
}
