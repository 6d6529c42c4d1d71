//! A transcript's file with another body: byte order mark, front matter and line ends stay as they are.

use std::path::Path;

use super::front_matter::split;
use super::source::unix_lines;
use super::transcripts::decode_transcript;
use crate::journal::Patch;

/// Why a body cannot stand in its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BodyRefused {
    /// The file is no transcript that can be read.
    #[error("the file cannot be read as a transcript")]
    Unreadable,
    /// It would be read back as something else: it opens with an empty line after front matter, with `---`, or with a byte
    /// order mark; or it holds a zero byte.
    #[error(
        "the text would not be read back as it is: it begins with an empty line or with `---`, or holds a zero byte"
    )]
    NotItself,
}

/// The text of a whole file in which `body` (line ends as LF) takes the place of the old body. What `body` leaves as it was
/// stays byte by byte; new lines end as the file's own do.
///
/// # Errors
/// If the file would not be read back as front matter and `body`.
pub fn with_body(text: &str, body: &str) -> Result<String, BodyRefused> {
    let read = |text: &str| decode_transcript(Path::new(""), text.as_bytes().to_vec());
    let old = read(text).map_err(|_| BodyRefused::Unreadable)?;
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - bare.len();
    // A head that reads like front matter and is none is text.
    let starts = [split(bare).map(|split| split.body), Some(0)];
    let fits = |start: &usize| bare.get(*start..).is_some_and(|raw| unix_lines(raw.to_owned()) == old.body);
    let start = starts.into_iter().flatten().find(fits).ok_or(BodyRefused::Unreadable)?;
    let (head, raw) = text.split_at(mark + start);
    let newline = match raw.find(['\r', '\n']).or_else(|| head.find(['\r', '\n'])) {
        None => "\n",
        Some(_) if raw.contains("\r\n") || (!raw.contains(['\r', '\n']) && head.contains("\r\n")) => "\r\n",
        Some(_) if raw.contains('\r') && !raw.contains('\n') => "\r",
        Some(_) => "\n",
    };
    let bytes = places(raw);
    let byte = |position: u32| bytes.get(position as usize).copied().unwrap_or(raw.len());
    let mut new = head.to_owned();
    let mut done = 0;
    for edit in &Patch::between(&old.body, body).0 {
        let (from, to) = (byte(edit.span.start), byte(edit.span.end));
        new.push_str(raw.get(done..from).unwrap_or_default());
        new.push_str(&edit.new.replace('\n', newline));
        done = to;
    }
    new.push_str(raw.get(done..).unwrap_or_default());
    match read(&new) {
        Ok(now) if now.body == body && now.front == old.front => Ok(new),
        _ => Err(BodyRefused::NotItself),
    }
}

/// The byte at which each code point of the text with LF line ends begins in the text as it is.
fn places(raw: &str) -> Vec<usize> {
    let mut after_return = false;
    let mut bytes = Vec::with_capacity(raw.len());
    for (byte, c) in raw.char_indices() {
        // The LF of a CRLF is one line end with it.
        if !(after_return && c == '\n') {
            bytes.push(byte);
        }
        after_return = c == '\r';
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_but_what_was_edited_stays_byte_by_byte() {
        for (file, body, wanted) in [
            ("A: hi there\n", "A: hello there\n", "A: hello there\n"),
            ("\u{feff}A: hi\r\nB: ho\r\n", "A: hi\nB: hey\nC: so\n", "\u{feff}A: hi\r\nB: hey\r\nC: so\r\n"),
            ("---\ndate: x # why\n---\n\n\nA: hi\n", "A: ho\n", "---\ndate: x # why\n---\n\n\nA: ho\n"),
            ("---\r\ndate: x\r\n---\r\nA", "A\nB", "---\r\ndate: x\r\n---\r\nA\r\nB"),
            // Mixed line ends stay mixed.
            ("a\r\nb\nc\rd", "a\nb\nc!\rd".replace('\r', "\n").as_str(), "a\r\nb\nc!\rd"),
            ("a\rb", "a\nb\nc", "a\rb\rc"),
            // No mapping, so no front matter.
            ("---\njust text\n---\nA", "---\njust text\n---\nB", "---\njust text\n---\nB"),
        ] {
            assert_eq!(with_body(file, body).as_deref(), Ok(wanted), "{file:?}");
        }
    }

    #[test]
    fn a_body_that_would_be_read_as_something_else_is_refused() {
        for (file, body) in
            [("---\ndate: x\n---\nA", "\nA"), ("A", "---\ndate: x\n---\nA"), ("A", "\u{feff}A"), ("A", "A\0B")]
        {
            assert_eq!(with_body(file, body), Err(BodyRefused::NotItself), "{file:?}");
        }
        assert_eq!(with_body("a\0", "b"), Err(BodyRefused::Unreadable));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn the_body_is_read_back_and_the_way_back_is_byte_identical(
            head in prop_oneof![Just(""), Just("\u{feff}"), Just("---\ndate: x\n---\n\n"), Just("---\r\na: b\r\n---\r\n")],
            old in "[ab é.]([ab é.\n]|\r\n){0,30}", new in "[ab é.][ab é.\n]{0,30}"
        ) {
            let file = format!("{head}{old}");
            let edited = with_body(&file, &new).unwrap();
            prop_assert!(edited.starts_with(head));
            let read = decode_transcript(Path::new(""), edited.clone().into_bytes()).unwrap();
            prop_assert_eq!(&read.body, &new);
            // The journal's patch takes it back to the byte.
            let patch = Patch::between(&file, &edited);
            prop_assert_eq!(patch.inverse().apply(&edited), Ok(file));
        }
    }
}
