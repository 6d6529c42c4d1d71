//! The two parts of a query on a table: the scope, and the conditions on codings (DESIGN §6).

use super::ast::{Expr, Node, Query, Term};
use super::error::QueryError;

/// A query on a table, taken apart.
#[derive(Clone, Debug, Default)]
pub struct TableQuery {
    /// Conditions on people and transcripts: they narrow numerators and denominators alike.
    pub scope: Option<Node>,
    /// The scope as it was written; empty: none.
    pub scope_text: String,
    /// Conditions on codings or words: they narrow the numerators only.
    pub conditions: Option<Node>,
    /// The conditions as they were written; empty: none.
    pub conditions_text: String,
}

impl Query {
    /// Takes a query on a table apart at its topmost ANDs.
    ///
    /// # Errors
    /// An OR or NOT over conditions of both kinds.
    pub fn split(&self) -> Result<TableQuery, QueryError> {
        let parts = self.root.as_ref().map(Node::conjuncts).unwrap_or_default();
        let (mut scope, mut conditions) = (Vec::new(), Vec::new());
        for part in parts {
            match (part.any_term(&Term::is_scope), part.any_term(&|term| !term.is_scope())) {
                (true, true) => {
                    return Err(QueryError::new(
                        part.range.clone(),
                        "conditions on people or transcripts and conditions on codings or words are joined by AND only",
                    )
                    .hint(
                        "the first narrow the whole table, the others what is counted: make two tables, or write them side by side",
                    ));
                }
                (true, false) => scope.push(part.clone()),
                _ => conditions.push(part.clone()),
            }
        }
        let text = |nodes: &[Node]| {
            let texts: Vec<&str> =
                nodes.iter().map(|node| self.text.get(node.range.clone()).unwrap_or_default()).collect();
            texts.join(" AND ")
        };
        Ok(TableQuery {
            scope_text: text(&scope),
            conditions_text: text(&conditions),
            scope: joined(scope),
            conditions: joined(conditions),
        })
    }
}

fn joined(mut nodes: Vec<Node>) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => {
            let range = nodes.first().map_or(0, |n| n.range.start)..nodes.last().map_or(0, |n| n.range.end);
            Some(Node { expr: Expr::And(nodes), range })
        }
    }
}
