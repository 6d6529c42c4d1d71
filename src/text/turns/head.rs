//! The head of a turn: what a line says before its speech begins.

use std::ops::Range;

use super::stamp;

/// The most characters that are looked at for the end of a label.
const REACH: usize = 80;

/// What marks a label off from the speech.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(super) enum Family {
    /// A colon, in any dress.
    Colon,
    /// A time stamp after the label (Otter, Teams, Zoom).
    Stamp,
    /// Brackets around the label and nothing more.
    Bracket,
    /// The label alone on its line, closed by two blanks.
    Tail,
    /// `Q.` and `A.`.
    Letter,
    /// A tab.
    Tab,
    /// Bold type and nothing more.
    Bold,
    /// The label alone on its line; only labels that the study names, and parts in an interview (`Interviewee`).
    Bare,
}

impl Family {
    /// Every family, the ones to trust first.
    pub const ALL: [Self; 8] =
        [Self::Colon, Self::Stamp, Self::Bracket, Self::Tail, Self::Letter, Self::Tab, Self::Bold, Self::Bare];

    /// Whether the mark is hardly ever found in plain prose.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Colon | Self::Stamp)
    }
}

/// Where the time of a head stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stamped {
    No,
    Before,
    /// Between label and colon, or closing the head.
    Inside,
    After,
}

/// A head as it was read; offsets are bytes of the line, or of the body once shifted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    pub family: Family,
    /// First character: of the number of the paragraph, of `>>`, of the time before the label, of the bold marks or of the label.
    pub start: usize,
    pub label: Range<usize>,
    /// Where the region of speech begins.
    pub end: usize,
    pub time: Option<u32>,
    pub stamped: Stamped,
    pub bold: bool,
    pub bracket: bool,
    /// Whether nothing but a stamp follows on the line.
    pub alone: bool,
    /// Whether text follows a colon without a blank.
    pub tight: bool,
}

impl Head {
    /// The head moved `by` bytes.
    pub fn shifted(mut self, by: usize) -> Self {
        self.start += by;
        self.end += by;
        self.label = self.label.start + by..self.label.end + by;
        self
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A line and how far it was read.
struct Reader<'a> {
    line: &'a str,
    at: usize,
    head: Head,
    /// The bold marks that are still open.
    marks: &'a str,
}

/// Reads the head of `line`, if it has the form of one. Whether it is one, the whole body decides. In a `numbered` body one
/// blank after the number of a line is enough.
pub(super) fn read(line: &str, numbered: bool) -> Option<Head> {
    let text = line.trim_end();
    let first = text.len() - text.trim_start_matches(is_blank).len();
    let start = first + line_number(&text[first..], numbered);
    let start = start + arrows(&text[start..]);
    let mut head = Head {
        family: Family::Colon,
        start: first,
        label: start..start,
        end: start,
        time: None,
        stamped: Stamped::No,
        bold: false,
        bracket: false,
        alone: false,
        tight: false,
    };
    let first = text[start..].chars().next()?;
    if !(first.is_alphanumeric() || matches!(first, '[' | '*' | '_' | '?' | '\\' | '(' | '<' | '#')) {
        return None;
    }
    let letter = question_letter(text, start);
    if let Some((label, end, true)) = letter.clone() {
        return Some(Head { family: Family::Letter, label, end, alone: text[end..].trim().is_empty(), ..head });
    }
    let mut reader = Reader { line: text, at: start, head: head.clone(), marks: "" };
    if reader.before()
        && let Some(mut found) = reader.label(line.len() - text.len())
    {
        let weak = matches!(found.family, Family::Tail | Family::Bare | Family::Tab);
        let named = text[found.label.clone()].split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        if letter.is_none() || (named && !weak) {
            let (alone, time) = stamp::only_stamp(&text[found.end..]);
            found.alone = alone;
            if time.is_some() && found.stamped == Stamped::No {
                found.stamped = Stamped::After;
            }
            return Some(found);
        }
    }
    let (label, end, _) = letter?;
    head.family = Family::Letter;
    Some(Head { label, end, alone: text[end..].trim().is_empty(), ..head })
}

/// The number of a numbered line (court transcripts) with the blanks after it: its length.
fn line_number(text: &str, numbered: bool) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let dot = usize::from(numbered && text[digits..].starts_with(['.', ')']));
    let after = &text[digits + dot..];
    let gap = after.len() - after.trim_start().len();
    let wide = after.starts_with('\t') || after[..gap].chars().count() > usize::from(!numbered);
    if (1..=4).contains(&digits) && wide { digits + dot + gap } else { 0 }
}

