//! Projects that other tools wrote: what comes in, what goes out again under its own names, and what is refused.

use std::path::PathBuf;

use crate::other_tools::{entries, valid, zipped};
use crate::world::{CLINIC, World, words};

/// A project as no tool but all of them would write it.
const FOREIGN: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Breakfast" origin="Invented 1" basePath="/home/somebody/secret">
<Users><User guid="{AAAAAAA1-0000-0000-0000-000000000001}" name="Ann Other"/><User guid="AAAAAAA1-0000-0000-0000-000000000002" name="bo"/></Users>
<CodeBook><Codes>
 <Code guid="CCCCCCC1-0000-0000-0000-000000000001" name="Food" isCodable="false"><Description>What is eaten.</Description>
  <Code guid="CCCCCCC1-0000-0000-0000-000000000002" name="Food::warm" isCodable="true" color="#F00082"><NoteRef targetGUID="BBBBBBB1-0000-0000-0000-000000000001"/></Code></Code>
 <Code guid="CCCCCCC1-0000-0000-0000-000000000003" name="Food" isCodable="true"/>
 <Code guid="EEEEEEE1-0000-0000-0000-000000000002" name="The dog" isCodable="true"/>
</Codes></CodeBook>
<Variables><Variable guid="DDDDDDD1-0000-0000-0000-000000000001" name="Age in years" typeOfVariable="Integer"/></Variables>
<Cases>
 <Case guid="EEEEEEE1-0000-0000-0000-000000000001" name="Mina"><Description>Lives alone.</Description><VariableValue><VariableRef targetGUID="DDDDDDD1-0000-0000-0000-000000000001"/><IntegerValue>34</IntegerValue></VariableValue><SourceRef targetGUID="FFFFFFF1-0000-0000-0000-000000000001"/></Case>
 <Case guid="EEEEEEE1-0000-0000-0000-000000000002" name="The dog"/>
</Cases>
<Sources>
 <TextSource guid="FFFFFFF1-0000-0000-0000-000000000001" name="Talk / one.docx" plainTextPath="internal://FFFFFFF1-0000-0000-0000-000000000001.txt" richTextPath="internal://x.docx">
  <PlainTextSelection guid="99999991-0000-0000-0000-000000000001" name="warm milk" startPosition="24" endPosition="33" creatingUser="AAAAAAA1-0000-0000-0000-000000000001" creationDateTime="2020-05-06T07:08:09+02:00">
   <Description>A comment.</Description>
   <Coding guid="88888881-0000-0000-0000-000000000001" creatingUser="aaaaaaa1-0000-0000-0000-000000000002" creationDateTime="2020-05-06T07:08:10Z"><CodeRef targetGUID="{ccccccc1-0000-0000-0000-000000000002}"/></Coding>
   <Coding guid="88888881-0000-0000-0000-000000000002"><CodeRef targetGUID="CCCCCCC1-0000-0000-0000-000000000003"/></Coding>
  </PlainTextSelection>
  <PlainTextSelection guid="99999991-0000-0000-0000-000000000002" name="" startPosition="37" endPosition="44"><Coding guid="88888881-0000-0000-0000-000000000003"><CodeRef targetGUID="EEEEEEE1-0000-0000-0000-000000000002"/></Coding></PlainTextSelection>
 </TextSource>
</Sources>
<Notes><Note guid="BBBBBBB1-0000-0000-0000-000000000001" name="On warmth" creatingUser="AAAAAAA1-0000-0000-0000-000000000002"><PlainTextContent>think about it</PlainTextContent></Note></Notes>
<Sets>
 <Set guid="77777771-0000-0000-0000-000000000001" name="meal: morning"><MemberSource targetGUID="FFFFFFF1-0000-0000-0000-000000000001"/></Set>
 <Set guid="77777771-0000-0000-0000-000000000002" name="Warm things"><MemberCode targetGUID="CCCCCCC1-0000-0000-0000-000000000002"/></Set>
</Sets>
<Graphs><Graph guid="66666661-0000-0000-0000-000000000001" name="Map"/></Graphs>
</Project>
"##;

const FOREIGN_TEXT: &str = "\u{feff}INT: And?\r\nMina: I take warm milk to the dog.\r\n";

fn foreign() -> World {
    let world = World::empty();
    let text = "Sources/fffffff1-0000-0000-0000-000000000001.TXT";
    world.write("b.qdpx", zipped(&[(text, FOREIGN_TEXT), ("My Breakfast.QDE", FOREIGN), ("sources/.root", "")]));
    world.emic(&words("import b.qdpx --into study")).ok();
    world
}

