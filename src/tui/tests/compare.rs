//! Settling where coders differ, by keys.

use super::world::World;
use crate::model::{CoderName, EventId};
use crate::session::{Command, Env, NewCoding, Passage, RespanWhy, Session};
use crate::text::Span;
use crate::tui::model::{Over, Place};

const WAITED: &str = "We waited a year.";
const LONGER: &str = "We waited a year. Nobody rang us.";
const LETTER: &str = "Then a letter came, and it said we were at the back of the queue again.";
const KIND: &str = "School was kind.";
const WRITTEN: &str = "They wrote it all down with us.";

/// Another coder's own emic on the same folder.
fn other(world: &World, name: &str, seed: u64) -> Session {
    let mut env = Env::fixed(1_700_000_000_000 + seed * 100_000, seed, world.folder().join(name));
    env.coder = Some(name.into());
    Session::open(world.session().root(), env).unwrap()
}

fn code(session: &mut Session, codings: &[(&str, &str)]) -> Vec<EventId> {
    let item = |(quote, code): &(&str, &str)| NewCoding {
        transcript: "one".into(),
        passage: Passage::Quote((*quote).into()),
        code: (*code).into(),
        line: 0,
    };
    let items = codings.iter().map(item).collect();
    session.apply(Command::Code { items, query: None }).unwrap().written
}

fn done(session: &mut Session) {
    session.apply(Command::Done(vec!["one".into()], true)).unwrap();
}

/// Amy and ben have finished `one`: another boundary, another code, one that only amy has, and one agreed. Zoe looks at it.
pub fn differing() -> World {
    let mut world = World::new(Some("zoe"));
    let mut amy = other(&world, "amy", 11);
    let ids = code(&mut amy, &[(WAITED, "delays"), (LETTER, "delays"), (KIND, "comms"), (WRITTEN, "comms")]);
    let memo = |on: EventId, text: &str| Command::Memo {
        memo: None,
        on: crate::model::MemoOn::Coding(on),
        title: String::new(),
        kind: crate::model::MemoKind::Note,
        text: text.into(),
    };
    amy.apply(memo(ids[0], "The wait itself.")).unwrap();
    done(&mut amy);
    let mut ben = other(&world, "ben", 13);
    let ids = code(&mut ben, &[(LONGER, "delays"), (LETTER, "silence"), (WRITTEN, "comms")]);
    ben.apply(memo(ids[0], "Silence is part of it.")).unwrap();
    done(&mut ben);
    world.look();
    world.press("F11");
    world
}

/// What the consensus has: code, wording.
fn consensus(world: &World) -> Vec<(String, String)> {
    let consensus = CoderName::new("consensus").unwrap();
    let codings = world.session().state().codings.values().filter(|coding| coding.coder == consensus);
    codings.map(|coding| (coding.code.to_string(), coding.place.quote.to_string())).collect()
}

fn pair(code: &str, quote: &str) -> (String, String) {
    (code.to_owned(), quote.to_owned())
}

#[test]
fn both_sides_stand_beside_the_text() {
    let mut world = differing();
    let screen = world.screen(120, 36);
    for text in [
        "settled 0 of 3, 0 of 3 in one · by transcript, by sentence",
        "turn 2 · another boundary · open · one",
        "1 amy · R Referral delays",
        "✎ The wait itself.",
        "2 ben · R Referral delays",
        "✎ Silence is part of it.",
        "Referral delays: Time between a request",
        "exclude: Late taxis.",
        "a as amy · b as ben · t both",
    ] {
        assert!(screen.contains(text), "{text}:\n{screen}");
    }
    let narrow = world.screen(80, 24);
    for text in ["1 amy", "2 ben", "✎ The wait itself.", "✎ Silence is part of it.", "Referral delays: Time"] {
        assert!(narrow.contains(text), "{text}:\n{narrow}");
    }
    for columns in 40..60 {
        let screen = world.screen(columns, 12);
        let more = screen.lines().find(|line| line.contains("PageDown")).unwrap();
        assert!(more.ends_with(" PageDown: more"), "{screen}");
    }
    let small = world.screen(40, 12);
    assert!(small.contains("settled 0 of 3") && small.contains("1 amy") && small.contains("PageDown: more"), "{small}");
}

