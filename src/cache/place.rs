//! Where the cache of a study lies, and whether it may lie there.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::index::write_whole;
use crate::model::CacheMode;

/// Where what is derived from a study is kept, and why there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// In the folder.
    Disk,
    /// In the folder, which can be read but not written.
    ReadOnly,
    /// In memory, as study.yaml asks.
    Asked,
    /// In memory, as was chosen for this study on this machine.
    Chosen,
    /// In memory, for the study lies on another volume than the cache folder.
    OtherVolume,
    /// In memory, for the folder can be neither written nor read.
    Unwritable,
    /// In memory, for this machine names no cache folder.
    NoFolder,
}

/// What the user is to be told once, on the screen or on standard error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The first opening: where the cache will lie.
    First(PathBuf),
    /// The study lies on another volume than this folder, so nothing is kept.
    OtherVolume(PathBuf),
    /// This folder cannot be written, so nothing is kept.
    Unwritable(PathBuf),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(folder) => write!(
                f,
                "what emic derives from this study, interview text included, is kept in {} (see `emic cache`)",
                folder.display()
            ),
            Self::OtherVolume(folder) => write!(
                f,
                "this study lies on another volume than {}, so nothing derived from it is kept (`emic cache` changes it)",
                folder.display()
            ),
            Self::Unwritable(folder) => write!(
                f,
                "{} cannot be written, so nothing derived from this study is kept (EMIC_CACHE_DIR names another folder)",
                folder.display()
            ),
        }
    }
}

/// The cache of one study.
#[derive(Clone, Debug)]
pub struct Cache {
    kept: Kept,
    /// `<cache folder>/emic/<hash>`, in use or not.
    folder: Option<PathBuf>,
    hash: String,
    notice: Option<Notice>,
}

impl Cache {
    /// Finds the cache of the study in `study_root`: below `env_dir` (EMIC_CACHE_DIR) or else `user_cache_dir`, unless
    /// `mode` (of study.yaml) asks for memory. Makes the folder if it is to be used and is not there.
    pub fn locate(
        study_root: &Path,
        env_dir: Option<PathBuf>,
        user_cache_dir: Option<PathBuf>,
        mode: CacheMode,
    ) -> Self {
        Self::locate_by(study_root, env_dir.or(user_cache_dir), mode, &same_volume)
    }

    fn locate_by(
        study_root: &Path,
        base: Option<PathBuf>,
        mode: CacheMode,
        same_volume: &dyn Fn(&Path, &Path) -> bool,
    ) -> Self {
        let root = study_root.canonicalize().or_else(|_| std::path::absolute(study_root));
        let root = root.unwrap_or_else(|_| study_root.to_owned());
        let hash = hash(&root);
        let base = base.filter(|base| !base.as_os_str().is_empty());
        let base = base.map(|base| std::path::absolute(&base).unwrap_or(base).join("emic"));
        let folder = base.as_ref().map(|base| base.join(&hash));
        let mut cache = Self { kept: Kept::Disk, folder, hash, notice: None };
        let Some(base) = base else {
            cache.kept = if mode == CacheMode::Memory { Kept::Asked } else { Kept::NoFolder };
            return cache;
        };
        let choice = cache.choice();
        if mode == CacheMode::Memory {
            cache.kept = Kept::Asked;
        } else if choice.as_deref() == Some("memory") {
            cache.kept = Kept::Chosen;
        } else if choice.as_deref() != Some("disk") && !same_volume(&root, &base) {
            cache.kept = Kept::OtherVolume;
            if choice.as_deref() != Some("told") {
                cache.notice = Some(Notice::OtherVolume(base));
                let _ = cache.note("told");
            }
        } else {
            cache.settle();
        }
        cache
    }

    /// A cache that keeps nothing.
    pub fn in_memory() -> Self {
        Self { kept: Kept::NoFolder, folder: None, hash: "none".into(), notice: None }
    }

    /// Makes the folder, or finds that it cannot be used.
    fn settle(&mut self) {
        let Some(folder) = self.folder.clone() else { return };
        let first = !folder.is_dir();
        let made = make(&folder);
        if made.is_ok() && tempfile::tempfile_in(&folder).is_ok() {
            self.kept = Kept::Disk;
            if first {
                self.notice = Some(Notice::First(folder.clone()));
                tag(&folder);
            }
        } else if folder.read_dir().is_ok() {
            self.kept = Kept::ReadOnly;
        } else {
            self.kept = Kept::Unwritable;
            self.notice = Some(Notice::Unwritable(folder));
        }
    }

    /// Where things are kept, and why.
    pub const fn kept(&self) -> Kept {
        self.kept
    }

