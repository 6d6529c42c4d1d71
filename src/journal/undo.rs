//! What undo and redo take back next.
//!
//! Laws: undo takes back the coder's greatest live act that is not an undo; redo takes back the greatest live undo that
//! names a non-undo, unless a live act of the coder that is not an undo is later. Neither reaches across an erasure,
//! whoever's it is: what was before it may hold words that are gone on purpose.
//!
//! So undo, undo, redo, redo ends where it began, and an act done after an undo closes the way forward.

use super::fold::Fold;
use crate::model::{ActId, CoderName};

/// The act that undo takes back.
pub fn undo_target(fold: &Fold, coder: &CoderName) -> Option<ActId> {
    fold.reachable(coder).find(|step| !step.undoes).map(|step| step.act)
}

/// The undo that redo takes back.
pub fn redo_target(fold: &Fold, coder: &CoderName) -> Option<ActId> {
    for step in fold.reachable(coder) {
        if !step.undoes {
            return None;
        }
        if fold.names_a_non_undo(step.act, coder) {
            return Some(step.act);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::event::{Do, Erasure, Event};
    use super::super::made_up::{coder, event, events, events_from, uuid};
    use super::*;
    use proptest::prelude::*;

    fn done(at: u64, who: usize, transcript: &str) -> Event {
        event(at, who, Do::Done { transcript: transcript.into(), on: true })
    }

    fn undo(at: u64, who: usize, of: ActId) -> Event {
        event(at, who, Do::Undo { act: of })
    }

    fn act(at: u64) -> ActId {
        ActId(uuid(at, 0))
    }

    #[test]
    fn undo_and_redo_walk_back_and_forth() {
        let amy = coder(0);
        let mut fold = Fold::new(vec![done(1, 0, "a"), done(2, 0, "b"), done(3, 1, "c")]);
        assert_eq!(undo_target(&fold, &amy), Some(act(2)));
        assert_eq!(redo_target(&fold, &amy), None);
        fold.push(vec![undo(4, 0, act(2))]);
        assert_eq!(undo_target(&fold, &amy), Some(act(1)));
        assert_eq!(redo_target(&fold, &amy), Some(act(4)));
        fold.push(vec![undo(5, 0, act(1))]);
        assert_eq!(undo_target(&fold, &amy), None);
        assert_eq!(redo_target(&fold, &amy), Some(act(5)));
        fold.push(vec![undo(6, 0, act(5))]);
        assert_eq!(redo_target(&fold, &amy), Some(act(4)));
        fold.push(vec![undo(7, 0, act(4))]);
        assert_eq!(redo_target(&fold, &amy), None);
        assert_eq!(undo_target(&fold, &amy), Some(act(2)));
        assert_eq!(fold.state().done.len(), 3);
    }

    #[test]
    fn an_act_after_an_undo_closes_the_way_forward() {
        let fold = Fold::new(vec![done(1, 0, "a"), undo(2, 0, act(1)), done(3, 0, "b")]);
        assert_eq!(redo_target(&fold, &coder(0)), None);
        assert_eq!(undo_target(&fold, &coder(0)), Some(act(3)));
    }

    #[test]
    fn undo_takes_back_the_coders_own_acts_only() {
        let fold = Fold::new(vec![done(1, 0, "a"), undo(2, 1, act(1)), undo(3, 0, act(9))]);
        assert_eq!(fold.state().done.len(), 1);
        assert_eq!(redo_target(&fold, &coder(1)), None);
        assert_eq!(undo_target(&fold, &coder(0)), Some(act(1)));
    }

    #[test]
    fn undo_does_not_reach_across_an_erasure() {
        let erase = |at, who| event(at, who, Do::Erase { ids: vec![], participant: None, why: Erasure::Withdrawn });
        let mut fold = Fold::new(vec![done(1, 0, "a"), done(2, 0, "b"), undo(3, 0, act(2)), erase(4, 1)]);
        assert_eq!(undo_target(&fold, &coder(0)), None);
        assert_eq!(undo_target(&fold, &coder(1)), None);
        assert_eq!(redo_target(&fold, &coder(0)), None);
        fold.push(vec![done(5, 0, "c")]);
        assert_eq!(undo_target(&fold, &coder(0)), Some(act(5)));
        // Nor does an undo that names an erasure have an effect.
        fold.push(vec![undo(6, 1, act(4))]);
        assert!(fold.acts().all(|act| act.live != (act.id == ActId(uuid(2, 0)))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn undo_of_all_gives_the_state_before_and_redo_restores(before in events(12), after in events_from(1000, 12)) {
            let lasting = |events: Vec<Event>| -> Vec<Event> {
                events.into_iter().filter(|event| !matches!(event.what, Do::Erase { .. } | Do::Undo { .. }) && event.rev == 0).collect()
            };
            let (before, after) = (lasting(before), lasting(after));
            let mut fold = Fold::new(before);
            let start = fold.state().clone();
            let old: Vec<_> = fold.acts().map(|act| act.id).collect();
            fold.push(after);
            let end = fold.state().clone();
            let mut at = 1_000_000;
            let mut taken = 0;
            for who in 0..3 {
                while let Some(target) = undo_target(&fold, &coder(who)).filter(|act| !old.contains(act)) {
                    at += 1;
                    taken += 1;
                    fold.push(vec![undo(at, who, target)]);
                }
            }
            prop_assert_eq!(fold.state(), &start);
            for who in 0..3 {
                while let Some(target) = redo_target(&fold, &coder(who)) {
                    at += 1;
                    taken -= 1;
                    fold.push(vec![undo(at, who, target)]);
                }
            }
            prop_assert_eq!(taken, 0);
            prop_assert_eq!(fold.state(), &end);
        }
    }
}
