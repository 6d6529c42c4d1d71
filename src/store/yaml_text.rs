//! Values written as YAML, quoted where YAML would take them for something else.

use super::yaml_node::{Kind, Node};

/// Words that some version of YAML takes for a truth value, nothing or a number.
const TAKEN: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

/// How a text stood in the file that it replaces something in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quotes {
    /// None where they can be left out.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
}

/// Whether `text` stands for itself without quotes, also inside `[…]` and `{…}`.
fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && !text.ends_with(char::is_whitespace)
        && !text.contains([',', '[', ']', '{', '}', ':', '#'])
        && !text.chars().any(special)
        && !TAKEN.contains(&text.to_lowercase().as_str())
}

/// Whether a character must be escaped: controls, line and paragraph breaks, BOM.
fn special(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// One text, in the quotes asked for or those that it needs.
pub fn text(text: &str, quotes: Quotes) -> String {
    if quotes == Quotes::Plain && is_plain(text) {
        return text.to_owned();
    }
    if quotes != Quotes::Double && !text.chars().any(special) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            char if special(char) => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// A value on one line.
pub fn inline(node: &Node) -> String {
    match node {
        Node::Scalar(_, Kind::Null) => "~".into(),
        Node::Scalar(word, Kind::Bool | Kind::Number) => word.clone(),
        Node::Scalar(words, Kind::Text) => text(words, Quotes::Plain),
        Node::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Node::Map(entries) => {
            let entry = |(key, value): &(String, Node)| format!("{}: {}", text(key, Quotes::Plain), inline(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// An item of a block list, as lines: `- ` at `indent`, a mapping's keys beneath one another, lists of mappings in
/// block style, everything else on one line.
pub fn item(node: &Node, indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    let Node::Map(entries) = node else { return vec![format!("{pad}- {}", inline(node))] };
    if entries.is_empty() {
        return vec![format!("{pad}- {{}}")];
    }
    let mut lines = Vec::new();
    for (key, value) in entries {
        let lead = if lines.is_empty() { "- " } else { "  " };
        lines.extend(entry(key, value, indent + 2));
        if lead == "- "
            && let Some(first) = lines.first_mut()
        {
            *first = format!("{pad}- {}", first.trim_start());
        }
    }
    lines
}

/// A key and its value in block style, as lines.
pub fn entry(key: &str, value: &Node, indent: usize) -> Vec<String> {
    let pad = " ".repeat(indent);
    let key = text(key, Quotes::Plain);
    match value {
        Node::List(items) if items.iter().any(|item| matches!(item, Node::Map(_))) => {
            let mut lines = vec![format!("{pad}{key}:")];
            lines.extend(items.iter().flat_map(|node| item(node, indent + 2)));
            lines
        }
        _ => vec![format!("{pad}{key}: {}", inline(value))],
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_yaml_would_mistake_is_quoted() {
        for (value, written) in [
            ("P07", "P07"),
            ("Speaker 2", "Speaker 2"),
            ("TA-reliance", "TA-reliance"),
            ("yes", "'yes'"),
            ("No", "'No'"),
            ("1.0", "'1.0'"),
            ("2019-11-12", "'2019-11-12'"),
            ("12:30", "'12:30'"),
            ("~", "'~'"),
            ("", "''"),
            ("it's: so", "'it''s: so'"),
            ("a # b", "'a # b'"),
            ("two\nlines", "\"two\\nlines\""),
            ("#0072B2", "'#0072B2'"),
            ("*x", "'*x'"),
        ] {
            assert_eq!(text(value, Quotes::Plain), written);
        }
    }

    #[test]
    fn an_item_in_block_style() {
        let code = Node::map([
            ("id", Node::text("a")),
            ("codes", Node::List(vec![Node::map([("id", Node::text("b")), ("was", Node::texts(["c"]))])])),
        ]);
        assert_eq!(item(&code, 2), ["  - id: a", "    codes:", "      - id: b", "        was: [c]"]);
        let source = format!("codes:\n{}\n", item(&code, 2).join("\n"));
        assert_eq!(parse(&source).unwrap().get("codes").unwrap().items(), [code]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_text_is_read_back(value in "[ -~é\n\t'\":#,\\[\\]{}&*!|>%@`\u{85}\u{2028}\u{1}-]{0,24}", key in "[a-zA-Z0-9 :#'-]{1,8}") {
            let node = Node::map([(key.as_str(), Node::List(vec![Node::text(value.as_str())]))]);
            prop_assert_eq!(&parse(&inline(&node)).unwrap(), &node);
            let lines = entry(&key, &Node::text(value.as_str()), 0).join("\n");
            prop_assert_eq!(&parse(&lines).unwrap(), &Node::map([(key.as_str(), Node::text(value.as_str()))]));
        }
    }
}
