//! Examples as their publications print them.

use super::super::*;
use super::{crossed, decisions, near};

fn table(columns: &[&str]) -> Vec<Vec<Option<usize>>> {
    let rows: Vec<Vec<&str>> = columns.iter().map(|column| column.split(' ').collect()).collect();
    (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at].parse::<usize>().ok()).collect()).collect()
}

/// Krippendorff (2004), Content Analysis, 2nd ed., p. 230: four observers, twelve units, values missing; alpha .743. AC1, Fleiss'
/// kappa and Brennan-Prediger as Gwet's irrCAC gives them for the same table (.77544, .76117, .77273).
#[test]
fn krippendorff_2004_with_missing_values() {
    let units = table(&[
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]);
    let units: Vec<Vec<Option<usize>>> =
        units.iter().map(|unit| unit.iter().map(|value| value.map(|value| value - 1)).collect()).collect();
    let of = decisions(&units, 4, 5);
    near(&of.alpha(), 0.743, 0.0005);
    near(&of.percent_agreement(), 0.8181818, 5e-8);
    near(&of.ac1(), 0.77544, 5e-6);
    near(&of.fleiss(), 0.76117, 5e-6);
    near(&of.brennan_prediger(), 0.77273, 5e-6);
    assert_eq!(of.units(), 11, "the last unit has one value");
}

/// Krippendorff (1980), Content Analysis, p. 133: two observers, ten units, two values; alpha .095 at 60 % agreement.
#[test]
fn krippendorff_1980_binary() {
    let of = decisions(&table(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]), 2, 2);
    near(&of.alpha(), 0.095, 0.0005);
    near(&of.percent_agreement(), 0.6, 1e-12);
    assert_eq!(of.cells(), Some(Cells { both: 1, only_first: 1, only_second: 3, neither: 5 }));
}

/// Artstein and Poesio (2008), Inter-coder agreement for computational linguistics, p. 558: 20 statements and 50 requests for
/// information agreed on, 20 and 10 not; S .4, pi .341, kappa .348.
#[test]
fn artstein_and_poesio_2008() {
    let of = crossed(&[&[20, 10], &[20, 50]]);
    near(&of.percent_agreement(), 0.7, 1e-12);
    near(&of.brennan_prediger(), 0.4, 1e-12);
    near(&of.fleiss(), 0.341, 0.0005);
    near(&of.cohen(), 0.348, 0.0005);
}

/// Fleiss (1971)'s coefficient in the worked example of the encyclopaedias: ten subjects, fourteen raters, five values; .210.
#[test]
fn fleiss_of_fourteen_raters() {
    let counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let unit = |counts: &[usize; 5]| -> Vec<Option<usize>> {
        counts.iter().enumerate().flat_map(|(value, count)| std::iter::repeat_n(Some(value), *count)).collect()
    };
    let of = decisions(&counts.iter().map(unit).collect::<Vec<_>>(), 14, 5);
    near(&of.fleiss(), 0.210, 0.0005);
    near(&of.percent_agreement(), 0.378, 0.0005);
}

/// NVivo's help on coding comparison: of 1,000 characters 50 coded by both, 150 by one, 800 by neither: 85 % agreement. With the
/// 150 in equal halves Cohen's kappa is .314 and a quarter of the coded text is agreed on; 9,000 characters that nobody coded lift
/// the percentage to 98.5 and leave the agreement on coded text as it is.
#[test]
fn text_that_nobody_coded_lifts_percentages() {
    let of = crossed(&[&[800, 75], &[75, 50]]);
    near(&of.percent_agreement(), 0.85, 1e-12);
    near(&of.cohen(), 0.314, 0.0005);
    near(&of.alpha(), 0.315, 0.0005);
    let jaccard = |of: &Decisions| of.cells().map(Cells::jaccard);
    assert_eq!(jaccard(&of), Some(Measure::Defined(0.25)));
    near(&of.cells().unwrap().f1(), 0.4, 1e-12);
    let longer = crossed(&[&[9_800, 75], &[75, 50]]);
    near(&longer.percent_agreement(), 0.985, 1e-12);
    near(&longer.cohen(), 0.392, 0.0005);
    assert_eq!(jaccard(&longer), Some(Measure::Defined(0.25)));
}

/// The paradox of prevalence (Feinstein and Cicchetti 1990; Gwet 2008): a rare code, 96 % agreement, and coefficients from .31 to .96; with
/// no overlap at all AC1 stays where it was. So it never stands alone.
#[test]
fn a_rare_code() {
    let some = crossed(&[&[95, 2], &[2, 1]]);
    near(&some.percent_agreement(), 0.96, 1e-12);
    near(&some.cohen(), 0.313, 0.0005);
    near(&some.alpha(), 0.316, 0.0005);
    near(&some.brennan_prediger(), 0.92, 1e-12);
    near(&some.ac1(), 0.958, 0.0005);
    let none = crossed(&[&[96, 2], &[2, 0]]);
    near(&none.percent_agreement(), 0.96, 1e-12);
    near(&none.cohen(), -0.020, 0.0005);
    near(&none.ac1(), 0.958, 0.0005);
}

