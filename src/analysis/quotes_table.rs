//! Quotes as they are printed, by theme and group, without those who may not be quoted.

use super::codings::{CodingRow, Sheet, columns_of};
use super::quote::Shown;
use super::table::{Cell, Column, Table, counted};
use super::template::Template;
use crate::model::{ParticipantIx, Target, View};

/// Whether somebody may be quoted, by the study's column of consent: `no` and `ask` say that they may not (yet).
fn may_be_quoted(view: &View, person: ParticipantIx) -> bool {
    let corpus = view.corpus;
    let column = corpus.study.consent.quote.as_deref().and_then(|name| corpus.participants.column(name));
    let values = column.map_or(&[][..], |column| corpus.participants.values(person.at(), column));
    !values.iter().any(|value| ["no", "ask"].contains(&value.trim().to_lowercase().as_str()))
}

/// The rows by code in the order of the codebook, then by place; codings of nobody, of codes that the codebook does not know
/// and passages in which anybody speaks who may not be quoted are left out, and the table says how many.
///
/// Columns `code`, `path`, `participant`, the attributes, `transcript`, `line_start`, `line_end`, `turn`, `time`, `coder`,
/// `starred`, `quote` (the shown wording) and `attributed` (by the study's template).
pub fn quotes_table<'a>(view: &View<'a>, rows: &[CodingRow<'a>], template: &Template) -> Table {
    let attributes = view.corpus.attribute_names();
    let mut columns = columns_of(["code", "path", "participant"].into_iter().chain(attributes.iter().copied()));
    columns.extend(columns_of(["transcript", "line_start", "line_end", "turn", "time", "coder", "starred"]));
    columns.extend(["quote", "attributed"].map(Column::left));
    let mut withheld = 0;
    let mut kept: Vec<(u32, &CodingRow<'a>)> = Vec::new();
    for row in rows {
        let (Target::Code(code), Some(_)) = (row.placed.target, row.participant) else { continue };
        let speaking = view.words_by_person(row.placed.transcript, row.placed.span);
        if speaking.iter().all(|(person, _)| may_be_quoted(view, *person)) {
            kept.push((code.0, row));
        } else {
            withheld += 1;
        }
    }
    let mut sheet = Sheet::new(view);
    let mut lines: Vec<(u32, Vec<Cell>)> = Vec::with_capacity(kept.len());
    for (code, row) in kept {
        sheet.turn_to(row.placed.transcript);
        let place = sheet.lines(row.placed.span);
        let mut line = vec![
            Cell::text(row.code(view)),
            Cell::present(&row.path(view).join(" > ")),
            row.participant.map_or(Cell::Empty, |person| Cell::text(view.corpus.participant(person))),
        ];
        line.extend_from_slice(sheet.attributes(row.participant));
        line.extend([
            Cell::text(view.corpus.transcript(row.placed.transcript).id.as_str()),
            Cell::count(place.map(|(first, _)| first)),
            Cell::count(place.map(|(_, last)| last)),
            Cell::count(row.turn.map(|turn| turn as u32 + 1)),
            row.time(view).map_or(Cell::Empty, Cell::Text),
            Cell::text(row.coding.coder.as_str()),
            view.state.star(row.coding).map_or(Cell::Empty, |star| Cell::text(star.as_str())),
            Cell::Text(Shown::of_coding(view, row).plain()),
            Cell::Text(template.render(view, row)),
        ]);
        lines.push((code, line));
    }
    // Stable: within a code they stay in transcript order, then place.
    lines.sort_by_key(|(code, _)| *code);
    let mut sentences = vec![format!("{} by code, then place", counted(lines.len() as u64, "quote"))];
    if withheld > 0 {
        sentences.push(format!(
            "left out: {} in which somebody speaks who may not be quoted ({}: no or ask); they count in all tables",
            counted(withheld, "quote"),
            view.corpus.study.consent.quote.as_deref().unwrap_or_default()
        ));
    }
    Table {
        name: "quotes".into(),
        columns,
        rows: lines.into_iter().map(|(_, line)| line).collect(),
        sentences,
        ..Table::default()
    }
}
