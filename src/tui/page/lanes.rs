//! Lanes beside the text: which column shows which coding.

use crate::text::Span;

use super::Page;

/// Which lane shows what, for a whole transcript, so that lanes stay where they are while it scrolls.
///
/// Places are rows, where the lanes are those of a page, or whatever the intervals given to `lanes` count.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lanes {
    /// The lane of each item as given, from 0; `None` where there was no room.
    pub lane: Vec<Option<u16>>,
    /// What each lane shows: disjoint intervals in order, with the index of the first item that is shown there.
    shown: Vec<Vec<(Span, usize)>>,
    /// Starts and ends of what found no lane, each in order.
    hidden: (Vec<u32>, Vec<u32>),
}

impl Lanes {
    /// How many lanes are used.
    pub fn width(&self) -> u16 {
        self.shown.len() as u16
    }

    /// Whether something found no lane.
    pub fn is_crowded(&self) -> bool {
        !self.hidden.0.is_empty()
    }

    /// For each lane the index of an item that it shows at `place`; of several with one key, the first.
    pub fn at(&self, place: usize) -> Vec<Option<usize>> {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let item = |lane: &Vec<(Span, usize)>| {
            let at = lane.partition_point(|(span, _)| span.end <= place);
            lane.get(at).filter(|(span, _)| span.contains(place)).map(|(_, item)| *item)
        };
        self.shown.iter().map(item).collect()
    }

    /// How many more there are at `place` that found no lane, to be shown as "+n"; several with one key that overlap
    /// count as one.
    pub fn hidden_at(&self, place: usize) -> usize {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let begun = self.hidden.0.partition_point(|start| *start <= place);
        begun - self.hidden.1.partition_point(|end| *end <= place)
    }
}

/// Gives each of `items`, half-open intervals with a key, one of at most `max` lanes, so that two that overlap never
/// share one, unless they have the same key: those share a lane. Lanes are given by start, the longer first, then by
/// key, each the first free lane, which takes no more lanes than the most that overlap anywhere.
pub fn lanes<K: Ord>(items: &[(Span, K)], max: u16) -> Lanes {
    let mut lanes = Lanes { lane: vec![None; items.len()], ..Lanes::default() };
    // One stretch for all that overlap with one key: its span, and its members as a range of `order`.
    let mut order: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(|(s, _)| !s.is_empty())).collect();
    order.sort_by(|a, b| {
        let ((a_span, a_key), (b_span, b_key)) = (&items[*a], &items[*b]);
        (a_key, a_span.start, b_span.end, a).cmp(&(b_key, b_span.start, a_span.end, b))
    });
    let mut stretches: Vec<(Span, std::ops::Range<usize>)> = Vec::new();
    for (place, item) in order.iter().enumerate() {
        let (span, key) = &items[*item];
        match stretches.last_mut() {
            Some((stretch, members)) if items[order[members.start]].1 == *key && span.start < stretch.end => {
                stretch.end = stretch.end.max(span.end);
                members.end = place + 1;
            }
            _ => stretches.push((*span, place..place + 1)),
        }
    }
    // Stable: those of one start and length stay in the order of their keys.
    stretches.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    for (span, members) in stretches {
        let members = order.get(members).unwrap_or_default();
        let first = members.first().copied().unwrap_or_default();
        let free = |lane: &Vec<(Span, usize)>| lane.last().is_none_or(|(last, _)| last.end <= span.start);
        let lane = match lanes.shown.iter().position(free) {
            Some(lane) => lane,
            None if lanes.shown.len() < usize::from(max) => {
                lanes.shown.push(Vec::new());
                lanes.shown.len() - 1
            }
            None => {
                lanes.hidden.0.push(span.start);
                lanes.hidden.1.push(span.end);
                continue;
            }
        };
        if let Some(shown) = lanes.shown.get_mut(lane) {
            shown.push((span, first));
        }
        for member in members {
            lanes.lane[*member] = Some(lane as u16);
        }
    }
    lanes.hidden.1.sort_unstable();
    lanes
}

impl Page {
    /// As `lanes`, for codings on this page, by the rows that show them: two that share a row do not share a lane, unless
    /// they have the same key (a code, or a code and a coder). Ask the answer for rows of this page.
    pub fn lanes<K: Ord>(&self, codings: Vec<(Span, K)>, max: u16) -> Lanes {
        let rows = |span: Span| {
            let rows = self.rows_of(span);
            Span::new(rows.start as u32, rows.end as u32)
        };
        let items: Vec<(Span, K)> = codings.into_iter().map(|(span, key)| (rows(span), key)).collect();
        lanes(&items, max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn items(list: &[(u32, u32, char)]) -> Vec<(Span, char)> {
        list.iter().map(|(start, end, key)| (Span::new(*start, *end), *key)).collect()
    }

    #[test]
    fn the_first_free_lane() {
        let found = lanes(&items(&[(0, 4, 'r'), (2, 6, 'c'), (4, 8, 'r'), (5, 7, 'd'), (9, 9, 'e')]), 4);
        assert_eq!(found.lane, [Some(0), Some(1), Some(0), Some(2), None]);
        assert_eq!(found.width(), 3);
        assert_eq!(found.at(5), [Some(2), Some(1), Some(3)]);
        assert_eq!(found.at(8), [None, None, None]);
    }

    #[test]
    fn one_key_takes_one_lane_where_it_overlaps() {
        let found = lanes(&items(&[(0, 4, 'r'), (3, 9, 'r'), (3, 5, 'c'), (8, 12, 'r')]), 4);
        assert_eq!(found.lane, [Some(0), Some(0), Some(1), Some(0)]);
        assert_eq!(found.at(8), [Some(0), None]);
    }

    #[test]
    fn what_finds_no_lane_is_counted() {
        let found = lanes(&items(&[(0, 9, 'a'), (1, 8, 'b'), (2, 4, 'c'), (3, 6, 'd'), (5, 7, 'e')]), 2);
        assert_eq!(found.lane, [Some(0), Some(1), None, None, None]);
        assert_eq!([1, 2, 3, 4, 5, 6, 7].map(|place| found.hidden_at(place)), [0, 1, 2, 1, 2, 1, 0]);
        assert_eq!(lanes(&items(&[(0, 2, 'a')]), 0).hidden_at(1), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_two_in_one_place(list in proptest::collection::vec((0u32..30, 1u32..12, 0u8..4), 1..30), max in 1u16..6) {
            let items: Vec<(Span, u8)> = list.iter().map(|(start, long, key)| (Span::new(*start, start + long), *key)).collect();
            let found = lanes(&items, max);
            prop_assert!(found.width() <= max);
            for (at, (span, key)) in items.iter().enumerate() {
                for (other_at, (other, other_key)) in items.iter().enumerate() {
                    if at != other_at && span.overlaps(*other) && found.lane[at].is_some() {
                        prop_assert_eq!(found.lane[at] == found.lane[other_at], key == other_key);
                    }
                }
                for place in span.start..span.end {
                    if let Some(lane) = found.lane[at] {
                        let shown = found.at(place as usize)[lane as usize].unwrap();
                        prop_assert_eq!(items[shown].1, *key);
                    } else {
                        prop_assert!(found.hidden_at(place as usize) > 0);
                    }
                }
            }
            // Four keys never need more than four lanes.
            if max >= 4 {
                prop_assert!(found.lane.iter().all(Option::is_some));
            }
        }
    }
}
