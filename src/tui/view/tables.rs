//! Analyses: the list of them, and each as a table with what must be said of it.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::chart::{Step, curve};
use super::draw::{Draw, cut_middle, tail};
use super::edges::as_fits;
use super::hint;
use crate::analysis::{Align, Cell, Table, counted};
use crate::model::RollUp;
use crate::session::{CooccurrenceRule, CoverageList, CoverageRows};
use crate::text::{visible, width};
use crate::tui::keymap::{self, Action};
use crate::tui::layout;
use crate::tui::model::{Model, TableScreen};
use crate::tui::names::{broken_width, two_rows};
use crate::tui::tables::{Analysed, Analysis, OFFERED, Question};

/// Columns of words at least, and of a code's id over its column.
const NARROW: usize = 12;

/// Columns of the head of other figures at most.
const HEAD: usize = 18;

/// Draws the list of analyses.
pub fn list(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    draw.put(inner, 0, 0, "what can be counted; every figure leads to its passages", theme.dim());
    for (line, action) in OFFERED.iter().enumerate().skip(model.tables.list.top) {
        let y = 1 + 2 * (line - model.tables.list.top) as u16;
        let Some(entry) = keymap::entry(*action) else { continue };
        let focus = line == model.tables.list.at;
        draw.put(inner, 0, y, if focus { "▸" } else { " " }, theme.strong());
        if focus {
            draw.focus(Rect { y: inner.y + y, width: 1, height: 1, ..inner }, theme.strong());
        }
        draw.put(inner, 2, y, entry.id, if focus { theme.selected() } else { theme.strong() });
        draw.put(inner, 4, y + 1, entry.doc, theme.dim());
        draw.put_right(inner, y, &model.keys.main(*action), theme.dim());
    }
    None
}

/// The main keys of an analysis.
pub fn hints(model: &Model, analysis: Analysis) -> Vec<String> {
    let mut hints = match analysis {
        Analysis::Together => vec![
            hint(model, Action::Open, "passages"),
            hint(model, Action::Rule, "rule"),
            hint(model, Action::Across, "pairs or codes × codes"),
            hint(model, Action::By, "groups by"),
            hint(model, Action::RollUp, "roll-up"),
        ],
        Analysis::NewCodes => {
            vec![
                hint(model, Action::Open, "passages"),
                hint(model, Action::InterviewOrder, "order"),
                hint(model, Action::By, "groups by"),
            ]
        }
        Analysis::Coverage => vec![
            hint(model, Action::Open, "leads there"),
            hint(model, Action::Listed, "words, codes, turns"),
            hint(model, Action::By, "rows"),
            hint(model, Action::RollUp, "roll-up"),
        ],
        Analysis::Words => vec![
            hint(model, Action::Open, "where it is said"),
            hint(model, Action::GroupNext, "next group"),
            hint(model, Action::By, "groups by"),
            hint(model, Action::Stems, "stems"),
        ],
        Analysis::Concordance => {
            vec![
                hint(model, Action::Open, "in place"),
                hint(model, Action::Sort, "sort"),
                hint(model, Action::LookUp, "another word"),
            ]
        }
    };
    hints.push(hint(model, Action::Notes, "how it is counted"));
    hints.push(hint(model, Action::Export, "write to a file"));
    hints
}

/// Draws an analysis.
pub fn view(model: &Model, analysis: Analysis, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let screen = model.tables.of(analysis);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let parts = layout::table(model.size, analysis);
    if let Some(problem) = &screen.problem {
        draw.wrapped(inner, 0, &super::super::update::said(problem), theme.wrong());
        return None;
    }
    let Some(data) = &screen.data else {
        let waits = matches!(&screen.question, Some(Question::Concordance { query, .. }) if query.is_empty());
        let key = model.keys.main(Action::LookUp);
        draw.put(inner, 1, 0, &if waits { format!("{key} looks up a word") } else { "counting…".into() }, theme.dim());
        return None;
    };
    draw.put(parts.asked, 0, 0, &as_fits(&asked(screen, data), parts.asked.width), theme.dim());
    if screen.count() == 0 {
        draw.wrapped(parts.list, 0, nothing(data), theme.plain());
    }
    if analysis == Analysis::NewCodes {
        let range = data.range(screen.group);
        let steps: Vec<Step> = range
            .map(|row| Step { all: number(&data.table, row, "cumulative"), new: number(&data.table, row, "new_codes") })
            .collect();
        curve(draw, parts.chart, &steps, screen.list.at, theme);
    }
    if analysis == Analysis::Concordance {
        concordance(model, screen, data, draw, &parts);
    } else {
        rows(model, screen, data, draw, &parts);
    }
    if let Some(row) = screen.row().and_then(|row| data.rows.get(row)) {
        draw.wrapped(parts.detail, 0, &detail(model, screen, data, &row.detail), theme.plain());
    }
    let said = data.said.get(screen.group).into_iter().chain(&data.notes);
    let said: Vec<&str> = said.map(String::as_str).collect();
    draw.notes(parts.notes, &said.join(" · "), &model.keys.main(Action::Notes), theme.dim());
    None
}

