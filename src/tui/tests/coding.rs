//! Selecting, coding and what follows, by keys.

use super::world::World;
use crate::model::Star;
use crate::tui::effect::{Effect, Request};
use crate::tui::model::Over;
use crate::tui::msg::Msg;

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(code, quote)| ((*code).to_owned(), (*quote).to_owned())).collect()
}

#[test]
fn a_known_code_on_a_sentence_takes_six_keys_a_repeat_two() {
    let mut world = World::reading();
    world.press("J");
    world.press("s c r e f Enter");
    assert_eq!(world.coded(), pairs(&[("delays", "We waited a year.")]));
    world.press("s .");
    assert_eq!(world.coded()[1], ("delays".into(), "Nobody rang us.".into()));
    world.press("s s s s");
    world.press("1");
    let third = "Then a letter came, and it said we were at the back of the queue again.";
    // Beyond the turn the selection takes in what comes next, the interviewer too.
    assert!(world.coded()[2].1.starts_with(third) && world.coded()[2].1.contains("School was kind."));
}

#[test]
fn a_coding_is_seen_at_once_and_saved_when_it_is() {
    let mut world = World::reading();
    world.press("J s c r e f");
    world.held = Some(Vec::new());
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("saving…") && screen.contains("│R"), "{screen}");
    assert!(world.coded().is_empty());
    world.press("q");
    assert_eq!(world.done, [], "quitting waits for it");
    world.let_go();
    assert_eq!(world.done, [Effect::Leave(0)]);
    assert_eq!(world.coded().len(), 1);
    assert!(world.said().ends_with("saved ✓"));
}

#[test]
fn selections_grow_shrink_and_extend() {
    let mut world = World::reading();
    let selected = |world: &World| {
        let read = world.model.read.as_ref().unwrap();
        read.selection.map(|selection| read.reading.body.slice(selection.span).unwrap().to_owned())
    };
    world.press("J s e");
    assert_eq!(selected(&world).as_deref(), Some("We waited a year. Nobody rang us."));
    world.press("E");
    assert_eq!(selected(&world).as_deref(), Some("We waited a year."));
    world.press("< <");
    assert_eq!(selected(&world).as_deref(), Some("We waited a"));
    world.press("Esc");
    assert_eq!(selected(&world), None);
    world.press("w v w");
    assert_eq!(selected(&world).as_deref(), Some("waited"));
    world.press("w");
    assert_eq!(selected(&world).as_deref(), Some("waited a"));
    // Back by a letter it is by letters again.
    world.press("Right");
    assert_eq!(selected(&world).as_deref(), Some("waited a ye"));
    world.press("Esc g J v L");
    assert_eq!(selected(&world).as_deref(), Some("We waited a year."));
    world.press("J");
    assert!(selected(&world).unwrap().ends_with("queue again."), "the turn, not the first letter of the next");
    world.press("End");
    for _ in 0..4 {
        world.press("w");
    }
    assert!(selected(&world).unwrap().ends_with("go"), "to the end of the text: {:?}", selected(&world));
    world.press("Esc g J w");
    world.press("s");
    assert_eq!(selected(&world).as_deref(), Some("We waited a year."));
    world.press("Esc Shift+Right Shift+Right");
    assert_eq!(selected(&world).as_deref(), Some("We "));
    world.press("Esc t");
    assert!(selected(&world).unwrap().ends_with("queue again."));
}

#[test]
fn a_new_code_under_a_theme_is_made_and_applied() {
    let mut world = World::reading();
    world.press("J s c");
    world.write("Being last");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("new code “Being last”: under which theme?"));
    world.write("ref");
    world.press("Enter");
    assert_eq!(world.coded(), pairs(&[("being-last", "We waited a year.")]));
    let book = &world.session().corpus().codebook;
    let at = book.resolve("being-last").unwrap();
    assert_eq!(book.path(crate::model::Theme::Code(at)), ["Referral delays", "Being last"]);
    assert!(world.screen(120, 36).contains("Being last"));
}

#[test]
fn several_codes_at_once_and_in_vivo() {
    let mut world = World::reading();
    world.press("J s c r e f Tab c o m Tab Enter");
    assert_eq!(world.coded().len(), 2);
    world.press("u");
    assert_eq!(world.coded().len(), 0, "one action, one step back");
    world.press("U");
    assert_eq!(world.coded().len(), 2);
    world.press("L L v w w w i Enter");
    assert_eq!(world.coded()[2].0, "then-a-letter");
}

#[test]
fn codings_are_taken_away_marked_moved_and_noted() {
    let mut world = World::reading();
    world.press("J s c r e f Enter");
    world.press(">");
    assert_eq!(world.coded(), pairs(&[("delays", "We waited a year. Nobody")]));
    world.press("*");
    assert!(world.screen(120, 36).contains("Referral delays ★"));
    assert_eq!(world.session().state().stars.values().copied().collect::<Vec<_>>(), [Star::Exemplar]);
    world.press("m");
    world.write("the first wait");
    world.press("Esc");
    assert_eq!(world.session().state().memos.values().next().map(|memo| &*memo.text), Some("the first wait"));
    assert!(world.screen(120, 36).contains("✎ the first wait"));
    world.press("m");
    world.write(" of many");
    world.press("Ctrl+s");
    assert_eq!(world.session().state().memos.values().next().map(|memo| &*memo.text), Some("the first wait of many"));
    world.press("x");
    assert!(world.coded().is_empty());
    world.press("Ctrl+z");
    assert_eq!(world.coded().len(), 1);
    // Without a coding, a memo stands on the passage.
    world.press("J J m");
    world.write("kind");
    world.press("Esc F5");
    let screen = world.screen(120, 36);
    assert!(screen.contains("a passage of one · kind") && screen.contains("Referral delays in one"), "{screen}");
}

