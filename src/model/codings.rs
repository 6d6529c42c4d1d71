//! The codings of a state: many, kept close together, in the order of their ids.

use super::{Coding, EventId};

/// Codings in the order of their ids.
///
/// New ones mostly come last. One that is taken away leaves its place empty, so that taking many away costs no more than
/// looking each of them up.
#[derive(Clone, Debug, Default)]
pub struct Codings {
    ids: Vec<EventId>,
    /// As long as `ids`.
    all: Vec<Option<Coding>>,
    /// How many places are empty.
    empty: usize,
}

impl Codings {
    /// Room for this many.
    pub fn with_capacity(room: usize) -> Self {
        Self { ids: Vec::with_capacity(room), all: Vec::with_capacity(room), empty: 0 }
    }

    fn place(&self, id: EventId) -> Result<usize, usize> {
        match self.ids.last() {
            Some(last) if *last < id => Err(self.ids.len()),
            _ => self.ids.binary_search(&id),
        }
    }

    /// The coding with this id.
    pub fn get(&self, id: &EventId) -> Option<&Coding> {
        self.place(*id).ok().and_then(|at| self.all.get(at)?.as_ref())
    }

    /// The coding with this id, to be changed (all but its id).
    pub fn get_mut(&mut self, id: &EventId) -> Option<&mut Coding> {
        self.place(*id).ok().and_then(|at| self.all.get_mut(at)?.as_mut())
    }

    /// Whether there is a coding with this id.
    pub fn contains_key(&self, id: &EventId) -> bool {
        self.get(id).is_some()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len() - self.empty
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All, in the order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Coding> {
        self.all.iter().flatten()
    }

    /// The ids of all, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &EventId> {
        self.values().map(|coding| &coding.id)
    }

    /// Puts a coding in; the one that had its id is answered.
    pub fn insert(&mut self, coding: Coding) -> Option<Coding> {
        match self.place(coding.id) {
            Ok(at) => {
                let old = self.all.get_mut(at).and_then(|place| place.replace(coding));
                self.empty -= usize::from(old.is_none());
                old
            }
            Err(at) => {
                self.ids.insert(at, coding.id);
                self.all.insert(at, Some(coding));
                None
            }
        }
    }

    /// Takes a coding away.
    pub fn remove(&mut self, id: &EventId) -> Option<Coding> {
        let old = self.place(*id).ok().and_then(|at| self.all.get_mut(at)?.take());
        self.empty += usize::from(old.is_some());
        old
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

    proptest! {
        #[test]
        fn it_is_a_map_by_id(steps in prop::collection::vec((0u8..12, 0u8..4, any::<bool>()), 1..60)) {
            let (mut codings, mut map) = (Codings::default(), BTreeMap::new());
            for (number, code, put) in steps {
                let new = coding(number, code);
                let (old, known) = match put {
                    true => (codings.insert(new.clone()), map.insert(new.id, new)),
                    false => (codings.remove(&new.id), map.remove(&new.id)),
                };
                prop_assert_eq!(old, known);
                prop_assert_eq!((codings.len(), codings.is_empty()), (map.len(), map.is_empty()));
                prop_assert!(codings.values().eq(map.values()));
                prop_assert!(codings.keys().eq(map.keys()));
                for number in 0..12 {
                    let id = coding(number, 0).id;
                    prop_assert_eq!(codings.get(&id), map.get(&id));
                    prop_assert_eq!(codings.contains_key(&id), map.contains_key(&id));
                }
                let again: Codings = map.values().rev().cloned().collect();
                prop_assert_eq!(&again, &codings);
            }
        }
    }
}
