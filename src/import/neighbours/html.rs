//! The text of an HTML document as Taguette counts it: the bytes (UTF-8) of all text between tags, one after the other.

/// The text with paragraphs apart, and where each byte of the text between tags stands in it.
pub struct Text {
    /// The text; blocks are separated by empty lines.
    pub body: String,
    /// By byte of the text between tags: the code point of the body.
    places: Vec<u32>,
    chars: u32,
}

impl Text {
    /// Where a stretch of bytes stands in the body (code points); `None` if it reaches outside.
    pub fn span(&self, start: i64, end: i64) -> Option<(u32, u32)> {
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let first = *self.places.get(start)?;
        // The end follows the last character, before anything that was put in after it.
        let last = *self.places.get(end.checked_sub(1)?)?;
        (start < end).then_some((first, last + 1))
    }

    fn put(&mut self, char: char) {
        self.places.resize(self.places.len() + char.len_utf8(), self.chars);
        self.body.push(char);
        self.chars += 1;
    }

    /// Ends a line, twice for a block, unless that was done.
    fn part(&mut self, breaks: usize) {
        if self.body.trim().is_empty() {
            return;
        }
        let there = self.body.len() - self.body.trim_end_matches('\n').len();
        for _ in there..breaks {
            self.body.push('\n');
            self.chars += 1;
        }
    }
}

const BLOCKS: [&str; 20] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "dl",
    "dd",
    "dt",
];

/// Reads a document.
pub fn text(html: &str) -> Text {
    let mut text = Text { body: String::new(), places: Vec::new(), chars: 0 };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        take(&mut text, &rest[..at]);
        let tag = &rest[at..];
        let end = if tag.starts_with("<!--") { tag.find("-->").map(|end| end + 3) } else { end_of_tag(tag) };
        let Some(end) = end else {
            take(&mut text, tag);
            return text;
        };
        let name: String = tag[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            text.part(2);
        } else if name == "br" {
            text.part(1);
        }
        rest = &tag[end..];
    }
    take(&mut text, rest);
    text
}

/// Where a tag ends; a `>` in quotes does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, char) in tag.char_indices() {
        match (quote, char) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), char) if open == char => quote = None,
            _ => {}
        }
    }
    None
}

fn take(text: &mut Text, mut raw: &str) {
    while let Some(char) = raw.chars().next() {
        let (char, length) = if char == '&' { reference(raw) } else { (char, char.len_utf8()) };
        text.put(char);
        raw = raw.get(length..).unwrap_or_default();
    }
}

/// A character reference, and its length in bytes; an `&` that begins none is itself.
fn reference(raw: &str) -> (char, usize) {
    let Some(end) = raw.get(..raw.len().min(12)).and_then(|head| head.find(';')) else { return ('&', 1) };
    let name = &raw[1..end];
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let char = number.and_then(char::from_u32).or(match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    });
    char.map_or(('&', 1), |char| (char, end + 1))
}
