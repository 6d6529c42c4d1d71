//! What a matrix of groups keeps back.

use super::masked::{MASKED, Masks};
use super::matrix::Matrix;
use super::table::{Cell, Meta};
use crate::text::counted;

/// The columns that say how much a row stands on.
const BASES: [&str; 3] = ["n_participants", "n_transcripts", "n_words"];

impl Matrix {
    /// By row: how many people speak there, and how many of each group have a passage; the last group is everybody. `None`: the
    /// columns are no groups.
    pub fn people(&self) -> Option<&[(u64, Vec<u64>)]> {
        self.overlap.map(|_| self.people.as_slice())
    }

    /// Whether somebody stands in several of the groups that are its columns.
    pub fn overlaps(&self) -> bool {
        self.overlap.unwrap_or(false)
    }

    /// Masks rows: each has masks of its own, with its size as line 0 and its cells as line 1.
    pub fn mask(&mut self, k: u64, rows: &[Masks]) {
        let groups = self.people.first().map_or(0, |(_, groups)| groups.len());
        let first = self.table.columns.len().saturating_sub(groups);
        let bases: Vec<usize> = BASES.iter().filter_map(|name| self.table.column(name)).collect();
        let mut number = 0;
        for (row, masks) in self.table.rows.iter_mut().zip(rows) {
            let of_groups = (0..groups).filter(|group| masks.cell(0, *group)).map(|group| first + group);
            let of_bases = bases.iter().copied().filter(|_| masks.base(0));
            for at in of_groups.chain(of_bases) {
                if let Some(cell) = row.get_mut(at) {
                    *cell = Cell::Masked;
                    number += 1;
                }
            }
        }
        let rule = "cells and rows of 1 to k - 1 people are masked, with complementary suppression within each row";
        self.table.sentences.push(format!(
            "suppressed (k = {k}): cells with passages of 1 to {} people, and rows in which so few speak, are masked ({MASKED}), and with them as many \
             others as it takes that none can be computed from its row: {}",
            k - 1,
            counted(number, "cell")
        ));
        let meta = Meta::default().with("rule", rule).with("k", k).with("cells_masked", number);
        self.table.meta.set("suppression", meta);
    }
}
