//! A transcript as it would come into a study, before anything is written.

/// A draft of one transcript.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// Its name where the file holds several interviews (the value that names the row); empty: the file's stem.
    pub name: String,
    /// What it was read as, for people: `WebVTT captions`, `plain text`, `table of turns (csv)`.
    pub format: String,
    /// How its bytes were read: `decoded as UTF-8, 0 replacements`; empty where the format says it.
    pub encoding: String,
    /// The text. Taken in verbatim it may open with front matter of its own.
    pub text: String,
    /// Whether the text is the file's own, character for character, and nothing may be changed in it.
    pub verbatim: bool,
    /// Whether the bytes of the file are this text, so that they can be taken in as they are.
    pub as_it_is: bool,
    /// Whether the name of the file that is written ends in `.md`.
    pub markdown: bool,
    /// What goes to the front matter beside `source`: keys of ours (`date`, `participant`, `interviewers`, …) and others.
    pub front: Vec<(String, Value)>,
    /// Comments of the document that can become memos.
    pub memos: Vec<MemoOffer>,
    /// Lines of head and foot that are not in the text, each with its name.
    pub margin: Vec<(String, String)>,
    /// What a reader of the result has to know, a sentence each.
    pub warnings: Vec<String>,
    /// Labels that the format itself names, as they stand in the text.
    pub labels: Vec<String>,
    /// Attributes of the person whose interview it is, where the file tells some.
    pub attributes: Vec<(String, String)>,
}

/// A value of the front matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Names with texts.
    Map(Vec<(String, String)>),
}

/// A comment that can become a memo.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemoOffer {
    /// The wording that it is about; empty: the whole transcript. Stands in the draft's text.
    pub quote: String,
    /// Where that wording is looked for first: a code point of the draft's text.
    pub near: u32,
    /// Who wrote it.
    pub author: String,
    /// When, as the document has it.
    pub at: String,
    /// The text.
    pub text: String,
}

impl Draft {
    /// Puts a value under a key of the front matter.
    pub fn put(&mut self, key: &str, value: Value) {
        match self.front.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => self.front.push((key.to_owned(), value)),
        }
    }
}

/// One turn that a format tells apart, before it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// Who speaks; `None`: nobody is named.
    pub label: Option<String>,
    /// Start in milliseconds.
    pub time: Option<u32>,
    /// What is said.
    pub text: String,
}

/// People and their attributes, as a table has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    /// Names of the attributes, in order.
    pub columns: Vec<String>,
    /// Id and values of each person; an empty value is missing.
    pub rows: Vec<(String, Vec<String>)>,
    /// What it was read as: `participants (xlsx)`.
    pub format: String,
    /// How its bytes were read.
    pub encoding: String,
    /// What a reader of the result has to know.
    pub warnings: Vec<String>,
}
