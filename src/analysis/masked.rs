//! Which figures of a table by group are masked, and what has to be said of it. Which ones these are is decided in
//! `privacy::disclosure`.

use super::table::{Cell, Meta};
use crate::text::counted;

/// The sign of a masked figure where people read.
pub const MASKED: &str = "*";

/// The masked cells of a table of lines × groups. Line 0 is the bases (how many people a group has), then the lines in the
/// order of the table; the last group is `(all)`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Masks {
    /// Counts of 1 to `k - 1` people are masked.
    pub k: u64,
    width: usize,
    cells: Vec<bool>,
}

impl Masks {
    /// Masks for `lines` lines (the bases aside) of `width` groups (`(all)` among them); nothing is masked yet.
    pub fn new(k: u64, lines: usize, width: usize) -> Self {
        Self { k, width, cells: vec![false; (lines + 1) * width] }
    }

    /// Masks the cell of a line (0: the bases) in a group.
    pub fn hide(&mut self, line: usize, group: usize) {
        self.set(line, group, true);
    }

    /// Takes the mask of a cell off.
    pub fn show(&mut self, line: usize, group: usize) {
        self.set(line, group, false);
    }

    fn set(&mut self, line: usize, group: usize, hidden: bool) {
        if group < self.width
            && let Some(cell) = self.cells.get_mut(line * self.width + group)
        {
            *cell = hidden;
        }
    }

    /// Whether the cell of a line (0: the bases) in a group is masked.
    pub fn hidden(&self, line: usize, group: usize) -> bool {
        group < self.width && self.cells.get(line * self.width + group).copied().unwrap_or(false)
    }

    /// Whether the base of a group is masked.
    pub fn base(&self, group: usize) -> bool {
        self.hidden(0, group)
    }

    /// Whether the figures of a theme (its place in the table) in a group are masked.
    pub fn cell(&self, theme: usize, group: usize) -> bool {
        self.hidden(theme + 1, group)
    }

    /// Whether the figures of a theme over all groups are masked.
    pub fn all(&self, theme: usize) -> bool {
        self.cell(theme, self.width.saturating_sub(1))
    }

    /// Whether anything of a group is masked beneath its base: then no sum over its lines may be told.
    pub fn in_group(&self, group: usize) -> bool {
        (1..self.cells.len() / self.width.max(1)).any(|line| self.hidden(line, group))
    }

    /// How many cells are masked, bases aside.
    pub fn number(&self) -> u64 {
        self.cells.iter().skip(self.width).filter(|hidden| **hidden).count() as u64
    }

    /// How many bases are masked.
    pub fn bases(&self) -> u64 {
        self.cells.iter().take(self.width).filter(|hidden| **hidden).count() as u64
    }

    /// What stands under the table.
    pub fn sentence(&self) -> String {
        format!(
            "suppressed ({}): figures of 1 to {} people are masked ({MASKED}), and with them as many others as it takes that none can be \
             computed from what is left: {}, {}; other tables of the same study, and quotes beside it, can tell what this one keeps back",
            self.rule(),
            self.k.saturating_sub(1),
            counted(self.number(), "cell"),
            counted(self.bases(), "size") + if self.bases() == 1 { " of a group" } else { " of groups" },
        )
    }

    fn rule(&self) -> String {
        format!("k = {}", self.k)
    }

    /// What the sidecar says.
    pub fn meta(&self) -> Meta {
        Meta::default()
            .with("rule", "counts of 1 to k - 1 people are masked, with complementary suppression")
            .with("k", self.k)
            .with("cells_masked", self.number())
            .with("group_sizes_masked", self.bases())
            .with("printed", "* where people read; empty in csv and tsv, null in json")
    }
}

/// What a sidecar says, with the rule of the masks where there are any.
pub fn masked_meta(mut meta: Meta, masks: Option<&Masks>) -> Meta {
    if let Some(masks) = masks {
        meta.set("suppression", masks.meta());
    }
    meta
}

/// A cell, or its mask.
pub fn unless(hidden: bool, cell: Cell) -> Cell {
    if hidden { Cell::Masked } else { cell }
}

/// A figure in words, or its mask.
pub fn shown(hidden: bool, figure: impl ToString) -> String {
    if hidden { MASKED.to_owned() } else { figure.to_string() }
}
