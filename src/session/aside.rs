//! Passages that were set aside: they stay in the list of those without a place, but nobody is asked again until the text
//! changes. Kept for this study on this machine, as ids and hashes alone: losing it costs one more question.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Problem, Session};
use crate::model::EventId;
use crate::text::TextHash;

/// The places (by the event that marked them) in the bodies (by hash) for which nobody is asked again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Aside(BTreeSet<(EventId, u64)>);

impl Aside {
    /// Reads what [`Aside::lines`] wrote; a line that is none is skipped.
    pub fn read(text: &str) -> Self {
        let line = |line: &str| {
            let (event, body) = line.split_once(' ')?;
            Some((EventId(event.parse().ok()?), TextHash::parse(body)?.0))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// One line for each.
    pub fn lines(&self) -> String {
        self.0.iter().map(|(event, body)| format!("{event} {}\n", TextHash(*body))).collect()
    }

    /// Whether the place that `event` marked was set aside in the body with this hash.
    pub fn holds(&self, event: EventId, body: TextHash) -> bool {
        self.0.contains(&(event, body.0))
    }

    fn set(&mut self, event: EventId, body: TextHash, on: bool) {
        if on {
            self.0.insert((event, body.0));
        } else {
            self.0.remove(&(event, body.0));
        }
    }
}

impl Session {
    fn aside_file(&self) -> Option<PathBuf> {
        self.machine_file("aside")
    }

    /// Reads what was set aside for this study on this machine.
    pub(super) fn read_aside(&self) -> Aside {
        let text = self.aside_file().and_then(|file| std::fs::read_to_string(file).ok());
        Aside::read(&text.unwrap_or_default())
    }

    /// Sets passages of this coder that have lost their place aside (`on`), or asks for them again. They stay in the list
    /// and out of every table; they are not asked for until the text of their transcript changes. No action: it is
    /// kept on this machine alone, and undo does not see it. Answers how many were set.
    ///
    /// # Errors
    /// A passage that has a place, or is another coder's; if the settings cannot be written.
    pub fn set_aside(&mut self, ids: &[EventId], on: bool) -> Result<usize, Problem> {
        let coder = self.coder()?;
        let mut places = Vec::new();
        for id in ids {
            places.push(self.unplaced_of(*id, &coder)?);
        }
        // Another window may have written since.
        let mut aside = if self.aside_file().is_some() { self.read_aside() } else { self.aside.clone() };
        let open: BTreeSet<(EventId, u64)> =
            self.unplaced_places().map(|place| (place.by, self.body_hash(place.place).0)).collect();
        aside.0.retain(|entry| open.contains(entry));
        for (event, body) in &places {
            aside.set(*event, *body, on);
        }
        if let Some(file) = self.aside_file() {
            super::own_files::write(&file, aside.lines().as_bytes())?;
        }
        self.aside = aside;
        Ok(places.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_written_is_read_and_rubbish_is_skipped() {
        let event = |number| EventId(Uuid::from_u128(number));
        let mut aside = Aside::default();
        aside.set(event(1), TextHash(7), true);
        aside.set(event(2), TextHash(7), true);
        aside.set(event(2), TextHash(7), false);
        assert!(aside.holds(event(1), TextHash(7)));
        assert!(!aside.holds(event(1), TextHash(8)) && !aside.holds(event(2), TextHash(7)));
        let read = Aside::read(&format!("rubbish\n{}\nx y\n", aside.lines()));
        assert_eq!(read, aside);
    }
}
