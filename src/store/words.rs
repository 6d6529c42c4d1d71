//! Words of a study's files exchanged for others, with every other character left as it is.
//!
//! Laws: what the changed file is read as equals what the old one was read as, with every string exchanged; else nothing
//! is changed and the line to edit is named.

use std::path::Path;

use super::front_matter::split;
use super::transcripts::decode_transcript;
use super::yaml::parse;
use super::yaml_lines::{SpliceRefused, set};
use super::yaml_node::{Node, Step, same};
use crate::text::separator;

/// Exchanges one text for another; `None`: it stays. The first argument is the key under which a YAML value stands.
pub type Exchange<'a> = dyn Fn(&str, &str) -> Option<String> + 'a;

/// Exchanges the strings of a YAML file, keys and comments included. `None`: nothing is to be exchanged.
///
/// # Errors
/// Where a value cannot be written in its place; then it is to be edited by hand.
pub fn exchange_yaml(source: &str, change: &Exchange<'_>) -> Result<Option<String>, SpliceRefused> {
    let plain = || change("", source).unwrap_or_else(|| source.to_owned());
    let Ok(old) = parse(source) else {
        // What cannot be read as YAML is text.
        return Ok(change("", source));
    };
    let mut expected = old.clone();
    exchange_node("", &mut expected, change);
    let fits = |text: &str| parse(text).is_ok_and(|new| same(&new, &expected));
    let first = plain();
    if fits(&first) {
        return Ok((first != source).then_some(first));
    }
    // Values that cannot be written as plainly as they stood are spliced one by one, then the comments are exchanged.
    let mut spliced = source.to_owned();
    let mut at = Vec::new();
    let mut places = Vec::new();
    differing(&old, &expected, &mut at, &mut places);
    let mut refused = None;
    for (path, value) in &places {
        match set(&spliced, path, value) {
            Ok(text) => spliced = text,
            Err(error) => refused = Some(error),
        }
    }
    let with_comments = change("", &spliced).unwrap_or_else(|| spliced.clone());
    for text in [with_comments, spliced] {
        if fits(&text) {
            return Ok((text != source).then_some(text));
        }
    }
    Err(refused.unwrap_or_else(|| SpliceRefused {
        what: "a key".into(),
        line: None,
        edit: "write the new name of the key by hand, in quotes".into(),
    }))
}

fn exchange_node(key: &str, node: &mut Node, change: &Exchange<'_>) {
    match node {
        Node::Scalar(text, _) => {
            if let Some(new) = change(key, text) {
                *node = Node::text(new);
            }
        }
        Node::List(items) => items.iter_mut().for_each(|item| exchange_node(key, item, change)),
        Node::Map(entries) => {
            for (key, value) in entries {
                exchange_node(key, value, change);
                if let Some(new) = change("", key) {
                    *key = new;
                }
            }
        }
    }
}

/// The scalars that differ, by their paths in the old tree.
fn differing(old: &Node, new: &Node, at: &mut Vec<Step>, out: &mut Vec<(Vec<Step>, Node)>) {
    match (old, new) {
        (Node::Map(a), Node::Map(b)) => {
            for ((key, old), (_, new)) in a.iter().zip(b) {
                at.push(Step::Key(key.clone()));
                differing(old, new, at, out);
                at.pop();
            }
        }
        (Node::List(a), Node::List(b)) => {
            for (place, (old, new)) in a.iter().zip(b).enumerate() {
                at.push(Step::Item(place));
                differing(old, new, at, out);
                at.pop();
            }
        }
        _ if old != new => out.push((at.clone(), new.clone())),
        _ => {}
    }
}

