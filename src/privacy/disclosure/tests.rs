//! The masks against a reader who computes: first worked tables, then invented studies at random, attacked by a search of its
//! own that knows nothing of how cells are chosen.

use proptest::prelude::*;

use super::*;
use crate::analysis::Masks;
use crate::model::{Attributes, Row};

/// The lines as printed, `*` for a mask.
fn printed(counts: &Counts, masks: &Masks) -> Vec<String> {
    let cell = |line: usize, group: usize| match masks.hidden(line, group) {
        true => "*".to_owned(),
        false => counts.at(line, group).to_string(),
    };
    let line = |line| (0..counts.width()).map(|group| cell(line, group)).collect::<Vec<_>>().join(" ");
    (0..counts.lines.len()).map(line).collect()
}

#[test]
fn a_small_count_takes_a_second_with_it() {
    // Three groups of 8, 6 and 5; the last column is (all).
    let counts = Counts::flat(
        vec![8, 6, 5, 19],
        [vec![2, 5, 4, 11], vec![3, 3, 3, 9], vec![1, 0, 0, 1], vec![0, 0, 0, 0]],
        false,
    );
    let masks = protect(&counts, 3);
    // Without the second mask 11 - 5 - 4 would give the 2; where everything small is masked anyhow, zeros stay.
    assert_eq!(printed(&counts, &masks), ["8 6 5 19", "* 5 * 11", "3 3 3 9", "* 0 0 *", "0 0 0 0"]);
    assert_eq!((masks.number(), masks.bases()), (4, 0));
}

#[test]
fn two_masks_of_one_do_not_tell_each_other() {
    // Zeros stay, so that two masks over a sum of 2 would each be 1.
    let counts = Counts::flat(vec![8, 6, 5, 19], [vec![1, 1, 6 - 2, 6]], false);
    let masks = protect(&counts, 3);
    assert_eq!(printed(&counts, &masks), ["8 6 5 19", "* * * 6"]);
    // Over a sum of 3 they are 1 and 2, or 2 and 1.
    let counts = Counts::flat(vec![8, 6, 5, 19], [vec![1, 2, 4, 7]], false);
    assert_eq!(printed(&counts, &protect(&counts, 3)), ["8 6 5 19", "* * 4 7"]);
}

#[test]
fn a_mask_that_all_can_do_without_is_taken_off_again() {
    // In the order of the table the first 2 takes the 3 beneath the same groups with it; the 1 of the last line would have done.
    let mut counts = Counts::flat(vec![9, 9, 9, 27], [vec![2, 3, 5, 10], vec![2, 1, 5, 8]], false);
    counts.below[1].push(2);
    let masks = protect(&counts, 3);
    assert_eq!(printed(&counts, &masks)[2], "* * 5 8");
    attacked(&counts, &masks).unwrap();
    let one_less = |line: usize, group: usize| {
        let mut masks = masks.clone();
        masks.show(line, group);
        attacked(&counts, &masks).is_err() || (1..3).contains(&counts.at(line, group))
    };
    assert!((1..3).all(|line| (0..4).all(|group| !masks.hidden(line, group) || one_less(line, group))), "none is idle");
}

#[test]
fn a_code_above_does_not_tell_the_one_beneath() {
    // The first line is all of the second: who said the one said the other.
    let mut counts = Counts::flat(vec![6, 6, 12], [vec![2, 4, 6], vec![2, 4, 6]], false);
    counts.below[1].push(2);
    let masks = protect(&counts, 3);
    assert_eq!(printed(&counts, &masks), ["6 6 12", "* * 6", "* * 6"]);
    // A whole group says the code above and the one beneath: 5 could neither be more (the group has 5) nor less (the line below is shown).
    let mut counts = Counts::flat(vec![6, 5, 11], [vec![2, 5, 7], vec![0, 5, 5]], false);
    counts.below[1].push(2);
    let masks = protect(&counts, 3);
    assert!(masks.hidden(1, 0));
    assert!((0..3).filter(|group| masks.hidden(1, *group)).count() >= 2, "{:?}", printed(&counts, &masks));
    attacked(&counts, &masks).unwrap();
}

#[test]
fn a_small_group_is_masked_down_its_column() {
    let counts = Counts::flat(vec![7, 5, 2, 14], [vec![4, 3, 0, 7], vec![0, 0, 0, 0], vec![5, 3, 2, 10]], false);
    let masks = protect(&counts, 3);
    let printed = printed(&counts, &masks);
    assert!(masks.base(2) && masks.bases() == 2, "{printed:?}");
    assert!(masks.hidden(1, 2) && masks.hidden(3, 2) && !masks.hidden(2, 2), "{printed:?}");
    assert!(!masks.hidden(0, 3) && !masks.hidden(1, 3), "(all) is spared: {printed:?}");
    attacked(&counts, &masks).unwrap();
}

