//! Tests of counts and rows, over small invented studies.

mod brute;
mod cases;
mod coded_transcript;
mod codings;
mod cooccurrence;
mod coverage;
pub(crate) mod fixture;
mod framework;
mod frequencies;
mod matrix;
mod naive;
mod notes;
mod oracles;
mod quotes;
mod resemble;
mod saturation;
mod significance;
mod words;
