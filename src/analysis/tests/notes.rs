//! What is said under tables.

use super::fixture::{Draft, talk};
use crate::analysis::{LeftOut, Members, Notes, Selection, covers_excluded};
use crate::text::Span;

#[test]
fn what_is_left_out_is_named_and_numbered() {
    let mut draft = Draft {
        people: vec![("P1", vec![], vec![]), ("P2", vec![], vec![])],
        codes: vec![("wait", None)],
        ..Draft::default()
    };
    let long = "word ".repeat(1_210);
    draft.transcripts = vec![
        talk("t1", &[("INT", "Yes?"), ("P1", "We waited."), ("Uparnet", long.trim()), ("P2", "Gone now.")]),
        talk("t2", &[("UPARNET", "two words"), ("Uwe", "and two"), ("P1", "more")]),
    ];
    draft.mark("t1", "Yes", "Yes", "wait", "amy");
    draft.mark("t1", "We", "waited", "wait", "amy");
    draft.mark("t1", "We", "waited", "lost-code", "amy");
    draft.mark("t1", "Gone", "now", "wait", "amy");
    draft.code("t9", Span::new(0, 3), "wait", "amy");
    let mut fixture = draft.build();
    fixture.state.excluded.insert("P2".into());
    let view = fixture.view();
    let selection = Selection::default();
    let members = Members::of(&view, &selection);
    let left = LeftOut::of(&view, &selection, &members);
    assert_eq!(
        left.sentences(),
        [
            "left out: 2 unmapped speakers, 1,214 words: Uparnet, Uwe",
            "left out: 1 coding in 1 transcript that is not in the study: t9",
            "left out: 1 coding of 1 code that the codebook does not know: lost-code",
            "left out: 1 coding of speech of no participant (interviewer, others present, unmapped)",
            "left out: 1 excluded participant",
        ]
    );
    let gone = fixture.placements.of(fixture.transcript("t1")).last().unwrap().span;
    assert!(covers_excluded(&view, fixture.transcript("t1"), gone));
    let notes = Notes::of(&view, &selection, &members);
    assert_eq!(notes.coders.sentence(), "1 transcript counts by one coder, 1 not coded");
    assert_eq!(notes.transcripts.len(), 2);
    let meta = notes.meta_tail(notes.meta_head());
    let keys: Vec<&str> = meta.entries().map(|(key, _)| key).collect();
    assert_eq!(keys, ["study", "transcripts", "scope", "query", "coders", "left_out", "in_progress", "suppression"]);
}
