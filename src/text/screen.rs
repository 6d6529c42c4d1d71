//! What may be shown on a terminal: control characters and escape sequences of any file as symbols, never as commands.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a tab is shown as in [`visible_lines`].
const TAB: &str = "    ";

/// `text` on one line: control characters as symbols (newline ␊, tab ␉, escape ␛, …), the C1 controls, line separators and
/// marks of direction, which could reorder what is read, as `⟦U+202E⟧`.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_| None)
}

/// [`visible`], but newlines are kept and a tab becomes four spaces.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |c| match c {
        '\n' => Some("\n"),
        '\t' => Some(TAB),
        _ => None,
    })
}

/// The cells that `text` takes on a terminal: the sum over its grapheme clusters, as the screen places them.
///
/// Meant for text that [`visible`] has made safe.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Whether a character of `text` is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and the scripts of
/// their blocks (Unicode's bidirectional classes R and AL, by block).
pub fn has_right_to_left(text: &str) -> bool {
    let is = |c: char| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}')
    };
    !text.is_ascii() && text.contains(is)
}

fn shown(text: &str, kept: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if let Some(instead) = kept(c) {
            shown.push_str(instead);
        } else if !is_unsafe(c) {
            shown.push(c);
        } else {
            match c {
                // The block of control pictures follows the order of the controls.
                '\0'..='\x1F' => shown.extend(char::from_u32(0x2400 + c as u32)),
                '\x7F' => shown.push('␡'),
                // Writing to a string can't fail.
                _ => _ = write!(shown, "⟦U+{:04X}⟧", c as u32),
            }
        }
    }
    Cow::Owned(shown)
}

/// Controls (C0, DEL, C1), line and paragraph separators, marks of direction, interlinear annotation.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_are_symbols() {
        assert_eq!(visible("\x1b[31mred\x07\x7f\0"), "␛[31mred␇␡␀");
        assert_eq!(visible("a\u{9b}2Jb"), "a⟦U+009B⟧2Jb");
        assert_eq!(visible("\u{202E}evil\u{2066}"), "⟦U+202E⟧evil⟦U+2066⟧");
        assert_eq!(visible("a\n\tb\r"), "a␊␉b␍");
        assert_eq!(visible_lines("a\n\tb\r"), "a\n    b␍");
        assert!(matches!(visible("fine – 👩‍👧 اردو"), Cow::Borrowed(_)));
    }

    #[test]
    fn widths_are_of_what_is_seen() {
        assert_eq!(width("plain"), 5);
        assert_eq!(width("학교"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩‍👩‍👧"), 2);
        assert_eq!(width(""), 0);
        assert_eq!(width("\u{1112}\u{1161}\u{11AB}"), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn nothing_unsafe_gets_through(text in proptest::collection::vec(any::<char>(), 0..40), low in "[\\x00-\\x9f]{0,20}") {
            let text: String = text.into_iter().collect::<String>() + &low;
            prop_assert!(!visible(&text).contains(is_unsafe));
            let lines = visible_lines(&text);
            prop_assert!(!lines.contains(|c| is_unsafe(c) && c != '\n'));
            prop_assert_eq!(lines.matches('\n').count(), text.matches('\n').count());
            let line = visible(&text);
            prop_assert_eq!(visible(&line), line.as_ref());
        }
    }
}
