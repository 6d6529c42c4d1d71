//! Opening a study.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::aside::Aside;
use super::journals::Journals;
use super::place;
use super::quiet::{self, Files};
use super::texts::Texts;
use super::unheard::unread_codebook;
use super::{AsOf, Env, Problem, SearchRequest, Session};
use crate::cache::{Cache, Entry, Layouts, Manifest, Stamp, Verdicts};
use crate::model::{CacheMode, Codebook, Corpus, Diagnostic, Severity, Source, Study, TranscriptId};
use crate::store::{self, Found};
use crate::text::{LanguageFit, TextHash, language_fit};

impl Session {
    /// The folder of the nearest study upward from `from`.
    ///
    /// # Errors
    /// If there is none.
    pub fn nearest(from: &Path) -> Result<PathBuf, Problem> {
        store::find_study(from).ok_or_else(|| {
            Problem::new("there is no study.yaml in this folder or above it")
                .hint("name the study with -s DIR; `emic new DIR` makes one from transcripts, `emic demo` a sample")
        })
    }

    /// Whether a folder holds a study.
    pub fn is_study(root: &Path) -> bool {
        root.join(store::STUDY_FILE).is_file()
    }

    /// Opens the study in `root`. A study with faults in some of its files opens with the rest.
    ///
    /// # Errors
    /// If there is no study.yaml, or it has a fault: a mistyped key there would change every number without a word. If the codebook is
    /// there and cannot be read: every theme would be counted as nothing.
    pub fn open(root: &Path, env: Env) -> Result<Self, Problem> {
        let session = Self::open_as(root, env, &Wanted::All)?;
        codebook_was_read(&session.corpus.study, &session.found)?;
        Ok(session)
    }

    /// Opens the study in `root` for what needs no codes: texts, people, memos, history. The codebook may be unreadable then.
    ///
    /// # Errors
    /// As [`Session::open`], the codebook aside.
    pub fn open_for_texts(root: &Path, env: Env) -> Result<Self, Problem> {
        Self::open_as(root, env, &Wanted::All)
    }

    /// Opens the study in `root` for this search, and for showing what it finds, and for nothing else: if it is for words alone, of a
    /// study of whose journals nothing would be said, without its journals. The codebook may be unreadable.
    ///
    /// # Errors
    /// As [`Session::open`], the codebook aside.
    pub fn open_for_search(root: &Path, env: Env, request: &SearchRequest) -> Result<Self, Problem> {
        let of_words = quiet::is_of_words(&request.query) && request.coders.is_none();
        Self::open_as(root, env, if of_words { &Wanted::Words } else { &Wanted::All })
    }

    /// Opens the study in `root` even if study.yaml has faults, to show them together with all others.
    ///
    /// # Errors
    /// If there is no study.yaml, or it cannot be read at all.
    pub fn open_with_faults(root: &Path, env: Env) -> Result<Self, Problem> {
        Self::open_as(root, env, &Wanted::Faults)
    }

