//! The terminal's cursor stands on what has the focus: screen readers and magnifiers follow it.

use super::world::World;

/// The cursor stands before `text` at every size.
fn on(world: &mut World, text: &str) {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let (at, there) = world.cursor(columns, rows).unwrap_or_else(|| panic!("{text}: hidden at {columns}×{rows}"));
        let there = there.trim_start_matches(['▸', ' ', '■']);
        let room = usize::from(columns - at.x).min(12);
        let head: String = text.chars().take(room).collect();
        assert!(there.starts_with(&head), "{columns}×{rows}: {text:?} is not {there:?}");
    }
}

#[test]
fn in_every_list() {
    let mut world = World::reading();
    world.press("J s c r e f Enter m");
    world.write("long");
    world.press("Esc Esc Esc Esc j");
    on(&mut world, "two");
    world.press("F3 r e f Enter");
    on(&mut world, "P01 · one");
    world.press("F5");
    on(&mut world, "20");
    world.press("F6 j");
    on(&mut world, "No news");
    world.press("F7");
    let (_, there) = world.cursor(120, 36).unwrap();
    assert!(there.contains("memo"), "{there}");
    world.press("F9 j");
    on(&mut world, "bars-by-group");
    world.press(":");
    world.write("coverage");
    world.press("Enter");
    assert!(world.cursor(120, 36).is_some() && world.cursor(40, 12).is_some());
    world.press("F4");
    let (_, there) = world.cursor(120, 36).unwrap();
    assert!(there.starts_with("█ 1 (100%)"), "{there}");
    world.press("v");
    on(&mut world, "parent");
    world.press("F10");
    assert!(world.cursor(120, 36).is_some() && world.cursor(40, 12).is_some());
    world.press("Enter");
    on(&mut world, "[one");
}

#[test]
fn where_one_types_and_chooses() {
    let mut world = World::reading();
    world.press("J s m");
    world.write("so long");
    let (at, _) = world.cursor(120, 36).unwrap();
    let line = world.screen(120, 36).lines().nth(usize::from(at.y)).unwrap().to_owned();
    let before: String = line.chars().take(usize::from(at.x)).collect();
    assert!(before.ends_with("so long"), "{before:?}");
    world.press("Esc Space");
    on(&mut world, "l");
    world.press("Esc ?");
    on(&mut world, "Reading");
    world.press("Esc c");
    world.write("re");
    let (at, _) = world.cursor(80, 24).unwrap();
    let line = world.screen(80, 24).lines().nth(usize::from(at.y)).unwrap().to_owned();
    assert!(line.chars().take(usize::from(at.x)).collect::<String>().ends_with("re"), "{line}");
}

#[test]
fn on_the_passage_that_is_proposed() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("waited");
    world.press("Tab r e f Enter");
    on(&mut world, "We waited a ");
}
