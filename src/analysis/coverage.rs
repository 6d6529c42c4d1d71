//! How much of what participants say is coded, which turns were never coded, and which codes are hardly used.

use std::collections::{BTreeMap, BTreeSet};

use super::about::base_links;
use super::by::{By, Unit};
use super::extents::Slots;
use super::frequencies::ThemeLine;
use super::groups::{ALL, Groups, overlap_said};
use super::masked::{Masks, masked_meta, unless};
use super::notes::Notes;
use super::scope::{Members, Selection};
use super::search_rows::{SearchRow, search_table};
use super::table::{Cell, Column, Meta, Table};
use super::walk::{Ground, Walk};
use crate::model::{ParticipantIx, RollUp, Target, TranscriptIx, View};
use crate::text::counted;

/// What the rows of the table are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CoverageRows {
    /// Transcripts.
    #[default]
    Transcript,
    /// Participants.
    Participant,
    /// Groups of participants.
    Group,
}

impl CoverageRows {
    /// The word of the option `--rows`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transcript => "transcript",
            Self::Participant => "participant",
            Self::Group => "group",
        }
    }
}

/// Sums of one row.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
struct Covered {
    people: BTreeSet<ParticipantIx>,
    transcripts: BTreeSet<TranscriptIx>,
    turns: u64,
    turns_coded: u64,
    words: u64,
    words_coded: u64,
}

/// How often a theme is used.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
struct Uses {
    /// Extents, whoever speaks in them.
    extents: u64,
    /// (extent, participant) pairs.
    passages: u64,
    people: BTreeSet<ParticipantIx>,
    transcripts: BTreeSet<TranscriptIx>,
}

impl Uses {
    fn word(&self) -> &'static str {
        match (self.extents, self.people.len()) {
            (0, _) => "never",
            (1, _) => "once",
            (_, 1) => "one participant",
            _ => "several participants",
        }
    }
}

/// Coverage of a study.
#[derive(Clone, PartialEq, Debug)]
pub struct Coverage {
    by: By,
    roll_up: RollUp,
    rows: CoverageRows,
    /// Name and sums; `(all)` is the last.
    lines: Vec<(String, Covered)>,
    themes: Vec<(ThemeLine, Uses)>,
    /// Turns of participants in scope of which no coding covers a word.
    uncoded: Vec<SearchRow>,
    in_several: u64,
    notes: Notes,
    /// What the table of groups keeps back; `None`: nothing.
    pub masks: Option<Masks>,
}

