//! A disk that fails, for tests: at one touch, from one touch on, or with all power gone, when what was not synced is lost or torn.
//! One for each thread; everything that saves asks it through [`touch`](super::touch).

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Touch;

/// How the disk fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// This one touch fails.
    Once(ErrorKind),
    /// This touch fails and all that follow.
    FromThenOn(ErrorKind),
    /// Half of the bytes are written, then the disk is full; it is full from then on.
    Short,
    /// The power is gone: nothing more happens.
    Dark,
}

/// What a touch has left that is not on the disk for sure.
#[derive(Debug)]
enum Loose {
    /// The file has grown from this length.
    Grown(PathBuf, u64),
    /// The name stood for these bytes, or for nothing.
    Named(PathBuf, Option<Vec<u8>>),
}

#[derive(Debug, Default)]
struct Disk {
    /// At which touch it fails, counted from 0, and how.
    plan: Option<(usize, Fault)>,
    touches: usize,
    dark: bool,
    short: bool,
    loose: Vec<Loose>,
}

thread_local! {
    static DISK: RefCell<Option<Disk>> = const { RefCell::new(None) };
}

/// From now on the disk of this thread fails at its touch number `at`; `None`: it only counts.
pub fn plan(plan: Option<(usize, Fault)>) {
    DISK.with_borrow_mut(|disk| *disk = Some(Disk { plan, ..Disk::default() }));
}

/// The disk is well again; how often it was touched.
pub fn well() -> usize {
    DISK.with_borrow_mut(|disk| disk.take().map_or(0, |disk| disk.touches))
}

/// The power comes back: what was not synced is gone, or half of it is, or nothing of it is.
pub fn power_comes_back(lost: Lost) {
    let Some(disk) = DISK.with_borrow_mut(Option::take) else { return };
    for loose in disk.loose.into_iter().rev() {
        match loose {
            Loose::Grown(path, from) => {
                let Ok(now) = fs::metadata(&path).map(|meta| meta.len()) else { continue };
                let kept = match lost {
                    Lost::Nothing => now,
                    Lost::Half => from + now.saturating_sub(from) / 2,
                    Lost::All => from,
                };
                if let Ok(file) = File::options().write(true).open(&path) {
                    file.set_len(kept.min(now)).unwrap();
                }
            }
            Loose::Named(path, before) if lost == Lost::All => match before {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None => _ = fs::remove_file(path),
            },
            Loose::Named(..) => {}
        }
    }
}

/// How much of what was not synced the power takes with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lost {
    /// Nothing: the disk was quick.
    Nothing,
    /// The second half of every write; renames have happened.
    Half,
    /// All writes and all renames.
    All,
}

fn failed(kind: ErrorKind) -> io::Error {
    io::Error::new(kind, "the disk of a test")
}

pub(super) fn touched(what: Touch, path: &Path) -> io::Result<()> {
    DISK.with_borrow_mut(|disk| {
        let Some(disk) = disk else { return Ok(()) };
        if disk.dark {
            return Err(failed(ErrorKind::Other));
        }
        let at = disk.touches;
        disk.touches += 1;
        match disk.plan {
            Some((when, Fault::Once(kind))) if at == when => return Err(failed(kind)),
            Some((when, Fault::FromThenOn(kind))) if at >= when => return Err(failed(kind)),
            Some((when, Fault::Short)) if at > when => return Err(failed(ErrorKind::StorageFull)),
            Some((when, Fault::Dark)) if at == when => {
                disk.dark = true;
                return Err(failed(ErrorKind::Other));
            }
            _ => {}
        }
        match what {
            Touch::Write => {
                let length = fs::metadata(path).map_or(0, |meta| meta.len());
                disk.loose.push(Loose::Grown(path.to_owned(), length));
            }
            // A sync says that it was done before it is: the file is the disk's own from here on.
            Touch::Sync => disk.loose.retain(|loose| !matches!(loose, Loose::Grown(grown, _) if grown == path)),
            Touch::Rename | Touch::Remove => disk.loose.push(Loose::Named(path.to_owned(), fs::read(path).ok())),
            Touch::SyncFolder => {
                disk.loose.retain(|loose| !matches!(loose, Loose::Named(named, _) if named.parent() == Some(path)));
            }
            Touch::Open => {}
        }
        Ok(())
    })
}

/// How many of so many bytes are written.
pub(super) fn short(bytes: usize) -> usize {
    DISK.with_borrow_mut(|disk| {
        let Some(disk) = disk else { return bytes };
        disk.short = matches!(disk.plan, Some((when, Fault::Short)) if disk.touches == when);
        if disk.short { bytes / 2 } else { bytes }
    })
}

/// A short write ends as an error.
pub(super) fn wrote() -> io::Result<()> {
    DISK.with_borrow_mut(|disk| {
        let ended = disk.as_mut().is_some_and(|disk| std::mem::take(&mut disk.short));
        if ended { Err(failed(ErrorKind::StorageFull)) } else { Ok(()) }
    })
}
