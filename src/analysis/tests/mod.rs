//! Tests of counts and rows, over small invented studies.

mod brute;
mod cases;
mod codings;
pub(crate) mod fixture;
mod frequencies;
mod naive;
mod notes;
mod quotes;
