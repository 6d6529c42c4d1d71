//! The only file that names the YAML crate: text to [`Node`], and where a node stands.
//!
//! The crate tells no positions of values, only of errors. So a value's place is found by reading the text once more
//! with a reader that fails on purpose when it comes to it: exact in every style of YAML, and only paid for when there
//! is something to show or to splice.

mod locating;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess};

use super::yaml_node::{Kind, Node, Step};
use locating::Locating;

/// Most values that one file may hold, aliases followed: what bounds memory against files made to exhaust it.
const MAX_NODES: usize = 1_000_000;
/// Most brackets open at once. The parser's own limit (128) comes after its scanner, which is quadratic in these.
const MAX_OPEN: usize = 2000;

/// Why a text is no YAML that is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YamlError {
    /// What is wrong.
    pub message: String,
    /// Line and column (code points), from 1, where known.
    pub place: Option<(u32, u32)>,
}

/// What stopped a reading on purpose.
#[derive(Clone)]
enum Stop {
    Duplicate(String),
    TooMany,
    Here,
}

/// What all readers of one reading share.
#[derive(Default)]
struct Context {
    stop: RefCell<Option<Stop>>,
    nodes: Cell<usize>,
}

impl Context {
    fn stop<E: de::Error>(&self, stop: Stop) -> E {
        *self.stop.borrow_mut() = Some(stop);
        E::custom("stopped")
    }
}

/// Reads one YAML document. An empty text is null.
///
/// # Errors
/// Broken syntax, a key that stands twice in its mapping, more than one document, nesting or aliases beyond reason.
pub fn parse(source: &str) -> Result<Node, YamlError> {
    if let Some(place) = too_deep(source) {
        return Err(YamlError { message: "the values are nested too deeply".into(), place: Some(place) });
    }
    let context = Context::default();
    let shape = Shaping(&context).deserialize(serde_yaml::Deserializer::from_str(source));
    let shape = shape.map_err(|error| explain(source, &context, &error))?;
    if matches!(shape, Shape::Scalar(Kind::Null)) {
        return Ok(Node::Scalar(String::new(), Kind::Null));
    }
    Reading(&shape)
        .deserialize(serde_yaml::Deserializer::from_str(source))
        .map_err(|error| explain(source, &context, &error))
}

/// Line and column (from 1, code points) of the value at the end of `path`, or of its key.
pub fn locate(source: &str, path: &[Step], key: bool) -> Option<(u32, u32)> {
    let context = Context::default();
    let seed = Locating { path, key, context: &context };
    let error = seed.deserialize(serde_yaml::Deserializer::from_str(source)).err()?;
    let here = matches!(*context.stop.borrow(), Some(Stop::Here));
    let place = error.location().filter(|_| here)?;
    Some((place.line() as u32, place.column() as u32))
}

/// The first line at which too many brackets are open, or that opens too many lists and keys at once.
fn too_deep(source: &str) -> Option<(u32, u32)> {
    let mut open = 0usize;
    for (line, text) in source.lines().enumerate() {
        let opens = text.split_ascii_whitespace().take_while(|token| matches!(*token, "-" | "?")).count();
        for char in text.chars() {
            match char {
                '[' | '{' => open += 1,
                ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open.max(opens) > MAX_OPEN {
                return Some((line as u32 + 1, 1));
            }
        }
    }
    None
}

/// Turns the crate's error into ours.
fn explain(source: &str, context: &Context, error: &serde_yaml::Error) -> YamlError {
    let place = error.location().map(|place| (place.line() as u32, place.column() as u32));
    let message = match context.stop.borrow().clone() {
        Some(Stop::Duplicate(key)) => format!("the key `{key}` stands twice"),
        Some(Stop::TooMany) => "the file holds too many values".into(),
        _ => {
            let text = error.to_string();
            // "<path>: <what> at line 3 column 4, while parsing …": the place is shown by a caret.
            let text = text.split(" at line ").next().unwrap_or_default();
            match text {
                text if text.contains("more than one document") => "a second document begins in this file".into(),
                text if text.contains("recursion limit") => "the values are nested too deeply".into(),
                text if text.contains("repetition limit") => "aliases repeat values without end".into(),
                text => text.to_owned(),
            }
        }
    };
    // A quote that is never closed is at fault where it was opened, not at the end of the file.
    let whole = error.to_string();
    let opened = whole.rsplit_once(" at line ").filter(|_| message.contains("end of stream"));
    let opened = opened.and_then(|(_, place)| place.split_once(" column "));
    let opened = opened.and_then(|(line, column)| Some((line.parse().ok()?, column.trim().parse().ok()?)));
    let place = opened.or(place).or_else(|| {
        let second = source.lines().enumerate().skip(1).find(|(_, line)| line.trim_end() == "---");
        second.filter(|_| message.contains("second document")).map(|(line, _)| (line as u32 + 1, 1))
    });
    YamlError { message, place }
}

/// A tree of kinds: tells the second reading, which takes every scalar as text, what to expect.
enum Shape {
    Scalar(Kind),
    List(Vec<Shape>),
    Map(Vec<Shape>),
}

/// First reading: kinds, and the checks.
#[derive(Clone, Copy)]
struct Shaping<'a>(&'a Context);

impl<'de> DeserializeSeed<'de> for Shaping<'_> {
    type Value = Shape;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        let nodes = self.0.nodes.get() + 1;
        self.0.nodes.set(nodes);
        if nodes > MAX_NODES {
            return Err(self.0.stop(Stop::TooMany));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Shaping<'_> {
    type Value = Shape;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Null))
    }
    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Null))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Bool))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Number))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Number))
    }
    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Number))
    }
    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Number))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Number))
    }
    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar(Kind::Text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let keys = RefCell::new(HashSet::new());
        let mut map = Vec::new();
        while entries.next_key_seed(NewKey { keys: &keys, context: self.0 })?.is_some() {
            map.push(entries.next_value_seed(self)?);
        }
        Ok(Shape::Map(map))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Shape, A::Error> {
        // A tag (`!something`) is not ours: what it tags is read as if it stood alone.
        let (_, content) = tagged.variant_seed(Text)?;
        content.newtype_variant_seed(self)
    }
}

/// A key that must be new in its mapping.
struct NewKey<'a> {
    keys: &'a RefCell<HashSet<String>>,
    context: &'a Context,
}

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for NewKey<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        if self.keys.borrow_mut().insert(key.to_owned()) {
            Ok(())
        } else {
            Err(self.context.stop(Stop::Duplicate(key.to_owned())))
        }
    }
}

/// A scalar as the text that stands in the file.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for Text {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

/// Second reading: every scalar as text.
#[derive(Clone, Copy)]
struct Reading<'a>(&'a Shape);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match self.0 {
            Shape::Scalar(kind) => Text.deserialize(deserializer).map(|text| Node::Scalar(text, *kind)),
            Shape::List(_) => deserializer.deserialize_seq(self),
            Shape::Map(_) => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> de::Visitor<'de> for Reading<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value that stood here before")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let Shape::List(shapes) = self.0 else { return Err(de::Error::custom("a list")) };
        let mut list = Vec::with_capacity(shapes.len());
        for shape in shapes {
            list.extend(items.next_element_seed(Reading(shape))?);
        }
        items.next_element::<IgnoredAny>()?;
        Ok(Node::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let Shape::Map(shapes) = self.0 else { return Err(de::Error::custom("a mapping")) };
        let mut map = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let Some(key) = entries.next_key_seed(Text)? else { break };
            map.push((key, entries.next_value_seed(Reading(shape))?));
        }
        entries.next_key::<IgnoredAny>()?;
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
