//! The key: which real name is which pseudonym.
//!
//! Laws: names are whole words ("Ann" is not in "Annual"), in any case, with or without accents, over one line break; of
//! two that begin at one place the longer counts; no pseudonym holds a name of the key.

use std::collections::HashMap;
use std::ops::Range;

use super::edits::Edits;
use super::fold::{Letter, folded, has_no_blanks, letters};
use super::words::is_ordinary;
use crate::text::separator;

/// The longest stretch between two words of one name, in characters: a line break and the next line's indent.
const GAP: usize = 40;

/// One row of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name as the key has it.
    pub real: String,
    /// What stands in its place.
    pub pseudonym: String,
    /// Only where it is written as in the key, capitals and all.
    pub exact: bool,
    /// A single word that is also an ordinary one (`Will`, `Rose`): in lower case it is the word.
    pub ordinary: bool,
    words: Vec<Vec<char>>,
}

/// A name in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Its row of the key (from 0).
    pub name: usize,
}

/// Why a key is none.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no UTF-8.
    #[error("the key is not UTF-8 text")]
    NotUtf8,
    /// The first row does not name the columns.
    #[error("the first row of the key must name the columns `real` and `pseudonym`")]
    NoColumns,
    /// The table is no CSV.
    #[error("line {line} of the key cannot be read as a row")]
    Row {
        /// The line, from 1.
        line: u64,
    },
    /// A cell is empty.
    #[error("line {line} of the key has no {column}")]
    Missing {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// A name of one letter.
    #[error("line {line} of the key: a name of one letter would be found everywhere")]
    Short {
        /// The line, from 1.
        line: u64,
    },
    /// `case` holds something else than it may.
    #[error("line {line} of the key: `case` is `any` or `exact`")]
    Case {
        /// The line, from 1.
        line: u64,
    },
    /// One name, two pseudonyms.
    #[error("line {line} of the key gives a name of an earlier line another pseudonym")]
    Twice {
        /// The line, from 1.
        line: u64,
    },
    /// A pseudonym that holds a name.
    #[error("line {line} of the key: the pseudonym `{pseudonym}` holds a real name of the key")]
    PseudonymIsName {
        /// The line, from 1.
        line: u64,
        /// The pseudonym.
        pseudonym: String,
    },
    /// A pseudonym over several lines, or with a sign that steers a terminal.
    #[error("line {line} of the key: a pseudonym must stand on one line and hold no control characters")]
    Unfit {
        /// The line, from 1.
        line: u64,
    },
    /// No rows.
    #[error("the key names nobody")]
    Empty,
}

/// A key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Key {
    names: Vec<Name>,
    /// By the first letter: rows, the longest name first.
    by_first: HashMap<char, Vec<usize>>,
}

