//! What must hold of anything that comes from outside, one check a target: the fuzz targets run them on what libFuzzer thinks of, and
//! `cargo test` on the seeds. None may panic, and each ends within time and memory.

use std::path::Path;

use emic::import::{Options, ReadAs, captions, document, look, read};
use emic::journal::log::{FileId, read_bytes};
use emic::journal::{Event, Fold, Patch, merge, parse_line, to_line};
use emic::session::{CodingsRequest, Env, FrequencyRequest, SearchRequest, Session};
use emic::store;
use emic::text::{self, Body, Span, TextHash, TurnRules, Verdict, find_turns};

/// A check of a target: whether what it was given could be read as what the target is about.
pub type Check = fn(&[u8]) -> bool;

/// Every target by name: the name of its file in `fuzz_targets/` and of its folder in `seeds/`.
pub const CHECKS: &[(&str, Check)] = &[
    ("anchor", anchor),
    ("codebook", codebook),
    ("docx", |bytes| document::docx::read(bytes).is_ok()),
    ("front_matter", front_matter),
    ("highlights", highlights),
    ("import_captions", import_captions),
    ("import_read", import_read),
    ("import_tables", import_tables),
    ("journal", journal),
    #[cfg(feature = "sqlite")]
    ("neighbours", neighbours),
    ("odt", |bytes| document::odt::read(bytes).is_ok()),
    ("patch", patch),
    #[cfg(feature = "pdf")]
    ("pdf", |bytes| document::pdf::read(bytes).is_ok()),
    ("qdc", qdc),
    ("qde", qde),
    ("qdpx", qdpx),
    ("query", query),
    ("rtf", |bytes| document::rtf::read(bytes).is_ok()),
    ("study", study),
    ("tables", tables),
    ("turns", turns),
];

/// The check of a target.
pub fn check(name: &str) -> Check {
    CHECKS.iter().find(|(known, _)| *known == name).map(|(_, check)| *check).expect("a check of this name")
}

/// The text of the bytes in parts, each ended by a line `%%`; at least `count`.
fn parts(bytes: &[u8], count: usize) -> Option<Vec<String>> {
    let mut parts: Vec<String> = std::str::from_utf8(bytes).ok()?.split("\n%%\n").map(String::from).collect();
    parts.resize(parts.len().max(count), String::new());
    Some(parts)
}

