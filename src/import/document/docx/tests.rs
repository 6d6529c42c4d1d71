//! Invented Word documents, as Word writes them.

use super::read;
use crate::import::document::Refused;
use crate::import::document::made_up::{archive, docx, lines, word};

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[track_caller]
fn reads(body: &str, expected: &[&str]) {
    assert_eq!(lines(&read(&docx(body, &[])).unwrap()), expected);
}

#[test]
fn labels_keep_their_spaces_and_words_their_halves() {
    let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>Interviewer:</w:t></w:r>";
    let body = paragraph(&format!("{bold}{}{}", run(" "), run("How did it st") + "<w:proofErr/>" + &run("art?")))
        + "\n  "
        + &paragraph(
            &(run("P01: ") + "<w:smartTag><w:hyperlink>" + &run("Slow") + "</w:hyperlink></w:smartTag>" + &run("ly.")),
        )
        + "<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>";
    reads(&body, &["Interviewer: How did it start?", "P01: Slowly."]);
}

#[test]
fn breaks_tabs_and_hyphens_are_characters() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>F1:</w:t><w:tab/><w:t>co</w:t>\
        <w:noBreakHyphen/><w:t>pro</w:t><w:softHyphen/><w:t>duction</w:t><w:br/><w:t>and\nmore &amp; more</w:t><w:sym w:font='Wingdings' w:char='F04A'/></w:r></w:p>";
    reads(body, &["F1:\tco-production\nand more & more☺"]);
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let body = paragraph(
        &(run("We ")
            + "<w:del w:id='1'><w:r><w:delText>never </w:delText></w:r></w:del><w:ins w:id='2'>"
            + &run("often ")
            + "</w:ins><w:moveFrom w:id='3'>"
            + &run("gone ")
            + "</w:moveFrom>"
            + &run("waited.")),
    ) + "<w:p><w:pPr><w:pStyle w:val='x'/><w:rPr><w:del w:id='4'/></w:rPr></w:pPr>"
        + &run("Half a ")
        + "</w:p>"
        + &paragraph(&run("sentence."))
        + "<w:p><w:pPr><w:rPr><w:ins w:id='5'/></w:rPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr>"
        + &run("New.")
        + "</w:p><w:tbl><w:tr><w:trPr><w:del w:id='6'/></w:trPr><w:tc>"
        + &paragraph(&run("a"))
        + "</w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc>"
        + &paragraph(&run("b"))
        + "</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>"
        + &paragraph(&run("x"))
        + "</w:tc><w:tc>"
        + &paragraph(&run("c"))
        + "</w:tc></w:tr></w:tbl>";
    let document = read(&docx(&body, &[])).unwrap();
    assert_eq!(lines(&document), ["We often waited.", "Half a sentence.", "New.", "b | c"]);
    assert!(document.warnings[0].starts_with("4 tracked changes were taken as accepted"), "{:?}", document.warnings);
}

#[test]
fn tables_are_rows_of_cells() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(&run(text)));
    let two = format!("<w:tc>{}{}</w:tc>", paragraph(&run("Yes.")), paragraph(&run("Long ago.")));
    let body = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{}{}{}</w:tr><w:sdt><w:sdtContent><w:tr>{}{}{two}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        cell("00:01"),
        cell("Ana"),
        cell("Did it?"),
        cell("00:04"),
        cell("Ben"),
    );
    reads(&body, &["00:01 | Ana | Did it?", "00:04 | Ben | Yes.\nLong ago."]);
}

#[test]
fn both_layouts_of_teams_keep_their_lines() {
    // The new one: a picture, a bold name, three spaces and the time, a break, the text; the old one: three lines.
    let new = "<w:p><w:r><w:drawing/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Dana Rivera</w:t></w:r>".to_owned()
        + &run("   0:03")
        + "<w:r><w:br/><w:t>Can you hear me?</w:t></w:r></w:p>";
    let old = "<w:p><w:r><w:t>0:0:3.210 --&gt; 0:0:6.480</w:t><w:br/><w:t>Dana Rivera</w:t><w:br/><w:t>Yes.</w:t></w:r></w:p>";
    reads(&(new + old), &["Dana Rivera   0:03\nCan you hear me?", "0:0:3.210 --> 0:0:6.480\nDana Rivera\nYes."]);
}

