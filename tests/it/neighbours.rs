//! Projects of Taguette, QualCoder and qc, and codebooks of other tools, come into a study. All invented.

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

/// A codebook as another tool writes it: a folder, a code of the clinic with another meaning, two codes of one name.
const BOOK: &str = "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"Other 1\"><Codes>\
    <Code guid=\"AAAAAAA1-0000-0000-0000-000000000001\" name=\"Food\" isCodable=\"false\">\
      <Code guid=\"AAAAAAA1-0000-0000-0000-000000000002\" name=\"Warm\" isCodable=\"true\"><Description>It is warm.</Description></Code>\
      <Code guid=\"AAAAAAA1-0000-0000-0000-000000000003\" name=\"Warm\" isCodable=\"true\"/></Code>\
    <Code guid=\"AAAAAAA1-0000-0000-0000-000000000004\" name=\"Access\" isCodable=\"true\"><Description>Coming in.</Description></Code>\
    <Code guid=\"AAAAAAA1-0000-0000-0000-000000000005\" name=\"Trust\" isCodable=\"true\" color=\"rgb(1,2,3)\"><Description>They trust.</Description></Code>\
    </Codes><Sets><Set guid=\"AAAAAAA1-0000-0000-0000-000000000006\" name=\"Meals\"><MemberCode guid=\"AAAAAAA1-0000-0000-0000-000000000002\"/></Set></Sets></CodeBook>";

#[test]
fn a_codebook_of_another_tool_is_taken_in_like_any_other() {
    let world = World::with(CLINIC);
    world.write("b.qdc", BOOK);
    let before = world.files();
    let tried = world.emic(&words("codebook import b.qdc --dry-run")).ok();
    tried
        .says("added 4 codes")
        .says("nothing was written")
        .says("rgb(1,2,3)")
        .says("here:  Getting seen.")
        .says("there: Coming in.");
    assert_eq!(before, world.files());
    world
        .emic(&words("codebook import b.qdc"))
        .ok()
        .says("added 4 codes: food, warm, warm-2, meals (a set)")
        .says("filled in");
    let book = world.read("codebook.yaml");
    assert!(book.contains("Getting seen.") && !book.contains("Coming in.") && book.contains("They trust."), "{book}");
    assert!(world.emic(&words("memo list --json")).ok().out.contains("Coming in."));
    world.emic(&words("codebook export --to out.qdc")).ok();
    let out = world.read("out.qdc");
    crate::other_tools::valid("Codebook.xsd", &out);
    for number in 1..=6 {
        assert!(out.contains(&format!("AAAAAAA1-0000-0000-0000-00000000000{number}")), "{number}: {out}");
    }
    assert!(out.contains("isCodable=\"false\""), "{out}");
    world.emic(&words("codebook import b.qdc")).ok();
    assert_eq!(book, world.read("codebook.yaml"), "once more changes nothing");
    assert_eq!(world.emic(&words("memo list --json")).ok().out.matches("Coming in.").count(), 1);
    let again = World::with(CLINIC);
    let clean = again.read("codebook.yaml");
    again.write("b.qdc", BOOK);
    again.emic(&words("codebook import b.qdc")).ok();
    again.emic(&words("undo")).ok();
    assert_eq!(clean, again.read("codebook.yaml"));
    again.emic(&words("check")).ok();
    again.write("no.qdc", "<CodeBook><Codes/></CodeBook>");
    again.emic(&words("codebook import no.qdc")).with(2).says("no code in it");
    again.write("bad.qdc", "<!DOCTYPE x [<!ENTITY a \"b\">]><CodeBook/>");
    again.emic(&words("codebook import bad.qdc")).with(2).says("nothing was written");
}

#[test]
fn a_set_that_is_called_like_a_code_comes_in_beside_it() {
    let world = World::with(CLINIC);
    let book = BOOK.replace("name=\"Meals\"", "name=\"Waiting\"");
    world.write("b.qdc", &book);
    world.emic(&words("codebook import b.qdc")).ok().says("waiting-2 (a set)");
    let once = world.read("codebook.yaml");
    world.emic(&words("codebook import b.qdc")).ok();
    assert_eq!(once, world.read("codebook.yaml"), "it is known again");
    world.write("b.qdc", book.replace("</Set>", "<MemberCode guid=\"AAAAAAA1-0000-0000-0000-000000000004\"/></Set>"));
    world.emic(&words("codebook import b.qdc")).ok().says("the set waiting-2 has other codes here than there");
}

