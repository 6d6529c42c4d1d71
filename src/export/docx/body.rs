//! The pages and the comments of a document as XML.

use super::super::refi::xml::Xml;
use super::parts::NAMESPACES;
use super::{Block, Comment, Document, Grid, Inline, Paragraph, Run, Section, Style};
use crate::text::visible;

/// Colour of words in grey: readable on white paper (contrast 5.7 to 1).
pub(super) const GREY: &str = "666666";

/// `word/document.xml`.
pub(super) fn document(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:document");
    NAMESPACES.iter().for_each(|(name, value)| _ = xml.attr(name, value));
    xml.open("w:body");
    let none = Section::default();
    let (last, before) = document.sections.split_last().map_or((&none, &[][..]), |(last, before)| (last, before));
    for section in before {
        section_blocks(&mut xml, section, true);
    }
    section_blocks(&mut xml, last, false);
    page(&mut xml, last.landscape);
    xml.finish()
}

/// The blocks of a section; the last paragraph of one that another follows says how its pages lie.
fn section_blocks(xml: &mut Xml, section: &Section, ends: bool) {
    let mut blocks = section.blocks.iter().peekable();
    let mut ended = false;
    while let Some(block) = blocks.next() {
        match block {
            Block::Paragraph(words) => {
                ended = ends && blocks.peek().is_none();
                paragraph(xml, words, ended.then_some(section.landscape), &[]);
            }
            Block::Grid(table) => {
                grid(xml, table);
                // Two tables without a paragraph between them are one; and none ends a document.
                let parted = match blocks.peek() {
                    Some(Block::Paragraph(_)) => true,
                    Some(Block::Grid(_)) => false,
                    None => ends,
                };
                if !parted {
                    paragraph(xml, &Paragraph::default(), None, &[]);
                }
            }
        }
    }
    if ends && !ended {
        paragraph(xml, &Paragraph::default(), Some(section.landscape), &[]);
    }
}

/// How pages lie: A4 with margins of 2 cm.
fn page(xml: &mut Xml, landscape: bool) {
    xml.open("w:sectPr");
    xml.open("w:footerReference").attr("w:type", "default").attr("r:id", "rId4").close();
    let (wide, high) = if landscape { ("16838", "11906") } else { ("11906", "16838") };
    xml.open("w:pgSz").attr("w:w", wide).attr("w:h", high);
    if landscape {
        xml.attr("w:orient", "landscape");
    }
    xml.close();
    xml.open("w:pgMar");
    for side in ["w:top", "w:right", "w:bottom", "w:left"] {
        xml.attr(side, "1134");
    }
    xml.attr("w:header", "567").attr("w:footer", "567").attr("w:gutter", "0").close();
    xml.close();
}

