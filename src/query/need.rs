//! What a query needs of a turn's words, for the index: never too little, often too much.

use super::ast::{Expr, Node, Query, Term};

/// How one folded token must stand in the turn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum How {
    /// As it is.
    Exact,
    /// Any token with this stem (the token is a stem).
    Stem,
    /// Any token that starts so.
    Prefix,
    /// Any token at most one insertion, deletion, change or swap away.
    Fuzzy,
}

/// The words without which a turn cannot match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// No word is needed: every turn may match.
    Anything,
    /// One token.
    Token(String, How),
    /// These folded tokens, next to one another in this order.
    Phrase(Vec<String>),
    /// All of these.
    All(Vec<Need>),
    /// One of these at least.
    Any(Vec<Need>),
}

impl Need {
    /// What a query needs of a turn's words.
    pub fn of(query: &Query) -> Self {
        query.root.as_ref().map_or(Self::Anything, of)
    }
}

fn of(node: &Node) -> Need {
    match &node.expr {
        Expr::And(parts) => all(parts.iter().map(of)),
        Expr::Or(parts) => {
            let parts: Vec<Need> = parts.iter().map(of).collect();
            if parts.contains(&Need::Anything) { Need::Anything } else { Need::Any(parts) }
        }
        Expr::Not(_) => Need::Anything,
        Expr::Term(term) => match term {
            Term::Word(stem) => Need::Token(stem.clone(), How::Stem),
            Term::Prefix(token) => Need::Token(token.clone(), How::Prefix),
            Term::Fuzzy(token) => Need::Token(token.clone(), How::Fuzzy),
            Term::Phrase(words) => Need::Phrase(words.clone()),
            Term::Near(words, _) => all(words.iter().map(|word| Need::Token(word.clone(), How::Exact))),
            _ => Need::Anything,
        },
    }
}

/// All of these; what needs nothing is left out.
fn all(parts: impl Iterator<Item = Need>) -> Need {
    let parts: Vec<Need> = parts.filter(|part| *part != Need::Anything).collect();
    if parts.is_empty() { Need::Anything } else { Need::All(parts) }
}
