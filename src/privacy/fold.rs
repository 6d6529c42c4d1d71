//! Text as names are compared in it: without case, marks and the shape of apostrophes, with the place of every letter.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One letter or sign as it is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Letter {
    /// The letter.
    pub(super) char: char,
    /// First byte of the text that it stands for.
    start: u32,
    /// End of that, marks that follow included.
    end: u32,
}

impl Letter {
    /// The bytes that the letters from `first` to `last` stand for.
    pub(super) fn bytes(first: &Self, last: &Self) -> Range<usize> {
        first.start as usize..last.end as usize
    }
}

/// The letters of `text` as they are compared. Texts of more than 4 GB are cut there.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let Ok(start) = u32::try_from(at) else { break };
        let end = start + char.len_utf8() as u32;
        if char.is_ascii() {
            out.push(Letter { char: char.to_ascii_lowercase(), start, end });
            continue;
        }
        if is_combining_mark(char) || is_invisible(char) {
            if let Some(last) = out.last_mut() {
                last.end = end;
            }
            continue;
        }
        for part in char.nfd().filter(|part| !is_combining_mark(*part)) {
            match plain(part) {
                Some(letters) => out.extend(letters.chars().map(|char| Letter { char, start, end })),
                None => out.extend(part.to_lowercase().map(|char| Letter { char, start, end })),
            }
        }
    }
    out
}

/// The text of `letters`, for comparing whole names.
pub(super) fn folded(text: &str) -> String {
    letters(text).iter().map(|letter| letter.char).collect()
}

/// Signs without a width that may stand inside of a word.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters that have no mark to lose and are written plainly all the same, and the shapes of the apostrophe.
fn plain(char: char) -> Option<&'static str> {
    Some(match char {
        '’' | '‘' | 'ʼ' | '＇' => "'",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

/// Whether words of this letter's script stand side by side without blanks.
pub(super) fn has_no_blanks(char: char) -> bool {
    matches!(char, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_apostrophes_fall_away_and_places_stay() {
        assert_eq!(folded("ZOË’s"), "zoe's");
        assert_eq!(folded("Zoe\u{308}"), "zoe");
        assert_eq!(folded("Łukasz Søren Straße"), "lukasz soren strasse");
        let text = "xZoe\u{308}.";
        let found = letters(text);
        assert_eq!(&text[Letter::bytes(&found[1], &found[3])], "Zoe\u{308}");
    }
}
