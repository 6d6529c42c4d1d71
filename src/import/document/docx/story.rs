//! One part of a Word document with paragraphs in it: the body, the notes, the comments, a page head.

use std::collections::HashMap;

use super::styles::Styles;
use crate::import::document::Refused;
use crate::import::document::flow::{Flow, Mark, Remark, moment};
use crate::import::document::limits::name;
use crate::import::document::seen::Seen;
use crate::import::document::symbol;
use crate::import::document::xml::{Attributes, Visit, walk};

/// Which part is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The text.
    Body,
    /// Footnotes or endnotes.
    Notes,
    /// Comments.
    Comments,
    /// A page head or foot: page numbers are left out.
    Margin,
}

/// What was found beside the text.
#[derive(Default)]
pub struct Found {
    /// The text of notes by `footnote` or `endnote` and their id. Each is used once: a note referred to a million times is no
    /// reason to fill the memory.
    notes: HashMap<(&'static str, String), String>,
    /// Comments by their ids.
    pub remarks: Vec<(String, Remark)>,
    /// The texts of text boxes.
    pub boxes: Vec<String>,
    /// What has to be said.
    pub seen: Seen,
    /// How many pictures.
    pub pictures: usize,
}

/// Reads a part; the flow is empty for notes and comments.
pub fn read(xml: &str, part: &str, kind: Kind, styles: &Styles, found: &mut Found) -> Result<Flow, Refused> {
    let mut story = Story {
        kind,
        styles,
        found,
        levels: vec![Level::default()],
        skip: 0,
        reading: false,
        in_sdt_properties: false,
        placeholders: Vec::new(),
        choices: Vec::new(),
    };
    walk(xml, part, &mut story)?;
    story.end_levels();
    Ok(story.levels.pop().map(|level| level.flow).unwrap_or_default())
}

/// What a level of text is for.
#[derive(Default)]
enum For {
    #[default]
    Part,
    Box,
    Note(&'static str, String),
    Comment(String, Remark),
    /// A note that Word draws between text and notes.
    Nothing,
}

/// A stream of text within another, with the paragraph and run that it interrupts.
#[derive(Default)]
struct Level {
    flow: Flow,
    used_for: For,
    style: String,
    /// The paragraph's mark was deleted: it runs on into the next.
    runs_on: bool,
    list: bool,
    /// Whether paragraph properties are being read.
    in_paragraph_properties: bool,
    in_row_properties: bool,
    drop_row: bool,
    drop_cell: bool,
    run_style: String,
    run_hidden: Option<bool>,
    fields: Vec<Field>,
}

/// A field that is open.
#[derive(Default)]
struct Field {
    code: String,
    result: bool,
}

struct Story<'a> {
    kind: Kind,
    styles: &'a Styles,
    found: &'a mut Found,
    /// Never empty.
    levels: Vec<Level>,
    /// How many elements deep in something that is left out.
    skip: usize,
    /// Within an element whose text counts.
    reading: bool,
    in_sdt_properties: bool,
    /// For each open content control, whether it shows a placeholder.
    placeholders: Vec<bool>,
    /// For each open choice of alternatives, whether one was taken.
    choices: Vec<bool>,
}

impl Story<'_> {
    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Whether what is said of characters is said of a run.
    fn in_run_properties(&mut self) -> bool {
        !self.in_sdt_properties && !self.level().in_paragraph_properties
    }

    fn begin(&mut self, used_for: For) {
        self.levels.push(Level { used_for, ..Level::default() });
    }

    fn end(&mut self) {
        if self.levels.len() < 2 {
            return;
        }
        let Some(level) = self.levels.pop() else { return };
        let text = level.flow.into_plain();
        match level.used_for {
            For::Part | For::Nothing => {}
            For::Box if text.is_empty() => {}
            For::Box => {
                self.found.seen.boxes += 1;
                self.found.boxes.push(text);
            }
            For::Note(kind, id) => _ = self.found.notes.insert((kind, id), text),
            For::Comment(id, remark) => self.found.remarks.push((id, Remark { text, ..remark })),
        }
    }

    fn end_levels(&mut self) {
        while self.levels.len() > 1 {
            self.end();
        }
    }

