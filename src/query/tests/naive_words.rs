//! The naive evaluator's conditions on words: every place is tried.

use regex::Regex;

use super::random::Q;
use crate::text::{fold, stem, tokens};

pub fn folded(text: &str) -> Vec<String> {
    tokens(text, "en").map(|token| token.folded).collect()
}

pub fn next_to(words: &[String], wanted: &[String]) -> bool {
    (0..=words.len()).any(|at| words[at..].starts_with(wanted))
}

pub fn text_holds(query: &Q, text: &str, words: &[String]) -> bool {
    match query {
        Q::Word(word) => match folded(word).as_slice() {
            [word] => words.iter().any(|have| stem(have, "en") == stem(word, "en")),
            several => next_to(words, several),
        },
        Q::Phrase(wanted) => next_to(words, &folded(&wanted.join(" "))),
        Q::Near(wanted, number) => {
            let wanted = folded(&wanted.join(" "));
            let stretch = wanted.len() + number;
            (0..words.len()).any(|start| {
                let mut stretch = words[start..].iter().take(stretch).collect::<Vec<_>>();
                wanted
                    .iter()
                    .all(|word| stretch.iter().position(|have| *have == word).map(|at| stretch.remove(at)).is_some())
            })
        }
        Q::Prefix(prefix) => words.iter().any(|have| have.starts_with(&fold(prefix, "en"))),
        Q::Fuzzy(word) => words.iter().any(|have| one_edit(&fold(word, "en"), have)),
        Q::Pattern(pattern) => Regex::new(&format!("(?i){pattern}")).unwrap().is_match(text),
        _ => panic!("no words: {query:?}"),
    }
}

/// One insertion, deletion, change or swap at most, tried one after the other.
pub fn one_edit(from: &str, to: &str) -> bool {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let without = |word: &[char], at: usize| [&word[..at], &word[at + 1..]].concat();
    let swapped = |at: usize| {
        let mut word = from.clone();
        word.swap(at, at + 1);
        word
    };
    from == to
        || (0..from.len()).any(|at| without(&from, at) == to)
        || (0..to.len()).any(|at| without(&to, at) == from)
        || (from.len() == to.len() && (0..from.len()).any(|at| without(&from, at) == without(&to, at)))
        || (1..from.len()).any(|at| swapped(at - 1) == to)
}
