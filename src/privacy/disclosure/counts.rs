//! The counts of people in a table by group, and how they hang together.

use std::cell::{Cell, OnceCell};

use super::pairs::{Both, Tight};
use crate::analysis::{Frequencies, Group, ThemeLine};
use crate::model::{Codebook, RollUp, Theme};

/// So many ways of making counts agree are tried for one change.
const TRIES: u32 = 24;

/// The most inequalities that are looked at for one table, and other steps of about that size. A bound on size, not time: results do
/// not depend on the machine.
const MOST: u64 = 300_000_000;

/// From so many steps on it is foreseen whether the whole table would take too many.
const FORESEEN: u64 = 15_000_000;

/// Later cells take fewer steps than the first, for masks are there by then: a table is given up early only where the steps so far
/// would come to so many times the most.
const SLACK: u64 = 10;

/// Counts of people by line and group. Line 0 holds the sizes of the groups; every other line is beneath it. The last group
/// is `(all)`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// By line: the count of each group.
    pub lines: Vec<Vec<u64>>,
    /// By line: the lines whose people all stand in it, at least those directly beneath it. Beneath line 0 are all.
    pub below: Vec<Vec<usize>>,
    /// Lines that hold the people of others and nobody else: the line, and those others.
    pub unions: Vec<(usize, Vec<usize>)>,
    /// Whether somebody stands in several groups: then they need not sum up to `(all)`.
    pub overlap: bool,
    /// Lines that count what is in two others at once.
    pub both: Option<Both>,
    /// By line and group: the units that are printed, where those are not people but, say, turns; empty: people are.
    pub(super) units: Vec<Vec<u64>>,
    /// By line: the lines above it, the sizes aside; made when first asked for.
    pub(super) above: OnceCell<Vec<Vec<usize>>>,
    /// What a step of one line alone breaks; made when first asked for.
    pub(super) tight: OnceCell<Tight>,
    /// Inequalities that were looked at so far.
    pub(super) looked: Cell<u64>,
}

impl Counts {
    /// Lines that hang together by nothing but their groups; `sizes` are those of the groups.
    pub fn flat(sizes: Vec<u64>, lines: impl IntoIterator<Item = Vec<u64>>, overlap: bool) -> Self {
        let mut all = vec![sizes];
        all.extend(lines);
        let mut below = vec![Vec::new(); all.len()];
        below[0] = (1..all.len()).collect();
        Self {
            lines: all,
            below,
            unions: Vec::new(),
            overlap,
            both: None,
            units: Vec::new(),
            above: OnceCell::new(),
            tight: OnceCell::new(),
            looked: Cell::new(0),
        }
    }

    /// The counts of theme frequencies: codes hold those beneath them where they are rolled up, sets their codes.
    pub fn of(frequencies: &Frequencies, book: &Codebook) -> Self {
        let sizes = frequencies.groups.iter().map(|group: &Group| group.participants).collect();
        let line = |theme: usize| {
            (0..frequencies.groups.len()).map(|group| frequencies.figure(theme, group).participants).collect()
        };
        let lines = (0..frequencies.themes.len()).map(line);
        let mut counts = Self::flat(sizes, lines, !frequencies.in_several.is_empty());
        counts.hang_together(&frequencies.themes, frequencies.roll_up, book);
        counts
    }

    /// Says how the lines of themes, which follow the sizes, hang together.
    pub(super) fn hang_together(&mut self, themes: &[ThemeLine], roll_up: RollUp, book: &Codebook) {
        let place = |wanted: Theme| themes.iter().position(|line| line.theme == wanted).map(|at| at + 1);
        for (at, ThemeLine { theme, .. }) in themes.iter().enumerate() {
            match theme {
                Theme::Code(code) if roll_up == RollUp::Subtree => {
                    if let Some(above) = book.code(*code).parent.and_then(|parent| place(Theme::Code(parent))) {
                        self.below[above].push(at + 1);
                    }
                }
                Theme::Code(_) => {}
                Theme::Set(set) => {
                    let codes = book.sets().get(set.at()).map_or(&[][..], |set| &set.codes);
                    let mut members: Vec<usize> = codes.iter().filter_map(|code| place(Theme::Code(*code))).collect();
                    members.sort_unstable();
                    members.dedup();
                    self.below[at + 1].extend(&members);
                    self.unions.push((at + 1, members));
                }
            }
        }
    }

