//! emic: qualitative coding of interview transcripts.
//!
//! The layers, each of which may use those before it: [`text`], [`model`], then [`journal`], [`query`], [`analysis`]
//! and [`export`] (all pure but the journal's log), then [`store`], [`index`] and [`cache`], which touch the disk,
//! then [`session`], the one door through which the faces [`cli`] change a study.

pub mod analysis;
pub mod cache;
pub mod cli;
pub mod export;
pub mod index;
pub mod journal;
pub mod model;
pub mod query;
pub mod session;
pub mod store;
pub mod text;
