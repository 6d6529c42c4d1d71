//! A disk that fails at every touch, in every way, under every kind of action: what was acknowledged is there, of what was not nothing
//! is seen, and the same session goes on when the disk is well again. All interviews are invented.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::{Command, Env, NewCoding, Passage, Session, test_files};
use crate::journal::log::faults::{Fault, Lost, plan, power_comes_back, well};
use crate::model::{CodeId, MemoKind, MemoOn, TranscriptId};

const FILES: &[(&str, &str)] = &[
    ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\ncache: memory\n"),
    ("participants.csv", "participant,role\nP01,parent\n"),
    (
        "codebook.yaml",
        "codes:\n  - id: waiting\n    name: Waiting\n  - id: travel\n    name: Travel\n  - id: trust\n    name: Trust\n",
    ),
    (
        "transcripts/one.txt",
        "INT: How long?\n\nP01: We waited nine weeks. The bus takes two hours. I trust the nurse.\n",
    ),
    ("transcripts/two.txt", "INT: And you?\n\nP01: Nobody rang us back, so we drove there.\n"),
];

/// A study with some work in it, and room to copy it.
struct World {
    dir: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { dir: tempfile::tempdir().unwrap() };
        test_files::write(&world.root(), FILES.iter().copied());
        let mut session = world.open();
        session.apply(code("one", "nine weeks", "waiting")).unwrap();
        session.apply(code("one", "two hours", "travel")).unwrap();
        world
    }

    /// Another world that holds what this one does.
    fn copy(&self) -> Self {
        let copy = Self { dir: tempfile::tempdir().unwrap() };
        test_files::write(&copy.root(), test_files::read(&self.root()));
        copy
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("study")
    }

    fn open(&self) -> Session {
        let mut env = Env::system();
        env.coder = Some("amy".into());
        let home = self.dir.path().join("home");
        (env.cache_dir, env.user_config, env.user_data, env.backup_dir) = (Some(home.clone()), Some(home), None, None);
        Session::open(&self.root(), env).unwrap()
    }
}

fn code(transcript: &str, quote: &str, code: &str) -> Command {
    let item =
        NewCoding { transcript: transcript.into(), passage: Passage::Quote(quote.into()), code: code.into(), line: 0 };
    Command::Code { items: vec![item], query: None }
}

/// Everything that a user sees of a study: codings, memos, texts, the codebook, people, who is who, what can be taken back.
fn seen(session: &mut Session) -> Vec<String> {
    let state = session.state();
    let mut seen: Vec<String> = Vec::new();
    for placed in session.placements().by_transcript.iter().flatten() {
        let coding = &state.codings[&placed.id];
        seen.push(format!("{} {} {} {:?}", coding.coder, coding.code, coding.place.transcript, placed.span));
    }
    seen.extend(
        session.placements().unplaced.iter().map(|(id, _)| format!("unplaced {}", state.codings[id].place.quote)),
    );
    seen.extend(state.memos.values().map(|memo| format!("memo {} {}", memo.title, memo.text)));
    seen.extend(state.done.iter().map(|(coder, transcript)| format!("done {coder} {transcript}")));
    for at in session.corpus().places() {
        let transcript = session.corpus().transcript(at);
        seen.push(format!("{}: {}", transcript.id, transcript.body().text()));
    }
    seen.sort();
    for file in ["codebook.yaml", "participants.csv", "speakers.csv", "study.yaml"] {
        seen.push(fs::read_to_string(session.root().join(file)).unwrap_or_default());
    }
    // What one undo would take back: a change without its record is half an action.
    seen.push(session.rehearse(Command::Undo).map_or_else(|problem| problem.what, |outcome| outcome.message));
    let faults = session.check().into_iter().filter(|found| found.severity == crate::model::Severity::Fault);
    seen.extend(faults.map(|fault| format!("fault {}", fault.message)));
    seen
}

/// Every kind of action, by name.
fn actions() -> Vec<(&'static str, Command)> {
    let memo =
        Command::Memo { memo: None, on: MemoOn::Study, title: "t".into(), kind: MemoKind::Note, text: "so".into() };
    let one: TranscriptId = "one".into();
    let merge =
        Command::MergeCodes { ids: vec!["travel".into()], into: "waiting".into(), why: Some("one thing".into()) };
    let edited = "INT: How long?\n\nP01: We waited ten weeks. The bus takes two hours. I trust the nurse.\n";
    vec![
        ("code", code("two", "Nobody rang us back", "trust")),
        ("memo", memo),
        ("done", Command::Done(vec![one.clone()], true)),
        ("rename", Command::RenameCode("trust".into(), "Trusting".into())),
        (
            "add",
            Command::AddCode { id: CodeId::from("hope"), name: "Hope".into(), under: None, definition: String::new() },
        ),
        ("merge", merge),
        ("edit", Command::Edit { transcript: one, text: edited.into(), accept: Vec::new() }),
        ("speakers", Command::MapSpeakers("two".into(), vec![("INT".into(), "other".into())])),
        ("undo", Command::Undo),
    ]
}

const KINDS: [ErrorKind; 4] =
    [ErrorKind::Other, ErrorKind::StorageFull, ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied];

