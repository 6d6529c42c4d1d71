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
        &["export", "refi", "--to", "out.qdpx"],
        &["codebook", "export", "--to", "out.qdc"],
    ];
    for run in runs {
        let args = [*run, &["--key", &key]].concat();
        let ran = world.emic(&args).with(2).says("real names of the key");
        assert!(ran.out.is_empty(), "{run:?}: {}", ran.out);
        assert!(!world.files().iter().any(|(path, _)| path.starts_with("out.")), "{run:?}");
        let args = [*run, &["--key", &none]].concat();
        world.emic(&args).ok();
        for (path, _) in world.files().iter().filter(|(path, _)| path.starts_with("out.")) {
            std::fs::remove_file(world.path(path)).unwrap();
        }
    }
}

const INTERVIEW: &str = "INT: Who helped you?

Tom Brandt: Zoë Marlow did, and TOM’S sister Ann. Ann's annual letter came to Dr. Kestrel
Pell in Oakham. We rang Ms Idris, Mr Idris and little Will; will he come? No, Will said.

INT: And the school?

Tom Brandt: Larkfield was kind. O’Dwyer, O'Dwyer and José (Jose) know it all.
";

const TEN: &str = "real,pseudonym
Tom Brandt,Lee Quinn
Tom,Lee
Zoe Marlow,Mia Stone
Zoe,Mia
Ann,Jo
Kestrel Pell,[the doctor]
Oakham,[the town]
Idris,Vale
Will,Sam
Larkfield,The academy
O'Dwyer,Quill
José,Abel
";

/// Names in everything that two coders and their tools write, and the key.
pub(crate) fn ten_names() -> (World, String) {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Visits to Larkfield # for Ann\ncoders: [amy, ben]\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role,note\nP01,parent,\"knows Zoe Marlow; rang\"\nP02,parent,\n"),
        ("speakers.csv", "transcript,label,participant\ntom-brandt/wave 1,Tom Brandt,P01\n"),
        ("transcripts.csv", "transcript,place\ntom-brandt/wave 1,Oakham\n"),
        (
            "codebook.yaml",
            "# made with Ann\ncodes:\n  - id: helping\n    name: Helping\n    definition: As with Ann.\n    examples: [\"Larkfield was kind\"]\n  - id: toms-story\n    name: Tom’s story\n",
        ),
        ("transcripts/tom-brandt/wave 1.txt", INTERVIEW),
        (
            "transcripts/second.md",
            "---\nparticipants: {Zoë: P02}\nsource: Zoe Marlow.docx\n---\n\nINT: And you?\n\nZoë: I met Tom once.\n",
        ),
    ]);
    let one = "tom-brandt/wave 1";
    world.code(
        "amy",
        &[
            (one, "Zoë Marlow did", "helping"),
            (one, "Brandt: Zoë", "helping"),
            (one, "Larkfield was kind", "toms-story"),
        ],
    );
    world.code(
        "ben",
        &[
            (one, "sister Ann. Ann's annual", "helping"),
            (one, "the school", "helping"),
            ("second", "met Tom once", "toms-story"),
        ],
    );
    world.as_coder("ben", &["memo", "add", "--participant", "P01", "Tom Brandt again. And Kestrel Pell!"]).ok();
    world.emic(&["memo", "add", "--transcript", one, "--title", "Zoe", "she is everywhere"]).ok();
    world.emic(&["codebook", "rename", "helping", "Help as Ann gives it"]).ok();
    // Two codings from before the transcript was corrected, one of which is lost, and what a crash left behind.
    world.code("ben", &[(one, "little Will; will he come", "helping"), (one, "rang Ms Idris, Mr Idris", "helping")]);
    world.replace("transcripts/tom-brandt/wave 1.txt", "We rang Ms Idris, Mr Idris and", "Then they all and the");
    world.write("codings/ben.jsonl.torn", "{\"quote\":\"Tom Brandt sa");
    let key = world.outside("key/key.csv", TEN);
    (world, key)
}

const NAMES: &[&str] = &[
    "tom",
    "brandt",
    "zoe",
    "zoë",
    "marlow",
    "ann",
    "kestrel",
    "pell",
    "oakham",
    "idris",
    "larkfield",
    "dwyer",
    "josé",
    "jose",
];