#[test]
fn the_codebook_of_a_study_comes_back_from_a_file_with_everything_that_is_said() {
    let world = World::with(CLINIC);
    let said = "    definition: Getting seen.\n    include: the way in\n    exclude: travel\n    examples: [\"they let me in\"]\n";
    world.replace("codebook.yaml", "    definition: Getting seen.\n", said);
    world.emic(&words("codebook export --to out.qdc")).ok();
    world.emic(&words("codebook import out.qdc")).ok().says("here already");
    let other = World::with(&[("study.yaml", "emic: 1\ntitle: Other (invented)\n"), ("codebook.yaml", "codes: []\n")]);
    other.write("out.qdc", world.read("out.qdc"));
    other.emic(&words("codebook import out.qdc")).ok().says("added 5 codes");
    let rows = other.emic(&words("codebook list --format csv")).ok();
    assert_eq!(rows.column("include")[0], "the way in");
    assert_eq!(
        (rows.column("exclude")[0].as_str(), rows.column("definition")[0].as_str()),
        ("travel", "Getting seen.")
    );
}

const HIGHLIGHTS: &str = "id,document,tag,content\r\n\
    1,one.docx,waiting,We waited nine weeks.\r\n\
    1,one.docx,time.weeks,We waited nine weeks.\r\n\
    2,One,time,Nobody  rang us back\r\n\
    3,one,time,you\r\n\
    4,one,time,never said\r\n\
    5,one,,INT\r\n\
    6,The bus talk,trust,The bus takes two hours. We waited as well.\r\n\
    7,The bus talk,trust,\"She is kind, though.\"\r\n\
    8,Nowhere,trust,kind\r\n\
    9,one,time,trust\r\n\
    10,one,time,trust\r\n";

#[test]
fn highlights_of_taguette_are_found_again_by_their_words() {
    let world = World::with(CLINIC);
    world.write("all_tags.csv", HIGHLIGHTS);
    let before = world.files();
    world.emic(&words("import all_tags.csv --dry-run")).ok().prints("codings 7/10").says("nothing was written");
    assert_eq!(before, world.files());
    world
        .as_coder("amy", &words("import all_tags.csv"))
        .ok()
        .prints("codings 7/10")
        .prints("codes 4/4")
        .prints("“you”: these words stand there 2 times")
        .prints("“never said”: these words are not")
        .prints("“kind”: no transcript here is called")
        .prints("highlights without a tag 0/1")
        .prints("The bus talk was taken to be the transcript two");
    let codings = world.coded();
    assert_eq!(codings.len(), 7, "{codings:?}");
    let quotes: Vec<String> = world
        .codings()
        .iter()
        .map(|row| format!("{} {}", row["code"].as_str().unwrap(), row["quote"].as_str().unwrap()))
        .collect();
    for quote in [
        "waiting We waited nine weeks.",
        "time-weeks We waited nine weeks.",
        "time Nobody rang us back",
        "trust She is kind, though.",
    ] {
        assert!(quotes.iter().any(|known| known == quote), "{quote}: {quotes:?}");
    }
    assert_eq!(quotes.iter().filter(|quote| *quote == "time trust").count(), 2, "two highlights, two places");
    let book = world.emic(&words("codebook list --format csv")).ok();
    let paths = book.column("path");
    assert!(paths.iter().any(|path| path == "time > time.weeks"), "{paths:?}");
    assert!(world.read("import-report.txt").contains("codings 7/10"));
    world.as_coder("amy", &words("import all_tags.csv")).ok();
    assert_eq!(world.codings().len(), 7, "nothing is doubled");
    world.as_coder("amy", &words("undo")).ok();
    assert_eq!(world.codings().len(), 0);
    let nothing = World::empty();
    nothing.write("h.csv", HIGHLIGHTS);
    nothing.emic(&words("import h.csv --into new")).with(2).says("bring the transcripts in first");
    assert!(!nothing.path("new").exists());
}