impl Key {
    /// Reads `real,pseudonym` and, if wanted, `case` (`any`, or `exact`: only as written). Commas, semicolons or tabs.
    ///
    /// # Errors
    /// What is wrong with the table, with its line.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let text = std::str::from_utf8(bytes).map_err(|_| KeyError::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = text.lines().next().unwrap_or_default();
        let separator = separator(head) as u8;
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(separator).flexible(true).trim(csv::Trim::All);
        let mut reader = reader.from_reader(text.as_bytes());
        let head = reader.headers().map_err(|_| KeyError::NoColumns)?.clone();
        let column = |name: &str| head.iter().position(|known| known.eq_ignore_ascii_case(name));
        let (Some(real), Some(pseudonym)) = (column("real"), column("pseudonym")) else {
            return Err(KeyError::NoColumns);
        };
        let case = column("case");
        let mut lines = Vec::new();
        let mut key = Self::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for row in reader.records() {
            let row = row.map_err(|error| KeyError::Row { line: error.position().map_or(0, csv::Position::line) })?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
            let (real, pseudonym) = (cell(Some(real)), cell(Some(pseudonym)));
            if real.is_empty() && pseudonym.is_empty() {
                continue;
            }
            let name = Name::new(real, pseudonym, cell(case), line)?;
            match seen.get(&folded(real)).and_then(|at| key.names.get(*at)) {
                Some(same) if same.pseudonym == name.pseudonym => continue,
                Some(_) => return Err(KeyError::Twice { line }),
                None => {}
            }
            seen.insert(folded(real), key.names.len());
            key.names.push(name);
            lines.push(line);
        }
        key.index();
        for (name, line) in key.names.iter().zip(lines) {
            if !key.find(&name.pseudonym).is_empty() {
                return Err(KeyError::PseudonymIsName { line, pseudonym: name.pseudonym.clone() });
            }
        }
        if key.names.is_empty() { Err(KeyError::Empty) } else { Ok(key) }
    }

    fn index(&mut self) {
        let length = |name: &Name| name.words.iter().map(Vec::len).sum::<usize>() + name.words.len();
        for (at, name) in self.names.iter().enumerate() {
            if let Some(first) = name.words.first().and_then(|word| word.first()) {
                self.by_first.entry(*first).or_default().push(at);
            }
        }
        for rows in self.by_first.values_mut() {
            rows.sort_by_key(|at| std::cmp::Reverse(self.names.get(*at).map_or(0, length)));
        }
    }

    /// The rows.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The names in a text, in order.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let letters = letters(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            let rows = self.by_first.get(&letter.char).map(Vec::as_slice).unwrap_or_default();
            let here = rows.iter().find_map(|row| {
                let name = self.names.get(*row)?;
                let end = name.end(&letters, at)?;
                let bytes = Letter::bytes(letter, letters.get(end - 1)?);
                name.fits(text.get(bytes.clone())?).then_some((Found { bytes, name: *row }, end))
            });
            match here {
                Some((name, end)) => {
                    found.push(name);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether a text holds a name.
    pub fn is_in(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// What takes the place of a name that was found in `text`: the pseudonym in the case of what stands there.
    pub fn put(&self, text: &str, found: &Found) -> String {
        let (Some(name), Some(there)) = (self.names.get(found.name), text.get(found.bytes.clone())) else {
            return String::new();
        };
        let cased = match (Case::of(there), Case::of(&name.real)) {
            (Case::Upper, Case::Mixed | Case::Lower) => name.pseudonym.to_uppercase(),
            (Case::Lower, Case::Mixed | Case::Upper) => name.pseudonym.to_lowercase(),
            _ => name.pseudonym.clone(),
        };
        // A name that went over a line break, or was joined by dashes, is written so again if it has as many words.
        let words: Vec<&str> = cased.split(' ').collect();
        let gaps: Vec<&str> = there
            .split(|char: char| !(char.is_whitespace() || is_dash(char) || char == '_' || char == '.'))
            .filter(|gap| !gap.is_empty())
            .collect();
        let plain = |gap: &&str| gap.chars().all(char::is_whitespace) || gap.chars().count() == 1;
        if gaps.len() + 1 == words.len() && gaps.iter().all(plain) {
            let mut out = words.first().copied().unwrap_or_default().to_owned();
            for (gap, word) in gaps.iter().zip(words.iter().skip(1)) {
                out.push_str(gap);
                out.push_str(word);
            }
            return out;
        }
        cased
    }

    /// The changes that put pseudonyms for names; none where there is no name.
    pub fn edits(&self, text: &str) -> Edits {
        Edits::of_bytes(text, self.find(text).into_iter().map(|found| (found.bytes.clone(), self.put(text, &found))))
    }

    /// The text with pseudonyms for names; `None`: it holds no name.
    pub fn replace(&self, text: &str) -> Option<String> {
        let found = self.find(text);
        if found.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for name in &found {
            out.push_str(text.get(done..name.bytes.start).unwrap_or_default());
            out.push_str(&self.put(text, name));
            done = name.bytes.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }

    /// A text that was cut out of a longer one: a piece of a name at an end that was cut is taken off, for the rest of the
    /// name cannot be seen. `start` and `end` say which ends were cut.
    pub(super) fn without_cut_names<'t>(&self, text: &'t str, start: bool, end: bool) -> &'t str {
        let letters = letters(text);
        let chars: Vec<char> = letters.iter().map(|letter| letter.char).collect();
        let (mut from, mut to) = (0, chars.len());
        for name in &self.names {
            let whole: Vec<char> = name.words.join(&' ');
            for cut in 1..whole.len() {
                let (head, tail) = whole.split_at(cut);
                let edge = |at: Option<&char>| at.is_none_or(|char| !char.is_alphanumeric());
                if start && tail.len() > 1 && same(&chars, 0, tail) && edge(chars.get(tail.len())) {
                    from = from.max(tail.len());
                }
                let at = chars.len().checked_sub(head.len());
                if let Some(at) = at.filter(|at| end && head.len() > 1 && same(&chars, *at, head))
                    && edge(at.checked_sub(1).and_then(|before| chars.get(before)))
                {
                    to = to.min(at);
                }
            }
        }
        match (letters.get(from), to.checked_sub(1).and_then(|last| letters.get(last))) {
            (Some(first), Some(last)) if from < to => text.get(Letter::bytes(first, last)).unwrap_or_default(),
            _ => "",
        }
    }
}

/// Whether `part` stands in `chars` at `at`; any blank is like any other.
fn same(chars: &[char], at: usize, part: &[char]) -> bool {
    chars.get(at..at + part.len()).is_some_and(|here| {
        here.iter().zip(part).all(|(here, part)| here == part || (here.is_whitespace() && part.is_whitespace()))
    })
}

impl Name {
    fn new(real: &str, pseudonym: &str, case: &str, line: u64) -> Result<Self, KeyError> {
        if real.is_empty() {
            return Err(KeyError::Missing { line, column: "real" });
        }
        if pseudonym.is_empty() {
            return Err(KeyError::Missing { line, column: "pseudonym" });
        }
        if pseudonym.chars().any(char::is_control) {
            return Err(KeyError::Unfit { line });
        }
        let exact = match case.to_lowercase().as_str() {
            "" | "any" => false,
            "exact" => true,
            _ => return Err(KeyError::Case { line }),
        };
        let words: Vec<Vec<char>> = folded(real)
            .split(|char: char| char.is_whitespace() || is_dash(char))
            .map(|word| word.trim_end_matches('.').chars().collect::<Vec<char>>())
            .filter(|word| !word.is_empty())
            .collect();
        let letters = words.iter().flatten().filter(|char| char.is_alphanumeric()).count();
        let spaceless = words.iter().flatten().any(|char| has_no_blanks(*char));
        if letters < 2 && !(spaceless && letters == 1) {
            return Err(KeyError::Short { line });
        }
        let ordinary = words.len() == 1 && is_ordinary(&folded(real));
        Ok(Self { real: real.to_owned(), pseudonym: pseudonym.to_owned(), exact, ordinary, words })
    }

    /// The end (a place in `letters`) of this name if it stands at `start`.
    fn end(&self, letters: &[Letter], start: usize) -> Option<usize> {
        let char = |at: usize| letters.get(at).map(|letter| letter.char);
        let mut at = start;
        for (place, word) in self.words.iter().enumerate() {
            if place > 0 {
                at = gap(letters, at, self.words.get(place - 1).map_or(0, Vec::len))?;
            }
            if !word.iter().enumerate().all(|(step, letter)| char(at + step) == Some(*letter)) {
                return None;
            }
            at += word.len();
        }
        let first = self.words.first()?.first()?;
        let last = self.words.last()?.last()?;
        let before = start.checked_sub(1).and_then(char);
        (is_edge(before, *first) && is_edge(char(at), *last)).then_some(at)
    }

    /// Whether the name may be written as it stands there.
    fn fits(&self, there: &str) -> bool {
        if self.exact {
            return there == self.real;
        }
        !(self.ordinary && Case::of(there) == Case::Lower && Case::of(&self.real) != Case::Lower)
    }
}

fn is_dash(char: char) -> bool {
    matches!(char, '-' | '‐' | '‑' | '–')
}

/// Where the next word of a name begins, if `at` is the end of one of `length` letters: blanks with at most one line
/// break, or one dash, underscore or full stop; after a word of at most three letters a full stop and blanks (`St. Mary`).
fn gap(letters: &[Letter], at: usize, length: usize) -> Option<usize> {
    let char = |at: usize| letters.get(at).map(|letter| letter.char);
    let mut next = at;
    match char(at)? {
        '.' if length <= 3 => next += 1,
        sign if is_dash(sign) || sign == '_' || sign == '.' => return Some(at + 1),
        sign if sign.is_whitespace() => {}
        _ => return None,
    }
    let mut breaks = 0;
    while let Some(sign) = char(next).filter(|sign| sign.is_whitespace() && next - at < GAP) {
        breaks += usize::from(sign == '\n' || (sign == '\r' && char(next + 1) != Some('\n')));
        next += 1;
    }
    (next > at && breaks < 2).then_some(next)
}

/// Whether a word that has `inner` at its end ends there, with `outer` beside it.
fn is_edge(outer: Option<char>, inner: char) -> bool {
    let Some(outer) = outer else { return true };
    if has_no_blanks(outer) || has_no_blanks(inner) {
        return true;
    }
    if inner.is_numeric() { !outer.is_numeric() } else { !(inner.is_alphabetic() && outer.is_alphabetic()) }
}

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Case {
    Upper,
    Lower,
    Mixed,
}

impl Case {
    fn of(text: &str) -> Self {
        let upper = text.chars().filter(|char| char.is_uppercase()).count();
        let lower = text.chars().filter(|char| char.is_lowercase()).count();
        match (upper, lower) {
            (2.., 0) => Self::Upper,
            (0, 1..) => Self::Lower,
            _ => Self::Mixed,
        }
    }
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
