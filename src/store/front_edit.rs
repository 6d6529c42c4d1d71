//! Changes to a transcript's front matter that leave its body alone.

use std::path::Path;

use super::front_matter::split;
use super::transcripts::decode_transcript;
use super::yaml_lines::{SpliceRefused, set};
use super::yaml_node::{Node, Step, shown};
use super::yaml_text::inline;

/// Sets a key of the front matter of a transcript's whole text, such as `["participants", "Parent"]`; the front matter
/// is made if there is none.
///
/// # Errors
/// Where the value cannot be spliced or the body would not stay what it is.
pub fn set_front_matter(text: &str, path: &[Step], value: &Node) -> Result<String, SpliceRefused> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = &text[..text.len() - bare.len()];
    let newline = if bare.contains("\r\n") { "\r\n" } else { "\n" };
    let refused = || SpliceRefused {
        what: shown(path),
        line: Some(1),
        edit: format!("---\n{}: {}\n---", shown(path), inline(value)),
    };
    let new = match split(bare) {
        Some(found) => {
            let (head, tail) = (&bare[..found.yaml.start], &bare[found.yaml.end..]);
            let spliced = set(&bare[found.yaml.clone()], path, value)
                .map_err(|refused| SpliceRefused { line: refused.line.map(|line| line + 1), ..refused })?;
            format!("{mark}{head}{}{tail}", if newline == "\r\n" { crlf(&spliced) } else { spliced })
        }
        None => {
            let spliced = set("", path, value)?.replace('\n', newline);
            format!("{mark}---{newline}{spliced}---{newline}{newline}{bare}")
        }
    };
    let body = |text: &str| {
        let read = decode_transcript(Path::new(""), text.as_bytes().to_vec()).ok()?;
        Some(read.body)
    };
    match (body(text), body(&new)) {
        (Some(before), Some(after)) if before == after => Ok(new),
        _ => Err(refused()),
    }
}

/// Ends every line as the file does; a front matter of one line does not show how.
fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(steps: &[&str]) -> Vec<Step> {
        steps.iter().map(|step| Step::from(*step)).collect()
    }

    #[test]
    fn people_are_named_and_the_body_stays() {
        for (before, steps, after) in [
            ("A: hi\n", &["participants", "A"][..], "---\nparticipants: {A: P07}\n---\n\nA: hi\n"),
            ("\u{feff}A: hi\r\n", &["participant"], "\u{feff}---\r\nparticipant: P07\r\n---\r\n\r\nA: hi\r\n"),
            (
                "---\ndate: x # why\n---\n\n\nA\n",
                &["participant"],
                "---\ndate: x # why\nparticipant: P07\n---\n\n\nA\n",
            ),
            ("---\r\n---\r\nA", &["participant"], "---\r\nparticipant: P07\r\n---\r\nA"),
            (
                "---\nparticipants: {A: P1}\nother: [kept]\n---\nA",
                &["participants", "B"],
                "---\nparticipants: {A: P1, B: P07}\nother: [kept]\n---\nA",
            ),
        ] {
            assert_eq!(set_front_matter(before, &path(steps), &Node::text("P07")).as_deref(), Ok(after), "{before:?}");
        }
    }

    #[test]
    fn a_body_that_would_change_is_left() {
        // The empty line is of the body, and would be taken for the gap after the front matter.
        assert!(set_front_matter("\nA: hi\n", &path(&["participant"]), &Node::text("P07")).is_err());
        let broken = set_front_matter("---\na: [\n---\nA", &path(&["participant"]), &Node::text("P07"));
        assert!(broken.unwrap_err().edit.contains("participant: P07"));
    }
}
