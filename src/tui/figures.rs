//! Analyses for the screens: figures, and where each leads. Runs on the session's thread.

mod coverage;
mod together;
mod words;

use std::sync::Arc;

use super::tables::{Analysed, Lead, Question, Row, term};
use crate::analysis::{
    ALL, By, Cooccurrence, Coverage, KwicSort, Members, Notes, Saturation, SaturationOrder, SaturationPlan, Selection,
    Table,
};
use crate::model::{Codebook, RollUp, View};
use crate::session::{
    CooccurrenceRequest, CoverageList, CoverageRequest, CoverageRows, KwicRequest, Layout, Problem, SaturationRequest,
    Session, WordsRequest,
};
use crate::text::{visible, width};

use coverage::{codes_by_use, turns_never_coded, words_coded};
use together::{codes_by_codes, pairs};
use words::{concordance, words};

/// Words that stand less often are not listed.
const LEAST: u64 = 3;

/// Code points on either side of a hit: more than a line of the widest screen.
const CONTEXT: u32 = 120;

/// Code points on either side in a file.
const CONTEXT_IN_FILES: u32 = 60;

/// Answers a question.
///
/// # Errors
/// A mistake in the search; an attribute that the study does not have any more.
pub fn analyse(session: &mut Session, question: &Question) -> Result<Analysed, Problem> {
    if let Question::Concordance { query, sort } = question {
        let table = session.kwic(&kwic(query, *sort, CONTEXT))?;
        return Ok(concordance(question, &table));
    }
    let by = By::parse(question.by(), session.corpus())
        .map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
    let view = session.view(None);
    let mut answer = match question {
        Question::Together { rule, roll_up, across, .. } => {
            let counted = Cooccurrence::count(&view, &by, *rule, *roll_up, &Selection::default());
            if *across { codes_by_codes(&view, question, &counted) } else { pairs(&view, question, &counted) }
        }
        Question::NewCodes { order, .. } => new_codes(&view, question, &by, order),
        Question::Coverage { list, rows, roll_up, .. } => {
            let rows = if by.attributes.is_empty() { *rows } else { CoverageRows::Group };
            let counted = Coverage::count(&view, &by, rows, *roll_up, &Selection::default());
            match list {
                CoverageList::Words => words_coded(question, &counted, rows),
                CoverageList::Codes => codes_by_use(question, &counted, *roll_up),
                CoverageList::Turns => turns_never_coded(question, &counted, &view),
            }
        }
        Question::Words { stems, .. } => words(&view, question, &by, *stems),
        Question::Concordance { .. } => Analysed::of(question, Table::default(), Vec::new()),
    };
    answer.notes.splice(0..0, session.small_groups_speaking(&view, &by));
    let selection = Selection::default();
    answer.notes.extend(said(&Notes::of(&view, &selection, &Members::of(&view, &selection))));
    Ok(answer)
}

/// Whose codings count, what is left out and in progress: what is left out first, for there is little room on a screen.
pub fn said(notes: &Notes) -> Vec<String> {
    let coders = notes.coders.joined();
    let coders = if coders.is_empty() { "nobody has coded".to_owned() } else { format!("coders {coders}") };
    let mut said = notes.left_out.sentences();
    said.push(format!("{coders}: {}", notes.coders.sentence()));
    said.extend(notes.progress_sentence());
    said
}

/// The whole table of a question, for a file.
///
/// # Errors
/// Those of the analysis.
pub fn table(session: &mut Session, question: &Question) -> Result<Table, Problem> {
    let by = Some(question.by().to_owned()).filter(|by| !by.is_empty());
    match question {
        Question::Together { rule, roll_up, across, .. } => {
            let layout = if *across { Layout::Wide } else { Layout::Tidy };
            let (rule, roll_up) = (*rule, *roll_up);
            session.cooccurrence(&CooccurrenceRequest { rule, by, roll_up, layout, ..CooccurrenceRequest::default() })
        }
        Question::NewCodes { order, .. } => {
            let order = Some(order.clone());
            session.saturation(&SaturationRequest { order, by, ..SaturationRequest::default() })
        }
        Question::Coverage { list, rows, roll_up, .. } => {
            let rows = by.is_none().then_some(*rows);
            let (list, roll_up) = (*list, *roll_up);
            session.coverage(&CoverageRequest { list, rows, by, roll_up, ..CoverageRequest::default() })
        }
        Question::Words { stems, .. } => {
            session.words(&WordsRequest { by, least: LEAST, stems: *stems, ..WordsRequest::default() })
        }
        Question::Concordance { query, sort } => session.kwic(&kwic(query, *sort, CONTEXT_IN_FILES)),
    }
}

