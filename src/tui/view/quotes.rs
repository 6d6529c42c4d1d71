//! Quotes of a theme, with its definition on top.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, wrap};
use crate::analysis::counted;
use crate::model::Star;
use crate::tui::data::Quote;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::model::{Grouping, Model};
use crate::tui::names::all_beside;

/// Draws the quotes.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let quotes = &model.quotes;
    let theme = model.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let grouping = match quotes.grouping {
        Grouping::Participant => "by participant".to_owned(),
        Grouping::Group(_) => format!("by {}", model.quotes_by().unwrap_or("group")),
        Grouping::Not => "in order".to_owned(),
    };
    if quotes.query.is_empty() {
        let said =
            format!("no theme is chosen: {} chooses one, and its quotes stand here", model.keys.main(Action::Theme));
        draw.wrapped(inner, 1, &said, theme.plain());
        return None;
    }
    let count = if quotes.asked && quotes.rows.is_empty() {
        "looking…".to_owned()
    } else {
        format!("{}, {grouping} · {}", counted(quotes.rows.len() as u64, "coding"), quotes.query)
    };
    draw.put(inner, 0, 0, &count, theme.dim());
    let study = model.study.as_ref()?;
    let code = quotes.theme.as_ref().and_then(|id| study.codebook.resolve(id.as_str()));
    let mut top = 1;
    if let Some(code) = code.map(|at| study.codebook.code(at)) {
        let text = if code.definition.is_empty() { "no definition yet" } else { &code.definition };
        let most = if inner.height < 16 { 1 } else { 2 };
        top += draw.wrapped_within(inner, 1, most, text, theme.plain());
    }
    draw.put(inner, 0, top, &"─".repeat(usize::from(inner.width)), theme.dim());
    top += 1;
    // Beside quotes a group of one or two is soon a person.
    if let (by, Some(small)) = &quotes.small
        && model.quotes_by() == Some(by)
    {
        top += draw.wrapped_within(inner, top, 2, small, theme.dim());
    }
    if let Some(problem) = &quotes.problem {
        draw.wrapped(inner, top, &problem.what, theme.wrong());
        return None;
    }
    if quotes.rows.is_empty() && !quotes.asked {
        let key = model.keys.main(Action::Theme);
        draw.put(inner, 2, top, &format!("no codings of this theme yet; {key} chooses another"), theme.plain());
    }
    let list = Rect { y: inner.y + top, height: inner.height.saturating_sub(top), ..inner };
    let mut line = 0;
    let mut group: Option<&str> = None;
    for (at, quote) in quotes.rows.iter().enumerate().skip(quotes.list.top) {
        let name = match quotes.grouping {
            Grouping::Participant => Some(quote.people.as_str()),
            Grouping::Group(at) => {
                let name = quote.groups.get(at).map_or("", String::as_str);
                Some(if name.is_empty() { "(missing)" } else { name })
            }
            Grouping::Not => None,
        };
        if name.is_some() && name != group {
            draw.put(list, 0, line, name.unwrap_or_default(), theme.strong());
            line += 1;
            group = name;
        }
        if line >= list.height {
            break;
        }
        line += one(model, draw, list, line, quote, at == quotes.list.at);
    }
    None
}

/// One quote: its place, then its wording; the one in focus whole, others two lines of it.
fn one(model: &Model, draw: &mut Draw, list: Rect, line: u16, quote: &Quote, focus: bool) -> u16 {
    let theme = model.theme;
    let ticked = model.quotes.ticked.contains(&quote.id);
    draw.put(list, 0, line, if focus { "▸" } else { " " }, theme.strong());
    if focus {
        draw.focus(Rect { y: list.y + line, width: 1, height: 1, ..list }, theme.strong());
    }
    draw.put(list, 1, line, if ticked { "✓" } else { " " }, theme.well());
    let mut head =
        vec![all_beside(&quote.people, quote.transcript.as_str()), quote.transcript.to_string(), quote.lines.clone()];
    if model.quotes.theme.as_ref() != Some(&quote.code) {
        head.push(model.code_name(&quote.code));
    }
    if !quote.mine {
        head.push(quote.coder.clone());
    }
    match quote.star {
        Some(Star::Exemplar) => head.push("★".into()),
        Some(Star::Negative) => head.push("☆ negative".into()),
        None => {}
    }
    if !quote.memos.is_empty() {
        head.push("✎".into());
    }
    draw.put(list, 3, line, &head.join(" · "), if focus { theme.strong() } else { theme.dim() });
    let text = Rect { x: list.x + 4, width: list.width.saturating_sub(4).min(layout::LONGEST), ..list };
    let lines = wrap(&quote.wording.join("\n"), usize::from(text.width));
    let most = if focus { 6 } else { 2 };
    let mut used = 1;
    for (at, wording) in lines.iter().enumerate() {
        if at == most - 1 && lines.len() > most {
            draw.put(text, 0, line + used, &format!("{wording} …"), theme.plain());
            used += 1;
            break;
        }
        draw.put(text, 0, line + used, wording, theme.plain());
        used += 1;
    }
    if focus {
        for (_, memo) in &quote.memos {
            used += draw.wrapped(text, line + used, &format!("✎ {memo}"), theme.dim());
        }
    }
    used
}
