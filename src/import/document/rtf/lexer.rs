//! The tokens of RTF: braces, control words, control symbols, bytes.

/// One token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` with its number.
    Word(&'a str, Option<i32>),
    /// `\` and one character that is no letter.
    Symbol(u8),
    /// `\'hh`
    Hex(u8),
    /// A byte of text.
    Byte(u8),
    /// Bytes that are no text (`\bin`).
    Binary,
    /// The file ends within a token.
    Broken,
}

/// The tokens of these bytes.
pub struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    /// Begins at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn control(&mut self) -> Token<'a> {
        let Some(first) = self.rest.first().copied() else { return Token::Broken };
        if first == b'\'' {
            let digits = self.take(3);
            let hex = digits.get(1..3).and_then(|digits| std::str::from_utf8(digits).ok());
            return match hex.map(|hex| u8::from_str_radix(hex, 16)) {
                Some(Ok(byte)) => Token::Hex(byte),
                Some(Err(_)) => Token::Symbol(b'\''),
                None => Token::Broken,
            };
        }
        if !first.is_ascii_alphabetic() {
            self.take(1);
            return Token::Symbol(first);
        }
        // The longest control word that any version defines has 27 letters.
        let letters = self.rest.iter().take(40).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(self.take(letters)).unwrap_or_default();
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self.rest.iter().skip(sign).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let text = std::str::from_utf8(self.take(sign + digits)).unwrap_or_default();
            number = Some(text.parse::<i64>().unwrap_or(0).clamp(i32::MIN.into(), i32::MAX.into()) as i32);
        }
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if word == "bin" {
            let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return if self.take(count).len() == count { Token::Binary } else { Token::Broken };
        }
        Token::Word(word, number)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.take(1).first()?;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control(),
                // Line ends are the file's, not the text's.
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_a_space_that_is_theirs() {
        let tokens: Vec<Token<'_>> = Lexer::new(b"{\\b0 a\\'e9\\~\\u-10179?\n\\bin3 }}}}\\x99999999999").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Byte(b'a'),
                Token::Hex(0xE9),
                Token::Symbol(b'~'),
                Token::Word("u", Some(-10179)),
                Token::Byte(b'?'),
                Token::Binary,
                Token::Close,
                Token::Word("x", Some(i32::MAX)),
                Token::Byte(b'9'),
            ]
        );
    }

    #[test]
    fn an_end_within_a_token_is_seen() {
        for bytes in [&b"\\"[..], b"\\'e", b"\\bin9 abc"] {
            assert_eq!(Lexer::new(bytes).last(), Some(Token::Broken));
        }
    }
}
