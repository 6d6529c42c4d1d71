//! Two wordings of a passage side by side: what stands in both, and what in one alone.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Most words and signs, of both sides together, that are aligned; longer wordings are compared at their ends alone.
const ALIGNED: usize = 6000;

/// A wording in pieces; `true`: the other wording lacks the piece.
pub type Pieces = Vec<(String, bool)>;

/// Compares two wordings by words and signs. Each side's pieces together are that side.
pub fn compare(old: &str, new: &str) -> (Pieces, Pieces) {
    let tokens = |text: &'_ str| -> Vec<String> { text.split_word_bounds().map(String::from).collect() };
    let (a, b) = (tokens(old), tokens(new));
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (a_end, b_end) = (a.len() - tail, b.len() - tail);
    let (mut left, mut right) = (Pieces::new(), Pieces::new());
    let both = |from: &[String], changed: bool, of: &mut Pieces| {
        let text = from.concat();
        match of.last_mut() {
            _ if text.is_empty() => {}
            Some((last, same)) if *same == changed => last.push_str(&text),
            _ => of.push((text, changed)),
        }
    };
    both(&a[..head], false, &mut left);
    both(&b[..head], false, &mut right);
    let (a_middle, b_middle) = (&a[head..a_end], &b[head..b_end]);
    if a_middle.len() + b_middle.len() > ALIGNED {
        both(a_middle, true, &mut left);
        both(b_middle, true, &mut right);
    } else {
        for op in capture_diff_slices(Algorithm::Myers, a_middle, b_middle) {
            let same = matches!(op, DiffOp::Equal { .. });
            both(&a_middle[op.old_range()], !same, &mut left);
            both(&b_middle[op.new_range()], !same, &mut right);
        }
    }
    both(&a[a_end..], false, &mut left);
    both(&b[b_end..], false, &mut right);
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_one_side_alone_has_is_marked() {
        let (left, right) = compare("We waited nine weeks.", "We waited nine long weeks.");
        assert_eq!(left, [("We waited nine weeks.".to_owned(), false)]);
        let marked: Vec<&str> = right.iter().filter(|(_, changed)| *changed).map(|(text, _)| text.trim()).collect();
        assert_eq!(marked, ["long"]);
        assert_eq!(compare("a", "b"), (vec![("a".to_owned(), true)], vec![("b".to_owned(), true)]));
        assert_eq!(compare("", ""), (vec![], vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn pieces_are_the_wordings(old in "[ab .é]{0,30}", new in "[ab .é]{0,30}") {
            let (left, right) = compare(&old, &new);
            let whole = |side: &Pieces| side.iter().map(|(text, _)| text.as_str()).collect::<String>();
            let shared = |side: &Pieces| -> String {
                side.iter().filter(|(_, changed)| !changed).map(|(text, _)| text.as_str()).collect()
            };
            prop_assert_eq!(whole(&left), old);
            prop_assert_eq!(whole(&right), new);
            prop_assert_eq!(shared(&left), shared(&right));
        }
    }
}
