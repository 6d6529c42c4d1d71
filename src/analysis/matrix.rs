//! Participants, transcripts or cases × codes, or × groups of one code: the matrix behind `emic matrix`.

use std::collections::{BTreeMap, BTreeSet};

use super::about::{Link, base_links, cases_of_people};
use super::by::{By, Unit};
use super::extents::Slots;
use super::frequencies::ThemeLine;
use super::groups::{ALL, Groups, overlap_said};
use super::notes::Notes;
use super::scope::{Members, Selection};
use super::table::{Cell, Column, Table};
use super::variables::{Variable, Variables, labels};
use super::walk::Walk;
use crate::model::{ParticipantIx, RollUp, Theme, TranscriptIx, View};
use crate::text::counted;

/// What the rows of a matrix are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MatrixRows {
    /// Participants with at least one word in scope.
    #[default]
    Participant,
    /// Transcripts in which somebody in scope speaks.
    Transcript,
    /// Cases that somebody in scope speaks about.
    Case,
}

impl MatrixRows {
    /// The word of the option `--rows`, which is also the head of the first column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Transcript => "transcript",
            Self::Case => "case",
        }
    }
}

/// What the cells of a matrix hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MatrixUnit {
    /// The number of passages: (extent, participant) pairs, where cases are the rows (extent, case) pairs.
    #[default]
    Passages,
    /// Words inside the passages, of the participants to whom they belong.
    Words,
    /// 1 if there is any passage, else 0.
    Present,
}

impl MatrixUnit {
    /// The word of the option `--unit`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Words => "words",
            Self::Present => "present",
        }
    }
}

/// What the columns of a matrix are.
#[derive(Clone, Copy, Debug)]
pub enum MatrixColumns<'a> {
    /// The themes of the codebook, by roll-up.
    Themes(RollUp),
    /// The groups of whoever speaks, for one theme.
    Groups {
        /// What makes the groups; of participants.
        by: &'a By,
        /// The theme that is counted.
        theme: Theme,
        /// Whether it is counted with what is beneath it.
        roll_up: RollUp,
    },
}

/// One cell: passages and words; nobody speaks there: `spoken` is false.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Sum {
    passages: u64,
    words: u64,
    people: u64,
    spoken: bool,
}

/// What a row stands on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Base {
    people: BTreeSet<ParticipantIx>,
    pairs: BTreeSet<(TranscriptIx, ParticipantIx)>,
}

/// A matrix with all that has to be said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Matrix {
    /// The matrix; the first columns are the id, attributes and bases of the rows.
    pub table: Table,
    /// The label file: what each column stands for.
    pub labels: Table,
    /// By row: how many people speak there, and how many of each column have a passage.
    pub(super) people: Vec<(u64, Vec<u64>)>,
    /// Where groups are the columns: whether somebody stands in several.
    pub(super) overlap: Option<bool>,
}

