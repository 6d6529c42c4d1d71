//! The real program in a real pseudo-terminal. Every wait is for something to appear; nothing sleeps.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../it/disk.rs"]
mod disk;
mod ground;
mod screen;

use std::fs;
use std::process::Command;

use screen::{Screen, Study};

fn signal(screen: &Screen, name: &str) {
    let done = Command::new("kill").args([name, &screen.pid().to_string()]).status().unwrap();
    assert!(done.success());
}

/// The other screen is left once, and the cursor is shown at the end.
fn assert_restored(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(text.matches("\u{1b}[?1049l").count(), 1, "the other screen is left once");
    let shown = text.rfind("\u{1b}[?25h").expect("the cursor is shown");
    assert!(text.rfind("\u{1b}[?25l").is_none_or(|hidden| hidden < shown), "the cursor is hidden at the end");
}

#[test]
fn a_sentence_is_coded_by_six_keys_and_saved_before_the_screen_says_so() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n\nInterviewer: A year?\n\nP01: A whole year.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited a year.");
    screen.keys("sc");
    screen.wait("type to find");
    screen.keys("wa\r");
    screen.wait("saved ✓");
    let journal = fs::read_to_string(study.journal("amy")).unwrap();
    assert_eq!(journal.lines().count(), 1);
    assert!(
        journal.contains("\"quote\":\"We waited a year.\"") && journal.contains("\"code\":\"waiting\""),
        "{journal}"
    );
    screen.keys("s.");
    screen.wait_until("two lines", |_| {
        fs::read_to_string(study.journal("amy")).is_ok_and(|text| text.lines().count() == 2)
    });
    screen.keys("u");
    screen.wait("took back");
    screen.keys("q");
    screen.exit();
    let lines = fs::read_to_string(study.journal("amy")).unwrap();
    assert_eq!(lines.lines().count(), 3);
    assert_eq!(study.emic(&["code", "list", "--count"]), "1\n");
}

