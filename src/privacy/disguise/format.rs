//! Which words of a study's files are the format's, and stay.

/// Keys of the files of a study.
const KEYS: &str = "\
    emic title language codebook transcripts participants codings coders consensus interviewers others turns \
    attribution_words citation_width quote_template approach consent cache agreement key suppress analysis quote \
    archive transcript participant about attributes date source source_sha256 codes themes id name colour \
    definition include exclude examples was idea case label";

/// Values that mean something to the program.
pub(super) const VALUES: &str = "\
    interviewer other auto yes no ask true false null disk memory reflexive codebook framework reliability \
    content teal orange blue vermilion purple green sky yellow pink brown grey olive";

/// Keys of numbers that are settings.
pub(super) const NUMBERS: &str = "\
    emic attribution_words citation_width";

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

/// Whether a list holds a word.
pub(super) fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// The key with which a line of YAML begins.
pub(super) fn key_of(line: &str) -> &str {
    let bare = line.trim_start().trim_start_matches("- ").trim_start();
    bare.split_once(':').map_or("", |(key, _)| key.trim().trim_matches(['"', '\'']))
}

pub(super) fn is_dated(line: &str) -> bool {
    let digits: String = line.chars().filter(|char| char.is_ascii_digit() || *char == '-').collect();
    digits.len() == 10 && digits.split('-').map(str::len).eq([4, 2, 2])
}

/// Whether nothing but a key stands before this in its line.
pub(super) fn is_first_value(chars: &[char], at: usize) -> bool {
    chars[..at].iter().rev().find(|char| !char.is_whitespace() && !"\"'".contains(**char)) == Some(&':')
}

/// Whether a word is one of the format's at this place of a line.
pub(super) fn is_kept(format: Format, word: &str, chars: &[char], at: usize, end: usize) -> bool {
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
pub(super) fn is_syntax(chars: &[char], at: usize, end: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let ends = chars.get(end).copied();
    before == Some('\\')
        || (before == Some('<') && ends == Some('>'))
        || (end - at == 1 && (before == Some('-') || ends == Some('-')))
}
