//! The reader: a list of open groups with what holds in each, and the text that comes of it.

use std::collections::HashMap;

use super::charset::{self, Charset};
use super::lexer::{Lexer, Token};
use super::words;
use crate::import::document::Refused;
use crate::import::document::flow::{Flow, Mark, Remark};
use crate::import::document::limits::{GROUPS, NAME, name};
use crate::import::document::symbol;

/// What was read.
#[derive(Default)]
pub struct Read {
    /// The text.
    pub body: Flow,
    /// Page heads and feet, text boxes, what the document says of itself.
    pub margin: Vec<(String, String)>,
    /// Comments by their ids.
    pub remarks: Vec<(String, Remark)>,
    /// How many tracked changes.
    pub changes: usize,
    /// How many hidden passages.
    pub hidden: usize,
    /// How many notes.
    pub notes: usize,
    /// How many paragraphs of lists.
    pub lists: usize,
    /// Whether there are pictures.
    pub pictures: bool,
}

/// Where the text of a group goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Into {
    #[default]
    Text,
    Nowhere,
    Fonts,
    Styles,
    Info,
    Property(&'static str),
    OwnName,
    OwnValue,
    Initials,
    Author,
    Moment,
    Reference,
    RangeStart,
    RangeEnd,
}

/// What holds within a group.
#[derive(Clone, Copy, Default)]
struct Group {
    into: Into,
    hidden: bool,
    deleted: bool,
    /// How many characters stand after a `\u` for programs that don't know it.
    unicode_skip: i32,
    font: i32,
    in_table: bool,
    style: i32,
    /// Its groups come twice, in old form and in Unicode.
    twice: bool,
    /// Where the text of the form in Unicode goes.
    unicode_into: Into,
    /// The group opened a stream of text of its own.
    level: bool,
}

