//! Tokens of search: words, folded; and their stems.

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::suggest::nearest;
use super::words::words;

/// A word of a text, folded for search, and where it stands (bytes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// The folded word.
    pub folded: String,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

/// Folds one word: every apostrophe as `'`, lower case, marks dropped from Latin, Greek and Cyrillic letters, soft hyphens
/// and characters without width ignored, and in English (`en`, `en-GB`, …) a final `'s` dropped.
///
/// A text in NFC and the same in NFD fold alike; the result is in NFC. ς folds as σ, so that capitals find it.
pub fn fold(word: &str, language: &str) -> String {
    let mut folded = if word.is_ascii() { word.to_ascii_lowercase() } else { fold_unicode(word) };
    if folded.ends_with("'s") && folded.len() > 2 && primary(language) == "en" {
        folded.truncate(folded.len() - 2);
    }
    folded
}

/// The tokens of `text` in order.
pub fn tokens<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = Token> + 'a {
    words(text).map(move |bytes| Token { folded: fold(text.get(bytes.clone()).unwrap_or_default(), language), bytes })
}

/// The folded tokens of a wording: of the unquoted word `one-to-one` there are three, which are a phrase.
pub fn phrase_tokens(word: &str, language: &str) -> Vec<String> {
    tokens(word, language).map(|token| token.folded).collect()
}

/// Longest token that is stemmed, in bytes: no word is longer, and some stemmers are quadratic.
const LONGEST: usize = 256;

/// The Snowball stem of a folded token in `language` (an ISO 639 code, perhaps with a region: `pt-BR`); the token itself
/// where there is no stemmer for it.
pub fn stem(folded: &str, language: &str) -> String {
    let language = primary(language);
    match algorithm(&language) {
        Some(algorithm) if folded.len() <= LONGEST => {
            Stemmer::new(algorithm).stem(&with_short_i(folded, &language)).into_owned()
        }
        _ => folded.to_owned(),
    }
}

/// The language of a code such as `en`, `en-GB`, `EN_us`.
fn primary(language: &str) -> Cow<'_, str> {
    let code = language.split(['-', '_']).next().unwrap_or_default().trim();
    if code.bytes().any(|byte| byte.is_ascii_uppercase()) { code.to_ascii_lowercase().into() } else { code.into() }
}

/// The stemmer of a language.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "st" => Algorithm::Sesotho,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        _ => return None,
    })
}

/// How a study's `language:` fits what emic knows of languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LanguageFit {
    /// Its words are stemmed.
    Stemmed,
    /// A code for whose language there is no stemmer: words are found as they stand.
    Unstemmed,
    /// No code that emic takes; perhaps this one is meant.
    Unknown(Option<&'static str>),
}

/// The codes with the names that people write in their place.
const NAMES: [(&str, &str); 35] = [
    ("ar", "arabic"),
    ("ca", "catalan"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "german deutsch"),
    ("el", "greek"),
    ("en", "english"),
    ("eo", "esperanto"),
    ("es", "spanish español"),
    ("et", "estonian"),
    ("eu", "basque"),
    ("fa", "persian farsi"),
    ("fi", "finnish"),
    ("fr", "french français"),
    ("ga", "irish"),
    ("hi", "hindi"),
    ("hu", "hungarian magyar"),
    ("hy", "armenian"),
    ("id", "indonesian"),
    ("it", "italian"),
    ("lt", "lithuanian"),
    ("nb", "norwegian"),
    ("nn", "nynorsk"),
    ("ne", "nepali"),
    ("nl", "dutch nederlands"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sr", "serbian"),
    ("st", "sesotho"),
    ("sv", "swedish svenska"),
    ("ta", "tamil"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
];

/// Looks at a study's `language:`. Codes have two letters (ISO 639-1), perhaps with a region; of those with three letters only such as
/// begin no name that is known here.
pub fn language_fit(language: &str) -> LanguageFit {
    let code = primary(language);
    if algorithm(&code).is_some() {
        return LanguageFit::Stemmed;
    }
    let names = || NAMES.iter().flat_map(|(code, names)| names.split(' ').map(move |name| (*code, name)));
    let meant = match nearest(&code, names().map(|(_, name)| name)) {
        Some(near) if code.chars().count() > 3 => names().find(|(_, name)| *name == near),
        _ => names().find(|(_, name)| code.chars().count() > 2 && name.starts_with(code.as_ref())),
    };
    let meant = meant.map(|(code, _)| code);
    let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_code && meant.is_none() { LanguageFit::Unstemmed } else { LanguageFit::Unknown(meant) }
}

/// Gives a final й, which folding wrote и, back to Russian and Ukrainian, whose stemmers know the endings by it.
fn with_short_i<'a>(folded: &'a str, language: &str) -> Cow<'a, str> {
    // Russian has a real ending ии as well, which its stemmer takes off like ий.
    let vowels: &[char] = match language {
        "ru" => &['ы', 'о', 'е'],
        "uk" => &['и', 'і', 'о', 'е'],
        _ => return folded.into(),
    };
    match folded.strip_suffix('и') {
        Some(head) if head.ends_with(vowels) => format!("{head}й").into(),
        _ => folded.into(),
    }
}

fn fold_unicode(word: &str) -> String {
    let mut marked = false;
    let kept = word.nfd().filter(|c| {
        if is_ignored(*c) {
            return false;
        }
        if is_combining_mark(*c) {
            return !marked;
        }
        marked = loses_marks(*c);
        true
    });
    kept.map(plain).flat_map(char::to_lowercase).nfc().collect()
}

/// Apostrophes, and the final sigma.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '＇' => '\'',
        'ς' => 'σ',
        c => c,
    }
}

