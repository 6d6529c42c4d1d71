//! Questions: frequencies, quotes, searches.

use super::request::{
    CodingsAnswer, CodingsRequest, FrequencyRequest, Hit, QuoteShown, SearchAnswer, SearchRequest, Shape, TurnShown,
};
use super::selecting::TableScope;
use super::{Problem, Session, masks};
use crate::analysis::{
    Cell, CodingRow, Frequencies, SearchRow, Selection, Shown, Table, annotate_rows, coding_rows, codings_table,
    counted, search_table,
};
use crate::model::{CoderName, TranscriptIx, View};
use crate::query::{Extent, Kind, Matcher, Names, Need, Query, QueryError, find_turns, parse};
use crate::text::{CitationLines, Span, clock};

impl Session {
    /// Understands a query.
    ///
    /// # Errors
    /// A mistake, with its place in the query.
    pub fn query(&self, text: &str, kind: Kind) -> Result<Query, Problem> {
        let corpus = self.corpus();
        let attributes = corpus.attribute_names();
        let names = Names { attributes: &attributes, codebook: &corpus.codebook, language: &corpus.study.language };
        parse(text, &names, kind).map_err(|error| query_problem(text, error))
    }

    /// Reads the names of `--coders`. A coder whom nobody has seen is said: a mistyped name would count nothing.
    ///
    /// # Errors
    /// A text that cannot be a coder's name; a name that no journal of the study has.
    pub(super) fn coder_names(&self, names: Option<&[String]>) -> Result<Option<Vec<CoderName>>, Problem> {
        let Some(names) = names else { return Ok(None) };
        let mut coders = Vec::new();
        for name in names.iter().flat_map(|names| names.split(['+', ','])).map(str::trim) {
            let coder = CoderName::new(name).map_err(|error| Problem::new(error.to_string()))?;
            if !self.known_coder(&coder) {
                let known: Vec<&str> = self.placements().coders.iter().map(CoderName::as_str).collect();
                let hint = if known.is_empty() {
                    "nobody has coded anything yet".to_owned()
                } else {
                    format!("the coders of this study are {}", known.join(", "))
                };
                return Err(Problem::new(format!("there is no coder `{name}`")).hint(hint));
            }
            coders.push(coder);
        }
        Ok(Some(coders))
    }

    /// Theme frequencies, as one row per theme and group or as themes × groups.
    ///
    /// # Errors
    /// A mistake in the query, in `by` or in the coders.
    pub fn frequencies(&self, request: &FrequencyRequest) -> Result<Table, Problem> {
        let by = self.by(request.by.as_deref())?;
        let scope = TableScope { query: request.query.clone(), coders: request.coders.clone(), done: request.done };
        self.select(&scope, |view, selection| {
            view.prepare();
            let mut frequencies = Frequencies::count(view, &by, request.roll_up, selection);
            if let Some(k) = request.suppress {
                if matches!(request.shape, Shape::Tests(_)) {
                    return Err(Problem::new(
                        "tests print the counts that they stand on, which a mask would keep back",
                    )
                    .hint("leave out --test or --suppress"));
                }
                masks::frequencies(&mut frequencies, &self.corpus().codebook, k)?;
            }
            let mut table = match request.shape {
                Shape::Tidy => frequencies.tidy(),
                Shape::Brief => frequencies.brief(),
                Shape::Wide(unit) => frequencies.wide(unit),
                Shape::Tests(for_reading) => {
                    let tests = frequencies.tests();
                    let table = tests.map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
                    if for_reading { tests_for_reading(table) } else { table }
                }
            };
            if request.suppress.is_none() {
                self.flag_groups(&mut table, &by, frequencies.sizes());
            }
            Ok(table)
        })
    }

