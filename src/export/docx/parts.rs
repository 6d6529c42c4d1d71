//! The parts of a file of Word that are the same in every document: types, relations, styles, settings, the foot of a page.

use super::super::refi::xml::Xml;
use super::body::{self, GREY};
use super::{Document, Style};

/// Namespaces of the parts with words.
pub(super) const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// The members of the archive with their bytes.
pub(super) fn parts(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let mut parts = vec![
        ("[Content_Types].xml", content_types(!document.comments.is_empty())),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")], true)),
        ("docProps/core.xml", core(document)),
        ("word/document.xml", body::document(document)),
        ("word/styles.xml", styles(&language(&document.language))),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts()),
        ("word/footer1.xml", footer(&document.title)),
    ];
    let mut related = vec![
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("footer", "footer1.xml"),
    ];
    if !document.comments.is_empty() {
        parts.push(("word/comments.xml", body::comments(&document.comments)));
        related.push(("comments", "comments.xml"));
    }
    parts.push(("word/_rels/document.xml.rels", relations(&related, false)));
    parts
}

/// The language, or English where it is no language tag.
fn language(tag: &str) -> String {
    let fits = !tag.is_empty() && tag.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
    if fits { tag.to_owned() } else { "en".to_owned() }
}

fn content_types(comments: bool) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("Types").attr("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    let default = [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")];
    for (ending, kind) in default {
        xml.open("Default").attr("Extension", ending).attr("ContentType", kind).close();
    }
    let mut parts = vec![
        ("/word/document.xml", "document.main+xml"),
        ("/word/styles.xml", "styles+xml"),
        ("/word/settings.xml", "settings+xml"),
        ("/word/fontTable.xml", "fontTable+xml"),
        ("/word/footer1.xml", "footer+xml"),
    ];
    if comments {
        parts.push(("/word/comments.xml", "comments+xml"));
    }
    for (name, kind) in parts {
        xml.open("Override").attr("PartName", name).attr("ContentType", &format!("{TYPE}{kind}")).close();
    }
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    xml.open("Override").attr("PartName", "/docProps/core.xml").attr("ContentType", core).close();
    xml.finish()
}

fn relations(related: &[(&str, &str)], package: bool) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("Relationships").attr("xmlns", RELATIONS);
    for (at, (kind, target)) in related.iter().enumerate() {
        xml.open("Relationship").attr("Id", &format!("rId{}", at + 1));
        xml.attr("Type", &format!("{OFFICE}{kind}")).attr("Target", target).close();
    }
    if package {
        let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        xml.open("Relationship").attr("Id", "rId2").attr("Type", kind).attr("Target", "docProps/core.xml").close();
    }
    xml.finish()
}

fn core(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("cp:coreProperties")
        .attr("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml.text("dc:title", &document.title);
    xml.text("dc:creator", "emic");
    xml.text("dc:language", &language(&document.language));
    xml.finish()
}

fn settings() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:settings").attr(NAMESPACES[0].0, NAMESPACES[0].1);
    xml.open("w:defaultTabStop").attr("w:val", "709").close();
    xml.open("w:compat");
    xml.open("w:compatSetting").attr("w:name", "compatibilityMode");
    xml.attr("w:uri", "http://schemas.microsoft.com/office/word").attr("w:val", "15").close();
    xml.finish()
}

fn fonts() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:fonts").attr(NAMESPACES[0].0, NAMESPACES[0].1);
    xml.open("w:font").attr("w:name", FONT);
    xml.open("w:family").attr("w:val", "swiss").close();
    xml.open("w:pitch").attr("w:val", "variable").close();
    xml.finish()
}

/// The foot of a page: the title, the page and how many there are.
fn footer(title: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:ftr");
    NAMESPACES.iter().for_each(|(name, value)| _ = xml.attr(name, value));
    xml.open("w:p");
    xml.open("w:pPr").open("w:pStyle").attr("w:val", "Footer").close();
    xml.close();
    words(&mut xml, &format!("{} · ", crate::text::visible(title)));
    field(&mut xml, " PAGE ");
    words(&mut xml, " / ");
    field(&mut xml, " NUMPAGES ");
    xml.finish()
}

