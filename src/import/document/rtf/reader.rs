//! The reader: a list of open groups with what holds in each, and the text that comes of it.

mod characters;
mod control;

use std::collections::HashMap;

use super::charset::Charset;
use super::lexer::{Lexer, Token};
use crate::import::document::Refused;
use crate::import::document::flow::{Flow, Mark, Remark};
use crate::import::document::limits::{GROUPS, name};
use crate::import::document::seen::Seen;

/// What was read.
#[derive(Default)]
pub struct Read {
    /// The text.
    pub body: Flow,
    /// Page heads and feet, text boxes, what the document says of itself.
    pub margin: Vec<(String, String)>,
    /// Comments by their ids.
    pub remarks: Vec<(String, Remark)>,
    /// What has to be said.
    pub seen: Seen,
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
    FieldCode,
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
    /// The field just named is a page's number.
    page_number: bool,
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
            page_number: false,
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
            For::Margin(place) => {
                self.read.seen.boxes += usize::from(place == "text box" && !text.is_empty());
                self.read.margin.push((place.to_owned(), text));
            }
            For::Note(kind) if seen && !text.is_empty() => {
                self.read.seen.notes += 1;
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
            Into::FieldCode => {
                let word = text.split_whitespace().next().unwrap_or_default();
                self.page_number = matches!(word, "PAGE" | "NUMPAGES" | "SECTIONPAGES");
            }
            Into::Initials => self.initials = name(&text),
            Into::Author => self.author = name(&text),
            Into::RangeStart => self.flow().mark(Mark::Start(name(&text))),
            Into::RangeEnd => self.flow().mark(Mark::End(name(&text))),
            Into::Moment | Into::Reference => {
                if let Some(Level { used_for: For::Comment { id, remark }, .. }) = self.levels.last_mut() {
                    if into == Into::Reference {
                        *id = name(&text);
                    } else {
                        remark.at = text.trim().parse().map(control::moment).unwrap_or_default();
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

    /// A row that never ended does so where text outside of the table begins.
    fn leave_table(&mut self) {
        if self.flow().has_table() && self.flow().so_far().is_empty() {
            self.flow().close_table();
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
}
