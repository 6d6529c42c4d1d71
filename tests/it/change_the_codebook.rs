//! The codebook changes while the work goes on: comments stay, codings follow, and every step can be taken back.

use emic::model::{CodeId, EventId};
use emic::session::{Command, Env, NewCode, NewCoding, Passage, Session, Wording};
use emic::text::Span;
use proptest::prelude::*;

use crate::world::{CLINIC, World, words};

/// An invented codebook as people write them: comments, blocks of text, brackets, blank lines.
const BOOK: &str = "\
# Ours; ask Ben before you change it.
title: Clinic   # working title
codes:
  # --- getting in
  - id: access
    name: 'Access'   # keep short
    definition: >
      Getting seen,
      by anybody.
    codes:
      - id: waiting
        name: Waiting
        definition: Time between asking and being seen.
        examples:
          - \"We waited nine weeks.\"
      # from the pilot
      - id: travel
        name: Travel

  - {id: trust, name: Trust}   # in one line
  - id: kindness
    name: Kindness
    codes: [{id: small-things, name: Small things}]
themes:
  - id: burden
    name: Burden
    codes: [waiting, trust]
";

fn world() -> World {
    let world = World::with(CLINIC);
    world.write("codebook.yaml", BOOK);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("one", "drove there", "travel")]);
    world.code("ben", &[("two", "We waited as well", "waiting")]);
    world
}

fn codebook_events(world: &World, coder: &str) -> Vec<serde_json::Value> {
    let lines = world.read(&format!("codings/{coder}.jsonl"));
    let events = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    events.filter(|event| event["do"] == "codebook").collect()
}

#[test]
fn merging_lets_codings_of_all_coders_count_under_the_other_code() {
    let world = world();
    world
        .emic(&["codebook", "merge", "waiting", "--into", "trust", "--why", "one idea"])
        .ok()
        .says("merged waiting into trust: 2 codings (amy 1, ben 1) count there now");
    let kept = "  - {id: trust, name: Trust, was: [waiting]}   # in one line\n";
    assert!(world.read("codebook.yaml").contains(kept), "{}", world.read("codebook.yaml"));
    assert!(world.read("codebook.yaml").contains("    codes: [trust]\n"));
    assert_eq!(world.coded(), ["trust nine weeks", "travel drove there", "trust We waited as well"]);
    world.emic(&["check"]).ok();
    let [event] = &codebook_events(&world, "amy")[..] else { panic!("one event") };
    assert_eq!((&event["op"], &event["code"], &event["why"]), (&"merge".into(), &"waiting".into(), &"one idea".into()));
    assert_eq!((&event["new"]["into"], &event["via"]), (&"trust".into(), &"emic".into()));
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("codebook.yaml"), BOOK);
    assert_eq!(world.coded().iter().filter(|coded| coded.starts_with("waiting")).count(), 2);
    world.emic(&["redo"]).ok();
    assert_eq!(world.coded()[0], "trust nine weeks");
}

#[test]
fn codes_beneath_a_merged_code_go_along_or_move_up() {
    let world = world();
    world.emic(&words("codebook merge access trust")).ok().says("went along: waiting, travel");
    let paths = world.emic(&words("codebook list --format csv")).column("path");
    assert_eq!(&paths[..3], ["Trust", "Trust > Waiting", "Trust > Travel"]);
    world.emic(&["undo"]).ok();
    world.emic(&words("codebook merge access --into waiting")).ok().says("moved up: waiting, travel");
    let paths = world.emic(&words("codebook list --format csv")).column("path");
    assert_eq!(&paths[..3], ["Waiting", "Travel", "Trust"]);
    assert!(world.read("codebook.yaml").contains("  # from the pilot\n  - id: travel\n    name: Travel\n"));
}

#[test]
fn a_used_code_is_defined_anew_with_a_reason_and_older_codings_are_found() {
    let world = world();
    let before = world.files();
    world
        .emic(&["codebook", "define", "waiting", "--definition", "Any wait."])
        .with(2)
        .says("waiting is in use by 2 codings (amy 1, ben 1)")
        .says("--why");
    assert_eq!(world.files(), before);
    world.emic(&["codebook", "define", "waiting", "--definition", "Any wait.", "--why", "waits on the phone"]).ok();
    world.code("amy", &[("two", "every week", "waiting")]);
    let older = world.emic(&["quotes", "is:older-definition", "--json"]).ok().objects();
    let quotes: Vec<_> = older.iter().map(|row| row["quote"].as_str().unwrap()).collect();
    assert_eq!(quotes, ["nine weeks", "We waited as well"]);
    assert_eq!(codebook_events(&world, "amy")[0]["why"], "waits on the phone");
    // What does not change the meaning, or gives a first one, needs no reason.
    world.emic(&["codebook", "define", "waiting", "--colour", "teal", "--example", "On hold: an hour."]).ok();
    world.emic(&["codebook", "define", "travel", "--definition", "Getting there."]).ok();
    world.emic(&["codebook", "define", "travel", "--definition", "Getting there."]).ok().says("already");
    world.emic(&["codebook", "define", "travel", "--colour", "teel"]).with(2).says("did you mean `teal`");
}

