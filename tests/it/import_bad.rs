//! Files that do harm, are damaged or are no transcripts: each is refused with a message, the others come in.

use std::io::Write;

use crate::import_files::{outside, study};
use crate::import_people::workbook;

#[test]
fn a_bad_file_is_reported_and_the_others_come_in() {
    let world = study();
    let good = outside(&world, "good.txt", "INT: So?\n\nP1: Yes.\n\nINT: And?\n\nP1: No.\n");
    let program = outside(&world, "interview.docx", b"MZ\x90\0\x03\0\0\0\x04");
    let cut = outside(&world, "cut.xlsx", &workbook(&[("a", &[&["id"]])])[..200]);
    let empty = outside(&world, "empty.txt", "");
    let sound = outside(&world, "talk.txt", b"ID3\x04\0\0\0\0");
    let doubt = outside(&world, "doubt.txt", b"x \xD5 y\n");
    let lost = outside(&world, "lost.txt", "one\nt\u{fffd}wo\n");
    let ran = world.emic(&["import", &good, &program, &cut, &empty, &sound, &doubt, &lost, "--yes"]).with(2);
    for said in [
        "interview.docx: this is a Windows program",
        "cut.xlsx: the file is damaged or cut short",
        "empty.txt: the file is empty",
        "talk.txt: this is a sound recording",
        "doubt.txt: it is not certain in which encoding",
        "--encoding macintosh",
        "1 character is lost (U+FFFD), in line 2",
        "6 of 7 did not come in",
    ] {
        assert!(ran.err.contains(said), "`{said}` is not in {}", ran.err);
    }
    assert!(world.path("transcripts/good.txt").exists());
    world.emic(&["import", &doubt, "--encoding", "windows-1252", "--yes"]).ok();
    assert!(world.read("transcripts/doubt.txt").ends_with("x Õ y\n"));
    world.emic(&["import", &lost, "--force", "--yes"]).ok();
}

#[test]
fn a_zip_bomb_and_a_cell_at_the_end_of_the_world_cost_nothing() {
    let world = study();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("xl/workbook.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..130 {
        zip.write_all(&block).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    let file = outside(&world, "bomb.xlsx", bomb);
    world.emic(&["import", &file, "--yes"]).with(2).says("more than 128 MB");
    let far = workbook(&[("a", &[&["participant", "age"], &["P1", "4"]])]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&far)).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        zip.start_file(part.name().unwrap(), options).unwrap();
        let last = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>"#;
        zip.write_all(text.replace("</sheetData>", last).as_bytes()).unwrap();
    }
    let file = outside(&world, "far.xlsx", zip.finish().unwrap().into_inner());
    world.emic(&["import", &file, "--yes"]).ok();
    assert_eq!(world.read("participants.csv"), "participant,age\nP1,4\n");
}

#[test]
fn a_hundred_thousand_turns_come_in() {
    let world = study();
    let mut table = String::from("speaker,time,text\n");
    for turn in 0..100_000_u32 {
        let (minutes, seconds) = (turn / 60, turn % 60);
        table += &format!(
            "{},{}:{minutes:02}:{seconds:02},turn {turn}\n",
            if turn % 2 == 0 { "INT" } else { "P1" },
            minutes / 60
        );
    }
    // Minutes beyond 59 are no time; what matters here is the number of rows.
    let file = outside(&world, "long.csv", table);
    world.emic(&["import", &file, "--yes"]).ok();
    let rows = world.emic(&["speakers", "--format", "csv"]).ok().rows();
    assert_eq!(rows[0][3], "50000");
    assert_eq!(rows[1][3], "50000");
}

#[test]
fn nothing_that_steers_a_terminal_gets_out_and_labels_are_written_plain() {
    let world = study();
    let evil =
        "speaker,text\n\"A\u{1b}[2J: b\",\"one \u{1b}]0;x\u{7} two\"\nINT,Why?\n\"A\u{1b}[2J: b\",three\nINT,So?\n";
    let file = outside(&world, "evil.csv", evil);
    for args in [vec!["import", &file, "--dry-run"], vec!["import", &file, "--yes"]] {
        let ran = world.emic(&args).ok();
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:?}");
    }
    let text = world.read("transcripts/evil.txt");
    assert!(text.contains("A(2J b: one \u{1b}]0;x\u{7} two"), "{text:?}");
}

#[test]
fn a_file_larger_than_any_interview_is_refused_unread() {
    let world = study();
    let file = outside(&world, "huge.txt", "");
    std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(200 << 20).unwrap();
    world.emic(&["import", &file, "--yes"]).with(2).says("the file has 200 MB");
}

#[cfg(unix)]
#[test]
fn nothing_is_left_half_written() {
    use std::os::unix::fs::PermissionsExt;
    let world = study();
    let folder = world.path("transcripts/locked");
    std::fs::create_dir(&folder).unwrap();
    let first = outside(&world, "in/a.txt", "INT: So?\n\nP1: Yes.\n\nINT: And?\n\nP1: No.\n");
    outside(&world, "in/locked/b.txt", "INT: So?\n\nP2: Yes.\n\nINT: And?\n\nP2: No.\n");
    let root = std::path::Path::new(&first).parent().unwrap().to_string_lossy().into_owned();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Nobody is refused by permissions who may do everything.
    let refused = std::fs::write(folder.join("probe"), "").is_err();
    if refused {
        let before = world.files();
        world.emic(&["import", &root, "--yes"]).with(2).says("nothing was changed");
        assert_eq!(world.files(), before);
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}
