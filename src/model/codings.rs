//! The codings of a state: many, kept close together, in the order of their ids.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{CodeId, CoderName, Coding, EventId, TranscriptId};
use crate::text::{Span, TextHash};

/// What codings are made of when somebody looks at them: the rows of a journal. Of a large study few are looked at one by one.
pub trait Origin: fmt::Debug + Send + Sync {
    /// The coding at a place.
    fn coding(&self, at: u32) -> Option<Coding>;

    /// What is known of it before it is made.
    fn outline(&self, at: u32) -> Option<Outline<'_>>;
}

/// What decides where a coding stands, and in which tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outline<'c> {
    /// [`Coding::id`].
    pub id: EventId,
    /// [`Coding::coder`].
    pub coder: &'c CoderName,
    /// [`Coding::code`].
    pub code: &'c CodeId,
    /// [`Coding::placed_by`].
    pub placed_by: EventId,
    /// The transcript of its [place](Coding::place).
    pub transcript: &'c TranscriptId,
    /// The stretch of its place (code points).
    pub span: Span,
    /// Hash of the body in which it was placed.
    pub text: TextHash,
    /// [`Coding::wording`].
    pub wording: u64,
    /// Whether nothing was marked: its quote is empty.
    pub blank: bool,
}

impl<'c> From<&'c Coding> for Outline<'c> {
    fn from(coding: &'c Coding) -> Self {
        let place = &coding.place;
        Self {
            id: coding.id,
            coder: &coding.coder,
            code: &coding.code,
            placed_by: coding.placed_by,
            transcript: &place.transcript,
            span: place.span,
            text: place.text,
            wording: coding.wording,
            blank: place.quote.is_empty(),
        }
    }
}

/// A place for a coding.
#[derive(Clone, Debug)]
enum Slot {
    /// It was taken away.
    Gone,
    /// It is here.
    Here(Box<Coding>),
    /// It is made of the place `at` of the origin with this number.
    Of { origin: u32, at: u32 },
}

/// Codings that were made, by their places. Of a large study hardly any is, so room is taken a stretch at a time.
#[derive(Clone, Debug, Default)]
struct Made(Vec<OnceLock<Stretch>>);

/// The places of a stretch.
type Stretch = Box<[OnceLock<Box<Coding>>]>;

impl Made {
    /// How many places a stretch has.
    const PLACES: usize = 64;

    /// The coding at a place, by `make` if it was not made.
    fn get(&self, place: usize, make: impl FnOnce() -> Option<Coding>) -> Option<&Coding> {
        let nothing = || (0..Self::PLACES).map(|_| OnceLock::new()).collect();
        let made = self.0.get(place / Self::PLACES)?.get_or_init(nothing).get(place % Self::PLACES)?;
        match made.get() {
            Some(coding) => Some(coding),
            None => {
                let coding = make()?;
                Some(made.get_or_init(|| Box::new(coding)))
            }
        }
    }

    /// Takes out what was made for a place.
    fn take(&mut self, place: usize) -> Option<Box<Coding>> {
        self.0.get_mut(place / Self::PLACES)?.get_mut()?.get_mut(place % Self::PLACES)?.take()
    }

    /// Another place comes in, before `count` others or after them: what was made for those that it comes before is made again.
    fn make_room(&mut self, place: usize, count: usize) {
        if place < count {
            self.0.iter_mut().skip(place / Self::PLACES).for_each(|stretch| *stretch = OnceLock::new());
        }
        if self.0.len() * Self::PLACES <= count {
            self.0.push(OnceLock::new());
        }
    }
}

/// Codings in the order of their ids.
///
/// New ones mostly come last. One that is taken away leaves its place empty, so that taking many away costs no more than
/// looking each of them up.
#[derive(Clone, Debug, Default)]
pub struct Codings {
    origins: Vec<Arc<dyn Origin>>,
    ids: Vec<EventId>,
    /// As long as `ids`.
    all: Vec<Slot>,
    /// What was made of those of an origin.
    made: Made,
    /// How many places are empty.
    empty: usize,
}

