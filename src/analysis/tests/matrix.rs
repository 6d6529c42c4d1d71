//! The matrix: by hand, and against the frequencies.

use proptest::prelude::*;

use super::brute::{raw, study as random_study};
use super::fixture::Fixture;
use super::frequencies::study;
use crate::analysis::{By, Cell, Frequencies, Matrix, MatrixColumns, MatrixRows, MatrixUnit, Selection, Table};
use crate::model::{RollUp, Theme};

const THEMES: MatrixColumns = MatrixColumns::Themes(RollUp::Subtree);

fn lines(table: &Table) -> Vec<String> {
    let line = |row: &Vec<Cell>| row.iter().map(|cell| cell.plain().into_owned()).collect::<Vec<_>>().join(",");
    let head = table.columns.iter().map(|column| column.id.as_str()).collect::<Vec<_>>().join(",");
    std::iter::once(head).chain(table.rows.iter().map(line)).collect()
}

fn matrix(fixture: &Fixture, rows: MatrixRows, unit: MatrixUnit) -> Matrix {
    Matrix::count(&fixture.view(), rows, THEMES, unit, &Selection::default())
}

#[test]
fn participants_and_transcripts_by_hand() {
    let fixture = study().build();
    // P4 says nothing and has no row. wait, the letters and the call are one passage in t1, of P1 and P2.
    assert_eq!(
        lines(&matrix(&fixture, MatrixRows::Participant, MatrixUnit::Passages).table),
        [
            "participant,role,school,n_transcripts,n_words,wait,letter,call,trust,carry",
            "P1,parent,North,2,13,2,3,1,0,3",
            "P2,teacher,North;South,1,6,1,0,1,0,0",
            "P3,parent,,1,6,0,0,0,1,1",
        ]
    );
    assert_eq!(
        lines(&matrix(&fixture, MatrixRows::Transcript, MatrixUnit::Present).table),
        [
            "transcript,wave,n_participants,n_words,wait,letter,call,trust,carry",
            "t1,1,2,14,1,1,1,0,1",
            "t2,1,1,6,0,0,0,1,1",
            "t3,2,1,5,1,1,0,0,1",
        ]
    );
    let words = matrix(&fixture, MatrixRows::Participant, MatrixUnit::Words);
    assert_eq!(lines(&words.table)[1], "P1,parent,North,2,13,10,7,3,0,7");
    let labels = lines(&words.labels);
    assert_eq!(labels[0], "variable,label,kind,from");
    assert_eq!(labels[7], "letter,WAIT > LETTER (words),code,letter");
    assert_eq!(labels.len(), 1 + words.table.columns.len());
}

#[test]
fn who_says_it_of_whom() {
    let mut draft = study();
    draft.case_columns = vec!["year"];
    draft.cases = vec![("ash", vec!["4"]), ("elm", vec!["5"]), ("oak", vec![""])];
    draft.people[0].2 = vec!["ash"];
    draft.people[1].2 = vec!["ash", "elm"];
    let fixture = draft.build();
    let by = By::parse("role", &fixture.corpus).unwrap();
    let theme = fixture.corpus.codebook.find("wait").unwrap();
    let columns = MatrixColumns::Groups { by: &by, theme, roll_up: RollUp::Subtree };
    let counted =
        Matrix::count(&fixture.view(), MatrixRows::Case, columns, MatrixUnit::Passages, &Selection::default());
    // The passage in t1 is P1's (about ash) and P2's (about ash and elm); P1's in t3 is about ash. Nobody speaks of oak.
    assert_eq!(
        lines(&counted.table),
        [
            "case,year,n_participants,n_transcripts,n_words,role_parent,role_teacher,everybody",
            "ash,4,2,2,19,2,1,2",
            "elm,5,1,1,6,,1,1",
        ]
    );
    assert!(counted.table.sentences[0].contains("an empty cell: nobody of that group speaks there"));
    assert_eq!(
        lines(&counted.labels)[6],
        "role_parent,\"WAIT (passages), by role: parent\",group,parent".replace('"', "")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_matrix_adds_up_to_the_frequencies(raw in raw(), own in any::<bool>()) {
        let fixture = random_study(&raw);
        let view = fixture.view();
        let roll_up = if own { RollUp::Own } else { RollUp::Subtree };
        let selection = Selection::default();
        let sums = |table: &Table, from: usize| -> Vec<u64> {
            let number = |cell: &Cell| match cell {
                Cell::Integer(number) => *number,
                Cell::Flag(flag) => u64::from(*flag),
                _ => 0,
            };
            (from..table.columns.len()).map(|at| table.rows.iter().map(|row| number(&row[at])).sum()).collect()
        };
        let by = |text: &str| By::parse(text, &fixture.corpus).unwrap();
        let people = Frequencies::count(&view, &by(""), roll_up, &selection);
        let cases = Frequencies::count(&view, &by("case.need"), roll_up, &selection);
        let first = |table: &Table| table.column("a").unwrap();
        for rows in [MatrixRows::Participant, MatrixRows::Transcript, MatrixRows::Case] {
            let all = if rows == MatrixRows::Case { &cases } else { &people };
            let count = |unit| Matrix::count(&view, rows, MatrixColumns::Themes(roll_up), unit, &selection).table;
            let table = count(MatrixUnit::Passages);
            let figures = (0..all.themes.len()).map(|theme| all.all(theme));
            prop_assert_eq!(sums(&table, first(&table)), figures.clone().map(|figure| figure.passages).collect::<Vec<_>>());
            let present = sums(&count(MatrixUnit::Present), first(&table));
            let expected = figures.clone().map(|figure| match rows {
                MatrixRows::Transcript => figure.transcripts,
                _ => figure.participants,
            });
            prop_assert_eq!(present, expected.collect::<Vec<_>>());
            if rows != MatrixRows::Case {
                let words = sums(&count(MatrixUnit::Words), first(&table));
                prop_assert_eq!(words, figures.map(|figure| figure.words).collect::<Vec<_>>());
            }
        }
        let grouped = by("role");
        let frequencies = Frequencies::count(&view, &grouped, roll_up, &selection);
        for theme in 0..people.themes.len() {
            let what = frequencies.themes[theme].theme;
            prop_assert!(matches!(what, Theme::Code(_) | Theme::Set(_)));
            let columns = MatrixColumns::Groups { by: &grouped, theme: what, roll_up };
            let table = Matrix::count(&view, MatrixRows::Transcript, columns, MatrixUnit::Passages, &selection).table;
            let from = table.columns.len() - frequencies.groups.len();
            let expected: Vec<u64> =
                (0..frequencies.groups.len()).map(|group| frequencies.figure(theme, group).passages).collect();
            prop_assert_eq!(sums(&table, from), expected);
        }
    }
}
