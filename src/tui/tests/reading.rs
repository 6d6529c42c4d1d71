//! Reading, finer: the measure, the map beside the text, bookmarks, quotes beside it, many codes in one place.

use super::world::World;

fn read(world: &World) -> &crate::tui::model::Read {
    world.model.read.as_ref().unwrap()
}

#[test]
fn a_row_of_text_is_no_longer_than_can_be_read() {
    let mut world = World::reading();
    world.screen(200, 60);
    assert_eq!(read(&world).page.text_width(), 72);
    world.press("W");
    assert_eq!(read(&world).page.text_width(), 80);
    assert!(world.model.notice.as_ref().unwrap().1.contains("at most 80 columns"));
    let kept = std::fs::read_to_string(world.folder().join("machine/emic/looks.yaml")).unwrap();
    assert_eq!(kept, "measure: 80\n");
    world.press("W W");
    assert_eq!(read(&world).page.text_width(), 60);
    world.screen(80, 24);
    world.press("W W W W");
    assert!(world.model.notice.as_ref().unwrap().1.contains("here is room for"), "{:?}", world.model.notice);
}

#[test]
fn bookmarks_are_letters_that_lead_back() {
    let mut world = World::reading();
    world.press("J w w");
    let place = read(&world).cursor;
    world.press("M");
    assert!(world.screen(120, 36).contains("bookmark: press a letter"));
    world.press("a");
    assert!(world.said().contains("bookmark a set here: ' a comes back to it"), "{}", world.said());
    world.press("G");
    let end = read(&world).cursor;
    world.press("'");
    let screen = world.screen(120, 36);
    assert!(screen.contains("turn 2") && screen.contains("go to: press the letter"), "{screen}");
    world.press("a");
    assert_eq!(read(&world).cursor, place);
    world.press("' '");
    assert_eq!(read(&world).cursor, end, "twice: back to where it was");
    world.press("' z");
    assert!(world.said().contains("there is no bookmark z in this transcript"), "{}", world.said());
    world.press("M Esc");
    assert!(world.model.over.is_none());
    // Another place takes the letter; each transcript has its own.
    world.press("g M a");
    assert!(world.said().contains("moved here"));
    world.press("Tab M a");
    let kept = world.session().bookmarks();
    assert_eq!(kept.iter().map(|bookmark| bookmark.transcript.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert!(kept.iter().all(|bookmark| bookmark.letter == 'a'));
}

#[test]
fn bookmarks_go_with_their_texts() {
    let mut world = World::reading();
    world.press("J J J M b g a");
    let begins = |world: &World| {
        let read = read(world);
        read.reading.body.after(read.cursor, 15).to_owned()
    };
    world.write("Well: ");
    world.press("Esc");
    world.press("G ' b");
    assert_eq!(begins(&world), "School was kind");
    assert!(!world.said().contains("bookmark"), "{}", world.said());
    // So it is kept, and so it is found where the text is changed while nobody looks.
    let file = world.folder().join("study/transcripts/one.txt");
    assert_eq!(world.session().bookmarks()[0], world.model.bookmarks[0]);
    let text = std::fs::read_to_string(&file).unwrap();
    let place = world.model.bookmarks[0].position;
    std::fs::write(&file, text.replace("We waited a year.", "We waited for a whole year.")).unwrap();
    world.press("Tab");
    world.look();
    world.press("BackTab G ' b");
    assert_eq!(begins(&world), "School was kind");
    assert_eq!(world.session().bookmarks()[0].position, place + 10);
    // The passage itself was changed: where it stands now.
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("School was kind.", "School was very kind.").replace("year.", "year long."))
        .unwrap();
    world.look();
    world.press("G ' b");
    assert_eq!(begins(&world), "School was very");
    // It is gone: that is said.
    std::fs::write(&file, "---\nparticipants:\n  P1: P01\ninterviewers: [INT]\n---\nINT: All was lost.\n").unwrap();
    world.look();
    world.press("' b");
    assert!(world.said().contains("what stood at bookmark b was changed"), "{}", world.said());
}

#[test]
fn quotes_of_a_theme_stand_beside_the_text() {
    let mut world = World::reading();
    world.press("J s c r e f Enter Esc s s c r e f Enter p");
    world.press("T");
    for (columns, rows) in [(120, 36), (80, 24)] {
        let screen = world.screen(columns, rows);
        for shown in ["Referral delays", "1 of 2 quotes", "P01 · one · l. ", "We waited a year.", "codes here"] {
            let shown = if shown == "codes here" { "R Referral delays" } else { shown };
            assert!(screen.contains(shown), "{shown} at {columns}×{rows}:\n{screen}");
        }
    }
    world.press("+");
    assert!(world.screen(120, 36).contains("2 of 2 quotes"));
    // What is coded comes to stand there too.
    world.press("End K s c r e f Enter");
    assert!(world.screen(120, 36).contains("of 3 quotes"), "{}", world.screen(120, 36));
    world.press("G - - - O");
    assert_eq!(read(&world).cursor, read(&world).marks[0].span.start);
    world.press("T");
    assert!(world.model.beside.is_none());
    assert!(!world.screen(120, 36).contains("3 quotes"));
    world.press("+");
    assert!(world.said().contains("T opens those of a theme"), "{}", world.said());
    // In a transcript without codings it asks of which theme, unless one was shown before.
    world.press("Tab T");
    assert!(world.screen(120, 36).contains("quotes of which theme beside the transcript?"));
    world.write("ref");
    world.press("Enter O");
    assert_eq!(read(&world).reading.id.as_str(), "one");
}

#[test]
fn a_dozen_codes_in_one_place_are_told_apart_without_colour() {
    let mut world = World::reading();
    world.press("J");
    // Names that nothing in the codebook resembles, all of one first letter.
    let names = ('a'..='l').map(|letter| format!("Cq{letter}x")).collect::<Vec<_>>();
    for (at, name) in names.iter().enumerate() {
        world.press(if at == 0 { "t c" } else { "Esc t c" });
        world.write(name);
        world.press("Enter Enter");
    }
    assert_eq!(world.coded().len(), names.len());
    for (columns, rows) in [(120, 36), (200, 60), (80, 24)] {
        let screen = world.screen(columns, rows);
        let row = screen.lines().find(|line| line.contains("We waited a year.")).unwrap();
        let wide = usize::from(world.model.read_parts().lanes.width);
        let lane: String = row.split('│').nth(1).unwrap().chars().take(wide - 1).collect();
        let letters: std::collections::HashSet<&String> = read(&world).letters.iter().collect();
        assert_eq!(letters.len(), names.len(), "{letters:?}");
        let there = letters.iter().filter(|letter| lane.contains(letter.as_str())).count();
        assert_eq!(there, names.len(), "{columns}×{rows}: {lane:?} of {letters:?}");
        assert!(read(&world).page.text_width() >= 36);
    }
    world.press("=");
    let legend = world.screen(120, 36);
    for name in &names {
        assert!(legend.contains(&format!("{name} (1 coding)")), "{name}:\n{legend}");
    }
    // Where there is no room even so, a plus says that there is more.
    world.press("Esc");
    let narrow = world.screen(40, 12);
    assert!(narrow.lines().any(|line| line.contains('+')), "{narrow}");
}

#[test]
fn the_map_shows_where_a_code_stands() {
    let mut world = World::reading();
    world.press("J s c r e f Enter Esc J J s c c o m Enter M q");
    // Low enough for the transcript to be longer than the screen.
    let screen = world.screen(80, 12);
    let map: Vec<String> = screen.lines().skip(1).take(8).map(|line| line.chars().skip(77).collect()).collect();
    let map = map.join("|");
    assert!(map.contains('┃'), "what is in sight: {map}\n{screen}");
    assert!(map.contains('q'), "the bookmark: {map}\n{screen}");
    assert!(map.contains('·') || map.contains('▪'), "another coding: {map}\n{screen}");
    world.press("g J");
    let screen = world.screen(80, 12);
    assert!(screen.lines().any(|line| line.ends_with('◆')), "the code in focus:\n{screen}");
    assert!(!world.screen(40, 12).contains('┃'), "no map where it is narrow");
}

#[test]
fn small_groups_are_named_under_figures_by_group() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F4");
    let said = "fewer than 3 participants in: parent (1), TA (1)";
    assert!(world.screen(200, 40).contains(said), "{}", world.screen(200, 40));
    world.press("v");
    assert!(world.screen(200, 40).contains(said));
    world.press("i");
    assert!(world.screen(200, 40).contains(said));
    world.press("Esc");
    for name in ["which codes stand together", "how much is coded", "words by group"] {
        world.press(":");
        world.write(name);
        world.press("Enter");
        // By the first attribute.
        for _ in 0..3 {
            if world.screen(200, 40).contains(said) {
                break;
            }
            world.press("a");
        }
        assert!(world.screen(200, 40).contains(said), "{name}:\n{}", world.screen(200, 40));
    }
}
