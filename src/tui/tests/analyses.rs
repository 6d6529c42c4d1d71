//! Analyses: what is asked by keys, and where figures lead.

use std::fs;

use super::world::World;
use crate::tui::model::Place;
use crate::tui::tables::Analysis;

/// The sentence that begins P01's first answer has two codes, the next one of them.
fn coded() -> World {
    let mut world = World::reading();
    world.press("J s c r e f Enter K J s c c o m Enter J J s c r e f Enter F9");
    world
}

/// In an analysis: the `place`-th of the list, from 0.
fn analysis(place: usize) -> World {
    let mut world = coded();
    for _ in 0..place {
        world.press("j");
    }
    world.press("Enter");
    world
}

#[test]
fn the_list_leads_to_every_analysis() {
    let mut world = coded();
    let screen = world.screen(80, 24);
    for shown in
        ["co-occurrence", "saturation", "turns never coded", "sets a group apart", "left and right", "framework"]
    {
        assert!(screen.contains(shown), "{shown}: {screen}");
    }
    let places = [
        Place::Frequencies,
        Place::Frequencies,
        Place::Table(Analysis::Together),
        Place::Table(Analysis::NewCodes),
        Place::Table(Analysis::Coverage),
        Place::Table(Analysis::Words),
        Place::Table(Analysis::Concordance),
        Place::Framework,
    ];
    for (at, place) in places.into_iter().enumerate() {
        let world = analysis(at);
        assert_eq!(world.model.place, place);
    }
    world.press("Space");
    assert!(world.screen(40, 12).contains("framework"), "{}", world.screen(40, 12));
    world.press("a");
    assert_eq!(world.model.place, Place::Analyses);
    world.press(":");
    world.write("saturation");
    world.press("Enter");
    assert_eq!(world.model.place, Place::Table(Analysis::NewCodes));
}

#[test]
fn codes_together_lead_to_the_quotes_of_both() {
    let mut world = analysis(2);
    let screen = world.screen(120, 36);
    assert!(screen.contains("passages that overlap · everybody · 1 pair"), "{screen}");
    assert!(
        screen.contains("Referral delays × Communication: 1 together, of 2 with the first and 1 with the second"),
        "{screen}"
    );
    assert!(screen.contains("GUEST"), "what is left out is said: {screen}");
    world.press("Enter");
    assert_eq!(world.model.place, Place::Quotes);
    assert_eq!(world.model.quotes.rows.len(), 2, "both codings of the passage: {}", world.model.quotes.query);
    assert!(world.model.quotes.query.contains("theme:delays with:comms"));
    world.press("Esc");
    assert_eq!(world.model.place, Place::Table(Analysis::Together));
    world.press("t");
    assert!(world.screen(120, 36).contains("in the same turn"));
    world.press("Enter");
    assert_eq!((world.model.place, world.model.search.found.turns), (Place::Search, 1));
    world.press("Esc t t");
    assert!(world.screen(120, 36).contains("in the same participant"));
    world.press("Enter");
    assert_eq!(world.model.quotes.rows.len(), 3, "{}", world.model.quotes.query);
    world.press("Esc t Enter");
    assert_eq!(world.model.quotes.rows.len(), 3, "{}", world.model.quotes.query);
    world.press("Esc a");
    assert!(world.screen(120, 36).contains("by role: parent (1 of 3)"), "{}", world.screen(120, 36));
}

#[test]
fn codes_by_codes_is_a_table_of_cells() {
    let mut world = analysis(2);
    world.press("v l");
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("on the diagonal the code itself") && screen.contains("Referral delays: 2 in all"),
        "{screen}"
    );
    world.press("l");
    assert!(world.screen(120, 36).contains("one holds the other"));
    world.press("Enter");
    assert!(world.said().contains("by construction"));
    world.press("l");
    assert!(world.screen(120, 36).contains("Referral delays × Communication: 1 together"));
    world.press("Enter");
    assert_eq!(world.model.quotes.rows.len(), 2);
    world.press("Esc");
    assert_eq!(world.model.tables.of(Analysis::Together).column, 3, "back in the same cell");
    world.press("j Enter");
    assert!(world.said().contains("never stand together"), "{}", world.said());
    world.press("a");
    assert!(world.said().contains("v shows pairs"));
}

#[test]
fn new_codes_are_named_and_drawn() {
    let mut world = analysis(3);
    let screen = world.screen(120, 36);
    for shown in [
        "1 interview",
        "in the order of their ids",
        "█",
        "new: Referral delays, Communication",
        "not assessable",
        "not what each interview added",
    ] {
        assert!(screen.contains(shown), "{shown}: {screen}");
    }
    assert!(world.screen(40, 12).contains('█'));
    world.press("t");
    assert!(world.screen(120, 36).contains("as they were first coded"));
    world.press("Enter");
    assert_eq!(world.model.quotes.rows.len(), 3, "{}", world.model.quotes.query);
    world.press("Esc i");
    assert!(world.screen(120, 36).contains("Guest, Namey and Chen"));
    world.press("Esc w Enter");
    assert!(fs::read_to_string(world.folder().join("new-codes.csv")).unwrap().contains("coded,1,one"));
}