/// A paragraph; `section`: it ends one, whose pages lie across or not; `marks` are elements that stand before its words.
fn paragraph(xml: &mut Xml, paragraph: &Paragraph, section: Option<bool>, marks: &[&'static str]) {
    xml.open("w:p");
    xml.open("w:pPr");
    if paragraph.style != Style::Normal {
        xml.open("w:pStyle").attr("w:val", paragraph.style.id()).close();
    }
    if paragraph.keep_next {
        xml.open("w:keepNext").close();
    }
    if paragraph.new_page {
        xml.open("w:pageBreakBefore").close();
    }
    let mut words = paragraph.inlines.iter().filter_map(|inline| match inline {
        Inline::Run(run) => direction(&run.text),
        _ => None,
    });
    if words.next() == Some(true) {
        xml.open("w:bidi").close();
    }
    if let Some(landscape) = section {
        page(xml, landscape);
    }
    xml.close();
    for mark in marks {
        xml.open("w:r");
        xml.open("w:rPr").open("w:rStyle").attr("w:val", "CommentReference").close();
        xml.close();
        xml.open(mark).close();
        xml.close();
    }
    for inline in &paragraph.inlines {
        match inline {
            Inline::Run(words) => run(xml, words),
            Inline::Tab => {
                xml.open("w:r").open("w:tab").close();
                xml.close();
            }
            Inline::CommentStart(at) => xml.open("w:commentRangeStart").attr("w:id", &at.to_string()).close(),
            Inline::CommentEnd(at) => {
                xml.open("w:commentRangeEnd").attr("w:id", &at.to_string()).close();
                xml.open("w:r");
                xml.open("w:rPr").open("w:rStyle").attr("w:val", "CommentReference").close();
                xml.close();
                xml.open("w:commentReference").attr("w:id", &at.to_string()).close();
                xml.close();
            }
        }
    }
    xml.close();
}

fn run(xml: &mut Xml, run: &Run) {
    if run.text.is_empty() {
        return;
    }
    let right_to_left = direction(&run.text) == Some(true);
    xml.open("w:r");
    if run.bold || run.italic || run.grey || run.small || right_to_left {
        xml.open("w:rPr");
        // For scripts such as Arabic and Hebrew each face is said once more.
        for (on, names) in [(run.bold, ["w:b", "w:bCs"]), (run.italic, ["w:i", "w:iCs"])] {
            if on {
                names.into_iter().for_each(|name| xml.open(name).close());
            }
        }
        if run.grey {
            xml.open("w:color").attr("w:val", GREY).close();
        }
        if run.small {
            ["w:sz", "w:szCs"].into_iter().for_each(|name| xml.open(name).attr("w:val", "16").close());
        }
        if right_to_left {
            xml.open("w:rtl").close();
        }
        xml.close();
    }
    text(xml, &run.text);
    xml.close();
}

/// The characters of a run: line ends and tabs as elements, what no document may hold as symbols.
fn text(xml: &mut Xml, text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut plain = String::new();
    let flush = |xml: &mut Xml, plain: &mut String| {
        if !plain.is_empty() {
            xml.open("w:t").attr("xml:space", "preserve").words(plain);
            xml.close();
            plain.clear();
        }
    };
    for char in text.chars() {
        match char {
            '\n' | '\u{2028}' | '\u{2029}' => {
                flush(xml, &mut plain);
                xml.open("w:br").close();
            }
            '\t' => {
                flush(xml, &mut plain);
                xml.open("w:tab").close();
            }
            '\u{FFFE}' | '\u{FFFF}' => plain.push('\u{FFFD}'),
            char if char.is_control() => plain.push_str(&visible(char.encode_utf8(&mut [0; 4]))),
            char => plain.push(char),
        }
    }
    flush(xml, &mut plain);
}

/// Whether the first letter of a text belongs to a script that is written from right to left; `None`: it has no letter.
fn direction(text: &str) -> Option<bool> {
    let letter = text.chars().find(|char| char.is_alphabetic())?;
    Some(matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'))
}

fn grid(xml: &mut Xml, grid: &Grid) {
    let width: u32 = grid.widths.iter().sum();
    xml.open("w:tbl");
    xml.open("w:tblPr");
    xml.open("w:tblStyle").attr("w:val", "StudyTable").close();
    xml.open("w:tblW").attr("w:w", &width.to_string()).attr("w:type", "dxa").close();
    xml.open("w:tblLayout").attr("w:type", "fixed").close();
    xml.open("w:tblLook").attr("w:val", "0020").attr("w:firstRow", "1").close();
    xml.close();
    xml.open("w:tblGrid");
    grid.widths.iter().for_each(|width| xml.open("w:gridCol").attr("w:w", &width.to_string()).close());
    xml.close();
    let head = |words: &String| vec![Paragraph::with(Style::Cell, vec![Run::plain(words).bold()])];
    let head: Vec<Vec<Paragraph>> = grid.head.iter().map(head).collect();
    row(xml, grid, &head, true);
    for cells in &grid.rows {
        row(xml, grid, cells, false);
    }
    xml.close();
}

fn row(xml: &mut Xml, grid: &Grid, cells: &[Vec<Paragraph>], head: bool) {
    xml.open("w:tr");
    if head {
        xml.open("w:trPr");
        xml.open("w:cantSplit").close();
        xml.open("w:tblHeader").close();
        xml.close();
    }
    for (at, width) in grid.widths.iter().enumerate() {
        xml.open("w:tc");
        xml.open("w:tcPr").open("w:tcW").attr("w:w", &width.to_string()).attr("w:type", "dxa").close();
        xml.close();
        match cells.get(at).filter(|cell| !cell.is_empty()) {
            Some(cell) => cell.iter().for_each(|words| paragraph(xml, words, None, &[])),
            // A cell without a paragraph would be a fault of the file.
            None => paragraph(xml, &Paragraph { style: Style::Cell, ..Paragraph::default() }, None, &[]),
        }
        xml.close();
    }
    xml.close();
}

/// `word/comments.xml`.
pub(super) fn comments(comments: &[Comment]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("w:comments");
    NAMESPACES.iter().for_each(|(name, value)| _ = xml.attr(name, value));
    for (at, comment) in comments.iter().enumerate() {
        let author = visible(&comment.author);
        xml.open("w:comment").attr("w:id", &at.to_string()).attr("w:author", &author);
        if is_time(&comment.time) {
            xml.attr("w:date", &comment.time);
        }
        xml.attr("w:initials", &initials(&author));
        let empty = [Vec::new()];
        let words = if comment.paragraphs.is_empty() { &empty[..] } else { &comment.paragraphs };
        for (at, runs) in words.iter().enumerate() {
            let words = Paragraph::with(Style::Comment, runs.clone());
            paragraph(&mut xml, &words, None, if at == 0 { &["w:annotationRef"] } else { &[] });
        }
        xml.close();
    }
    xml.finish()
}

/// Whether a text is a time by RFC 3339 as a file of Word may hold it.
fn is_time(text: &str) -> bool {
    let form = "dddd-dd-ddTdd:dd:dd";
    let fits = |(char, form): (char, char)| if form == 'd' { char.is_ascii_digit() } else { char == form };
    let (head, rest) = (text.get(..form.len()), text.get(form.len()..).unwrap_or_default());
    head.is_some_and(|head| head.chars().zip(form.chars()).all(fits))
        && rest.chars().all(|char| char.is_ascii_digit() || matches!(char, '.' | ':' | '+' | '-' | 'Z'))
}

/// `anna-lee` is AL, `amy` is A.
fn initials(author: &str) -> String {
    let parts = author.split(|char: char| !char.is_alphanumeric());
    let letters: String = parts.filter_map(|part| part.chars().next()).flat_map(char::to_uppercase).take(4).collect();
    if letters.is_empty() { "?".into() } else { letters }
}
