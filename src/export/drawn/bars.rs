//! A bar for each theme and group.

use super::{bar, left};
use crate::export::figure::Grid;
use crate::text::width;

/// Draws it.
pub(super) fn draw(grid: &Grid, columns: usize) -> Vec<String> {
    let alone = grid.heads.len() == 1;
    let label = |at: usize| format!("{} (N = {})", grid.heads[at].name, grid.heads[at].base);
    let labels: Vec<String> = if alone {
        grid.rows.iter().map(|row| format!("{}{}", "  ".repeat(row.depth), row.name)).collect()
    } else {
        (0..grid.heads.len()).map(label).collect()
    };
    let names = labels.iter().map(|label| width(label)).max().unwrap_or(0).min(columns * 2 / 5);
    let values = grid.rows.iter().flat_map(|row| &row.values).map(|value| width(&value.printed)).max().unwrap_or(0);
    let cells = columns.saturating_sub(names + values + 3).clamp(8, 50);
    let one = |label: &str, value: &crate::export::figure::Value| {
        let drawn = match value.share {
            Some(share) => bar(share, cells),
            None => "/".repeat(cells),
        };
        format!("{} {drawn} {}", left(label, names), value.printed)
    };
    let mut lines = Vec::new();
    for (at, row) in grid.rows.iter().enumerate() {
        if alone {
            lines.extend(row.values.first().map(|value| one(&labels[at], value)));
            continue;
        }
        if grid.rows.len() > 1 {
            if at > 0 {
                lines.push(String::new());
            }
            lines.push(left(&row.name, columns));
        }
        lines.extend(row.values.iter().zip(&labels).map(|(value, label)| one(label, value)));
    }
    lines.push(String::new());
    lines.push(format!("{}{}", " ".repeat(names + 1), axis(cells)));
    lines
}

/// `0%` at the left end of a bar, `100%` at its right.
fn axis(cells: usize) -> String {
    format!("0%{}100%", " ".repeat(cells.saturating_sub(6)))
}
