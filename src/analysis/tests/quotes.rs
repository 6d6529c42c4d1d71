//! Shown wording and templates.

use super::fixture::{Draft, Fixture, coder, event, talk};
use crate::analysis::{Segment, Shown, Template, TemplateError, coding_rows};
use crate::model::QuoteWording;

fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![("P1", vec!["parent"], vec![]), ("P2", vec!["teacher"], vec![]), ("P3", vec![""], vec![])],
        codes: vec![("wait", None)],
        ..Draft::default()
    };
    draft.transcripts = vec![talk(
        "t1",
        &[
            ("P1", "Nobody,\n   that's the\nthing."),
            ("INT", "Who told you?"),
            ("P1", "Nobody. I rang."),
            ("P1", "Twice."),
            ("P3", "A secret."),
            ("P2", "She did."),
        ],
    )];
    draft.mark("t1", "that's", "thing.", "wait", "amy");
    draft.mark("t1", "thing.", "did.", "wait", "amy");
    draft.mark("t1", "I rang", "Twice.", "wait", "amy");
    let mut fixture = draft.build();
    fixture.state.excluded.insert("P3".into());
    fixture
}

#[test]
fn several_people_stand_on_lines_of_their_own() {
    let fixture = study();
    let view = fixture.view();
    let rows = coding_rows(&view, None);
    assert_eq!(Shown::of_coding(&view, &rows[0]).plain(), "that's the thing.");
    let shown = Shown::of_coding(&view, &rows[1]);
    assert_eq!(shown.plain(), "P1: thing.\nINT: Who told you?\nP1: Nobody. I rang. Twice.\n[…]\nP2: She did.");
    let italic: Vec<String> =
        shown.segments().into_iter().filter(|segment| segment.italic).map(|segment| segment.text).collect();
    assert_eq!(italic, ["INT: Who told you?"]);
    // Two turns of one person are one line without a label.
    assert_eq!(Shown::of_coding(&view, rows.last().unwrap()).plain(), "I rang. Twice.");
}

#[test]
fn a_template_is_filled_field_by_field() {
    let mut fixture = study();
    let wording = QuoteWording {
        shown: Some("that's […] thing".into()),
        translation: Some("voilà".into()),
        ..QuoteWording::default()
    };
    fixture.state.quotes.insert((event(1), coder("amy")), wording);
    let view = fixture.view();
    let rows = coding_rows(&view, None);
    let names = view.corpus.attribute_names();
    let text = "“{quote}” ({Participant}, {role}; {transcript} {lines}, {turn}, {time}) {{{code}}} {coder} {speaker} {translation}";
    let template = Template::parse(text, &names).unwrap();
    assert_eq!(
        template.render(&view, &rows[0]),
        "“that's […] thing” (P1, parent; t1 2–3, 1, 0:00:00) {WAIT} amy P1 voilà"
    );
    let template = Template::parse("({quote})", &names).unwrap();
    let shown = &template.render_all(&view, &rows)[1];
    assert_eq!(shown.len(), 3);
    assert_eq!(shown[1], Segment { text: "INT: Who told you?".into(), italic: true });
}

#[test]
fn a_wrong_template_says_where_and_what() {
    let wrong = Template::parse("é {quote} {rolle}", &["role"]).unwrap_err();
    assert_eq!((wrong.at(), wrong.hint().as_str()), (10, "did you mean `{role}`?"));
    assert_eq!(wrong.to_string(), "there is no field `{rolle}`");
    let far = Template::parse("{zzzzzzz}", &["role"]).unwrap_err();
    assert!(far.hint().ends_with("{coder}, {role}"), "{}", far.hint());
    assert_eq!(Template::parse("a {quote", &[]), Err(TemplateError::Unclosed { at: 2 }));
    assert_eq!(Template::parse("a } b", &[]), Err(TemplateError::Stray { at: 2 }));
    assert!(matches!(Template::parse("{}", &[]), Err(TemplateError::Unknown { .. })));
}
