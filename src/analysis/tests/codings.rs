//! Rows of codings and of hits.

use super::fixture::{Draft, Fixture, talk};
use crate::analysis::{Cell, SearchRow, Table, coding_rows, codings_table, search_table};
use crate::model::Star;
use crate::text::Span;

fn study() -> Fixture {
    let mut draft = Draft {
        columns: vec!["role"],
        people: vec![
            ("P1", vec!["parent"], vec![]),
            ("P2", vec!["teacher;governor"], vec![]),
            ("P3", vec![""], vec![]),
        ],
        cases: vec![("ash", vec![])],
        transcript_columns: vec!["wave"],
        codes: vec![("wait", None), ("letter", Some("wait")), ("late", Some("letter")), ("never", Some("late"))],
        ..Draft::default()
    };
    let mut one = talk(
        "t1",
        &[
            ("INT", "So how was it?"),
            ("P1/Mum", "We wäited three weeks."),
            ("P2", "I rang them twice a week."),
            ("P3", "My secret is here."),
        ],
    );
    one.cells = vec!["1"];
    draft.transcripts = vec![one];
    draft.mark("t1", "wäited", "twice", "never", "amy");
    draft.mark("t1", "how was", "was", "wait", "ben");
    draft.mark("t1", "rang", "rang", "unheard-of", "amy");
    draft.mark("t1", "rang", "rang", "case:ash", "amy");
    draft.mark("t1", "secret", "is", "wait", "amy");
    draft.mark("t1", "a week", "secret", "wait", "amy");
    let mut fixture = draft.build();
    fixture.state.excluded.insert("P3".into());
    fixture.memo(902, 1, "second");
    fixture.memo(901, 1, "first");
    fixture.state.stars.insert((super::fixture::event(1), super::fixture::coder("amy")), Star::Negative);
    fixture
}

fn cells(table: &Table, row: usize, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| table.cell(row, id).unwrap().plain().into_owned()).collect()
}

#[test]
fn one_row_for_each_person_to_whom_a_coding_belongs() {
    let fixture = study();
    let view = fixture.view();
    let table = codings_table(&view, &coding_rows(&view, None));
    let ids: Vec<&str> = table.columns.iter().map(|column| column.id.as_str()).collect();
    assert_eq!(
        ids.join(","),
        "coding,transcript,participant,role,wave,speaker,turn,time,start,end,line_start,line_end,words,code,path,\
         level_1,level_2,level_3,coder,created,modified,starred,memo,quote,before,after"
    );
    // ben's of the interviewer; amy's of two people, of an unknown code, of one with the excluded beside it. Case marks
    // and what only an excluded person says have none.
    assert_eq!(table.rows.len(), 5);
    let who = ["participant", "role", "wave", "speaker", "turn", "time", "words", "coder"];
    assert_eq!(cells(&table, 0, &who), ["", "", "1", "INT", "1", "0:00:00", "2", "ben"]);
    assert_eq!(cells(&table, 1, &who), ["P1", "parent", "1", "P1/Mum", "2", "0:01:01", "3", "amy"]);
    assert_eq!(cells(&table, 2, &who), ["P2", "teacher;governor", "1", "P2", "3", "0:02:02", "4", "amy"]);
    let what = ["code", "path", "level_1", "level_2", "level_3", "starred", "memo"];
    let path = "WAIT > LETTER > LATE > NEVER";
    assert_eq!(cells(&table, 1, &what), ["never", path, "WAIT", "LETTER", "LATE", "negative", "first\n\nsecond"]);
    assert_eq!(cells(&table, 3, &what), ["unheard-of", "", "", "", "", "", ""]);
    let place = ["start", "end", "line_start", "line_end", "quote", "before", "after"];
    let quote = "wäited three weeks.\n\nP2: I rang them twice";
    assert_eq!(
        cells(&table, 2, &place),
        ["32", "74", "3", "5", quote, "INT: So how was it?\n\nP1/Mum: We ", " a week.\n\n[…]"]
    );
    let body = fixture.corpus.transcripts[0].body();
    assert_eq!(body.slice(Span::new(32, 74)), Some(quote));
}

#[test]
fn speech_of_the_excluded_is_in_no_cell() {
    let fixture = study();
    let view = fixture.view();
    let table = codings_table(&view, &coding_rows(&view, None));
    assert_eq!(cells(&table, 4, &["participant", "quote", "after"]), ["P2", "a week.\n\n[…]", "[…]\n\n"]);
    assert!(table.rows.iter().flatten().all(|cell| !cell.plain().contains("secret")));
}

#[test]
fn a_filter_keeps_whole_codings() {
    let fixture = study();
    let view = fixture.view();
    let first = |_, at: usize| at == 1;
    assert_eq!(coding_rows(&view, Some(&first)).len(), 2);
}

#[test]
fn hits_stand_with_the_speech_of_their_turn() {
    let fixture = study();
    let view = fixture.view();
    let at = fixture.transcript("t1");
    let row = |turn, hits| SearchRow { transcript: at, turn, hits };
    let table = search_table(&view, &[row(2, vec![Span::new(58, 62)]), row(3, vec![]), row(0, vec![]), row(9, vec![])]);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.cell(0, "hits"), Some(&Cell::Spans(vec![Span::new(58, 62)])));
    assert_eq!(
        cells(&table, 0, &["transcript", "turn", "speaker", "participant", "start", "end", "time", "text"]),
        ["t1", "3", "P2", "P2", "57", "82", "0:02:02", "I rang them twice a week."]
    );
    assert_eq!(table.cell(1, "participant"), Some(&Cell::Empty));
}
