//! The quote kit: wordings for print, quotes for the paper, their balance.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::plan::{Plan, no_coding};
use super::{Problem, Session, masks};
use crate::analysis::{
    Attribution, BookRequest, By, Field, QuoteBook, Shown, Table, Template, TemplateError, WordingFault, quote_balance,
};
use crate::export::{quote_book_latex, quote_book_markdown};
use crate::journal::Do;
use crate::model::{CoderName, EventId, Placed, QuoteWording};
use crate::query::{Kind, Matcher};

/// What is said of a quote for print; `None`: as before, empty: taken away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuoteEdit {
    /// Wording with `[…]` and `[inserted]`.
    pub shown: Option<String>,
    /// Translation.
    pub translation: Option<String>,
    /// Language of the translation.
    pub language: Option<String>,
    /// Use in the paper.
    pub used: Option<String>,
}

/// Which quotes, and how they are printed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuotesRequest {
    /// Only the codings that this quotes query selects.
    pub query: Option<String>,
    /// Whose codings count, in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// Only what was chosen for the paper.
    pub chosen: bool,
    /// The attributes of the groups.
    pub by: Option<String>,
    /// How much of a person stands beside a quote; `None`: what the template says, at least the id.
    pub attribution: Option<Attribution>,
    /// How a quote is printed, in place of the study's template.
    pub template: Option<String>,
    /// Whether the table holds the memos on each coding.
    pub memos: bool,
    /// Keep groups of fewer people than this back, and as many others as it takes; `None`: none.
    pub suppress: Option<u32>,
}

impl Session {
    /// The wording for print that a coder has given a coding.
    ///
    /// # Errors
    /// If there is no such coding, or nobody has said who is coding.
    pub fn quote_wording(&self, coding: EventId) -> Result<QuoteWording, Problem> {
        if !self.state().codings.contains_key(&coding) {
            return Err(no_coding(&coding.to_string()));
        }
        Ok(self.state().quotes.get(&(coding, self.coder()?)).cloned().unwrap_or_default())
    }

    pub(super) fn plan_quote(&self, id: EventId, edit: &QuoteEdit, coder: &CoderName) -> Result<Plan, Problem> {
        if !self.state().codings.contains_key(&id) {
            return Err(no_coding(&id.to_string()));
        }
        let before = self.state().quotes.get(&(id, coder.clone())).cloned().unwrap_or_default();
        let mut after = before.clone();
        let mut note = String::new();
        let said = |text: &String| Some(text.trim()).filter(|text| !text.is_empty()).map(Box::<str>::from);
        if let Some(shown) = &edit.shown {
            after.shown = said(shown);
            if let Some(shown) = &after.shown {
                note = self.check_shown(id, shown)?;
            }
        }
        if let Some(translation) = &edit.translation {
            after.translation = said(translation);
        }
        if let Some(language) = &edit.language {
            after.language = said(language);
        }
        if let Some(used) = &edit.used {
            after.use_in_paper = said(used).map(|used| Value::from(&*used));
        }
        if after == before {
            return Ok(Plan { message: "all of this is said already".into(), ..Plan::default() });
        }
        let message = if after == QuoteWording::default() {
            "took the wording for print away"
        } else {
            "worded 1 quote for print"
        };
        Ok(Plan {
            events: vec![Do::Quote { coding: id, wording: after }],
            message: format!("{message}{note}"),
            ..Plan::default()
        })
    }

    /// Looks whether a wording can stand for the passage of a coding; what there is to say of it.
    fn check_shown(&self, id: EventId, shown: &str) -> Result<String, Problem> {
        let placed = self.placed(id).ok_or_else(|| {
            Problem::new("the passage of this coding has been edited since, or is lost")
                .hint("place the coding first: `emic check` lists those that have no place")
        })?;
        self.check_fit(placed, shown)
    }

    /// As [`Session::check_shown`], of a coding whose place is known.
    pub(super) fn check_fit(&self, placed: &Placed, shown: &str) -> Result<String, Problem> {
        let view = self.view(None);
        match Shown::of(&view, placed.transcript, placed.span).holds(shown) {
            Ok(fit) if fit.silent > 0 => Ok(format!(
                "; {} left out without a mark: write […] there if the reader should know",
                if fit.silent == 1 { "1 word is".into() } else { format!("{} words are", fit.silent) }
            )),
            Ok(_) => Ok(String::new()),
            Err(fault) => {
                let hint = match &fault {
                    WordingFault::NotSaid { .. } => {
                        "only leave words out; put what you add or change in brackets as whole words, [like this]; capitals and punctuation may change freely"
                    }
                    WordingFault::Bracket => "brackets stand in pairs and not in one another: […] and [inserted]",
                    WordingFault::Nothing => "keep at least one word of the passage",
                };
                Err(Problem::new(fault.to_string()).hint(hint))
            }
        }
    }

