//! Bookmarks in transcripts: letters that somebody gave to places, kept for this study on this machine. Nothing of the
//! text is kept with them.

use super::{Problem, Session};
use crate::model::TranscriptId;
use crate::text::TextHash;

/// A place that was given a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bookmark {
    /// The transcript.
    pub transcript: TranscriptId,
    /// The letter.
    pub letter: char,
    /// The place, in code points of the body.
    pub position: u32,
    /// The text in which it is that place.
    pub text: TextHash,
}

impl Session {
    /// The bookmarks in transcripts that are in the study.
    pub fn bookmarks(&self) -> Vec<Bookmark> {
        let Some(text) = self.machine_file("bookmarks").and_then(|file| std::fs::read_to_string(file).ok()) else {
            return Vec::new();
        };
        let read = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let mut letter = parts.next()?.chars();
            let letter = letter.next().filter(|_| letter.as_str().is_empty())?;
            let position = parts.next()?.parse().ok()?;
            let text = TextHash::parse(parts.next()?)?;
            let transcript = TranscriptId::from(parts.next()?);
            Some(Bookmark { transcript, letter, position, text })
        };
        let here = |bookmark: &Bookmark| self.corpus().find(bookmark.transcript.as_str()).is_some();
        text.lines().filter_map(read).filter(here).collect()
    }

    /// Keeps these bookmarks in place of those that were kept.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep_bookmarks(&self, bookmarks: &[Bookmark]) -> Result<(), Problem> {
        let Some(file) = self.machine_file("bookmarks") else { return Ok(()) };
        let line = |bookmark: &Bookmark| {
            format!("{} {} {} {}\n", bookmark.letter, bookmark.position, bookmark.text, bookmark.transcript)
        };
        let text: String = bookmarks.iter().map(line).collect();
        super::own_files::write(&file, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Env, demo};

    #[test]
    fn kept_for_transcripts_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        demo::make(&root).unwrap();
        let session = Session::open(&root, Env::fixed(0, 1, folder.path().join("machine"))).unwrap();
        assert_eq!(session.bookmarks(), []);
        let transcript = session.corpus().transcripts.first().unwrap();
        let bookmark =
            |letter, position, id: &str| Bookmark { transcript: id.into(), letter, position, text: transcript.hash };
        let id = transcript.id.as_str();
        let kept = [bookmark('a', 12, id), bookmark('ü', 900, id), bookmark('a', 3, "that is gone")];
        session.keep_bookmarks(&kept).unwrap();
        assert_eq!(session.bookmarks(), kept[..2]);
        // What is not understood is left out.
        let file = session.machine_file("bookmarks").unwrap();
        std::fs::write(&file, format!("ab 1 {0} {id}\nc x {0} {id}\nd 5 {0} {id}\n", transcript.hash)).unwrap();
        assert_eq!(session.bookmarks(), [bookmark('d', 5, id)]);
    }
}
