//! The speech of a participant who withdraws, and how it is found again in memos, examples and patches.

use std::collections::HashSet;
use std::ops::Range;

use crate::text::tokens;

/// What stands where a participant who withdrew has spoken.
pub const PLACEHOLDER: &str = "[participant withdrew]";

/// So many words in a row are taken for a person's own.
const RUN: usize = 5;

/// What a person has said, as the runs of words that nobody else has said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Speech {
    language: String,
    runs: HashSet<u64>,
    /// Whole utterances shorter than a run, which only count where they stand alone.
    short: HashSet<Vec<String>>,
    /// All words, utterance by utterance.
    said: Vec<Vec<String>>,
}

fn words(text: &str, language: &str) -> Vec<(String, Range<usize>)> {
    tokens(text, language).map(|token| (token.folded, token.bytes)).collect()
}

fn hash(run: &[(String, Range<usize>)]) -> u64 {
    let text: Vec<&str> = run.iter().map(|(word, _)| word.as_str()).collect();
    crate::text::TextHash::of(&text.join(" ")).0
}

impl Speech {
    /// The speech of a person: `own`, without the runs that others say too.
    pub fn new<'a>(
        language: &str,
        own: impl IntoIterator<Item = &'a str>,
        others: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut speech = Self { language: language.to_owned(), ..Self::default() };
        for text in own {
            let words = words(text, language);
            speech.runs.extend(words.windows(RUN).map(hash));
            let words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
            if (2..RUN).contains(&words.len()) {
                speech.short.insert(words.clone());
            }
            speech.said.push(words);
        }
        for text in others {
            let words = words(text, language);
            for run in words.windows(RUN) {
                speech.runs.remove(&hash(run));
            }
        }
        speech
    }

    /// The stretches (bytes) of `text` that repeat five words or more of the person, joined where they overlap; all of it
    /// where it is one short utterance, whole.
    pub fn stretches(&self, text: &str) -> Vec<Range<usize>> {
        let words = words(text, &self.language);
        if words.len() < RUN {
            let all: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
            return if self.short.contains(&all) { std::iter::once(0..text.len()).collect() } else { Vec::new() };
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for run in words.windows(RUN).filter(|run| self.runs.contains(&hash(run))) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let here = first.1.start..last.1.end;
            match found.last_mut() {
                Some(open) if open.end >= here.start => open.end = here.end,
                _ => found.push(here),
            }
        }
        found
    }

    /// The text with the placeholder for what the person said; `None`: nothing of it is in it.
    pub fn redact(&self, text: &str) -> Option<String> {
        let stretches = self.stretches(text);
        if stretches.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for stretch in stretches {
            out.push_str(text.get(done..stretch.start).unwrap_or_default());
            out.push_str(PLACEHOLDER);
            done = stretch.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }

    /// Whether a text of three words or more is, whole, a piece of what the person said, or repeats five words in a row.
    pub fn says(&self, text: &str) -> bool {
        let words: Vec<String> = words(text, &self.language).into_iter().map(|(word, _)| word).collect();
        let whole = || self.said.iter().any(|said| said.windows(words.len()).any(|part| part == words));
        (words.len() >= 3 && whole()) || self.is_in(text)
    }

    /// Whether a text repeats five words in a row of the person.
    pub fn is_in(&self, text: &str) -> bool {
        !self.stretches(text).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_words_in_a_row_are_found_whatever_stands_around_them() {
        let own = ["We waited nine weeks and nobody ever rang us back.", "Not then."];
        let others = ["I think nobody ever rang us back there either."];
        let speech = Speech::new("en", own, others);
        assert_eq!(
            speech.redact("She says: “we WAITED nine weeks, and nobody” – telling.").unwrap(),
            "She says: “[participant withdrew]” – telling."
        );
        assert_eq!(speech.redact("nine weeks is long; they waited"), None);
        // What somebody else says as well is theirs.
        assert_eq!(speech.redact("nobody ever rang us back"), None);
        assert_eq!(speech.redact("“Not then.”").unwrap(), PLACEHOLDER);
        assert!(speech.says("waited nine weeks") && !speech.says("weeks nine waited") && !speech.says("nine weeks"));
        assert_eq!(speech.redact("It was not then that they came to us."), None);
    }
}
