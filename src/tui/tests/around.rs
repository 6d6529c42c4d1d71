//! Starting without a study, the codebook, the history, cases, tables written from the screen, and others' work.

use std::fs;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::world::World;
use crate::session::{Command, Env, NewCoding, Passage, Session};
use crate::tui::effect::Effect;
use crate::tui::model::Place;
use crate::tui::msg::Msg;

fn click(world: &mut World, column: u16, row: u16) {
    let kind = MouseEventKind::Down(MouseButton::Left);
    world.happens(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

/// The row of the screen on which `text` stands.
fn row_of(world: &mut World, text: &str) -> u16 {
    let screen = world.screen(120, 36);
    screen.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}:\n{screen}")) as u16
}

#[test]
fn without_a_study_there_is_the_sample() {
    let mut world = World::start(tempfile::tempdir().unwrap());
    let screen = world.screen(80, 24);
    assert!(screen.contains("There are no transcripts") && screen.contains("▸ the sample study"), "{screen}");
    // Nothing else can be reached, and nothing breaks.
    world.press("F2 F3 F4 F5 F6 F7 u U d / Esc");
    assert_eq!(world.model.place, Place::Start);
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("Supporting SEND") && screen.contains("s3-parent-rowan"), "{screen}");
    assert!(world.folder().join("emic-demo/study.yaml").is_file());
    // The next start offers it as a study opened before.
    let folder = tempfile::tempdir().unwrap();
    fs::rename(world.folder().join("machine"), folder.path().join("machine")).unwrap();
    let mut again = World::start(folder);
    assert!(again.screen(120, 36).contains("▸ Supporting SEND"));
}

#[test]
fn a_study_is_made_from_the_transcripts_here() {
    let mut world = World::start_with(&[
        ("a.txt", "Ann: How was it?\n\nP1: We waited.\n\nAnn: And?\n\nP1: Nobody rang.\n"),
        ("b.txt", "Ann: How was it?\n\nP2: Long.\n\nAnn: How long?\n\nP2: A year.\n"),
    ]);
    assert!(world.screen(120, 36).contains("▸ a new study from the 2 transcripts here"));
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("[x] Ann") && screen.contains("[ ] P1") && screen.contains("▸ make the study"), "{screen}");
    world.press("k k k Enter");
    assert!(world.screen(120, 36).contains("▸ [ ] Ann"), "the label is no interviewer's now");
    world.press("Space j j j Enter");
    assert_eq!(world.model.place, Place::Library);
    assert!(fs::read_to_string(world.folder().join("here/study.yaml")).unwrap().contains("Ann"));
    let corpus = world.session().corpus();
    assert_eq!((corpus.transcripts.len(), corpus.participants.rows.len()), (2, 2));
}

#[test]
fn codes_are_looked_at_made_and_renamed() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F6");
    let screen = world.screen(120, 36);
    assert!(screen.contains("3 codes, 1 coding in scope"), "{screen}");
    // The code in focus while reading is in focus here.
    assert!(
        screen.contains("▸ ■ Referral delays") && screen.contains("Time between a request and an answer."),
        "{screen}"
    );
    assert!(screen.contains("beneath it: 1 code, with it 1 coding"), "{screen}");
    assert!(world.screen(80, 24).contains("Time between a request"));
    world.press("a");
    world.write("Chasing");
    assert!(world.screen(120, 36).contains("it stands under Referral delays"));
    world.press("Enter");
    let screen = world.screen(120, 36);
    assert!(screen.contains("▸ ■   Chasing"), "the new code is in focus: {screen}");
    world.press("r Ctrl+u");
    world.write("Chasing people");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("▸ ■   Chasing people"));
    world.press("a");
    world.write("communication");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("there is a code Communication already"));
    world.press("Esc u u");
    let screen = world.screen(120, 36);
    assert!(screen.contains("3 codes, 1 coding") && !screen.contains("Chasing"), "{screen}");
    world.press("g Enter");
    assert!(world.screen(120, 36).contains("1 coding, by participant"));
}

#[test]
fn the_history_says_who_did_what() {
    let mut world = World::reading();
    world.press("J s c r e f Enter d u F7");
    let screen = world.screen(120, 36);
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[1].starts_with(" 3 actions of every coder, newest first"), "{screen}");
    assert!(lines[2].contains("zoe") && lines[2].contains("took back: marked done"), "{screen}");
    assert!(lines[3].contains("taken back · marked done"), "{screen}");
    assert!(lines[4].contains("coded 1 passage (delays) · one"), "{screen}");
    world.press("a");
    assert!(world.screen(80, 24).contains("3 actions of zoe"));
    world.press("G Enter");
    assert_eq!(world.model.place, Place::Read);
}

