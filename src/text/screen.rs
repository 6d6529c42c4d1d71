//! Text as it may be shown on a terminal: what would steer the terminal is shown as a symbol, never sent.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether a character could steer a terminal or turn the reading direction.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The symbol that stands for a character that steers.
fn symbol(c: char) -> char {
    match c {
        '\n' => '⏎',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('�'),
        '\u{7f}' => '␡',
        _ => '�',
    }
}

/// One line: control characters, escape sequences and marks of direction as symbols, a line feed as ⏎, a tab as ␉.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, false)
}

/// Several lines: as [`visible`], but line feeds stay and a tab is four blanks.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, true)
}

fn shown(text: &str, lines: bool) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' if lines => out.push('\n'),
            '\t' if lines => out.push_str("    "),
            c if steers(c) => out.push(symbol(c)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Columns that a text takes on a terminal, grapheme by grapheme: the one function for wrapping, cursor and marks.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    text.graphemes(true).map(|grapheme| grapheme.width().min(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_is_sent() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}\u{9b}2J\u{202e}c\nd"), "a␛[31mb␇�2J�c⏎d");
        assert_eq!(visible_lines("a\n\tb\r"), "a\n    b␍");
        assert!(matches!(visible("plain – text"), Cow::Borrowed(_)));
        for c in (0..0x300).filter_map(char::from_u32) {
            assert!(!visible(&c.to_string()).chars().any(char::is_control), "{c:?}");
        }
    }

    #[test]
    fn width_goes_by_grapheme() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("한국"), 4);
        assert_eq!(width("👩‍👧"), 2);
    }
}
