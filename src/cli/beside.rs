//! Two wordings side by side: the old one on the left, what stands there now on the right.

use super::output::wrap;
use crate::text::{Pieces, visible_lines, width};

/// Words of an unedited stretch that are shown at either end of it.
const SHOWN: usize = 12;

/// What stands between the two columns.
const GAP: &str = " | ";

/// Both wordings in two columns of together at most `columns`, each line after `indent`. What the other side lacks stands
/// in `[-…-]` on the left and in `[+…+]` on the right; long stretches that both have are cut to `…`.
pub fn beside(heads: [&str; 2], old: &Pieces, new: &Pieces, columns: usize, indent: &str) -> String {
    let column = (columns.saturating_sub(width(indent) + width(GAP)) / 2).max(12);
    let sides = [(heads[0], shown(old, "[-", "-]")), (heads[1], shown(new, "[+", "+]"))];
    let [left, right] = sides.map(|(head, text)| {
        let mut lines: Vec<String> = vec![head.to_owned()];
        lines.extend(wrap(&text, column, "").lines().flat_map(|line| split(line, column)));
        lines
    });
    let mut out = String::new();
    for at in 0..left.len().max(right.len()) {
        let (a, b) = (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
        let pad = " ".repeat(column.saturating_sub(width(a)));
        out.push_str(format!("{indent}{a}{pad}{GAP}{b}").trim_end());
        out.push('\n');
    }
    out
}

/// One side with its marks, long stretches that were not edited cut short.
fn shown(pieces: &Pieces, open: &str, close: &str) -> String {
    let mut out = String::new();
    for (at, (text, changed)) in pieces.iter().enumerate() {
        if !changed {
            out.push_str(&cut(text, at == 0, at + 1 == pieces.len()));
            continue;
        }
        // Blanks at the ends stay outside of the marks, where they are not all of it.
        let core = text.trim();
        if core.is_empty() {
            out.push_str(&format!("{open}{}{close}", text.replace('\n', "⏎")));
            continue;
        }
        let (head, tail) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
        out.push_str(&format!("{head}{open}{core}{close}{tail}"));
    }
    visible_lines(&out).into_owned()
}

/// An unedited stretch: its ends next to what was edited; of the first and last one also the outer end.
fn cut(text: &str, first: bool, last: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    if words.len() <= 2 * SHOWN + 4 {
        return text.to_owned();
    }
    let head = if first && !last { SHOWN / 2 } else { SHOWN };
    let tail = if last && !first { SHOWN / 2 } else { SHOWN };
    format!("{}… {}", words[..head].concat(), words[words.len() - tail..].concat())
}

/// A line without blanks, as scripts without them have it, in pieces of at most `most` columns.
fn split(line: &str, most: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in line.chars() {
        let last = pieces.len() - 1;
        if !pieces[last].is_empty() && width(&pieces[last]) + width(c.encode_utf8(&mut [0; 4])) > most {
            pieces.push(String::new());
        }
        let last = pieces.len() - 1;
        pieces[last].push(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::compare;

    #[test]
    fn two_columns_with_what_was_edited_marked() {
        let (old, new) = compare("We were told he'd be seen soon.", "We were told he would be looked at soon.");
        let text = beside(["old wording", "best match"], &old, &new, 60, "  ");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], format!("  {:27} | best match", "old wording"));
        assert!(lines.iter().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains("[-he'd-]") && text.contains("[+he would+]"), "{text}");
        // Nothing like it: the right side is empty.
        let text = beside(["old", "now"], &vec![("gone".into(), false)], &vec![], 40, "");
        assert_eq!(text, format!("{:18} | now\n{:18} |\n", "old", "gone"));
    }

    #[test]
    fn long_stretches_are_cut_and_letters_without_blanks_wrapped() {
        let long: String = (0..60).map(|n| format!("w{n} ")).collect();
        let (old, new) = compare(&format!("{long}one"), &format!("{long}two"));
        let text = beside(["a", "b"], &old, &new, 80, "");
        assert!(text.contains('…') && text.contains("w0 ") && text.contains("w59") && !text.contains("w30"), "{text}");
        let text = beside(["a", "b"], &vec![("学".repeat(40), false)], &vec![], 43, "");
        assert!(text.lines().all(|line| width(line) <= 43), "{text}");
        assert_eq!(text.matches('学').count(), 40);
        assert!(!beside(["a", "b"], &vec![("\u{1b}[31m".into(), true)], &vec![], 40, "").contains('\u{1b}'));
    }
}