#[test]
fn passages_are_marked_as_being_about_a_case() {
    let mut world = World::reading();
    world.press("J s C");
    assert!(world.said().starts_with("this study has no cases"));
    fs::write(world.session().root().join("cases.csv"), "case,year\nrowan,4\nleah,6\n").unwrap();
    world.look();
    world.press("C");
    let screen = world.screen(120, 36);
    assert!(screen.contains("which case is “We waited a year.” about?") && screen.contains("leah"), "{screen}");
    world.write("lea");
    world.press("Enter");
    assert_eq!(world.coded(), [("case:leah".to_owned(), "We waited a year.".to_owned())]);
    assert!(world.screen(120, 36).contains("about leah"));
    assert!(world.model.recent.is_empty(), "a case is no code to be repeated");
    world.press("x");
    assert!(world.coded().is_empty());
}

#[test]
fn a_table_is_written_and_nothing_replaced_unasked() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F4 w");
    assert!(world.screen(120, 36).contains("› frequencies-by-role.csv"));
    world.press("Enter");
    let file = world.folder().join("frequencies-by-role.csv");
    assert!(world.said().starts_with("written: "), "{}", world.said());
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("by,group,code,")
            && text.contains("role,parent,delays,Referral delays,0,subtree,zoe,1,1,33,1,100.00"),
        "{text}"
    );
    assert!(world.folder().join("frequencies-by-role.csv.meta.yaml").is_file());
    fs::write(&file, "mine").unwrap();
    world.press("w Enter");
    assert!(world.screen(120, 36).contains("there is such a file"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    world.press("Enter");
    assert!(fs::read_to_string(&file).unwrap().starts_with("by,group"));
    world.press("w Ctrl+u");
    world.write("table.xyz");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("xyz"), "an ending that names no format is told: {}", world.screen(120, 36));
    world.press("Esc F3 Enter w Enter");
    assert!(fs::read_to_string(world.folder().join("codings-delays.csv")).unwrap().contains("We waited a year."));
}

#[test]
fn one_memo_on_several_codings_is_one_action() {
    let mut world = World::reading();
    world.press("J s c r e f Enter s . F3 v v m");
    assert!(world.screen(120, 36).contains("memo on each of 2 codings"));
    world.write("Compare");
    world.press("Esc");
    assert_eq!(world.session().state().memos.len(), 2);
    world.press("u");
    assert_eq!(world.session().state().memos.len(), 0);
    world.press("U F5");
    let screen = world.screen(120, 36);
    assert!(screen.contains("2 memos, newest first"), "{screen}");
    world.press("a");
    assert!(world.screen(120, 36).contains("2 memos, by what they hang on"));
}

#[test]
fn a_memo_can_be_written_in_an_editor() {
    let mut world = World::reading();
    world.press("J s m");
    world.write("Who");
    world.press("Ctrl+o");
    assert_eq!(world.done, [Effect::Edit("Who".into())]);
    world.happens(Msg::Edited(Ok("Who says so?\nAnd when?\n".into())));
    assert!(world.screen(120, 36).contains("And when?"));
    world.happens(Msg::Edited(Err("no editor is chosen".into())));
    assert!(world.said().starts_with("no editor is chosen"));
    world.press("Esc");
    let texts: Vec<String> = world.session().state().memos.values().map(|memo| memo.text.to_string()).collect();
    assert_eq!(texts, ["Who says so?\nAnd when?"]);
}

#[test]
fn jumps_to_a_time() {
    let text =
        "INT [00:00:05]: Well?\n\nP1 [00:01:10]: We waited.\n\nINT [00:12:31]: And?\n\nP1 [01:02:00]: Nothing.\n";
    let mut world = World::start_with(&[("a.txt", text)]);
    world.press("Enter Enter Enter :");
    world.write("12:40");
    assert!(world.screen(120, 36).contains("go to 0:12:40"));
    world.press("Enter");
    let turn = |world: &World| world.model.read.as_ref().and_then(|read| read.reading.layout.turn_at(read.cursor));
    assert_eq!(turn(&world), Some(2));
    world.press(":");
    world.write("1:02:00");
    world.press("Enter");
    assert_eq!(turn(&world), Some(3));
}

#[test]
fn what_another_coder_does_is_taken_in_where_one_stands() {
    let mut world = World::reading();
    world.press("J s s");
    let root = world.session().root().to_owned();
    let before = world.model.read.as_ref().map(|read| (read.cursor, read.selection, read.top));
    let mut env = Env::fixed(1_800_000_000_000, 9, world.folder().join("ben"));
    env.coder = Some("ben".into());
    let mut ben = Session::open(&root, env).unwrap();
    let item = NewCoding {
        transcript: "one".into(),
        passage: Passage::Quote("Nobody rang us.".into()),
        code: "comms".into(),
        line: 0,
    };
    ben.apply(Command::Code { items: vec![item], query: None }).unwrap();
    world.look();
    assert!(world.said().starts_with("taken in from the disk: what ben has done"), "{}", world.said());
    assert_eq!(world.model.read.as_ref().map(|read| (read.cursor, read.selection, read.top)), before);
    world.press("L");
    assert!(world.screen(120, 36).contains("no codes here by you · 1 by others (o)"), "{}", world.screen(120, 36));
    world.press("o");
    assert!(world.screen(120, 36).contains("Communication (ben)"));
    world.press("h");
    world.look();
    assert_eq!(world.model.notice, None, "nothing new is no news");
}

