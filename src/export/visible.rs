//! Makes control characters visible, so that no text of a study can steer a terminal or turn a line around.

use std::borrow::Cow;

/// Whether a character must not reach a screen: controls, line and paragraph separators, and the marks and isolates
/// that change the direction of what follows.
fn hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}')
}

/// The text on one line with symbols in place of such characters: `⏎` for a line end, a control picture for another
/// control, `�` for the rest.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(hidden) {
        return text.into();
    }
    let symbol = |char: char| match char {
        '\n' | '\u{2028}' | '\u{2029}' => '⏎',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or('�'),
        '\u{7f}' => '␡',
        _ if hidden(char) => '�',
        _ => char,
    };
    text.replace("\r\n", "\n").chars().map(symbol).collect::<String>().into()
}
