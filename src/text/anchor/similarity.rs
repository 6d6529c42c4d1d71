//! How alike two passages are, by their words.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::super::words;

/// Most words, of both sides together, that are aligned; beyond it only the words that both hold are counted.
pub(super) const ALIGNED: usize = 3000;

/// Numbers for words, so that comparing them is cheap.
#[derive(Default)]
pub(super) struct Vocabulary<'a>(HashMap<&'a str, u32>);

impl<'a> Vocabulary<'a> {
    /// The words of `text` as numbers, with their places.
    pub fn take_in(&mut self, text: &'a str) -> (Vec<u32>, Vec<Range<usize>>) {
        let places: Vec<_> = words(text).collect();
        let mut numbers = Vec::with_capacity(places.len());
        for place in &places {
            let next = self.0.len() as u32;
            numbers.push(*self.0.entry(text.get(place.clone()).unwrap_or_default()).or_insert(next));
        }
        (numbers, places)
    }

    /// The number of a word; `None` for one that was never taken in.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.0.get(word).copied()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// A likeness (0 to 1) in whole percent, rounded down: what differs is never 100 % alike.
pub fn percent_alike(similarity: f64) -> u32 {
    (similarity.clamp(0.0, 1.0) * 100.0).floor() as u32
}

/// The likeness of two passages from 0 to 1: twice the length of the words that stand in both, in order, over the length of
/// all words. A word that was corrected counts for the part at its beginning and end that stayed, from half of it upward.
/// (Letters alone would not do: any two English passages share half of theirs in order.)
pub fn similarity(a: &str, b: &str) -> f64 {
    let mut vocabulary = Vocabulary::default();
    let (a_numbers, a_places) = vocabulary.take_in(a);
    let (b_numbers, b_places) = vocabulary.take_in(b);
    let word = |text: &'_ str, place: &Range<usize>| -> Vec<char> {
        text.get(place.clone()).unwrap_or_default().chars().collect()
    };
    let a_words: Vec<_> = a_places.iter().map(|place| word(a, place)).collect();
    let b_words: Vec<_> = b_places.iter().map(|place| word(b, place)).collect();
    let total: usize = a_words.iter().chain(&b_words).map(Vec::len).sum();
    if total == 0 {
        return if a.trim() == b.trim() { 1.0 } else { 0.0 };
    }
    let mut shared = 0.0;
    if a_words.len() + b_words.len() > ALIGNED {
        let mut left = vec![0usize; vocabulary.len()];
        for number in &b_numbers {
            left[*number as usize] += 1;
        }
        for (number, word) in a_numbers.iter().zip(&a_words) {
            if let Some(rest) = left[*number as usize].checked_sub(1) {
                left[*number as usize] = rest;
                shared += word.len() as f64;
            }
        }
    } else {
        for op in capture_diff_slices(Algorithm::Myers, &a_numbers, &b_numbers) {
            match op {
                DiffOp::Equal { old_index, len, .. } => {
                    shared += a_words.iter().skip(old_index).take(len).map(Vec::len).sum::<usize>() as f64;
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let old = a_words.iter().skip(old_index).take(old_len);
                    let new = b_words.iter().skip(new_index).take(new_len);
                    shared += old.zip(new).map(|(a, b)| corrected(a, b)).sum::<f64>();
                }
                DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
            }
        }
    }
    2.0 * shared / total as f64
}

/// The mean length that two words share at their beginning and end, if it is at least half of the longer one.
fn corrected(a: &[char], b: &[char]) -> f64 {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a_rest, b_rest) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = a_rest.iter().rev().zip(b_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let same = head + tail;
    if same * 2 >= a.len().max(b.len()) { same as f64 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness() {
        assert_eq!(similarity("the waiting list", "The waiting list"), 2.0 * 13.0 / 28.0);
        assert_eq!(similarity("one two", "one,  two!"), 1.0);
        assert_eq!(similarity("one", "two"), 0.0);
        assert!(similarity("recieve", "receive") > 0.7);
        assert!(similarity("…", "…") == 1.0 && similarity("…", "!") == 0.0);
        let letters = similarity("we were told he would be seen soon", "nobody ever rang about the next date");
        assert!(letters < 0.2, "{letters}");
    }

    #[test]
    fn long_passages_are_compared_too() {
        let long: String = (0..ALIGNED).map(|n| format!("w{n} ")).collect();
        assert_eq!(similarity(&long, &long), 1.0);
        assert_eq!(similarity(&long, "nothing"), 0.0);
    }
}
