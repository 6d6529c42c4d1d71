//! One part of an OpenDocument text: the text itself, or the page heads among the styles.

use super::styles::Styles;
use crate::import::document::flow::{Flow, Mark, Remark, moment};
use crate::import::document::limits::{CELLS, SPACES, name};
use crate::import::document::seen::Seen;
use crate::import::document::xml::{Attributes, Visit};

/// What was found beside the text, and the styles.
#[derive(Default)]
pub struct Found {
    styles: Styles,
    /// `header`, `footer` or `text box`, and the text.
    pub margin: Vec<(&'static str, String)>,
    /// Comments by their ids.
    pub remarks: Vec<(String, Remark)>,
    /// What has to be said.
    pub seen: Seen,
    /// How many pictures.
    pub pictures: usize,
}

#[derive(Default)]
enum For {
    #[default]
    Part,
    /// A place in the margin.
    Margin(&'static str),
    Note(&'static str),
    Comment(String, Remark),
}

/// A stream of text within another.
#[derive(Default)]
struct Level {
    flow: Flow,
    used_for: For,
    /// What the paragraph, and each span open in it, says of being hidden.
    hidden: Vec<Option<bool>>,
    /// The paragraph is hidden whatever its spans say.
    paragraph_hidden: bool,
    style: String,
    in_paragraph: bool,
    /// White space at the end of what was read is not yet written: it may be the paragraph's end.
    space: bool,
    lists: usize,
    for_one_paragraph: bool,
}

/// What element's text is meant for something else than the text.
#[derive(PartialEq, Eq)]
enum Into {
    Text,
    Author,
    Date,
}

/// The walk over one part.
pub struct Story<'a> {
    found: &'a mut Found,
    levels: Vec<Level>,
    skip: usize,
    into: Into,
}

impl<'a> Story<'a> {
    /// A walk that adds to what was found.
    pub fn new(found: &'a mut Found) -> Self {
        Self { found, levels: vec![Level::default()], skip: 0, into: Into::Text }
    }

    /// The text of the part.
    pub fn finish(mut self) -> Flow {
        while self.levels.len() > 1 {
            self.end();
        }
        self.levels.pop().map(|level| level.flow).unwrap_or_default()
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
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
            For::Part => {}
            For::Margin(_) if text.is_empty() => {}
            For::Margin(place) => {
                self.found.seen.boxes += usize::from(place == "text box");
                self.found.margin.push((place, text));
            }
            For::Comment(id, remark) => self.found.remarks.push((id, Remark { text, ..remark })),
            For::Note(kind) => {
                if !text.trim().is_empty() && !self.level().is_hidden() {
                    self.level().settle_space();
                    self.level().flow.note(kind, &text);
                    self.found.seen.notes += 1;
                }
            }
        }
    }

    fn open_paragraph(&mut self, attributes: &Attributes<'_>) {
        // A paragraph within a paragraph stands in a frame of some kind.
        if self.level().in_paragraph {
            self.begin(For::Margin("text box"));
            self.level().for_one_paragraph = true;
        }
        let style = attributes.get("style-name").unwrap_or_default();
        let hidden = self.found.styles.hidden("paragraph", &style);
        self.found.seen.hidden += usize::from(hidden == Some(true));
        let level = self.level();
        level.hidden = vec![hidden];
        level.paragraph_hidden = false;
        level.style = style;
        level.in_paragraph = true;
        level.space = false;
    }

    fn close_paragraph(&mut self) {
        let style = std::mem::take(&mut self.level().style);
        let style = self.found.styles.name(&style);
        let level = self.level();
        if level.paragraph_hidden {
            level.flow.drop_paragraph();
        }
        level.in_paragraph = false;
        level.space = false;
        level.hidden.clear();
        let listed = level.lists > 0 && !level.flow.so_far().trim().is_empty();
        level.flow.end_paragraph(&style);
        let only = level.for_one_paragraph;
        self.found.seen.lists += usize::from(listed);
        if only {
            self.end();
        }
    }

    /// Whether the element, with everything in it, is no text.
    fn is_left_out(&mut self, ns: &str, tag: &str, attributes: &Attributes<'_>) -> bool {
        match (ns, tag) {
            ("text", "deletion" | "insertion" | "format-change") => {
                self.found.seen.changes += usize::from(tag != "format-change");
                true
            }
            (
                "text",
                "note-citation"
                | "ruby-text"
                | "sequence-decls"
                | "variable-decls"
                | "user-field-decls"
                | "dde-connection-decls"
                | "script"
                | "alphabetical-index-auto-mark-file",
            ) => true,
            ("text", tag) if tag.ends_with("-source") => true,
            // In a page head the number is another on each page.
            ("text", "page-number" | "page-count") => {
                self.levels.iter().any(|level| matches!(level.used_for, For::Margin(_)))
            }
            ("text", "hidden-text" | "hidden-paragraph") => {
                let hidden = attributes.get("is-hidden").is_some_and(|value| value == "true");
                self.found.seen.hidden += usize::from(hidden);
                self.level().paragraph_hidden |= hidden && tag == "hidden-paragraph";
                hidden
            }
            ("text", "section" | "variable-set" | "user-field-get" | "index-title") => {
                let hidden = attributes.get("display").is_some_and(|value| value == "none");
                self.found.seen.hidden += usize::from(hidden);
                hidden
            }
            ("office", "forms" | "scripts" | "event-listeners") | ("svg", "title" | "desc") => true,
            _ => false,
        }
    }

