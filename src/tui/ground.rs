//! What is known of the terminal: how many colours it has, and whether its background is dark or light.
//!
//! The background is asked for (OSC 11), and the answer comes among the keys: nothing waits for it, so that a terminal that
//! never answers holds nothing up, and keys that are typed meanwhile stay what they are. crossterm reads the answer as
//! keys: Alt+`]`, the characters, and Alt+`\` or Ctrl+g at the end. [`Ear`] takes just these out.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::theme::{Depth, Ground, Rgb};

/// Asks for the colour of the background.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// How every answer begins after `]`.
const BEGINNING: &str = "11;rgb";

/// The longest answer: `11;rgba:` and four numbers of four digits.
const LONGEST: usize = 32;

/// How often the terminal may be still (a fifth of a second each) until a lone Esc is taken for what it is at once.
const PATIENCE: u32 = 25;

/// What was heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// A key that somebody pressed.
    Key(KeyEvent),
    /// The terminal's answer.
    Ground(Ground),
}

/// Listens for the answer among the keys.
#[derive(Debug, Default)]
pub struct Ear {
    /// Whether an answer may still come.
    waits: bool,
    /// How often the terminal was still since the question.
    still: u32,
    /// What may be the beginning of an answer.
    held: Vec<KeyEvent>,
    /// The answer so far, without `]`.
    answer: String,
    /// Whether the first half of the end was read as Esc.
    ending: bool,
}

impl Ear {
    /// After the question was asked, if it was.
    pub fn new(asked: bool) -> Self {
        Self { waits: asked, ..Self::default() }
    }

    /// Whether the answer has not come yet.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Takes a key in; answers what it was.
    pub fn hear(&mut self, key: KeyEvent) -> Vec<Heard> {
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        if std::mem::take(&mut self.ending) && key.code == KeyCode::Char('\\') {
            return Vec::new();
        }
        if !self.waits {
            return vec![Heard::Key(key)];
        }
        match (self.held.as_slice(), key.code) {
            ([], KeyCode::Char(']')) if alt => self.hold(key),
            // Esc and `]` apart: the answer was cut there on its way.
            ([], KeyCode::Esc) if self.still < PATIENCE => self.hold(key),
            ([], _) => vec![Heard::Key(key)],
            ([only], KeyCode::Char(']')) if only.code == KeyCode::Esc && self.answer.is_empty() => self.hold(key),
            ([only], _) if only.code == KeyCode::Esc => self.let_go(Some(key)),
            (_, KeyCode::Char('\\')) if alt && self.has_begun() => self.end(),
            (_, KeyCode::Char('g')) if ctrl && self.has_begun() => self.end(),
            (_, KeyCode::Esc) if self.has_begun() => {
                self.ending = true;
                self.end()
            }
            (_, KeyCode::Char(c)) if !alt && !ctrl => {
                self.answer.push(c);
                let number = |rest: &str| rest.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '/'));
                let fits = match self.answer.strip_prefix(BEGINNING) {
                    Some(rest) => number(rest) && self.answer.len() <= LONGEST,
                    None => BEGINNING.starts_with(&self.answer),
                };
                if fits { self.hold(key) } else { self.let_go(Some(key)) }
            }
            _ => self.let_go(Some(key)),
        }
    }

    /// Nothing has come for a while: what was held back and is no answer was keys.
    pub fn silence(&mut self) -> Vec<Heard> {
        self.still = self.still.saturating_add(1);
        // Nobody types this much of an answer: the rest is on its way.
        if self.answer.len() > 2 { Vec::new() } else { self.let_go(None) }
    }

    /// Whether so much of an answer was read that nobody has typed it.
    fn has_begun(&self) -> bool {
        self.answer.starts_with(BEGINNING)
    }

    fn hold(&mut self, key: KeyEvent) -> Vec<Heard> {
        self.held.push(key);
        Vec::new()
    }

    /// What was held back was keys, unless there is so much of an answer that nobody has typed it: that is dropped.
    fn let_go(&mut self, last: Option<KeyEvent>) -> Vec<Heard> {
        let held = std::mem::take(&mut self.held);
        let answer = std::mem::take(&mut self.answer);
        let begun = answer.starts_with(BEGINNING);
        let held = if begun { Vec::new() } else { held };
        held.into_iter().chain(last).map(Heard::Key).collect()
    }

    fn end(&mut self) -> Vec<Heard> {
        self.held.clear();
        self.waits = false;
        let answer = std::mem::take(&mut self.answer);
        colour(&answer).map(|colour| Heard::Ground(Ground::of(colour))).into_iter().collect()
    }
}

