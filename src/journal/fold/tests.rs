//! Tests of the fold.

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::event::{Code, MemoWritten, Respan, to_line};
use super::super::made_up::{coder, event, events, place, uuid};
use super::super::parse_line;
use super::*;
use crate::model::{MemoOn, QuoteWording, Star};

fn id(at: u64) -> EventId {
    EventId(uuid(at, 0))
}

fn code(at: u64, who: usize) -> Event {
    let (query, def) = (None, None);
    let what = Code { place: place(0, "words"), code: "wait".into(), query, def, settles: vec![], by: vec![] };
    timed(event(at, who, Do::Code(what)), at)
}

fn timed(mut event: Event, at: u64) -> Event {
    event.at = format!("t{at}").into();
    event
}

fn recode(at: u64, who: usize, coding: u64, code: &str) -> Event {
    timed(event(at, who, Do::Recode { coding: id(coding), code: code.into(), def: None }), at)
}

fn respan(at: u64, coding: u64) -> Event {
    let place = place(3, "other");
    let what = Respan {
        coding: id(coding),
        transcript: None,
        span: place.span,
        quote: place.quote,
        before: place.before,
        after: place.after,
        text: place.text,
        why: None,
    };
    timed(event(at, 0, Do::Respan(what)), at)
}

fn star(at: u64, who: usize, coding: u64, star: Option<Star>) -> Event {
    timed(event(at, who, Do::Star { coding: id(coding), star }), at)
}

fn uncode(at: u64, who: usize, coding: u64) -> Event {
    event(at, who, Do::Uncode { coding: id(coding) })
}

fn undo(at: u64, who: usize, act: u64) -> Event {
    event(at, who, Do::Undo { act: ActId(uuid(act, 0)) })
}

fn memo(at: u64, who: usize, first: Option<u64>, on: Option<MemoOn>, text: &str) -> Event {
    let written = MemoWritten {
        memo: first.map(id),
        on,
        title: first.is_none().then(|| "Title".into()),
        kind: None,
        text: Some(text.into()),
    };
    timed(event(at, who, Do::Memo(written)), at)
}

#[test]
fn the_greatest_live_event_wins_each_register() {
    let mut fold = Fold::new(vec![
        code(1, 0),
        respan(2, 1),
        recode(5, 0, 1, "care"),
        recode(4, 0, 1, "help"),
        star(3, 1, 1, Some(Star::Negative)),
    ]);
    let coding = fold.state().codings[&id(1)].clone();
    assert_eq!((coding.code.as_str(), &*coding.place.quote, coding.placed_by), ("care", "other", id(2)));
    assert_eq!((&*coding.created, &*coding.modified), ("t1", "t5"));
    assert_eq!(coding.place.transcript.as_str(), "one");
    assert_eq!(fold.state().star(&coding), Some(Star::Negative));
    // The star is newer, then taken away; each is a change of the coding.
    fold.push(vec![star(6, 1, 1, None)]);
    assert_eq!(fold.state().stars.len(), 0);
    assert_eq!(&*fold.state().codings[&id(1)].modified, "t6");
    assert_eq!(fold.push(vec![undo(7, 1, 6)]), Pushed::Refolded);
    assert_eq!(&*fold.state().codings[&id(1)].modified, "t5");
    assert_eq!(fold.state().stars.len(), 1);
}

#[test]
fn an_event_before_its_code_event_loses_the_registers_of_the_code_event() {
    let fold = Fold::new(vec![code(5, 0), recode(1, 0, 5, "care"), star(2, 0, 5, Some(Star::Exemplar))]);
    let coding = &fold.state().codings[&id(5)];
    assert_eq!((coding.code.as_str(), &*coding.modified), ("wait", "t5"));
    assert_eq!(fold.state().stars.len(), 1);
    assert_eq!(Fold::new(vec![code(5, 0), uncode(1, 0, 5)]).state().codings.len(), 0);
}

#[test]
fn only_the_own_coder_changes_a_coding() {
    let fold = Fold::new(vec![code(1, 0), uncode(2, 1, 1), recode(3, 1, 1, "care"), star(4, 0, 9, None)]);
    assert_eq!(fold.state().codings[&id(1)].code.as_str(), "wait");
    let why: Vec<_> = fold.inert().iter().map(|inert| (inert.id, inert.why.clone())).collect();
    let not_own = InertWhy::NotOwn(coder(0));
    assert_eq!(why, [(id(2), not_own.clone()), (id(3), not_own), (id(4), InertWhy::NoCoding)]);
}

