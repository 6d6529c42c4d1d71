//! Names and values that attributes cannot have.

/// Fields of a query line.
const FIELDS: &[&str] =
    &["code", "theme", "with", "has", "participant", "speaker", "transcript", "about", "coder", "memo", "is", "who"];

/// Columns of `export codings` that are no fields.
const COLUMNS: &[&str] = &[
    "coding",
    "turn",
    "time",
    "start",
    "end",
    "line_start",
    "line_end",
    "words",
    "path",
    "level_1",
    "level_2",
    "level_3",
    "created",
    "modified",
    "starred",
    "quote",
    "before",
    "after",
];

/// The name of an attribute as it is used: blanks at its ends gone, others written `_`.
pub fn name(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Why an attribute cannot have this name.
pub fn bad_name(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let is = if FIELDS.contains(&lower.as_str()) {
        "a field of queries"
    } else if COLUMNS.contains(&lower.as_str()) {
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
