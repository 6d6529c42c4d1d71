//! A study in disguise, for a report of a fault: every letter is another one, and everything stands where it stood.
//!
//! Laws: a text in disguise has as many code points as before, its line breaks, blanks and signs in their places, letters of the same
//! script and case, and digits where digits were; a name (a label, an id, a value of an attribute) is the same other name everywhere;
//! no other word can be told apart from one of its length. Words of the format stay, where the format has them.

use std::collections::{BTreeMap, HashSet};

use super::event::{carry, is_place};
use super::json::Json;
use crate::model::Place;
use crate::text::{Body, Layout};

/// Letters of names: no word is made of them.
const LETTERS: [char; 6] = ['q', 'x', 'z', 'j', 'k', 'v'];

/// Lines of at most so many code points may be taken for a label, and stay different from each other.
const LINE: usize = 40;

/// Keys of the files of a study.
const KEYS: &str = "\
    emic title language codebook transcripts participants codings coders consensus interviewers others turns \
    attribution_words citation_width quote_template approach consent cache agreement key suppress analysis quote \
    archive transcript participant about attributes date source source_sha256 codes themes id name colour \
    definition include exclude examples was idea case label";

/// Values that mean something to the program.
const VALUES: &str = "\
    interviewer other auto yes no ask true false null disk memory reflexive codebook framework reliability \
    content teal orange blue vermilion purple green sky yellow pink brown grey olive";

/// Labels that the program takes for interviewers where a study says nothing: they name nobody.
const INTERVIEWERS: &str = "\
    interviewer researcher int i";

/// Keys of a journal.
const JOURNAL: &str = "\
    v id act of coder at rev do transcript span quote before after text code query def settles by coding why memo \
    on participant case study title kind as shown translation language use name transcripts coders op old new via \
    patch path hash ids under definition things";

/// Words of a journal that stand as values.
const WORDS: &str = "\
    code uncode respan recode memo star quote done round codebook file exclude dismiss erase undo resized moved \
    edited note analytic reflexive method summary exemplar negative none add rename define move merge split \
    remove emic withdrawn anonymised";

/// Keys of numbers that are settings.
const NUMBERS: &str = "\
    emic attribution_words citation_width";

/// Whether a list holds a word.
fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// Which words of a file are the format's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Keys, and values that mean something.
    Yaml,
    /// Cells.
    Csv,
    /// None.
    Text,
}

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

    /// Takes in the names that a line of a journal holds.
    pub fn learn_line(&mut self, line: &str) {
        fn walk(disguise: &mut Disguise, held: &str, value: &Json) {
            match value {
                Json::Text(text)
                    if matches!(held, "coder" | "coders" | "by" | "participant" | "case" | "code" | "codes") =>
                {
                    disguise.learn(text.strip_prefix("case:").unwrap_or(text));
                }
                Json::Text(text) if matches!(held, "transcript" | "transcripts") => {
                    text.split('/').for_each(|part| disguise.learn(part))
                }
                Json::List(items) => items.iter().for_each(|item| walk(disguise, held, item)),
                Json::Object(entries) => entries.iter().for_each(|(key, value)| walk(disguise, key, value)),
                _ => {}
            }
        }
        if let Ok(json) = serde_json::from_str::<Json>(line) {
            walk(self, "", &json);
        }
    }

    /// A line of a journal. `place` is given each passage and the transcript where the line names it.
    pub fn line(&self, line: &str, place: &mut dyn FnMut(&Place) -> Option<Place>) -> String {
        let Ok(mut json) = serde_json::from_str::<Json>(line) else { return self.text(line, Format::Text) };
        let transcript = json.text("transcript").unwrap_or_default().to_owned();
        self.json("", &transcript, &mut json, place);
        let mut out = String::with_capacity(line.len());
        json.write(&mut out);
        out
    }

    fn json(&self, held: &str, transcript: &str, value: &mut Json, place: &mut dyn FnMut(&Place) -> Option<Place>) {
        match value {
            Json::Text(text) => *text = self.held(held, text),
            Json::List(items) => items.iter_mut().for_each(|item| self.json(held, transcript, item, place)),
            Json::Object(entries) => {
                let named = entries.iter().any(|(key, _)| key == "transcript");
                let carried = entries.iter().any(|(key, _)| key == "quote") && carry(entries, transcript, named, place);
                for (key, value) in entries.iter_mut() {
                    if !(carried && is_place(key)) {
                        self.json(key, transcript, value, place);
                    }
                    if !has(JOURNAL, key) {
                        *key = self.value(key);
                    }
                }
            }
            Json::Null | Json::Flag(_) | Json::Number(_) => {}
        }
    }

    /// A string of a journal under the key that holds it.
    fn held(&self, held: &str, text: &str) -> String {
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        match held {
            "id" | "act" | "coding" | "memo" | "ids" | "settles" if text.len() == 36 && hex => text.to_owned(),
            "at" if text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+TZ".contains(&byte)) => text.to_owned(),
            "do" | "kind" | "as" | "why" | "op" | "via" if has(WORDS, text) => text.to_owned(),
            "hash" | "def" | "text" if hex && matches!(text.len(), 8 | 16) => "0".repeat(text.len()),
            _ => self.value(text),
        }
    }
}