    /// What the user is to be told, if anything.
    pub const fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The folder, if it is in use.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref().filter(|_| matches!(self.kept, Kept::Disk | Kept::ReadOnly))
    }

    /// The folder that would be used, in use or not.
    pub fn place(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The folder of the full-text index; `None`: in memory.
    pub fn index_dir(&self) -> Option<PathBuf> {
        self.folder().map(|folder| folder.join("index"))
    }

    /// The machine-local folder for the locks of this study's journals, made if it is not there. It lies outside the
    /// study whatever is kept where: in the cache folder, or else in the system's folder for temporary files.
    pub fn locks_dir(&self) -> PathBuf {
        let own = self.base().map(|base| base.join("locks").join(&self.hash));
        if let Some(own) = own.filter(|own| make(own).is_ok()) {
            return own;
        }
        let other = std::env::temp_dir().join(format!("emic-locks-{}", self.hash));
        let _ = make(&other);
        other
    }

    /// The folder for copies of texts that somebody is editing, in use or not; `None`: this machine names no cache folder.
    /// It lies beside the cache and outlives its clearing: what somebody has typed cannot be made anew.
    pub fn edits_dir(&self) -> Option<PathBuf> {
        Some(self.base()?.join("edits").join(&self.hash))
    }

    /// As [`Cache::edits_dir`], made, where interview text may lie in the cache folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn make_edits_dir(&self) -> io::Result<Option<PathBuf>> {
        let Some(folder) = self.edits_dir().filter(|_| self.kept == Kept::Disk) else { return Ok(None) };
        make(&folder)?;
        Ok(Some(folder))
    }

    /// Bytes of all files in the folder, in use or not.
    pub fn size(&self) -> u64 {
        self.folder.as_deref().map_or(0, bytes_in)
    }

    /// Removes everything that is kept of this study, in use or left from an earlier time.
    ///
    /// # Errors
    /// What the system says.
    pub fn clear(&self) -> io::Result<()> {
        let Some(folder) = self.folder.as_deref().filter(|folder| folder.exists()) else { return Ok(()) };
        // Taken out of the way first, so that nobody writes into what is being removed.
        let base = folder.parent().unwrap_or(folder);
        let aside = tempfile::Builder::new().prefix(".old-").tempdir_in(base)?;
        std::fs::rename(folder, aside.path().join("study"))?;
        aside.close()
    }

    /// Chooses for this study on this machine: on the disk also if it lies on another volume, or in memory (what is
    /// on the disk is then removed). `cache: memory` in study.yaml stands above it. Holds from the next opening on.
    ///
    /// # Errors
    /// What the system says.
    pub fn choose(&self, mode: CacheMode) -> io::Result<()> {
        match mode {
            CacheMode::Disk => self.note("disk"),
            CacheMode::Memory => self.note("memory").and_then(|()| self.clear()),
        }
    }

    fn base(&self) -> Option<&Path> {
        self.folder.as_deref()?.parent()
    }

    fn choice(&self) -> Option<String> {
        let path = self.base()?.join("choices").join(&self.hash);
        Some(std::fs::read_to_string(path).ok()?.trim().to_owned())
    }

    fn note(&self, choice: &str) -> io::Result<()> {
        let folder = self.base().ok_or(io::ErrorKind::NotFound)?.join("choices");
        make(&folder)?;
        write_whole(&folder.join(&self.hash), choice.as_bytes())
    }

    /// Reads a file of the cache.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(self.folder()?.join(name)).ok()
    }

    /// Writes a file of the cache whole; does nothing where nothing is kept.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let Some(path) = self.file_to_write(name)? else { return Ok(()) };
        write_whole(&path, bytes)
    }

    /// The path of a file that can be written, its folder made; `None` where nothing is kept.
    pub(super) fn file_to_write(&self, name: &str) -> io::Result<Option<PathBuf>> {
        let Some(folder) = self.folder.as_deref().filter(|_| self.kept == Kept::Disk) else { return Ok(None) };
        let path = folder.join(name);
        match path.parent() {
            Some(parent) if !parent.is_dir() => make(parent)?,
            _ => {}
        }
        Ok(Some(path))
    }
}

