//! Going through proposed passages: what a search has found, what resembles a theme, what a code holds.

use super::world::World;
use crate::model::EventId;
use crate::tui::model::{Fate, Place};
use crate::tui::msg::Msg;

/// The queries that the codings on the disk carry.
fn queries(world: &World) -> Vec<Option<String>> {
    let journals = world.session().root().join("codings");
    let text = std::fs::read_to_string(journals.join("zoe.jsonl")).unwrap_or_default();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.filter(|line| line["do"] == "code").map(|line| line["query"].as_str().map(String::from)).collect()
}

/// A search for `query`, gone through for the code that `letters` find.
fn walking(query: &str, letters: &str) -> World {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write(query);
    world.press("Tab");
    assert!(world.screen(120, 36).contains("go through what was found for which code?"));
    world.write(letters);
    world.press("Enter");
    assert_eq!(world.model.place, Place::Walk);
    world
}

#[test]
fn hits_are_coded_one_by_one_and_carry_the_query() {
    let mut world = walking("waited OR letter", "ref");
    let screen = world.screen(120, 36);
    for shown in [
        "1 of 3 · 0 coded, 0 not, 3 open · waited OR letter → Referral delays",
        "Time between a request and an answer.",
        "one · P1 (P01) · turn 2",
        "▐We waited a year.▌",
        "y code · n not · e wider",
    ] {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
    assert!(world.coded().is_empty(), "nothing is coded before it is accepted");
    world.press("y");
    assert_eq!(world.coded(), [("delays".to_owned(), "We waited a year.".to_owned())]);
    world.press("n");
    assert_eq!(world.coded().len(), 1);
    let screen = world.screen(120, 36);
    assert!(screen.contains("3 of 3 · 1 coded, 1 not, 1 open"), "{screen}");
    // The words alone, then the sentence, then the turn.
    world.press("E");
    assert!(world.screen(120, 36).contains("▐waited▌ with her"));
    world.press("e e y");
    assert!(world.coded()[1].1.starts_with("She has one adult."), "{:?}", world.coded());
    assert!(world.screen(120, 36).contains("all 3 passages gone through: 2 coded, 1 not"));
    assert_eq!(queries(&world), [Some("waited OR letter".to_owned()), Some("waited OR letter".to_owned())]);
    // What is coded so already is not asked about again.
    world.press("Esc");
    assert_eq!(world.model.place, Place::Search);
    world.press("Tab r e f Enter");
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("1 of 1 ·") && screen.contains("2 are left out, you have coded them so already"),
        "{screen}"
    );
}

#[test]
fn each_step_is_taken_back_with_its_coding() {
    let mut world = walking("waited OR letter", "ref");
    world.press("n y u");
    assert!(world.coded().is_empty());
    assert_eq!(world.model.walk.at, 1, "the one that was accepted is in focus again");
    assert_eq!(world.model.walk.fates, [Fate::No, Fate::Open, Fate::Open]);
    world.press("u");
    assert_eq!(world.model.walk.fates, [Fate::Open; 3]);
    assert_eq!(world.model.walk.at, 0);
    world.press("u");
    assert!(world.said().starts_with("no step of this review is left"));
    // With the whole turn, the sentence in it is not asked about, and comes back with it.
    world.press("e y");
    assert_eq!(world.model.walk.fates[1], Fate::Covered);
    assert_eq!(world.model.walk.at, 2);
    world.press("u");
    assert_eq!(world.model.walk.fates, [Fate::Open; 3]);
    // The rest of a transcript is left out and comes back as one step.
    world.press("g x");
    assert_eq!(world.model.walk.fates, [Fate::Skipped, Fate::Skipped, Fate::Open]);
    world.press("u");
    assert_eq!(world.model.walk.fates, [Fate::Open; 3]);
    assert!(world.coded().is_empty());
}

#[test]
fn another_action_in_between_is_not_taken_back_by_the_review() {
    let mut world = walking("waited OR letter", "ref");
    world.press("y k Enter");
    assert_eq!(world.model.place, Place::Read);
    world.press("J s c c o m Enter Esc Esc");
    assert_eq!(world.model.place, Place::Walk);
    assert_eq!(world.coded().len(), 2);
    world.press("u");
    assert!(world.said().contains("something else was done since"), "{}", world.said());
    assert_eq!(world.coded().len(), 2);
}