/// The colour of an answer: `11;rgb:1e1e/1e1e/2e2e`, one to four hexadecimal digits a channel (XParseColor).
fn colour(answer: &str) -> Option<Rgb> {
    let numbers = answer.strip_prefix("11;rgb:").or_else(|| answer.strip_prefix("11;rgba:"))?;
    let channel = |digits: &str| {
        let most = 16_u32.pow(u32::try_from(digits.len()).ok().filter(|count| (1..=4).contains(count))?) - 1;
        let value = u32::from_str_radix(digits, 16).ok()?;
        Some((value * 255 / most) as u8)
    };
    let mut channels = numbers.split('/').map(channel);
    let rgb = (channels.next()??, channels.next()??, channels.next()??);
    Some(rgb)
}

/// How many colours the terminal has, by what the environment says.
pub fn depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    let said = |name: &str| variable(name).filter(|value| !value.is_empty());
    let term = said("TERM").unwrap_or_default();
    if said("NO_COLOR").is_some() || matches!(term.as_str(), "dumb" | "vt100" | "vt102" | "vt220" | "xterm-mono") {
        return Depth::None;
    }
    let many = said("COLORTERM").is_some_and(|value| matches!(value.as_str(), "truecolor" | "24bit"));
    if many || said("WT_SESSION").is_some() || term.ends_with("-direct") {
        return Depth::True;
    }
    let known = ["kitty", "alacritty", "foot", "ghostty", "wezterm"].iter().any(|name| term.contains(name));
    if known || term.contains("256color") || cfg!(windows) { Depth::Indexed } else { Depth::Sixteen }
}

/// Whether the background is dark or light, by what the environment says, if it says anything.
pub fn surmised(variable: impl Fn(&str) -> Option<String>) -> Option<Ground> {
    // The console of Linux is black, and takes the question for text.
    if variable("TERM").as_deref() == Some("linux") {
        return Some(Ground::Dark);
    }
    // `15;0`, or `15;default;0`: the last is the background, one of 16 colours (rxvt, konsole and others).
    let said = variable("COLORFGBG")?;
    match said.rsplit(';').next()?.parse::<u8>().ok()? {
        7 | 9..=15 => Some(Ground::Light),
        0..=6 | 8 => Some(Ground::Dark),
        _ => None,
    }
}

