//! `emic cache`

use clap::{Args, Subcommand};

use super::{Global, Report, Wrong, output};

/// What emic keeps for speed: where it lies and how large it is.
#[derive(Args, Debug, Clone, Copy)]
pub struct CacheArgs {
    #[command(subcommand)]
    pub(super) command: Option<Cache>,
}

/// What emic keeps for speed: where it lies, how large it is; `clear` takes it away.
#[derive(Subcommand, Debug, Clone, Copy)]
pub enum Cache {
    /// Delete what is derived from this study; nothing of the study is touched.
    Clear,
    /// Keep it on the disk, although the study lies on another volume.
    Disk,
    /// Keep nothing on the disk.
    Memory,
}

/// Runs the command.
pub fn run(command: Option<Cache>, global: &Global) -> Result<Report, Wrong> {
    let mut session = global.open_for_texts()?;
    let text = match command {
        None => session.cache_description(),
        Some(Cache::Clear) => session.clear_cache()?,
        Some(Cache::Disk) => session.choose_cache(crate::model::CacheMode::Disk)?,
        Some(Cache::Memory) => session.choose_cache(crate::model::CacheMode::Memory)?,
    };
    output::text(&format!("{text}\n"))?;
    Ok(Report::Done)
}
