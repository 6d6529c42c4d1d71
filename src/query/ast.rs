//! What a query says, resolved against the study: a tree of terms, each with its place in the text.

use std::ops::Range;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// What a query is for: it decides which items there are and which terms are allowed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Turns.
    Search,
    /// Codings.
    Quotes,
    /// The scope and the numerators of a table.
    Table,
}

/// Whose turns a search looks at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// Participants, and speakers whom nobody has mapped yet.
    Participants,
    /// Interviewers.
    Interviewer,
    /// Everybody, people present but not studied too.
    All,
}

/// A query that has been understood.
#[derive(Clone, Debug)]
pub struct Query {
    /// As it was written.
    pub text: String,
    /// What it is for.
    pub kind: Kind,
    /// The tree; `None`: nothing but `who:`.
    pub root: Option<Node>,
    /// `who:`, if it is given.
    pub who: Option<Who>,
}

/// One part of a query and its bytes in the text.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it says.
    pub expr: Expr,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A part of a query.
#[derive(Clone, Debug)]
pub enum Expr {
    /// All of these.
    And(Vec<Node>),
    /// One of these at least.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// One condition.
    Term(Term),
}

/// One condition on an item.
#[derive(Clone, Debug)]
pub enum Term {
    /// A word in any form: its stem.
    Word(String),
    /// These folded tokens next to one another.
    Phrase(Vec<String>),
    /// These folded tokens in any order in a stretch of that many words.
    Near(Vec<String>, usize),
    /// A folded token that starts so.
    Prefix(String),
    /// A folded token at most one edit away.
    Fuzzy(String),
    /// A pattern.
    Pattern(Regex),
    /// A coding with one of these codes (by place in the codebook): `code:` and `theme:`.
    Codes(Vec<bool>),
    /// Another coding with one of these codes shares a character: `with:`.
    With(Vec<bool>),
    /// The participant has a passage with one of these codes: `has:`.
    Has(Vec<bool>),
    /// An attribute of the person or the transcript.
    Attribute(String, Vec<Value>),
    /// `participant:`
    Participant(Vec<Value>),
    /// `speaker:`
    Speaker(Vec<Value>),
    /// `transcript:`
    Transcript(Vec<Value>),
    /// `about:`
    About(Vec<Value>),
    /// `coder:`
    Coder(Vec<Value>),
    /// `memo:`, folded tokens next to one another.
    Memo(Wording),
    /// `is:`
    Is(Flag),
}

/// Words that stand next to one another in a memo.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Wording {
    /// Folded tokens, at least one.
    pub words: Vec<String>,
    /// `*` at the start: the first need only be the end of a word.
    pub open_start: bool,
    /// `*` at the end: the last need only be the beginning of a word.
    pub open_end: bool,
}

impl Wording {
    /// Whether the words stand next to one another in `tokens`.
    pub fn stands_in(&self, tokens: &[String]) -> bool {
        let last = self.words.len().saturating_sub(1);
        tokens.windows(self.words.len().max(1)).any(|run| {
            run.iter().zip(&self.words).enumerate().all(|(at, (have, word))| {
                match (self.open_start && at == 0, self.open_end && at == last) {
                    (false, false) => have == word,
                    (true, false) => have.ends_with(word.as_str()),
                    (false, true) => have.starts_with(word.as_str()),
                    (true, true) => have.contains(word.as_str()),
                }
            })
        })
    }
}

/// The values of `is:`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Flag {
    /// No coding in scope.
    Uncoded,
    /// Marked as exemplar.
    Starred,
    /// Marked as negative case.
    Negative,
    /// With a memo.
    Memoed,
    /// Coded under an earlier definition.
    OlderDefinition,
}

impl Term {
    /// Whether it is a condition on people and transcripts: part of the scope of a table.
    pub fn is_scope(&self) -> bool {
        matches!(
            self,
            Self::Attribute(..)
                | Self::Participant(_)
                | Self::Speaker(_)
                | Self::Transcript(_)
                | Self::About(_)
                | Self::Has(_)
        )
    }

    /// Whether it looks at codings, so that `coder:` beside it narrows them.
    pub fn is_coding(&self) -> bool {
        matches!(self, Self::Codes(_) | Self::With(_) | Self::Memo(_) | Self::Is(_))
    }
}

/// A value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// `*`: any value.
    Any,
    /// `(missing)`: no value.
    Missing,
    /// A value, compared in NFC and lower case, with `*` at its ends or not.
    Text {
        /// NFC, lower case, without the `*`.
        folded: String,
        /// `*` at its start.
        open_start: bool,
        /// `*` at its end.
        open_end: bool,
    },
}

impl Value {
    /// Reads a value; `None` if a `*` stands inside.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        if text.eq_ignore_ascii_case("(missing)") {
            return Some(Self::Missing);
        }
        let (inner, open_start) = text.strip_prefix('*').map_or((text, false), |inner| (inner, true));
        let (inner, open_end) = inner.strip_suffix('*').map_or((inner, false), |inner| (inner, true));
        (!inner.contains('*')).then(|| Self::Text { folded: fold_value(inner), open_start, open_end })
    }

    /// Whether `value` (already folded) is meant.
    pub fn matches(&self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Missing => false,
            Self::Text { folded, open_start: false, open_end: false } => value == folded,
            Self::Text { folded, open_start: true, open_end: false } => value.ends_with(folded),
            Self::Text { folded, open_start: false, open_end: true } => value.starts_with(folded),
            Self::Text { folded, open_start: true, open_end: true } => value.contains(folded),
        }
    }
}

/// NFC and lower case: values ignore case.
pub fn fold_value(value: &str) -> String {
    value.trim().nfc().collect::<String>().to_lowercase()
}

/// Whether one of several values holds for one of a thing's; a thing without any is `(missing)`.
pub fn any_matches<'a>(values: &[Value], have: impl IntoIterator<Item = &'a str>) -> bool {
    let mut nothing = true;
    for value in have {
        nothing = false;
        let folded = fold_value(value);
        if values.iter().any(|wanted| wanted.matches(&folded)) {
            return true;
        }
    }
    nothing && values.contains(&Value::Missing)
}

impl Query {
    /// Walks all nodes, each before its parts.
    pub fn nodes<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        if let Some(root) = &self.root {
            root.walk(visit);
        }
    }
}

impl Node {
    /// Walks this node and all beneath it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        match &self.expr {
            Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Expr::Not(part) => part.walk(visit),
            Expr::Term(_) => {}
        }
    }

    /// The parts that are joined by AND here, whatever brackets stand around them; of anything else only itself.
    pub fn conjuncts(&self) -> Vec<&Node> {
        fn collect<'a>(node: &'a Node, parts: &mut Vec<&'a Node>) {
            match &node.expr {
                Expr::And(inner) => inner.iter().for_each(|part| collect(part, parts)),
                _ => parts.push(node),
            }
        }
        let mut parts = Vec::new();
        collect(self, &mut parts);
        parts
    }

    /// Whether a term beneath (or this one) is of a kind.
    pub fn any_term(&self, is: &dyn Fn(&Term) -> bool) -> bool {
        match &self.expr {
            Expr::And(parts) | Expr::Or(parts) => parts.iter().any(|part| part.any_term(is)),
            Expr::Not(part) => part.any_term(is),
            Expr::Term(term) => is(term),
        }
    }
}
