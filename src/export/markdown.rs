//! Markdown: a pipe table, and the sentences under it as a list.

use crate::analysis::{Align, Table};
use crate::text::visible;

/// The table as GitHub-flavoured Markdown. Characters that are markup are escaped, line ends in cells are `<br>`.
pub fn markdown(table: &Table) -> Vec<u8> {
    let mut text = String::new();
    let mut line = |cells: Vec<String>| {
        text.push_str("| ");
        text.push_str(&cells.join(" | "));
        text.push_str(" |\n");
    };
    line(table.columns.iter().map(|column| escaped(&column.id)).collect());
    line(
        table.columns.iter().map(|column| (if column.align == Align::Right { "--:" } else { "---" }).into()).collect(),
    );
    for row in &table.rows {
        line(row.iter().map(|cell| escaped(&cell.plain())).collect());
    }
    if !table.sentences.is_empty() {
        text.push('\n');
        table.sentences.iter().for_each(|sentence| text.push_str(&format!("- {}\n", escaped(sentence))));
    }
    text.into_bytes()
}

/// Text in which nothing is markup. An underscore inside a word is none.
pub(super) fn escaped(text: &str) -> String {
    // Blanks at the start are a theme's depth: Markdown would drop them.
    let indent = text.len() - text.trim_start_matches(' ').len();
    let mut escaped = "&nbsp;".repeat(indent);
    let lines: Vec<String> = text[indent..].replace("\r\n", "\n").split('\n').map(line).collect();
    escaped.push_str(&lines.join("<br>"));
    escaped
}

/// One line in which nothing is markup; what breaks lines is a blank.
pub fn escaped_line(text: &str) -> String {
    line(&text.replace(['\r', '\n'], " "))
}

fn line(text: &str) -> String {
    let text = visible(text);
    let mut line = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let inside = |next: Option<&char>| before.is_alphanumeric() && next.is_some_and(|next| next.is_alphanumeric());
        let markup = match char {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '&' => true,
            '_' => !inside(chars.peek()),
            _ => false,
        };
        if markup {
            line.push('\\');
        }
        line.push(char);
        before = char;
    }
    line
}
