//! From a folder of interviews to the first coding, without editing a file by hand.

use crate::world::{World, words};

const INLINE: &str =
    "Interviewer: How was it?\n\nParent: Fine, I think.\n\nInterviewer: And then?\n\nParent: Then it got worse.\n";
const PAIR: &str = "Interviewer: How was it?\n\nParent: Good.\n\nCarer: Bad.\n\nInterviewer: Why?\n\nParent: I forget.\n\nCarer: I do not.\n";

fn folder() -> World {
    World::with(&[
        ("anna.txt", INLINE),
        ("later/both.txt", PAIR),
        ("diary.txt", "A quiet day in the house.\n\nAnother day, and rain.\n"),
        ("first.md", "INT: Where were you?\n\nP07: At home.\n\nINT: And now?\n\nP07: Here.\n"),
        ("second.md", "INT: Where were you?\n\nP07: Here again.\n\nINT: And now?\n\nP07: Yes.\n"),
        ("scan.pdf", "%PDF-1.4"),
    ])
}

/// transcript, label, who, turns, words of every label.
fn speakers(world: &World) -> Vec<String> {
    world.emic(&words("speakers --format csv")).ok().rows().iter().map(|row| row.join(" ")).collect()
}

#[test]
fn without_a_terminal_nothing_is_written_and_the_option_is_named() {
    let world = folder();
    let before = world.files();
    let ran = world.emic(&["new", "."]).with(2);
    assert_eq!(ran.out, "");
    assert!(
        ran.err.ends_with(
            "error: who interviews? There is no terminal to ask on, so nothing was written\n\
         hint: name them with --interviewer LABEL, or take what was recognised (Interviewer, INT) with --yes\n"
        ),
        "{}",
        ran.err
    );
    let ran = ran.says("5 transcripts in .\n").says("  diary\n      nobody is labelled: one person speaks\n");
    for line in [
        "Interviewer                      2 turns         5 words   (interviews)",
        "Parent                           2 turns         7 words\n",
    ] {
        assert!(ran.err.contains(line), "{}", ran.err);
    }
    assert_eq!(world.files(), before);
}

#[test]
fn a_folder_of_word_files_is_shown_the_way_in() {
    let world = World::with(&[
        ("b.docx", "PK"),
        ("A.PDF", "%PDF"),
        ("c.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v INT>Well?\n"),
        ("notes.xyz", ""),
    ]);
    let ran = world.emic(&["new", "."]).with(2);
    assert_eq!(
        ran.err,
        "error: no transcripts (.txt or .md) in ., but A.PDF and 2 more can be brought in\n\
         hint: emic import . --into .   (makes the study, shows what comes in and asks; your files stay as they are)\n"
    );
    // As it is said, it works.
    let world = World::with(&[(
        "c.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v INT>Well?\n\n00:03.000 --> 00:04.000\n<v P1>We waited.\n",
    )]);
    assert!(world.emic(&["new", "."]).with(2).err.contains("but c.vtt can be brought in"));
    world.emic(&["import", ".", "--into", ".", "--yes"]).ok();
    assert!(world.emic(&["search", "waited"]).ok().out.contains("We"));
    let none = World::with(&[("notes.xyz", "")]);
    none.emic(&["new", "."]).with(2).says("come in with emic import");
}

#[test]
fn yes_takes_what_was_recognised() {
    let world = folder();
    let before = world.files();
    let ran = world.emic(&["new", ".", "--yes", "--title", "Rain & home: a study"]).ok();
    let ran = ran.prints(
        "Rain & home: a study\n  5 transcripts, 5 participants speaking, 30 words by participants (19 by interviewers)",
    );
    for file in ["study.yaml", "speakers.csv", "participants.csv", "codebook.yaml"] {
        assert!(ran.err.contains(&format!("written: ./{file}")), "{}", ran.err);
    }
    let after = world.files();
    assert!(before.iter().all(|file| after.contains(file)), "the transcripts stay as they are");
    assert_eq!(after.len(), before.len() + 4);
    assert_eq!(
        speakers(&world),
        [
            "anna Interviewer interviewer 2 5",
            "anna Parent anna 2 7",
            "both Interviewer interviewer 2 4",
            "both Parent both-Parent 2 3",
            "both Carer both-Carer 2 4",
            "diary  diary 2 10",
            "first INT interviewer 2 5",
            "first P07 P07 2 3",
            "second INT interviewer 2 5",
            "second P07 P07 2 3",
        ]
    );
    world.emic(&["check"]).ok().prints("no fault, no note (5 transcripts, 0 codings checked)");
}