/// What is undefined is said so, never 0, 1 or not-a-number.
#[test]
fn degenerate_cases() {
    let empty = crossed(&[&[0, 0], &[0, 0]]);
    for measure in [empty.alpha(), empty.cohen(), empty.fleiss(), empty.ac1(), empty.percent_agreement()] {
        assert_eq!(measure, Measure::Undefined(Reason::NothingToCompare));
    }
    for of in [crossed(&[&[20, 0], &[0, 0]]), crossed(&[&[0, 0], &[0, 20]])] {
        near(&of.percent_agreement(), 1.0, 0.0);
        for measure in [of.alpha(), of.cohen(), of.fleiss(), of.mean_pairwise_kappa()] {
            assert_eq!(measure, Measure::Undefined(Reason::NoVariation));
        }
        assert!(of.no_variation());
        near(&of.ac1(), 1.0, 0.0);
        near(&of.brennan_prediger(), 1.0, 0.0);
    }
    let unused = crossed(&[&[20, 0], &[0, 0]]).cells().unwrap();
    assert_eq!(unused.jaccard(), Measure::Undefined(Reason::NotUsed));
    assert_eq!(unused.f1(), Measure::Undefined(Reason::NotUsed));
    // One unit, no agreement.
    let one = crossed(&[&[0, 1], &[0, 0]]);
    near(&one.alpha(), 0.0, 1e-12);
    near(&one.cohen(), 0.0, 1e-12);
    near(&one.fleiss(), -1.0, 1e-12);
    // One coder has decided nothing: the pairs of the other two are left.
    let blank = decisions(&table(&["1 0 1 0", "1 0 0 0", ". . . ."]), 3, 2);
    near(&blank.alpha(), 1.0 - 7.0 * 2.0 / (2.0 * 3.0 * 5.0), 1e-12);
    near(&blank.mean_pairwise_kappa(), 0.5, 1e-12);
    let alone = decisions(&table(&["1 0 1 0"]), 1, 2);
    assert_eq!(alone.alpha(), Measure::Undefined(Reason::NothingToCompare));
    assert_eq!(alone.mean_pairwise_kappa(), Measure::Undefined(Reason::NothingToCompare));
}

fn segment(start: u64, end: u64, value: usize) -> Segment {
    Segment { start, end, value }
}

/// u-alpha worked out by hand from equations 1 to 13 of Krippendorff and others (2016). L = 10, A marks 0..4, B 2..6: l = 20, l_11 = 4,
/// l_φφ = 8, l_1 = 8, l_φ = 12, Σw = 2 · 4² + 12 = 44, e_11 = 20 (64 - 32) / 356, e_φφ = 20 (144 - 12) / 356; so
/// u-alpha = 1 - 8 / (20 - 3280/356). With one code |u-alpha is the same.
#[test]
fn unitizing_by_hand() {
    let coders = [vec![segment(0, 4, 0)], vec![segment(2, 6, 0)]];
    let both = unitizing(&coders, 10, 1);
    near(&both.u_alpha, 1.0 - 8.0 / (20.0 - 3280.0 / 356.0), 1e-12);
    near(&both.bar_u_alpha, both.u_alpha.value().unwrap(), 1e-12);
}

/// The same passages with other codes: nothing is wrong about what is relevant, something about what it is. One passage
/// divided in two neighbours is no disagreement.
#[test]
fn unitizing_tells_codes_from_places() {
    let swapped = unitizing(
        &[vec![segment(10, 30, 0), segment(60, 80, 1)], vec![segment(10, 30, 1), segment(60, 80, 0)]],
        100,
        2,
    );
    near(&swapped.bar_u_alpha, 1.0, 1e-12);
    assert!(swapped.u_alpha.value().unwrap() < 0.5);
    let split = unitizing(&[vec![segment(10, 30, 0)], vec![segment(10, 20, 0), segment(20, 30, 0)]], 100, 1);
    near(&split.u_alpha, 1.0, 1e-12);
    let everything = unitizing(&[vec![segment(0, 100, 0)], vec![segment(0, 100, 0)]], 100, 1);
    assert_eq!(everything.u_alpha, Measure::Undefined(Reason::NothingExpected));
    assert_eq!(unitizing(&[Vec::new(), Vec::new()], 100, 1).u_alpha, Measure::Undefined(Reason::NothingExpected));
    assert_eq!(overlap(&[segment(0, 5, 0), segment(4, 9, 1)]), Some((segment(0, 5, 0), segment(4, 9, 1))));
    assert_eq!(overlap(&[segment(0, 5, 0), segment(5, 9, 1)]), None);
}
