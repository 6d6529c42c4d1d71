//! A patch: the changes that turn one text into another, with the words on both sides.
//!
//! Laws: applying [`Patch::between`]`(old, new)` to `old` gives `new`; applying the inverse to that gives `old`; a patch
//! is applied only where every place holds exactly the text that it takes away, else nothing is changed. No edit of a
//! computed patch has an empty side (unless a whole text is empty), so that the check always has something to look at.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Body, Span};

/// The most tokens, of both sides together, that are compared where they differ: the comparison takes up to the square of it, also where
/// one side is short. What is larger is compared by lines, and then replaced as one stretch. A bound on size, not time: results do
/// not depend on the machine.
const LARGEST: usize = 4_000;

/// One change, written `[start, end, old, new]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "(u32, u32, String, String)", into = "(u32, u32, String, String)")]
pub struct Edit {
    /// The stretch of the old text (code points).
    pub span: Span,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
}

impl From<(u32, u32, String, String)> for Edit {
    fn from((start, end, old, new): (u32, u32, String, String)) -> Self {
        Self { span: Span::new(start, end), old, new }
    }
}

impl From<Edit> for (u32, u32, String, String) {
    fn from(edit: Edit) -> Self {
        (edit.span.start, edit.span.end, edit.old, edit.new)
    }
}

/// Changes in the order of their places in the old text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patch(pub Vec<Edit>);

/// Why a patch was not applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PatchError {
    /// The text at a place is not what the patch takes away: it was changed since.
    #[error("the text at {} to {} was changed since", .0.start, .0.end)]
    Differs(Span),
    /// The places are not in order, or a place's length is not that of its text.
    #[error("the change at {} to {} is malformed", .0.start, .0.end)]
    Malformed(Span),
}

fn chars(text: &str) -> u32 {
    text.chars().count() as u32
}

impl Patch {
    /// The changes that turn `old` into `new`, by words.
    pub fn between(old: &str, new: &str) -> Self {
        if old == new {
            return Self::default();
        }
        let words = |text| UnicodeSegmentation::split_word_bounds(text).collect::<Vec<&str>>();
        let (old_words, new_words) = (words(old), words(new));
        Self::of_tokens(&old_words, &new_words, LARGEST)
            .or_else(|| Self::of_tokens(&lines(old), &lines(new), LARGEST))
            .or_else(|| Self::of_tokens(&old_words, &new_words, 0))
            .unwrap_or_else(|| {
                let span = Span::new(0, chars(old));
                Self(vec![Edit { span, old: old.to_owned(), new: new.to_owned() }])
            })
    }

    /// The changes by tokens; `None` if the part that differs has more than `largest` of them. 0: that part as one stretch.
    fn of_tokens(old: &[&str], new: &[&str], largest: usize) -> Option<Self> {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let (a, b) = (old.get(head..old.len() - tail)?, new.get(head..new.len() - tail)?);
        let is_large = !a.is_empty() && !b.is_empty() && a.len() + b.len() > largest;
        if is_large && largest > 0 {
            return None;
        }
        // Places are summed up from the lengths: where one side is empty, `similar` may name an outdated place.
        let (mut at, mut hunks) = ((head, head), Vec::new());
        let ops = if is_large {
            hunks.push((head..head + a.len(), head..head + b.len()));
            Vec::new()
        } else {
            capture_diff_slices(Algorithm::Myers, a, b)
        };
        for op in ops {
            let start = at;
            at = (start.0 + op.old_range().len(), start.1 + op.new_range().len());
            if op.tag() != DiffTag::Equal {
                hunks.push((start.0..at.0, start.1..at.1));
            }
        }
        let (mut position, mut token) = (0, 0);
        let edits = widened(hunks, old, new).into_iter().map(|(from, to)| {
            position += old.get(token..from.start)?.iter().map(|text| chars(text)).sum::<u32>();
            let (old, new) = (old.get(from.clone())?.concat(), new.get(to)?.concat());
            let span = Span::new(position, position + chars(&old));
            (position, token) = (span.end, from.end);
            Some(Edit { span, old, new })
        });
        edits.collect::<Option<_>>().map(Self)
    }