#[test]
fn the_files_are_such_as_a_person_can_go_on_with() {
    let world = folder();
    world.emic(&["new", ".", "--yes", "--title", "Rain"]).ok();
    let mut participants: Vec<String> = world.read("participants.csv").lines().map(String::from).collect();
    assert_eq!(participants.remove(0), "participant");
    participants.sort();
    assert_eq!(participants, ["P07", "anna", "both-Carer", "both-Parent", "diary"]);
    let speakers = world.read("speakers.csv");
    assert!(speakers.starts_with("transcript,label,participant\n"), "{speakers}");
    assert!(!speakers.contains("P07"), "a label that is an id maps by itself");
    let study = world.read("study.yaml");
    assert!(study.starts_with("emic: 1 "), "{study}");
    assert!(study.contains("\ntitle: Rain\n"), "{study}");
    for line in study.lines().filter(|line| !line.starts_with('#')) {
        let comment = line.find('#').unwrap_or(0);
        assert!(comment == 0 || line[..comment].ends_with(' '), "a comment stands after a blank: {line}");
    }
}

#[test]
fn interviewers_can_be_named_and_a_wrong_name_writes_nothing() {
    let world = folder();
    let before = world.files();
    world
        .emic(&["new", ".", "--interviewer", "Parnet"])
        .with(2)
        .says("no transcript has the label `Parnet`")
        .says("did you mean `Parent`?");
    assert_eq!(world.files(), before);
    world.emic(&["new", ".", "--interviewer", "parent", "INT"]).ok();
    let speakers = speakers(&world);
    assert!(speakers.contains(&"anna Parent interviewer 2 7".to_owned()), "{speakers:?}");
    assert!(speakers.contains(&"second INT interviewer 2 5".to_owned()), "{speakers:?}");
}

#[test]
fn the_first_coding_needs_no_file_edited() {
    let world = folder();
    world.emic(&["new", ".", "--yes"]).ok().says("emic codebook add --name");
    world
        .emic(&["codebook", "add", "--name", "Getting worse"])
        .ok()
        .says("added the code getting-worse (Getting worse)");
    world.emic(&["codebook", "add", "--name", "Slowly", "--under", "getting-worse"]).ok();
    world.code("amy", &[("anna", "it got worse", "slowly"), ("both", "Bad", "getting-worse")]);
    let table = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(table.column("code"), ["getting-worse", "slowly"]);
    assert_eq!(table.column("participants"), ["2", "1"]);
    assert_eq!(table.column("participants_in_group"), ["5", "5"]);
    assert_eq!(table.column("words"), ["4", "3"]);
    world.emic(&["check"]).ok().prints("no fault");
}

#[test]
fn the_layouts_of_other_tools_are_recognised() {
    let layouts: &[(&str, &str, &[&str])] = &[
        (
            "bold.md",
            "**SJ:** Who came?\n\n**Ana Roe:** Nobody came to us.\n\n**SJ:** Nobody?\n\n**Ana Roe:** Not one.\n",
            &["bold Ana Roe 6", "bold SJ 3"],
        ),
        (
            "otter.txt",
            "Ana Roe  0:04  \nWell, it was cold.\n\nSam Hill  0:09  \nHow cold?\n\nAna Roe  0:12  \nVery.\n\nSam Hill  0:15  \nIndeed?\n",
            &["otter Ana Roe 5", "otter Sam Hill 3"],
        ),
        (
            "diarised.txt",
            "Speaker 1: 00:00:00\nWhere was that?\n\nSpeaker 2: 00:00:03\nIn the old hall.\n\nSpeaker 1: 00:00:09\nWhen?\n\nSpeaker 2: 00:00:11\nIn May.\n",
            &["diarised Speaker 1 4", "diarised Speaker 2 6"],
        ),
        (
            "alone.txt",
            "Ana Roe:\n\nWe went there by boat.\n\nSam Hill:\n\nWhy by boat?\n\nAna Roe:\n\nNo road.\n\nSam Hill:\n\nAh?\n",
            &["alone Ana Roe 7", "alone Sam Hill 4"],
        ),
        (
            "bracket.txt",
            "[id1] hello there\n\n[id2] hello to you\n\n[id1] shall we?\n\n[id2] yes\n",
            &["bracket id1 4", "bracket id2 4"],
        ),
        (
            "french.txt",
            "Enquêteur : Ça va ?\n\nParticipant1 : Oui, ça va bien.\n\nEnquêteur : Bon ?\n\nParticipant1 : Très bon.\n",
            &["french Enquêteur 3", "french Participant1 6"],
        ),
        (
            "moderator.txt",
            "MODERATOR: Could you start?\n\nOkay, so I ran.\n\nMODERATOR: Far?\n\nNot far.\n",
            &["moderator MODERATOR 4", "moderator  6"],
        ),
        (
            "times.txt",
            "INT [00:00:01]: Ready now?\n\nP1 [00:00:04]: One thing: I was late. See https://example.org at 10:30.\n\nINT [00:00:09]: Late?\n\nP1 [00:00:10]: Yes.\n",
            &["times INT 3", "times P1 12"],
        ),
    ];
    for (name, text, labels) in layouts {
        let world = World::with(&[(name, text)]);
        world.emic(&["new", ".", "--yes"]).ok();
        let rows = world.emic(&words("speakers --format csv")).ok().rows();
        let mut found: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row[0], row[1], row[4])).collect();
        found.sort();
        let mut wanted: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        wanted.sort();
        assert_eq!(found, wanted, "{name}");
        assert!(rows.iter().all(|row| row[2] != "unmapped"), "{name}: {rows:?}");
        assert_eq!(world.read(name), *text);
    }
}

