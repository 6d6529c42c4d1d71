//! Screens at several sizes.

use super::world::World;

const SIZES: [(u16, u16); 7] = [(120, 36), (80, 24), (40, 12), (200, 60), (300, 100), (20, 5), (1, 1)];

/// The screen at every size; asserts what the large ones show.
fn at_all_sizes(world: &mut World, shown: &str) {
    for (columns, rows) in SIZES {
        let screen = world.screen(columns, rows);
        assert_eq!(screen.split('\n').count(), usize::from(rows), "{columns}×{rows}");
        assert!(screen.lines().all(|line| crate::text::width(line) <= usize::from(columns)));
        assert!(!screen.contains('\u{1b}'));
        if columns >= 40 {
            assert!(screen.contains(shown), "{shown:?} at {columns}×{rows}:\n{screen}");
        } else if columns >= 20 {
            assert!(screen.starts_with("emic needs"));
        }
    }
}

#[test]
fn the_library() {
    let mut world = World::new(Some("zoe"));
    at_all_sizes(&mut world, "transcript");
    let screen = world.screen(120, 36);
    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>().join(" "), "Waiting · 2 transcripts coding as zoe");
    assert!(lines[2].contains("one") && lines[2].contains("P01") && lines[2].contains("parent"));
    assert!(lines[2].contains("33") && lines[2].contains("GUEST"), "{}", lines[2]);
    assert!(lines[3].contains("two") && lines[3].contains("0%"));
}

#[test]
fn reading_with_codes_at_the_cursor() {
    let mut world = World::reading();
    world.press("J s c r e f Enter s c c o m Enter p");
    at_all_sizes(&mut world, "We waited a year.");
    let screen = world.screen(120, 36);
    let lines: Vec<&str> = screen.lines().collect();
    assert!(
        lines[0].starts_with(" Waiting · one · P01 parent") && lines[0].ends_with("coding as zoe · 21% coded"),
        "{}",
        lines[0]
    );
    let coded = lines.iter().find(|line| line.contains("We waited a year.")).unwrap();
    assert!(coded.starts_with("   2 P01      We waited") && coded.contains("│RC"), "{coded}");
    for shown in
        ["codes here", "R  Referral delays", "Time between a request and an", "include: Waiting lists.", "recent"]
    {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
    let narrow = world.screen(80, 24);
    assert!(narrow.contains("R Referral delays") && narrow.contains("Time between a request"), "{narrow}");
}

#[test]
fn what_is_selected_can_be_seen_without_colour() {
    let mut world = World::reading();
    world.press("J s");
    let screen = world.screen(120, 36);
    assert!(screen.contains("▐We waited a year."), "{screen}");
    assert!(screen.contains("sentence selected · c code"));
}

#[test]
fn the_picker_shows_what_a_code_means() {
    let mut world = World::reading();
    world.press("J c");
    at_all_sizes(&mut world, "Referral delays");
    world.press("d e l");
    let screen = world.screen(120, 36);
    for shown in
        ["code “We waited a year.”", "› del", "include: Waiting lists.", "exclude: Late taxis.", "+ new code “del”"]
    {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
}

#[test]
fn escapes_in_a_transcript_are_shown_not_obeyed() {
    let mut world = World::new(Some("zoe"));
    world.press("Down Enter");
    at_all_sizes(&mut world, "She has one adult.");
    let screen = world.screen(120, 36);
    assert!(screen.contains("␛[31m每"), "{screen}");
}

#[test]
fn search_as_you_type_with_a_caret_under_a_mistake() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("waited");
    at_all_sizes(&mut world, "2 turns in 2 transcripts");
    assert!(world.screen(120, 36).contains("▸ one · P1 (P01)"));
    world.write(" colour:red");
    let screen = world.screen(120, 36);
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[1].starts_with(" / waited colour:red") && lines[2] == "          ^^^^^^", "{screen}");
    assert!(lines[3].contains("there is no field `colour`"));
    world.press("Ctrl+u");
    world.write("adult");
    world.press("Enter");
    assert_eq!(world.model.read.as_ref().unwrap().hits.len(), 2);
    world.press("n");
    assert!(world.screen(120, 36).contains("two · P02 TA"));
    world.press("Esc");
    assert!(world.screen(120, 36).contains("/ adult"));
}

#[test]
fn quotes_of_a_theme_acted_on_together() {
    let mut world = World::reading();
    world.press("J s c r e f Enter s . F3");
    at_all_sizes(&mut world, "2 codings, by participant");
    let screen = world.screen(120, 36);
    for shown in ["Time between a request and an answer.", "P01 · one · l. 3", "We waited a year.", "Nobody rang us."]
    {
        assert!(screen.contains(shown), "{shown}:\n{screen}");
    }
    world.press("v v c c o m Enter");
    assert!(world.coded().iter().all(|(code, _)| code == "comms"), "{:?}", world.coded());
    assert!(world.screen(120, 36).contains("no codings of this theme yet"));
    world.press("u");
    assert_eq!(world.coded().iter().filter(|(code, _)| code == "delays").count(), 2);
    world.press("j Enter");
    assert!(world.screen(120, 36).contains("one · P01 parent"));
    world.press("Esc");
    assert_eq!(world.model.quotes.list.at, 1, "back on the same row");
}

#[test]
fn the_heat_map_and_the_quotes_behind_a_cell() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F4");
    at_all_sizes(&mut world, "participants by role");
    let screen = world.screen(120, 36);
    assert!(screen.contains("█ 1 (100%)") && screen.contains("N = 1") && screen.contains("No news"), "{screen}");
    assert!(screen.contains("GUEST"), "what is left out is said: {screen}");
    world.press("t");
    assert!(world.screen(120, 36).contains("passages by role"));
    world.press("Enter");
    assert!(world.screen(120, 36).contains("1 coding, by participant · theme:delays role:\"parent\""));
}

#[test]
fn help_palette_and_menu_come_from_the_table() {
    let mut world = World::reading();
    world.press("?");
    at_all_sizes(&mut world, "select the senten");
    world.press("Esc :");
    at_all_sizes(&mut world, "what to do");
    world.write("undo");
    assert!(world.screen(120, 36).contains("take your last action back"));
    world.press("Esc Space");
    at_all_sizes(&mut world, "frequencies");
    world.press("f");
    assert!(world.screen(120, 36).contains("participants by role"));
}

#[test]
fn a_key_that_does_nothing_says_so() {
    use crate::tui::msg::Msg;
    let mut world = World::reading();
    world.press("Z");
    assert!(world.said().contains("`Z` does nothing here; ? shows the keys"));
    // The next key takes it away; text that is pasted and what is typed are no such keys.
    world.press("J");
    assert!(!world.said().contains("does nothing"));
    world.happens(Msg::Paste("ZZ".into()));
    assert!(!world.said().contains("does nothing"));
    world.press("/ Z F11");
    assert_eq!(world.model.search.field.text(), "Z");
    assert!(!world.said().contains("does nothing"));
}

#[test]
fn several_sentences_are_said_to_be_several() {
    let mut world = World::reading();
    world.press("J s");
    assert!(world.screen(120, 36).contains("sentence selected"));
    world.press("s");
    assert!(world.screen(120, 36).contains("sentences selected"));
    world.press("Esc t");
    assert!(world.screen(120, 36).contains(" turn selected"));
}
