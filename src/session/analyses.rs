//! Further analyses: what each can be asked, and the question.

use super::selecting::TableScope;
use super::{Problem, Session, masks};
use crate::analysis::{By, Cooccurrence, Coverage, Matrix, MatrixColumns, Saturation, SaturationPlan, Table};
use crate::model::RollUp;
use crate::text::suggest;

pub use crate::analysis::{CooccurrenceRule, CoverageRows, MatrixRows, MatrixUnit, SaturationOrder, SaturationRule};

/// A matrix of participants, transcripts or cases.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MatrixRequest {
    /// What the rows are.
    pub rows: MatrixRows,
    /// What the cells hold.
    pub unit: MatrixUnit,
    /// Attributes of whoever speaks, whose groups are the columns; `None`: the codes.
    pub columns: Option<String>,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// With `columns`: the code that is counted.
    pub code: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
}

/// How a table of an analysis is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Layout {
    /// All columns, for programs.
    #[default]
    Tidy,
    /// What a person compares.
    Brief,
    /// Codes × codes, or another table across.
    Wide,
}

/// Which codes stand together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CooccurrenceRequest {
    /// What standing together means.
    pub rule: CooccurrenceRule,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// Attributes that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How it is laid out.
    pub layout: Layout,
}

/// New codes per interview.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SaturationRequest {
    /// Base, run and threshold.
    pub rule: SaturationRule,
    /// Keep back the curves of groups of fewer people than this; `None`: nothing.
    pub suppress: Option<u32>,
    /// `id`, `coded`, an attribute of transcripts, or ids of transcripts joined with commas; `None`: `id`.
    pub order: Option<String>,
    /// Attributes that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// Random orders to compare with; 0: none.
    pub shuffles: u32,
    /// What they are drawn from.
    pub seed: u64,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How it is laid out.
    pub layout: Layout,
}

/// What a table of coverage lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CoverageList {
    /// Words and turns by transcript, participant or group.
    #[default]
    Words,
    /// Codes by use.
    Codes,
    /// The turns that were never coded.
    Turns,
}

/// How much is coded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CoverageRequest {
    /// What is listed.
    pub list: CoverageList,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// What the rows are; `None`: groups where `by` is given, else transcripts.
    pub rows: Option<CoverageRows>,
    /// Attributes that make the groups; `None`: everybody.
    pub by: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Who and what is looked at.
    pub scope: TableScope,
    /// How it is laid out.
    pub layout: Layout,
}

impl Session {
    /// A matrix of participants, transcripts or cases × codes, or × groups of one code.
    ///
    /// # Errors
    /// A mistake in the query, the coders, the attributes or the code.
    pub fn matrix(&self, request: &MatrixRequest) -> Result<Matrix, Problem> {
        let mut by = By::default();
        let columns = match (&request.columns, &request.code) {
            (None, None) => MatrixColumns::Themes(request.roll_up),
            (Some(columns), Some(code)) => {
                let theme = self.theme_named(code)?;
                by = self.by_people(Some(columns))?;
                MatrixColumns::Groups { by: &by, theme, roll_up: request.roll_up }
            }
            (Some(columns), None) => {
                return Err(Problem::new(format!("--columns {columns} needs a code to count"))
                    .hint(format!("for example: emic matrix --columns {columns} --code CODE")));
            }
            (None, Some(_)) => {
                return Err(Problem::new("--code goes with --columns ATTR").hint(
                    "to count one code by group: --columns ATTR --code CODE; to narrow the codings: --query code:CODE",
                ));
            }
        };
        self.select(&request.scope, |view, selection| {
            let mut matrix = Matrix::count(view, request.rows, columns, request.unit, selection);
            match request.suppress {
                Some(k) => masks::matrix(&mut matrix, request.rows, k)?,
                None if request.columns.is_some() => {
                    matrix.table.flag("small_groups", self.small_groups_speaking(view, &by));
                }
                None => {}
            }
            // A row that is a person has the person's attributes.
            if request.rows == MatrixRows::Participant {
                self.flag_people(view, &mut matrix.table);
            }
            Ok(matrix)
        })
    }

    /// Which codes stand together.
    ///
    /// # Errors
    /// A mistake in the query, in `by` or in the coders.
    pub fn cooccurrence(&self, request: &CooccurrenceRequest) -> Result<Table, Problem> {
        let by = self.by_people(request.by.as_deref())?;
        if request.layout == Layout::Wide && !by.attributes.is_empty() {
            return Err(Problem::new("a table of codes × codes has no room for groups")
                .hint("leave out --wide, or take one group: --query role:parent"));
        }
        self.select(&request.scope, |view, selection| {
            let (rule, roll_up) = (request.rule, request.roll_up);
            let counted = match request.suppress {
                None => Cooccurrence::count(view, &by, rule, roll_up, selection),
                Some(k) => {
                    let mut counted = Cooccurrence::with_people(view, &by, rule, roll_up, selection);
                    masks::cooccurrence(&mut counted, &self.corpus().codebook, k)?;
                    counted
                }
            };
            let mut table = match request.layout {
                Layout::Tidy => counted.tidy(),
                Layout::Brief => counted.brief(),
                Layout::Wide => counted.wide(),
            };
            if request.suppress.is_none() {
                self.flag_groups(&mut table, &by, counted.sizes());
            }
            Ok(table)
        })
    }