#[test]
fn what_hangs_on_a_coding_goes_and_comes_with_it() {
    let wording = QuoteWording { shown: Some("words […]".into()), ..QuoteWording::default() };
    let mut fold = Fold::new(vec![
        code(1, 1),
        code(2, 1),
        star(3, 0, 1, Some(Star::Exemplar)),
        star(4, 2, 1, Some(Star::Exemplar)),
        star(5, 1, 2, Some(Star::Exemplar)),
        event(6, 0, Do::Quote { coding: id(1), wording }),
        memo(7, 2, None, Some(MemoOn::Coding(id(1))), "note"),
    ]);
    let before = fold.state().clone();
    assert_eq!((before.stars.len(), before.quotes.len(), before.memos_on(id(1)).count()), (3, 1, 1));
    assert_eq!(fold.push(vec![uncode(8, 1, 1), memo(9, 2, Some(7), None, "more")]), Pushed::Added);
    let state = fold.state();
    assert_eq!((state.stars.len(), state.quotes.len(), state.memos.len(), state.codings.len()), (1, 0, 0, 1));
    fold.push(vec![undo(10, 2, 9), undo(11, 1, 8)]);
    assert_eq!(fold.state(), &before);
}

#[test]
fn a_memo_is_one_register_over_all_coders() {
    let mut fold = Fold::new(vec![memo(1, 0, None, Some(MemoOn::Study), "one"), memo(2, 1, Some(1), None, "two")]);
    let memo_of = |fold: &Fold| fold.state().memos.get(&id(1)).cloned();
    let found = memo_of(&fold).unwrap();
    assert_eq!((&*found.text, &*found.title, found.on, found.written_by), ("two", "Title", MemoOn::Study, id(2)));
    assert_eq!((found.coder, &*found.created, &*found.modified), (coder(0), "t1", "t2"));
    fold.push(vec![memo(3, 2, Some(1), None, "")]);
    assert_eq!(memo_of(&fold), None);
    fold.push(vec![memo(4, 0, Some(1), None, "again")]);
    assert_eq!(&*memo_of(&fold).unwrap().text, "again");
}

#[test]
fn an_action_is_whole_or_without_effect() {
    let part = |at| Event { act: ActId(uuid(1, 0)), of: 2, ..code(at, 0) };
    let mut fold = Fold::new(vec![part(1), part(1)]);
    assert_eq!(fold.state().codings.len(), 0);
    assert!(fold.acts().all(|act| !act.whole && !act.live));
    fold.push(vec![part(2)]);
    assert_eq!(fold.state().codings.len(), 2);
    assert_eq!(fold.acts().count(), 1);
    // An event of an unknown kind counts as present.
    let line = to_line(&part(2)).replace("\"do\":\"code\"", "\"do\":\"hum\"");
    let unknown = parse_line(&line, None).unwrap();
    assert_eq!(unknown.what, Do::Unknown);
    assert_eq!(Fold::new(vec![part(1), unknown]).state().codings.len(), 1);
}

#[test]
fn undo_is_itself_undone() {
    let mut fold = Fold::new(vec![code(1, 0), undo(2, 0, 1)]);
    assert_eq!(fold.state().codings.len(), 0);
    fold.push(vec![undo(3, 0, 2)]);
    assert_eq!(fold.state().codings.len(), 1);
    fold.push(vec![undo(4, 0, 3)]);
    assert_eq!(fold.state().codings.len(), 0);
    let live: Vec<_> = fold.acts().map(|act| act.live).collect();
    assert_eq!(live, [false, true, false, true]);
    // An undo reaches lesser acts only.
    assert_eq!(Fold::new(vec![undo(1, 0, 5), code(5, 0)]).state().codings.len(), 1);
}

#[test]
fn what_was_erased_for_withdrawal_folds_to_nothing() {
    let erase = |at, why| event(at, 1, Do::Erase { ids: vec![id(1)], participant: None, why });
    let rewritten = Event { rev: 1, at: "t9".into(), ..code(1, 0) };
    for why in [Erasure::Withdrawn, Erasure::Anonymised] {
        let mut fold = Fold::new(vec![code(1, 0), code(2, 0)]);
        fold.push(vec![rewritten.clone(), erase(5, why)]);
        assert_eq!(fold.state().codings.len(), if why == Erasure::Withdrawn { 1 } else { 2 });
        assert!(fold.supersedes(&code(1, 0)));
        assert!(!fold.supersedes(&rewritten) && !fold.supersedes(&code(2, 0)));
        // An old copy brings nothing back.
        assert_eq!(fold.push(vec![code(1, 0)]), Pushed::Nothing);
        assert_eq!(fold.find(id(1)).map(|event| event.rev), Some(1));
    }
    // Erased before it arrives.
    let mut fold =
        Fold::new(vec![event(1, 1, Do::Erase { ids: vec![id(7)], participant: None, why: Erasure::Withdrawn })]);
    assert_eq!(fold.push(vec![code(7, 0)]), Pushed::Added);
    assert_eq!(fold.state().codings.len(), 0);
}

