//! Differences and what became of them, as tables.

use super::settle_places::PlaceState;
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::agreement::{AgreementUnit, DifferenceKind};
use crate::analysis::{Cell, Column, Table, characters, counted};
use crate::model::{CodeIx, CoderName, TranscriptIx, View};

impl Session {
    /// The places to be settled, one a row: columns `place` (a coding that names it), `transcript`, `turn`, `kind`, `who`, `state`
    /// (`open`, or what was decided), `reason`, `quote`. Differences only; `open` ones alone if asked.
    ///
    /// # Errors
    /// Fewer than two coders, a transcript that is not in the study.
    pub fn settle_table(
        &self,
        coders: Option<&[String]>,
        unit: AgreementUnit,
        transcript: Option<&str>,
        open: bool,
    ) -> Result<Table, Problem> {
        let only = transcript.map(|name| self.transcript_place(name)).transpose()?;
        let names = ["place", "transcript", "turn", "kind", "who", "state", "reason", "quote"];
        let mut table = empty("settle", names.map(Column::left).to_vec());
        let view = self.view(None);
        let (mut all, mut settled) = (0_u64, 0_u64);
        for one in self.compared(coders, unit)?.iter().filter(|one| only.is_none_or(|only| only == one.transcript)) {
            for state in one.places.iter().filter(|state| state.differs()) {
                all += 1;
                settled += u64::from(state.settled.is_some());
                if !(open && state.settled.is_some()) {
                    table.rows.push(row(&view, &one.coders, one.transcript, state));
                }
            }
        }
        table.sentences.push(format!("settled: {settled} of {}", counted(all, "difference")));
        Ok(table)
    }

    /// Settled differences by code, outcome and reason, for the methods section: columns `code`, `path`, `kind`, `outcome`, `reason`,
    /// `places`. A place with several codes stands at each.
    ///
    /// # Errors
    /// Fewer than two coders.
    pub fn settled_table(&self, coders: Option<&[String]>, unit: AgreementUnit) -> Result<Table, Problem> {
        let raters = self.raters(coders)?;
        let names = ["code", "path", "kind", "outcome", "reason"];
        let mut columns = names.map(Column::left).to_vec();
        columns.push(Column::right("places"));
        let mut table = empty("settled", columns);
        let book = &self.corpus().codebook;
        let mut counts: std::collections::BTreeMap<(CodeIx, &str, String, String), u64> =
            std::collections::BTreeMap::new();
        let (mut all, mut settled) = (0_u64, 0_u64);
        for one in self.compared(coders, unit)? {
            for state in one.places.into_iter().filter(PlaceState::differs) {
                all += 1;
                if state.settled.is_none() {
                    continue;
                }
                settled += 1;
                let kind = state.place.kind.map_or("", DifferenceKind::as_str);
                for code in state.place.codes() {
                    *counts.entry((code, kind, state.outcome.clone(), state.reason.clone())).or_default() += 1;
                }
            }
        }
        for ((code, kind, outcome, reason), places) in counts {
            let theme = crate::model::Theme::Code(code);
            table.rows.push(vec![
                Cell::text(book.id(theme).as_str()),
                Cell::text(book.path(theme).join(" > ")),
                Cell::text(kind),
                Cell::text(outcome),
                Cell::present(&reason),
                Cell::Integer(places),
            ]);
        }
        let names: Vec<&str> = raters.iter().map(CoderName::as_str).collect();
        table.sentences.push(format!(
            "differences between {} by {}: {settled} of {all} settled; a place with several codes stands at each",
            names.join(", "),
            unit.as_str()
        ));
        table.meta.set("units", "places where coders differ");
        table.meta.set("compared", names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        Ok(table)
    }
}

fn row(view: &View, coders: &[CoderName], at: TranscriptIx, state: &PlaceState) -> Vec<Cell> {
    let text = view.corpus.transcript(at);
    let turn = text.layout().turn_at(state.place.span.start).map(|turn| turn as u32 + 1);
    let who: Vec<String> = state
        .place
        .parts
        .iter()
        .map(|part| {
            let coder = coders.get(part.coder).map_or("", CoderName::as_str);
            format!("{coder}: {}", view.corpus.codebook.code(part.code).id)
        })
        .collect();
    vec![
        state.id().map_or(Cell::Empty, |id| Cell::text(id.to_string())),
        Cell::text(text.id.as_str()),
        Cell::count(turn),
        Cell::text(state.place.kind.map_or("agreed", DifferenceKind::as_str)),
        Cell::text(who.join("; ")),
        Cell::text(if state.settled.is_some() { state.outcome.as_str() } else { "open" }),
        Cell::present(&state.reason),
        Cell::text(characters(view, at, state.place.span)),
    ]
}
