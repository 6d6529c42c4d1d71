//! A study leaves for other tools and comes back. All material is invented; the official schemas and real exports are used in
//! place where a folder of them is at hand.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use crate::world::{CLINIC, World, words};

/// The entries of an archive, in order.
pub fn entries(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = zip.len();
    let read = |at: usize| {
        let mut entry = zip.by_index(at).expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("UTF-8");
        (entry.name().expect("a name").into_owned(), text)
    };
    (0..count).map(read).collect()
}

/// Checks a file against what the schemas demand, and against the official schema itself where that and `xmllint` are at hand.
#[track_caller]
pub fn valid(schema: &str, xml: &str) {
    crate::refi_schema::check(xml);
    let Some(data) = std::env::var_os("EMIC_REAL_DATA") else { return };
    let schema = PathBuf::from(data).join("../reference/refi-qda").join(schema);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.xml");
    std::fs::write(&file, xml).expect("written");
    let Ok(ran) = std::process::Command::new("xmllint").arg("--noout").arg("--schema").arg(&schema).arg(&file).output()
    else {
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// A clinic with everything that a project can hold: emoji and combining marks, several coders, memos on everything, marks.
pub fn clinic() -> World {
    let world = World::with(CLINIC);
    world.write(
        "transcripts/trois.txt",
        "INT: 😀 Oui?\n\nP01: Cafe\u{301} 🌧️ “naïve” – «oui». \u{5d0}\u{5d1}\u{5d2}.\n\nP02: Fine.\n",
    );
    world.write("transcripts.csv", "transcript,wave\none,1\ntwo,2\ntrois,2\n");
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "We waited nine weeks.", "access"),
            ("one", "I trust the nurse now.", "trust"),
            ("trois", "Cafe\u{301} 🌧️ “naïve”", "travel"),
            ("trois", "\u{5d0}\u{5d1}\u{5d2}", "access"),
            ("two", "She is kind, though.", "case:ada"),
        ],
    );
    world.code("ben", &[("one", "We waited nine weeks.", "waiting"), ("two", "We waited as well.", "waiting")]);
    world.code("consensus", &[("one", "Nobody rang us back", "waiting")]);
    let coding = world.codings()[0]["coding"].as_str().expect("an id").to_owned();
    for on in [
        vec!["--coding", &coding],
        vec!["--transcript", "two"],
        vec!["--transcript", "two", "--span", "5..12"],
        vec!["--participant", "P02"],
        vec!["--case", "ada"],
        vec!["--code", "waiting"],
        vec!["--participant", "P01", "--code", "waiting"],
        vec![],
    ] {
        let text = format!("on {on:?}: <b>&\n“done”");
        let mut args = vec!["memo", "add", &text];
        args.extend(on);
        world.as_coder("ben", &args).ok();
    }
    world.as_coder("amy", &["done", "one"]).ok();
    world
}

fn export(world: &World, more: &[&str]) -> Vec<(String, String)> {
    let mut args = words("export refi --to out.qdpx");
    args.extend(more);
    world.emic(&args).ok().says("written: out.qdpx");
    let bytes = std::fs::read(world.dir().join("out.qdpx")).expect("written");
    entries(&bytes)
}

#[test]
fn a_project_is_valid_and_laid_out_as_other_tools_expect() {
    let world = clinic();
    let files = export(&world, &[]);
    assert_eq!(files[0].0, "project.qde", "first");
    assert!(files.len() > 5);
    for (name, text) in &files[1..] {
        let stem = name.strip_prefix("sources/").and_then(|name| name.strip_suffix(".txt")).expect("sources/….txt");
        assert!(uuid::Uuid::try_parse(stem).is_ok(), "{name}");
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
    }
    let xml = &files[0].1;
    valid("Project.xsd", xml);
    assert!(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\""),
        "{xml}"
    );
    assert!(!xml.contains("basePath") && !xml.contains("richTextPath") && !xml.contains('@'), "{xml}");
    let home = world.dir().to_string_lossy().into_owned();
    assert!(files.iter().all(|(_, text)| !text.contains(&home)), "no path of this machine");
    assert_eq!(xml.matches("<Coding guid=").count(), 8, "the case mark is no coding of a code");
    assert_eq!(xml.matches("<SelectionRef").count(), 1);
    assert_eq!(xml.matches("<User ").count(), 3);
    assert!(xml.matches("creatingUser=").count() >= 17, "on every coding and selection");
    assert_eq!(xml.matches("<Case ").count(), 5, "three people, two cases");
    assert!(xml.contains("name=\"role: parent\""), "groups are sets");
    assert!(xml.contains("name=\"Burden\""), "sets of codes are sets");
    // Every range cuts its name out of its text.
    let doc: BTreeMap<&str, &str> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut looked = 0;
    for source in xml.split("<TextSource ").skip(1) {
        let attr = |text: &str, name: &str| {
            let start = text.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3)?;
            text[start..].split('"').next().map(str::to_owned)
        };
        let path = attr(source, "plainTextPath").expect("a path").replace("internal://", "sources/");
        let text: Vec<char> = doc[path.as_str()].chars().collect();
        for selection in source.split("<PlainTextSelection").skip(1) {
            let number =
                |name: &str| attr(selection, name).and_then(|text| text.parse::<usize>().ok()).expect("a number");
            let cut: String = text[number("startPosition")..number("endPosition")].iter().collect();
            assert_eq!(attr(selection, "name").as_deref(), Some(cut.as_str()));
            looked += 1;
        }
    }
    assert_eq!(looked, 9);
}