fn words(xml: &mut Xml, text: &str) {
    xml.open("w:r").open("w:t").attr("xml:space", "preserve").words(text);
    xml.close();
    xml.close();
}

fn field(xml: &mut Xml, code: &str) {
    xml.open("w:fldSimple").attr("w:instr", code);
    words(xml, "1");
    xml.close();
}

const FONT: &str = "Calibri";

/// How the paragraphs of a style look. Sizes are in half points, distances in twentieths of a point.
struct Look {
    name: &'static str,
    based_on: Option<Style>,
    size: u32,
    before: u32,
    after: u32,
    face: &'static [&'static str],
    colour: Option<&'static str>,
    /// Left indent and how far the first line hangs out of it.
    indent: (u32, u32),
    outline: Option<&'static str>,
}

const PLAIN: Look = Look {
    name: "Normal",
    based_on: Some(Style::Normal),
    size: 21,
    before: 0,
    after: 120,
    face: &[],
    colour: None,
    indent: (0, 0),
    outline: None,
};

/// Where the words of a citation line begin; its number ends left of it.
const LINE_INDENT: u32 = 1_304;
const LINE_NUMBER: &str = "1134";

const fn look(style: Style) -> Look {
    const BOLD: &[&str] = &["w:b", "w:bCs"];
    const ITALIC: &[&str] = &["w:i", "w:iCs"];
    let (size, before, after) = match style {
        Style::Normal => return Look { based_on: None, ..PLAIN },
        Style::Title => (40, 0, 60),
        Style::Subtitle => (26, 0, 160),
        Style::Heading1 => (30, 320, 100),
        Style::Heading2 => (25, 220, 80),
        Style::Heading3 => (22, 160, 60),
        Style::Quote => (21, 40, 120),
        Style::Caption => (18, 0, 100),
        Style::Note => (18, 0, 60),
        Style::Turn => (18, 110, 0),
        Style::Line => (18, 0, 0),
        Style::Cell => (18, 20, 40),
        Style::Comment => (20, 0, 40),
    };
    let sized = Look { size, before, after, ..PLAIN };
    match style {
        Style::Normal => sized,
        Style::Title => Look { name: "Title", face: BOLD, ..sized },
        Style::Subtitle => Look { name: "Subtitle", colour: Some(GREY), ..sized },
        Style::Heading1 => Look { name: "heading 1", face: BOLD, outline: Some("0"), ..sized },
        Style::Heading2 => Look { name: "heading 2", face: BOLD, outline: Some("1"), ..sized },
        Style::Heading3 => Look { name: "heading 3", face: BOLD, outline: Some("2"), ..sized },
        Style::Quote => Look { name: "Quote", indent: (454, 0), ..sized },
        Style::Caption => Look { name: "caption", face: ITALIC, ..sized },
        Style::Note => Look { name: "Note", colour: Some(GREY), ..sized },
        Style::Turn => {
            Look { name: "Transcript turn", based_on: Some(Style::Line), indent: (LINE_INDENT, LINE_INDENT), ..sized }
        }
        Style::Line => Look { name: "Transcript line", indent: (LINE_INDENT, LINE_INDENT), ..sized },
        Style::Cell => Look { name: "Table text", ..sized },
        Style::Comment => Look { name: "annotation text", ..sized },
    }
}

/// `word/styles.xml`.
fn styles(language: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:styles").attr(NAMESPACES[0].0, NAMESPACES[0].1);
    xml.open("w:docDefaults").open("w:rPrDefault").open("w:rPr");
    xml.open("w:rFonts")
        .attr("w:ascii", FONT)
        .attr("w:hAnsi", FONT)
        .attr("w:eastAsia", FONT)
        .attr("w:cs", FONT)
        .close();
    xml.open("w:sz").attr("w:val", "21").close();
    xml.open("w:szCs").attr("w:val", "21").close();
    xml.open("w:lang").attr("w:val", language).attr("w:eastAsia", language).attr("w:bidi", language).close();
    (0..3).for_each(|_| xml.close());
    for style in Style::ALL {
        paragraph_style(&mut xml, style);
    }
    more_styles(&mut xml);
    xml.finish()
}