/// A number made of a text, below `most`: so that the text alone decides.
fn number(text: &str, salt: u32, most: u32) -> u32 {
    let mixed = text.bytes().fold(salt ^ 0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    if most == 0 { 0 } else { mixed % most }
}

/// An old text, a new one, and a quote with its surroundings as a hostile journal may hold them.
fn anchor(bytes: &[u8]) -> bool {
    let Some(parts) = parts(bytes, 5) else { return false };
    let (old, new) = (Body::new(parts[0].clone()), Body::new(parts[1].clone()));
    let holds = |span: Span, quote: &str, before: &str, after: &str, hash: TextHash, body: &Body| {
        let verdict = text::resolve(span, quote, before, after, hash, body);
        match verdict {
            Verdict::Exact => assert_eq!(body.slice(span), Some(quote)),
            Verdict::Moved(place) => assert_eq!(body.slice(place), Some(quote)),
            Verdict::Changed(place) => assert!(place.is_none_or(|place| body.slice(place).is_some())),
            Verdict::Lost => {}
        }
        assert_eq!(verdict, text::resolve(span, quote, before, after, hash, body), "the same again");
        verdict
    };
    for salt in 0..4 {
        let start = number(&parts[0], salt, old.chars());
        let end = start + number(&parts[1], salt, old.chars() - start);
        let span = Span::new(start, end);
        let Some((quote, before, after)) = text::context(&old, span) else { continue };
        let (quote, before, after) = (quote.to_owned(), before.to_owned(), after.to_owned());
        assert_eq!(holds(span, &quote, &before, &after, old.hash(), &old), Verdict::Exact, "in its own text");
        holds(span, &quote, &before, &after, old.hash(), &new);
    }
    let any = Span::new(number(&parts[2], 9, 1 << 20), number(&parts[2], 10, 1 << 20));
    holds(any, &parts[2], &parts[3], &parts[4], old.hash(), &new);
    !parts[1].is_empty()
}

/// A patch turns one text into another and back, and any patch is applied or refused.
fn patch(bytes: &[u8]) -> bool {
    let Some(parts) = parts(bytes, 3) else { return false };
    let made = Patch::between(&parts[0], &parts[1]);
    assert_eq!(made.apply(&parts[0]).as_deref(), Ok(&*parts[1]));
    assert_eq!(made.inverse().apply(&parts[1]).as_deref(), Ok(&*parts[0]));
    let Ok(given) = serde_json::from_str::<Patch>(&parts[2]) else { return parts[0] != parts[1] };
    if let Ok(new) = given.apply(&parts[0]) {
        assert_eq!(given.inverse().apply(&new).as_deref(), Ok(&*parts[0]), "taken back");
    }
    true
}

/// Lines of a journal: their order, repetition and distribution make no difference, and a line that is written is read as itself.
fn journal(bytes: &[u8]) -> bool {
    let read = read_bytes(bytes, None, FileId::default(), None);
    assert_eq!(read.events.len(), read.lines.len());
    for event in &read.events {
        let line = to_line(event);
        assert!(!line.trim_end().contains('\n'), "one line");
        let again = parse_line(line.trim_end(), None);
        assert_eq!(again.as_ref().map(to_line).ok(), Some(line), "written as it is read");
    }
    let events: Vec<Event> = read.events;
    let whole = Fold::new(events.clone());
    let mut backwards = events.clone();
    backwards.reverse();
    backwards.extend(events.clone());
    assert_eq!(Fold::new(backwards).state(), whole.state(), "order and repetition");
    let (head, tail) = events.split_at(events.len() / 2);
    let mut halves = Fold::new(tail.to_vec());
    halves.push(head.to_vec());
    assert_eq!(halves.state(), whole.state(), "distribution");
    assert!(merge::merge_lines(&events, &events).is_empty(), "nothing new in a copy");
    !events.is_empty()
}

/// A codebook is read or refused, and what is spliced into it can be read and holds what was put in.
fn codebook(bytes: &[u8]) -> bool {
    let Ok(source) = std::str::from_utf8(bytes) else { return false };
    let file = Path::new("codebook.yaml");
    let Ok((book, _)) = store::parse_codebook(file, source) else { return false };
    let named = |text: &str, id: &str| {
        let (book, _) = store::parse_codebook(file, text).expect("what was spliced is a codebook");
        let name = book.resolve(id).map(|at| book.code(at).name.clone());
        (book.codes().len(), name)
    };
    let first = book.codes().first().map(|code| code.id.as_str().to_owned());
    for under in [None, first.as_deref()] {
        if let Ok(text) = store::add_code(source, under, "new-0", "New: 'one'", &[]) {
            assert_eq!(named(&text, "new-0").1.as_deref(), Some("New: 'one'"));
        }
    }
    if let Some(id) = first {
        if let Ok(text) = store::rename_code(source, &id, "# Not: a comment") {
            assert_eq!(named(&text, &id).1.as_deref(), Some("# Not: a comment"));
        }
        if let Ok(text) = store::remove_code(source, &id) {
            assert!(named(&text, &id).0 <= book.codes().len());
        }
        let _ = store::add_missing_codes(source, "codes:\n  - id: other-0\n    name: Other\n");
    }
    !book.codes().is_empty()
}

/// Tables of people and of speakers: every row has its place, and one more row is the last.
fn tables(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let file = Path::new("participants.csv");
    let (table, _) = store::parse_table(file, text, "participant");
    assert_eq!(table.attributes.rows.len(), table.places.len());
    let _ = store::parse_speakers(file, text);
    if let Some(more) = store::append_row(text, "participant", &[("participant", "P-new")]) {
        let (again, _) = store::parse_table(file, &more, "participant");
        assert!(again.attributes.rows.len() <= table.attributes.rows.len() + 1);
    }
    let _ = store::drop_rows(text, "participant", &|id| id == "P01");
    !table.attributes.rows.is_empty()
}

/// A transcript's file: the body is what follows the front matter, whatever is set in it; another body takes its place whole.
fn front_matter(bytes: &[u8]) -> bool {
    let file = Path::new("one.md");
    let Ok(read) = store::decode_transcript(file, bytes.to_vec()) else { return false };
    assert!(!read.body.contains('\r'));
    let Ok(source) = std::str::from_utf8(bytes) else { return false };
    let body = |text: &str| store::decode_transcript(file, text.as_bytes().to_vec()).map(|read| read.body).ok();
    for path in [vec!["participant".into()], vec!["participants".into(), "A: b".into()]] {
        if let Ok(text) = store::set_front_matter(source, &path, &store::Node::text("P07")) {
            assert_eq!(body(&text).as_deref(), Some(&*read.body), "the body stays");
        }
    }
    let other = format!("P01: other\n{}", read.body);
    if let Ok(text) = store::with_body(source, &other) {
        assert_eq!(body(&text).as_deref(), Some(&*other), "the body that was asked for");
    }
    source.starts_with("---")
}

/// What else a study's own files hold: study.yaml, analysis.yaml, keys.yaml.
fn study(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let _ = store::parse_analysis(Path::new("analysis.yaml"), text);
    let _ = store::own_keys(text);
    store::parse_study(Path::new("/nonexistent"), text).is_ok()
}

/// Turns lie in the body, in order, none over another, by layout and by a pattern of the study (the first line).
fn turns(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let body = Body::new(text.replace("\r\n", "\n").replace('\r', "\n"));
    let pattern = body.text().lines().next().map(String::from);
    let interviewers = TurnRules { interviewers: vec!["INT".into()], ..TurnRules::default() };
    let mut found = 0;
    for rules in [TurnRules::default(), TurnRules { pattern, ..interviewers }] {
        let layout = find_turns(&body, &rules).layout;
        let mut end = 0;
        for (at, turn) in layout.turns.iter().enumerate() {
            assert!(turn.span.start >= end && turn.span.end <= body.chars(), "turn {at}");
            assert!(turn.speech.start >= turn.span.start && turn.speech.end <= turn.span.end, "speech {at}");
            assert!(turn.label.is_none_or(|label| (label as usize) < layout.labels.len()));
            assert!(
                layout.turn_starts(at).all(|word| turn.speech.start <= word && word < turn.speech.end),
                "words {at}"
            );
            let _ = text::sentences(body.slice(turn.speech).expect("inside"), "en");
            end = turn.span.end;
        }
        found += layout.turns.len();
    }
    found > 0
}

/// A small study, opened once for each thread.
fn with_study<T>(ask: impl FnOnce(&mut Session) -> T) -> T {
    use std::cell::RefCell;
    thread_local! {
        static STUDY: RefCell<Option<(tempfile::TempDir, Session)>> = const { RefCell::new(None) };
    }
    STUDY.with_borrow_mut(|study| {
        let (_, session) = study.get_or_insert_with(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let code = |id: u32, span: [u32; 2], quote: &str, code: &str| {
                format!(
                    "{{\"v\":1,\"id\":\"0190f000-0000-7000-8000-{id:012x}\",\"act\":\"0190f000-0000-7000-9000-{id:012x}\",\"coder\":\"amy\",\"at\":\"2026-01-01T00:00:00Z\",\"do\":\"code\",\"transcript\":\"one\",\"span\":{span:?},\"quote\":\"{quote}\",\"before\":\"\",\"after\":\"\",\"text\":\"0000000000000000\",\"code\":\"{code}\"}}\n"
                )
            };
            let codings = code(1, [25, 35], "nine weeks", "waiting") + &code(2, [42, 49], "the bus", "travel");
            for (path, text) in [
                ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\ncache: memory\n"),
                ("participants.csv", "participant,role\nP01,parent\nP02,nurse\n"),
                ("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n    codes:\n      - id: travel\n        name: Travel\n"),
                ("transcripts/one.txt", "INT: How long?\n\nP01: Some nine weeks. And the bus: naïve, EHCPs; it’s one-to-one.\n"),
                ("transcripts/two.txt", "P02: They waited and waited, \u{5d0}\u{5d1} 학교 e\u{301}.\n\nINT: Yes?\n\nP02: Yes.\n"),
                ("codings/amy.jsonl", &*codings),
            ] {
                let full = folder.path().join("study").join(path);
                std::fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
                std::fs::write(full, text).expect("written");
            }
            let env = Env::fixed(1_767_225_600_000, 1, folder.path().join("cache"));
            let session = Session::open(&folder.path().join("study"), env).expect("a study");
            (folder, session)
        });
        ask(session)
    })
}

