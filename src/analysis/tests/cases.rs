//! Counting by case.

use super::fixture::{Draft, Fixture, talk};
use crate::analysis::{By, ByError, Frequencies, Selection, Unit};
use crate::model::RollUp;

fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec!["ash"]), ("P2", vec!["teacher"], vec!["ash", "elm"])],
        case_columns: vec!["need"],
        cases: vec![("ash", vec!["sight"]), ("elm", vec!["speech"]), ("oak", vec!["sight"]), ("yew", vec![""])],
        codes: vec![("wait", None)],
        ..Draft::default()
    };
    let own = talk("t1", &[("P1", "He waits and waits."), ("P2", "They all wait here."), ("P1", "Rowan too.")]);
    let mut about = talk("t2", &[("P1", "Oak was seen at once.")]);
    about.about = vec!["oak"];
    draft.transcripts = vec![own, about];
    draft.mark("t1", "He waits", "waits.", "wait", "amy");
    draft.mark("t1", "They all", "wait", "wait", "amy");
    draft.mark("t1", "Rowan", "too", "wait", "amy");
    draft.mark("t1", "Rowan", "Rowan", "case:oak", "amy");
    draft.mark("t2", "Oak", "once", "wait", "amy");
    draft.build()
}

#[test]
fn a_coding_is_about_marks_then_the_transcript_then_the_speakers_cases() {
    let fixture = study();
    let by = By::parse("case.need", &fixture.corpus).unwrap();
    assert_eq!(by.unit, Unit::Case);
    let counted = Frequencies::count(&fixture.view(), &by, RollUp::Subtree, &Selection::default());
    let names: Vec<&str> = counted.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["sight", "speech", "(all)"]);
    // sight: ash (P1 and P2 in t1), oak (marked in t1, whole of t2). Passages: ash 2, oak 2.
    let sight = counted.figure(0, 0);
    assert_eq!((sight.participants, sight.passages, sight.transcripts), (2, 4, 2));
    assert_eq!(sight.words, 4 + 3 + 2 + 5);
    // The teacher speaks about two cases of two groups: a passage for each.
    let speech = counted.figure(0, 1);
    assert_eq!((speech.participants, speech.passages, speech.words), (1, 1, 3));
    let all = counted.all(0);
    assert_eq!((all.participants, all.passages, all.words), (3, 5, 14));
    let group = &counted.groups[2];
    assert_eq!((group.participants, group.transcripts, group.words), (3, 2, 15));
    let said = counted.sentences();
    assert!(said[0].starts_with("unit: case;"), "{said:?}");
    assert!(said.iter().any(|said| said.contains("never fewer cases")));
}

#[test]
fn a_passage_of_several_people_about_one_case_counts_once() {
    let mut draft = Draft {
        people: vec![("P1", vec![], vec!["ash"]), ("P2", vec![], vec!["ash"])],
        case_columns: vec!["need"],
        cases: vec![("ash", vec!["sight"])],
        codes: vec![("wait", None)],
        ..Draft::default()
    };
    draft.transcripts = vec![talk("t1", &[("P1", "He waits a lot."), ("P2", "They all wait here.")])];
    draft.mark("t1", "He", "here.", "wait", "amy");
    let fixture = draft.build();
    let by = By::parse("case.need", &fixture.corpus).unwrap();
    let counted = Frequencies::count(&fixture.view(), &by, RollUp::Subtree, &Selection::default());
    let all = counted.all(0);
    assert_eq!((all.participants, all.passages, all.words), (1, 1, 8));
    assert_eq!(counted.groups[1].passages, 1);
}

#[test]
fn cases_and_people_do_not_mix() {
    let fixture = study();
    assert!(matches!(By::parse("case.need,role", &fixture.corpus), Err(ByError::TwoUnits { .. })));
    assert_eq!(By::parse("case.nede", &fixture.corpus).unwrap_err().hint(), "did you mean `case.need`?");
}