#[test]
fn what_is_said_of_small_groups() {
    assert_eq!(small_groups([("parent", 3), ("(all)", 9)], 3, "participant"), None);
    let said = small_groups([("head", 1), ("nurse", 2), ("aide", 0), ("parent", 6)], 3, "participant").unwrap();
    assert_eq!(
        said,
        "fewer than 3 participants in: head (1), nurse (2); whoever knows the study may know who they are"
    );
    let mut people = Attributes::new(vec!["role".into(), "school".into()]);
    for (id, role, school) in [("P1", "head", "a"), ("P2", "parent", "a"), ("P3", "parent", "a"), ("P4", "head", "b")] {
        let values = vec![vec![role.to_owned()], vec![school.to_owned()]];
        people.push(Row { id: id.into(), values, about: Vec::new() });
    }
    assert_eq!(alone(&people, &[0], |_| true), None);
    let said = alone(&people, &[0, 1], |_| true).unwrap();
    assert!(
        said.starts_with("2 of 4 participants stand alone with this combination of attributes (role, school)"),
        "{said}"
    );
    assert!(alone(&people, &[0, 1], |at| at != 3).unwrap().starts_with("1 of 3 participants stands alone"));
}

/// A study at random: people in groups, what they say, a tree of codes and a set.
fn study() -> impl Strategy<Value = Counts> {
    let person =
        (0_usize..4, proptest::option::weighted(0.15, 0_usize..4), proptest::collection::vec(any::<bool>(), 5));
    let tree = proptest::collection::vec(0_usize..6, 5);
    (
        proptest::collection::vec(person, 3..14),
        tree,
        any::<bool>(),
        2_usize..5,
        proptest::option::of((1_usize..6, 1_usize..6)),
    )
        .prop_map(|(people, tree, overlap, groups, set)| {
            let above: Vec<usize> = tree.iter().enumerate().map(|(at, above)| above % (at + 1)).collect();
            let lines = 5 + usize::from(set.is_some());
            let mut lines_of: Vec<Vec<u64>> = vec![vec![0; groups + 1]; lines];
            let mut sizes = vec![0_u64; groups + 1];
            let mut several = false;
            for (group, second, said) in &people {
                let mut of = vec![group % groups];
                if let Some(second) = second.filter(|second| overlap && second % groups != group % groups) {
                    of.push(second % groups);
                    several = true;
                }
                of.push(groups);
                let mut says = said.clone();
                for code in (0..5).rev() {
                    if says[code] && above[code] > 0 {
                        says[above[code] - 1] = true;
                    }
                }
                if let Some((a, b)) = set {
                    says.push(says[a - 1] || says[b - 1]);
                }
                for group in of {
                    sizes[group] += 1;
                    says.iter().enumerate().filter(|(_, says)| **says).for_each(|(line, _)| lines_of[line][group] += 1);
                }
            }
            let mut counts = Counts::flat(sizes, lines_of, several);
            for (at, above) in above.iter().enumerate().filter(|(_, above)| **above > 0) {
                counts.below[*above].push(at + 1);
            }
            if let Some((a, b)) = set {
                let members = if a == b { vec![a] } else { vec![a, b] };
                counts.below[6].extend(&members);
                counts.unions.push((6, members));
            }
            counts
        })
}

/// Whether a table agrees with everything that a reader knows of how its parts hang together.
fn agrees(counts: &Counts, table: &[Vec<u64>]) -> bool {
    let all = counts.all();
    let sums = table.iter().all(|line| {
        let (sum, most) = (line[..all].iter().sum::<u64>(), line[..all].iter().max().copied().unwrap_or(0));
        most <= line[all] && sum >= line[all] && (counts.overlap || sum == line[all])
    });
    let within = |small: usize, large: usize| (0..=all).all(|group| table[small][group] <= table[large][group]);
    let tree = counts.below.iter().enumerate().all(|(line, below)| below.iter().all(|below| within(*below, line)));
    let unions = counts.unions.iter().all(|(union, members)| {
        (0..=all).all(|group| table[*union][group] <= members.iter().map(|member| table[*member][group]).sum())
    });
    sums && tree && unions
}