    /// The codings in scope that a quotes query selects.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn codings(&self, request: &CodingsRequest) -> Result<CodingsAnswer, Problem> {
        self.codings_for(request, true, true)
    }

    /// The same for a program: without what is for a person to read, which takes as long again as the table.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn codings_as_rows(&self, request: &CodingsRequest) -> Result<CodingsAnswer, Problem> {
        self.codings_for(request, true, false)
    }

    /// The same for a person alone: the table has no rows, but what has to be said of them.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn codings_to_read(&self, request: &CodingsRequest) -> Result<CodingsAnswer, Problem> {
        self.codings_for(request, false, true)
    }

    /// How many codings a quotes query selects.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn codings_counted(&self, request: &CodingsRequest) -> Result<usize, Problem> {
        Ok(self.codings_for(request, false, false)?.codings)
    }

    fn codings_for(
        &self,
        request: &CodingsRequest,
        as_table: bool,
        for_reading: bool,
    ) -> Result<CodingsAnswer, Problem> {
        let _question = self.texts.question();
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let query = request.query.as_deref().map(|text| self.query(text, Kind::Quotes)).transpose()?;
        let matcher = query.as_ref().map(|query| Matcher::new(query, &view));
        let filter = |transcript, at| matcher.as_ref().is_none_or(|matcher| matcher.coding(transcript, at).is_some());
        let mut rows = coding_rows(&view, Some(&filter));
        let codings = count_codings(&rows);
        if let Some(limit) = request.limit {
            rows.truncate(end_of_codings(&rows, limit));
        }
        let mut table = codings_table(&view, if as_table { &rows } else { &[] });
        let unknown_values = query.as_ref().map(|query| self.unknown_values(query)).unwrap_or_default();
        let selection =
            Selection { query_text: request.query.clone().unwrap_or_default(), unknown_values, ..Selection::default() };
        let mut found = counted(codings as u64, "coding");
        if let Some(limit) = request.limit.filter(|limit| *limit < codings) {
            found.push_str(&format!(", the first {limit} shown"));
        }
        annotate_rows(&mut table, rows.len(), &view, &selection, &found);
        // What is read here stays here: who may be told by their attributes is said of what goes out.
        if !for_reading {
            self.flag_people(&view, &mut table);
        }
        let shown = if for_reading { self.shown(&view, &rows) } else { Vec::new() };
        Ok(CodingsAnswer { codings, table, shown })
    }

    /// The rows for a person to read: one coding each, with all to whom it belongs.
    fn shown(&self, view: &View, rows: &[CodingRow]) -> Vec<QuoteShown> {
        let corpus = self.corpus();
        let mut quotes: Vec<QuoteShown> = Vec::new();
        let mut lines: Option<(TranscriptIx, CitationLines)> = None;
        for group in rows.chunk_by(|a, b| a.coding.id == b.coding.id) {
            let Some(row) = group.first() else { continue };
            let at = row.placed.transcript;
            let transcript = corpus.transcript(at);
            if lines.as_ref().is_none_or(|(known, _)| *known != at) {
                lines = Some((at, CitationLines::new(transcript.body(), corpus.study.citation_width)));
            }
            let mut head = vec![transcript.id.to_string()];
            let people: Vec<&str> =
                group.iter().filter_map(|row| row.participant).map(|person| corpus.participant(person)).collect();
            head.push(if people.is_empty() { "nobody".into() } else { people.join(", ") });
            if let Some((_, lines)) = &lines {
                head.push(line_range(lines.lines(row.placed.span)));
            }
            if let Some(turn) = row.turn {
                head.push(format!("turn {}", turn + 1));
            }
            head.extend(row.time(view));
            let path = row.path(view);
            head.push(if path.is_empty() { row.code(view).to_owned() } else { path.join(" > ") });
            head.push(row.coding.coder.to_string());
            quotes.push(QuoteShown {
                head,
                star: view.state.star(row.coding).map(crate::model::Star::as_str),
                lines: Shown::of_coding(view, row).plain().split('\n').map(String::from).collect(),
                memos: view.state.memos_on(row.coding.id).map(|memo| memo.text.to_string()).collect(),
            });
        }
        quotes
    }

    /// Finds turns. The index is brought up to date first; what it does not cover is scanned.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn search(&mut self, request: &SearchRequest) -> Result<SearchAnswer, Problem> {
        let texts = self.texts.clone();
        let _question = texts.question();
        let query = self.query(&request.query, Kind::Search)?;
        let coders = self.coder_names(request.coders.as_deref())?;
        let proposal = self.propose(&Need::of(&query));
        let view = self.view(coders.as_deref());
        let extent = Extent { keep: request.limit, stop: false };
        let found = find_turns(&query, &view, &|transcript| proposal.turns(transcript), extent);
        let mut sentences = vec![format!(
            "{} in {}",
            counted(found.total as u64, "turn"),
            counted(found.transcripts as u64, "transcript")
        )];
        if found.turns.len() < found.total {
            sentences.push(format!("the first {} shown", found.turns.len()));
        }
        if found.by_interviewer > 0 {
            sentences.push(format!("{} of them by interviewers", found.by_interviewer));
        }
        sentences.push(proposal.sentence());
        if query.who.is_none_or(|who| who == crate::query::Who::Participants) {
            sentences.push("interviewers left out".into());
        }
        let mut sentences = vec![sentences.join("; ")];
        sentences.extend(self.unknown_values(&query));
        let hits = found.turns.into_iter().map(Hit::from).collect();
        Ok(SearchAnswer { query: request.query.clone(), turns: found.total, hits, sentences })
    }

    /// The first turns that a search finds, without counting on: for a screen that shows them while they are typed for.
    ///
    /// # Errors
    /// A mistake in the query or in the coders.
    pub fn first_hits(&mut self, request: &SearchRequest) -> Result<Vec<Hit>, Problem> {
        let texts = self.texts.clone();
        let _question = texts.question();
        let query = self.query(&request.query, Kind::Search)?;
        let coders = self.coder_names(request.coders.as_deref())?;
        let proposal = self.propose(&Need::of(&query));
        let view = self.view(coders.as_deref());
        let extent = Extent { keep: request.limit, stop: true };
        let found = find_turns(&query, &view, &|transcript| proposal.turns(transcript), extent);
        Ok(found.turns.into_iter().map(Hit::from).collect())
    }

    /// The hits of a search as a table.
    pub fn search_table(&self, answer: &SearchAnswer) -> Table {
        let view = self.view(None);
        let rows: Vec<SearchRow> = answer
            .hits
            .iter()
            .map(|hit| SearchRow { transcript: hit.transcript, turn: hit.turn, hits: hit.hits.clone() })
            .collect();
        let mut table = search_table(&view, &rows);
        table.sentences.clone_from(&answer.sentences);
        table.meta.set("query", answer.query.as_str());
        table.meta.set("units", "turns");
        table.meta.set("found", answer.sentences.clone());
        table
    }

    /// The hits of a search for a person to read.
    pub fn search_shown(&self, answer: &SearchAnswer) -> Vec<TurnShown> {
        let corpus = self.corpus();
        let mut lines: Option<(TranscriptIx, CitationLines)> = None;
        let mut shown = Vec::with_capacity(answer.hits.len());
        for hit in &answer.hits {
            let transcript = corpus.transcript(hit.transcript);
            let Some(turn) = transcript.layout().turns.get(hit.turn) else { continue };
            if lines.as_ref().is_none_or(|(known, _)| *known != hit.transcript) {
                lines = Some((hit.transcript, CitationLines::new(transcript.body(), corpus.study.citation_width)));
            }
            let who = super::tables::who(corpus, transcript.speaker(hit.turn));
            let label = transcript.label(hit.turn);
            let mut head = vec![transcript.id.to_string()];
            head.push(if label.is_empty() || label == who { who.to_owned() } else { format!("{label} ({who})") });
            head.push(format!("turn {}", hit.turn + 1));
            if let Some((_, lines)) = &lines {
                head.push(line_range(lines.lines(turn.speech)));
            }
            head.extend(turn.time.map(clock));
            let body = transcript.body();
            let mut parts = Vec::new();
            let mut from = turn.speech.start;
            for span in &hit.hits {
                if span.start < from {
                    continue;
                }
                parts.push((body.slice(Span::new(from, span.start)).unwrap_or_default().to_owned(), false));
                parts.push((body.slice(*span).unwrap_or_default().to_owned(), true));
                from = span.end;
            }
            parts.push((body.slice(Span::new(from, turn.speech.end)).unwrap_or_default().to_owned(), false));
            parts.retain(|(text, _)| !text.is_empty());
            shown.push(TurnShown { head, parts });
        }
        shown
    }
}

