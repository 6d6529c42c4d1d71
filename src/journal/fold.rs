//! The state as a fold of the events.
//!
//! Laws: the fold of a set of events is the same for any order, repetition and partition of them, and whether they come
//! all at once or bit by bit. Of several lines with one id one counts; events stand in the order of their ids; an action
//! of which events are missing has no effect; an act is taken back if a live `undo` of the same coder with a greater
//! `act` names it (an act that erases cannot be taken back); what was erased for withdrawal folds to nothing; the
//! greatest live event wins each register.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::event::{Do, Erasure, Event};
use super::merge::union;
use crate::model::{ActId, CoderName, EventId, State};

mod acts;
mod registers;
#[cfg(test)]
mod tests;

pub use acts::Act;
use acts::{Group, group};
use registers::Registers;
pub use registers::{Inert, InertWhy};

/// What a journal adds up to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Folded {
    /// The state.
    pub state: State,
    /// All acts in the order of their ids.
    pub acts: Vec<Act>,
    /// Live events that had no effect, in the order of their ids.
    pub inert: Vec<Inert>,
}

/// The fold of `events`, at once.
pub fn fold(events: &[Event]) -> Folded {
    let mut fold = Fold::default();
    fold.push(events.to_vec());
    let acts = fold.acts().collect();
    Folded { acts, state: fold.registers.state, inert: fold.registers.inert }
}

/// What [`Fold::push`] had to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pushed {
    /// Nothing: every event was known.
    Nothing,
    /// The new events were added to the state.
    Added,
    /// The state was made anew.
    Refolded,
}

/// A fold that grows: the events that count, and the state they add up to.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    /// The line that counts of each id, in the order of ids.
    events: Vec<Event>,
    /// The greatest `rev` of each id that was ever rewritten.
    revs: HashMap<EventId, u32>,
    /// Places in `events`, by act, then coder, then id.
    order: Vec<u32>,
    /// The acts, as stretches of `order`.
    groups: Vec<Group>,
    /// Places in `events` of those that change files or erase: few, and asked for at every save.
    of_files: Vec<u32>,
    /// Events that are erased for withdrawal.
    erased: HashSet<EventId>,
    registers: Registers,
}

impl Fold {
    /// The fold of `events`.
    pub fn new(events: Vec<Event>) -> Self {
        let mut fold = Self::default();
        fold.push(events);
        fold
    }

    /// Takes more events, known ones among them or not. Whole actions that come after everything seen are added to the
    /// state; anything else folds it anew. Both give the same.
    pub fn push(&mut self, events: Vec<Event>) -> Pushed {
        for event in events.iter().filter(|event| event.rev > 0) {
            let rev = self.revs.entry(event.id).or_default();
            *rev = event.rev.max(*rev);
        }
        let mut new = union(events);
        new.retain(|event| self.find(event.id).is_none_or(|known| event.rank(known).is_gt()));
        if new.is_empty() {
            return Pushed::Nothing;
        }
        let (order, groups) = group(&new, self.events.len());
        if self.comes_after(&new, &groups) {
            let from = self.events.len();
            let offset = self.order.len() as u32;
            self.events.extend(new);
            self.note_files(from);
            self.order.extend(order);
            self.groups.extend(groups.into_iter().map(|group| Group { start: group.start + offset, ..group }));
            self.apply(from, |_| true);
            return Pushed::Added;
        }
        let all = std::mem::take(&mut self.events).into_iter().chain(new).collect();
        self.events = union(all);
        self.refold();
        Pushed::Refolded
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.registers.state
    }

    /// Live events that had no effect, in the order of their ids: with [`InertWhy::NotOwn`] they are faults.
    pub fn inert(&self) -> &[Inert] {
        &self.registers.inert
    }

    /// The events that count, in the order of their ids, whether live or not.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Of [`Fold::events`] those that change the codebook or another file of the study, and the erasures.
    pub fn events_of_files(&self) -> impl Iterator<Item = &Event> {
        self.of_files.iter().filter_map(|at| self.events.get(*at as usize))
    }

