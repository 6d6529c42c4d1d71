//! LaTeX: a table for a paper, its notes below; and text in which nothing is a command.

use crate::analysis::{Align, Table};
use crate::text::visible;

/// The table as a `tabular` that needs no package: heads in bold between lines, numbers to the right, the sentences under it small.
/// The document needs UTF-8, as LaTeX has by itself.
pub fn latex_table(table: &Table) -> Vec<u8> {
    let columns = table.columns.iter().map(|column| if column.align == Align::Right { 'r' } else { 'l' });
    let mut text = format!("\\begin{{tabular}}{{{}}}\n\\hline\n", columns.collect::<String>());
    let line = |cells: Vec<String>| format!("{} \\\\\n", cells.join(" & "));
    text.push_str(&line(table.columns.iter().map(|column| format!("\\textbf{{{}}}", latex(&column.id))).collect()));
    text.push_str("\\hline\n");
    for row in &table.rows {
        text.push_str(&line(row.iter().map(|cell| in_a_cell(&cell.plain())).collect()));
    }
    text.push_str("\\hline\n\\end{tabular}\n");
    if !table.sentences.is_empty() {
        text.push_str("\n{\\footnotesize\n");
        for sentence in &table.sentences {
            text.push_str(&format!("\\noindent {}\\par\n", in_a_cell(sentence)));
        }
        text.push_str("}\n");
    }
    text.into_bytes()
}

/// Words on one line; blanks at the start, a theme's depth, are kept.
fn in_a_cell(text: &str) -> String {
    let line = text.replace(['\r', '\n'], " ");
    let indent = line.len() - line.trim_start_matches(' ').len();
    format!("{}{}", "~".repeat(indent), latex(&line[indent..]))
}

/// Text in which nothing is a command.
pub(super) fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in visible(text).chars() {
        match char {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(char);
            }
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            // A bracket or a star after a line end in LaTeX would be part of the command.
            '[' => escaped.push_str("{[}"),
            ']' => escaped.push_str("{]}"),
            '*' => escaped.push_str("{*}"),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Cell, Column};

    #[test]
    fn a_table_has_its_lines_and_nothing_in_it_is_a_command() {
        let table = Table {
            name: "t".into(),
            columns: vec![Column::left("code_1"), Column::right("n")],
            rows: vec![
                vec![Cell::text("  50% & \\up"), Cell::Integer(3)],
                vec![Cell::text("*two\nlines"), Cell::Undefined],
            ],
            sentences: vec!["N_1: all".into()],
            ..Table::default()
        };
        assert_eq!(
            String::from_utf8(latex_table(&table)).unwrap(),
            "\\begin{tabular}{lr}\n\\hline\n\\textbf{code\\_1} & \\textbf{n} \\\\\n\\hline\n\
             ~~50\\% \\& \\textbackslash{}up & 3 \\\\\n{*}two lines & - \\\\\n\\hline\n\\end{tabular}\n\n\
             {\\footnotesize\n\\noindent N\\_1: all\\par\n}\n"
        );
    }
}