/// Tests without what is the same on every row, and with figures of a length that can be read.
fn tests_for_reading(table: Table) -> Table {
    let two = table.rows.iter().all(|row| row.get(6) == Some(&Cell::text("two groups")));
    let mut kept = vec!["code", "comparison", "group_1", "participants_1", "participants_in_group_1"];
    kept.extend(["group_2", "participants_2", "participants_in_group_2", "test", "p", "p_holm", "risk_difference"]);
    kept.extend(["ci95_low", "ci95_high"]);
    if two {
        kept.remove(1);
    }
    let mut table = table.only(&kept);
    for column in &mut table.columns {
        column.id = match column.id.as_str() {
            "participants_1" | "participants_2" => "n".into(),
            "participants_in_group_1" | "participants_in_group_2" => "of".into(),
            "risk_difference" => "difference".into(),
            "ci95_low" => "from".into(),
            "ci95_high" => "to".into(),
            other => other.into(),
        };
    }
    for cell in table.rows.iter_mut().flatten() {
        if let Cell::Full(number) = cell {
            *cell = Cell::Text(format!("{number:.3}"));
        }
    }
    table
}

/// A mistake in a query, for a face.
pub(super) fn query_problem(text: &str, error: QueryError) -> Problem {
    let problem = Problem::new(error.message.clone()).at("query", 1, text, error.range.clone());
    Problem { hint: error.hint, ..problem }
}

fn line_range((first, last): (u32, u32)) -> String {
    if first == last { format!("l. {first}") } else { format!("l. {first}–{last}") }
}

pub(super) fn count_codings(rows: &[CodingRow]) -> usize {
    rows.chunk_by(|a, b| a.coding.id == b.coding.id).count()
}

/// How many rows the first `limit` codings have.
fn end_of_codings(rows: &[CodingRow], limit: usize) -> usize {
    rows.chunk_by(|a, b| a.coding.id == b.coding.id).take(limit).map(<[CodingRow]>::len).sum()
}
