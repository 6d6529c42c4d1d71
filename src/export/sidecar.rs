//! The sidecar `<file>.meta.yaml`: what a figure in a file stands on.

use crate::analysis::{Meta, MetaValue};

/// What only the session knows: when and by what a file was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp<'a> {
    /// Version of emic.
    pub version: &'a str,
    /// Time of writing (RFC 3339).
    pub time: &'a str,
    /// Hash of the codebook's file.
    pub codebook: &'a str,
}

/// The sidecar as YAML. All text is double-quoted, so that no value can be taken for another kind.
pub fn sidecar(meta: &Meta, stamp: &Stamp) -> Vec<u8> {
    let mut yaml = String::new();
    let head = Meta::default().with("emic", stamp.version).with("time", stamp.time).with("codebook", stamp.codebook);
    map(&mut yaml, &head, 0);
    map(&mut yaml, meta, 0);
    yaml.into_bytes()
}

fn map(yaml: &mut String, meta: &Meta, depth: usize) {
    for (key, value) in meta.entries() {
        yaml.push_str(&"  ".repeat(depth));
        let plain = key.starts_with(|char: char| char.is_ascii_alphabetic())
            && key.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
            && !["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&key.to_lowercase().as_str());
        yaml.push_str(&if plain { key.to_owned() } else { quoted(key) });
        yaml.push(':');
        member(yaml, value, depth);
    }
}

/// The value after a key or a dash.
fn member(yaml: &mut String, value: &MetaValue, depth: usize) {
    match value {
        MetaValue::Text(text) => yaml.push_str(&format!(" {}\n", quoted(text))),
        MetaValue::Number(number) => yaml.push_str(&format!(" {number}\n")),
        MetaValue::List(values) if values.is_empty() => yaml.push_str(" []\n"),
        MetaValue::Map(meta) if meta.is_empty() => yaml.push_str(" {}\n"),
        MetaValue::Map(meta) => {
            yaml.push('\n');
            map(yaml, meta, depth + 1);
        }
        MetaValue::List(values) => {
            yaml.push('\n');
            for value in values {
                yaml.push_str(&"  ".repeat(depth + 1));
                yaml.push('-');
                member(yaml, value, depth + 1);
            }
        }
    }
}

/// A double-quoted scalar of YAML 1.2: backslash, quote and everything unprintable escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if char.is_control()
                || matches!(char, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}'..='\u{FFFF}') =>
            {
                quoted.push_str(&format!("\\u{:04x}", char as u32));
            }
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