#[test]
fn a_used_code_is_not_removed_without_a_word_on_its_codings() {
    let world = world();
    let before = world.files();
    world
        .emic(&["codebook", "remove", "waiting"])
        .with(2)
        .says("in use by 2 codings (amy 1, ben 1)")
        .says("--merge-into")
        .says("--uncode");
    world.emic(&["codebook", "remove", "waiting", "--uncode"]).with(2).says("only ben can take away");
    assert_eq!(world.files(), before);
    world.emic(&["codebook", "remove", "travel", "--uncode"]).ok().says("and 1 coding of yours");
    assert_eq!(world.coded(), ["waiting nine weeks", "waiting We waited as well"]);
    world.emic(&["codebook", "remove", "access"]).ok().says("moved up: waiting");
    world.emic(&["codebook", "remove", "waiting", "--merge-into", "kindness"]).ok();
    assert_eq!(world.coded(), ["kindness nine weeks", "kindness We waited as well"]);
    world.emic(&["check"]).ok();
    for _ in 0..3 {
        world.emic(&["undo"]).ok();
    }
    assert_eq!(world.read("codebook.yaml"), BOOK);
    assert_eq!(world.coded().len(), 3);
}

#[test]
fn splitting_moves_ones_own_codings_to_a_new_code() {
    let world = world();
    world.code("amy", &[("two", "every week", "waiting")]);
    world
        .emic(&[
            "codebook",
            "split",
            "waiting",
            "--into",
            "long-waits",
            "--query",
            "\"nine weeks\"",
            "--definition",
            "Over a month.",
        ])
        .ok()
        .says("added the code long-waits (Long waits) under Access; moved 1 coding from waiting to long-waits");
    assert_eq!(world.coded()[0], "long-waits nine weeks");
    let [add, split] = &codebook_events(&world, "amy")[..] else { panic!("two events") };
    assert_eq!(
        (&add["op"], &split["op"], &split["new"]["into"]),
        (&"add".into(), &"split".into(), &"long-waits".into())
    );
    assert!(world.emic(&["quotes", "is:older-definition"]).code == 1, "the new definition is in force");
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("codebook.yaml"), BOOK);
    assert_eq!(world.coded()[0], "waiting nine weeks");
    world
        .emic(&["codebook", "split", "waiting", "--into", "x", "--query", "nothing"])
        .with(2)
        .says("no coding of yours");
    world.emic(&["codebook", "split", "waiting", "--into", "x", "--query", "weeks AND"]).with(2);
    let bens = world.codings()[2]["coding"].as_str().unwrap().to_owned();
    world.emic(&["codebook", "split", "waiting", "--into", "x", "--codings", &bens]).with(2).says("ben's");
    assert_eq!(world.read("codebook.yaml"), BOOK);
}

#[test]
fn codes_move_with_their_comments() {
    let world = world();
    world.emic(&words("codebook move travel --under small-things")).ok();
    let moved = "    codes: [{id: small-things, name: Small things, codes: [{id: travel, name: Travel}]}]\n";
    assert!(world.read("codebook.yaml").contains(moved), "{}", world.read("codebook.yaml"));
    world.emic(&["undo"]).ok();
    world.emic(&words("codebook move trust --before waiting")).ok();
    assert!(
        world.read("codebook.yaml").contains("      - {id: trust, name: Trust}   # in one line\n      - id: waiting\n")
    );
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("codebook.yaml"), BOOK);
    world.emic(&words("codebook move access --under waiting")).with(2).says("beneath itself");
    world.emic(&words("codebook move waiting --under access --before trust")).with(2).says("does not stand beneath");
    world.emic(&words("codebook move waiting --before travel")).ok().says("stands there already");
}