#[test]
fn the_same_study_gives_the_same_bytes_and_says_what_stays_behind() {
    let world = clinic();
    export(&world, &[]);
    let first = std::fs::read(world.dir().join("out.qdpx")).unwrap();
    let ran = world.emic(&words("export refi --to out.qdpx")).ok();
    assert_eq!(first, std::fs::read(world.dir().join("out.qdpx")).unwrap());
    ran.says("codings 8/8")
        .says("memos 8/8")
        .says("trois holds")
        .says("--offsets utf16")
        .says("the history stays behind");
    let sidecar = world.read("out.qdpx.meta.yaml");
    assert!(sidecar.contains("codings 8/8") && !sidecar.contains("nine weeks"), "{sidecar}");
    world.emic(&words("export refi --to out.zip")).with(2).says("does not end in .qdpx");
    world.emic(&words("export refi --to out.qdpx --coders zed")).with(2).says("nobody called `zed`");
}

#[test]
fn nvivo_is_given_utf16_positions_where_asked() {
    let world = clinic();
    let at = |files: &[(String, String)]| {
        let xml = &files[0].1;
        let place = xml.find("name=\"Cafe\u{301}").expect("the selection");
        xml[place..].split("startPosition=\"").nth(1).unwrap().split('"').next().unwrap().parse::<u32>().unwrap()
    };
    let (points, units) = (at(&export(&world, &[])), at(&export(&world, &["--offsets", "utf16"])));
    assert_eq!(points + 1, units, "one emoji stands before it");
}

#[test]
fn coders_can_go_out_under_numbers() {
    let world = clinic();
    let joined = |files: &[(String, String)]| files.iter().map(|(_, text)| text.clone()).collect::<String>();
    let named = joined(&export(&world, &[]));
    let files = export(&world, &["--pseudonymous-coders"]);
    valid("Project.xsd", &files[0].1);
    let text = joined(&files);
    assert!(
        named.contains("\"amy\"") && text.contains("name=\"Coder-1\"") && text.contains("name=\"consensus\""),
        "{text}"
    );
    for coder in ["amy", "ben"] {
        assert!(
            !text.contains(&format!("\"{coder}\"")) && !world.read("out.qdpx.meta.yaml").contains(coder),
            "{coder}"
        );
    }
    let users = |text: &str| text.matches("<User guid=\"").count();
    assert_eq!((users(&named), users(&text)), (3, 3));
    let guid = |text: &str| text.split("<User guid=\"").skip(1).map(|user| user[..36].to_owned()).collect::<Vec<_>>();
    assert_eq!(
        guid(&named).iter().filter(|one| guid(&text).contains(one)).count(),
        1,
        "only the consensus keeps its GUID"
    );
    world.emic(&words("import out.qdpx --into back")).ok();
    let back = world.emic(&words("-s back code list --json")).ok().objects();
    let mut coders: Vec<&str> = back.iter().map(|row| row["coder"].as_str().unwrap()).collect();
    coders.dedup();
    assert!(
        !coders.is_empty() && coders.iter().all(|coder| coder.starts_with("Coder-") || *coder == "consensus"),
        "{coders:?}"
    );
}