/// Whether the terminal may be asked: one that takes the question for text may not, nor one whose answers are not read as
/// they come.
pub fn may_ask(variable: impl Fn(&str) -> Option<String>) -> bool {
    let term = variable("TERM").unwrap_or_default();
    !cfg!(windows) && !term.is_empty() && !matches!(term.as_str(), "linux" | "dumb") && !term.starts_with("vt")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
    }

    fn alt(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT)
    }

    fn esc() -> KeyEvent {
        KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE)
    }

    fn bell() -> KeyEvent {
        KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL)
    }

    fn answer(text: &str) -> Vec<KeyEvent> {
        text.chars().map(key).collect()
    }

    /// Everything that is heard of some keys; `None`: silence.
    fn heard(keys: impl IntoIterator<Item = Option<KeyEvent>>) -> Vec<Heard> {
        let mut ear = Ear::new(true);
        keys.into_iter()
            .flat_map(|key| match key {
                Some(key) => ear.hear(key),
                None => ear.silence(),
            })
            .collect()
    }

    fn typed(keys: &[KeyEvent]) -> Vec<Heard> {
        keys.iter().map(|key| Heard::Key(*key)).collect()
    }

    #[test]
    fn an_answer_among_keys_that_were_typed_ahead() {
        let mut keys = vec![key('j'), alt(']')];
        keys.extend(answer("11;rgb:fafa/fafa/f5f5"));
        keys.extend([alt('\\'), key('s'), key('1'), alt(']')]);
        let expected =
            [typed(&[key('j')]), vec![Heard::Ground(Ground::Light)], typed(&[key('s'), key('1'), alt(']')])].concat();
        assert_eq!(heard(keys.into_iter().map(Some)), expected);
    }

    #[test]
    fn an_answer_that_comes_in_pieces() {
        let mut keys = vec![Some(esc()), Some(key(']'))];
        keys.extend(answer("11;rgb:1e").into_iter().map(Some));
        keys.extend([None, None, None]);
        keys.extend(answer("1e/1e1e/2e2e").into_iter().map(Some));
        keys.extend([None, Some(esc()), None, Some(key('\\')), Some(key('x'))]);
        assert_eq!(heard(keys), [vec![Heard::Ground(Ground::Dark)], typed(&[key('x')])].concat());
        let mut keys: Vec<_> = std::iter::once(alt(']')).chain(answer("11;rgb:0/0/0")).map(Some).collect();
        keys.push(Some(bell()));
        assert_eq!(heard(keys), [Heard::Ground(Ground::Dark)]);
    }

    #[test]
    fn keys_that_look_like_the_beginning_stay_keys() {
        let keys = [alt(']'), key('1'), key('j')];
        assert_eq!(heard(keys.map(Some)), typed(&keys));
        assert_eq!(heard([Some(alt(']')), None, Some(key('1'))]), typed(&[alt(']'), key('1')]));
        assert_eq!(heard([Some(esc()), None]), typed(&[esc()]));
        assert_eq!(heard([esc(), esc(), key('q')].map(Some)), typed(&[esc(), esc(), key('q')]));
        let mut ear = Ear::new(false);
        assert_eq!(ear.hear(alt(']')), typed(&[alt(']')]));
    }

    #[test]
    fn what_is_no_colour_says_nothing_and_is_not_typed() {
        let mut keys: Vec<_> = std::iter::once(alt(']')).chain(answer("11;rgb:/0/0")).collect();
        keys.push(bell());
        assert_eq!(heard(keys.into_iter().map(Some)), []);
        // An answer without an end does not swallow what is typed after it.
        let mut keys: Vec<_> = std::iter::once(alt(']')).chain(answer("11;rgb:1e1e/1e1e/1e1e")).collect();
        keys.extend(answer("jsc1"));
        assert_eq!(heard(keys.into_iter().map(Some)), typed(&answer("jsc1")));
    }

    #[test]
    fn colours_of_answers() {
        assert_eq!(colour("11;rgb:ffff/8080/0000"), Some((255, 128, 0)));
        assert_eq!(colour("11;rgb:f/8/0"), Some((255, 136, 0)));
        assert_eq!(colour("11;rgba:1e1e/1e1e/2e2e/ffff"), Some((0x1e, 0x1e, 0x2e)));
        assert_eq!(["11;rgb:", "11;rgb:1/2", "11;rgb:12345/0/0", "10;rgb:0/0/0", ""].map(colour), [None; 5]);
    }

    #[test]
    fn colours_by_the_environment() {
        let of = |pairs: &'static [(&str, &str)]| {
            depth(move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        if !cfg!(windows) {
            for term in ["xterm", "linux", "screen", "rxvt"] {
                let found = depth(|name| (name == "TERM").then(|| term.to_owned()));
                assert_eq!(found, Depth::Sixteen, "{term}");
            }
        }
        assert_eq!(of(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(of(&[("TERM", "xterm-kitty")]), Depth::Indexed);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(of(&[("TERM", "dumb"), ("COLORTERM", "truecolor")]), Depth::None);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Indexed);
    }

    #[test]
    fn the_background_by_the_environment() {
        let of = |name: &'static str, value: &'static str| surmised(move |asked| (asked == name).then(|| value.into()));
        assert_eq!(of("COLORFGBG", "15;0"), Some(Ground::Dark));
        assert_eq!(of("COLORFGBG", "0;default;15"), Some(Ground::Light));
        assert_eq!(of("COLORFGBG", "0;7"), Some(Ground::Light));
        assert_eq!(of("COLORFGBG", "default;default"), None);
        assert_eq!(of("TERM", "linux"), Some(Ground::Dark));
        assert_eq!(of("TERM", "xterm"), None);
        assert!(may_ask(|_| Some("tmux-256color".into())) || cfg!(windows));
        assert!(!["linux", "dumb", "vt220"].iter().any(|term| may_ask(|_| Some((*term).to_owned()))));
    }
}
