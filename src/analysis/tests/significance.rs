//! Tests on participants, against published answers.

use proptest::prelude::*;

use super::frequencies::study;
use crate::analysis::{
    By, Cell, Frequencies, Of, Selection, TestError, exact, holm, permutation, risk_difference, wilson,
};
use crate::model::RollUp;

fn groups(counts: &[(u64, u64)]) -> Vec<Of> {
    counts.iter().map(|(with, without)| Of { with: *with, of: with + without }).collect()
}

#[track_caller]
fn near(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{ours} {theirs}");
}

#[test]
fn fishers_exact_test_has_its_published_answers() {
    // Fisher (1935), the lady tasting tea: two-sided 0.4857.
    near(exact(&groups(&[(3, 1), (1, 3)])).unwrap(), 0.485_714_285_7, 1e-9);
    // Fisher (1962), convictions of twins, in R's help of fisher.test: 0.0005367.
    near(exact(&groups(&[(2, 10), (15, 3)])).unwrap(), 0.000_536_724_1, 1e-9);
    // The whales of scipy's help of fisher_exact.
    near(exact(&groups(&[(6, 2), (1, 4)])).unwrap(), 0.102_564_102_6, 1e-9);
    // A theme that nobody or everybody has.
    near(exact(&groups(&[(0, 6), (0, 8)])).unwrap(), 1.0, 1e-12);
    near(exact(&groups(&[(6, 0), (8, 0)])).unwrap(), 1.0, 1e-12);
    assert_eq!(exact(&groups(&[(200, 200); 8])), None, "too many tables to go through");
}

#[test]
fn shuffling_comes_near_the_exact_answer() {
    let three = groups(&[(5, 3), (2, 6), (7, 1)]);
    let p = exact(&three).unwrap();
    let shuffled = permutation(&three, 20_000, 1);
    near(shuffled, p, 0.006);
    assert_eq!(shuffled, permutation(&three, 20_000, 1), "the same seed, the same answer");
    near(permutation(&groups(&[(0, 4), (0, 4)]), 99, 5), 1.0, 0.0);
}

#[test]
fn intervals_have_their_published_ends() {
    // Newcombe (1998), Statistics in Medicine 17:857, table I, method 3: 81/263, 15/148, 0/20, 1/29.
    for (with, of, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let (from, to) = wilson(Of { with, of }).unwrap();
        near(from, low, 0.000_05);
        near(to, high, 0.000_05);
    }
    // Newcombe (1998), Statistics in Medicine 17:873, table II, method 10: 56/70 − 48/80.
    let (difference, low, high) = risk_difference(Of { with: 56, of: 70 }, Of { with: 48, of: 80 }).unwrap();
    near(difference, 0.2, 1e-12);
    near(low, 0.0524, 0.000_05);
    near(high, 0.3339, 0.000_05);
    assert_eq!(risk_difference(Of { with: 0, of: 0 }, Of { with: 1, of: 2 }), None);
}

#[test]
fn holm_steps_down() {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
    for (ours, theirs) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
        near(*ours, theirs, 1e-12);
    }
    assert!(holm(&[]).is_empty());
    assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
}

#[test]
fn groups_of_a_study_are_compared_theme_by_theme() {
    let fixture = study().build();
    let count = |by: &str| {
        let by = By::parse(by, &fixture.corpus).unwrap();
        Frequencies::count(&fixture.view(), &by, RollUp::Own, &Selection::default()).tests()
    };
    let table = count("role").unwrap();
    let cell = |row: usize, id: &str| table.cell(row, id).unwrap().plain().into_owned();
    // letter: 1 of 2 parents, 0 of 1 teacher.
    let of = ["code", "group_1", "participants_1", "participants_in_group_1", "group_2", "participants_2", "test", "p"];
    assert_eq!(of.map(|id| cell(1, id)), ["letter", "parent", "1", "2", "teacher", "0", "Fisher exact", "1"]);
    assert_eq!(cell(1, "risk_difference"), "0.5");
    assert_eq!(table.rows.len(), 5);
    assert!(table.sentences[0].contains("5 tests at once"), "{:?}", table.sentences);
    assert!(table.sentences.iter().any(|said| said.contains("says nothing beyond these people")));
    assert!(matches!(count("school"), Err(TestError::Overlap { names }) if names == "P2"));
    assert_eq!(count(""), Err(TestError::NoGroups));
    let mut draft = study();
    draft.people[1].1 = vec!["nurse", "North"];
    draft.people.push(("P5", vec!["clerk", ""], vec![]));
    draft.transcripts.push(super::fixture::talk("t4", &[("P5", "Yes.")]));
    let fixture = draft.build();
    let by = By::parse("role", &fixture.corpus).unwrap();
    let three = Frequencies::count(&fixture.view(), &by, RollUp::Own, &Selection::default()).tests().unwrap();
    assert_eq!(three.rows.len(), 5 * (1 + 3));
    assert_eq!(three.cell(0, "test"), Some(&Cell::text("Freeman-Halton exact")));
    assert_eq!(three.cell(1, "p"), Some(&Cell::Empty), "a pair has its difference alone");
    assert!(matches!(three.cell(1, "risk_difference"), Some(Cell::Full(_))));
    let alone = By::parse("wave", &study().build().corpus).unwrap();
    assert!(matches!(
        Frequencies::count(&study().build().view(), &alone, RollUp::Own, &Selection::default()).tests(),
        Err(TestError::Overlap { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_p_value_is_one_whatever_the_order_of_groups(counts in proptest::collection::vec((0..7_u64, 0..7_u64), 2..5)) {
        let mut these = groups(&counts);
        let p = exact(&these).unwrap();
        prop_assert!(p > 0.0 && p <= 1.0);
        these.reverse();
        prop_assert!((exact(&these).unwrap() - p).abs() < 1e-9);
        // With and without change places.
        let turned: Vec<Of> = these.iter().map(|group| Of { with: group.of - group.with, of: group.of }).collect();
        prop_assert!((exact(&turned).unwrap() - p).abs() < 1e-9);
        if let Some((difference, low, high)) = risk_difference(these[0], these[1]) {
            prop_assert!(low <= difference && difference <= high && (-1.0..=1.0).contains(&low) && (-1.0..=1.0).contains(&high));
        }
    }
}
