//! People from the names of transcripts: `{school}-{participant}` reads `north-P07` as school north, participant P07.

use super::Problem;

/// A pattern for names of transcripts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NamePattern {
    /// Text before each field, and the field's name (empty: anything, not kept).
    parts: Vec<(String, String)>,
    /// Text after the last field.
    tail: String,
}

/// What a name says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct NameSays {
    pub participant: Option<String>,
    pub attributes: Vec<(String, String)>,
}

impl NamePattern {
    /// Reads a pattern: fields in braces, `{_}` for what is not kept; anything else stands for itself.
    ///
    /// # Errors
    /// Braces that do not match, two fields without anything between them, a field twice, no field at all.
    pub fn parse(pattern: &str) -> Result<Self, Problem> {
        let wrong = |what: &str| {
            Problem::new(format!("the pattern `{pattern}` {what}"))
                .hint("write fields in braces with something between them, for example {school}-{participant} or {_}_{participant}")
        };
        let mut parts: Vec<(String, String)> = Vec::new();
        let mut rest = pattern;
        let mut before = String::new();
        while let Some(open) = rest.find('{') {
            before.push_str(&rest[..open]);
            let (field, after) =
                rest[open + 1..].split_once('}').ok_or_else(|| wrong("opens a brace that is never closed"))?;
            let field = field.split_whitespace().collect::<Vec<_>>().join("_");
            if field.is_empty() || field.contains('{') {
                return Err(wrong("has a field without a name"));
            }
            if before.is_empty() && !parts.is_empty() {
                return Err(wrong("has two fields with nothing between them"));
            }
            if field != "_" && parts.iter().any(|(_, known)| *known == field) {
                return Err(wrong("names a field twice"));
            }
            parts.push((std::mem::take(&mut before), field));
            rest = after;
        }
        if parts.is_empty() {
            return Err(wrong("has no field"));
        }
        Ok(Self { parts, tail: rest.to_owned() })
    }

    /// What a name says; `None`: it does not fit. Each field takes as little as possible, the last one the rest.
    pub fn read(&self, name: &str) -> Option<NameSays> {
        let mut says = NameSays::default();
        let mut rest = name.strip_suffix(self.tail.as_str())?;
        let first = self.parts.first()?;
        rest = rest.strip_prefix(first.0.as_str())?;
        for (at, (_, field)) in self.parts.iter().enumerate() {
            let value = match self.parts.get(at + 1) {
                Some((between, _)) => {
                    let (value, after) = rest.split_once(between.as_str())?;
                    rest = after;
                    value
                }
                None => rest,
            };
            let value = value.trim();
            if value.is_empty() || (value.contains('/') && field != "_") {
                return None;
            }
            match field.as_str() {
                "_" => {}
                "participant" => says.participant = Some(value.to_owned()),
                field => says.attributes.push((field.to_owned(), value.to_owned())),
            }
        }
        Some(says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_people_and_attributes() {
        let pattern = NamePattern::parse("{school}-{participant}").unwrap();
        let says = pattern.read("north-P07").unwrap();
        assert_eq!(says.participant.as_deref(), Some("P07"));
        assert_eq!(says.attributes, [("school".to_owned(), "north".to_owned())]);
        assert_eq!(pattern.read("north-P07-2").unwrap().participant.as_deref(), Some("P07-2"));
        assert_eq!(pattern.read("north"), None);
        assert_eq!(pattern.read("a/north-P07"), None);
        let other = NamePattern::parse("{_}/Interview {participant} ({home town})").unwrap();
        let says = other.read("wave1/Interview P2 (Ayr)").unwrap();
        assert_eq!((says.participant.as_deref(), says.attributes[0].0.as_str()), (Some("P2"), "home_town"));
        for wrong in ["x", "{a}{b}", "{a", "{}", "{a}-{a}"] {
            assert!(NamePattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