    /// The text after the changes.
    ///
    /// # Errors
    /// When the text is not the one that the patch is for; nothing is changed then.
    pub fn apply(&self, text: &str) -> Result<String, PatchError> {
        let body = Body::new(text.to_owned());
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for Edit { span, old, new } in &self.0 {
            if span.start < done || span.end < span.start || chars(old) != span.end - span.start {
                return Err(PatchError::Malformed(*span));
            }
            if body.slice(*span) != Some(old) {
                return Err(PatchError::Differs(*span));
            }
            out.push_str(body.slice(Span::new(done, span.start)).unwrap_or_default());
            out.push_str(new);
            done = span.end;
        }
        out.push_str(body.slice(Span::new(done, body.chars())).unwrap_or_default());
        Ok(out)
    }

    /// The patch that takes the changes back. Like every patch it applies only where each place still holds the text
    /// that it takes away: what this patch put there.
    pub fn inverse(&self) -> Self {
        let mut shift = 0_i64;
        let edits = self.0.iter().map(|Edit { span, old, new }| {
            let length = chars(new);
            let start = (i64::from(span.start) + shift).clamp(0, i64::from(u32::MAX)) as u32;
            shift += i64::from(length) - i64::from(span.len());
            Edit { span: Span::new(start, start.saturating_add(length)), old: new.clone(), new: old.clone() }
        });
        Self(edits.collect())
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A stretch of the old tokens and the stretch of the new ones that takes its place.
type Hunk = (Range<usize>, Range<usize>);

/// Takes neighbours into each hunk that has an empty side, then joins hunks that meet.
fn widened(hunks: Vec<Hunk>, old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let mut hunks = joined(hunks);
    // What lies between two hunks is the same on both sides; beyond the next hunk places no longer correspond.
    let bounds: Vec<(usize, usize)> = (0..hunks.len())
        .map(|at| {
            let before = at.checked_sub(1).and_then(|before| hunks.get(before)).map_or(0, |(a, _)| a.end);
            (before, hunks.get(at + 1).map_or(old.len(), |(a, _)| a.start))
        })
        .collect();
    for ((a, b), (first, last)) in hunks.iter_mut().zip(bounds) {
        if a.start < a.end && b.start < b.end {
            continue;
        }
        let same = |a: usize, b: usize| old.get(a).filter(|text| new.get(b) == Some(*text)).copied();
        // Up to a neighbour that is more than a blank; only what is the same on both sides.
        let start = a.start;
        while a.start > first
            && let Some(text) = a.start.checked_sub(1).zip(b.start.checked_sub(1)).and_then(|(a, b)| same(a, b))
        {
            (a.start, b.start) = (a.start - 1, b.start - 1);
            if !text.trim().is_empty() {
                break;
            }
        }
        while a.start == start
            && a.end < last
            && let Some(text) = same(a.end, b.end)
        {
            (a.end, b.end) = (a.end + 1, b.end + 1);
            if !text.trim().is_empty() {
                break;
            }
        }
    }
    joined(hunks)
}

/// Joins hunks that meet.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for (a, b) in hunks {
        match out.last_mut() {
            Some((last_a, last_b)) if a.start <= last_a.end || b.start <= last_b.end => {
                (last_a.end, last_b.end) = (a.end.max(last_a.end), b.end.max(last_b.end));
            }
            _ => out.push((a, b)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_patch_is_a_list_of_quadruples() {
        let patch = Patch::between("Rowan said so.", "P07 said so.");
        assert_eq!(serde_json::to_string(&patch).unwrap(), r#"[[0,5,"Rowan","P07"]]"#);
        assert_eq!(serde_json::from_str::<Patch>(r#"[[0,5,"Rowan","P07"]]"#).unwrap(), patch);
    }

    #[test]
    fn the_inverse_needs_the_new_text_in_its_place() {
        let (old, new) = ("We waited for Rowan all day.", "We waited for P07 all day.");
        let patch = Patch::between(old, new);
        assert_eq!(patch.apply(old).as_deref(), Ok(new));
        assert_eq!(patch.inverse().apply(new).as_deref(), Ok(old));
        assert_eq!(
            patch.inverse().apply("We waited for P07 all week.").as_deref(),
            Ok("We waited for Rowan all week.")
        );
        assert_eq!(patch.inverse().apply("We waited for P08 all day."), Err(PatchError::Differs(Span::new(14, 17))));
    }

    #[test]
    fn two_deletions_with_a_blank_between_them() {
        for (old, new) in [("a \n\n", " \n"), ("é \r\n\r\n", " \r\n"), ("a b a b a", " b a")] {
            let patch = Patch::between(old, new);
            assert_eq!(patch.apply(old).as_deref(), Ok(new));
            assert_eq!(patch.inverse().apply(new).as_deref(), Ok(old));
        }
    }

    #[test]
    fn a_deletion_is_taken_back_only_beside_its_neighbour() {
        let patch = Patch::between("one two three", "one three");
        assert!(patch.0.iter().all(|edit| !edit.old.is_empty() && !edit.new.is_empty()));
        assert!(patch.inverse().apply("ten three").is_err());
    }

    #[test]
    fn malformed_patches_are_refused() {
        for json in
            [r#"[[3,1,"ab","c"]]"#, r#"[[0,2,"abc","c"]]"#, r#"[[2,3,"c","x"],[0,1,"a","x"]]"#, r#"[[9,99,"a","b"]]"#]
        {
            let patch: Patch = serde_json::from_str(json).unwrap();
            assert!(patch.apply("abc").is_err(), "{json}");
            let _ = patch.inverse();
        }
    }

    #[test]
    fn a_line_in_the_place_of_which_a_long_text_comes_is_one_change() {
        // Compared word by word this takes hours: the square of the longer side.
        let (old, new) = ("We waited.\n", format!("- {}\n", "so it was - ".repeat(100_000)));
        let patch = Patch::between(old, &new);
        assert_eq!(patch.0.len(), 1);
        assert_eq!(patch.apply(old).unwrap(), new);
        assert_eq!(patch.inverse().apply(&new).unwrap(), old);
    }

    #[test]
    fn what_is_too_large_is_replaced_by_lines_or_as_a_whole() {
        let old: String = (0..3000).map(|n| format!("a{n} ")).collect();
        let new: String = (0..3000).map(|n| format!("b{n} ")).collect();
        let patch = Patch::between(&old, &new);
        assert_eq!(patch.0.len(), 1);
        assert_eq!(patch.apply(&old).as_ref(), Ok(&new));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]
        // Few different tokens, so that neighbours are alike everywhere.
        #[test]
        fn applying_gives_the_new_text_where_all_looks_alike(old in "[ab \n]{0,12}", new in "[ab \n]{0,12}") {
            let patch = Patch::between(&old, &new);
            prop_assert_eq!(patch.apply(&old), Ok(new.clone()));
            prop_assert_eq!(patch.inverse().apply(&new), Ok(old));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn patches_invert(old in "([abé😀]{1,2}[ \n.]?){0,30}", new in "([abé😀]{1,2}[ \n.]?){0,30}") {
            let patch = Patch::between(&old, &new);
            prop_assert_eq!(patch.apply(&old), Ok(new.clone()));
            prop_assert_eq!(patch.inverse().apply(&new), Ok(old.clone()));
            prop_assert_eq!(patch.inverse().inverse(), patch.clone());
            prop_assert_eq!(patch.is_empty(), old == new);
            if !old.is_empty() && !new.is_empty() {
                prop_assert!(patch.0.iter().all(|edit| !edit.old.is_empty() && !edit.new.is_empty()));
            }
        }

        #[test]
        fn no_patch_from_a_file_breaks_anything(edits in prop::collection::vec((any::<u32>(), any::<u32>(), "[ab]{0,3}", "[ab]{0,3}"), 0..4), text in "[ab]{0,9}") {
            let patch = Patch(edits.into_iter().map(Edit::from).collect());
            let inverse = patch.inverse();
            if let Ok(new) = patch.apply(&text) {
                prop_assert_eq!(inverse.apply(&new), Ok(text));
            }
        }
    }
}
