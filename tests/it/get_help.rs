//! Something is wrong: what emic sees, and an archive for whoever helps, in which no word of the study stands.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use super::world::{CLINIC, World};

/// The members of an archive that the program has written.
fn members(world: &World, name: &str) -> BTreeMap<String, String> {
    let bytes = std::fs::read(world.path(name)).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut members = BTreeMap::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        members.insert(member.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    members
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_alphabetic()).filter(|word| word.chars().count() >= 4);
    words.map(str::to_lowercase).collect()
}

/// Words of four letters and more that are neither letters in disguise nor the format's.
fn left(members: &BTreeMap<String, String>) -> BTreeSet<String> {
    let is_id =
        |part: &str| matches!(part.len(), 16 | 36) && part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let bare =
        |text: &str| text.replace("\\n", " ").split('"').filter(|part| !is_id(part)).collect::<Vec<_>>().join("\"");
    let study = members.iter().filter(|(name, _)| name.starts_with("study/"));
    let all: BTreeSet<String> = study.flat_map(|(name, text)| words(&format!("{name} {}", bare(text)))).collect();
    all.into_iter().filter(|word| !word.chars().all(|char| "qxzjkvéж".contains(char))).collect()
}

/// What the formats of the files are made of; `rese` is where the context of a coding cuts the label `Researcher` short.
const FORMAT: &str = "emic title interviewers interviewer transcripts participants participant codings coders consensus codebook \
    codes themes name definition examples include exclude colour idea label case about study quote before after text transcript \
    code coder span memo note kind jsonl torn yaml attributes date source others other language turns auto coding respan recode \
    uncode star exemplar negative done round undo file path patch rename title participant cases speakers teal orange blue \
    vermilion purple green yellow pink brown grey olive analytic reflexive method summary archive consent researcher shown \
    translation query settles true false approach framework reliability content attribution citation width words template \
    define merge remove under rese";

#[test]
fn the_archive_shows_the_faults_and_no_word() {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[("one", "nine weeks", "waiting"), ("two", "two hours", "travel"), ("two", "It is hard", "trust")],
    );
    world
        .as_coder("ben", &["memo", "add", "--participant", "P02", "--title", "Bus", "Lives far out, says the nurse."])
        .ok();
    world.write("transcripts/third interview.md", "---\nparticipants: {Mother: P01}\ndate: 2019-11-12\nnurse: yes\n---\n\nINT: So?\r\n\r\nMother: Well, Dr Pell’s größter Fehler.\r\n");
    // A lost passage, a torn end, a line that is no event, a code of nobody's and an unknown key.
    world.replace("transcripts/two.txt", "It is hard on them.", "They cope.");
    world.write(
        "codings/amy.jsonl",
        world.read("codings/amy.jsonl") + "{\"v\":1,\"do\":\"memo\",\"text\":\"nonsense\"}\n{\"quote\":\"We wai",
    );
    world.write("codebook.yaml", world.read("codebook.yaml") + "codess: []\n");
    let check = world.emic(&["check", "--json"]).with(1);
    let before = world.files();
    world.emic(&["doctor", "--bundle"]).with(2).says("--yes");
    assert_eq!(world.files(), before);
    let shown =
        world.emic(&["doctor", "--bundle", "help.zip", "--yes", "--format", "csv"]).ok().says("written: help.zip");
    let members = members(&world, "help.zip");
    let listed: BTreeSet<String> = shown.column("file").into_iter().collect();
    assert_eq!(listed, members.keys().cloned().collect());
    shown.says("`emic check` finds the same in it as in the study: ");
    world.emic(&["doctor", "--bundle", "help.zip", "--yes"]).with(2).says("is there already");

    // No word, and each file as long as it was.
    let format = words(FORMAT);
    let found: Vec<String> = left(&members).into_iter().filter(|word| !format.contains(word)).collect();
    assert!(found.is_empty(), "{found:?}");
    for other in ["README.txt", "doctor.txt"] {
        for word in ["P01", "P02", "amy", "ben", "waiting", "nurse", "north", "Clinic", "third", "Pell"] {
            assert!(!members[other].contains(word), "{word} in {other}: {}", members[other]);
        }
        assert!(!members[other].contains(world.dir().to_str().unwrap()));
    }
    let lengths = |files: Vec<usize>| files.into_iter().collect::<BTreeSet<_>>();
    let transcripts = before.iter().filter(|(path, _)| path.starts_with("transcripts/"));
    let old = lengths(transcripts.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().chars().count()).collect());
    let new = members.iter().filter(|(path, _)| path.starts_with("study/transcripts/"));
    assert_eq!(old, lengths(new.map(|(_, text)| text.chars().count()).collect()));

    // It opens, and what is wrong with it is what was wrong.
    let root = world.dir().parent().unwrap().join("helper");
    for (name, text) in &members {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let study = root.join("study");
    let again = world.emic(&["-s", study.to_str().unwrap(), "check", "--json"]).with(1);
    let kinds = |ran: &super::world::Ran| -> Vec<(String, String)> {
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let mut kinds: Vec<_> = ran.objects().iter().map(|row| (text(row, "severity"), text(row, "kind"))).collect();
        kinds.sort();
        kinds
    };
    assert!(kinds(&check).len() >= 4, "{:?}", kinds(&check));
    assert_eq!(kinds(&again), kinds(&check));
    let table = |study: &str| world.emic(&["-s", study, "frequencies", "--format", "csv"]).ok();
    let (here, there) = (table(world.dir().to_str().unwrap()), table(study.to_str().unwrap()));
    for column in ["participants", "passages", "words", "words_in_group"] {
        assert_eq!(here.column(column), there.column(column), "{column}");
    }
}

