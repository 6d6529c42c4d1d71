//! Projects of Taguette and QualCoder, and codebooks of other tools, come into a study. All invented.

use std::path::PathBuf;

use rusqlite::Connection;

use crate::world::{CLINIC, World, words};

const TAGUETTE: &str = "
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created DATETIME);
INSERT INTO projects VALUES (1, 'Waiting (invented)', '', '2024-01-02 03:04:05');
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created DATETIME, project_id INTEGER, contents TEXT);
INSERT INTO documents VALUES (1, 'Talk', '', 'talk.html', '', 1, '<p>INT: Well, é?</p><p>P1: We waited.</p>');
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
INSERT INTO tags VALUES (1, 1, 'time.waiting', 'They wait.');
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
INSERT INTO highlights VALUES (1, 1, 18, 28, 'We waited.');
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER); INSERT INTO highlight_tags VALUES (1, 1);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login TEXT, project_id INTEGER, document_id INTEGER, payload TEXT);
INSERT INTO commands VALUES (1, '2024-02-03 04:05:06.123', 'ann', 1, 1, '{\"type\": \"highlight_add\", \"highlight_id\": 1}');
";

const QUALCODER: &str = "
CREATE TABLE project (databaseversion TEXT, date TEXT, memo TEXT, about TEXT);
INSERT INTO project VALUES ('v6', '2024-01-01 00:00:00', '', '');
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name TEXT, owner TEXT, date TEXT, memo TEXT, supercatid INTEGER);
INSERT INTO code_cat VALUES (1, 'Time', 'ann', '', '', NULL);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name TEXT, memo TEXT, catid INTEGER, owner TEXT, date TEXT, color TEXT);
INSERT INTO code_name VALUES (1, 'Waiting', 'They wait.', 1, 'ann', '', '#F781F3');
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT, mediapath TEXT, memo TEXT, owner TEXT, date TEXT);
INSERT INTO source VALUES (5, 'talk.txt', 'We waited long.', NULL, '', 'ann', '');
CREATE TABLE code_text (ctid INTEGER PRIMARY KEY, cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT, avid INTEGER, important INTEGER);
INSERT INTO code_text VALUES (1, 1, 5, 'waited', 3, 9, 'ann', '2024-05-06 07:08:09', 'why', NULL, 1);
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name TEXT, memo TEXT, owner TEXT, date TEXT);
INSERT INTO cases VALUES (1, 'Mina', '', 'ann', '');
CREATE TABLE case_text (id INTEGER PRIMARY KEY, caseid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT);
INSERT INTO case_text VALUES (1, 1, 5, 0, 14, 'ann', '', '');
CREATE TABLE attribute_type (name TEXT, date TEXT, owner TEXT, memo TEXT, caseOrFile TEXT, valuetype TEXT);
INSERT INTO attribute_type VALUES ('age', '', '', '', 'case', 'numeric');
CREATE TABLE attribute (attrid INTEGER PRIMARY KEY, name TEXT, attr_type TEXT, value TEXT, id INTEGER, date TEXT, owner TEXT);
INSERT INTO attribute VALUES (1, 'age', 'case', '34', 1, '', '');
";

fn database(path: PathBuf, sql: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_project_of_taguette_becomes_a_study_once() {
    let world = World::empty();
    database(world.path("t.sqlite3"), TAGUETTE);
    world.emic(&words("import t.sqlite3 --into study")).ok().prints("codings 1/1").prints("codes 1/1");
    let rows = world.emic(&words("-s study code list --json")).ok().objects();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["quote"].as_str(), rows[0]["coder"].as_str()), (Some("We waited."), Some("ann")));
    assert_eq!(
        (rows[0]["path"].as_str(), rows[0]["created"].as_str()),
        (Some("time.waiting"), Some("2024-02-03T04:05:06Z"))
    );
    world.emic(&words("import t.sqlite3 --into study")).ok().prints("were in the study already");
    assert_eq!(world.emic(&words("-s study code list --json")).ok().objects().len(), 1);
    world.emic(&words("-s study check")).ok();
    world.write("t.sqlite3-wal", "not yet written");
    world.emic(&words("import t.sqlite3 --into other")).with(2).says("was not closed there");
    world.write("bad.sqlite3", b"SQLite format 3\0 and nothing more");
    world.emic(&words("import bad.sqlite3 --into other")).with(2).says("cannot be read");
    assert!(!world.path("other").exists());
}

#[test]
fn a_project_of_qualcoder_becomes_a_study_with_people_and_exemplars() {
    let world = World::empty();
    database(world.path("q.qda/data.qda"), QUALCODER);
    world.emic(&words("import q.qda --into study")).ok().prints("codings 1/1").prints("participants 1/1");
    let rows = world.emic(&words("-s study code list --json")).ok().objects();
    assert_eq!(rows.len(), 1);
    let row = |key: &str| rows[0][key].as_str().unwrap_or_default().to_owned();
    assert_eq!([row("quote"), row("path"), row("participant"), row("age")], ["waited", "Time > Waiting", "Mina", "34"]);
    assert_eq!([row("starred"), row("memo"), row("created")], ["exemplar", "why", "2024-05-06T07:08:09Z"]);
    world.emic(&words("import q.qda --into study")).ok();
    assert_eq!(world.emic(&words("-s study memo list --json")).ok().out.matches("\"why\"").count(), 1);
}

#[test]
fn a_codebook_of_another_tool_adds_its_codes() {
    let world = World::with(CLINIC);
    let book = "<CodeBook xmlns=\"urn:QDA-XML:codebook:0:4\"><Codes><Code guid=\"AAAAAAA1-0000-0000-0000-000000000001\" name=\"Food\" isCodable=\"0\"><Code guid=\"AAAAAAA1-0000-0000-0000-000000000002\" \
                name=\"Warm food\" isCodable=\"1\" color=\"rgb(1,2,3)\"><Description>It is warm.</Description></Code></Code></Codes><Sets></Sets></CodeBook>";
    world.write("b.qdc", book);
    world.emic(&words("import b.qdc")).ok().prints("codes 2/2").prints("namespace").prints("rgb(1,2,3)");
    let codebook = world.read("codebook.yaml");
    assert!(codebook.contains("It is warm.") && codebook.contains("id: waiting"), "{codebook}");
    world.emic(&words("import b.qdc")).ok();
    assert_eq!(codebook, world.read("codebook.yaml"));
    world.emic(&words("codebook export --to c.qdc")).ok();
    let out = world.read("c.qdc");
    crate::other_tools::valid("Codebook.xsd", &out);
    assert!(out.contains("AAAAAAA1-0000-0000-0000-000000000002") && out.contains("isCodable=\"false\""), "{out}");
    world.emic(&words("check")).ok();
}

/// The codebooks among the vectors and the real ones, where they are at hand.
#[test]
fn codebooks_in_place() {
    let Some(data) = std::env::var_os("EMIC_REAL_DATA") else { return };
    let mut looked = 0;
    for (folder, codes) in [("vectors", Some(3)), ("real", None)] {
        for entry in std::fs::read_dir(PathBuf::from(&data).join("refi-qda").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "qdc") {
                continue;
            }
            let world = World::empty();
            world.emic(&["import", path.to_str().unwrap(), "--into", "study"]).ok();
            let rows = world.emic(&words("-s study codebook list --format csv")).ok().rows();
            assert!(codes.map_or(!rows.is_empty(), |codes| rows.len() == codes), "{}: {rows:?}", path.display());
            world.emic(&words("-s study check")).ok();
            looked += 1;
        }
    }
    assert_eq!(looked, 6);
}
