//! Bringing journals together: the union of their events by id.
//!
//! Laws: the union is associative, commutative and idempotent; lines stay as they stand, unknown keys included; a line
//! from which words were erased keeps its old copies out.

use std::collections::{HashMap, HashSet};

use super::event::{Do, Event};
use crate::model::EventId;

/// One event for each id, in the order of ids: of several lines the one that counts (greater `rev`, then with `coder`,
/// then greater as text).
pub fn union(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| b.rank(a)));
    events.dedup_by_key(|event| event.id);
    events
}

/// What of `incoming` is to be appended to a study that holds `existing` (the events of all its files): lines verbatim,
/// in the order in which they came. Left out are lines that are there or that lose against the one that is there, and
/// old copies of lines that an erasure (here or there) has named.
pub fn merge_lines<'i>(existing: &[Event], incoming: &'i [Event]) -> Vec<&'i Event> {
    let mut best: HashMap<EventId, &Event> = HashMap::with_capacity(existing.len());
    let mut erased: HashSet<EventId> = HashSet::new();
    for event in existing.iter().chain(incoming) {
        if let Do::Erase { ids, .. } = &event.what {
            erased.extend(ids);
        }
    }
    for event in existing {
        best.entry(event.id)
            .and_modify(|best| {
                if event.rank(best).is_gt() {
                    *best = event
                }
            })
            .or_insert(event);
    }
    let mut new: HashMap<EventId, &Event> = HashMap::new();
    for event in incoming {
        if event.rev == 0 && erased.contains(&event.id) {
            continue;
        }
        if best.get(&event.id).is_none_or(|best| event.rank(best).is_gt()) {
            best.insert(event.id, event);
            new.insert(event.id, event);
        }
    }
    incoming.iter().filter(|event| new.get(&event.id).is_some_and(|best| std::ptr::eq(*best, *event))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::made_up::{events, uuid};
    use super::super::parse_line;
    use super::*;
    use proptest::prelude::*;

    fn line(id: u32, rest: &str) -> Event {
        let id = uuid(u64::from(id), 0);
        parse_line(
            &format!(r#"{{"v":1,"id":"{id}","act":"{id}",{rest}}}"#),
            crate::model::CoderName::new("amy").ok().as_ref(),
        )
        .unwrap()
    }

    #[test]
    fn the_greater_rev_counts_then_the_coder_then_the_text() {
        let plain = line(1, r#""do":"done","transcript":"b","on":true"#);
        let named = line(1, r#""coder":"amy","do":"done","transcript":"a","on":true"#);
        let text = line(1, r#""coder":"amy","do":"done","transcript":"a","on":true,"zeta":1"#);
        let revised = line(1, r#""rev":1,"do":"done","transcript":"a","on":true"#);
        let all = [&plain, &named, &text, &revised];
        // "}" is greater than ",": the longer line is the lesser text.
        let order = [&plain, &text, &named, &revised];
        for (at, event) in order.iter().enumerate() {
            for other in order.iter().skip(at + 1) {
                assert!(event.rank(other).is_lt());
            }
        }
        assert_eq!(union(all.map(Clone::clone).to_vec()), vec![revised]);
    }

    #[test]
    fn lines_are_kept_verbatim() {
        let odd = line(2, r#""do":"done", "transcript":"a","on":true,"later":{"x":[1]}"#);
        let merged = merge_lines(&[line(1, r#""do":"done","transcript":"a","on":true"#)], std::slice::from_ref(&odd));
        assert_eq!(merged.len(), 1);
        assert!(merged[0].text().ends_with(r#""do":"done", "transcript":"a","on":true,"later":{"x":[1]}}"#));
    }

    #[test]
    fn an_old_copy_cannot_bring_words_back() {
        let old = line(1, r#""do":"memo","on":{"study":true},"text":"the words""#);
        let rewritten = line(1, r#""rev":1,"do":"memo","on":{"study":true},"text":"[erased]""#);
        let id = uuid(1, 0);
        let erase = line(9, &format!(r#""coder":"ben","do":"erase","ids":["{id}"],"why":"withdrawn""#));
        assert!(merge_lines(std::slice::from_ref(&rewritten), std::slice::from_ref(&old)).is_empty());
        assert!(merge_lines(std::slice::from_ref(&erase), std::slice::from_ref(&old)).is_empty());
        assert_eq!(merge_lines(std::slice::from_ref(&old), std::slice::from_ref(&rewritten)), [&rewritten]);
        assert_eq!(merge_lines(&[], &[erase.clone(), old]), [&erase]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn merging_is_union(all in events(20), cut in 0usize..40, back in 0usize..40) {
            let cut = cut.min(all.len());
            let (here, there) = (&all[..cut], &all[cut.saturating_sub(back)..]);
            let erases = all.iter().any(|event| matches!(event.what, Do::Erase { .. }));
            let mut merged = here.to_vec();
            merged.extend(merge_lines(here, there).into_iter().cloned());
            if !erases {
                prop_assert_eq!(union(merged.clone()), union(all.clone()));
            }
            prop_assert!(merge_lines(&merged, there).is_empty());
        }
    }
}