#[test]
fn who_codes_is_asked_before_the_first_coding() {
    let mut world = World::new(None);
    world.press("Enter J s c r e f Enter");
    assert!(matches!(world.model.over, Some(Over::Ask(_))));
    world.write("a b");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("cannot be a coder's name"));
    world.press("Ctrl+u");
    world.write("kim");
    world.press("Enter");
    assert_eq!(world.coded().len(), 1);
    assert!(world.screen(120, 36).contains("coding as kim"));
}

#[test]
fn jumps_marks_done_and_goes_over_transcripts() {
    let mut world = World::reading();
    let turn = |world: &World| {
        let read = world.model.read.as_ref().unwrap();
        read.reading.layout.turn_at(read.cursor).map(|turn| turn + 1)
    };
    world.press(": t 4 Enter");
    assert_eq!(turn(&world), Some(4));
    world.press(": 1 Enter");
    assert_eq!(turn(&world), Some(1));
    world.press("N");
    assert_eq!(turn(&world), Some(2));
    world.press("c r e f Enter N");
    assert_eq!(turn(&world), Some(4));
    world.press("p");
    assert_eq!(turn(&world), Some(2));
    world.press("d");
    assert!(world.said().starts_with("marked done: one"));
    world.press("Tab");
    assert_eq!(world.model.read.as_ref().unwrap().reading.id.as_str(), "two");
    world.press("Tab");
    assert!(world.said().starts_with("this is the last transcript"));
    world.press("Esc");
    assert!(world.screen(120, 36).contains("✓"));
}

#[test]
fn copying_says_what_and_claims_nothing() {
    let mut world = World::reading();
    world.press("Ctrl+c");
    assert!(world.said().contains("q leaves"));
    world.press("J s y");
    assert_eq!(world.done, [Effect::Copy("“We waited a year.” (P01, one, l. 3)".into())]);
    assert!(world.said().starts_with("offered to the clipboard: “We waited a year.”"));
    world.press("Ctrl+s");
    assert!(world.said().starts_with("already saved"));
}

#[test]
fn what_was_not_saved_is_kept_and_said() {
    let mut world = World::reading();
    let file = world.session().root().join("codings");
    std::fs::create_dir_all(&file).unwrap();
    // A folder where the journal should be cannot be written to.
    std::fs::create_dir_all(file.join("zoe.jsonl")).unwrap();
    world.press("J s c r e f Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("not saved"), "{screen}");
    assert_eq!(world.model.saving.failed.len(), 1);
    assert!(!screen.contains("│R"), "what is not saved is not shown as coded");
    assert!(world.model.last_word().is_some_and(|word| word.contains("1 action was not saved")));
    // Leaving loses it: that is asked once, and again after anything else was done.
    for _ in 0..2 {
        world.press("q");
        assert!(
            world.said().starts_with("1 action not saved: Ctrl+r tries again; q again leaves without"),
            "{}",
            world.said()
        );
        assert_eq!(world.done, []);
        world.press("J");
    }
    world.press("q q");
    assert_eq!(world.done, [Effect::Leave(0)]);
    std::fs::remove_dir(file.join("zoe.jsonl")).unwrap();
    world.press("Ctrl+r");
    assert_eq!(world.coded().len(), 1);
    assert!(world.model.saving.failed.is_empty());
    assert!(world.said().ends_with("saved ✓"));
}

#[test]
fn effects_are_data() {
    let mut world = World::reading();
    world.held = Some(Vec::new());
    world.press("Tab");
    assert_eq!(world.held, Some(vec![Request::Open("two".into())]));
    world.happens(Msg::Signal(15));
    assert_eq!(world.done, [Effect::Leave(143)]);
}

#[test]
fn keys_that_are_faster_than_the_disk_wait_for_the_transcript() {
    let mut world = World::new(Some("zoe"));
    world.held = Some(Vec::new());
    world.press("Enter J s c r e f Enter");
    assert_eq!(world.held, Some(vec![Request::Open("one".into())]));
    world.let_go();
    assert_eq!(world.coded(), [("delays".to_owned(), "We waited a year.".to_owned())]);
    // Over two transcripts at once.
    world.held = Some(Vec::new());
    world.press("Tab J s . Tab Tab K");
    world.let_go();
    assert_eq!(world.coded().len(), 2);
}

#[test]
fn whose_codings_count_nowhere_is_told_once() {
    let mut world = World::new(None);
    let file = world.folder().join("study/study.yaml");
    std::fs::write(file, "emic: 1\ntitle: Waiting\ncoders: [amy]\n").unwrap();
    world.look();
    world.press("Enter J s c r e f Enter");
    world.write("nora");
    world.press("Enter");
    assert_eq!(world.coded().len(), 1);
    let said = world.said();
    assert!(said.contains("counted nowhere: nora") && said.contains("add nora there"), "{said}");
    world.press("s .");
    assert_eq!(world.coded().len(), 2);
    assert!(!world.said().contains("counted nowhere"));

    let mut heard = World::reading();
    heard.press("J s c r e f Enter");
    assert!(!heard.said().contains("counted nowhere"));
}