    /// Whether what comes now is seen.
    fn is_seen(&mut self) -> bool {
        let numbers = self.kind == Kind::Margin;
        let level = self.level();
        let out = level.fields.iter().any(|field| {
            let word = field.code.split_whitespace().next().unwrap_or_default();
            !field.result || (numbers && matches!(word, "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "page" | "numpages"))
        });
        if out {
            return false;
        }
        let direct = level.run_hidden;
        let (run, paragraph) = (std::mem::take(&mut level.run_style), std::mem::take(&mut level.style));
        let hidden =
            direct.or_else(|| self.styles.hidden(&run)).or_else(|| self.styles.hidden(&paragraph)).unwrap_or(false);
        let level = self.level();
        (level.run_style, level.style) = (run, paragraph);
        if hidden && self.kind == Kind::Body {
            self.found.seen.hidden += 1;
        }
        !hidden
    }

    fn add(&mut self, text: &str) {
        if self.is_seen() {
            self.level().flow.text(text);
        }
    }

    fn end_paragraph(&mut self) {
        let styles = self.styles;
        let in_body = self.kind == Kind::Body;
        let level = self.level();
        // A field whose code does not end within the paragraph is broken; its text is not swallowed for that.
        level.fields.retain(|field| field.result);
        let lists = usize::from(in_body && level.list && !level.flow.so_far().trim().is_empty());
        if !std::mem::take(&mut level.runs_on) {
            let style = name(styles.name(&level.style));
            level.flow.end_paragraph(&style);
        }
        level.style.clear();
        level.list = false;
        self.found.seen.lists += lists;
    }

    fn note(&mut self, kind: &'static str, attributes: &Attributes<'_>) {
        let Some(text) = attributes.get("id").and_then(|id| self.found.notes.remove(&(kind, id))) else { return };
        if self.is_seen() && !text.trim().is_empty() {
            self.found.seen.notes += 1;
            self.level().flow.note(kind, &text);
        }
    }

    fn symbol(&mut self, attributes: &Attributes<'_>) {
        let code = attributes.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let Some(code) = code else { return };
        let c = symbol::character(&attributes.get("font").unwrap_or_default(), code);
        if self.is_seen() {
            self.found.seen.unknown_symbols += usize::from(c == symbol::UNKNOWN);
            self.level().flow.push(c);
        }
    }

    fn field(&mut self, attributes: &Attributes<'_>) {
        let fields = &mut self.level().fields;
        match attributes.get("fldCharType").as_deref() {
            Some("begin") if fields.len() < 100 => fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = fields.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => _ = fields.pop(),
            _ => {}
        }
    }

    /// Something left out, with everything in it, if it is one of those.
    fn is_left_out(&mut self, ns: &str, tag: &str) -> bool {
        let in_properties = self.level().in_paragraph_properties || self.level().in_row_properties;
        match (ns, tag) {
            ("w", "del" | "moveFrom") if !in_properties => {
                self.found.seen.changes += 1;
                true
            }
            ("w", "sectPr" | "tblPr" | "tblGrid" | "rt" | "delText" | "delInstrText") => true,
            ("w", tag) => tag.ends_with("PrChange") || tag.ends_with("GridChange") || tag == "numberingChange",
            ("mc", "Fallback") => self.choices.last().copied().unwrap_or(false),
            ("mc", "Choice") => match self.choices.last_mut() {
                Some(taken) => std::mem::replace(taken, true),
                None => false,
            },
            _ => false,
        }
    }
}

impl Visit for Story<'_> {
    fn open(&mut self, ns: &'static str, tag: &str, attributes: &Attributes<'_>) {
        if self.skip > 0 || self.is_left_out(ns, tag) {
            self.skip += 1;
            return;
        }
        match (ns, tag) {
            ("mc", "AlternateContent") => self.choices.push(false),
            ("w", "pPr") => self.level().in_paragraph_properties = true,
            ("w", "trPr") => self.level().in_row_properties = true,
            ("w", "pStyle") => self.level().style = attributes.get("val").unwrap_or_default(),
            ("w", "numId") => self.level().list = attributes.is_on("val"),
            ("w", "del" | "moveFrom") if self.level().in_row_properties => {
                self.found.seen.changes += 1;
                self.level().drop_row = true;
            }
            ("w", "del" | "moveFrom") => self.level().runs_on = true,
            ("w", "ins") if !self.level().in_paragraph_properties => self.found.seen.changes += 1,
            ("w", "cellDel") => self.level().drop_cell = true,
            ("w", "r") => {
                let level = self.level();
                level.run_style.clear();
                level.run_hidden = None;
            }
            ("w", "rStyle") if self.in_run_properties() => {
                self.level().run_style = attributes.get("val").unwrap_or_default();
            }
            ("w", "vanish") if self.in_run_properties() => self.level().run_hidden = Some(attributes.is_on("val")),
            ("w" | "m", "t") | ("w", "instrText") => self.reading = true,
            ("w", "tab") if !self.level().in_paragraph_properties => self.add("\t"),
            ("w", "ptab") => self.add("\t"),
            ("w", "br" | "cr") => self.add("\n"),
            ("w", "noBreakHyphen") => self.add("-"),
            ("w", "sym") => self.symbol(attributes),
            ("w", "fldChar") => self.field(attributes),
            ("w", "fldSimple") => {
                let code = attributes.get("instr").unwrap_or_default();
                self.level().fields.push(Field { code, result: true });
            }
            ("w", "footnoteReference") => self.note("footnote", attributes),
            ("w", "endnoteReference") => self.note("endnote", attributes),
            ("w", "commentRangeStart" | "commentRangeEnd" | "commentReference") => {
                let id = attributes.get("id").unwrap_or_default();
                let mark = match tag {
                    "commentRangeStart" => Mark::Start(id),
                    "commentRangeEnd" => Mark::End(id),
                    _ => Mark::Here(id),
                };
                self.level().flow.mark(mark);
            }
            ("w", "tbl") => self.level().flow.open_table(),
            ("w", "tr") => self.level().flow.open_row(),
            ("w", "tc") => self.level().flow.open_cell(),
            ("w", "sdt") => self.placeholders.push(false),
            ("w", "sdtPr") => self.in_sdt_properties = true,
            ("w", "showingPlcHdr") => {
                if let Some(shows) = self.placeholders.last_mut() {
                    *shows = attributes.is_on("val");
                }
            }
            // "Click here to enter text" was written by nobody.
            ("w", "sdtContent") if self.placeholders.last().copied().unwrap_or(false) => self.skip += 1,
            ("w", "txbxContent") => self.begin(For::Box),
            ("w", "footnote" | "endnote") => {
                let drawn = attributes.get("type").is_some_and(|kind| kind != "normal");
                let id = attributes.get("id").unwrap_or_default();
                let kind = if tag == "footnote" { "footnote" } else { "endnote" };
                self.begin(if drawn { For::Nothing } else { For::Note(kind, id) });
            }
            ("w", "comment") => {
                let get = |key: &str| attributes.get(key).unwrap_or_default();
                let remark = Remark { author: name(&get("author")), at: moment(&get("date")), text: String::new() };
                self.begin(For::Comment(get("id"), remark));
            }
            ("w", "altChunk" | "subDoc") => self.found.seen.embedded += 1,
            ("w", "drawing" | "pict") => self.found.pictures += 1,
            _ => {}
        }
    }

    fn close(&mut self, ns: &'static str, tag: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match (ns, tag) {
            ("mc", "AlternateContent") => _ = self.choices.pop(),
            ("w", "pPr") => self.level().in_paragraph_properties = false,
            ("w", "trPr") => self.level().in_row_properties = false,
            ("w" | "m", "t") | ("w", "instrText") => self.reading = false,
            ("w", "fldSimple") => _ = self.level().fields.pop(),
            ("w", "p") => self.end_paragraph(),
            ("w", "tbl") => self.level().flow.close_table(),
            ("w", "tr") => {
                let keep = !std::mem::take(&mut self.level().drop_row);
                self.level().flow.close_row(keep);
            }
            ("w", "tc") => {
                let keep = !std::mem::take(&mut self.level().drop_cell);
                self.level().flow.close_cell(keep);
            }
            ("w", "sdt") => _ = self.placeholders.pop(),
            ("w", "sdtPr") => self.in_sdt_properties = false,
            ("w", "txbxContent" | "footnote" | "endnote" | "comment") => self.end(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip > 0 || !self.reading {
            return;
        }
        let level = self.level();
        if let Some(field) = level.fields.last_mut().filter(|field| !field.result) {
            // Enough to know what the field is.
            if field.code.len() < 64 {
                field.code.extend(text.chars().take(64));
            }
            return;
        }
        if text.contains(['\n', '\r']) {
            self.add(&text.replace(['\n', '\r'], " "));
        } else {
            self.add(text);
        }
    }
}