#[test]
fn an_edit_by_hand_is_written_into_the_history_at_the_next_action() {
    let world = world();
    world.replace("codebook.yaml", "name: Travel", "name: Getting there");
    world.replace("codebook.yaml", "Time between asking", "Time from asking");
    world.code("amy", &[("two", "two hours", "travel")]);
    let events = codebook_events(&world, "amy");
    let said: Vec<_> =
        events.iter().map(|event| format!("{} {} {}", event["op"], event["code"], event["via"])).collect();
    assert_eq!(said, ["\"define\" \"waiting\" \"file\"", "\"rename\" \"travel\" \"file\""]);
    assert_eq!(events[1]["old"], "Travel");
    assert_eq!(events[0]["act"], events[1]["act"]);
    // Once, and not by another coder either.
    world.code("ben", &[("two", "two hours", "travel")]);
    assert!(codebook_events(&world, "ben").is_empty());
    // Undo takes back what was done in emic first, then the edit.
    world.emic(&["undo"]).ok().says("coded 1 passage");
    world.emic(&["undo"]).ok().says("found edited in the file");
    assert_eq!(world.read("codebook.yaml"), BOOK);
    // A change of another coder, made in emic elsewhere, is no edit by hand.
    world.as_coder("ben", &["codebook", "rename", "trust", "Confidence"]).ok();
    world.code("amy", &[("two", "kind", "kindness")]);
    assert_eq!(codebook_events(&world, "amy").len(), 2);
}

#[test]
fn a_codebook_that_is_broken_meanwhile_stays_as_it_was_read() {
    let world = world();
    let mut session = open(&world, "amy");
    session.watch();
    world.replace("codebook.yaml", "codes:", "codes: [");
    session.look().unwrap();
    assert_eq!(session.corpus().codebook.codes().len(), 6);
    assert!(!session.diagnostics().is_empty());
    let item = NewCoding {
        transcript: "two".into(),
        passage: Passage::Quote("kind".into()),
        code: "kindness".into(),
        line: 0,
    };
    session.apply(Command::Code { items: vec![item], query: None }).unwrap();
    let refused = session.apply(Command::RenameCode("trust".into(), "Confidence".into())).unwrap_err();
    assert!(refused.what.contains("mended"), "{refused}");
}

fn open(world: &World, coder: &str) -> Session {
    let mut env = Env::fixed(1_800_000_000_000, coder.len() as u64, world.path("../cache"));
    env.coder = Some(coder.to_owned());
    Session::open(&world.dir(), env).unwrap()
}

#[test]
fn a_new_code_and_its_coding_are_one_step() {
    let world = world();
    let mut session = open(&world, "amy");
    let code = NewCode { under: Some("trust".into()), definition: "Warm.".into(), ..NewCode::new("warmth", "Warmth") };
    let item = |code: &str| NewCoding {
        transcript: "two".into(),
        passage: Passage::Quote("She is kind".into()),
        code: code.into(),
        line: 0,
    };
    let items = vec![item("warmth"), item("kindness"), item("warmth")];
    let outcome = session.apply(Command::AddCodes { codes: vec![code], items, query: None }).unwrap();
    assert_eq!((outcome.written.len(), outcome.skipped.len()), (3, 1));
    assert_eq!(session.state().codings.len(), 5);
    let made = session.state().codings.values().find(|coding| coding.code.as_str() == "warmth").unwrap();
    let book = &session.corpus().codebook;
    assert_eq!(made.def.as_deref(), Some(&*book.code(book.resolve("warmth").unwrap()).definition_hash()));
    session.apply(Command::Undo).unwrap();
    assert_eq!((world.read("codebook.yaml").as_str(), session.state().codings.len()), (BOOK, 3));
    session.apply(Command::Redo).unwrap();
    assert_eq!(session.state().codings.len(), 5);
    // As single commands of one action too.
    let add = Command::AddCode { id: "drive".into(), name: "Driving".into(), under: None, definition: String::new() };
    let code = Command::Code { items: vec![NewCoding { line: 0, ..item("drive") }], query: None };
    session.apply(Command::Together(vec![add, code])).unwrap();
    assert_eq!(session.state().codings.len(), 6);
    session.apply(Command::Undo).unwrap();
    assert_eq!((session.corpus().codebook.resolve("drive"), session.state().codings.len()), (None, 5));
}