enum For {
    Part,
    Note(&'static str),
    Margin(&'static str),
    Comment { id: String, remark: Remark },
}

struct Level {
    flow: Flow,
    used_for: For,
}

struct Font {
    charset: Option<Charset>,
    name: String,
}

struct Reader {
    read: Read,
    groups: Vec<Group>,
    now: Group,
    levels: Vec<Level>,
    page: Charset,
    default_font: i32,
    fonts: HashMap<i32, Font>,
    styles: HashMap<i32, String>,
    /// Bytes of text not yet decoded; a character may take two.
    bytes: Vec<u8>,
    /// The first half of a character beyond the first 65,536.
    half: Option<u16>,
    /// Characters still to be skipped after a `\u`.
    skip: i32,
    starred: bool,
    /// The text of what is no text: a font's name, a title.
    buffer: String,
    own_name: String,
    initials: String,
    author: String,
    charset_given: Option<Charset>,
    defined: Option<i32>,
}

/// Reads the bytes of a document.
pub fn read(bytes: &[u8]) -> Result<Read, Refused> {
    let mut reader = Reader::new();
    for token in Lexer::new(bytes) {
        reader.take(token)?;
        if reader.groups.is_empty() {
            return Ok(reader.finish());
        }
    }
    Err(Refused::Truncated)
}

impl Reader {
    fn new() -> Self {
        Self {
            read: Read::default(),
            groups: Vec::new(),
            now: Group { unicode_skip: 1, ..Group::default() },
            levels: vec![Level { flow: Flow::default(), used_for: For::Part }],
            page: Charset::Page(encoding_rs::WINDOWS_1252),
            default_font: 0,
            fonts: HashMap::new(),
            styles: HashMap::new(),
            bytes: Vec::new(),
            half: None,
            skip: 0,
            starred: false,
            buffer: String::new(),
            own_name: String::new(),
            initials: String::new(),
            author: String::new(),
            charset_given: None,
            defined: None,
        }
    }

    fn finish(mut self) -> Read {
        while self.levels.len() > 1 {
            self.end_level();
        }
        self.read.body = self.levels.pop().map(|level| level.flow).unwrap_or_default();
        self.read
    }

    fn flow(&mut self) -> &mut Flow {
        if self.levels.is_empty() {
            self.levels.push(Level { flow: Flow::default(), used_for: For::Part });
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last].flow
    }

    fn take(&mut self, token: Token<'_>) -> Result<(), Refused> {
        // Whatever the older form of a character is: it is not read.
        if self.skip > 0 {
            match token {
                Token::Open | Token::Close => self.skip = 0,
                _ => {
                    self.skip -= 1;
                    return if token == Token::Broken { Err(Refused::Truncated) } else { Ok(()) };
                }
            }
        }
        match token {
            Token::Byte(b'\t') => self.put("\t"),
            Token::Byte(byte) | Token::Hex(byte) => self.byte(byte),
            Token::Open => {
                self.flush();
                if self.groups.len() >= GROUPS {
                    return Err(Refused::TooDeep);
                }
                self.groups.push(self.now);
                self.now.level = false;
                if std::mem::take(&mut self.now.twice) {
                    self.now.unicode_into = self.now.into;
                    self.now.into = Into::Nowhere;
                }
                self.starred = false;
            }
            Token::Close => self.close(),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                // The parts of a character are apart by nothing but words for its font.
                if word != "u" {
                    self.flush();
                }
                let starred = std::mem::take(&mut self.starred);
                self.word(word, number, starred);
            }
            Token::Binary => {}
            Token::Broken => return Err(Refused::Truncated),
        }
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.starred = false;
        let Some(outer) = self.groups.pop() else { return };
        let inner = std::mem::replace(&mut self.now, outer);
        if inner.level {
            self.end_level();
        }
        if inner.into != outer.into {
            self.end_of(inner.into);
        } else if matches!(inner.into, Into::Fonts | Into::Styles) {
            // Each font and style has a group of its own.
            self.define(inner.into);
        }
    }

    fn begin_level(&mut self, used_for: For) {
        self.levels.push(Level { flow: Flow::default(), used_for });
        self.now.level = true;
        self.now.into = Into::Text;
        self.now.in_table = false;
    }

    fn end_level(&mut self) {
        if self.levels.len() < 2 {
            return;
        }
        let Some(level) = self.levels.pop() else { return };
        let text = level.flow.into_plain();
        let seen = !self.now.hidden && !self.now.deleted;
        match level.used_for {
            For::Part => {}
            For::Margin(place) => self.read.margin.push((place.to_owned(), text)),
            For::Note(kind) if seen && !text.is_empty() => {
                self.read.notes += 1;
                self.flow().note(kind, &text);
            }
            For::Note(_) => {}
            For::Comment { id, remark } => {
                self.flow().mark(Mark::Here(id.clone()));
                self.read.remarks.push((id, Remark { text, ..remark }));
            }
        }
    }

    /// A destination ended; its text is in the buffer.
    fn end_of(&mut self, into: Into) {
        let text = std::mem::take(&mut self.buffer);
        match into {
            Into::Property(place) if !place.is_empty() => self.read.margin.push((place.to_owned(), text)),
            Into::OwnName => self.own_name = name(&text),
            Into::OwnValue => self.read.margin.push((std::mem::take(&mut self.own_name), text)),
            Into::Initials => self.initials = name(&text),
            Into::Author => self.author = name(&text),
            Into::RangeStart => self.flow().mark(Mark::Start(name(&text))),
            Into::RangeEnd => self.flow().mark(Mark::End(name(&text))),
            Into::Moment | Into::Reference => {
                if let Some(Level { used_for: For::Comment { id, remark }, .. }) = self.levels.last_mut() {
                    if into == Into::Reference {
                        *id = name(&text);
                    } else {
                        remark.at = text.trim().parse().map(moment).unwrap_or_default();
                    }
                }
            }
            _ => {}
        }
    }

    /// A font or a style is complete.
    fn define(&mut self, into: Into) {
        let text = std::mem::take(&mut self.buffer);
        let text = name(text.trim_end_matches(';'));
        let Some(number) = self.defined.take() else { return };
        if into == Into::Fonts {
            self.fonts.insert(number, Font { charset: self.charset_given.take(), name: text });
        } else {
            self.styles.insert(number, text);
        }
    }

    fn charset(&self) -> Charset {
        if self.now.into == Into::Fonts {
            return self.charset_given.filter(|charset| *charset != Charset::Symbol).unwrap_or(self.page);
        }
        if self.now.into != Into::Text {
            return self.page;
        }
        self.fonts.get(&self.now.font).and_then(|font| font.charset).unwrap_or(self.page)
    }

    fn byte(&mut self, byte: u8) {
        self.half = None;
        if self.now.into != Into::Nowhere {
            self.bytes.push(byte);
        }
    }

    /// Decodes what has come.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.fonts.get(&self.now.font).map(|font| font.name.clone()).unwrap_or_default();
        let text = charset::decode(self.charset(), &bytes, |byte| symbol::character(&font, u32::from(byte)));
        self.put(&text);
    }

