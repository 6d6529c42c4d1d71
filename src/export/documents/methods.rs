//! The section on methods: a heading for each item of the checklist, paragraphs of what is known, gaps that stand out.

use super::super::docx::{Document, Paragraph, Run, Style};
use super::super::markdown::escaped_line;
use super::{StudyHead, extend};

/// One item of the checklist.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MethodsItem {
    /// Its number in the checklist.
    pub number: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its paragraphs.
    pub said: Vec<Said>,
}

/// A paragraph: words, gaps, and what stands for itself letter by letter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    /// Words in which nothing is markup.
    Words(String),
    /// What only the researcher can write.
    Gap(String),
    /// A command or a template.
    Code(String),
}

impl Said {
    /// A gap that only the researcher can fill.
    pub fn gap(what: &str) -> Self {
        Self(vec![Piece::Gap(format!("[… {what}, to be written by the researcher]"))])
    }

    /// A command, a template, a sign.
    pub fn code(text: &str) -> Self {
        Self(vec![Piece::Code(text.to_owned())])
    }

    /// This, and more in the same paragraph.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self(vec![Piece::Words(words)])
    }
}

impl From<&str> for Said {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

/// The section as a document; `lead` stands above the items.
pub fn methods_document(study: StudyHead, lead: &Said, items: &[MethodsItem]) -> Document {
    let mut document = Document {
        title: format!("Methods: {}", study.title),
        language: study.language.to_owned(),
        ..Document::default()
    };
    let paragraph = |said: &Said| {
        let runs = said.0.iter().map(|piece| match piece {
            Piece::Words(words) | Piece::Code(words) => Run::plain(words),
            Piece::Gap(gap) => Run::plain(gap).bold(),
        });
        Paragraph::with(Style::Normal, runs.collect()).into()
    };
    let head = Paragraph::of(Style::Title, &document.title).into();
    extend(&mut document, [head, paragraph(lead)]);
    for item in items {
        let heading = Paragraph::of(Style::Heading1, format!("{} ({})", item.title, item.number)).into();
        extend(&mut document, [heading].into_iter().chain(item.said.iter().map(paragraph)));
    }
    document
}

/// The section as Markdown; `lead` stands above the items.
pub fn methods_markdown(title: &str, lead: &Said, items: &[MethodsItem]) -> String {
    let paragraph = |said: &Said| {
        let pieces = said.0.iter().map(|piece| match piece {
            Piece::Words(words) => escaped_line(words),
            // Its brackets are ours, and stay as they are for whoever looks for them.
            Piece::Gap(gap) => format!("[{}]", escaped_line(gap.trim_start_matches('[').trim_end_matches(']'))),
            Piece::Code(code) => format!("`{}`", code.replace('`', "'").replace(['\r', '\n'], " ")),
        });
        format!("\n{}\n", pieces.collect::<String>())
    };
    let mut text = format!("# Methods: {}\n{}", escaped_line(title), paragraph(lead));
    for item in items {
        text.push_str(&format!("\n## {} ({})\n", item.title, item.number));
        text.extend(item.said.iter().map(paragraph));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::docx::{Block, Inline};
    use super::*;

    fn words_of(document: &Document) -> Vec<String> {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let words = blocks.map(|block| match block {
            Block::Paragraph(paragraph) => paragraph
                .inlines
                .iter()
                .map(|inline| if let Inline::Run(run) = inline { run.text.as_str() } else { "" })
                .collect(),
            Block::Grid(_) => String::new(),
        });
        words.collect()
    }

    #[test]
    fn both_forms_say_the_same_and_nothing_in_them_is_markup() {
        let lead = Said::from("What stands in ").and(Said::code("[…]")).and(" is a gap.");
        let said = vec![Said::from("By a*b: <i> (2). ").and(Said::gap("how [and] why"))];
        let items = [MethodsItem { number: "12", title: "Sample size", said }];
        let study = StudyHead { title: "Wait_ing *", language: "en" };
        let document = methods_document(study, &lead, &items);
        let said = words_of(&document);
        assert_eq!(
            said,
            [
                "Methods: Wait_ing *",
                "What stands in […] is a gap.",
                "Sample size (12)",
                "By a*b: <i> (2). [… how [and] why, to be written by the researcher]"
            ]
        );
        assert_eq!(
            methods_markdown(study.title, &lead, &items),
            "# Methods: Wait_ing \\*\n\nWhat stands in `[…]` is a gap.\n\n## Sample size (12)\n\nBy a\\*b: \\<i> (2). \
             [… how \\[and\\] why, to be written by the researcher]\n"
        );
    }
}
