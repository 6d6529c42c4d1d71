//! A participant withdraws: left out, or erased everywhere. All interviews are invented.

use super::world::{World, files_below};

pub(crate) const SHARED: &str = "INT: How long did you wait?

P07: We waited nine weeks for the letter and nobody ever rang us back about it.

P08: With us it was quick, they came within the month and were kind.

P07: Then the second clinic lost our papers as well, can you believe that.

INT: And after that you moved?
";

const OWN: &str = "INT: Tell me about the school.

P07: The head told my husband to his face that the boy was lazy and rude.
";

const OTHER: &str = "INT: And you?

P08: I never had any trouble with the travel money at all.
";

/// Two coders, a shared interview, an interview of P07 alone, and one of somebody else.
pub(crate) fn study() -> World {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
        ("participants.csv", "participant,role\nP07,parent\nP08,parent\n"),
        ("transcripts.csv", "transcript,wave\nown,1\nshared,1\nother,2\n"),
        (
            "codebook.yaml",
            "codes:\n  - id: waiting\n    name: Waiting # how long\n    examples: [\"nobody ever rang us back about it\", \"they came within the month\"]\n  - id: blame\n    name: Blame\n",
        ),
        ("transcripts/shared.txt", SHARED),
        ("transcripts/own.txt", OWN),
        ("transcripts/other.txt", OTHER),
    ]);
    world.code(
        "amy",
        &[("shared", "nine weeks for the letter", "waiting"), ("own", "the boy was lazy and rude", "blame")],
    );
    world.code(
        "ben",
        &[
            ("shared", "they came within the month", "waiting"),
            ("shared", "back about it.\n\nP08: With us it was quick, they came", "waiting"),
            ("shared", "And after that you moved?", "blame"),
            ("other", "trouble with the travel money", "blame"),
        ],
    );
    let coding = world.codings().into_iter().find(|row| row["quote"] == "nine weeks for the letter").unwrap();
    let coding = coding["coding"].as_str().unwrap();
    world.as_coder("ben", &["memo", "add", "--coding", coding, "so she says"]).ok();
    world.emic(&["memo", "add", "--participant", "P07", "lives far out, said the school again and again"]).ok();
    world
        .as_coder("ben", &["memo", "add", "--code", "waiting", "Compare: “the second clinic lost our papers as well”."])
        .ok();
    world.as_coder("ben", &["memo", "add", "--transcript", "own", "a hard one to hear"]).ok();
    world
}