/// The key with which a line of YAML begins.
fn key_of(line: &str) -> &str {
    let bare = line.trim_start().trim_start_matches("- ").trim_start();
    bare.split_once(':').map_or("", |(key, _)| key.trim().trim_matches(['"', '\'']))
}

fn is_dated(line: &str) -> bool {
    let digits: String = line.chars().filter(|char| char.is_ascii_digit() || *char == '-').collect();
    digits.len() == 10 && digits.split('-').map(str::len).eq([4, 2, 2])
}

/// Whether nothing but a key stands before this in its line.
fn is_first_value(chars: &[char], at: usize) -> bool {
    chars[..at].iter().rev().find(|char| !char.is_whitespace() && !"\"'".contains(**char)) == Some(&':')
}

/// Whether a word is one of the format's at this place of a line.
fn is_kept(format: Format, word: &str, chars: &[char], at: usize, end: usize) -> bool {
    let before = chars[..at].iter().rev().find(|char| !char.is_whitespace() && !"\"'".contains(**char)).copied();
    let after = chars[end..]
        .iter()
        .find(|char| !"\"' ".contains(**char))
        .copied()
        .filter(|char| *char != '\n' && *char != '\r');
    match format {
        Format::Text => false,
        Format::Csv => {
            let apart = |char: Option<char>| char.is_none_or(|char| ",;\t\u{feff}".contains(char));
            apart(before) && apart(after) && (has(VALUES, word) || has(KEYS, word))
        }
        Format::Yaml => {
            let key = after == Some(':') && before.is_none_or(|char| "-{,".contains(char)) && has(KEYS, word);
            let whole =
                before.is_some_and(|char| ":[,{-".contains(char)) && after.is_none_or(|char| ",]}#".contains(char));
            let file = before.is_some_and(|char| ":[,-".contains(char))
                && matches!(word, "transcripts" | "codings" | "participants" | "codebook");
            let ending = before == Some('.') && matches!(word, "csv" | "yaml" | "txt" | "md");
            let field = before == Some('{')
                && after == Some('}')
                && matches!(word, "quote" | "participant" | "transcript" | "lines" | "turn" | "time" | "translation");
            key || (whole && has(VALUES, word)) || file || ending || field
        }
    }
}

/// Whether a word of a pattern is its syntax: the name of a group, a class.
fn is_syntax(chars: &[char], at: usize, end: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let ends = chars.get(end).copied();
    before == Some('\\')
        || (before == Some('<') && ends == Some('>'))
        || (end - at == 1 && (before == Some('-') || ends == Some('-')))
}

#[cfg(test)]
#[path = "disguise_tests.rs"]
mod tests;
