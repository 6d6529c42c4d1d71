//! What other programs write, made into drafts of transcripts: bytes in, text out. Nothing here opens a file.

pub mod document;
#[cfg(feature = "sqlite")]
pub mod neighbours;
pub mod refi;
