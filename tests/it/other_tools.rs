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
