//! What a query needs of a turn's words, for the index: never too little, often too much.

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
