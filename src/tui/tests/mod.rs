//! What keys do and screens show: journeys of (study, keys, screen) on an invented study.

mod around;
mod coding;
mod screens;
mod world;
