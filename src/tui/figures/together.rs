//! Which codes stand together, and the search or the list of quotes to which each pair leads.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::tables::{Analysed, Lead, Question, Row, term};
use super::{field, group_term, without};
use crate::analysis::{ALL, Cooccurrence};
use crate::model::{CodeId, RollUp, Target, Theme, TranscriptIx, View};
use crate::session::CooccurrenceRule;

/// Where a pair of themes leads.
struct Pairing<'a> {
    view: &'a View<'a>,
    rule: CooccurrenceRule,
    roll_up: RollUp,
    by: &'a str,
}

impl Pairing<'_> {
    fn lead(&self, first: Theme, second: Theme, group: &str) -> Lead {
        let book = &self.view.corpus.codebook;
        let (a, b) = (book.id(first).as_str(), book.id(second).as_str());
        let (field, group) = (field(self.roll_up), group_term(self.by, group));
        match self.rule {
            CooccurrenceRule::Overlap => {
                Lead::Quotes(None, format!("(({field}:{a} with:{b}) OR ({field}:{b} with:{a})){group}"))
            }
            CooccurrenceRule::Participant => {
                Lead::Quotes(None, format!("(({field}:{a} has:{b}) OR ({field}:{b} has:{a})){group}"))
            }
            CooccurrenceRule::Turn => Lead::Search(format!("{field}:{a} {field}:{b}{group}")),
            CooccurrenceRule::Turns(_) | CooccurrenceRule::Transcript => {
                let both = self.transcripts(first, second);
                Lead::Quotes(None, format!("({field}:{a} OR {field}:{b}) ({both}){group}"))
            }
        }
    }

    /// A condition for the transcripts that have codings of both.
    fn transcripts(&self, first: Theme, second: Theme) -> String {
        let corpus = self.view.corpus;
        let members = |theme| corpus.codebook.members(theme, self.roll_up);
        let (first, second) = (members(first), members(second));
        let has = |at: TranscriptIx, codes: &[bool]| {
            self.view.codings(at).any(|(_, placed)| match placed.target {
                Target::Code(code) => codes.get(code.at()) == Some(&true),
                _ => false,
            })
        };
        let both = corpus.places().filter(|at| has(*at, &first) && has(*at, &second));
        let terms: Vec<String> = both.map(|at| term("transcript", corpus.transcript(at).id.as_str())).collect();
        terms.join(" OR ")
    }
}

fn pairing<'a>(view: &'a View<'a>, question: &'a Question, counted: &Cooccurrence) -> Pairing<'a> {
    Pairing { view, rule: counted.rule, roll_up: counted.roll_up, by: question.by() }
}

pub(super) fn pairs(view: &View, question: &Question, counted: &Cooccurrence) -> Analysed {
    let mut table = counted.brief();
    without(&mut table, "group");
    let pairing = pairing(view, question, counted);
    let mut groups: Vec<(String, Range<usize>)> = Vec::new();
    let met = counted.met();
    for (at, name) in counted.groups.iter().enumerate() {
        let start = met.partition_point(|pair| pair.group < at);
        groups.push((name.clone(), start..met.partition_point(|pair| pair.group <= at)));
    }
    let row = |pair: &&crate::analysis::Pair| {
        let (first, second) = (&counted.themes[pair.first], &counted.themes[pair.second]);
        let lead = pairing.lead(first.theme, second.theme, &counted.groups[pair.group]);
        let counts = pair.counts;
        let mut detail = format!(
            "{} × {}: {} together, of {} with the first and {} with the second",
            first.path, second.path, counts.n12, counts.n1, counts.n2
        );
        if matches!(counted.rule, CooccurrenceRule::Turns(_)) {
            detail.push_str("; Enter shows all passages of both in the transcripts that have both");
        }
        Row { leads: vec![lead], detail }
    };
    let rows: Vec<Row> = met.iter().map(row).collect();
    Analysed { groups, ..Analysed::of(question, table, rows) }
}

pub(super) fn codes_by_codes(view: &View, question: &Question, counted: &Cooccurrence) -> Analysed {
    let mut table = counted.wide();
    without(&mut table, "code");
    let pairing = pairing(view, question, counted);
    let last = counted.groups.len().saturating_sub(1);
    let met: BTreeMap<(usize, usize), u64> = counted
        .pairs
        .iter()
        .filter(|pair| pair.group == last)
        .map(|pair| ((pair.first, pair.second), pair.counts.first_with_second))
        .collect();
    let own = |at: usize| {
        let id = &counted.themes[at].id;
        Lead::Quotes(Some(CodeId::from(id.as_str())), format!("{}:{id}", field(counted.roll_up)))
    };
    let lead = |row: usize, column: usize| {
        if row == column {
            return own(row);
        }
        match met.get(&(row.min(column), row.max(column))) {
            None => Lead::Nowhere("one of these holds the other: they stand together by construction"),
            Some(0) => Lead::Nowhere("these never stand together"),
            Some(_) => pairing.lead(counted.themes[row].theme, counted.themes[column].theme, ALL),
        }
    };
    let count = counted.themes.len();
    let row = |row: usize| {
        // The first column is the theme's name.
        let leads = std::iter::once(own(row)).chain((0..count).map(|column| lead(row, column))).collect();
        Row { leads, detail: counted.themes[row].path.clone() }
    };
    Analysed::of(question, table, (0..count).map(row).collect())
}
