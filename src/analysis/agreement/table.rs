//! The table of agreement, for programs and for reading.

use super::super::table::{Cell, Column, Table};
use super::bootstrap::Interval;
use super::lines::{Extras, Line, MEASURES, SET, lines, measures};
use super::measure::Measure;
use super::nominal::{Cells, Decisions};
use super::ratings::Ratings;
use crate::model::{CoderName, Corpus, RollUp, Theme};

/// The columns that every table of agreement begins with.
pub const AGREEMENT_COLUMNS: [&str; 19] = [
    "code",
    "path",
    "rollup",
    "coders",
    "unit",
    "transcripts",
    "units",
    "both",
    "only_first",
    "only_second",
    "neither",
    "percent_agreement",
    "alpha",
    "kappa",
    "fleiss",
    "jaccard",
    "f1",
    "prevalence",
    "undefined",
];

/// The names of the coders in a set, joined with `+` in the order in which they were named.
fn joined(coders: &[CoderName], set: u32) -> String {
    let named = coders.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, coder)| coder.as_str());
    named.collect::<Vec<_>>().join("+")
}

fn full(measure: &Measure) -> Cell {
    measure.value().map_or(Cell::Undefined, Cell::Full)
}

/// The table for programs: the columns of [`AGREEMENT_COLUMNS`], after them intervals, warnings and what was asked for. Codes
/// in the order of the codebook, then sets of codes; `(pooled)` sums the decisions on all codes, `(mean)` averages the codes for
/// which a figure is defined; sets enter neither.
pub fn agreement_table(ratings: &Ratings, corpus: &Corpus, extras: &Extras, roll_ups: &[RollUp]) -> Table {
    let mut columns: Vec<Column> = AGREEMENT_COLUMNS
        .iter()
        .map(|id| if TEXTS.contains(id) { Column::left(*id) } else { Column::right(*id) })
        .collect();
    columns.extend(["alpha_low", "alpha_high", "mean_pairwise_kappa"].map(Column::right));
    if extras.paradox {
        columns.extend(["ac1", "brennan_prediger"].map(Column::right));
    }
    if extras.unitizing {
        columns.extend(["u_alpha", "bar_u_alpha"].map(Column::right));
    }
    columns.extend(["unicode", "warnings"].map(Column::left));
    if extras.by_transcript {
        columns.push(Column::left("transcript"));
    }
    let rows = lines(ratings, &corpus.codebook, extras, roll_ups).into_iter().map(|line| {
        let cells = line.decisions.as_ref().and_then(Decisions::cells);
        let cell = |pick: fn(Cells) -> u64| cells.map_or(Cell::Empty, |cells| Cell::Integer(pick(cells)));
        let mut row = vec![
            Cell::text(&*line.code),
            Cell::present(&line.path),
            Cell::text(line.roll_up.as_str()),
            Cell::text(joined(&ratings.coders, line.set)),
            Cell::text(ratings.unit.as_str()),
            Cell::Integer(line.transcripts),
            line.decisions.as_ref().map_or(Cell::Empty, |decisions| Cell::Integer(decisions.units())),
            cell(|cells| cells.both),
            cell(|cells| cells.only_first),
            cell(|cells| cells.only_second),
            cell(|cells| cells.neither),
        ];
        let shown = ["percent_agreement", "alpha", "kappa", "fleiss", "jaccard", "f1", "prevalence"];
        row.extend(shown.map(|name| full(&line.measure(name))));
        row.push(Cell::present(&line.undefined.join("; ")));
        let (low, high) = match line.interval {
            Some(Interval::Of { low, high, .. }) => (Cell::Full(low), Cell::Full(high)),
            _ => (Cell::Empty, Cell::Empty),
        };
        row.extend([low, high, full(&line.measure("mean_pairwise_kappa"))]);
        row.extend(measures(extras).into_iter().skip(MEASURES.len()).map(|name| full(&line.measure(name))));
        row.push(Cell::text(crate::text::unicode_of_sentences()));
        row.push(Cell::present(&line.warnings.join("; ")));
        if extras.by_transcript {
            row.push(line.transcript.map_or(Cell::Empty, |at| Cell::text(corpus.transcript(at).id.as_str())));
        }
        row
    });
    Table { name: "agreement".into(), rows: rows.collect(), columns, ..Table::default() }
}

/// Columns of words among those of [`AGREEMENT_COLUMNS`].
const TEXTS: [&str; 6] = ["code", "path", "rollup", "coders", "unit", "undefined"];

