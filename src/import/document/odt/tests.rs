//! Invented OpenDocument texts, as LibreOffice writes them.

use super::read;
use crate::import::document::Refused;
use crate::import::document::made_up::{archive, lines, odt, open};

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(lines(&read(&odt(text, "", &[])).unwrap()), expected);
}

#[test]
fn white_space_is_as_the_format_has_it() {
    let text = "<text:p>  I:<text:tab/>Where\n   is <text:span>it </text:span> now?<text:s/><text:s text:c='3'/>There<text:line-break/> here. </text:p>\
        <text:p/><text:p> </text:p><text:h text:outline-level='1'>Part&#160;two</text:h>";
    reads(text, &["I:\tWhere is it now?    There\nhere.", "Part\u{a0}two"]);
}

#[test]
fn deleted_text_notes_lists_and_tables() {
    let text = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p>We <text:change text:change-id='c'/>waited<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation>\
        <text:note-body><text:p>A year.</text:p></text:note-body></text:note>.</text:p>\
        <text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Two</text:p></text:list-item></text:list></text:list-item></text:list>\
        <table:table><table:table-column/><table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell>\
        <table:table-cell><text:p>Yes.</text:p><text:p>No.</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>";
    let document = read(&odt(text, "", &[])).unwrap();
    assert_eq!(lines(&document), ["We waited [endnote: A year.].", "One", "Two", "Ana | Yes.\nNo. | "]);
    assert_eq!(document.warnings.len(), 3, "{:?}", document.warnings);
}

#[test]
fn comments_have_wording_author_and_moment() {
    let about = |name: &str, text: &str| {
        format!(
            "<office:annotation{name}><dc:creator>Ada</dc:creator><dc:date>2024-03-12T10:15:00.5</dc:date><text:p>{text}</text:p></office:annotation>"
        )
    };
    let text = format!(
        "<text:p>I: Where?</text:p><text:p>P: In {}Northam<office:annotation-end office:name='a1'/>, by{} the sea.</text:p>",
        about(" office:name='a1'", "Which town?"),
        about("", "Check."),
    );
    let document = read(&odt(&text, "", &[])).unwrap();
    assert_eq!(lines(&document), ["I: Where?", "P: In Northam, by the sea."]);
    let seen: Vec<_> = document
        .comments
        .iter()
        .map(|c| (c.paragraph, c.quote.as_str(), c.author.as_str(), c.at.as_str(), c.text.as_str()))
        .collect();
    let at = "2024-03-12T10:15:00.5Z";
    assert_eq!(seen, [(1, "Northam", "Ada", at, "Which town?"), (1, "", "Ada", at, "Check.")]);
}

#[test]
fn hidden_text_styles_boxes_heads_and_properties() {
    let automatic = "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Turn_20_A'/>\
        <style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>\
        <style:style style:name='T2' style:family='text' style:parent-style-name='T1'/>";
    let styles = open(
        "document-styles",
        "<office:styles><style:style style:name='Turn_20_A' style:display-name='Turn A' style:family='paragraph' style:parent-style-name='Turn_20_A'/></office:styles>\
         <office:master-styles><style:master-page><style:header><text:p>Interview 12, page <text:page-number>7</text:page-number></text:p></style:header>\
         <style:footer><text:p>Northam</text:p></style:footer></style:master-page></office:master-styles>",
    );
    let meta = open(
        "document-meta",
        "<office:meta><dc:title>A talk</dc:title><dc:creator>Last</dc:creator><meta:initial-creator>Ada</meta:initial-creator>\
         <meta:user-defined meta:name='School'>School 3</meta:user-defined></office:meta>",
    );
    let text = "<text:p text:style-name='P1'>Seen<text:span text:style-name='T2'> hidden</text:span> text<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame> co\u{2011}pro\u{ad}duction<office:x><text:p>Boxed</text:p></office:x>.</text:p>\
        <text:section text:display='none'><text:p>Not shown</text:p></text:section>\
        <text:p>Away<text:hidden-paragraph text:is-hidden='true'>x</text:hidden-paragraph> too</text:p>";
    let document = read(&odt(text, automatic, &[("styles.xml", &styles), ("meta.xml", &meta)])).unwrap();
    assert_eq!(lines(&document), ["Seen text co-production."]);
    assert_eq!(document.paragraphs[0].style, "Turn A");
    let margin: Vec<(&str, &str)> = document.margin.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(
        margin,
        [
            ("header", "Interview 12, page"),
            ("footer", "Northam"),
            ("text box", "Boxed"),
            ("title", "A talk"),
            ("author", "Ada"),
            ("School", "School 3")
        ]
    );
}

#[test]
fn what_is_no_text_document_is_refused_with_its_reason() {
    let good = odt("<text:p>Yes, and so it went on and on.</text:p>", "", &[]);
    assert!(read(&good).is_ok());
    assert_eq!(read(&good[..good.len() - 40]), Err(Refused::Truncated));
    let manifest = open("manifest", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>");
    assert_eq!(read(&odt("<text:p>x</text:p>", "", &[("META-INF/manifest.xml", &manifest)])), Err(Refused::Protected));
    assert_eq!(read(&odt("<text:p/>", "", &[])), Err(Refused::Empty { pictures: false }));
    let table = archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]);
    assert!(matches!(read(&table), Err(Refused::OtherKind { .. })));
    assert!(matches!(read(&archive(&[("word/document.xml", b"<x/>")])), Err(Refused::OtherKind { .. })));
    // Spaces by the thousand million, cells by the thousand million.
    let text = "<text:p>a<text:s text:c='4000000000'/>b</text:p><table:table><table:table-row><table:covered-table-cell table:number-columns-repeated='4000000000'/></table:table-row></table:table>";
    let document = read(&odt(text, "", &[])).unwrap();
    assert!(document.paragraphs[0].text.len() < 1_000);
}
