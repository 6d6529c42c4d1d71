//! analysis.yaml: what the paper needs, as a list of commands.

use std::path::Path;

use super::source::read_text;
use super::yaml::locate;
use super::yaml_doc::{At, Doc};
use super::yaml_node::Node;
use crate::model::Diagnostic;

/// One line of the list: a command as a user types it, without `emic`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AnalysisLine {
    /// The command.
    pub command: String,
    /// The number of the line in the file, from 1, and the line.
    pub place: Option<(usize, String)>,
}

/// Reads the list in `file`, relative to `root`; `None`: there is no such file.
///
/// # Errors
/// What is no list of commands, with its place.
pub fn read_analysis(root: &Path, file: &Path) -> Result<Option<Vec<AnalysisLine>>, Vec<Diagnostic>> {
    match read_text(root, file).map_err(|found| vec![found])? {
        None => Ok(None),
        Some(text) => parse_analysis(file, &text).map(Some),
    }
}

/// Reads the text of the list.
///
/// # Errors
/// What is no list of commands, with its place.
pub fn parse_analysis(file: &Path, text: &str) -> Result<Vec<AnalysisLine>, Vec<Diagnostic>> {
    let (mut doc, root) = Doc::open(file, text, 0).map_err(|found| vec![found])?;
    let mut lines = Vec::new();
    let hint = "write a list of commands, for example: - frequencies --by role --to tables/frequencies.csv";
    match &root {
        Node::List(items) => {
            for (at, item) in items.iter().enumerate() {
                let place = At::Root.item(at);
                match item.as_text().map(str::trim).filter(|command| !command.is_empty()) {
                    Some(command) => lines.push(AnalysisLine {
                        command: command.to_owned(),
                        place: locate(text, &place.steps(), false).map(|(line, _)| {
                            (line as usize, text.lines().nth(line as usize - 1).unwrap_or_default().to_owned())
                        }),
                    }),
                    None => {
                        let hint = "a command with `: ` in it must stand in quotes: - 'export quotes --template \"{quote}: {participant}\" --to q.md'";
                        doc.fault("no-command", &place, "this is no command", hint);
                    }
                }
            }
        }
        Node::Scalar(..) if root.is_null() => {}
        _ => doc.fault_in_file("no-list", "the file holds no list of commands", hint),
    }
    if lines.is_empty() {
        doc.fault_in_file("no-commands", "nothing stands in the list", hint);
    }
    let found = doc.finish();
    if found.is_empty() { Ok(lines) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_commands_with_their_lines() {
        let text = "# The paper.\n- frequencies --by role --to a.csv\n\n- 'quotes x: y --to b.csv'\n- >-\n  export quotes\n  --to c.md\n";
        let lines = parse_analysis(Path::new("analysis.yaml"), text).unwrap();
        let commands: Vec<&str> = lines.iter().map(|line| line.command.as_str()).collect();
        assert_eq!(commands, ["frequencies --by role --to a.csv", "quotes x: y --to b.csv", "export quotes --to c.md"]);
        let places: Vec<usize> = lines.iter().map(|line| line.place.as_ref().unwrap().0).collect();
        assert_eq!(places[..2], [2, 4]);
    }

    #[test]
    fn what_is_no_list_is_said_with_its_line() {
        let kinds = |text: &str| -> Vec<(&'static str, Option<u32>)> {
            let found = parse_analysis(Path::new("a"), text).unwrap_err();
            found.iter().map(|found| (found.kind, found.excerpt.as_ref().map(|excerpt| excerpt.line))).collect()
        };
        assert_eq!(kinds("a: b\n"), [("no-list", None), ("no-commands", None)]);
        assert_eq!(kinds(""), [("no-commands", None)]);
        assert_eq!(kinds("- a --to x\n- q: r\n"), [("no-command", Some(2))]);
        assert_eq!(kinds("- [\n")[0].0, "yaml");
    }
}
