//! Acts: what a user did in one go, for the history and for undo.

use std::borrow::Cow;
use std::ops::Range;

use super::super::event::{Do, Event, Kind};
use super::super::rows::Head;
use super::Fold;
use crate::model::{ActId, CoderName, EventId, TranscriptId};

/// One action of one coder.
#[derive(Clone, PartialEq, Debug)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// Whose it is.
    pub coder: CoderName,
    /// `at` of its first event.
    pub at: Box<str>,
    /// How many events of which kinds, in the order of the kinds.
    pub what: Vec<(Kind, u32)>,
    /// The transcripts it is about, in order of appearance.
    pub transcripts: Vec<TranscriptId>,
    /// Whether all its events are present; else it has no effect.
    pub whole: bool,
    /// Whether it has its effect: it is whole and not taken back.
    pub live: bool,
    /// The act that it takes back.
    pub undoes: Option<ActId>,
    /// Whether it is an erasure, which cannot be taken back and across which undo does not reach.
    pub erases: bool,
    /// Its events, in order.
    pub events: Vec<EventId>,
}

impl Act {
    /// Whether it takes another act back.
    pub const fn is_undo(&self) -> bool {
        self.undoes.is_some()
    }
}

/// The events of one coder in one act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// The act.
    pub(super) act: ActId,
    /// The first of its places in [`Fold::order`].
    pub(super) start: u32,
    /// How many there are; at least 1.
    pub(super) len: u32,
    /// Whether all events of the act are present.
    pub(super) whole: bool,
    /// Whether a live undo names it.
    pub(super) taken: bool,
    /// Whether it holds an `undo`.
    pub(super) undoes: bool,
    /// Whether it holds an `erase`.
    pub(super) erases: bool,
}

impl Group {
    pub(super) const fn live(&self) -> bool {
        self.whole && !self.taken
    }

