//! A key as a terminal tells it, and as a person writes it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key as it is received: the character, never the place on the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// Keys that type no character, by name.
const NAMES: &[(&str, KeyCode)] = &[
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Insert", KeyCode::Insert),
    ("Delete", KeyCode::Delete),
    ("Backspace", KeyCode::Backspace),
    ("Space", KeyCode::Char(' ')),
];

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let held = |modifier| event.modifiers.contains(modifier);
        Self::of(event.code, held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), held(KeyModifiers::SHIFT))
    }
}

impl Key {
    fn of(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            KeyCode::Char(c) if ctrl => Self { code: KeyCode::Char(c.to_ascii_lowercase()), ctrl, alt, shift: false },
            // What counts is the character, not how it is typed.
            KeyCode::Char(_) => Self { code, ctrl, alt, shift: false },
            KeyCode::BackTab => Self { code, ctrl, alt, shift: false },
            KeyCode::Tab if shift => Self { code: KeyCode::BackTab, ctrl, alt, shift: false },
            code => Self { code, ctrl, alt, shift },
        }
    }

    /// Reads `Ctrl+z`, `Alt+x`, `Shift+Left`, `PageUp`, `Space`, `x`, `ü`. Names and modifiers ignore case.
    pub fn parse(name: &str) -> Option<Self> {
        let (mut ctrl, mut alt, mut shift, mut rest) = (false, false, false, name);
        while let Some((modifier, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return None,
            }
            rest = after;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if shift => KeyCode::Char(c.to_uppercase().next().unwrap_or(c)),
            (Some(c), None) if !c.is_control() => KeyCode::Char(c),
            (Some('f' | 'F'), Some('1'..='9')) => {
                KeyCode::F(rest.get(1..)?.parse().ok().filter(|number| *number <= 24)?)
            }
            _ => NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(rest))?.1,
        };
        Some(Self::of(code, ctrl, alt, shift))
    }

    /// The key without modifiers.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Whether it is a key that a person presses by its name: no modifier alone, no button for sound.
    pub fn is_named(self) -> bool {
        matches!(self.code, KeyCode::Char(_) | KeyCode::F(_)) || NAMES.iter().any(|(_, code)| *code == self.code)
    }

    /// Whether Ctrl is held.
    pub fn ctrl(self) -> bool {
        self.ctrl
    }

    /// The key without Alt, if that is held.
    pub fn without_alt(self) -> Option<Self> {
        self.alt.then_some(Self { alt: false, ..self })
    }

    /// Whether it does the same on every keyboard and in every program: an arrow, Enter, Esc.
    pub fn fixed(self) -> bool {
        use KeyCode::{Down, Enter, Esc, Left, Right, Up};
        !self.ctrl && !self.alt && !self.shift && matches!(self.code, Left | Right | Up | Down | Enter | Esc)
    }

    /// Whether a line of text that is being typed takes it.
    pub fn edits(self) -> bool {
        match self.code {
            KeyCode::Char(c) => !self.ctrl || matches!(c, 'u' | 'w' | 'a' | 'e' | 'h'),
            KeyCode::Backspace | KeyCode::Delete | KeyCode::Home | KeyCode::End => true,
            KeyCode::Left | KeyCode::Right => true,
            _ => false,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((name, _))) => f.write_str(name),
            (KeyCode::Char(c), None) => write!(f, "{c}"),
            (KeyCode::F(number), None) => write!(f, "F{number}"),
            (code, None) => write!(f, "{code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        for name in
            ["x", "X", "ü", "Ctrl+z", "Alt+x", "Ctrl+Alt+x", "Shift+Left", "F12", "Space", "Ctrl+Space", "+", "Ctrl++"]
        {
            assert_eq!(Key::parse(name).map(|key| key.to_string()).as_deref(), Some(name));
        }
        let same =
            [("ctrl+Z", "Ctrl+z"), ("shift+x", "X"), ("Shift+Tab", "BackTab"), ("pagedown", "PageDown"), ("f1", "F1")];
        for (written, means) in same {
            assert_eq!(Key::parse(written), Key::parse(means), "{written}");
            assert!(Key::parse(means).is_some());
        }
        for none in ["", "Hyper+x", "xy", "F0", "F99", "Ctrl+", "\u{1b}"] {
            assert_eq!(Key::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_counts_is_the_character() {
        let event = |code, modifiers| Key::from(KeyEvent::new(code, modifiers));
        assert_eq!(Some(event(KeyCode::Char('?'), KeyModifiers::SHIFT)), Key::parse("?"));
        assert_eq!(Some(event(KeyCode::Char('Z'), KeyModifiers::CONTROL)), Key::parse("Ctrl+z"));
        assert_eq!(Some(event(KeyCode::BackTab, KeyModifiers::SHIFT)), Key::parse("BackTab"));
    }
}
