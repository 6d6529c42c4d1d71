//! Names of another tool as ids of emic, and what of the study is known to be what of a project.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::Session;
use crate::export::refi::{Foreign, Guid};
use crate::import::refi::key;
use crate::journal::Do;
use crate::model::{CoderName, EventId};
use crate::text::pattern;

/// Longest name of a file that is made from a name (code points).
const LONGEST: usize = 80;
/// Endings that names of texts carry in other tools.
const ENDINGS: [&str; 16] = [
    ".txt", ".docx", ".doc", ".rtf", ".odt", ".pdf", ".md", ".html", ".mp3", ".mp4", ".m4a", ".wav", ".vtt", ".srt",
    ".csv", ".xlsx",
];

/// A name as the name of a file: one part, nothing that a system forbids.
pub(super) fn file_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let bare = ENDINGS.iter().find(|ending| lower.ends_with(**ending) && lower.len() > ending.len());
    let bare = bare.and_then(|ending| name.get(..name.len() - ending.len())).unwrap_or(name);
    let safe: String = bare
        .nfc()
        .map(|char| if char.is_control() || "/\\:*?\"<>|\u{feff}".contains(char) { '-' } else { char })
        .take(LONGEST)
        .collect();
    let safe = safe.split_whitespace().collect::<Vec<_>>().join(" ");
    let safe = safe.trim_matches(['.', ' ', '-']).to_owned();
    if safe.is_empty() { "text".into() } else { safe }
}