/// Soft hyphen, joiners, marks of direction, variation selectors: nothing that is seen or typed.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Whether `c` is a Latin, Greek or Cyrillic letter.
fn loses_marks(c: char) -> bool {
    let script = matches!(c, 'A'..='Z' | 'a'..='z' | 'ª' | 'º' | '\u{C0}'..='\u{2AF}' | '\u{370}'..='\u{3FF}'
        | '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{1D00}'..='\u{1DBF}' | '\u{1E00}'..='\u{1FFF}'
        | '\u{2C60}'..='\u{2C7F}' | '\u{A640}'..='\u{A69F}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}'
        | '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}');
    script && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn en(text: &str) -> Vec<String> {
        phrase_tokens(text, "en")
    }

    #[test]
    fn quotes_case_marks_and_the_genitive() {
        assert_eq!(en("one-to-one"), ["one", "to", "one"]);
        assert_eq!(en("Parent’s parentʼs PARENT'S parents"), ["parent", "parent", "parent", "parents"]);
        assert_eq!(en("don’t don't don＇t"), ["don't", "don't", "don't"]);
        assert_eq!(en("Naïve CAFÉ co\u{AD}oper\u{200D}ate Ångström"), ["naive", "cafe", "cooperate", "angstrom"]);
        assert_eq!(fold("parents'", "en"), "parents'");
        assert_eq!(fold("it's", "en-GB"), "it");
        assert_eq!(fold("it's", "de"), "it's");
        assert_eq!(fold("it's", "enm"), "it's");
        assert_eq!(fold("'s", "en"), "'s");
    }

    #[test]
    fn scripts_keep_or_lose_their_marks() {
        assert_eq!(fold("ещё", "ru"), "еще");
        assert_eq!(fold("йод", "ru"), "иод");
        assert_eq!(fold("ΟΔΌΣ", "el"), fold("οδός", "el"));
        assert_eq!(fold("İstanbul", "tr"), "istanbul");
        assert_eq!(fold("हिन्दी", "hi"), "हिन्दी");
        assert_eq!(fold("مُدَرِّس", "ar"), "مُدَرِّس");
        let korean = "학교";
        let decomposed: String = korean.nfd().collect();
        assert_ne!(decomposed, korean);
        assert_eq!(fold(&decomposed, "ko"), korean);
    }

    #[test]
    fn stems_by_language() {
        assert_eq!(stem("referrals", "en"), stem("referral", "en-GB"));
        assert_ne!(stem("referrals", "xx"), stem("referral", "xx"));
        assert_eq!(stem("automaten", "de"), "automat");
        assert_eq!(stem("referrals", ""), "referrals");
        assert_eq!(stem(&fold("новый", "ru"), "ru"), stem(&fold("новая", "ru"), "ru"));
        assert_eq!(stem(&fold("великий", "uk"), "uk"), stem("великии", "uk"));
        let endless = "s".repeat(10_000);
        assert_eq!(stem(&endless, "en"), endless);
    }

    const LANGUAGES: &[&str] = &[
        "ar", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "hi", "hu", "hy",
        "id", "it", "lt", "nb", "ne", "nl", "pl", "pt", "ro", "ru", "sr", "st", "sv", "ta", "tr", "uk",
    ];

    #[test]
    fn a_language_that_is_none_is_told() {
        for known in ["en", "EN_us", "pt-BR", "no", "nn"] {
            assert_eq!(language_fit(known), LanguageFit::Stemmed, "{known}");
        }
        for (written, meant) in [
            ("englsh", "en"),
            ("English", "en"),
            ("english-UK", "en"),
            ("Deutsch", "de"),
            ("eng", "en"),
            ("ger", "de"),
            ("francais", "fr"),
            ("Swedisch", "sv"),
        ] {
            assert_eq!(language_fit(written), LanguageFit::Unknown(Some(meant)), "{written}");
        }
        for other in ["cy", "zh-Hans", "gsw"] {
            assert_eq!(language_fit(other), LanguageFit::Unstemmed, "{other}");
        }
        for none in ["e", "12", "klingon!", "x y z"] {
            assert_eq!(language_fit(none), LanguageFit::Unknown(None), "{none}");
        }
        for (code, _) in NAMES {
            assert!(algorithm(code).is_some(), "{code}");
        }
    }

    #[test]
    fn every_language_has_its_stemmer() {
        for language in LANGUAGES {
            assert!(algorithm(language).is_some(), "{language}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn nfc_and_nfd_fold_alike_and_folding_settles(word in "[a-zÀ-ž̀-ͯα-ωΆ-ώа-яё가-힣हिन्दी’ʼß]{0,12}") {
            let (nfc, nfd): (String, String) = (word.nfc().collect(), word.nfd().collect());
            let folded = fold(&nfc, "fr");
            prop_assert_eq!(&folded, &fold(&nfd, "fr"));
            prop_assert_eq!(&folded, &fold(&word, "fr"));
            prop_assert_eq!(&fold(&folded, "fr"), &folded);
        }

        #[test]
        fn ascii_folds_as_all_else(word in "[a-zA-Z0-9'._]{0,12}") {
            prop_assert_eq!(fold(&word, "xx"), fold_unicode(&word));
        }

        #[test]
        fn no_stemmer_fails(any in "\\PC{0,12}", latin in "[a-zéßœ']{0,14}", script in "[а-яα-ωا-يक-ह஀-௺ա-ֆ]{0,10}") {
            for language in LANGUAGES {
                for word in [&any, &latin, &script] {
                    let folded = fold(word, language);
                    prop_assert_eq!(stem(&folded, language), stem(&folded, language));
                }
            }
        }
    }
}
