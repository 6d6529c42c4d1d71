//! Theme frequencies of groups compared by tests on participants, as a table.

use super::by::Unit;
use super::frequencies::Frequencies;
use super::groups::{ALL, MISSING};
use super::significance::{Of, TestKind, exact, holm, permutation, risk_difference};
use super::table::{Cell, Column, Table};
use crate::text::counted;

/// The columns of the table.
pub const TEST_COLUMNS: [&str; 20] = [
    "by",
    "code",
    "path",
    "depth",
    "rollup",
    "coders",
    "comparison",
    "group_1",
    "participants_1",
    "participants_in_group_1",
    "group_2",
    "participants_2",
    "participants_in_group_2",
    "test",
    "p",
    "p_holm",
    "risk_difference",
    "ci95_low",
    "ci95_high",
    "undefined",
];

/// Shuffles where there are too many tables to go through.
const SHUFFLES: u32 = 9_999;
const SEED: u64 = 1;

/// Why groups cannot be compared by a test.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TestError {
    /// No `--by`.
    #[error("a test compares groups, and there are none")]
    NoGroups,
    /// Cases.
    #[error("tests are on participants, and this table counts cases")]
    Cases,
    /// Somebody stands in several groups.
    #[error("groups overlap ({names}): a test takes each participant once")]
    Overlap {
        /// Who.
        names: String,
    },
    /// Fewer than two groups have members.
    #[error("fewer than two groups have members")]
    OneGroup,
}

impl TestError {
    /// What to do.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoGroups => "say what makes the groups: emic frequencies --by role --test",
            Self::Cases => "name an attribute of participants",
            Self::Overlap { .. } => {
                "choose an attribute of which everybody has one value, or narrow the scope: --query wave:1"
            }
            Self::OneGroup => "widen the scope, or choose another attribute",
        }
    }
}

impl Frequencies {
    /// One row per theme with the p-value over all groups; with more than two groups also one per pair, with the difference
    /// alone. `(missing)` and `(all)` are not compared.
    ///
    /// # Errors
    /// Groups that overlap, that are of cases, or fewer than two.
    pub fn tests(&self) -> Result<Table, TestError> {
        if self.by.unit == Unit::Case {
            return Err(TestError::Cases);
        }
        if self.by.attributes.is_empty() {
            return Err(TestError::NoGroups);
        }
        if !self.in_several.is_empty() {
            return Err(TestError::Overlap { names: self.in_several.join(", ") });
        }
        let compared: Vec<usize> = (0..self.groups.len())
            .filter(|at| self.groups[*at].name != ALL && !self.groups[*at].name.contains(MISSING))
            .collect();
        if compared.len() < 2 {
            return Err(TestError::OneGroup);
        }
        let of = |theme: usize, group: usize| Of {
            with: self.figure(theme, group).participants,
            of: self.groups[group].participants,
        };
        let results: Vec<(TestKind, f64)> = (0..self.themes.len())
            .map(|theme| {
                let groups: Vec<Of> = compared.iter().map(|group| of(theme, *group)).collect();
                let kind = if compared.len() == 2 { TestKind::Fisher } else { TestKind::FreemanHalton };
                match exact(&groups) {
                    Some(p) => (kind, p),
                    None => {
                        let kind = TestKind::Permutation { times: SHUFFLES, seed: SEED };
                        (kind, permutation(&groups, SHUFFLES, SEED))
                    }
                }
            })
            .collect();
        let adjusted = holm(&results.iter().map(|(_, p)| *p).collect::<Vec<f64>>());
        let mut rows = Vec::new();
        for (theme, ((kind, p), p_holm)) in results.iter().zip(&adjusted).enumerate() {
            let tested = [Cell::Text(kind.to_string()), Cell::Full(*p), Cell::Full(*p_holm)];
            if let [first, second] = compared.as_slice() {
                rows.push(self.row(theme, "two groups", Some((*first, *second)), tested));
                continue;
            }
            rows.push(self.row(theme, "all groups", None, tested));
            for (at, first) in compared.iter().enumerate() {
                for second in &compared[at + 1..] {
                    rows.push(self.row(
                        theme,
                        "pair",
                        Some((*first, *second)),
                        [Cell::Empty, Cell::Empty, Cell::Empty],
                    ));
                }
            }
        }
        const WORDS: [&str; 10] =
            ["by", "code", "path", "rollup", "coders", "comparison", "group_1", "group_2", "test", "undefined"];
        let column = |id: &str| if WORDS.contains(&id) { Column::left(id) } else { Column::right(id) };
        let mut sentences = vec![
            format!(
                "participants with at least one passage, group against group; {} at once, therefore p_holm (Holm 1979)",
                counted(results.len() as u64, "test")
            ),
            "a test takes the participants as drawn at random; where they were chosen on purpose, p says nothing beyond these people: \
             report the figures, and the difference with its interval (Newcombe 1998), and p, if at all, beside them"
                .to_owned(),
            "a small p is no large difference, and a large p with few participants is no sameness; passages are never tested: those of \
             one person are not independent"
                .to_owned(),
        ];
        if self.groups.iter().any(|group| group.name.contains(MISSING)) {
            sentences.push("not compared: (missing)".to_owned());
        }
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        let meta = self
            .notes
            .meta_head()
            .with("by", self.by.text.as_str())
            .with("units", "participants")
            .with("denominators", "participants_in_group_1, participants_in_group_2")
            .with("tests", results.len() as u64)
            .with("adjusted", "Holm, over all tests of the table")
            .with("rollup", self.roll_up.as_str());
        Ok(Table {
            name: "frequencies-tests".into(),
            columns: TEST_COLUMNS.map(column).into(),
            rows,
            sentences,
            meta: self.notes.meta_tail(meta),
        })
    }

    fn row(&self, theme: usize, comparison: &str, groups: Option<(usize, usize)>, tested: [Cell; 3]) -> Vec<Cell> {
        let line = &self.themes[theme];
        let mut cells = vec![
            Cell::text(&self.by.text),
            Cell::text(&line.id),
            Cell::text(&line.path),
            Cell::Integer(line.depth.into()),
            Cell::text(self.roll_up.as_str()),
            Cell::text(self.notes.coders.joined()),
            Cell::text(comparison),
        ];
        let of = |group: usize| {
            let (figure, base) = (self.figure(theme, group), &self.groups[group]);
            (
                [Cell::text(&base.name), Cell::Integer(figure.participants), Cell::Integer(base.participants)],
                Of { with: figure.participants, of: base.participants },
            )
        };
        match groups {
            None => {
                cells.extend(vec![Cell::Empty; 6]);
                cells.extend(tested);
                cells.extend(vec![Cell::Empty; 4]);
            }
            Some((first, second)) => {
                let ((one, first), (other, second)) = (of(first), of(second));
                cells.extend(one);
                cells.extend(other);
                cells.extend(tested);
                match risk_difference(first, second) {
                    Some((difference, low, high)) => {
                        cells.extend([difference, low, high].map(Cell::Full));
                        cells.push(Cell::Empty);
                    }
                    None => {
                        cells.extend([Cell::Undefined, Cell::Undefined, Cell::Undefined]);
                        cells.push(Cell::text("a group has nobody in scope"));
                    }
                }
            }
        }
        cells
    }
}
