//! Finding words, phrases and patterns in one stretch of text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use super::sifted::Sifted;
use crate::text::{Token, stem, suggest};

/// A condition on words, ready to be looked for.
#[derive(Debug)]
pub(super) enum TextTest {
    /// Any token with this stem; what is known of tokens seen so far.
    Word {
        stem: String,
        seen: RefCell<HashMap<String, bool>>,
    },
    Phrase(Vec<String>),
    Near {
        words: Vec<String>,
        stretch: usize,
    },
    Prefix(String),
    Fuzzy(Vec<char>),
    Pattern(Sifted),
}

impl TextTest {
    /// Where the condition holds in `text`, whose tokens are `tokens`: bytes of `text`, in order.
    /// `None`: nowhere. A pattern may hold without taking up any room.
    pub fn find(&self, text: &str, tokens: &[Token], language: &str) -> Option<Vec<Range<usize>>> {
        let hits = match self {
            Self::Word { stem: wanted, seen } => single(tokens, |token| {
                let mut seen = seen.borrow_mut();
                if let Some(known) = seen.get(token) {
                    return *known;
                }
                let is = stem(token, language) == *wanted;
                seen.insert(token.to_owned(), is);
                is
            }),
            Self::Prefix(prefix) => single(tokens, |token| token.starts_with(prefix.as_str())),
            Self::Fuzzy(wanted) => single(tokens, |token| close(token, wanted)),
            Self::Phrase(words) => phrase(tokens, words),
            Self::Near { words, stretch } => near(tokens, words, *stretch),
            Self::Pattern(pattern) => {
                let mut found = pattern.find_iter(text).peekable();
                found.peek()?;
                return Some(found.map(|hit| hit.range()).filter(|range| !range.is_empty()).collect());
            }
        };
        (!hits.is_empty()).then_some(hits)
    }
}

fn single(tokens: &[Token], is: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    tokens.iter().filter(|token| is(&token.folded)).map(|token| token.bytes.clone()).collect()
}

/// At most one insertion, deletion, change or swap.
fn close(token: &str, wanted: &[char]) -> bool {
    let length = token.chars().count();
    if length.abs_diff(wanted.len()) > 1 {
        return false;
    }
    let token: Vec<char> = token.chars().collect();
    suggest::distance(&token, wanted) <= 1
}

fn phrase(tokens: &[Token], words: &[String]) -> Vec<Range<usize>> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at + words.len() <= tokens.len() {
        let run = &tokens[at..at + words.len()];
        if run.iter().zip(words).all(|(token, word)| token.folded == *word) {
            hits.push(run[0].bytes.start..run[run.len() - 1].bytes.end);
            at += words.len();
        } else {
            at += 1;
        }
    }
    hits
}

/// Stretches of at most `stretch` tokens that hold all `words`, a word that is named twice twice; each as short as it can
/// be from its start, none overlapping the one before.
fn near(tokens: &[Token], words: &[String], stretch: usize) -> Vec<Range<usize>> {
    let mut hits = Vec::new();
    // Without this a wide stretch would be searched again from each place of a frequent word.
    if words.iter().any(|word| tokens.iter().all(|token| token.folded != *word)) {
        return hits;
    }
    let mut at = 0;
    while at < tokens.len() {
        if !words.contains(&tokens[at].folded) {
            at += 1;
            continue;
        }
        let mut missing: Vec<&String> = words.iter().collect();
        let mut end = None;
        for (offset, token) in tokens[at..].iter().take(stretch).enumerate() {
            if let Some(found) = missing.iter().position(|word| **word == token.folded) {
                missing.swap_remove(found);
                if missing.is_empty() {
                    end = Some(at + offset);
                    break;
                }
            }
        }
        match end {
            Some(end) => {
                hits.push(tokens[at].bytes.start..tokens[end].bytes.end);
                at = end + 1;
            }
            None => at += 1,
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;
    use regex::Regex;

    fn found(test: &TextTest, text: &str) -> Vec<String> {
        let tokens: Vec<Token> = tokens(text, "en").collect();
        let hits = test.find(text, &tokens, "en").unwrap_or_default();
        hits.into_iter().map(|range| text[range].to_owned()).collect()
    }

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(String::from).collect()
    }

    #[test]
    fn phrases_run_over_punctuation() {
        let test = TextTest::Phrase(words("waiting list"));
        assert_eq!(found(&test, "a Waiting — list, waiting lists, waiting list"), ["Waiting — list", "waiting list"]);
    }

    #[test]
    fn phrases_follow_one_another_without_overlap() {
        let test = TextTest::Phrase(words("no no"));
        assert_eq!(found(&test, "no no, no. No no"), ["no no", "no. No"]);
        assert_eq!(found(&test, "no"), Vec::<String>::new());
    }

    #[test]
    fn proximity_takes_any_order_and_the_shortest_stretch() {
        let test = TextTest::Near { words: words("waiting list"), stretch: 5 };
        assert_eq!(found(&test, "the list that we were waiting for"), ["list that we were waiting"]);
        assert_eq!(found(&test, "the list that we really were waiting for"), Vec::<String>::new());
        let twice = TextTest::Near { words: words("no no"), stretch: 3 };
        assert_eq!(found(&twice, "no way, no"), ["no way, no"]);
        assert_eq!(found(&twice, "no way at all, no"), Vec::<String>::new());
    }

    #[test]
    fn fuzzy_is_one_edit() {
        let test = TextTest::Fuzzy("referal".chars().collect());
        assert_eq!(found(&test, "referral refreal referals refer ral"), ["referral", "refreal", "referals"]);
    }

    #[test]
    fn patterns_hold_without_taking_room() {
        let test = TextTest::Pattern(Sifted::new(&Regex::new("^$").unwrap()));
        assert_eq!(test.find("", &[], "en"), Some(vec![]));
        assert_eq!(test.find("a", &[], "en"), None);
    }
}
