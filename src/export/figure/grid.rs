//! Themes × groups, from the tidy table of frequencies.

use super::{FigureError, Value, caption, name_of, number, printed, study, words};
use crate::analysis::{Cell, MetaValue, Table};
use crate::text::suggest::nearest;

/// A group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// How many there are in it, as printed.
    pub base: String,
}

/// A theme with its figures.
#[derive(Clone, PartialEq, Debug)]
pub struct GridRow {
    /// Id of the code or set.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 0 at the top.
    pub depth: usize,
    /// By group.
    pub values: Vec<Value>,
}

/// Themes × groups: participants (or cases) with at least one passage, of those in the group.
#[derive(Clone, PartialEq, Debug)]
pub struct Grid {
    /// Title of the study.
    pub study: String,
    /// What makes the groups; empty: there is everybody alone.
    pub by: String,
    /// `participants` or `cases`.
    pub unit: &'static str,
    /// The groups in order.
    pub heads: Vec<Head>,
    /// The themes in order.
    pub rows: Vec<GridRow>,
    /// What has to be said under it.
    pub caption: Vec<String>,
}

impl Grid {
    /// Reads the table; of the themes only `wanted` (ids or names), where any are named.
    pub(super) fn of(table: &Table, wanted: &[String]) -> Result<Self, FigureError> {
        let mut heads: Vec<Head> = Vec::new();
        let mut rows: Vec<GridRow> = Vec::new();
        for at in 0..table.rows.len() {
            let (id, group) = (words(table, at, "code"), words(table, at, "group"));
            if rows.last().is_none_or(|row| row.id != id) {
                let (name, depth) = name_of(&words(table, at, "path"));
                rows.push(GridRow { id, name, depth, values: Vec::new() });
            }
            if rows.len() == 1 {
                heads.push(Head { name: group, base: printed(table.cell(at, "participants_in_group")) });
            }
            if let Some(row) = rows.last_mut() {
                row.values.push(value(table, at));
            }
        }
        let rows = chosen(rows, wanted)?;
        if rows.is_empty() {
            return Err(FigureError::Nothing { why: "the codebook has no code" });
        }
        let cases = table.meta.get("unit") == Some(&MetaValue::from("case"));
        let by = if table.rows.is_empty() { String::new() } else { words(table, 0, "by") };
        let unit = if cases { "cases" } else { "participants" };
        let mut said = vec![format!("{unit} with at least one passage of the theme, of those in the group (N)")];
        if table.cell(0, "rollup") == Some(&Cell::text("own")) {
            said.push("each code alone, without what is beneath it".into());
        }
        said.extend(caption(table, &[]));
        Ok(Self { study: study(table), by, unit, heads, rows, caption: said })
    }

    /// What the picture is called.
    pub fn title(&self) -> String {
        let what = match self.rows.as_slice() {
            [only] => only.name.clone(),
            _ => "Themes".into(),
        };
        let by = if self.by.is_empty() { String::new() } else { format!(" by {}", self.by.replace(',', " × ")) };
        let study = if self.study.is_empty() { String::new() } else { format!(": {}", self.study) };
        format!("{what}{by}{study}")
    }
}

fn value(table: &Table, row: usize) -> Value {
    let (part, base) = (table.cell(row, "participants"), table.cell(row, "participants_in_group"));
    let share = match (number(part), number(base)) {
        (Some(_), Some(0.0)) => Some(0.0),
        (Some(part), Some(base)) => Some(part / base),
        _ => None,
    };
    let percent = match (share, number(base)) {
        (Some(_), Some(0.0)) => "-".into(),
        (Some(share), _) => format!("{:.0}%", share * 100.0),
        (None, _) => super::KEPT_BACK.into(),
    };
    let printed = printed(part);
    Value { printed: if number(part).is_none() { printed } else { format!("{printed} ({percent})") }, share }
}

fn chosen(rows: Vec<GridRow>, wanted: &[String]) -> Result<Vec<GridRow>, FigureError> {
    if wanted.is_empty() {
        return Ok(rows);
    }
    let mut kept = Vec::new();
    for name in wanted {
        let lower = name.trim().to_lowercase();
        let is = |row: &&GridRow| row.id == lower || row.name.to_lowercase() == lower;
        let Some(row) = rows.iter().find(is) else {
            let suggestion = nearest(&lower, rows.iter().map(|row| row.id.as_str())).map(str::to_owned);
            return Err(FigureError::Theme { name: name.clone(), suggestion });
        };
        // Alone a theme stands at the margin.
        kept.push(GridRow { depth: 0, ..row.clone() });
    }
    Ok(kept)
}
