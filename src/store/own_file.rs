//! A person's own file of settings in YAML: keys.yaml, looks.yaml.

use super::yaml;
use super::yaml_node::Node;

/// The keys and values of the file's text; `keys` says what may stand there.
///
/// # Errors
/// What is wrong with it as a whole, in a sentence.
pub(super) fn entries(text: &str, keys: &str) -> Result<Vec<(String, Node)>, String> {
    let node = yaml::parse(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|error| {
        let place = error.place.map_or(String::new(), |(line, _)| format!("line {line}: "));
        format!("{place}{}", error.message)
    })?;
    match node {
        Node::Map(entries) => Ok(entries),
        node if node.is_null() => Ok(Vec::new()),
        _ => Err(format!("there shall stand {keys}")),
    }
}

/// That a key is none of those.
pub(super) fn unknown(key: &str, keys: &str) -> String {
    format!("“{key}” is not known here: {keys} are")
}
