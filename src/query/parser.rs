//! Reads a query.
//!
//! ```text
//! query  := or
//! or     := and ("OR" and)*
//! and    := not ("AND"? not)*
//! not    := ("NOT" | "-") not | "(" or ")" | term
//! term   := word | word "*" | word "~" | "\"" words "\"" ("~" number)? | "/" pattern "/" | field ":" values
//! values := value | "(" value ("OR" value)* ")"
//! value  := bare | "\"" … "\"" | "(missing)"
//! ```

mod fielded;

use std::ops::Range;

pub(super) use fielded::RawValue;

use super::ast::{Expr, Kind, Node, Query, Term, Who};
use super::error::QueryError;
use crate::model::Codebook;
use crate::text::{phrase_tokens, stem};

/// The most bytes of a query.
const LONGEST: usize = 64 * 1024;
/// The deepest nesting of brackets and NOTs.
const DEEPEST: usize = 200;

/// What the study knows that a query may name.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The attributes of people and transcripts.
    pub attributes: &'a [&'a str],
    /// The codebook.
    pub codebook: &'a Codebook,
    /// The study's language.
    pub language: &'a str,
}

/// Understands `text`.
///
/// # Errors
/// Every mistake, with its place and a hint: an unknown field or code, `with:` in a search, a bad pattern, an open bracket
/// or quotation mark, an operator without its part. A coder, participant or value that nobody has is no mistake.
pub fn parse(text: &str, names: &Names, kind: Kind) -> Result<Query, QueryError> {
    if text.len() > LONGEST {
        return Err(QueryError::new(0..0, format!("the query is longer than {LONGEST} bytes")));
    }
    let mut parser = Parser { text, at: 0, depth: 0, names, kind, who: None };
    parser.blank();
    if parser.rest().is_empty() {
        return Err(
            QueryError::new(0..text.len(), "the query is empty").hint("for example: \"waiting list\" role:parent")
        );
    }
    let root = parser.or(true)?;
    parser.blank();
    if parser.rest().starts_with(')') {
        let at = parser.at;
        return Err(QueryError::new(at..at + 1, "this bracket was never opened")
            .hint("take it away, or put the text between quotation marks"));
    }
    Ok(Query { text: text.to_owned(), kind, root, who: parser.who.map(|(who, _)| who) })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    names: &'a Names<'a>,
    kind: Kind,
    who: Option<(Who, Range<usize>)>,
}

