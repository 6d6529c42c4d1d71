//! The events of a fold in the order of their ids: most of them rows of their journals, the others one by one.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::sync::{Arc, OnceLock};

use super::super::event::{Do, Event};
use super::super::rows::{Head, Rows};
use crate::model::{EventId, Origin};

/// Where an event is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Slot {
    /// A row of the journal with this place.
    Row(u32, u32),
    /// One of the others.
    Other(u32),
}

impl Slot {
    /// The next of the same journal, or of the others.
    const fn after(self) -> Self {
        match self {
            Self::Row(journal, at) => Self::Row(journal, at + 1),
            Self::Other(at) => Self::Other(at + 1),
        }
    }
}

/// Events, each id once, in the order of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    journals: Vec<Arc<Rows>>,
    others: Vec<Event>,
    slots: Vec<Slot>,
    /// All as events, made when somebody asks for them.
    all: OnceLock<Vec<Event>>,
}

impl Entries {
    /// Those of rows and of other events (each id once, in their order), the one that counts of each id.
    pub(super) fn of(journals: Vec<Arc<Rows>>, others: Vec<Event>) -> Self {
        let rows: usize = journals.iter().map(|rows| rows.len()).sum();
        let mut entries = Self { journals, others, slots: Vec::new(), all: OnceLock::new() };
        if rows == 0 {
            entries.slots = (0..entries.others.len() as u32).map(Slot::Other).collect();
            return entries;
        }
        // Each journal is in the order of ids, and so are the others: the least of their next ones is the next of all.
        let firsts = (0..entries.journals.len() as u32).map(|journal| Slot::Row(journal, 0)).chain([Slot::Other(0)]);
        let next = |slot: Slot| Some(Reverse((entries.head_of(slot)?.id, slot)));
        let mut heap: BinaryHeap<Reverse<(EventId, Slot)>> = firsts.filter_map(next).collect();
        let mut slots: Vec<Slot> = Vec::with_capacity(rows + entries.others.len());
        let mut last = None;
        while let Some(mut least) = heap.peek_mut() {
            let Reverse((id, slot)) = *least;
            match next(slot.after()) {
                Some(after) => *least = after,
                None => drop(PeekMut::pop(least)),
            }
            match slots.last_mut() {
                Some(known) if last == Some(id) => {
                    if entries.counts_before(slot, *known) {
                        *known = slot;
                    }
                }
                _ => slots.push(slot),
            }
            last = Some(id);
        }
        entries.slots = slots;
        entries
    }

    /// Whether of two events with one id the first counts.
    fn counts_before(&self, a: Slot, b: Slot) -> bool {
        match (self.event_of(a), self.event_of(b)) {
            (Some(a), Some(b)) => a.rank(&b).is_gt(),
            (a, _) => a.is_some(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    fn head_of(&self, slot: Slot) -> Option<Head<'_>> {
        match slot {
            Slot::Row(journal, at) => self.journals.get(journal as usize)?.head(at as usize),
            Slot::Other(at) => self.others.get(at as usize).map(head),
        }
    }

    fn event_of(&self, slot: Slot) -> Option<Cow<'_, Event>> {
        match slot {
            Slot::Row(journal, at) => self.journals.get(journal as usize)?.event(at as usize).map(Cow::Owned),
            Slot::Other(at) => self.others.get(at as usize).map(Cow::Borrowed),
        }
    }

    /// What all events have, of the one at a place.
    pub(super) fn head(&self, at: usize) -> Option<Head<'_>> {
        self.head_of(*self.slots.get(at)?)
    }

    /// The event at a place, unless it is a row: a row is a `code` event.
    pub(super) fn other(&self, at: usize) -> Option<&Event> {
        match self.slots.get(at)? {
            Slot::Row(..) => None,
            Slot::Other(at) => self.others.get(*at as usize),
        }
    }

    /// The event at a place.
    pub(super) fn event(&self, at: usize) -> Option<Cow<'_, Event>> {
        self.event_of(*self.slots.get(at)?)
    }

    /// The row at a place, as number of its journal and place in it; `None` if it is no row.
    pub(super) fn row(&self, at: usize) -> Option<(u32, u32)> {
        match self.slots.get(at)? {
            Slot::Row(journal, at) => Some((*journal, *at)),
            Slot::Other(_) => None,
        }
    }

    /// What codings are made of, by the numbers of journals.
    pub(super) fn origins(&self) -> Vec<Arc<dyn Origin>> {
        self.journals.iter().map(|rows| rows.clone() as Arc<dyn Origin>).collect()
    }

    /// The place of an id.
    pub(super) fn find(&self, id: EventId) -> Option<usize> {
        let head = |slot: &Slot| self.head_of(*slot).map(|head| head.id);
        self.slots.binary_search_by(|slot| head(slot).cmp(&Some(id))).ok()
    }

    /// All as events.
    pub(super) fn all(&self) -> &[Event] {
        if self.journals.is_empty() {
            return &self.others;
        }
        self.all.get_or_init(|| (0..self.len()).filter_map(|at| self.event(at).map(Cow::into_owned)).collect())
    }

    /// Adds events that come after all that are here, in their order.
    pub(super) fn extend(&mut self, new: Vec<Event>) {
        if let Some(all) = self.all.get_mut() {
            all.extend(new.iter().cloned());
        }
        let from = self.others.len() as u32;
        self.slots.extend((0..new.len() as u32).map(|at| Slot::Other(from + at)));
        self.others.extend(new);
    }

    /// What it is made of: rows, and the other events in their order.
    pub(super) fn take_apart(self) -> (Vec<Arc<Rows>>, Vec<Event>) {
        (self.journals, self.others)
    }
}

/// What all events have, of an event.
pub(super) fn head(event: &Event) -> Head<'_> {
    Head { id: event.id, act: event.act, of: event.of, rev: event.rev, coder: &event.coder }
}

/// Whether an event changes the codebook or another file of the study, or erases.
pub(super) const fn is_of_files(what: &Do) -> bool {
    matches!(what, Do::Codebook(_) | Do::File(_) | Do::Erase { .. })
}
