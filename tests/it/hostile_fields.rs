//! Every field of a study that is ever shown holds what steers terminals, marks up pages or leads paths astray: it is shown, and obeyed by
//! nobody. All invented.

use std::fs;

use crate::world::{World, files_below, words};

/// What a terminal would take as a title, colours, and a change of direction.
const STEER: &str = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}2J\u{202e}";
/// The same in a quoted string of YAML or JSON.
const ESCAPED: &str = "\\u001b]0;owned\\u0007\\u001b[31m\\u009b2J\\u202e";
/// What a browser would run.
const MARKED: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";

/// A study in whose every field a text stands; `quoted`: as it is written between quotation marks.
fn filled(text: &str, quoted: &str) -> World {
    let world = World::empty();
    world.write(
        "study.yaml",
        format!(
            "emic: 1\ntitle: \"T{quoted}\"\ninterviewers: [INT, \"I{quoted}\"]\nothers: [\"O{quoted}\"]\nquote_template: \"{{quote}} {quoted} ({{participant}})\"\nconsensus: consensus\n"
        ),
    );
    world.write(
        "participants.csv",
        format!("participant,role,about\nP01,\"r{text}\",ada\n\"P{text}\",parent,\nP03,nurse,\n"),
    );
    world.write("cases.csv", format!("case,kind\nada,\"k{text}\"\n"));
    world.write("transcripts.csv", format!("transcript,mode\none,\"m{text}\"\n"));
    world.write("speakers.csv", format!("transcript,label,participant\ntwo,\"L{text}\",P01\n"));
    world.write(
        "codebook.yaml",
        format!(
            "title: \"B{quoted}\"\ncodes:\n  - id: waiting\n    name: \"W{quoted}\"\n    definition: \"d{quoted}\"\n    include: \"i{quoted}\"\n    exclude: \"e{quoted}\"\n    examples: [\"x{quoted}\"]\n  - id: trust\n    name: \"Wi{quoted}\"\nthemes:\n  - id: set\n    name: \"S{quoted}\"\n    idea: \"y{quoted}\"\n    codes: [waiting]\n"
        ),
    );
    world.write(
        "transcripts/one.txt",
        format!("INT: How {text}?\n\nP01: We waited nine weeks {text}. Nobody rang us.\n\nP{text}: And I: zebra {text}.\n\nINT: So?\n\nP01: So.\n"),
    );
    world.write(
        "transcripts/two.txt",
        format!("INT: And?\n\nL{text}: The bus zebra took hours {text}.\n\nINT: So?\n\nL{text}: Yes.\n"),
    );
    world.write(
        "transcripts/three.md",
        format!("---\ntranscript: \"t{quoted}\"\nparticipant: P03\nother: \"o{quoted}\"\nsource: \"s{quoted}\"\n---\nP03: Zebra here.\n"),
    );
    for coder in ["amy", "ben"] {
        world.code(coder, &[("one", "nine weeks", "waiting"), ("two", "The bus", "trust")]);
    }
    world.as_coder("amy", &["memo", "add", "--transcript", "one", &format!("memo {text}")]).ok();
    world.as_coder("amy", &["memo", "add", &format!("on the study {text}")]).ok();
    world.as_coder("ben", &["code", "add", "--transcript", "two", "--quote", "took", "--code", "waiting"]).ok();
    world
        .as_coder(
            "amy",
            &[
                "codebook",
                "define",
                "trust",
                "--definition",
                &format!("now {text}"),
                "--why",
                &format!("because {text}"),
            ],
        )
        .ok();
    // A coding whose words are gone, events that another program has written, and lines that are none.
    let mut journal = world.read("codings/ben.jsonl");
    let id = |number: u32| format!("0190f000-0000-7000-8000-{number:012x}");
    for (number, line) in [
        (
            1,
            format!(
                "\"do\":\"code\",\"transcript\":\"one\",\"span\":[3,9],\"quote\":\"q{quoted}\",\"before\":\"\",\"after\":\"\",\"text\":\"0000000000000000\",\"code\":\"waiting\""
            ),
        ),
        (
            2,
            format!(
                "\"do\":\"code\",\"transcript\":\"g{quoted}\",\"span\":[3,9],\"quote\":\"q{quoted}\",\"before\":\"\",\"after\":\"\",\"text\":\"0000000000000000\",\"code\":\"c{quoted}\""
            ),
        ),
        (3, format!("\"do\":\"hologram{quoted}\",\"x\":\"{quoted}\"")),
        (
            4,
            format!(
                "\"do\":\"memo\",\"on\":{{\"participant\":\"P{quoted}\"}},\"title\":\"t{quoted}\",\"kind\":\"note\",\"text\":\"m{quoted}\""
            ),
        ),
        (
            5,
            format!(
                "\"do\":\"round\",\"name\":\"n{quoted}\",\"transcripts\":[\"three\"],\"coders\":[\"zoe\"],\"on\":true"
            ),
        ),
        (6, format!("\"do\":\"star\",\"coding\":\"{quoted}\",\"as\":\"{quoted}\"")),
    ] {
        let id = id(number);
        journal += &format!(
            "{{\"v\":1,\"id\":\"{id}\",\"act\":\"{id}\",\"coder\":\"ben\",\"at\":\"2026-01-01T00:00:00Z\",{line}}}\n"
        );
    }
    journal += &format!("{{\"v\":1,\"{quoted}\n");
    world.write("codings/ben.jsonl", journal);
    world
}