    /// Text, wherever it goes.
    fn put(&mut self, text: &str) {
        self.flush();
        match self.now.into {
            Into::Nowhere | Into::Info => {}
            Into::Text if self.now.hidden || self.now.deleted => {}
            Into::Text => {
                if !self.now.in_table {
                    self.leave_table();
                }
                self.flow().text(text);
            }
            into => {
                if self.buffer.len() < 100 * NAME {
                    self.buffer += text;
                }
                // Fonts without groups of their own end with a semicolon.
                if matches!(into, Into::Fonts | Into::Styles) && text.ends_with(';') {
                    self.define(into);
                }
            }
        }
    }

    /// A row that never ended does so where text outside of the table begins.
    fn leave_table(&mut self) {
        if self.flow().has_table() && self.flow().so_far().is_empty() {
            self.flow().close_table();
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.now.unicode_skip;
        // Numbers above 32,767 are written as negative ones.
        let unit = (number & 0xFFFF) as u16;
        let units = match self.half.take() {
            Some(first) => vec![first, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.half = Some(unit);
                return;
            }
            None => vec![unit],
        };
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            let c = if symbol::is_private(c) {
                let font = self.fonts.get(&self.now.font).map(|font| font.name.clone()).unwrap_or_default();
                symbol::character(&font, u32::from(c))
            } else {
                c
            };
            self.put(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => {
                self.flush();
                self.starred = true;
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.put("\u{a0}"),
            b'_' => self.put("-"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.now.into != Into::Text || self.now.deleted {
            return;
        }
        if self.now.in_table {
            self.flow().in_cell();
        } else if self.flow().has_table() {
            self.flow().close_table();
        }
        let style = self.styles.get(&self.now.style).cloned().unwrap_or_default();
        self.flow().end_paragraph(&style);
    }

    fn word(&mut self, word: &str, number: Option<i32>, starred: bool) {
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
                self.read.hidden += usize::from(on && !self.now.hidden && self.now.into == Into::Text);
                self.now.hidden = on;
            }
            ("deleted", _) => {
                self.read.changes += usize::from(on && !self.now.deleted);
                self.now.deleted = on;
            }
            ("revised", _) => self.read.changes += usize::from(on),
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
                let author = if self.author.is_empty() { self.initials.clone() } else { std::mem::take(&mut self.author) };
                let id = format!("\0{}", self.read.remarks.len());
                self.begin_level(For::Comment { id, remark: Remark { author, ..Remark::default() } });
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
                self.read.lists += 1;
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
fn moment(packed: i64) -> String {
    let bits = |from: u32, count: u32| (packed >> from) & ((1 << count) - 1);
    let (minute, hour, day, month, year) = (bits(0, 6), bits(6, 5), bits(11, 5), bits(16, 4), bits(20, 9) + 1900);
    if !(1..=12).contains(&month) || day == 0 || hour > 23 || minute > 59 {
        return String::new();
    }
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
}