#[test]
fn fields_show_their_results_only() {
    let part = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code = "<w:r><w:instrText> HYPERLINK \"http://x\" </w:instrText></w:r>";
    let body = paragraph(
        &(run("See ")
            + &part("begin")
            + code
            + &part("begin")
            + code
            + &part("separate")
            + &run("inner")
            + &part("end")
            + &part("separate")
            + &run("the letter")
            + &part("end")
            + "<w:fldSimple w:instr='DATE'>"
            + &run(" of May")
            + "</w:fldSimple>"),
    ) + &paragraph(&(part("begin") + code))
        + &paragraph(&run("Not swallowed."));
    reads(&body, &["See the letter of May", "Not swallowed."]);
}

#[test]
fn hidden_text_is_out_by_run_and_by_style() {
    let styles = word(
        "styles",
        "<w:style w:styleId='S1' w:type='character'><w:name w:val='Secret'/><w:basedOn w:val='S2'/></w:style>\
         <w:style w:styleId='S2' w:type='character'><w:basedOn w:val='S1'/><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:styleId='L1' w:type='paragraph'><w:name w:val='a'/><w:basedOn w:val='L2'/></w:style>\
         <w:style w:styleId='L2' w:type='paragraph'><w:name w:val='Turn &amp; reply'/><w:basedOn w:val='L1'/></w:style>",
    );
    let hidden = |inside: &str| format!("<w:r><w:rPr>{inside}</w:rPr><w:t>hidden </w:t></w:r>");
    let body = "<w:p><w:pPr><w:pStyle w:val='L2'/></w:pPr>".to_owned()
        + &run("Seen ")
        + &hidden("<w:vanish/>")
        + &hidden("<w:rStyle w:val='S1'/>")
        + "<w:r><w:rPr><w:rStyle w:val='S1'/><w:vanish w:val='0'/></w:rPr><w:t>again</w:t></w:r></w:p>";
    let document = read(&docx(&body, &[("word/styles.xml", &styles)])).unwrap();
    assert_eq!(lines(&document), ["Seen again"]);
    assert_eq!(document.paragraphs[0].style, "Turn & reply");
    assert_eq!(document.warnings, ["2 passages are hidden and left out"]);
}

#[test]
fn alternatives_and_boxes_are_read_once() {
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run(text)));
    let body = paragraph(
        &(run("Before ")
            + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            + &text_box("School 3")
            + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            + &text_box("School 3")
            + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            + &run("after.")),
    );
    let document = read(&docx(&body, &[])).unwrap();
    assert_eq!(lines(&document), ["Before after."]);
    assert_eq!(document.margin, [("text box".to_owned(), "School 3".to_owned())]);
}

#[test]
fn notes_stand_in_brackets_and_comments_beside() {
    let notes = word(
        "footnotes",
        &format!(
            "<w:footnote w:type='separator' w:id='-1'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote>",
            paragraph(&run("----")),
            paragraph(&("<w:r><w:footnoteRef/></w:r>".to_owned() + &run(" The town."))),
        ),
    );
    let comments = word(
        "comments",
        &format!(
            "<w:comment w:id='0' w:author='Ada' w:date='2024-03-12T10:15:00Z'>{}{}</w:comment>",
            paragraph(&run("Check this.")),
            paragraph(&run("Twice."))
        ),
    );
    let body = paragraph(&run("I: Where?"))
        + &paragraph(
            &(run("P: In ")
                + "<w:commentRangeStart w:id='0'/>"
                + &run("Northam")
                + "<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
                + &run(", by the sea.")),
        );
    let document = read(&docx(&body, &[("word/footnotes.xml", &notes), ("word/comments.xml", &comments)])).unwrap();
    assert_eq!(lines(&document), ["I: Where?", "P: In Northam [footnote: The town.], by the sea."]);
    let comment = &document.comments[0];
    assert_eq!((comment.paragraph, comment.quote.as_str(), comment.author.as_str()), (1, "Northam", "Ada"));
    assert_eq!((comment.at.as_str(), comment.text.as_str()), ("2024-03-12T10:15:00Z", "Check this.\nTwice."));
}

