//! Templates of quotes: `“{quote}” ({participant}, {role})`.

use super::codings::{CodingRow, Sheet};
use super::quote::{Segment, Shown, push, wording};
use super::quote_book::KEPT_BACK;
use crate::model::{Speaker, View};
use crate::text::suggest::nearest;

/// A field of a template.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    /// The shown wording.
    Quote,
    /// Id of the participant; of a coding of nobody, what its first speaker is: `interviewer`, `other present`, `unmapped speaker`.
    Participant,
    /// Id of the transcript.
    Transcript,
    /// Citation lines, `12` or `12–14`.
    Lines,
    /// Number of the first turn.
    Turn,
    /// `H:MM:SS`, where the transcript tells it.
    Time,
    /// The translation of the quote.
    Translation,
    /// Label of the first turn.
    Speaker,
    /// Name of the code.
    Code,
    /// Who coded.
    Coder,
    /// An attribute, several values joined with `;`.
    Attribute(String),
}

const FIELDS: [(&str, Field); 10] = [
    ("quote", Field::Quote),
    ("participant", Field::Participant),
    ("transcript", Field::Transcript),
    ("lines", Field::Lines),
    ("turn", Field::Turn),
    ("time", Field::Time),
    ("translation", Field::Translation),
    ("speaker", Field::Speaker),
    ("code", Field::Code),
    ("coder", Field::Coder),
];

/// Why a template cannot be used. Places count code points from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A field that there is not.
    #[error("there is no field `{{{name}}}`")]
    Unknown {
        /// As written.
        name: String,
        /// Place of its `{`.
        at: usize,
        /// The nearest that there is.
        suggestion: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// A `{` without its `}`.
    #[error("the `{{` is never closed")]
    Unclosed {
        /// Place of the `{`.
        at: usize,
    },
    /// A `}` that closes nothing.
    #[error("the `}}` closes nothing")]
    Stray {
        /// Place of the `}`.
        at: usize,
    },
}

impl TemplateError {
    /// Where it is wrong: code points from 0.
    pub fn at(&self) -> usize {
        match self {
            Self::Unknown { at, .. } | Self::Unclosed { at } | Self::Stray { at } => *at,
        }
    }

    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown { suggestion: Some(name), .. } => format!("did you mean `{{{name}}}`?"),
            Self::Unknown { known, .. } => {
                let fields: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
                format!("the fields are: {}", fields.join(", "))
            }
            Self::Unclosed { .. } => "close it with `}`, or write `{{` for a brace".into(),
            Self::Stray { .. } => "write `}}` for a brace".into(),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Field(Field),
}

/// How a quote is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// Reads a template. `attributes` are those of the study ([`Corpus::attribute_names`](crate::model::Corpus));
    /// names ignore case; `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// A field that there is not, or a brace without its fellow.
    pub fn parse(text: &str, attributes: &[&str]) -> Result<Self, TemplateError> {
        let mut parts: Vec<Part> = Vec::new();
        let mut literal = String::new();
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, char)) = chars.next() {
            match char {
                '{' | '}' if chars.next_if(|(_, next)| *next == char).is_some() => literal.push(char),
                '}' => return Err(TemplateError::Stray { at }),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match chars.next() {
                            Some((_, '}')) => break,
                            None | Some((_, '{')) => return Err(TemplateError::Unclosed { at }),
                            Some((_, char)) => name.push(char),
                        }
                    }
                    if !literal.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut literal)));
                    }
                    parts.push(Part::Field(field(&name, at, attributes)?));
                }
                _ => literal.push(char),
            }
        }
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { parts })
    }

    /// The fields that the template names, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(field) => Some(field),
            Part::Text(_) => None,
        })
    }

    /// Fills the template: `value` answers what a field holds.
    pub fn fill(&self, mut value: impl FnMut(&Field) -> Vec<Segment>) -> Vec<Segment> {
        let mut segments = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => push(&mut segments, text, false),
                Part::Field(field) => {
                    value(field).iter().for_each(|segment| push(&mut segments, &segment.text, segment.italic));
                }
            }
        }
        segments
    }

    /// Fills the template for each row, with italics.
    pub fn render_all<'a>(&self, view: &View<'a>, rows: &[CodingRow<'a>]) -> Vec<Vec<Segment>> {
        self.render_all_but(view, rows, |_| false)
    }

    /// Fills the template for each row; of those for which `kept_back` holds no attribute is told.
    pub fn render_all_but<'a>(
        &self,
        view: &View<'a>,
        rows: &[CodingRow<'a>],
        kept_back: impl Fn(&CodingRow<'a>) -> bool,
    ) -> Vec<Vec<Segment>> {
        let names = view.corpus.attribute_names();
        let mut sheet = Sheet::new(view);
        let render = |row: &CodingRow<'a>| {
            sheet.turn_to(row.placed.transcript);
            self.fill(|field| match field {
                Field::Quote => Shown::of_coding(view, row).segments(),
                Field::Attribute(_) if kept_back(row) => vec![Segment { text: KEPT_BACK.into(), italic: false }],
                field => {
                    let text = value(view, row, &mut sheet, &names, field);
                    vec![Segment { text, italic: false }]
                }
            })
        };
        rows.iter().map(render).collect()
    }

    /// Fills the template for one row, without markup.
    pub fn render<'a>(&self, view: &View<'a>, row: &CodingRow<'a>) -> String {
        self.render_all(view, std::slice::from_ref(row)).into_iter().flatten().map(|segment| segment.text).collect()
    }
}

