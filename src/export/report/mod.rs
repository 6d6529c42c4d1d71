//! The report: one HTML file that needs nothing else.
//!
//! All words stand in the page itself, escaped as text; the script only shows and hides what is there by numbers in `data-`
//! values, so that the page says everything without it, and no transcript is ever read as anything but text. The policy in its
//! head lets run its own script and style alone, named by their hashes, and forbids every request.

mod codebook;
mod overview;
mod quotes;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use super::figure::{Curves, Figure, Grid, Pairs};
use super::svg::escaped;
use crate::analysis::{Attribution, Passages};
use crate::model::Codebook;
use crate::text::base64;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What the report holds.
pub struct Report<'a> {
    /// Title of the study.
    pub title: &'a str,
    /// Language of the study, as its transcripts have it.
    pub language: &'a str,
    /// The study in figures: what, and how much or who.
    pub facts: Vec<(&'static str, String)>,
    /// Themes × groups.
    pub grid: Option<Grid>,
    /// By theme, then group: the number of passages as printed.
    pub passages_in_cells: Vec<Vec<String>>,
    /// What has to be said under the heat map.
    pub said_of_grid: Vec<String>,
    /// The passages behind the cells.
    pub passages: &'a Passages,
    /// How much of a person stands beside a passage.
    pub attribution: Attribution,
    /// Which codes stand together, or why that is not shown.
    pub pairs: Result<Pairs, String>,
    /// New codes per interview, or why that is not shown.
    pub curves: Result<Curves, String>,
    /// The codebook.
    pub codebook: &'a Codebook,
    /// How the numbers were made.
    pub made: Vec<String>,
}

/// The report as an HTML document in UTF-8.
pub fn report(report: &Report) -> Vec<u8> {
    let (script, style) = (assets(SCRIPT), assets(STYLE));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&style)
    );
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}: report</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#themes\">To the themes</a>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n",
        title = escaped(report.title),
    );
    page.push_str("<nav aria-label=\"Parts of the report\"><ul>");
    for (id, name) in [
        ("summary", "Summary"),
        ("themes", "Themes by group"),
        ("quotes", "Quotes"),
        ("together", "Codes that stand together"),
        ("new-codes", "New codes per interview"),
        ("codebook", "Codebook"),
        ("made", "How it was made"),
    ] {
        page.push_str(&format!("<li><a href=\"#{id}\">{name}</a></li>"));
    }
    page.push_str("</ul></nav>\n</header>\n<main>\n");
    overview::summary(&mut page, report);
    overview::heat(&mut page, report);
    quotes::section(&mut page, report);
    overview::together(&mut page, report);
    overview::new_codes(&mut page, report);
    codebook::section(&mut page, report);
    open(&mut page, "made", "How it was made");
    list(&mut page, &report.made);
    page.push_str("</section>\n</main>\n");
    page.push_str(&format!("<script>{script}</script>\n</body>\n</html>\n"));
    page.into_bytes()
}

/// A file of the program as it stands in the page; line ends as the hash was taken of them.
fn assets(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Opens a part of the page.
fn open(page: &mut String, id: &str, head: &str) {
    page.push_str(&format!("<section id=\"{id}\" aria-labelledby=\"{id}-head\">\n<h2 id=\"{id}-head\">{head}</h2>\n"));
}

/// Sentences as a list.
fn list(page: &mut String, sentences: &[String]) {
    page.push_str("<ul class=\"notes\">\n");
    for sentence in sentences {
        page.push_str(&format!("<li>{}</li>\n", escaped(sentence)));
    }
    page.push_str("</ul>\n");
}

/// A paragraph with its class.
fn paragraph(page: &mut String, class: &str, text: &str) {
    page.push_str(&format!("<p class=\"{class}\" dir=\"auto\">{}</p>\n", escaped(text)));
}

/// A count with its noun.
fn counted(count: usize, noun: &str) -> String {
    crate::analysis::counted(count as u64, noun)
}

/// The curve as a picture in the page.
fn curve(curves: &Curves) -> String {
    super::svg_element(&Figure::Curves(curves.clone()))
}
