//! docs/keystrokes.md says how many keys ten tasks take: here they are pressed.

use super::world::World;
use crate::model::Star;

const DOC: &str = include_str!("../../../docs/keystrokes.md");

/// Presses the keys of a task, which the page counts so.
fn press(world: &mut World, task: usize, keys: &str) {
    let row = DOC.lines().find(|line| line.starts_with(&format!("| {task}. "))).unwrap_or_default();
    let counted = row.split('|').nth(3).unwrap_or_default().trim();
    let pressed = keys.split(' ').count();
    assert!(
        counted == format!("{pressed} K") || counted == format!("{pressed} K + T"),
        "{task}: {pressed} keys, {row}"
    );
    world.press(keys);
}

/// Presses the keys before what is typed, and those after it.
fn press_and_type(world: &mut World, task: usize, before: &str, text: &str, after: &str) {
    let row = DOC.lines().find(|line| line.starts_with(&format!("| {task}. "))).unwrap_or_default();
    let pressed = before.split(' ').count() + after.split(' ').count();
    assert!(row.contains(&format!("| {pressed} K + T |")), "{task}: {pressed} keys, {row}");
    world.press(before);
    world.write(text);
    world.press(after);
}

#[test]
fn ten_tasks_take_as_many_keys_as_the_page_says() {
    let mut world = World::reading();
    world.press("J");
    press(&mut world, 1, "s c r e f Enter");
    assert_eq!(world.coded().last().unwrap(), &("delays".to_owned(), "We waited a year.".to_owned()));
    press(&mut world, 2, "L s .");
    assert_eq!(world.coded().last().unwrap(), &("delays".to_owned(), "Nobody rang us.".to_owned()));
    world.press("s c c o m Enter Esc J J");
    press(&mut world, 3, "t 2");
    let last = world.coded().last().unwrap().clone();
    assert!(last.0 == "delays" && last.1.starts_with("School was kind."), "{last:?}");
    world.press("Esc H");
    press_and_type(&mut world, 4, "s c", "Kindness", "Enter Enter");
    assert_eq!(world.coded().last().unwrap().0, "kindness");
    let before = world.coded().len();
    world.press("Esc L");
    press(&mut world, 5, "s i Enter");
    assert_eq!(world.coded().len(), before + 1);
    press(&mut world, 6, "x u");
    assert_eq!(world.coded().len(), before + 1);
    press_and_type(&mut world, 7, "m", "so much", "Esc");
    assert_eq!(world.session().state().memos.values().next().map(|memo| &*memo.text), Some("so much"));
    press(&mut world, 8, "*");
    assert_eq!(world.session().state().stars.values().copied().collect::<Vec<_>>(), [Star::Exemplar]);
    world.press("g J");
    press(&mut world, 9, ">");
    assert!(
        world.coded().contains(&("delays".to_owned(), "We waited a year. Nobody".to_owned())),
        "{:?}",
        world.coded()
    );
    press_and_type(&mut world, 10, "a", " Indeed.", "Esc");
    let text = std::fs::read_to_string(world.session().root().join("transcripts/one.txt")).unwrap();
    assert!(text.contains(" Indeed."), "{text}");
}
