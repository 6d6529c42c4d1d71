//! What somebody meets who has read no manual: empty screens name the next key, nothing goes without a word, and a wide
//! screen is used.

use std::fs;

use super::world::World;
use crate::tui::model::Over;

fn flat(screen: &str) -> String {
    screen.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A study with this codebook, for zoe.
fn with_codebook(text: &str) -> World {
    let mut world = World::new(Some("zoe"));
    fs::write(world.folder().join("study/codebook.yaml"), text).unwrap();
    world.look();
    world
}

#[test]
fn a_memo_is_thrown_away_only_when_asked_twice() {
    let mut world = World::reading();
    world.press("J s m");
    world.write("Not this");
    assert!(world.screen(80, 24).lines().last().unwrap().contains("Ctrl+g discards · "));
    assert!(world.screen(40, 12).lines().last().unwrap().contains("Ctrl+g discards · Esc saves"));
    world.press("Ctrl+g");
    assert!(matches!(world.model.over, Some(Over::Write(_))));
    assert!(world.said().starts_with("2 words not saved: Ctrl+g again throws them away, Esc saves them"));
    // What was typed since is asked about anew.
    world.write(" either");
    world.press("Ctrl+g");
    assert!(world.said().starts_with("3 words not saved"), "{}", world.said());
    world.press("Ctrl+g");
    assert!(world.model.over.is_none());
    assert!(world.said().starts_with("thrown away: nothing was saved"));
    assert_eq!(world.session().state().memos.len(), 0);
    // A memo that was saved before stays as it was; one that was not changed is left at once.
    world.press("m");
    world.write("Kept");
    world.press("Esc F5 m");
    world.write(", or not");
    world.press("Ctrl+g Ctrl+g");
    assert!(world.said().starts_with("thrown away: it is as it was"));
    world.press("m Ctrl+g");
    assert!(world.model.over.is_none());
    let texts: Vec<String> = world.session().state().memos.values().map(|memo| memo.text.to_string()).collect();
    assert_eq!(texts, ["Kept"]);
}

#[test]
fn an_empty_codebook_says_how_the_first_code_is_made() {
    let mut world = with_codebook("codes: []\n");
    world.press("F3");
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("no codes yet: code a passage while you read, or make codes in the codebook (F6, then A)"));
    world.press("Esc");
    assert!(flat(&world.screen(80, 24)).contains("no theme is chosen: t chooses one"));
    world.press("F4");
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("no codes yet: c while you read makes one, F6 is the codebook"), "{screen}");
    world.press("F2 Enter J s c");
    let screen = flat(&world.screen(40, 12));
    assert!(screen.contains("no codes yet: type a name"), "{screen}");
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("no codes yet: type a name for the first one, then Enter makes it"), "{screen}");
    world.write("Waiting");
    world.press("Enter Enter");
    assert_eq!(world.coded(), [("waiting".to_owned(), "We waited a year.".to_owned())]);
    // Where there are codes, and none fits.
    world.press("F3 t");
    world.write("zzzz");
    assert!(world.screen(80, 24).contains("no code fits: fewer letters"));
}

#[test]
fn whose_codings_count_nowhere_is_told_before_the_first() {
    for (coders, told) in [("[amy]", true), ("[amy, zoe]", false)] {
        let mut world = World::new(Some("zoe"));
        fs::write(world.folder().join("study/study.yaml"), format!("emic: 1\ntitle: Waiting\ncoders: {coders}\n"))
            .unwrap();
        world.look();
        world.model.study = None;
        world.model.notice = None;
        world.study();
        let said = world.said();
        assert_eq!(said.starts_with("zoe is not among `coders:` in study.yaml"), told, "{said}");
        assert_eq!(said.contains("add zoe there if it shall count"), told, "{said}");
        // Said once.
        world.press("F5");
        world.study();
        assert!(!world.said().contains("coders:"));
    }
}

#[test]
fn the_library_names_the_keys_that_lead_on() {
    let mut world = World::new(Some("zoe"));
    world.model.notice = None;
    let screen = flat(&world.screen(120, 36));
    assert!(
        screen.contains(
            "nothing is coded yet: Enter opens a transcript; then F3 shows passages by theme, F4 themes by group"
        ),
        "{screen}"
    );
    world.press("Enter J s c r e f Enter F2");
    assert!(!flat(&world.screen(120, 36)).contains("nothing is coded yet"));
    world.model.study.as_mut().unwrap().rows.clear();
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("no transcripts yet: i brings interviews in (Word, PDF, captions, text)"), "{screen}");
    assert!(screen.contains("F3 shows them by theme and F4 counts themes by group"), "{screen}");
    assert!(!screen.contains("0 of 0 done"), "{screen}");
}

#[test]
fn all_who_are_left_out_are_counted_under_the_library() {
    let mut world = World::new(Some("zoe"));
    world.model.notice = None;
    let rows = &mut world.model.study.as_mut().unwrap().rows;
    rows[0].left_out = (1..=9).map(|at| format!("Speaker {at}")).collect();
    rows[0].coded = 1;
    for (columns, rows) in [(80, 24), (100, 30), (120, 40), (200, 60)] {
        let screen = flat(&world.screen(columns, rows));
        let last = match columns {
            80 => "Speaker 4 and 5 more",
            100 => "Speaker 7 and 2 more",
            _ => "Speaker 8, Speaker 9",
        };
        assert!(screen.contains(last), "{columns}: {screen}");
    }
}