/// Whole words of the key that stand in a text.
pub(crate) fn names_in(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace("\\n", " ");
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| NAMES.contains(word)).map(str::to_owned).collect()
}

/// What is coded: coding, coder, quote.
pub(crate) fn places(world: &World) -> Vec<(String, String, String)> {
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = world.codings();
    rows.iter().map(|row| (text(row, "coding"), text(row, "coder"), text(row, "quote"))).collect()
}

#[test]
fn a_key_of_ten_names_leaves_no_trace_and_codings_keep_their_places() {
    let (world, key) = ten_names();
    let before = places(&world);
    assert_eq!(before.len(), 7, "{before:?}");
    let lost = world.emic(&["check"]).with(1);
    let shown = world.emic(&["anon", "apply", "--key", &key, "--dry-run", "--format", "csv"]).ok();
    let row = |name: &str| shown.column("name").iter().position(|known| known == name).expect(name);
    assert_eq!(shown.column("pseudonym")[row("Kestrel\nPell")], "[the\ndoctor]");
    assert_eq!(shown.column("doubt")[row("Will")], "a word too: read it");
    assert!(shown.column("file").iter().any(|file| file == "codings/ben.jsonl (memo)"));
    let ran = world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    let ran = ran.says("every coding has its place").says("emic backup forget");
    assert!(names_in(&ran.err).is_empty(), "{}", ran.err);
    for (path, bytes) in world.files() {
        let found = names_in(&format!("{path} {}", String::from_utf8_lossy(&bytes)));
        assert!(found.is_empty(), "{path}: {found:?}");
    }
    let body = world.read("transcripts/lee-quinn/wave 1.txt");
    let head = "INT: Who helped you?\n\nLee Quinn: Mia Stone did, and LEE’S sister Jo. Jo's annual letter";
    assert!(body.starts_with(head), "{body}");
    assert!(body.contains("Dr. [the\ndoctor] in [the town]"), "{body}");
    assert!(body.contains("little Sam; will he come? No, Sam said."), "{body}");
    let book = world.read("codebook.yaml");
    assert!(book.contains("# made with Jo") && book.contains("id: toms-story"), "{book}");
    assert!(world.read("study.yaml").contains("coders: [amy, ben]"));
    assert!(world.read("transcripts/second.md").contains("participants: {Mia: P02}\nsource: Mia Stone.docx"));
    // The same codings by the same coders, on the same words with pseudonyms.
    let after = places(&world);
    let key_of = |list: &[(String, String, String)]| -> Vec<(String, String)> {
        let mut keys: Vec<_> = list.iter().map(|(id, coder, _)| (id.clone(), coder.clone())).collect();
        keys.sort();
        keys
    };
    assert_eq!(key_of(&after), key_of(&before));
    let mut quotes: Vec<&str> = after.iter().map(|(_, _, quote)| quote.as_str()).collect();
    quotes.sort_unstable();
    assert_eq!(
        quotes,
        [
            "Lee Quinn: Mia Stone",
            "Mia Stone did",
            "The academy was kind",
            "little Sam; will he come",
            "met Lee once",
            "sister Jo. Jo's annual",
            "the school",
        ]
    );
    // What was lost before is lost still, nothing else is at fault, and who speaks is who spoke.
    let faults = |out: &str| out.lines().filter(|line| line.starts_with("fault")).count();
    let check = world.emic(&["check"]).with(1);
    assert_eq!((faults(&check.out), faults(&lost.out)), (1, 1), "{}", check.out);
    let who = world.emic(&["speakers", "--format", "csv"]).ok();
    let labels: Vec<(String, String)> = who.column("label").into_iter().zip(who.column("who")).collect();
    for expected in [("Lee Quinn", "P01"), ("Mia", "P02")] {
        assert!(labels.contains(&(expected.0.into(), expected.1.into())), "{labels:?}");
    }
    // Proved, and not to be taken back.
    world.emic(&["anon", "check", "--key", &key]).ok().prints("is left in").prints("kept as original");
    world.emic(&["undo"]).with(1).says("nothing of amy to take back");
    world.as_coder("ben", &["undo"]).with(1).says("nothing of ben to take back");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).with(1).says("nothing was changed");
    // The way back is the backup.
    let list = world.emic(&["backup", "list", "--format", "csv"]).ok();
    let at = list.column("original").iter().position(|cell| cell == "1").unwrap();
    world.emic(&["backup", "restore", &list.column("backup")[at], "../with-names"]).ok();
    let restored = world.dir().parent().unwrap().join("with-names/transcripts/tom-brandt/wave 1.txt");
    assert!(std::fs::read_to_string(restored).unwrap().contains("Tom Brandt"));
}

