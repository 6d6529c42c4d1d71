//! Where a transcript's text comes from when it is first asked for: the file, and the cache for what is derived from it.

use std::path::PathBuf;
use std::sync::Mutex;

use crate::cache::{Layouts, layout_key};
use crate::model::{Diagnostic, Source, Transcript};
use crate::store;
use crate::text::{Body, Layout, TextHash, find_turns};

/// Reads bodies from the study and layouts from the cache.
pub(super) struct Texts {
    root: PathBuf,
    language: String,
    layouts: Layouts,
    faults: Mutex<Vec<Diagnostic>>,
}

impl Texts {
    pub fn new(root: PathBuf, language: String, layouts: Layouts) -> Self {
        Self { root, language, layouts, faults: Mutex::new(Vec::new()) }
    }

    /// What could not be read since the study was opened.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().map(|faults| faults.clone()).unwrap_or_default()
    }

    /// Forgets them: the files are read anew.
    pub fn forget(&self) {
        if let Ok(mut faults) = self.faults.lock() {
            faults.clear();
        }
    }

    fn keep(&self, fault: Diagnostic) {
        if let Ok(mut faults) = self.faults.lock()
            && !faults.contains(&fault)
        {
            faults.push(fault);
        }
    }
}

impl Source for Texts {
    fn body(&self, transcript: &Transcript) -> Option<Body> {
        let read = match store::read_transcript(&self.root, &transcript.path) {
            Ok(read) => read,
            Err(fault) => {
                self.keep(fault);
                return None;
            }
        };
        if TextHash::of(&read.body) != transcript.hash {
            self.keep(
                Diagnostic::fault("changed", &transcript.path, "the transcript was changed while the study was open")
                    .hint("run the command again: the codings find their places in the new text"),
            );
            return None;
        }
        Some(Body::with_hash(read.body, transcript.hash))
    }

    fn layout(&self, transcript: &Transcript) -> Option<Layout> {
        let key = transcript.layout_key(|| layout_key(transcript.hash, &transcript.rules, &self.language));
        if let Some(layout) = self.layouts.get(key) {
            return Some(layout);
        }
        let body = transcript.body();
        if body.hash() != transcript.hash {
            return None;
        }
        let layout = find_turns(body, &transcript.rules).layout;
        self.layouts.put(key, &layout);
        Some(layout)
    }
}
