//! Words by group, and a word with what is said around it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::names::head;
use super::super::tables::{Analysed, Lead, Question, Row};
use super::{LEAST, group_term, text, without};
use crate::analysis::{ALL, By, Cell, Selection, Table, WordPlan, Words};
use crate::model::View;
use crate::text::Span;

/// At most this many words of a group are shown.
const WORDS: usize = 200;

pub(super) fn words(view: &View, question: &Question, by: &By, stems: bool) -> Analysed {
    let plan = WordPlan { least: LEAST, stems, left_out: Vec::new(), limit: Some(WORDS) };
    let counted = Words::count(view, by, plan, &Selection::default());
    let whole = counted.table();
    let mut groups: Vec<(String, Range<usize>)> = Vec::new();
    let (mut rows, mut at) = (Vec::new(), String::new());
    for row in 0..whole.rows.len() {
        let group = text(&whole, row, "group");
        if groups.is_empty() || group != at {
            groups.push((group.clone(), row..row));
            at.clone_from(&group);
        }
        if let Some((_, range)) = groups.last_mut() {
            range.end = row + 1;
        }
        let word = text(&whole, row, "word");
        let word = if stems { word } else { format!("\"{word}\"") };
        let lead = Lead::Word(format!("{word} participant:*{}", group_term(question.by(), &group)));
        rows.push(Row { leads: vec![lead], detail: String::new() });
    }
    if groups.is_empty() {
        groups.push((ALL.to_owned(), 0..0));
    }
    let mut table = counted.brief();
    without(&mut table, "group");
    // How many of how many, in one column: there are many.
    for row in 0..table.rows.len() {
        let said = format!("{} of {}", text(&table, row, "participants"), text(&table, row, "participants_in_group"));
        if let Some(cell) = table.column("participants").and_then(|at| table.rows.get_mut(row)?.get_mut(at)) {
            *cell = Cell::text(said);
        }
    }
    without(&mut table, "participants_in_group");
    let mut answer = Analysed { groups, ..Analysed::of(question, table, rows) };
    if !by.attributes.is_empty() {
        answer.notes.push("words of one person are not independent: look at participants".into());
    }
    answer
}

pub(super) fn concordance(question: &Question, whole: &Table) -> Analysed {
    let number = |row: usize, column: &str| match whole.cell(row, column) {
        Some(Cell::Integer(number)) => u32::try_from(*number).unwrap_or(u32::MAX),
        _ => 0,
    };
    let mut hits: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for row in 0..whole.rows.len() {
        let hit = Span::new(number(row, "start"), number(row, "end"));
        hits.entry(text(whole, row, "transcript")).or_default().push(hit);
    }
    for hits in hits.values_mut() {
        hits.sort_unstable();
    }
    let row = |row: usize| {
        let id = text(whole, row, "transcript");
        let who = [text(whole, row, "speaker"), text(whole, row, "participant")];
        // As where a search says it.
        let who = match &who {
            [label, person] if person.is_empty() || person == label => label.clone(),
            [label, person] if label.is_empty() => person.clone(),
            [label, person] => format!("{label} ({person})"),
        };
        let who = head(vec![id.clone(), who]).pop().unwrap_or_default();
        let detail = format!("{id} · {who} · turn {}, l. {}", text(whole, row, "turn"), text(whole, row, "line"));
        let lead = Lead::Place(id.as_str().into(), number(row, "start"), hits.get(&id).cloned().unwrap_or_default());
        Row { leads: vec![lead], detail }
    };
    let rows: Vec<Row> = (0..whole.rows.len()).map(row).collect();
    let notes = whole.sentences.iter().skip(2).cloned().collect();
    let table = whole.only(&["transcript", "participant", "line", "left", "hit", "right"]);
    Analysed { notes, ..Analysed::of(question, table, rows) }
}
