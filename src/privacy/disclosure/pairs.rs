//! Counts of people who are in two themes at once, and what a reader knows of such counts.

use std::cell::OnceCell;

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

    /// The two themes of a line of a pair.
    fn pair(&self, line: usize) -> Option<(usize, usize)> {
        self.themes.get(line.checked_sub(self.width + 1)?).copied()
    }

    fn line(&self, first: usize, second: usize) -> Option<usize> {
        self.lines.get(first * (self.width + 1) + second).copied().flatten()
    }
}

/// The units of a table of co-occurrence whose lines stand as in [`Counts::of_pairs`]: how many there are, themes, pairs.
fn units_of(counted: &Cooccurrence) -> Vec<Vec<u64>> {
    let (groups, in_group) = (counted.groups.len(), counted.pairs_in_group());
    let mut lines = vec![vec![0; groups]; 1 + counted.themes.len() + in_group];
    lines[0] = counted.bases.iter().map(|base| base.unwrap_or(0)).collect();
    for (at, pair) in counted.pairs.iter().enumerate() {
        lines[1 + pair.first][pair.group] = pair.counts.n1;
        lines[1 + pair.second][pair.group] = pair.counts.n2;
        lines[1 + counted.themes.len() + at % in_group.max(1)][pair.group] = pair.counts.n12;
    }
    lines
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
        if counted.rule == CooccurrenceRule::Turn {
            counts.units = units_of(counted);
        }
        // A unit is in both or not: then the counts of both hang together by more than their lines.
        if matches!(counted.rule, CooccurrenceRule::Participant | CooccurrenceRule::Turn) {
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

    /// How many units (people, or turns) a line has in a group.
    fn unit(&self, line: usize, group: usize) -> i64 {
        let own = self.units.get(line).and_then(|line| line.get(group));
        own.map_or_else(|| self.old(line, group), |units| i64::try_from(*units).unwrap_or(i64::MAX))
    }

    /// Which lines would have to change too, any of them, so that people (or turns) can be in two and three themes as often as a
    /// changed table says; `None`: they can. With `n` of them, of which `a`, `b` and `c` are in a theme and `ab`, `ac`, `bc` in two,
    /// `n >= a + b - ab`, `a >= ab + ac - bc` and `n >= a + b + c - ab - ac - bc` (the inequalities of Bonferroni and the triangle:
    /// for three themes there are no others).
    pub(super) fn broken(&self, moving: &[usize], change: &[(usize, i64)]) -> Option<Vec<usize>> {
        let both = self.both.as_ref()?;
        // Steps besides the inequalities: the lines that move are marked, and looked at two by two.
        self.took(self.lines.len() / 512 + moving.len() * moving.len() / 32);
        let moves = self.flags(moving);
        change.iter().find_map(|(group, step)| {
            let known = Known { counts: self, both, group: *group, step: *step, moves: &moves };
            let alone = |line: &usize| {
                let broken = self.tight(both, *line, *group, *step);
                broken.iter().find_map(|(a, b, c)| if *c == 0 { known.two(*a, *b) } else { known.three(*a, *b, *c) })
            };
            // What no line breaks alone can still be broken by two that stand on one side of it.
            let others = || {
                moving.iter().enumerate().flat_map(|(at, one)| moving[at + 1..].iter().map(move |other| (*one, *other)))
            };
            moving.iter().find_map(alone).or_else(|| others().find_map(|(one, other)| known.together(one, other)))
        })
    }

    /// By line: whether it is one of these.
    fn flags(&self, lines: &[usize]) -> Vec<bool> {
        let mut flags = vec![false; self.lines.len()];
        for line in lines {
            if let Some(flag) = flags.get_mut(*line) {
                *flag = true;
            }
        }
        flags
    }

    /// Which two or three themes cannot be any more if a line alone changes by a step in a group.
    fn tight(&self, both: &Both, line: usize, group: usize, step: i64) -> &[(usize, usize, usize)] {
        let cells = self.lines.len() * self.width() * 2;
        let all = self.tight.get_or_init(|| vec![OnceCell::new(); cells]);
        let at = (line * self.width() + group) * 2 + usize::from(step > 0);
        all.get(at).map_or(&[], |list| {
            list.get_or_init(|| {
                let moves = self.flags(&[line]);
                let known = Known { counts: self, both, group, step, moves: &moves };
                let themes = 1..=both.width;
                let pairs: Vec<(usize, usize)> = match both.pair(line) {
                    Some(pair) => vec![pair],
                    None if line == 0 => {
                        themes.clone().flat_map(|a| (a + 1..=both.width).map(move |b| (a, b))).collect()
                    }
                    None => themes.clone().filter(|b| *b != line).map(|b| (line, b)).collect(),
                };
                let mut list = Vec::new();
                for (a, b) in pairs {
                    if known.two(a, b).is_some() {
                        list.push((a, b, 0));
                    }
                    let thirds = themes.clone().filter(|c| *c != a && *c != b);
                    list.extend(thirds.filter(|c| known.three(a, b, *c).is_some()).map(|c| (a, b, c)));
                }
                list
            })
        })
    }
}

/// By cell and direction, lazily: which two (the third is 0) or three themes cannot be any more if it alone changes.
pub(super) type Tight = Vec<OnceCell<Vec<(usize, usize, usize)>>>;

/// What is known of two and three themes in a group where some lines have moved by a step.
struct Known<'a> {
    counts: &'a Counts,
    both: &'a Both,
    group: usize,
    step: i64,
    /// By line: whether it has moved.
    moves: &'a [bool],
}