    /// Notes which of the events from the place `from` on change files or erase.
    fn note_files(&mut self, from: usize) {
        self.of_files.truncate(self.of_files.partition_point(|at| (*at as usize) < from));
        let new = self.events.iter().enumerate().skip(from);
        let of_files = |what: &Do| matches!(what, Do::Codebook(_) | Do::File(_) | Do::Erase { .. });
        self.of_files.extend(new.filter(|(_, event)| of_files(&event.what)).map(|(at, _)| at as u32));
    }

    /// The event with this id.
    pub fn find(&self, id: EventId) -> Option<&Event> {
        self.events.binary_search_by_key(&id, |event| event.id).ok().and_then(|at| self.events.get(at))
    }

    /// Whether any line was rewritten by an erasure.
    pub fn has_rewritten(&self) -> bool {
        !self.revs.is_empty()
    }

    /// The greatest id of any event or action: what new ids must come after.
    pub fn newest(&self) -> Option<Uuid> {
        let event = self.events.last().map(|event| event.id.0);
        let act = self.groups.last().map(|group| group.act.0);
        event.max(act)
    }

    /// Whether the state after `new` is the state now with `new` added: all of it is greater than everything seen, no
    /// event reaches back further than a register does, and every action is whole.
    fn comes_after(&self, new: &[Event], groups: &[Group]) -> bool {
        let last_act = self.groups.last().map(|group| group.act);
        self.events.last().map(|event| event.id) < new.first().map(|event| event.id)
            && groups.iter().all(|group| group.whole)
            && new.iter().all(|event| {
                last_act < Some(event.act)
                    && event.rev == 0
                    && !matches!(event.what, Do::Undo { .. } | Do::Erase { .. })
                    && !self.registers.awaited.contains(&event.id)
            })
    }

    /// Applies the events from the place `from` on that are live.
    fn apply(&mut self, from: usize, live: impl Fn(usize) -> bool) {
        let events = self.events.iter().enumerate().skip(from);
        let live = events.filter(|(at, event)| live(*at) && !self.erased.contains(&event.id));
        for (_, event) in live.clone() {
            self.registers.code(event);
        }
        for (_, event) in live {
            self.registers.other(event);
        }
    }

    /// Folds all events anew.
    fn refold(&mut self) {
        (self.order, self.groups) = group(&self.events, 0);
        self.note_files(0);
        self.erased = self.withdrawn();
        self.take_back();
        let mut live = vec![false; self.events.len()];
        for group in self.groups.iter().filter(|group| group.live()) {
            for at in self.order.get(group.range()).unwrap_or_default() {
                if let Some(live) = live.get_mut(*at as usize) {
                    *live = true;
                }
            }
        }
        self.registers = Registers::default();
        self.apply(0, |at| live.get(at).is_some_and(|live| *live));
    }

    /// The events that whole acts have erased for withdrawal; an erasure itself cannot be erased.
    fn withdrawn(&self) -> HashSet<EventId> {
        let mut erased = HashSet::new();
        for group in self.groups.iter().filter(|group| group.erases && group.whole) {
            for event in self.events_of(group) {
                if let Do::Erase { ids, why: Erasure::Withdrawn, .. } = &event.what {
                    erased.extend(ids);
                }
            }
        }
        erased
    }

    /// Marks the groups that a live undo names. An undo names only lesser acts: from the greatest down, whether an undo
    /// is live is known at its turn.
    fn take_back(&mut self) {
        let mut named: HashSet<(ActId, CoderName)> = HashSet::new();
        for at in (0..self.groups.len()).rev() {
            let Some(group) = self.groups.get(at) else { continue };
            let (act, coder) = (group.act, self.coder_of(group));
            let taken = !group.erases && coder.is_some_and(|coder| named.contains(&(act, coder.clone())));
            if group.undoes && group.whole && !taken {
                for event in self.events_of(group) {
                    if let Do::Undo { act: target } = &event.what
                        && *target < act
                        && !self.erased.contains(&event.id)
                    {
                        named.insert((*target, event.coder.clone()));
                    }
                }
            }
            if let Some(group) = self.groups.get_mut(at) {
                group.taken = taken;
            }
        }
    }

    /// Whether a rewritten line with the same id is known, so that this one is to be removed from its file.
    pub fn supersedes(&self, event: &Event) -> bool {
        self.revs.get(&event.id).is_some_and(|rev| event.rev < *rev)
    }
}