#[test]
fn one_key_settles_and_the_last_one_finishes_the_transcript() {
    let mut world = differing();
    world.press("n");
    assert!(world.screen(120, 36).contains("another code · open"));
    world.press("n n");
    assert!(world.said().starts_with("that was the last one"), "{}", world.said());
    world.press("p p w");
    assert_eq!(consensus(&world), [pair("delays", LONGER)]);
    // On to the next open place.
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled 1 of 3") && screen.contains("another code · open"), "{screen}");
    assert!(screen.contains("saved ✓"), "{screen}");
    world.press("r");
    world.write("nobody rang");
    world.press("Enter");
    assert!(world.screen(120, 36).contains("reason for your decision: nobody rang"));
    world.press("b");
    assert_eq!(consensus(&world)[1], pair("silence", LETTER));
    world.press("x");
    // The last one takes over what is agreed.
    assert_eq!(consensus(&world)[2], pair("comms", WRITTEN));
    let all_done = world.session().state().done.contains(&(CoderName::new("consensus").unwrap(), "one".into()));
    assert!(all_done);
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled 3 of 3"), "{screen}");
    let journal = std::fs::read_to_string(world.session().root().join("codings/consensus.jsonl")).unwrap();
    assert!(journal.contains("\"by\":[\"zoe\"]") && journal.contains("nobody rang"), "{journal}");
    world.press("g n");
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled: as ben") && screen.contains("decided by zoe: nobody rang"), "{screen}");
}

#[test]
fn decisions_are_taken_back_here_and_own_codings_elsewhere() {
    let mut world = differing();
    world.press("t a x");
    assert_eq!(consensus(&world).len(), 4, "both, one, and the agreed one");
    world.press("u");
    assert_eq!(consensus(&world).len(), 3);
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled 2 of 3") && screen.contains("only one coded it · open"), "{screen}");
    world.press("U");
    assert_eq!(consensus(&world).len(), 4);
    world.press("u u u");
    assert_eq!(consensus(&world).len(), 0);
    assert!(world.screen(120, 36).contains("another boundary · open"), "the place that opened is in focus");
    world.press("u");
    assert!(world.said().contains("nothing of consensus to take back"), "{}", world.said());
    let own = world.session().state().codings.len();
    assert_eq!(own, 7, "the originals stay");
    world.press("U");
    assert_eq!(consensus(&world).len(), 2);
    // Elsewhere it is one's own work that is taken back, and zoe has none.
    world.press("F2 u");
    assert_eq!(consensus(&world).len(), 2);
}

#[test]
fn what_cannot_be_joined_is_said_and_another_code_is_picked() {
    let mut world = differing();
    world.press("i");
    assert_eq!(consensus(&world), [pair("delays", WAITED)]);
    world.press("w");
    assert!(world.said().starts_with("they gave different codes"), "{}", world.said());
    world.press("c");
    world.write("comm");
    world.press("Enter");
    assert_eq!(consensus(&world)[1], pair("comms", LETTER));
    world.press("i");
    assert!(world.said().starts_with("their passages share no character"), "{}", world.said());
    world.press("3");
    assert!(world.said().starts_with("2 coders are compared here"), "{}", world.said());
}

#[test]
fn names_are_letters_until_they_are_taken_back() {
    let mut world = differing();
    world.press("a g M");
    for (columns, rows) in [(80, 24), (120, 36), (200, 50), (40, 12)] {
        let screen = world.screen(columns, rows);
        assert!(screen.contains("A · ") && screen.contains("= as A"), "{screen}");
        for name in ["amy", "ben", "zoe"] {
            assert!(!screen.contains(name), "{name}:\n{screen}");
        }
    }
    let mut ben = other(&world, "ben", 17);
    code(&mut ben, &[(KIND, "delays")]);
    world.look();
    assert!(!world.screen(120, 36).contains("ben"), "{}", world.screen(120, 36));
    world.press("F2 F11");
    assert!(!world.screen(120, 36).contains("amy"));
    world.press("M");
    assert!(world.screen(120, 36).contains("amy"));
}

#[test]
fn by_code_and_where_one_stopped() {
    let mut world = differing();
    world.press("a o");
    let screen = world.screen(120, 36);
    assert!(screen.contains("1 of 2 in Referral delays · by code"), "{screen}");
    // Another day: on with the first open place after the last decision.
    let root = world.session().root().to_owned();
    let mut env = Env::fixed(1_900_000_000_000, 19, world.folder().join("again"));
    env.coder = Some("zoe".into());
    let mut again = World::at(tempfile::tempdir().unwrap(), Some(Session::open(&root, env).unwrap()));
    again.study();
    again.press("F11");
    let screen = again.screen(120, 36);
    assert!(screen.contains("settled 1 of 3") && screen.contains("another code · open"), "{screen}");
}

