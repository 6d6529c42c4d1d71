//! `emic code quote`, `emic export quotes`, `emic quotes --balance`

use clap::{Args, ValueEnum};

use super::{Global, OutputArgs, Report, SuppressArgs, Wrong, output};
use crate::session::{Attribution, Command, Paper, QuoteEdit, QuotesRequest};

/// The wording of a coding for print. Without an option it is shown.
#[derive(Args, Debug)]
pub struct Quote {
    /// Id of the coding (column `coding`).
    coding: String,
    /// Wording for print: leave words out, with […] in their place, and put what you add in `[brackets]`; empty takes it away.
    #[arg(long, value_name = "TEXT")]
    shown: Option<String>,
    /// Translation, to stand beside the original; empty takes it away.
    #[arg(long, value_name = "TEXT")]
    translation: Option<String>,
    /// Language of the translation, such as en.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Where it is used in the paper, such as `results, table 2`; empty takes it away.
    #[arg(long = "use", value_name = "TEXT")]
    used: Option<String>,
}

/// Quotes for the paper, by theme and group.
///
/// Participants who have not agreed to be quoted (`consent:` in study.yaml) stay out; how many is said. csv, tsv and json hold one row
/// a quote; markdown and latex (--format, or --to FILE.md and FILE.tex) are documents, and so is a file of Word (--to FILE.docx), with
/// the codebook as an appendix. Default: csv.
#[derive(Args, Debug)]
pub struct Quotes {
    /// Only the codings that this quotes query selects.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Only what was chosen for the paper: starred, worded for print, or with a use.
    #[arg(long)]
    chosen: bool,
    /// Groups within each theme, by attributes.
    #[arg(long, value_name = "ATTR,…")]
    by: Option<String>,
    #[command(flatten)]
    suppress: SuppressArgs,
    /// How much of a person stands beside a quote (default: what the template says).
    #[arg(long, value_name = "LEVEL")]
    attribution: Option<Level>,
    /// How a quote is printed, for example '“{quote}” ({participant}, l. {lines})' (default: quote_template in study.yaml).
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// Whose codings count (default: per transcript, the consensus where it is done, else the study's coders).
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// With csv, tsv, json and xlsx: a column with the memos on each coding, which nobody has looked through for names.
    #[arg(long)]
    memos: bool,
    /// Leave out the codebook, which else stands at the end of a docx.
    #[arg(long)]
    no_codebook: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// How much of a person stands beside a quote.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Level {
    /// The participant's id and where it stands.
    Id,
    /// The id and the group (--by).
    Group,
    /// Nothing that tells who it is.
    None,
}

impl From<Level> for Attribution {
    fn from(level: Level) -> Self {
        match level {
            Level::Id => Self::Id,
            Level::Group => Self::Group,
            Level::None => Self::None,
        }
    }
}

impl Quote {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let coding = session.coding_named(&self.coding)?;
        let edit =
            QuoteEdit { shown: self.shown, translation: self.translation, language: self.language, used: self.used };
        if edit != QuoteEdit::default() {
            let outcome = session.apply(Command::Quote(coding, edit))?;
            output::outcome(&outcome, global)?;
            return Ok(Report::Done);
        }
        let wording = session.quote_wording(coding)?;
        let used = wording.use_in_paper.as_ref().map(crate::analysis::use_in_words);
        let parts = [
            ("shown", wording.shown.as_deref()),
            ("translation", wording.translation.as_deref()),
            ("language", wording.language.as_deref()),
            ("use", used.as_deref()),
        ];
        let any = parts.iter().any(|(_, text)| text.is_some());
        if global.json {
            let said = parts.iter().filter_map(|(key, text)| Some(((*key).to_owned(), (*text)?.into())));
            output::data(format!("{}\n", serde_json::Value::Object(said.collect())).as_bytes())?;
        } else {
            for (key, text) in parts {
                if let Some(text) = text {
                    output::text(&format!("{key}: {}\n", crate::text::visible_lines(text)))?;
                }
            }
            if !any {
                output::say("nothing is said of it for print");
            }
        }
        Ok(Report::found(any))
    }
}

impl Quotes {
    pub(super) fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let book = session.quote_book(&QuotesRequest {
            query: self.query,
            coders: self.coders,
            chosen: self.chosen,
            by: self.by,
            attribution: self.attribution.map(Into::into),
            template: self.template,
            memos: self.memos,
            suppress: session.suppress(self.suppress.suppress)?,
        })?;
        let any = !book.quotes.is_empty();
        if let Some(path) = self.output.to.as_ref().filter(|path| Paper::of(path) == Some(Paper::Docx)) {
            if self.output.format.is_some() || self.output.excel {
                return Err(Wrong::new(
                    "a docx takes neither --format nor --excel",
                    "the ending of the file picks the format",
                ));
            }
            if let Some(key) = &self.output.key {
                session.guard(key)?;
            }
            super::documents::write(&session, path, &session.quotes_docx(&book, !self.no_codebook)?)?;
            return Ok(Report::found(any));
        }
        output::refuse_leaks(&session, &book.table(), &self.output)?;
        let document = match self.output.format.as_deref().map(str::to_lowercase).as_deref() {
            Some("latex" | "tex") => Some(session.quotes_latex(&book)),
            Some("markdown") => Some(session.quotes_markdown(&book)),
            _ => None,
        };
        match (&self.output.to, document) {
            (Some(path), None) if self.output.format.is_none() => {
                let beside = session.write_quotes(&book, path)?;
                book.sentences().iter().for_each(|sentence| output::say(sentence));
                output::say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
            }
            (None, Some(document)) => output::data(&document)?,
            _ => {
                let format = self.output.format.clone().or_else(|| (!global.json).then(|| "csv".to_owned()));
                output::table(&session, &book.table(), global, &OutputArgs { format, ..self.output })?;
            }
        }
        Ok(Report::found(any))
    }
}
