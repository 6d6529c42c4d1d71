//! Invented PDF files, written byte by byte.

use super::read;
use crate::import::document::Refused;
use crate::import::document::made_up::lines;

/// A PDF with these pages of content, each with the font F1 (Helvetica, WinAnsi) and `more` objects from number 100 on.
fn pdf(pages: &[&str], resources: &str, more: &[(usize, &str)]) -> Vec<u8> {
    let mut objects = vec![(1, "<</Type/Catalog/Pages 2 0 R>>".to_owned())];
    let kids: Vec<String> = (0..pages.len()).map(|nth| format!("{} 0 R", 10 + 2 * nth)).collect();
    objects.push((2, format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" "))));
    objects.push((3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned()));
    for (nth, content) in pages.iter().enumerate() {
        let (page, stream) = (10 + 2 * nth, 11 + 2 * nth);
        objects.push((
            page,
            format!("<</Type/Page/Parent 2 0 R/Contents {stream} 0 R/Resources<</Font<</F1 3 0 R/F2 100 0 R>>{resources}>>>>"),
        ));
        objects.push((stream, format!("<</Length {}>>stream\n{content}\nendstream", content.len())));
    }
    objects.extend(more.iter().map(|(number, object)| (*number, (*object).to_owned())));
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in &objects {
        places.push((*number, bytes.len()));
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = bytes.len();
    bytes.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in places {
        bytes.extend(format!("{number} 1\n{place:010} 00000 n \n").bytes());
    }
    bytes.extend(format!("trailer<</Size 200/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

fn text(lines: &[&str]) -> String {
    let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj T*")).collect();
    format!("BT /F1 10 Tf 12 TL 50 700 Td {} ET", shown.join(" "))
}

#[test]
fn text_is_read_from_its_page() {
    let page = text(&[
        "I: Where did it begin, and how long did it take until",
        "somebody rang?",
        "P: A \\351lan, \\223so\\224 \\(to say\\).",
        "I: Yes.",
    ]);
    let document = read(&pdf(&[&page], "", &[])).unwrap();
    assert_eq!(
        lines(&document),
        [
            "I: Where did it begin, and how long did it take until somebody rang?",
            "P: A élan, “so” (to say).",
            "I: Yes."
        ]
    );
    assert!(document.warnings.iter().any(|warning| warning.contains("look them through")));
}

#[test]
fn damaged_tables_are_repaired_and_cut_files_refused() {
    let good = pdf(&[&text(&["One line."])], "", &[]);
    let broken = String::from_utf8(good.clone()).unwrap().replace("startxref\n", "startxref\n9");
    assert_eq!(lines(&read(broken.as_bytes()).unwrap()), ["One line."]);
    assert_eq!(read(&good[..60]), Err(Refused::Truncated));
    assert!(matches!(read(b"MZ\0\0"), Err(Refused::Foreign(_))));
    assert!(matches!(read(b"plain text"), Err(Refused::OtherKind { .. })));
    assert!(read(b"%PDF-1.4\n%%EOF").is_err());
}

#[test]
fn scans_and_shapes_without_letters_say_so() {
    assert_eq!(read(&pdf(&["q 1 0 0 1 0 0 cm Q", ""], "", &[])), Err(Refused::Scan { pages: 2 }));
    let mute = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[]>>";
    let page = "BT /F2 10 Tf 50 700 Td <00410042> Tj ET";
    assert_eq!(read(&pdf(&[page], "", &[(100, mute)])), Err(Refused::NoLetters));
}

#[test]
fn what_leads_in_circles_ends() {
    let looped = "<</Type/XObject/Subtype/Form/Resources<</XObject<</X 100 0 R>>/Font<</F1 3 0 R>>>>/Length 55>>stream\n/X Do /X Do /X Do BT /F1 10 Tf 50 600 Td (again ) Tj ET    \nendstream";
    let started = read(&pdf(&[&(text(&["Once."]) + " /X Do")], "/XObject<</X 100 0 R>>", &[(100, looped)]));
    assert_eq!(lines(&started.unwrap()), ["Once.", "again"]);
    let kids =
        String::from_utf8(pdf(&["", ""], "", &[])).unwrap().replace("/Kids[10 0 R 12 0 R]", "/Kids[ 2 0 R  2 0 R]");
    assert!(read(kids.as_bytes()).is_err());
    let parents = String::from_utf8(pdf(&[&text(&["One."])], "", &[]))
        .unwrap()
        .replace("/Type/Pages/Count", "/Parent 2 0 R/Type/Pages/Count");
    assert!(read(parents.as_bytes()).is_ok());
}
