//! Tokens of search: words, folded, so that a query and a text meet whatever quotes, accents and cases they use.

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::words;

/// A word of a text, folded for search, and where it stands (bytes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// The folded word.
    pub folded: String,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

/// Folds one word: ’ as ', lower case, marks of Latin, Greek and Cyrillic letters dropped, what takes up no room (soft
/// hyphens, joiners) ignored, and in English a final 's dropped.
pub fn fold(word: &str, language: &str) -> String {
    let mut folded = if word.is_ascii() { word.to_ascii_lowercase() } else { fold_wide(word) };
    if language.starts_with("en") && folded.len() > 2 && folded.ends_with("'s") {
        folded.truncate(folded.len() - 2);
    }
    folded
}

fn fold_wide(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let mut drops_marks = false;
    for c in word.nfd() {
        if is_combining_mark(c) {
            if drops_marks {
                continue;
            }
        } else if is_quote(c) {
            folded.push('\'');
            drops_marks = false;
            continue;
        } else if takes_no_room(c) {
            continue;
        } else {
            drops_marks = is_latin_greek_cyrillic(c);
        }
        folded.extend(c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c }));
    }
    // Lower case can bring marks of its own (İ), and what was taken apart and kept is put together again.
    folded.nfc().collect()
}

fn is_quote(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ' | '＇' | '′' | '‛')
}

fn takes_no_room(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn is_latin_greek_cyrillic(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{370}'..='\u{3ff}'
        | '\u{1f00}'..='\u{1fff}' | '\u{400}'..='\u{52f}')
}

/// The tokens of `text` in order.
pub fn tokens<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = Token> + 'a {
    words(text).map(move |bytes| Token { folded: fold(&text[bytes.clone()], language), bytes })
}

/// The Snowball algorithm of a language code such as `en` or `de-AT`; `None`: there is none, and a word is its own stem.
fn algorithm(language: &str) -> Option<Algorithm> {
    let code = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let name = match code.as_str() {
        "ar" => "arabic",
        "hy" => "armenian",
        "eu" => "basque",
        "ca" => "catalan",
        "da" => "danish",
        "nl" => "dutch",
        "en" => "english",
        "et" => "estonian",
        "fi" => "finnish",
        "fr" => "french",
        "de" => "german",
        "el" => "greek",
        "hi" => "hindi",
        "hu" => "hungarian",
        "id" => "indonesian",
        "ga" => "irish",
        "it" => "italian",
        "lt" => "lithuanian",
        "ne" => "nepali",
        "nb" | "nn" | "no" => "norwegian",
        "pt" => "portuguese",
        "ro" => "romanian",
        "ru" => "russian",
        "sr" => "serbian",
        "es" => "spanish",
        "sv" => "swedish",
        "ta" => "tamil",
        "tr" => "turkish",
        "yi" => "yiddish",
        "cs" => "czech",
        "eo" => "esperanto",
        "fa" => "persian",
        "pl" => "polish",
        "st" => "sesotho",
        "uk" => "ukrainian",
        _ => return None,
    };
    Algorithm::from_name(name).ok()
}

/// The stem of a folded token in `language`; the token itself where there is no stemmer for it.
pub fn stem(folded: &str, language: &str) -> String {
    match algorithm(language) {
        Some(algorithm) => match Stemmer::new(algorithm).stem(folded) {
            Cow::Borrowed(stem) => stem.to_owned(),
            Cow::Owned(stem) => stem,
        },
        None => folded.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_meet_whatever_quotes_accents_and_cases() {
        for (a, b) in [
            ("Don’t", "don't"),
            ("café", "CAFE\u{301}"),
            ("Ἀθήνα", "αθηνα"),
            ("ёлка", "елка"),
            ("co\u{ad}operate", "cooperate"),
            ("Rowan’s", "rowan"),
            ("ΟΔΟΣ", "οδος"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(a, "en"), fold(b, "en"), "{a} {b}");
        }
        assert_eq!(fold("parents'", "en"), "parents'");
        assert_eq!(fold("Anna's", "de"), "anna's");
    }

    #[test]
    fn marks_that_are_letters_of_their_own_stay() {
        // In Hindi and Thai, marks are vowels; in Korean, letters are taken apart by NFD and put together again.
        assert_ne!(fold("की", "hi"), fold("क", "hi"));
        assert_eq!(fold("한국", "ko"), fold("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "ko"));
    }

    #[test]
    fn stems_join_the_forms_of_a_word() {
        let forms: Vec<String> = ["wait", "waits", "waited", "waiting"].iter().map(|word| stem(word, "en")).collect();
        assert_eq!(forms, ["wait"; 4]);
        assert_eq!(stem("kinder", "de-AT"), stem("kind", "de"));
        assert_eq!(stem("waiting", "xx"), "waiting");
    }

    proptest! {
        #[test]
        fn folding_is_stable_and_blind_to_normal_forms(word in "\\PC{0,12}") {
            let folded = fold(&word, "de");
            prop_assert_eq!(fold(&folded, "de"), folded.clone());
            prop_assert_eq!(fold(&word.nfd().collect::<String>(), "de"), folded.clone());
            prop_assert_eq!(fold(&word.nfc().collect::<String>(), "de"), folded);
        }
    }
}
