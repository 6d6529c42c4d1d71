//! The history by transcript, code and day, and the study as it stood.

use super::world::World;

fn worked() -> World {
    let mut world = World::reading();
    world.press("J s c r e f Enter s c c o m Enter Tab J s . F7");
    world
}

fn shown(world: &World) -> Vec<String> {
    world.model.history.shown().map(|act| format!("{} {}", act.transcripts, act.codes)).collect()
}

#[test]
fn by_transcript_code_and_day() {
    let mut world = worked();
    assert_eq!(shown(&world), ["two comms", "one comms", "one delays"]);
    // What the action in focus has is offered.
    world.press("t");
    assert!(world.screen(120, 36).contains("actions on which transcript?"));
    world.press("Enter");
    assert_eq!(shown(&world), ["two comms"]);
    assert!(world.screen(120, 36).contains("1 action of every coder, transcript two, newest first"));
    world.press("t Ctrl+u Enter c Ctrl+u");
    world.write("COM");
    world.press("Enter");
    assert_eq!(shown(&world), ["two comms", "one comms"]);
    world.press("c Ctrl+u Enter d");
    assert!(world.screen(120, 36).contains("2023-11-14"));
    world.press("Enter");
    assert_eq!(shown(&world).len(), 3);
    assert!(world.screen(120, 36).contains("3 actions of every coder, on 2023-11-14"));
    world.press("d Ctrl+u");
    world.write("..2023-11-13");
    world.press("Enter");
    assert_eq!(shown(&world).len(), 0);
    assert!(world.screen(80, 24).contains("none of 3 actions is so"), "{}", world.screen(80, 24));
    world.press("d Ctrl+u");
    world.write("last week");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("`last week` is no day"));
    world.press("Ctrl+u Enter a");
    assert_eq!(shown(&world).len(), 3);
    assert!(world.screen(120, 36).contains("3 actions of zoe"));
}

#[test]
fn the_study_as_it_stood_is_looked_at_and_not_changed() {
    let mut world = worked();
    let journal = world.session().root().join("codings/zoe.jsonl");
    let before = std::fs::read_to_string(&journal).unwrap();
    assert_eq!((before.lines().count(), world.coded().len()), (3, 3));
    world.press("G v");
    assert_eq!(world.coded(), [("delays".to_owned(), "We waited a year.".to_owned())]);
    assert!(world.said().contains("the study as it stood at 2023-11-14 22:13"), "{}", world.said());
    // The history goes on after that moment, so that another can be chosen.
    assert_eq!(shown(&world).len(), 3);
    world.press("k v");
    assert_eq!(world.coded().len(), 2);
    // Every screen says so, and shows what was then.
    world.press("F4");
    assert!(world.screen(80, 24).lines().last().unwrap().contains("as of 2023-11-14 22:13"));
    assert!(world.screen(40, 12).lines().last().unwrap().contains("in the past"));
    world.press("F2 Enter");
    let marks = &world.model.read.as_ref().unwrap().marks;
    assert_eq!(marks.len(), 0, "the second transcript was not coded yet");
    // Nothing can be changed, and that is said before anybody has typed.
    for keys in ["J s c", "m", "a", ".", "u", "d", "x"] {
        world.press(keys);
        assert!(world.model.over.is_none(), "{keys}");
        let said = world.model.notice.clone().map(|(_, said)| said).unwrap_or_default();
        assert!(said.contains("nothing can be changed there"), "{keys}: {said}");
    }
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), before);
    world.press(":");
    world.write("now");
    world.press("Enter");
    assert!(world.said().contains("the study as it is now"), "{}", world.said());
    assert_eq!(world.coded().len(), 3);
    assert_eq!(world.model.read.as_ref().unwrap().marks.len(), 1);
    world.press("u");
    assert_eq!(world.coded().len(), 2);
}

#[test]
fn a_moment_is_typed_and_what_is_none_is_told() {
    let mut world = worked();
    world.press("V");
    assert!(world.screen(120, 36).contains("the study as it stood when?"));
    world.press("Ctrl+u");
    world.write("yesterday");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("`yesterday` is no time"), "{}", world.screen(120, 36));
    world.press("Ctrl+u");
    world.write("2023-11-13");
    world.press("Enter");
    assert!(world.said().contains("as it stood on 2023-11-13"), "{}", world.said());
    assert_eq!(world.coded().len(), 0);
    // The newest action leads back.
    world.press("g v");
    assert!(world.said().contains("the study as it is now"));
    assert_eq!(world.coded().len(), 3);
    world.press("v");
    assert!(world.said().contains("this is the study as it is now"));
}

#[test]
fn summaries_are_not_called_memos() {
    let mut world = World::reading();
    world.press("J s c r e f Enter F10 m");
    world.write("Waited for a year");
    world.press("Esc F7");
    let screen = world.screen(120, 36);
    assert!(screen.contains("wrote 1 summary") && !screen.contains("memo"), "{screen}");
}