/// The first 32 hexadecimal digits of the SHA-256 of a path.
fn hash(root: &Path) -> String {
    use fmt::Write;
    let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
    digest.iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Makes a folder, with those above it, for its owner alone.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Tells programs that make backups to leave the caches out (<https://bford.info/cachedir/>).
fn tag(folder: &Path) {
    const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# What emic derives from studies.\n";
    if let Some(path) = folder.parent().map(|base| base.join("CACHEDIR.TAG")).filter(|path| !path.exists()) {
        let _ = write_whole(&path, TAG.as_bytes());
    }
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => bytes_in(&entry.path()),
        _ => entry.metadata().map_or(0, |data| data.len()),
    };
    entries.map(size).sum()
}

/// Whether a study and a folder (which need not be there yet) lie on one volume.
#[cfg(unix)]
pub fn same_volume(study: &Path, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let volume = |path: &Path| path.ancestors().find_map(|path| path.metadata().ok()).map(|data| data.dev());
    volume(study) == volume(folder)
}

/// Whether a study and a folder lie on one volume: by their prefixes.
#[cfg(not(unix))]
pub fn same_volume(study: &Path, folder: &Path) -> bool {
    let volume = |path: &Path| path.components().next().map(|first| first.as_os_str().to_ascii_lowercase());
    let plain = |path: &Path| volume(Path::new(path.to_string_lossy().trim_start_matches(r"\\?\")));
    plain(study) == plain(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Machine {
        dir: tempfile::TempDir,
        other_volume: bool,
    }

    impl Machine {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            std::fs::create_dir(dir.path().join("study")).unwrap();
            Self { dir, other_volume: false }
        }

        fn base(&self) -> PathBuf {
            self.dir.path().join("caches")
        }

        fn cache(&self, mode: CacheMode) -> Cache {
            let study = self.dir.path().join("study");
            Cache::locate_by(&study, Some(self.base()), mode, &|_, _| !self.other_volume)
        }
    }

    #[test]
    fn the_first_opening_says_where_it_lies() {
        let machine = Machine::new();
        let cache = machine.cache(CacheMode::Disk);
        let folder = cache.folder().unwrap().to_owned();
        assert_eq!(folder.parent().unwrap(), machine.base().join("emic"));
        assert_eq!(folder.file_name().unwrap().len(), 32);
        assert_eq!(cache.notice(), Some(&Notice::First(folder.clone())));
        assert!(cache.notice().unwrap().to_string().contains(folder.to_str().unwrap()));
        assert_eq!(machine.cache(CacheMode::Disk).notice(), None);
        assert!(machine.base().join("emic/CACHEDIR.TAG").is_file());
        // The same study by another way.
        let other = machine.dir.path().join("study/../study/.");
        let again = Cache::locate(&other, Some(machine.base()), None, CacheMode::Disk);
        assert_eq!(again.folder(), Some(&*folder));
    }

    #[test]
    fn memory_that_is_asked_for_writes_nothing() {
        let machine = Machine::new();
        let cache = machine.cache(CacheMode::Memory);
        assert_eq!((cache.kept(), cache.folder(), cache.notice()), (Kept::Asked, None, None));
        cache.write("manifest", b"text").unwrap();
        assert!(!machine.base().exists());
        let none = Cache::locate(machine.dir.path(), Some(PathBuf::new()), None, CacheMode::Disk);
        assert_eq!((none.kept(), none.place()), (Kept::NoFolder, None));
    }

    #[test]
    fn another_volume_means_memory_until_it_is_chosen_otherwise() {
        let mut machine = Machine::new();
        machine.other_volume = true;
        let cache = machine.cache(CacheMode::Disk);
        assert_eq!((cache.kept(), cache.folder()), (Kept::OtherVolume, None));
        assert_eq!(cache.notice(), Some(&Notice::OtherVolume(machine.base().join("emic"))));
        assert_eq!(machine.cache(CacheMode::Disk).notice(), None, "said once");
        cache.choose(CacheMode::Disk).unwrap();
        let cache = machine.cache(CacheMode::Disk);
        assert_eq!(cache.kept(), Kept::Disk);
        assert_eq!(machine.cache(CacheMode::Memory).kept(), Kept::Asked);
        cache.write("a/b", b"text").unwrap();
        assert_eq!((cache.size(), cache.read("a/b").as_deref()), (4, Some(&b"text"[..])));
        cache.choose(CacheMode::Memory).unwrap();
        let cache = machine.cache(CacheMode::Disk);
        assert_eq!((cache.kept(), cache.size()), (Kept::Chosen, 0));
        assert!(!cache.place().unwrap().exists());
    }

    #[test]
    fn clearing_leaves_nothing_and_can_be_written_over() {
        let machine = Machine::new();
        let cache = machine.cache(CacheMode::Disk);
        let locks = cache.locks_dir();
        assert!(locks.is_dir() && !locks.starts_with(cache.folder().unwrap()));
        cache.write("blobs/x", b"123").unwrap();
        cache.clear().unwrap();
        assert_eq!((cache.size(), cache.read("blobs/x")), (0, None));
        cache.clear().unwrap();
        cache.write("blobs/x", b"1234").unwrap();
        assert_eq!(cache.size(), 4);
        assert!(locks.is_dir());
        let edits = cache.make_edits_dir().unwrap().expect("beside the cache");
        std::fs::write(edits.join("a"), "typed").unwrap();
        cache.clear().unwrap();
        assert!(edits.join("a").exists() && cache.edits_dir() == Some(edits));
    }

    #[test]
    #[cfg(unix)]
    fn files_and_folders_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let machine = Machine::new();
        let cache = machine.cache(CacheMode::Disk);
        cache.write("blobs/x", b"123").unwrap();
        let mode = |path: PathBuf| path.metadata().unwrap().permissions().mode() & 0o777;
        let folder = cache.folder().unwrap();
        assert_eq!(mode(folder.to_owned()), 0o700);
        assert_eq!(mode(folder.join("blobs")), 0o700);
        assert_eq!(mode(folder.join("blobs/x")), 0o600);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said() {
        let machine = Machine::new();
        std::fs::write(machine.base(), "a file").unwrap();
        let cache = machine.cache(CacheMode::Disk);
        assert_eq!((cache.kept(), cache.folder()), (Kept::Unwritable, None));
        assert!(matches!(cache.notice(), Some(Notice::Unwritable(_))));
        let locks = cache.locks_dir();
        assert!(locks.is_dir(), "{locks:?}");
        std::fs::remove_dir(locks).unwrap();
    }
}
