//! The registers: how one live event after another changes the state.
//!
//! Law: `code` events first, then all others in the order of their ids. Then in each register the greatest event is the
//! last to write, and nothing depends on which file an event stood in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::super::event::{Do, Event, MemoWritten, Respan};
use crate::model::{
    CoderName, Coding, Codings, EventId, Memo, MemoOn, Origin, Place, QuoteWording, Round, Settled, Settling, State,
};
use crate::text::Piece;

/// A live event that had no effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inert {
    /// The event.
    pub id: EventId,
    /// Whose it is.
    pub coder: CoderName,
    /// The coding it is about.
    pub coding: EventId,
    /// Why it had none.
    pub why: InertWhy,
}

/// Why an event had no effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InertWhy {
    /// Only a coding's own coder, this one, can take it away, move it or give it another code.
    NotOwn(CoderName),
    /// The coding did not exist: it was taken back, uncoded or erased, or its event is not there.
    NoCoding,
}

/// The first event of a memo: what later ones inherit.
#[derive(Clone, Debug)]
struct First {
    coder: CoderName,
    created: Box<str>,
    written: MemoWritten,
}

/// The state under construction.
#[derive(Clone, Debug, Default)]
pub(super) struct Registers {
    pub(super) state: State,
    pub(super) inert: Vec<Inert>,
    /// Codings that events were about which did not exist at their turn: if one arrives, all is folded anew.
    pub(super) awaited: HashSet<EventId>,
    memos: HashMap<EventId, First>,
    /// Memos by the coding they hang on.
    memos_on: HashMap<EventId, Vec<EventId>>,
}

impl Registers {
    /// None yet, with room for so many codings, some of them of these origins.
    pub(super) fn for_codings(room: usize, origins: Vec<Arc<dyn Origin>>) -> Self {
        let codings = Codings::with_capacity(room, origins);
        Self { state: State { codings, ..State::default() }, ..Self::default() }
    }

    /// A live `code` event; every other event is left to [`Registers::other`].
    pub(super) fn code(&mut self, event: &Event) {
        let Do::Code(code) = &event.what else { return };
        let at = Piece::from(&*event.at);
        let coding = Coding::new(event.id, event.coder.clone(), code.place.clone(), code.code.clone(), at);
        let settling = Settling { settles: code.settles.clone(), by: code.by.clone() };
        let coding = Coding {
            query: code.query.as_deref().map(Piece::from),
            def: code.def.as_deref().map(Piece::from),
            settling: (settling != Settling::default()).then(|| Box::new(settling)),
            ..coding
        };
        for settled in &code.settles {
            let by = Settled { by: event.id, act: event.act, coder: event.coder.clone() };
            self.state.settled.insert(*settled, by);
        }
        self.state.codings.insert(coding);
    }

    /// The coding of a live `code` event that is the place `at` of an origin.
    pub(super) fn coded(&mut self, id: EventId, (origin, at): (u32, u32)) {
        self.state.codings.insert_of(id, origin, at);
    }

    /// A live event that is no `code`.
    pub(super) fn other(&mut self, event: &Event) {
        match &event.what {
            Do::Uncode { coding } => {
                if self.own(event, *coding).is_some() {
                    self.remove(*coding);
                    // Taken away by another action than that which made it: nothing is settled by it any more.
                    self.state.settled.retain(|_, settled| settled.by != *coding || settled.act == event.act);
                }
            }
            Do::Respan(to) => {
                if let Some(coding) = self.own(event, to.coding) {
                    respan(coding, event.id, to);
                    touch(coding, event);
                }
            }
            Do::Recode { coding, code, def } => {
                // An event before the `code` event loses the register against it.
                if let Some(coding) = self.own(event, *coding).filter(|coding| event.id > coding.id) {
                    coding.code = code.clone();
                    coding.coded_by = event.id;
                    coding.def = def.as_deref().map(Piece::from);
                    touch(coding, event);
                    let id = coding.id;
                    self.state.recoded.insert(id, event.id);
                }
            }
            Do::Star { coding, star } => {
                if let Some(found) = self.any(event, *coding) {
                    touch(found, event);
                    let key = (*coding, event.coder.clone());
                    match star {
                        Some(star) => self.state.stars.insert(key, *star),
                        None => self.state.stars.remove(&key),
                    };
                }
            }
            Do::Quote { coding, wording } => {
                if let Some(found) = self.any(event, *coding) {
                    touch(found, event);
                    let key = (*coding, event.coder.clone());
                    if *wording == QuoteWording::default() {
                        self.state.quotes.remove(&key);
                    } else {
                        self.state.quotes.insert(key, wording.clone());
                    }
                }
            }
            Do::Memo(written) => self.memo(event, written),
            Do::Done { transcript, on } => {
                set(&mut self.state.done, (event.coder.clone(), transcript.clone()), *on);
            }
            Do::Exclude { participant, on } => set(&mut self.state.excluded, participant.clone(), *on),
            Do::Dismiss { hash, on } => set(&mut self.state.dismissed, hash.to_string(), *on),
            Do::Round { name, transcripts, coders, on } => {
                let before = self.state.rounds.remove(&**name);
                let (old_transcripts, old_coders) =
                    before.map(|round| (round.transcripts, round.coders)).unwrap_or_default();
                let round = Round {
                    transcripts: transcripts.clone().unwrap_or(old_transcripts),
                    coders: coders.clone().unwrap_or(old_coders),
                    open: *on,
                    by: event.id,
                };
                self.state.rounds.insert(name.to_string(), round);
            }
            Do::Code(_) | Do::Codebook(_) | Do::File(_) | Do::Erase { .. } | Do::Undo { .. } | Do::Unknown => {}
        }
    }

