//! Correction after coding, through the session: an invented study in a folder of its own.

mod edits;
mod laws;
mod relinks;
mod reviews;

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::model::{MemoKind, MemoOn, TranscriptId};
use crate::text::{Body, Span, occurrences};

const STUDY: &str = "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n";
const BOOK: &str = "codes:\n  - {id: waiting, name: Waiting}\n  - {id: trust, name: Trust}\n";
const ONE: &str = "INT: How long did you wait?\n\nP01: We waited nine weeks. Nobody rang us back, so we drove there.\n\nINT: \
    Did you trust them?\n\nP01: Not then. I trust the nurse now.\n\nINT: Yes?\n\nP01: Yes.\n\nINT: Yes?\n\nP01: Yes.\n";

struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir_all(desk.path("transcripts")).unwrap();
        desk.write("study.yaml", STUDY);
        desk.write("codebook.yaml", BOOK);
        desk.write("participants.csv", "participant\nP01\n");
        desk.write("transcripts/one.txt", ONE);
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join("study").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{old}` is not in {path}");
        self.write(path, &text.replacen(old, new, 1));
    }

    /// Opens the study as this coder; each opening has a clock later than the one before.
    fn open(&self, coder: &str) -> Session {
        let count = fs::read_dir(self.dir.path()).unwrap().count() as u64;
        fs::write(self.dir.path().join(format!("opening-{count}")), "").unwrap();
        let start = 1_700_000_000_000 + count * 10_000_000;
        let mut env = Env::fixed(start, count, self.dir.path().join("machine"));
        env.coder = Some(coder.into());
        Session::open(&self.path(""), env).unwrap()
    }
}

fn one() -> TranscriptId {
    "one".into()
}

fn code(session: &mut Session, passage: Passage, code: &str) -> EventId {
    let items = vec![NewCoding { transcript: one(), passage, code: code.into(), line: 0 }];
    session.apply(Command::Code { items, query: None }).unwrap().written[0]
}

fn code_words(session: &mut Session, quote: &str, name: &str) -> EventId {
    code(session, Passage::Quote(quote.into()), name)
}

/// A memo on the first place of a wording.
fn memo(session: &mut Session, quote: &str, text: &str) -> EventId {
    let at = session.transcript_place("one").unwrap();
    let span = occurrences(session.corpus().transcript(at).body(), quote, 1)[0];
    let on = MemoOn::Passage(session.place_of(at, span).unwrap());
    let command = Command::Memo { memo: None, on, title: "T".into(), kind: MemoKind::Analytic, text: text.into() };
    session.apply(command).unwrap().written[0]
}

/// The wording at which a coding stands now.
fn stands(session: &Session, id: EventId) -> Option<String> {
    let placed = session.placed(id)?;
    session.corpus().transcript(placed.transcript).body().slice(placed.span).map(String::from)
}

fn counts(session: &Session) -> (u64, u64, u64, u64) {
    let counts = session.review(None).counts;
    (counts.unmoved, counts.moved, counts.changed, counts.lost)
}

fn edit(session: &mut Session, old: &str, new: &str) -> Outcome {
    let body = session.corpus().transcript(session.transcript_place("one").unwrap()).body().text().to_owned();
    assert!(body.contains(old), "{old}");
    let text = body.replacen(old, new, 1);
    session.apply(Command::Edit { transcript: one(), text, accept: Vec::new() }).unwrap()
}
