//! An index as it was last committed: in a folder of its own, or in memory.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

use tantivy::directory::MmapDirectory;
use tantivy::index::{IndexSettings, SegmentMeta};
use tantivy::store::Compressor;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{SegmentReader, TantivyError};

use super::covered::Covered;
use super::schema::{Fields, TOKENIZER, fingerprint, schema};
use super::sealed::{Kind, Packer, Unpacker, seal, unseal, write_whole};
use super::stems::Stems;
use super::words::Words;

const COVERED: Kind = *b"cove";
const STEMS: Kind = *b"stem";
const FILES: Kind = *b"file";
/// The forms of these three files change together with [`fingerprint`].
const VERSION: u32 = 1;

/// A committed index.
pub(super) struct Live {
    pub(super) tantivy: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) covered: Covered,
    pub(super) segments: Vec<SegmentReader>,
    pub(super) folder: Option<PathBuf>,
    stems: OnceLock<Stems>,
}

impl Live {
    /// An empty one, in a folder that exists or in memory.
    pub(super) fn create(folder: Option<&Path>, language: &str) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        // Nothing is stored, so there is nothing to compress.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let builder = tantivy::Index::builder().schema(schema).settings(settings);
        let tantivy = match folder {
            Some(folder) => builder.create_in_dir(folder)?,
            None => builder.create_in_ram()?,
        };
        Ok(Self::with(tantivy, fields, folder, language))
    }

    fn with(tantivy: tantivy::Index, fields: Fields, folder: Option<&Path>, language: &str) -> Self {
        tantivy.tokenizers().register(TOKENIZER, TextAnalyzer::from(Words::new(language)));
        Self {
            tantivy,
            fields,
            covered: Covered::default(),
            segments: Vec::new(),
            folder: folder.map(Path::to_owned),
            stems: OnceLock::new(),
        }
    }

    /// The one that was committed in `folder`; an error if it is not just what was written there.
    pub(super) fn open(folder: &Path, language: &str) -> tantivy::Result<Self> {
        let tantivy = tantivy::Index::open(MmapDirectory::open(folder)?)?;
        let (schema, fields) = schema();
        if tantivy.schema() != schema {
            return Err(TantivyError::SchemaError("another schema".into()));
        }
        let metas = tantivy.load_metas()?;
        let damaged = |what: &str| TantivyError::InternalError(what.into());
        let name =
            metas.payload.filter(|name| is_covered_name(name)).ok_or_else(|| damaged("no list of transcripts"))?;
        let bytes = std::fs::read(folder.join(name))?;
        let covered = unseal(&bytes, COVERED, VERSION, fingerprint(language)).and_then(Covered::unpack);
        let covered = covered.ok_or_else(|| damaged("the list of transcripts"))?;
        if !as_left(folder, &metas.segments) && !tantivy.validate_checksum()?.is_empty() {
            return Err(damaged("a checksum"));
        }
        let mut live = Self::with(tantivy, fields, Some(folder), language);
        live.covered = covered;
        live.open_segments(&metas.segments)?;
        Ok(live)
    }

    fn open_segments(&mut self, metas: &[SegmentMeta]) -> tantivy::Result<()> {
        // Without tantivy's reader, which wants to lock (and so to write in) the folder.
        let open = |meta: &SegmentMeta| SegmentReader::open(&self.tantivy.segment(meta.clone()));
        self.segments = metas.iter().map(open).collect::<tantivy::Result<_>>()?;
        Ok(())
    }

    /// Writes the list of what the commit with this stamp will cover. Answers the file's name, for the commit to hold.
    pub(super) fn write_covered(&self, covered: &Covered, stamp: u64, language: &str) -> std::io::Result<String> {
        let name = format!("covered-{stamp}");
        if let Some(folder) = &self.folder {
            write_whole(&folder.join(&name), &seal(COVERED, VERSION, fingerprint(language), &covered.pack()))?;
        }
        Ok(name)
    }

    /// Takes in what was just committed, and writes what hangs on it: stems, the list of files.
    pub(super) fn committed(&mut self, covered: Covered, language: &str) -> tantivy::Result<()> {
        let metas = self.tantivy.load_metas()?;
        self.open_segments(&metas.segments)?;
        self.covered = covered;
        let mut stems = self.stems.take().or_else(|| self.read_stems(language)).unwrap_or_default();
        let changed = stems.catch_up(&self.segments, self.fields.words, language)?;
        if let (Some(folder), true) = (&self.folder, changed) {
            let sealed = seal(STEMS, VERSION, fingerprint(language), &stems.pack());
            // Without it the words are looked through when they are needed.
            let _ = write_whole(&folder.join("stems"), &sealed);
        }
        let _ = self.stems.set(stems);
        if let Some(folder) = &self.folder {
            tidy(folder, metas.payload.as_deref());
        }
        Ok(())
    }

    fn read_stems(&self, language: &str) -> Option<Stems> {
        let bytes = std::fs::read(self.folder.as_ref()?.join("stems")).ok()?;
        unseal(&bytes, STEMS, VERSION, fingerprint(language)).and_then(Stems::unpack)
    }

    /// The table of stems; it holds all words of all segments.
    pub(super) fn stems(&self, language: &str) -> tantivy::Result<&Stems> {
        if let Some(stems) = self.stems.get() {
            return Ok(stems);
        }
        let mut stems = self.read_stems(language).unwrap_or_default();
        stems.catch_up(&self.segments, self.fields.words, language)?;
        Ok(self.stems.get_or_init(|| stems))
    }
}

