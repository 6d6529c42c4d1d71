//! The reader that stops where a value or its key stands.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess};

use super::{Context, Stop, Text};
use crate::store::yaml_node::Step;

/// Goes down a path and fails at its end.
#[derive(Clone, Copy)]
pub(super) struct Locating<'a> {
    pub path: &'a [Step],
    /// Fail at the last key, not at its value.
    pub key: bool,
    pub context: &'a Context,
}

impl<'de> DeserializeSeed<'de> for Locating<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A key on the way: answers whether it is the one, and fails there if it is to be located itself.
struct KeyIs<'a>(Locating<'a>);

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for KeyIs<'_> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        let is = matches!(self.0.path.first(), Some(Step::Key(wanted)) if wanted == key);
        if is && self.0.key && self.0.path.len() == 1 { Err(self.0.context.stop(Stop::Here)) } else { Ok(is) }
    }
}

impl<'a> Locating<'a> {
    fn here<E: de::Error>(self) -> Result<(), E> {
        if self.path.is_empty() { Err(self.context.stop(Stop::Here)) } else { Ok(()) }
    }
    fn below(self) -> Locating<'a> {
        Locating { path: self.path.get(1..).unwrap_or_default(), ..self }
    }
}

impl<'de> de::Visitor<'de> for Locating<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.here()
    }
    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.here()
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.here()
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.here()
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.here()
    }
    fn visit_i128<E: de::Error>(self, _: i128) -> Result<(), E> {
        self.here()
    }
    fn visit_u128<E: de::Error>(self, _: u128) -> Result<(), E> {
        self.here()
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.here()
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.here()
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.here()?;
        let mut at = 0;
        loop {
            let more = match self.path.first() {
                Some(Step::Item(wanted)) if *wanted == at => items.next_element_seed(self.below())?.is_some(),
                _ => items.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                return Ok(());
            }
            at += 1;
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.here()?;
        while let Some(is) = entries.next_key_seed(KeyIs(self))? {
            if is {
                entries.next_value_seed(self.below())?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, content) = tagged.variant_seed(Text)?;
        content.newtype_variant_seed(self)
    }
}