impl Known<'_> {
    /// If `more` does not make up for `less`: the lines that would help.
    fn holds(&self, more: &[usize], less: &[usize]) -> Option<Vec<usize>> {
        let count =
            |line: &usize| self.counts.unit(*line, self.group) + if self.has_moved(*line) { self.step } else { 0 };
        let sum = |lines: &[usize]| lines.iter().map(count).sum::<i64>();
        self.counts.took(1);
        if sum(more) >= sum(less) {
            return None;
        }
        let helping = if self.step > 0 { more } else { less };
        // Sizes of groups are known from elsewhere more often than not.
        Some(helping.iter().copied().filter(|line| *line > 0 && !self.has_moved(*line)).collect())
    }

    fn has_moved(&self, line: usize) -> bool {
        self.moves.get(line).is_some_and(|moves| *moves)
    }

    fn two(&self, a: usize, b: usize) -> Option<Vec<usize>> {
        self.holds(&[0, self.both.line(a, b)?], &[a, b])
    }

    fn three(&self, a: usize, b: usize, c: usize) -> Option<Vec<usize>> {
        let line = |one, other| self.both.line(one, other);
        let (ab, ac, bc) = (line(a, b)?, line(a, c)?, line(b, c)?);
        self.holds(&[a, bc], &[ab, ac])
            .or_else(|| self.holds(&[b, ac], &[ab, bc]))
            .or_else(|| self.holds(&[c, ab], &[ac, bc]))
            .or_else(|| self.holds(&[0, ab, ac, bc], &[a, b, c]))
    }

    /// All in which two lines are on one side.
    fn together(&self, one: usize, other: usize) -> Option<Vec<usize>> {
        match (self.both.pair(one), self.both.pair(other)) {
            (None, None) if one > 0 && other > 0 => self.pair(one, other),
            // A theme and a pair in which it is make up for each other.
            (None, None) => None,
            (Some((a, b)), None) if other == 0 => self.pair(a, b),
            (None, Some((a, b))) if one == 0 => self.pair(a, b),
            (Some((a, b)), None) if other != a && other != b => self.three(a, b, other),
            (None, Some((a, b))) if one != a && one != b => self.three(a, b, one),
            (Some((a, b)), Some((c, d))) if (a == c) != (b == d) => self.three(a, b, if a == c { d } else { c }),
            (Some((a, b)), Some((c, d))) if a == d => self.three(a, b, c),
            (Some((a, b)), Some((c, d))) if b == c => self.three(a, b, d),
            _ => None,
        }
    }

    /// All in which two themes are.
    fn pair(&self, a: usize, b: usize) -> Option<Vec<usize>> {
        let mut third = (1..=self.both.width).filter(|c| *c != a && *c != b);
        self.two(a, b).or_else(|| third.find_map(|c| self.three(a, b, c)))
    }
}
