//! Terms with a field: `role:parent`, `theme:(waiting OR trust)`.

use std::ops::Range;

use super::super::ast::{Expr, Kind, Node, Term, Value};
use super::super::error::QueryError;
use super::super::fields;
use super::{CAPITALS, OPENING, Parser, who_place};
use crate::model::QUERY_FIELDS;
use crate::text::suggest;

impl<'a> Parser<'a> {
    /// The name before a colon, if this is a field: the name of an attribute, or a word of letters, digits, `_`, `-`, `.`.
    pub(super) fn field_name(&self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '\''))?;
        if end > 0 && rest[end..].starts_with(':') {
            return Some(&rest[..end]);
        }
        // The names of attributes are the researcher's: they may hold other signs.
        let attribute = |name: &&str| {
            let mut letters = name.chars().flat_map(char::to_lowercase);
            let mut end = 0;
            for c in rest.chars() {
                for lower in c.to_lowercase() {
                    match letters.next() {
                        Some(letter) if letter == lower => {}
                        None if c == ':' => return Some(end),
                        _ => return None,
                    }
                }
                end += c.len_utf8();
            }
            None
        };
        let end = self.names.attributes.iter().find_map(attribute).filter(|end| *end > 0)?;
        Some(&rest[..end])
    }

    pub(super) fn field(&mut self, name: &'a str, top: bool) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        let name_range = start..start + name.len();
        let lower = name.to_lowercase();
        let attribute = self.names.attributes.iter().find(|known| known.to_lowercase() == lower);
        if !QUERY_FIELDS.contains(&lower.as_str()) && attribute.is_none() {
            return Err(self.unknown_field(name, name_range));
        }
        self.at = name_range.end + 1;
        let values = self.values(name_range.clone())?;
        let range = start..self.at;
        if lower == "who" {
            let who = fields::who(&values)?;
            if !top {
                return Err(who_place(range));
            }
            if self.kind == Kind::Table {
                return Err(QueryError::new(range, "a table counts what participants say: `who:` has no place in it"));
            }
            if self.who.is_some() {
                return Err(QueryError::new(range, "`who:` stands once in a query"));
            }
            self.who = Some((who, range));
            return Ok(None);
        }
        let term = match attribute {
            Some(attribute) if !QUERY_FIELDS.contains(&lower.as_str()) => {
                Term::Attribute((*attribute).to_owned(), fields::plain(&values)?)
            }
            _ => fields::term(&lower, &values, self.names, self.kind, &range)?,
        };
        Ok(Some(Node { expr: Expr::Term(term), range }))
    }

    fn unknown_field(&mut self, name: &str, range: Range<usize>) -> QueryError {
        let known = QUERY_FIELDS.iter().copied().chain(self.names.attributes.iter().copied());
        let near = suggest::nearest(name, known);
        let (bare, _) = self.bare();
        let mut hint = near.map(|near| format!("did you mean `{near}:`? ")).unwrap_or_default();
        hint.push_str(&format!("to search for the words themselves, write \"{}\"", bare.trim_end_matches('"')));
        if !self.names.attributes.is_empty() {
            hint.push_str(&format!("; the attributes of this study are {}", self.names.attributes.join(", ")));
        }
        QueryError::new(range, format!("there is no field `{name}`")).hint(hint)
    }

    /// One value or several in brackets.
    fn values(&mut self, field: Range<usize>) -> Result<Vec<RawValue<'a>>, QueryError> {
        let name = &self.text[field.clone()];
        let missing = |rest: &str| rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("(missing)"));
        if self.rest().starts_with('(') && !missing(self.rest()) {
            let open = self.at;
            self.at += 1;
            let mut values = Vec::new();
            loop {
                if self.at_end() {
                    if self.rest().is_empty() {
                        return Err(QueryError::new(open..open + 1, "this bracket is never closed").hint("add `)`"));
                    }
                    if values.is_empty() {
                        return Err(QueryError::new(open..self.at + 1, "nothing stands between the brackets"));
                    }
                    self.at += 1;
                    return Ok(values);
                }
                let operator = self.operator("OR");
                if let Some(operator) = &operator
                    && (values.is_empty() || self.at_end() || self.operator("OR").is_some())
                {
                    let side = if values.is_empty() { "before" } else { "after" };
                    return Err(QueryError::new(operator.clone(), format!("nothing stands {side} OR")).hint(CAPITALS));
                }
                if !values.is_empty() && operator.is_none() {
                    let (word, mut range) = self.bare();
                    if word.is_empty() {
                        range.end += self.rest().chars().next().map_or(0, char::len_utf8);
                    }
                    return Err(QueryError::new(range, "values are joined by OR").hint(format!(
                        "for example: {name}:(parent OR carer); a value of several words stands between quotation marks"
                    )));
                }
                self.blank();
                values.push(self.value(&field)?);
            }
        }
        Ok(vec![self.value(&field)?])
    }

    fn value(&mut self, field: &Range<usize>) -> Result<RawValue<'a>, QueryError> {
        let start = self.at;
        let rest = self.rest();
        if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("(missing)")) {
            self.at += 9;
            return Ok(RawValue { text: &rest[..9], range: start..self.at, quoted: false });
        }
        let quoted = rest.starts_with(OPENING);
        let text = if quoted { self.quoted()? } else { self.bare().0 };
        if text.trim().is_empty() {
            let name = &self.text[field.clone()];
            return Err(QueryError::new(field.start..self.at.max(field.end + 1), format!("`{name}:` has no value"))
                .hint(format!("the value follows without a blank: {name}:value or {name}:\"two words\"")));
        }
        Ok(RawValue { text, range: start..self.at, quoted })
    }
}

/// A value as it was written.
#[derive(Clone, Debug)]
pub struct RawValue<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
    pub quoted: bool,
}

impl RawValue<'_> {
    /// The value with `*` at its ends read; an error if one stands inside.
    pub fn read(&self) -> Result<Value, QueryError> {
        if self.quoted && self.text.eq_ignore_ascii_case("(missing)") {
            return Ok(Value::Missing);
        }
        Value::parse(self.text).ok_or_else(|| {
            QueryError::new(self.range.clone(), "`*` stands only at the ends of a value")
                .hint("for example: s3-* or *-parent")
        })
    }
}
