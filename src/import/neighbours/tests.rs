//! Invented projects of the neighbours, made here as they make them.

use rusqlite::{Connection, MAIN_DB};

use super::*;
use crate::import::refi::{EXEMPLAR, key};

pub(super) fn bytes(sql: &str) -> Vec<u8> {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch(sql).unwrap();
    db.serialize(MAIN_DB).unwrap().to_vec()
}

fn read(sql: &str) -> Result<Project, NeighbourError> {
    super::project(bytes(sql), &Beside::default())
}

const TAGUETTE: &str = r#"
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created DATETIME);
INSERT INTO projects VALUES (1, 'Invented', 'About waiting', '2024-01-02 03:04:05.000001');
CREATE TABLE users (login TEXT PRIMARY KEY, email TEXT); INSERT INTO users VALUES ('ann', 'ann@example.org');
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created DATETIME, project_id INTEGER, contents TEXT);
INSERT INTO documents VALUES (3, 'Talk', 'A talk', 'talk.html', '2024-01-02', 1, '<p class="a>b">INT: Caf&eacute; &amp; <b>t&#233;a</b>?</p><!-- <p> --><p>P1: We wäited 😀 long.</p>');
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT, parent_id INTEGER);
INSERT INTO tags VALUES (1, 1, 'time.waiting', 'Waiting', 2), (2, 1, 'time', '', NULL), (3, 1, 'a', '', 4), (4, 1, 'b', '', 3);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
INSERT INTO highlights VALUES (7, 3, 31, 48, '<b>wäited 😀 long</b>'), (8, 3, 0, 3, 'INT'), (9, 3, 5, 900, 'x'), (10, 99, 0, 1, 'x'), (11, 3, 0, 3, 'other');
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER); INSERT INTO highlight_tags VALUES (7, 1), (7, 2), (9, 1), (11, 2);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login TEXT, project_id INTEGER, document_id INTEGER, payload TEXT);
INSERT INTO commands VALUES (1, '2024-02-03 04:05:06.123', 'ann', 1, 3, '{"type": "highlight_add", "highlight_id": 7}'), (2, 'x', 'y', 1, 3, 'no json');
"#;

fn cut(project: &Project, at: usize) -> String {
    let text = &project.texts[0];
    let span = text.selections[at].span;
    text.body.chars().skip(span.start as usize).take(span.len() as usize).collect()
}

#[test]
fn a_project_of_taguette_comes_over() {
    let project = read(TAGUETTE).unwrap();
    assert_eq!(project.texts[0].body, "INT: Caf&eacute; & téa?\n\nP1: We wäited 😀 long.\n\n");
    assert_eq!(cut(&project, 0), "wäited 😀 long");
    let codings = &project.texts[0].selections[0].codings;
    assert_eq!(codings.len(), 2);
    assert_eq!(codings[0].created.as_deref(), Some("2024-02-03T04:05:06.123"));
    assert_eq!(codings[0].user.as_deref(), Some(key(&project.users[0].guid).as_str()));
    let names: Vec<(&str, Option<usize>)> =
        project.codes.iter().map(|code| (code.name.as_str(), code.parent)).collect();
    assert_eq!(names, [("time", None), ("time.waiting", Some(0)), ("a", None), ("b", Some(2))]);
    assert_eq!(project.losses.count("codings"), (0, 2));
    assert_eq!(project.losses.count("highlights without a tag"), (0, 1));
    assert!(project.losses.notes.iter().any(|note| note.contains("of 1 highlights")), "{:?}", project.losses.notes);
    assert_eq!(project, read(TAGUETTE).unwrap(), "GUIDs are the same each time");
    let several =
        TAGUETTE.replace("CREATE TABLE users", "INSERT INTO projects VALUES (2, 'x', '', ''); CREATE TABLE users");
    assert_eq!(read(&several), Err(NeighbourError::Several(2)));
}

