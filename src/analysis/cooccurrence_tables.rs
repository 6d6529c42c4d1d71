//! Co-occurrence as tables: a row per pair, the pairs that meet for reading, and codes × codes.

use super::cooccurrence::{Cooccurrence, Pair};
use super::masked::{Masks, masked_meta, unless};
use super::table::{Cell, Column, Meta, Table};
use crate::text::counted;

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
        let row = |(at, pair): (usize, &Pair)| {
            let kept_back = self.kept_back(at);
            let (first, second, counts) = (&self.themes[pair.first], &self.themes[pair.second], pair.counts);
            let base = self.bases[pair.group];
            let whole = |number: Option<u64>| number.map_or(Cell::Empty, Cell::Integer);
            let either = counts.n1 + counts.n2 - counts.n12;
            let neither = base.filter(|_| self.rule.same_units()).map(|base| base.saturating_sub(either));
            let shares = [
                (kept_back.either(), counts.jaccard()),
                (kept_back.of_first(), counts.of_first()),
                (kept_back.of_second(), counts.of_second()),
            ];
            let reason = shares.into_iter().filter(|(hidden, _)| !hidden).find_map(|(_, share)| share.err());
            let [jaccard, of_first, of_second] = shares.map(|(hidden, share)| unless(hidden, cell(share)));
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
                if base.is_some() { unless(kept_back.base, whole(base)) } else { Cell::Empty },
                unless(kept_back.first, Cell::Integer(counts.n1)),
                unless(kept_back.second, Cell::Integer(counts.n2)),
                unless(kept_back.both, Cell::Integer(counts.n12)),
                jaccard,
                of_first,
                of_second,
                unless(kept_back.both, Cell::Integer(counts.first_with_second)),
                unless(kept_back.both, Cell::Integer(counts.second_with_first)),
                if neither.is_some() {
                    unless(kept_back.base || kept_back.either(), whole(neither))
                } else {
                    Cell::Empty
                },
                Cell::present(reason.unwrap_or_default()),
            ]
        };
        let columns = COOCCURRENCE_COLUMNS.map(column).into();
        self.table(columns, self.pairs.iter().enumerate().map(row).collect(), self.sentences())
    }

    /// The pairs that meet, by group the most frequent first: the rows of [`Cooccurrence::brief`]. Pairs that are kept back stand
    /// after them in the order of the codebook, whether they meet or not, so that neither place nor absence tells what a mask hides.
    pub fn met(&self) -> Vec<&Pair> {
        self.met_at().into_iter().filter_map(|at| self.pairs.get(at)).collect()
    }

    /// The places of these pairs.
    fn met_at(&self) -> Vec<usize> {
        let masked: Vec<bool> = (0..self.pairs.len()).map(|at| self.kept_back(at).any()).collect();
        let meets = |at: &usize| masked[*at] || self.pairs[*at].counts.first_with_second > 0;
        let mut met: Vec<usize> = (0..self.pairs.len()).filter(meets).collect();
        met.sort_by(|a, b| {
            let (one, other) = (&self.pairs[*a], &self.pairs[*b]);
            let place = (one.group, masked[*a]).cmp(&(other.group, masked[*b]));
            if masked[*a] {
                return place.then(a.cmp(b));
            }
            let jaccard = |pair: &Pair| pair.counts.jaccard().unwrap_or(0.0);
            let most = other.counts.n12.cmp(&one.counts.n12).then(jaccard(other).total_cmp(&jaccard(one)));
            place.then(most).then(a.cmp(b))
        });
        met
    }

    /// The pairs that meet, the most frequent first, for reading.
    pub fn brief(&self) -> Table {
        let words = ["group", "first", "second"].map(Column::left);
        let numbers =
            ["n1", "n2", "n12", "jaccard", "n12/n1", "n12/n2", "1st with 2nd", "2nd with 1st"].map(Column::right);
        let met = self.met_at();
        let hidden = (self.pairs.len() - met.len()) as u64;
        let short = |figure: Result<f64, &'static str>| figure.map_or(Cell::Undefined, Cell::Decimal);
        let row = |at: &usize| {
            let (pair, kept_back) = (&self.pairs[*at], self.kept_back(*at));
            let counts = pair.counts;
            vec![
                Cell::text(&self.groups[pair.group]),
                Cell::text(&self.themes[pair.first].name),
                Cell::text(&self.themes[pair.second].name),
                unless(kept_back.first, Cell::Integer(counts.n1)),
                unless(kept_back.second, Cell::Integer(counts.n2)),
                unless(kept_back.both, Cell::Integer(counts.n12)),
                unless(kept_back.either(), short(counts.jaccard())),
                unless(kept_back.of_first(), short(counts.of_first())),
                unless(kept_back.of_second(), short(counts.of_second())),
                unless(kept_back.both, Cell::Integer(counts.first_with_second)),
                unless(kept_back.both, Cell::Integer(counts.second_with_first)),
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
            let hidden = self.masks.as_ref().is_some_and(|masks| masks.all(at));
            cells[at * width + at] = unless(hidden, Cell::Integer(self.uses(last, at)));
        }
        for (at, pair) in self.pairs.iter().enumerate().filter(|(_, pair)| pair.group == last) {
            let both = unless(self.kept_back(at).both, Cell::Integer(pair.counts.n12));
            cells[pair.first * width + pair.second] = both.clone();
            cells[pair.second * width + pair.first] = both;
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
        sentences.extend(self.masks.as_ref().map(Masks::sentence));
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
        masked_meta(self.notes.meta_tail(meta), self.masks.as_ref())
    }
}
