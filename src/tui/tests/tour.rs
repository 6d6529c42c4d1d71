//! The tour, done from start to end by keys alone, with wrong turns.

use super::world::World;
use crate::session::{Env, Session, demo};
use crate::tui::effect::{Effect, Request};

/// The sample, opened by somebody who has asked for the tour.
fn sample(folder: &tempfile::TempDir) -> Session {
    let root = folder.path().join("sample");
    demo::make(&root).unwrap();
    let session = Session::open(&root, Env::fixed(1_700_000_000_000, 7, folder.path().join("machine"))).unwrap();
    session.begin_tour();
    session
}

fn touring() -> World {
    let folder = tempfile::tempdir().unwrap();
    let session = sample(&folder);
    let mut world = World::at(folder, Some(session));
    world.ask(Request::Study);
    world
}

/// The lines of the tour on a screen.
fn strip(world: &mut World) -> String {
    let screen = world.screen(100, 30);
    let lines: Vec<&str> = screen.lines().skip(26).map(str::trim).collect();
    assert!(lines[0].contains("step") || lines[0].contains("the end"), "{screen}");
    lines.join(" ")
}

#[track_caller]
fn says(world: &mut World, parts: &[&str]) {
    let strip = strip(world);
    for part in parts {
        assert!(strip.contains(part), "“{part}” is not in: {strip}");
    }
}

#[test]
fn ten_steps_by_keys_alone() {
    let mut world = touring();
    says(&mut world, &["step 1 of 10", "s3-parent-rowan"]);
    world.press("F5");
    says(&mut world, &["step 1 of 10", "Press F2"]);
    world.press("F2 g");
    let at = world.model.study.as_ref().unwrap().rows.iter().position(|row| row.id.as_str() == "s3-parent-rowan");
    (0..at.unwrap()).for_each(|_| world.press("j"));
    world.press("Enter");
    says(&mut world, &["step 2 of 10", "J goes to the next turn"]);
    world.press("F4");
    says(&mut world, &["step 2 of 10", "press F2"]);
    world.press("Esc J");
    says(&mut world, &["step 3 of 10", "press s"]);
    world.press("s");
    says(&mut world, &["step 4 of 10", "press c"]);
    world.press("c");
    says(&mut world, &["Type ref"]);
    world.press("r e f Enter");
    says(&mut world, &["Once, emic asks who is coding", "such as nora"]);
    // Whose work is in the sample already is no name to try undo with.
    let coders = world.session().corpus().study.coders.clone().unwrap();
    assert!(coders.iter().any(|coder| coder.as_str() == "amy"));
    assert!(coders.iter().all(|coder| coder.as_str() != "nora"));
    assert!(world.screen(100, 30).contains("Enter takes the answer"));
    world.press("z o e Enter");
    says(&mut world, &["step 5 of 10", "Take it back with u"]);
    world.press("u");
    says(&mut world, &["step 5 of 10", "Press U"]);
    world.press("U");
    says(&mut world, &["step 6 of 10", "Press m"]);
    world.press("m");
    says(&mut world, &["Esc saves it"]);
    world.press("h m Esc");
    says(&mut world, &["step 7 of 10", "F3"]);
    world.press("F3");
    says(&mut world, &["step 8 of 10", "F4"]);
    world.press("F4");
    says(&mut world, &["step 9 of 10", "Enter shows the quotes"]);
    world.press("j Enter");
    says(&mut world, &["step 10 of 10", "Esc leads back"]);
    world.press("Esc w");
    says(&mut world, &["Type a name for the file", "csv, xlsx, tsv, json or md"]);
    world.press("Ctrl+u");
    world.write("mine.csv");
    world.press("Enter");
    says(&mut world, &["the end", "That was the tour", "mine.csv"]);
    assert!(world.folder().join("mine.csv").is_file());
    // It does not begin again by itself.
    let folder = world.leave();
    let mut world = World::at(folder, None);
    let root = world.folder().join("sample");
    world.ask(Request::OpenStudy(root));
    assert_eq!(world.model.tour, None);
    assert_eq!(world.model.size, world.model.terminal);
}

#[test]
fn left_and_taken_up_again() {
    let mut world = touring();
    let at = world.model.study.as_ref().unwrap().rows.iter().position(|row| row.id.as_str() == "s3-parent-rowan");
    (0..at.unwrap()).for_each(|_| world.press("j"));
    world.press("Enter");
    says(&mut world, &["step 2 of 10"]);
    let rows = world.model.size.1;
    world.press(": t o u r Enter");
    assert_eq!(world.model.tour, None);
    assert_eq!(world.model.size.1, rows + 4);
    assert!(world.said().contains("the tour is left"));
    world.press(": t o u r Enter");
    says(&mut world, &["step 2 of 10"]);
    // On a screen that is too low it has no rows of its own, and nothing breaks.
    assert!(world.screen(80, 12).lines().next().unwrap().contains("step 2 of 10"));
    says(&mut world, &["step 2 of 10"]);
    assert!(!world.done.iter().any(|effect| matches!(effect, Effect::Leave(_))));
}

#[test]
fn on_a_low_screen_each_step_is_told_until_the_next_key() {
    let folder = tempfile::tempdir().unwrap();
    let session = sample(&folder);
    let mut world = World::at(folder, Some(session));
    world.screen(40, 12);
    world.ask(Request::Study);
    let flat =
        |world: &mut World| world.screen(40, 12).replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = flat(&mut world);
    assert!(
        shown.contains("step 1 of 10") && shown.contains("Choose s3-parent-rowan, a mother, and press Enter."),
        "{shown}"
    );
    let at = world.model.study.as_ref().unwrap().rows.iter().position(|row| row.id.as_str() == "s3-parent-rowan");
    (0..at.unwrap()).for_each(|_| world.press("j"));
    assert!(!flat(&mut world).contains("Choose s3-parent-rowan"), "until the next key");
    world.press("Enter");
    let shown = flat(&mut world);
    assert!(shown.contains("step 2 of 10") && shown.contains("J goes to the next turn"), "{shown}");
    // The help has it again.
    world.press("J K ?");
    let shown = flat(&mut world);
    assert!(shown.contains("step 3 of 10") && shown.contains("Select a sentence: press s."), "{shown}");
    world.press("Esc J J s c");
    world.press("r e f Enter z o e Enter");
    let shown = flat(&mut world);
    assert!(shown.contains("step 5 of 10") && shown.contains("Take it back with u."), "{shown}");
    world.press("u U m h m Esc F3");
    let shown = flat(&mut world);
    assert!(shown.contains("step 8 of 10") && shown.contains("Now compare groups: F4"), "{shown}");
    world.press("F4 j Enter Esc w");
    world.press("Ctrl+u");
    world.write("mine.csv");
    world.press("Enter");
    let shown = flat(&mut world);
    assert!(shown.contains("the end") && shown.contains("That was the tour."), "{shown}");
    assert!(world.folder().join("mine.csv").is_file());
}

#[test]
fn taken_up_again_where_no_theme_was_shown_yet() {
    let mut world = touring();
    world.press("Enter J J s c r e f Enter z o e Enter u U m h m Esc");
    says(&mut world, &["step 7 of 10", "F3"]);
    let mut world = World::at(world.leave(), None);
    let root = world.folder().join("sample");
    world.ask(Request::OpenStudy(root));
    says(&mut world, &["step 7 of 10", "F3"]);
    // Nothing is at the cursor: the theme is asked for, and it is said what to do.
    world.press("F3");
    says(&mut world, &["type ref", "press Enter"]);
    world.press("r e f Enter");
    says(&mut world, &["step 8 of 10", "F4"]);
}