/// The reader's work: a masked cell for which no second table agrees with what is published is determined, and comes back as an
/// error. Second tables are looked for among those that differ by one; whether one agrees is asked of [`agrees`] alone.
fn attacked(counts: &Counts, masks: &Masks) -> Result<(), String> {
    assert!(agrees(counts, &counts.lines), "the invented study hangs together");
    let (lines, width) = (counts.lines.len(), counts.width());
    let mut open = vec![vec![false; width]; lines];
    for start in 0..lines {
        for (a, b) in (0..width).flat_map(|a| (0..width).map(move |b| (a, b))).filter(|(a, b)| a != b) {
            for more in [true, false] {
                let Some(moving) = counts.moved(masks.k, start, a, b, more) else { continue };
                let same = a == counts.all() || b == counts.all();
                let mut table = counts.lines.clone();
                for (line, (group, more)) in
                    moving.iter().flat_map(|line| [(line, (a, more)), (line, (b, more == same))])
                {
                    let cell = &mut table[*line][group];
                    *cell = if more { *cell + 1 } else { cell.saturating_sub(1) };
                }
                let published = (0..lines)
                    .all(|line| (0..width).all(|at| masks.hidden(line, at) || table[line][at] == counts.at(line, at)));
                if published && agrees(counts, &table) {
                    for line in moving {
                        open[line][a] |= table[line][a] != counts.at(line, a);
                        open[line][b] |= table[line][b] != counts.at(line, b);
                    }
                }
            }
        }
    }
    let cells = (0..lines).flat_map(|line| (0..width).map(move |group| (line, group)));
    let determined: Vec<_> =
        cells.filter(|(line, group)| masks.hidden(*line, *group) && !open[*line][*group]).collect();
    if determined.is_empty() { Ok(()) } else { Err(format!("{determined:?}: {:?}", printed(counts, masks))) }
}

/// What linear arithmetic over the sums of the lines gives: each is one equation in unknowns of its own, and isolates the one that
/// stands alone.
fn isolated(counts: &Counts, masks: &Masks) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for line in 0..counts.lines.len() {
        let hidden: Vec<usize> = (0..counts.width()).filter(|group| masks.hidden(line, *group)).collect();
        if let [only] = hidden.as_slice() {
            found.push((line, *only));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_masked_count_can_be_computed(counts in study(), k in 3_u64..6) {
        prop_assume!(counts.at(0, counts.all()) >= k);
        let masks = protect(&counts, k);
        for line in 0..counts.lines.len() {
            for group in 0..counts.width() {
                let shown = !masks.hidden(line, group);
                prop_assert!(!shown || !(1..k).contains(&counts.at(line, group)), "{:?}", printed(&counts, &masks));
            }
        }
        prop_assert_eq!(isolated(&counts, &masks), vec![]);
        prop_assert_eq!(attacked(&counts, &masks), Ok(()));
    }

    #[test]
    fn nothing_is_masked_where_nothing_is_small(sizes in proptest::collection::vec(5_u64..9, 1..4), lines in 1_usize..4) {
        let with_all = |line: &Vec<u64>| line.iter().copied().chain([line.iter().sum()]).collect::<Vec<u64>>();
        let counts = Counts::flat(with_all(&sizes), (0..lines).map(|_| with_all(&sizes)), false);
        let masks = protect(&counts, 5);
        prop_assert_eq!((masks.number(), masks.bases()), (0, 0));
    }

    #[test]
    fn every_table_that_could_be_meant_is_tried(line in proptest::collection::vec(0_u64..6, 2..5), k in 3_u64..5) {
        let groups = line.len();
        let sum: u64 = line.iter().sum();
        let with_all = |line: &[u64], all: u64| line.iter().copied().chain([all]).collect::<Vec<u64>>();
        let sizes = vec![6; groups];
        let counts = Counts::flat(with_all(&sizes, 6 * groups as u64), [with_all(&line, sum)], false);
        let masks = protect(&counts, k);
        // What a mask may hide: no zero, where it hides none.
        let could = |group: usize| match (masks.cell(0, group), line[group]) {
            (false, count) => count..=count,
            (true, 0) => 0..=6,
            (true, _) => 1..=6,
        };
        let mut tables: Vec<Vec<u64>> = vec![Vec::new()];
        for group in 0..groups {
            let longer = |table: &Vec<u64>| could(group).map(|count| [table.as_slice(), &[count]].concat()).collect::<Vec<_>>();
            tables = tables.iter().flat_map(longer).collect();
        }
        tables.retain(|table| masks.cell(0, groups) || table.iter().sum::<u64>() == sum);
        prop_assert!(tables.contains(&line));
        for (group, count) in line.iter().enumerate().filter(|(_, count)| (1..k).contains(*count)) {
            prop_assert!(tables.iter().any(|table| table[group] != *count), "{:?}", printed(&counts, &masks));
        }
    }
}