/// Exchanges the cells of a table. A table whose changed cells need quotes is written anew, cell by cell. `None`: nothing
/// is to be exchanged, or the table cannot be read.
pub fn exchange_csv(source: &str, change: &Exchange<'_>) -> Option<String> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mark = source.get(..source.len() - bare.len()).unwrap_or_default();
    let head = bare.lines().next().unwrap_or_default();
    let separator = separator(head);
    let read = |text: &str| -> Option<Vec<Vec<String>>> {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(separator as u8);
        let rows = reader.from_reader(text.as_bytes()).into_records();
        rows.map(|row| row.ok().map(|row| row.iter().map(str::to_owned).collect())).collect()
    };
    let mut expected = read(bare)?;
    for cell in expected.iter_mut().flatten() {
        if let Some(new) = change("", cell) {
            *cell = new;
        }
    }
    let plain = change("", bare).unwrap_or_else(|| bare.to_owned());
    if read(&plain).as_ref() == Some(&expected) {
        return (plain != bare).then(|| format!("{mark}{plain}"));
    }
    let mut writer = csv::WriterBuilder::new();
    writer.flexible(true).delimiter(separator as u8);
    if bare.contains("\r\n") {
        writer.terminator(csv::Terminator::CRLF);
    }
    let mut writer = writer.from_writer(Vec::new());
    for row in &expected {
        writer.write_record(row).ok()?;
    }
    let text = String::from_utf8(writer.into_inner().ok()?).ok()?;
    Some(format!("{mark}{text}"))
}

/// Takes the rows out of a table in which the cell under `column` is one that `goes`; every other row stays as it is.
/// `None`: there is no such column, or the table cannot be read.
pub fn drop_rows(source: &str, column: &str, goes: &dyn Fn(&str) -> bool) -> Option<String> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mark = source.get(..source.len() - bare.len()).unwrap_or_default();
    let head = bare.lines().next().unwrap_or_default();
    let separator = separator(head);
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator as u8);
    let rows: Vec<csv::StringRecord> =
        reader.from_reader(bare.as_bytes()).into_records().collect::<Result<_, _>>().ok()?;
    let at = rows.first()?.iter().position(|name| name.trim().to_lowercase() == column)?;
    let start = |row: usize| {
        let at = rows.get(row).and_then(|row| row.position()).map_or(bare.len(), |place| place.byte() as usize);
        // The reader takes a row to begin between the two signs of a line's end.
        if row > 0 && bare.as_bytes().get(at) == Some(&b'\n') { at + 1 } else { at }
    };
    let mut out = String::from(mark);
    for (row, cells) in rows.iter().enumerate() {
        if row == 0 || !cells.get(at).is_some_and(|cell| goes(cell.trim())) {
            out.push_str(bare.get(start(row)..start(row + 1))?);
        }
    }
    Some(out)
}