const QUALCODER: &str = r#"
CREATE TABLE project (databaseversion TEXT, date TEXT, memo TEXT, about TEXT);
INSERT INTO project VALUES ('v6', '2024-01-01 00:00:00', 'What it is about', '');
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name TEXT, owner TEXT, date TEXT, memo TEXT, supercatid INTEGER);
INSERT INTO code_cat VALUES (1, 'Low', 'ann', '', '', 2), (2, 'Top', 'ann', '', '', NULL);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name TEXT, memo TEXT, catid INTEGER, owner TEXT, date TEXT, color TEXT);
INSERT INTO code_name VALUES (1, 'Waiting', 'when they wait', 1, 'ann', '', '#F781F3'), (2, 'Loose', NULL, NULL, 'bo', '', 'no colour');
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT, mediapath TEXT, memo TEXT, owner TEXT, date TEXT);
INSERT INTO source VALUES (5, 'talk.txt', 'P1: 😀 We waited. Long.', NULL, 'a memo', 'ann', ''), (6, 'map.JPG', NULL, '/images/map.jpg', '', 'ann', ''), (7, 'talk.mp3', NULL, 'audio:/talk.mp3', '', 'ann', '');
CREATE TABLE code_text (ctid INTEGER PRIMARY KEY, cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT, avid INTEGER, important INTEGER);
INSERT INTO code_text VALUES (1, 1, 5, 'We waited.', 7, 17, 'ann', '2024-05-06 07:08:09', 'why', NULL, 1), (2, 2, 5, 'Long', 18, 22, 'bo', '', '', NULL, NULL), (3, 2, 5, 'x', 18, 99, 'bo', '', '', NULL, NULL), (4, 9, 77, 'x', 0, 1, 'bo', '', '', NULL, NULL);
CREATE TABLE code_image (imid INTEGER PRIMARY KEY, memo TEXT); INSERT INTO code_image VALUES (1, '');
CREATE TABLE annotation (anid INTEGER PRIMARY KEY, fid INTEGER, pos0 INTEGER, pos1 INTEGER, memo TEXT, owner TEXT, date TEXT);
INSERT INTO annotation VALUES (1, 5, 0, 2, 'who?', 'bo', '2024-05-06 07:08:09');
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name TEXT, memo TEXT, owner TEXT, date TEXT);
INSERT INTO cases VALUES (1, 'Mina', 'lives alone', 'ann', ''), (2, 'Dog', '', 'ann', '');
CREATE TABLE case_text (id INTEGER PRIMARY KEY, caseid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT);
INSERT INTO case_text VALUES (1, 1, 5, 0, 24, 'ann', '', ''), (2, 2, 5, 18, 22, 'ann', '', '');
CREATE TABLE attribute_type (name TEXT, date TEXT, owner TEXT, memo TEXT, caseOrFile TEXT, valuetype TEXT);
INSERT INTO attribute_type VALUES ('age', '', '', '', 'case', 'numeric'), ('place', '', '', '', 'file', 'character');
CREATE TABLE attribute (attrid INTEGER PRIMARY KEY, name TEXT, attr_type TEXT, value TEXT, id INTEGER, date TEXT, owner TEXT);
INSERT INTO attribute VALUES (1, 'age', 'case', '34', 1, '', ''), (2, 'place', 'file', 'north', 5, '', ''), (3, 'place', 'file', '', 5, '', '');
CREATE TABLE journal (jid INTEGER PRIMARY KEY, name TEXT, jentry TEXT, date TEXT, owner TEXT);
INSERT INTO journal VALUES (1, 'Day one', 'we began', '2024-05-06 07:08:09', 'ann');
"#;

#[test]
fn a_project_of_qualcoder_comes_over_and_its_quotations_decide_what_its_positions_count() {
    let project = read(QUALCODER).unwrap();
    let names: Vec<(&str, Option<usize>, bool)> =
        project.codes.iter().map(|code| (code.name.as_str(), code.parent, code.folder)).collect();
    assert_eq!(
        names,
        [("Top", None, true), ("Low", Some(0), true), ("Waiting", Some(1), false), ("Loose", None, false)]
    );
    assert_eq!((cut(&project, 0), cut(&project, 1)), ("We waited.".into(), "Long".into()), "UTF-16 units");
    assert!(project.losses.notes.iter().any(|note| note.contains("UTF-16")), "{:?}", project.losses.notes);
    assert_eq!(project.losses.count("codings"), (0, 2));
    let notes: Vec<&str> = project.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["why", "exemplar", "we began"]);
    assert_eq!(project.notes[1].name, EXEMPLAR);
    assert_eq!((project.cases[0].texts.len(), project.cases[0].selections.len()), (1, 0));
    assert_eq!((project.cases[1].texts.len(), project.cases[1].selections.len()), (0, 1));
    assert_eq!(project.cases[0].values[0].1, "34");
    assert_eq!(project.texts[0].values.len(), 1);
    for kind in ["pictures", "recordings", "areas of pictures"] {
        assert_eq!(project.losses.count(kind), (0, 1), "{kind}");
    }
    let points = QUALCODER
        .replace("'We waited.', 7, 17", "'We waited.', 6, 16")
        .replace("'Long', 18, 22, 'bo'", "'Long', 17, 21, 'bo'");
    assert_eq!(cut(&read(&points).unwrap(), 0), "We waited.");
}

#[test]
fn other_bytes_are_refused_and_do_no_harm() {
    assert!(matches!(
        super::project(b"SQLite format 3\0 and nothing more".to_vec(), &Beside::default()),
        Err(NeighbourError::Database(_))
    ));
    assert_eq!(read("CREATE TABLE x (y)"), Err(NeighbourError::Unknown));
    // A view in the place of a table could be made to run for ever: it is none.
    let view = "CREATE TABLE code_text (ctid); CREATE VIEW source AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS id FROM n;";
    assert_eq!(read(view), Err(NeighbourError::Unknown));
    let whole = bytes(QUALCODER);
    for at in (100..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 0x5a;
        let _ = super::project(broken, &Beside::default());
        let _ = super::project(whole[..at].to_vec(), &Beside::default());
    }
}

#[test]
fn seeds_of_the_fuzz_target_do_no_harm() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/neighbours");
    let text = |_: &str| Some(b"P1: We waited\nlong.\n".to_vec());
    let beside = Beside { text: Some(&text), ..Beside::default() };
    let mut read = 0;
    for entry in std::fs::read_dir(path).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for cut in [bytes.len(), bytes.len() - 1, bytes.len() / 2] {
            let Ok(project) = super::project(bytes[..cut].to_vec(), &beside) else { continue };
            for text in &project.texts {
                let chars = text.body.chars().count() as u32;
                let inside = |span: &crate::text::Span| !span.is_empty() && span.end <= chars;
                assert!(text.selections.iter().all(|selection| inside(&selection.span)));
            }
            read += 1;
        }
    }
    assert!(read >= 3, "{read}");
}
