//! Bookmarks in transcripts: letters that somebody gave to places, kept for this study on this machine. Nothing of the
//! text is kept with them but sums, by which a place is found again after a correction.

use super::{Problem, Session};
use crate::model::TranscriptId;
use crate::text::{Body, TextHash, checksum};

/// Code points before and after a place by which it is found again.
const AROUND: u32 = 24;

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
    /// Sums of what stands before and after it, by which it is found in a text that was changed; `None`: kept by an emic that
    /// did not know them.
    pub around: Option<(u64, u64)>,
}

impl Bookmark {
    /// A letter for a place of a text.
    pub fn new(transcript: TranscriptId, letter: char, position: u32, body: &Body) -> Self {
        let around = Some((
            checksum(body.before(position, AROUND).as_bytes()),
            checksum(body.after(position, AROUND).as_bytes()),
        ));
        Self { transcript, letter, position, text: body.hash(), around }
    }

    /// Where it stands in the text as it is now: where the same words stand before and after it, else where those after it do,
    /// else those before it; of several such places the nearest. `None`: nowhere.
    pub fn found_in(&self, body: &Body) -> Option<u32> {
        if self.text == body.hash() {
            return Some(self.position);
        }
        let (before, after) = self.around?;
        let places = 0..=body.chars();
        let found = places.filter_map(|place| {
            let behind = checksum(body.after(place, AROUND).as_bytes()) == after;
            let ahead = checksum(body.before(place, AROUND).as_bytes()) == before;
            (behind || ahead).then_some((!(behind && ahead), !behind, place.abs_diff(self.position), place))
        });
        found.min().map(|(.., place)| place)
    }
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
            let rest = parts.next()?;
            // `@before:after` stands before the name where it was kept.
            let sums = rest.strip_prefix('@').and_then(|rest| rest.split_once(' ')).and_then(|(sums, name)| {
                let (before, after) = sums.split_once(':')?;
                Some((u64::from_str_radix(before, 16).ok()?, u64::from_str_radix(after, 16).ok()?, name))
            });
            let (around, name) = sums.map_or((None, rest), |(before, after, name)| (Some((before, after)), name));
            Some(Bookmark { transcript: TranscriptId::from(name), letter, position, text, around })
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
            let around =
                bookmark.around.map_or(String::new(), |(before, after)| format!("@{before:016x}:{after:016x} "));
            format!("{} {} {} {around}{}\n", bookmark.letter, bookmark.position, bookmark.text, bookmark.transcript)
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
        let body = transcript.body();
        let bookmark = |letter, position, id: &str| Bookmark::new(id.into(), letter, position, body);
        let id = transcript.id.as_str();
        let kept = [bookmark('a', 12, id), bookmark('ü', 900, id), bookmark('a', 3, "that is gone")];
        session.keep_bookmarks(&kept).unwrap();
        assert_eq!(session.bookmarks(), kept[..2]);
        // What is not understood is left out.
        let file = session.machine_file("bookmarks").unwrap();
        std::fs::write(&file, format!("ab 1 {0} {id}\nc x {0} {id}\nd 5 {0} {id}\n", transcript.hash)).unwrap();
        // One that was kept before there were sums.
        assert_eq!(session.bookmarks(), [Bookmark { around: None, ..bookmark('d', 5, id) }]);
    }

    #[test]
    fn a_place_is_found_again_in_a_text_that_was_changed() {
        let text = "INT: Well?\n\nP1: We waited a year, and nobody rang. Then a letter came.\n\nP1: We waited a year, and nobody wrote.\n";
        let place = |text: &str, words: &str| {
            text.chars().count() as u32 - text.split(words).nth(1).unwrap().chars().count() as u32
        };
        let old = Body::new(text.to_owned());
        let letter = place(text, "Then a letter") - 13;
        let mark = Bookmark::new("one".into(), 'a', letter, &old);
        assert_eq!(mark.found_in(&old), Some(letter));
        let now = |text: String| (mark.found_in(&Body::new(text.clone())), text);
        // Text before it; a word behind it; a word right before it.
        for (from, to) in
            [("Well?", "Well, and how was it at first?"), ("came.", "came, at last."), ("rang.", "called us.")]
        {
            let (found, changed) = now(text.replace(from, to));
            assert_eq!(found, Some(place(&changed, "Then a letter") - 13), "{from}");
        }
        // Of places that are alike the nearest; a passage that is gone is nowhere.
        let first = Bookmark::new("one".into(), 'b', place(text, "We waited a year") - 16, &old);
        let moved = Body::new(text.replace("INT: Well?", "INT: And?"));
        assert_eq!(first.found_in(&moved), Some(first.position - 1));
        assert_eq!(now("P1: Something else was said altogether.\n".into()).0, None);
        assert_eq!(Bookmark { around: None, ..mark.clone() }.found_in(&moved), None);
    }
}
