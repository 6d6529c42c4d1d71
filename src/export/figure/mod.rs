//! What a picture shows, read from a table: whatever the table keeps back, its picture keeps back too.
//!
//! Three tables have pictures: `frequencies` (a heat map of themes × groups, or bars by group), `saturation` (the curve of new
//! codes) and `cooccurrence` (codes × codes). Each is drawn twice from the same figures: as SVG and as text.

mod curves;
mod grid;
mod pairs;
#[cfg(test)]
mod tests;

pub use curves::{Curves, Point, Series};
#[cfg(test)]
pub(super) use grid::Head;
pub use grid::{Grid, GridRow};
pub use pairs::Pairs;

use crate::analysis::{Cell, MetaValue, Table, thousands};

/// Shades of a heat map, from none to all: lightness falls from each to the next, so that they are in order in grey too.
pub const SHADES: usize = 9;

/// One figure of a picture.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Value {
    /// As it is printed: `5 (71%)`, or the sign of a figure that is kept back.
    pub printed: String,
    /// Its share of the whole, from 0 to 1; `None` where the figure is kept back or has no base.
    pub share: Option<f64>,
}

impl Value {
    /// The shade from 0 (nothing) to [`SHADES`] - 1 (all); anything that is more than nothing is at least 1.
    pub fn shade(&self) -> Option<usize> {
        let top = (SHADES - 1) as f64;
        self.share.map(|share| if share <= 0.0 { 0 } else { ((share.min(1.0) * top).round() as usize).max(1) })
    }
}

/// Which picture of a table of frequencies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FigureKind {
    /// Themes × groups.
    Heat,
    /// A bar for each group.
    Bars,
}

/// What is asked of a picture.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FigureWish {
    /// Which picture of frequencies; `None`: bars of one theme or one group, else the heat map.
    pub kind: Option<FigureKind>,
    /// Ids or names of the themes that are drawn; empty: all.
    pub themes: Vec<String>,
}

/// A picture.
#[derive(Clone, PartialEq, Debug)]
pub enum Figure {
    /// A heat map of themes × groups.
    Heat(Grid),
    /// A bar for each theme and group.
    Bars(Grid),
    /// New codes per interview.
    Curves(Curves),
    /// Which codes stand together.
    Pairs(Pairs),
}

/// Why a table cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// A table that has no picture.
    #[error("there is no picture of {table}")]
    None {
        /// Its name.
        table: String,
    },
    /// Nothing to draw.
    #[error("there is nothing to draw: {why}")]
    Nothing {
        /// Why.
        why: &'static str,
    },
    /// A theme that the table does not have.
    #[error("there is no theme `{name}` to draw")]
    Theme {
        /// As written.
        name: String,
        /// The nearest that there is.
        suggestion: Option<String>,
    },
    /// Groups where the picture has room for one.
    #[error("a picture of codes × codes has no room for groups")]
    Groups,
}

impl FigureError {
    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::None { .. } => "frequencies, saturation and cooccurrence have pictures".into(),
            Self::Nothing { .. } => "code a few passages first, or widen the query".into(),
            Self::Theme { suggestion: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::Theme { .. } => "`emic codebook list` lists the codes".into(),
            Self::Groups => "leave out --by, or take one group: --query role:parent".into(),
        }
    }
}

impl Figure {
    /// The picture of a table in its tidy layout (a row for each figure, all columns).
    ///
    /// # Errors
    /// A table that has no picture, or nothing in it that can be drawn.
    pub fn of(table: &Table, wish: &FigureWish) -> Result<Self, FigureError> {
        match table.name.as_str() {
            "frequencies" if table.column("participants_in_group").is_some() => {
                let grid = Grid::of(table, &wish.themes)?;
                let few = grid.rows.len() == 1 || grid.heads.len() == 1;
                let kind = wish.kind.unwrap_or(if few { FigureKind::Bars } else { FigureKind::Heat });
                Ok(match kind {
                    FigureKind::Heat => Self::Heat(grid),
                    FigureKind::Bars => Self::Bars(grid),
                })
            }
            "saturation" if table.column("cumulative").is_some() => Ok(Self::Curves(Curves::of(table)?)),
            "cooccurrence" if table.column("n12_of_n1").is_some() => Ok(Self::Pairs(Pairs::of(table)?)),
            name => Err(FigureError::None { table: name.to_owned() }),
        }
    }
}

/// A figure of a cell; `None` where there is none or it is kept back.
fn number(cell: Option<&Cell>) -> Option<f64> {
    match cell? {
        Cell::Integer(number) => Some(*number as f64),
        Cell::Decimal(number) | Cell::Full(number) if number.is_finite() => Some(*number),
        _ => None,
    }
}

/// A count as people read it; what is kept back as the table prints it.
fn printed(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Integer(number)) => thousands(*number),
        Some(cell) if !cell.plain().is_empty() => cell.plain().into_owned(),
        _ => KEPT_BACK.into(),
    }
}

/// The sign of a figure that is kept back.
const KEPT_BACK: &str = "*";

/// The words of a cell.
fn words(table: &Table, row: usize, column: &str) -> String {
    table.cell(row, column).map(|cell| cell.plain().into_owned()).unwrap_or_default()
}

/// The title of the study, where the table tells it.
fn study(table: &Table) -> String {
    match table.meta.get("study") {
        Some(MetaValue::Text(title)) => title.clone(),
        _ => String::new(),
    }
}

/// The sentences under a table without which its picture cannot be defended.
fn caption(table: &Table, own: &[&str]) -> Vec<String> {
    const KEPT: [&str; 10] = [
        "scope",
        "counted there",
        "coders",
        "in progress",
        "left out",
        "groups overlap",
        "not shown",
        "suppressed",
        "fewer than",
        "blind",
    ];
    let kept = |sentence: &&String| KEPT.iter().chain(own).any(|start| sentence.starts_with(start));
    table.sentences.iter().filter(kept).cloned().collect()
}

/// The last of names that are joined as in the column `path`, and how deep it stands.
fn name_of(path: &str) -> (String, usize) {
    let name = path.rsplit(" > ").next().unwrap_or(path).to_owned();
    (name, path.matches(" > ").count())
}
