//! Concordance: each hit of a search in the middle, with what stands left and right of it in its turn.

use super::codings::{Sheet, columns_of};
use super::search_rows::SearchRow;
use super::table::{Cell, Column, Table};
use crate::model::View;
use crate::text::{Span, phrase_tokens};

/// By what a concordance is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KwicSort {
    /// Transcript, then place.
    #[default]
    Place,
    /// The words to the left, the nearest first.
    Left,
    /// The words to the right, the nearest first.
    Right,
}

impl KwicSort {
    /// The word of the option `--sort`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// White space, line ends with it, as one blank each; ends are kept, so that what joins the hit still does.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for char in text.chars() {
        if char.is_whitespace() {
            if !blank {
                out.push(' ');
            }
            blank = true;
        } else {
            out.push(char);
            blank = false;
        }
    }
    out
}

/// The hits as rows: columns `transcript`, `participant`, `speaker`, `turn`, `line`, `start`, `end`, `left`, `hit`, `right`.
///
/// `left` and `right` hold up to `context` code points of the same turn's speech, hard wraps joined; `start` and `end` are
/// code points of the body. Sorting looks at the whole words there, ignoring case and marks.
pub fn kwic_table(view: &View, rows: &[SearchRow], context: u32, sort: KwicSort) -> Table {
    let mut columns = columns_of(["transcript", "participant", "speaker", "turn", "line", "start", "end"]);
    columns.extend([Column::right("left"), Column::left("hit"), Column::left("right")]);
    if let Some(line) = columns.iter_mut().find(|column| column.id == "line") {
        *line = Column::right("line");
    }
    let language = &view.corpus.study.language;
    let mut sheet = Sheet::new(view);
    let mut lines: Vec<(Vec<String>, Vec<Cell>)> = Vec::new();
    for row in rows {
        let text = view.corpus.transcript(row.transcript);
        let Some(turn) = text.layout().turns.get(row.turn) else { continue };
        let Some(participant) = row.participant(view) else { continue };
        sheet.turn_to(row.transcript);
        let speech = turn.speech;
        for hit in &row.hits {
            let slice = |from: u32, to: u32| joined(text.body().slice(Span::new(from, to)).unwrap_or_default());
            let left = slice(hit.start.saturating_sub(context).max(speech.start), hit.start);
            let right = slice(hit.end, hit.end.saturating_add(context).min(speech.end));
            let key = match sort {
                KwicSort::Place => Vec::new(),
                KwicSort::Left => {
                    let mut words = phrase_tokens(&slice(speech.start, hit.start), language);
                    words.reverse();
                    words
                }
                KwicSort::Right => phrase_tokens(&slice(hit.end, speech.end), language),
            };
            let cells = vec![
                Cell::text(text.id.as_str()),
                participant.clone(),
                Cell::present(text.label(row.turn)),
                Cell::Integer(row.turn as u64 + 1),
                Cell::count(sheet.lines(*hit).map(|(first, _)| first)),
                Cell::Integer(hit.start.into()),
                Cell::Integer(hit.end.into()),
                Cell::Text(left),
                Cell::Text(slice(hit.start, hit.end)),
                Cell::Text(right),
            ];
            lines.push((key, cells));
        }
    }
    // Stable: what is alike stays in the order of its place.
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    Table {
        name: "kwic".into(),
        columns,
        rows: lines.into_iter().map(|(_, cells)| cells).collect(),
        ..Table::default()
    }
}
