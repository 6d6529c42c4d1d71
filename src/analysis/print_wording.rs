//! The wording of a quote for print: what was left out and what was put in stands in brackets, everything else is said in
//! the passage, in this order.

use crate::text::{fold, words};

/// Why a wording cannot stand for a passage.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WordingFault {
    /// A bracket without its fellow.
    #[error("a bracket is not closed, or closes nothing")]
    Bracket,
    /// A word outside of brackets that does not come next in the passage.
    #[error("`{word}` is not said there, or not in this place")]
    NotSaid {
        /// As written.
        word: String,
    },
    /// Nothing of the passage is left.
    #[error("no word of the passage is left")]
    Nothing,
}

/// How a wording stands to its passage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fit {
    /// Words of the passage that were left out within the wording where no bracket says so.
    pub silent: usize,
}

/// Looks whether `shown` without its brackets and what is in them is a subsequence of the words of `passage`. Capitals, accents and
/// punctuation may differ.
///
/// # Errors
/// Where it is none.
pub fn check_wording(shown: &str, passage: &str) -> Result<Fit, WordingFault> {
    let said: Vec<String> = folded(passage);
    let mut next = 0;
    let mut silent = 0;
    let mut any = false;
    for (text, bracket_before) in outside(shown)? {
        let mut marked = bracket_before;
        for range in words(text) {
            let word = text.get(range).unwrap_or_default();
            let wanted = fold(word, "");
            let rest = said.get(next..).unwrap_or_default();
            let Some(skipped) = rest.iter().position(|known| *known == wanted) else {
                return Err(WordingFault::NotSaid { word: word.to_owned() });
            };
            if any && !marked {
                silent += skipped;
            }
            next += skipped + 1;
            marked = false;
            any = true;
        }
    }
    if any { Ok(Fit { silent }) } else { Err(WordingFault::Nothing) }
}

fn folded(text: &str) -> Vec<String> {
    words(text).map(|range| fold(text.get(range).unwrap_or_default(), "")).collect()
}

/// The stretches outside of brackets, each with whether a bracket stands before it.
fn outside(shown: &str) -> Result<Vec<(&str, bool)>, WordingFault> {
    let mut parts = Vec::new();
    let mut rest = shown;
    let mut bracket = false;
    while let Some(open) = rest.find(['[', ']']) {
        let (text, after) = rest.split_at(open);
        let inner = after.strip_prefix('[').ok_or(WordingFault::Bracket)?;
        parts.push((text, bracket));
        let close =
            inner.find(['[', ']']).filter(|close| inner.get(*close..).is_some_and(|rest| rest.starts_with(']')));
        rest = inner.get(close.ok_or(WordingFault::Bracket)? + 1..).unwrap_or_default();
        bracket = true;
    }
    parts.push((rest, bracket));
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "Well, um, we waited nine weeks, you know. Nobody rang us back, so we drove there.";

    #[test]
    fn brackets_say_what_was_left_out_and_put_in() {
        for (shown, silent) in [
            (SAID, 0),
            ("We waited nine weeks […]. Nobody rang us back", 0),
            ("We waited nine weeks. Nobody rang us back", 2),
            ("we waited nine weeks [for the clinic] [...] we drove there", 0),
            ("[The family] waited nine weeks", 0),
            ("waited", 0),
        ] {
            assert_eq!(check_wording(shown, SAID), Ok(Fit { silent }), "{shown}");
        }
        let not_said = |word: &str| Err(WordingFault::NotSaid { word: word.into() });
        assert_eq!(check_wording("we waited ten weeks", SAID), not_said("ten"));
        assert_eq!(check_wording("Nobody rang. We waited", SAID), not_said("waited"));
        assert_eq!(check_wording("[W]e waited", SAID), not_said("e"));
        for open in ["we [waited", "we] waited", "we [waited [nine]] weeks"] {
            assert_eq!(check_wording(open, SAID), Err(WordingFault::Bracket), "{open}");
        }
        assert_eq!(check_wording("[…]", SAID), Err(WordingFault::Nothing));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        /// Any words left out of a passage, with or without a mark, leave a wording of it; a word more does not.
        #[test]
        fn what_is_left_of_a_passage_fits(kept in prop::collection::vec(any::<bool>(), 8), mark: bool) {
            let said = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
            let shown: Vec<&str> = said.iter().zip(&kept).filter_map(|(word, kept)| kept.then_some(*word).or(mark.then_some("[…]"))).collect();
            let passage = said.join(", ");
            let fit = check_wording(&shown.join(" "), &passage);
            if kept.contains(&true) {
                let first = kept.iter().position(|kept| *kept).unwrap();
                let last = kept.iter().rposition(|kept| *kept).unwrap();
                let left = kept[first..=last].iter().filter(|kept| !**kept).count();
                prop_assert_eq!(fit, Ok(Fit { silent: if mark { 0 } else { left } }));
                let more = format!("{} one", shown.join(" "));
                prop_assert!(check_wording(&more, &passage).is_err());
            } else {
                prop_assert!(fit.is_err());
            }
        }
    }
}
