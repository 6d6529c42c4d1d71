//! The body of a transcript, and the only place that converts between bytes, code points, UTF-16 units and lines.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Span;

/// The first 64 bits of a body's SHA-256, written as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextHash(pub u64);

impl TextHash {
    /// The hash of `text` as it stands.
    pub fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        Self(digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte)))
    }

    /// Reads 16 hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Self> {
        (digits.len() == 16).then(|| u64::from_str_radix(digits, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextHash({self})")
    }
}

impl Serialize for TextHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&digits).ok_or_else(|| serde::de::Error::custom("expected 16 hexadecimal digits"))
    }
}

/// Code points between two kept byte offsets.
const STRIDE: u32 = 128;

/// The text of a transcript, verbatim, with the means to count in it by code points.
#[derive(Clone, Debug)]
pub struct Body {
    text: String,
    hash: TextHash,
    chars: u32,
    /// Byte offset of every [`STRIDE`]th code point; empty where all is ASCII and the two agree.
    marks: Vec<u32>,
}

impl Body {
    /// Takes `text` as it stands (BOM and line ends are the loader's concern).
    pub fn new(text: String) -> Self {
        let hash = TextHash::of(&text);
        Self::with_hash(text, hash)
    }

    /// Takes `text` whose hash is known already.
    pub fn with_hash(text: String, hash: TextHash) -> Self {
        let mut marks = Vec::new();
        let chars = if text.is_ascii() {
            text.len() as u32
        } else {
            let mut chars = 0;
            for (byte, _) in text.char_indices() {
                if chars % STRIDE == 0 {
                    marks.push(byte as u32);
                }
                chars += 1;
            }
            chars
        };
        Self { text, hash, chars, marks }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first 16 hexadecimal digits of the text's SHA-256.
    pub fn hash(&self) -> TextHash {
        self.hash
    }

    /// Length in code points.
    pub fn chars(&self) -> u32 {
        self.chars
    }

    /// The span of the whole body.
    pub fn span(&self) -> Span {
        Span::new(0, self.chars)
    }

    /// Byte offset of the code point at `position`; the length in bytes for every position at or past the end.
    pub fn byte(&self, position: u32) -> usize {
        if position >= self.chars {
            return self.text.len();
        }
        if self.marks.is_empty() {
            return position as usize;
        }
        let mark = self.marks[(position / STRIDE) as usize] as usize;
        let rest = (position % STRIDE) as usize;
        self.text[mark..].char_indices().nth(rest).map_or(self.text.len(), |(byte, _)| mark + byte)
    }

    /// Code point at byte offset `byte`: the number of code points that start before it.
    pub fn position(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte as u32;
        }
        let block = self.marks.partition_point(|mark| (*mark as usize) <= byte).saturating_sub(1);
        let mark = self.marks[block] as usize;
        let inside = self.text.as_bytes()[mark..byte].iter().filter(|byte| (**byte as i8) >= -0x40).count();
        block as u32 * STRIDE + inside as u32
    }

    /// The span of the bytes `range`.
    pub fn span_of_bytes(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.position(range.start), self.position(range.end))
    }

    /// The bytes of `span`; positions past the end are the end.
    pub fn bytes(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    /// The characters of `span`; `None` if it is reversed or reaches past the end.
    pub fn slice(&self, span: Span) -> Option<&str> {
        (span.start <= span.end && span.end <= self.chars).then(|| &self.text[self.bytes(span)])
    }

    /// Up to `count` code points before `position`.
    pub fn before(&self, position: u32, count: u32) -> &str {
        let position = position.min(self.chars);
        &self.text[self.bytes(Span::new(position.saturating_sub(count), position))]
    }

    /// Up to `count` code points from `position` on.
    pub fn after(&self, position: u32, count: u32) -> &str {
        &self.text[self.bytes(Span::new(position, position.saturating_add(count).min(self.chars.max(position))))]
    }

    /// UTF-16 units before `position`.
    pub fn utf16(&self, position: u32) -> u32 {
        self.text[..self.byte(position)].encode_utf16().count() as u32
    }

    /// Line and column (both from 1, columns in code points) of `position`.
    pub fn line_column(&self, position: u32) -> (u32, u32) {
        let head = &self.text[..self.byte(position)];
        let line = head.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
        let last = head.rfind('\n').map_or(0, |at| at + 1);
        (line, head[last..].chars().count() as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hash_is_the_head_of_sha256() {
        assert_eq!(TextHash::of("abc").to_string(), "ba7816bf8f01cfea");
        assert_eq!(TextHash::parse("ba7816bf8f01cfea"), Some(TextHash::of("abc")));
        assert_eq!(TextHash::parse("xyz"), None);
    }

    #[test]
    fn lines_and_utf16() {
        let body = Body::new("a😀b\ncé".into());
        assert_eq!(body.line_column(4), (2, 1));
        assert_eq!(body.line_column(5), (2, 2));
        assert_eq!(body.utf16(2), 3);
        assert_eq!(body.slice(Span::new(1, 3)), Some("😀b"));
        assert_eq!(body.slice(Span::new(3, 1)), None);
        assert_eq!(body.slice(Span::new(0, 99)), None);
        assert_eq!(body.after(99, 3), "");
    }

    proptest! {
        #[test]
        fn positions_and_bytes_invert(text in "[a-zé😀\n]{0,400}") {
            let body = Body::new(text.clone());
            prop_assert_eq!(body.chars() as usize, text.chars().count());
            for (position, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(body.byte(position as u32), byte);
                prop_assert_eq!(body.position(byte), position as u32);
            }
            prop_assert_eq!(body.byte(body.chars()), text.len());
        }
    }
}
