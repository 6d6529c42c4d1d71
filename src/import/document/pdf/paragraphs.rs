//! Lines made into paragraphs.
//!
//! A new paragraph begins with a line
//! - before which a number of a paragraph stood;
//! - above which the gap is wider than usual;
//! - that begins with a label (`P07:`) which begins other lines too;
//! - whose first word would have found room at the end of the line before: that line was ended on purpose;
//! - that begins left of the line before, which was indented under its paragraph's first;
//! - whose letters are of another size.

use std::collections::{HashMap, HashSet};

use super::hyphens::Words;
use super::lines::Line;
use crate::import::document::Paragraph;

/// What came of the lines.
#[derive(Default)]
pub struct Joined {
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// How many words were put together again.
    pub hyphens: usize,
    /// How many footnotes.
    pub notes: usize,
    /// How many names were put before what is said.
    pub names: usize,
    /// Footnotes of the page, for the end of the paragraph that runs over them.
    held: Vec<String>,
}

/// The longest label, in characters and words.
const LABEL: (usize, usize) = (40, 6);

/// Makes the lines of the pages into paragraphs.
pub fn paragraphs(mut pages: Vec<Vec<Line>>) -> Joined {
    let notes = take_notes(&mut pages);
    let texts: Vec<Vec<String>> = pages.iter().map(|page| page.iter().map(Line::text).collect()).collect();
    let labels = labels(texts.iter().flatten());
    let measure = Measure::of(&pages);
    let words = Words::of(texts.iter().flatten());
    let mut joined = Joined { notes: notes.iter().map(Vec::len).sum(), ..Joined::default() };
    let mut open = String::new();
    let mut before: Option<(usize, &Line, &str)> = None;
    for (number, page) in pages.iter().enumerate() {
        for (line, text) in page.iter().zip(&texts[number]) {
            let begins = match before {
                None => false,
                Some((on, last, last_text)) => {
                    label(text).is_some_and(|label| labels.contains(label))
                        || line.begins
                        || measure.breaks(last, last_text, line, text, on == number && last.column == line.column)
                }
            };
            if begins {
                end(&mut open, &mut joined);
            }
            words.append(&mut open, text, &mut joined.hyphens);
            before = Some((number, line, text));
        }
        joined.held.extend(notes.get(number).into_iter().flatten().cloned());
    }
    end(&mut open, &mut joined);
    joined.paragraphs = names_above(std::mem::take(&mut joined.paragraphs), &mut joined.names);
    joined
}

/// Puts names that stand alone above what is said (`Interviewee` / `Sure.`) before it: `Interviewee: Sure.`
///
/// Names are short, come at least three times, end without a full stop, and are a quarter of all paragraphs at least.
fn names_above(paragraphs: Vec<Paragraph>, count: &mut usize) -> Vec<Paragraph> {
    let short = |text: &str| {
        text.chars().count() <= LABEL.0
            && text.split_whitespace().count() <= 4
            && text.starts_with(char::is_uppercase)
            && text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ':'))
    };
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for paragraph in paragraphs.iter().filter(|paragraph| short(&paragraph.text)) {
        *counts.entry(paragraph.text.as_str()).or_default() += 1;
    }
    let names: HashSet<String> =
        counts.iter().filter(|(_, count)| **count >= 3).map(|(name, _)| (*name).to_owned()).collect();
    let alone = paragraphs.iter().filter(|paragraph| names.contains(&paragraph.text)).count();
    if alone * 4 < paragraphs.len() {
        return paragraphs;
    }
    let mut joined: Vec<Paragraph> = Vec::new();
    for paragraph in paragraphs {
        match joined.last_mut() {
            Some(name) if names.contains(&name.text) && !names.contains(&paragraph.text) => {
                *count += 1;
                name.text = format!("{}: {}", name.text.trim_end_matches(':'), paragraph.text);
            }
            _ => joined.push(paragraph),
        }
    }
    joined
}

