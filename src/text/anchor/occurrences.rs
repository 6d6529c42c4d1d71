//! Every place at which a quote stands, overlapping ones too, in linear time whatever the text.

use super::super::{Body, Span};

/// The places at which `quote` stands in `body`, overlapping ones too, in order, at most `limit`.
pub fn occurrences(body: &Body, quote: &str, limit: usize) -> Vec<Span> {
    let mut found = Vec::new();
    if limit > 0 {
        each_occurrence(body.text(), quote, |start| {
            found.push(body.span_of_bytes(start..start + quote.len()));
            found.len() < limit
        });
    }
    found
}

/// Calls `visit` with the first byte of every occurrence of `quote`, in order, until it answers `false`.
pub(super) fn each_occurrence(text: &str, quote: &str, mut visit: impl FnMut(usize) -> bool) {
    let Some(first) = text.find(quote).filter(|_| !quote.is_empty()) else { return };
    let borders = borders(quote.as_bytes());
    if borders.last() == Some(&0) {
        // No end of the quote is its beginning: occurrences can't overlap, and the fast search finds all.
        let rest = text.get(first..).unwrap_or_default();
        for (start, _) in rest.match_indices(quote) {
            if !visit(first + start) {
                return;
            }
        }
        return;
    }
    // Knuth, Morris & Pratt (1977). Bytes will do: UTF-8 matches only where characters begin.
    let quote = quote.as_bytes();
    let mut matched = 0;
    for (at, byte) in text.bytes().enumerate().skip(first) {
        while matched > 0 && quote.get(matched) != Some(&byte) {
            matched = borders[matched - 1];
        }
        if quote.get(matched) == Some(&byte) {
            matched += 1;
        }
        if matched == quote.len() && !visit(at + 1 - matched) {
            return;
        }
    }
}

/// For every beginning of `pattern`, the length of its longest proper end that is also its beginning.
fn borders(pattern: &[u8]) -> Vec<usize> {
    let mut borders = vec![0; pattern.len()];
    let mut length = 0;
    for at in 1..pattern.len() {
        while length > 0 && pattern[at] != pattern[length] {
            length = borders[length - 1];
        }
        if pattern[at] == pattern[length] {
            length += 1;
        }
        borders[at] = length;
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlapping_ones_too_up_to_the_limit() {
        let body = Body::new("é ananana".into());
        let found = [Span::new(2, 5), Span::new(4, 7), Span::new(6, 9)];
        assert_eq!(occurrences(&body, "ana", 10), found);
        assert_eq!(occurrences(&body, "ana", 2), found[..2]);
        assert_eq!(occurrences(&body, "ana", 0), []);
        assert_eq!(occurrences(&body, "", 10), []);
        assert_eq!(occurrences(&body, "x", 10), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn all_of_them(text in "[abé]{0,40}", quote in "[abé]{1,4}") {
            let mut expected = Vec::new();
            for (start, _) in text.char_indices() {
                if text[start..].starts_with(&quote) {
                    expected.push(start);
                }
            }
            let mut found = Vec::new();
            each_occurrence(&text, &quote, |start| { found.push(start); true });
            prop_assert_eq!(found, expected);
        }
    }
}
