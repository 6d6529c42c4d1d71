//! Names of variables for R and SPSS: at most 64 bytes, no blanks, unique ignoring case.

use std::collections::HashSet;

use super::table::{Cell, Column, Meta, Table};

/// The most bytes that SPSS takes in a variable's name; R has no such limit.
const LONGEST: usize = 64;

/// Words that R or SPSS keeps for itself.
const KEPT: [&str; 26] = [
    "all", "and", "break", "by", "else", "eq", "false", "for", "function", "ge", "gt", "if", "in", "inf", "le", "lt",
    "na", "nan", "ne", "next", "not", "null", "or", "repeat", "to", "true",
];

/// One variable of a matrix and what it stands for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Variable {
    /// The name, which is the head of its column.
    pub name: String,
    /// What it is: `id`, `attribute`, `base`, `code`, `set` or `group`.
    pub kind: &'static str,
    /// The id, attribute or value that it was made from.
    pub from: String,
    /// In words.
    pub label: String,
}

/// Hands out names, none twice.
#[derive(Default)]
pub(super) struct Variables {
    taken: HashSet<String>,
    made: Vec<Variable>,
}

impl Variables {
    /// A variable whose name is as near to `wanted` as may be: whatever is no letter, digit or `_` becomes `_`; one that
    /// does not begin with a letter, or that R or SPSS keeps for itself, gets `v_` before it; one that is too long is cut;
    /// one that is there already (ignoring case) gets `_2`, `_3` … at its end.
    pub fn add(&mut self, wanted: &str, kind: &'static str, from: &str, label: impl Into<String>) -> &Variable {
        let mut name: String = wanted.chars().map(|char| if char.is_alphanumeric() { char } else { '_' }).collect();
        // An underscore at the end is allowed by R, and warned of by SPSS.
        name.truncate(name.trim_end_matches('_').len());
        if !name.starts_with(char::is_alphabetic) || KEPT.contains(&name.to_lowercase().as_str()) {
            name.insert_str(0, "v_");
        }
        let base = cut(&name, LONGEST).to_owned();
        let mut name = base.clone();
        let mut number = 2_u32;
        while !self.taken.insert(name.to_lowercase()) {
            let end = format!("_{number}");
            name = format!("{}{end}", cut(&base, LONGEST - end.len()));
            number += 1;
        }
        self.made.push(Variable { name, kind, from: from.to_owned(), label: label.into() });
        &self.made[self.made.len() - 1]
    }

    /// The variables in the order in which they were made.
    pub fn finish(self) -> Vec<Variable> {
        self.made
    }
}

/// The head of a text that has at most `bytes` bytes, cut between two characters.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The label file: one row per variable, `variable,label,kind,from`.
pub(super) fn labels(variables: &[Variable], meta: &Meta) -> Table {
    let row = |variable: &Variable| {
        let Variable { name, kind, from, label } = variable;
        vec![Cell::text(name), Cell::text(label), Cell::text(*kind), Cell::text(from)]
    };
    Table {
        name: "labels".into(),
        columns: ["variable", "label", "kind", "from"].map(Column::left).into(),
        rows: variables.iter().map(row).collect(),
        sentences: vec!["what the columns of the matrix stand for".into()],
        meta: meta.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(wanted: &[&str]) -> Vec<String> {
        let mut variables = Variables::default();
        for name in wanted {
            variables.add(name, "code", name, "");
        }
        variables.finish().into_iter().map(|variable| variable.name).collect()
    }

    #[test]
    fn names_are_such_as_r_and_spss_take() {
        assert_eq!(
            names(&["ta-reliance", "3-tier", "by", "NULL", "_x"]),
            ["ta_reliance", "v_3_tier", "v_by", "v_NULL", "v__x"]
        );
        assert_eq!(names(&["a-b", "a_b", "A b"]), ["a_b", "a_b_2", "A_b_3"]);
        assert_eq!(names(&["", "École 3 (nord)"]), ["v_", "École_3__nord"]);
        let long = "x".repeat(70);
        let made = names(&[&long, &long]);
        assert_eq!((made[0].len(), made[1].len()), (64, 64));
        assert!(made[1].ends_with("x_2"));
    }

    proptest! {
        #[test]
        fn any_names_become_unique_names_of_variables(wanted in proptest::collection::vec("\\PC{0,80}|[a-c-]{0,3}", 1..12)) {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let made = names(&wanted);
            prop_assert_eq!(made.len(), wanted.len());
            let folded: HashSet<String> = made.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), made.len());
            for name in &made {
                prop_assert!(name.len() <= 64 && !name.is_empty(), "{}", name);
                prop_assert!(name.chars().all(|char| char.is_alphanumeric() || char == '_'), "{}", name);
                prop_assert!(name.starts_with(char::is_alphabetic), "{}", name);
                prop_assert!(!KEPT.contains(&name.to_lowercase().as_str()), "{}", name);
            }
        }
    }
}
