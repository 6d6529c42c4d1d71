//! Coverage: by hand, and against the theme that holds every code.

use proptest::prelude::*;

use super::brute::{raw, study as random_study};
use super::frequencies::study;
use crate::analysis::{By, Cell, Coverage, CoverageRows, Frequencies, Selection, Table};
use crate::model::RollUp;

fn cells(table: &Table, row: usize, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| table.cell(row, id).unwrap().plain().into_owned()).collect()
}

#[test]
fn words_turns_and_codes_by_hand() {
    let mut draft = study();
    draft.codes.push(("unused", None));
    let fixture = draft.build();
    let view = fixture.view();
    let count = |by: &str, rows| {
        let by = By::parse(by, &fixture.corpus).unwrap();
        Coverage::count(&view, &by, rows, RollUp::Own, &Selection::default())
    };
    let counted = count("", CoverageRows::Transcript);
    let table = counted.table();
    let ids = ["name", "participants", "turns", "turns_never_coded", "words", "words_coded", "percent_words_coded"];
    // t1: all of P1's 8 words, P2's `I rang them twice.`; `Nobody answered.` was never coded.
    assert_eq!(cells(&table, 0, &ids), ["t1", "2", "3", "1", "14", "12", "85.71"]);
    assert_eq!(cells(&table, 1, &ids), ["t2", "1", "1", "0", "6", "3", "50.00"]);
    assert_eq!(cells(&table, 3, &ids), ["(all)", "3", "5", "1", "25", "17", "68.00"]);
    let turns = counted.turns(&view);
    assert_eq!(turns.rows.len(), 1);
    assert_eq!(cells(&turns, 0, &["transcript", "turn", "text"]), ["t1", "4", "Nobody answered."]);
    let uses: Vec<String> =
        counted.codes().rows.iter().map(|row| format!("{}: {}", row[0].plain(), row[3].plain())).collect();
    assert_eq!(
        uses,
        [
            "wait: once",
            "letter: one participant",
            "call: once",
            "trust: once",
            "unused: never",
            "carry: several participants"
        ]
    );
    let said = table.sentences.join("\n");
    assert!(said.contains("\nnever used: 1 code: unused\nused once: 3 codes: wait, call, trust\n"), "{said}");
    let grouped = count("school", CoverageRows::Group);
    let names: Vec<String> = grouped.table().rows.iter().map(|row| row[2].plain().into_owned()).collect();
    assert_eq!(names, ["North", "South", "(missing)", "(all)"]);
    assert!(grouped.table().sentences.iter().any(|said| said.starts_with("groups overlap: 1 participant")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn what_is_coded_is_the_theme_that_holds_every_code(raw in raw()) {
        let fixture = random_study(&raw);
        let view = fixture.view();
        let frequencies = Frequencies::count(&view, &By::default(), RollUp::Subtree, &Selection::default());
        let whole = frequencies.themes.iter().position(|theme| theme.id == "whole").unwrap();
        for rows in [CoverageRows::Transcript, CoverageRows::Participant] {
            let table = Coverage::count(&view, &By::default(), rows, RollUp::Subtree, &Selection::default()).table();
            let sum = |id: &str| {
                let number = |row: usize| match table.cell(row, id) {
                    Some(Cell::Integer(number)) => *number,
                    _ => 0,
                };
                (0..table.rows.len().saturating_sub(1)).map(number).sum::<u64>()
            };
            prop_assert_eq!(sum("words_coded"), frequencies.all(whole).words);
            prop_assert_eq!(sum("words"), frequencies.groups.last().unwrap().words);
            prop_assert_eq!(sum("turns"), sum("turns_coded") + sum("turns_never_coded"));
        }
    }
}