/// Exchanges the words of a transcript's whole text: its front matter by `change`, its body by `body`, which is given the
/// characters of the file after the front matter, line ends as they are. `None`: nothing is to be exchanged.
///
/// # Errors
/// As [`exchange_yaml`].
pub fn exchange_transcript(
    source: &str,
    change: &Exchange<'_>,
    body: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, SpliceRefused> {
    let bare = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mark = &source[..source.len() - bare.len()];
    let is_front = decode_transcript(Path::new(""), source.as_bytes().to_vec()).is_ok_and(|read| {
        // A file that only looks as if it had front matter is all body.
        read.body.len() < bare.len()
    });
    let Some(found) = split(bare).filter(|_| is_front) else {
        return Ok(body(bare).map(|new| format!("{mark}{new}")));
    };
    let yaml = &bare[found.yaml.clone()];
    let new_yaml = exchange_yaml(yaml, change)
        .map_err(|refused| SpliceRefused { line: refused.line.map(|line| line + 1), ..refused })?;
    let new_body = body(&bare[found.body..]);
    if new_yaml.is_none() && new_body.is_none() {
        return Ok(None);
    }
    let crlf = yaml.contains("\r\n");
    let yaml = new_yaml.map_or_else(
        || yaml.to_owned(),
        |new| if crlf { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new },
    );
    let new_body = new_body.unwrap_or_else(|| bare[found.body..].to_owned());
    let (head, middle) = (&bare[..found.yaml.start], &bare[found.yaml.end..found.body]);
    Ok(Some(format!("{mark}{head}{yaml}{middle}{new_body}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lee(_: &str, text: &str) -> Option<String> {
        text.contains("Tom").then(|| text.replace("Tom", "Lee"))
    }

    fn brother(_: &str, text: &str) -> Option<String> {
        text.contains("Tom").then(|| text.replace("Tom", "[the brother]: he"))
    }

    #[test]
    fn yaml_keeps_its_comments_and_what_needs_quotes_gets_them() {
        let source = "# for Tom\ncodes:\n  - id: a\n    name: Tom   # his\n    examples: [\"Tom said\"]\n";
        assert_eq!(exchange_yaml(source, &lee).unwrap().unwrap(), source.replace("Tom", "Lee"));
        let new = exchange_yaml(source, &brother).unwrap().unwrap();
        let tree = parse(&new).unwrap();
        let code = &tree.get("codes").unwrap().items()[0];
        assert_eq!(code.get("name").unwrap().as_text(), Some("[the brother]: he"));
        assert_eq!(code.get("examples").unwrap().items()[0].as_text(), Some("[the brother]: he said"));
        assert!(!new.contains("Tom") && new.contains("# for [the brother]"), "{new}");
        assert_eq!(exchange_yaml("a: b\n", &lee).unwrap(), None);
        assert!(exchange_yaml("Tom: b\n", &brother).is_err());
    }

    #[test]
    fn tables_keep_their_form() {
        let source = "\u{feff}participant;note\r\nP1;\"by Tom; late\"\r\n";
        assert_eq!(exchange_csv(source, &lee).unwrap(), source.replace("Tom", "Lee"));
        let comma = |_: &str, text: &str| text.contains("Tom").then(|| text.replace("Tom", "Lee, \"his\""));
        assert_eq!(exchange_csv("id,who\n1,Tom\n", &comma).unwrap(), "id,who\n1,\"Lee, \"\"his\"\"\"\n");
        assert_eq!(exchange_csv("id,who\n1,Ann\n", &lee), None);
    }

    #[test]
    fn rows_go_whole() {
        let source = "\u{feff}participant,note\r\nP1,\"a\r\nb\"\r\n p2 ,x\r\nP3,y";
        let without =
            |id: &'static str| drop_rows(source, "participant", &move |cell| cell.to_lowercase() == id).unwrap();
        assert_eq!(without("p1"), "\u{feff}participant,note\r\n p2 ,x\r\nP3,y");
        assert_eq!(without("p2"), "\u{feff}participant,note\r\nP1,\"a\r\nb\"\r\nP3,y");
        assert_eq!(without("p3"), "\u{feff}participant,note\r\nP1,\"a\r\nb\"\r\n p2 ,x\r\n");
        assert_eq!(drop_rows(source, "transcript", &|_| true), None);
    }

    #[test]
    fn a_transcript_is_front_matter_and_body() {
        let body = |text: &str| text.contains("Tom").then(|| text.replace("Tom", "Lee"));
        let source = "\u{feff}---\r\nparticipants: {Tom: P1}\r\n---\r\n\r\nTom: Hi.\r\n";
        assert_eq!(exchange_transcript(source, &lee, &body).unwrap().unwrap(), source.replace("Tom", "Lee"));
        assert_eq!(exchange_transcript("Tom: Hi.", &lee, &body).unwrap().unwrap(), "Lee: Hi.");
        assert_eq!(exchange_transcript("---\nTom\n---\nTom", &lee, &body).unwrap().unwrap(), "---\nLee\n---\nLee");
        assert_eq!(exchange_transcript("Ann: Hi.", &lee, &body).unwrap(), None);
    }
}
