//! A line as serde sees it: one flat set of borrowed keys. A derived tagged enum would buffer every line.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use uuid::Uuid;

use super::super::patch::Patch;
use crate::text::{Span, TextHash};

/// The latest instant an id may carry (milliseconds): the end of the year 9999. Later ones leave no room for ids after
/// them.
const LAST_MS: u128 = 253_402_300_799_999;

/// A string, borrowed from the line where it holds no escape.
#[derive(Clone, Debug)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Strings;
        impl<'de> Visitor<'de> for Strings {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Strings)
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Text<'_>> for crate::text::Piece {
    fn from(text: Text<'_>) -> Self {
        Box::<str>::from(text).into()
    }
}

impl From<Text<'_>> for Box<str> {
    fn from(text: Text<'_>) -> Self {
        text.0.into()
    }
}

/// A UUID as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id(pub(super) Uuid);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let id = Uuid::try_parse(&text).map_err(|_| D::Error::custom("no UUID"))?;
        if id.as_u128() >> 80 > LAST_MS {
            return Err(D::Error::custom("after the year 9999"));
        }
        Ok(Self(id))
    }
}

/// The value of `on`.
#[derive(Clone, Debug)]
pub(super) enum On<'a> {
    Flag(bool),
    Thing(Box<Thing<'a>>),
}

/// What a memo hangs on.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Thing<'a> {
    pub(super) coding: Option<Id>,
    #[serde(borrow)]
    pub(super) transcript: Option<Text<'a>>,
    pub(super) span: Option<Span>,
    #[serde(borrow)]
    pub(super) quote: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) before: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) after: Option<Text<'a>>,
    pub(super) text: Option<TextHash>,
    #[serde(borrow)]
    pub(super) participant: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) case: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) code: Option<Text<'a>>,
    pub(super) study: Option<bool>,
}

impl<'de: 'a, 'a> Deserialize<'de> for On<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlagOrThing;
        impl<'de> Visitor<'de> for FlagOrThing {
            type Value = On<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or an object")
            }
            fn visit_bool<E: Error>(self, flag: bool) -> Result<On<'de>, E> {
                Ok(On::Flag(flag))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<On<'de>, A::Error> {
                let thing = Thing::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(On::Thing(Box::new(thing)))
            }
        }
        deserializer.deserialize_any(FlagOrThing)
    }
}

/// Declares the keys: field, key, type, and what a message calls the value that should stand there.
macro_rules! keys {
    ($($field:ident $key:literal $type:ty, $expected:literal;)*) => {
        /// All keys of all kinds; a key that is absent or null is `None`.
        #[derive(Default, Debug)]
        pub(super) struct Flat<'a> {
            $(pub(super) $field: Option<$type>,)*
            /// The first `act`, where there are two.
            pub(super) own_act: Option<Id>,
        }

        /// What the value of a key should be.
        pub(super) fn expected(key: &str) -> &'static str {
            match key {
                $($key => $expected,)*
                _ => "",
            }
        }

        /// Reads a [`Flat`], and leaves the key at which reading stands in the cell.
        pub(super) struct Keys<'c>(pub(super) &'c Cell<&'static str>);

        impl<'de> DeserializeSeed<'de> for Keys<'_> {
            type Value = Flat<'de>;
            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Flat<'de>, D::Error> {
                deserializer.deserialize_map(self)
            }
        }

        impl<'de> Visitor<'de> for Keys<'_> {
            type Value = Flat<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Flat<'de>, A::Error> {
                let mut flat = Flat::default();
                self.0.set("object");
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    match &*key {
                        $($key => {
                            self.0.set($key);
                            if $key == "act" {
                                flat.own_act = flat.act;
                            }
                            flat.$field = map.next_value()?;
                        })*
                        _ => {
                            self.0.set("");
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(flat)
            }
        }
    };
}

keys! {
    v "v" u64, "a whole number";
    id "id" Id, "a UUID";
    act "act" Id, "a UUID";
    of "of" u32, "a whole number";
    coder "coder" Text<'a>, "the name of a coder";
    at "at" Text<'a>, "a string";
    rev "rev" u32, "a whole number";
    do_ "do" Text<'a>, "a string";
    transcript "transcript" Text<'a>, "a string";
    span "span" Span, "a list [start, end]";
    quote "quote" Text<'a>, "a string";
    before "before" Text<'a>, "a string";
    after "after" Text<'a>, "a string";
    text "text" Text<'a>, "16 hexadecimal digits, or the text of a memo";
    code "code" Text<'a>, "the id of a code";
    query "query" Text<'a>, "a string";
    def "def" Text<'a>, "a string";
    settles "settles" Vec<Id>, "a list of ids";
    by "by" Vec<Text<'a>>, "a list of coders";
    coding "coding" Id, "the id of a coding";
    why "why" Text<'a>, "a known reason";
    memo "memo" Id, "the id of a memo";
    on "on" On<'a>, "true or false, or what a memo hangs on";
    title "title" Text<'a>, "a string";
    kind "kind" Text<'a>, "note, analytic, reflexive, method or summary";
    as_ "as" Text<'a>, "exemplar, negative or none";
    shown "shown" Text<'a>, "a string";
    translation "translation" Text<'a>, "a string";
    language "language" Text<'a>, "a string";
    use_ "use" Value, "a value";
    name "name" Text<'a>, "a string";
    transcripts "transcripts" Vec<Text<'a>>, "a list of transcripts";
    coders "coders" Vec<Text<'a>>, "a list of coders";
    op "op" Text<'a>, "add, rename, define, move, merge, split or remove";
    old "old" Value, "a value";
    new "new" Value, "a value";
    via "via" Text<'a>, "a string";
    patch "patch" Patch, "a list of [start, end, old, new]";
    path "path" Text<'a>, "a string";
    participant "participant" Text<'a>, "the id of a participant";
    hash "hash" Text<'a>, "a string";
    ids "ids" Vec<Id>, "a list of ids";
}

/// The common keys alone: of a line whose other keys are not what this version knows.
#[derive(Debug, Deserialize)]
pub(super) struct Envelope<'a> {
    pub(super) v: Option<u64>,
    pub(super) id: Option<Id>,
    pub(super) act: Option<Id>,
    pub(super) of: Option<u32>,
    #[serde(borrow)]
    pub(super) coder: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) at: Option<Text<'a>>,
    pub(super) rev: Option<u32>,
    #[serde(rename = "do", borrow)]
    pub(super) do_: Option<Text<'a>>,
}

impl<'a> From<Envelope<'a>> for Flat<'a> {
    fn from(envelope: Envelope<'a>) -> Self {
        let Envelope { v, id, act, of, coder, at, rev, do_ } = envelope;
        Self { v, id, act, of, coder, at, rev, do_, ..Self::default() }
    }
}
