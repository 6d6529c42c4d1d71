//! Which codes stand together: by overlap, in the same turn, within some turns, in the same participant or transcript.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::about::base_links;
use super::by::{By, Unit};
use super::cooccurrence_masks::Behind;
use super::extents::Slots;
use super::frequencies::ThemeLine;
use super::groups::Groups;
use super::masked::Masks;
use super::notes::Notes;
use super::scope::{Members, Selection};
use super::walk::{Ground, Walk};
use crate::model::{RollUp, View};
use crate::text::Span;

/// What standing together means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CooccurrenceRule {
    /// Two passages of one participant share at least one character.
    #[default]
    Overlap,
    /// Both codes cover a word of the same turn.
    Turn,
    /// Two turns with the one and the other are at most so many turns apart.
    Turns(u32),
    /// The same participant has a passage of each, anywhere in scope.
    Participant,
    /// The same transcript has a passage of each.
    Transcript,
}

impl CooccurrenceRule {
    /// The word of the column `rule`.
    pub fn as_str(self) -> String {
        match self {
            Self::Overlap => "overlap".into(),
            Self::Turn => "turn".into(),
            Self::Turns(turns) => format!("within {turns} turns"),
            Self::Participant => "participant".into(),
            Self::Transcript => "transcript".into(),
        }
    }

    /// What is counted.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Overlap => "passages (once for each participant to whom they belong)",
            Self::Turn | Self::Turns(_) => "turns of participants",
            Self::Participant => "participants",
            Self::Transcript => "transcripts",
        }
    }

    /// Whether both codes are looked for in the same units, so that a unit has both, one or neither.
    pub const fn same_units(self) -> bool {
        matches!(self, Self::Turn | Self::Participant | Self::Transcript)
    }

    /// How far two units may be apart.
    pub(super) const fn gap(self) -> u32 {
        match self {
            Self::Turns(turns) => turns,
            _ => 0,
        }
    }

    /// The rule in a sentence.
    pub fn sentence(self) -> String {
        let together = match self {
            Self::Overlap => "two passages of the same participant that share at least one character".to_owned(),
            Self::Turn => "both codes cover a word of the same turn".to_owned(),
            Self::Turns(turns) => format!(
                "two turns of one transcript, whoever speaks, at most {turns} apart (interviewers' turns are counted in between)"
            ),
            Self::Participant => "the same participant has a passage of each".to_owned(),
            Self::Transcript => "the same transcript has a passage of each".to_owned(),
        };
        format!("rule: {}: {together}; counted: {}", self.as_str(), self.unit())
    }
}

/// How often two codes stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Together {
    /// Units with the first.
    pub n1: u64,
    /// Units with the second.
    pub n2: u64,
    /// Units with both. Where units of the two are not the same thing (passages, turns apart) each is paired with at most
    /// one of the other, so that it is never more than either.
    pub n12: u64,
    /// Units with the first that meet at least one with the second.
    pub first_with_second: u64,
    /// Units with the second that meet at least one with the first.
    pub second_with_first: u64,
}

impl Together {
    /// `n12 / (n1 + n2 - n12)`: Jaccard's index, which ATLAS.ti calls the c-index.
    ///
    /// # Errors
    /// Why it is undefined.
    pub fn jaccard(&self) -> Result<f64, &'static str> {
        match self.n1 + self.n2 - self.n12 {
            0 => Err("neither code is used"),
            either => Ok(self.n12 as f64 / either as f64),
        }
    }

    /// `n12 / n1`.
    ///
    /// # Errors
    /// Why it is undefined.
    pub fn of_first(&self) -> Result<f64, &'static str> {
        if self.n1 == 0 { Err("the first code is not used") } else { Ok(self.n12 as f64 / self.n1 as f64) }
    }

    /// `n12 / n2`.
    ///
    /// # Errors
    /// Why it is undefined.
    pub fn of_second(&self) -> Result<f64, &'static str> {
        if self.n2 == 0 { Err("the second code is not used") } else { Ok(self.n12 as f64 / self.n2 as f64) }
    }

    fn add(&mut self, other: Self) {
        self.n1 += other.n1;
        self.n2 += other.n2;
        self.n12 += other.n12;
        self.first_with_second += other.first_with_second;
        self.second_with_first += other.second_with_first;
    }
}

/// Whether two stretches share a character, or are at most `gap` apart.
fn meet(a: Span, b: Span, gap: u32) -> bool {
    a.start < b.end.saturating_add(gap) && b.start < a.end.saturating_add(gap)
}

