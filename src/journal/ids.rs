//! New ids: UUIDs of version 7 that are greater than every id read so far.
//!
//! Laws: the timestamp of an action's ids is max(clock, newest id read + 1 ms), so a clock that jumps reorders nothing;
//! within an action ids rise strictly, and only the last of very many takes a later millisecond.

use uuid::{Builder, Uuid};

use super::event::{Event, millis};
use crate::model::{ActId, EventId};

/// Bits of an id that are neither time nor version: 12 and 62.
const TAIL: u128 = (1 << 74) - 1;

/// The ids of one action, in rising order.
#[derive(Clone, Debug)]
pub struct Ids {
    millis: u64,
    last: Option<u128>,
}

impl Ids {
    /// The ids of an action that begins now. `clock` is in milliseconds since 1970; `newest` is the greatest id of any
    /// kind that has been read: see [`newest`].
    pub fn new(clock: u64, newest: Option<Uuid>) -> Self {
        Self { millis: clock.max(newest.map_or(0, |id| millis(id) + 1)), last: None }
    }

    /// The next id. Of `random`, 74 bits are used, fewer after the first.
    pub fn next(&mut self, random: u128) -> Uuid {
        let tail = match self.last {
            // Room at the top for those that follow.
            None => random & (TAIL >> 1),
            Some(last) => last + 1 + (random & 0xffff_ffff),
        };
        if tail > TAIL {
            self.millis += 1;
            self.last = None;
            return self.next(random);
        }
        self.last = Some(tail);
        let (high, low) = ((tail >> 62) as u16, tail as u64 & (u64::MAX >> 2));
        let mut bytes = [0; 10];
        for (byte, from) in bytes.iter_mut().zip(high.to_be_bytes().into_iter().chain(low.to_be_bytes())) {
            *byte = from;
        }
        Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid()
    }

    /// The next id, for an action. It comes before those of the action's events.
    pub fn act(&mut self, random: u128) -> ActId {
        ActId(self.next(random))
    }

    /// The next id, for an event.
    pub fn event(&mut self, random: u128) -> EventId {
        EventId(self.next(random))
    }
}

/// The greatest id of any event or action among `events`.
pub fn newest<'e>(events: impl IntoIterator<Item = &'e Event>) -> Option<Uuid> {
    events.into_iter().map(|event| event.id.0.max(event.act.0)).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_of_version_7_and_carry_the_clock() {
        let mut ids = Ids::new(1_700_000_000_000, None);
        let id = ids.next(u128::MAX);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        assert_eq!(millis(id), 1_700_000_000_000);
    }

    #[test]
    fn a_clock_that_jumps_back_reorders_nothing() {
        let late = Ids::new(2_000_000_000_000, None).next(7);
        let next = Ids::new(1_000_000_000_000, Some(late)).next(0);
        assert!(next > late);
        assert_eq!(millis(next), 2_000_000_000_001);
    }

    proptest! {
        #[test]
        fn ids_rise_strictly(clock in 0u64..1 << 40, newest in any::<u128>(), random in prop::collection::vec(any::<u128>(), 1..200)) {
            let newest = Uuid::from_u128(newest >> 4);
            let mut ids = Ids::new(clock, Some(newest));
            let mut last = newest;
            for bits in random {
                let id = ids.next(bits);
                prop_assert!(id > last);
                prop_assert!(millis(id) >= clock);
                last = id;
            }
        }

        #[test]
        fn a_full_millisecond_flows_over(bits in any::<u128>()) {
            let mut ids = Ids { millis: 5, last: Some(TAIL) };
            prop_assert_eq!(millis(ids.next(bits)), 6);
        }
    }
}
