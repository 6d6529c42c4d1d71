//! Counts worked by hand.

use super::fixture::{Draft, Fixture, talk};
use crate::analysis::{By, ByError, Cell, FREQUENCY_COLUMNS, Frequencies, Pairs, Selection, Table, WideUnit};
use crate::model::RollUp;

/// Two parents and a teacher. Words: t1: INT 3, P1 8, P2 4 + 2; t2: P3 6, INT 2; t3: P1 5.
pub(super) fn study() -> Draft {
    let mut draft = Draft {
        columns: vec!["role", "school"],
        people: vec![
            ("P1", vec!["parent", "North"], vec![]),
            ("P2", vec!["teacher", "North;South"], vec![]),
            ("P3", vec!["parent", ""], vec![]),
            ("P4", vec!["governor", "West"], vec![]),
        ],
        transcript_columns: vec!["wave"],
        codes: vec![("wait", None), ("letter", Some("wait")), ("call", Some("wait")), ("trust", None)],
        sets: vec![("carry", vec!["letter", "trust"])],
        ..Draft::default()
    };
    let mut first = talk(
        "t1",
        &[
            ("INT", "How was it?"),
            ("P1", "We waited long. Then letters came, two letters."),
            ("P2", "I rang them twice."),
            ("P2", "Nobody answered."),
        ],
    );
    first.cells = vec!["1"];
    let mut second = talk("t2", &[("P3", "They kept their word to us."), ("INT", "Did they?")]);
    second.cells = vec!["1"];
    let mut third = talk("t3", &[("P1", "A year later nothing came.")]);
    third.cells = vec!["2"];
    draft.transcripts = vec![first, second, third];
    // One passage of `wait` in three codings that overlap; `letter` has two passages in it.
    draft.mark("t1", "We waited", "two letters.", "wait", "amy");
    draft.mark("t1", "Then letters", "came", "letter", "amy");
    draft.mark("t1", "two letters", "letters.", "letter", "ben");
    // Both speak in it: 3 of P1's words and 4 of P2's.
    draft.mark("t1", "came, two letters", "twice", "call", "amy");
    draft.mark("t1", "How was it", "it?", "trust", "amy");
    draft.mark("t2", "kept", "word", "trust", "ben");
    draft.mark("t3", "nothing came", "came.", "letter", "amy");
    draft
}

fn table(fixture: &Fixture, by: &str, roll_up: RollUp, selection: &Selection) -> Table {
    Frequencies::count(&fixture.view(), &By::parse(by, &fixture.corpus).unwrap(), roll_up, selection).tidy()
}

fn cells(table: &Table, group: &str, code: &str, ids: &[&str]) -> Vec<String> {
    let row = table.rows.iter().find(|row| row[1] == Cell::text(group) && row[2] == Cell::text(code));
    let row = row.unwrap_or_else(|| panic!("{group} {code}"));
    ids.iter().map(|id| row[table.column(id).unwrap()].plain().into_owned()).collect()
}

const COUNTS: [&str; 4] = ["participants", "transcripts", "passages", "words"];

#[test]
fn columns_are_the_contract() {
    let table = table(&study().build(), "role", RollUp::Subtree, &Selection::default());
    let ids: Vec<&str> = table.columns.iter().map(|column| column.id.as_str()).collect();
    assert_eq!(ids, FREQUENCY_COLUMNS);
    assert_eq!(
        ids.join(","),
        "by,group,code,path,depth,rollup,coders,participants_in_group,transcripts_in_group,words_in_group,participants,\
         percent_participants,transcripts,passages,percent_of_group_passages,percent_of_code_passages,words,\
         percent_of_group_words,passages_per_1000_words,present"
    );
}

