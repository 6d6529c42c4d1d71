//! A study in disguise, for a report of a fault: every letter is another one, and everything stands where it stood.
//!
//! Laws: a text in disguise has as many code points as before, its line breaks, blanks and signs in their places, letters of the same
//! script and case, and digits where digits were; a name (a label, an id, a value of an attribute) is the same other name everywhere;
//! no other word can be told apart from one of its length. Words of the format stay, where the format has them.

mod format;
mod journal;

use std::collections::{BTreeMap, HashSet};

use crate::text::{Body, Layout};

pub use format::Format;
use format::{NUMBERS, VALUES, has, is_dated, is_first_value, is_kept, is_syntax, key_of};

/// Letters of names: no word is made of them.
const LETTERS: [char; 6] = ['q', 'x', 'z', 'j', 'k', 'v'];

/// Lines of at most so many code points may be taken for a label, and stay different from each other.
const LINE: usize = 40;

/// Labels that the program takes for interviewers where a study says nothing: they name nobody.
const INTERVIEWERS: &str = "\
    interviewer researcher int i";

/// What stands for what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Disguise {
    names: BTreeMap<String, String>,
    /// By the first letter: names, longest first.
    by_first: BTreeMap<char, Vec<String>>,
    taken: HashSet<String>,
}

/// A letter that stands for one of its script and case; digits are 0; all else stays.
fn other(char: char) -> char {
    if !char.is_alphabetic() {
        return if char.is_ascii_digit() { '0' } else { char };
    }
    let (small, capital) = match char as u32 {
        0..0x80 => ('x', 'X'),
        0x370..0x400 | 0x1f00..0x2000 => ('ξ', 'Ξ'),
        0x400..0x530 => ('ж', 'Ж'),
        0x590..0x600 => ('ש', 'ש'),
        0x600..0x780 => ('ش', 'ش'),
        0x900..0xe00 => ('क', 'क'),
        0xe00..0xe80 => ('ก', 'ก'),
        0x3040..0x30a0 => ('か', 'か'),
        0x30a0..0x3100 => ('カ', 'カ'),
        0x3400..0xa000 => ('字', '字'),
        0xac00..0xd7a4 => ('가', '가'),
        0x1_0000.. => ('\u{1d431}', '\u{1d417}'),
        _ => ('é', 'É'),
    };
    if char.is_uppercase() { capital } else { small }
}

/// A text of which only its form is left.
pub fn masked(text: &str) -> String {
    text.chars().map(other).collect()
}

