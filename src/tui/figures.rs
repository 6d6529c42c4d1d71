//! Analyses for the screens: figures, and where each leads. Runs on the session's thread.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::names::head;
use super::tables::{Analysed, Lead, Question, Row, term};
use crate::analysis::{
    ALL, By, Cell, Cooccurrence, Coverage, KwicSort, Members, Notes, Saturation, SaturationOrder, SaturationPlan,
    Selection, Table, WordPlan, Words,
};
use crate::model::{CodeId, Codebook, RollUp, Target, Theme, TranscriptIx, View};
use crate::session::{
    CooccurrenceRequest, CooccurrenceRule, CoverageList, CoverageRequest, CoverageRows, KwicRequest, Layout, Problem,
    SaturationRequest, Session, WordsRequest,
};
use crate::text::{Span, visible, width};

/// Words that stand less often are not listed.
const LEAST: u64 = 3;

/// At most this many words of a group are shown.
const WORDS: usize = 200;

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

fn one(lead: Lead) -> Row {
    Row { leads: vec![lead], detail: String::new() }
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

/// Where a pair of themes leads.
struct Pairing<'a> {
    view: &'a View<'a>,
    rule: CooccurrenceRule,
    roll_up: RollUp,
    by: &'a str,
}

impl Pairing<'_> {
    fn lead(&self, first: Theme, second: Theme, group: &str) -> Lead {
        let book = &self.view.corpus.codebook;
        let (a, b) = (book.id(first).as_str(), book.id(second).as_str());
        let (field, group) = (field(self.roll_up), group_term(self.by, group));
        match self.rule {
            CooccurrenceRule::Overlap => {
                Lead::Quotes(None, format!("(({field}:{a} with:{b}) OR ({field}:{b} with:{a})){group}"))
            }
            CooccurrenceRule::Participant => {
                Lead::Quotes(None, format!("(({field}:{a} has:{b}) OR ({field}:{b} has:{a})){group}"))
            }
            CooccurrenceRule::Turn => Lead::Search(format!("{field}:{a} {field}:{b}{group}")),
            CooccurrenceRule::Turns(_) | CooccurrenceRule::Transcript => {
                let both = self.transcripts(first, second);
                Lead::Quotes(None, format!("({field}:{a} OR {field}:{b}) ({both}){group}"))
            }
        }
    }

    /// A condition for the transcripts that have codings of both.
    fn transcripts(&self, first: Theme, second: Theme) -> String {
        let corpus = self.view.corpus;
        let members = |theme| corpus.codebook.members(theme, self.roll_up);
        let (first, second) = (members(first), members(second));
        let has = |at: TranscriptIx, codes: &[bool]| {
            self.view.codings(at).any(|(_, placed)| match placed.target {
                Target::Code(code) => codes.get(code.at()) == Some(&true),
                _ => false,
            })
        };
        let both = corpus.places().filter(|at| has(*at, &first) && has(*at, &second));
        let terms: Vec<String> = both.map(|at| term("transcript", corpus.transcript(at).id.as_str())).collect();
        terms.join(" OR ")
    }
}

fn pairing<'a>(view: &'a View<'a>, question: &'a Question, counted: &Cooccurrence) -> Pairing<'a> {
    Pairing { view, rule: counted.rule, roll_up: counted.roll_up, by: question.by() }
}