#[test]
fn acts_tell_what_was_done() {
    let together = |event: Event| Event { act: ActId(uuid(3, 0)), of: 2, ..event };
    let fold = Fold::new(vec![code(1, 0), together(star(4, 0, 1, None)), together(uncode(3, 0, 1)), undo(5, 0, 3)]);
    let acts: Vec<Act> = fold.acts().collect();
    assert_eq!(acts[1].what, [(super::super::Kind::Uncode, 1), (super::super::Kind::Star, 1)]);
    assert_eq!(acts[1].transcripts, ["one".into()]);
    assert_eq!((acts[1].live, acts[1].whole, acts[1].events.clone()), (false, true, vec![id(3), id(4)]));
    assert_eq!(acts[2].undoes, Some(acts[1].id));
    assert_eq!(fold.act(acts[1].id, &coder(0)).as_ref(), Some(&acts[1]));
    assert_eq!(fold.newest(), Some(uuid(5, 0)));
}

fn folded(fold: &Fold) -> Folded {
    Folded { state: fold.state().clone(), acts: fold.acts().collect(), inert: fold.inert().to_vec() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_order_repetition_and_partition_gives_the_same(
        (events, shuffled) in events(24).prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        again in prop::collection::vec(any::<Index>(), 0..8),
        cuts in prop::collection::vec(any::<Index>(), 0..5),
    ) {
        let all = fold(&events);
        prop_assert!(!events.is_empty() && !all.acts.is_empty());
        let mut shuffled = shuffled;
        shuffled.extend(again.iter().map(|at| at.get(&events).clone()));
        prop_assert_eq!(&fold(&shuffled), &all);
        // And bit by bit, in any order, and in the order in which they were made.
        for list in [shuffled, events] {
            let mut cuts: Vec<usize> = cuts.iter().map(|at| at.index(list.len())).collect();
            cuts.extend([0, list.len()]);
            cuts.sort_unstable();
            let mut grown = Fold::default();
            for pair in cuts.windows(2) {
                grown.push(list[pair[0]..pair[1]].to_vec());
            }
            prop_assert_eq!(&folded(&grown), &all);
            let of_files = |what: &Do| matches!(what, Do::Codebook(_) | Do::File(_) | Do::Erase { .. });
            let found = grown.events().iter().filter(|event| of_files(&event.what));
            prop_assert!(grown.events_of_files().eq(found));
            prop_assert_eq!(grown.push(list), Pushed::Nothing);
        }
    }

    #[test]
    fn rows_fold_as_their_events_do(
        (events, whose) in events(24).prop_flat_map(|events| {
            let whose = prop::collection::vec(0usize..4, events.len());
            (Just(events), whose)
        }),
        cut: Index,
    ) {
        // Some events are read at first, of several journals, the others come later.
        let cut = cut.index(events.len() + 1);
        let mut files: Vec<Vec<Event>> = vec![Vec::new(); 3];
        let mut later = Vec::new();
        for (at, (event, whose)) in events.iter().zip(&whose).enumerate() {
            let list = files.get_mut(*whose).filter(|_| at < cut);
            // One event may stand in two journals, and come again.
            list.unwrap_or(&mut later).push(event.clone());
            if at % 5 == 0 {
                files[at % 3].push(event.clone());
            }
        }
        let (rows, others): (Vec<_>, Vec<_>) = files.into_iter().map(Rows::of).map(|(rows, others)| (Arc::new(rows), others)).unzip();
        let mut grown = Fold::of(rows, others.concat());
        for event in &later {
            grown.push(vec![event.clone()]);
        }
        let whole = Fold::new(events.clone());
        prop_assert_eq!(&folded(&grown), &folded(&whole));
        prop_assert_eq!(grown.events(), whole.events());
        prop_assert!(grown.events_of_files().eq(whole.events_of_files()));
        prop_assert_eq!((grown.newest(), grown.has_rewritten()), (whole.newest(), whole.has_rewritten()));
        for event in &events {
            let act: Vec<_> = whole.events().iter().filter(|other| other.act == event.act).cloned().collect();
            prop_assert_eq!(grown.events_of_act(event.act), act);
            prop_assert_eq!(grown.find(event.id), whole.find(event.id));
            prop_assert_eq!(grown.supersedes(event), whole.supersedes(event));
            prop_assert_eq!(grown.is_live(event.act, &event.coder), whole.act(event.act, &event.coder).unwrap().live);
        }
    }

    #[test]
    fn one_event_after_another_is_the_same_as_all_at_once(events in events(24)) {
        let mut grown = Fold::default();
        for event in &events {
            grown.push(vec![event.clone()]);
        }
        prop_assert_eq!(&folded(&grown), &fold(&events));
    }
}

#[test]
fn new_actions_are_added_without_folding_anew() {
    let mut fold = Fold::default();
    for at in 1..20 {
        assert_eq!(fold.push(vec![code(at * 10, 0), recode(at * 10 + 1, 0, at * 10, "care")]), Pushed::Added);
    }
    assert_eq!(fold.state().codings.len(), 19);
    assert_eq!(fold.push(vec![code(5, 0)]), Pushed::Refolded);
}
