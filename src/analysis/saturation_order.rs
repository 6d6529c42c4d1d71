//! In which order the interviews of a curve are taken.

use crate::model::{TranscriptIx, View};

/// In which order interviews are taken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum SaturationOrder {
    /// By the ids of the transcripts.
    #[default]
    Id,
    /// By when the first coding in scope of each was made: the order of work.
    Coded,
    /// By the values of an attribute of transcripts (`date`, `wave`), then id; those without a value come last.
    Attribute(String),
    /// As listed; transcripts that are not listed are left out.
    List(Vec<TranscriptIx>),
}

impl SaturationOrder {
    /// The word of the column `order`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Id => "id",
            Self::Coded => "coded",
            Self::Attribute(name) => name,
            Self::List(_) => "list",
        }
    }
}

/// What a transcript is ordered by.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Key {
    /// As it is shown; empty: nothing.
    pub shown: String,
    /// As it is compared: numbers as such.
    sorted: String,
    number: Option<f64>,
}

/// What a transcript is ordered by in this order.
pub(super) fn key(view: &View, order: &SaturationOrder, at: TranscriptIx) -> Key {
    match order {
        SaturationOrder::Id | SaturationOrder::List(_) => Key::default(),
        SaturationOrder::Attribute(name) => {
            let shown = view.corpus.values(name, None, at).join(";");
            Key { sorted: shown.clone(), number: shown.parse().ok(), shown }
        }
        SaturationOrder::Coded => {
            let codings = view.codings(at).filter_map(|(_, placed)| view.coding(placed));
            // Events stand in the order of their ids; their clocks may have jumped.
            codings.min_by_key(|coding| coding.id).map_or(Key::default(), |coding| Key {
                shown: coding.created.to_string(),
                sorted: coding.id.to_string(),
                number: None,
            })
        }
    }
}

/// The transcripts in this order; `keys` by transcript.
pub(super) fn ordered(order: &SaturationOrder, keys: &[(String, Key)]) -> Vec<TranscriptIx> {
    let mut places: Vec<TranscriptIx> = (0..keys.len()).map(TranscriptIx::from).collect();
    match order {
        SaturationOrder::Id => {}
        SaturationOrder::List(listed) => places.clone_from(listed),
        // Transcripts stand in the order of their ids, which a stable sort keeps.
        SaturationOrder::Coded | SaturationOrder::Attribute(_) => {
            places.sort_by(|a, b| {
                let (a, b) = (&keys[a.at()].1, &keys[b.at()].1);
                // Numbers first, then words: else `10`, `9` and `9a` could stand in a circle.
                let class = |key: &Key| (key.shown.is_empty(), key.number.is_none());
                class(a).cmp(&class(b)).then_with(|| match (a.number, b.number) {
                    (Some(a), Some(b)) => a.total_cmp(&b),
                    _ => a.sorted.cmp(&b.sorted),
                })
            });
        }
    }
    places
}
