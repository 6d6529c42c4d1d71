//! What commands say of codes.

use super::Command;
use crate::model::{Code, CodeId, CoderName};

/// A code that is to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCode {
    /// Its id: `[a-z0-9-]+`, unique in the codebook.
    pub id: CodeId,
    /// Its name.
    pub name: String,
    /// The code above; `None`: it stands at the top.
    pub under: Option<CodeId>,
    /// What it means, when to use it and when not to; empty where nothing is said.
    pub definition: String,
    /// When to use it.
    pub include: String,
    /// When not to.
    pub exclude: String,
    /// A name of the palette or `#rrggbb`; empty: none.
    pub colour: String,
    /// Passages that show it.
    pub examples: Vec<String>,
}

impl NewCode {
    /// A code of which only id and name are said.
    pub fn new(id: impl Into<CodeId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            under: None,
            definition: String::new(),
            include: String::new(),
            exclude: String::new(),
            colour: String::new(),
            examples: Vec::new(),
        }
    }

    /// The codes that a command makes.
    pub(super) fn made_by(command: &Command) -> Vec<Self> {
        match command {
            Command::AddCode { id, name, under, definition } => {
                let (under, definition) = (under.clone(), definition.clone());
                vec![Self { under, definition, ..Self::new(id.clone(), name) }]
            }
            Command::AddCodes { codes, .. } => codes.clone(),
            Command::Together(commands) => commands.iter().flat_map(Self::made_by).collect(),
            _ => Vec::new(),
        }
    }

    /// The code as far as its wording goes.
    pub(super) fn wording(&self) -> Code {
        Code {
            id: self.id.clone(),
            name: self.name.clone(),
            colour: None,
            definition: self.definition.clone(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            examples: Vec::new(),
            was: Vec::new(),
            parent: None,
            depth: 0,
            end: 0.into(),
        }
    }
}

/// A set of codes as another codebook says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedSet {
    /// Its id.
    pub id: CodeId,
    /// Its name.
    pub name: String,
    /// What holds it together.
    pub idea: String,
    /// Ids of its codes.
    pub codes: Vec<CodeId>,
    /// GUID and name that another tool gave it.
    pub as_there: Option<(String, String)>,
}

/// What is said anew of a code; `None`: as before.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording {
    /// What it means.
    pub definition: Option<String>,
    /// When to use it.
    pub include: Option<String>,
    /// When not to.
    pub exclude: Option<String>,
    /// A name of the palette or `#rrggbb`.
    pub colour: Option<String>,
    /// Passages that show it, added to those there are.
    pub examples: Vec<String>,
}

/// Who uses a code, the codes beneath it aside: codings of every coder, whether they count or not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeUses {
    /// Coders with the number of their codings, in the order of their names.
    pub coders: Vec<(CoderName, usize)>,
    /// Memos on the code.
    pub memos: usize,
    /// Codes directly beneath it.
    pub beneath: usize,
}

impl CodeUses {
    /// The codings of all coders.
    pub fn codings(&self) -> usize {
        self.coders.iter().map(|(_, count)| count).sum()
    }

    /// `4 codings (amy 3, ben 1)`.
    pub fn in_words(&self) -> String {
        let by: Vec<String> = self.coders.iter().map(|(coder, count)| format!("{coder} {count}")).collect();
        format!("{} ({})", crate::analysis::counted(self.codings() as u64, "coding"), by.join(", "))
    }
}