/// A query is understood or refused with a place in it, as a search, of codings and on a table; what is found stands in the text.
fn query(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    with_study(|session| {
        let request = SearchRequest { query: text.to_owned(), coders: None, limit: Some(50) };
        let found = session.search(&request);
        if let Ok(answer) = &found {
            let _ = session.search_table(answer);
        }
        let codings = session.codings(&CodingsRequest { query: Some(text.to_owned()), ..CodingsRequest::default() });
        let counted = session.frequencies(&FrequencyRequest {
            by: Some("role".into()),
            query: Some(text.to_owned()),
            ..FrequencyRequest::default()
        });
        if let Err(problem) = &found {
            assert!(!problem.what.is_empty());
        }
        found.is_ok() || codings.is_ok() || counted.is_ok()
    })
}

/// Any bytes under any name and read as anything: what comes in is text.
fn import_read(bytes: &[u8]) -> bool {
    let mut well = false;
    for name in ["a.txt", "a.csv", "a.json"] {
        for force in [false, true] {
            if let Ok(contents) = read(name, bytes, &Options { force, ..Options::default() }) {
                for draft in &contents.drafts {
                    assert!(!draft.text.trim().is_empty());
                    let _ = look(&Body::new(draft.text.clone()), &TurnRules::default());
                }
                well = true;
            }
        }
    }
    well
}

