//! The people behind the figures of co-occurrence, by whom it is decided what is kept back, and which figures that are.

use std::collections::{BTreeMap, BTreeSet};

use super::cooccurrence::{Cooccurrence, CooccurrenceRule, Pair, Units, meeting};
use super::walk::Ground;
use crate::model::{ParticipantIx, TranscriptIx, View};
use crate::text::Span;

/// How many people stand behind the figures of each group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Behind {
    /// By group, then theme: who has a passage of it.
    themes: Vec<Vec<u64>>,
    /// By place of the pair: of whom a unit with the first meets one with the second.
    first: Vec<u64>,
    /// The same the other way round. Other people only where two turns may be of two people.
    second: Vec<u64>,
    /// Whether somebody stands in several groups.
    overlap: bool,
}

impl Behind {
    pub(super) fn of(view: &View, rule: CooccurrenceRule, units: &[Vec<Units>], pairs: &[Pair], overlap: bool) -> Self {
        let mut speakers: BTreeMap<u32, Vec<Option<ParticipantIx>>> = BTreeMap::new();
        if matches!(rule, CooccurrenceRule::Turn | CooccurrenceRule::Turns(_)) {
            for (transcript, _) in units.iter().flatten().flat_map(BTreeMap::keys) {
                speakers.entry(*transcript).or_insert_with(|| Ground::of(view, TranscriptIx(*transcript)).people);
            }
        }
        // Under the rule `transcript` a unit is nobody's, and nothing of it can be masked.
        let person = |place: (u32, u32), unit: &Span| match rule {
            CooccurrenceRule::Overlap => Some(place.1),
            CooccurrenceRule::Participant => Some(unit.start),
            CooccurrenceRule::Turn | CooccurrenceRule::Turns(_) => {
                let said = speakers.get(&place.0)?.get(unit.start as usize)?;
                said.map(|person| person.0)
            }
            CooccurrenceRule::Transcript => None,
        };
        let with = |units: &Units| {
            let people = units.iter().flat_map(|(place, spans)| spans.iter().filter_map(|unit| person(*place, unit)));
            people.collect::<BTreeSet<u32>>().len() as u64
        };
        let together = |these: &Units, those: &Units| {
            let mut people = BTreeSet::new();
            for (place, spans) in these {
                if let Some(others) = those.get(place) {
                    people.extend(meeting(spans, others, rule.gap()).filter_map(|unit| person(*place, unit)));
                }
            }
            people.len() as u64
        };
        let of = |pair: &Pair| (&units[pair.group][pair.first], &units[pair.group][pair.second]);
        Self {
            themes: units.iter().map(|units| units.iter().map(with).collect()).collect(),
            first: pairs.iter().map(|pair| together(of(pair).0, of(pair).1)).collect(),
            second: pairs.iter().map(|pair| together(of(pair).1, of(pair).0)).collect(),
            overlap,
        }
    }
}

/// Which figures of a pair in a group are kept back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct KeptBack {
    /// How many units there are.
    pub base: bool,
    /// Those with the first.
    pub first: bool,
    /// Those with the second.
    pub second: bool,
    /// Those with both.
    pub both: bool,
}

impl KeptBack {
    /// What is computed from all three.
    pub const fn either(self) -> bool {
        self.first || self.second || self.both
    }

    /// `n12 / n1`.
    pub const fn of_first(self) -> bool {
        self.first || self.both
    }

    /// `n12 / n2`.
    pub const fn of_second(self) -> bool {
        self.second || self.both
    }

    /// Whether anything is.
    pub const fn any(self) -> bool {
        self.base || self.either()
    }
}

impl Cooccurrence {
    /// How many pairs each group has.
    pub fn pairs_in_group(&self) -> usize {
        self.pairs.len() / self.groups.len().max(1)
    }

    /// Whether somebody stands in several groups.
    pub fn overlaps(&self) -> bool {
        self.behind.as_ref().is_some_and(|behind| behind.overlap)
    }

    /// How many people have a passage of each theme, by theme and group; empty where nobody asked for people
    /// ([`Cooccurrence::with_people`]).
    pub fn people_of_themes(&self) -> Vec<Vec<u64>> {
        let Some(behind) = &self.behind else { return Vec::new() };
        let people = |theme: usize| behind.themes.iter().map(|group| group.get(theme).copied().unwrap_or(0)).collect();
        (0..self.themes.len()).map(people).collect()
    }

    /// How many people stand behind each pair, by pair and group: those of the first that meets the second, and where turns of two
    /// people may meet, after all of these those of the second.
    pub fn people_of_pairs(&self) -> Vec<Vec<u64>> {
        let Some(behind) = &self.behind else { return Vec::new() };
        let width = self.pairs_in_group();
        let of = |side: &[u64]| -> Vec<Vec<u64>> {
            let people = |pair: usize| side.iter().skip(pair).step_by(width.max(1)).copied().collect();
            (0..width).map(people).collect()
        };
        let mut lines = of(&behind.first);
        if self.two_sided() {
            lines.extend(of(&behind.second));
        }
        lines
    }

    /// Whether the two units of a pair may be of two people.
    pub fn two_sided(&self) -> bool {
        matches!(self.rule, CooccurrenceRule::Turns(_))
    }

    /// What is kept back of the pair at a place in [`Cooccurrence::pairs`].
    pub(super) fn kept_back(&self, at: usize) -> KeptBack {
        let (Some(masks), Some(pair)) = (&self.masks, self.pairs.get(at)) else { return KeptBack::default() };
        let width = self.pairs_in_group();
        let line = self.themes.len() + at % width.max(1);
        KeptBack {
            base: masks.base(pair.group),
            first: masks.cell(pair.first, pair.group),
            second: masks.cell(pair.second, pair.group),
            both: masks.cell(line, pair.group) || self.two_sided() && masks.cell(line + width, pair.group),
        }
    }
}