impl Codings {
    /// Room for this many, some of them of these origins.
    pub fn with_capacity(room: usize, origins: Vec<Arc<dyn Origin>>) -> Self {
        let (ids, all) = (Vec::with_capacity(room), Vec::with_capacity(room));
        Self { origins, ids, all, ..Self::default() }
    }

    fn place(&self, id: EventId) -> Result<usize, usize> {
        match self.ids.last() {
            Some(last) if *last < id => Err(self.ids.len()),
            _ => self.ids.binary_search(&id),
        }
    }

    /// The coding in a place, made if it was not.
    fn coding(&self, place: usize) -> Option<&Coding> {
        match self.all.get(place)? {
            Slot::Gone => None,
            Slot::Here(coding) => Some(coding),
            Slot::Of { origin, at } => self.made.get(place, || self.origins.get(*origin as usize)?.coding(*at)),
        }
    }

    /// The coding with this id.
    pub fn get(&self, id: &EventId) -> Option<&Coding> {
        self.place(*id).ok().and_then(|at| self.coding(at))
    }

    /// The coding with this id, to be changed (all but its id).
    pub fn get_mut(&mut self, id: &EventId) -> Option<&mut Coding> {
        let place = self.place(*id).ok()?;
        let slot = self.all.get_mut(place)?;
        if let Slot::Of { origin, at } = slot {
            let make = || self.origins.get(*origin as usize)?.coding(*at).map(Box::new);
            *slot = Slot::Here(self.made.take(place).or_else(make)?);
        }
        match slot {
            Slot::Here(coding) => Some(coding),
            _ => None,
        }
    }

    /// Whether there is a coding with this id.
    pub fn contains_key(&self, id: &EventId) -> bool {
        self.place(*id).is_ok_and(|at| !matches!(self.all.get(at), None | Some(Slot::Gone)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len() - self.empty
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All, in the order of their ids. Each is made: where an outline says enough, ask for [`Codings::outlines`].
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Coding> {
        (0..self.all.len()).filter_map(|place| self.coding(place))
    }

    /// What is known of all without making them, in the order of their ids.
    pub fn outlines(&self) -> impl DoubleEndedIterator<Item = Outline<'_>> {
        self.all.iter().filter_map(|slot| self.outline_of(slot))
    }

    /// What is known of the coding with this id without making it.
    pub fn outline(&self, id: &EventId) -> Option<Outline<'_>> {
        self.place(*id).ok().and_then(|at| self.outline_of(self.all.get(at)?))
    }

    fn outline_of<'c>(&'c self, slot: &'c Slot) -> Option<Outline<'c>> {
        match slot {
            Slot::Gone => None,
            Slot::Here(coding) => Some(Outline::from(&**coding)),
            Slot::Of { origin, at, .. } => self.origins.get(*origin as usize)?.outline(*at),
        }
    }

    /// The ids of all, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &EventId> {
        self.ids.iter().zip(&self.all).filter(|(_, slot)| !matches!(slot, Slot::Gone)).map(|(id, _)| id)
    }

    /// Puts a coding in; the one that had its id is answered.
    pub fn insert(&mut self, coding: Coding) -> Option<Coding> {
        let old = self.remove(&coding.id);
        self.put(coding.id, Slot::Here(Box::new(coding)));
        old
    }

    /// Puts in the coding with this id that is made of the place `at` of an origin.
    pub fn insert_of(&mut self, id: EventId, origin: u32, at: u32) {
        self.put(id, Slot::Of { origin, at });
    }

    fn put(&mut self, id: EventId, slot: Slot) {
        match self.place(id) {
            Ok(at) => {
                self.made.take(at);
                if let Some(place) = self.all.get_mut(at) {
                    self.empty -= usize::from(matches!(place, Slot::Gone));
                    *place = slot;
                }
            }
            Err(at) => {
                self.made.make_room(at, self.all.len());
                self.ids.insert(at, id);
                self.all.insert(at, slot);
            }
        }
    }