    fn open_as(root: &Path, env: Env, wanted: &Wanted) -> Result<Self, Problem> {
        if env.cache_dir.as_ref().is_some_and(|dir| store::inside(root, &std::path::absolute(dir).unwrap_or_default()))
        {
            return Err(Problem::new(
                "EMIC_CACHE_DIR names a folder in the study, which is shared and handed on with all that is in it",
            )
            .hint("name a folder outside of the study: what is kept there holds interview text"));
        }
        let mut carried_on = super::anon_rewrite::carry_on(root, &env)?;
        if env.as_of.is_none() {
            let locks =
                Cache::locate(root, env.cache_dir.clone(), env.user_cache.clone(), CacheMode::Memory).locks_dir();
            carried_on.extend(super::pending::take_back(root, &locks));
        }
        let yaml = quiet::study_stamp(root);
        let (study, mut found) = read_study(root)?;
        // A mistyped key of study.yaml would change every number without a word.
        let faults: Vec<Diagnostic> = found.iter().filter(|found| found.severity == Severity::Fault).cloned().collect();
        if !(matches!(wanted, Wanted::Faults) || faults.is_empty()) {
            return Err(Problem {
                what: format!("{} is not opened, for its study.yaml has a fault", root.display()),
                diagnostics: faults,
                ..Problem::default()
            });
        }
        let as_of = env.as_of.as_deref().map(AsOf::parse).transpose()?;
        let cache = Cache::locate(root, env.cache_dir.clone(), env.user_cache.clone(), study.cache);
        let texts = Arc::new(Texts::new(root.to_owned(), study.language.clone(), Layouts::open(&cache)));
        let files = Files::of(&study, yaml);
        let of_words = files.filter(|_| matches!(wanted, Wanted::Words));
        let quiet = of_words.and_then(|files| quiet::known(&cache, files));
        let (corpus, journals) = std::thread::scope(|scope| {
            let of = study.clone();
            let past = as_of.clone();
            let kept = &cache;
            let journals = quiet.is_none().then(|| scope.spawn(move || Journals::read(&of, past.as_ref(), kept)));
            let corpus = read_corpus(study, (&cache, &texts), &mut found, true, Codebook::default());
            (corpus, journals.map(|journals| journals.join().unwrap_or_default()))
        });
        let mut session = Self {
            root: root.to_owned(),
            locks: cache.locks_dir(),
            verdicts: Verdicts::default(),
            env,
            corpus,
            found,
            notices: Vec::new(),
            carried_on,
            journals: Journals::default(),
            book_seen: super::codebook_found::BookSeen::default(),
            as_of,
            placements: crate::model::Placements::default(),
            memo_places: place::MemoPlaces::default(),
            aside: Aside::default(),
            told_merged: None,
            texts,
            cache,
            guard: None,
            index: None,
            searches: 0,
            seen: None,
        };
        if quiet.is_some_and(|known| session.is_quiet(known)) {
            return Ok(session);
        }
        let read = || Journals::read(&session.corpus.study, session.as_of.as_ref(), &session.cache);
        session.journals = journals.unwrap_or_else(read);
        session.verdicts = Verdicts::load(&session.cache);
        if !session.corpus.study.read_only && session.as_of.is_none() {
            session.journals.purge_at_opening(&session.root, &session.locks, &session.cache);
        }
        if session.as_of.is_none() {
            session.journals.keep(&session.root, &session.cache);
        }
        session.look_as_coder();
        session.place_all();
        if session.as_of.is_none() {
            session.open_book();
        }
        session.aside = session.read_aside();
        session.notices.clone_from(&session.carried_on);
        session.notices.extend(session.opening_notices());
        if let Some(files) = files {
            session.keep_quiet(files);
        }
        Ok(session)
    }

    /// Reads everything but the journals again, after a file was changed.
    pub(super) fn reload(&mut self) -> Result<(), Problem> {
        let (study, mut found) = read_study(&self.root)?;
        if let Some(fault) = found.iter().find(|found| found.severity == Severity::Fault) {
            return Err(Problem {
                what: "study.yaml has a fault now; the study stays open as it was read before".into(),
                diagnostics: vec![fault.clone()],
                ..Problem::default()
            });
        }
        self.texts.forget();
        let last = std::mem::take(&mut self.corpus.codebook);
        self.corpus = read_corpus(study, (&self.cache, &self.texts), &mut found, true, last);
        self.book_was_read();
        self.found = found;
        self.place_all();
        Ok(())
    }

    /// Finds the place of every coding.
    pub(super) fn place_all(&mut self) {
        let mut verdicts = std::mem::replace(&mut self.verdicts, Verdicts::load(&Cache::in_memory()));
        self.placements = place::place(&self.corpus, self.journals.fold.state(), &mut verdicts);
        self.memo_places = place::memos(&self.corpus, self.journals.fold.state(), &mut verdicts);
        // A cache that cannot be written costs time, nothing else.
        let _ = verdicts.save(&self.cache, |_, _| true);
        self.verdicts = verdicts;
    }

    /// All that was found wrong with the files at opening, and since.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let texts = self.texts.faults();
        self.found.iter().chain(&self.journals.found).chain(&texts).cloned().collect()
    }

    fn opening_notices(&self) -> Vec<String> {
        let mut notices: Vec<String> = self.blind_sentence().into_iter().collect();
        notices.extend(self.cache.notice().map(ToString::to_string));
        notices.extend(self.faults_sentence());
        if let Some(past) = self.past().filter(|past| past.until.is_some()) {
            notices.push(format!(
                "this is the study as it was coded on {}; texts, tables and codebook are today's",
                past.text
            ));
        }
        let language = &self.corpus.study.language;
        if let LanguageFit::Unknown(meant) = language_fit(language) {
            let meant = meant.map_or(String::new(), |meant| format!(": did you mean `{meant}`?"));
            notices.push(format!(
                "study.yaml: `language: {language}` is no code of a language, so words are found without their endings{meant}"
            ));
        }
        notices.extend(self.review_notice());
        notices.extend(self.gone_notice());
        if self.corpus.study.read_only {
            notices.push("the study is of a newer version of emic: it is read, and nothing is written".into());
        }
        notices
    }
}

