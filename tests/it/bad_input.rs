//! Files that are missing, broken or hostile: each is said clearly, loses nothing, and the rest of the study stays usable.

use std::fs;

use crate::world::{CLINIC, ONE, Ran, World, words};

fn coded() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "two hours", "travel")]);
    world
}

/// `emic check` on a study with a fault: exit status 1, and these words in what it prints.
#[track_caller]
fn fault(world: &World, parts: &[&str]) -> Ran {
    let mut ran = world.emic(&["check"]).with(1);
    assert!(ran.out.starts_with("Faults ("), "{}", ran.out);
    for part in parts {
        ran = ran.prints(part);
    }
    ran
}

/// How many passages of each code the table has; the study must open.
#[track_caller]
fn passages(world: &World) -> Vec<String> {
    world.emic(&words("frequencies --format csv")).ok().column("passages")
}

const WHOLE: [&str; 5] = ["2", "1", "1", "0", "1"];

/// Whoever opens a pipe waits for another program that writes into it.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_said_and_not_waited_for() {
    for (file, commands) in [
        ("participants.csv", &["frequencies", "backup", "doctor", "codebook add --id new --name New"][..]),
        ("codebook.yaml", &["search weeks", "backup", "doctor", "codebook add --id new --name New", "done one"][..]),
        ("study.yaml", &["check", "backup", "doctor"][..]),
        ("transcripts/two.txt", &["search weeks", "backup", "doctor", "edit two --from -"][..]),
        ("codings/zoe.jsonl", &["code list", "backup", "doctor", "undo"][..]),
    ] {
        let world = coded();
        let path = world.path(file);
        let _ = fs::remove_file(&path);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        if file.ends_with("csv") || file.starts_with("codebook") {
            fault(&world, &[file, "a pipe or a device"]);
        }
        for command in commands {
            let ran = world.emic(&words(command));
            assert!(matches!(ran.code, 0..=2), "{file}: {command}: {}", ran.code);
        }
    }
}

#[test]
fn a_folder_that_is_no_study_is_said_to_be_none() {
    let world = World::with(&[("notes.txt", "x")]);
    for args in [
        "check",
        "search x",
        "frequencies",
        "code list",
        "undo",
        "done x",
        "memo list",
        "export codings",
        "speakers",
        "log",
        "cache",
    ] {
        let ran = world.emic(&words(args)).with(2);
        assert_eq!(ran.out, "", "{args}");
        assert!(
            ran.err.starts_with("error: there is no study.yaml in this folder or above it\nhint: "),
            "{args}: {}",
            ran.err
        );
    }
    assert_eq!(world.files().len(), 1);
    world.emic(&["-s", "nowhere", "check"]).with(2).says("error: there is no folder nowhere");
    world.emic(&["notes.txt"]).with(2);
    let mistyped = |named: &str| world.emic(&[named]).with(2).err;
    assert_eq!(mistyped("chek"), "error: there is no command or folder `chek`\nhint: did you mean `emic check`?\n");
    assert!(mistyped("frequences").contains("did you mean `emic frequencies`?"));
    assert!(mistyped("zebra").contains("hint: `emic --help` lists the commands"));
}

#[test]
fn transcripts_that_cannot_be_read_are_left_out_one_by_one() {
    let cases: &[(&str, &[u8], &[&str])] = &[
        (
            "binary.txt",
            b"\x00\x01\x02PNG\x00\x00",
            &["fault: the file is not text: it holds a zero byte\n --> transcripts/binary.txt:1:1\n"],
        ),
        ("latin.txt", b"INT: caf\xe9?\n\nP01: Na\xefve.\n", &["transcripts/latin.txt", "UTF-8"]),
        ("wide.txt", b"\xff\xfeI\x00N\x00T\x00:\x00", &["transcripts/wide.txt", "UTF-16"]),
        ("front.md", b"---\ntranscript: [\n---\nP01: Hello.\n", &["transcripts/front.md"]),
        ("open.md", b"---\nparticipant: P01\nP01: Hello.\n", &["transcripts/open.md"]),
    ];
    for (name, bytes, parts) in cases {
        let world = coded();
        world.write(&format!("transcripts/{name}"), bytes);
        fault(&world, parts).prints("hint: ");
        assert_eq!(passages(&world), WHOLE, "{name}");
        let ran = world.emic(&["search", "nurse", "--count"]).ok();
        assert_eq!(ran.out, "1\n");
        ran.says("`emic check` shows what to do");
        assert_eq!(fs::read(world.path(&format!("transcripts/{name}"))).unwrap(), *bytes);
    }
}