    pub(super) const fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// The places of `count` events (which begin at `offset` in the fold) by act, coder and id, and the groups they form. `other`
/// answers with an event that may be more than a `code` event.
pub(super) fn group<'e>(
    count: usize,
    offset: usize,
    head: impl Fn(usize) -> Option<Head<'e>>,
    other: impl Fn(usize) -> Option<&'e Event>,
) -> (Vec<u32>, Vec<Group>) {
    let key = |at: &u32| head(*at as usize).map(|head| (head.act, head.coder, head.id));
    let mut order: Vec<u32> = (0..count as u32).collect();
    // Mostly they are in order, and to look whether they are takes half the time of sorting those that are.
    let mut last = None;
    let in_order = order.iter().map(key).all(|key| {
        let fits = last <= key;
        last = key;
        fits
    });
    if !in_order {
        order.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    let mut groups: Vec<Group> = Vec::with_capacity(count);
    // The groups of the act that is looked at begin here; so many events it has, and so many it says that it has.
    let (mut first, mut present, mut claimed) = (0, 0, 1);
    let mut last = None;
    for (start, at) in order.iter().enumerate() {
        let Some(Head { act, coder, of, .. }) = head(*at as usize) else { continue };
        let (same_act, same_coder) =
            last.map_or((false, false), |last: (ActId, &CoderName)| (last.0 == act, last.1 == coder));
        last = Some((act, coder));
        if !same_act {
            close(&mut groups, first, present, claimed);
            (first, present, claimed) = (groups.len(), 0, 1);
        }
        // Events are distinct by id.
        (present, claimed) = (present + 1, of.max(claimed));
        if !(same_act && same_coder) {
            let start = start as u32;
            groups.push(Group { act, start, len: 0, whole: false, taken: false, undoes: false, erases: false });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.len += 1;
        if let Some(event) = other(*at as usize) {
            group.undoes |= matches!(event.what, Do::Undo { .. });
            group.erases |= matches!(event.what, Do::Erase { .. });
        }
    }
    close(&mut groups, first, present, claimed);
    for at in &mut order {
        *at += offset as u32;
    }
    (order, groups)
}

/// Says of the groups from `first` on, which are one act, whether all its events are present.
fn close(groups: &mut [Group], first: usize, present: u64, claimed: u32) {
    for group in groups.iter_mut().skip(first) {
        group.whole = present >= u64::from(claimed);
    }
}

impl Fold {
    /// The events of a group, in order.
    fn events_of(&self, group: &Group) -> impl Iterator<Item = Cow<'_, Event>> {
        let places = self.order.get(group.range()).unwrap_or_default();
        places.iter().filter_map(|at| self.events.event(*at as usize))
    }

    /// The events of a group that may be more than `code` events, in order.
    pub(super) fn others_of(&self, group: &Group) -> impl Iterator<Item = &Event> {
        let places = self.order.get(group.range()).unwrap_or_default();
        places.iter().filter_map(|at| self.events.other(*at as usize))
    }

    /// Whose a group is; a group has at least one event.
    pub(super) fn coder_of(&self, group: &Group) -> Option<&CoderName> {
        let first = *self.order.get(group.start as usize)?;
        self.events.head(first as usize).map(|head| head.coder)
    }

    /// The group of an act of `coder`.
    pub(super) fn group_of(&self, id: ActId, coder: &CoderName) -> Option<&Group> {
        let key = |group: &Group| (group.act, self.coder_of(group));
        self.groups.binary_search_by(|group| key(group).cmp(&(id, Some(coder)))).ok().and_then(|at| self.groups.get(at))
    }

    /// All acts in the order of their ids.
    pub fn acts(&self) -> impl DoubleEndedIterator<Item = Act> {
        self.groups.iter().filter_map(|group| self.act_of(group))
    }

    /// Whether all events of an action are present, in whatever files.
    pub fn is_whole(&self, id: ActId) -> bool {
        let at = self.groups.partition_point(|group| group.act < id);
        self.groups.get(at).is_some_and(|group| group.act == id && group.whole)
    }

    /// The act of `coder` with this id.
    pub fn act(&self, id: ActId, coder: &CoderName) -> Option<Act> {
        self.group_of(id, coder).and_then(|group| self.act_of(group))
    }

    /// The events of an act, of all coders, in the order of their ids.
    pub fn events_of_act(&self, id: ActId) -> Vec<Event> {
        let from = self.groups.partition_point(|group| group.act < id);
        let own = self.groups.iter().skip(from).take_while(|group| group.act == id);
        let mut events: Vec<Event> = own.flat_map(|group| self.events_of(group)).map(Cow::into_owned).collect();
        events.sort_unstable_by_key(|event| event.id);
        events
    }

    /// Whether the act of `coder` with this id has its effect.
    pub fn is_live(&self, id: ActId, coder: &CoderName) -> bool {
        self.group_of(id, coder).is_some_and(Group::live)
    }

    fn act_of(&self, group: &Group) -> Option<Act> {
        let mut act = Act {
            id: group.act,
            coder: self.coder_of(group)?.clone(),
            at: Box::default(),
            what: Vec::new(),
            transcripts: Vec::new(),
            whole: group.whole,
            live: group.live(),
            undoes: None,
            erases: group.erases,
            events: Vec::with_capacity(group.len as usize),
        };
        for event in self.events_of(group) {
            if act.events.is_empty() {
                act.at = event.at.clone();
            }
            act.events.push(event.id);
            let kind = event.what.kind();
            match act.what.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => act.what.push((kind, 1)),
            }
            if let Do::Undo { act: target } = event.what {
                act.undoes = Some(target);
            }
            if let Some(transcript) = self.transcript_of(&event)
                && !act.transcripts.contains(&transcript)
            {
                act.transcripts.push(transcript);
            }
        }
        act.what.sort_unstable();
        Some(act)
    }

    /// The transcript that an event is about: its own, or that of the coding's `code` event.
    fn transcript_of(&self, event: &Event) -> Option<TranscriptId> {
        event.what.transcript().cloned().or_else(|| {
            let coding = self.events.event(self.events.find(event.what.coding()?)?)?;
            coding.what.transcript().cloned()
        })
    }
}

/// A live act that undo or redo can reach.
pub(in crate::journal) struct Step {
    pub(in crate::journal) act: ActId,
    /// Whether it is an undo.
    pub(in crate::journal) undoes: bool,
}

impl Fold {
    /// The live acts of `coder` after the last erasure, the greatest first.
    pub(in crate::journal) fn reachable(&self, coder: &CoderName) -> impl Iterator<Item = Step> {
        let since = self.groups.iter().rev().take_while(|group| !(group.erases && group.whole));
        since
            .filter(move |group| group.live() && self.coder_of(group) == Some(coder))
            .map(|group| Step { act: group.act, undoes: group.undoes })
    }

    /// Whether the undo `act` of `coder` names an act that is there, no undo, and later than every erasure.
    pub(in crate::journal) fn names_a_non_undo(&self, act: ActId, coder: &CoderName) -> bool {
        let Some(undo) = self.group_of(act, coder) else { return false };
        let erasure = self.groups.iter().rev().find(|group| group.erases && group.whole).map(|group| group.act);
        self.others_of(undo).any(|event| match event.what {
            Do::Undo { act } => {
                self.group_of(act, coder).is_some_and(|named| named.whole && !named.undoes && Some(named.act) > erasure)
            }
            _ => false,
        })
    }
}