#[test]
fn coverage_leads_to_codes_and_turns_that_need_a_look() {
    let mut world = analysis(4);
    let screen = world.screen(120, 36);
    assert!(screen.contains("words coded · by transcript") && screen.contains("turns never coded"), "{screen}");
    world.press("j Enter");
    assert_eq!(
        (world.model.place, world.model.search.found.turns),
        (Place::Search, 1),
        "{:?}",
        world.model.search.problem
    );
    world.press("Esc a");
    assert!(world.screen(120, 36).contains("by participant"));
    world.press("a");
    assert!(world.screen(120, 36).contains("by role"));
    world.press("t");
    let screen = world.screen(120, 36);
    assert!(screen.contains("never") && screen.contains("once"), "{screen}");
    assert!(screen.contains("never used: Enter shows it in the codebook"), "{screen}");
    world.press("Enter");
    assert_eq!((world.model.place, world.model.book.list.at), (Place::Codebook, 1), "No news");
    world.press("Esc j Enter");
    assert_eq!(world.model.quotes.rows.len(), 1, "Communication is used once");
    world.press("Esc t");
    let screen = world.screen(120, 36);
    assert!(screen.contains("1 turn never coded") && screen.contains("She has one adult."), "{screen}");
    world.press("Enter");
    assert_eq!(world.model.read.as_ref().unwrap().reading.id.as_str(), "two");
    world.press("Esc a");
    assert!(world.said().contains("t goes there"));
}

#[test]
fn a_word_leads_to_each_place_where_it_is_said() {
    let mut world = analysis(5);
    let screen = world.screen(120, 36);
    assert!(screen.contains("by role: parent (1 of 3)") && screen.contains("the"), "{screen}");
    world.press("Enter");
    assert_eq!(world.model.place, Place::Table(Analysis::Concordance));
    let screen = world.screen(120, 36);
    assert!(screen.contains("2 hits · ") && screen.contains("sorted by place"), "{screen}");
    // Hits stand beneath one another.
    let column = |text: &str| {
        let line = screen.lines().find(|line| line.starts_with(" one ") && line.contains(text)).unwrap();
        crate::text::width(&line[..line.rfind(text).unwrap()])
    };
    let second = screen.lines().filter(|line| line.starts_with(" one ")).nth(1).unwrap();
    let of_second = crate::text::width(&second[..second.find("the queue").unwrap()]);
    assert_eq!(column("the back"), of_second, "{screen}");
    world.press("t j Enter");
    assert_eq!(world.model.place, Place::Read);
    world.press("Esc");
    assert_eq!(world.model.tables.of(Analysis::Concordance).list.at, 1, "back in the same row");
    world.press("Esc n");
    assert!(world.screen(120, 36).contains("by role: TA (2 of 3)"));
    world.press("t");
    assert!(world.screen(120, 36).contains("forms of a stem together"));
}

#[test]
fn a_concordance_asks_for_a_word() {
    let mut world = analysis(6);
    let screen = world.screen(120, 36);
    assert!(screen.contains("which word?"), "{screen}");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("a word, or a search with a word in it"));
    world.write("waited");
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("waited · 2 hits") && screen.contains("two · P2 (P02) · turn 2")
            || screen.contains("one · P1 (P01) · turn 2"),
        "{screen}"
    );
    world.press("c");
    assert!(world.screen(120, 36).contains("› waited"));
    world.write(" AND colour:red");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("there is no field `colour`"));
    world.press("c Ctrl+u");
    world.write("waited");
    world.press("Enter w Enter");
    let text = fs::read_to_string(world.folder().join("concordance.csv")).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn one_theme_by_group_as_bars() {
    let mut world = analysis(1);
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("theme 1 of 3") && screen.contains("1 of 1 (100%)") && screen.contains("0 of 1 (0%)"),
        "{screen}"
    );
    world.press("l l");
    assert!(world.screen(120, 36).contains("Communication"));
    world.press("Enter");
    assert_eq!(world.model.quotes.query, "theme:comms role:\"parent\"");
    world.press("Esc j j t");
    let screen = world.screen(120, 36);
    assert!(screen.contains("passages by role") && screen.contains("1 of 3 (33%)"), "{screen}");
    world.press("v");
    assert!(world.screen(120, 36).contains("passages by role · with everything beneath · cells: how many"));
    // F4 shows the heat map, whatever was shown before.
    world.press("v F4");
    assert!(world.screen(120, 36).contains("cells: how many"));
}

#[test]
fn answers_to_an_older_question_are_passed_over() {
    let mut world = analysis(2);
    world.held = Some(Vec::new());
    world.press("t t");
    let mut held = world.held.take().unwrap();
    assert_eq!(held.len(), 2);
    held.reverse();
    world.held = Some(held);
    world.let_go();
    assert!(world.screen(120, 36).contains("at most 2 turns apart"), "{}", world.screen(120, 36));
}

#[test]
fn small_groups_are_named_on_every_screen_by_group() {
    let small = "fewer than 3 participants in: parent (1), TA (1)";
    let shows = |world: &mut World, what: &str| {
        let screen = world.screen(120, 36).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(what), "{screen}");
    };
    // Themes by group, as a table and as bars.
    for place in [0, 1] {
        shows(&mut analysis(place), small);
    }
    // Codes together, new codes, words: the first attribute is one key away, if it is not there at once.
    for place in [2, 3, 4, 5] {
        let mut world = analysis(place);
        let by =
            |world: &World| world.model.tables.of(Analysis::ALL[place - 2]).question.as_ref().unwrap().by().to_owned();
        for _ in 0..3 {
            if by(&world) != "role" {
                world.press("a");
            }
        }
        assert_eq!(by(&world), "role");
        shows(&mut world, small);
    }
    // Quotes by group, not by participant.
    let mut world = coded();
    world.press("F3 r e f Enter");
    assert!(!world.screen(120, 36).contains("fewer than"));
    world.press("a");
    shows(&mut world, small);
    world.press("a");
    assert!(!world.screen(120, 36).contains("fewer than"));
    // A framework has a row for each person.
    world.press("F10");
    shows(&mut world, "2 of 2 participants stand alone with this combination of attributes (role)");
}