/// One step of an invented working day; numbers pick codes and codings.
#[derive(Clone, Debug)]
enum Deed {
    Add(usize, bool),
    Rename(usize),
    Define(usize),
    Move(usize, usize),
    MoveBefore(usize, usize),
    Merge(usize, usize),
    Split(usize),
    Remove(usize),
    Code(usize, u32),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let n = || 0..12_usize;
    let deed = prop_oneof![
        (n(), any::<bool>()).prop_map(|(a, b)| Deed::Add(a, b)),
        n().prop_map(Deed::Rename),
        n().prop_map(Deed::Define),
        (n(), n()).prop_map(|(a, b)| Deed::Move(a, b)),
        (n(), n()).prop_map(|(a, b)| Deed::MoveBefore(a, b)),
        (n(), n()).prop_map(|(a, b)| Deed::Merge(a, b)),
        n().prop_map(Deed::Split),
        n().prop_map(Deed::Remove),
        (n(), 0..60_u32).prop_map(|(a, b)| Deed::Code(a, b)),
    ];
    prop::collection::vec(deed, 1..12)
}

fn command(session: &Session, deed: &Deed, number: usize) -> Option<Command> {
    let codes: Vec<CodeId> = session.corpus().codebook.codes().iter().map(|code| code.id.clone()).collect();
    let code = |at: &usize| codes.get(at % codes.len().max(1)).cloned();
    let fresh = |under| NewCode { under, ..NewCode::new(format!("new-{number}"), format!("New: {number}")) };
    let item = |code: CodeId, at: u32| NewCoding {
        transcript: "one".into(),
        passage: Passage::Span(Span::new(at, at + 9)),
        code,
        line: 0,
    };
    let why = Some("as we see it now".to_owned());
    Some(match deed {
        Deed::Add(at, coded) => {
            let codes = vec![fresh(code(at))];
            let items = if *coded { vec![item(codes[0].id.clone(), number as u32)] } else { Vec::new() };
            Command::AddCodes { codes, items, query: None }
        }
        Deed::Rename(at) => Command::RenameCode(code(at)?, format!("Called {number}")),
        Deed::Define(at) => {
            let wording = Wording {
                definition: Some(format!("What it is: {number}.\nAnd more.")),
                examples: vec![format!("“{number}”")],
                ..Wording::default()
            };
            Command::DefineCode { id: code(at)?, wording, why }
        }
        Deed::Move(at, to) => Command::MoveCode { id: code(at)?, under: code(to), before: None, why },
        Deed::MoveBefore(at, to) => Command::MoveCode { id: code(at)?, under: None, before: code(to), why },
        Deed::Merge(at, to) => Command::MergeCodes { ids: vec![code(at)?], into: code(to)?, why },
        Deed::Split(at) => {
            let id = code(at)?;
            let own = session.state().codings.values().filter(|coding| coding.code == id);
            let codings: Vec<EventId> = own.map(|coding| coding.id).collect();
            let new = fresh(None);
            Command::SplitCode { into: new.id.clone(), id, new: Some(new), codings, why }
        }
        Deed::Remove(at) => Command::RemoveCode { id: code(at)?, uncode: true, why },
        Deed::Code(at, start) => Command::Code { items: vec![item(code(at)?, *start)], query: None },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Any sequence of changes of the codebook, taken back one by one, gives the same file to the byte and the same state;
    /// and every file on the way can be read without a fault.
    #[test]
    fn undo_of_all_gives_the_same_bytes(deeds in deeds()) {
        let world = World::with(CLINIC);
        world.write("codebook.yaml", BOOK);
        let mut session = open(&world, "amy");
        session.apply(Command::Code { items: vec![NewCoding { transcript: "one".into(), passage: Passage::Span(Span::new(3, 30)), code: "trust".into(), line: 0 }], query: None }).unwrap();
        let state = session.state().clone();
        let mut done = 0;
        for (number, deed) in deeds.iter().enumerate() {
            let Some(command) = command(&session, deed, number) else { continue };
            let before = (world.read("codebook.yaml"), session.state().codings.len());
            match session.apply(command) {
                Ok(outcome) => done += usize::from(outcome.act.is_some()),
                // What is refused changes nothing.
                Err(_) => prop_assert_eq!(before, (world.read("codebook.yaml"), session.state().codings.len())),
            }
            prop_assert_eq!(session.diagnostics(), vec![]);
            let known = |id: &CodeId| session.corpus().codebook.resolve(id.as_str()).is_some();
            prop_assert!(session.state().codings.values().all(|coding| known(&coding.code)));
        }
        let end = (world.read("codebook.yaml"), session.state().clone());
        for _ in 0..done {
            session.apply(Command::Undo).unwrap();
        }
        prop_assert_eq!(world.read("codebook.yaml"), BOOK);
        prop_assert_eq!(session.state(), &state);
        for _ in 0..done {
            session.apply(Command::Redo).unwrap();
        }
        prop_assert_eq!((world.read("codebook.yaml"), session.state().clone()), end);
    }
}