fn field(name: &str, at: usize, attributes: &[&str]) -> Result<Field, TemplateError> {
    let wanted = name.trim().to_lowercase();
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == wanted) {
        return Ok(field.clone());
    }
    if let Some(attribute) = attributes.iter().find(|known| known.to_lowercase() == wanted) {
        return Ok(Field::Attribute((*attribute).to_owned()));
    }
    let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).chain(attributes.iter().copied()).collect();
    Err(TemplateError::Unknown {
        name: name.to_owned(),
        at,
        suggestion: nearest(&wanted, known.iter().copied()).map(str::to_owned),
        known: known.into_iter().map(str::to_owned).collect(),
    })
}

/// What a field other than the quote holds for a row.
pub(super) fn value<'r, 'a: 'r>(
    view: &View<'a>,
    row: &CodingRow<'r>,
    sheet: &mut Sheet<'a, '_>,
    names: &[&str],
    field: &Field,
) -> String {
    match field {
        Field::Quote => Shown::of_coding(view, row).plain(),
        Field::Participant => match (row.participant, row.turn) {
            (Some(person), _) => view.corpus.participant(person),
            (None, Some(turn)) => match view.speaker(row.placed.transcript, turn) {
                Speaker::Interviewer => "interviewer",
                Speaker::Other => "other present",
                Speaker::Unmapped => "unmapped speaker",
                Speaker::Participant(_) | Speaker::Excluded => "",
            },
            (None, None) => "",
        }
        .to_owned(),
        Field::Transcript => view.corpus.transcript(row.placed.transcript).id.as_str().to_owned(),
        Field::Lines => match sheet.lines(row.placed.span) {
            Some((first, last)) if first != last => format!("{first}–{last}"),
            Some((first, _)) => first.to_string(),
            None => String::new(),
        },
        Field::Turn => row.turn.map_or(String::new(), |turn| (turn + 1).to_string()),
        Field::Time => row.time(view).unwrap_or_default(),
        Field::Translation => {
            let translation = wording(view, row.coding).and_then(|wording| wording.translation.as_deref());
            translation.unwrap_or_default().to_owned()
        }
        Field::Speaker => row.speaker(view).to_owned(),
        Field::Code => row.path(view).last().copied().unwrap_or(row.code(view)).to_owned(),
        Field::Coder => row.coding.coder.as_str().to_owned(),
        Field::Attribute(name) => {
            let at = names.iter().position(|known| known == name);
            let cell = at.and_then(|at| sheet.attributes(row.participant).get(at));
            cell.map_or(String::new(), |cell| cell.plain().into_owned())
        }
    }
}
