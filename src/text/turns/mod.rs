//! Finds the turns of a body by the layout of its labels, or by the study's own pattern.
//!
//! [`find_turns`] reads every line once for things that have the form of a head (`head`), decides which of them are
//! heads by how often and where they stand (`choose`), and cuts the body there (`build`). Nothing is ever rewritten:
//! labels and stamps stay in the text, and turns are spans over it.

mod build;
mod choose;
mod custom;
mod found;
mod head;
mod label;
mod stamp;
mod survey;
#[cfg(test)]
mod tests;

use super::{Body, TurnRules};

use build::Piece;
pub(super) use label::fold_label;
use survey::Known;

pub use custom::{TurnError, check_pattern};
pub use found::{Doubt, DoubtKind, Found, LayoutKind};
pub use stamp::parse_time;

/// Finds the turns of `body`. A `pattern` in `rules` that cannot be used (see [`check_pattern`]) is passed over, and the
/// layout is found as without it.
pub fn find_turns(body: &Body, rules: &TurnRules) -> Found {
    let known = Known::of(rules);
    match rules.pattern.as_deref().map(check_pattern) {
        Some(Ok(pattern)) => by_pattern(body, &known, &pattern),
        _ => by_layout(body, &known),
    }
}

fn by_pattern(body: &Body, known: &Known, pattern: &regex::Regex) -> Found {
    let pieces = custom::pieces(body.text(), pattern);
    if pieces.is_empty() {
        return without_labels(body, Vec::new());
    }
    let kind = LayoutKind::Pattern;
    let (pieces, answers_apart) = answers(body, known, pieces);
    Found::new(body, build::assemble(body, &pieces), kind, answers_apart, Vec::new())
}

fn by_layout(body: &Body, known: &Known) -> Found {
    let text = body.text();
    let survey = survey::survey(text, known);
    let choice = choose::choose(&survey);
    let doubts = found::doubts(&survey, &choice);
    let mut pieces: Vec<Piece> = Vec::with_capacity(choice.heads.len());
    for candidate in choice.heads.iter().filter_map(|at| survey.candidates.get(*at)) {
        let head = &candidate.head;
        if let Some(last) = pieces.last_mut() {
            last.until = head.start;
        }
        pieces.push(Piece {
            start: head.start,
            label: Some(text[head.label.clone()].to_owned()),
            end: head.end,
            until: text.len(),
            time: head.time,
        });
    }
    if pieces.is_empty() {
        return without_labels(body, doubts);
    }
    let kind = found::kind(&survey, &choice);
    let (pieces, answers_apart) = answers(body, known, pieces);
    Found::new(body, build::assemble(body, &pieces), kind, answers_apart, doubts)
}

fn without_labels(body: &Body, doubts: Vec<(Doubt, usize)>) -> Found {
    let (pieces, by_lines) = build::paragraphs(body.text());
    let kind = if by_lines { LayoutKind::Lines } else { LayoutKind::Paragraphs };
    Found::new(body, build::assemble(body, &pieces), kind, false, doubts)
}

/// Sets the answers apart where every label is an interviewer's.
fn answers(body: &Body, known: &Known, pieces: Vec<Piece>) -> (Vec<Piece>, bool) {
    let asked = |piece: &Piece| piece.label.as_ref().is_some_and(|label| known.interviewer(&fold_label(label)));
    if pieces.iter().all(asked) { (build::set_answers_apart(body.text(), &pieces), true) } else { (pieces, false) }
}
