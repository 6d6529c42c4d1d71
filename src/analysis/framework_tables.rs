//! A framework as tables: a row per cell, and participants or cases × themes.

use super::framework::{Framework, FrameworkCell, FrameworkMark};
use super::table::{Cell, Column, Meta, Table};
use crate::model::RollUp;
use crate::text::counted;

impl Framework {
    /// One row per participant or case and theme, also where there is nothing.
    pub fn tidy(&self) -> Table {
        let mut columns = vec![Column::left(self.of.as_str())];
        columns.extend(self.attributes.iter().map(Column::left));
        columns.extend(["code", "path", "rollup"].map(Column::left));
        columns.push(Column::right("passages"));
        columns
            .extend(["mark", "summary", "summary_coder", "summary_modified", "references", "quotes"].map(Column::left));
        let mut rows = Vec::new();
        for row in &self.rows {
            for (theme, cell) in self.themes.iter().zip(&row.cells) {
                let mut line = vec![Cell::text(&row.id)];
                line.extend(row.attributes.iter().map(|value| Cell::present(value)));
                let joined = |texts: Vec<&str>| Cell::present(&texts.join("; "));
                line.extend([
                    Cell::text(&theme.id),
                    Cell::text(&theme.path),
                    Cell::text(self.roll_up.as_str()),
                    Cell::Integer(cell.passages.len() as u64),
                    Cell::present(cell.mark().as_str()),
                    Cell::present(&cell.summary()),
                    joined(cell.summaries.iter().map(|summary| summary.coder.as_str()).collect()),
                    joined(cell.summaries.iter().map(|summary| summary.modified.as_str()).collect()),
                    Cell::present(&cell.references()),
                    Cell::present(&quotes(cell)),
                ]);
                rows.push(line);
            }
        }
        self.table(columns, rows, self.sentences())
    }

    /// Participants or cases × themes: the summary, or how many passages there are of which nobody has written one.
    pub fn wide(&self) -> Table {
        let mut columns = vec![Column::left(self.of.as_str())];
        columns.extend(self.attributes.iter().map(Column::left));
        columns.extend(self.themes.iter().map(|theme| Column::left(&theme.id)));
        let shown = |cell: &FrameworkCell| {
            let passages = counted(cell.passages.len() as u64, "passage");
            match cell.mark() {
                FrameworkMark::Empty => Cell::Empty,
                FrameworkMark::Ready => Cell::Text(format!("{}\n[{}]", cell.summary(), cell.references())),
                FrameworkMark::NoSummary => Cell::Text(format!("[no summary: {passages}: {}]", cell.references())),
                FrameworkMark::Older => {
                    Cell::Text(format!("{}\n[older than its newest passage: {}]", cell.summary(), cell.references()))
                }
                FrameworkMark::NoPassage => Cell::Text(format!("{}\n[no passage]", cell.summary())),
            }
        };
        let row = |row: &super::framework::FrameworkRow| {
            let attributes = row.attributes.iter().map(|value| Cell::present(value));
            std::iter::once(Cell::text(&row.id)).chain(attributes).chain(row.cells.iter().map(shown)).collect()
        };
        self.table(columns, self.rows.iter().map(row).collect(), self.sentences())
    }

    /// The cells in which there is anything, for reading.
    pub fn brief(&self) -> Table {
        let mut columns = vec![Column::left(self.of.as_str()), Column::left("theme"), Column::right("passages")];
        columns.extend(["mark", "summary"].map(Column::left));
        let mut rows = Vec::new();
        for row in &self.rows {
            for (theme, cell) in
                self.themes.iter().zip(&row.cells).filter(|(_, cell)| cell.mark() != FrameworkMark::Empty)
            {
                rows.push(vec![
                    Cell::text(&row.id),
                    Cell::text(&theme.name),
                    Cell::Integer(cell.passages.len() as u64),
                    Cell::present(cell.mark().as_str()),
                    Cell::present(&cell.summary()),
                ]);
            }
        }
        self.table(columns, rows, self.sentences())
    }

    fn table(&self, columns: Vec<Column>, rows: Vec<Vec<Cell>>, sentences: Vec<String>) -> Table {
        Table { name: "framework".into(), columns, rows, sentences, meta: self.meta() }
    }

    /// With what command a summary is written.
    pub fn how_to_write(&self) -> String {
        format!("a summary is written with: emic memo add TEXT --{} ID --code CODE --kind summary", self.of.as_str())
    }

    /// What must be said under it.
    pub fn sentences(&self) -> Vec<String> {
        let cells = |mark| counted(self.marked(mark), "cell");
        let mut sentences = vec![
            format!(
                "{} × {}, {}; cells: {} with a summary, {} with passages and no summary, {} whose summary is older than its newest \
                 passage, {} with a summary that rests on no passage",
                counted(self.rows.len() as u64, self.of.as_str()),
                counted(self.themes.len() as u64, "theme"),
                match self.roll_up {
                    RollUp::Subtree => "each with everything beneath it",
                    RollUp::Own => "each code alone",
                },
                cells(FrameworkMark::Ready),
                cells(FrameworkMark::NoSummary),
                cells(FrameworkMark::Older),
                cells(FrameworkMark::NoPassage),
            ),
            self.how_to_write(),
        ];
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let mut withheld: Vec<_> = cells.flat_map(|cell| &cell.passages).filter(|passage| passage.withheld).collect();
        withheld.sort_unstable_by_key(|passage| (passage.transcript, passage.span));
        withheld.dedup_by_key(|passage| (passage.transcript, passage.span));
        if !withheld.is_empty() {
            sentences.push(format!(
                "files hold the reference alone of {} in which somebody speaks who has not (or not yet) agreed to be quoted",
                counted(withheld.len() as u64, "passage")
            ));
        }
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        sentences.extend(self.flags.iter().cloned());
        sentences
    }

    /// What the sidecar says.
    pub fn meta(&self) -> Meta {
        let mut meta = self
            .notes
            .meta_head()
            .with("rows", self.of.as_str())
            .with("units", "cells: summaries, and passages merged where they overlap")
            .with("denominators", "none")
            .with("rollup", self.roll_up.as_str());
        if !self.flags.is_empty() {
            meta.set("people_alone", self.flags.join("; "));
        }
        self.notes.meta_tail(meta)
    }
}

/// The passages of a cell, each with its reference, parted by blank lines.
fn quotes(cell: &FrameworkCell) -> String {
    let quotes = cell.passages.iter().map(|passage| format!("{} ({})", passage.quoted(), passage.reference));
    quotes.collect::<Vec<_>>().join("\n\n")
}
