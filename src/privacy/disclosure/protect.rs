//! Which cells are masked.

use super::counts::Counts;
use crate::analysis::Masks;

/// As many cells of groups are rather masked than one of `(all)`.
const TOTAL: usize = 4;

/// Line and group.
type Place = (usize, usize);

/// Masks every count of 1 to `k - 1` people, everything of a group that has fewer than `k`, and as many other cells as it takes
/// that no masked count follows from what is left.
///
/// A group of fewer than `k` people is masked down its whole column, where anybody says the theme at all: that none of two
/// people says something is as telling as that one does. Cells are taken in the order of the table; the partner is the
/// cell that costs the fewest further masks, then the one with the smallest count; `(all)` is spared as long as possible. At the end
/// each mask that was set to help another one is taken off again, if by now all can do without it.
pub fn protect(counts: &Counts, k: u64) -> Masks {
    let (width, all) = (counts.width(), counts.all());
    let mut masks = Masks::new(k, counts.lines.len().saturating_sub(1), width);
    let mut small: Vec<Place> = Vec::new();
    for line in 0..counts.lines.len() {
        for group in 0..width {
            let in_small_group = (1..k).contains(&counts.at(0, group)) && counts.at(line, all) > 0;
            if (1..k).contains(&counts.at(line, group)) || in_small_group {
                masks.hide(line, group);
                small.push((line, group));
            }
        }
    }
    let mut helpers: Vec<Place> = Vec::new();
    let mut proofs: Vec<Vec<Place>> = Vec::with_capacity(small.len());
    for (done, place) in small.iter().enumerate() {
        counts.foresee(done, small.len());
        let proof = cheapest(counts, &masks, *place);
        for (line, group) in &proof {
            if !masks.hidden(*line, *group) {
                masks.hide(*line, *group);
                helpers.push((*line, *group));
            }
        }
        proofs.push(proof);
    }
    // The dearest first.
    helpers.sort_by_key(|(line, group)| (*group != all, std::cmp::Reverse(counts.at(*line, *group)), *line, *group));
    let mut leaning: Vec<Vec<usize>> = vec![Vec::new(); counts.lines.len() * width];
    let at = |(line, group): Place| line * width + group;
    for (number, proof) in proofs.iter().enumerate() {
        proof.iter().for_each(|place| leaning[at(*place)].push(number));
    }
    for helper in helpers {
        masks.show(helper.0, helper.1);
        let on_it = |number: &&usize| proofs[**number].contains(&helper);
        let again = |number: &usize| Some((*number, free(counts, &masks, small[*number])?));
        let found: Option<Vec<(usize, Vec<Place>)>> = leaning[at(helper)].iter().filter(on_it).map(again).collect();
        let Some(found) = found else {
            masks.hide(helper.0, helper.1);
            continue;
        };
        for (number, proof) in found {
            proof.iter().for_each(|place| leaning[at(*place)].push(number));
            proofs[number] = proof;
        }
    }
    masks
}

/// What masking costs: cells, whether the partner is a zero, and its count.
type Cost = (usize, bool, u64);

/// The ways in which a cell may have another value: with which other group, and whether it is more.
fn ways(counts: &Counts, group: usize) -> impl Iterator<Item = (usize, bool)> + use<> {
    let all = counts.all();
    let partners = (0..=all).filter(move |other| all == 0 || *other != group);
    partners.flat_map(|partner| [(partner, true), (partner, false)])
}

/// The cells of lines in two groups.
fn cells(lines: &[usize], group: usize, partner: usize) -> Vec<Place> {
    let mut cells: Vec<Place> = lines.iter().flat_map(|line| [(*line, group), (*line, partner)]).collect();
    cells.dedup();
    cells
}

/// The cells that have to be masked so that the one of `line` in `group` has two possible values.
fn cheapest(counts: &Counts, masks: &Masks, (line, group): Place) -> Vec<Place> {
    let all = counts.all();
    let mut best: Option<(Cost, Vec<Place>)> = None;
    // The total is what a reader wants most.
    let price = |lines: &[usize], partner: usize| -> usize {
        let cells = cells(lines, group, partner);
        let new = cells.iter().filter(|(line, group)| !masks.hidden(*line, *group));
        new.map(|(_, group)| if *group == all { TOTAL } else { 1 }).sum()
    };
    for (partner, more) in ways(counts, group) {
        let change = counts.change(group, partner, more);
        // A zero is the last choice among groups: a mask on it takes more than it hides.
        let there = counts.at(line, partner);
        let cost = |weight: usize| if weight == 0 { (0, false, 0) } else { (weight, there == 0, there) };
        let better = |lines: &[usize]| {
            let weight = price(lines, partner);
            best.as_ref().is_none_or(|(known, _)| cost(weight) < *known).then_some(weight)
        };
        let Some(lines) = counts.moved_at(masks.k, line, &change, &better) else { continue };
        let weight = price(&lines, partner);
        let found = cells(&lines, group, partner);
        if weight == 0 {
            return found;
        }
        best = Some((cost(weight), found));
    }
    // Without any such table, the whole line says nothing.
    best.map_or_else(|| (0..=all).map(|group| (line, group)).collect(), |(_, cells)| cells)
}

/// The cells by which one has two possible values as the masks are; `None`: it has not.
fn free(counts: &Counts, masks: &Masks, (line, group): Place) -> Option<Vec<Place>> {
    ways(counts, group).find_map(|(partner, more)| {
        let change = counts.change(group, partner, more);
        let masked = |lines: &[usize]| {
            cells(lines, group, partner).iter().all(|(line, group)| masks.hidden(*line, *group)).then_some(0)
        };
        let lines = counts.moved_at(masks.k, line, &change, &masked)?;
        Some(cells(&lines, group, partner))
    })
}
