//! The framework: the grid, its cells, and the summaries that are written in them.

use std::fs;

use super::world::World;
use crate::model::{MemoKind, MemoOn};
use crate::tui::effect::Effect;
use crate::tui::model::Place;
use crate::tui::msg::Msg;

/// In the grid: P01 has a passage of delays and one of comms.
fn grid() -> World {
    let mut world = World::reading();
    world.press("J s c r e f Enter s c c o m Enter F10");
    world
}

/// The summaries on the disk: what each hangs on, and its text.
fn summaries(world: &World) -> Vec<(MemoOn, String)> {
    let memos = world.session().state().memos.values().filter(|memo| memo.kind == MemoKind::Summary);
    memos.map(|memo| (memo.on.clone(), memo.text.to_string())).collect()
}

#[test]
fn the_grid_says_what_each_cell_has_and_lacks() {
    let mut world = grid();
    let screen = world.screen(120, 36);
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[1].starts_with(" 2 participants × 3 themes · 2 without a summary"), "{screen}");
    assert!(lines[2].contains("Referral delays") && lines[2].contains("Communication"), "{screen}");
    let row = lines.iter().find(|line| line.starts_with(" P01")).unwrap();
    assert_eq!(row.matches("! 1 · no summary").count(), 2, "{screen}");
    assert!(screen.contains("parent") && screen.contains("one l. 3"), "{screen}");
    assert!(screen.contains("GUEST"), "what is left out is said: {screen}");
    // Narrow: one theme at a time, and the one in focus is in sight.
    assert!(world.screen(40, 12).contains("! 1 · no summary"));
    world.press("l l");
    let narrow = world.screen(40, 12);
    assert!(narrow.contains("Communication") && !narrow.contains("No news"), "{narrow}");
}

#[test]
fn a_summary_is_written_beside_its_passages() {
    let mut world = grid();
    world.press("Enter");
    assert_eq!(world.model.place, Place::Cell);
    let screen = world.screen(120, 36);
    for shown in
        ["P01 · Referral delays · 1 passage · no summary yet", "▸ [one l. 3]", "We waited a year.", "m writes it"]
    {
        assert!(screen.contains(shown), "{shown}: {screen}");
    }
    world.press("m");
    world.write("Waited a year");
    world.press("Ctrl+t");
    let screen = world.screen(120, 36);
    assert!(screen.contains("Waited a year [one l. 3]") && screen.contains("We waited a year."), "{screen}");
    assert!(world.said().contains("Esc saves"));
    world.press("Esc");
    let on = MemoOn::ParticipantCode("P01".into(), "delays".into());
    assert_eq!(summaries(&world), [(on.clone(), "Waited a year [one l. 3]".to_owned())]);
    assert!(world.said().ends_with("saved ✓"), "{}", world.said());
    let screen = world.screen(120, 36);
    assert!(screen.contains("Waited a year [one l. 3]") && !screen.contains("no summary"), "{screen}");
    // Writing goes on where it was left: the same memo.
    world.press("r Esc");
    assert_eq!(summaries(&world), [(on, "Waited a year [one l. 3] [one l. 3]".to_owned())]);
    world.press("Esc");
    assert_eq!(world.model.place, Place::Framework);
    assert!(world.screen(120, 36).contains("✓ 1 passage"));
    world.press("u u");
    assert!(summaries(&world).is_empty());
    let screen = world.screen(120, 36);
    assert!(!screen.contains("✓ 1 passage") && screen.contains("2 without a summary"), "{screen}");
    world.press("U");
    assert_eq!(summaries(&world).len(), 1);
}

#[test]
fn what_is_being_saved_is_shown_and_what_could_not_be_is_kept() {
    let mut world = grid();
    world.press("Enter m");
    world.write("Slow");
    world.held = Some(Vec::new());
    world.press("Esc");
    let screen = world.screen(120, 36);
    assert!(screen.contains("Slow") && screen.contains("saving…"), "{screen}");
    world.press("m");
    assert!(world.said().contains("still being saved"), "{}", world.said());
    world.let_go();
    assert_eq!(summaries(&world).len(), 1);
    world.press("m");
    world.write("er");
    world.press("Esc");
    assert_eq!(summaries(&world)[0].1, "Slower");
    // Emptied, it is taken away.
    world.press("m Ctrl+u");
    world.write(" ");
    world.press("Esc");
    assert!(summaries(&world).len() <= 1);
}