/// Runs of five words of P07's speech that stand in a text.
fn runs_in(text: &str) -> Vec<String> {
    let plain = |text: &str| -> Vec<String> {
        let text = text.to_lowercase().replace("\\n", " ");
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let said = [SHARED, OWN].concat();
    let own = said.lines().filter_map(|line| line.strip_prefix("P07: "));
    let there = format!(" {} ", plain(text).join(" "));
    let mut found = Vec::new();
    for speech in own {
        for run in plain(speech).windows(5) {
            if there.contains(&format!(" {} ", run.join(" "))) {
                found.push(run.join(" "));
            }
        }
    }
    found
}

#[track_caller]
pub(crate) fn no_words_left(world: &World) {
    for (path, bytes) in world.files().into_iter().chain(world.kept_outside()) {
        let found = runs_in(&String::from_utf8_lossy(&bytes));
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

#[test]
fn all_there_is_of_a_participant_is_shown_and_nothing_changed() {
    let world = study();
    world.emic(&["export", "codings", "--to", "codings.csv"]).ok();
    world.emic(&["backup"]).ok();
    let before = world.files();
    let ran = world.emic(&["withdraw", "p07", "--format", "csv"]).ok().says("nothing was changed");
    let rows: Vec<String> =
        ran.rows().iter().map(|row| format!("{}|{}|{}|{}", row[0], row[1], row[2], row[3])).collect();
    for expected in [
        "own interview|transcripts/own.txt||1",
        "shared interview|transcripts/shared.txt||2",
        "codings|transcripts/own.txt|amy|1",
        "codings|transcripts/shared.txt|amy|1",
        "codings|transcripts/shared.txt|ben|1",
        "memos|codings|amy|1",
        "memos|codings|ben|2",
        "memos that repeat the words|codings|ben|1",
        "codebook examples|codebook.yaml (waiting)||1",
        "row|participants.csv||1",
        "export|codings.csv||1",
    ] {
        assert!(rows.contains(&expected.to_owned()), "{expected}: {rows:#?}");
    }
    assert!(rows.iter().any(|row| row.starts_with("backups|")) && rows.iter().any(|row| row.starts_with("cache|")));
    assert_eq!(world.files(), before);
    world.emic(&["withdraw", "P99"]).with(2).says("there is no participant");
}

#[test]
fn the_id_is_typed_in_full() {
    let world = study();
    let before = world.files();
    world.emic(&["withdraw", "P07", "--erase"]).with(2).says("--confirm P07");
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P0"]).with(2).says("is not the id");
    world.emic(&["withdraw", "P07", "--exclude", "--confirm", "yes"]).with(2).says("is not the id");
    assert_eq!(world.files(), before);
}

#[test]
fn excluded_speech_leaves_counts_searches_quotes_and_exports_and_comes_back() {
    let world = study();
    let before = world.emic(&["export", "codings"]).ok();
    assert_eq!(before.rows().len(), 7);
    world.emic(&["withdraw", "P07", "--exclude", "--confirm", "P07"]).ok().says("P07 is left out");
    let after = world.emic(&["export", "codings"]).ok();
    assert!(!after.column("participant").contains(&"P07".to_owned()));
    assert!(runs_in(&after.out).is_empty(), "{}", after.out);
    world.emic(&["search", "weeks"]).with(1);
    let table = world.emic(&["frequencies", "--by", "role", "--format", "csv"]).ok();
    assert!(table.column("participants_in_group").iter().all(|count| count == "1"));
    assert!(world.read("transcripts/shared.txt").contains("nine weeks"));
    world.emic(&["undo"]).ok();
    assert_eq!(world.emic(&["export", "codings"]).ok().out, before.out);
    world.emic(&["withdraw", "P07", "--exclude", "--confirm", "P07"]).ok();
    world.emic(&["withdraw", "P07", "--include"]).ok().says("counts again");
    assert_eq!(world.emic(&["export", "codings"]).ok().out, before.out);
}

#[test]
fn erased_words_are_nowhere_and_the_codings_of_others_keep_their_places() {
    let world = study();
    world.emic(&["backup"]).ok();
    world.write("codings/amy.jsonl.torn", "{\"quote\":\"the boy was lazy and rude\"");
    let ran = world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    let ran = ran.says("P07 has withdrawn").says("cannot reach").says("backups and the cache are deleted");
    assert!(runs_in(&ran.err).is_empty());
    no_words_left(&world);
    assert!(!world.path("transcripts/own.txt").exists() && !world.path("codings/amy.jsonl.torn").exists());
    let shared = world.read("transcripts/shared.txt");
    assert_eq!(shared.matches("P07: [participant withdrew]").count(), 2);
    assert!(shared.contains("P08: With us it was quick"));
    assert_eq!(world.read("participants.csv"), "participant,role\nP08,parent\n");
    assert_eq!(world.read("transcripts.csv"), "transcript,wave\nshared,1\nother,2\n");
    let book = world.read("codebook.yaml");
    assert!(
        book.contains("[participant withdrew]")
            && book.contains("they came within the month")
            && book.contains("# how long"),
        "{book}"
    );
    let mut coded = world.coded();
    coded.sort();
    assert_eq!(
        coded,
        [
            "blame And after that you moved?",
            "blame trouble with the travel money",
            "waiting [participant withdrew]\n\nP08: With us it was quick, they came",
            "waiting they came within the month",
        ]
    );
    // Nothing is lost or in doubt, and the label that stays stands for nobody who counts.
    world.emic(&["check"]).ok().prints("no fault");
    let table = world.emic(&["frequencies", "--by", "role", "--format", "csv"]).ok();
    assert!(table.column("participants_in_group").iter().all(|count| count == "1"));
    let memos = world.emic(&["memo", "list", "--format", "csv"]).ok();
    assert_eq!(memos.column("text"), ["Compare: “[participant withdrew]”."]);
    // The record stays, without a word, and no undo reaches across it.
    assert!(world.read("codings/amy.jsonl").contains("\"participant\":\"P07\",\"why\":\"withdrawn\""));
    world.emic(&["undo"]).with(1).says("nothing of amy to take back");
    world.as_coder("ben", &["undo"]).with(1).says("nothing of ben to take back");
    world.emic(&["withdraw", "P07"]).with(2);
    // The backup that was made afterwards is the only one.
    assert_eq!(world.emic(&["backup", "list", "--format", "csv"]).ok().rows().len(), 1);
}

#[test]
fn an_old_copy_brings_no_word_back() {
    let world = study();
    let old: Vec<(String, Vec<u8>)> =
        files_below(&world.dir()).into_iter().filter(|(path, _)| path.starts_with("codings/")).collect();
    assert_eq!(old.len(), 2);
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    let coded = world.coded();
    // As a synchronising service puts a colleague's version beside.
    for (path, bytes) in &old {
        world.write(&path.replace(".jsonl", " (conflicted copy).jsonl"), bytes);
    }
    world.emic(&["check"]).ok().prints("from before an erasure");
    assert_eq!(world.coded(), coded);
    no_words_left(&world);
    assert!(coded.len() == 4);
}

#[test]
fn an_interview_that_was_brought_in_goes_without_a_fault() {
    let world = study();
    let file = world.outside("own-2.txt", OWN.replace("lazy and rude", "slow and loud"));
    world.emic(&["import", &file, "--yes"]).ok();
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok().says("2 own interviews");
    world.emic(&["check"]).ok();
    no_words_left(&world);
}

#[test]
fn words_in_the_pieces_of_a_patch_are_erased_too() {
    let world = study();
    let define = |id: &str, text: &str, why: &str| {
        world.emic(&["codebook", "define", id, "--definition", text, "--why", why]).ok();
    };
    define("blame", "Who is held to be at fault, and by whom, at home or in class.", "first");
    // The patch is cut at the words that both wordings share.
    define("blame", "As in: who told my husband to his face that the boy was lazy, at home.", "an example");
    define("blame", "Who is held to be at fault.", "shorter");
    let pieces = |world: &World| {
        let journal = world.read("codings/amy.jsonl");
        journal.lines().filter(|line| line.contains("husband") && line.contains("\"codebook\"")).count()
    };
    assert_eq!(pieces(&world), 2);
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    assert_eq!(pieces(&world), 0, "{}", world.read("codings/amy.jsonl"));
    world.emic(&["check"]).ok();
    no_words_left(&world);
}

#[test]
fn check_tells_of_a_copy_that_still_holds_the_words() {
    let world = study();
    let old = world.read("codings/ben.jsonl");
    let participants = world.read("participants.csv");
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    world.emic(&["check"]).ok();
    // The old journal in the place of the new one: nothing supersedes its lines, but the record names them.
    world.write("codings/ben.jsonl", old);
    world.emic(&["check"]).with(1).prints("that an erasure names");
    world.write("participants.csv", participants);
    world.write("transcripts/own.txt", OWN);
    world.emic(&["check"]).with(1).prints("P07 has withdrawn, and speaks in this transcript");
    // To erase once more takes care of both.
    world.emic(&["withdraw", "P07", "--erase", "--confirm", "P07"]).ok();
    world.emic(&["check"]).with(1).prints("is not in shared any more");
    no_words_left(&world);
    assert_eq!(world.coded().len(), 3);
}

#[test]
fn front_matter_and_line_ends_stay_as_they_are() {
    let world = study();
    let shared = format!(
        "---\nparticipants: {{Mother: P07, Aunt: P08}} # by hand\ndate: 2019-11-12\n---\n\n{}",
        SHARED.replace("P07:", "Mother:").replace("P08:", "Aunt:")
    );
    world.write("transcripts/crlf.txt", shared.replace('\n', "\r\n"));
    world
        .emic(&["withdraw", "P07", "--erase", "--confirm", "P07"])
        .ok()
        .says("the label stays in transcripts/crlf.txt: Mother");
    let text = world.read("transcripts/crlf.txt");
    assert!(text.contains("Mother: [participant withdrew]\r\n") && text.contains("date: 2019-11-12\r\n"), "{text}");
    assert!(!text.replace("\r\n", "").contains('\n') && !text.contains("P07"), "{text}");
    let who = world.emic(&["speakers", "crlf", "--format", "csv"]).ok();
    let labels: Vec<(String, String)> = who.column("label").into_iter().zip(who.column("who")).collect();
    assert!(
        labels.contains(&("Mother".into(), "other".into())) && labels.contains(&("Aunt".into(), "P08".into())),
        "{labels:?}"
    );
    no_words_left(&world);
}