#[test]
fn what_a_search_finds_is_gone_through_and_only_what_is_accepted_is_coded() {
    let study =
        Study::new("P01: We waited a year. Nobody rang.\n\nInterviewer: You waited?\n\nP01: We waited on. It hurt.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("/waited");
    screen.wait("2 turns in 1 transcript");
    screen.keys("\t");
    screen.wait("for which code?");
    screen.keys("wa\r");
    screen.wait("1 of 2 ·");
    screen.wait("▐We waited a year.▌");
    assert!(!study.journal("amy").exists(), "nothing is written before it is accepted");
    screen.keys("n");
    screen.wait("▐We waited on.▌");
    screen.keys("y");
    screen.wait("all 2 passages gone through: 1 coded, 1 not");
    screen.wait("saved ✓");
    let journal = fs::read_to_string(study.journal("amy")).unwrap();
    assert_eq!(journal.lines().count(), 1);
    assert!(journal.contains("\"quote\":\"We waited on.\"") && journal.contains("\"query\":\"waited\""), "{journal}");
    screen.keys("u");
    screen.wait("2 of 2 · 0 coded, 1 not, 1 open");
    screen.wait("took back");
    screen.keys("q");
    screen.exit();
    assert_eq!(study.emic(&["code", "list", "--count"]), "0\n");
}

#[test]
fn quitting_puts_the_terminal_back() {
    let study = Study::new("P01: Hello.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("q");
    let (bytes, code) = screen.exit();
    assert_restored(&bytes);
    assert_eq!(code, 0);
}

#[test]
fn signals_put_the_terminal_back() {
    for name in ["-TERM", "-HUP"] {
        let study = Study::new("P01: Hello.\n");
        let mut screen = study.open();
        screen.wait("first");
        signal(&screen, name);
        let (bytes, code) = screen.exit();
        assert_restored(&bytes);
        assert_ne!(code, 0, "{name}");
    }
}

#[test]
fn work_that_was_saved_survives_a_kill() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    screen.keys("sc");
    screen.wait("type to find");
    screen.keys("wa\r");
    screen.wait("saved ✓");
    signal(&screen, "-KILL");
    screen.exit();
    assert_eq!(study.emic(&["code", "list", "--count"]), "1\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    screen.keys("u");
    screen.wait("took back");
    screen.keys("q");
    screen.exit();
    assert_eq!(study.emic(&["code", "list", "--count"]), "0\n");
}

#[test]
fn escape_sequences_in_a_transcript_are_shown_and_never_obeyed() {
    let study = Study::new("P01: Then \u{1b}]0;owned\u{7} and \u{1b}[2J it went.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("it went.");
    assert!(screen.contents().contains("␛]0;owned␇"), "{}", screen.contents());
    screen.keys("q");
    let (bytes, _) = screen.exit();
    assert!(!String::from_utf8_lossy(&bytes).contains("\u{1b}]0;owned"));
}

#[test]
fn no_screen_and_no_data_on_a_terminal_is_obeyed() {
    let evil = "\u{1b}]0;owned\u{7}\u{9b}31m";
    let quoted = "\\u001b]0;owned\\u0007\\u009b31m";
    let study = Study::new(&format!("P01: We waited {evil}.\n\n{evil}: Waited, too.\n"));
    let write = |path: &str, text: String| fs::write(study.root().join(path), text).unwrap();
    write("study.yaml", format!("emic: 1\ntitle: \"T{quoted}\"\n"));
    write("participants.csv", format!("participant,role\nP01,\"r{evil}\"\n\"P{evil}\",x\n"));
    let code = format!("  - id: waiting\n    name: \"W{quoted}\"\n    definition: \"d{quoted}\"\n");
    write(
        "codebook.yaml",
        format!("codes:\n{code}themes:\n  - id: set\n    name: \"S{quoted}\"\n    codes: [waiting]\n"),
    );
    study.emic(&["code", "add", "--transcript", "first", "--quote", &format!("waited {evil}"), "--code", "waiting"]);
    study.emic(&["memo", "add", "--transcript", "first", &format!("memo {evil}")]);
    let steers = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.contains("\u{1b}]0;owned") || text.contains("\u{9b}31m")
    };
    // Data too, where it goes to a terminal; to a file or a program it is verbatim.
    for arguments in [["export", "codings"], ["memo", "list"], ["code", "list"], ["export", "memos"]] {
        for more in [&[][..], &["--json"], &["--format", "csv"], &["--format", "tsv"]] {
            let bytes = study.shown(&[&arguments[..], more].concat());
            assert!(!steers(&bytes), "{arguments:?} {more:?}: {}", String::from_utf8_lossy(&bytes));
        }
    }
    assert!(study.emic(&["export", "codings"]).contains("\u{1b}]0;owned"), "data is verbatim");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    screen.keys("c");
    screen.wait("type to find");
    screen.keys("\x1b");
    // F2 to F12.
    for key in ["12~", "13~", "14~", "15~", "17~", "18~", "19~", "20~", "21~", "23~"] {
        screen.keys(&format!("\x1b[{key}"));
        let before = screen.contents();
        screen.keys("\r?");
        screen.wait_until("another screen", |shown| shown != before);
        screen.keys("\x1b\x1b");
    }
    screen.keys("\x1b\x1bq");
    let (bytes, code) = screen.exit();
    assert_eq!(code, 0);
    assert!(String::from_utf8_lossy(&bytes).matches("owned").count() > 10, "the fields were shown");
    assert!(!steers(&bytes));
}

#[test]
fn a_window_of_any_size_is_borne() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    let mut screen = study.open();
    screen.wait("first");
    // The last size is none of the earlier ones: the program may see only the last, and must then draw all of it anew.
    for (columns, rows) in [(80, 24), (40, 12), (1, 1), (300, 100), (121, 37)] {
        screen.resize(columns, rows);
    }
    screen.wait("first");
    screen.keys("\r");
    screen.wait("Nobody rang.");
    screen.keys("q");
    let (_, code) = screen.exit();
    assert_eq!(code, 0);
}

#[test]
fn what_a_colleague_codes_meanwhile_is_seen() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    let said = study.emic(&[
        "--coder",
        "ben",
        "code",
        "add",
        "--transcript",
        "first",
        "--quote",
        "We waited a year.",
        "--code",
        "waiting",
    ]);
    assert!(said.contains("coded") || said.is_empty(), "{said}");
    screen.wait("taken in from the disk: what ben has done");
    screen.wait("1 by others (o)");
    screen.keys("o");
    screen.wait("Waiting (ben)");
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
}