#[test]
fn heads_feet_and_properties_go_to_the_margin() {
    let page = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let header = word("hdr", &paragraph(&run("Interview 12, wave 1")));
    let footer = word("ftr", &paragraph(&(run("Page ") + page)));
    let core = "<c:coreProperties xmlns:c='urn:c' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>A talk</dc:title><dc:creator>Ada</dc:creator></c:coreProperties>";
    let custom = "<Properties><property name='School'><v>School 3</v></property><property name='MSIP_Label_1'><v>x</v></property></Properties>";
    let more = [
        ("word/header1.xml", header.as_str()),
        ("word/header2.xml", header.as_str()),
        ("word/footer1.xml", footer.as_str()),
        ("docProps/core.xml", core),
        ("docProps/custom.xml", custom),
    ];
    let document = read(&docx(&paragraph(&run("Hello.")), &more)).unwrap();
    let margin: Vec<(&str, &str)> = document.margin.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(
        margin,
        [
            ("header", "Interview 12, wave 1"),
            ("footer", "Page"),
            ("title", "A talk"),
            ("author", "Ada"),
            ("School", "School 3")
        ]
    );
}

#[test]
fn lists_placeholders_and_embedded_documents_are_said() {
    let body = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr></w:pPr>".to_owned()
        + &run("First.")
        + "</w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + &paragraph(&run("Click here to enter text."))
        + "</w:sdtContent></w:sdt><w:altChunk/>";
    let document = read(&docx(&body, &[])).unwrap();
    assert_eq!(lines(&document), ["First."]);
    assert_eq!(document.warnings.len(), 2, "{:?}", document.warnings);
}

#[test]
fn what_is_no_word_document_is_refused_with_its_reason() {
    let good = docx(&paragraph(&run(&"Long enough to be cut. ".repeat(50))), &[]);
    assert!(read(&good).is_ok());
    assert_eq!(read(&good[..good.len() / 2]), Err(Refused::Truncated));
    assert_eq!(read(b""), Err(Refused::Empty { pictures: false }));
    assert!(matches!(read(b"MZ\x90\0\x03\0"), Err(Refused::Foreign(_))));
    assert!(matches!(read(b"{\\rtf1 x}"), Err(Refused::OtherKind { is: "an RTF document", .. })));
    assert!(matches!(read(&archive(&[("xl/workbook.xml", b"<x/>")])), Err(Refused::OtherKind { .. })));
    assert!(matches!(read(&archive(&[("../../etc/passwd", b"x")])), Err(Refused::OtherKind { .. })));
    assert_eq!(read(&docx("<w:p/><w:r><w:drawing/></w:r>", &[])), Err(Refused::Empty { pictures: true }));
    assert!(matches!(read(&docx("<w:p>", &[])), Err(Refused::Damaged(_))));
    let doctype = b"<!DOCTYPE w [<!ENTITY a 'b'>]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>";
    assert_eq!(read(&archive(&[("word/document.xml", doctype)])), Err(Refused::Doctype));
}

#[test]
fn bombs_of_every_kind_end_early() {
    // A megabyte that unpacks to a gigabyte would take this form; 40 MB of one letter show the rule.
    let filler = " ".repeat(40 << 20);
    assert_eq!(read(&docx(&filler, &[])), Err(Refused::Bomb));
    // A note referred to many times stands in the text once.
    let notes =
        word("footnotes", &format!("<w:footnote w:id='1'>{}</w:footnote>", paragraph(&run(&"word ".repeat(1000)))));
    let body = paragraph(&"<w:r><w:t>x</w:t><w:footnoteReference w:id='1'/></w:r>".repeat(1000));
    let document = read(&docx(&body, &[("word/footnotes.xml", &notes)])).unwrap();
    assert!(document.paragraphs[0].text.len() < 20_000);
    // Relations that lead in circles or out of the archive are not followed.
    let loops = "<Relationships><Relationship Type='a/header' Target='document.xml'/><Relationship Type='a/header' Target='../../../../etc/passwd'/>\
        <Relationship Type='a/styles' Target='document.xml'/><Relationship Type='a/footnotes' Target='document.xml'/></Relationships>";
    let main = word("document", &format!("<w:body>{}</w:body>", paragraph(&run("Once."))));
    let bytes = archive(&[("word/document.xml", main.as_bytes()), ("word/_rels/document.xml.rels", loops.as_bytes())]);
    assert_eq!(lines(&read(&bytes).unwrap()), ["Once."]);
    // Text boxes within text boxes, far deeper than any stack.
    let deep =
        docx(&("<w:p><w:r><w:txbxContent>".repeat(20_000) + "x" + &"</w:txbxContent></w:r></w:p>".repeat(20_000)), &[]);
    assert!(read(&deep).is_err());
}