/// Every command that shows something; `*` stands for a text of no good.
const SHOWN: &[&str] = &[
    "check",
    "speakers",
    "speakers one",
    "speakers one *=P01",
    "search zebra",
    "search *:zebra",
    "search /[*/",
    "search code:*",
    "quotes",
    "quotes theme:set",
    "quotes --balance",
    "frequencies",
    "frequencies --by role",
    "frequencies --by role --wide",
    "frequencies --by case.kind",
    "frequencies --by mode --figure",
    "frequencies --by *",
    "frequencies --by role --suppress",
    "matrix",
    "cooccurrence",
    "cooccurrence --figure",
    "saturation",
    "coverage",
    "words --by role",
    "kwic zebra",
    "framework",
    "agreement --coders amy,ben",
    "agreement --coders amy,*",
    "drift",
    "log",
    "memo list",
    "code list",
    "code review",
    "code remove *",
    "done *",
    "codebook list",
    "codebook lint",
    "codebook diff",
    "codebook rename * x",
    "codebook add --name *",
    "settle list",
    "settle table",
    "round list",
    "withdraw P01",
    "withdraw *",
    "anon scan",
    "doctor",
    "cache",
    "backup list",
    "backup restore *",
    "run",
    "relink",
    "merge *",
    "import *",
    "edit *",
    "export quotes --format markdown",
    "export methods",
    "export memos --format markdown",
    "export transcript one --format markdown",
    "export participant P01 --format markdown",
    "export codings --to *",
    "--study * check",
    "--coder * undo",
    "--as-of * check",
    "--*",
    "frequencies --format *",
    "*",
];

fn with_text(line: &str, text: &str) -> Vec<String> {
    words(line).into_iter().map(|word| word.replace('*', text)).collect()
}

#[test]
fn nothing_that_steers_a_terminal_gets_out_of_any_command() {
    let world = filled(STEER, ESCAPED);
    let mut shown = 0;
    for line in SHOWN {
        let args = with_text(line, STEER);
        let ran = world.emic(&args.iter().map(String::as_str).collect::<Vec<_>>());
        for text in [&ran.out, &ran.err] {
            let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            let bad: Option<&str> = text.lines().find(|line| line.contains(steers));
            assert!(bad.is_none(), "{line}: {:?}", bad.unwrap());
            shown += text.matches("owned").count();
        }
    }
    assert!(shown > 200, "the fields were shown: {shown}");
}

#[test]
fn markup_in_any_field_is_text_in_every_page_that_is_written() {
    let world = filled(MARKED, MARKED);
    let out = world.dir().parent().unwrap().join("pages");
    fs::create_dir(&out).unwrap();
    let mut written = 0;
    for (at, line) in [
        "frequencies --by role",
        "frequencies --by role --wide",
        "quotes",
        "search zebra",
        "matrix",
        "cooccurrence",
        "saturation",
        "coverage",
        "framework",
        "kwic zebra",
        "memo list",
        "code list",
        "codebook list",
        "export report",
        "export quotes",
        "export methods",
        "export memos",
        "export transcript one",
        "export participant P01",
        "codebook export",
    ]
    .iter()
    .enumerate()
    {
        for ending in ["html", "md", "svg"] {
            let file = out.join(format!("{at}.{ending}"));
            let to = file.to_string_lossy().into_owned();
            world.emic(&[&words(line)[..], &["--to", &to]].concat());
            if let Ok(text) = fs::read_to_string(&file) {
                written += 1;
                // The report's own script is the only one.
                let own = usize::from(text.contains("<script>") && line.contains("report"));
                let tags = |tag: &str| text.matches(tag).count() - text.matches(&format!("\\{tag}")).count();
                assert_eq!((tags("<script"), tags("<img")), (own, 0), "{line} as {ending}");
            }
        }
    }
    assert!(written > 20, "{written}");
}

