//! The codebook as a document in Markdown: a heading for each code, what it means, when to use it, examples.

use super::markdown::{escaped, escaped_line};
use crate::model::{Codebook, RollUp, Theme};

/// How often the theme at this place is used, to stand after its id; nothing where nothing is said of that.
pub(super) fn counts(uses: &[(u64, u64)], at: usize) -> String {
    uses.get(at).map_or(String::new(), |(participants, passages)| {
        format!(" · participants: {participants}, passages: {passages}")
    })
}

/// The codebook; `uses` are, for each theme in the order of [`Codebook::themes`], participants and passages
/// (empty: nothing is said of that). Codes deeper
/// than the sixth level stand under headings of the sixth.
pub fn codebook_markdown(book: &Codebook, title: &str, uses: &[(u64, u64)]) -> Vec<u8> {
    let mut text = format!("# {}\n", escaped_line(book.title.as_deref().unwrap_or(title)));
    for (at, theme) in book.themes().enumerate() {
        let counts = counts(uses, at);
        match theme {
            Theme::Code(at) => {
                let code = book.code(at);
                let level = "#".repeat((code.depth as usize + 2).min(6));
                text.push_str(&format!("\n{level} {}\n\n`{}`{counts}\n", escaped_line(&code.name), code.id));
                paragraph(&mut text, "", &code.definition);
                paragraph(&mut text, "**Use it for:** ", &code.include);
                paragraph(&mut text, "**Not for:** ", &code.exclude);
                if !code.examples.is_empty() {
                    text.push('\n');
                }
                for example in &code.examples {
                    text.push_str(&format!("> {}\n", escaped(example)));
                }
                if !code.was.is_empty() {
                    let was: Vec<&str> = code.was.iter().map(|id| id.as_str()).collect();
                    text.push_str(&format!("\nMerged into it: {}\n", was.join(", ")));
                }
            }
            Theme::Set(at) => {
                let set = &book.sets()[at.at()];
                text.push_str(&format!("\n## {} (a set of codes)\n\n`{}`{counts}\n", escaped_line(&set.name), set.id));
                paragraph(&mut text, "", &set.idea);
                let members = book.members(theme, RollUp::Own);
                let names = book.codes().iter().zip(members).filter(|(_, member)| *member);
                let names: Vec<String> = names.map(|(code, _)| escaped_line(&code.name)).collect();
                text.push_str(&format!("\n**Codes:** {}\n", names.join(", ")));
            }
        }
    }
    text.into_bytes()
}

fn paragraph(text: &mut String, lead: &str, words: &str) {
    if !words.is_empty() {
        text.push_str(&format!("\n{lead}{}\n", escaped(words)));
    }
}