/// The `>>` with which captions mark that somebody else speaks, with the blanks after it: its length.
fn arrows(text: &str) -> usize {
    let after = text.trim_start_matches('>');
    if (2..=3).contains(&(text.len() - after.len())) {
        text.len() - after.trim_start_matches(is_blank).len()
    } else {
        0
    }
}

/// `Q.` or `A.` at `start`: label, end, and whether a wide gap leaves no doubt.
fn question_letter(text: &str, start: usize) -> Option<(Range<usize>, usize, bool)> {
    let rest = &text[start..];
    if !(rest.starts_with("Q.") || rest.starts_with("A.")) {
        return None;
    }
    let after = &rest[2..];
    let gap = after.len() - after.trim_start().len();
    (gap > 0 || after.is_empty()).then(|| (start..start + 1, start + 2, after[..gap].chars().count() > 1))
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    /// Takes a stamp that stands here.
    fn take_stamp(&mut self, place: Stamped, bare: bool) -> bool {
        let rest = self.rest();
        let found = stamp::enclosed(rest).or_else(|| {
            let (millis, len, _) = stamp::bare(rest).filter(|_| bare)?;
            let after = rest[len..].chars().next();
            let inside = place == Stamped::Inside;
            after
                .is_none_or(|c| is_blank(c) || (inside && matches!(c, ':' | '：' | '*' | '_')))
                .then_some((millis, len))
        });
        let Some((millis, len)) = found else { return false };
        self.at += len;
        if self.head.stamped == Stamped::No {
            self.head.time = Some(millis);
            self.head.stamped = place;
        }
        true
    }

    /// Time and bold marks before the label; whether anything is left.
    fn before(&mut self) -> bool {
        if self.take_stamp(Stamped::Before, true) {
            self.skip_blanks();
            for dash in ["- ", "– ", "— "] {
                if self.rest().starts_with(dash) {
                    self.at += dash.len();
                    self.skip_blanks();
                }
            }
        }
        let rest = self.rest();
        let mark = rest.chars().next().filter(|c| matches!(c, '*' | '_'));
        if let Some(mark) = mark {
            let len = rest.len() - rest.trim_start_matches(mark).len();
            if len > 3 {
                return false;
            }
            self.marks = &rest[..len];
            self.head.bold = true;
            self.at += len;
            if self.take_stamp(Stamped::Before, true) {
                self.skip_blanks();
            }
        }
        self.at < self.line.len()
    }

    /// The label and what closes it; `tail` blanks end the line.
    fn label(mut self, tail: usize) -> Option<Head> {
        let start = self.at;
        for open in ["[", "\\["] {
            if self.rest().starts_with(open) {
                return self.bracketed(open.len());
            }
        }
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '?') {
            return None;
        }
        for (count, (offset, c)) in rest.char_indices().enumerate() {
            if count > REACH {
                return None;
            }
            let here = start + offset;
            match c {
                ':' | '：' => {
                    self.at = here;
                    return self.close(start..here);
                }
                '(' | '[' | '\\' | '#' | '<' | '{' => {
                    self.at = here;
                    if self.take_stamp(Stamped::Inside, false) {
                        return self.close(start..here);
                    }
                    if !matches!(c, '(' | '#') {
                        return None;
                    }
                }
                '*' | '_' if !self.marks.is_empty() && rest[offset..].starts_with(self.marks) => {
                    self.at = here;
                    return self.close(start..here);
                }
                '?' if rest[offset + 1..].trim_start().starts_with(char::is_alphanumeric) => return None,
                '*' | '!' | ';' | '"' | '“' | '”' | '„' | '«' | '»' | '=' | '>' | '}' | ']' | '@' | '`' | '~' | '^'
                | '…' | '•' | '¿' | '¡' => return None,
                c if is_blank(c) => {
                    self.at = here;
                    self.skip_blanks();
                    let after = self.at;
                    if self.rest().starts_with(|c: char| c.is_ascii_digit()) && self.take_stamp(Stamped::Inside, true) {
                        let closed = self.at;
                        let ends = self.rest().trim_start_matches(is_blank).trim_start_matches(self.marks);
                        if ends.is_empty() || ends.starts_with([':', '：']) {
                            self.at = closed;
                            return self.close(start..here);
                        }
                        if self.head.stamped == Stamped::Inside {
                            (self.head.time, self.head.stamped) = (None, Stamped::No);
                        }
                    }
                    if c == '\t' {
                        self.at = after;
                        return self.finish(Family::Tab, start..here);
                    }
                }
                _ => {}
            }
        }
        if rest.ends_with(['.', ',', '-', '–', '—']) {
            return None;
        }
        self.at = self.line.len();
        let label = start..self.line.len();
        self.finish(if tail > 1 { Family::Tail } else { Family::Bare }, label)
    }

    fn bracketed(mut self, open: usize) -> Option<Head> {
        let start = self.at + open;
        let inner = &self.line[start..];
        let close = inner.char_indices().take(REACH).find(|(_, c)| *c == ']').map(|(at, _)| at)?;
        let label = inner[..close].trim_end_matches('\\');
        if label.contains(['[', ':', '：']) {
            return None;
        }
        self.head.bracket = true;
        self.at = start + close + 1;
        self.close(start..start + label.len())
    }

    /// What follows the label: closing marks, a stamp, a colon.
    fn close(mut self, label: Range<usize>) -> Option<Head> {
        self.close_marks();
        let mut closed = self.at;
        self.skip_blanks();
        if self.take_stamp(Stamped::Inside, true) {
            closed = self.at;
            self.skip_blanks();
        }
        if self.close_marks() {
            closed = self.at;
            self.skip_blanks();
        }
        let colon = self.rest().chars().next().filter(|c| matches!(c, ':' | '：'));
        let Some(colon) = colon else {
            self.at = closed;
            return match () {
                () if self.head.stamped == Stamped::Inside => self.finish(Family::Stamp, label),
                () if self.head.bracket => self.finish(Family::Bracket, label),
                () if self.head.bold && self.marks.is_empty() => self.finish(Family::Bold, label),
                () => None,
            };
        };
        self.at += colon.len_utf8();
        let rest = self.rest();
        let digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        let number = rest.starts_with(|c: char| c.is_ascii_digit()) && digit(&self.line[label.clone()]);
        if colon == ':' && (number || rest.starts_with("//") || rest.starts_with([':', ')']) || rest.starts_with("-)"))
        {
            return None;
        }
        self.head.tight = colon == ':' && rest.starts_with(char::is_alphanumeric);
        if !self.close_marks() && !self.marks.is_empty() {
            // `**Ana: [0:03]** text`
            let before = self.at;
            self.skip_blanks();
            let stamped = self.take_stamp(Stamped::After, true);
            if !(stamped && self.close_marks()) {
                self.at = before;
            }
        }
        self.finish(Family::Colon, label)
    }

    /// Takes the marks that close the bold label.
    fn close_marks(&mut self) -> bool {
        let here = !self.marks.is_empty() && self.rest().starts_with(self.marks);
        if here {
            self.at += self.marks.len();
            self.marks = "";
        }
        here
    }

    fn finish(mut self, family: Family, label: Range<usize>) -> Option<Head> {
        let text = &self.line[label.clone()];
        let start = label.start + (text.len() - text.trim_start_matches(is_blank).len());
        let end = label.end - (text.len() - text.trim_end_matches(is_blank).len());
        if start >= end {
            return None;
        }
        self.head.family = family;
        self.head.label = start..end;
        self.head.end = self.at;
        Some(self.head)
    }
}