const OPENING: &[char] = &['"', '“', '”', '„'];
const CLOSING: &[char] = &['"', '”', '“'];

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes an operator, which stands alone and in capitals.
    fn operator(&mut self, word: &str) -> Option<Range<usize>> {
        self.blank();
        let after = self.rest().strip_prefix(word)?;
        let alone =
            after.chars().next().is_none_or(|c| c.is_whitespace() || c == '(' || c == ')' || OPENING.contains(&c));
        alone.then(|| {
            let range = self.at..self.at + word.len();
            self.at = range.end;
            range
        })
    }

    fn at_end(&mut self) -> bool {
        self.blank();
        self.rest().is_empty() || self.rest().starts_with(')')
    }

    fn deeper(&mut self) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let here = self.rest().chars().next().map_or(0, char::len_utf8);
            return Err(QueryError::new(
                self.at..self.at + here,
                format!("more than {DEEPEST} brackets and NOTs in one another"),
            ));
        }
        Ok(())
    }

    fn or(&mut self, top: bool) -> Result<Option<Node>, QueryError> {
        let who_before = self.who.is_some();
        let mut parts = Vec::new();
        parts.extend(self.and(top)?);
        let mut alternatives = false;
        while let Some(operator) = self.operator("OR") {
            alternatives = true;
            if self.at_end() {
                return Err(QueryError::new(operator, "nothing stands after OR").hint(CAPITALS));
            }
            parts.extend(self.and(top)?);
        }
        if let (true, Some((_, range))) = (alternatives && !who_before, &self.who) {
            return Err(who_place(range.clone()));
        }
        Ok(group(parts, Expr::Or))
    }

    fn and(&mut self, top: bool) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        for word in ["AND", "OR"] {
            if let Some(operator) = self.operator(word) {
                return Err(QueryError::new(operator, format!("nothing stands before {word}")).hint(CAPITALS));
            }
        }
        while !self.at_end() {
            let before = self.at;
            if let Some(operator) = self.operator("AND") {
                if self.at_end() || self.operator("OR").is_some() || self.operator("AND").is_some() {
                    return Err(QueryError::new(operator, "nothing stands after AND").hint(CAPITALS));
                }
                continue;
            }
            if self.operator("OR").is_some() {
                self.at = before;
                break;
            }
            parts.extend(self.not(top)?);
        }
        Ok(group(parts, Expr::And))
    }

    fn not(&mut self, top: bool) -> Result<Option<Node>, QueryError> {
        self.blank();
        let start = self.at;
        self.deeper()?;
        let dash = self.rest().starts_with('-')
            && self.rest()[1..].chars().next().is_some_and(|c| !c.is_whitespace() && c != ')');
        let node = if let Some(operator) = self.operator("NOT") {
            if self.at_end() {
                return Err(QueryError::new(operator, "nothing stands after NOT").hint(CAPITALS));
            }
            self.negated(start)?
        } else if dash {
            self.at += 1;
            self.negated(start)?
        } else if self.rest().starts_with('(') {
            self.at += 1;
            if self.at_end() && self.rest().starts_with(')') {
                return Err(QueryError::new(start..self.at + 1, "nothing stands between the brackets"));
            }
            let inner = self.or(false)?;
            if !self.rest().starts_with(')') {
                return Err(QueryError::new(start..start + 1, "this bracket is never closed").hint("add `)`"));
            }
            self.at += 1;
            inner.map(|inner| Node { range: start..self.at, ..inner })
        } else {
            self.term(top)?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn negated(&mut self, start: usize) -> Result<Option<Node>, QueryError> {
        for word in ["AND", "OR"] {
            if let Some(operator) = self.operator(word) {
                return Err(QueryError::new(start..operator.end, format!("{word} cannot follow NOT")));
            }
        }
        let inner = self.not(false)?;
        Ok(inner.map(|inner| Node { expr: Expr::Not(Box::new(inner)), range: start..self.at }))
    }

    fn term(&mut self, top: bool) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        let rest = self.rest();
        let term = if rest.starts_with(OPENING) {
            self.phrase()?
        } else if rest.starts_with('/') {
            self.pattern()?
        } else {
            match self.field_name() {
                Some(name) => return self.field(name, top),
                None => self.word()?,
            }
        };
        Ok(Some(Node { expr: Expr::Term(term), range: start..self.at }))
    }

    /// The text between quotation marks; the cursor stands on the first.
    fn quoted(&mut self) -> Result<&'a str, QueryError> {
        let start = self.at;
        let open = self.rest().chars().next().map_or(0, char::len_utf8);
        let inner = &self.rest()[open..];
        let Some(end) = inner.find(CLOSING) else {
            return Err(QueryError::new(start..start + open, "this quotation mark is never closed").hint("add `\"`"));
        };
        let close = inner[end..].chars().next().map_or(0, char::len_utf8);
        self.at = start + open + end + close;
        Ok(&inner[..end])
    }

    fn folded(&self, text: &str) -> Vec<String> {
        phrase_tokens(text, self.names.language)
    }

    fn phrase(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        let words = self.quoted()?;
        let words = self.folded(words);
        if words.is_empty() {
            return Err(QueryError::new(start..self.at, "there is no word between the quotation marks"));
        }
        let Some(after) = self.rest().strip_prefix('~') else { return Ok(Term::Phrase(words)) };
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let range = self.at..self.at + 1 + digits;
        if digits == 0 {
            return Err(
                QueryError::new(range, "`~` after a phrase needs a number").hint("for example: \"waiting list\"~3")
            );
        }
        // More than can be counted is as good as anywhere.
        let number: usize = after[..digits].parse().unwrap_or(usize::MAX);
        self.at = range.end;
        let stretch = words.len().saturating_add(number);
        Ok(Term::Near(words, stretch))
    }

    fn pattern(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        let inner = &self.rest()[1..];
        let mut escaped = false;
        let end = inner.char_indices().find(|(_, c)| {
            let ends = *c == '/' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let Some((end, _)) = end else {
            return Err(QueryError::new(start..start + 1, "this pattern is never closed")
                .hint("add `/`; write a slash inside as \\/"));
        };
        self.at = start + end + 2;
        let pattern = inner[..end].replace("\\/", "/");
        if pattern.is_empty() {
            return Err(QueryError::new(start..self.at, "the pattern is empty"));
        }
        let built = regex::RegexBuilder::new(&pattern).case_insensitive(true).size_limit(4 << 20).build();
        let pattern = built.map_err(|error| {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            QueryError::new(start..self.at, format!("this is no pattern: {reason}"))
                .hint("to find the signs themselves, put them between quotation marks")
        })?;
        Ok(Term::Pattern(pattern))
    }

    /// A run of characters up to a blank, bracket or quotation mark.
    fn bare(&mut self) -> (&'a str, Range<usize>) {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')' || OPENING.contains(&c));
        let word = &rest[..end.unwrap_or(rest.len())];
        let range = self.at..self.at + word.len();
        self.at = range.end;
        (word, range)
    }

    fn word(&mut self) -> Result<Term, QueryError> {
        let (word, range) = self.bare();
        if word == "NEAR" || word.starts_with("NEAR/") {
            return Err(QueryError::new(range, "there is no operator NEAR").hint(
                "\"waiting list\"~3 finds words that stand close together; the word itself is written small: near",
            ));
        }
        let language = self.names.language;
        let (stem_of, tail) = match word.char_indices().next_back() {
            Some((at, tail @ ('*' | '~'))) => (&word[..at], Some(tail)),
            _ => (word, None),
        };
        if let Some(star) = stem_of.find('*') {
            let at = range.start + star;
            return Err(QueryError::new(at..at + 1, "`*` stands only at the end of a word").hint("for example: wait*"));
        }
        if let Some(tilde) = stem_of.find('~') {
            let at = range.start + tilde;
            return Err(QueryError::new(at..range.end, "`~` with a number stands after a phrase")
                .hint("referal~ finds words one letter away; \"waiting list\"~3 words that stand close together"));
        }
        let mut words = self.folded(stem_of);
        match (words.len(), tail) {
            (0, _) => Err(QueryError::new(range, format!("`{word}` holds no letter or digit"))
                .hint("signs are not searched; use a pattern such as /\\?/")),
            (1, Some('*')) => Ok(Term::Prefix(words.remove(0))),
            (1, Some(_)) => Ok(Term::Fuzzy(words.remove(0))),
            (_, Some(tail)) => Err(QueryError::new(range, format!("`{tail}` needs a single word before it"))),
            (1, None) => Ok(Term::Word(stem(&words[0], language))),
            (_, None) => Ok(Term::Phrase(words)),
        }
    }
}

const CAPITALS: &str = "AND, OR and NOT in capitals are operators; the words themselves are written small";

fn who_place(range: Range<usize>) -> QueryError {
    QueryError::new(range, "`who:` holds for the whole query: it cannot stand in brackets, after NOT or beside OR")
        .hint("put the rest into brackets: who:all (a OR b)")
}

/// One part as it is, several under their operator from the first to the last, none as nothing.
fn group(mut parts: Vec<Node>, make: fn(Vec<Node>) -> Expr) -> Option<Node> {
    match parts.as_slice() {
        [] => None,
        [_] => parts.pop(),
        [first, .., last] => {
            let range = first.range.start..last.range.end;
            Some(Node { expr: make(parts), range })
        }
    }
}
