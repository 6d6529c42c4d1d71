//! A proposed passage in its surroundings, how far the review is, and what the code means.

use ratatui::layout::{Position, Rect};

use super::draw::Draw;
use super::hint;
use super::talk::Talk;
use crate::analysis::counted;
use crate::text::Span;
use crate::tui::data::Around;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Fate, Model, Source, WalkScreen};

/// Draws the review.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let walk = &model.walk;
    let (source, code) = walk.what.as_ref()?;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let low = area.height < 16;
    let from = match source {
        Source::Query(query) => query.clone(),
        Source::Like(_) => "turns like its passages".to_owned(),
        Source::Split(from) => model.code_name(from),
    };
    // On a low screen too it is seen which code is given.
    let way = format!("{from} → {}", model.code_name(code));
    let head = format!("{} · {way}", progress(walk));
    let mut top = 1;
    if crate::text::width(&head) <= usize::from(inner.width) {
        draw.put(inner, 0, 0, &head, theme.dim());
    } else {
        draw.put(inner, 0, 0, &progress(walk), theme.dim());
        draw.put(inner, 0, 1, &way, theme.plain());
        top = 2;
    }
    if let Some(problem) = &walk.problem {
        let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        draw.wrapped(inner, 2, &format!("{}{hint}", problem.what), theme.wrong());
        return None;
    }
    let Some(here) = walk.here() else {
        let said = if walk.asked { "looking…" } else { "there is nothing to go through" };
        draw.put(inner, 1, 2, said, theme.plain());
        draw.wrapped(inner, 4, &walk.data.sentence, theme.dim());
        return None;
    };
    if !low {
        let book = model.study.as_ref().map(|study| &study.codebook);
        let meant = book.and_then(|book| book.resolve(code.as_str()).map(|at| book.code(at).definition.clone()));
        let meant = meant.filter(|text| !text.is_empty()).unwrap_or_else(|| "no definition yet".into());
        let most = if area.height >= 20 { 2 } else { 1 };
        top += draw.wrapped_within(inner, top, most, &meant, theme.plain());
        let most = if area.height >= 30 { 3 } else { 1 };
        top += draw.wrapped_within(inner, top, most, &walk.data.sentence, theme.dim());
        draw.put(inner, 0, top, &"─".repeat(usize::from(inner.width)), theme.dim());
        top += 1;
    }
    let fate = match walk.fates.get(walk.at) {
        Some(Fate::Yes(_)) => " · coded ✓",
        Some(Fate::No) => " · not coded",
        Some(Fate::Skipped) => " · left out",
        Some(Fate::Covered) => " · in a passage that was coded",
        Some(Fate::Open) | None => "",
    };
    let head = format!("{}{fate}", here.head.join(" · "));
    draw.put(inner, 0, top, &head, theme.strong());
    let wide = inner.width.min(Talk::NAME + layout::LONGEST);
    let text = Rect { y: inner.y + top + 1, height: inner.height.saturating_sub(top + 1), width: wide, ..inner };
    let around = walk.around.as_ref().filter(|around| around.transcript == here.transcript && around.turn == here.turn);
    surroundings(model, draw, text, around?, walk.span()?)
}

/// `3 of 87 · 2 coded, 1 not, 84 open`.
fn progress(walk: &WalkScreen) -> String {
    let [yes, no, out, open] = walk.counts();
    let all = walk.fates.len();
    if all == 0 {
        return "0 passages".into();
    }
    let mut parts = vec![format!("{yes} coded"), format!("{no} not")];
    if out > 0 {
        parts.push(format!("{out} left out"));
    }
    if open == 0 {
        return format!("all {} gone through: {}", counted(all as u64, "passage"), parts.join(", "));
    }
    parts.push(format!("{open} open"));
    format!("{} of {all} · {}", walk.at + 1, parts.join(", "))
}

/// The turns around a passage, which stands out and between `▐` and `▌`. Answers where it begins.
fn surroundings(model: &Model, draw: &mut Draw, area: Rect, around: &Around, passage: Span) -> Option<Position> {
    let mut talk = Talk::new(area);
    for ((_, speaking, speech), start) in around.turns.iter().zip(&around.starts) {
        talk.turn(speaking, &parts(speech, *start, passage));
    }
    let focus = talk.first_marked()?;
    talk.draw(model.theme, draw, focus)
}

/// A speech that begins at `start`, in pieces: before the passage, in it, after it.
fn parts(speech: &str, start: u32, passage: Span) -> Vec<(String, bool)> {
    let chars: Vec<char> = speech.chars().collect();
    let at = |position: u32| (position.saturating_sub(start) as usize).min(chars.len());
    let (from, to) = (at(passage.start), at(passage.end));
    if passage.end <= start || from >= to {
        return vec![(speech.to_owned(), false)];
    }
    let mut inside: String = chars[from..to].iter().collect();
    if passage.start >= start {
        inside.insert(0, '▐');
    }
    if (passage.end - start) as usize <= chars.len() {
        inside.push('▌');
    }
    let piece = |range: &[char]| range.iter().collect::<String>();
    let mut parts = vec![(piece(&chars[..from]), false), (inside, true), (piece(&chars[to..]), false)];
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

/// The main keys.
pub fn hints(model: &Model) -> Vec<String> {
    let splits = matches!(model.walk.what, Some((Source::Split(_), _)));
    let mut hints = vec![
        hint(model, Action::Yes, if splits { "goes over" } else { "code" }),
        hint(model, Action::No, if splits { "stays" } else { "not" }),
    ];
    if !splits {
        hints.push(hint(model, Action::Wider, "wider"));
        hints.push(hint(model, Action::Narrower, "narrower"));
    }
    hints.extend([
        hint(model, Action::SkipTranscript, "skip the transcript"),
        hint(model, Action::Undo, "undo"),
        hint(model, Action::Open, "in place"),
        "Esc back".into(),
    ]);
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_marked_where_it_begins_and_ends() {
        let pieces = |from, to| parts("We waited long.", 10, Span::new(from, to));
        assert_eq!(pieces(13, 19), [("We ".into(), false), ("▐waited▌".into(), true), (" long.".into(), false)]);
        assert_eq!(pieces(10, 25), [("▐We waited long.▌".into(), true)]);
        assert_eq!(pieces(13, 60), [("We ".into(), false), ("▐waited long.".into(), true)], "on in the next turn");
        assert_eq!(pieces(2, 12), [("We▌".into(), true), (" waited long.".into(), false)]);
        assert_eq!(pieces(40, 50), [("We waited long.".into(), false)]);
    }
}
