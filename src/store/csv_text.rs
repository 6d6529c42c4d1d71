//! CSV as spreadsheets write it (RFC 4180), with the place of every cell.

use super::attribute::name;
use super::source::unix_lines;

/// One cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Its text, quotes resolved, blanks at its ends gone.
    pub text: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
    /// Width in the file, in code points.
    pub length: u32,
}

/// A fault of the form: kind, line, column, what.
pub type FormFault = (&'static str, u32, u32, &'static str);

/// How a table is laid out: its separator (the comma, semicolon or tab under which the first row has a cell `id`, else
/// the most cells), and the bytes and lines before its header (Excel's `sep=;`).
fn form(text: &str, id: &str) -> (char, usize) {
    let named = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()).filter(|char| *char != '\n');
    let skip = if named.is_some() { text.find('\n').map_or(text.len(), |end| end + 1) } else { 0 };
    let body = text.get(skip..).unwrap_or_default();
    let separator = named.unwrap_or_else(|| {
        let weigh = |separator: &char| {
            let header = Scanner::new(body, *separator, 1).next_row().unwrap_or_default();
            (header.iter().any(|cell| cell.text.to_lowercase() == id), header.len())
        };
        // Of equals the last is taken.
        ['\t', ';', ','].into_iter().max_by_key(weigh).unwrap_or(',')
    });
    (separator, skip)
}

/// The rows of `text` (LF only) that hold anything, and what is wrong with their form; `id` is a column of the header.
pub fn rows(text: &str, id: &str) -> (Vec<Vec<Cell>>, Vec<FormFault>) {
    let (separator, skip) = form(text, id);
    let mut scanner = Scanner::new(text.get(skip..).unwrap_or_default(), separator, u32::from(skip > 0) + 1);
    let mut rows = Vec::new();
    while let Some(row) = scanner.next_row() {
        if row.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(row);
        }
    }
    (rows, scanner.faults)
}

/// Adds a row at the end of the table `source`, in its separator and line ends; every other character stays. `cells`
/// are columns and values, `id` is one of the columns. `None` if the header lacks one of them or the table is at fault
/// in its form, so that a row added might not be read as one.
pub fn append_row(source: &str, id: &str, cells: &[(&str, &str)]) -> Option<String> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let text = unix_lines(bare.to_owned());
    let (separator, _) = form(&text, id);
    let (before, faults) = rows(&text, id);
    let header = before.first().filter(|_| faults.is_empty())?;
    let place = |column: &str| header.iter().position(|cell| name(&cell.text).to_lowercase() == column.to_lowercase());
    let mut row = vec![""; header.len()];
    for (column, value) in cells {
        *row.get_mut(place(column)?)? = *value;
    }
    let newline = if bare.contains("\r\n") { "\r\n" } else { "\n" };
    let lead = if bare.ends_with(['\n', '\r']) { "" } else { newline };
    let line = row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(&separator.to_string());
    let added = format!("{source}{lead}{line}{newline}");
    let (after, faults) = rows(&unix_lines(added.strip_prefix('\u{feff}').unwrap_or(&added).to_owned()), id);
    let last: Vec<&str> = after.last()?.iter().map(|cell| cell.text.as_str()).collect();
    (faults.is_empty() && after.len() == before.len() + 1 && last == row).then_some(added)
}

struct Scanner<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: u32,
    column: u32,
    faults: Vec<FormFault>,
    /// A quote was never closed: from there on a cell ends with its line, so that the rows below are not swallowed.
    by_lines: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, separator: char, line: u32) -> Self {
        Self { chars: text.chars().peekable(), separator, line, column: 1, faults: Vec::new(), by_lines: false }
    }

    fn take(&mut self) -> Option<char> {
        let char = self.chars.next()?;
        self.pass(char);
        Some(char)
    }

    fn pass(&mut self, char: char) {
        if char == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }

    fn next_row(&mut self) -> Option<Vec<Cell>> {
        self.chars.peek()?;
        let mut row = Vec::new();
        loop {
            row.push(self.cell());
            match self.take() {
                Some(char) if char == self.separator => {}
                _ => return Some(row),
            }
        }
    }

    fn cell(&mut self) -> Cell {
        let (line, column) = (self.line, self.column);
        let mut text = String::new();
        if self.chars.peek() == Some(&'"') {
            self.take();
            self.quoted(&mut text, line, column);
        }
        let after_quotes = self.column;
        let mut plain = String::new();
        while let Some(char) = self.chars.next_if(|char| *char != self.separator && *char != '\n') {
            self.column += 1;
            plain.push(char);
        }
        if !text.is_empty() && !plain.trim().is_empty() {
            self.faults.push(("bad-quote", self.line, after_quotes, "text follows the closing quote of this cell"));
        }
        text.push_str(&plain);
        let length = if self.line == line { self.column - column } else { 1 };
        Cell { text: text.trim().to_owned(), line, column, length: length.max(1) }
    }

    /// Reads the cell behind an opening quote. One that is never closed, or that would be closed in a later line in the middle of another cell,
    /// is read as a sign of the text.
    fn quoted(&mut self, text: &mut String, line: u32, column: u32) {
        let opened = (self.chars.clone(), self.line, self.column);
        while let Some(char) = self.chars.next_if(|char| !self.by_lines || *char != '\n') {
            self.pass(char);
            if char != '"' {
                text.push(char);
            } else if self.chars.next_if_eq(&'"').is_some() {
                self.column += 1;
                text.push('"');
            } else {
                let ends = self.chars.peek().is_none_or(|next| *next == self.separator || next.is_whitespace());
                if ends || self.line == line {
                    return;
                }
                break;
            }
        }
        self.faults.push(("open-quote", line, column, "the quote that opens here is never closed"));
        (self.chars, self.line, self.column) = opened;
        self.by_lines = true;
        text.clear();
    }
}

