//! A YAML file as a tree: scalars with the text that stands in the file and what YAML takes it for.

/// What YAML takes a scalar for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, `false`.
    Bool,
    /// A number.
    Number,
    /// Text.
    Text,
}

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Node {
    /// A scalar: the text in the file (quotes resolved) and its kind.
    Scalar(String, Kind),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file.
    Map(Vec<(String, Node)>),
}

/// One step from a value down to one inside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// To the value under this key.
    Key(String),
    /// To the item at this place (from 0).
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(at: usize) -> Self {
        Self::Item(at)
    }
}

impl Node {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Scalar(text.into(), Kind::Text)
    }

    /// A whole number.
    pub fn number(number: u32) -> Self {
        Self::Scalar(number.to_string(), Kind::Number)
    }

    /// A list of texts.
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// A mapping.
    pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Node)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Whether this is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Scalar(_, Kind::Null))
    }

    /// The text of a scalar. `~` and an empty value are none; `Null` and `null` are the text that stands there.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(text, Kind::Null) if text.is_empty() || text == "~" => None,
            Self::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[(String, Node)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value one step down.
    pub fn step(&self, step: &Step) -> Option<&Node> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Item(at) => self.items().get(*at),
        }
    }

    /// The value at the end of a path.
    pub fn at(&self, path: &[Step]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| node.step(step))
    }

    /// The value at the end of a path, for changing it; keys that are not there are made at the end of their mapping
    /// (`None` where the path leads through a scalar or past a list).
    pub fn at_or_add(&mut self, path: &[Step]) -> Option<&mut Node> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        if self.is_null() && matches!(step, Step::Key(_)) {
            *self = Self::Map(Vec::new());
        }
        match (self, step) {
            (Self::Map(entries), Step::Key(key)) => {
                let place = entries.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
                    entries.push((key.clone(), Self::Scalar(String::new(), Kind::Null)));
                    entries.len() - 1
                });
                entries.get_mut(place)?.1.at_or_add(rest)
            }
            (Self::List(items), Step::Item(at)) => items.get_mut(*at)?.at_or_add(rest),
            _ => None,
        }
    }
}

/// Whether two trees hold the same, whatever the order of keys.
pub fn same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Map(a), Node::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.iter().any(|(name, other)| name == key && same(value, other)))
        }
        (Node::List(a), Node::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Node::Scalar(_, Kind::Null), Node::Scalar(_, Kind::Null)) => true,
        _ => a == b,
    }
}

/// A path for people: `codes[2].name`.
pub fn shown(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Step::Item(at) => text.push_str(&format!("[{}]", at + 1)),
        }
    }
    text
}