#[test]
fn a_folder_that_cannot_become_a_study_is_left_alone() {
    let world = World::with(&[("notes.pdf", "x")]);
    world.emic(&["new", ".", "--yes"]).with(2).says("no transcripts (.txt or .md) in .").says("hint: ");
    world.emic(&["new", "nowhere", "--yes"]).with(2).says("there is no folder nowhere");
    assert_eq!(world.files().len(), 1);
    let world = folder();
    world.emic(&["new", ".", "--yes"]).ok();
    let before = world.files();
    world.emic(&["new", ".", "--yes"]).with(2).says(". is a study already").says("hint: open it: emic .");
    assert_eq!(world.files(), before);
}

#[test]
fn tables_that_are_there_are_left_as_they_are() {
    let world = folder();
    world.write("participants.csv", "participant,role\nP07,nurse\n");
    world.write("codebook.yaml", "# mine\ncodes:\n  - id: rain\n    name: Rain\n");
    let ran = world.emic(&["new", ".", "--yes"]).with(0);
    assert!(
        ran.err.contains("left as it is: ./participants.csv") && ran.err.contains("left as it is: ./codebook.yaml"),
        "{}",
        ran.err
    );
    assert_eq!(world.read("participants.csv"), "participant,role\nP07,nurse\n");
    world.emic(&["codebook", "list"]).ok().prints("Rain");
}

#[test]
fn a_study_is_found_from_below_and_named_before_or_after_the_command() {
    let world = folder();
    world.emic(&["new", ".", "--yes", "--title", "Rain"]).ok();
    let dir = world.dir();
    let dir = dir.to_str().unwrap();
    for args in [vec!["-s", dir, "check"], vec!["check", "-s", dir], vec!["--study", dir, "check"]] {
        world.emic(&args).ok().prints("Rain: no fault");
    }
    world.emic(&[dir]).ok().prints("Rain\n  5 transcripts");
    world.emic(&[dir, "check"]).with(2).says("hint: emic -s DIR COMMAND");
    let mut below = world.command("amy", &["check"]);
    let output = below.current_dir(world.path("later")).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Rain: no fault"));
    let home = dir.replace("/study", "/home");
    world.emic(&["-s", &home, "check"]).with(2).says("error: ");
    let mut outside = world.command("amy", &["check"]);
    let output = outside.current_dir(home).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .starts_with("error: there is no study.yaml in this folder or above it\nhint: ")
    );
}

#[test]
fn the_first_opening_says_once_where_the_cache_lies() {
    let world = folder();
    let err = |args: &[&str]| String::from_utf8(world.command("amy", args).output().unwrap().stderr).unwrap();
    assert!(
        err(&["new", ".", "--yes"]).contains("what emic derives from this study, interview text included, is kept in ")
    );
    assert_eq!(err(&["check"]), "");
    world.emic(&["cache"]).ok().prints("/cache/emic/");
    world.emic(&["cache", "clear"]).ok().prints("deleted what was derived from this study");
    world.emic(&["check"]).ok();
}

#[test]
fn interview_text_is_kept_nowhere_in_the_study_itself() {
    let world = folder();
    world.emic(&["new", ".", "--yes"]).ok();
    let before = world.files();
    for (name, value) in [("EMIC_CACHE_DIR", "."), ("EMIC_CACHE_DIR", "kept/here")] {
        let output = world.command("amy", &["check"]).env(name, value).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains("EMIC_CACHE_DIR names a folder in the study"), "{err}");
        assert!(err.contains("hint: name a folder outside of the study"), "{err}");
    }
    // A home that is no place of its own names no folder.
    let mut adrift = world.command("amy", &["check"]);
    adrift.env("HOME", "home").env_remove("EMIC_CACHE_DIR").env_remove("XDG_CACHE_HOME").env_remove("XDG_CONFIG_HOME");
    assert_eq!(adrift.output().unwrap().status.code(), Some(0));
    assert_eq!(world.files(), before);
}