impl Coverage {
    /// Counts words and turns of participants in scope. A word is coded if it lies in an extent (of all codes together) that
    /// belongs to its speaker; a turn is coded if any coding that counts covers one of its words (as `is:uncoded` has it).
    pub fn count(view: &View, by: &By, rows: CoverageRows, roll_up: RollUp, selection: &Selection) -> Self {
        let corpus = view.corpus;
        let members = Members::of(view, selection);
        let links = base_links(view, Unit::Participant, &members, &[]);
        let groups = Groups::form(view, by, selection, &links);
        let slots = Slots::everything(&corpus.codebook);
        let mut coded: BTreeMap<(TranscriptIx, ParticipantIx), u64> = BTreeMap::new();
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: Unit::Participant, own: &[] };
        walk.each(|ground, _, span, links| {
            for link in links {
                *coded.entry((ground.transcript, link.person)).or_default() += ground.words(span, link.person);
            }
        });
        let all = groups.names.len() as u32 - 1;
        let mut sums: BTreeMap<u32, Covered> = BTreeMap::new();
        let mut everything = Covered::default();
        let mut uncoded = Vec::new();
        for transcript in members.transcripts() {
            let turns = Turns::of(view, transcript, selection);
            for member in members.of_transcript(transcript) {
                let (turns_said, turns_coded) = turns.of_person(member.person);
                let words_coded = coded.get(&(transcript, member.person)).copied().unwrap_or(0);
                let add = |sum: &mut Covered| {
                    sum.people.insert(member.person);
                    sum.transcripts.insert(transcript);
                    sum.turns += turns_said;
                    sum.turns_coded += turns_coded;
                    sum.words += member.words;
                    sum.words_coded += words_coded;
                };
                add(&mut everything);
                match rows {
                    CoverageRows::Transcript => add(sums.entry(transcript.0).or_default()),
                    CoverageRows::Participant => add(sums.entry(member.person.0).or_default()),
                    CoverageRows::Group => {
                        let of = groups.of(transcript, member.person.0).iter().filter(|group| **group != all);
                        of.for_each(|group| add(sums.entry(*group).or_default()));
                    }
                }
            }
            let people = members.of_transcript(transcript);
            let mine =
                |turn: &usize| turns.ground.people[*turn].is_some_and(|who| people.iter().any(|one| one.person == who));
            let never =
                (0..turns.coded.len()).filter(|turn| !turns.coded[*turn] && turns.has_words(*turn)).filter(mine);
            uncoded.extend(never.map(|turn| SearchRow { transcript, turn, hits: Vec::new() }));
        }
        let name = |at: u32| match rows {
            CoverageRows::Transcript => corpus.transcript((at as usize).into()).id.as_str().to_owned(),
            CoverageRows::Participant => corpus.participant((at as usize).into()).to_owned(),
            CoverageRows::Group => groups.names.get(at as usize).cloned().unwrap_or_default(),
        };
        let mut lines: Vec<(String, Covered)> = sums.into_iter().map(|(at, sum)| (name(at), sum)).collect();
        if !everything.people.is_empty() {
            lines.push((ALL.to_owned(), everything));
        }
        Self {
            by: by.clone(),
            roll_up,
            rows,
            lines,
            themes: uses(view, selection, &members, roll_up),
            uncoded,
            in_several: groups.in_several.len() as u64,
            notes: Notes::of(view, selection, &members),
            masks: None,
        }
    }

    /// The rows by name with the number of their people; `(all)` is the last.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.lines.iter().map(|(name, sum)| (name.as_str(), sum.people.len() as u64))
    }

    /// Whether somebody stands in several groups.
    pub const fn overlaps(&self) -> bool {
        self.in_several > 0
    }

    /// One row per transcript, participant or group, and `(all)`.
    pub fn table(&self) -> Table {
        let words = ["by", "rows", "name"].map(Column::left);
        let numbers = [
            "participants",
            "transcripts",
            "turns",
            "turns_coded",
            "turns_never_coded",
            "percent_turns_coded",
            "words",
            "words_coded",
            "percent_words_coded",
        ];
        let row = |(at, (name, sum)): (usize, &(String, Covered))| {
            let hidden = self.masks.as_ref().is_some_and(|masks| masks.base(at));
            let head = vec![Cell::text(&self.by.text), Cell::text(self.rows.as_str()), Cell::text(name)];
            let figures = vec![
                Cell::Integer(sum.people.len() as u64),
                Cell::Integer(sum.transcripts.len() as u64),
                Cell::Integer(sum.turns),
                Cell::Integer(sum.turns_coded),
                Cell::Integer(sum.turns - sum.turns_coded),
                Cell::ratio(sum.turns_coded, sum.turns, 100),
                Cell::Integer(sum.words),
                Cell::Integer(sum.words_coded),
                Cell::ratio(sum.words_coded, sum.words, 100),
            ];
            head.into_iter().chain(figures.into_iter().map(|figure| unless(hidden, figure))).collect()
        };
        Table {
            name: "coverage".into(),
            columns: words.into_iter().chain(numbers.map(Column::right)).collect(),
            rows: self.lines.iter().enumerate().map(row).collect(),
            sentences: self.sentences(true),
            meta: self.meta("words and turns of participants in scope"),
        }
    }

    /// The same for reading.
    pub fn brief(&self) -> Table {
        let mut table = self.table().only(&[
            "name",
            "participants",
            "turns",
            "turns_never_coded",
            "words",
            "words_coded",
            "percent_words_coded",
        ]);
        if let Some(first) = table.columns.first_mut() {
            first.id = self.rows.as_str().into();
        }
        table
    }

    /// One row per theme: how often it is used, and by how many.
    pub fn codes(&self) -> Table {
        let words = ["code", "path", "rollup", "use"].map(Column::left);
        let numbers = ["depth", "participants", "transcripts", "passages"].map(Column::right);
        let row = |(line, uses): &(ThemeLine, Uses)| {
            vec![
                Cell::text(&line.id),
                Cell::text(&line.path),
                Cell::text(self.roll_up.as_str()),
                Cell::text(uses.word()),
                Cell::Integer(line.depth.into()),
                Cell::Integer(uses.people.len() as u64),
                Cell::Integer(uses.transcripts.len() as u64),
                Cell::Integer(uses.passages),
            ]
        };
        Table {
            name: "coverage".into(),
            columns: words.into_iter().chain(numbers).collect(),
            rows: self.themes.iter().map(row).collect(),
            sentences: self.sentences(false),
            meta: self.meta("themes by use"),
        }
    }

    /// The turns of participants that were never coded, with the columns of a search.
    pub fn turns(&self, view: &View) -> Table {
        let mut table = search_table(view, &self.uncoded);
        table.columns.retain(|column| column.id != "hits");
        let width = table.columns.len();
        table.rows.iter_mut().for_each(|row| row.truncate(width));
        let never = counted(self.uncoded.len() as u64, "turn");
        table.name = "coverage".into();
        table.sentences = vec![format!("{never} of participants of which no coding covers a word")];
        table.sentences.extend(self.notes.scope_sentences());
        table.sentences.extend(self.notes.base_sentences());
        table.meta = self.meta("turns never coded");
        table
    }

    fn sentences(&self, words: bool) -> Vec<String> {
        let mut sentences = Vec::new();
        if words {
            sentences.push(
                "a word is coded if a passage that belongs to its speaker covers it; a turn, if a coding covers one of its words; the \
                 interviewer's words and turns do not count; how much is coded depends on how long a coder marks"
                    .to_owned(),
            );
        }
        for (what, word) in
            [("never used", "never"), ("used once", "once"), ("used of one participant only", "one participant")]
        {
            if self.masks.is_some() && word != "never" {
                continue;
            }
            let ids: Vec<&str> =
                self.themes.iter().filter(|(_, uses)| uses.word() == word).map(|(line, _)| line.id.as_str()).collect();
            let number = counted(ids.len() as u64, "code");
            sentences.push(match ids.len() {
                0 => format!("{what}: no code"),
                _ => format!("{what}: {number}: {}", ids.join(", ")),
            });
        }
        if self.rows == CoverageRows::Group {
            sentences.extend(overlap_said(self.in_several, ALL));
        }
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        sentences.extend(self.masks.as_ref().map(Masks::sentence));
        sentences
    }

    fn meta(&self, units: &str) -> Meta {
        let meta = self
            .notes
            .meta_head()
            .with("by", self.by.text.as_str())
            .with("units", units)
            .with(
                "denominators",
                "percent_turns_coded: turns with a word; percent_words_coded: words of participants in scope",
            )
            .with("rollup", self.roll_up.as_str());
        masked_meta(self.notes.meta_tail(meta), self.masks.as_ref())
    }
}