    /// Whether so much of the table hangs together that it was given up to find out what can be shown.
    pub fn is_given_up(&self) -> bool {
        self.looked.get() > MOST
    }

    /// Notes steps that were taken, where what is in two lines at once is known: other tables are never given up.
    pub(super) fn took(&self, steps: usize) {
        if self.both.is_none() {
            return;
        }
        self.looked.set(self.looked.get().saturating_add(steps as u64));
    }

    /// After `done` of `all` cells: gives the table up at once where at this pace it would be given up in the end.
    pub(super) fn foresee(&self, done: usize, all: usize) {
        let looked = self.looked.get();
        let whole = u128::from(looked) * all as u128 / (done as u128).max(1);
        if looked > FORESEEN && whole > u128::from(MOST * SLACK) {
            self.looked.set(MOST + 1);
        }
    }

    /// How many groups there are, `(all)` among them.
    pub fn width(&self) -> usize {
        self.lines.first().map_or(0, Vec::len)
    }

    /// The place of `(all)`.
    pub fn all(&self) -> usize {
        self.width().saturating_sub(1)
    }

    /// The count of a line in a group.
    pub fn at(&self, line: usize, group: usize) -> u64 {
        self.lines.get(line).and_then(|line| line.get(group)).copied().unwrap_or(0)
    }

    /// Looks for another table that is as possible as this one and in which the count of `line` in `a` is one more (or less):
    /// the lines of which the counts in `a` and `b` change with it. In `b` they change the other way, so that the sum stays;
    /// where one of the two is `(all)`, the same way. `None`: there is no such table. No count becomes 0, but in groups
    /// of fewer than `k` people: elsewhere zeros are shown, so that a reader takes no mask for one.
    pub fn moved(&self, k: u64, line: usize, a: usize, b: usize, more: bool) -> Option<Vec<usize>> {
        self.moved_at(k, line, &self.change(a, b, more), &|lines| Some(lines.len()))
    }

    /// As [`Counts::moved`]: the cheapest that is found, `None` where the price of the lines is `None`.
    pub(super) fn moved_at(
        &self,
        k: u64,
        line: usize,
        change: &[(usize, i64)],
        price: &dyn Fn(&[usize]) -> Option<usize>,
    ) -> Option<Vec<usize>> {
        if self.is_given_up() {
            return None;
        }
        let moving = self.moving(k, vec![line], change)?;
        let mut tries = TRIES;
        self.agreeing(k, moving, change, price, &mut tries).map(|(_, lines)| lines)
    }

    /// The lines, with such further ones as it takes that what is known of two themes at once agrees, and their price.
    fn agreeing(
        &self,
        k: u64,
        moving: Vec<usize>,
        change: &[(usize, i64)],
        price: &dyn Fn(&[usize]) -> Option<usize>,
        tries: &mut u32,
    ) -> Option<(usize, Vec<usize>)> {
        let own = price(&moving)?;
        let Some(helping) = self.broken(&moving, change) else { return Some((own, moving)) };
        let mut best: Option<(usize, Vec<usize>)> = None;
        for line in helping {
            *tries = tries.checked_sub(1)?;
            let with = [moving.as_slice(), &[line]].concat();
            let Some(with) = self.moving(k, with, change) else { continue };
            if let Some(found) = self.agreeing(k, with, change, price, tries)
                && best.as_ref().is_none_or(|(known, _)| found.0 < *known)
            {
                best = Some(found);
            }
            if *tries == 0 {
                break;
            }
        }
        best
    }