#[test]
fn an_old_copy_brings_no_name_back() {
    let (world, key) = ten_names();
    let old = world.read("codings/ben.jsonl");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    let coded = places(&world);
    assert_eq!(coded.len(), 7);
    world.write("codings/ben (conflicted copy).jsonl", old);
    world.emic(&["check"]).with(1).prints("from before an erasure");
    assert_eq!(places(&world), coded);
    for (path, bytes) in world.files() {
        assert!(names_in(&String::from_utf8_lossy(&bytes)).is_empty(), "{path}");
    }
    world.emic(&["anon", "check", "--key", &key]).ok();
}

#[test]
fn a_name_in_the_pieces_of_a_patch_goes_too() {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role\nP01,parent\n"),
        ("codebook.yaml", "codes:\n  - id: help\n    name: Help\n    definition: Asked of Jane Doe alone.\n"),
        ("transcripts/one.txt", "INT: Who?\n\nP01: It was Jane Doe who came to us.\n"),
    ]);
    world.emic(&["codebook", "define", "help", "--definition", "Asked of Torsten Quill alone."]).ok();
    let new = world.outside("one.txt", "INT: Who?\n\nP01: It was Torsten Quill who came to us.\n");
    world.emic(&["edit", "one", "--from", &new, "--yes"]).ok();
    assert!(world.read("codings/amy.jsonl").contains("\"Quill\""), "each word is a piece of its own");
    let key = world.outside("key.csv", "real,pseudonym\nTorsten Quill,Lee Marsh\n");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    for (path, bytes) in world.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Torsten") && !text.contains("Quill"), "{path}: {text}");
    }
    assert!(world.read("codebook.yaml").contains("Asked of Lee Marsh alone."));
    world.emic(&["check"]).ok();
}

#[test]
fn nothing_is_written_without_a_yes() {
    let (world, key) = ten_names();
    let before = world.files();
    world.emic(&["anon", "apply", "--key", &key]).with(2).says("--yes");
    world.emic(&["anon", "apply", "--key", &key, "--dry-run"]).ok().says("nothing was changed");
    assert_eq!(world.files(), before);
}

#[test]
fn what_cannot_be_done_whole_is_not_begun() {
    let (world, _) = ten_names();
    world.write("transcripts/zoe.md", "INT: Hi.\n\nZoë: Hello.\n");
    let before = world.files();
    // Two files would get one name.
    let key = world.outside("key/two.csv", "real,pseudonym\nZoe,second\n");
    let ran = world.emic(&["anon", "apply", "--key", &key, "--yes"]).with(2);
    ran.says("nothing was changed").says("would be called");
    // The key of a mapping cannot be written so.
    let key = world.outside("key/colon.csv", "real,pseudonym\nZoe,\"her: [x]\"\n");
    world.emic(&["anon", "apply", "--key", &key, "--yes"]).with(2).says("transcripts/second.md").says("by hand");
    assert_eq!(world.files(), before);
}

#[test]
fn files_outside_of_the_study_are_named_and_not_changed() {
    let (world, key) = ten_names();
    let book = world.read("codebook.yaml");
    world.outside("shared/book.yaml", &book);
    world.replace("study.yaml", "coders:", "codebook: ../shared/book.yaml\ncoders:");
    world.write("notes for Ann.txt", "Tom rang.");
    world.write(".git/HEAD", "ref: refs/heads/main\n");
    let ran = world.emic(&["anon", "apply", "--key", &key, "--yes"]).ok();
    ran.says("the codebook ../shared/book.yaml").says("notes for Ann.txt").says("history keeps the names");
    assert_eq!(std::fs::read_to_string(world.dir().parent().unwrap().join("shared/book.yaml")).unwrap(), book);
    assert_eq!(world.read("notes for Ann.txt"), "Tom rang.");
    world.emic(&["anon", "check", "--key", &key]).with(1).prints("notes for Ann.txt");
}
