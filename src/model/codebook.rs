//! The tree of codes and the sets of codes across its branches.

use std::collections::HashMap;

use super::{CodeId, CodeIx, SetIx};

/// One code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// Stable id, unique in the whole tree.
    pub id: CodeId,
    /// Name, which may change.
    pub name: String,
    /// Name of a palette colour or `#rrggbb`.
    pub colour: Option<String>,
    /// What the code means.
    pub definition: String,
    /// When to use it.
    pub include: String,
    /// When not to.
    pub exclude: String,
    /// Passages that show it.
    pub examples: Vec<String>,
    /// Earlier ids merged into this one.
    pub was: Vec<CodeId>,
    /// The code above.
    pub parent: Option<CodeIx>,
    /// 0 at the top.
    pub depth: u32,
    /// One past the last code beneath: the branch is `self..end`.
    pub end: CodeIx,
}

impl Code {
    /// A code at the top of which only id and name are said.
    pub fn named(id: impl Into<CodeId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            colour: None,
            definition: String::new(),
            include: String::new(),
            exclude: String::new(),
            examples: Vec::new(),
            was: Vec::new(),
            parent: None,
            depth: 0,
            end: CodeIx(0),
        }
    }

    /// First 8 hexadecimal digits of the SHA-256 of definition, include and exclude, joined by line feeds.
    pub fn definition_hash(&self) -> String {
        let wording = [self.definition.as_str(), &self.include, &self.exclude].join("\n");
        format!("{:08x}", crate::text::TextHash::of(&wording).0 >> 32)
    }
}

/// A named set of codes across branches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeSet {
    /// Id, in one namespace with the codes'.
    pub id: CodeId,
    /// Name.
    pub name: String,
    /// What holds the set together.
    pub idea: String,
    /// The listed codes.
    pub codes: Vec<CodeIx>,
}

/// A code with everything beneath it, or a set: what is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Theme {
    /// A code and its branch.
    Code(CodeIx),
    /// A set.
    Set(SetIx),
}

/// Whether a theme is counted with everything beneath it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum RollUp {
    /// With everything beneath it.
    #[default]
    Subtree,
    /// The code alone; of a set its listed codes alone.
    Own,
}

impl RollUp {
    /// The word of the option and the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subtree => "subtree",
            Self::Own => "own",
        }
    }
}

/// The tree of codes, flattened in the order of the file (each code before those beneath it), and the sets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codebook {
    /// Title.
    pub title: Option<String>,
    codes: Vec<Code>,
    sets: Vec<CodeSet>,
    by_id: HashMap<CodeId, Theme>,
    was: HashMap<CodeId, CodeIx>,
}

impl Codebook {
    /// Adds a code beneath `parent`, after all that is beneath it so far. Codes must come in the order of the file.
    ///
    /// `None` (and nothing done) if the id is taken. `depth`, `parent` and `end` of `code` are set here.
    pub fn push(&mut self, mut code: Code, parent: Option<CodeIx>) -> Option<CodeIx> {
        if self.by_id.contains_key(&code.id) {
            return None;
        }
        let at = CodeIx::from(self.codes.len());
        let end = CodeIx::from(self.codes.len() + 1);
        code.parent = parent;
        code.depth = parent.map_or(0, |parent| self.codes[parent.at()].depth + 1);
        code.end = end;
        self.by_id.insert(code.id.clone(), Theme::Code(at));
        for was in &code.was {
            self.was.entry(was.clone()).or_insert(at);
        }
        self.codes.push(code);
        let mut above = parent;
        while let Some(ancestor) = above {
            self.codes[ancestor.at()].end = end;
            above = self.codes[ancestor.at()].parent;
        }
        Some(at)
    }

    /// Adds a set; `None` if the id is taken.
    pub fn push_set(&mut self, set: CodeSet) -> Option<SetIx> {
        if self.by_id.contains_key(&set.id) {
            return None;
        }
        let at = SetIx::from(self.sets.len());
        self.by_id.insert(set.id.clone(), Theme::Set(at));
        self.sets.push(set);
        Some(at)
    }

    /// The codes, each before those beneath it.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The sets.
    pub fn sets(&self) -> &[CodeSet] {
        &self.sets
    }

    /// The code at `at`.
    pub fn code(&self, at: CodeIx) -> &Code {
        &self.codes[at.at()]
    }

    /// All themes in the order of tables: the codes, then the sets.
    pub fn themes(&self) -> impl Iterator<Item = Theme> + '_ {
        (0..self.codes.len())
            .map(|at| Theme::Code(at.into()))
            .chain((0..self.sets.len()).map(|at| Theme::Set(at.into())))
    }

    /// The code or set with exactly this id.
    pub fn find(&self, id: &str) -> Option<Theme> {
        self.by_id.get(id).copied()
    }

    /// The code that codings under `id` belong to: the one with this id, or the one that was merged from it.
    pub fn resolve(&self, id: &str) -> Option<CodeIx> {
        match self.by_id.get(id) {
            Some(Theme::Code(at)) => Some(*at),
            Some(Theme::Set(_)) => None,
            None => self.was.get(id).copied(),
        }
    }

    /// The id of a theme.
    pub fn id(&self, theme: Theme) -> &CodeId {
        match theme {
            Theme::Code(at) => &self.codes[at.at()].id,
            Theme::Set(at) => &self.sets[at.at()].id,
        }
    }

    /// The name of a theme.
    pub fn name(&self, theme: Theme) -> &str {
        match theme {
            Theme::Code(at) => &self.codes[at.at()].name,
            Theme::Set(at) => &self.sets[at.at()].name,
        }
    }

    /// The names from the top down to this theme.
    pub fn path(&self, theme: Theme) -> Vec<&str> {
        match theme {
            Theme::Set(at) => vec![&self.sets[at.at()].name],
            Theme::Code(at) => {
                let mut names = Vec::new();
                let mut next = Some(at);
                while let Some(code) = next {
                    names.push(self.codes[code.at()].name.as_str());
                    next = self.codes[code.at()].parent;
                }
                names.reverse();
                names
            }
        }
    }

    /// Which codes count for a theme, as a list of yes and no in the order of [`Codebook::codes`].
    pub fn members(&self, theme: Theme, roll_up: RollUp) -> Vec<bool> {
        let mut members = vec![false; self.codes.len()];
        let mut mark = |code: CodeIx| {
            let end = if roll_up == RollUp::Subtree { self.codes[code.at()].end.at() } else { code.at() + 1 };
            members[code.at()..end].fill(true);
        };
        match theme {
            Theme::Code(at) => mark(at),
            Theme::Set(at) => self.sets[at.at()].codes.iter().for_each(|code| mark(*code)),
        }
        members
    }
}