fn paragraph_style(xml: &mut Xml, style: Style) {
    let look = look(style);
    xml.open("w:style").attr("w:type", "paragraph");
    if style == Style::Normal {
        xml.attr("w:default", "1");
    }
    if matches!(style, Style::Note | Style::Turn | Style::Line | Style::Cell) {
        xml.attr("w:customStyle", "1");
    }
    xml.attr("w:styleId", style.id());
    xml.open("w:name").attr("w:val", look.name).close();
    if let Some(above) = look.based_on {
        xml.open("w:basedOn").attr("w:val", above.id()).close();
    }
    if look.outline.is_some() {
        xml.open("w:next").attr("w:val", "Normal").close();
    }
    xml.open("w:qFormat").close();
    xml.open("w:pPr");
    if look.outline.is_some() || style == Style::Title {
        xml.open("w:keepNext").close();
    }
    if matches!(style, Style::Turn | Style::Line) {
        xml.open("w:tabs");
        xml.open("w:tab").attr("w:val", "right").attr("w:pos", LINE_NUMBER).close();
        xml.open("w:tab").attr("w:val", "left").attr("w:pos", &LINE_INDENT.to_string()).close();
        xml.close();
    }
    xml.open("w:spacing").attr("w:before", &look.before.to_string()).attr("w:after", &look.after.to_string()).close();
    let (left, hanging) = look.indent;
    if left > 0 {
        xml.open("w:ind").attr("w:left", &left.to_string());
        if style == Style::Quote {
            xml.attr("w:right", &left.to_string());
        }
        if hanging > 0 {
            xml.attr("w:hanging", &hanging.to_string());
        }
        xml.close();
    }
    if let Some(level) = look.outline {
        xml.open("w:outlineLvl").attr("w:val", level).close();
    }
    xml.close();
    xml.open("w:rPr");
    look.face.iter().for_each(|face| xml.open(face).close());
    if let Some(colour) = look.colour {
        xml.open("w:color").attr("w:val", colour).close();
    }
    ["w:sz", "w:szCs"].into_iter().for_each(|name| xml.open(name).attr("w:val", &look.size.to_string()).close());
    xml.close();
    xml.close();
}

/// The foot of a page, the marks of comments, and tables.
fn more_styles(xml: &mut Xml) {
    let head = |xml: &mut Xml, kind: &str, id: &str, name: &str| {
        xml.open("w:style").attr("w:type", kind);
        xml.attr("w:styleId", id).open("w:name").attr("w:val", name).close();
    };
    head(xml, "paragraph", "Footer", "footer");
    xml.open("w:basedOn").attr("w:val", "Normal").close();
    xml.open("w:pPr").open("w:jc").attr("w:val", "center").close();
    xml.close();
    xml.open("w:rPr").open("w:color").attr("w:val", GREY).close();
    xml.open("w:sz").attr("w:val", "16").close();
    xml.close();
    xml.close();
    head(xml, "character", "CommentReference", "annotation reference");
    xml.open("w:rPr").open("w:sz").attr("w:val", "16").close();
    xml.open("w:szCs").attr("w:val", "16").close();
    xml.close();
    xml.close();
    head(xml, "table", "StudyTable", "Table");
    xml.open("w:tblPr");
    xml.open("w:tblBorders");
    for side in ["w:top", "w:bottom", "w:insideH", "w:insideV"] {
        xml.open(side).attr("w:val", "single").attr("w:sz", "4").attr("w:space", "0").attr("w:color", "AAAAAA").close();
    }
    xml.close();
    xml.open("w:tblCellMar");
    for (side, width) in [("w:left", "85"), ("w:right", "85")] {
        xml.open(side).attr("w:w", width).attr("w:type", "dxa").close();
    }
    xml.close();
    xml.close();
    xml.open("w:tblStylePr").attr("w:type", "firstRow");
    xml.open("w:tcPr").open("w:shd").attr("w:val", "clear").attr("w:color", "auto").attr("w:fill", "EEEEEE").close();
    xml.close();
    xml.close();
    xml.close();
}
