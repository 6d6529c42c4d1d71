//! Which codes stand together, from the tidy table of co-occurrence.

use super::{FigureError, Value, caption, name_of, number, printed, study, words};
use crate::analysis::Table;

/// More codes than these are not readable in one picture: those that stand together most are drawn.
const MOST: usize = 30;

/// A code of the picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Units with it, as printed.
    pub uses: String,
}

/// Codes × codes: units with both; the shade is of the most frequent pair.
#[derive(Clone, PartialEq, Debug)]
pub struct Pairs {
    /// Title of the study.
    pub study: String,
    /// The codes, in the order of the codebook.
    pub codes: Vec<Meeting>,
    /// By code: its pairs with the codes before it; `None`: the two share a code and are not compared.
    pub values: Vec<Vec<Option<Value>>>,
    /// The most units that two codes have together.
    pub most: u64,
    /// What has to be said under it.
    pub caption: Vec<String>,
}

struct Row {
    first: usize,
    second: usize,
    both: Option<f64>,
    printed: String,
}

impl Pairs {
    pub(super) fn of(table: &Table) -> Result<Self, FigureError> {
        let mut codes: Vec<Meeting> = Vec::new();
        // First those that come first in a pair: they stand in the order of the codebook.
        for side in ["1", "2"] {
            for at in 0..table.rows.len() {
                let id = words(table, at, &format!("code_{side}"));
                if !codes.iter().any(|code| code.id == id) {
                    let (name, _) = name_of(&words(table, at, &format!("path_{side}")));
                    codes.push(Meeting { id, name, uses: printed(table.cell(at, &format!("n{side}"))) });
                }
            }
        }
        let mut rows: Vec<Row> = Vec::with_capacity(table.rows.len());
        let group = words(table, 0, "group");
        for at in 0..table.rows.len() {
            if words(table, at, "group") != group {
                return Err(FigureError::Groups);
            }
            let place = |column: &str| {
                let id = words(table, at, column);
                codes.iter().position(|code| code.id == id)
            };
            let (Some(first), Some(second)) = (place("code_1"), place("code_2")) else { continue };
            let both = table.cell(at, "n12");
            rows.push(Row { first, second, both: number(both), printed: printed(both) });
        }
        let mut together = vec![0.0_f64; codes.len()];
        for row in &rows {
            // One that is kept back may be drawn, but nothing may be told of it by its rank.
            let both = row.both.unwrap_or(1.0);
            together[row.first] += both;
            together[row.second] += both;
        }
        let mut kept: Vec<usize> = (0..codes.len()).filter(|at| together[*at] > 0.0).collect();
        let (alone, meeting) = (codes.len() - kept.len(), kept.len());
        kept.sort_by(|a, b| together[*b].total_cmp(&together[*a]).then(a.cmp(b)));
        kept.truncate(MOST);
        kept.sort_unstable();
        if kept.is_empty() {
            return Err(FigureError::Nothing { why: "no two codes stand together" });
        }
        let most = rows.iter().filter_map(|row| row.both).fold(1.0, f64::max);
        let find = |a: usize, b: usize| {
            let row = rows.iter().find(|row| (row.first, row.second) == (a, b) || (row.first, row.second) == (b, a))?;
            Some(Value { printed: row.printed.clone(), share: row.both.map(|both| both / most) })
        };
        let values = kept.iter().enumerate().map(|(at, a)| kept[..at].iter().map(|b| find(*b, *a)).collect()).collect();
        let mut said = vec![
            "cells: units with both codes; in brackets behind a name: units with the code itself; \u{2013}: one holds codes of \
             the other, not compared"
                .to_owned(),
        ];
        if meeting > kept.len() {
            said.push(format!("drawn: the {} codes of {meeting} that stand together with others most", kept.len()));
        }
        if alone > 0 {
            said.push(format!("not drawn: {alone} that never stand together with another"));
        }
        said.extend(caption(table, &["rule"]));
        Ok(Self {
            study: study(table),
            codes: kept.iter().map(|at| codes[*at].clone()).collect(),
            values,
            most: most as u64,
            caption: said,
        })
    }

    /// What the picture is called.
    pub fn title(&self) -> String {
        let study = if self.study.is_empty() { String::new() } else { format!(": {}", self.study) };
        format!("Codes that stand together{study}")
    }
}
