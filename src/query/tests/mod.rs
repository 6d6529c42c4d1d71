//! Tests of the query language as a whole.

mod eval;
mod naive;
mod naive_words;
mod parse;
mod property;
mod random;
mod robust;
mod sample;
mod split;