const QC: &str = "
CREATE TABLE document (file_path VARCHAR PRIMARY KEY, file_hash VARCHAR);
INSERT INTO document VALUES ('talk.txt', 'x'), ('../../outside.txt', 'x');
CREATE TABLE document_index (id INTEGER PRIMARY KEY, name VARCHAR, time_series BOOLEAN, document_id VARCHAR);
INSERT INTO document_index VALUES (1, 'paragraphs', 0, 'talk.txt');
CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INTEGER, end_line INTEGER, document_index_id INTEGER);
INSERT INTO location VALUES (1, 0, 3, 1), (2, 3, 4, 1);
CREATE TABLE code (name VARCHAR PRIMARY KEY); INSERT INTO code VALUES ('waiting');
CREATE TABLE coder (name VARCHAR PRIMARY KEY); INSERT INTO coder VALUES ('ann'), ('bo');
CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INTEGER, coder_id VARCHAR, code_id VARCHAR);
INSERT INTO coded_line VALUES (1, 0, 'ann', 'waiting'), (2, 1, 'ann', 'waiting'), (3, 3, 'bo', 'waiting');
CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
INSERT INTO coded_line_location_association VALUES (1, 1), (2, 1), (3, 2);
";

#[test]
fn a_project_of_qc_becomes_a_study() {
    let world = World::empty();
    world.write("outside.txt", "not of the project");
    database(world.path("talks/qualitative_coding.sqlite3"), QC);
    world
        .write("talks/settings.yaml", "qc_version: 2.0.0\ncorpus_dir: texts\nmemos_dir: memos\ncodebook: codes.yaml\n");
    world.write("talks/texts/talk.txt", "P1: We waited\nfor weeks.\n\nINT: Oh.\n");
    world.write("talks/codes.yaml", "- time:\n  - waiting\n- mood\n");
    world.write("talks/memos/2024-03-05-07-09_ann_start.md", "# Start\n\nann 2024-03-05 07:09\n\nThey wait.\n");
    let ran = world.emic(&words("import talks --into study")).ok();
    ran.prints("coded lines 3/3").prints("codes 3/3").prints("texts 1/2").prints("memos 1/1");
    let rows = world.emic(&words("-s study code list --json")).ok().objects();
    let seen: Vec<[&str; 3]> =
        rows.iter().map(|row| ["coder", "path", "quote"].map(|key| row[key].as_str().unwrap())).collect();
    assert_eq!(seen, [["ann", "time > waiting", "P1: We waited\nfor weeks."], ["bo", "time > waiting", "INT: Oh."]]);
    assert!(world.read("study/study.yaml").contains("title: talks"));
    assert!(world.emic(&words("-s study memo list --json")).ok().out.contains("They wait."));
    assert!(!world.files().iter().any(|(name, text)| name.starts_with("study") && text.starts_with(b"not of")));
    world.emic(&words("import talks/qualitative_coding.sqlite3 --into study")).ok().prints("in the study already");
    assert_eq!(world.emic(&words("-s study code list --json")).ok().objects().len(), 2);
    world.emic(&words("-s study check")).ok();
}

#[test]
fn transcripts_and_projects_come_in_together() {
    let world = World::with(CLINIC);
    world.write("new/three.txt", "INT: And now?\n\nP03: Better.\n");
    world.write("new/book.qdc", BOOK);
    database(world.path("new/t.sqlite3"), TAGUETTE);
    database(world.path("new/q.qda/data.qda"), QUALCODER);
    world
        .emic(&words("import new --dry-run"))
        .ok()
        .prints("three.txt")
        .prints("book.qdc holds")
        .prints("q.qda holds")
        .prints("codes 5/5");
    let ran = world.as_coder("amy", &words("import new --yes")).ok();
    ran.prints("brought in 1 transcript").prints("import of").prints("codes 5/5").prints("codings 1/1");
    assert_eq!(world.codings().len(), 2, "one of Taguette, one of QualCoder");
    assert!(world.read("codebook.yaml").contains("name: Food"));
    world.write("bad.qdpx", "PK\u{3}\u{4} and nothing more");
    world.write("four.txt", "INT: Yes?\n\nP03: Good.\n");
    world
        .as_coder("amy", &words("import four.txt bad.qdpx --yes"))
        .with(2)
        .prints("brought in 1 transcript")
        .says("bad.qdpx");
    world.as_coder("amy", &words("import bad.qdpx new/book.qdc")).with(2).says("1 of 2 did not come in");
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
