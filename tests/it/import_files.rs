//! Transcripts as other programs write them come in: captions, tables, texts in every encoding. All invented.

use std::fs;
use std::path::PathBuf;

use crate::world::{World, words};

/// An empty study and a folder for what is to be imported.
pub fn study() -> World {
    World::with(&[
        ("study.yaml", "emic: 1\ntitle: Invented\n"),
        ("participants.csv", "participant\n"),
        ("codebook.yaml", "codes: []\n"),
        ("transcripts/.keep", ""),
    ])
}

/// Writes a file beside the study and answers with its path.
pub fn outside(world: &World, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path: PathBuf = world.dir().parent().unwrap().join("incoming").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

const ZOOM: &str = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nAna Roe: How long did\r\n\r\n2\r\n00:00:02.100 --> 00:00:03.000\r\nAna Roe: you wait?\r\n\r\n3\r\n00:00:04.000 --> 00:00:06.000\r\nP07: Nine weeks &amp; more.\r\n\r\n4\r\n00:00:07.000 --> 00:00:08.000\r\nAna Roe: And then?\r\n\r\n5\r\n00:12:31.500 --> 00:12:33.000\r\nP07: Nobody rang.\r\n";

#[test]
fn captions_become_turns_and_the_original_stays_where_it_is() {
    let world = study();
    let file = outside(&world, "P07 zoom.vtt", ZOOM);
    let ran =
        world.emic(&["import", &file, "--interviewer", "Ana Roe", "--yes"]).ok().prints("brought in 1 transcript");
    assert!(ran.err.contains("WebVTT captions") && ran.err.contains("decoded as UTF-8"), "{}", ran.err);
    let text = world.read("transcripts/P07 zoom.txt");
    let (front, body) = text.split_once("---\n\n").unwrap();
    assert_eq!(
        body,
        "Ana Roe [00:00:01]: How long did you wait?\n\nP07 [00:00:04]: Nine weeks & more.\n\nAna Roe [00:00:07]: And then?\n\nP07 [00:12:31]: Nobody rang.\n"
    );
    assert!(front.contains("source: P07 zoom.vtt\n") && front.contains("source_sha256: "), "{front}");
    assert_eq!(world.read("speakers.csv"), "transcript,label,participant\nP07 zoom,Ana Roe,interviewer\n");
    assert_eq!(world.read("participants.csv"), "participant\nP07\n");
    let rows = world.emic(&words("speakers --format csv")).ok().rows();
    assert_eq!(rows, [["P07 zoom", "Ana Roe", "interviewer", "2", "7"], ["P07 zoom", "P07", "P07", "2", "5"]]);
    let hit = &world.emic(&["search", "rang", "--json"]).ok().objects()[0];
    assert_eq!((hit["participant"].as_str(), hit["time"].as_str()), (Some("P07"), Some("0:12:31")));
    assert!(fs::metadata(file).is_ok());
    world.emic(&["check"]).ok();
}

#[test]
fn importing_is_one_action_that_is_taken_back() {
    let world = study();
    let before = world.files();
    let first = outside(&world, "a.vtt", ZOOM);
    let second = outside(&world, "b.txt", "INT: So?\n\nP09: Well.\n\nINT: And?\n\nP09: Yes.\n");
    world.emic(&["import", &first, &second, "--yes"]).ok().prints("brought in 2 transcripts");
    world.emic(&["log"]).ok().prints("brought in 2 transcripts");
    world.emic(&["undo"]).ok();
    let after: Vec<_> = world.files().into_iter().filter(|(name, _)| !name.starts_with("codings/")).collect();
    let files = |files: &[(String, Vec<u8>)]| {
        files.iter().filter(|(name, _)| name != "speakers.csv").cloned().collect::<Vec<_>>()
    };
    assert_eq!(files(&after), files(&before));
    assert!(!after.iter().any(|(name, _)| name == "speakers.csv"), "a table that the import made goes with it");
    world.emic(&["redo"]).with(2).says("import the file once more");
    world.emic(&["import", &first, "--yes"]).ok();
    world.emic(&["codebook", "add", "--name", "Waiting"]).ok();
    world.as_coder("ben", &words("code add --transcript a --span 0..5 --code waiting")).ok();
    world.emic(&["undo"]).with(2);
    assert!(world.path("transcripts/a.txt").exists());
}

#[test]
fn an_edited_import_is_not_taken_away() {
    let world = study();
    let file = outside(&world, "a.vtt", ZOOM);
    world.emic(&["import", &file, "--yes"]).ok();
    world.replace("transcripts/a.txt", "Nobody rang.", "Nobody called.");
    world.emic(&["undo"]).with(2).says("was edited since it came in");
    assert!(world.read("transcripts/a.txt").contains("called"));
}

#[test]
fn text_is_taken_in_as_it_stands_and_other_encodings_give_the_same_body() {
    let text =
        "INT: “How’s school?”\n\nP07: It’s a café, really – naïve.   \nSecond line\n\n\nINT: And?\n\nP07: £20.\n";
    let utf16 = |big: bool| -> Vec<u8> {
        let units = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        units.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let bytes = |table: &[(char, u8)], text: &str| -> Vec<u8> {
        text.chars().map(|c| table.iter().find(|(known, _)| *known == c).map_or(c as u8, |(_, byte)| *byte)).collect()
    };
    let windows = [('“', 0x93), ('”', 0x94), ('’', 0x92), ('–', 0x96), ('é', 0xE9), ('ï', 0xEF), ('£', 0xA3)];
    let mac = [('“', 0xD2), ('”', 0xD3), ('’', 0xD5), ('–', 0xD0), ('é', 0x8E), ('ï', 0x95), ('£', 0xA3)];
    for (name, bytes, said) in [
        ("utf8", text.as_bytes().to_vec(), "UTF-8"),
        ("bom", [b"\xEF\xBB\xBF", text.replace('\n', "\r\n").as_bytes()].concat(), "UTF-8"),
        ("le", utf16(false), "UTF-16LE"),
        ("be", utf16(true), "UTF-16BE"),
        ("windows", bytes(&windows, &text.replace('\n', "\r\n")), "windows-1252, 0 replacements"),
        ("mac", bytes(&mac, &text.replace('\n', "\r")), "Mac Roman"),
    ] {
        let world = study();
        let file = outside(&world, &format!("{name}.txt"), &bytes);
        world.emic(&["import", &file, "--yes"]).ok().says(said);
        let written = world.read(&format!("transcripts/{name}.txt"));
        let body = written.replace("\r\n", "\n");
        let body = if body.starts_with("---\n") { body.split_once("---\n\n").unwrap().1 } else { &body };
        assert_eq!(body, text, "{name}");
        if name == "utf8" {
            assert_eq!(written, text, "not a byte is added");
        }
    }
}

#[test]
fn nothing_is_written_before_somebody_agrees() {
    let world = study();
    let before = world.files();
    let file = outside(&world, "a.vtt", ZOOM);
    let ran = world.emic(&["import", &file]).with(2).says("--yes");
    assert!(ran.err.contains("Nine weeks & more.") && ran.err.contains("first turns"), "{}", ran.err);
    let ran = world.emic(&["import", &file, "--dry-run"]).ok().prints("Ana Roe");
    assert!(ran.out.contains("participant P07 (new)"), "{}", ran.out);
    let object = &world.emic(&["import", &file, "--dry-run", "--json"]).ok().objects()[0];
    assert_eq!(object["status"], "new");
    assert_eq!(object["transcript"], "a");
    assert_eq!(object["labels"][1]["label"], "P07");
    assert_eq!(object["labels"][1]["words"], 5);
    assert_eq!(object["first"][3]["time"], "0:12:31");
    assert_eq!(world.files(), before);
}

#[test]
fn what_is_there_already_is_known_and_nothing_is_overwritten() {
    let world = study();
    let file = outside(&world, "a.vtt", ZOOM);
    world.emic(&["import", &file, "--yes"]).ok();
    let before = world.files();
    let again = outside(&world, "renamed.vtt", ZOOM);
    world.emic(&["import", &again, "--yes"]).ok().says("is in the study already, as a");
    let other = outside(&world, "other/a.vtt", ZOOM.replace("Nobody rang", "Somebody rang"));
    world.emic(&["import", &other, "--yes"]).with(2).says("another text; it is not overwritten");
    assert_eq!(world.files(), before);
    world.emic(&["import", &other, "--yes", "--into", "wave2"]).ok();
    assert!(world.read("transcripts/wave2/a.txt").contains("Somebody rang"));
    world.emic(&["import", &other, "--yes", "--into", "elsewhere/../../x"]).with(2);
}

#[test]
fn a_folder_becomes_a_study_with_all_its_files() {
    let world = study();
    outside(&world, "raw/north/P1.txt", "INT: One?\n\nP1: Yes.\n\nINT: Two?\n\nP1: No.\n");
    outside(
        &world,
        "raw/south/P2.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nINT: One?\n\n2\n00:00:02,000 --> 00:00:03,000\nP2: No.\n",
    );
    let last = outside(&world, "raw/.DS_Store", "x");
    let folder = PathBuf::from(last).parent().unwrap().to_string_lossy().into_owned();
    let new = world.dir().parent().unwrap().join("made").to_string_lossy().into_owned();
    world.emic(&["import", &folder, "--into", &new, "--dry-run"]).ok();
    assert!(!PathBuf::from(&new).exists());
    let pattern = "{school}/{participant}";
    world.emic(&["import", &folder, "--into", &new, "--participants-from", pattern, "--yes"]).ok().says("made a study");
    let ran = world.emic(&["-s", &new, "speakers", "--format", "csv"]).ok();
    let who: Vec<String> = ran.rows().into_iter().map(|row| format!("{} {} {}", row[0], row[1], row[2])).collect();
    assert_eq!(who, ["north/P1 INT interviewer", "north/P1 P1 P1", "south/P2 INT interviewer", "south/P2 P2 P2"]);
    assert_eq!(
        fs::read_to_string(PathBuf::from(&new).join("participants.csv")).unwrap(),
        "participant,school\nP1,north\nP2,south\n"
    );
    world.emic(&["-s", &new, "check"]).ok();
}

#[test]
fn labels_are_mapped_renamed_and_left_open() {
    let world = study();
    let file = outside(
        &world,
        "talk.csv",
        "speaker,text\nDB,How?\nDevin Becker,And?\nDana,So.\nUnknown Speaker,Hm hm.\nDB,Well?\nDana,No.\n",
    );
    let args = [
        "import",
        &file,
        "--rename",
        "Devin Becker=DB",
        "--speaker",
        "DB=interviewer",
        "--speaker",
        "Dana=P07",
        "--yes",
    ];
    world.emic(&args).ok();
    assert_eq!(world.read("transcripts/talk.txt").matches("DB: ").count(), 3);
    let who = world.emic(&words("speakers --format csv")).ok().column("who");
    assert_eq!(who, ["interviewer", "P07", "unmapped"]);
    let plain = outside(&world, "plain.txt", "A: one two\n\nB: three\n\nA: four\n\nB: five\n");
    world.emic(&["import", &plain, "--rename", "A=C", "--yes"]).with(2).says("--speaker");
}

#[test]
fn without_a_coder_it_comes_in_and_says_that_undo_does_not_reach_it() {
    let world = study();
    let file = outside(&world, "a.vtt", ZOOM);
    world.run("", &["import", &file, "--yes"], "").ok().says("cannot take it back");
    assert!(world.path("transcripts/a.txt").exists() && !world.path("codings").exists());
}
