//! A project of another tool, read: what every importer hands on. Texts with LF, places in code points of them.

use crate::model::Losses;
use crate::text::Span;

/// A GUID as a key: without braces, in lower case. Hand-made files hold other words, which serve as well.
pub fn key(guid: &str) -> String {
    guid.trim().trim_matches(['{', '}']).to_lowercase()
}

/// Name of a note that marks the coding it stands on as an exemplar.
pub const EXEMPLAR: &str = "emic: exemplar";

/// A project.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Project {
    /// The tool that wrote it, as the file says.
    pub origin: String,
    /// Its name.
    pub name: String,
    /// People who coded.
    pub users: Vec<User>,
    /// Codes, each before those beneath it.
    pub codes: Vec<Code>,
    /// Sets of codes or texts.
    pub sets: Vec<Set>,
    /// Attributes.
    pub variables: Vec<Variable>,
    /// People or other cases.
    pub cases: Vec<Case>,
    /// Texts.
    pub texts: Vec<Text>,
    /// Memos.
    pub notes: Vec<Note>,
    /// Keys of the notes on the project as a whole, and its description.
    pub on_project: Vec<String>,
    /// Description of the project.
    pub description: String,
    /// What came over and what did not.
    pub losses: Losses,
}

/// Somebody who coded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct User {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
}

/// A code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Code {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
    /// Nothing is coded with it.
    pub folder: bool,
    /// `#rrggbb` or the name of a colour of the palette.
    pub colour: Option<String>,
    /// Description.
    pub description: String,
    /// Keys of notes on it.
    pub notes: Vec<String>,
    /// Place of the code above.
    pub parent: Option<usize>,
}

/// A set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Set {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// Keys of its codes.
    pub codes: Vec<String>,
    /// Keys of its texts.
    pub texts: Vec<String>,
}

/// An attribute.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Variable {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
    /// `Text`, `Integer`, `Date` …
    pub kind: String,
}

/// The key of a variable, and a value.
pub type Value = (String, String);

/// A person or other case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Case {
    /// GUID as written.
    pub guid: String,
    /// Name, if it has one.
    pub name: Option<String>,
    /// Description.
    pub description: String,
    /// Values of attributes.
    pub values: Vec<Value>,
    /// Keys of the texts that are its own.
    pub texts: Vec<String>,
    /// Keys of the selections that are its own.
    pub selections: Vec<String>,
}

/// A text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
    /// The text, with LF.
    pub body: String,
    /// Description.
    pub description: String,
    /// Keys of notes on it.
    pub notes: Vec<String>,
    /// Values of attributes.
    pub values: Vec<Value>,
    /// Codings of the whole text.
    pub codings: Vec<Coding>,
    /// Passages that are coded or have memos.
    pub selections: Vec<Selection>,
}

/// A passage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// GUID as written.
    pub guid: String,
    /// Where it stands (code points of the body).
    pub span: Span,
    /// Description.
    pub description: String,
    /// Key of the user who made it.
    pub user: Option<String>,
    /// When, as written.
    pub created: Option<String>,
    /// Its codings.
    pub codings: Vec<Coding>,
    /// Keys of notes on it.
    pub notes: Vec<String>,
}

/// A code on a passage.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coding {
    /// GUID as written.
    pub guid: String,
    /// Key of the code.
    pub code: String,
    /// Key of the user.
    pub user: Option<String>,
    /// When, as written.
    pub created: Option<String>,
    /// Keys of notes on it.
    pub notes: Vec<String>,
}

/// A memo.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Note {
    /// GUID as written.
    pub guid: String,
    /// Name.
    pub name: String,
    /// Text, with LF.
    pub text: String,
    /// Key of the user.
    pub user: Option<String>,
    /// When it was written, as written.
    pub created: Option<String>,
    /// When it was changed, as written.
    pub modified: Option<String>,
}
