//! Co-occurrence as tables: a row per pair, the pairs that meet for reading, and codes × codes.

use super::cooccurrence::{Cooccurrence, Pair};
use super::table::{Cell, Column, Meta, Table, counted};

/// The columns of the tidy table.
pub const COOCCURRENCE_COLUMNS: [&str; 20] = [
    "by",
    "group",
    "rule",
    "rollup",
    "coders",
    "code_1",
    "path_1",
    "code_2",
    "path_2",
    "units_in_group",
    "n1",
    "n2",
    "n12",
    "jaccard",
    "n12_of_n1",
    "n12_of_n2",
    "first_with_second",
    "second_with_first",
    "neither",
    "undefined",
];

const WORDS: [&str; 10] =
    ["by", "group", "rule", "rollup", "coders", "code_1", "path_1", "code_2", "path_2", "undefined"];

fn cell(figure: Result<f64, &'static str>) -> Cell {
    figure.map_or(Cell::Undefined, Cell::Full)
}

impl Cooccurrence {
    /// One row per group and pair of codes, zeros written.
    pub fn tidy(&self) -> Table {
        let column = |id: &str| if WORDS.contains(&id) { Column::left(id) } else { Column::right(id) };
        let coders = self.notes.coders.joined();
        let row = |pair: &Pair| {
            let (first, second, counts) = (&self.themes[pair.first], &self.themes[pair.second], pair.counts);
            let base = self.bases[pair.group];
            let whole = |number: Option<u64>| number.map_or(Cell::Empty, Cell::Integer);
            let either = counts.n1 + counts.n2 - counts.n12;
            let neither = base.filter(|_| self.rule.same_units()).map(|base| base.saturating_sub(either));
            let reason = [counts.jaccard(), counts.of_first(), counts.of_second()].into_iter().find_map(Result::err);
            vec![
                Cell::text(&self.by.text),
                Cell::text(&self.groups[pair.group]),
                Cell::text(self.rule.as_str()),
                Cell::text(self.roll_up.as_str()),
                Cell::text(&coders),
                Cell::text(&first.id),
                Cell::text(&first.path),
                Cell::text(&second.id),
                Cell::text(&second.path),
                whole(base),
                Cell::Integer(counts.n1),
                Cell::Integer(counts.n2),
                Cell::Integer(counts.n12),
                cell(counts.jaccard()),
                cell(counts.of_first()),
                cell(counts.of_second()),
                Cell::Integer(counts.first_with_second),
                Cell::Integer(counts.second_with_first),
                whole(neither),
                Cell::present(reason.unwrap_or_default()),
            ]
        };
        let columns = COOCCURRENCE_COLUMNS.map(column).into();
        self.table(columns, self.pairs.iter().map(row).collect(), self.sentences())
    }

    /// The pairs that meet, by group the most frequent first: the rows of [`Cooccurrence::brief`].
    pub fn met(&self) -> Vec<&Pair> {
        let mut met: Vec<&Pair> = self.pairs.iter().filter(|pair| pair.counts.first_with_second > 0).collect();
        met.sort_by(|a, b| {
            let jaccard = |pair: &Pair| pair.counts.jaccard().unwrap_or(0.0);
            let key = |pair: &Pair| (pair.group, std::cmp::Reverse(pair.counts.n12));
            key(a)
                .cmp(&key(b))
                .then(jaccard(b).total_cmp(&jaccard(a)))
                .then((a.first, a.second).cmp(&(b.first, b.second)))
        });
        met
    }

