//! looks.yaml: how the terminal UI looks on this machine. What the looks are, the terminal UI knows.

use super::own_file::{entries, unknown};
use super::yaml;
use super::yaml_lines::{SpliceRefused, set};
use super::yaml_node::{Node, Step};

/// The file's name.
pub const LOOKS_FILE: &str = "looks.yaml";

/// What may stand in it.
const KEYS: &str = "`look:` and `measure:`";

/// What a person's file of looks says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnLooks {
    /// The name of the look.
    pub look: Option<String>,
    /// Columns of text at most.
    pub measure: Option<u16>,
    /// What could not be read, in sentences.
    pub faults: Vec<String>,
}

/// Reads the file's text. What is not understood is told, the rest holds.
pub fn own_looks(text: &str) -> OwnLooks {
    let mut own = OwnLooks::default();
    let entries = entries(text, KEYS).unwrap_or_else(|fault| {
        own.faults.push(fault);
        Vec::new()
    });
    for (key, value) in &entries {
        match (key.as_str(), value.as_text()) {
            ("look", Some(name)) => own.look = Some(name.to_owned()),
            ("measure", Some(columns)) => match columns.parse() {
                Ok(columns) => own.measure = Some(columns),
                Err(_) => own.faults.push(format!("measure: `{columns}` is no number of columns; for example 72")),
            },
            ("look" | "measure", None) => own.faults.push(format!("{key}: one value shall stand here")),
            (other, _) => own.faults.push(unknown(other, KEYS)),
        }
    }
    own
}

/// The file's text with another value of `key`; comments and all else stay.
///
/// # Errors
/// Where the value cannot be spliced.
pub fn with_look(text: &str, key: &str, value: &str) -> Result<String, SpliceRefused> {
    let value = value.parse().map_or_else(|_| Node::text(value), Node::number);
    // Where nothing stands yet but comments, there is nothing to splice into.
    if yaml::parse(text).is_ok_and(|node| node.is_null()) {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return Ok(format!("{text}{end}{key}: {}\n", value.as_text().unwrap_or_default()));
    }
    set(text, &[Step::from(key)], &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_taken_as_it_stands() {
        let own = own_looks("\u{feff}# mine\nlook: contrast-dark\nmeasure: 80\n");
        assert_eq!(own, OwnLooks { look: Some("contrast-dark".into()), measure: Some(80), faults: Vec::new() });
        assert_eq!(own_looks(""), OwnLooks::default());
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let faults = |text: &str| own_looks(text).faults.join("\n");
        assert!(faults("measure: wide\n").contains("`wide` is no number"));
        assert!(faults("colour: red\n").contains("“colour” is not known"));
        assert!(faults("look: [a]\n").contains("one value"));
        assert!(faults("look: [\n").starts_with("line "));
        assert!(faults("dark\n").contains("`look:`"));
        assert_eq!(own_looks("look: dark\nmeasure: wide\n").look.as_deref(), Some("dark"));
    }

    #[test]
    fn comments_stay_when_a_value_is_kept() {
        let text = "# for the lab\nlook: auto # as it comes\n";
        let dark = with_look(text, "look", "dark").unwrap();
        assert_eq!(dark, "# for the lab\nlook: dark # as it comes\n");
        let both = with_look(&dark, "measure", "80").unwrap();
        assert_eq!(own_looks(&both).measure, Some(80));
        assert!(both.starts_with(&dark));
        assert_eq!(with_look("", "look", "light").unwrap(), "look: light\n");
        assert_eq!(with_look("# mine", "measure", "80").unwrap(), "# mine\nmeasure: 80\n");
    }
}
