//! Fonts: what letters the codes of a text are, and how wide.

use std::collections::HashMap;

use encoding_rs::{MACINTOSH, UTF_16BE, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};

use super::cmap::Codes;
use super::{get, number};
use crate::import::document::limits::CODES;

/// One font.
pub struct Font {
    to_unicode: Codes,
    kind: Kind,
    /// Widths by code, in thousandths of the size.
    widths: HashMap<u32, f32>,
    default_width: f32,
    /// What the widths are multiplied with.
    scale: f32,
}

enum Kind {
    /// One byte a letter, with these letters.
    Simple(Vec<Option<String>>),
    /// Two bytes a letter, which are the letter itself (UTF-16).
    Unicode,
    /// Two bytes a letter, which only the font understands.
    Composite,
}

/// A letter of a text.
pub struct Letter {
    /// What it is; `None`: the file does not say.
    pub text: Option<String>,
    /// Its width in thousandths of the font's size.
    pub width: f32,
    /// Whether it is the space of one byte, which word spacing widens.
    pub space: bool,
}

impl Font {
    /// Reads a font; `budget` is how many bytes its table may unpack to.
    pub fn read(document: &Document, font: &Dictionary, budget: usize) -> Self {
        let name = |key: &[u8]| get(document, font, key).and_then(|object| object.as_name().ok()).unwrap_or_default();
        let to_unicode = get(document, font, b"ToUnicode")
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| stream.get_plain_content_with_limit(budget.min(4 << 20)).ok())
            .map(|bytes| Codes::read(&bytes))
            .unwrap_or_default();
        if name(b"Subtype") == b"Type0" {
            return Self::composite(document, font, to_unicode);
        }
        let mut widths = HashMap::new();
        let first = get(document, font, b"FirstChar").and_then(number).unwrap_or(0.0).clamp(0.0, 255.0) as u32;
        if let Some(list) = get(document, font, b"Widths").and_then(|object| object.as_array().ok()) {
            for (code, width) in (first..=255).zip(list) {
                if let Some(width) = document.dereference(width).ok().and_then(|(_, width)| number(width)) {
                    widths.insert(code, width);
                }
            }
        }
        let base = name(b"BaseFont");
        let has = |part: &[u8]| base.windows(part.len()).any(|window| window == part);
        let default_width = if has(b"Courier") { 600.0 } else { 500.0 };
        let scale = get(document, font, b"FontMatrix")
            .and_then(|object| object.as_array().ok())
            .and_then(|matrix| matrix.first().and_then(number))
            .filter(|_| name(b"Subtype") == b"Type3")
            .map_or(1.0, |scale| scale * 1000.0);
        let letters = simple(document, font, name(b"Subtype") == b"TrueType");
        Self { to_unicode, kind: Kind::Simple(letters), widths, default_width, scale }
    }

    fn composite(document: &Document, font: &Dictionary, to_unicode: Codes) -> Self {
        let mut widths = HashMap::new();
        let mut default_width = 1000.0;
        let descendant = get(document, font, b"DescendantFonts")
            .and_then(|object| object.as_array().ok())
            .and_then(|list| document.dereference(list.first()?).ok())
            .and_then(|(_, object)| object.as_dict().ok());
        if let Some(descendant) = descendant {
            default_width = get(document, descendant, b"DW").and_then(number).unwrap_or(1000.0);
            if let Some(list) = get(document, descendant, b"W").and_then(|object| object.as_array().ok()) {
                composite_widths(document, list, &mut widths);
            }
        }
        let encoding = get(document, font, b"Encoding").and_then(|object| object.as_name().ok()).unwrap_or_default();
        let unicode = encoding.starts_with(b"Uni") && (encoding.ends_with(b"UCS2-H") || encoding.ends_with(b"UTF16-H"));
        let kind = if unicode { Kind::Unicode } else { Kind::Composite };
        Self { to_unicode, kind, widths, default_width, scale: 1.0 }
    }

    /// The letters of a text.
    pub fn letters(&self, bytes: &[u8]) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = match self.kind {
                Kind::Simple(_) => 1,
                Kind::Unicode => 2,
                Kind::Composite => self.to_unicode.length(rest).unwrap_or(2),
            };
            let (code_bytes, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            let code = code_bytes.iter().fold(0_u32, |code, byte| (code << 8) | u32::from(*byte));
            let known = self.to_unicode.letters(code_bytes.len(), code);
            let text = known.or_else(|| match &self.kind {
                Kind::Simple(letters) => letters.get(code as usize).cloned().flatten(),
                Kind::Unicode => Some(UTF_16BE.decode_without_bom_handling(code_bytes).0.into_owned()),
                Kind::Composite => None,
            });
            let width = self.widths.get(&code).copied().unwrap_or(self.default_width) * self.scale;
            letters.push(Letter { text, width, space: code_bytes == b" " });
        }
        letters
    }

    /// Whether nothing says what its codes mean.
    pub fn is_mute(&self) -> bool {
        matches!(self.kind, Kind::Composite) && self.to_unicode.is_empty()
    }
}

