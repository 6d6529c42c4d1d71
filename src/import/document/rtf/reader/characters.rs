//! Characters: bytes in the code page of a font, numbers of Unicode, and signs with a name of their own.

use super::super::charset::{self, Charset};
use super::{Into, Reader};
use crate::import::document::limits::NAME;
use crate::import::document::symbol;

impl Reader {
    pub(super) fn charset(&self) -> Charset {
        if self.now.into == Into::Fonts {
            return self.charset_given.filter(|charset| *charset != Charset::Symbol).unwrap_or(self.page);
        }
        if self.now.into != Into::Text {
            return self.page;
        }
        self.fonts.get(&self.now.font).and_then(|font| font.charset).unwrap_or(self.page)
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.half = None;
        if self.now.into != Into::Nowhere {
            self.bytes.push(byte);
        }
    }

    /// Decodes what has come.
    pub(super) fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.fonts.get(&self.now.font).map(|font| font.name.clone()).unwrap_or_default();
        let text = charset::decode(self.charset(), &bytes, |byte| symbol::character(&font, u32::from(byte)));
        self.put(&text);
    }

    /// Text, wherever it goes.
    pub(super) fn put(&mut self, text: &str) {
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

    pub(super) fn unicode(&mut self, number: i32) {
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

    pub(super) fn symbol(&mut self, symbol: u8) {
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
}
