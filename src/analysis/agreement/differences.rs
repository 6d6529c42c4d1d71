//! Where coders differ: what mends a definition.
//!
//! In each transcript the codings of one code that share a unit, whosever they are, are one *place*. It is agreed if every coder who
//! has finished the transcript covers the same units. Two one-sided places with different codes that share a unit and no coder
//! are one place with another code.

use std::ops::Range;

use super::super::excluded::characters;
use super::super::table::{Cell, Column, Table};
use super::ratings::{Compared, compared};
use super::units::Unit;
use crate::model::{CodeIx, CoderName, EventId, Target, Theme, TranscriptIx, View};
use crate::text::Span;

/// How coders differ at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DifferenceKind {
    /// Some coded it, others put no code of their own in its place.
    OnlySome,
    /// Others gave it another code.
    OtherCode,
    /// All gave it the code, not over the same units.
    OtherBoundary,
}

impl DifferenceKind {
    /// The word of the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnlySome => "only_one",
            Self::OtherCode => "other_code",
            Self::OtherBoundary => "other_boundary",
        }
    }

    /// The words of a list for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::OnlySome => "only one coded it",
            Self::OtherCode => "another code",
            Self::OtherBoundary => "another boundary",
        }
    }
}

/// What one coder has done at a place with one code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Place of the coder in the list of those compared.
    pub coder: usize,
    /// The code.
    pub code: CodeIx,
    /// The codings with where they stand, in order of place.
    pub codings: Vec<(EventId, Span)>,
    /// The units that they cover, in order, neighbours joined.
    pub units: Vec<Range<u64>>,
}

/// A place where somebody coded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// From the first to the last character that is coded there.
    pub span: Span,
    /// How coders differ; `None`: they agree.
    pub kind: Option<DifferenceKind>,
    /// Who did what, by code in the order of the codebook, then by coder.
    pub parts: Vec<Part>,
}

/// A place where coders differ.
pub type Difference = Place;

impl Place {
    /// The codings at the place, in order of ids.
    pub fn codings(&self) -> Vec<EventId> {
        let mut ids: Vec<EventId> = self.parts.iter().flat_map(|part| part.codings.iter().map(|(id, _)| *id)).collect();
        ids.sort_unstable();
        ids
    }

    /// The codes, each once, in the order of the codebook.
    pub fn codes(&self) -> Vec<CodeIx> {
        let mut codes: Vec<CodeIx> = self.parts.iter().map(|part| part.code).collect();
        codes.dedup();
        codes
    }

    fn coders(&self) -> u32 {
        self.parts.iter().fold(0, |bits, part| bits | 1 << part.coder)
    }

    fn units(&self) -> impl Iterator<Item = &Range<u64>> {
        self.parts.iter().flat_map(|part| &part.units)
    }

    fn shares_a_unit(&self, other: &Self) -> bool {
        self.units().any(|a| other.units().any(|b| a.start < b.end && b.start < a.end))
    }
}

/// All places of a transcript in order of start: agreed ones, and differences between those of `coders` who have finished it.
/// Nothing where fewer than two have.
pub fn places(view: &View, coders: &[CoderName], transcript: TranscriptIx, unit: Unit) -> Vec<Place> {
    compared(view, coders, unit, &[transcript]).first().map_or_else(Vec::new, |one| places_in(view, coders, one))
}

fn places_in(view: &View, coders: &[CoderName], Compared { transcript, done, units }: &Compared) -> Vec<Place> {
    let (transcript, done) = (*transcript, *done);
    let mut marks: Vec<(CodeIx, Range<u64>, usize, EventId, Span)> = Vec::new();
    for placed in view.placements.of(transcript) {
        let name = view.placements.coders.get(placed.coder as usize);
        let coder = coders.iter().position(|coder| Some(coder) == name).filter(|at| done >> at & 1 == 1);
        let covered = units.covered(placed.span);
        if let (Some(coder), Target::Code(code), false) = (coder, placed.target, covered.is_empty()) {
            marks.push((code, covered, coder, placed.id, placed.span));
        }
    }
    marks.sort_by_key(|mark| (mark.0, mark.1.start, mark.1.end, mark.2, mark.3));
    let mut found: Vec<Place> = Vec::new();
    let mut reach = 0;
    for (code, covered, coder, id, span) in marks {
        let joins = found.last().is_some_and(|open| open.parts[0].code == code) && covered.start < reach;
        reach = if joins { reach.max(covered.end) } else { covered.end };
        if !joins {
            found.push(Place { transcript, span, kind: None, parts: Vec::new() });
        }
        let Some(open) = found.last_mut() else { continue };
        open.span = open.span.hull(span);
        match open.parts.iter_mut().find(|part| part.coder == coder) {
            Some(part) => {
                part.codings.push((id, span));
                match part.units.last_mut().filter(|last| covered.start <= last.end) {
                    Some(last) => last.end = last.end.max(covered.end),
                    None => part.units.push(covered),
                }
            }
            None => open.parts.push(Part { coder, code, codings: vec![(id, span)], units: vec![covered] }),
        }
    }
    for place in &mut found {
        place.parts.sort_by_key(|part| part.coder);
        place.kind = if place.coders() != done {
            Some(DifferenceKind::OnlySome)
        } else {
            let same = place.parts.windows(2).all(|pair| pair[0].units == pair[1].units);
            (!same).then_some(DifferenceKind::OtherBoundary)
        };
    }
    found.sort_by_key(|place| (place.span, place.parts[0].code));
    join_other_codes(found)
}