/// How many touches an action makes on a disk that is well, and what is seen before and after it.
fn well_done(base: &World, command: &Command) -> (usize, Vec<String>, Vec<String>) {
    let world = base.copy();
    let mut session = world.open();
    let before = seen(&mut session);
    plan(None);
    session.apply(command.clone()).unwrap();
    let touches = well();
    let after = seen(&mut world.open());
    assert!(before != after && touches >= 3, "{touches}");
    (touches, before, after)
}

#[test]
fn a_disk_that_refuses_at_any_touch_leaves_all_or_nothing_and_the_session_goes_on() {
    let base = World::new();
    for (name, command) in actions() {
        let (touches, before, after) = well_done(&base, &command);
        let mut refused = 0;
        for at in 0..touches {
            // Every kind comes at one touch or another, once and for good.
            let kind = |more: usize| KINDS[(at + more) % KINDS.len()];
            let for_good = if at % 3 == 0 { Fault::Short } else { Fault::FromThenOn(kind(1)) };
            let faults = [Fault::Once(kind(0)), for_good];
            for fault in faults {
                let world = base.copy();
                let mut session = world.open();
                plan(Some((at, fault)));
                let applied = session.apply(command.clone());
                well();
                let what = format!("{name}, {fault:?} at touch {at}");
                let now = seen(&mut world.open());
                if applied.is_ok() {
                    assert_eq!(now, after, "{what}: acknowledged");
                    continue;
                }
                refused += 1;
                assert!(now == before || now == after, "{what}: {:?}\n{now:#?}", applied.unwrap_err());
                // The same session goes on, without a restart.
                session.look().unwrap();
                if now == before {
                    session.apply(command.clone()).unwrap_or_else(|problem| panic!("{what}: again: {problem:?}"));
                    assert_eq!(seen(&mut world.open()), after, "{what}: again");
                }
                session.apply(code("two", "we drove there", "waiting")).unwrap();
                assert!(seen(&mut session).iter().any(|line| line.contains("waiting two")), "{what}");
            }
        }
        assert!(refused >= touches, "{name}: {refused} of {touches}");
    }
}

#[test]
fn when_the_power_goes_what_was_acknowledged_is_there_and_half_an_action_is_not() {
    let base = World::new();
    for (name, command) in actions() {
        let (touches, before, after) = well_done(&base, &command);
        let mut whole = 0;
        for at in 0..=touches {
            for lost in [Lost::Nothing, Lost::Half, Lost::All] {
                let world = base.copy();
                let mut session = world.open();
                plan(Some((at, Fault::Dark)));
                let applied = session.apply(command.clone());
                drop(session);
                power_comes_back(lost);
                let what = format!("{name}, dark at touch {at}, lost {lost:?}");
                let now = seen(&mut world.open());
                assert!(now == before || now == after, "{what}: {now:#?}");
                if applied.is_ok() {
                    assert_eq!(now, after, "{what}: acknowledged");
                    whole += 1;
                }
                // Whatever is left of it is repaired by the next save.
                let mut session = world.open();
                session.apply(code("two", "we drove there", "waiting")).unwrap();
                let left = test_files::read(&world.root())
                    .into_iter()
                    .filter(|(path, _)| path.contains(".emic-change-"))
                    .count();
                assert_eq!(left, 0, "{what}");
                let again = seen(&mut world.open());
                assert!(again.iter().any(|line| line.contains("waiting two")), "{what}: {again:#?}");
            }
        }
        assert!(whole >= 3, "{name}: {whole}");
    }
}

#[test]
fn what_somebody_else_has_begun_is_left_alone_until_it_is_old() {
    let world = World::new();
    let rename = Command::RenameCode("trust".into(), "Trusting".into());
    let mut session = world.open();
    let before = seen(&mut session);
    // The power goes after the codebook was changed: the plan stands, the record does not.
    let touches = well_done(&world, &rename).0;
    let plan_path = world.root().join(".emic-change-amy/plan.json");
    let left = (0..touches).find(|at| {
        plan(Some((*at, Fault::Dark)));
        session.apply(rename.clone()).unwrap_err();
        power_comes_back(Lost::Nothing);
        let book = fs::read_to_string(world.root().join("codebook.yaml")).unwrap();
        if book.contains("Trusting") && plan_path.exists() {
            return true;
        }
        session = world.open();
        false
    });
    assert!(left.is_some());
    // As if it had been begun on another machine.
    let text = fs::read_to_string(&plan_path).unwrap();
    let mut begun: serde_json::Value = serde_json::from_str(&text).unwrap();
    begun["lock"] = "another".into();
    fs::write(&plan_path, begun.to_string()).unwrap();
    let told = world.open().carried_on().to_vec();
    assert!(told.len() == 1 && told[0].contains("somebody else is changing files"), "{told:?}");
    assert!(fs::read_to_string(world.root().join("codebook.yaml")).unwrap().contains("Trusting"));
    for minutes in [9, 11] {
        let time = std::time::SystemTime::now() - std::time::Duration::from_secs(minutes * 60);
        fs::File::options().append(true).open(&plan_path).unwrap().set_modified(time).unwrap();
        let taken_back = world.open().carried_on().iter().any(|line| line.contains("is taken back: codebook.yaml"));
        assert_eq!(taken_back, minutes > 10, "after {minutes} minutes");
    }
    assert_eq!(seen(&mut world.open()), before);
    assert!(!plan_path.exists());
}