fn end(open: &mut String, joined: &mut Joined) {
    let text = std::mem::take(open);
    if !text.trim().is_empty() {
        joined.paragraphs.push(Paragraph { text, ..Paragraph::default() });
    }
    let held = std::mem::take(&mut joined.held);
    joined.paragraphs.extend(held.into_iter().map(|text| Paragraph { text, ..Paragraph::default() }));
}

/// Takes the footnotes out of each page: lines of smaller letters at its end, the first of which begins with a number or sign.
fn take_notes(pages: &mut [Vec<Line>]) -> Vec<Vec<String>> {
    let mut sizes: Vec<f32> = pages.iter().flatten().map(|line| line.size).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    let begins = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡'));
    pages
        .iter_mut()
        .map(|page| {
            let small = page.iter().rev().take_while(|line| line.size < 0.92 * usual).count();
            let mut from = page.len() - small;
            while page.get(from).is_some_and(|line| !begins(&line.text())) {
                from += 1;
            }
            // A page of nothing else is no page with notes.
            if from == 0 {
                return Vec::new();
            }
            let mut notes: Vec<String> = Vec::new();
            for line in page.drain(from..) {
                let text = line.text();
                match notes.last_mut() {
                    Some(note) if !begins(&text) => *note += &format!(" {text}"),
                    _ => notes.push(text),
                }
            }
            notes.into_iter().map(|note| format!("[footnote: {note}]")).collect()
        })
        .collect()
}

/// The label with which a line may begin: up to a colon, short.
fn label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '[' | '*' | '?' | '(');
    let fits =
        label.chars().count() <= LABEL.0 && label.split_whitespace().count() <= LABEL.1 && label.starts_with(begins);
    // `10:30` and `https://` are none.
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let spoken = label.contains(char::is_alphabetic) || label == "?";
    (fits && apart && spoken).then_some(label.trim_end())
}

/// The labels that begin at least two lines.
fn labels<'a>(texts: impl Iterator<Item = &'a String>) -> HashSet<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for label in texts.filter_map(|text| label(text)) {
        *counts.entry(label).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= 2).map(|(label, _)| label).collect()
}

/// How the pages are set.
struct Measure {
    /// Where lines end at most, in points.
    right: f32,
    /// The usual distance of two lines, in sizes.
    leading: f32,
}

