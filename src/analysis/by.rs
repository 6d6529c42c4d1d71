//! The option `--by`: which attributes make the groups, and of what.

use crate::model::Corpus;
use crate::text::suggest::nearest;

/// What the column `participants` counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Unit {
    /// Participants.
    #[default]
    Participant,
    /// Cases.
    Case,
}

impl Unit {
    /// The word of the header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Case => "case",
        }
    }
}

/// Attributes that make groups.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct By {
    /// The option as it was given.
    pub text: String,
    /// What is grouped.
    pub unit: Unit,
    /// The attributes, as their columns are written.
    pub attributes: Vec<String>,
}

/// Why `--by` cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ByError {
    /// No such attribute.
    #[error("there is no attribute `{name}`")]
    Unknown {
        /// As written.
        name: String,
        /// The nearest that there is.
        suggestion: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// An attribute is named twice.
    #[error("the attribute `{name}` is named twice")]
    Twice {
        /// As written.
        name: String,
    },
    /// A comma with nothing beside it.
    #[error("a comma in `{by}` has no attribute beside it")]
    Blank {
        /// The option.
        by: String,
    },
    /// Attributes of cases and of participants: they count different things.
    #[error("`{by}` names attributes of cases and of participants: a table counts the one or the other")]
    TwoUnits {
        /// The option.
        by: String,
    },
}

impl ByError {
    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown { suggestion: Some(suggestion), .. } => format!("did you mean `{suggestion}`?"),
            Self::Unknown { known, .. } if known.is_empty() => "the study's tables have no attributes yet".into(),
            Self::Unknown { known, .. } => format!("the attributes are: {}", known.join(", ")),
            Self::Twice { .. } => "name each attribute once".into(),
            Self::Blank { .. } => "write the attributes as `role` or `role,phase`".into(),
            Self::TwoUnits { .. } => "run it once with `--by case.…` and once without".into(),
        }
    }
}

impl By {
    /// Reads `role`, `role,phase` or `case.need`; an empty text makes no groups but `(all)`. Names ignore case.
    ///
    /// # Errors
    /// An attribute that the study does not have, one named twice, or attributes of cases beside others.
    pub fn parse(text: &str, corpus: &Corpus) -> Result<Self, ByError> {
        let mut by = Self { text: text.to_owned(), ..Self::default() };
        if text.trim().is_empty() {
            return Ok(by);
        }
        let mut units = Vec::new();
        for name in text.split(',').map(str::trim) {
            if name.is_empty() {
                return Err(ByError::Blank { by: text.to_owned() });
            }
            let case = name.get(..5).filter(|head| head.eq_ignore_ascii_case("case.")).map(|_| &name[5..]);
            let known: Vec<&str> = match case {
                Some(_) => corpus.cases.columns.iter().map(String::as_str).collect(),
                None => corpus.attribute_names(),
            };
            let wanted = case.unwrap_or(name).to_lowercase();
            let Some(found) = known.iter().find(|column| column.to_lowercase() == wanted) else {
                return Err(unknown(name, corpus));
            };
            if by.attributes.iter().any(|known| known == found) {
                return Err(ByError::Twice { name: name.to_owned() });
            }
            by.attributes.push((*found).to_owned());
            units.push(if case.is_some() { Unit::Case } else { Unit::Participant });
        }
        by.unit = units.first().copied().unwrap_or_default();
        if units.iter().any(|unit| *unit != by.unit) {
            return Err(ByError::TwoUnits { by: text.to_owned() });
        }
        Ok(by)
    }
}

fn unknown(name: &str, corpus: &Corpus) -> ByError {
    let mut known: Vec<String> = corpus.attribute_names().into_iter().map(str::to_owned).collect();
    known.extend(corpus.cases.columns.iter().map(|column| format!("case.{column}")));
    let suggestion = nearest(name, known.iter().map(String::as_str));
    ByError::Unknown { name: name.to_owned(), suggestion: suggestion.map(str::to_owned), known }
}