fn number(table: &Table, row: usize, column: &str) -> u64 {
    match table.cell(row, column) {
        Some(Cell::Integer(number)) => *number,
        _ => 0,
    }
}

/// Why there is no row.
fn nothing(data: &Analysed) -> &'static str {
    match &data.question {
        Question::Together { .. } => "no two codes stand together by this rule",
        Question::NewCodes { .. } => "nothing is coded yet",
        Question::Coverage { list: CoverageList::Turns, .. } => "every turn of a participant is coded",
        Question::Coverage { .. } => "nobody is in scope",
        Question::Words { .. } => "no word stands three times",
        Question::Concordance { .. } => "nothing was found",
    }
}

/// What is shown, in words.
fn asked(screen: &TableScreen, data: &Analysed) -> Vec<String> {
    let rows = screen.count() as u64;
    let group = match data.groups.get(screen.group) {
        Some((name, _)) if !data.question.by().is_empty() => {
            format!("by {}: {name} ({} of {})", data.question.by(), screen.group + 1, data.groups.len())
        }
        _ => "everybody".to_owned(),
    };
    let beneath =
        |roll_up: RollUp| if roll_up == RollUp::Subtree { "with everything beneath" } else { "each code alone" };
    match &data.question {
        Question::Together { rule, roll_up, across, .. } => {
            let rule = match rule {
                CooccurrenceRule::Overlap => "together: passages that overlap".to_owned(),
                CooccurrenceRule::Turn => "together: in the same turn".to_owned(),
                CooccurrenceRule::Turns(turns) => format!("together: at most {turns} turns apart"),
                CooccurrenceRule::Participant => "together: in the same participant".to_owned(),
                CooccurrenceRule::Transcript => "together: in the same transcript".to_owned(),
            };
            let what = if *across { "on the diagonal the code itself".to_owned() } else { counted(rows, "pair") };
            vec![rule, group, what, beneath(*roll_up).to_owned()]
        }
        Question::NewCodes { order, .. } => {
            let order = match order.as_str() {
                "id" => "in the order of their ids".to_owned(),
                "coded" => "as they were first coded".to_owned(),
                name => format!("in the order of {name}"),
            };
            vec![counted(rows, "interview"), order, group]
        }
        Question::Coverage { list, rows: of, by, roll_up } => match list {
            CoverageList::Words => vec![
                "words coded".to_owned(),
                match of {
                    _ if !by.is_empty() => format!("by {by}"),
                    CoverageRows::Participant => "by participant".into(),
                    _ => "by transcript".into(),
                },
            ],
            CoverageList::Codes => vec!["codes by use, those used least first".into(), beneath(*roll_up).to_owned()],
            CoverageList::Turns => vec![format!("{} never coded", counted(rows, "turn"))],
        },
        Question::Words { by, stems } => {
            let forms = if *stems { "forms of a stem together" } else { "each form of a word" };
            let first = if by.is_empty() { "the most frequent first" } else { "what sets the group apart first" };
            vec![group, forms.to_owned(), first.to_owned()]
        }
        Question::Concordance { query, sort } => {
            vec![counted(rows, "hit"), query.clone(), format!("sorted by {}", sort.as_str())]
        }
    }
}