    /// The pairs that meet, the most frequent first, for reading.
    pub fn brief(&self) -> Table {
        let words = ["group", "first", "second"].map(Column::left);
        let numbers =
            ["n1", "n2", "n12", "jaccard", "n12/n1", "n12/n2", "1st with 2nd", "2nd with 1st"].map(Column::right);
        let met = self.met();
        let hidden = (self.pairs.len() - met.len()) as u64;
        let short = |figure: Result<f64, &'static str>| figure.map_or(Cell::Undefined, Cell::Decimal);
        let row = |pair: &&Pair| {
            let counts = pair.counts;
            vec![
                Cell::text(&self.groups[pair.group]),
                Cell::text(&self.themes[pair.first].name),
                Cell::text(&self.themes[pair.second].name),
                Cell::Integer(counts.n1),
                Cell::Integer(counts.n2),
                Cell::Integer(counts.n12),
                short(counts.jaccard()),
                short(counts.of_first()),
                short(counts.of_second()),
                Cell::Integer(counts.first_with_second),
                Cell::Integer(counts.second_with_first),
            ]
        };
        let rows = met.iter().map(row).collect();
        let mut sentences = self.sentences();
        if hidden > 0 {
            sentences.insert(0, format!("not shown: {} that never stand together", counted(hidden, "pair")));
        }
        self.table(words.into_iter().chain(numbers).collect(), rows, sentences)
    }

    /// Codes × codes over everybody: `n12` in the cells, the units with the code itself on the diagonal; empty where two
    /// share a code.
    pub fn wide(&self) -> Table {
        let last = self.groups.len().saturating_sub(1);
        let mut columns = vec![Column::left("code"), Column::left("theme")];
        columns.extend(self.themes.iter().map(|theme| Column::right(&theme.id)));
        let width = self.themes.len();
        let mut cells = vec![Cell::Empty; width * width];
        for at in 0..width {
            cells[at * width + at] = Cell::Integer(self.uses(last, at));
        }
        for pair in self.pairs.iter().filter(|pair| pair.group == last) {
            cells[pair.first * width + pair.second] = Cell::Integer(pair.counts.n12);
            cells[pair.second * width + pair.first] = Cell::Integer(pair.counts.n12);
        }
        let mut rows = Vec::with_capacity(width);
        for (theme, cells) in self.themes.iter().zip(cells.chunks(width.max(1))) {
            let indented = format!("{}{}", "  ".repeat(theme.depth as usize), theme.name);
            rows.push([Cell::text(&theme.id), Cell::Text(indented)].into_iter().chain(cells.iter().cloned()).collect());
        }
        let mut sentences = self.sentences();
        sentences.insert(0, "cells: n12; on the diagonal the units with the code itself".into());
        self.table(columns, rows, sentences)
    }

    fn table(&self, columns: Vec<Column>, rows: Vec<Vec<Cell>>, sentences: Vec<String>) -> Table {
        Table { name: "cooccurrence".into(), columns, rows, sentences, meta: self.meta() }
    }

    /// What must be said under each of them.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![
            self.rule.sentence(),
            "n1, n2: with the one, with the other; n12: with both; jaccard = n12 / (n1 + n2 - n12), which is low where one code is \
             much more frequent than the other: read it with n12/n1 and n12/n2"
                .to_owned(),
        ];
        if !self.rule.same_units() {
            sentences.push(
                "n12 pairs each with at most one of the other, so that a long passage over three short ones counts once and \
                 jaccard never exceeds 1; `first_with_second` and `second_with_first` count all that meet any of the other"
                    .to_owned(),
            );
        }
        if self.related > 0 {
            sentences.push(format!(
                "left out: {} of which one holds codes of the other (a code and what is beneath it, a set and its codes): they stand \
                 together by construction; `--rollup own` counts each code alone",
                counted(self.related, "pair")
            ));
        }
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        sentences
    }

    fn meta(&self) -> Meta {
        let meta = self
            .notes
            .meta_head()
            .with("rule", self.rule.sentence())
            .with("by", self.by.text.as_str())
            .with("units", self.rule.unit())
            .with("denominators", "jaccard: n1 + n2 - n12; n12_of_n1: n1; n12_of_n2: n2")
            .with("rollup", self.roll_up.as_str());
        self.notes.meta_tail(meta)
    }
}
