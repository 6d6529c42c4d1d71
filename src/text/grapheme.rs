//! Selection by what a reader sees as one character.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Body, Span};

/// The span of a selection: grown to whole grapheme clusters, white space at both ends dropped.
///
/// A reversed span is turned round, and what lies past the end of the body is cut off. A selection of nothing but white
/// space becomes empty, at its start.
pub fn snap(body: &Body, span: Span) -> Span {
    let text = body.text();
    let bytes = body.bytes(Span::new(span.start.min(span.end), span.start.max(span.end)));
    let (start, end) = (boundary_before(text, bytes.start), boundary_after(text, bytes.end));
    let selected = text.get(start..end).unwrap_or_default();
    let white = |grapheme: &&str| grapheme.chars().all(char::is_whitespace);
    let leading: usize = selected.graphemes(true).take_while(white).map(str::len).sum();
    let trailing: usize = selected.graphemes(true).rev().take_while(white).map(str::len).sum();
    let start = start + leading;
    if start >= end {
        let position = body.position(start - leading);
        return Span::new(position, position);
    }
    body.span_of_bytes(start..end - trailing)
}

fn boundary_before(text: &str, byte: usize) -> usize {
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        _ => byte,
    }
}

fn boundary_after(text: &str, byte: usize) -> usize {
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
        _ => byte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapped(text: &str, start: u32, end: u32) -> String {
        let body = Body::new(text.into());
        body.slice(snap(&body, Span::new(start, end))).unwrap().to_owned()
    }

    #[test]
    fn whole_characters_without_white_ends() {
        let family = "a 👩‍👩‍👧 b";
        assert_eq!(snapped(family, 3, 4), "👩‍👩‍👧");
        assert_eq!(snapped(family, 0, 3), "a 👩‍👩‍👧");
        assert_eq!(snapped("e\u{301}t", 1, 2), "e\u{301}");
        assert_eq!(snapped("\u{1112}\u{1161}\u{11AB}!", 1, 2), "\u{1112}\u{1161}\u{11AB}");
        assert_eq!(snapped("  word \n", 0, 8), "word");
        assert_eq!(snapped("مرحبا بك", 8, 5), "بك");
        assert_eq!(snapped("ab", 1, 99), "b");
    }

    #[test]
    fn nothing_but_white_space_is_empty() {
        let body = Body::new("a   b".into());
        assert_eq!(snap(&body, Span::new(2, 4)), Span::new(2, 2));
        assert_eq!(snap(&Body::new(String::new()), Span::new(0, 5)), Span::new(0, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn snapping_settles(text in "[ab \n\u{301}\u{200D}👧🇩🇪한ᄒ]{0,30}", start in 0u32..32, end in 0u32..32) {
            let body = Body::new(text);
            let once = snap(&body, Span::new(start, end));
            prop_assert!(body.slice(once).is_some());
            if !once.is_empty() {
                prop_assert_eq!(snap(&body, once), once);
            }
        }
    }
}