#[test]
fn what_is_typed_is_in_sight_however_long_it_is() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("a long search that goes on and on until the line is full of it, waiting");
    let screen = world.screen(40, 12);
    assert!(screen.lines().nth(1).unwrap().ends_with("full of it, waiting"), "{screen}");
    let (caret, _) = world.cursor(40, 12).unwrap();
    assert_eq!((caret.x, caret.y), (39, 1));
}

#[test]
fn a_screen_that_is_too_small_says_what_is_needed_in_full() {
    let mut world = World::new(Some("zoe"));
    let screen = world.screen(16, 6).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(screen, "emic needs 40×12, this is 16×6: make the window larger");
}

#[test]
fn a_memo_is_dated_and_named_beside_the_list() {
    let mut world = World::reading();
    world.press("J s m");
    world.write("A thought that is rather long, so that the list has no room for what stands behind it at all");
    world.press("Esc F5 a");
    let screen = world.screen(120, 36);
    assert!(screen.lines().any(|line| line.trim_end().ends_with("2023-11-14 zoe")), "{screen}");
}

#[test]
fn a_value_that_nobody_has_is_said_before_what_was_found() {
    let mut world = World::new(Some("zoe"));
    world.press("/");
    world.write("role:parnet");
    let screen = flat(&world.screen(80, 24));
    assert!(screen.contains("role:parnet; did you mean parent?; 0 turns"), "{screen}");
}

#[test]
fn a_wide_screen_is_used_and_lines_stay_readable() {
    let mut world = World::reading();
    world.press("J s c r e f Enter");
    {
        let rows = &mut world.model.study.as_mut().unwrap().rows;
        rows[0].by = ["amy", "benjamin", "consensus", "zoe"].map(String::from).to_vec();
    }
    world.press("F2");
    assert!(world.screen(120, 36).contains("amy, benjamin, consensus, zoe"), "{}", world.screen(120, 36));
    assert!(!world.screen(80, 24).contains("amy, benjamin, consensus, zoe"));
    // A passage that is long is read in lines of at most 100 columns, and the bar of a theme has its figure beside it.
    let long = "We waited and nobody rang us and then a letter came. ".repeat(12);
    fs::write(
        world.folder().join("study/transcripts/two.txt"),
        format!("---\nparticipants: {{P2: P02}}\ninterviewers: [INT]\n---\nINT: Well?\n\nP2: {long}\n"),
    )
    .unwrap();
    world.look();
    world.press("Enter Tab J t c r e f Enter F3");
    let widest = |screen: &str| {
        screen.lines().filter(|line| line.contains("nobody rang")).map(|line| line.trim_end().chars().count()).max()
    };
    let quotes = world.screen(200, 60);
    assert!(widest(&quotes).is_some_and(|wide| (90..=106).contains(&wide)), "{quotes}");
    world.press("/");
    world.write("rang");
    world.press("Tab");
    world.write("comm");
    world.press("Enter");
    let walk = world.screen(200, 60);
    let line = walk.lines().find(|line| line.contains("▐Nobody rang us.▌")).unwrap();
    assert!((100..=118).contains(&line.trim_end().chars().count()), "{walk}");
    world.press("Esc Esc F4 v");
    let bars = world.screen(200, 60);
    let line = bars.lines().find(|line| line.contains("parent")).unwrap();
    assert!(line.trim_end().chars().count() < 140, "{line}");
}

#[test]
fn names_of_groups_are_whole_where_there_is_room() {
    let mut world = World::reading();
    fs::write(
        world.folder().join("study/participants.csv"),
        "participant,role\nP01,learning support assistant\nP02,TA\n",
    )
    .unwrap();
    world.look();
    world.press("F4");
    let heads = |screen: &str| screen.lines().skip(2).take(3).map(str::to_owned).collect::<Vec<_>>().join("\n");
    assert!(heads(&world.screen(120, 36)).contains("learning support assistant"));
    assert!(heads(&world.screen(200, 60)).contains("learning support assistant"));
    // Where there is less, on two rows; where there are few rows, with both ends.
    let broken = heads(&world.screen(64, 24));
    assert!(broken.contains("learning support") && broken.contains("\n") && broken.contains("assistant"), "{broken}");
    let low = heads(&world.screen(40, 12));
    assert!(low.contains("learni…ant"), "{low}");
    // A cell that is pressed is the one that is drawn there.
    let screen = world.screen(200, 60);
    let head = screen.lines().nth(2).unwrap();
    let column = head.find("(all)").unwrap() as u16;
    world.happens(crate::tui::msg::Msg::Mouse(crossterm::event::MouseEvent {
        kind: crossterm::event::MouseEventKind::Down(crossterm::event::MouseButton::Left),
        column,
        row: 4,
        modifiers: crossterm::event::KeyModifiers::NONE,
    }));
    assert_eq!(world.model.heat.group, 2);
}
