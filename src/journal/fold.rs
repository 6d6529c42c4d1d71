//! The state as a fold of the events.
//!
//! Laws: the fold of a set of events is the same for any order, repetition and partition of them, and whether they come
//! all at once or bit by bit. Of several lines with one id one counts; events stand in the order of their ids; an action
//! of which events are missing has no effect; an act is taken back if a live `undo` of the same coder with a greater
//! `act` names it (an act that erases cannot be taken back); what was erased for withdrawal folds to nothing; the
//! greatest live event wins each register.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::event::{Do, Erasure, Event};
use super::merge::union;
use super::rows::Rows;
use crate::model::{ActId, CoderName, EventId, State};

mod acts;
mod entries;
mod registers;
#[cfg(test)]
mod tests;

pub use acts::Act;
use acts::{Group, group};
use entries::{Entries, head, is_of_files};
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
    events: Entries,
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

    /// The fold of the events of journals: those that are rows, and all others.
    pub fn of(journals: Vec<Arc<Rows>>, others: Vec<Event>) -> Self {
        let mut fold = Self::default();
        for (id, rev) in journals.iter().flat_map(|rows| rows.ids()).filter(|(_, rev)| *rev > 0) {
            fold.note_rev(id, rev);
        }
        for event in others.iter().filter(|event| event.rev > 0) {
            fold.note_rev(event.id, event.rev);
        }
        let journals = journals.into_iter().filter(|rows| !rows.is_empty()).collect();
        fold.events = Entries::of(journals, union(others));
        fold.refold();
        fold
    }

    fn note_rev(&mut self, id: EventId, rev: u32) {
        let known = self.revs.entry(id).or_default();
        *known = rev.max(*known);
    }

    /// Takes more events, known ones among them or not. Whole actions that come after everything seen are added to the
    /// state; anything else folds it anew. Both give the same.
    pub fn push(&mut self, events: Vec<Event>) -> Pushed {
        for event in events.iter().filter(|event| event.rev > 0) {
            self.note_rev(event.id, event.rev);
        }
        let mut new = union(events);
        new.retain(|event| {
            let known = self.events.find(event.id).and_then(|at| self.events.event(at));
            known.is_none_or(|known| event.rank(&known).is_gt())
        });
        if new.is_empty() {
            return Pushed::Nothing;
        }
        let (order, groups) = group(new.len(), self.events.len(), |at| new.get(at).map(head), |at| new.get(at));
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
        let (journals, mut others) = std::mem::take(&mut self.events).take_apart();
        others.extend(new);
        self.events = Entries::of(journals, union(others));
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
        self.events.all()
    }

    /// Of [`Fold::events`] those that change the codebook or another file of the study, and the erasures.
    pub fn events_of_files(&self) -> impl Iterator<Item = &Event> {
        self.of_files.iter().filter_map(|at| self.events.other(*at as usize))
    }

    /// Notes which of the events from the place `from` on change files or erase.
    fn note_files(&mut self, from: usize) {
        self.of_files.truncate(self.of_files.partition_point(|at| (*at as usize) < from));
        let of_files = |at: &usize| self.events.other(*at).is_some_and(|event| is_of_files(&event.what));
        self.of_files.extend((from..self.events.len()).filter(of_files).map(|at| at as u32));
    }

    /// The event with this id.
    pub fn find(&self, id: EventId) -> Option<&Event> {
        let at = self.events.find(id)?;
        self.events.other(at).or_else(|| self.events.all().get(at))
    }

    /// Whether any line was rewritten by an erasure.
    pub fn has_rewritten(&self) -> bool {
        !self.revs.is_empty()
    }

    /// The greatest id of any event or action: what new ids must come after.
    pub fn newest(&self) -> Option<Uuid> {
        let event = self.last_id().map(|id| id.0);
        let act = self.groups.last().map(|group| group.act.0);
        event.max(act)
    }

    fn last_id(&self) -> Option<EventId> {
        self.events.head(self.events.len().checked_sub(1)?).map(|head| head.id)
    }

    /// Whether the state after `new` is the state now with `new` added: all of it is greater than everything seen, no
    /// event reaches back further than a register does, and every action is whole.
    fn comes_after(&self, new: &[Event], groups: &[Group]) -> bool {
        let last_act = self.groups.last().map(|group| group.act);
        self.last_id() < new.first().map(|event| event.id)
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
        let erased = |at: &usize| {
            !self.erased.is_empty() && self.events.head(*at).is_some_and(|head| self.erased.contains(&head.id))
        };
        let live = (from..self.events.len()).filter(|at| live(*at) && !erased(at));
        for at in live.clone() {
            match self.events.other(at) {
                Some(event) => self.registers.code(event),
                None => {
                    if let (Some(head), Some(row)) = (self.events.head(at), self.events.row(at)) {
                        self.registers.coded(head.id, row);
                    }
                }
            }
        }
        for event in live.filter_map(|at| self.events.other(at)) {
            self.registers.other(event);
        }
    }

    /// Folds all events anew.
    fn refold(&mut self) {
        let events = &self.events;
        (self.order, self.groups) = group(events.len(), 0, |at| events.head(at), |at| events.other(at));
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
        self.registers = Registers::for_codings(self.events.len(), self.events.origins());
        self.apply(0, |at| live.get(at).is_some_and(|live| *live));
    }

    /// The events that whole acts have erased for withdrawal; an erasure itself cannot be erased.
    fn withdrawn(&self) -> HashSet<EventId> {
        let mut erased = HashSet::new();
        for group in self.groups.iter().filter(|group| group.erases && group.whole) {
            for event in self.others_of(group) {
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
                for event in self.others_of(group) {
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
        self.supersedes_rev(event.id, event.rev)
    }

    /// The same of an event with this id that was rewritten so often.
    pub fn supersedes_rev(&self, id: EventId, rev: u32) -> bool {
        self.revs.get(&id).is_some_and(|newest| rev < *newest)
    }
}
