//! emic: qualitative coding of interview transcripts, on plain files, offline.
//!
//! A study is a folder of text, YAML, CSV and JSON Lines. [`session::Session`] opens it and is the one door to it:
//!
//! ```
//! use emic::session::{Command, Env, FrequencyRequest, NewCoding, Passage, Session};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path().join("study");
//! std::fs::create_dir_all(root.join("transcripts"))?;
//! std::fs::write(root.join("study.yaml"), "emic: 1\ntitle: An invented study\n")?;
//! std::fs::write(root.join("participants.csv"), "participant,role\nP01,parent\nP02,teacher\n")?;
//! std::fs::write(root.join("codebook.yaml"), "codes:\n  - id: waiting\n    name: Waiting\n")?;
//! let interview = "Interviewer: And then?\n\nP01: We waited a year. Nobody rang.\n\nInterviewer: A year?\n\nP01: Yes.\n";
//! std::fs::write(root.join("transcripts/s1.txt"), interview)?;
//!
//! let mut env = Env::fixed(1_767_225_600_000, 1, folder.path().join("cache"));
//! env.coder = Some("amy".into());
//! let mut session = Session::open(&root, env)?;
//! let coding = NewCoding {
//!     transcript: "s1".into(),
//!     passage: Passage::Quote("We waited a year.".into()),
//!     code: "waiting".into(),
//!     line: 0,
//! };
//! session.apply(Command::Code { items: vec![coding], query: None })?;
//! let table = session.frequencies(&FrequencyRequest { by: Some("role".into()), ..FrequencyRequest::default() })?;
//! assert_eq!(table.cell(0, "group").unwrap().plain(), "parent");
//! assert_eq!(table.cell(0, "participants").unwrap().plain(), "1");
//! assert_eq!(table.cell(0, "words").unwrap().plain(), "4");
//! # Ok(())
//! # }
//! ```
//!
//! The layers, each of which may use those before it: [`text`], [`model`], then [`journal`], [`import`], [`query`],
//! [`analysis`], [`privacy`] and [`export`] (all pure but the journal's log), then [`store`], [`index`] and [`cache`], which touch the disk, then
//! [`session`], then the faces [`cli`] and [`tui`]. `tests/house.rs` holds this order; ARCHITECTURE.md has the map.

// These panic where nobody reads any more, in the middle of the work.
#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr))]

pub mod analysis;
pub mod cache;
pub mod cli;
pub mod export;
pub mod import;
pub mod index;
pub mod journal;
pub mod model;
pub mod privacy;
pub mod query;
pub mod session;
pub mod store;
pub mod text;
pub mod tui;