impl Matrix {
    /// Counts. The figures are those of `emic frequencies`: summed over all rows they are its row `(all)`.
    pub fn count(
        view: &View,
        rows: MatrixRows,
        columns: MatrixColumns,
        unit: MatrixUnit,
        selection: &Selection,
    ) -> Self {
        let corpus = view.corpus;
        let members = Members::of(view, selection);
        let counts = if rows == MatrixRows::Case { Unit::Case } else { Unit::Participant };
        let own = if counts == Unit::Case { cases_of_people(corpus) } else { Vec::new() };
        let links = base_links(view, counts, &members, &own);
        let row_of = |transcript: TranscriptIx, link: &Link| match rows {
            MatrixRows::Transcript => transcript.0,
            _ => link.unit,
        };
        let mut bases: BTreeMap<u32, Base> = BTreeMap::new();
        for (at, links) in links.iter().enumerate() {
            for link in links {
                let base = bases.entry(row_of(at.into(), link)).or_default();
                base.people.insert(link.person);
                base.pairs.insert((at.into(), link.person));
            }
        }
        let (roll_up, groups) = match columns {
            MatrixColumns::Themes(roll_up) => (roll_up, None),
            MatrixColumns::Groups { by, roll_up, .. } => {
                let people = base_links(view, Unit::Participant, &members, &[]);
                (roll_up, Some(Groups::form(view, by, selection, &people)))
            }
        };
        let slots = Slots::new(&corpus.codebook, roll_up);
        let width = groups.as_ref().map_or(slots.themes.len(), |groups| groups.names.len());
        let mut sums: BTreeMap<u32, Vec<Sum>> =
            bases.keys().map(|row| (*row, vec![Sum { spoken: groups.is_none(), ..Sum::default() }; width])).collect();
        if let Some(groups) = &groups {
            for (at, links) in links.iter().enumerate() {
                for link in links {
                    let Some(sums) = sums.get_mut(&row_of(at.into(), link)) else { continue };
                    groups.of(at.into(), link.person.0).iter().for_each(|group| sums[*group as usize].spoken = true);
                }
            }
        }
        let wanted = |slot: usize| match columns {
            MatrixColumns::Themes(_) => slots.is_theme(slot),
            MatrixColumns::Groups { theme, .. } => slots.themes.get(slot) == Some(&theme),
        };
        let mut passages: Vec<(u32, u32, u32)> = Vec::new();
        let mut speaking: Vec<(u32, u32, ParticipantIx)> = Vec::new();
        let mut seen: BTreeSet<(u32, u32, ParticipantIx)> = BTreeSet::new();
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: counts, own: &own };
        walk.each(|ground, slot, span, links| {
            if !wanted(slot) {
                return;
            }
            passages.clear();
            speaking.clear();
            for link in links {
                let row = row_of(ground.transcript, link);
                let mut put = |column: u32| {
                    passages.push((row, column, link.unit));
                    speaking.push((row, column, link.person));
                };
                match &groups {
                    None => put(slot as u32),
                    Some(groups) => {
                        groups.of(ground.transcript, link.person.0).iter().for_each(|group| put(*group));
                    }
                }
            }
            passages.sort_unstable();
            passages.dedup();
            speaking.sort_unstable();
            speaking.dedup();
            for (row, column, _) in &passages {
                if let Some(sums) = sums.get_mut(row) {
                    sums[*column as usize].passages += 1;
                }
            }
            for (row, column, person) in &speaking {
                if let Some(sums) = sums.get_mut(row) {
                    sums[*column as usize].words += ground.words(span, *person);
                }
            }
            seen.extend(&speaking);
        });
        for (row, column, _) in &seen {
            if let Some(sums) = sums.get_mut(row) {
                sums[*column as usize].people += 1;
            }
        }
        let head = Head { view, rows, unit };
        let variables = head.variables(columns, &slots.themes, groups.as_ref());
        let cell = |sum: &Sum| match unit {
            _ if !sum.spoken => Cell::Empty,
            MatrixUnit::Passages => Cell::Integer(sum.passages),
            MatrixUnit::Words => Cell::Integer(sum.words),
            MatrixUnit::Present => Cell::Flag(sum.passages > 0),
        };
        let mut lines = Vec::with_capacity(bases.len());
        for (row, base) in &bases {
            let mut line = head.cells(*row, base, &members);
            line.extend(sums.get(row).into_iter().flatten().map(cell));
            lines.push(line);
        }
        let people = bases.iter().map(|(row, base)| {
            let of_columns = sums.get(row).into_iter().flatten().map(|sum| sum.people).collect();
            (base.people.len() as u64, of_columns)
        });
        let people = people.collect();
        let notes = Notes::of(view, selection, &members);
        let own_columns = variables.iter().take_while(|variable| ["id", "attribute"].contains(&variable.kind)).count();
        let column = |(at, variable): (usize, &Variable)| {
            if at < own_columns { Column::left(&variable.name) } else { Column::right(&variable.name) }
        };
        let sentences = head.sentences(columns, groups.as_ref(), lines.len() as u64, &notes);
        let meta = notes
            .meta_head()
            .with("rows", rows.as_str())
            .with("units", unit.as_str())
            .with("denominators", "rows: whoever has at least one word in a transcript in scope; n_words: their words")
            .with("rollup", roll_up.as_str())
            .with("attribution_words", u64::from(corpus.study.attribution_words));
        let meta = notes.meta_tail(meta);
        Self {
            labels: labels(&variables, &meta),
            people,
            overlap: groups.as_ref().map(|groups| !groups.in_several.is_empty()),
            table: Table {
                name: "matrix".into(),
                columns: variables.iter().enumerate().map(column).collect(),
                rows: lines,
                sentences,
                meta,
            },
        }
    }
}

/// What stands at the left of a matrix, and under it.
struct Head<'h, 'a> {
    view: &'h View<'a>,
    rows: MatrixRows,
    unit: MatrixUnit,
}

impl Head<'_, '_> {
    /// Names of the attributes of the rows.
    fn attributes(&self) -> Vec<&str> {
        let corpus = self.view.corpus;
        let columns = match self.rows {
            MatrixRows::Participant => &corpus.participants.columns,
            MatrixRows::Transcript => &corpus.transcript_columns,
            MatrixRows::Case => &corpus.cases.columns,
        };
        columns.iter().map(String::as_str).collect()
    }

    /// The bases of the rows: name and label.
    fn bases(&self) -> Vec<(&'static str, &'static str)> {
        let people = ("n_participants", "participants in scope who speak there");
        let texts = ("n_transcripts", "transcripts in scope");
        let words = ("n_words", "words in scope: the base of rates");
        match self.rows {
            MatrixRows::Participant => vec![texts, words],
            MatrixRows::Transcript => vec![people, words],
            MatrixRows::Case => vec![("n_participants", "participants in scope who speak about it"), texts, words],
        }
    }

