//! A table of figures: cells with their meaning, what must be said under it, and what its sidecar holds.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::text::Span;

/// On which side of a column its cells stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, which is also the key in JSON.
    pub id: String,
    /// On which side its cells stand.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn left(id: impl Into<String>) -> Self {
        Self { id: id.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn right(id: impl Into<String>) -> Self {
        Self { id: id.into(), align: Align::Right }
    }
}

/// One cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Cell {
    /// Nothing: a missing value, or a figure that is undefined because its base is 0.
    #[default]
    Empty,
    /// Words, verbatim.
    Text(String),
    /// A count.
    Integer(u64),
    /// A percentage or rate, printed with two decimals.
    Decimal(f64),
    /// A coefficient in full precision: the shortest text that reads back as the same number.
    Full(f64),
    /// Yes or no, printed 1 or 0.
    Flag(bool),
    /// Stretches of a body in code points, printed `12..40;50..61`.
    Spans(Vec<Span>),
    /// A coefficient that is undefined, printed `-`.
    Undefined,
    /// A figure that is kept back since few people stand behind it: `*` where people read, empty in csv and tsv.
    Masked,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Words, or an empty cell where there are none.
    pub fn present(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A count, or an empty cell.
    pub fn count(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, |number| Self::Integer(number.into()))
    }

    /// `scale` times `part` of `whole`; empty where `whole` is 0, for then it is undefined.
    pub fn ratio(part: u64, whole: u64, scale: u32) -> Self {
        if whole == 0 { Self::Empty } else { Self::Decimal(part as f64 * f64::from(scale) / whole as f64) }
    }

    /// The cell as it is printed where there is only text. Verbatim: whoever prints to a screen makes control
    /// characters visible.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Decimal(number) if number.is_finite() => format!("{number:.2}").into(),
            Self::Full(number) if number.is_finite() => number.to_string().into(),
            Self::Decimal(_) => "".into(),
            Self::Flag(flag) => (if *flag { "1" } else { "0" }).into(),
            Self::Spans(spans) => {
                let spans: Vec<String> = spans.iter().map(|span| format!("{}..{}", span.start, span.end)).collect();
                spans.join(";").into()
            }
            Self::Full(_) | Self::Undefined => "-".into(),
            Self::Masked => super::masked::MASKED.into(),
        }
    }
}

/// A table with what has to be said with it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// What it is: `frequencies`, `codings` …
    pub name: String,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// The sentences that stand under it: without them its figures cannot be defended.
    pub sentences: Vec<String>,
    /// What the sidecar of a file says.
    pub meta: Meta,
}

impl Table {
    /// Place of the column with this name.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }

    /// The cell of `row` in the column with this name.
    pub fn cell(&self, row: usize, id: &str) -> Option<&Cell> {
        self.rows.get(row)?.get(self.column(id)?)
    }
}

impl Table {
    /// Says something under the table and, as `key`, in the sidecar, if there is anything to say.
    pub fn flag(&mut self, key: &str, said: Option<String>) {
        if let Some(said) = said {
            self.meta.set(key, said.as_str());
            self.sentences.push(said);
        }
    }

    /// The table with these columns alone, in this order; one that it does not have is passed over.
    #[must_use]
    pub fn only(&self, ids: &[&str]) -> Self {
        let places: Vec<usize> = ids.iter().filter_map(|id| self.column(id)).collect();
        let row = |row: &Vec<Cell>| places.iter().filter_map(|at| row.get(*at)).cloned().collect();
        Self {
            columns: places.iter().filter_map(|at| self.columns.get(*at)).cloned().collect(),
            rows: self.rows.iter().map(row).collect(),
            ..self.clone()
        }
    }
}

/// One value of a [`Meta`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MetaValue {
    /// Words.
    Text(String),
    /// A count.
    Number(u64),
    /// Several values.
    List(Vec<MetaValue>),
    /// Keys with values.
    Map(Meta),
}

impl From<&str> for MetaValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for MetaValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for MetaValue {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Meta> for MetaValue {
    fn from(meta: Meta) -> Self {
        Self::Map(meta)
    }
}

impl<T: Into<MetaValue>> From<Vec<T>> for MetaValue {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// Keys with values, in the order in which they were said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Meta {
    entries: Vec<(String, MetaValue)>,
}

impl Meta {
    /// Says `key`; a key that was said keeps its place and takes the new value.
    pub fn set(&mut self, key: &str, value: impl Into<MetaValue>) {
        let value = value.into();
        match self.entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => self.entries.push((key.to_owned(), value)),
        }
    }

    /// Says `key` and hands itself on.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<MetaValue>) -> Self {
        self.set(key, value);
        self
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&MetaValue> {
        self.entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// All that is said, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &MetaValue)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// As if each was [set](Meta::set) after the other, in a time that grows with their number alone.
impl<V: Into<MetaValue>> FromIterator<(String, V)> for Meta {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(all: I) -> Self {
        let mut meta = Self::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in all {
            match places.get(&key) {
                Some(at) => meta.entries[*at].1 = value.into(),
                None => {
                    places.insert(key.clone(), meta.entries.len());
                    meta.entries.push((key, value.into()));
                }
            }
        }
        meta
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_print_what_they_mean() {
        assert_eq!(Cell::ratio(3, 7, 100).plain(), "42.86");
        assert_eq!(Cell::ratio(3, 0, 100), Cell::Empty);
        assert_eq!(Cell::Full(0.1 + 0.2).plain(), "0.30000000000000004");
        assert_eq!(Cell::Full(f64::NAN).plain(), "-");
        assert_eq!(Cell::Decimal(f64::NAN).plain(), "");
        assert_eq!(Cell::Spans(vec![Span::new(1, 4), Span::new(9, 12)]).plain(), "1..4;9..12");
        assert_eq!(Cell::Flag(true).plain(), "1");
        assert_eq!(Cell::Undefined.plain(), "-");
        assert_eq!(Cell::Integer(12_345).plain(), "12345");
    }

    #[test]
    fn a_key_said_again_keeps_its_place() {
        let meta = Meta::default().with("a", "x").with("b", 1).with("a", "y");
        let keys: Vec<&str> = meta.entries().map(|(key, _)| key).collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(meta.get("a"), Some(&"y".into()));
        let all = [("a", "x"), ("b", "z"), ("a", "y")].map(|(key, value)| (key.to_owned(), value));
        let together: Meta = all.clone().into_iter().collect();
        assert_eq!(together, all.iter().fold(Meta::default(), |meta, (key, value)| meta.with(key, *value)));
        assert_eq!(together.entries().count(), 2);
    }
}