#[test]
fn ids_that_are_paths_lead_nowhere() {
    let evil = [
        "../../evil",
        "/tmp/emic-evil",
        "a/../../../evil",
        "..\\..\\evil",
        "con",
        "a\u{0}b",
        ".",
        "..",
        "-rf",
        "~/evil",
    ];
    let world = World::empty();
    world.write("study.yaml", "emic: 1\ntitle: ../../evil\ninterviewers: [INT]\nconsent: {archive: may}\n");
    let mut people = String::from("participant,role,may\n");
    for (at, id) in evil.iter().enumerate() {
        people += &format!("\"{id}\",parent,yes\n");
        let id = id.replace('\\', "\\\\").replace('\0', "\\0");
        world.write(
            &format!("transcripts/t{at}.md"),
            format!("---\ntranscript: \"{id}\"\nparticipant: \"{id}\"\n---\nWe waited nine weeks, number {at}.\n"),
        );
    }
    world.write("participants.csv", people);
    world.write("codebook.yaml", "title: ../../evil\ncodes:\n  - id: waiting\n    name: ../../evil\n");
    world.emic(&["codebook", "add", "--id", "../../evil", "--name", "x"]).with(2);
    for (at, id) in evil.iter().enumerate().filter(|(_, id)| !id.contains('\0')) {
        let ran = world.run(
            "amy",
            &["code", "add", "--stdin"],
            &format!("{}\n", serde_json::json!({"transcript": id, "quote": format!("number {at}"), "code": "waiting"})),
        );
        assert!(ran.code == 0 || ran.code == 2, "{id}: {}", ran.err);
    }
    for coder in ["../evil", "/tmp/emic-evil", ".hidden", "a/b", "a\\b", "..", ""] {
        world.emic(&["--coder", coder, "memo", "add", "x"]).with(2);
    }
    let above = world.dir().parent().unwrap().to_owned();
    let before: Vec<String> = files_below(&above).into_iter().map(|(path, _)| path).collect();
    let out = above.join("out");
    fs::create_dir(&out).unwrap();
    let to = |name: &str| out.join(name).to_string_lossy().into_owned();
    let (all, archive, refi, book) = (to("all"), to("archive"), to("study.qdpx"), to("book.xlsx"));
    let mut made = 0;
    for args in [
        &["export", "all", "--to", &all][..],
        &["export", "archive", "--to", &archive, "--looked-at"],
        &["export", "refi", "--to", &refi],
        &["export", "workbook", "--to", &book],
        &["backup"],
    ] {
        made += usize::from(world.emic(args).code == 0);
    }
    assert!(made >= 3, "{made} were made");
    for id in evil.iter().filter(|id| !id.contains('\0')) {
        let to = to(&format!("{}.docx", made));
        made += 1;
        world.emic(&["export", "participant", id, "--to", &to]);
        world.emic(&["export", "transcript", id, "--to", &to]);
    }
    let after = files_below(&above).into_iter().map(|(path, _)| path);
    let astray: Vec<String> = after
        .filter(|path| {
            !before.contains(path)
                && !path.starts_with("out/")
                && !path.starts_with("home/")
                && !path.starts_with("cache/")
        })
        .collect();
    assert!(astray.is_empty(), "{astray:?}");
    assert!(!std::path::Path::new("/tmp/emic-evil").exists() && !above.parent().unwrap().join("evil").exists());
    let inside = files_below(&out);
    assert!(inside.iter().all(|(path, _)| path.split('/').all(|part| part != "..")), "{:?}", inside.len());
}

#[test]
fn patterns_and_queries_that_would_run_for_ever_end_or_are_refused() {
    let world = World::clinic_coded();
    world.write("transcripts/long.txt", format!("P01: {}\n", "a".repeat(50_000)));
    let long = "(".repeat(3_000);
    for query in [
        "/(a+)+$/",
        "/(a|a|aa)+b/",
        "/(a{1,1000}){1,1000}/",
        "/a{100000}/",
        "/(?:(?:(?:a*)*)*)*c/",
        "/\\p{L}{500}\\p{L}{500}\\p{L}{500}x/",
        "\"a a a a a a a\"~100000",
        "NOT NOT NOT NOT NOT NOT a",
        &long,
        &format!("/{long}/"),
        &"a OR ".repeat(9_000),
        &"-".repeat(60_000),
    ] {
        let ran = world.emic(&["search", query, "--count"]);
        assert!((0..=2).contains(&ran.code), "{query:.40}");
        assert!(ran.code < 2 || ran.err.contains("error: "), "{query:.40}: {}", ran.err);
        let ran = world.emic(&["frequencies", "--query", query, "--format", "csv"]);
        assert!((0..=2).contains(&ran.code), "{query:.40}");
    }
    for pattern in ["(?<speaker>(a+)+)$", "(?<speaker>(a{1,1000}){1,1000})", "(?<speaker>a*a*a*a*a*a*)b"] {
        world.write("study.yaml", format!("emic: 1\ntitle: T\ninterviewers: [INT]\nturns: '{pattern}'\n"));
        let ran = world.emic(&["check"]);
        assert!((0..=2).contains(&ran.code), "{pattern}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_kept_outside_of_a_study_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::clinic_coded();
    for args in [
        "search nurse",
        "frequencies --by role",
        "codebook merge travel --into waiting --why one",
        "backup",
        "withdraw P03 --exclude --confirm P03",
        "check",
        "cache",
    ] {
        world.emic(&words(args)).ok();
    }
    let outside = world.dir().parent().unwrap().to_owned();
    let mut seen = (0, 0);
    let mut open = vec![outside.join("cache"), outside.join("home")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = path.symlink_metadata().unwrap().permissions().mode() & 0o777;
            if path.is_dir() {
                assert_eq!(mode, 0o700, "{path:?}");
                seen.0 += 1;
                open.push(path);
            } else {
                assert_eq!(mode, 0o600, "{path:?}");
                seen.1 += 1;
            }
        }
    }
    assert!(seen.0 > 5 && seen.1 > 10, "{seen:?} folders and files");
}