    fn variables(&self, columns: MatrixColumns, themes: &[Theme], groups: Option<&Groups>) -> Vec<Variable> {
        let book = &self.view.corpus.codebook;
        let mut variables = Variables::default();
        variables.add(self.rows.as_str(), "id", self.rows.as_str(), format!("id of the {}", self.rows.as_str()));
        for name in self.attributes() {
            variables.add(name, "attribute", name, name);
        }
        for (name, label) in self.bases() {
            variables.add(name, "base", name, label);
        }
        match (columns, groups) {
            (MatrixColumns::Groups { by, theme, .. }, Some(groups)) => {
                let path = book.path(theme).join(" > ");
                for name in &groups.names {
                    let bare = name.trim_matches(['(', ')']);
                    let wanted = if name == ALL { "everybody".to_owned() } else { format!("{}_{bare}", by.text) };
                    variables.add(
                        &wanted,
                        "group",
                        name,
                        format!("{path} ({}), by {}: {name}", self.unit.as_str(), by.text),
                    );
                }
            }
            _ => {
                for theme in themes {
                    let line = ThemeLine::of(book, *theme);
                    let kind = if matches!(theme, Theme::Set(_)) { "set" } else { "code" };
                    variables.add(&line.id, kind, &line.id, format!("{} ({})", line.path, self.unit.as_str()));
                }
            }
        }
        variables.finish()
    }

    /// Id, attributes and bases of a row.
    fn cells(&self, row: u32, base: &Base, members: &Members) -> Vec<Cell> {
        let corpus = self.view.corpus;
        let at = row as usize;
        let id = match self.rows {
            MatrixRows::Participant => corpus.participant(at.into()),
            MatrixRows::Transcript => corpus.transcript(at.into()).id.as_str(),
            MatrixRows::Case => corpus.case(at.into()),
        };
        let mut cells = vec![Cell::text(id)];
        for column in 0..self.attributes().len() {
            let values = match self.rows {
                MatrixRows::Participant => corpus.participants.values(at, column),
                MatrixRows::Transcript => {
                    corpus.transcript(at.into()).attributes.get(column).map_or(&[][..], Vec::as_slice)
                }
                MatrixRows::Case => corpus.cases.values(at, column),
            };
            cells.push(Cell::present(&values.join(";")));
        }
        let words = base.pairs.iter().map(|(transcript, person)| {
            let speaking = members.of_transcript(*transcript).iter().find(|member| member.person == *person);
            speaking.map_or(0, |member| member.words)
        });
        let words = Cell::Integer(words.sum());
        let transcripts: BTreeSet<TranscriptIx> = base.pairs.iter().map(|(transcript, _)| *transcript).collect();
        let people = Cell::Integer(base.people.len() as u64);
        let transcripts = Cell::Integer(transcripts.len() as u64);
        match self.rows {
            MatrixRows::Participant => cells.extend([transcripts, words]),
            MatrixRows::Transcript => cells.extend([people, words]),
            MatrixRows::Case => cells.extend([people, transcripts, words]),
        }
        cells
    }

    fn sentences(&self, columns: MatrixColumns, groups: Option<&Groups>, rows: u64, notes: &Notes) -> Vec<String> {
        let book = &self.view.corpus.codebook;
        let roll_up = |roll_up: RollUp| match roll_up {
            RollUp::Subtree => "with everything beneath it",
            RollUp::Own => "its own codings alone",
        };
        let cells = match self.unit {
            MatrixUnit::Passages if self.rows == MatrixRows::Case => "passages, once for each case",
            MatrixUnit::Passages => "passages, once for each participant",
            MatrixUnit::Words => "words inside the passages, of the participants to whom they belong",
            MatrixUnit::Present => "1 if there is a passage, else 0",
        };
        let mut sentences = vec![match columns {
            MatrixColumns::Themes(how) => {
                format!("{} × codes, each {}; cells: {cells}", counted(rows, self.rows.as_str()), roll_up(how))
            }
            MatrixColumns::Groups { by, theme, roll_up: how } => format!(
                "{} × {} of whoever speaks; counted: {} ({}); cells: {cells}; an empty cell: nobody of that group speaks there",
                counted(rows, self.rows.as_str()),
                by.text,
                book.id(theme),
                roll_up(how)
            ),
        }];
        sentences.extend(notes.scope_sentences());
        let in_several = groups.map_or(0, |groups| groups.in_several.len() as u64);
        sentences.extend(overlap_said(in_several, "the last column"));
        sentences.extend(notes.base_sentences());
        sentences
    }
}