    /// The quotes for the paper, without those who have not agreed to be quoted.
    ///
    /// # Errors
    /// A mistake in the query, the coders, the attributes or the template; a template that tells more than the attribution allows.
    pub fn quote_book(&self, request: &QuotesRequest) -> Result<QuoteBook, Problem> {
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let query = request.query.as_deref().map(|text| self.query(text, Kind::Quotes)).transpose()?;
        let matcher = query.as_ref().map(|query| Matcher::new(query, &view));
        let filter = |transcript, at| matcher.as_ref().is_none_or(|matcher| matcher.coding(transcript, at).is_some());
        let (template, attribution, by) = self.template(request)?;
        let kept_back = request.suppress.map_or(Vec::new(), |k| masks::kept_back(&view, &by, k));
        let asked = BookRequest {
            filter: Some(&filter),
            pairs: None,
            chosen: request.chosen,
            by: &by,
            attribution,
            template: &template,
            kept_back: &kept_back,
        };
        let unknown_values = query.as_ref().map(|query| self.unknown_values(query)).unwrap_or_default();
        let mut book = QuoteBook { memos: request.memos, unknown_values, ..QuoteBook::of(&view, &asked) };
        // Whoever says how much may stand beside a quote gets no more than that.
        if request.attribution.is_some() {
            book.attributes.clear();
        }
        book.alone = self.people_alone(&view);
        match request.suppress {
            Some(k) => book.suppressed = Some((k, kept_back.len())),
            None => self.flag_quotes(&mut book, &view, &by),
        }
        Ok(book)
    }

    /// How a quote is printed, how much of a person that may tell, and the groups. Without a template it is the study's, or with
    /// an attribution that is no id the wording with what that allows.
    pub(super) fn template(&self, request: &QuotesRequest) -> Result<(Template, Attribution, By), Problem> {
        let names = self.corpus().attribute_names();
        let mut by = self.by_people(request.by.as_deref())?;
        let text = match (&request.template, request.attribution) {
            (Some(text), _) => text.clone(),
            (None, None | Some(Attribution::Id)) => self.corpus().study.quote_template.clone(),
            (None, Some(Attribution::Group)) => {
                let fields: Vec<String> = by.attributes.iter().map(|name| format!("{{{name}}}")).collect();
                format!("“{{quote}}” ({{participant}}, {})", fields.join(", "))
            }
            (None, Some(Attribution::None)) => "“{quote}”".to_owned(),
        };
        let template = Template::parse(&text, &names).map_err(|error: TemplateError| {
            let mut places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
            let at = places.nth(error.at()).unwrap_or(text.len());
            let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |char| at + char.len_utf8());
            Problem::new(error.to_string()).hint(error.hint()).at("the template", 1, &text, at..end)
        })?;
        let named = template.fields().filter_map(|field| match field {
            Field::Attribute(name) => Some(name.clone()),
            _ => None,
        });
        let named: Vec<String> = named.collect();
        let inferred = if named.is_empty() { Attribution::Id } else { Attribution::Group };
        let attribution = request.attribution.unwrap_or(inferred);
        if attribution == Attribution::Group && by.attributes.is_empty() {
            if request.attribution.is_some() && named.is_empty() {
                return Err(
                    Problem::new("which attributes make the group?").hint("add --by ATTRIBUTE, for example --by role")
                );
            }
            by = self.by_people(Some(&named.join(",")))?;
        }
        let told = template.fields().find(|field| {
            let in_group = matches!(field, Field::Attribute(name) if by.attributes.contains(name));
            attribution.forbids(field) || (matches!(field, Field::Attribute(_)) && !in_group)
        });
        if let Some(field) = told {
            let tells = match field {
                Field::Attribute(name) => format!("`{name}`"),
                _ => "who it is or where it stands".to_owned(),
            };
            return Err(Problem::new(format!(
                "the template `{text}` tells {tells}, which the attribution `{}` keeps back",
                attribution.as_str()
            ))
            .hint("choose another --attribution (group with --by), or another --template"));
        }
        Ok((template, attribution, by))
    }

    /// Writes the quotes to a file with its sidecar: `.docx` (the codebook as an appendix), `.md` and `.tex` as documents, the
    /// endings of tables as [`QuoteBook::table`].
    ///
    /// # Errors
    /// An ending that names no format; a file that cannot be written.
    pub fn write_quotes(&self, book: &QuoteBook, path: &Path) -> Result<PathBuf, Problem> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "docx" => self.write_output(path, &self.quotes_docx(book, true)?),
            "md" => self.write_with_sidecar(path, &self.quotes_markdown(book), &book.meta()),
            "tex" => self.write_with_sidecar(path, &self.quotes_latex(book), &book.meta()),
            _ => self.write_table(&book.table(), path),
        }
    }

    /// The quotes as a document in Markdown.
    pub fn quotes_markdown(&self, book: &QuoteBook) -> Vec<u8> {
        quote_book_markdown(book, &self.corpus().study.title)
    }

    /// The quotes in LaTeX, to be taken into a document.
    pub fn quotes_latex(&self, book: &QuoteBook) -> Vec<u8> {
        quote_book_latex(book, &self.corpus().study.title)
    }

    /// Quotes chosen for the paper against the passages that there are, per participant, group (of `by`) and theme.
    ///
    /// # Errors
    /// A mistake in `by` or in the coders.
    pub fn quote_balance(&self, by: Option<&str>, coders: Option<&[String]>) -> Result<Table, Problem> {
        let coders = self.coder_names(coders)?;
        Ok(quote_balance(&self.view(coders.as_deref()), &self.by_people(by)?))
    }
}
