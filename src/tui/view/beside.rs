//! Quotes of one theme beside the transcript.

use ratatui::layout::Rect;

use super::draw::Draw;
use crate::analysis::counted;
use crate::model::Star;
use crate::tui::data::Quote;
use crate::tui::keymap::Action;
use crate::tui::model::{Beside, Model};
use crate::tui::names::all_beside;

/// Rows of wording of a quote that is not in focus.
const ROWS: usize = 3;

/// Draws them; the one in focus in full, as far as there is room.
pub fn view(model: &Model, beside: &Beside, draw: &mut Draw, area: Rect) {
    let theme = model.theme;
    let count = counted(beside.rows.len() as u64, "quote");
    let mut row = draw.wrapped(area, 0, &model.code_name(&beside.theme), theme.strong());
    let keys = |action| model.keys.main(action);
    let (next, before, open) = (keys(Action::BesideNext), keys(Action::BesidePrevious), keys(Action::BesideOpen));
    let said = if beside.asked && beside.rows.is_empty() {
        "looking for them…".to_owned()
    } else if beside.rows.is_empty() {
        "no quotes in scope".to_owned()
    } else {
        format!("{} of {count} · {next} {before} over them · {open} opens", beside.list.at + 1)
    };
    draw.put(area, 0, row, &said, theme.dim());
    row += 1;
    if let Some(problem) = &beside.problem {
        draw.wrapped(area, row, &problem.what, theme.wrong());
        return;
    }
    // The one before, where there is room for more than the one in focus.
    let first = if area.height >= 14 { beside.list.at.saturating_sub(1) } else { beside.list.at };
    for (at, quote) in beside.rows.iter().enumerate().skip(first) {
        if row + 1 >= area.height {
            break;
        }
        let focus = at == beside.list.at;
        let style = if focus { theme.strong() } else { theme.dim() };
        draw.put(area, 0, row, if focus { "▸" } else { " " }, theme.strong());
        draw.put(area, 2, row, &head(model, quote), style);
        row += 1;
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        let lines: Vec<String> =
            quote.wording.iter().flat_map(|line| super::draw::wrap(line, usize::from(inner.width))).collect();
        let most = if focus { lines.len() } else { ROWS };
        for (line, words) in lines.iter().take(most).enumerate() {
            if row >= area.height {
                return;
            }
            let cut_off = line + 1 == most && lines.len() > most;
            let words = if cut_off { format!("{words} …") } else { words.clone() };
            draw.put(inner, 0, row, &words, if focus { theme.plain() } else { theme.dim() });
            row += 1;
        }
        row += 1;
    }
}

/// Who, where, and what is marked.
fn head(model: &Model, quote: &Quote) -> String {
    let mut parts =
        vec![all_beside(&quote.people, quote.transcript.as_str()), quote.transcript.to_string(), quote.lines.clone()];
    if model.beside.as_ref().is_some_and(|beside| beside.theme != quote.code) {
        parts.push(model.code_name(&quote.code));
    }
    if !quote.mine {
        parts.push(quote.coder.clone());
    }
    let star = match quote.star {
        Some(Star::Exemplar) => " ★",
        Some(Star::Negative) => " ☆ negative",
        None => "",
    };
    format!("{}{star}", parts.join(" · "))
}