#[test]
fn a_difference_is_settled_by_keys_and_goes_to_the_consensus() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n\nP01: Then a letter came.\n");
    for (coder, quotes) in
        [("amy", ["We waited a year.", "Then a letter came."]), ("ben", ["Nobody rang.", "Then a letter came."])]
    {
        for quote in quotes {
            let coded =
                ["--coder", coder, "code", "add", "--transcript", "first", "--quote", quote, "--code", "waiting"];
            study.emic(&coded);
        }
        study.emic(&["--coder", coder, "done", "first"]);
    }
    let originals = ["amy", "ben"].map(|coder| fs::read_to_string(study.journal(coder)).unwrap());
    assert!(originals.iter().all(|journal| journal.lines().count() == 3), "{originals:?}");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys(" o");
    screen.wait("settled 0 of 2");
    screen.keys("r");
    screen.wait("why is it settled so?");
    screen.keys("the wait itself\r");
    screen.wait("reason for your decision");
    screen.keys("a");
    screen.wait("settled 1 of 2");
    screen.keys("x");
    screen.wait("settled 2 of 2");
    screen.wait("saved ✓");
    screen.keys("u");
    screen.wait("settled 1 of 2");
    screen.keys("b");
    screen.wait("settled 2 of 2");
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
    let journal = fs::read_to_string(study.journal("consensus")).unwrap();
    assert!(journal.contains("\"by\":[\"amy\"]") && journal.contains("the wait itself"), "{journal}");
    let listed = study.emic(&["code", "list", "--json", "--coders", "consensus"]);
    let quotes = ["We waited a year.", "Nobody rang.", "Then a letter came."];
    assert_eq!(listed.lines().count(), 3, "two decisions, and what is agreed: {listed}");
    assert!(quotes.iter().all(|quote| listed.contains(&format!("\"quote\":\"{quote}\""))), "{listed}");
    assert_eq!(["amy", "ben"].map(|coder| fs::read_to_string(study.journal(coder)).unwrap()), originals);
}

#[test]
fn a_memo_is_written_in_an_editor_that_gets_all_keys() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    // An editor that reads a line from the terminal and puts it at the end of the file.
    let editor = "sh -c 'echo editor is there; read line; printf \" %s\" \"$line\" >> \"$1\"' editor";
    let mut screen = study.open_with(&[("VISUAL", editor)]);
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    screen.keys("sm");
    screen.wait("memo on this passage");
    screen.keys("Who");
    screen.keys("\u{f}");
    screen.wait("editor is there");
    screen.keys("says so\r");
    screen.wait("Who says so");
    screen.wait("from your editor");
    screen.keys("\u{13}");
    screen.wait("saved ✓");
    screen.keys("q");
    let (bytes, code) = screen.exit();
    assert_eq!(code, 0);
    assert!(String::from_utf8_lossy(&bytes).matches("\u{1b}[?1049h").count() == 2, "the screen is taken again");
    let journal = fs::read_to_string(study.journal("amy")).unwrap();
    assert!(journal.contains("\"text\":\"Who says so\"") || journal.contains("Who says so"), "{journal}");
}

#[test]
fn without_colours_where_none_are_wanted() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    for (more, coloured) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
        let mut screen = study.open_with(more);
        screen.wait("first");
        screen.keys("\r");
        screen.wait("We waited");
        screen.keys("sc");
        screen.wait("type to find");
        screen.keys("wa\r");
        screen.wait("saved ✓");
        assert_eq!(screen.has_colour(), coloured);
        screen.keys("uq");
        screen.exit();
    }
}

#[test]
fn the_terminal_is_asked_for_its_background_and_no_key_is_lost_by_it() {
    for (answer, background) in [("rgb:fafa/fafa/f5f5", 231), ("rgb:1e1e/1e1e/2e2e", 234)] {
        let study = Study::new("P01: We waited a year. Nobody rang.\n\nP01: Then a letter came.\n");
        let mut screen = study.open();
        screen.wait_sent("\u{1b}]11;?");
        screen.wait("first");
        // Keys that were typed ahead stand before the answer and after it; the answer comes in pieces.
        screen.keys("\r");
        screen.keys(&format!("s\u{1b}]11;{}", &answer[..7]));
        screen.keys(&format!("{}\u{1b}\\c", &answer[7..]));
        screen.wait("type to find");
        screen.wait_background(background);
        screen.keys("wa\r");
        screen.wait("saved ✓");
        screen.keys("q");
        assert_eq!(screen.exit().1, 0);
        let journal = fs::read_to_string(study.journal("amy")).unwrap();
        assert_eq!(journal.lines().count(), 1, "nothing of the answer was taken for keys: {journal}");
        assert!(journal.contains("\"quote\":\"We waited a year.\""), "{journal}");
    }
}

#[test]
fn a_terminal_that_does_not_answer_holds_nothing_up() {
    let study = Study::new("P01: We waited a year. Nobody rang.\n");
    let mut screen = study.open();
    screen.wait("first");
    screen.keys("\r");
    screen.wait("We waited");
    screen.keys("s\u{1b}");
    screen.wait("s sentence");
    screen.keys("q");
    assert_eq!(screen.exit().1, 0);
    // What the environment says is taken then; the console takes the question for text, so it is not asked.
    let mut screen = study.open_with(&[("COLORFGBG", "0;15")]);
    screen.wait("first");
    screen.wait_background(231);
    screen.keys("q");
    screen.exit();
    let mut screen = study.open_with(&[("TERM", "linux")]);
    screen.wait("first");
    screen.wait_background(0);
    screen.keys("q");
    let (bytes, _) = screen.exit();
    assert!(!String::from_utf8_lossy(&bytes).contains("]11;?"));
}