    /// The coding that `event` is about, if it exists.
    fn any(&mut self, event: &Event, coding: EventId) -> Option<&mut Coding> {
        let found = self.state.codings.get_mut(&coding);
        if found.is_none() {
            self.awaited.insert(coding);
            self.inert.push(Inert { id: event.id, coder: event.coder.clone(), coding, why: InertWhy::NoCoding });
        }
        found
    }

    /// The coding that `event` is about, if it exists and is the coder's own.
    fn own(&mut self, event: &Event, coding: EventId) -> Option<&mut Coding> {
        let owner = self.any(event, coding)?.coder.clone();
        if owner != event.coder {
            let why = InertWhy::NotOwn(owner);
            self.inert.push(Inert { id: event.id, coder: event.coder.clone(), coding, why });
            return None;
        }
        self.state.codings.get_mut(&coding)
    }

    /// Takes a coding away, with what hangs on it.
    fn remove(&mut self, coding: EventId) {
        let Some(removed) = self.state.codings.remove(&coding) else { return };
        self.state.recoded.remove(&coding);
        let key = (coding, removed.coder);
        drop_all(&mut self.state.stars, &key);
        drop_all(&mut self.state.quotes, &key);
        for memo in self.memos_on.remove(&coding).unwrap_or_default() {
            self.state.memos.remove(&memo);
        }
    }

    fn memo(&mut self, event: &Event, written: &MemoWritten) {
        let id = written.memo.unwrap_or(event.id);
        let first = self.memos.entry(id).or_insert_with(|| First {
            coder: event.coder.clone(),
            created: event.at.clone(),
            written: written.clone(),
        });
        if let Some(Memo { on: MemoOn::Coding(coding), .. }) = self.state.memos.remove(&id)
            && let Some(memos) = self.memos_on.get_mut(&coding)
        {
            memos.retain(|memo| *memo != id);
        }
        let inherits = &first.written;
        let Some(on) = written.on.as_ref().or(inherits.on.as_ref()).cloned() else { return };
        let text = written.text.as_ref().or(inherits.text.as_ref()).cloned().unwrap_or_default();
        let memo = Memo {
            id,
            coder: first.coder.clone(),
            on,
            title: written.title.as_ref().or(inherits.title.as_ref()).cloned().unwrap_or_default(),
            kind: written.kind.or(inherits.kind).unwrap_or_default(),
            text,
            created: first.created.clone(),
            modified: event.at.clone(),
            written_by: event.id,
        };
        if let MemoOn::Coding(coding) = memo.on {
            if self.any(event, coding).is_none() {
                return;
            }
            if !memo.text.is_empty() {
                self.memos_on.entry(coding).or_default().push(id);
            }
        }
        if !memo.text.is_empty() {
            self.state.memos.insert(id, memo);
        }
    }
}

/// Takes away what any coder has set for a coding; `key` is that of its own coder, who stands somewhere among them.
fn drop_all<V>(registers: &mut BTreeMap<(EventId, CoderName), V>, key: &(EventId, CoderName)) {
    let before = registers.range(..key).rev().map(|(key, _)| key).take_while(|(id, _)| *id == key.0);
    let after = registers.range(key..).map(|(key, _)| key).take_while(|(id, _)| *id == key.0);
    let keys: Vec<_> = before.chain(after).cloned().collect();
    for key in keys {
        registers.remove(&key);
    }
}

/// Sets a register that is on or off.
fn set<T: Ord>(register: &mut BTreeSet<T>, key: T, on: bool) {
    if on {
        register.insert(key);
    } else {
        register.remove(&key);
    }
}

/// The place register.
fn respan(coding: &mut Coding, by: EventId, to: &Respan) {
    if by < coding.placed_by {
        return;
    }
    coding.place = Place {
        transcript: to.transcript.clone().unwrap_or_else(|| coding.place.transcript.clone()),
        span: to.span,
        quote: to.quote.clone(),
        before: to.before.clone(),
        after: to.after.clone(),
        text: to.text,
    };
    coding.wording = coding.place.wording();
    coding.placed_by = by;
}

/// The newest event that wins a register of the coding is the newest that writes one.
fn touch(coding: &mut Coding, event: &Event) {
    if event.id > coding.id {
        coding.modified = (&*event.at).into();
    }
}
