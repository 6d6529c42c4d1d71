//! Heat maps: themes × groups, codes × codes. What is too wide for the screen goes on below.

use super::{left, right, shade};
use crate::export::figure::{Grid, Pairs};
use crate::text::width;

const LEGEND: &str = "░░ up to 25%  ▒▒ up to 50%  ▓▓ up to 75%  ██ more; blank: none; //: kept back or without a base";

/// Themes × groups.
pub(super) fn heat(grid: &Grid, columns: usize) -> Vec<String> {
    let indented: Vec<String> = grid.rows.iter().map(|row| format!("{}{}", "  ".repeat(row.depth), row.name)).collect();
    let names = indented.iter().map(|name| width(name)).max().unwrap_or(0).clamp(5, columns * 2 / 5);
    let bases: Vec<String> = grid.heads.iter().map(|head| format!("N = {}", head.base)).collect();
    let room = |at: usize| {
        let values = grid.rows.iter().filter_map(|row| row.values.get(at)).map(|value| width(&value.printed) + 3);
        let base = width(&bases[at]);
        values.max().unwrap_or(0).max(base).max(width(&grid.heads[at].name).min(16))
    };
    let rooms: Vec<usize> = (0..grid.heads.len()).map(room).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < rooms.len() {
        let mut to = from + 1;
        let mut used = names + 2 + rooms[from];
        while to < rooms.len() && used + 2 + rooms[to] <= columns {
            used += 2 + rooms[to];
            to += 1;
        }
        if from > 0 {
            lines.push(String::new());
        }
        let line = |head: &str, cells: &mut dyn Iterator<Item = String>| {
            let cells: Vec<String> = cells.collect();
            format!("{}  {}", left(head, names), cells.join("  "))
        };
        lines.push(line("", &mut (from..to).map(|at| right(&grid.heads[at].name, rooms[at]))));
        lines.push(line("", &mut (from..to).map(|at| right(&bases[at], rooms[at]))));
        for (row, name) in grid.rows.iter().zip(&indented) {
            let cell = |at: usize| match row.values.get(at) {
                Some(value) => format!("{} {}", shade(value), right(&value.printed, rooms[at].saturating_sub(3))),
                None => " ".repeat(rooms[at]),
            };
            lines.push(line(name, &mut (from..to).map(cell)));
        }
        from = to;
    }
    lines.push(String::new());
    lines.push(LEGEND.into());
    lines
}

/// Codes × codes: the lower half, with the number of its column on the diagonal.
pub(super) fn pairs(pairs: &Pairs, columns: usize) -> Vec<String> {
    const CELL: usize = 6;
    let label = |at: usize| format!("{:>2} {} ({})", at + 1, pairs.codes[at].name, pairs.codes[at].uses);
    let names = (0..pairs.codes.len()).map(|at| width(&label(at))).max().unwrap_or(0).clamp(8, columns * 2 / 5);
    let fit = (columns.saturating_sub(names + 1) / CELL).max(1);
    let mut lines = Vec::new();
    let mut from = 0;
    while from < pairs.codes.len() {
        let to = (from + fit).min(pairs.codes.len());
        if from > 0 {
            lines.push(String::new());
        }
        for at in from..pairs.codes.len() {
            let mut line = format!("{} ", left(&label(at), names));
            for before in from..to.min(at) {
                line.push_str(&match pairs.values[at].get(before) {
                    Some(Some(value)) => format!(" {}{}", shade(value), right(&value.printed, CELL - 3)),
                    _ => right("–", CELL),
                });
            }
            if at < to {
                line.push_str(&right(&format!("[{}]", at + 1), CELL));
            }
            lines.push(line);
        }
        from = to;
    }
    lines.push(String::new());
    lines.push(format!("shades: of the most frequent pair ({} together); [n]: the column of code n", pairs.most));
    lines.push(LEGEND.into());
    lines
}
