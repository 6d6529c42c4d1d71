//! The lines of a journal in disguise.

use super::super::event::{carry, is_place};
use super::super::json::Json;
use super::format::has;
use super::{Disguise, Format};
use crate::model::Place;

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

impl Disguise {
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