/// What there is to say of the row in focus; of codes × codes, of the pair.
fn detail(model: &Model, screen: &TableScreen, data: &Analysed, detail: &str) -> String {
    let across = matches!(data.question, Question::Together { across: true, .. });
    let (Some(row), Some(column)) = (screen.row(), data.table.columns.get(screen.column)) else { return String::new() };
    if !across || screen.column == 0 {
        return detail.to_owned();
    }
    let cell = data.table.rows.get(row).and_then(|row| row.get(screen.column));
    let other = model.code_name(&column.id.as_str().into());
    match cell {
        Some(Cell::Integer(count)) if screen.column == row + 1 => format!("{detail}: {count} in all"),
        Some(Cell::Integer(count)) => format!("{detail} × {other}: {count} together"),
        _ => format!("{detail} × {other}: one holds the other"),
    }
}

/// The table: its first column stays where it is, the others go by so that the one in focus is in sight.
fn rows(model: &Model, screen: &TableScreen, data: &Analysed, draw: &mut Draw, parts: &layout::Table) {
    let theme = model.theme;
    let table = &data.table;
    let range = data.range(screen.group);
    let shown: Vec<usize> = range.clone().skip(screen.list.top).take(usize::from(parts.list.height)).collect();
    let across = matches!(data.question, Question::Together { across: true, .. });
    let most = if across { NARROW } else { HEAD };
    let two = parts.heads.height > 1;
    let wide = |at: usize| {
        let cells = data.widths.get(at).copied().unwrap_or(0);
        let of = |head: &str| if two { broken_width(head) } else { width(head) };
        let head = table.columns.get(at).map_or(0, |column| of(&head(column.id.as_str())));
        let right = table.columns.get(at).is_some_and(|column| column.align == Align::Right);
        if right { cells.max(head.min(most)) } else { cells.max(head) }
    };
    let room = usize::from(parts.list.width);
    // Heads are cut only where not all columns fit with their heads whole.
    let whole = |at: usize| {
        let head = table.columns.get(at).map_or(0, |column| width(&head(column.id.as_str())));
        data.widths.get(at).copied().unwrap_or(0).max(head)
    };
    let all: Vec<usize> = (0..table.columns.len()).map(whole).collect();
    let fits = !across && all.iter().sum::<usize>() + all.len().saturating_sub(1) * 2 <= room;
    let mut widths: Vec<usize> = if fits { all } else { (0..table.columns.len()).map(wide).collect() };
    if across {
        // The columns go by; the names of the rows stay, and have what they need where there is room.
        if let Some(names) = widths.first_mut() {
            *names = (*names).min((room / 4).max(NARROW + 1));
        }
    } else {
        squeeze(&mut widths, room);
    }
    let columns = in_sight(&widths, screen.column, room);
    let mut x = 0;
    for at in columns {
        let (Some(column), Some(wide)) = (table.columns.get(at), widths.get(at)) else { continue };
        let wide = (*wide).min(room.saturating_sub(x));
        let place =
            |part: Rect, y: usize| Rect { x: part.x + x as u16, y: part.y + y as u16, width: wide as u16, height: 1 };
        let style = if at == screen.column { theme.strong() } else { theme.dim() };
        let head = head(&column.id);
        // What fits stands on the row next to the figures.
        let heads = if two && width(&head) > wide { two_rows(&head) } else { ["", &head] };
        let last = usize::from(parts.heads.height.saturating_sub(1));
        for (up, text) in heads.into_iter().rev().take(last + 1).enumerate() {
            put(draw, place(parts.heads, last - up), text, column.align, style);
        }
        for (y, row) in shown.iter().enumerate() {
            let Some(cell) = table.rows.get(*row).and_then(|row| row.get(at)) else { continue };
            let focus = Some(*row) == screen.row();
            let style = if at == 0 && focus { theme.strong() } else { theme.plain() };
            // Paths and names of transcripts often begin alike.
            let text = match column.id.as_str() {
                "path" | "transcript" => cut_middle(&visible(&cell.plain()), wide),
                _ => cell.plain().into_owned(),
            };
            put(draw, place(parts.list, y), &text, column.align, style);
            if across && focus && at == screen.column {
                draw.focus(place(parts.list, y), theme.selected());
            }
        }
        x += wide + 2;
    }
    if !across && let Some(y) = screen.list.at.checked_sub(screen.list.top).filter(|y| *y < shown.len()) {
        draw.focus(Rect { y: parts.list.y + y as u16, height: 1, ..parts.list }, theme.selected());
    }
}