fn pairs(view: &View, question: &Question, counted: &Cooccurrence) -> Analysed {
    let mut table = counted.brief();
    without(&mut table, "group");
    let pairing = pairing(view, question, counted);
    let mut groups: Vec<(String, Range<usize>)> = Vec::new();
    let met = counted.met();
    for (at, name) in counted.groups.iter().enumerate() {
        let start = met.partition_point(|pair| pair.group < at);
        groups.push((name.clone(), start..met.partition_point(|pair| pair.group <= at)));
    }
    let row = |pair: &&crate::analysis::Pair| {
        let (first, second) = (&counted.themes[pair.first], &counted.themes[pair.second]);
        let lead = pairing.lead(first.theme, second.theme, &counted.groups[pair.group]);
        let counts = pair.counts;
        let mut detail = format!(
            "{} × {}: {} together, of {} with the first and {} with the second",
            first.path, second.path, counts.n12, counts.n1, counts.n2
        );
        if matches!(counted.rule, CooccurrenceRule::Turns(_)) {
            detail.push_str("; Enter shows all passages of both in the transcripts that have both");
        }
        Row { leads: vec![lead], detail }
    };
    let rows: Vec<Row> = met.iter().map(row).collect();
    Analysed { groups, ..Analysed::of(question, table, rows) }
}

