//! Tables of turns, of interviews and of participants come in. All invented.

use std::io::Write;

use crate::import_files::{outside, study};
use crate::world::{World, words};

/// A workbook of sheets, whose cells are texts, as the smallest file that Excel would open.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, text: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let head = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
    let (mut list, mut links) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let number = at + 1;
        list += &format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#);
        links += &format!(
            r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            data += &format!(r#"<row r="{}">"#, row + 1);
            for (column, cell) in cells.iter().enumerate() {
                let letter = char::from(b'A' + column as u8);
                data += &format!(r#"<c r="{letter}{}" t="inlineStr"><is><t>{cell}</t></is></c>"#, row + 1);
            }
            data += "</row>";
        }
        put(
            &format!("xl/worksheets/sheet{number}.xml"),
            format!(
                r#"{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#
            ),
        );
    }
    put(
        "xl/workbook.xml",
        format!(
            r#"{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        format!(
            r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
        ),
    );
    put(
        "_rels/.rels",
        format!(
            r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    put(
        "[Content_Types].xml",
        format!(r#"{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
    );
    zip.finish().unwrap().into_inner()
}

fn with_interviews() -> World {
    let world = study();
    world.write("transcripts/P1.txt", "INT: One?\n\nP1: Yes.\n\nINT: Two?\n\nP1: No.\n");
    world.write("transcripts/P3.txt", "INT: One?\n\nP3: Yes.\n\nINT: Two?\n\nP3: No.\n");
    world
}

#[test]
fn participants_from_a_workbook_are_merged_and_mismatches_told_both_ways() {
    let world = with_interviews();
    world.write("participants.csv", "participant,role\nP1,parent\n");
    let rows: &[&[&str]] = &[&["Participant", "Role", "home town"], &["P1", "carer", "Ayr"], &["P2", "nurse", "Oban"]];
    let file = outside(&world, "people.xlsx", workbook(&[("people", rows)]));
    let ran = world.emic(&["import", &file, "--yes"]).ok();
    assert!(ran.err.contains("in the table, but in no transcript: P2"), "{}", ran.err);
    assert!(ran.err.contains("in transcripts, but not in the table: P3"), "{}", ran.err);
    assert!(ran.err.contains("P1: role stays `parent`"), "{}", ran.err);
    assert_eq!(world.read("participants.csv"), "participant,role,home_town\nP1,parent,Ayr\nP2,nurse,Oban\n");
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("participants.csv"), "participant,role\nP1,parent\n");
}

#[test]
fn participants_from_the_names_of_transcripts() {
    let world = study();
    for name in ["north-P1", "south-P2", "notes"] {
        world.write(&format!("transcripts/{name}.txt"), "INT: One?\n\nParent: Yes.\n\nINT: Two?\n\nParent: No.\n");
    }
    let ran = world.emic(&["import", "--participants-from", "{school}-{participant}", "--yes"]).ok();
    assert!(ran.err.contains("names that the pattern does not fit: notes"), "{}", ran.err);
    assert_eq!(world.read("participants.csv"), "participant,school\nP1,north\nP2,south\n");
    let who = world.emic(&words("speakers --format csv")).ok().column("who");
    assert_eq!(who, ["interviewer", "P1", "interviewer", "unmapped", "interviewer", "P2"]);
    world.emic(&["import", "--participants-from", "{a}{b}", "--yes"]).with(2).says("nothing between them");
}

#[test]
fn a_sheet_of_turns_for_each_interview() {
    let world = study();
    let first: &[&[&str]] = &[&["time", "speaker", "text"], &["0:01", "INT", "How?"], &["0:04", "P1", "So &amp; so."]];
    let second: &[&[&str]] = &[&["time", "speaker", "text"], &["0:02", "INT", "And?"], &["1:02:05", "P2", "Not."]];
    let file = outside(&world, "talks.xlsx", workbook(&[("one", first), ("two", second)]));
    world.emic(&["import", &file, "--yes"]).ok().prints("brought in 2 transcripts");
    assert!(world.read("transcripts/one.txt").ends_with("INT [00:00:01]: How?\n\nP1 [00:00:04]: So & so.\n"));
    assert!(world.read("transcripts/two.txt").ends_with("INT [00:00:02]: And?\n\nP2 [01:02:05]: Not.\n"));
}

#[test]
fn one_interview_a_row_in_windows_1252_with_semicolons() {
    let world = study();
    let answer = "I wanted to do more, but after the caf\u{e9} closed I lost all interest in it.";
    let table = format!("Case;Age;freetext\r\nID4;24;\"{answer}\"\r\nID5;;{answer} Twice.\r\n");
    let bytes: Vec<u8> = table.chars().map(|c| c as u8).collect();
    let file = outside(&world, "survey.csv", bytes);
    let ran = world.emic(&["import", &file, "--yes"]).ok().prints("brought in 2 transcripts");
    assert!(ran.err.contains("decoded as windows-1252"), "{}", ran.err);
    let text = world.read("transcripts/ID4.txt");
    assert!(text.contains("participant: ID4") && text.ends_with(&format!("{answer}\n")), "{text}");
    assert_eq!(world.read("participants.csv"), "participant,Age\nID4,24\nID5,\n");
    let who = world.emic(&words("speakers --format csv")).ok().column("who");
    assert_eq!(who, ["ID4", "ID5"]);
}

#[test]
fn a_table_that_nobody_knows_names_its_columns_and_takes_them_by_option() {
    let world = study();
    let file = outside(&world, "x.csv", "Nr,Wer,Was\n1,INT,Wie?\n2,B1,Gut.\n3,INT,Und?\n");
    world.emic(&["import", &file, "--yes"]).with(2).says("`Nr`, `Wer`, `Was`").says("--columns");
    world.emic(&["import", &file, "--columns", "speaker=Wer,text=Was", "--yes"]).ok();
    assert!(world.read("transcripts/x.txt").ends_with("INT: Wie?\n\nB1: Gut.\n\nINT: Und?\n"));
}