#[test]
fn a_project_of_another_tool_comes_in_with_people_memos_groups_and_cases() {
    let world = foreign();
    let report = world.read("study/import-report.txt");
    assert!(
        report.contains("graphs 0/1: 1 listed") && report.contains("codings 2/2") && report.contains("case marks 1/1"),
        "{report}"
    );
    assert!(!report.contains("/home/somebody"), "{report}");
    let rows = world.emic(&words("-s study code list --json")).ok().objects();
    let of = |code: &str| rows.iter().find(|row| row["code"] == code).expect("coded").clone();
    let warm = of("food-warm");
    assert_eq!((warm["quote"].as_str(), warm["coder"].as_str()), (Some("warm milk"), Some("bo")));
    assert_eq!(
        (warm["created"].as_str(), warm["path"].as_str()),
        (Some("2020-05-06T07:08:10Z"), Some("Food > Food::warm"))
    );
    assert_eq!(warm["participant"], "Mina", "the only participant of the text speaks in it");
    assert_eq!(warm["Age_in_years"], "34");
    assert_eq!(warm["meal"], "morning");
    let same_name = of("food-2");
    assert_eq!(
        (same_name["coder"].as_str(), same_name["created"].as_str()),
        (Some("Ann-Other"), Some("2020-05-06T05:08:09Z"))
    );
    let mark = world.read("study/codings/amy.jsonl");
    assert!(mark.contains("\"quote\":\"the dog\"") && mark.contains("\"code\":\"case:The dog\""), "{mark}");
    assert!(world.read("study/cases.csv").contains("The dog"));
    let memos = world.emic(&words("-s study memo list --json")).ok().out;
    for text in ["A comment.", "think about it", "Lives alone."] {
        assert_eq!(memos.matches(text).count(), 1, "{memos}");
    }
    assert_eq!(world.read("study/transcripts/Talk - one.txt"), "INT: And?\nMina: I take warm milk to the dog.\n");
    assert!(world.read("study/codebook.yaml").contains("themes:"), "sets of codes are themes");
    world.emic(&words("-s study check")).ok();
    assert!(
        world
            .files()
            .iter()
            .all(|(name, bytes)| name == "b.qdpx" || !String::from_utf8_lossy(bytes).contains("/home/somebody"))
    );
}

#[test]
fn foreign_guids_and_names_survive_the_way_through_emic() {
    let world = foreign();
    world.emic(&words("-s study export refi --to out.qdpx")).ok();
    let files = entries(&std::fs::read(world.path("out.qdpx")).unwrap());
    let xml = &files[0].1;
    valid("Project.xsd", xml);
    let mut kept = 0;
    for guid in
        FOREIGN.split('"').filter(|part| part.trim_matches(['{', '}']).len() == 36 && part.matches('-').count() == 4)
    {
        // Graphs do not come over; references may be written in another case; the mark of a case goes out as the selection that
        // its case refers to, under the GUID of what was its coding.
        if guid.starts_with('6')
            || guid == "99999991-0000-0000-0000-000000000002"
            || guid.chars().any(|c| c.is_ascii_lowercase())
        {
            continue;
        }
        assert!(xml.contains(guid), "{guid}: {xml}");
        kept += 1;
    }
    assert!(kept > 15);
    for name in ["Ann Other", "Talk / one.docx", "Age in years", "meal: morning", "Food::warm", "On warmth"] {
        assert!(xml.contains(&format!("name=\"{name}\"")), "{name}: {xml}");
    }
    assert!(xml.contains("typeOfVariable=\"Integer\"") && xml.contains("<IntegerValue>34</IntegerValue>"), "{xml}");
    assert_eq!(xml.matches("isCodable=\"false\"").count(), 1);
    assert!(xml.contains("<Description>A comment.</Description>"), "{xml}");
    // And back into the study it came from: nothing is doubled.
    let before = world.emic(&words("-s study code list --json")).out;
    world.emic(&words("import out.qdpx --into study")).ok();
    world.emic(&words("import b.qdpx --into study")).ok();
    assert_eq!(before, world.emic(&words("-s study code list --json")).out);
}

#[test]
fn a_project_adds_to_a_study_and_overwrites_nothing() {
    let world = World::with(CLINIC);
    world.write("participants.csv", "participant,role,site\nP01,parent,north\nMina,cook,\nP03,nurse,\n");
    world.write("codebook.yaml", format!("# my codes\n{}", world.read("codebook.yaml")));
    world.write("transcripts/two.txt", "INT: And?\n");
    world.code("bo", &[("one", "We waited nine weeks.", "waiting")]);
    world.write(
        "b.qdpx",
        zipped(&[("project.qde", FOREIGN), ("sources/FFFFFFF1-0000-0000-0000-000000000001.txt", FOREIGN_TEXT)]),
    );
    world.emic(&words("import b.qdpx")).ok().prints("codings 2/2").says("brought the project into");
    assert!(world.read("codebook.yaml").starts_with("# my codes\n"));
    let people = world.read("participants.csv");
    assert!(people.contains("Mina,cook,,34") && people.contains("P01,parent,north"), "{people}");
    let coded = world.coded();
    assert_eq!(coded.len(), 3, "{coded:?}");
    assert!(
        coded.contains(&"waiting We waited nine weeks.".to_owned())
            && coded.contains(&"food-warm warm milk".to_owned())
    );
    world.emic(&words("check")).ok();
    world.emic(&words("--coder bo undo")).ok();
    assert_eq!(world.coded().len(), 2, "bo's part can be taken back");
}