impl Measure {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut rights: Vec<f32> = pages.iter().flatten().filter(|line| line.edge.is_none()).map(Line::right).collect();
        rights.sort_by(f32::total_cmp);
        // One line that runs over the edge is not the edge.
        let right = rights.get((rights.len() * 98 / 100).min(rights.len().saturating_sub(1))).copied().unwrap_or(0.0);
        let mut gaps: Vec<f32> = pages
            .iter()
            .flat_map(|page| page.windows(2))
            .map(|pair| (pair[0].y - pair[1].y) / pair[0].size.max(1.0))
            .filter(|gap| (0.8..4.0).contains(gap))
            .collect();
        gaps.sort_by(f32::total_cmp);
        // The smaller distances are those within paragraphs.
        let leading = gaps.get(gaps.len() / 4).copied().unwrap_or(1.2);
        Self { right, leading }
    }

    fn breaks(&self, last: &Line, last_text: &str, line: &Line, text: &str, beneath: bool) -> bool {
        let size = last.size.max(1.0);
        if (line.size - last.size).abs() > 0.15 * size {
            return true;
        }
        let gap = (last.y - line.y) / size;
        if beneath && gap > self.leading * 1.3 {
            return true;
        }
        // Hung under its first line, and now back at the margin.
        if beneath && line.left() < last.left() - 0.8 * size {
            return true;
        }
        let first = text.split_whitespace().next().unwrap_or_default().chars().count() as f32;
        let letters = last_text.chars().count().max(1) as f32;
        let letter = ((last.right() - last.left()) / letters).clamp(0.2 * size, size);
        last.right() + (first + 1.0) * letter < last.edge.unwrap_or(self.right) - 0.3 * size
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Segment;
    use super::*;

    /// Lines of ten points, five to a letter, from the top; an empty one is a blank gap.
    fn page(lines: &[&str]) -> Vec<Line> {
        let mut y = 800.0;
        let mut page = Vec::new();
        for text in lines {
            y -= 12.0;
            if !text.is_empty() {
                let indent = text.len() - text.trim_start().len();
                let left = 50.0 + 5.0 * indent as f32;
                let text = text.trim_start();
                let right = left + 5.0 * text.chars().count() as f32;
                page.push(Line {
                    y,
                    size: 10.0,
                    segments: vec![Segment { left, right, text: text.to_owned() }],
                    begins: false,
                    column: 0,
                    edge: None,
                });
            }
        }
        page
    }

    #[track_caller]
    fn reads(pages: &[&[&str]], expected: &[&str]) {
        let joined = paragraphs(pages.iter().map(|lines| page(lines)).collect());
        assert_eq!(joined.paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_go_on_until_one_ends_on_purpose() {
        reads(
            &[
                &[
                    "INT: Where did it begin, and how long",
                    "did it take?",
                    "P07: It took a year, in the course of",
                    "which nobody rang us at all, and the",
                ],
                &["school said nothing. Note: that was", "hard.", "", "INT: I see."],
            ],
            &[
                "INT: Where did it begin, and how long did it take?",
                "P07: It took a year, in the course of which nobody rang us at all, and the school said nothing. Note: that was hard.",
                "INT: I see.",
            ],
        );
    }

    #[test]
    fn footnotes_wait_for_the_end_of_the_paragraph() {
        let mut first = page(&[
            "P07: It took a year, in the course of",
            "which nobody rang us at all, and the",
            "1 In the town.",
            "Or near it.",
        ]);
        first.iter_mut().skip(2).for_each(|line| line.size = 8.0);
        let joined = paragraphs(vec![first, page(&["school said nothing whatever to us of", "it.", "INT: I see."])]);
        assert_eq!(
            joined.paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(),
            [
                "P07: It took a year, in the course of which nobody rang us at all, and the school said nothing whatever to us of it.",
                "[footnote: 1 In the town. Or near it.]",
                "INT: I see."
            ]
        );
    }

    #[test]
    fn names_above_what_is_said_stay_with_it() {
        let lines = [
            "Interviewer",
            "Where did it begin, and how long did it",
            "take?",
            "",
            "Interviewee",
            "It took a year, as I have told the others",
            "before you.",
            "",
            "Interviewer",
            "I see.",
            "",
            "Interviewee",
            "Yes",
            "",
            "Interviewer",
            "Why?",
            "",
            "Interviewee",
            "Nobody knew.",
        ];
        reads(
            &[&lines],
            &[
                "Interviewer: Where did it begin, and how long did it take?",
                "Interviewee: It took a year, as I have told the others before you.",
                "Interviewer: I see.",
                "Interviewee: Yes",
                "Interviewer: Why?",
                "Interviewee: Nobody knew.",
            ],
        );
    }

    #[test]
    fn hanging_lines_belong_to_their_label() {
        reads(
            &[&[
                "Ana   Did it really begin so early, and",
                "      was it as long as they say it was,",
                "Ben   It was.",
            ]],
            &["Ana   Did it really begin so early, and was it as long as they say it was,", "Ben   It was."],
        );
    }

    #[test]
    fn hyphens_at_line_ends_are_judged_by_the_document() {
        reads(
            &[&[
                "The reassessment was said to be a reas-",
                "sessment of the co-ordinator by the co-",
                "ordinator, which I then so very much th-",
                "think was for all of us dishear-",
                "tening.",
            ]],
            &[
                "The reassessment was said to be a reassessment of the co-ordinator by the co-ordinator, which I then so very much th- think was for all of us disheartening.",
            ],
        );
        // Nothing in this document shows that words are broken: the hyphen may be the word's.
        reads(
            &[&["They were well aware of the well-", "known rule."]],
            &["They were well aware of the well-known rule."],
        );
    }
}
