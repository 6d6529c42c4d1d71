//! Words that a line's end broke with a hyphen, and those that have one.

use std::collections::HashSet;

/// The words of the document, by which a hyphen at a line's end is judged.
pub struct Words {
    all: HashSet<String>,
    /// Words are broken at line ends in this document.
    breaks: bool,
}

impl Words {
    /// Those of these lines, which stand in the order of reading.
    pub fn of<'a>(texts: impl Iterator<Item = &'a String> + Clone) -> Self {
        let mut all = HashSet::new();
        for text in texts.clone() {
            for word in text.split_whitespace() {
                all.insert(bare(word).to_lowercase());
            }
        }
        let mut words = Self { all, breaks: false };
        let lines: Vec<&String> = texts.collect();
        words.breaks = lines
            .windows(2)
            .any(|pair| broken(pair[0], pair[1]).is_some_and(|(head, tail)| words.knows(&format!("{head}{tail}"))));
        words
    }

    fn knows(&self, word: &str) -> bool {
        self.all.contains(&word.to_lowercase())
    }

    /// Adds a line to the paragraph that it goes on.
    pub fn append(&self, open: &mut String, text: &str, hyphens: &mut usize) {
        if open.is_empty() {
            open.push_str(text);
            return;
        }
        if open.ends_with('\u{ad}') {
            open.pop();
            *hyphens += 1;
        } else if let Some((head, tail)) = broken(open, text) {
            let whole = self.knows(&format!("{head}{tail}"));
            let parted = self.knows(&format!("{head}-{tail}"));
            if tail.to_lowercase().starts_with(&head.to_lowercase()) {
                // Somebody began a word twice: `th- think`.
                open.push(' ');
            } else if whole || (self.breaks && !parted) {
                open.pop();
                *hyphens += 1;
            }
        } else if !open.ends_with(['-', '\u{2010}', '/']) || open.ends_with(" -") {
            let wide = |c: Option<char>| c.is_some_and(|c| ('\u{3000}'..='\u{9fff}').contains(&c));
            if !(wide(open.chars().next_back()) && wide(text.chars().next())) {
                open.push(' ');
            }
        } else if !text.starts_with(char::is_alphanumeric) {
            open.push(' ');
        }
        open.push_str(text);
    }
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The two halves of a word that a hyphen at the end of `line` parts.
fn broken<'a>(line: &'a str, next: &'a str) -> Option<(&'a str, &'a str)> {
    let head = line.strip_suffix(['-', '\u{2010}'])?;
    let head = bare(head.split_whitespace().next_back()?);
    let tail = bare(next.split_whitespace().next()?);
    let whole = line.len() > head.len() && !head.is_empty() && !line.ends_with(" -");
    (whole && head.ends_with(char::is_alphabetic) && tail.starts_with(char::is_lowercase)).then_some((head, tail))
}