#[test]
fn no_word_of_the_sample_is_in_its_archive() {
    let world = World::empty();
    world.emic(&["demo", "demo"]).ok();
    let ran = world.emic(&["-s", "demo", "doctor", "--bundle", "help.zip", "--yes"]).ok();
    ran.prints("`emic check` finds the same in it as in the study: 0 faults");
    let members = members(&world, "help.zip");
    let transcripts = world.files().into_iter().filter(|(path, _)| path.starts_with("demo/transcripts/"));
    let said: BTreeSet<String> =
        transcripts.flat_map(|(_, bytes)| words(std::str::from_utf8(&bytes).unwrap())).collect();
    assert!(said.len() > 1000);
    let format = words(FORMAT);
    let found: Vec<String> = left(&members).into_iter().filter(|word| !format.contains(word)).collect();
    assert!(found.is_empty(), "{found:?}");
    for name in ["rowan", "callum", "imogen", "eastvale", "co-production", "ta-reliance"] {
        assert!(
            members.iter().all(|(path, text)| !path.contains(name) && !text.to_lowercase().contains(name)),
            "{name}"
        );
    }
}

#[test]
fn a_study_that_does_not_open_is_looked_at_all_the_same() {
    let world = World::with(CLINIC);
    world.write("study.yaml", "emic: 1\ntitle: [Clinic\nkeyy: Pell\n");
    world.emic(&["doctor"]).ok().prints("does not open");
    // Also where the fault is one that the doctor can look past.
    let yaml = world.read("study.yaml");
    world.write("study.yaml", "emic: 1\ntitle: Clinic\nkeyy: Pell\n");
    let ran = world.emic(&["doctor", "--format", "csv"]).ok();
    let at = ran.column("what").iter().position(|what| what == "study").unwrap();
    assert!(ran.column("state")[at].ends_with(" does not open: study.yaml is at fault"), "{:?}", ran.column("state"));
    assert!(ran.column("advice")[at].contains("emic check"));
    world.emic(&["frequencies"]).with(2);
    // A fault elsewhere leaves the rest to be worked with.
    world.write("study.yaml", "emic: 1\ntitle: Clinic\n");
    world.write("codebook.yaml", world.read("codebook.yaml") + "codess: []\n");
    let ran = world.emic(&["doctor", "--format", "csv"]).ok();
    assert!(
        ran.column("state")[at].ends_with(" opens, without what is at fault in its files"),
        "{:?}",
        ran.column("state")
    );
    world.emic(&["frequencies"]).ok();
    world.write("study.yaml", yaml);
    world.emic(&["doctor", "--bundle", "help.zip", "--yes"]).ok();
    let members = members(&world, "help.zip");
    assert_eq!(members["study/study.yaml"], "emic: 1\ntitle: [Xxxxxx\nxxxx: Xxxx\n");
    assert!(members.len() >= 6, "{:?}", members.keys());
    world.emic(&["-s", "nowhere", "doctor", "--bundle", "b.zip", "--yes"]).with(2).says("there is no study in");
}

#[test]
fn a_command_that_lacks_its_argument_says_what_is_wanted() {
    let world = World::empty();
    world
        .emic(&["completions"])
        .with(2)
        .says("error: for which shell? bash, zsh, fish, elvish or powershell\nhint: emic completions bash > ");
    world.emic(&["man"]).with(2).says("into which folder").says("hint: emic man ~/.local/share/man/man1");
    assert!(world.emic(&["completions", "bash"]).ok().out.contains("frequencies"));
}

#[test]
fn the_doctor_says_what_to_do() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let ran = world.emic(&["doctor", "--format", "csv"]).ok();
    let state = |ran: &super::world::Ran, what: &str| {
        let at = ran.column("what").iter().position(|known| known == what).expect(what);
        (ran.column("state")[at].clone(), ran.column("advice")[at].clone())
    };
    assert_eq!(state(&ran, "files"), ("0 faults, 0 notes".into(), String::new()));
    assert_eq!(state(&ran, "backups").1, "emic backup");
    assert!(state(&ran, "saving").0.starts_with("files can be saved in "));
    assert_eq!(state(&ran, "coder").0, "amy");
    world.emic(&["backup"]).ok();
    // A record from a year ahead: a clock was wrong somewhere.
    let ahead =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64 + 31_536_000_000;
    let id = format!("{:08x}-{:04x}-7000-8000-000000000001", ahead >> 16, ahead & 0xffff);
    let line = world.read("codings/amy.jsonl");
    let old = &line[line.find("\"id\":\"").unwrap() + 6..][..36];
    world.write("codings/amy.jsonl", line.replace(old, &id));
    let ran = world.emic(&["doctor", "--format", "csv"]).ok();
    assert!(state(&ran, "clock").1.contains("look at the clock"), "{:?}", state(&ran, "clock"));
    assert!(state(&ran, "backups").0.starts_with("1 backup, all whole"));
    // Nothing is reordered: what is coded now comes after, and one undo takes it back.
    world.code("amy", &[("two", "two hours", "travel")]);
    world.emic(&["undo"]).ok();
    assert_eq!(world.coded(), ["waiting nine weeks"]);
}