/// What a study is opened for.
enum Wanted {
    /// Everything.
    All,
    /// Everything, with the faults of study.yaml.
    Faults,
    /// A search for words alone.
    Words,
}

/// Without its codes a study would count nothing, and say so of every theme.
fn codebook_was_read(study: &Study, found: &[Diagnostic]) -> Result<(), Problem> {
    let at_fault = found.iter().any(|found| found.severity == Severity::Fault && found.file == study.codebook);
    match at_fault.then(|| unread_codebook(study)).flatten() {
        None => Ok(()),
        Some(fault) => Err(Problem {
            what: "the codebook cannot be read, so nothing can be coded or counted; the codings are safe".into(),
            diagnostics: vec![fault],
            ..Problem::default()
        }
        .hint("correct it there and open the study again; `emic check` looks at everything else too")),
    }
}

pub(super) fn read_study(root: &Path) -> Result<(Study, Vec<Diagnostic>), Problem> {
    if !root.is_dir() {
        return Err(Problem::new(format!("there is no folder {}", root.display()))
            .hint("look whether the path is written as it is on the disk"));
    }
    store::read_study(root).map_err(|fault| Problem {
        what: format!("{} cannot be opened as a study", root.display()),
        diagnostics: vec![fault],
        ..Problem::default()
    })
}

/// Reads tables, codebook and transcripts. Transcripts that are certainly as they were are not read, if `trust`. A codebook
/// whose syntax is broken leaves the `last` good one in use.
pub(super) fn read_corpus(
    study: Study,
    (cache, texts): (&Cache, &Arc<Texts>),
    found: &mut Vec<Diagnostic>,
    trust: bool,
    last: Codebook,
) -> Corpus {
    let (tables, faults) = store::read_tables(&study);
    found.extend(faults);
    let codebook = match store::read_codebook(&study) {
        Ok((codebook, faults)) => {
            found.extend(faults);
            codebook
        }
        Err(fault) => {
            found.push(fault);
            last
        }
    };
    let now = SystemTime::now();
    // What is known of the files is read while they are looked at.
    let (mut manifest, (files, faults)) = std::thread::scope(|scope| {
        let manifest = scope.spawn(|| Manifest::load(cache));
        let seen = store::scan(&study);
        (manifest.join().unwrap_or_default(), seen)
    });
    found.extend(faults);
    let mut texts_found = Vec::with_capacity(files.len());
    let mut stamps = Vec::with_capacity(if trust { files.len() } else { 0 });
    let mut unread: Vec<TranscriptId> = Vec::new();
    for file in &files {
        let stamp = Stamp { size: file.size, mtime: file.mtime_ns, inode: file.inode, seen: nanoseconds(now) };
        let source: Arc<dyn Source> = texts.clone();
        if let Some(entry) = manifest.unchanged(&file.path, &stamp).filter(|_| trust) {
            stamps.push((file.path.clone(), entry.stamp));
            texts_found.push(Found {
                id: file.id.clone(),
                path: file.path.clone(),
                front: entry.front.clone(),
                hash: entry.hash,
                source,
            });
            continue;
        }
        match store::read_transcript(&study.root, &file.path) {
            Ok(read) => {
                let hash = TextHash::of(&read.body);
                if read.diagnostics.is_empty() {
                    let chars = read.body.chars().count() as u32;
                    let entry = Entry { stamp, hash, chars, front: read.front.clone() };
                    manifest.put(&file.path, entry);
                }
                found.extend(read.diagnostics);
                let (id, path) = (file.id.clone(), file.path.clone());
                texts_found.push(Found { id, path, front: read.front, hash, source });
            }
            Err(fault) => {
                found.push(fault);
                unread.push(file.id.clone());
            }
        }
    }
    texts.know(stamps.into_iter());
    let there: HashSet<&str> = files.iter().filter_map(|file| file.path.to_str()).collect();
    manifest.retain(|path| there.contains(path));
    // A cache that cannot be written costs time, nothing else.
    let _ = manifest.save(cache);
    let (corpus, faults) = store::assemble(study, &tables, codebook, texts_found, &unread);
    found.extend(faults);
    corpus
}

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