fn kwic(query: &str, sort: KwicSort, context: u32) -> KwicRequest {
    KwicRequest { query: query.to_owned(), sort, context, ..KwicRequest::default() }
}

impl Analysed {
    /// An answer without groups.
    fn of(question: &Question, table: Table, rows: Vec<Row>) -> Self {
        let wide = |column: usize| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| width(&visible(&cell.plain()))).max().unwrap_or(0)
        };
        Self {
            question: question.clone(),
            widths: (0..table.columns.len()).map(wide).collect(),
            groups: vec![(ALL.to_owned(), 0..rows.len())],
            table: Arc::new(table),
            rows,
            said: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// The text of a cell.
fn text(table: &Table, row: usize, column: &str) -> String {
    table.cell(row, column).map_or_else(String::new, |cell| cell.plain().into_owned())
}

/// Takes a column away.
fn without(table: &mut Table, column: &str) {
    if let Some(at) = table.column(column) {
        table.columns.remove(at);
        table.rows.iter_mut().for_each(|row| _ = row.remove(at));
    }
}

/// A condition for a group; nothing for everybody.
fn group_term(by: &str, group: &str) -> String {
    if by.is_empty() || group == ALL { String::new() } else { format!(" {}", term(by, group)) }
}

/// `theme:` with what is beneath, `code:` alone.
const fn field(roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::Subtree => "theme",
        RollUp::Own => "code",
    }
}

fn new_codes(view: &View, question: &Question, by: &By, order: &str) -> Analysed {
    let order = match order {
        "id" => SaturationOrder::Id,
        "coded" => SaturationOrder::Coded,
        name => SaturationOrder::Attribute(name.to_owned()),
    };
    let plan = SaturationPlan { order, ..SaturationPlan::default() };
    let counted = Saturation::count(view, by, plan, &Selection::default());
    let mut table = counted.brief();
    without(&mut table, "group");
    let book: &Codebook = &view.corpus.codebook;
    let (mut rows, mut groups) = (Vec::new(), Vec::new());
    for curve in &counted.groups {
        let start = rows.len();
        for (transcript, new) in curve.interviews.iter().zip(&curve.first_found) {
            let codes: Vec<_> = new.iter().filter_map(|at| book.codes().get(*at)).collect();
            let mut query = term("transcript", view.corpus.transcript(*transcript).id.as_str());
            if !codes.is_empty() {
                let terms: Vec<String> = codes.iter().map(|code| format!("code:{}", code.id)).collect();
                query.push_str(&format!(" ({})", terms.join(" OR ")));
            }
            query.push_str(&group_term(question.by(), &curve.group));
            let names: Vec<&str> = codes.iter().map(|code| code.name.as_str()).collect();
            let detail = match names.as_slice() {
                [] => "no new code".to_owned(),
                names => format!("new: {}", names.join(", ")),
            };
            rows.push(Row { leads: vec![Lead::Quotes(None, query)], detail });
        }
        groups.push((curve.group.clone(), start..rows.len()));
    }
    // First what came of each group, then the rest of the sentences.
    let said: Vec<String> = table.sentences.iter().take(groups.len()).cloned().collect();
    let kept = |sentence: &&String| {
        // The order is said above the curve.
        ["a codebook that", "left out of the curve", "this study's approach"]
            .iter()
            .any(|begin| sentence.starts_with(begin))
    };
    let notes: Vec<String> = table.sentences.iter().skip(groups.len()).filter(kept).cloned().collect();
    Analysed { groups, said, notes, ..Analysed::of(question, table, rows) }
}