#[test]
fn empty_transcripts_and_odd_files_do_no_harm() {
    let world = coded();
    for (name, text) in [
        ("empty.txt", ""),
        ("blank.md", " \n\n\t\n"),
        ("only.md", "---\nparticipant: P01\n---\n"),
        ("bom.txt", "\u{feff}"),
    ] {
        world.write(&format!("transcripts/{name}"), text);
    }
    world.write("transcripts/.hidden.txt", "P01: Hidden.\n");
    world.write("transcripts/one.txt~", "P01: Backup.\n");
    let ran = world.emic(&["check"]).ok();
    assert_eq!(ran.out.matches("the transcript has no text").count(), 4, "{}", ran.out);
    assert_eq!(passages(&world), WHOLE);
    world
        .emic(&["code", "add", "--transcript", "empty", "--span", "0..1", "--code", "trust"])
        .with(2)
        .says("has 0 characters");
}

#[test]
fn a_long_text_that_nobody_speaks_is_noted() {
    let world = coded();
    let notes = "What was seen in the house that day, word upon word.\n\n".repeat(12);
    world.write("transcripts/notes.txt", format!("{notes}INT: Well?\n\nP01: Well.\n\nINT: So?\n\nP01: So.\n"));
    let check = world.emic(&["check"]).ok();
    assert!(check.out.contains("transcripts/notes.txt: 132 words stand before the first label `INT`"), "{}", check.out);
}

#[test]
fn the_same_id_twice_is_a_fault_of_both() {
    let world = coded();
    world.write("transcripts/again.md", format!("---\ntranscript: one\n---\n{ONE}"));
    fault(&world, &["transcripts/again.md", "transcripts/one.txt"]);
    assert_eq!(world.emic(&["search", "bus", "--count"]).ok().out, "1\n");
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let world = coded();
    world.write("transcripts/evil.txt", "INT: \u{1b}[2JWhat?\n\nP01: \u{1b}]0;title\u{7}zebra \u{9b}31m red\u{202e}\n\nINT: \u{1b}[1m?\n\nP01: Bell\u{7}.\n");
    world.write("codebook.yaml", "codes:\n  - id: evil\n    name: \"a\\e[31mb\"\n  - id: access\n    name: A\n");
    world.code("amy", &[("evil", "zebra", "evil")]);
    for args in [
        "search zebra",
        "quotes code:evil",
        "speakers",
        "codebook list",
        "check",
        "log",
        "frequencies",
        "search \u{1b}[31m:x",
    ] {
        let ran = world.emic(&words(args));
        for text in [&ran.out, &ran.err] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{args}: {text:?}");
        }
    }
    let json = world.emic(&words("search zebra --json")).ok();
    assert!(json.objects()[0]["text"].as_str().unwrap().contains('\u{1b}'), "data is verbatim");
}

