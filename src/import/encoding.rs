//! From bytes to text: which encoding, how sure, and what could not be read.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::refused::{Reading, Refused, Unread};
use crate::text::first_of;

/// How many bytes are looked at to decide.
const LOOKED_AT: usize = 1 << 20;
/// How many damaged lines are named.
const NAMED: usize = 8;
/// What a character that could not be read becomes.
const REPLACEMENT: char = '\u{fffd}';

/// A text and how it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// The text, without a byte order mark; line ends as they stood.
    pub text: String,
    /// The name of the encoding.
    pub encoding: String,
    /// How many characters could not be read (U+FFFD).
    pub replaced: usize,
}

impl Decoded {
    /// The decision in words: `decoded as windows-1252, 0 replacements`.
    pub fn in_words(&self) -> String {
        let s = if self.replaced == 1 { "" } else { "s" };
        format!("decoded as {}, {} replacement{s}", self.encoding, self.replaced)
    }
}

/// The encoding that a user names; common spellings are known.
///
/// # Errors
/// A name that nobody knows.
pub fn named(name: &str) -> Result<&'static Encoding, Refused> {
    let lower = name.trim().to_lowercase().replace([' ', '_'], "-");
    let label = match lower.as_str() {
        "mac-roman" | "macroman" | "mac" | "apple" => "macintosh",
        "ansi" | "cp1252" | "western" | "windows1252" => "windows-1252",
        "latin-1" | "latin1" | "iso8859-1" => "iso-8859-1",
        "latin-9" | "latin9" | "iso8859-15" => "iso-8859-15",
        "utf16" | "utf-16" | "utf16le" => "utf-16le",
        "utf16be" => "utf-16be",
        other => other,
    };
    Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        Refused::new(
            format!("there is no encoding `{name}`"),
            "name one such as utf-8, utf-16le, windows-1252, iso-8859-15, macintosh, windows-1251, shift_jis",
        )
    })
}

/// Reads `bytes`, in the encoding `wanted` if one is named. Characters that cannot be read are refused unless `force`.
///
/// # Errors
/// Bytes that are no text; characters that cannot be read; several encodings that fit equally well.
pub fn decode(bytes: &[u8], wanted: Option<&str>, force: bool) -> Result<Decoded, Unread> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(Refused::new("the text is saved in UTF-32", "save it as UTF-8 in the program it comes from").into());
    }
    let (marked, mark) = Encoding::for_bom(bytes).map_or((None, 0), |(encoding, mark)| (Some(encoding), mark));
    let bytes = &bytes[mark..];
    let encoding = match (wanted.map(named).transpose()?, marked) {
        (Some(named), _) => named,
        (None, Some(marked)) => marked,
        (None, None) => guess(bytes)?,
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if text.contains('\0') {
        return Err(Refused::new(
            "the file holds null bytes and is no text",
            "open it in the program it comes from and save it as plain text",
        )
        .into());
    }
    let replaced = text.matches(REPLACEMENT).count();
    let decoded = Decoded { text: text.into_owned(), encoding: shown(encoding, bytes), replaced };
    if replaced > 0 && !force {
        return Err(damaged(&decoded).into());
    }
    Ok(decoded)
}

/// The name of an encoding as it is shown.
fn shown(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let name = encoding.name();
    match name {
        "UTF-8" if bytes.is_ascii() => "UTF-8 (plain ASCII)".into(),
        "macintosh" => "Mac Roman (macintosh)".into(),
        // The upper half of both is the same; only windows-1252 has signs in 0x80 to 0x9F.
        "windows-1252" if !bytes.iter().any(|byte| (0x80..0xA0).contains(byte)) => {
            "windows-1252 (here the same as ISO-8859-1)".into()
        }
        _ => name.into(),
    }
}

fn damaged(decoded: &Decoded) -> Refused {
    let lines = decoded.text.split('\n').enumerate().filter(|(_, line)| line.contains(REPLACEMENT));
    let numbers: Vec<String> = lines.map(|(at, _)| (at + 1).to_string()).collect();
    let lines = if numbers.len() == 1 { "line" } else { "lines" };
    Refused::new(
        format!(
            "read as {}, {} {} lost (U+FFFD), in {lines} {}",
            decoded.encoding,
            decoded.replaced,
            if decoded.replaced == 1 { "character is" } else { "characters are" },
            first_of(&numbers, NAMED)
        ),
        "say how it was saved with --encoding (for example --encoding windows-1252), or take it as it is with --force",
    )
}

