//! Pictures of tables: as SVG files, and drawn in the terminal.

use std::path::{Path, PathBuf};

use super::{Problem, Session};
use crate::analysis::Table;
use crate::export::{Figure, drawn, svg};

pub use crate::export::{FigureKind, FigureWish};

/// Whether the ending of a file asks for a picture.
pub fn is_figure(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"))
}

fn figure(table: &Table, wish: &FigureWish) -> Result<Figure, Problem> {
    Figure::of(table, wish).map_err(|error| Problem::new(error.to_string()).hint(error.hint()))
}

impl Session {
    /// Writes the picture of a table in its tidy layout (frequencies, saturation, co-occurrence) to an SVG file, and its sidecar.
    ///
    /// # Errors
    /// A table that has no picture; a file that does not end in `.svg`, or that cannot be written.
    pub fn write_figure(&self, table: &Table, wish: &FigureWish, path: &Path) -> Result<PathBuf, Problem> {
        if !is_figure(path) {
            return Err(Problem::new(format!("a picture is an svg file, and `{}` does not end so", path.display()))
                .hint("write to a file that ends in .svg, or leave --figure out for a table"));
        }
        let figure = figure(table, wish)?;
        let kind = match &figure {
            Figure::Heat(_) => "heat map of themes and groups",
            Figure::Bars(_) => "bars by group",
            Figure::Curves(_) => "new codes per interview",
            Figure::Pairs(_) => "codes that stand together",
        };
        let meta = table.meta.clone().with("figure", kind).with("notes", table.sentences.clone());
        self.write_with_sidecar(path, &svg(&figure), &meta)
    }

    /// Whether there is anything to draw of a table.
    pub(super) fn has_figure(&self, table: &Table) -> bool {
        figure(table, &FigureWish::default()).is_ok()
    }

    /// The picture of a table drawn as text, for a terminal of so many columns.
    ///
    /// # Errors
    /// A table that has no picture.
    pub fn draw_figure(&self, table: &Table, wish: &FigureWish, width: Option<usize>) -> Result<Vec<u8>, Problem> {
        Ok(drawn(&figure(table, wish)?, width))
    }
}