/// The form of a text in letters that stand in no body in disguise, so that it is found in none.
pub fn unlike(text: &str) -> String {
    let strange =
        [('x', 'v'), ('X', 'V'), ('é', 'è'), ('É', 'È'), ('ж', 'д'), ('ξ', 'φ'), ('字', '文'), ('ש', 'ל'), ('ش', 'ل')];
    let put = |char: char| strange.iter().find(|(from, _)| *from == char).map_or(char, |(_, to)| *to);
    masked(text).chars().map(put).collect()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

fn folded(text: &str) -> String {
    text.chars().map(lower).collect()
}

impl Disguise {
    /// Takes a name in: from now on it is the same other name of its length everywhere.
    pub fn learn(&mut self, name: &str) {
        let name = name.trim();
        let key = folded(name);
        if !name.chars().any(char::is_alphanumeric) || self.names.contains_key(&key) || has(VALUES, &key) {
            return;
        }
        let new = if has(INTERVIEWERS, &key) { name.to_owned() } else { self.free(name) };
        self.taken.insert(folded(&new));
        if let Some(first) = key.chars().next() {
            let list = self.by_first.entry(first).or_default();
            list.push(key.clone());
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        }
        self.names.insert(key, new);
    }

    /// A name of the same form that nothing has yet, counted up.
    fn free(&self, name: &str) -> String {
        let made = |mut number: u64, letters: &[char]| -> String {
            let digits: Vec<char> = ('0'..='9').collect();
            let of = |char: char| -> &[char] {
                match char {
                    'a'..='z' | 'A'..='Z' => letters,
                    '0'..='9' => &digits,
                    _ => &[],
                }
            };
            let mut new: Vec<char> = name
                .chars()
                .rev()
                .map(|char| {
                    let Some(size) = Some(of(char).len() as u64).filter(|size| *size > 0) else { return other(char) };
                    let put = of(char).get((number % size) as usize).copied().unwrap_or(char);
                    number /= size;
                    if char.is_uppercase() { put.to_ascii_uppercase() } else { put }
                })
                .collect();
            new.reverse();
            new.into_iter().collect()
        };
        let many: Vec<char> = ('a'..='z').collect();
        let start = self.names.len() as u64;
        let tries = (start..start + 2000).map(|number| made(number, &LETTERS));
        let more = (0..2000).map(|number| made(number, &many));
        let is_free = |new: &String| !self.taken.contains(&folded(new)) && folded(new) != folded(name);
        tries.chain(more).find(is_free).unwrap_or_else(|| masked(name))
    }

    /// What stands for a whole string: its other name, or each part's of a path, or its form.
    pub fn value(&self, text: &str) -> String {
        if let Some(new) = self.names.get(&folded(text)) {
            return new.clone();
        }
        if let Some(case) = text.strip_prefix("case:") {
            return format!("case:{}", self.value(case));
        }
        if text.contains('/') { self.path(text) } else { masked(text) }
    }

    /// A path, part by part.
    pub fn path(&self, text: &str) -> String {
        text.split('/').map(|part| self.file_name(part)).collect::<Vec<_>>().join("/")
    }

    /// The name of a file, whose ending stays; so do the names that emic gives to tables.
    pub fn file_name(&self, name: &str) -> String {
        let known = ["study.yaml", "participants.csv", "cases.csv", "speakers.csv", "transcripts.csv", "codebook.yaml"];
        if known.contains(&name) || matches!(name, "transcripts" | "codings" | ".." | ".") {
            return name.to_owned();
        }
        let mut ends = 0;
        for ending in ["torn", "jsonl", "txt", "md", "yaml", "csv"] {
            if name[..name.len() - ends].ends_with(&format!(".{ending}")) {
                ends += ending.len() + 1;
            }
        }
        let (stem, ending) = name.split_at(name.len() - ends);
        let stem = self.names.get(&folded(stem)).cloned().unwrap_or_else(|| self.text(stem, Format::Text));
        format!("{stem}{ending}")
    }

    /// A text with other names for names, and for every other word its form.
    pub fn text(&self, text: &str, format: Format) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let chars: Vec<char> = line.chars().collect();
            let key = key_of(line);
            if format == Format::Yaml && key == "date" && is_dated(line) {
                let mut digits = "20000101".chars();
                out.extend(chars.iter().map(|c| if c.is_ascii_digit() { digits.next().unwrap_or('0') } else { *c }));
                continue;
            }
            let setting = format == Format::Yaml && (has(NUMBERS, key) || matches!(key, "language"));
            let pattern = format == Format::Yaml && key == "turns";
            let mut at = 0;
            while let Some(char) = chars.get(at).copied() {
                if !is_word(char) || at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| is_word(*c))
                {
                    out.push(other(char));
                    at += 1;
                    continue;
                }
                let end = at + chars[at..].iter().take_while(|char| is_word(**char)).count();
                let word: String = chars[at..end].iter().collect();
                let kept = (setting && is_first_value(&chars, at))
                    || is_kept(format, &word, &chars, at, end)
                    || (pattern && is_syntax(&chars, at, end));
                if kept {
                    out.push_str(&word);
                    at = end;
                } else if let Some((length, new)) = self.longest(&chars[at..]) {
                    out.push_str(new);
                    at += length;
                } else {
                    out.extend(word.chars().map(other));
                    at = end;
                }
            }
        }
        out
    }

    /// The longest name with which this begins, its length in code points, and the other name.
    fn longest(&self, chars: &[char]) -> Option<(usize, &str)> {
        let names = self.by_first.get(&lower(*chars.first()?))?;
        names.iter().find_map(|name| {
            let length = name.chars().count();
            let there = chars.get(..length)?.iter().map(|char| lower(*char));
            let ends = chars.get(length).is_none_or(|next| !is_word(*next));
            (ends && there.eq(name.chars())).then(|| Some((length, self.names.get(name)?.as_str())))?
        })
    }

    /// A body: labels are other labels, short lines stay different from each other, of all else the form is left.
    pub fn body(&mut self, body: &Body, layout: &Layout) -> String {
        let chars: Vec<char> = body.text().chars().collect();
        let mut new: Vec<char> = chars.iter().map(|char| other(*char)).collect();
        let mut put = |from: usize, text: &str| {
            for (place, char) in new.iter_mut().skip(from).zip(text.chars()) {
                *place = char;
            }
        };
        let mut from = 0;
        for line in chars.split_inclusive(|char| *char == '\n') {
            let text: String = line.iter().collect();
            let bare = text.trim_end();
            let head = bare.find(':').and_then(|at| bare.get(..at)).filter(|head| head.chars().count() <= LINE);
            let whole = (bare.chars().count() <= LINE).then_some(bare);
            if let Some(part) = head.or(whole).map(str::trim_start) {
                self.learn(part);
                let indent = bare.chars().count() - bare.trim_start().chars().count();
                put(from + indent, &self.value_of(part));
            }
            from += line.len();
        }
        for turn in &layout.turns {
            let Some(label) = turn.label.and_then(|at| layout.labels.get(at as usize)) else { continue };
            self.learn(label);
            let (start, end) = (turn.span.start as usize, (turn.speech.start as usize).min(chars.len()));
            let label: Vec<char> = label.chars().map(lower).collect();
            let head: Vec<char> = chars.get(start..end).unwrap_or_default().iter().map(|char| lower(*char)).collect();
            let found = head.windows(label.len().max(1)).position(|window| window == label);
            if let Some(found) = found {
                put(start + found, &self.value_of(&label.iter().collect::<String>()));
            }
        }
        new.into_iter().collect()
    }

    fn value_of(&self, name: &str) -> String {
        self.names.get(&folded(name)).cloned().unwrap_or_else(|| masked(name))
    }
}

#[cfg(test)]
#[path = "disguise_tests.rs"]
mod tests;