/// The encoding of bytes without a byte order mark.
fn guess(bytes: &[u8]) -> Result<&'static Encoding, Unread> {
    if let Some(wide) = wide(bytes) {
        return Ok(wide);
    }
    if bytes.is_ascii() || std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    // A text in UTF-8 with a damaged place is that, not something else.
    let (lossy, _) = UTF_8.decode_without_bom_handling(head);
    let (bad, good) = (lossy.matches(REPLACEMENT).count(), lossy.chars().filter(|c| !c.is_ascii()).count());
    if bad * 10 < good {
        return Ok(UTF_8);
    }
    let high = head.iter().filter(|byte| **byte >= 0x80).count();
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let foreign = detector.guess(None, chardetng::Utf8Detection::Deny);
    // In other scripts most letters are of the upper half, and frequencies tell them apart well.
    if foreign != WINDOWS_1252 && high * 4 > head.len() {
        return Ok(foreign);
    }
    let mut scored: Vec<(i64, &'static Encoding, String)> = [WINDOWS_1252, MACINTOSH, ISO_8859_15]
        .into_iter()
        .map(|encoding| {
            let text = encoding.decode_without_bom_handling(head).0.into_owned();
            (plausible(&text), encoding, text)
        })
        .collect();
    scored.sort_by_key(|(score, ..)| -score);
    let [(best, encoding, text), rest @ ..] = scored.as_slice() else { return Ok(WINDOWS_1252) };
    let rival = rest.iter().find(|(.., other)| other != text);
    let clear = rival.is_none_or(|(second, ..)| best - second >= 2 && (best - second) * 4 >= high as i64);
    let eastern = foreign != WINDOWS_1252 && *best < 2 * high as i64;
    if clear && !eastern && *best > 0 {
        return Ok(encoding);
    }
    let mut readings: Vec<Reading> = Vec::new();
    let foreign =
        (foreign != WINDOWS_1252).then(|| (0, foreign, foreign.decode_without_bom_handling(head).0.into_owned()));
    for (_, encoding, text) in scored.iter().chain(&foreign) {
        let sample = sample(text);
        if !readings.iter().any(|known| known.sample == sample) {
            readings.push(Reading { encoding: encoding.name().to_lowercase(), sample });
        }
    }
    Err(Unread::Doubtful(readings))
}

/// The words of the first line that differs between encodings.
fn sample(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.is_ascii());
    words.take(4).map(|word| word.chars().take(24).collect::<String>()).collect::<Vec<_>>().join(" … ")
}

/// UTF-16 without a byte order mark: text has a blank or a line end as every fifth unit or so.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    if head.len() < 4 || !head.contains(&0) {
        return None;
    }
    let (mut little, mut big, mut units) = (0, 0, 0);
    for unit in head.as_chunks::<2>().0 {
        units += 1;
        let blank = |low: u8| matches!(low, b' ' | b'\n' | b'\r' | b'\t') || low.is_ascii_alphanumeric();
        little += usize::from(unit[1] == 0 && blank(unit[0]));
        big += usize::from(unit[0] == 0 && blank(unit[1]));
    }
    match () {
        () if little > big * 4 && little * 12 > units => Some(UTF_16LE),
        () if big > little * 4 && big * 12 > units => Some(UTF_16BE),
        () => None,
    }
}

/// How much the characters beyond ASCII look like western prose: letters inside words of their case, quotes and dashes
/// in their places. Signs that prose never has speak against a reading.
fn plausible(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let next = chars.peek().copied().unwrap_or(' ');
            score += weigh(before, c, next, chars.clone().nth(1).unwrap_or(' '));
        }
        before = c;
    }
    score
}

