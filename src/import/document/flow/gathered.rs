//! The paragraphs as they are gathered, and where in them the comments stand.

use std::collections::{HashMap, HashSet};

use super::super::Paragraph;
use super::{Mark, Piece, joined};

/// Where a comment stands.
pub struct Anchor {
    /// The comment.
    pub id: String,
    /// The paragraph, from 0.
    pub paragraph: usize,
    /// The wording within it.
    pub quote: String,
}

#[derive(Default)]
pub(super) struct Gathered {
    paragraphs: Vec<Paragraph>,
    starts: Vec<Anchor>,
    /// Comments that stand somewhere without a marked passage.
    here: Vec<Anchor>,
    /// Those whose passage ends somewhere.
    ended: HashSet<String>,
}

impl Gathered {
    pub fn paragraph(&mut self, piece: Piece) {
        self.anchors(&piece);
        if !piece.is_blank() {
            self.paragraphs.push(Paragraph { text: piece.text, style: piece.style, cells: Vec::new() });
        }
    }

    pub fn row(&mut self, cells: Vec<Vec<Piece>>) {
        let cells: Vec<Piece> = cells.into_iter().map(joined).collect();
        cells.iter().for_each(|cell| self.anchors(cell));
        if cells.iter().any(|cell| !cell.is_blank()) {
            let cells = cells.into_iter().map(|cell| cell.text).collect();
            self.paragraphs.push(Paragraph { cells, ..Paragraph::default() });
        }
    }

    /// Notes the comments of what is about to become the next paragraph.
    fn anchors(&mut self, piece: &Piece) {
        if piece.marks.is_empty() {
            return;
        }
        let paragraph = self.paragraphs.len();
        let ends: HashMap<&str, usize> = piece
            .marks
            .iter()
            .filter_map(|(at, mark)| match mark {
                Mark::End(id) => Some((id.as_str(), *at)),
                _ => None,
            })
            .collect();
        self.ended.extend(ends.keys().map(|id| (*id).to_owned()));
        for (at, mark) in &piece.marks {
            match mark {
                Mark::Start(id) => {
                    let end = ends.get(id.as_str()).copied().unwrap_or(piece.text.len());
                    let quote = piece.text.get(*at..end).unwrap_or_default().trim().to_owned();
                    self.starts.push(Anchor { id: id.clone(), paragraph, quote });
                }
                Mark::Here(id) => self.here.push(Anchor { id: id.clone(), paragraph, quote: String::new() }),
                Mark::End(_) => {}
            }
        }
    }

    pub fn finish(self) -> (Vec<Paragraph>, Vec<Anchor>) {
        let last = self.paragraphs.len().saturating_sub(1);
        let mut seen = HashSet::new();
        let mut anchors = Vec::new();
        for mut anchor in self.starts.into_iter().chain(self.here) {
            if seen.insert(anchor.id.clone()) {
                // A passage without an end is a place.
                if !self.ended.contains(&anchor.id) {
                    anchor.quote.clear();
                }
                anchor.paragraph = anchor.paragraph.min(last);
                anchors.push(anchor);
            }
        }
        anchors.sort_by_key(|anchor| anchor.paragraph);
        (self.paragraphs, anchors)
    }
}
