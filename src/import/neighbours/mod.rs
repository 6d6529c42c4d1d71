//! The neighbours' own files: projects of Taguette, QualCoder and qc, which all keep them in SQLite. Read from bytes in memory,
//! handed on as every project of another tool is.

mod html;
mod qc;
#[cfg(test)]
mod qc_tests;
mod qualcoder;
mod sqlite;
mod taguette;
#[cfg(test)]
mod tests;

use uuid::Uuid;

pub use qc::Beside;

use super::refi::Project;

/// The namespace of GUIDs for things of tools that give them none (UUID version 5).
const NAMESPACE: Uuid = Uuid::from_u128(0x2f0e_9b1c_5a67_4d38_b8c4_91d3_0e7f_6a25);

/// Why a database is not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NeighbourError {
    /// The database cannot be opened or read.
    #[error("the database cannot be read: {0}")]
    Database(String),
    /// Of a tool that emic does not know.
    #[error("the database is of no tool that emic knows")]
    Unknown,
    /// It holds several projects.
    #[error("it holds {0} projects")]
    Several(usize),
    /// It holds none.
    #[error("it holds no project")]
    Empty,
}

/// The GUID of a thing, the same at each import.
fn guid(parts: &[&str]) -> String {
    Uuid::new_v5(&NAMESPACE, parts.join("\0").as_bytes()).to_string()
}

/// Reads a project of a neighbour from the bytes of its database. `beside`: what lies beside the database of qc.
///
/// # Errors
/// A database that cannot be read, is of no known tool, or holds several projects.
pub fn project(bytes: Vec<u8>, beside: &Beside<'_>) -> Result<Project, NeighbourError> {
    let db = sqlite::Db::open(bytes)?;
    if db.has("highlights") && db.has("documents") {
        taguette::read(&db)
    } else if db.has("code_text") && db.has("source") {
        qualcoder::read(&db)
    } else if db.has("coded_line") && db.has("document") {
        qc::read(&db, beside)
    } else {
        Err(NeighbourError::Unknown)
    }
}