fn codes_by_codes(view: &View, question: &Question, counted: &Cooccurrence) -> Analysed {
    let mut table = counted.wide();
    without(&mut table, "code");
    let pairing = pairing(view, question, counted);
    let last = counted.groups.len().saturating_sub(1);
    let met: BTreeMap<(usize, usize), u64> = counted
        .pairs
        .iter()
        .filter(|pair| pair.group == last)
        .map(|pair| ((pair.first, pair.second), pair.counts.first_with_second))
        .collect();
    let own = |at: usize| {
        let id = &counted.themes[at].id;
        Lead::Quotes(Some(CodeId::from(id.as_str())), format!("{}:{id}", field(counted.roll_up)))
    };
    let lead = |row: usize, column: usize| {
        if row == column {
            return own(row);
        }
        match met.get(&(row.min(column), row.max(column))) {
            None => Lead::Nowhere("one of these holds the other: they stand together by construction"),
            Some(0) => Lead::Nowhere("these never stand together"),
            Some(_) => pairing.lead(counted.themes[row].theme, counted.themes[column].theme, ALL),
        }
    };
    let count = counted.themes.len();
    let row = |row: usize| {
        // The first column is the theme's name.
        let leads = std::iter::once(own(row)).chain((0..count).map(|column| lead(row, column))).collect();
        Row { leads, detail: counted.themes[row].path.clone() }
    };
    Analysed::of(question, table, (0..count).map(row).collect())
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

fn words_coded(question: &Question, counted: &Coverage, rows: CoverageRows) -> Analysed {
    let table = counted.brief();
    let lead = |row: usize| {
        let name =
            table.rows.get(row).and_then(|row| row.first()).map_or_else(String::new, |cell| cell.plain().into_owned());
        let whose = match rows {
            _ if name == ALL => String::new(),
            CoverageRows::Transcript => term("transcript", &name),
            CoverageRows::Participant => term("participant", &name),
            CoverageRows::Group => term(question.by(), &name),
        };
        // Turns of nobody in particular count in no row.
        Lead::Search(format!("{whose} participant:* is:uncoded").trim().to_owned())
    };
    let rows: Vec<Row> = (0..table.rows.len())
        .map(|row| Row { leads: vec![lead(row)], detail: "Enter: the turns that were never coded".into() })
        .collect();
    Analysed::of(question, table, rows)
}

fn codes_by_use(question: &Question, counted: &Coverage, roll_up: RollUp) -> Analysed {
    let mut table = counted.codes();
    // Those that need a look stand first.
    let rank = |word: &str| ["never", "once", "one participant"].iter().position(|known| *known == word).unwrap_or(3);
    let at = table.column("use").unwrap_or_default();
    table.rows.sort_by_key(|row| row.get(at).map_or(3, |cell| rank(&cell.plain())));
    let row = |row: usize| {
        let (id, uses) = (text(&table, row, "code"), text(&table, row, "use"));
        let theme = CodeId::from(id.as_str());
        let lead = if uses == "never" {
            Lead::Code(theme)
        } else {
            Lead::Quotes(Some(theme), format!("{}:{id}", field(roll_up)))
        };
        let detail = match uses.as_str() {
            "never" => "never used: Enter shows it in the codebook",
            "once" => "used once",
            "one participant" => "used of one participant only",
            _ => "",
        };
        Row { leads: vec![lead], detail: detail.into() }
    };
    let rows: Vec<Row> = (0..table.rows.len()).map(row).collect();
    let table = table.only(&["path", "use", "participants", "transcripts", "passages"]);
    Analysed::of(question, table, rows)
}

fn turns_never_coded(question: &Question, counted: &Coverage, view: &View) -> Analysed {
    let whole = counted.turns(view);
    let row = |row: usize| {
        let start = match whole.cell(row, "start") {
            Some(Cell::Integer(start)) => u32::try_from(*start).unwrap_or(u32::MAX),
            _ => 0,
        };
        let transcript = text(&whole, row, "transcript");
        Row {
            leads: vec![Lead::Place(transcript.as_str().into(), start, Vec::new())],
            detail: text(&whole, row, "text"),
        }
    };
    let rows: Vec<Row> = (0..whole.rows.len()).map(row).collect();
    Analysed::of(question, whole.only(&["transcript", "turn", "participant", "text"]), rows)
}

fn words(view: &View, question: &Question, by: &By, stems: bool) -> Analysed {
    let plan = WordPlan { least: LEAST, stems, left_out: Vec::new(), limit: Some(WORDS) };
    let counted = Words::count(view, by, plan, &Selection::default());
    let whole = counted.table();
    let mut groups: Vec<(String, Range<usize>)> = Vec::new();
    let (mut rows, mut at) = (Vec::new(), String::new());
    for row in 0..whole.rows.len() {
        let group = text(&whole, row, "group");
        if groups.is_empty() || group != at {
            groups.push((group.clone(), row..row));
            at.clone_from(&group);
        }
        if let Some((_, range)) = groups.last_mut() {
            range.end = row + 1;
        }
        let word = text(&whole, row, "word");
        let word = if stems { word } else { format!("\"{word}\"") };
        rows.push(one(Lead::Word(format!("{word} participant:*{}", group_term(question.by(), &group)))));
    }
    if groups.is_empty() {
        groups.push((ALL.to_owned(), 0..0));
    }
    let mut table = counted.brief();
    without(&mut table, "group");
    let mut answer = Analysed { groups, ..Analysed::of(question, table, rows) };
    if !by.attributes.is_empty() {
        answer.notes.push("words of one person are not independent: look at participants".into());
    }
    answer
}

fn concordance(question: &Question, whole: &Table) -> Analysed {
    let number = |row: usize, column: &str| match whole.cell(row, column) {
        Some(Cell::Integer(number)) => u32::try_from(*number).unwrap_or(u32::MAX),
        _ => 0,
    };
    let mut hits: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for row in 0..whole.rows.len() {
        let hit = Span::new(number(row, "start"), number(row, "end"));
        hits.entry(text(whole, row, "transcript")).or_default().push(hit);
    }
    for hits in hits.values_mut() {
        hits.sort_unstable();
    }
    let row = |row: usize| {
        let id = text(whole, row, "transcript");
        let who = [text(whole, row, "speaker"), text(whole, row, "participant")];
        // As where a search says it.
        let who = match &who {
            [label, person] if person.is_empty() || person == label => label.clone(),
            [label, person] if label.is_empty() => person.clone(),
            [label, person] => format!("{label} ({person})"),
        };
        let who = head(vec![id.clone(), who]).pop().unwrap_or_default();
        let detail = format!("{id} · {who} · turn {}, l. {}", text(whole, row, "turn"), text(whole, row, "line"));
        let lead = Lead::Place(id.as_str().into(), number(row, "start"), hits.get(&id).cloned().unwrap_or_default());
        Row { leads: vec![lead], detail }
    };
    let rows: Vec<Row> = (0..whole.rows.len()).map(row).collect();
    let notes = whole.sentences.iter().skip(2).cloned().collect();
    let table = whole.only(&["transcript", "participant", "line", "left", "hit", "right"]);
    Analysed { notes, ..Analysed::of(question, table, rows) }
}
