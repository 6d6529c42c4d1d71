//! Quotes chosen for the paper against the passages that there are: per participant, group and theme.

use std::collections::{BTreeMap, BTreeSet};

use super::by::By;
use super::codings::coding_rows;
use super::quote::wording;
use super::quote_book::{group_of, is_chosen};
use super::table::{Cell, Column, Table};
use crate::model::{CodeIx, EventId, ParticipantIx, Star, Target, Theme, TranscriptIx, View};
use crate::text::Span;
use crate::text::counted;

/// What there is and what was chosen of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Tally {
    /// Passages: the unions of overlapping codings of one code, for each participant to whom they belong.
    passages: u64,
    chosen: BTreeSet<EventId>,
    used: BTreeSet<EventId>,
    negative: BTreeSet<EventId>,
}

/// The balance as a table: `of` (`participant`, `group` or `theme`), `name`, `passages`, `chosen`, `percent_chosen` (of all that was
/// chosen), `percent_passages`, `used`, `negative`. Under it: who was never quoted, and themes without a negative case.
pub fn quote_balance(view: &View, by: &By) -> Table {
    let rows = coding_rows(view, None);
    let mut people: BTreeMap<ParticipantIx, Tally> = BTreeMap::new();
    let mut groups: Vec<(String, Tally)> = Vec::new();
    let mut themes: BTreeMap<CodeIx, Tally> = BTreeMap::new();
    // The end of the last passage of a code and participant in a transcript.
    let mut last: BTreeMap<(TranscriptIx, CodeIx, ParticipantIx), Span> = BTreeMap::new();
    let mut all = Tally::default();
    for row in &rows {
        let (Target::Code(code), Some(person)) = (row.placed.target, row.participant) else { continue };
        let span = row.placed.span;
        let open = last.entry((row.placed.transcript, code, person)).or_default();
        let new = open.is_empty() || span.start >= open.end;
        *open = if new { span } else { Span::new(open.start, open.end.max(span.end)) };
        let group = group_of(view, by, row);
        let at = groups.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            groups.push((group, Tally::default()));
            groups.len() - 1
        });
        let used = wording(view, row.coding).is_some_and(|wording| wording.use_in_paper.is_some());
        let negative = view.state.star(row.coding) == Some(Star::Negative);
        let chosen = is_chosen(view, row);
        let count = |tally: &mut Tally| {
            tally.passages += u64::from(new);
            for (set, is) in [(&mut tally.chosen, chosen), (&mut tally.used, used), (&mut tally.negative, negative)] {
                if is {
                    set.insert(row.coding.id);
                }
            }
        };
        count(people.entry(person).or_default());
        count(themes.entry(code).or_default());
        count(&mut all);
        if let Some((_, tally)) = groups.get_mut(at) {
            count(tally);
        }
    }
    let mut columns = ["of", "name"].map(Column::left).to_vec();
    let numbers = ["passages", "percent_passages", "chosen", "percent_chosen", "used", "negative"];
    columns.extend(numbers.map(Column::right));
    let line = |of: &str, name: &str, tally: &Tally| {
        let many = |set: &BTreeSet<EventId>| set.len() as u64;
        vec![
            Cell::text(of),
            Cell::text(if name.is_empty() { super::MISSING } else { name }),
            Cell::Integer(tally.passages),
            Cell::ratio(tally.passages, all.passages, 100),
            Cell::Integer(many(&tally.chosen)),
            Cell::ratio(many(&tally.chosen), many(&all.chosen), 100),
            Cell::Integer(many(&tally.used)),
            Cell::Integer(many(&tally.negative)),
        ]
    };
    let mut table = Table { name: "quote-balance".into(), columns, ..Table::default() };
    let corpus = view.corpus;
    for (person, tally) in &people {
        table.rows.push(line("participant", corpus.participant(*person), tally));
    }
    if !by.attributes.is_empty() {
        table.rows.extend(groups.iter().map(|(name, tally)| line("group", name, tally)));
    }
    let book = &corpus.codebook;
    for (code, tally) in &themes {
        table.rows.push(line("theme", &book.path(Theme::Code(*code)).join(" > "), tally));
    }
    let never = people.iter().filter(|(_, tally)| tally.chosen.is_empty());
    let never: Vec<&str> = never.map(|(person, _)| corpus.participant(*person)).collect();
    let without = themes.iter().filter(|(_, tally)| !tally.chosen.is_empty() && tally.negative.is_empty());
    let without: Vec<&str> = without.map(|(code, _)| book.code(*code).id.as_str()).collect();
    table.sentences.push(format!(
        "chosen: {} marked as exemplar or negative case, worded for print, or with a use in the paper",
        counted(all.chosen.len() as u64, "coding")
    ));
    let list = |names: &[&str]| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    table.sentences.push(format!("coded and never chosen: {}", list(&never)));
    if !without.is_empty() {
        table.sentences.push(format!("themes with chosen quotes and no negative case: {}", without.join(", ")));
    }
    table.sentences.push(
        "a passage in which several people speak counts once for each; a passage with several codes once for each code"
            .into(),
    );
    table
}
