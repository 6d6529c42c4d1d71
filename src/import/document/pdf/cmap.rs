//! The table by which a font says what letters its codes are (`ToUnicode`). Ranges stay ranges, however long they claim to be.

use crate::import::document::limits::CODES;

/// A range of codes of one length in bytes and the letters of the first; those of the others follow in order.
#[derive(Clone, Debug)]
struct Range {
    length: usize,
    low: u32,
    high: u32,
    /// UTF-16.
    letters: Vec<u16>,
}

/// What the codes of a font mean.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// Sorted by length and low.
    ranges: Vec<Range>,
    /// How long codes are: length, low, high.
    spaces: Vec<(usize, u32, u32)>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Hex(Vec<u8>),
    ListBegins,
    ListEnds,
    Word(Vec<u8>),
}

/// The tokens of a table; names, numbers and the rest of PostScript are words.
fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if tokens.len() >= 4 * CODES {
            break;
        }
        match byte {
            b'<' if bytes.get(at + 1) != Some(&b'<') => {
                let digits: Vec<u8> = bytes
                    .iter()
                    .skip(at + 1)
                    .take_while(|byte| **byte != b'>')
                    .filter_map(|byte| char::from(*byte).to_digit(16))
                    .map(|digit| digit as u8)
                    .collect();
                at += bytes.iter().skip(at).position(|byte| *byte == b'>').unwrap_or(bytes.len());
                // A last digit without its pair stands for that digit and a zero.
                tokens.push(Token::Hex(
                    digits.chunks(2).map(|pair| (pair[0] << 4) | pair.get(1).unwrap_or(&0)).collect(),
                ));
            }
            b'[' => tokens.push(Token::ListBegins),
            b']' => tokens.push(Token::ListEnds),
            b'%' => at += bytes.iter().skip(at).position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len()),
            byte if byte.is_ascii_alphabetic() => {
                let word: Vec<u8> =
                    bytes.iter().skip(at).take_while(|byte| byte.is_ascii_alphanumeric()).copied().collect();
                at += word.len() - 1;
                tokens.push(Token::Word(word));
            }
            _ => {}
        }
        at += 1;
    }
    tokens
}

fn code(bytes: &[u8]) -> Option<(usize, u32)> {
    let length = bytes.len();
    (1..=4).contains(&length).then(|| (length, bytes.iter().fold(0, |code, byte| (code << 8) | u32::from(*byte))))
}

fn utf16(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        // Some programs write one byte where two belong.
        [byte] => vec![u16::from(*byte)],
        bytes => bytes.chunks_exact(2).take(16).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    }
}

impl Codes {
    /// Reads the table.
    pub fn read(bytes: &[u8]) -> Self {
        let mut codes = Self::default();
        let mut tokens = tokens(bytes).into_iter();
        while let Some(token) = tokens.next() {
            let Token::Word(word) = token else { continue };
            match word.as_slice() {
                b"begincodespacerange" => codes.section(&mut tokens, 2),
                b"beginbfchar" => codes.section(&mut tokens, 1),
                b"beginbfrange" => codes.section(&mut tokens, 3),
                _ => {}
            }
        }
        codes.ranges.sort_by_key(|range| (range.length, range.low));
        codes
    }

    /// A section up to its end word: spaces (2 values), single codes (1, and what they mean), ranges (3).
    fn section(&mut self, tokens: &mut impl Iterator<Item = Token>, values: usize) {
        while let Some(Token::Hex(low)) = tokens.next() {
            let Some(second) = tokens.next() else { return };
            let Some((length, low)) = code(&low) else { continue };
            if values == 1 {
                if let Token::Hex(letters) = second {
                    self.ranges.push(Range { length, low, high: low, letters: utf16(&letters) });
                }
                continue;
            }
            let Token::Hex(high) = second else { return };
            let Some((_, high)) = code(&high) else { continue };
            if values == 2 {
                self.spaces.push((length, low, high));
                continue;
            }
            match tokens.next() {
                Some(Token::Hex(letters)) => self.ranges.push(Range { length, low, high, letters: utf16(&letters) }),
                Some(Token::ListBegins) => {
                    let mut at = low;
                    for token in tokens.by_ref() {
                        let Token::Hex(letters) = token else { break };
                        self.ranges.push(Range { length, low: at, high: at, letters: utf16(&letters) });
                        at = at.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many bytes the code has with which `bytes` begin; `None`: the table does not say.
    pub fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=4).find(|length| {
            let Some((_, code)) = bytes.get(..*length).and_then(code) else { return false };
            self.spaces.iter().any(|(long, low, high)| long == length && (*low..=*high).contains(&code))
        })
    }

    /// The letters of a code of this many bytes.
    pub fn letters(&self, length: usize, code: u32) -> Option<String> {
        let after = self.ranges.partition_point(|range| (range.length, range.low) <= (length, code));
        let range = self.ranges.get(after.checked_sub(1)?)?;
        if range.length != length || code > range.high {
            return None;
        }
        let mut letters = range.letters.clone();
        if let Some(last) = letters.last_mut() {
            *last = last.wrapping_add((code - range.low) as u16);
        }
        let text: String = char::decode_utf16(letters).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        (!text.is_empty() && text != "\0").then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ranges_and_lists_are_read() {
        let table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap % a comment <0000>\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
            2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar 2 beginbfrange <0020> <0022> <0041> <0030> <0031> [<00E9> <D83DDE0A>] endbfrange endcmap";
        let codes = Codes::read(table);
        assert_eq!(codes.length(b"\x00\x20"), Some(2));
        let seen: Vec<_> = [3, 0x10, 0x20, 0x22, 0x23, 0x30, 0x31]
            .iter()
            .map(|code| codes.letters(2, *code).unwrap_or_default())
            .collect();
        assert_eq!(seen, [" ", "fi", "A", "C", "", "é", "😊"]);
        assert_eq!(codes.letters(1, 3), None);
    }

    #[test]
    fn a_range_of_four_thousand_million_codes_is_a_range() {
        let codes = Codes::read(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(codes.letters(4, 2).as_deref(), Some("C"));
        for broken in [
            &b"beginbfrange <00"[..],
            b"beginbfchar <",
            b"beginbfrange <00> <01> [<41>",
            b"beginbfchar <0102030405> <41> endbfchar",
        ] {
            _ = Codes::read(broken);
        }
    }
}
