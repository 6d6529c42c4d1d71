//! The terminal UI.

pub mod page;
