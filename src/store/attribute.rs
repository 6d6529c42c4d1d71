//! Names and values that attributes cannot have.

use crate::model::{CODING_COLUMNS_AFTER, CODING_COLUMNS_BEFORE, QUERY_FIELDS};

/// The name of an attribute as it is used: blanks at its ends gone, others written `_`.
pub fn name(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Why an attribute cannot have this name.
pub fn bad_name(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let is = if QUERY_FIELDS.contains(&lower.as_str()) {
        "a field of queries"
    } else if CODING_COLUMNS_BEFORE.iter().chain(&CODING_COLUMNS_AFTER).any(|column| *column == lower) {
        "a column of `emic export codings`"
    } else {
        return None;
    };
    Some(format!("an attribute cannot be named `{name}`: that is {is}"))
}

/// Whether a value is one that tables use for themselves.
pub fn is_bad_value(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "(all)" | "(missing)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_and_columns_are_taken() {
        for taken in ["code", "Speaker", "line_end", "WHO", "memo", "path"] {
            assert!(bad_name(taken).is_some(), "{taken}");
        }
        for free in ["role", "school", "date", "is_parent"] {
            assert_eq!(bad_name(free), None);
        }
        assert_eq!(name("  may  quote "), "may_quote");
        assert!(is_bad_value("(Missing)") && !is_bad_value("missing"));
    }
}