#[test]
fn overlapping_codings_are_one_passage() {
    let fixture = study().build();
    let table = table(&fixture, "role", RollUp::Subtree, &Selection::default());
    // t1: wait, both letters and the call are one extent, which belongs to P1 and P2; t3: one more of P1's.
    assert_eq!(cells(&table, "(all)", "wait", &COUNTS), ["2", "2", "3", "14"]);
    // The sub-code has as many passages as its theme: two in t1 (each P1's), one in t3.
    assert_eq!(cells(&table, "(all)", "letter", &COUNTS), ["1", "2", "3", "7"]);
    // The call belongs to both: 3 words of P1 ("came, two letters" are "came", "two", "letters") and P2's 4.
    assert_eq!(cells(&table, "(all)", "call", &COUNTS), ["2", "1", "2", "7"]);
    assert_eq!(cells(&table, "teacher", "wait", &COUNTS), ["1", "1", "1", "4"]);
    // The interviewer's question belongs to nobody.
    assert_eq!(cells(&table, "(all)", "trust", &COUNTS), ["1", "1", "1", "3"]);
    // The set: letter (3) and trust (1).
    assert_eq!(cells(&table, "(all)", "carry", &COUNTS), ["2", "3", "4", "10"]);
}

#[test]
fn codings_that_only_touch_are_two_passages() {
    let mut draft = study();
    draft.codings.clear();
    draft.mark("t1", "We waited", "long.", "letter", "amy");
    draft.mark("t1", " Then", "came,", "call", "ben");
    let touching = table(&draft.build(), "", RollUp::Subtree, &Selection::default());
    assert_eq!(cells(&touching, "(all)", "wait", &COUNTS), ["1", "1", "2", "6"]);
    let mut draft = study();
    draft.codings.clear();
    draft.mark("t1", "We waited", "long.", "letter", "amy");
    draft.mark("t1", ". Then", "came,", "call", "ben");
    let sharing = table(&draft.build(), "", RollUp::Subtree, &Selection::default());
    assert_eq!(cells(&sharing, "(all)", "wait", &COUNTS), ["1", "1", "1", "6"]);
}

#[test]
fn a_theme_can_have_fewer_passages_than_its_sub_code() {
    let mut draft = study();
    draft.codings.clear();
    draft.mark("t1", "We waited", "letters.", "wait", "amy");
    draft.mark("t1", "We waited", "long", "letter", "amy");
    draft.mark("t1", "two letters", "letters", "letter", "amy");
    let table = table(&draft.build(), "", RollUp::Subtree, &Selection::default());
    assert_eq!(cells(&table, "(all)", "wait", &COUNTS), ["1", "1", "1", "8"]);
    assert_eq!(cells(&table, "(all)", "letter", &COUNTS), ["1", "1", "2", "5"]);
}

#[test]
fn a_row_in_full() {
    let fixture = study().build();
    let table = table(&fixture, "role", RollUp::Subtree, &Selection::default());
    // Parents: P1 (8 + 5 words in t1, t3) and P3 (6 in t2). Own passages of theirs: wait 1, letter 3, call 1, trust 1.
    let ids: Vec<&str> = FREQUENCY_COLUMNS.to_vec();
    assert_eq!(
        cells(&table, "parent", "letter", &ids),
        [
            "role",
            "parent",
            "letter",
            "WAIT > LETTER",
            "1",
            "subtree",
            "amy+ben",
            "2",
            "3",
            "19",
            "1",
            "50.00",
            "2",
            "3",
            "50.00",
            "100.00",
            "7",
            "36.84",
            "157.89",
            "1"
        ]
    );
    // The base of passages is the same at the other roll-up.
    let own = super::frequencies::table(&fixture, "role", RollUp::Own, &Selection::default());
    let two = ["passages", "percent_of_group_passages"];
    assert_eq!(cells(&own, "parent", "wait", &two), ["1", "16.67"]);
    assert_eq!(cells(&table, "parent", "wait", &two), ["2", "33.33"]);
}

