//! Stretches of a text that give way to others, and where everything else stands afterwards.
//!
//! Laws: the text after the changes has every other character in its order; a span between two changes keeps its
//! characters; a span that ends inside of a change takes in all that stands there now.

use crate::text::{Body, Span};

/// Changes of one text in the order of their places, which do not overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edits {
    /// The stretch of the old text, the stretch of the new one, and what stands there now.
    all: Vec<(Span, Span, String)>,
}

impl Edits {
    /// The changes of `text`: bytes and what shall stand there, in order; what overlaps an earlier one is left out.
    pub fn of_bytes(text: &str, changes: impl IntoIterator<Item = (std::ops::Range<usize>, String)>) -> Self {
        let (mut edits, mut byte, mut old, mut new) = (Self::default(), 0, 0_u32, 0_u32);
        for (range, with) in changes {
            let (Some(gap), Some(gone)) = (text.get(byte..range.start), text.get(range.clone())) else { continue };
            let gap = gap.chars().count() as u32;
            let gone = gone.chars().count() as u32;
            let put = with.chars().count() as u32;
            let (from, to) = (old + gap, new + gap);
            edits.all.push((Span::new(from, from + gone), Span::new(to, to + put), with));
            (byte, old, new) = (range.end, from + gone, to + put);
        }
        edits
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many stretches are changed.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The stretches of the old text (code points) with what stands there now.
    pub fn stretches(&self) -> impl Iterator<Item = (Span, &str)> {
        self.all.iter().map(|(old, _, with)| (*old, with.as_str()))
    }

    /// The text after the changes.
    pub fn apply(&self, body: &Body) -> String {
        let mut out = String::with_capacity(body.text().len());
        let mut done = 0;
        for (old, _, with) in &self.all {
            out.push_str(body.slice(Span::new(done, old.start)).unwrap_or_default());
            out.push_str(with);
            done = old.end;
        }
        out.push_str(body.slice(Span::new(done, body.chars())).unwrap_or_default());
        out
    }

    /// Where a span of the old text stands in the new one.
    pub fn map(&self, span: Span) -> Span {
        let start = self.position(span.start, false);
        Span::new(start, self.position(span.end, true).max(start))
    }

    fn position(&self, position: u32, end: bool) -> u32 {
        // The last change that begins before the position; at its very start nothing has changed yet.
        let before = self.all.partition_point(|(old, _, _)| old.start < position);
        match before.checked_sub(1).and_then(|at| self.all.get(at)) {
            Some((old, new, _)) if position < old.end => {
                if end {
                    new.end
                } else {
                    new.start
                }
            }
            Some((old, new, _)) => new.end + (position - old.end),
            None => position,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_keep_what_they_stand_on() {
        let text = "éé Tom and Tom Smith go";
        let edits = Edits::of_bytes(text, [(5..8, "P07".to_owned()), (13..22, "the brother".to_owned())]);
        let body = Body::new(text.to_owned());
        let new = Body::new(edits.apply(&body));
        assert_eq!(new.text(), "éé P07 and the brother go");
        let mapped = |start, end| new.slice(edits.map(Span::new(start, end))).unwrap();
        assert_eq!(mapped(3, 6), "P07");
        assert_eq!(mapped(4, 10), "P07 and");
        assert_eq!(mapped(7, 13), "and the brother");
        assert_eq!(mapped(15, 20), "the brother");
        assert_eq!(mapped(21, 23), "go");
        assert_eq!(mapped(0, 23), new.text());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn whatever_no_change_touches_keeps_its_wording(
            parts in proptest::collection::vec(("[a-dé ]{1,6}", "[A-D]{1,4}", "[x-z]{0,6}"), 1..6)
        ) {
            let (mut text, mut changes, mut kept) = (String::new(), Vec::new(), Vec::new());
            for (plain, name, with) in &parts {
                let start = text.chars().count() as u32;
                text.push_str(plain);
                kept.push((Span::new(start, text.chars().count() as u32), plain.clone()));
                changes.push((text.len()..text.len() + name.len(), with.clone()));
                text.push_str(name);
            }
            let edits = Edits::of_bytes(&text, changes);
            let body = Body::new(text);
            let new = Body::new(edits.apply(&body));
            prop_assert_eq!(edits.len(), parts.len());
            for (span, wording) in kept {
                prop_assert_eq!(body.slice(span), Some(wording.as_str()));
                // A change that puts nothing leaves no place of its own, so only the inside can be compared there.
                prop_assert_eq!(new.slice(edits.map(span)), Some(wording.as_str()));
            }
            prop_assert_eq!(edits.map(body.span()), new.span());
        }
    }
}