#[test]
fn tables_with_faults_name_the_line() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("participants.csv", "participant,role\nP01,parent\nP01,nurse\nP03,nurse\n", &["participants.csv:3:", "P01"]),
        ("participants.csv", "participant,role\nP01,parent,extra\nP02,parent\n", &["participants.csv:2:"]),
        ("participants.csv", "name,role\nP01,parent\n", &["participants.csv", "`participant`"]),
        ("participants.csv", "participant,code\nP01,x\n", &["participants.csv:1:", "code"]),
        ("participants.csv", "participant,role,role\nP01,x,y\n", &["participants.csv:1:", "role"]),
        ("participants.csv", "participant,role\nP01,(all)\n", &["participants.csv:2:", "(all)"]),
        ("participants.csv", "participant,role\nP01,\"unclosed\n", &["participants.csv"]),
        ("participants.csv", "", &["participants.csv"]),
        ("cases.csv", "case,age\nada,4\nada,5\n", &["cases.csv:3:", "ada"]),
        ("speakers.csv", "transcript,label,participant\none,P01,P77\n", &["speakers.csv:2:", "P77"]),
        ("speakers.csv", "transcript,label,participant\nnine,P01,P01\n", &["speakers.csv:2:", "nine"]),
        ("transcripts.csv", "transcript,wave\nnine,1\n", &["transcripts.csv:2:", "nine"]),
    ];
    for (name, text, parts) in cases {
        let world = coded();
        world.write(name, text);
        fault(&world, parts);
        assert_eq!(world.codings().len(), 2, "{name}: {text}");
        world.emic(&words("frequencies --format csv")).ok();
        assert_eq!(world.read(name), *text);
    }
    let world = coded();
    fs::write(world.path("participants.csv"), b"participant,role\nP01,caf\xe9\n").unwrap();
    fault(&world, &["participants.csv"]);
    fs::remove_file(world.path("participants.csv")).unwrap();
    world.emic(&["search", "nurse", "--count"]).ok();
}

#[test]
fn a_codebook_with_faults_is_reported_with_its_places() {
    let cases: &[(&str, &[&str])] = &[
        ("codes:\n  - id: access\n    name: A\n  - id: access\n    name: B\n", &["codebook.yaml:4:", "access"]),
        ("codes:\n  - id: 1.0\n    name: A\n", &["codebook.yaml:2:"]),
        ("codes:\n  - id: Two Words\n    name: A\n", &["codebook.yaml:2:"]),
        ("codes:\n  - id: access\n    nmae: A\n", &["codebook.yaml:3:", "`nmae`", "did you mean `name`?"]),
        ("codes:\n\t- id: access\n", &["codebook.yaml:2:"]),
        ("codes:\n  - id: a\n    name: A\n    was: [b]\n  - id: b\n    name: B\n    was: [a]\n", &["codebook.yaml"]),
        ("codes: [\n", &["codebook.yaml"]),
        (
            "codes:\n  - id: a\n    name: A\nthemes:\n  - id: s\n    name: S\n    codes: [zz]\n",
            &["codebook.yaml:7:", "zz"],
        ),
        ("- just\n- a list\n", &["codebook.yaml"]),
        ("", &["codebook.yaml"]),
    ];
    let mut unreadable = 0;
    for (text, parts) in cases {
        let world = coded();
        world.write("codebook.yaml", text);
        fault(&world, parts);
        let listed = world.emic(&["code", "list", "--json"]);
        // Without its codes nothing is counted; with some of them the codings of the others are kept and listed.
        if listed.code == 2 {
            assert!(listed.err.contains("the codebook cannot be read"), "{text}: {}", listed.err);
            unreadable += 1;
        } else {
            assert_eq!(listed.objects().len(), 2, "{text}");
        }
        assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().out, "1\n");
        world.as_coder("ben", &["memo", "add", "still here"]).ok();
        assert_eq!(world.read("codebook.yaml"), *text);
    }
    assert!((2..5).contains(&unreadable), "{unreadable}");
    let world = coded();
    fs::remove_file(world.path("codebook.yaml")).unwrap();
    fault(&world, &["codebook.yaml"]);
    world
        .emic(&["code", "add", "--transcript", "one", "--span", "0..4", "--code", "trust"])
        .with(2)
        .says("no code `trust`");
}

