//! The fields of the language and what their values mean.

use std::ops::Range;

use super::ast::{Flag, Kind, Term, Value, Who, Wording, fold_value};
use super::error::QueryError;
use super::parser::{Names, RawValue};
use crate::model::{RollUp, Theme};
use crate::text::{phrase_tokens, suggest};

const FLAGS: &[(&str, Flag)] = &[
    ("uncoded", Flag::Uncoded),
    ("starred", Flag::Starred),
    ("negative", Flag::Negative),
    ("memoed", Flag::Memoed),
    ("older-definition", Flag::OlderDefinition),
];

/// Values with `*` read.
pub(super) fn plain(values: &[RawValue]) -> Result<Vec<Value>, QueryError> {
    values.iter().map(RawValue::read).collect()
}

/// `who:`
pub(super) fn who(values: &[RawValue]) -> Result<Who, QueryError> {
    let value = match values {
        [value] => value,
        _ => {
            let range = values.first().map_or(0..0, |first| first.range.clone());
            return Err(QueryError::new(range, "`who:` takes one value").hint(WHO));
        }
    };
    match value.text.to_lowercase().as_str() {
        "participants" | "participant" => Ok(Who::Participants),
        "interviewer" | "interviewers" => Ok(Who::Interviewer),
        "all" => Ok(Who::All),
        other => Err(QueryError::new(value.range.clone(), format!("`who:{other}` means nothing")).hint(WHO)),
    }
}

const WHO: &str = "who:participants, who:interviewer or who:all";

/// The term of a field that is no attribute; `range` is the whole term.
pub(super) fn term(
    field: &str,
    values: &[RawValue],
    names: &Names,
    kind: Kind,
    range: &Range<usize>,
) -> Result<Term, QueryError> {
    Ok(match field {
        "code" => Term::Codes(codes(values, names, RollUp::Own)?),
        "theme" => Term::Codes(codes(values, names, RollUp::Subtree)?),
        "with" if kind == Kind::Search => {
            return Err(QueryError::new(range.clone(), "`with:` looks at codings, and a search finds turns")
                .hint("search with code: or theme:, or ask for quotes"));
        }
        "with" => Term::With(codes(values, names, RollUp::Subtree)?),
        "has" => Term::Has(codes(values, names, RollUp::Subtree)?),
        "participant" => Term::Participant(plain(values)?),
        "speaker" => Term::Speaker(plain(values)?),
        "transcript" => Term::Transcript(plain(values)?),
        "about" => Term::About(plain(values)?),
        "coder" => Term::Coder(plain(values)?),
        "memo" => match values {
            [value] if !value.quoted && value.text == "*" => Term::Is(Flag::Memoed),
            [value] => {
                value.read()?;
                let words = phrase_tokens(value.text, names.language);
                if words.is_empty() {
                    return Err(QueryError::new(value.range.clone(), "there is no word to look for in memos"));
                }
                let (open_start, open_end) = (value.text.starts_with('*'), value.text.ends_with('*'));
                Term::Memo(Wording { words, open_start, open_end })
            }
            _ => {
                return Err(QueryError::new(range.clone(), "`memo:` takes one wording")
                    .hint("for example: memo:check OR memo:\"ask again\""));
            }
        },
        _ => match values {
            [value] => Term::Is(flag(value)?),
            _ => {
                return Err(QueryError::new(range.clone(), "`is:` takes one value")
                    .hint("for example: is:starred OR is:negative"));
            }
        },
    })
}

fn flag(value: &RawValue) -> Result<Flag, QueryError> {
    let word = value.text.to_lowercase();
    FLAGS.iter().find(|(name, _)| *name == word).map(|(_, flag)| *flag).ok_or_else(|| {
        let all: Vec<String> = FLAGS.iter().map(|(name, _)| format!("is:{name}")).collect();
        let near = suggest::nearest(&word, FLAGS.iter().map(|(name, _)| *name));
        let near = near.map(|near| format!("did you mean `is:{near}`? ")).unwrap_or_default();
        QueryError::new(value.range.clone(), format!("`is:{}` means nothing", value.text))
            .hint(format!("{near}there are {}", all.join(", ")))
    })
}

/// A value as it is written after a field: between quotation marks where it was, or has to be.
fn written(value: &RawValue) -> String {
    if value.quoted || value.text.contains(char::is_whitespace) {
        format!("\"{}\"", value.text)
    } else {
        value.text.to_owned()
    }
}

/// The codes that the values name: by id, earlier id or name, or by `*` over ids.
fn codes(values: &[RawValue], names: &Names, roll_up: RollUp) -> Result<Vec<bool>, QueryError> {
    let book = names.codebook;
    let mut members = vec![false; book.codes().len()];
    for value in values {
        let mut themes = named(value, names)?;
        if roll_up == RollUp::Own && themes.iter().all(|theme| matches!(theme, Theme::Set(_))) {
            return Err(QueryError::new(value.range.clone(), format!("`{}` is a set of codes", value.text))
                .hint(format!("write theme:{}", written(value))));
        }
        if roll_up == RollUp::Own {
            themes.retain(|theme| matches!(theme, Theme::Code(_)));
        }
        for theme in themes {
            for (all, one) in members.iter_mut().zip(book.members(theme, roll_up)) {
                *all |= one;
            }
        }
    }
    Ok(members)
}

fn named(value: &RawValue, names: &Names) -> Result<Vec<Theme>, QueryError> {
    let book = names.codebook;
    let wanted = value.read()?;
    let exact = match &wanted {
        Value::Text { open_start: false, open_end: false, folded } => Some(folded),
        _ => None,
    };
    if let Some(folded) = exact {
        let by_id = book.find(folded).or_else(|| book.resolve(folded).map(Theme::Code));
        let by_name = || book.themes().find(|theme| fold_value(book.name(*theme)) == *folded);
        if let Some(theme) = by_id.or_else(by_name) {
            return Ok(vec![theme]);
        }
    } else {
        let themes: Vec<Theme> = book.themes().filter(|theme| wanted.matches(book.id(*theme).as_str())).collect();
        if !themes.is_empty() {
            return Ok(themes);
        }
    }
    let folded = fold_value(value.text.trim_matches('*'));
    let ids = || book.themes().map(|theme| book.id(theme).as_str());
    let near = suggest::meant(&folded, ids).map(|asked| format!("{asked} ")).unwrap_or_default();
    Err(QueryError::new(value.range.clone(), format!("the codebook has no code `{}`", value.text))
        .hint(format!("{near}`emic codebook list` shows all codes")))
}
