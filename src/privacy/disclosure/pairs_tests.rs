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
    // A mask hides no zero where it need not: only small groups are masked with their zeros.
    let shown = |group: usize| {
        move |lines: &[u64; 7]| {
            (0..7).all(|line| {
                let (count, small) = (counts.at(line, group), (1..masks.k).contains(&counts.at(0, group)));
                if masks.hidden(line, group) {
                    lines[line] > 0 || count == 0 || small && line > 0
                } else {
                    lines[line] == count
                }
            })
        }
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

/// What is counted of turns: how many, with the first theme, with the second, with both. First turns, then people.
type Said = ([u64; 4], [u64; 4]);

/// A group of people by the turns of each; a turn is which of two themes it says (a bit each).
fn said(people: &[&[usize]]) -> Said {
    let (mut turns, mut persons) = ([0; 4], [0; 4]);
    for of_one in people {
        let has = |wanted: usize| of_one.iter().filter(|says| *says & wanted == wanted).count() as u64;
        for (at, wanted) in [0, 1, 2, 3].into_iter().enumerate() {
            turns[at] += has(wanted);
            persons[at] += u64::from(has(wanted) > 0);
        }
    }
    (turns, persons)
}

/// What one person may say in one or two turns.
fn kinds() -> Vec<Vec<usize>> {
    let one = (0..4).map(|turn| vec![turn]);
    one.chain((0..4).flat_map(|a| (a..4).map(move |b| vec![a, b]))).collect()
}

/// The counts of every group of `people` people.
fn every_group(people: usize, from: usize, chosen: &mut Vec<usize>, kinds: &[Vec<usize>], found: &mut BTreeSet<Said>) {
    if chosen.len() == people {
        let of: Vec<&[usize]> = chosen.iter().map(|kind| kinds[*kind].as_slice()).collect();
        found.insert(said(&of));
        return;
    }
    for kind in from..kinds.len() {
        chosen.push(kind);
        every_group(people, kind, chosen, kinds, found);
        chosen.pop();
    }
}

#[test]
fn turns_do_not_tell_how_few_people_stand_behind_them() {
    let kinds = kinds();
    let groups = |people: usize| {
        let mut found = BTreeSet::new();
        every_group(people, 0, &mut Vec::new(), &kinds, &mut found);
        found.into_iter().collect::<Vec<Said>>()
    };
    let (first, second) = (groups(4), groups(3));
    let plus = |one: &[u64; 4], other: &[u64; 4]| [0, 1, 2, 3].map(|at| one[at] + other[at]);
    let mut looked_at = 0;
    for (number, (one, other)) in first.iter().flat_map(|one| second.iter().map(move |other| (one, other))).enumerate()
    {
        // Every 997th of all studies of four and three people.
        if number % 997 != 0 {
            continue;
        }
        let line = |of: fn(&Said) -> &[u64; 4]| {
            let sum = plus(of(one), of(other));
            (0..4).map(move |at| vec![of(one)[at], of(other)[at], sum[at]]).collect::<Vec<_>>()
        };
        let people = line(|said| &said.1);
        let mut counts = Counts::flat(people[0].clone(), people[1..].to_vec(), false);
        counts.below[1].push(3);
        counts.below[2].push(3);
        counts.both = Some(Both::new(2, vec![(1, 2)]));
        counts.units = line(|said| &said.0);
        let masks = protect(&counts, 3);
        let open = |said: &Said, group: usize| {
            (0..4).all(|at| match masks.hidden(at, group) {
                true => said.0[at] > 0 || counts.units[at][group] == 0,
                false => said.0[at] == counts.units[at][group],
            })
        };
        let agree = |group: usize, all: &[Said]| -> Vec<Said> {
            all.iter().filter(|said| open(said, group)).copied().collect()
        };
        let (these, those) = (agree(0, &first), agree(1, &second));
        let mut seen: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); 24];
        for this in &these {
            for that in &those {
                let both = (plus(&this.0, &that.0), plus(&this.1, &that.1));
                if open(&both, 2) {
                    for (group, said) in [this, that, &both].into_iter().enumerate() {
                        for at in 0..4 {
                            seen[at * 6 + group * 2].insert(said.0[at]);
                            seen[at * 6 + group * 2 + 1].insert(said.1[at]);
                        }
                    }
                }
            }
        }
        for (at, group) in (1..4).flat_map(|at| (0..3).map(move |group| (at, group))) {
            if (1..3).contains(&counts.at(at, group)) {
                looked_at += 1;
                let values = (&seen[at * 6 + group * 2], &seen[at * 6 + group * 2 + 1]);
                assert!(
                    values.0.len() > 1,
                    "turns {values:?} of line {at} in {group}: {:?} {:?}",
                    counts.units,
                    people
                );
                assert!(
                    values.1.len() > 1,
                    "people {values:?} of line {at} in {group}: {:?} {:?}",
                    counts.units,
                    people
                );
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
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

#[test]
fn a_table_in_which_too_much_hangs_together_is_given_up() {
    let small = counts([[5, 3, 2, 2, 1, 1, 1], [6, 4, 2, 3, 2, 1, 1]]);
    protect(&small, 3);
    assert!(small.looked.get() > 0 && !small.is_given_up());
    small.looked.set(u64::MAX - 1);
    assert!(small.is_given_up() && small.moved(3, 1, 0, 1, true).is_none());
}

#[test]
fn what_would_be_given_up_in_the_end_is_given_up_early() {
    let table = || counts([[5, 3, 2, 2, 1, 1, 1], [6, 4, 2, 3, 2, 1, 1]]);
    // A tenth of the steps that are the most, for a thousandth of the cells.
    let hard = table();
    hard.took(30_000_000);
    hard.foresee(1, 1_000);
    assert!(hard.is_given_up());
    // For a tenth of them: that may do, since later cells take fewer.
    let soft = table();
    soft.took(30_000_000);
    soft.foresee(10, 100);
    assert!(!soft.is_given_up());
    // At the beginning nothing can be foreseen.
    let fresh = table();
    fresh.took(1_000);
    fresh.foresee(0, 1_000_000);
    assert!(!fresh.is_given_up());
    // Tables without what is in two lines at once never are.
    let flat = Counts::flat(vec![5, 5, 10], [vec![1, 4, 5]], false);
    flat.took(usize::MAX);
    assert!(!flat.is_given_up());
}