/// A cell, in quotes where some separator or the reader would take part of it for something else.
fn quoted(cell: &str) -> String {
    let edge = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
    if edge || cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Rows as CSV with commas, quoted where needed, each line ended by `\n`.
pub fn write_csv<'a>(rows: impl IntoIterator<Item = &'a [String]>) -> String {
    let line = |row: &'a [String]| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n";
    rows.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        rows(text, "id").0.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn separators_and_quotes() {
        for (text, expected) in [
            ("id,a\n1,x\n", vec![vec!["id", "a"], vec!["1", "x"]]),
            ("a;id\n\"x;y\";2\n", vec![vec!["a", "id"], vec!["x;y", "2"]]),
            ("id\ta\n1\tx,y", vec![vec!["id", "a"], vec!["1", "x,y"]]),
            ("sep=;\nid;a\n1;2\n", vec![vec!["id", "a"], vec!["1", "2"]]),
            ("id,a;b;c;d\n1,2\n", vec![vec!["id", "a;b;c;d"], vec!["1", "2"]]),
            ("id\n1\n\n \n,,\n", vec![vec!["id"], vec!["1"]]),
            ("id, a \n1,\" x \"\"y\"\"\nz\"\n", vec![vec!["id", "a"], vec!["1", "x \"y\"\nz"]]),
            ("id,a\n1,it \"is\"\n", vec![vec!["id", "a"], vec!["1", "it \"is\""]]),
            ("", vec![]),
        ] {
            assert_eq!(texts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_and_faults() {
        let (rows, faults) = rows("id,a\n1,\"é\nb\"\n2,\"x\"y\n3,\"open\n", "id");
        let place = |row: usize, cell: usize| (rows[row][cell].line, rows[row][cell].column, rows[row][cell].length);
        assert_eq!(place(1, 1), (2, 3, 1));
        assert_eq!(place(2, 1), (4, 3, 4));
        let faults: Vec<_> = faults.iter().map(|fault| (fault.0, fault.1, fault.2)).collect();
        assert_eq!(faults, [("bad-quote", 4, 6), ("open-quote", 5, 3)]);
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_no_row() {
        let text = "id,a,b\n1,\"x,y\n2,u,v\n3,\"p, q\",r\n4,\"s,t\n5,w,z";
        let (rows, faults) = rows(text, "id");
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        let places: Vec<_> = faults.iter().map(|fault| (fault.0, fault.1)).collect();
        assert_eq!(places, [("open-quote", 2), ("open-quote", 5)]);
        assert_eq!(
            rows[1..],
            [
                vec!["1", "x", "y"],
                vec!["2", "u", "v"],
                vec!["3", "p, q", "r"],
                vec!["4", "s", "t"],
                vec!["5", "w", "z"]
            ]
        );
        let text = "id,a,b\n1,\"x,y\n2,u,v\n4,\"s,t\n5,\"w\n6,\"p, q\",r";
        let got = texts(text);
        assert_eq!(got[got.len() - 1], ["6", "p, q", "r"], "{got:?}");
    }

    #[test]
    fn rows_are_added_in_the_form_of_the_table() {
        let cells = [("participant", "P07"), ("may_quote", "yes;no")];
        for (before, after) in [
            ("participant,may quote\nP1,no\n", "participant,may quote\nP1,no\nP07,\"yes;no\"\n"),
            (
                "\u{feff}role;May Quote;participant\r\nx;no;P1",
                "\u{feff}role;May Quote;participant\r\nx;no;P1\r\n;\"yes;no\";P07\r\n",
            ),
        ] {
            assert_eq!(append_row(before, "participant", &cells).as_deref(), Some(after));
        }
        for refused in ["", "participant,role\n", "participant,may_quote\nP1,\"open\n"] {
            assert_eq!(append_row(refused, "participant", &cells), None, "{refused}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn what_is_written_is_read(cells in proptest::collection::vec("[a-z,;\"\n\té]{1,6}", 1..5)) {
            let cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            prop_assume!(cells.iter().any(|cell| !cell.is_empty()));
            let header: Vec<String> = (0..cells.len()).map(|at| if at == 0 { "id".into() } else { format!("c{at}") }).collect();
            let text = write_csv([header.as_slice(), cells.as_slice()]);
            prop_assert_eq!(texts(&text), vec![header, cells]);
        }
    }
}