/// The table for reading: codes that somebody compared has used, each by its own codings and, where it has sub-codes, with all
/// beneath it.
pub fn agreement_brief(ratings: &Ratings, corpus: &Corpus, extras: &Extras) -> Table {
    let book = &corpus.codebook;
    let several = ratings.coders.len() > 2;
    let mut columns = vec![Column::left("code"), Column::left("coded by")];
    let numbers =
        ["units", "both", "only 1st", "only 2nd", "neither", "agree %", "coded %", "alpha", "95 % from", "to"];
    columns.extend(numbers.map(Column::right));
    columns.extend(["kappa", "fleiss", "jaccard", "F1"].map(Column::right));
    columns.extend(measures(extras).into_iter().skip(MEASURES.len()).map(Column::right));
    if extras.by_transcript {
        columns.push(Column::left("transcript"));
    }
    let all = lines(ratings, book, extras, &[RollUp::Own, RollUp::Subtree]);
    let leaf = |line: &Line| match book.find(&line.code) {
        Some(Theme::Code(at)) => book.code(at).end.at() == at.at() + 1,
        _ => false,
    };
    let used = |line: &Line| {
        line.decisions.as_ref().is_none_or(|decisions| decisions.prevalence(1).value().is_some_and(|share| share > 0.0))
    };
    let mut unused: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for line in &all {
        let whole = line.set.count_ones() as usize == ratings.coders.len() && line.transcript.is_none();
        if line.roll_up == RollUp::Subtree && leaf(line) || line.depth == SET && line.roll_up == RollUp::Own {
            continue;
        }
        if !used(line) {
            if whole && line.roll_up == RollUp::Own {
                unused.push(line.code.clone());
            }
            continue;
        }
        rows.push(brief_row(ratings, corpus, extras, line, leaf(line)));
    }
    let mut table = Table { name: "agreement".into(), columns, rows, ..Table::default() };
    if several {
        table.sentences.push("both, only 1st, only 2nd, neither, kappa, jaccard and F1 are for pairs".into());
    }
    if !unused.is_empty() {
        table.sentences.push(format!("no figures, for nobody compared used them: {}", unused.join(", ")));
    }
    table
}

fn brief_row(ratings: &Ratings, corpus: &Corpus, extras: &Extras, line: &Line, leaf: bool) -> Vec<Cell> {
    let of = |name| line.measure(name);
    let three = |measure: Measure| measure.value().map_or(Cell::Undefined, |value| Cell::Text(format!("{value:.3}")));
    let one = |measure: Measure| measure.value().map_or(Cell::Undefined, |value| Cell::Text(format!("{value:.1}")));
    let cells = line.decisions.as_ref().and_then(Decisions::cells);
    let cell = |pick: fn(Cells) -> u64| cells.map_or(Cell::Empty, |cells| Cell::Integer(pick(cells)));
    let name = match line.roll_up {
        RollUp::Subtree if line.depth == SET || line.code.starts_with('(') => format!("{} with all beneath", line.code),
        RollUp::Subtree if !leaf => format!("{} with all beneath", line.code),
        _ => line.code.clone(),
    };
    let indent = if line.depth == SET { 0 } else { line.depth as usize * 2 };
    let (low, high) = match line.interval {
        Some(Interval::Of { low, high, .. }) => (Cell::Text(format!("{low:.3}")), Cell::Text(format!("{high:.3}"))),
        _ => (Cell::Empty, Cell::Empty),
    };
    let mut row = vec![
        Cell::Text(format!("{}{name}", " ".repeat(indent))),
        Cell::text(joined(&ratings.coders, line.set)),
        line.decisions.as_ref().map_or(Cell::Empty, |decisions| Cell::Integer(decisions.units())),
        cell(|cells| cells.both),
        cell(|cells| cells.only_first),
        cell(|cells| cells.only_second),
        cell(|cells| cells.neither),
        one(of("percent_agreement")),
        one(of("prevalence")),
        three(of("alpha")),
        low,
        high,
        three(of("kappa")),
        three(of("fleiss")),
        three(of("jaccard")),
        three(of("f1")),
    ];
    row.extend(measures(extras).into_iter().skip(MEASURES.len()).map(|name| three(of(name))));
    if extras.by_transcript {
        row.push(line.transcript.map_or(Cell::Empty, |at| Cell::text(corpus.transcript(at).id.as_str())));
    }
    row
}
