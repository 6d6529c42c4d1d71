//! The report: one HTML file with the figures and the quotes behind them.

use std::path::{Path, PathBuf};

use super::{
    CooccurrenceRequest, FrequencyRequest, Layout, Problem, QuotesRequest, SaturationRequest, Session, Shape,
    TableScope,
};
use crate::analysis::{Attribution, Cell, Meta, Passages, PassagesRequest, Table, Template, Unit, counted, thousands};
use crate::export::{Curves, Figure, FigureKind, FigureWish, Grid, Pairs, Report};
use crate::model::RollUp;

/// Why a part is not there when small counts are kept back.
const KEPT_BACK: &str = "Left out, since it could tell counts that the table of themes keeps back.";

/// What the report holds, and how much it tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReportRequest {
    /// Attributes of participants, transcripts or cases that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How much of a person stands beside a quote; `None`: the group where there are groups, else the id.
    pub attribution: Option<Attribution>,
    /// How a quote is printed, in place of the study's template.
    pub template: Option<String>,
    /// The order of the interviews in the curve of new codes, as for `saturation`; `None`: by id.
    pub order: Option<String>,
    /// Mask counts of fewer people; passages that they are counted in, co-occurrence and new codes stay out. `None`: nothing.
    pub suppress: Option<u32>,
}

/// A report that was made, and what has to be said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ReportMade {
    /// The HTML document.
    pub html: Vec<u8>,
    /// Sentences for whoever made it.
    pub sentences: Vec<String>,
    /// What its sidecar says.
    pub meta: Meta,
}

impl Session {
    /// Makes the report.
    ///
    /// # Errors
    /// A mistake in the query, the coders, the attributes, the order or the template; a template that tells more than the
    /// attribution allows.
    pub fn report(&self, request: &ReportRequest) -> Result<ReportMade, Problem> {
        let corpus = self.corpus();
        let by = self.by(request.by.as_deref())?;
        let cases = by.unit == Unit::Case;
        let wanted = match (request.attribution, &request.template) {
            // What a template tells of the speaker does not hang on the groups of the cases.
            (Some(Attribution::Group) | None, _) if cases => None,
            (None, None) if !by.attributes.is_empty() => Some(Attribution::Group),
            (wanted, _) => wanted,
        };
        let (template, told, _) = self.template(&QuotesRequest {
            by: request.by.clone().filter(|_| !cases),
            attribution: wanted,
            template: request.template.clone(),
            ..QuotesRequest::default()
        })?;
        let attribution = if cases && wanted.is_none() { Attribution::Group } else { told };
        let frequencies = self.frequencies(&FrequencyRequest {
            by: request.by.clone(),
            roll_up: request.roll_up,
            query: request.scope.query.clone(),
            coders: request.scope.coders.clone(),
            done: request.scope.done,
            suppress: request.suppress,
            shape: Shape::Tidy,
        })?;
        let grid = grid(&frequencies);
        let width = grid.as_ref().map_or(1, |grid| grid.heads.len());
        let passages_in_cells = column(&frequencies, "passages", width);
        let kept_back = |theme: usize, group: usize| {
            let cell = frequencies.cell(theme * width + group, "passages");
            !matches!(cell, Some(Cell::Integer(_)))
        };
        let asked = PassagesRequest {
            by: &by,
            roll_up: request.roll_up,
            attribution,
            template: &template,
            kept_back: &kept_back,
        };
        let passages = self.select(&request.scope, |view, selection| Ok(Passages::of(view, &asked, selection)))?;
        let made = self.made(request, &template, attribution, cases);
        let mut said_of_grid = frequencies.sentences.clone();
        said_of_grid.extend(self.blind_sentence());
        let report = Report {
            title: &corpus.study.title,
            language: &corpus.study.language,
            facts: self.facts(&frequencies, &passages, cases),
            grid,
            passages_in_cells,
            said_of_grid,
            passages: &passages,
            attribution,
            pairs: self.pairs(request)?,
            curves: self.curves(request)?,
            codebook: &corpus.codebook,
            made: made.clone(),
        };
        let html = crate::export::report(&report);
        let withheld = passages.withheld();
        let shown = passages.list.iter().filter(|passage| !passage.withheld && !passage.joined).count() as u64;
        let mut sentences = vec![counted(shown, "quote")];
        if withheld > 0 {
            sentences.push(format!(
                "left out: {} with words of {} who may not (or not yet) be quoted; counts hold them",
                counted(withheld, "passage"),
                counted(passages.withheld_people, "participant")
            ));
        }
        sentences.extend(said_of(&frequencies));
        let left_out = Meta::default()
            .with("passages_without_consent", withheld)
            .with("participants_without_consent", passages.withheld_people)
            .with("passages_suppressed", passages.suppressed);
        let meta = frequencies
            .meta
            .clone()
            .with("report", "summary, themes by group, quotes, co-occurrence, new codes per interview, codebook")
            .with("attribution", attribution.as_str())
            .with("quotes_left_out", left_out)
            .with("notes", frequencies.sentences.clone())
            .with("made", made);
        Ok(ReportMade { html, sentences, meta })
    }

