//! Participants or cases × themes: summaries beside the passages that they rest on (framework analysis).

use std::collections::BTreeMap;

use super::about::{base_links, cases_of_people};
use super::by::Unit;
use super::codings::Sheet;
use super::consent::Consent;
use super::extents::Slots;
use super::frequencies::ThemeLine;
use super::notes::Notes;
use super::quote::{Segment, Shown};
use super::scope::{Members, Selection};
use super::walk::Walk;
use crate::model::{EventId, MemoKind, MemoOn, RollUp, Target, Theme, TranscriptIx, View};
use crate::text::Span;

/// What the rows of a framework are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FrameworkRows {
    /// Participants.
    #[default]
    Participant,
    /// Cases.
    Case,
}

impl FrameworkRows {
    /// The word of the option `--rows`, which is also the head of the first column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Case => "case",
        }
    }

    const fn unit(self) -> Unit {
        match self {
            Self::Participant => Unit::Participant,
            Self::Case => Unit::Case,
        }
    }
}

/// One passage of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameworkPassage {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Where it stands (code points).
    pub span: Span,
    /// Transcript and citation lines, as a summary refers to it: `s3-parent-rowan l. 12–14`.
    pub reference: String,
    /// The shown wording, several speakers on a line each.
    pub text: String,
    /// The same with its italics.
    pub said: Vec<Segment>,
    /// The newest event by which it came to be a passage of the theme.
    pub newest: EventId,
    /// Whether somebody speaks in it who has not (or not yet) agreed to be quoted: files have its reference alone.
    pub withheld: bool,
}

/// What stands in place of a passage whose wording is kept back.
const KEPT_BACK: &str = "[not to be quoted]";

impl FrameworkPassage {
    /// Its wording as a file may hold it.
    pub fn quoted(&self) -> &str {
        if self.withheld { KEPT_BACK } else { &self.text }
    }
}

/// A summary that somebody wrote for a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameworkSummary {
    /// The memo.
    pub memo: EventId,
    /// Who wrote it first.
    pub coder: String,
    /// The text.
    pub text: String,
    /// When it was last written.
    pub modified: String,
    /// The event by which it was last written.
    pub written_by: EventId,
}

/// What a cell lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameworkMark {
    /// Neither passage nor summary.
    Empty,
    /// A summary at least as new as every passage.
    Ready,
    /// Passages, and nobody has summed them up.
    NoSummary,
    /// A passage was coded after the newest summary was written.
    Older,
    /// A summary that rests on no passage.
    NoPassage,
}

impl FrameworkMark {
    /// The word of the column `mark`; empty where nothing is lacking.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty | Self::Ready => "",
            Self::NoSummary => "no summary",
            Self::Older => "older than its newest passage",
            Self::NoPassage => "no passage",
        }
    }
}

/// A participant or case in a theme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FrameworkCell {
    /// The summaries, oldest first.
    pub summaries: Vec<FrameworkSummary>,
    /// The passages in transcript order, then place.
    pub passages: Vec<FrameworkPassage>,
}

impl FrameworkCell {
    /// What the cell lacks.
    pub fn mark(&self) -> FrameworkMark {
        let passage = self.passages.iter().map(|passage| passage.newest).max();
        let summary = self.summaries.iter().map(|summary| summary.written_by).max();
        match (passage, summary) {
            (None, None) => FrameworkMark::Empty,
            (Some(_), None) => FrameworkMark::NoSummary,
            (None, Some(_)) => FrameworkMark::NoPassage,
            (Some(passage), Some(summary)) if passage > summary => FrameworkMark::Older,
            _ => FrameworkMark::Ready,
        }
    }

    /// The summaries as one text, each under its coder's name where there are several.
    pub fn summary(&self) -> String {
        match self.summaries.as_slice() {
            [only] => only.text.clone(),
            several => {
                let texts: Vec<String> = several.iter().map(|one| format!("{}: {}", one.coder, one.text)).collect();
                texts.join("\n\n")
            }
        }
    }

    /// The passages' references, joined with `; `.
    pub fn references(&self) -> String {
        self.passages.iter().map(|passage| passage.reference.as_str()).collect::<Vec<_>>().join("; ")
    }
}

/// One row of a framework.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameworkRow {
    /// Id of the participant or case.
    pub id: String,
    /// Its attributes in the order of [`Framework::attributes`], several values joined with `;`.
    pub attributes: Vec<String>,
    /// The cells in the order of [`Framework::themes`].
    pub cells: Vec<FrameworkCell>,
}

/// A framework: for a table, a workbook, a document or a screen.
#[derive(Clone, PartialEq, Debug)]
pub struct Framework {
    /// What the rows are.
    pub of: FrameworkRows,
    /// Names of the rows' attributes.
    pub attributes: Vec<String>,
    /// The themes, which are the columns.
    pub themes: Vec<ThemeLine>,
    /// Whether a theme's passages are with what is beneath it.
    pub roll_up: RollUp,
    /// The rows: everybody (or every case) in scope, in the order of the table that holds them.
    pub rows: Vec<FrameworkRow>,
    /// What else has to be said: how many people stand alone with their attributes.
    pub flags: Vec<String>,
    /// Scope, coders, what is left out and in progress.
    pub notes: Notes,
}

