//! What is needed is on the screen where there is little of it, and what is cut off can be read elsewhere.

use super::world::World;
use crate::tui::model::Tone;

/// The screen in one line, with single blanks.
fn flat(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn which_screen_it_is_stands_before_the_title_of_the_study() {
    let mut world = World::reading();
    world.model.study.as_mut().unwrap().title = "A study with a title that is long, as titles are".into();
    for (key, name) in
        [("F5", "memos"), ("F6", "codebook"), ("F7", "history"), ("F4", "frequencies"), ("F10", "framework")]
    {
        world.press(key);
        let screen = world.screen(40, 12);
        assert!(screen.lines().next().unwrap().contains(name), "{screen}");
    }
}

#[test]
fn names_that_begin_alike_stay_apart() {
    let mut world = World::new(Some("zoe"));
    let rows = &mut world.model.study.as_mut().unwrap().rows;
    for (row, id) in rows
        .iter_mut()
        .zip(["interviews-of-the-second-wave/parents-north", "interviews-of-the-second-wave/parents-south"])
    {
        row.id = id.into();
    }
    let screen = world.screen(40, 12);
    assert!(screen.contains("…") && screen.contains("north") && screen.contains("south"), "{screen}");
    assert!(screen.contains("coded") && screen.contains("done"), "{screen}");
}

#[test]
fn what_is_too_long_for_the_last_line_is_said_in_full() {
    let mut world = World::new(Some("zoe"));
    let said = "what emic derives from this study, interview text included, is kept in a folder of this machine, \
                and is made anew when it is deleted";
    for (columns, rows) in [(40, 12), (80, 24)] {
        world.model.notice = Some((Tone::Plain, said.into()));
        let screen = world.screen(columns, rows);
        let all = flat(&screen);
        assert!(all.contains(&flat(said)), "{screen}");
    }
    // What cannot be shown in full says so, and does not run into whether all is saved.
    world.model.saving.any = true;
    world.model.notice = Some((Tone::Wrong, "word ".repeat(200)));
    let screen = world.screen(40, 12);
    let last = screen.lines().last().unwrap();
    assert!(last.contains('…') && last.ends_with(" saved ✓"), "{screen}");
}

#[test]
fn every_action_of_the_history_can_be_read() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F7");
    for (columns, rows) in [(40, 12), (80, 24)] {
        let screen = flat(&world.screen(columns, rows));
        assert!(screen.contains("2023-11-14 22:13 zoe: coded 1 passage (delays) · one"), "{screen}");
    }
}

#[test]
fn a_memo_can_be_read_below_the_list() {
    let mut world = World::reading();
    world.press("J s c r e f Enter m");
    world.write("They wait as if waiting were all that can be done.");
    world.press("Esc F5");
    let screen = flat(&world.screen(40, 12));
    assert!(screen.contains("▸") && screen.contains("They wait as if"), "{screen}");
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("Referral delays in one · They wait as if waiting were all that can be done."), "{screen}");
}

#[test]
fn heads_of_the_codebook_do_not_run_into_each_other() {
    let mut world = World::new(Some("zoe"));
    world.press("F6");
    for columns in [40, 45, 60, 80, 120] {
        let screen = world.screen(columns, 24);
        let head = screen.lines().nth(1).unwrap();
        assert!(!head.contains("scopecodings"), "{screen}");
        assert!(head.contains("  codings") || columns < 60, "{screen}");
    }
    assert!(flat(&world.screen(40, 12)).contains("Time between a request and an answer."));
}

#[test]
fn a_mistake_in_a_search_is_read_to_its_end() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("rle:parent");
    let problem = world.model.search.problem.clone().unwrap();
    for (columns, rows) in [(40, 12), (80, 24)] {
        let screen = world.screen(columns, rows);
        let hint = problem.hint.clone().unwrap();
        assert!(flat(&screen).contains(&flat(&hint)), "{screen}");
    }
}

#[test]
fn a_search_without_hits_says_what_can_be_tried() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("zzzz");
    let screen = world.screen(80, 24);
    assert!(screen.contains("0 turns") && screen.contains("who:all"), "{screen}");
    world.press("Ctrl+u");
    world.write("waited");
    assert!(!world.screen(80, 24).contains("who:all"));
}

#[test]
fn which_code_is_given_is_seen_on_a_low_screen() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("waited");
    world.press("Tab r e f Enter");
    let screen = world.screen(40, 12);
    assert!(screen.contains("waited → Referral delays"), "{screen}");
}

#[test]
fn questions_are_read_whole() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F6 x");
    let screen = flat(&world.screen(40, 12).replace('│', " "));
    assert!(screen.contains("m merges it into another code, u takes your codings away, Esc keeps it"), "{screen}");
    world.write("z");
    world.press("Enter");
    let screen = world.screen(40, 12);
    assert!(screen.contains("m or u; Esc keeps the code"), "{screen}");
    // The cursor stands where one types.
    let (at, _) = world.cursor(40, 12).unwrap();
    assert!(screen.lines().nth(usize::from(at.y)).unwrap().contains("› z"), "{screen}");
}

#[test]
fn help_is_read_whole_and_its_box_is_as_high_as_it() {
    let mut world = World::reading();
    world.press("?");
    let mut all = String::new();
    for _ in 0..40 {
        all.push_str(&world.screen(40, 12));
        all.push('\n');
        world.press("Ctrl+d");
    }
    let all = flat(&all.replace('│', " "));
    for said in ["mark the coding in focus as exemplar, negative, not", "everything is saved as you go"] {
        assert!(all.contains(said), "{said}: {all}");
    }
    assert!(all.contains("PageDown: more"));
    // At the end nothing is empty, and nothing is said to follow.
    let screen = world.screen(40, 12);
    assert!(!screen.contains('⋮') && screen.contains("leave (waits"), "{screen}");
    world.press("Esc F4 i");
    let screen = world.screen(80, 24);
    let lines: Vec<&str> = screen.lines().collect();
    let end = lines.iter().position(|line| line.starts_with('└')).unwrap();
    assert!(end < 20 && lines[end - 1].trim_matches(['│', ' ']).len() > 3, "{screen}");
}

#[test]
fn the_palette_says_what_its_row_has_no_room_for() {
    let mut world = World::reading();
    world.press(":");
    world.write("select-sentence");
    let screen = flat(&world.screen(40, 12).replace('│', " "));
    assert!(screen.contains("select the sentence; again: and the next"), "{screen}");
    // A name that is typed is what is meant.
    world.press("Ctrl+u");
    world.write("together");
    world.press("Enter");
    assert!(world.screen(80, 24).contains("codes together"));
}

#[test]
fn the_tour_says_how_far_it_is_where_it_has_no_rows() {
    let mut world = World::reading();
    world.press(":");
    world.write("tour");
    world.press("Enter");
    assert!(world.screen(80, 24).contains("step"));
    let screen = world.screen(40, 12);
    assert!(screen.lines().next().unwrap().ends_with("step 2 of 10"), "{screen}");
    assert!(world.screen(40, 24).contains("step"));
}

#[test]
fn groups_have_their_names_beside_the_bars() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F4 v");
    let screen = world.screen(40, 12);
    assert!(screen.contains("(all)") && screen.contains("parent") && !screen.contains("paren…"), "{screen}");
}

#[test]
fn paths_in_tables_keep_their_end() {
    let mut world = World::new(Some("zoe"));
    world.press(":");
    world.write("coverage");
    world.press("Enter t");
    let screen = world.screen(40, 12);
    assert!(screen.contains("Referra…news"), "{screen}");
}
