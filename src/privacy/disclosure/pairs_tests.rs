//! The masks of co-occurrence against a reader who tries every study that agrees with what is printed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::analysis::Masks;

/// Three themes, and their three pairs.
const PAIRS: [(usize, usize); 3] = [(1, 2), (1, 3), (2, 3)];

/// People by which of three themes they say (a bit each), as the lines of a table: size, themes, pairs.
fn lines_of(people: impl IntoIterator<Item = (usize, u64)>) -> [u64; 7] {
    let mut lines = [0; 7];
    for (says, number) in people {
        let said = |theme: usize| says >> (theme - 1) & 1 == 1;
        lines[0] += number;
        (1..=3).filter(|theme| said(*theme)).for_each(|theme| lines[theme] += number);
        for (at, (a, b)) in PAIRS.iter().enumerate() {
            lines[4 + at] += if said(*a) && said(*b) { number } else { 0 };
        }
    }
    lines
}

/// The table of two groups and everybody.
fn counts(groups: [[u64; 7]; 2]) -> Counts {
    let line = |at: usize| vec![groups[0][at], groups[1][at], groups[0][at] + groups[1][at]];
    let mut counts = Counts::flat(line(0), (1..7).map(line), false);
    for (at, (a, b)) in PAIRS.iter().enumerate() {
        counts.below[*a].push(4 + at);
        counts.below[*b].push(4 + at);
    }
    counts.both = Some(Both::new(3, PAIRS.to_vec()));
    counts
}

/// What takes people by which themes they say.
type Take<'a> = dyn FnMut(&[(usize, u64)]) + 'a;

/// All tables of one group of up to `most` people that agree with what is printed of it.
fn possible(most: u64, agrees: &dyn Fn(&[u64; 7]) -> bool) -> BTreeSet<[u64; 7]> {
    fn fill(says: usize, left: u64, people: &mut Vec<(usize, u64)>, take: &mut Take<'_>) {
        if says == 8 {
            return take(people);
        }
        for number in 0..=left {
            people.push((says, number));
            fill(says + 1, left - number, people, take);
            people.pop();
        }
    }
    let mut found = BTreeSet::new();
    fill(0, most, &mut Vec::new(), &mut |people| {
        let lines = lines_of(people.iter().copied());
        if agrees(&lines) {
            found.insert(lines);
        }
    });
    found
}

/// The cells that must not be told and have the same value in every study that agrees with what is printed. A zero that was masked to
/// help another may be known, if that one stays open.
fn determined(counts: &Counts, masks: &Masks) -> Vec<(usize, usize)> {
    let shown = |group: usize| {
        move |lines: &[u64; 7]| (0..7).all(|line| masks.hidden(line, group) || lines[line] == counts.at(line, group))
    };
    let most = |group: usize| counts.at(0, group) + u64::from(masks.base(group));
    let (first, second) = (possible(most(0), &shown(0)), possible(most(1), &shown(1)));
    assert!(!first.is_empty() && !second.is_empty(), "the study itself agrees");
    let mut seen: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); 21];
    for one in &first {
        for other in &second {
            let sums = |line: usize| one[line] + other[line];
            if (0..7).all(|line| masks.hidden(line, 2) || sums(line) == counts.at(line, 2)) {
                for line in 0..7 {
                    for (group, count) in [one[line], other[line], sums(line)].into_iter().enumerate() {
                        seen[line * 3 + group].insert(count);
                    }
                }
            }
        }
    }
    let small = |count: u64| (1..masks.k).contains(&count);
    let kept = |line: usize, group: usize| {
        small(counts.at(line, group)) || small(counts.at(0, group)) && counts.at(line, 2) > 0
    };
    let cells = (0..7).flat_map(|line| (0..3).map(move |group| (line, group)));
    cells.filter(|(line, group)| kept(*line, *group) && seen[line * 3 + group].len() < 2).collect()
}

#[test]
fn who_says_both_is_not_told_by_who_says_each() {
    // All five of the first group say the first theme, two of them the second: so two say both.
    let counts = counts([lines_of([(0b011, 2), (0b001, 3)]), lines_of([(0b011, 4), (0b010, 1), (0b000, 2)])]);
    let masks = protect(&counts, 3);
    assert!(masks.hidden(2, 0) && masks.hidden(4, 0), "both 2s");
    assert_eq!(determined(&counts, &masks), []);
}

#[test]
fn the_attack_finds_what_a_lone_mask_leaves_open() {
    let counts = counts([lines_of([(0b011, 2), (0b001, 3)]), lines_of([(0b011, 4), (0b010, 1), (0b000, 2)])]);
    let mut masks = Masks::new(3, 6, 3);
    for line in [2, 4] {
        masks.hide(line, 0);
    }
    assert_eq!(determined(&counts, &masks), [(2, 0), (4, 0)], "the sums less the other group");
    masks.hide(4, 1);
    assert_eq!(determined(&counts, &masks), [(2, 0), (4, 0)], "all five say the first: who says the second says both");
    masks.hide(2, 1);
    assert_eq!(determined(&counts, &masks), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_masked_count_of_two_codes_can_be_computed(
        first in proptest::collection::vec(0_usize..8, 3..6),
        second in proptest::collection::vec(0_usize..8, 2..6),
    ) {
        let group = |people: &[usize]| lines_of(people.iter().map(|says| (*says, 1)));
        let counts = counts([group(&first), group(&second)]);
        let masks = protect(&counts, 3);
        for line in 0..7 {
            for group in 0..3 {
                prop_assert!(masks.hidden(line, group) || !(1..3).contains(&counts.at(line, group)));
            }
        }
        prop_assert_eq!(determined(&counts, &masks), vec![], "{:?}", counts.lines);
    }
}