#[test]
fn groups_stand_in_order_and_zeros_are_written() {
    let fixture = study().build();
    let table = table(&fixture, "school", RollUp::Subtree, &Selection::default());
    let groups: Vec<String> = table.rows[..4].iter().map(|row| row[1].plain().into_owned()).collect();
    assert_eq!(groups, ["North", "South", "(missing)", "(all)"]);
    assert_eq!(table.rows.len(), 5 * 4);
    assert_eq!(
        cells(&table, "South", "trust", &["participants", "percent_of_code_passages", "present"]),
        ["0", "0.00", "0"]
    );
    // P2 stands in two groups and once in (all): 2 of 2 in North, 1 of 1 in South, 3 in all.
    let members = |group: &str| cells(&table, group, "wait", &["participants_in_group"]).remove(0);
    assert_eq!([members("North"), members("South"), members("(all)")], ["2", "1", "3"]);
    let said = table.sentences.join("\n");
    assert!(said.contains("groups overlap: 1 participant stands in more than one (P2)"), "{said}");
    assert!(said.contains("not shown, nobody in scope: West"), "{said}");
}

#[test]
fn undefined_figures_are_empty() {
    let fixture = study().build();
    let nobody = Pairs::of(&fixture.corpus, |_, _| false);
    let table = table(&fixture, "role", RollUp::Subtree, &Selection { pairs: nobody, ..Selection::default() });
    let ids = [
        "participants_in_group",
        "participants",
        "percent_participants",
        "percent_of_code_passages",
        "passages_per_1000_words",
        "present",
    ];
    assert_eq!(table.rows.len(), 5);
    assert_eq!(cells(&table, "(all)", "wait", &ids), ["0", "0", "", "", "", "0"]);
}

#[test]
fn waves_put_a_person_into_several_groups() {
    let fixture = study().build();
    let table = table(&fixture, "wave", RollUp::Subtree, &Selection::default());
    let ids = ["participants_in_group", "transcripts_in_group", "words_in_group", "participants", "passages"];
    assert_eq!(cells(&table, "1", "wait", &ids), ["3", "2", "20", "2", "2"]);
    assert_eq!(cells(&table, "2", "wait", &ids), ["1", "1", "5", "1", "1"]);
    assert_eq!(cells(&table, "(all)", "wait", &ids), ["3", "3", "25", "2", "3"]);
    assert!(table.sentences.iter().any(|said| said.contains("(P1); (all) counts each once")));
    let crossed = super::frequencies::table(&fixture, "role,wave", RollUp::Subtree, &Selection::default());
    let groups: Vec<String> = crossed.rows[..4].iter().map(|row| row[1].plain().into_owned()).collect();
    assert_eq!(groups, ["parent × 1", "parent × 2", "teacher × 1", "(all)"]);
}

#[test]
fn a_condition_on_people_narrows_both_sides_and_one_on_codings_the_numerators() {
    let fixture = study().build();
    let p1 = fixture.corpus.participants.find("P1").unwrap();
    let pairs = Pairs::of(&fixture.corpus, |_, person| person.at() == p1);
    let narrowed = Selection { pairs, scope_text: "participant:P1".into(), ..Selection::default() };
    let scoped = table(&fixture, "", RollUp::Subtree, &narrowed);
    let ids = ["by", "participants_in_group", "words_in_group", "participants", "passages", "words"];
    assert_eq!(cells(&scoped, "(all)", "wait", &ids), ["", "1", "13", "1", "2", "10"]);
    assert!(scoped.sentences.iter().any(|said| said == "scope (who and where): participant:P1"));
    let view = fixture.view();
    let of_ben = |transcript: crate::model::TranscriptIx, at: usize| {
        view.placements.coders[view.placements.of(transcript)[at].coder as usize].as_str() == "ben"
    };
    let narrowed = Selection { numerators: Some(&of_ben), query_text: "coder:ben".into(), ..Selection::default() };
    let bens = table(&fixture, "", RollUp::Subtree, &narrowed);
    assert_eq!(cells(&bens, "(all)", "wait", &ids), ["", "3", "25", "1", "1", "2"]);
    assert!(bens.sentences.iter().any(|said| said == "counted there: coder:ben"));
}