#[test]
fn words_that_yaml_takes_for_something_else_are_ids_and_names_like_others() {
    let world = coded();
    world.write("codebook.yaml", "codes:\n  - id: no\n    name: No\n  - id: 12\n    name: 1.0\n");
    for (id, name) in [("yes", "no"), ("null", "1.0"), ("007", "2024-01-02"), ("on", "# : - 'x'\"")] {
        world.emic(&["codebook", "add", "--id", id, "--name", name]).ok();
    }
    let listed = world.emic(&words("codebook list --format csv")).ok();
    assert_eq!(listed.column("code"), ["no", "12", "yes", "null", "007", "on"]);
    assert_eq!(listed.column("path"), ["No", "1.0", "no", "1.0", "2024-01-02", "# : - 'x'\""]);
    world.code("amy", &[("one", "nine", "no"), ("one", "weeks", "null"), ("one", "nurse", "007")]);
    assert_eq!(world.emic(&["quotes", "code:no OR code:007", "--count"]).ok().out, "2\n");
}

#[test]
fn study_yaml_with_a_fault_is_shown_with_its_place() {
    let cases: &[(&str, &[&str])] = &[
        (
            "emic: 1\ntitle: T\ninterviewrs: [INT]\n",
            &["study.yaml:3:1", "`interviewrs`", "did you mean `interviewers`?"],
        ),
        ("title: T\n", &["study.yaml", "emic"]),
        ("emic: 1\n", &["study.yaml", "title"]),
        ("emic: one\ntitle: T\n", &["study.yaml:1:"]),
        ("emic: 1\ntitle: T\ncitation_width: wide\n", &["study.yaml:3:"]),
        ("emic: 1\ntitle: T\nturns: '('\n", &["study.yaml:3:"]),
        ("emic: 1\n\ttitle: T\n", &["study.yaml"]),
        ("", &["study.yaml"]),
        ("\u{0}\u{0}", &["study.yaml"]),
        ("emic: 1\ntitle: T\ntitle: U\n", &["study.yaml", "title"]),
    ];
    for (text, parts) in cases {
        let world = coded();
        world.write("study.yaml", text);
        let ran = world.emic(&["check"]);
        assert!(ran.code == 1 || ran.code == 2, "{text}: {}", ran.out);
        let said = ran.out + &ran.err;
        for part in *parts {
            assert!(said.contains(part), "`{part}` is not in: {said}");
        }
        assert!(said.contains("hint: "), "{text}: {said}");
        assert_eq!(world.read("study.yaml"), *text);
    }
}

#[test]
fn a_study_of_a_newer_version_is_read_and_not_written() {
    let world = coded();
    world.write("study.yaml", "emic: 2\ntitle: T\ninterviewers: [INT]\nhologram: yes\n");
    let before = world.files();
    assert_eq!(world.emic(&["search", "nurse", "--count"]).ok().says("newer version").out, "1\n");
    assert_eq!(passages(&world), WHOLE);
    for args in [
        "done one",
        "undo",
        "memo add x",
        "codebook add --name X",
        "speakers one P01=other",
        "code add --transcript one --span 0..3 --code trust",
    ] {
        world.emic(&words(args)).with(2).says("newer version");
    }
    assert_eq!(world.files(), before);
    world.emic(&["check"]).ok();
}

#[test]
fn help_that_is_asked_for_goes_to_standard_output_and_a_mistake_does_not() {
    let world = World::with(CLINIC);
    for (asked, part) in [("--version", "emic "), ("--help", "Usage: emic"), ("code --help", "Usage: emic code")] {
        let ran = world.emic(&words(asked)).ok().prints(part);
        assert!(ran.err.is_empty(), "{asked}: {}", ran.err);
    }
    let ran = world.emic(&words("code --zebra")).with(2).says("--zebra");
    assert!(ran.out.is_empty());
}
