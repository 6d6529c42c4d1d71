//! The codebook: a heading for each code, what it means, when to use it, examples, how often it is used.

use super::super::codebook_md::counts;
use super::super::docx::{Block, Document, Paragraph, Run, Style};
use super::{StudyHead, extend, led};
use crate::model::{Codebook, RollUp, Theme};

/// The codebook as a document; `uses` are, for each theme in the order of [`Codebook::themes`], participants and passages.
pub fn codebook_document(study: StudyHead, book: &Codebook, uses: &[(u64, u64)]) -> Document {
    // A title that is the study's, or does not say what this is, is no subtitle by itself.
    let own = book.title.as_deref().map(str::trim).filter(|own| !own.is_empty() && *own != study.title.trim());
    let what = match own {
        Some(own) if own.to_lowercase().contains("codebook") => own.to_owned(),
        Some(own) => format!("Codebook: {own}"),
        None => "Codebook".to_owned(),
    };
    let mut document = study.document(&what, &[], false);
    extend(&mut document, codebook_blocks(book, uses, 0));
    document
}

/// The codes and sets; without `uses` it is not said how often they are used. Headings begin `below` levels under the first.
pub(super) fn codebook_blocks(book: &Codebook, uses: &[(u64, u64)], below: u32) -> Vec<Block> {
    let mut blocks = Vec::new();
    let heading = |depth: u32| match depth + below {
        0 => Style::Heading1,
        1 => Style::Heading2,
        _ => Style::Heading3,
    };
    for (at, theme) in book.themes().enumerate() {
        let counts = counts(uses, at);
        match theme {
            Theme::Code(at) => {
                let code = book.code(at);
                let name = if code.depth + below > 2 { book.path(theme).join(" > ") } else { code.name.clone() };
                blocks.push(Paragraph::of(heading(code.depth), name).into());
                blocks.push(caption(code.id.as_str(), &counts));
                if !code.definition.is_empty() {
                    blocks.push(Paragraph::of(Style::Normal, &code.definition).into());
                }
                for (lead, words) in [("Use it for:", &code.include), ("Not for:", &code.exclude)] {
                    if !words.is_empty() {
                        blocks.push(led(Style::Normal, lead, words));
                    }
                }
                blocks.extend(code.examples.iter().map(|example| Paragraph::of(Style::Quote, example).into()));
                if !code.was.is_empty() {
                    let was: Vec<&str> = code.was.iter().map(|id| id.as_str()).collect();
                    blocks.push(led(Style::Note, "Merged into it:", &was.join(", ")));
                }
            }
            Theme::Set(at) => {
                let set = &book.sets()[at.at()];
                blocks.push(Paragraph::of(heading(0), format!("{} (a set of codes)", set.name)).into());
                blocks.push(caption(set.id.as_str(), &counts));
                if !set.idea.is_empty() {
                    blocks.push(Paragraph::of(Style::Normal, &set.idea).into());
                }
                let members = book.members(theme, RollUp::Own);
                let names = book.codes().iter().zip(members).filter(|(_, member)| *member);
                let names: Vec<&str> = names.map(|(code, _)| code.name.as_str()).collect();
                blocks.push(led(Style::Normal, "Codes:", &names.join(", ")));
            }
        }
    }
    blocks
}

fn caption(id: &str, counts: &str) -> Block {
    let mut caption = Paragraph::with(Style::Caption, vec![Run::plain(format!("{id}{counts}")).grey()]);
    caption.keep_next = true;
    caption.into()
}