/// A name on one line without characters that steer anything.
pub(super) fn one_line(name: &str) -> String {
    let plain: String = name.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a coder.
pub(super) fn coder_name(name: &str) -> Option<CoderName> {
    if let Ok(coder) = CoderName::new(name.trim()) {
        return Some(coder);
    }
    let fits = |char: char| char.is_alphanumeric() || matches!(char, '_' | '.');
    let parts: Vec<String> = name
        .nfc()
        .collect::<String>()
        .split(|char| !fits(char))
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let joined: String = parts.join("-").trim_start_matches('.').chars().take(40).collect();
    CoderName::new(joined.trim_end_matches('-')).ok()
}

/// Names that are taken, compared ignoring case.
#[derive(Default)]
pub(super) struct Taken {
    names: HashSet<String>,
    /// Where to look on for the next number of a name.
    next: HashMap<String, u32>,
}

impl Taken {
    /// Takes a name.
    pub fn add(&mut self, name: &str) -> bool {
        self.names.insert(name.to_lowercase())
    }

    /// Gives a name back.
    pub fn remove(&mut self, name: &str) {
        self.names.remove(&name.to_lowercase());
    }

    /// The name wanted, or the next free one after it.
    pub fn free(&mut self, wanted: &str, between: &str) -> String {
        let next = self.next.entry(wanted.to_lowercase()).or_insert(2);
        let mut name = wanted.to_owned();
        while !self.names.insert(name.to_lowercase()) {
            name = format!("{wanted}{between}{next}");
            *next += 1;
        }
        name
    }
}

impl<N: AsRef<str>> Extend<N> for Taken {
    fn extend<I: IntoIterator<Item = N>>(&mut self, names: I) {
        for name in names {
            self.add(name.as_ref());
        }
    }
}

/// The id of a code or set of codes.
pub(super) fn code_id(wanted: Option<&str>, name: &str, taken: &mut Taken) -> String {
    let made = || {
        let id = super::id_from_name(name);
        if id.is_empty() { "code".into() } else { id }
    };
    let wanted = wanted.filter(|id| pattern::CODE_ID.is_match(id)).map_or_else(made, str::to_owned);
    taken.free(&wanted, "-")
}

/// A GUID that can be the id of an event: version 7, not from the future (a later id would have to come after it).
pub(super) fn event_id(guid: &str, now: u64) -> Option<EventId> {
    let id = Uuid::try_parse(&key(guid)).ok()?;
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    let millis = seconds.saturating_mul(1000) + u64::from(nanoseconds / 1_000_000);
    let good = id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122;
    (good && millis <= now + 86_400_000).then_some(EventId(id))
}

/// A time as a journal has it: UTC, to the second. The second answer: whether a zone was missing and UTC was taken.
pub(super) fn utc(time: &str) -> Option<(String, bool)> {
    let time = time.trim();
    if let Ok(time) = time.parse::<jiff::Timestamp>() {
        return Some((jiff::Timestamp::from_second(time.as_second()).ok()?.to_string(), false));
    }
    let plain: jiff::Timestamp = format!("{time}Z").parse().ok()?;
    Some((jiff::Timestamp::from_second(plain.as_second()).ok()?.to_string(), true))
}

/// What a study has already, by the GUIDs under which it would go out and those it came in with.
pub(super) struct Known {
    things: HashMap<(Guid, String), String>,
    events: HashMap<String, EventId>,
}

impl Known {
    /// Looks through a study.
    pub fn of(session: &Session, foreign: &Foreign) -> Self {
        let corpus = session.corpus();
        let book = &corpus.codebook;
        let mut known = Self { things: HashMap::new(), events: HashMap::new() };
        let mut add = |kind: Guid, key_of: &str, id: &str| {
            let own = kind.of(key_of);
            known.things.insert((kind, own.to_string()), id.to_owned());
            if let Some(guid) = foreign.of(own).and_then(|thing| thing.guid.as_deref()) {
                known.things.entry((kind, key(guid))).or_insert_with(|| id.to_owned());
            }
        };
        book.codes().iter().for_each(|code| add(Guid::Code, code.id.as_str(), code.id.as_str()));
        for (code, was) in book.codes().iter().flat_map(|code| code.was.iter().map(move |was| (code, was))) {
            add(Guid::Code, was.as_str(), code.id.as_str());
        }
        book.sets().iter().for_each(|set| add(Guid::Set, set.id.as_str(), set.id.as_str()));
        corpus.transcripts.iter().for_each(|text| add(Guid::Transcript, text.id.as_str(), text.id.as_str()));
        corpus.participants.rows.iter().for_each(|row| add(Guid::Participant, &row.id, &row.id));
        corpus.cases.rows.iter().for_each(|row| add(Guid::Case, &row.id, &row.id));
        for events in session.journals.fold.events() {
            add(Guid::User, events.coder.key(), events.coder.as_str());
        }
        let columns = corpus.participants.columns.iter().chain(&corpus.cases.columns).chain(&corpus.transcript_columns);
        columns.for_each(|name| add(Guid::Variable, &name.to_lowercase(), name));
        for event in session.journals.fold.events() {
            if matches!(&event.what, Do::Code(_) | Do::Memo(_)) {
                known.events.insert(event.id.to_string(), event.id);
            }
        }
        for (own, thing) in foreign.iter() {
            if let Some(guid) = &thing.guid
                && session.journals.fold.find(EventId(own)).is_some()
            {
                known.events.entry(key(guid)).or_insert(EventId(own));
            }
        }
        known
    }

    /// The id of what has this GUID.
    pub fn find(&self, kind: Guid, guid: &str) -> Option<&str> {
        self.things.get(&(kind, key(guid))).map(String::as_str)
    }

    /// The coding or memo that has this GUID, also one that was taken away again.
    pub fn event(&self, guid: &str) -> Option<EventId> {
        self.events.get(&key(guid)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        for (name, file) in [
            ("Interview 1.docx", "Interview 1"),
            ("a/b\\c:d", "a-b-c-d"),
            ("../../etc", "etc"),
            (" .hidden. ", "hidden"),
            ("日本\n語.TXT", "日本-語"),
            (".txt", "txt"),
            ("\u{0}", "text"),
        ] {
            assert_eq!(file_name(name), file, "{name:?}");
        }
        assert_eq!(file_name(&"x".repeat(300)).len(), LONGEST);
        assert_eq!(coder_name("Friedrich Markgraf").unwrap().as_str(), "Friedrich-Markgraf");
        assert_eq!(coder_name("a@b.org").unwrap().as_str(), "a-b.org");
        assert_eq!(coder_name("  "), None);
        let mut taken = Taken::default();
        assert_eq!(code_id(None, "Coke::diet Coke", &mut taken), "coke-diet-coke");
        assert_eq!(code_id(Some("Not An Id"), "Coke  diet coke", &mut taken), "coke-diet-coke-2");
        assert_eq!(code_id(None, "日本", &mut taken), "code");
    }

    #[test]
    fn times_are_brought_to_utc() {
        assert_eq!(utc("2026-01-02T03:04:05+01:00"), Some(("2026-01-02T02:04:05Z".into(), false)));
        assert_eq!(utc("2026-01-02T03:04:05.123"), Some(("2026-01-02T03:04:05Z".into(), true)));
        assert_eq!(utc("yesterday"), None);
    }

    #[test]
    fn only_ids_of_our_kind_and_time_are_taken_as_they_are() {
        let now = 1_767_225_600_000;
        let id = crate::journal::Ids::new(now, None).next(7);
        assert_eq!(event_id(&format!("{{{}}}", id.to_string().to_uppercase()), now), Some(EventId(id)));
        assert_eq!(event_id(&id.to_string(), now - 100_000_000), None);
        assert_eq!(event_id(&Guid::Code.of("x").to_string(), now), None);
        assert_eq!(event_id("c001", now), None);
    }
}