#[test]
fn a_transcript_corrected_elsewhere_keeps_place_and_selection() {
    let mut world = World::reading();
    world.press("J J J s c c o m Enter");
    let selected = |world: &World| {
        let read = world.model.read.as_ref().unwrap();
        let text = |span| read.reading.body.slice(span).unwrap_or_default().to_owned();
        (
            read.selection.map(|selection| text(selection.span)),
            read.marks.iter().map(|mark| text(mark.span)).collect::<Vec<_>>(),
        )
    };
    let before = selected(&world);
    assert_eq!(before.0.as_deref(), Some("School was kind."));
    let file = world.session().root().join("transcripts/one.txt");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("We waited a year.", "We waited for a whole year, and longer.")).unwrap();
    world.look();
    assert!(world.said().starts_with("taken in from the disk: the change of transcripts/one.txt"), "{}", world.said());
    assert_eq!(selected(&world), before);
    let screen = world.screen(120, 36);
    assert!(
        screen.contains("We waited for a whole year, and longer.") && screen.contains("▐School was kind. They"),
        "{screen}"
    );
    // Gone altogether.
    fs::remove_file(&file).unwrap();
    world.look();
    assert_eq!(world.model.place, Place::Library);
    assert!(world.said().contains("one is no longer in the study"), "{}", world.said());
}

#[test]
fn a_row_is_pressed_to_stand_on_it_and_again_to_open_it() {
    let mut world = World::new(Some("zoe"));
    let row = row_of(&mut world, "two");
    click(&mut world, 4, row);
    assert_eq!((world.model.library.at, world.model.place), (1, Place::Library));
    click(&mut world, 4, row);
    assert_eq!(world.model.place, Place::Read);
    world.press("F4");
    let row = row_of(&mut world, "Communication");
    let column = world.screen(120, 36).lines().nth(1 + 1).unwrap().find("TA").unwrap() as u16;
    click(&mut world, column, row);
    assert_eq!((world.model.heat.list.at, world.model.heat.group), (2, 1));
    click(&mut world, column, row);
    assert_eq!(world.model.place, Place::Quotes);
    world.press(":");
    world.write("mouse");
    world.press("Enter");
    assert_eq!(world.done.last(), Some(&Effect::Mouse(false)));
}

#[test]
fn a_new_code_and_its_coding_are_one_step_of_undo() {
    let mut world = World::reading();
    world.press("J s c");
    world.write("Chasing");
    world.press("Enter Enter");
    assert_eq!(world.coded(), [("chasing".to_owned(), "We waited a year.".to_owned())]);
    world.press("u");
    assert!(world.coded().is_empty());
    assert!(!world.session().corpus().codebook.codes().iter().any(|code| code.name == "Chasing"));
    world.press("U");
    assert_eq!(world.coded().len(), 1);
}

#[test]
fn codes_are_defined_moved_merged_and_removed() {
    let mut world = World::reading();
    world.press("J s c c o m Enter F6 j j");
    assert!(world.screen(120, 36).contains("▸ ■ Communication"));
    world.press("d");
    assert!(world.screen(120, 36).contains("what Communication means"));
    world.write("\n");
    world.press("Esc F6");
    let definition = |world: &World, id: &str| {
        let book = &world.session().corpus().codebook;
        book.resolve(id).map(|at| (book.code(at).definition.clone(), book.code(at).include.clone()))
    };
    assert_eq!(definition(&world, "comms").unwrap().0, "How people talk.", "white space alone is no change");
    world.press("d Ctrl+o");
    world.happens(Msg::Edited(Ok("How people talk to each other.\n\ninclude: Letters.\nexclude:\n".into())));
    world.press("Esc");
    assert!(world.screen(120, 36).contains("why does it mean something else now?"), "{}", world.screen(120, 36));
    world.press("Enter");
    assert!(world.screen(120, 36).contains("a reason is kept"));
    world.write("too wide");
    world.press("Enter");
    let now = ("How people talk to each other.".to_owned(), "Letters.".to_owned());
    assert_eq!(definition(&world, "comms"), Some(now));
    world.press("u");
    assert_eq!(definition(&world, "comms").unwrap().0, "How people talk.");
    // Under another theme, and back.
    world.press("t r e f Enter");
    assert!(world.screen(120, 36).contains("▸ ■   Communication"), "{}", world.screen(120, 36));
    world.press("u G g j j");
    // Into another code: the coding follows.
    world.press("c r e f Enter");
    assert!(world.screen(120, 36).contains("2 codes, 1 coding"), "{}", world.screen(120, 36));
    world.press("u G");
    // Taking away a code that is in use asks.
    world.press("x");
    assert!(world.screen(120, 36).contains("remove Communication: it has 1 coding"));
    world.press("Enter");
    assert!(world.screen(120, 36).contains("m or u"));
    world.write("u");
    world.press("Enter");
    assert!(world.coded().is_empty());
    assert!(definition(&world, "comms").is_none());
    world.press("u");
    assert_eq!(world.coded().len(), 1);
    // One that nobody uses goes at once.
    world.press("g j x");
    assert!(definition(&world, "silence").is_none());
}