#[test]
fn what_is_in_progress_is_said_or_left_out() {
    let mut fixture = study().build();
    fixture.done("amy", "t1");
    let open = table(&fixture, "", RollUp::Subtree, &Selection::default());
    let said = "in progress: 2 of 3 transcripts, 2 of 3 participants; not found there is not yet not mentioned";
    assert!(open.sentences.iter().any(|sentence| sentence == said), "{:?}", open.sentences);
    let done = table(&fixture, "", RollUp::Subtree, &Selection { done_only: true, ..Selection::default() });
    let ids = ["participants_in_group", "transcripts_in_group", "words_in_group", "participants", "transcripts"];
    assert_eq!(cells(&done, "(all)", "wait", &ids), ["2", "1", "14", "2", "1"]);
    let said = "left out as in progress: 2 of 3 transcripts, 2 of 3 participants";
    assert!(done.sentences.iter().any(|sentence| sentence == said), "{:?}", done.sentences);
}

#[test]
fn a_settled_transcript_counts_by_the_consensus_alone() {
    let mut draft = study();
    draft.mark("t1", "Nobody", "answered", "trust", "consensus");
    let mut fixture = draft.build();
    let before = table(&fixture, "", RollUp::Subtree, &Selection::default());
    assert_eq!(cells(&before, "(all)", "trust", &["passages", "coders"]), ["1", "amy+ben"]);
    fixture.done("consensus", "t1");
    let after = table(&fixture, "", RollUp::Subtree, &Selection::default());
    assert_eq!(cells(&after, "(all)", "trust", &["passages", "coders"]), ["2", "amy+ben+consensus"]);
    assert_eq!(cells(&after, "(all)", "call", &["passages", "percent_of_code_passages"]), ["0", ""]);
    assert!(after.sentences.iter().any(|said| said == "coders: 1 transcript counts by consensus, 2 by one coder"));
}

#[test]
fn the_wide_table_shows_n_and_percent() {
    let fixture = study().build();
    let by = By::parse("role", &fixture.corpus).unwrap();
    let counted = Frequencies::count(&fixture.view(), &by, RollUp::Subtree, &Selection::default());
    let wide = counted.wide(Some(WideUnit::Participants));
    let heads: Vec<&str> = wide.columns.iter().map(|column| column.id.as_str()).collect();
    assert_eq!(heads, ["code", "theme", "parent (N = 2)", "teacher (N = 1)", "(all) (N = 3)"]);
    let row: Vec<_> = wide.rows[1].iter().map(|cell| cell.plain().into_owned()).collect();
    assert_eq!(row, ["letter", "  LETTER", "1 (50%)", "0 (0%)", "1 (33%)"]);
    let words = counted.wide(Some(WideUnit::Words));
    assert_eq!(words.columns[4].id, "(all) (N = 25 words)");
    assert_eq!(words.rows[0][4].plain(), "14 (56%)");
    assert_eq!(counted.wide(Some(WideUnit::Passages)).columns[4].id, "(all) (N = 7 passages)");
}

#[test]
fn a_wrong_attribute_is_an_error_with_advice() {
    let corpus = study().build().corpus;
    let wrong = By::parse("roel", &corpus).unwrap_err();
    assert_eq!(wrong.to_string(), "there is no attribute `roel`");
    assert_eq!(wrong.hint(), "did you mean `role`?");
    assert!(By::parse("zzzzzz", &corpus).unwrap_err().hint().contains("role, school, wave"));
    assert_eq!(By::parse("role,,wave", &corpus), Err(ByError::Blank { by: "role,,wave".into() }));
    assert_eq!(By::parse("role,ROLE", &corpus), Err(ByError::Twice { name: "ROLE".into() }));
    assert_eq!(By::parse("ROLE, wave", &corpus).unwrap().attributes, ["role", "wave"]);
}