fn weigh(before: char, c: char, next: char, after: char) -> i64 {
    const COMMON: &str = "àâäáãåæçéèêëíìîïñóòôöõøœúùûüßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜ";
    let opens = before.is_whitespace() || matches!(before, '(' | '[' | '"' | '\u{201c}' | '—' | '–');
    match c {
        '\u{a0}' | '\u{ad}' => 1,
        '’' if before.is_alphabetic() && matches!(next, 's' | 't' | 'd' | 'm') && !after.is_alphabetic() => 5,
        '’' if before.is_alphabetic() && matches!((next, after), ('r' | 'v', 'e') | ('l', 'l')) => 5,
        '’' if before.is_alphabetic() && next.is_alphabetic() => 3,
        '’' | '”' | '»' => {
            let closes = !before.is_whitespace() && !next.is_alphanumeric();
            if closes { 2 } else { -1 }
        }
        '‘' | '“' | '„' | '«' => {
            if opens && !next.is_whitespace() {
                2
            } else {
                -1
            }
        }
        '…' => {
            if next.is_alphabetic() {
                -2
            } else {
                1
            }
        }
        '–' | '—' => i64::from(before.is_whitespace() == next.is_whitespace()),
        '£' | '€' => {
            if next.is_ascii_digit() || before.is_ascii_digit() {
                3
            } else {
                0
            }
        }
        '•' | '·' => i64::from(next.is_whitespace()),
        '°' | '½' | '¼' | '¾' => {
            if before.is_ascii_digit() || before.is_whitespace() {
                1
            } else {
                -2
            }
        }
        '¿' | '¡' => {
            if next.is_alphabetic() && opens {
                3
            } else {
                -2
            }
        }
        '©' | '®' | '™' | '§' => 0,
        c if c.is_lowercase() && c.is_alphabetic() => {
            let inside = before.is_alphabetic() || next.is_alphabetic();
            match (COMMON.contains(c), inside) {
                (true, true) => 3,
                (false, true) => 1,
                (_, false) => -1,
            }
        }
        c if c.is_uppercase() => match (before.is_lowercase(), before.is_alphabetic() || next.is_alphabetic()) {
            (true, _) => -2,
            (_, true) => i64::from(COMMON.contains(c)),
            _ => -1,
        },
        c if c.is_control() => -5,
        _ => -3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "“It’s a café,” she said – naïve, and £20 … ‘déjà vu’.\r\nDon’t you think? We’ll see.\n";

    fn bytes(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "the sample can be written in {}", encoding.name());
        bytes.into_owned()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn the_same_text_in_every_encoding() {
        let mut variants = vec![
            ("UTF-8", PROSE.as_bytes().to_vec()),
            ("UTF-8", [b"\xEF\xBB\xBF", PROSE.as_bytes()].concat()),
            ("windows-1252", bytes(WINDOWS_1252, PROSE)),
            ("Mac Roman (macintosh)", bytes(MACINTOSH, PROSE)),
        ];
        for (mark, big, name) in [(&b"\xFF\xFE"[..], false, "UTF-16LE"), (b"\xFE\xFF", true, "UTF-16BE")] {
            variants.push((name, utf16(PROSE, big)));
            variants.push((name, [mark, &utf16(PROSE, big)].concat()));
        }
        for (name, bytes) in variants {
            let decoded = decode(&bytes, None, false).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding.as_str(), decoded.replaced), (PROSE, name, 0));
        }
    }

    #[test]
    fn latin_9_is_told_by_its_letters_and_latin_1_is_windows() {
        let text = "Le cœur coûte 5 € à Orléans.\n";
        let decoded = decode(&bytes(ISO_8859_15, text), None, false).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, "ISO-8859-15"));
        let latin = decode(b"une \xE9cole\n", None, false).unwrap();
        assert_eq!(latin.text, "une école\n");
        assert!(
            latin.in_words().contains("the same as ISO-8859-1, 0 replacements") || latin.in_words().contains("(here")
        );
    }

    #[test]
    fn other_scripts() {
        let russian = "Мы ждали девять недель, и никто нам не перезвонил. Потом мы поехали туда сами.\n".repeat(4);
        let windows = named("windows-1251").unwrap();
        assert_eq!(decode(&bytes(windows, &russian), None, false).unwrap().text, russian);
        assert_eq!(decode(&utf16(&russian, false), None, false).unwrap().text, russian);
    }

    #[test]
    fn a_doubtful_one_asks_and_a_named_one_is_taken() {
        let Err(Unread::Doubtful(readings)) = decode(b"x \xD5 y\n", None, false) else {
            panic!("no encoding is clear");
        };
        assert!(readings.len() > 1 && readings.iter().all(|reading| !reading.sample.is_empty()), "{readings:?}");
        for reading in &readings {
            assert!(decode(b"x \xD5 y\n", Some(&reading.encoding), false).is_ok());
        }
        assert!(decode(b"x", Some("klingon"), false).unwrap_err().to_string().contains("klingon"));
    }

    #[test]
    fn what_is_lost_is_refused_with_its_lines() {
        let text = format!("{}\nbad \u{fffd} here\nok\n\u{fffd}\u{fffd}\n", "é fine".repeat(20));
        let error = decode(text.as_bytes(), None, false).unwrap_err().to_string();
        assert!(error.contains("3 characters are lost") && error.contains("lines 2, 4"), "{error}");
        assert_eq!(decode(text.as_bytes(), None, true).unwrap().replaced, 3);
        let damaged = [text.replace('\u{fffd}', "?").as_bytes(), b"\xC3\n"].concat();
        let error = decode(&damaged, None, false).unwrap_err().to_string();
        assert!(error.contains("read as UTF-8, 1 character is lost (U+FFFD), in line 5"), "{error}");
        assert!(decode(b"a\0b", None, true).unwrap_err().to_string().contains("null bytes"));
    }
}