    /// New codes per interview, and whether saturation was reached.
    ///
    /// # Errors
    /// A mistake in the query, in `by`, in the order, in the settings or in the coders.
    pub fn saturation(&self, request: &SaturationRequest) -> Result<Table, Problem> {
        let SaturationRule { base, run, threshold } = request.rule;
        if base == 0 || run == 0 {
            return Err(Problem::new("base and run are at least one interview")
                .hint("the article uses a base of 4, 5 or 6 and runs of 2 or 3"));
        }
        if !(0.0..=100.0).contains(&threshold) {
            return Err(Problem::new("the threshold is a percentage from 0 to 100").hint("the article uses 5 and 0"));
        }
        let by = self.by_people(request.by.as_deref())?;
        let order = self.order(request.order.as_deref().unwrap_or("id"))?;
        let plan = SaturationPlan { rule: request.rule, order, shuffles: request.shuffles, seed: request.seed };
        self.select(&request.scope, |view, selection| {
            let mut counted = Saturation::count(view, &by, plan, selection);
            if let Some(k) = request.suppress {
                masks::saturation(&mut counted, &by, k)?;
            }
            let mut table = if request.layout == Layout::Brief { counted.brief() } else { counted.table() };
            if request.suppress.is_none() {
                self.flag_groups(&mut table, &by, counted.sizes());
            }
            Ok(table)
        })
    }

    /// Reads the order of interviews.
    fn order(&self, text: &str) -> Result<SaturationOrder, Problem> {
        let corpus = self.corpus();
        match text.trim() {
            "id" => return Ok(SaturationOrder::Id),
            "coded" => return Ok(SaturationOrder::Coded),
            _ => {}
        }
        let lower = text.trim().to_lowercase();
        if let Some(name) = corpus.transcript_columns.iter().find(|column| column.to_lowercase() == lower) {
            return Ok(SaturationOrder::Attribute(name.clone()));
        }
        if text.contains(',') || corpus.find(text.trim()).is_some() {
            let mut listed = Vec::new();
            for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let place = self.transcript_place(name)?;
                if listed.contains(&place) {
                    return Err(Problem::new(format!("`{name}` is listed twice")).hint("list each transcript once"));
                }
                listed.push(place);
            }
            return Ok(SaturationOrder::List(listed));
        }
        let known = ["id", "coded"].into_iter().chain(corpus.transcript_columns.iter().map(String::as_str));
        let near = suggest::nearest(&lower, known.clone()).map(|near| format!("did you mean `{near}`? "));
        Err(Problem::new(format!("interviews cannot be put in the order `{text}`")).hint(format!(
            "{}orders are {}, or the ids of transcripts joined with commas",
            near.unwrap_or_default(),
            known.collect::<Vec<_>>().join(", ")
        )))
    }

    /// How much of what participants say is coded, and how codes are used.
    ///
    /// # Errors
    /// A mistake in the query, in `by` or in the coders.
    pub fn coverage(&self, request: &CoverageRequest) -> Result<Table, Problem> {
        let by = self.by_people(request.by.as_deref())?;
        let grouped = !by.attributes.is_empty();
        let rows = request.rows.unwrap_or(if grouped { CoverageRows::Group } else { CoverageRows::Transcript });
        if grouped != (rows == CoverageRows::Group) {
            return Err(Problem::new("groups are the rows exactly where --by says what makes them")
                .hint("for example: emic coverage --by role; or --rows participant without --by"));
        }
        self.select(&request.scope, |view, selection| {
            let mut counted = Coverage::count(view, &by, rows, request.roll_up, selection);
            if let Some(k) = request.suppress {
                masks::coverage(&mut counted, &by, k)?;
            }
            let mut table = match (request.list, request.layout) {
                (CoverageList::Codes, _) => counted.codes(),
                (CoverageList::Turns, _) => counted.turns(view),
                (CoverageList::Words, Layout::Brief) => counted.brief(),
                (CoverageList::Words, _) => counted.table(),
            };
            if request.suppress.is_none() {
                self.flag_groups(&mut table, &by, counted.sizes());
            }
            Ok(table)
        })
    }
}
