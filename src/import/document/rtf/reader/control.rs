//! Control words: what they change, and the destinations that they open.

use super::super::charset::{self, Charset};
use super::super::words;
use super::{For, Into, Level, Reader};
use crate::import::document::flow::Remark;

impl Reader {
    /// A control word with its number; `starred`: one that who does not know it must leave out.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>, starred: bool) {
        let on = number != Some(0);
        if word == "u" {
            if self.now.into != Into::Nowhere {
                self.unicode(number.unwrap_or(0));
            } else {
                self.skip = self.now.unicode_skip;
            }
            return;
        }
        if word == "ud" {
            self.now.into = self.now.unicode_into;
            return;
        }
        if self.now.into == Into::Nowhere {
            if word == "uc" {
                self.now.unicode_skip = number.unwrap_or(1).clamp(0, 100);
            }
            return;
        }
        if let Some(text) = words::character(word) {
            return self.put(text);
        }
        match (word, number) {
            ("par" | "sect", _) => self.end_paragraph(),
            ("cell", _) => {
                if self.now.into == Into::Text {
                    self.flow().in_cell();
                    self.flow().close_cell(true);
                }
            }
            ("row", _) => {
                if self.flow().has_table() {
                    self.flow().close_table();
                }
            }
            ("pard", _) => (self.now.in_table, self.now.style) = (false, 0),
            ("plain", _) => (self.now.hidden, self.now.deleted, self.now.font) = (false, false, self.default_font),
            ("intbl", _) => self.now.in_table = on,
            ("v", _) => {
                self.read.seen.hidden += usize::from(on && !self.now.hidden && self.now.into == Into::Text);
                self.now.hidden = on;
            }
            ("deleted", _) => {
                self.read.seen.changes += usize::from(on && !self.now.deleted);
                self.now.deleted = on;
            }
            ("revised", _) => self.read.seen.changes += usize::from(on),
            ("uc", number) => self.now.unicode_skip = number.unwrap_or(1).clamp(0, 100),
            ("deff", Some(number)) => (self.default_font, self.now.font) = (number, number),
            ("f", Some(number)) if self.now.into == Into::Fonts => self.defined = Some(number),
            ("f", Some(number)) => self.now.font = number,
            ("s", Some(number)) if self.now.into == Into::Styles => self.defined = Some(number),
            ("s", Some(number)) => self.now.style = number,
            ("fcharset", Some(number)) => self.charset_given = charset::of_font(number),
            ("cpg", Some(number)) => self.charset_given = charset::of_page(number).or(self.charset_given),
            ("ansi", _) => self.page = Charset::Page(encoding_rs::WINDOWS_1252),
            ("mac", _) => self.page = Charset::Page(encoding_rs::MACINTOSH),
            ("pc", _) => self.page = charset::DOS_US,
            ("pca", _) => self.page = charset::DOS_WEST,
            ("ansicpg", Some(number)) => self.page = charset::of_page(number).unwrap_or(self.page),
            _ => self.destination(word, starred),
        }
    }

    fn destination(&mut self, word: &str, starred: bool) {
        match word {
            "fonttbl" => self.now.into = Into::Fonts,
            "stylesheet" => self.now.into = Into::Styles,
            "info" => self.now.into = Into::Info,
            "upr" => self.now.twice = true,
            "userprops" => self.now.into = Into::Info,
            "propname" => self.now.into = Into::OwnName,
            "staticval" => self.now.into = Into::OwnValue,
            "atnid" => self.now.into = Into::Initials,
            "atnauthor" => self.now.into = Into::Author,
            "atndate" => self.now.into = Into::Moment,
            "atnref" => self.now.into = Into::Reference,
            "atrfstart" => self.now.into = Into::RangeStart,
            "atrfend" => self.now.into = Into::RangeEnd,
            "annotation" => {
                let author =
                    if self.author.is_empty() { self.initials.clone() } else { std::mem::take(&mut self.author) };
                let id = format!("\0{}", self.read.remarks.len());
                self.begin_level(For::Comment { id, remark: Remark { author, ..Remark::default() } });
            }
            "fldinst" => self.now.into = Into::FieldCode,
            // On each page it is another.
            "fldrslt" if std::mem::take(&mut self.page_number) => {
                if matches!(self.levels.last(), Some(Level { used_for: For::Margin("header" | "footer"), .. })) {
                    self.now.into = Into::Nowhere;
                }
            }
            "footnote" => self.begin_level(For::Note("footnote")),
            // It follows the word for the note itself.
            "ftnalt" => {
                if let Some(Level { used_for: For::Note(kind), .. }) = self.levels.last_mut() {
                    *kind = "endnote";
                }
            }
            "header" | "headerl" | "headerr" | "headerf" => self.begin_level(For::Margin("header")),
            "footer" | "footerl" | "footerr" | "footerf" => self.begin_level(For::Margin("footer")),
            "shptxt" | "dptxbxtext" => self.begin_level(For::Margin("text box")),
            // Numbers and bullets as old programs show them.
            "listtext" | "pntext" => {
                self.read.seen.lists += 1;
                self.now.into = Into::Nowhere;
            }
            "shpinst" | "do" | "shppict" if starred => {}
            word if words::is_left_out(word) => {
                self.read.pictures |= word == "pict";
                self.now.into = Into::Nowhere;
            }
            word if self.now.into == Into::Info => {
                if let Some(place) = words::property(word) {
                    self.now.into = Into::Property(place);
                }
            }
            _ if starred => self.now.into = Into::Nowhere,
            _ => {}
        }
    }
}

/// The moment in Word's packed form: from the lowest bit minute (6), hour (5), day (5), month (4), year from 1900 (9).
pub(super) fn moment(packed: i64) -> String {
    let bits = |from: u32, count: u32| (packed >> from) & ((1 << count) - 1);
    let (minute, hour, day, month, year) = (bits(0, 6), bits(6, 5), bits(11, 5), bits(16, 4), bits(20, 9) + 1900);
    if !(1..=12).contains(&month) || day == 0 || hour > 23 || minute > 59 {
        return String::new();
    }
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
}
