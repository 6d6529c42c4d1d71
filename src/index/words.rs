//! The tokens of the index: those of [`crate::text::tokens`], to the letter.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::{fold, words};

/// Bytes at which a token is cut off in the index (tantivy would drop one of 64 KiB without a word).
const LONGEST: usize = 1024;

/// Bytes up to which a token can be asked for. What stands between the two is more than any ending that a stemmer
/// takes off and any typing mistake, so that a token that was cut off is never one that could have been asked for.
const ASKABLE: usize = 768;

/// Folded words that are kept at most, so that a text full of odd words does not fill the memory.
const REMEMBERED: usize = 1 << 15;

/// Whether the index can answer for `token`; turns with longer ones are always proposed.
pub(super) fn askable(token: &str) -> bool {
    token.len() <= ASKABLE
}

/// What of a token stands in the index.
fn clipped(token: &str) -> &str {
    if token.len() <= LONGEST {
        return token;
    }
    let end = (0..=LONGEST).rev().find(|end| token.is_char_boundary(*end)).unwrap_or(0);
    &token[..end]
}

/// Splits speech into folded words, numbered from 0.
#[derive(Clone)]
pub(super) struct Words {
    language: Arc<str>,
    /// Folded forms of words that had to be folded: the same few thousand come again and again.
    folded: HashMap<Box<str>, Box<str>>,
    ranges: Vec<Range<usize>>,
    token: Token,
}

impl Words {
    pub(super) fn new(language: &str) -> Self {
        Self { language: language.into(), folded: HashMap::new(), ranges: Vec::new(), token: Token::default() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.ranges.clear();
        self.ranges.extend(words(text));
        self.token.reset();
        WordStream { text, at: 0, words: self }
    }
}

/// The words of one turn.
pub(super) struct WordStream<'a> {
    text: &'a str,
    at: usize,
    words: &'a mut Words,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Words { language, folded, ranges, token } = &mut *self.words;
        let Some(range) = ranges.get(self.at) else { return false };
        let word = self.text.get(range.clone()).unwrap_or_default();
        token.offset_from = range.start;
        token.offset_to = range.end;
        token.position = self.at;
        token.text.clear();
        // Nothing is folded in small letters of ASCII, which most words are made of: no need to look them up.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            token.text.push_str(clipped(word));
        } else if let Some(known) = folded.get(word) {
            token.text.push_str(known);
        } else {
            let new = fold(word, language);
            token.text.push_str(clipped(&new));
            if folded.len() < REMEMBERED && word.len() < 64 {
                folded.insert(word.into(), token.text.as_str().into());
            }
        }
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.words.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;
    use proptest::prelude::*;

    fn stream(text: &str, language: &str) -> Vec<(String, usize)> {
        let mut words = Words::new(language);
        let mut found = Vec::new();
        // Twice: the second time from what was remembered.
        for _ in 0..2 {
            found.clear();
            words.token_stream(text).process(&mut |token| found.push((token.text.clone(), token.position)));
        }
        found
    }

    #[test]
    fn a_monster_is_cut_off_at_a_letter() {
        let monster = "é".repeat(40_000);
        let found = stream(&format!("a {monster} b"), "en");
        assert_eq!(found.len(), 3);
        assert!(found[1].0.len() <= LONGEST && found[1].0.len() > ASKABLE);
        assert_eq!(found[2], ("b".into(), 2));
        assert!(!askable(&monster) && askable("referral"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn tokens_are_those_of_the_matcher(
            text in "([A-Za-zéÉßİıΣσςЁё'’0-9.,-]{1,6}[ \n]?){0,12}|.{0,30}",
            language in prop::sample::select(vec!["en", "de", "tr", "xx", ""]),
        ) {
            let expected: Vec<_> = tokens(&text, language).map(|token| token.folded).zip(0..).collect();
            prop_assert_eq!(stream(&text, language), expected);
        }
    }
}
