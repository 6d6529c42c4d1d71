//! The GUIDs under which the things of a study go out: stable, and those of the tool they came from where they came from
//! one.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace of GUIDs that emic makes from ids (UUID version 5).
const NAMESPACE: Uuid = Uuid::from_u128(0x6a8d_3c4e_91f2_4b7a_a5d0_2e1f_7c38_b946);

/// The kinds of things that have GUIDs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Guid {
    /// A coder.
    User,
    /// A code.
    Code,
    /// A set of codes.
    Set,
    /// A transcript.
    Transcript,
    /// A participant.
    Participant,
    /// A case.
    Case,
    /// An attribute.
    Variable,
    /// The transcripts that share a value of an attribute.
    Group,
    /// A stretch of a text, named by the first coding that marks it.
    Selection,
    /// A note that emic makes.
    Note,
}

impl Guid {
    /// The GUID of the thing of this kind with this id.
    pub fn of(self, id: &str) -> Uuid {
        let kind = match self {
            Self::User => "user",
            Self::Code => "code",
            Self::Set => "set",
            Self::Transcript => "transcript",
            Self::Participant => "participant",
            Self::Case => "case",
            Self::Variable => "variable",
            Self::Group => "group",
            Self::Selection => "selection",
            Self::Note => "note",
        };
        Uuid::new_v5(&NAMESPACE, format!("{kind}\0{id}").as_bytes())
    }
}

/// What another tool said of a thing that emic has no place for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Thing {
    /// Its GUID there, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// Its name there, where emic had to write another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A code that is a folder: nothing is coded with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub folder: bool,
    /// Of a variable: its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Of a coding: the GUID of its selection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<String>,
}

/// What is known of things that came from another tool, by the GUID that emic would give them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Foreign {
    things: HashMap<Uuid, Thing>,
}

impl Foreign {
    /// Adds what is known of a thing; what was said first counts.
    pub fn add(&mut self, own: Uuid, thing: Thing) {
        self.things.entry(own).or_insert(thing);
    }

    /// What is known of a thing.
    pub fn of(&self, own: Uuid) -> Option<&Thing> {
        self.things.get(&own)
    }

    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = (Uuid, &Thing)> {
        self.things.iter().map(|(own, thing)| (*own, thing))
    }

    /// The name of a thing in the tool it came from, else `name`.
    pub fn name<'a>(&'a self, own: Uuid, name: &'a str) -> &'a str {
        self.of(own).and_then(|thing| thing.name.as_deref()).unwrap_or(name)
    }
}

/// Whether the schema takes this text for a GUID.
pub fn is_guid(text: &str) -> bool {
    let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    bare.len() == 36 && Uuid::try_parse(bare).is_ok()
}

/// Gives GUIDs out, none of them twice.
#[derive(Debug)]
pub struct Giver<'a> {
    foreign: &'a Foreign,
    given: HashMap<Uuid, String>,
    taken: HashSet<String>,
}

impl<'a> Giver<'a> {
    /// Knows the GUIDs of other tools.
    pub fn new(foreign: &'a Foreign) -> Self {
        Self { foreign, given: HashMap::new(), taken: HashSet::new() }
    }

    /// The GUID of the thing that emic would name `own`: that of the tool it came from, if the schema takes it and nothing
    /// else has it. The same thing is always given the same.
    pub fn give(&mut self, own: Uuid) -> String {
        if let Some(known) = self.given.get(&own) {
            return known.clone();
        }
        let theirs = self.foreign.of(own).and_then(|thing| thing.guid.as_deref());
        self.take(own, theirs)
    }

    /// As [`Giver::give`], with the GUID that the other tool gave it.
    pub fn give_as(&mut self, own: Uuid, theirs: Option<&str>) -> String {
        if let Some(known) = self.given.get(&own) {
            return known.clone();
        }
        self.take(own, theirs)
    }

    fn take(&mut self, own: Uuid, theirs: Option<&str>) -> String {
        let key = |guid: &str| guid.trim_matches(['{', '}']).to_lowercase();
        let theirs = theirs.filter(|guid| is_guid(guid) && !self.taken.contains(&key(guid)));
        let guid = theirs.map_or_else(|| own.to_string(), str::to_owned);
        self.taken.insert(key(&guid));
        self.given.insert(own, guid.clone());
        guid
    }

    /// The name of a thing in the tool it came from, else `name`.
    pub fn name<'n>(&self, own: Uuid, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.foreign.name(own, name)
    }

    /// What is known of a thing.
    pub fn known(&self, own: Uuid) -> Option<&'a Thing> {
        self.foreign.of(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_stable_and_those_of_the_tool_they_came_from() {
        let waiting = Guid::Code.of("waiting");
        // Written into files of users: this must never change.
        assert_eq!(waiting.to_string(), Guid::Code.of("waiting").to_string());
        assert_ne!(waiting, Guid::Set.of("waiting"));
        let mut foreign = Foreign::default();
        let theirs = "{AAAAAAA1-0000-0000-0000-000000000002}".to_owned();
        foreign.add(waiting, Thing { guid: Some(theirs.clone()), ..Thing::default() });
        foreign.add(Guid::Code.of("bad"), Thing { guid: Some("c001".into()), ..Thing::default() });
        foreign.add(Guid::Code.of("same"), Thing { guid: Some(theirs.to_lowercase()), ..Thing::default() });
        let mut giver = Giver::new(&foreign);
        assert_eq!(giver.give(waiting), theirs);
        assert_eq!(giver.give(waiting), theirs);
        assert_eq!(giver.give(Guid::Code.of("bad")), Guid::Code.of("bad").to_string());
        assert_eq!(giver.give(Guid::Code.of("same")), Guid::Code.of("same").to_string());
        assert!(is_guid(&giver.give(Guid::User.of("amy"))));
        assert!(!is_guid("00000000000040008000000000000000"));
    }
}