    /// Writes the report to a file that ends in `.html`, and its sidecar.
    ///
    /// # Errors
    /// Another ending; a file that cannot be written.
    pub fn write_report_file(&self, report: &ReportMade, path: &Path) -> Result<PathBuf, Problem> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if ending != "html" && ending != "htm" {
            return Err(Problem::new(format!("the report is an html file, and `{}` does not end so", path.display()))
                .hint("for example: emic export report --by role --to report.html"));
        }
        self.write_with_sidecar(path, &report.html, &report.meta)
    }

    /// The study in figures; what the table keeps back is kept back here too.
    fn facts(&self, frequencies: &Table, passages: &Passages, cases: bool) -> Vec<(&'static str, String)> {
        let corpus = self.corpus();
        let study = &corpus.study;
        let last = frequencies.rows.len().saturating_sub(1);
        let all = |column: &str| match frequencies.cell(last, column) {
            Some(Cell::Integer(number)) => thousands(*number),
            Some(cell) => cell.plain().into_owned(),
            None => "0".into(),
        };
        let words = |column: &str| frequencies.cell(last, column).map(|cell| cell.plain().replace('+', ", "));
        let (codes, sets) = (corpus.codebook.codes().len() as u64, corpus.codebook.sets().len() as u64);
        let coders = words("coders").filter(|names| !names.is_empty()).unwrap_or_else(|| "nobody".into());
        let coders = frequencies
            .sentences
            .iter()
            .find_map(|sentence| sentence.strip_prefix("coders: "))
            .map_or(coders.clone(), |said| format!("{coders}: {said}"));
        let said = |start: &str| {
            let found = frequencies.sentences.iter().filter_map(|sentence| sentence.strip_prefix(start));
            let found: Vec<&str> = found.collect();
            (!found.is_empty()).then(|| found.join("; "))
        };
        let (units, transcripts, by_whom, whose) = match cases {
            false => ("speaking in scope", "in which they speak", "said by them", "of theirs"),
            true => (
                "spoken of in scope",
                "in which somebody speaks of them",
                "said there by participants",
                "of participants",
            ),
        };
        let mut facts = vec![
            (if cases { "Cases" } else { "Participants" }, format!("{} {units}", all("participants_in_group"))),
            ("Transcripts", format!("{} {transcripts}", all("transcripts_in_group"))),
            ("Words", format!("{} {by_whom}; interviewers’ words never count", all("words_in_group"))),
            ("Codings", format!("{} {whose}", thousands(passages.codings))),
            (
                "Codebook",
                counted(codes, "code")
                    + &if sets > 0 { format!(" and {}", counted(sets, "set")) } else { String::new() },
            ),
            ("Coders", coders),
            ("Approach", study.approach.as_str().to_owned()),
        ];
        for (what, start) in [
            ("Scope", "scope (who and where): "),
            ("Counted there", "counted there: "),
            ("In progress", "in progress: "),
            ("In progress, left out", "left out as in progress: "),
            ("Left out", "left out: "),
        ] {
            facts.extend(said(start).map(|said| (what, said)));
        }
        if passages.withheld() > 0 {
            let said = format!(
                "{} with words of {} who may not (or not yet) be quoted",
                counted(passages.withheld(), "passage"),
                counted(passages.withheld_people, "participant")
            );
            facts.push(("Kept back for want of consent", said));
        }
        facts.push(("Made with", format!("emic {}", env!("CARGO_PKG_VERSION"))));
        facts
    }

    /// How the numbers and quotes were made.
    fn made(&self, request: &ReportRequest, template: &Template, attribution: Attribution, cases: bool) -> Vec<String> {
        let study = &self.corpus().study;
        let rolled = match request.roll_up {
            RollUp::Subtree => "a theme is a code with everything beneath it, or a set of codes",
            RollUp::Own => "each code counts alone, without what is beneath it",
        };
        let told = match attribution {
            Attribution::Id => "the participant's id and the place",
            Attribution::Group if cases => "the participant's id, the place and the case",
            Attribution::Group => "the participant's id, the place and the group",
            Attribution::None => {
                "nothing that tells who it is; a passage in which several people speak stands there once"
            }
        };
        let mut made = vec![
            format!("Made with emic {}, codebook {}.", env!("CARGO_PKG_VERSION"), self.codebook_hash()),
            "When it was made, and of which texts, stands in the file beside it, which ends in .meta.yaml: so the same study gives \
             the same report."
                .into(),
            format!("Roll-up: {rolled}."),
            format!(
                "A passage is a stretch of overlapping codings of one theme, once for each {}; the quotes behind a cell are these \
                 passages, so that there are as many as the cell says, but for those that are kept back.",
                if cases { "case that it is about" } else { "participant to whom it belongs" }
            ),
            format!(
                "A coding over several people belongs to those of whose words it covers at least {}; interviewers' words never count.",
                study.attribution_words
            ),
            "A passage that is joined from overlapping passages of sub-codes stands under its theme when that theme is chosen; \
             without a choice each passage stands once, under its code."
                .into(),
            format!("Beside a quote stands {told}."),
        ];
        if template.fields().next().is_some() && study.consent.quote.is_some() {
            made.push(
                "Participants who have not (or not yet) agreed to be quoted stay out of the quotes and count in the figures.".into(),
            );
        }
        made.extend(self.blind_sentence());
        made
    }

    fn pairs(&self, request: &ReportRequest) -> Result<Result<Pairs, String>, Problem> {
        if request.suppress.is_some() {
            return Ok(Err(KEPT_BACK.into()));
        }
        let table = self.cooccurrence(&CooccurrenceRequest {
            roll_up: request.roll_up,
            scope: request.scope.clone(),
            layout: Layout::Tidy,
            ..CooccurrenceRequest::default()
        })?;
        Ok(match Figure::of(&table, &FigureWish::default()) {
            Ok(Figure::Pairs(pairs)) => Ok(pairs),
            Ok(_) => Err(String::new()),
            Err(error) => Err(error.to_string()),
        })
    }

    fn curves(&self, request: &ReportRequest) -> Result<Result<Curves, String>, Problem> {
        if request.suppress.is_some() {
            return Ok(Err(KEPT_BACK.into()));
        }
        let table = self.saturation(&SaturationRequest {
            order: request.order.clone(),
            scope: request.scope.clone(),
            layout: Layout::Tidy,
            ..SaturationRequest::default()
        })?;
        Ok(match Figure::of(&table, &FigureWish::default()) {
            Ok(Figure::Curves(curves)) => Ok(curves),
            Ok(_) => Err(String::new()),
            Err(error) => Err(error.to_string()),
        })
    }
}

/// The heat map of a table; `None` where there is no code.
fn grid(table: &Table) -> Option<Grid> {
    match Figure::of(table, &FigureWish { kind: Some(FigureKind::Heat), ..FigureWish::default() }) {
        Ok(Figure::Heat(grid)) => Some(grid),
        _ => None,
    }
}

/// A column of counts as printed, in rows of `width`.
fn column(table: &Table, id: &str, width: usize) -> Vec<Vec<String>> {
    let Some(at) = table.column(id) else { return Vec::new() };
    let printed = |row: &Vec<Cell>| match row.get(at) {
        Some(Cell::Integer(number)) => thousands(*number),
        Some(cell) if !cell.plain().is_empty() => cell.plain().into_owned(),
        _ => "*".into(),
    };
    let all: Vec<String> = table.rows.iter().map(printed).collect();
    all.chunks(width.max(1)).map(<[String]>::to_vec).collect()
}

/// What is said on standard error: scope, coders, progress, what is left out.
fn said_of(table: &Table) -> Vec<String> {
    let kept = ["scope", "counted there", "coders", "in progress", "left out", "suppressed", "fewer than"];
    table.sentences.iter().filter(|said| kept.iter().any(|start| said.starts_with(start))).cloned().collect()
}