/// The turns of one transcript: which were coded.
struct Turns<'a> {
    ground: Ground<'a>,
    coded: Vec<bool>,
}

impl<'a> Turns<'a> {
    fn of(view: &View<'a>, transcript: TranscriptIx, selection: &Selection) -> Self {
        let ground = Ground::of(view, transcript);
        let mut coded = vec![false; ground.layout.turns.len()];
        for (at, placed) in view.codings(transcript) {
            if matches!(placed.target, Target::Case(_)) || !selection.counts(transcript, at) {
                continue;
            }
            for turn in ground.layout.turns_in(placed.span) {
                coded[turn] |= ground.layout.turn_words_in(turn, placed.span) > 0;
            }
        }
        Self { ground, coded }
    }

    fn has_words(&self, turn: usize) -> bool {
        !self.ground.layout.turn_words(turn).is_empty()
    }

    /// Turns with a word, and those of them that are coded.
    fn of_person(&self, person: ParticipantIx) -> (u64, u64) {
        let mine =
            (0..self.coded.len()).filter(|turn| self.ground.people[*turn] == Some(person) && self.has_words(*turn));
        mine.fold((0, 0), |(said, coded), turn| (said + 1, coded + u64::from(self.coded[turn])))
    }
}

fn uses(view: &View, selection: &Selection, members: &Members, roll_up: RollUp) -> Vec<(ThemeLine, Uses)> {
    let book = &view.corpus.codebook;
    let slots = Slots::new(book, roll_up);
    let mut uses = vec![Uses::default(); slots.themes.len()];
    let walk = Walk { view, selection, members, slots: &slots, unit: Unit::Participant, own: &[] };
    walk.each(|ground, slot, _, links| {
        if let Some(uses) = uses.get_mut(slot) {
            uses.extents += 1;
            uses.passages += links.len() as u64;
            uses.people.extend(links.iter().map(|link| link.person));
            uses.transcripts.insert(ground.transcript);
        }
    });
    slots.themes.iter().map(|theme| ThemeLine::of(book, *theme)).zip(uses).collect()
}
