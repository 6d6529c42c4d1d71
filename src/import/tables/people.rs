//! A table in which a row is a person.

use super::Grid;
use crate::import::draft::People;

/// The name of an attribute: blanks and line ends as `_`.
pub fn column_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_")
}

/// The people of a table whose ids stand in column `id`.
pub fn people(grid: &Grid, id: usize, kind: &str) -> People {
    People { format: format!("participants ({kind})"), ..without(grid, id, &[], kind) }
}

/// The people of a table, without some of its columns.
pub fn without(grid: &Grid, id: usize, left: &[usize], kind: &str) -> People {
    let mut people = People { format: format!("attributes of participants ({kind})"), ..People::default() };
    let mut columns: Vec<usize> = Vec::new();
    for (at, name) in grid.header.iter().enumerate() {
        if at == id || left.contains(&at) {
            continue;
        }
        let name = column_name(name);
        if name.is_empty() {
            if grid.column(at).next().is_some() {
                people.warnings.push(format!("column {} has no name and is left out", at + 1));
            }
            continue;
        }
        if people.columns.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            people.warnings.push(format!("there are two columns `{name}`: the second one is left out"));
            continue;
        }
        columns.push(at);
        people.columns.push(name);
    }
    for row in 0..grid.rows.len() {
        let name = grid.cell(row, id).to_owned();
        if !name.is_empty() {
            // A cell of a table stands on one line.
            let values = columns.iter().map(|at| grid.cell(row, *at).split_whitespace().collect::<Vec<_>>().join(" "));
            people.rows.push((name, values.collect()));
        }
    }
    people
}
