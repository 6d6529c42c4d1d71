//! Lines and tokens of a YAML text, as its parser counts them: where a value that begins at a place ends.

/// A text cut into lines at every break that YAML 1.1 knows.
pub struct Lines<'a> {
    /// The text.
    pub source: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Cuts `source`.
    pub fn new(source: &'a str) -> Self {
        let mut starts = vec![0];
        let mut chars = source.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            let broken = match char {
                '\r' => chars.peek().is_none_or(|(_, next)| *next != '\n'),
                '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
                _ => false,
            };
            if broken {
                starts.push(at + char.len_utf8());
            }
        }
        Self { source, starts }
    }

    /// The break that this text uses.
    pub fn newline(&self) -> &'static str {
        if self.source.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Byte offset of a place (line and column from 1, columns in code points).
    pub fn offset(&self, (line, column): (u32, u32)) -> usize {
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(self.source.len());
        let rest = self.source.get(start..).unwrap_or_default();
        rest.char_indices().nth(column as usize - 1).map_or(self.source.len(), |(at, _)| start + at)
    }

    /// Index (from 0) of the line that holds byte `offset`.
    pub fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Byte offset of the first character of a line (index from 0).
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.source.len())
    }

    /// A line without its break.
    pub fn text(&self, line: usize) -> &'a str {
        let text = self.source.get(self.start(line)..self.start(line + 1)).unwrap_or_default();
        text.trim_end_matches(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
    }

    /// Leading spaces of a line.
    pub fn indent(&self, line: usize) -> usize {
        let text = self.text(line);
        text.len() - text.trim_start_matches(' ').len()
    }

    /// The last line (index from 0) of what begins on line `first` and is indented by more than `pad`; with `dashes`
    /// also the items of a list that stand at `pad` itself. Blank lines and outdented comments after it are not of it.
    pub fn last_line(&self, first: usize, pad: usize, dashes: bool) -> usize {
        let mut last = first;
        for line in first + 1..self.count() {
            let text = self.text(line).trim();
            let indent = self.indent(line);
            if text.is_empty() || (text.starts_with('#') && indent <= pad) {
                continue;
            }
            let item = dashes && indent == pad && (text == "-" || text.starts_with("- "));
            if indent <= pad && !item {
                break;
            }
            last = line;
        }
        last
    }
}

/// End of the value that begins at byte `at`: quoted, in brackets, or plain on this line and, outside brackets, on the
/// lines after it that are indented by more than `pad`. `None`: not of these (an anchor, an alias, a tag, a block).
pub fn token_end(lines: &Lines<'_>, at: usize, pad: usize, in_flow: bool) -> Option<usize> {
    let source = lines.source;
    let rest = source.get(at..)?;
    match rest.chars().next()? {
        '"' | '\'' => quoted_end(source, at),
        '[' | '{' => bracket_end(source, at),
        '&' | '*' | '!' | '|' | '>' | '#' => None,
        _ => {
            let mut line = lines.line_at(at);
            let mut end =
                at + plain_length(rest.get(..lines.start(line + 1).saturating_sub(at)).unwrap_or(rest), in_flow);
            // A plain text goes on over lines that are indented by more, unless a comment or bracket ended it.
            while !in_flow && source.get(end..lines.start(line + 1)).is_some_and(|rest| rest.trim().is_empty()) {
                let Some(next) = (line + 1..lines.count()).find(|next| !lines.text(*next).trim().is_empty()) else {
                    break;
                };
                let text = lines.text(next);
                if lines.indent(next) <= pad || text.trim_start().starts_with('#') {
                    break;
                }
                end = lines.start(next) + plain_length(text, false);
                line = next;
            }
            Some(end)
        }
    }
}

/// Length in bytes of the plain text at the head of a line.
fn plain_length(text: &str, in_flow: bool) -> usize {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    let mut end = line.len();
    while let Some((at, char)) = chars.next() {
        let next_blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends = match char {
            '#' => before.is_whitespace(),
            ':' => next_blank || (in_flow && chars.peek().is_some_and(|(_, next)| ",[]{}".contains(*next))),
            ',' | '[' | ']' | '{' | '}' => in_flow,
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
        before = char;
    }
    line.get(..end).unwrap_or_default().trim_end().len()
}

/// End of the quoted text that begins at `at`.
fn quoted_end(source: &str, at: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let quote = *bytes.get(at)?;
    let mut next = at + 1;
    loop {
        match *bytes.get(next)? {
            b'\\' if quote == b'"' => next += 2,
            byte if byte == quote => {
                if quote == b'\'' && bytes.get(next + 1) == Some(&b'\'') {
                    next += 2;
                } else {
                    return Some(next + 1);
                }
            }
            _ => next += 1,
        }
    }
}

/// End of the `[…]` or `{…}` that begins at `at`.
fn bracket_end(source: &str, at: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut open = 0usize;
    let mut next = at;
    loop {
        let byte = *bytes.get(next)?;
        let before = next.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(next + 1);
                }
            }
            // A quote in the middle of a word is a letter like any other.
            b'"' | b'\'' if b" \t\n\r,[{:".contains(&before) => {
                next = quoted_end(source, next)?;
                continue;
            }
            b'#' if before.is_ascii_whitespace() => {
                while !matches!(bytes.get(next), None | Some(b'\n' | b'\r')) {
                    next += 1;
                }
            }
            _ => {}
        }
        next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_tokens() {
        for (source, token) in [
            ("word two # why\n", "word two"),
            ("a#b: c\n", "a#b"),
            ("'it''s' # x\n", "'it''s'"),
            ("\"a \\\" b\"\n", "\"a \\\" b\""),
            ("[a, 'b]', [c]] # x", "[a, 'b]', [c]]"),
            ("{a: b, # }\n c: don't}\n", "{a: b, # }\n c: don't}"),
            ("one\n   two\n\n   three # x\nkey: 1\n", "one\n   two\n\n   three"),
            ("one\n# x\n", "one"),
        ] {
            let lines = Lines::new(source);
            let end = token_end(&lines, 0, 0, false).unwrap();
            assert_eq!(&source[..end], token, "{source:?}");
        }
        assert_eq!(token_end(&Lines::new("a, b]"), 0, 0, true), Some(1));
        assert_eq!(token_end(&Lines::new("*a"), 0, 0, false), None);
        assert_eq!(token_end(&Lines::new("'open"), 0, 0, false), None);
    }

    #[test]
    fn lines_as_yaml_counts_them() {
        let lines = Lines::new("a\r\nb\u{2028}é c\rd");
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.text(2), "é c");
        assert_eq!(&lines.source[lines.offset((3, 3))..], "c\rd");
        assert_eq!(lines.newline(), "\r\n");
    }
}