/// `c [w1 w2 …]` gives widths from code c on, `first last w` one width to a range.
fn composite_widths(document: &Document, list: &[Object], widths: &mut HashMap<u32, f32>) {
    let value = |object: Option<&Object>| {
        object.and_then(|object| document.dereference(object).ok()).map(|(_, object)| object.clone())
    };
    let mut at = 0;
    while at + 1 < list.len() && widths.len() < CODES {
        let Some(first) = value(list.get(at)).as_ref().and_then(number) else { return };
        let first = first.clamp(0.0, 65_535.0) as u32;
        match value(list.get(at + 1)) {
            Some(Object::Array(each)) => {
                for (code, width) in (first..=65_535).zip(&each) {
                    if let Some(width) = number(width) {
                        widths.insert(code, width);
                    }
                }
                at += 2;
            }
            Some(last) => {
                let (Some(last), Some(width)) = (number(&last), value(list.get(at + 2)).as_ref().and_then(number))
                else {
                    return;
                };
                for code in first..=(last.clamp(0.0, 65_535.0) as u32) {
                    widths.insert(code, width);
                }
                at += 3;
            }
            None => return,
        }
    }
}

/// The letters of a font of one byte a letter: its base encoding with its differences.
fn simple(document: &Document, font: &Dictionary, true_type: bool) -> Vec<Option<String>> {
    let encoding = get(document, font, b"Encoding");
    let base = match encoding {
        Some(Object::Name(name)) => Some(name.as_slice()),
        Some(Object::Dictionary(dictionary)) => dictionary.get(b"BaseEncoding").and_then(Object::as_name).ok(),
        _ => None,
    };
    let standard = Named::default();
    let mut letters: Vec<Option<String>> = (0..=255_u8)
        .map(|code| {
            let one = |encoding: &'static encoding_rs::Encoding| {
                let byte = [code];
                let (text, wrong) = encoding.decode_without_bom_handling(&byte);
                (!wrong && code >= 0x20).then(|| text.into_owned())
            };
            match base {
                Some(b"WinAnsiEncoding") => one(WINDOWS_1252),
                Some(b"MacRomanEncoding") => one(MACINTOSH),
                None if true_type => one(WINDOWS_1252),
                _ => standard.standard(code),
            }
        })
        .collect();
    if let Some(Object::Dictionary(dictionary)) = encoding {
        let differences = get(document, dictionary, b"Differences").and_then(|object| object.as_array().ok());
        let mut names = Named::default();
        let mut code = 0_usize;
        for entry in differences.into_iter().flatten().take(1_000) {
            match entry {
                Object::Name(name) => {
                    if let Some(letter) = letters.get_mut(code) {
                        *letter = names.letter(name);
                    }
                    code = code.saturating_add(1);
                }
                entry => code = number(entry).unwrap_or(0.0).clamp(0.0, 256.0) as usize,
            }
        }
    }
    letters
}

/// The letters that glyphs are named after, as the crate knows them.
#[derive(Default)]
struct Named {
    empty: Document,
    known: HashMap<Vec<u8>, Option<String>>,
}

impl Named {
    fn standard(&self, code: u8) -> Option<String> {
        let font = Dictionary::from_iter([("Type", Object::Name(b"Font".to_vec()))]);
        let text = font.get_font_encoding(&self.empty).ok()?.bytes_to_string(&[code]).ok()?;
        Some(text).filter(|text| !text.is_empty())
    }

    fn letter(&mut self, name: &[u8]) -> Option<String> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let letter = self.look_up(name);
        self.known.insert(name.to_vec(), letter.clone());
        letter
    }

    fn look_up(&self, name: &[u8]) -> Option<String> {
        // `a.sc`, `one.oldstyle`: the letter in another form; `f_i`: letters in one.
        let name = name.split(|byte| *byte == b'.').next()?;
        if name.is_empty() || name == b"notdef" {
            return None;
        }
        if name.contains(&b'_') {
            return name.split(|byte| *byte == b'_').map(|part| self.look_up(part)).collect();
        }
        let hex =
            |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().and_then(char::from_u32);
        if let Some(digits) = name.strip_prefix(b"uni").filter(|digits| digits.len() == 4) {
            return hex(digits).map(String::from);
        }
        if let Some(c) = name.strip_prefix(b"u").filter(|digits| (4..=6).contains(&digits.len())).and_then(hex) {
            return Some(c.into());
        }
        let list = vec![Object::Integer(65), Object::Name(name.to_vec())];
        let encoding =
            Dictionary::from_iter([("Type", Object::Name(b"Encoding".to_vec())), ("Differences", Object::Array(list))]);
        let font = Dictionary::from_iter([
            ("Type", Object::Name(b"Font".to_vec())),
            ("Encoding", Object::Dictionary(encoding)),
        ]);
        let text = font.get_font_encoding(&self.empty).ok()?.bytes_to_string(b"A").ok()?;
        // Of a name that it does not know the crate makes the code itself.
        Some(text).filter(|text| !text.is_empty() && (text != "A" || name == b"A"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_named_after_letters() {
        let mut named = Named::default();
        for (name, letter) in [
            ("A", "A"),
            ("eacute", "é"),
            ("quoteright", "’"),
            ("uni2014", "—"),
            ("f_i", "fi"),
            ("a.sc", "a"),
            ("u1F60A", "😊"),
        ] {
            assert_eq!(named.letter(name.as_bytes()).as_deref(), Some(letter), "{name}");
        }
        assert_eq!(named.letter(b".notdef"), None);
        assert_eq!(named.letter(b"g123"), None);
        assert_eq!(named.standard(0x27).as_deref(), Some("’"));
        assert_eq!(named.standard(0xAE).as_deref(), Some("ﬁ"));
    }
}