    /// Takes a coding away.
    pub fn remove(&mut self, id: &EventId) -> Option<Coding> {
        let at = self.place(*id).ok()?;
        let old = self.get_mut(id)?.clone();
        *self.all.get_mut(at)? = Slot::Gone;
        self.empty += 1;
        Some(old)
    }
}

impl PartialEq for Codings {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.values().eq(other.values())
    }
}

impl FromIterator<Coding> for Codings {
    fn from_iter<I: IntoIterator<Item = Coding>>(codings: I) -> Self {
        let mut all = Self::default();
        for coding in codings {
            all.insert(coding);
        }
        all
    }
}

#[cfg(test)]
impl std::ops::Index<&EventId> for Codings {
    type Output = Coding;

    fn index(&self, id: &EventId) -> &Coding {
        self.get(id).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CoderName, Place};
    use crate::text::{Span, TextHash};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn coding(number: u8, code: u8) -> Coding {
        let place = Place {
            transcript: "one".into(),
            span: Span::new(0, 5),
            quote: "words".into(),
            before: "".into(),
            after: "".into(),
            text: TextHash(1),
        };
        let id = EventId(Uuid::from_u128(number.into()));
        Coding::new(id, CoderName::new("amy").unwrap(), place, code.to_string().as_str().into(), "".into())
    }

    /// Codings that are made when they are asked for: at each place the one with this number and the code 9.
    #[derive(Debug)]
    struct Made(Vec<Coding>);

    impl Origin for Made {
        fn coding(&self, at: u32) -> Option<Coding> {
            self.0.get(at as usize).cloned()
        }

        fn outline(&self, at: u32) -> Option<Outline<'_>> {
            self.0.get(at as usize).map(Outline::from)
        }
    }

    proptest! {
        #[test]
        fn it_is_a_map_by_id(steps in prop::collection::vec((0u8..12, 0u8..4, 0u8..4), 1..60)) {
            let made = Arc::new(Made((0..12).map(|number| coding(number, 9)).collect()));
            let (mut codings, mut map) = (Codings::with_capacity(0, vec![made]), BTreeMap::new());
            for (number, code, step) in steps {
                let mut new = coding(number, code);
                let (old, known) = match step {
                    0 => (codings.insert(new.clone()), map.insert(new.id, new)),
                    1 => (codings.remove(&new.id), map.remove(&new.id)),
                    2 => {
                        new.code = "9".into();
                        codings.insert_of(new.id, 0, number.into());
                        map.insert(new.id, new);
                        (None, None)
                    }
                    _ => {
                        for coding in codings.get_mut(&new.id).into_iter().chain(map.get_mut(&new.id)) {
                            coding.code = new.code.clone();
                        }
                        (None, None)
                    }
                };
                prop_assert_eq!(old, known);
                let outlines: Vec<_> = map.values().map(Outline::from).collect();
                prop_assert!(codings.outlines().eq(outlines.iter().copied()));
                prop_assert!(codings.outlines().rev().eq(outlines.iter().rev().copied()));
                prop_assert_eq!((codings.len(), codings.is_empty()), (map.len(), map.is_empty()));
                prop_assert!(codings.values().eq(map.values()));
                prop_assert!(codings.keys().eq(map.keys()));
                for number in 0..12 {
                    let id = coding(number, 0).id;
                    prop_assert_eq!(codings.outline(&id), map.get(&id).map(Outline::from));
                    prop_assert_eq!(codings.get(&id), map.get(&id));
                    prop_assert_eq!(codings.contains_key(&id), map.contains_key(&id));
                }
                let again: Codings = map.values().rev().cloned().collect();
                prop_assert_eq!(&again, &codings);
            }
        }
    }
}