/// Counts how the stretches of the one meet those of the other. Each list is in order, its stretches share no character.
///
/// Pairing each with the first that it meets gives the most pairs: if the first pair that meets were not taken, whatever
/// either is paired with instead could be replaced by the other.
pub(super) fn together(first: &[Span], second: &[Span], gap: u32) -> Together {
    let mut counted = Together { n1: first.len() as u64, n2: second.len() as u64, ..Together::default() };
    let (mut a, mut b) = (0, 0);
    while let (Some(one), Some(other)) = (first.get(a), second.get(b)) {
        if meet(*one, *other, gap) {
            counted.n12 += 1;
            a += 1;
            b += 1;
        } else if one.end <= other.start {
            a += 1;
        } else {
            b += 1;
        }
    }
    counted.first_with_second = meeting(first, second, gap).count() as u64;
    counted.second_with_first = meeting(second, first, gap).count() as u64;
    counted
}

/// Those of `these` that meet any of `those`. Each list is in order, its stretches share no character.
pub(super) fn meeting<'a>(these: &'a [Span], those: &'a [Span], gap: u32) -> impl Iterator<Item = &'a Span> {
    these.iter().filter(move |one| {
        let from = those.partition_point(|other| other.end.saturating_add(gap) <= one.start);
        those.get(from).is_some_and(|other| meet(**one, *other, gap))
    })
}

/// The units of one code in one group: in each place (a transcript, or a participant in it) stretches in order.
pub(super) type Units = BTreeMap<(u32, u32), Vec<Span>>;

fn units_together(first: &Units, second: &Units, gap: u32) -> Together {
    let mut sum = Together::default();
    let size = |units: &Units| units.values().map(|spans| spans.len() as u64).sum();
    for (place, spans) in first {
        if let Some(others) = second.get(place) {
            sum.add(together(spans, others, gap));
        }
    }
    Together { n1: size(first), n2: size(second), ..sum }
}

/// A pair of themes in a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Place of the group.
    pub group: usize,
    /// Place of the first theme in [`Cooccurrence::themes`].
    pub first: usize,
    /// Place of the second; greater than that of the first.
    pub second: usize,
    /// How often they stand together.
    pub counts: Together,
}

/// Co-occurrence of all pairs of themes.
#[derive(Clone, PartialEq, Debug)]
pub struct Cooccurrence {
    /// What standing together means.
    pub rule: CooccurrenceRule,
    /// What makes the groups.
    pub by: By,
    /// Whether themes are counted with what is beneath them.
    pub roll_up: RollUp,
    /// The groups in order; `(all)` is the last.
    pub groups: Vec<String>,
    /// By group: how many participants are in it.
    people: Vec<u64>,
    /// By group: how many units there are in scope; `None` for passages, of which there are only coded ones.
    pub bases: Vec<Option<u64>>,
    /// The themes in the order of the codebook, sets last.
    pub themes: Vec<ThemeLine>,
    /// By group, then theme: units with it.
    uses: Vec<Vec<u64>>,
    /// The pairs: by group, then first, then second.
    pub pairs: Vec<Pair>,
    /// Pairs that share a code and so stand together by construction; they are left out.
    pub related: u64,
    /// The people behind the figures; `None`: nobody asked for them.
    pub(super) behind: Option<Behind>,
    /// What is kept back: line 0 the sizes, then the themes, then the pairs (see [`Cooccurrence::people_of_pairs`]).
    pub masks: Option<Masks>,
    /// Scope, coders, what is left out and in progress.
    pub notes: Notes,
}

