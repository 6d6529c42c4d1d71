//! The way out and back, for any text: what goes out as a project comes back as it was.

use proptest::prelude::*;

use super::*;
use crate::export::refi::Offsets;
use crate::model::{MemoKind, MemoOn, Star};
use crate::session::{Command, NewCoding, Passage};
use crate::text::Span;

/// Pieces of invented text that tools count in different ways.
const PIECES: &[&str] = &[
    "INT: So?\n",
    "P1: We waited. ",
    "\n\n",
    "\r\n",
    "\r",
    "😀",
    "👩‍👩‍👧",
    "cafe\u{301} ",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} ",
    "\u{202e}abc\u{202c}",
    "“naïve” – ",
    "\u{feff}",
    "---\n",
    " ",
    "\t",
    "x",
    "&<>\"",
    "\u{2028}",
    "日本語",
    "\u{1}",
];

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop::collection::vec(prop::sample::select(PIECES), 1..25).prop_map(|pieces| pieces.concat());
    prop::collection::vec(text, 1..3)
}

/// A study of these texts, in which stretches are coded by two coders, with memos and marks.
fn study(root: &Path, env: Env, texts: &[String], marks: &[(usize, u32, u32, bool)]) -> Session {
    let write = |path: &str, text: &str| {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), text).unwrap();
    };
    write("study.yaml", "emic: 1\ntitle: Invented\ninterviewers: [INT]\n");
    write("participants.csv", "participant,role\nP1,\"a, b\"\n");
    write(
        "codebook.yaml",
        "codes:\n  - id: a\n    name: A & <b>\n    definition: \"x\\n y\"\n    codes:\n      - id: b\n        name: '😀'\n",
    );
    for (at, text) in texts.iter().enumerate() {
        write(&format!("transcripts/t {at}.txt"), text);
    }
    let mut session = Session::open(root, env).unwrap();
    for (text, start, length, flag) in marks {
        let at = session.corpus().places().nth(text % texts.len()).unwrap();
        let transcript = session.corpus().transcript(at);
        let (id, chars) = (transcript.id.clone(), transcript.body().chars());
        if chars == 0 {
            continue;
        }
        let start = start % chars;
        let span = Span::new(start, (start + 1 + length).min(chars));
        session.env.coder = Some(if *flag { "Zoë" } else { "ben" }.into());
        let code = if *flag { "a" } else { "b" };
        let item = NewCoding { transcript: id, passage: Passage::Span(span), code: code.into(), line: 0 };
        let outcome = session.apply(Command::Code { items: vec![item], query: None }).unwrap();
        let Some(coding) = outcome.written.first().copied() else { continue };
        if *flag {
            session.apply(Command::Star(vec![coding], Some(Star::Exemplar))).unwrap();
            let place = session.state().codings[&coding].place.clone();
            for (on, title) in [(MemoOn::Coding(coding), ""), (MemoOn::Passage(place), "Why\n & how")] {
                let memo = Command::Memo {
                    memo: None,
                    on,
                    title: title.into(),
                    kind: MemoKind::Reflexive,
                    text: "so 😀\n".into(),
                };
                session.apply(memo).unwrap();
            }
        }
    }
    session
}

/// Everything of a state that a project carries.
fn seen(session: &Session) -> Vec<String> {
    let state = session.state();
    let mut all: Vec<String> = Vec::new();
    for coding in state.codings.values() {
        all.push(format!(
            "{} {} {:?} {:?} {} {} {} {:?}",
            coding.id,
            coding.coder,
            coding.place.span,
            coding.place.quote,
            coding.place.text,
            coding.code,
            coding.created,
            coding.def
        ));
        all.push(format!("{:?} {}", state.star(coding), coding.modified));
    }
    for memo in state.memos.values() {
        all.push(format!(
            "{} {} {:?} {:?} {:?} {:?} {} {}",
            memo.id, memo.coder, memo.on, memo.title, memo.kind, memo.text, memo.created, memo.modified
        ));
    }
    for transcript in &session.corpus().transcripts {
        all.push(format!("{} {:?}", transcript.id, transcript.body().text()));
        all.push(format!("{:?} {:?}", transcript.layout().labels, transcript.speakers()));
    }
    all.push(format!("{:?} {:?}", session.corpus().codebook.codes(), session.corpus().participants.rows));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_goes_out_comes_back_as_it_was(
        texts in texts(),
        marks in prop::collection::vec((0usize..3, 0u32..60, 0u32..20, any::<bool>()), 1..6),
        utf16: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let env = |seed| Env::fixed(1_767_225_600_000, seed, folder.path().join("cache"));
        let here = study(&folder.path().join("here"), env(1), &texts, &marks);
        let file = folder.path().join("out.qdpx");
        let offsets = if utf16 { Offsets::Utf16 } else { Offsets::CodePoints };
        here.export_refi(&file, offsets, None, false).unwrap();
        let there = folder.path().join("there");
        let brought = bring(read_project(&file).unwrap(), &there, "x", env(2)).unwrap();
        let (kept, of) = brought.losses.count("codings");
        prop_assert_eq!((kept, of), (here.state().codings.len() as u64, here.state().codings.len() as u64));
        let there_session = Session::open(&there, env(3)).unwrap();
        let faults = there_session.diagnostics().into_iter().filter(|found| found.severity == crate::model::Severity::Fault).count();
        prop_assert_eq!(faults, 0);
        prop_assert_eq!(seen(&here), seen(&there_session));
        // And the same file once more adds nothing.
        let lines = |root: &Path| std::fs::read_dir(root.join("codings")).map(|files| files.map(|file| std::fs::read(file.unwrap().path()).unwrap().len()).sum::<usize>()).unwrap_or(0);
        let before = lines(&there);
        bring(read_project(&file).unwrap(), &there, "x", env(4)).unwrap();
        prop_assert_eq!(before, lines(&there));
        let again = folder.path().join("again.qdpx");
        there_session.export_refi(&again, offsets, None, false).unwrap();
        prop_assert_eq!(std::fs::read(&file).unwrap(), std::fs::read(&again).unwrap());
    }
}

#[test]
fn a_new_study_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let env = || Env::fixed(1_767_225_600_000, 1, folder.path().join("cache"));
    let full = folder.path().join("full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("notes.txt"), "mine").unwrap();
    let refused = bring(Project::default(), &full, "x", env()).unwrap_err();
    assert!(refused.what.contains("holds something else"), "{}", refused.what);
    assert_eq!(std::fs::read_dir(&full).unwrap().count(), 1);
    let new = folder.path().join("a/b/new");
    let brought = bring(Project::default(), &new, "A title", env()).unwrap();
    assert!(brought.made && brought.report.unwrap().exists());
    assert_eq!(Session::open(&new, env()).unwrap().corpus().study.title, "A title");
    let beside: Vec<_> =
        std::fs::read_dir(folder.path().join("a/b")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["new"], "nothing is left beside it");
}

#[test]
fn the_note_on_exemplars_has_one_name() {
    assert_eq!(crate::export::refi::STARS[0], refi::EXEMPLAR);
}