    /// By how much the counts of the groups change.
    pub(super) fn change(&self, a: usize, b: usize, more: bool) -> Vec<(usize, i64)> {
        let step: i64 = if more { 1 } else { -1 };
        let other = if a == self.all() || b == self.all() { step } else { -step };
        if a == b { vec![(a, step)] } else { vec![(a, step), (b, other)] }
    }

    /// The lines that change with these; what is known of two themes at once is not looked at yet.
    fn moving(&self, k: u64, mut moving: Vec<usize>, change: &[(usize, i64)]) -> Option<Vec<usize>> {
        let mut next = 0;
        loop {
            while next < moving.len() {
                let line = moving[next];
                next += 1;
                if !self.possible(k, line, change) {
                    return None;
                }
                self.took(1 + self.below.get(line).map_or(0, Vec::len) / 32);
                for above in self.above(line) {
                    let too_small =
                        |(group, step): &(usize, i64)| self.changed(line, *group, *step) > self.old(above, *group);
                    if change.iter().any(too_small) && !moving.contains(&above) {
                        moving.push(above);
                    }
                }
                for below in self.below.get(line).into_iter().flatten() {
                    let too_large =
                        |(group, step): &(usize, i64)| self.old(*below, *group) > self.changed(line, *group, *step);
                    if change.iter().any(too_large) && !moving.contains(below) {
                        moving.push(*below);
                    }
                }
            }
            match self.short_union(&moving, change) {
                Ok(None) => return Some(moving),
                Ok(Some(joins)) => moving.push(joins),
                Err(()) => return None,
            }
        }
    }

    fn above(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        // Line 0 is above all others, and its list is long.
        let sizes = (line > 0).then_some(0);
        let lists = self.above.get_or_init(|| {
            let mut above = vec![Vec::new(); self.below.len()];
            for (at, below) in self.below.iter().enumerate().skip(1) {
                below.iter().for_each(|line| above[*line].push(at));
            }
            above
        });
        sizes.into_iter().chain(lists.get(line).into_iter().flatten().copied())
    }

    pub(super) fn old(&self, line: usize, group: usize) -> i64 {
        i64::try_from(self.at(line, group)).unwrap_or(i64::MAX)
    }

    pub(super) fn changed(&self, line: usize, group: usize, step: i64) -> i64 {
        self.old(line, group).saturating_add(step)
    }

    /// Whether a line alone may change so.
    fn possible(&self, k: u64, line: usize, change: &[(usize, i64)]) -> bool {
        // A small group is masked with its zeros; but nobody lists a group of nobody.
        let vanishes = |(group, step): &(usize, i64)| {
            let stays = line == 0 || !(1..k).contains(&self.at(0, *group));
            stays && self.at(line, *group) > 0 && self.changed(line, *group, *step) < 1
        };
        if change.iter().any(vanishes) {
            return false;
        }
        let new = |group: usize| {
            let step = change.iter().find(|(changed, _)| *changed == group).map_or(0, |(_, step)| *step);
            self.changed(line, group, step)
        };
        let groups = 0..self.all();
        let all = new(self.all());
        (0..self.width()).all(|group| new(group) >= 0)
            && (groups.is_empty()
                || groups.clone().all(|group| new(group) <= all) && {
                    let sum: i64 = groups.map(new).sum();
                    if self.overlap { sum >= all } else { sum == all }
                })
    }

    /// A line that has to change too, because a union would hold more people than its members have.
    fn short_union(&self, moving: &[usize], change: &[(usize, i64)]) -> Result<Option<usize>, ()> {
        for (union, members) in &self.unions {
            for (group, step) in change {
                let count = |line: &usize| {
                    if moving.contains(line) { self.changed(*line, *group, *step) } else { self.old(*line, *group) }
                };
                if count(union) <= members.iter().map(count).sum() {
                    continue;
                }
                let joins = if *step > 0 {
                    members.iter().find(|member| !moving.contains(member))
                } else {
                    Some(union).filter(|union| !moving.contains(union))
                };
                return joins.copied().map(Some).ok_or(());
            }
        }
        Ok(None)
    }
}