#[test]
fn what_changes_later_is_open_again() {
    let mut world = differing();
    world.press("a a a");
    assert!(world.screen(120, 36).contains("settled 3 of 3"));
    let mut amy = other(&world, "amy", 23);
    let amy_name = CoderName::new("amy").unwrap();
    let first = amy.state().codings.values().find(|coding| coding.coder == amy_name).unwrap();
    let (id, span) = (first.id, first.place.span);
    amy.apply(Command::Respan(id, Span { start: span.start, end: span.end - 1 }, RespanWhy::Resized)).unwrap();
    world.look();
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled 2 of 3"), "{screen}");
    world.press("N");
    assert!(world.screen(120, 36).contains("another boundary · open"));
}

#[test]
fn where_all_agree_one_key_takes_it_over() {
    let mut world = World::new(Some("zoe"));
    for (name, seed) in [("amy", 11), ("ben", 13)] {
        let mut session = other(&world, name, seed);
        code(&mut session, &[(WAITED, "delays")]);
        done(&mut session);
    }
    world.look();
    world.press("F11");
    let screen = world.screen(120, 36);
    assert!(screen.contains("Nothing is left to settle in one.") && screen.contains("1 passage"), "{screen}");
    world.press("a");
    assert!(world.said().starts_with("nothing differs here: d takes over"), "{}", world.said());
    world.press("d");
    assert_eq!(consensus(&world), [pair("delays", WAITED)]);
    assert!(world.screen(120, 36).contains("Nothing is left to settle in 1 transcript."));
}

#[test]
fn what_there_is_to_do_where_nothing_can_be_compared() {
    let mut world = World::new(Some("amy"));
    world.press("F11");
    assert!(world.screen(120, 36).contains("Nobody has coded yet."));
    world.press("a n p d r c M M u Enter o o Esc");
    let mut amy = other(&world, "amy", 11);
    code(&mut amy, &[(WAITED, "delays")]);
    done(&mut amy);
    world.look();
    world.press("F11");
    assert!(world.screen(120, 36).contains("Only amy has coded"), "{}", world.screen(120, 36));
    let mut ben = other(&world, "ben", 13);
    code(&mut ben, &[(LONGER, "delays")]);
    world.look();
    assert!(world.screen(120, 36).contains("no two of them have finished"), "{}", world.screen(120, 36));
    // A blind round hides all of it.
    let scope = (vec!["one".into()], vec![CoderName::new("amy").unwrap(), CoderName::new("ben").unwrap()]);
    ben.apply(Command::Round { name: "pilot".into(), scope: Some(scope), on: true }).unwrap();
    done(&mut ben);
    world.look();
    let screen = world.screen(120, 36);
    assert!(screen.contains("Blind round pilot is open") && screen.contains("emic round close pilot"), "{screen}");
    for keys in ["F2", "F3 Esc", "F4", "F5", "F6", "F7", "F8", "F11", "F2 Enter"] {
        world.press(keys);
        world.press("Ctrl+l");
        let last = world.screen(80, 24).lines().last().unwrap_or_default().to_owned();
        assert!(last.contains("blind: pilot"), "{keys}: {last}");
    }
    world.press("o");
    assert!(
        world.said().contains("blind round pilot: others' codings here are seen when it is closed"),
        "{}",
        world.said()
    );
    world.press("o Tab o");
    assert!(world.said().starts_with("others' codings are shown"), "{}", world.said());
    world.press("o F2");
    ben.apply(Command::Round { name: "pilot".into(), scope: None, on: false }).unwrap();
    world.look();
    world.press("F11");
    let screen = world.screen(120, 36);
    assert!(screen.contains("settled 0 of 1") && !screen.contains("blind: pilot"), "{screen}");
}

#[test]
fn coders_and_unit_are_chosen() {
    let mut world = differing();
    let mut cat = other(&world, "cat", 29);
    code(&mut cat, &[(KIND, "delays")]);
    done(&mut cat);
    world.look();
    assert!(world.screen(120, 36).contains("3 cat"), "{}", world.screen(120, 36));
    world.press("C");
    world.write("amy");
    world.press("Enter");
    assert!(matches!(world.model.over, Some(Over::Ask(_))), "one coder cannot be compared");
    world.write(", ben");
    world.press("Enter");
    assert!(!world.screen(120, 36).contains("3 cat"));
    world.press("e");
    assert!(world.screen(120, 36).contains("by turn"));
    world.press("Enter");
    assert_eq!(world.model.place, Place::Read);
}
