//! What looks like a label and is none, and what is one though it looks doubtful.

use super::*;
use crate::text::turns::{Doubt, DoubtKind};

fn doubts(found: &Found) -> Vec<(&DoubtKind, &str)> {
    found.doubtful.iter().map(|doubt| (&doubt.kind, doubt.label.as_str())).collect()
}

#[test]
fn false_labels_are_refused() {
    for line in [
        "One thing: I slept.",
        "https://example.org/a",
        "10:30 was late.",
        "Note: the bus came.",
        "So he said: go.",
        "1.a Was the bus late?",
        "Example: a bus.",
        "Question: why?",
        "title: a bus",
        "12-May-2023 - 10:36 - 1h09m31s – Ana",
        "Thanks :)",
        "std::fmt",
        "- Bus: late",
        "“Bus: late”",
    ] {
        for blank in ["\n", ""] {
            let text =
                format!("Ana Roe: One.\n{blank}Bo Lind: Two.\n\n{line}\n\nAna Roe: Three.\n{blank}Bo Lind: Four.\n");
            let found = find(&text);
            assert_eq!(found.layout.labels, ["Ana Roe", "Bo Lind"], "{line}");
            assert_eq!(found.layout.turns.len(), 4, "{line}");
            assert_eq!(said(&text, &found)[1].1, format!("Two.\n\n{line}"));
        }
    }
}

#[test]
fn front_lines_and_a_header_block_are_no_turns() {
    let text = "Interviewer: Ana Roe\nParticipant: P07\nDate: 2019-11-12\n\nInterviewer: Why?\n\nP07: So.\n\nInterviewer: Ah.\n\nP07: Yes.\n";
    let rules = rules(&["Interviewer"], &["P07"]);
    let found = expect(
        text,
        &rules,
        &[("Interviewer", "Why?", None), ("P07", "So.", None), ("Interviewer", "Ah.", None), ("P07", "Yes.", None)],
    );
    assert_eq!(found.header_lines, 3);
    assert!(doubts(&found).contains(&(&DoubtKind::Header, "Interviewer")));
}

#[test]
fn a_known_label_counts_once() {
    let text = "We met at noon.\n\nP07: I was late.\n\nThen we ate.\n\nIt was fine.\n\nAll of it.\n";
    assert_eq!(find(text).layout.labels.len(), 0);
    expect(text, &rules(&[], &["p07"]), &[("P07", "I was late.\n\nThen we ate.\n\nIt was fine.\n\nAll of it.", None)]);
    let found = find_turns(&Body::new(text.to_owned()), &rules(&["P07"], &[]));
    assert_eq!(found.layout.turns.len(), 4);
    assert!(found.answers_unlabelled);
}

#[test]
fn a_name_that_speaks_once_is_kept_and_listed() {
    let text = "Ana Roe: One.\n\nBo Lind: Two.\n\nNew line.\n\nAna Roe: Three.\n\nCarla Diaz: Me too.\n\nBo Lind: Four.\nDan Eck: in the middle.\n\nBo Lind: Five.\nAna Roe: six.\n";
    let found = find(text);
    assert_eq!(found.layout.labels, ["Ana Roe", "Bo Lind", "Carla Diaz"]);
    let expected = Doubt { kind: DoubtKind::KeptOnce, label: "Carla Diaz".into(), line: 9, turn: Some(4), count: 1 };
    assert_eq!(found.doubtful.first(), Some(&expected));
    let refused = Doubt { kind: DoubtKind::Refused, label: "Dan Eck".into(), line: 12, turn: Some(5), count: 1 };
    assert_eq!(found.doubtful.get(1), Some(&refused));
    assert_eq!(found.layout.turns.len(), 7);
}

#[test]
fn abbreviations_are_kept_apart_and_listed() {
    let text = "**Interviewer (I):** a\n\n**Ana Roe:** b\n\n**I:** c\n\n**AR:** d\n\n**I:** e\n\n**AR:** f\n";
    let found = find(text);
    assert_eq!(found.layout.labels, ["Interviewer (I)", "Ana Roe", "I", "AR"]);
    let full = |full: &str| DoubtKind::Abbreviates { full: full.to_owned() };
    assert!(doubts(&found).contains(&(&full("Interviewer (I)"), "I")));
    assert!(doubts(&found).contains(&(&full("Ana Roe"), "AR")));
}

#[test]
fn two_turns_cover_a_body() {
    expect(
        "Ana Roe: Hello.\n\nBo Lind: Hi.\n",
        &TurnRules::default(),
        &[("Ana Roe", "Hello.", None), ("Bo Lind", "Hi.", None)],
    );
    expect(
        "Interviewer: Hello.\n\nRowan: Hi.\n\nYes.\n\nNo.\n\nWell.\n",
        &rules(&["Interviewer"], &[]),
        &[("Interviewer", "Hello.", None), ("Rowan", "Hi.\n\nYes.\n\nNo.\n\nWell.", None)],
    );
    expect("Ana Roe: Yes.", &TurnRules::default(), &[("Ana Roe", "Yes.", None)]);
    expect("P1: Yes.", &TurnRules::default(), &[("P1", "Yes.", None)]);
}

#[test]
fn sentences_in_a_body_of_headers_stay_speech() {
    let mut text = String::new();
    for minute in 0..20 {
        text += &format!("Ana Roe  {minute}:01  \nWell.\n\nContext: a bus.\n\nBo Lind  {minute}:31  \nYes.\n\n");
    }
    let found = find(&text);
    assert_eq!(found.layout.labels, ["Ana Roe", "Bo Lind"]);
    assert_eq!(found.layout.turns.len(), 40);
}

#[test]
fn nothing_and_labels_without_speech() {
    assert_eq!(find("").layout.turns.len(), 0);
    assert_eq!(find(" \n\t\n").layout.turns.len(), 0);
    let text = "Ana:\nBo: Hi.\nAna: [0:07]\nBo: So.\n";
    let found = expect(
        text,
        &TurnRules::default(),
        &[("Ana", "", None), ("Bo", "Hi.", None), ("Ana", "", Some(7_000)), ("Bo", "So.", None)],
    );
    assert_eq!((found.layout.turns[0].speech.start, found.layout.turns[2].span.end), (4, 24));
}