/// Makes one place of one-sided ones with different codes.
fn join_other_codes(found: Vec<Place>) -> Vec<Place> {
    let mut joined: Vec<Place> = Vec::with_capacity(found.len());
    for place in found {
        let one_sided = |kind| matches!(kind, Some(DifferenceKind::OnlySome | DifferenceKind::OtherCode));
        let other = one_sided(place.kind).then(|| {
            joined.iter_mut().find(|other| {
                let apart = other.codes().iter().all(|code| !place.codes().contains(code));
                one_sided(other.kind) && apart && other.coders() & place.coders() == 0 && other.shares_a_unit(&place)
            })
        });
        match other.flatten() {
            Some(other) => {
                other.kind = Some(DifferenceKind::OtherCode);
                other.span = other.span.hull(place.span);
                other.parts.extend(place.parts);
                other.parts.sort_by_key(|part| (part.code, part.coder));
            }
            None => joined.push(place),
        }
    }
    joined
}

/// The places of `transcripts` where `coders` differ, in order, and those where they agree.
pub fn differences(view: &View, coders: &[CoderName], transcripts: &[Compared]) -> (Vec<Difference>, Vec<Place>) {
    let all = transcripts.iter().flat_map(|one| places_in(view, coders, one));
    all.partition(|place| place.kind.is_some())
}

/// Differences one a row: columns `transcript`, `turn`, `start`, `end`, `kind` (`only_one`, `other_code`, `other_boundary`),
/// `codes` and `who` (both with `;` between several), `quote`.
pub fn differences_table(view: &View, coders: &[CoderName], differences: &[Difference]) -> Table {
    let columns = vec![
        Column::left("transcript"),
        Column::right("turn"),
        Column::right("start"),
        Column::right("end"),
        Column::left("kind"),
        Column::left("codes"),
        Column::left("who"),
        Column::left("quote"),
    ];
    let rows = differences.iter().map(|place| {
        let text = view.corpus.transcript(place.transcript);
        let turn = text.layout().turn_at(place.span.start).map(|turn| turn as u32 + 1);
        let id = |code: CodeIx| view.corpus.codebook.code(code).id.to_string();
        let codes: Vec<String> = place.codes().into_iter().map(id).collect();
        vec![
            Cell::text(text.id.as_str()),
            Cell::count(turn),
            Cell::Integer(place.span.start.into()),
            Cell::Integer(place.span.end.into()),
            Cell::text(place.kind.map_or("agreed", DifferenceKind::as_str)),
            Cell::text(codes.join(";")),
            Cell::text(who(view, coders, place)),
            Cell::text(characters(view, place.transcript, place.span)),
        ]
    });
    Table { name: "disagreements".into(), rows: rows.collect(), columns, ..Table::default() }
}

/// Who gave which code over which characters: `amy: waiting 10..40; ben: access 10..62`.
fn who(view: &View, coders: &[CoderName], place: &Place) -> String {
    let part = |part: &Part| {
        let spans: Vec<String> = part.codings.iter().map(|(_, span)| format!("{}..{}", span.start, span.end)).collect();
        let coder = coders.get(part.coder).map_or("", CoderName::as_str);
        format!("{coder}: {} {}", view.corpus.codebook.code(part.code).id, spans.join("+"))
    };
    place.parts.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// Differences by code, those with most first: columns `code`, `path`, `agreed`, `only one coded it`, `another code`,
/// `another boundary`. Codes that nobody used are left out.
pub fn differences_by_code(view: &View, differences: &[Difference], agreed: &[Place]) -> Table {
    let book = &view.corpus.codebook;
    let mut counts = vec![[0_u64; 4]; book.codes().len()];
    for place in differences.iter().chain(agreed) {
        for code in place.codes() {
            counts[code.at()][place.kind.map_or(0, |kind| 1 + kind as usize)] += 1;
        }
    }
    let mut used: Vec<(usize, [u64; 4])> =
        counts.into_iter().enumerate().filter(|(_, counts)| counts.iter().sum::<u64>() > 0).collect();
    used.sort_by_key(|(at, counts)| (std::cmp::Reverse(counts[1..].iter().sum::<u64>()), *at));
    let kinds = [DifferenceKind::OnlySome, DifferenceKind::OtherCode, DifferenceKind::OtherBoundary];
    let mut columns = vec![Column::left("code"), Column::left("path"), Column::right("agreed")];
    columns.extend(kinds.map(|kind| Column::right(kind.in_words())));
    let rows = used.into_iter().map(|(at, counts)| {
        let theme = Theme::Code(at.into());
        let mut row = vec![Cell::text(book.id(theme).as_str()), Cell::text(book.path(theme).join(" > "))];
        row.extend(counts.map(Cell::Integer));
        row
    });
    Table { name: "disagreements by code".into(), rows: rows.collect(), columns, ..Table::default() }
}