impl Framework {
    /// Gathers passages and summaries. With `branch` only that theme and what is beneath it (of a set, its codes) are columns.
    pub fn gather(
        view: &View,
        of: FrameworkRows,
        branch: Option<Theme>,
        roll_up: RollUp,
        selection: &Selection,
    ) -> Self {
        let corpus = view.corpus;
        let book = &corpus.codebook;
        let members = Members::of(view, selection);
        let own = if of == FrameworkRows::Case { cases_of_people(corpus) } else { Vec::new() };
        let mut rows: BTreeMap<u32, BTreeMap<usize, FrameworkCell>> = BTreeMap::new();
        for link in base_links(view, of.unit(), &members, &own).into_iter().flatten() {
            rows.entry(link.unit).or_default();
        }
        let slots = Slots::new(book, roll_up);
        let within = branch.map(|branch| book.members(branch, RollUp::Subtree));
        let wanted = |theme: Theme| match (&within, theme) {
            (None, _) => true,
            (Some(_), theme) if Some(theme) == branch => true,
            (Some(within), Theme::Code(code)) => within[code.at()],
            (Some(_), Theme::Set(_)) => false,
        };
        let columns: Vec<usize> = (0..slots.themes.len()).filter(|slot| wanted(slots.themes[*slot])).collect();
        let codes: Vec<Vec<bool>> = slots.themes.iter().map(|theme| book.members(*theme, roll_up)).collect();
        let mut sheet = Sheet::new(view);
        let consent = Consent::to_quote(view);
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: of.unit(), own: &own };
        walk.each(|ground, slot, span, links| {
            if !columns.contains(&slot) {
                return;
            }
            sheet.turn_to(ground.transcript);
            let newest = newest(view, selection, ground.transcript, span, &codes[slot]);
            let lines = match sheet.lines(span) {
                Some((first, last)) if first != last => format!(" l. {first}–{last}"),
                Some((first, _)) => format!(" l. {first}"),
                None => String::new(),
            };
            let shown = Shown::of(view, ground.transcript, span);
            let passage = FrameworkPassage {
                transcript: ground.transcript,
                span,
                reference: format!("{}{lines}", corpus.transcript(ground.transcript).id),
                text: shown.plain(),
                said: shown.segments(),
                newest,
                withheld: !consent.withheld_in(view, ground.transcript, span).is_empty(),
            };
            for units in links.chunk_by(|a, b| a.unit == b.unit) {
                let Some(row) = units.first().and_then(|link| rows.get_mut(&link.unit)) else { continue };
                row.entry(slot).or_default().passages.push(passage.clone());
            }
        });
        summaries(view, of, &slots, &columns, &mut rows);
        let table = if of == FrameworkRows::Case { &corpus.cases } else { &corpus.participants };
        let row = |(at, mut cells): (u32, BTreeMap<usize, FrameworkCell>)| FrameworkRow {
            id: table.rows.get(at as usize).map_or(String::new(), |row| row.id.clone()),
            attributes: (0..table.columns.len()).map(|column| table.values(at as usize, column).join(";")).collect(),
            cells: columns.iter().map(|slot| cells.remove(slot).unwrap_or_default()).collect(),
        };
        let mut rows: Vec<FrameworkRow> = rows.into_iter().map(row).collect();
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.passages.sort_by_key(|passage| (passage.transcript, passage.span));
        }
        Self {
            of,
            attributes: table.columns.clone(),
            themes: columns.iter().map(|slot| ThemeLine::of(book, slots.themes[*slot])).collect(),
            roll_up,
            rows,
            flags: Vec::new(),
            notes: Notes::of(view, selection, &members),
        }
    }

    /// How many cells have this mark.
    pub fn marked(&self, mark: FrameworkMark) -> u64 {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.mark() == mark).count() as u64
    }
}

/// The newest event by which the codings that make up an extent came to have their code.
fn newest(view: &View, selection: &Selection, transcript: TranscriptIx, span: Span, codes: &[bool]) -> EventId {
    let codings = view.codings(transcript).filter(|(at, placed)| {
        let of = matches!(placed.target, Target::Code(code) if codes.get(code.at()) == Some(&true));
        of && placed.span.overlaps(span) && selection.counts(transcript, *at)
    });
    let events = codings.filter_map(|(_, placed)| view.coding(placed)).map(|coding| coding.coded_by);
    events.max().unwrap_or(EventId(uuid::Uuid::nil()))
}

/// Puts the summaries into the cells of whoever is in scope.
fn summaries(
    view: &View,
    of: FrameworkRows,
    slots: &Slots,
    columns: &[usize],
    rows: &mut BTreeMap<u32, BTreeMap<usize, FrameworkCell>>,
) {
    let corpus = view.corpus;
    for memo in view.state.memos.values().filter(|memo| memo.kind == MemoKind::Summary) {
        let (row, code) = match (&memo.on, of) {
            (MemoOn::ParticipantCode(id, code), FrameworkRows::Participant) => {
                (corpus.participants.find(id.as_str()), code)
            }
            (MemoOn::CaseCode(id, code), FrameworkRows::Case) => (corpus.cases.find(id), code),
            _ => continue,
        };
        let theme = corpus.theme(code.as_str());
        let slot = slots.themes.iter().position(|known| Some(*known) == theme);
        let Some(slot) = slot.filter(|slot| columns.contains(slot)) else { continue };
        let Some(cells) = row.and_then(|row| rows.get_mut(&(row as u32))) else { continue };
        cells.entry(slot).or_default().summaries.push(FrameworkSummary {
            memo: memo.id,
            coder: memo.coder.to_string(),
            text: memo.text.to_string(),
            modified: memo.modified.to_string(),
            written_by: memo.written_by,
        });
    }
}
