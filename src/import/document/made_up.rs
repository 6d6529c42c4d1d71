//! Invented documents for tests, made from the XML that a word processor would write.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::Document;

/// A zip archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with this body, and further parts.
pub fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document =
        word("document", &format!("<w:body>{body}<w:sectPr><w:r><w:t>no text</w:t></w:r></w:sectPr></w:body>"));
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationship Id='{kind}{target}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' Target='{target}'/>"
        )
    };
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{inner}</Relationships>"
        )
    };
    let mut inner = String::new();
    for (name, _) in more {
        if let Some(file) = name.strip_prefix("word/") {
            let kind = file.trim_end_matches(".xml").trim_end_matches(|c: char| c.is_ascii_digit());
            inner += &relation(kind, file);
        }
    }
    let root = relations(&relation("officeDocument", "word/document.xml"));
    let own = relations(&inner);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&parts)
}

/// A part of a Word document.
pub fn word(root: &str, inner: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:{root} xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
         xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:wps='urn:wps' xmlns:v='urn:vml'>{inner}</w:{root}>"
    )
}

/// An OpenDocument text with this inside `office:text`, and automatic styles.
pub fn odt(text: &str, automatic: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let content = open(
        "document-content",
        &format!(
            "<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        ),
    );
    let mut parts: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&parts)
}

/// A part of an OpenDocument text.
pub fn open(root: &str, inner: &str) -> String {
    let ns =
        |(prefix, name): (&str, &str)| format!("xmlns:{prefix}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'");
    let names = ["office", "text", "table", "style", "meta", "manifest"].map(|name| ns((name, name))).join(" ");
    let spaces = names + " " + &ns(("draw", "drawing"));
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<office:{root} {spaces} xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'>{inner}</office:{root}>"
    )
}

/// The paragraphs of a document; the cells of a row with ` | ` between.
pub fn lines(document: &Document) -> Vec<String> {
    document
        .paragraphs
        .iter()
        .map(|paragraph| if paragraph.cells.is_empty() { paragraph.text.clone() } else { paragraph.cells.join(" | ") })
        .collect()
}
