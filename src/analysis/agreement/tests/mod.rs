//! Published examples, laws, a naive count, and (where they are at hand) the outputs of other programs.

mod brute;
mod laws;
mod oracles;
mod published;

use super::Decisions;

/// Decisions from rows of values, one a unit.
pub fn decisions(units: &[Vec<Option<usize>>], coders: usize, values: usize) -> Decisions {
    let mut decisions = Decisions::new(coders, values);
    units.iter().for_each(|unit| decisions.add(unit, 1));
    decisions
}

/// Decisions of two coders from a table of counts: the first's value down, the second's across.
pub fn crossed(table: &[&[u64]]) -> Decisions {
    let mut decisions = Decisions::new(2, table.len());
    for (first, row) in table.iter().enumerate() {
        for (second, count) in row.iter().enumerate() {
            decisions.add(&[Some(first), Some(second)], *count);
        }
    }
    decisions
}

#[track_caller]
pub fn near(measure: &super::Measure, expected: f64, within: f64) {
    let value = measure.value().unwrap_or(f64::NAN);
    assert!((value - expected).abs() <= within, "{measure:?} is not {expected} within {within}");
}
