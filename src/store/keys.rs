//! keys.yaml: a person's own keys. What the ids and keys mean, the terminal UI knows.

use super::own_file::{entries, unknown};
use super::yaml_node::Node;

/// The file's name.
pub const KEYS_FILE: &str = "keys.yaml";

/// What may stand in it.
const KEYS: &str = "`preset:` and `keys:`";

/// What a person's file of keys says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnKeys {
    /// The preset that the rest stands on.
    pub preset: Option<String>,
    /// Ids of actions with the names of their keys, in the order of the file.
    pub keys: Vec<(String, Vec<String>)>,
    /// What could not be read, in sentences.
    pub faults: Vec<String>,
}

/// Reads the file's text. What is not understood is told, the rest holds.
pub fn own_keys(text: &str) -> OwnKeys {
    let mut own = OwnKeys::default();
    let entries = entries(text, KEYS).unwrap_or_else(|fault| {
        own.faults.push(fault);
        Vec::new()
    });
    for (key, value) in &entries {
        match (key.as_str(), value) {
            ("preset", value) if value.as_text().is_some() => own.preset = value.as_text().map(str::to_owned),
            ("keys", value) if value.is_null() => {}
            ("keys", Node::Map(entries)) => {
                for (id, value) in entries {
                    match names(value) {
                        Some(names) => own.keys.push((id.clone(), names)),
                        None => own.faults.push(format!("{id}: a key, or a list of keys: [s, ü, Ctrl+t]")),
                    }
                }
            }
            ("keys", _) => {
                own.faults.push("under `keys:` stand actions, each with its keys: `undo: [u, Ctrl+z]`".into())
            }
            (other, _) => own.faults.push(unknown(other, KEYS)),
        }
    }
    own
}

/// The names of keys: one, several, or none.
fn names(value: &Node) -> Option<Vec<String>> {
    match value {
        // A tilde is a key like any other.
        Node::Scalar(text, _) if text.is_empty() => Some(Vec::new()),
        Node::Scalar(text, _) => Some(vec![text.clone()]),
        Node::List(items) => items
            .iter()
            .map(|item| match item {
                Node::Scalar(text, _) if !text.is_empty() => Some(text.clone()),
                _ => None,
            })
            .collect(),
        Node::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_taken_as_it_stands() {
        let own = own_keys(
            "\u{feff}# mine\npreset: vim\nkeys:\n  select-sentence: [s, ü, y, 1, ~]\n  undo: n\n  mouse: Ctrl+t\n  star: []\n",
        );
        assert_eq!(own.faults, Vec::<String>::new());
        assert_eq!(own.preset.as_deref(), Some("vim"));
        let keys: Vec<(&str, Vec<&str>)> =
            own.keys.iter().map(|(id, keys)| (id.as_str(), keys.iter().map(String::as_str).collect())).collect();
        let expected = [
            ("select-sentence", vec!["s", "ü", "y", "1", "~"]),
            ("undo", vec!["n"]),
            ("mouse", vec!["Ctrl+t"]),
            ("star", vec![]),
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn faults_are_told_and_the_rest_holds() {
        let own = own_keys("presets: vim\nkeys:\n  undo: {a: b}\n  redo: U\n");
        assert_eq!(own.keys, [("redo".to_owned(), vec!["U".to_owned()])]);
        assert_eq!(own.faults.len(), 2);
        assert!(own.faults[0].contains("“presets”") && own.faults[1].starts_with("undo: "));
        assert!(own_keys("keys:\n\tundo: u\n").faults[0].starts_with("line 2"));
        assert!(own_keys("just words\n").faults[0].contains("`preset:`"));
        assert_eq!(own_keys(""), OwnKeys::default());
    }
}