#[test]
fn a_summary_older_than_a_passage_is_found_by_a_key() {
    let mut world = grid();
    world.press("m");
    world.write("Waited.");
    world.press("Esc F2 Enter J J s c r e f Enter F10");
    let screen = world.screen(120, 36);
    assert!(screen.contains("~ 2 · summary older") && screen.contains("1 older than a passage"), "{screen}");
    world.press("n");
    assert_eq!((world.model.framework.list.at, world.model.framework.column), (0, 2), "comms has no summary");
    world.press("n");
    assert_eq!((world.model.framework.list.at, world.model.framework.column), (0, 0));
    world.press("Enter j");
    assert!(world.screen(120, 36).contains("a passage is newer than the summary"));
    // To the passage in its place, and back to it.
    world.press("Enter");
    assert_eq!(world.model.place, Place::Read);
    assert!(world.model.read.as_ref().is_some_and(|read| read.hits.len() == 1));
    world.press("Esc");
    assert_eq!((world.model.place, world.model.framework.passage), (Place::Cell, 1));
    world.press("n");
    assert!(world.screen(120, 36).contains("P01 · Communication"));
}

#[test]
fn ones_own_editor_writes_summaries_too() {
    let mut world = grid();
    world.press("Enter r Ctrl+o");
    assert_eq!(world.done, [Effect::Edit("[one l. 3]".into())]);
    world.happens(Msg::Edited(Ok("From outside\n".into())));
    world.press("Esc");
    assert_eq!(summaries(&world)[0].1, "From outside");
}

#[test]
fn a_summary_stays_one_where_it_is_changed_among_the_memos() {
    let mut world = grid();
    world.press("m");
    world.write("Waited");
    world.press("Esc F5 m");
    world.write(" long");
    world.press("Esc");
    assert_eq!(summaries(&world)[0].1, "Waited long");
}

#[test]
fn rows_order_and_levels_by_keys() {
    let mut world = grid();
    world.press("t");
    assert!(world.said().contains("this study has no cases"));
    world.press("a");
    assert!(world.screen(120, 36).contains("by role"));
    assert_eq!(world.model.framework.here().unwrap().row.id, "P01", "the row in focus stays so");
    world.press("l v");
    let screen = world.screen(120, 36);
    assert!(screen.contains("2 themes") && screen.contains("top level") && !screen.contains("No news"), "{screen}");
    assert_eq!(world.model.framework.here().unwrap().theme.id, "delays", "the theme above the hidden one");
    world.press("v r");
    assert!(world.screen(120, 36).contains("each code alone"));
    fs::write(world.session().root().join("cases.csv"), "case,year\nrowan,4\n").unwrap();
    fs::write(world.session().root().join("participants.csv"), "participant,role,about\nP01,parent,rowan\nP02,TA,\n")
        .unwrap();
    world.look();
    world.press("t");
    let screen = world.screen(120, 36);
    assert!(screen.contains("1 case × 3 themes") && screen.contains("rowan"), "{screen}");
    world.press("m");
    world.write("Of rowan");
    world.press("Esc");
    assert_eq!(summaries(&world), [(MemoOn::CaseCode("rowan".into(), "delays".into()), "Of rowan".to_owned())]);
}

#[test]
fn the_framework_is_written_to_a_file() {
    let mut world = grid();
    world.press("m");
    world.write("Waited.");
    world.press("Esc Esc w");
    world.press("Ctrl+u");
    world.write("framework.csv");
    world.press("Enter");
    assert!(world.said().starts_with("written: "), "{}", world.said());
    let text = fs::read_to_string(world.folder().join("framework.csv")).unwrap();
    assert!(text.starts_with("participant,role,code,path,") && text.contains("Waited."), "{text}");
    assert!(world.folder().join("framework.csv.meta.yaml").is_file());
    // A workbook with a sheet for each theme is proposed, and a document of Word is one ending away.
    world.press("w Enter");
    assert!(world.said().starts_with("written: "), "{}", world.said());
    let book = fs::read(world.folder().join("framework.xlsx")).unwrap();
    world.press("w Ctrl+u");
    world.write("framework.docx");
    world.press("Enter");
    assert!(world.said().starts_with("written: "), "{}", world.said());
    let document = fs::read(world.folder().join("framework.docx")).unwrap();
    world.press("w Ctrl+u");
    world.write("framework.pages");
    world.press("Enter");
    let shown = world.screen(120, 36);
    assert!(shown.contains(".xlsx, .docx"), "{shown}");
    world.press("Esc");
    let part = |bytes: &[u8], name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(part(&book, b"xl/worksheets/sheet2.xml") && part(&document, b"word/document.xml"));
}