#[test]
fn a_text_that_changed_meanwhile_is_not_coded() {
    let mut world = walking("waited", "ref");
    let path = world.session().root().join("transcripts/one.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("How did it begin?", "How did all of it begin?")).unwrap();
    world.look();
    world.press("y");
    assert!(world.coded().is_empty());
    assert!(world.said().contains("the text was changed meanwhile"), "{}", world.said());
    assert_eq!(world.model.walk.fates[0], Fate::Open);
    assert_eq!(world.model.walk.at, 0);
}

#[test]
fn who_is_coding_is_asked_before_the_first_acceptance() {
    let mut world = World::new(None);
    world.press("/");
    world.write("waited");
    world.press("Tab r e f Enter y");
    world.write("kim");
    world.press("Enter");
    assert!(world.coded().len() == 1, "what was accepted is coded when the name is said");
    assert!(matches!(world.model.walk.fates[0], Fate::Yes(_)));
    world.press("u");
    assert!(world.coded().is_empty());
}

#[test]
fn a_new_code_can_be_made_for_what_was_found() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("adult");
    world.press("Tab");
    world.write("One adult");
    world.press("Enter Enter y");
    assert_eq!(world.coded()[0].0, "one-adult");
}

#[test]
fn keys_that_are_faster_than_the_search_wait_for_the_passages() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("waited");
    world.press("Tab r e f");
    world.held = Some(Vec::new());
    world.press("Enter y");
    world.let_go();
    assert_eq!(world.coded(), [("delays".to_owned(), "We waited a year.".to_owned())]);
}

#[test]
fn nothing_found_is_nothing_to_go_through() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("zebra");
    world.press("Tab");
    assert!(world.said().starts_with("nothing is found to go through"));
    assert_eq!(world.model.place, Place::Search);
}

#[test]
fn passages_go_over_to_another_code_one_by_one() {
    let mut world = World::reading();
    world.press("J s c r e f Enter s . s .");
    let before: Vec<EventId> = world.session().state().codings.keys().copied().collect();
    assert_eq!(before.len(), 3);
    world.press("F6 g s");
    assert!(world.screen(120, 36).contains("some passages of Referral delays go over to which code?"));
    world.write("Being last");
    world.press("Enter Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("1 of 3 ·") && screen.contains("Referral delays → Being last"), "{screen}");
    world.press("n");
    assert!(world.said().starts_with("y goes over · n stays"), "{}", world.said());
    world.press("y y");
    let codes = |world: &World| world.coded().into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes(&world), ["delays", "being-last", "being-last"]);
    let after: Vec<EventId> = world.session().state().codings.keys().copied().collect();
    assert_eq!(before, after, "the codings stay, with another code");
    world.press("u");
    assert_eq!(codes(&world), ["delays", "being-last", "delays"]);
    world.press("u");
    assert_eq!(codes(&world), ["delays", "delays", "delays"]);
    world.press("y");
    assert_eq!(codes(&world), ["delays", "being-last", "delays"]);
    world.press("F7");
    assert!(world.screen(120, 36).contains("split"), "the history says that it was split");
}

#[test]
fn turns_like_the_passages_of_a_theme() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F6 g l");
    assert_eq!(world.model.place, Place::Walk);
    // In so small a study nothing is like it; it is said.
    let screen = world.screen(120, 36);
    assert!(screen.contains("there is nothing to go through"), "{screen}");
    assert!(screen.contains("0 of 2 turns of participants that zoe has not coded"), "{screen}");
    world.press("Esc G l");
    let screen = world.screen(120, 36);
    assert!(screen.contains("Communication has no passage of a participant yet"), "{screen}");
}

#[test]
fn at_every_size() {
    let mut world = walking("waited OR letter", "ref");
    for (columns, rows) in [(120, 36), (80, 24), (40, 12), (200, 60), (20, 5), (1, 1)] {
        let screen = world.screen(columns, rows);
        assert_eq!(screen.split('\n').count(), usize::from(rows));
        assert!(screen.lines().all(|line| crate::text::width(line) <= usize::from(columns)));
        if columns >= 40 {
            assert!(screen.contains("▐We waited a") && screen.contains("1 of 3"), "{columns}×{rows}:\n{screen}");
        }
    }
    world.happens(Msg::Resize(120, 36));
}
