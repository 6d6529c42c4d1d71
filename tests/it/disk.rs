//! A small disk of its own for a test, where the system lets one be mounted.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk in memory, mounted until it is dropped.
pub struct Disk {
    folder: tempfile::TempDir,
}

fn run(program: &str, args: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(args).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

impl Disk {
    /// A disk of so many kilobytes; `None`, with the reason said, where nothing may be mounted.
    pub fn of(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        match run("mount", &["-t", "tmpfs", "-o", &size, "tmpfs", &folder.path().to_string_lossy()]) {
            Ok(()) => Some(Self { folder }),
            Err(why) => {
                eprintln!("passed over, for no disk can be mounted here: {why}");
                None
            }
        }
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut file = fs::File::create(self.filler()).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        while file.write_all(&[0]).is_ok() {}
    }

    /// Makes space again.
    pub fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    /// From now on nothing can be written, or everything again.
    pub fn read_only(&self, on: bool) {
        let how = if on { "remount,ro" } else { "remount,rw" };
        run("mount", &["-o", how, &self.path().to_string_lossy()]).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Also where something is still open on it.
        let _ = run("umount", &["-l", &self.path().to_string_lossy()]);
    }
}
