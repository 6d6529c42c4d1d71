//! Extents: the unions of overlapping codings of one theme, found for all themes in one walk over a transcript.

use super::about::Link;
use crate::model::{CodeIx, Codebook, RollUp, Theme};
use crate::text::Span;

/// What is counted for itself: a theme of the table, or a code's own passages for the base of percentages.
pub(super) struct Slots {
    /// By code: the slots that its codings enter.
    by_code: Vec<Vec<u32>>,
    /// How many slots there are: the themes first.
    pub count: usize,
    /// The themes, in the order of the table.
    pub themes: Vec<Theme>,
    /// The slot of the first code's own passages; the others follow.
    own: usize,
}

impl Slots {
    /// The slots of a codebook: its themes by roll-up, and each code alone (which with `own` are the same).
    pub fn new(codebook: &Codebook, roll_up: RollUp) -> Self {
        let themes: Vec<Theme> = codebook.themes().collect();
        let codes = codebook.codes().len();
        let own = if roll_up == RollUp::Own { 0 } else { themes.len() };
        let mut by_code: Vec<Vec<u32>> = vec![Vec::new(); codes];
        for (slot, theme) in themes.iter().enumerate() {
            for (code, member) in codebook.members(*theme, roll_up).into_iter().enumerate() {
                if member {
                    by_code[code].push(slot as u32);
                }
            }
        }
        if own > 0 {
            by_code.iter_mut().enumerate().for_each(|(code, slots)| slots.push((own + code) as u32));
        }
        Self { by_code, count: themes.len().max(own + codes), themes, own }
    }

    /// One slot that the codings of every code enter: whatever is coded at all.
    pub fn everything(codebook: &Codebook) -> Self {
        Self { by_code: vec![vec![0]; codebook.codes().len()], count: 1, themes: Vec::new(), own: 1 }
    }

    /// The slots that codings of `code` enter.
    pub fn of(&self, code: CodeIx) -> &[u32] {
        self.by_code.get(code.at()).map_or(&[], Vec::as_slice)
    }

    /// Whether a slot is a row of the table.
    pub fn is_theme(&self, slot: usize) -> bool {
        slot < self.themes.len()
    }

    /// The code (by its place) whose own passages a slot counts.
    pub fn code_of_own(&self, slot: usize) -> Option<usize> {
        self.is_own(slot).then(|| slot - self.own)
    }

    /// Whether a slot is one code's own passages.
    pub fn is_own(&self, slot: usize) -> bool {
        slot >= self.own && slot < self.own + self.by_code.len()
    }
}

/// An extent that the next coding may still lengthen.
#[derive(Clone, Default)]
struct Open {
    span: Span,
    links: Vec<Link>,
}

/// The extents of every slot, as the codings of one transcript come by in the order of their starts.
pub(super) struct Sweep {
    open: Vec<Open>,
    touched: Vec<u32>,
}

impl Sweep {
    /// A sweep for `count` slots; it serves one transcript after another.
    pub fn new(count: usize) -> Self {
        Self { open: vec![Open::default(); count], touched: Vec::new() }
    }

    /// Takes the next coding into a slot. `close` gets the extent before it if the two share no character.
    pub fn take(&mut self, slot: u32, span: Span, links: &[Link], close: &mut impl FnMut(usize, Span, &mut Vec<Link>)) {
        let Some(open) = self.open.get_mut(slot as usize) else { return };
        if span.is_empty() {
            return;
        }
        if open.span.is_empty() {
            self.touched.push(slot);
        } else if span.start < open.span.end {
            open.span.end = open.span.end.max(span.end);
            open.links.extend_from_slice(links);
            return;
        } else {
            close(slot as usize, open.span, &mut open.links);
            open.links.clear();
        }
        open.span = span;
        open.links.extend_from_slice(links);
    }

    /// Closes what is open at the end of a transcript.
    pub fn finish(&mut self, close: &mut impl FnMut(usize, Span, &mut Vec<Link>)) {
        for slot in self.touched.drain(..) {
            if let Some(open) = self.open.get_mut(slot as usize) {
                close(slot as usize, open.span, &mut open.links);
                open.links.clear();
                open.span = Span::default();
            }
        }
    }
}
