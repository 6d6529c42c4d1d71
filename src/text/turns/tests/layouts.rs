//! One case per layout of the transcripts that were looked at, S1 to S25.

mod apart;
mod beside;

use super::*;
use crate::text::turns::LayoutKind;

/// A text and what is found in it.
struct Case<'a> {
    name: &'a str,
    text: &'a str,
    kind: LayoutKind,
    labels: &'a [&'a str],
    turns: &'a [Said<'a>],
}

#[test]
fn every_layout_is_found() {
    for case in beside::CASES.iter().chain(apart::CASES) {
        let found = expect(case.text, &TurnRules::default(), case.turns);
        assert_eq!(found.layout.labels, case.labels, "{}", case.name);
        assert_eq!(found.kind, case.kind, "{}", case.name);
    }
}

#[test]
fn s14_answers_without_a_label() {
    let rules = rules(&["moderator"], &[]);
    let text =
        "Talk 3\n\tMODERATOR: Could you start?\n\tOkay, so I went.\n\tThen home.\n\tMODERATOR: And?\n\tNothing.\n";
    let turns = [
        ("MODERATOR", "Could you start?", None),
        ("", "Okay, so I went.", None),
        ("", "Then home.", None),
        ("MODERATOR", "And?", None),
        ("", "Nothing.", None),
    ];
    let found = expect(text, &rules, &turns);
    assert!(found.answers_unlabelled);
    assert_eq!(found.header_lines, 1);

    let text = "MODERATOR: Could you\nstart?\n\nOkay, so\nI went.\n\nThen home.\n\nMODERATOR:\n\nAnd?\n\nNothing.\n\nMODERATOR: Bye.\n";
    let turns = [
        ("MODERATOR", "Could you\nstart?", None),
        ("", "Okay, so\nI went.", None),
        ("", "Then home.", None),
        ("MODERATOR", "And?", None),
        ("", "Nothing.", None),
        ("MODERATOR", "Bye.", None),
    ];
    expect(text, &rules, &turns);
}

#[test]
fn s14_questions_and_answers_in_pairs() {
    let text = "INT: Why?\nBecause.\n\nINT: How?\nSlowly.\n";
    let turns = [("INT", "Why?", None), ("", "Because.", None), ("INT", "How?", None), ("", "Slowly.", None)];
    expect(text, &rules(&["INT"], &[]), &turns);
}

#[test]
fn s14_wrapped_questions_are_the_interviewers() {
    let rules = rules(&["INT"], &[]);
    let text = "INT: How did the referral\ngo for your family then?\n\nINT: And after\nthat?\n";
    let asked = [("INT", "How did the referral\ngo for your family then?", None), ("INT", "And after\nthat?", None)];
    expect(text, &rules, &asked);
    // One paragraph without a label, or one line that ends with a sentence, changes nothing for the others.
    let more = format!("{text}\nINT: It was long.\nWas it?\n\nIt was.\n");
    let said: Vec<_> =
        asked.into_iter().chain([("INT", "It was long.\nWas it?", None), ("", "It was.", None)]).collect();
    expect(&more, &rules, &said);
    // Without empty lines between the turns every line is a paragraph, also where an empty line got in.
    let text = "INT: Go on then\nI went.\nHome.\n\nINT: And\nNothing.\nINT: So\nYes.\nINT: Bye\n";
    let turns = [
        ("INT", "Go on then", None),
        ("", "I went.", None),
        ("", "Home.", None),
        ("INT", "And", None),
        ("", "Nothing.", None),
        ("INT", "So", None),
        ("", "Yes.", None),
        ("INT", "Bye", None),
    ];
    expect(text, &rules, &turns);
}

#[test]
fn s17_a_part_alone_on_its_line() {
    let text = "Interviewer\nOk then.\n\nInterviewee\nyes I\n\nInterviewer\nbye\n\nInterviewee\nUh, sure.\n";
    let turns = [
        ("Interviewer", "Ok then.", None),
        ("Interviewee", "yes I", None),
        ("Interviewer", "bye", None),
        ("Interviewee", "Uh, sure.", None),
    ];
    expect(text, &rules(&["Interviewer"], &[]), &turns);
    expect(text, &TurnRules::default(), &turns);
    // Neither once nor in a sentence that was wrapped, nor beside labels with colons.
    let prose = "I spoke with the\nparticipant\nand with her\nmother\ntwice.\n\nInterviewee\nwas Ana.\n";
    assert!(find(prose).layout.labels.is_empty());
    let colons = "Ana: I was the\nParticipant\nthen.\nBo: Oh.\nAna: Yes, the\nParticipant\nagain.\nBo: Ah.\n";
    assert_eq!(find(colons).layout.labels, ["Ana", "Bo"]);
}

#[test]
fn s17_names_that_the_study_gives() {
    let text = "Interviewee\nMm-hmm. Sure.\nInterviewer\nWhy?\nInterviewee\nOh.\n";
    let turns = [("Interviewee", "Mm-hmm. Sure.", None), ("Interviewer", "Why?", None), ("Interviewee", "Oh.", None)];
    let found = expect(text, &rules(&["Interviewer"], &["interviewee"]), &turns);
    assert_eq!(found.kind, LayoutKind::Names);
}

#[test]
fn a_pattern_of_the_study() {
    let pattern = r"^<(?<speaker>[^>|]+)\|?(?<time>[\d:]*)>";
    let rules = TurnRules { pattern: Some(pattern.to_owned()), ..TurnRules::default() };
    let text = "Head: a\n<Ana|0:05> Hello: you.\nNote: x\n<Bo> Hi.\n<ana> [0:09] Bye.\n";
    let turns = [("Ana", "Hello: you.\nNote: x", Some(5_000)), ("Bo", "Hi.", None), ("Ana", "Bye.", Some(9_000))];
    let found = expect(text, &rules, &turns);
    assert_eq!(found.kind, LayoutKind::Pattern);

    let broken = TurnRules { pattern: Some("(".to_owned()), ..TurnRules::default() };
    expect("Ana: a\nBo: b\nAna: c\n", &broken, &[("Ana", "a", None), ("Bo", "b", None), ("Ana", "c", None)]);
}
