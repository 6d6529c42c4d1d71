//! The full-text index, which only proposes turns.