impl Cooccurrence {
    /// The groups with the number of their people; `(all)` is the last.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.groups.iter().map(String::as_str).zip(self.people.iter().copied())
    }

    /// Counts all pairs of themes that share no code.
    pub fn count(view: &View, by: &By, rule: CooccurrenceRule, roll_up: RollUp, selection: &Selection) -> Self {
        Self::counted(view, by, rule, roll_up, selection, false)
    }

    /// The same with the people behind each figure, which masks are decided by.
    pub fn with_people(view: &View, by: &By, rule: CooccurrenceRule, roll_up: RollUp, selection: &Selection) -> Self {
        Self::counted(view, by, rule, roll_up, selection, true)
    }

    fn counted(
        view: &View,
        by: &By,
        rule: CooccurrenceRule,
        roll_up: RollUp,
        selection: &Selection,
        people: bool,
    ) -> Self {
        let book = &view.corpus.codebook;
        let members = Members::of(view, selection);
        let links = base_links(view, Unit::Participant, &members, &[]);
        let groups = Groups::form(view, by, selection, &links);
        let slots = Slots::new(book, roll_up);
        let mut units: Vec<Vec<Units>> = vec![vec![Units::new(); slots.themes.len()]; groups.names.len()];
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: Unit::Participant, own: &[] };
        walk.each(|ground, slot, span, links| {
            if !slots.is_theme(slot) {
                return;
            }
            for link in links {
                for group in groups.of(ground.transcript, link.unit) {
                    add(&mut units[*group as usize][slot], rule, ground, span, link.person);
                }
            }
        });
        for units in units.iter_mut().flatten().flat_map(BTreeMap::values_mut) {
            units.sort_unstable();
            units.dedup();
        }
        let member_lists: Vec<Vec<bool>> = slots.themes.iter().map(|theme| book.members(*theme, roll_up)).collect();
        let share = |a: usize, b: usize| member_lists[a].iter().zip(&member_lists[b]).any(|(a, b)| *a && *b);
        let (mut pairs, mut related) = (Vec::new(), 0);
        for (group, units) in units.iter().enumerate() {
            for first in 0..units.len() {
                for second in first + 1..units.len() {
                    if share(first, second) {
                        related += u64::from(group == 0);
                    } else {
                        let counts = units_together(&units[first], &units[second], rule.gap());
                        pairs.push(Pair { group, first, second, counts });
                    }
                }
            }
        }
        let size = |units: &Units| units.values().map(|spans| spans.len() as u64).sum();
        let behind = people.then(|| Behind::of(view, rule, &units, &pairs, !groups.in_several.is_empty()));
        Self {
            rule,
            behind,
            masks: None,
            by: by.clone(),
            roll_up,
            bases: bases(view, rule, &members, &groups),
            people: groups.sizes(&links),
            groups: groups.names,
            themes: slots.themes.iter().map(|theme| ThemeLine::of(book, *theme)).collect(),
            uses: units.iter().map(|units| units.iter().map(size).collect()).collect(),
            pairs,
            related,
            notes: Notes::of(view, selection, &members),
        }
    }

    /// Units with a theme in a group, by their places.
    pub fn uses(&self, group: usize, theme: usize) -> u64 {
        self.uses.get(group).and_then(|uses| uses.get(theme)).copied().unwrap_or(0)
    }
}

/// Adds what an extent of one participant gives under a rule.
fn add(units: &mut Units, rule: CooccurrenceRule, ground: &Ground, span: Span, person: crate::model::ParticipantIx) {
    let at = |number: u32| Span::new(number, number + 1);
    let transcript = ground.transcript.0;
    match rule {
        CooccurrenceRule::Overlap => units.entry((transcript, person.0)).or_default().push(span),
        CooccurrenceRule::Turn | CooccurrenceRule::Turns(_) => {
            for turn in ground.turns_of(span, person).filter(|turn| ground.layout.turn_words_in(*turn, span) > 0) {
                units.entry((transcript, 0)).or_default().push(at(turn as u32));
            }
        }
        CooccurrenceRule::Participant => units.entry((0, 0)).or_default().push(at(person.0)),
        CooccurrenceRule::Transcript => units.entry((0, 0)).or_default().push(at(transcript)),
    }
}

/// How many units each group has in scope, coded or not.
fn bases(view: &View, rule: CooccurrenceRule, members: &Members, groups: &Groups) -> Vec<Option<u64>> {
    let mut seen: Vec<HashSet<(u32, u32)>> = vec![HashSet::new(); groups.names.len()];
    for transcript in members.transcripts() {
        let ground = Ground::of(view, transcript);
        let speaking: BTreeSet<u32> = members.of_transcript(transcript).iter().map(|member| member.person.0).collect();
        for (turn, person) in ground.people.iter().enumerate() {
            let Some(person) = person.filter(|person| speaking.contains(&person.0)) else { continue };
            if ground.layout.turn_words(turn).is_empty() {
                continue;
            }
            let unit = match rule {
                CooccurrenceRule::Overlap => return vec![None; groups.names.len()],
                CooccurrenceRule::Turn | CooccurrenceRule::Turns(_) => (transcript.0, turn as u32),
                CooccurrenceRule::Participant => (0, person.0),
                CooccurrenceRule::Transcript => (transcript.0, 0),
            };
            for group in groups.of(transcript, person.0) {
                seen[*group as usize].insert(unit);
            }
        }
    }
    let number = |seen: &HashSet<(u32, u32)>| (rule != CooccurrenceRule::Overlap).then_some(seen.len() as u64);
    seen.iter().map(number).collect()
}
