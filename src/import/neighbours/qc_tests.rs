//! An invented project of qc, made here as it makes them.

use super::tests::bytes;
use super::*;
use crate::import::refi::key;

const QC: &str = "
CREATE TABLE document (file_path VARCHAR PRIMARY KEY, file_hash VARCHAR);
INSERT INTO document VALUES ('talk.txt', 'x'), ('sub/gone.txt', 'x');
CREATE TABLE document_index (id INTEGER PRIMARY KEY, name VARCHAR, time_series BOOLEAN, document_id VARCHAR);
INSERT INTO document_index VALUES (1, 'paragraphs', 0, 'talk.txt'), (2, 'paragraphs', 0, 'sub/gone.txt');
CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INTEGER, end_line INTEGER, document_index_id INTEGER);
INSERT INTO location VALUES (1, 0, 4, 1), (2, 4, 6, 1), (3, 0, 9, 2);
CREATE TABLE code (name VARCHAR PRIMARY KEY); INSERT INTO code VALUES ('waiting'), ('weather'), ('time');
CREATE TABLE coder (name VARCHAR PRIMARY KEY); INSERT INTO coder VALUES ('ann'), ('bo_x'), ('bo');
CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INTEGER, coder_id VARCHAR, code_id VARCHAR);
INSERT INTO coded_line VALUES (1, 0, 'ann', 'waiting'), (2, 1, 'ann', 'waiting'), (3, 2, 'ann', 'waiting'), (4, 4, 'ann', 'waiting'),
  (5, 5, 'bo', 'weather'), (6, 3, 'bo', 'weather'), (7, 99, 'bo', 'weather'), (8, 1, 'ann', 'time'), (9, 3, 'ann', 'time'), (10, 0, 'bo', 'time');
CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
INSERT INTO coded_line_location_association VALUES (1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 1), (7, 2), (8, 3), (9, 1);
";

fn tree() -> Vec<(String, Option<usize>)> {
    [("time", None), ("waiting", Some(0)), ("mood", None), ("waiting", Some(2)), ("weeks", Some(3))]
        .map(|(name, above)| (name.to_owned(), above))
        .to_vec()
}

#[test]
fn lines_become_codings_and_what_is_not_there_is_listed() {
    let text = |path: &str| {
        (path == "talk.txt").then(|| "P1: We \u{e4}\r\nwaited 😀\r\nlong.\r\n\r\nThen it\r\nrained.\r\n".into())
    };
    let memo = |file: &str, text: &str| (file.to_owned(), text.to_owned());
    let memos = vec![
        memo("2024-03-05-07-09_bo_x_first_thoughts.md", "# First thoughts\n\nbo_x 2024-03-05 07:09\n\nThey wait.\n"),
        memo("notes.md", "Loose."),
        memo("2024-03-05-07-09_zed.md", " \n"),
    ];
    let beside = Beside { codes: tree(), text: Some(&text), memos };
    let project = super::project(bytes(QC), &beside).unwrap();
    let names: Vec<(&str, Option<usize>)> =
        project.codes.iter().map(|code| (code.name.as_str(), code.parent)).collect();
    assert_eq!(names, [("time", None), ("waiting", Some(0)), ("mood", None), ("weeks", Some(1)), ("weather", None)]);
    let body = &project.texts[0].body;
    assert_eq!(body, "P1: We \u{e4}\nwaited 😀\nlong.\n\nThen it\nrained.\n");
    let code = |selection: &crate::import::refi::Selection| {
        let code = project.codes.iter().find(|code| key(&code.guid) == selection.codings[0].code).unwrap();
        let user = project.users.iter().find(|user| Some(key(&user.guid)) == selection.user).unwrap();
        let cut: String =
            body.chars().skip(selection.span.start as usize).take(selection.span.len() as usize).collect();
        format!("{} {}: {cut}", user.name, code.name)
    };
    let codings: Vec<String> = project.texts[0].selections.iter().map(code).collect();
    assert_eq!(codings, ["ann waiting: P1: We ä\nwaited 😀\nlong.", "ann waiting: Then it", "bo weather: rained."]);
    // An empty line twice, a line that is not there, a text that is not there, a line of no document.
    assert_eq!(project.losses.count("coded lines"), (5, 10));
    assert_eq!(project.losses.count("texts"), (1, 2));
    assert_eq!(project.losses.count("further places of codes"), (0, 1));
    assert!(
        !project.losses.notes.iter().any(|note| note.contains("look at its codings")),
        "{:?}",
        project.losses.notes
    );
    let notes: Vec<_> =
        project.notes.iter().map(|note| (note.name.as_str(), note.created.as_deref(), note.user.is_some())).collect();
    assert_eq!(notes, [("First thoughts", Some("2024-03-05T07:09:00"), true), ("notes", None, false)]);
    assert_eq!(project.notes[0].user, Some(key(&project.users[2].guid)), "bo_x, not bo");
    assert_eq!(project, super::project(bytes(QC), &beside).unwrap(), "GUIDs are the same each time");
}

#[test]
fn a_text_that_was_changed_is_said_and_a_bare_database_does_no_harm() {
    let text = |_: &str| Some(b"one line".to_vec());
    let project = super::project(bytes(QC), &Beside { text: Some(&text), ..Beside::default() }).unwrap();
    assert!(
        project.losses.notes.iter().any(|note| note.contains("has 1 lines, and had 6")),
        "{:?}",
        project.losses.notes
    );
    let bare = super::project(bytes(QC), &Beside::default()).unwrap();
    assert_eq!((bare.texts.len(), bare.codes.len()), (0, 3));
    assert_eq!(bare.losses.count("coded lines").0, 0);
}