/// A column's head in words.
fn head(id: &str) -> String {
    id.replace("percent_", "% ").replace('_', " ")
}

/// Makes the columns of words narrower, the widest first, until all fit or each has 12.
fn squeeze(widths: &mut [usize], room: usize) {
    let most = if room < 70 { room / 3 } else { room / 2 }.max(NARROW);
    for wide in widths.iter_mut() {
        *wide = (*wide).min(most);
    }
    while widths.iter().sum::<usize>() + widths.len().saturating_sub(1) * 2 > room {
        match widths.iter_mut().max_by_key(|wide| **wide) {
            Some(widest) if *widest > NARROW + 4 => *widest -= 1,
            _ => break,
        }
    }
}

/// The first column, and as many others as fit, so that the one in focus is among them.
fn in_sight(widths: &[usize], focus: usize, room: usize) -> Vec<usize> {
    let frozen = widths.first().copied().unwrap_or(0) + 2;
    let fits = |from: usize, to: usize| {
        frozen + widths.iter().skip(from).take(to + 1 - from).map(|wide| wide + 2).sum::<usize>() <= room + 2
    };
    let mut first = 1;
    while first < focus && !fits(first, focus) {
        first += 1;
    }
    let mut columns = vec![0];
    for at in first..widths.len() {
        if at > first && !fits(first, at) {
            break;
        }
        columns.push(at);
    }
    columns.truncate(widths.len());
    columns
}

/// Writes a cell on its side of its place.
fn put(draw: &mut Draw, place: Rect, text: &str, align: Align, style: Style) {
    let text = visible(text).replace('\n', " ");
    let wide = usize::from(place.width);
    let lead = if align == Align::Right { wide.saturating_sub(width(&text)) } else { 0 };
    draw.put(place, lead as u16, 0, &text, style);
}

/// The hits beneath one another, what is said before them at the left and after them at the right.
fn concordance(model: &Model, screen: &TableScreen, data: &Analysed, draw: &mut Draw, parts: &layout::Table) {
    let theme = model.theme;
    let table = &data.table;
    let cell = |row: usize, column: &str| {
        table.cell(row, column).map_or_else(String::new, |cell| visible(&cell.plain()).into_owned())
    };
    let range = data.range(screen.group);
    let room = usize::from(parts.list.width);
    let wide = |column: &str| table.column(column).and_then(|at| data.widths.get(at)).copied().unwrap_or(0);
    let names = if room >= 70 { wide("transcript").min(room / 5) } else { 0 };
    let hit = wide("hit").min(room / 3);
    let left = room.saturating_sub(names + hit + 2) * 9 / 20;
    let from = if names > 0 { names + 2 } else { 0 };
    for (y, row) in range.skip(screen.list.top).take(usize::from(parts.list.height)).enumerate() {
        let y = y as u16;
        draw.put_within(parts.list, 0, y, names as u16, &cell(row, "transcript"), theme.dim());
        let before = tail(cell(row, "left").trim_end(), left);
        let start = from + left - width(&before);
        draw.put_within(parts.list, start as u16, y, left as u16, &before, theme.plain());
        let word = cell(row, "hit");
        let after = from + left + 1;
        let wide = draw.put_within(parts.list, after as u16, y, hit as u16, &word, theme.hit());
        // What joins the hit still does.
        let said = cell(row, "right");
        draw.put(parts.list, after as u16 + wide, y, &said, theme.plain());
        if Some(row) == screen.row() {
            draw.focus(Rect { y: parts.list.y + y, height: 1, ..parts.list }, theme.selected());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_in_focus_is_in_sight() {
        let widths = [10, 8, 8, 8, 8];
        assert_eq!(in_sight(&widths, 0, 32), [0, 1, 2]);
        assert_eq!(in_sight(&widths, 4, 32), [0, 3, 4]);
        assert_eq!(in_sight(&widths, 2, 100), [0, 1, 2, 3, 4]);
        assert_eq!(in_sight(&[], 3, 10), [] as [usize; 0]);
        assert_eq!(in_sight(&[40, 8], 1, 10), [0, 1]);
    }
}
