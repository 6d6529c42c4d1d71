//! Keys that come before what they are meant for: none is lost, and one can go back from what is long in coming.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::world::World;
use crate::tui::effect::{Effect, Request};
use crate::tui::model::Place;
use crate::tui::msg::Msg;

#[test]
fn keys_typed_before_the_study_is_there_act_on_it() {
    let folder = World::new(Some("zoe")).leave();
    let root = folder.path().join("study");
    let mut env = crate::session::Env::fixed(1_700_000_000_000, 7, folder.path().join("machine"));
    env.coder = Some("zoe".into());
    let session = crate::session::Session::open(&root, env).unwrap();
    let mut world = World::at(folder, Some(session));
    // As the loop does it: the study is asked for, and the terminal is read meanwhile.
    world.model.opening = true;
    world.press("j Enter J s");
    assert_eq!(world.model.place, Place::Library);
    assert!(world.screen(80, 24).contains("opening the study…"));
    world.study();
    assert_eq!(world.model.place, Place::Read);
    let read = world.model.read.as_ref().unwrap();
    assert_eq!(read.reading.id.as_str(), "two");
    assert!(read.selection.is_some());
}

#[test]
fn one_can_leave_before_the_study_is_there() {
    let mut world = World::at(tempfile::tempdir().unwrap(), None);
    world.model.opening = true;
    world.press("q");
    assert_eq!(world.done, [Effect::Leave(0)]);
}

#[test]
fn keys_wait_for_the_rows_of_a_list() {
    let mut world = World::reading();
    world.press("J s c r e f Enter L s c c o m Enter Esc Esc");
    world.held = Some(Vec::new());
    world.press("F7 j j");
    assert_eq!(world.model.history.list.at, 0);
    // What is not there yet is not said to be nothing.
    let screen = world.screen(80, 24);
    assert!(screen.contains("looking at what was done…") && !screen.contains("nothing was done"), "{screen}");
    world.let_go();
    assert!(world.model.history.all.len() >= 2);
    assert_eq!(world.model.history.list.at, world.model.history.all.len().min(3) - 1);
    // Ticks on quotes that are on their way.
    world.press("F3 r e f");
    world.held = Some(Vec::new());
    world.press("Enter v");
    assert!(world.model.quotes.ticked.is_empty());
    world.let_go();
    assert_eq!(world.model.quotes.ticked.len(), 1);
    // A list that is there is not waited for again.
    world.held = Some(Vec::new());
    world.press("F7 k");
    assert!(!world.model.opening && world.model.typed_ahead.is_empty());
}

#[test]
fn going_back_does_not_wait_for_a_list() {
    let mut world = World::reading();
    world.held = Some(Vec::new());
    world.press("F5 j");
    assert_eq!(world.model.typed_ahead.len(), 1);
    let screen = world.screen(80, 24);
    assert!(screen.contains("looking for the memos…") && !screen.contains("no memos yet"), "{screen}");
    world.press("Esc");
    assert_eq!((world.model.place, world.model.typed_ahead.len()), (Place::Read, 0));
    // A transcript that is being opened is waited for: Esc is meant for it.
    world.let_go();
    world.press("F2");
    world.held = Some(Vec::new());
    world.press("j Enter Esc");
    assert_eq!(world.model.typed_ahead.len(), 1);
    world.let_go();
    assert_eq!(world.model.place, Place::Library);
}

#[test]
fn a_hit_chosen_before_it_is_found_is_the_one_that_will_be_found() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.held = Some(Vec::new());
    world.write("waited");
    world.press("Down Enter s");
    assert_eq!(world.model.place, Place::Search);
    // The first question is for less than the whole word: that answer is not yet what is waited for.
    let first = world.held.replace(Vec::new()).unwrap();
    assert_eq!(first, [Request::Search("w".into())]);
    let answer = world.desk.answer(Request::Search("w".into()));
    world.happens(Msg::Answer(Box::new(answer)));
    assert_eq!(world.model.place, Place::Search);
    world.let_go();
    assert_eq!(world.model.place, Place::Read);
    let read = world.model.read.as_ref().unwrap();
    assert_eq!(read.reading.id.as_str(), "two");
    assert!(read.selection.is_some());
}

#[test]
fn what_another_query_found_is_not_said_of_the_one_that_is_typed() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("zzz");
    assert!(world.screen(80, 24).contains("Nothing fits"));
    world.held = Some(Vec::new());
    world.write(" OR waited");
    let screen = world.screen(80, 24);
    assert!(
        screen.contains("searching…") && !screen.contains("0 turns") && !screen.contains("Nothing fits"),
        "{screen}"
    );
    // An answer to the first letters that were typed is not yet the one.
    let first = world.held.replace(Vec::new()).unwrap();
    assert_eq!(first.len(), 1);
    for request in first {
        let answer = world.desk.answer(request);
        world.happens(Msg::Answer(Box::new(answer)));
    }
    assert!(world.screen(80, 24).contains("searching…"));
    world.let_go();
    let screen = world.screen(80, 24);
    assert!(screen.contains("2 turns") && !screen.contains("searching…"), "{screen}");
    // Nor is a mistake, with its caret, that was mended.
    world.write(" rle:parent");
    assert!(world.screen(80, 24).contains('^'));
    world.held = Some(Vec::new());
    for _ in 0..3 {
        world.press("Backspace");
    }
    let screen = world.screen(80, 24);
    assert!(screen.contains("searching…") && !screen.contains('^'), "{screen}");
}

#[test]
fn while_a_mistake_is_shown_no_hit_of_another_query_opens() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("waited");
    assert_eq!(world.model.search.found.rows.len(), 2);
    world.write(" rle:parent");
    assert!(world.model.search.problem.is_some());
    world.happens(Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
    assert_eq!(world.model.place, Place::Search);
}
