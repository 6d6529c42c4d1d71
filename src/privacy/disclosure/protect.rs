//! Which cells are masked.

use super::counts::Counts;
use crate::analysis::Masks;

/// As many cells of groups are rather masked than one of `(all)`.
const TOTAL: usize = 4;

/// Masks every count of 1 to `k - 1` people, everything of a group that has fewer than `k`, and as many other cells as it takes
/// that no masked count follows from what is left.
///
/// A group of fewer than `k` people is masked down its whole column, where anybody says the theme at all: that none of two
/// people says something is as telling as that one does. Cells are taken in the order of the table; the partner is the
/// cell that costs the fewest further masks, then the one with the smallest count; `(all)` is spared as long as possible.
pub fn protect(counts: &Counts, k: u64) -> Masks {
    let (width, all) = (counts.width(), counts.all());
    let mut masks = Masks::new(k, counts.lines.len().saturating_sub(1), width);
    let mut small: Vec<(usize, usize)> = Vec::new();
    for line in 0..counts.lines.len() {
        for group in 0..width {
            let in_small_group = (1..k).contains(&counts.at(0, group)) && counts.at(line, all) > 0;
            if (1..k).contains(&counts.at(line, group)) || in_small_group {
                masks.hide(line, group);
                small.push((line, group));
            }
        }
    }
    for (line, group) in small {
        let lines = cheapest(counts, &masks, line, group);
        for (line, group) in lines {
            masks.hide(line, group);
        }
    }
    masks
}

/// What masking costs: cells, whether the partner is a zero, and its count.
type Cost = (usize, bool, u64);

/// The cells that have to be masked so that the one of `line` in `group` has two possible values.
fn cheapest(counts: &Counts, masks: &Masks, line: usize, group: usize) -> Vec<(usize, usize)> {
    let all = counts.all();
    let partners: Vec<usize> = if all == 0 { vec![0] } else { (0..=all).filter(|other| *other != group).collect() };
    let mut best: Option<(Cost, Vec<(usize, usize)>)> = None;
    for partner in partners {
        for more in [true, false] {
            let Some(lines) = counts.moved(line, group, partner, more) else { continue };
            let cells = lines.into_iter().flat_map(|line| [(line, group), (line, partner)]);
            let new: Vec<(usize, usize)> = cells.filter(|(line, group)| !masks.hidden(*line, *group)).collect();
            if new.is_empty() {
                return new;
            }
            let there = counts.at(line, partner);
            // The total is what a reader wants most. A zero is the last choice among groups: a mask on it takes more than it hides.
            let weight = |(_, group): &(usize, usize)| if *group == all { TOTAL } else { 1 };
            let cost = (new.iter().map(weight).sum(), there == 0, there);
            if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                best = Some((cost, new));
            }
        }
    }
    // Without any such table, the whole line says nothing.
    best.map_or_else(|| (0..=all).map(|group| (line, group)).collect(), |(_, cells)| cells)
}