/// Any text as captions of each kind.
fn import_captions(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let cues = captions::read_cue_lines(text);
    let well = !cues.cues.is_empty();
    let _ = captions::draft(cues.cues, "captions", &cues.head);
    let sung = captions::read_lrc(text);
    let well = well || !sung.is_empty();
    let _ = captions::draft(sung, "LRC", &[]);
    match captions::read_json(text) {
        Ok(cues) => {
            let _ = captions::draft(cues, "JSON", &[]);
            true
        }
        Err(_) => well,
    }
}

/// Any text as a table of each kind.
fn import_tables(bytes: &[u8]) -> bool {
    let readings = [ReadAs::Turns, ReadAs::Interviews, ReadAs::Participants];
    let well =
        readings.map(|reading| read("a.csv", bytes, &Options { reading: Some(reading), ..Options::default() }).is_ok());
    well.contains(&true)
}

/// Highlights of Taguette: what is found of them in a text stands inside of it.
fn highlights(bytes: &[u8]) -> bool {
    use emic::import::highlights::{Searched, read};
    let Ok(rows) = read(bytes) else { return false };
    for row in rows.iter().take(20) {
        let text = format!("P1: {}\n\n{}", row.content, row.document);
        let chars = text.chars().count() as u32;
        let found = Searched::new(&text).find(&row.content, 100);
        assert!(found.iter().all(|span| !span.is_empty() && span.end <= chars));
    }
    true
}

/// Whether all passages of a project stand inside their texts.
fn inside(project: &emic::import::refi::Project) -> bool {
    project.texts.iter().all(|text| {
        let chars = text.body.chars().count() as u32;
        text.selections.iter().all(|selection| !selection.span.is_empty() && selection.span.end <= chars)
    })
}

/// Databases of Taguette, QualCoder and qc.
#[cfg(feature = "sqlite")]
fn neighbours(bytes: &[u8]) -> bool {
    use emic::import::neighbours::{Beside, project};
    let text = |_: &str| Some(b"P1: We waited\nlong.\n".to_vec());
    let read = project(bytes.to_vec(), &Beside { text: Some(&text), ..Beside::default() });
    read.is_ok_and(|project| {
        assert!(inside(&project));
        true
    })
}

/// Codebooks of other tools: a code stands after the one above it.
fn qdc(bytes: &[u8]) -> bool {
    emic::import::refi::codebook(bytes).is_ok_and(|book| {
        assert!(book.codes.iter().enumerate().all(|(at, code)| code.parent.is_none_or(|parent| parent < at)));
        true
    })
}

/// The XML of projects.
fn qde(bytes: &[u8]) -> bool {
    emic::import::refi::bare(bytes, |_| None).is_ok_and(|project| {
        assert!(inside(&project));
        true
    })
}

/// The ZIP layer of projects, and what is in it.
fn qdpx(bytes: &[u8]) -> bool {
    emic::import::refi::archive(std::io::Cursor::new(bytes)).is_ok_and(|project| {
        assert!(inside(&project));
        true
    })
}