#[test]
fn those_who_have_left_do_not_go_out_and_one_coder_can_go_alone() {
    let world = clinic();
    let line = "{\"v\":1,\"id\":\"7fffffff-0000-7000-8000-000000000001\",\"act\":\"7fffffff-0000-7000-8000-000000000002\",\"coder\":\"amy\",\
                \"at\":\"2030-01-02T03:04:05Z\",\"do\":\"exclude\",\"participant\":\"P01\",\"on\":true}\n";
    let before = export(&world, &["--coders", "ben"]);
    assert_eq!(before[0].1.matches("<User ").count(), 1);
    assert_eq!(before[0].1.matches("<Coding guid=").count(), 2);
    let all = export(&world, &[]);
    let joined = |files: &[(String, String)]| files.iter().map(|(_, text)| text.clone()).collect::<String>();
    assert!(joined(&all).contains("nine weeks") && joined(&all).contains("P01"));
    let journal = world.read("codings/amy.jsonl");
    world.write("codings/amy.jsonl", journal + line);
    let after = export(&world, &[]);
    valid("Project.xsd", &after[0].1);
    let text = joined(&after);
    assert!(!text.contains("nine weeks") && !text.contains("P01") && text.contains("█"), "{text}");
    assert!(text.contains("The bus takes two hours."), "others stay");
    let lengths =
        |files: &[(String, String)]| files[1..4].iter().map(|(_, text)| text.chars().count()).collect::<Vec<_>>();
    assert_eq!(lengths(&all), lengths(&after), "positions stay");
}

#[test]
fn a_study_with_next_to_nothing_is_valid_too() {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Bare\n"),
        ("participants.csv", "participant\n"),
        ("codebook.yaml", "codes: []\n"),
    ]);
    valid("Project.xsd", &export(&world, &[])[0].1);
    world.emic(&words("codebook export --to c.qdc")).with(2).says("no code");
}

#[test]
fn a_codebook_goes_out_alone() {
    let world = World::with(CLINIC);
    world.emic(&words("codebook export --to c.qdc")).ok().says("codes 4/4").says("sets of codes 1/1");
    let xml = world.read("c.qdc");
    valid("Codebook.xsd", &xml);
    assert_eq!(xml.matches("<Code ").count(), 4);
    assert_eq!(xml.matches("<MemberCode guid=").count(), 2);
    assert!(xml.contains("<Description>Getting seen.</Description>"), "{xml}");
    let access = xml.find("name=\"Access\"").unwrap();
    let travel = xml.find("name=\"Travel\"").unwrap();
    let closed = xml[access..].find("\n  </Code>").unwrap() + access;
    assert!(access < travel && travel < closed, "{xml}");
}

/// An archive of these files.
pub fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("whole").into_inner()
}

/// What a researcher sees of a study: codings with times and people, memos, codes, frequencies, who speaks.
fn seen(world: &World, study: &str) -> Vec<String> {
    let commands = [
        "code list --json",
        "memo list --json",
        "codebook list --format csv",
        "frequencies --by role --format csv",
        "speakers --format csv",
        "quotes is:starred --json",
        "quotes coder:consensus --coders consensus --json",
    ];
    let ran = |line: &str| {
        let mut args = vec!["-s", study];
        args.extend(words(line));
        world.emic(&args).out
    };
    commands.map(ran).into()
}

#[test]
fn a_study_comes_back_from_a_project_as_it_went() {
    let world = clinic();
    let star = world.codings()[2]["coding"].as_str().unwrap().to_owned();
    let line = format!(
        "{{\"v\":1,\"id\":\"7fffffff-0000-7000-8000-000000000001\",\"act\":\"7fffffff-0000-7000-8000-000000000002\",\"coder\":\"amy\",\
         \"at\":\"2030-01-02T03:04:05Z\",\"do\":\"star\",\"coding\":\"{star}\",\"as\":\"exemplar\"}}\n"
    );
    let journal = world.read("codings/amy.jsonl");
    world.write("codings/amy.jsonl", journal + &line);
    export(&world, &[]);
    world
        .emic(&words("import out.qdpx --into back"))
        .ok()
        .prints("codings 8/8")
        .prints("memos 8/8")
        .prints("case marks 1/1");
    let (there, back) = (seen(&world, "."), seen(&world, "back"));
    assert!(there.iter().all(|out| out.lines().count() > 1 || out.starts_with('{')), "{there:?}");
    assert_eq!(there, back);
    assert!(back[0].contains("2030-01-02T03:04:05Z"), "the time of the last change too");
    // The file that it would write is the file that it came from.
    world.emic(&words("-s back export refi --to again.qdpx")).ok();
    assert!(world.path("out.qdpx").is_file());
    assert_eq!(std::fs::read(world.path("out.qdpx")).unwrap(), std::fs::read(world.path("again.qdpx")).unwrap());
    // Once more: nothing is doubled.
    let journals = |world: &World| {
        world
            .files()
            .into_iter()
            .filter(|(name, _)| name.starts_with("back/") && !name.contains("report"))
            .collect::<Vec<_>>()
    };
    let before = journals(&world);
    assert!(before.len() > 8);
    world.emic(&words("import out.qdpx --into back")).ok().prints("were in the study already");
    assert_eq!(before, journals(&world));
    assert!(world.read("back/import-report-2.txt").contains("codings 8/8"));
    world.emic(&words("-s back check")).ok();
}

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
