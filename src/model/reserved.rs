//! Names that attributes cannot have, for they mean something else in a query or a table.

/// Every field of the query language but the attributes.
pub const QUERY_FIELDS: &[&str] =
    &["code", "theme", "with", "has", "participant", "speaker", "transcript", "about", "coder", "memo", "is", "who"];

/// The columns of `export codings` before the attributes.
pub const CODING_COLUMNS_BEFORE: [&str; 3] = ["coding", "transcript", "participant"];

/// The columns of `export codings` after the attributes.
pub const CODING_COLUMNS_AFTER: [&str; 21] = [
    "speaker",
    "turn",
    "time",
    "start",
    "end",
    "line_start",
    "line_end",
    "words",
    "code",
    "path",
    "level_1",
    "level_2",
    "level_3",
    "coder",
    "created",
    "modified",
    "starred",
    "memo",
    "quote",
    "before",
    "after",
];