    fn annotation(&mut self, attributes: &Attributes<'_>) {
        // Without a name it stands at its place, and nothing else refers to it.
        let id =
            attributes.get("name").unwrap_or_else(|| format!("\0{}", self.found.remarks.len() + self.levels.len()));
        self.level().flow.mark(if attributes.get("name").is_some() {
            Mark::Start(id.clone())
        } else {
            Mark::Here(id.clone())
        });
        self.begin(For::Comment(id, Remark::default()));
    }
}

impl Level {
    fn is_hidden(&self) -> bool {
        self.paragraph_hidden || self.hidden.iter().rev().find_map(|said| *said).unwrap_or(false)
    }

    fn settle_space(&mut self) {
        if std::mem::take(&mut self.space) {
            self.flow.push(' ');
        }
    }

    /// Text as it stands.
    fn add(&mut self, text: &str) {
        if self.in_paragraph && !self.is_hidden() {
            self.settle_space();
            self.flow.text(text);
        }
    }

    /// Text of the file: a run of white space is one space, and none at the ends of a paragraph.
    fn add_collapsed(&mut self, text: &str) {
        for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if at > 0 && !self.flow.so_far().is_empty() && !self.flow.so_far().ends_with('\n') {
                self.space = true;
            }
            if !word.is_empty() {
                self.settle_space();
                self.flow.text(word);
            }
        }
    }
}

impl Visit for Story<'_> {
    fn open(&mut self, ns: &'static str, tag: &str, attributes: &Attributes<'_>) {
        if self.skip > 0 || self.is_left_out(ns, tag, attributes) {
            self.skip += 1;
            return;
        }
        self.found.styles.open(ns, tag, attributes);
        match (ns, tag) {
            ("text", "p" | "h") => self.open_paragraph(attributes),
            ("text", "span") => {
                let style = attributes.get("style-name").unwrap_or_default();
                let hidden = self.found.styles.hidden("text", &style);
                self.level().hidden.push(hidden);
                self.found.seen.hidden += usize::from(hidden == Some(true));
            }
            ("text", "s") => {
                let count = attributes.get("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.level().add(&" ".repeat(count.min(SPACES)));
            }
            ("text", "tab") => self.level().add("\t"),
            ("text", "line-break") => self.level().add("\n"),
            ("text", "list") => self.level().lists += 1,
            ("text", "note") => {
                let endnote = attributes.get("note-class").is_some_and(|class| class == "endnote");
                self.begin(For::Note(if endnote { "endnote" } else { "footnote" }));
            }
            ("draw", "text-box") => self.begin(For::Margin("text box")),
            ("draw", "image") => self.found.pictures += 1,
            ("style", "header" | "header-left" | "header-first") => self.begin(For::Margin("header")),
            ("style", "footer" | "footer-left" | "footer-first") => self.begin(For::Margin("footer")),
            ("office", "annotation") => {
                self.level().settle_space();
                self.annotation(attributes);
            }
            ("office", "annotation-end") => {
                let id = attributes.get("name").unwrap_or_default();
                self.level().flow.mark(Mark::End(id));
            }
            ("dc", "creator") => self.into = Into::Author,
            ("dc", "date") => self.into = Into::Date,
            ("table", "table") => self.level().flow.open_table(),
            ("table", "table-row") => self.level().flow.open_row(),
            ("table", "table-cell") => self.level().flow.open_cell(),
            ("table", "covered-table-cell") => {
                // The cells below a merged one are empty, not missing: columns keep their places.
                let times =
                    attributes.get("number-columns-repeated").and_then(|times| times.parse().ok()).unwrap_or(1_usize);
                for _ in 0..times.min(CELLS) {
                    self.level().flow.open_cell();
                    self.level().flow.close_cell(true);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, ns: &'static str, tag: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.found.styles.close(ns, tag);
        match (ns, tag) {
            ("text", "p" | "h") => self.close_paragraph(),
            ("text", "span") => _ = self.level().hidden.pop(),
            ("text", "list") => self.level().lists = self.level().lists.saturating_sub(1),
            ("text", "note")
            | ("draw", "text-box")
            | ("office", "annotation")
            | ("style", "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first") => {
                self.end()
            }
            ("dc", "creator" | "date") => self.into = Into::Text,
            ("table", "table") => self.level().flow.close_table(),
            ("table", "table-row") => self.level().flow.close_row(true),
            ("table", "table-cell") => self.level().flow.close_cell(true),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip > 0 {
            return;
        }
        let into_text = self.into == Into::Text;
        let into_author = self.into == Into::Author;
        let level = self.level();
        if into_text {
            if level.in_paragraph && !level.is_hidden() {
                level.add_collapsed(text);
            }
        } else if let For::Comment(_, remark) = &mut level.used_for {
            if into_author {
                remark.author = name(&format!("{}{text}", remark.author));
            } else if remark.at.is_empty() {
                remark.at = moment(text);
            }
        }
    }
}
