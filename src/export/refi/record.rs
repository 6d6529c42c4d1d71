//! What the exchange format has no place for, as a note that only emic reads, so that a study comes back as it went.
//!
//! It never says what the format can say: a name, a text or a value that another tool has changed comes back changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Name of the note.
pub const NAME: &str = "emic: for the way back";

/// Name of the note on exemplars and on negative cases.
pub const STARS: [&str; 2] = ["emic: exemplar", "emic: negative case"];

/// Beginning of the description of sets that emic makes from attributes.
pub const GROUP: &str = "emic: everyone with this value of an attribute";

/// The note's content; GUIDs are those of the file it stands in.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// For people who find the note in another tool.
    pub about: String,
    /// Keys of study.yaml.
    pub study: BTreeMap<String, Value>,
    /// Title of the codebook.
    pub codebook: Option<String>,
    /// Columns of participants.csv, cases.csv and transcripts, in order.
    pub columns: [Vec<String>; 3],
    /// Participants, by GUID of their Case.
    pub participants: BTreeMap<String, Person>,
    /// Cases, by GUID.
    pub cases: BTreeMap<String, String>,
    /// Transcripts, by GUID.
    pub transcripts: BTreeMap<String, Text>,
    /// Codes, by GUID.
    pub codes: BTreeMap<String, Code>,
    /// Ids of sets of codes, by GUID.
    pub themes: BTreeMap<String, String>,
    /// Codings, by GUID.
    pub codings: BTreeMap<String, Coding>,
    /// Memos, by GUID of their Note.
    pub memos: BTreeMap<String, Memo>,
    /// What coders have finished: name of the coder, GUID of the transcript.
    pub done: Vec<(String, String)>,
}

/// A participant.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Cases that the person speaks about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
}

/// A transcript.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// Id.
    pub id: String,
    /// Labels, and who they are: a participant, `interviewer` or `other`; an empty label is whoever has none.
    pub labels: Vec<(String, String)>,
    /// Cases that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
}

/// A code.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// Id.
    pub id: String,
    /// The colour as the codebook has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// Definition.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// When to use it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub include: String,
    /// When not to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub exclude: String,
    /// Passages that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Earlier ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Used in codings, but not in the codebook.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted: bool,
}

impl Code {
    /// Definition, include, exclude and examples as one text: the description that other tools show.
    pub fn description(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (head, text) in [("", &self.definition), ("Include: ", &self.include), ("Exclude: ", &self.exclude)] {
            if !text.is_empty() {
                parts.push(format!("{head}{text}"));
            }
        }
        parts.extend(self.examples.iter().map(|example| format!("Example: {example}")));
        parts.join("\n\n")
    }
}

/// A `Code::description` taken apart again: definition, include, exclude and examples; the rest of the code is empty.
pub fn parts_of_description(description: &str) -> Code {
    let mut code = Code::default();
    for part in description.split("\n\n").filter(|part| !part.is_empty()) {
        let begun = [("Include: ", 1), ("Exclude: ", 2), ("Example: ", 3)];
        let begun = begun.iter().find_map(|(head, field)| Some((*field, part.strip_prefix(*head)?)));
        match begun {
            Some((1, text)) if code.include.is_empty() => code.include = text.into(),
            Some((2, text)) if code.exclude.is_empty() => code.exclude = text.into(),
            Some((3, text)) => code.examples.push(text.into()),
            // A further paragraph of what was begun last.
            _ => {
                let last = [&mut code.include, &mut code.exclude];
                let field = match (code.examples.last_mut(), last) {
                    (Some(example), _) => example,
                    (None, [_, exclude]) if !exclude.is_empty() => exclude,
                    (None, [include, _]) if !include.is_empty() => include,
                    _ => &mut code.definition,
                };
                if !field.is_empty() {
                    field.push_str("\n\n");
                }
                field.push_str(part);
            }
        }
    }
    code
}

/// A coding.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Coding {
    /// When it was last changed, where that is not when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// The query that suggested it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Hash of the definition in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub def: Option<String>,
    /// GUIDs of the codings that it settles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<String>,
    /// Who settled it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Wording for print, by coder: `shown`, `translation`, `language`, `use`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub quotes: BTreeMap<String, BTreeMap<String, Value>>,
}

/// A memo.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memo {
    /// Title, where the note had to be named otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// It has no title: the note's name is made up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub untitled: bool,
    /// What it is for.
    pub kind: String,
    /// GUIDs of what it hangs on, where the format cannot say it: a Case, and with it perhaps a Code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_holds_everything() {
        let code = Code {
            definition: "Getting seen.".into(),
            exclude: "travel".into(),
            examples: vec!["we waited".into(), "nobody rang".into()],
            ..Code::default()
        };
        let expected = "Getting seen.\n\nExclude: travel\n\nExample: we waited\n\nExample: nobody rang";
        assert_eq!(code.description(), expected);
        assert_eq!(Code::default().description(), "");
        assert_eq!(parts_of_description(expected), code);
        let long = Code { definition: "a\n\nb".into(), include: "c\n\nd".into(), exclude: "e\n\nf".into(), ..code };
        assert_eq!(parts_of_description(&long.description()), long);
        assert_eq!(parts_of_description(""), Code::default());
    }
}
