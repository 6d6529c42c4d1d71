//! Codes × codes: the lower half of a table, numbered so that no head has to be turned.

use super::draw::{At, EDGE, Look, Sheet, TEXT, lines, wide};
use super::heat::shade;
use crate::export::figure::Pairs;

const CELL: f64 = 30.0;

/// Draws it.
pub(super) fn draw(pairs: &Pairs) -> Sheet {
    let mut sheet = Sheet::new(pairs.title(), described(pairs));
    let label = |at: usize| format!("{}  {} ({})", at + 1, pairs.codes[at].name, pairs.codes[at].uses);
    let labels = (0..pairs.codes.len()).map(|at| wide(&label(at), TEXT)).fold(120.0, f64::max).min(360.0);
    let left = EDGE + labels + 10.0;
    let whole = left + CELL * pairs.codes.len() as f64;
    sheet.reach(whole.max(480.0), 0.0);
    sheet.head(whole.max(480.0) - EDGE);
    let top = sheet.y + 4.0;
    for (at, values) in pairs.values.iter().enumerate() {
        let y = top + CELL * at as f64;
        let line = lines(&label(at), TEXT, labels + 1.0, 1).pop().unwrap_or_default();
        sheet.text(EDGE, y + CELL / 2.0 + 4.5, &line, Look::PLAIN);
        for (before, value) in values.iter().enumerate() {
            let x = left + CELL * before as f64;
            let place = (x + 1.0, y + 1.0, CELL - 2.0, CELL - 2.0);
            let Some(value) = value else {
                sheet.text(x + CELL / 2.0, y + CELL / 2.0 + 4.5, "–", Look::NOTE.at(At::Middle));
                continue;
            };
            let (fill, ink) = shade(value);
            let class = value.shade().map_or("kept-back".to_owned(), |shade| format!("s{shade}"));
            let told = format!("{} and {}: {}", pairs.codes[before].name, pairs.codes[at].name, value.printed);
            sheet.rect(place, &class, fill, &told);
            let look = Look { colour: ink, ..Look::PLAIN }.at(At::Middle);
            sheet.text(x + CELL / 2.0, y + CELL / 2.0 + 4.5, &value.printed, look);
        }
        // The head of its column stands on the diagonal.
        let (x, foot) = (left + CELL * at as f64, y + CELL);
        sheet.text(x + CELL / 2.0, y + CELL / 2.0 + 4.5, &(at + 1).to_string(), Look::PLAIN.bold().at(At::Middle));
        sheet.faint((left, foot), (x + CELL, foot));
    }
    sheet.reach(whole, top + CELL * pairs.codes.len() as f64);
    sheet.foot(&pairs.caption);
    sheet
}

/// The picture in words: the pairs that meet.
fn described(pairs: &Pairs) -> String {
    let mut met: Vec<String> = Vec::new();
    for (at, values) in pairs.values.iter().enumerate() {
        for (before, value) in values.iter().enumerate() {
            if let Some(value) = value.as_ref().filter(|value| value.share != Some(0.0)) {
                let (first, second) = (&pairs.codes[before].name, &pairs.codes[at].name);
                met.push(format!("{first} and {second}: {}", value.printed));
            }
        }
    }
    format!("Units with both of two codes. {}.", met.join("; "))
}