#[test]
fn an_unpacked_project_has_its_texts_beside_it() {
    let world = World::empty();
    world.write("unpacked/Sources/ffffffF1-0000-0000-0000-000000000001.TXT", FOREIGN_TEXT);
    world.write("unpacked/project.qde", FOREIGN);
    world.write("project.qde", FOREIGN);
    world.emic(&words("import unpacked/project.qde --into study")).ok().prints("codings 2/2");
    // Without them, it is said what is missing.
    let ran = world.emic(&words("import project.qde --into other"));
    assert!(!ran.out.contains("codings 2/2") && ran.out.contains("codings 0/3"), "{} {}", ran.out, ran.err);
}

#[test]
fn what_cannot_be_read_makes_nothing() {
    let world = World::empty();
    for (name, bytes, says) in [
        ("bomb.qdpx", zipped(&[("project.qde", "<!DOCTYPE a [<!ENTITY b 'c'>]><Project/>")]), "DOCTYPE"),
        ("none.qdpx", zipped(&[("a.txt", "x")]), "no project"),
        ("broken.qdpx", b"PK\x03\x04broken".to_vec(), "archive"),
        ("half.qde", b"<Project xmlns='urn:QDA-XML:project:1.0'><Users>".to_vec(), "project is refused"),
        ("page.qde", b"<html/>".to_vec(), "no project or codebook"),
    ] {
        world.write(name, bytes);
        world.emic(&["import", name, "--into", "study"]).with(2).says(says);
        assert!(!world.path("study").exists(), "{name}");
    }
    assert_eq!(world.files().len(), 5, "{:?}", world.files());
}

/// The vectors of the exchange format, where they are at hand: each good one shows the word that is coded.
#[test]
fn the_vectors() {
    let Some(data) = std::env::var_os("EMIC_REAL_DATA") else { return };
    let folder = PathBuf::from(data).join("refi-qda/vectors");
    let mut looked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(number) = name.get(..2).and_then(|digits| digits.parse::<u32>().ok()) else { continue };
        let world = World::empty();
        let ran = world.emic(&["import", path.to_str().unwrap(), "--into", "study"]);
        looked += 1;
        let inside = world.files().iter().all(|(name, _)| name.starts_with("study/"));
        assert!(inside, "{name}: {:?}", world.files());
        if matches!(number, 13 | 14) {
            ran.with(2).says("DOCTYPE");
            assert!(!world.path("study").exists());
            continue;
        }
        let ran = ran.ok();
        world.emic(&words("-s study check")).ok();
        let quotes: Vec<String> = world
            .emic(&words("-s study quotes code:evaluation --json"))
            .objects()
            .iter()
            .map(|row| row["quote"].as_str().unwrap().to_owned())
            .collect();
        match number {
            11 | 12 | 15 | 24 => {
                assert!(
                    ran.out.contains("texts 0/1: 1 listed") && ran.out.contains("codes 1/1"),
                    "{name}: {}",
                    ran.out
                );
            }
            17 | 18 => assert!(ran.out.contains("codings 0/1: 1 listed"), "{name}: {}", ran.out),
            _ => assert_eq!(quotes, ["Great"], "{name}"),
        }
        match number {
            3 => assert!(ran.out.contains("UTF-16 units (the tool is NVivo"), "{}", ran.out),
            10 => assert!(ran.out.contains("archive entries 0/3"), "{}", ran.out),
            16 => assert!(ran.out.contains("codes 20001/20001"), "{}", ran.out),
            19 => assert!(world.emic(&words("-s study memo list --json")).out.contains("memo on segment")),
            20 => assert!(world.read("study/transcripts.csv").contains("34"), "{}", ran.out),
            21 => {
                assert!(!world.read("study/codebook.yaml").contains("Anna"));
                assert!(world.read("study/cases.csv").contains("Anna"));
            }
            22 => assert!(ran.out.contains("texts 2/2") && ran.out.contains("codes 2/2"), "{}", ran.out),
            23 => assert!(ran.out.contains("namespace"), "{}", ran.out),
            _ => {}
        }
    }
    assert_eq!(looked, 26);
}
