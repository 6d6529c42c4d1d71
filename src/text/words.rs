//! Words: the UAX 29 segments that hold a letter or a digit.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of `text` as byte ranges, in order. A word is a UAX 29 word segment that holds a letter or a digit.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_word_bound_indices()
        .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map(|(start, word)| start..start + word.len())
}
