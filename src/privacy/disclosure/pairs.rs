//! Counts of people who are in two themes at once, and what a reader knows of such counts.

use super::counts::Counts;
use crate::analysis::{Cooccurrence, CooccurrenceRule};
use crate::model::Codebook;

/// Lines that count the people who are in two other lines at once. Themes are the lines 1 to `width`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Both {
    width: usize,
    /// By two themes: the line that counts who is in both; where one holds the other, the line of the smaller.
    lines: Vec<Option<usize>>,
    /// By line of a pair, from `width + 1` on: its two themes.
    themes: Vec<(usize, usize)>,
}

impl Both {
    /// The lines of `pairs` of themes (lines from 1 on) stand after those of all `width` themes.
    pub fn new(width: usize, pairs: Vec<(usize, usize)>) -> Self {
        let mut both = Self { width, lines: vec![None; (width + 1) * (width + 1)], themes: Vec::new() };
        for (at, (first, second)) in pairs.iter().enumerate() {
            both.set(*first, *second, width + 1 + at);
        }
        both.themes = pairs;
        both
    }

    /// Whoever is in `inner` is in `outer` too.
    pub fn holds(&mut self, outer: usize, inner: usize) {
        self.set(outer, inner, inner);
    }

    fn set(&mut self, first: usize, second: usize, line: usize) {
        for (a, b) in [(first, second), (second, first)] {
            if let Some(place) = self.lines.get_mut(a * (self.width + 1) + b) {
                *place = Some(line);
            }
        }
    }

    fn line(&self, first: usize, second: usize) -> Option<usize> {
        self.lines.get(first * (self.width + 1) + second).copied().flatten()
    }
}

impl Counts {
    /// The counts of people behind a table of co-occurrence that was counted with them: lines of themes, then lines of pairs.
    pub fn of_pairs(counted: &Cooccurrence, book: &Codebook) -> Self {
        let sizes = counted.sizes().map(|(_, people)| people).collect();
        let (themes, pairs) = (counted.people_of_themes(), counted.people_of_pairs());
        let (width, in_group) = (themes.len(), counted.pairs_in_group());
        let mut counts = Self::flat(sizes, themes.into_iter().chain(pairs), counted.overlaps());
        counts.hang_together(&counted.themes, counted.roll_up, book);
        let of: Vec<(usize, usize)> =
            counted.pairs.iter().take(in_group).map(|pair| (pair.first + 1, pair.second + 1)).collect();
        let mut both = Both::new(width, of.clone());
        let held = counts.below.clone();
        for (side, start) in [(0, width + 1), (1, width + 1 + in_group)] {
            if side == 1 && !counted.two_sided() {
                break;
            }
            for (at, (first, second)) in of.iter().enumerate() {
                let line = start + at;
                // Whose unit with the first meets the second is in the first; under one rule for both sides also in the second.
                if side == 0 || !counted.two_sided() {
                    counts.below[*first].push(line);
                }
                if side == 1 || !counted.two_sided() {
                    counts.below[*second].push(line);
                }
                for (one, other) in [(*first, *second), (*second, *first)] {
                    let beneath = |inner: &usize| both.line(*inner, other).filter(|line| *line > width);
                    for inner in held[one].iter().filter_map(beneath) {
                        counts.below[line].push(inner - width - 1 + start);
                    }
                    let unions = counts.unions.iter().find(|(union, _)| *union == one && *union <= width);
                    if let Some((_, members)) = unions {
                        let members: Option<Vec<usize>> =
                            members.iter().map(|member| beneath(member).map(|line| line - width - 1 + start)).collect();
                        if let Some(members) = members {
                            counts.unions.push((line, members));
                        }
                    }
                }
            }
        }
        if counted.rule == CooccurrenceRule::Participant {
            let members: Vec<Vec<bool>> =
                counted.themes.iter().map(|line| book.members(line.theme, counted.roll_up)).collect();
            for outer in 0..width {
                for inner in (0..width).filter(|inner| *inner != outer) {
                    let within = members[inner].iter().zip(&members[outer]).all(|(inner, outer)| !inner || *outer);
                    if within {
                        both.holds(outer + 1, inner + 1);
                    }
                }
            }
            counts.both = Some(both);
        }
        counts
    }

    /// Whether people can be in two and three themes as often as a changed table says: with `n` people, of whom `a`, `b` and `c`
    /// are in a theme and `ab`, `ac`, `bc` in two, `n >= a + b - ab`, `a >= ab + ac - bc` and `n >= a + b + c - ab - ac - bc`
    /// (the inequalities of Bonferroni and the triangle: for three themes there are no others).
    pub(super) fn both_agree(&self, moving: &[usize], change: &[(usize, i64)]) -> bool {
        let Some(both) = &self.both else { return true };
        change.iter().all(|(group, step)| {
            let count = |line: usize| {
                if moving.contains(&line) { self.changed(line, *group, *step) } else { self.old(line, *group) }
            };
            let two = |a: usize, b: usize| both.line(a, b).is_none_or(|ab| count(0) >= count(a) + count(b) - count(ab));
            let three = |a: usize, b: usize, c: usize| {
                let lines = (both.line(a, b), both.line(a, c), both.line(b, c));
                let (Some(ab), Some(ac), Some(bc)) = lines else { return true };
                let (a, b, c) = (count(a), count(b), count(c));
                let (ab, ac, bc) = (count(ab), count(ac), count(bc));
                a >= ab + ac - bc && b >= ab + bc - ac && c >= ac + bc - ab && count(0) >= a + b + c - ab - ac - bc
            };
            let themes = || 1..=both.width;
            let pair =
                |a: usize, b: usize| two(a, b) && themes().filter(|c| *c != a && *c != b).all(|c| three(a, b, c));
            let theme = |a: usize| themes().filter(|b| *b != a).all(|b| pair(a, b));
            moving.iter().all(|line| match both.themes.get(line.wrapping_sub(both.width + 1)) {
                Some((a, b)) => pair(*a, *b),
                None if *line == 0 => themes().all(theme),
                None => theme(*line),
            })
        })
    }
}