fn is_covered_name(name: &str) -> bool {
    name.strip_prefix("covered-").is_some_and(|stamp| stamp.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A file's name, length and time of change (ns).
type Seen = (String, u64, u64);

/// The files of a folder that may not change: those of segments.
fn segment_files(folder: &Path) -> Vec<Seen> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut seen: Vec<Seen> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let data = entry.metadata().ok().filter(|data| data.is_file())?;
            let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos() as u64;
            let segment = name.split('.').next()?.len() == 32;
            segment.then_some((name, data.len(), changed))
        })
        .collect();
    seen.sort_unstable();
    seen
}

/// Whether all files of the segments are as the last update left them. If so their checksums need not be looked at
/// (which would read the whole index for each search).
fn as_left(folder: &Path, segments: &[SegmentMeta]) -> bool {
    let left = || -> Option<Vec<Seen>> {
        let bytes = std::fs::read(folder.join("files")).ok()?;
        let mut unpacker = Unpacker::new(unseal(&bytes, FILES, VERSION, 0)?);
        (0..unpacker.count()?)
            .map(|_| Some((unpacker.text()?.to_owned(), unpacker.number()?, unpacker.number()?)))
            .collect()
    };
    let Some(left) = left() else { return false };
    let now = segment_files(folder);
    segments.iter().all(|segment| {
        let id = segment.id().uuid_string();
        let of = |files: &[Seen]| files.iter().filter(|(name, ..)| name.starts_with(&id)).cloned().collect::<Vec<_>>();
        let then = of(&left);
        !then.is_empty() && then == of(&now)
    })
}

/// Notes how the files were left, takes away old lists, and leaves every file to its owner alone.
fn tidy(folder: &Path, covered: Option<&str>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| is_covered_name(name) && Some(name) != covered) {
            let _ = std::fs::remove_file(entry.path());
        } else {
            super::own(&entry.path(), 0o600);
        }
    }
    let files = segment_files(folder);
    let mut packer = Packer::default();
    packer.number(files.len() as u64);
    for (name, length, changed) in files {
        packer.text(&name).number(length).number(changed);
    }
    // Without it the next opening looks at the checksums.
    let _ = write_whole(&folder.join("files"), &seal(FILES, VERSION, 0, &packer.finish()));
}
