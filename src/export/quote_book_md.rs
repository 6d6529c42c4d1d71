//! Quotes as documents: Markdown and LaTeX, by theme, then group.

use super::latex::latex;
use super::markdown::{escaped, escaped_line};
use crate::analysis::{BookQuote, QuoteBook, Segment};
use crate::text::visible;

/// What stands between quotes: a new theme, a new group.
pub(super) enum Piece<'a> {
    Theme(&'a [String]),
    Group(&'a str),
    Quote(&'a BookQuote),
}

/// The quotes with headings where theme or group change. What several coders have coded alike stands once.
pub(super) fn pieces(book: &QuoteBook) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut before: Option<&BookQuote> = None;
    for quote in book.once() {
        let theme = before.is_none_or(|before| before.code != quote.code);
        if theme {
            pieces.push(Piece::Theme(&quote.path));
        }
        if !book.by.is_empty() && (theme || before.is_none_or(|before| before.group != quote.group)) {
            pieces.push(Piece::Group(if quote.group.is_empty() { crate::analysis::MISSING } else { &quote.group }));
        }
        pieces.push(Piece::Quote(quote));
        before = Some(quote);
    }
    pieces
}

/// The quotes in Markdown: a heading for each theme and group, each quote as a block.
pub fn quote_book_markdown(book: &QuoteBook, title: &str) -> Vec<u8> {
    let mut text = format!("# Quotes: {}\n", escaped_line(title));
    for piece in pieces(book) {
        match piece {
            Piece::Theme(path) => text.push_str(&format!("\n## {}\n", escaped_line(&path.join(" > ")))),
            Piece::Group(name) => text.push_str(&format!("\n### {}\n", escaped_line(name))),
            Piece::Quote(quote) => {
                let printed: String = quote.printed.iter().map(markdown_segment).collect();
                let mut lines: Vec<String> = printed.split('\n').map(String::from).collect();
                if !quote.translation.0.is_empty() && !prints_translation(quote) {
                    lines.push(format!("{}{}", language(quote), escaped_line(&quote.translation.0)));
                }
                text.push_str(&format!("\n> {}\n", lines.join("\n>\n> ")));
            }
        }
    }
    text.push('\n');
    for sentence in book.sentences_once() {
        text.push_str(&format!("- {}\n", escaped(&sentence)));
    }
    text.into_bytes()
}

fn language(quote: &BookQuote) -> String {
    if quote.translation.1.is_empty() {
        String::new()
    } else {
        format!("[{}] ", quote.translation.1).replace('[', "\\[").replace(']', "\\]")
    }
}

/// Whether the printed quote holds its translation already.
pub(super) fn prints_translation(quote: &BookQuote) -> bool {
    let printed: String = quote.printed.iter().map(|segment| segment.text.as_str()).collect();
    printed.contains(quote.translation.0.as_str())
}

fn markdown_segment(segment: &Segment) -> String {
    let lines: Vec<String> = segment.text.split('\n').map(escaped_line).collect();
    if !segment.italic {
        return lines.join("\n");
    }
    let italic = |line: &String| {
        let words = line.trim();
        if words.is_empty() { line.clone() } else { line.replacen(words, &format!("*{words}*"), 1) }
    };
    lines.iter().map(italic).collect::<Vec<_>>().join("\n")
}

/// The quotes in LaTeX, to be taken into a document: `\section*` for each theme, `\subsection*` for each group, a `quote` for each
/// quote. The document needs UTF-8, as LaTeX has by itself.
pub fn quote_book_latex(book: &QuoteBook, title: &str) -> Vec<u8> {
    let mut text = format!("% Quotes: {}\n", visible(&title.replace(['\r', '\n'], " ")));
    for sentence in book.sentences_once() {
        text.push_str(&format!("% {}\n", visible(&sentence)));
    }
    for piece in pieces(book) {
        match piece {
            Piece::Theme(path) => text.push_str(&format!("\n\\section*{{{}}}\n", latex(&path.join(" > ")))),
            Piece::Group(name) => text.push_str(&format!("\n\\subsection*{{{}}}\n", latex(name))),
            Piece::Quote(quote) => {
                let printed: String = quote.printed.iter().map(latex_segment).collect();
                text.push_str("\n\\begin{quote}\n");
                text.push_str(&printed.split('\n').collect::<Vec<_>>().join("\\\\\n"));
                if !quote.translation.0.is_empty() && !prints_translation(quote) {
                    text.push_str(&format!("\n\n\\emph{{{}}}", latex(&quote.translation.0)));
                }
                text.push_str("\n\\end{quote}\n");
            }
        }
    }
    text.into_bytes()
}

fn latex_segment(segment: &Segment) -> String {
    let line = |line: &str| {
        let words = latex(line);
        if segment.italic && !words.trim().is_empty() { format!("\\emph{{{words}}}") } else { words }
    };
    segment.text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Attribution;

    fn quote(code: &str, group: &str, printed: &[(&str, bool)]) -> BookQuote {
        BookQuote {
            coding: crate::model::EventId(uuid::Uuid::nil()),
            path: vec!["Top".into(), code.into()],
            code: code.into(),
            group: group.into(),
            participant: "P01".into(),
            transcript: "one".into(),
            lines: Some((3, 4)),
            turn: Some(2),
            time: String::new(),
            speaker: "P01".into(),
            coder: "amy".into(),
            rounds: String::new(),
            attributes: Vec::new(),
            memo: String::new(),
            quote: String::new(),
            translation: (String::new(), String::new()),
            used: String::new(),
            star: None,
            printed: printed.iter().map(|(text, italic)| Segment { text: (*text).into(), italic: *italic }).collect(),
        }
    }

    fn book() -> QuoteBook {
        let mut translated = quote("b", "nurse", &[("“Ça va.” (P02)", false)]);
        translated.translation = ("It is [fine].".into(), "en".into());
        QuoteBook {
            quotes: vec![
                quote("a", "parent", &[("“", false), ("INT: Why_so?", true), ("\nP01: 50 % & *more*” (P01)", false)]),
                quote("a", "nurse", &[("“x \\ y” (P03)", false)]),
                translated,
            ],
            attribution: Attribution::Id,
            by: vec!["role".into()],
            withheld: 2,
            withheld_people: 1,
            ..QuoteBook::default()
        }
    }

    #[test]
    fn by_theme_then_group_in_markdown() {
        let text = String::from_utf8(quote_book_markdown(&book(), "A_B")).unwrap();
        let expected = "# Quotes: A_B\n\n## Top > a\n\n### parent\n\n> “*INT: Why_so?*\n>\n> P01: 50 % \\& \\*more\\*” (P01)\n\n### nurse\n\n> “x \\\\ y” (P03)\n\n## Top > b\n\n### nurse\n\n> “Ça va.” (P02)\n>\n> \\[en\\] It is \\[fine\\].\n\n- 1 quote\n- left out: 2 quotes, in which 1 participant who has not (or not yet) agreed to be quoted says something; counts elsewhere hold them\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_of_a_quote_is_a_command_in_latex() {
        let text = String::from_utf8(quote_book_latex(&book(), "T")).unwrap();
        assert!(
            text.contains("“\\emph{INT: Why\\_so?}\\\\\nP01: 50 \\% \\& {*}more{*}” (P01)\n\\end{quote}"),
            "{text}"
        );
        assert!(text.contains("\\section*{Top \\textgreater{} a}\n\n\\subsection*{parent}\n"));
        assert!(text.contains("“x \\textbackslash{} y”") && text.contains("\\emph{It is {[}fine{]}.}"), "{text}");
    }
}
