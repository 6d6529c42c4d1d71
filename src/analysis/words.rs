//! Words of participants: how often, by group, and what sets a group apart.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::about::base_links;
use super::by::{By, Unit};
use super::extents::Slots;
use super::groups::{ALL, Groups, overlap_said};
use super::keyness::Keyness;
use super::masked::{Masks, masked_meta, unless};
use super::notes::Notes;
use super::scope::{Members, Selection};
use super::table::{Cell, Column, Table};
use super::walk::{Ground, Walk};
use crate::model::{ParticipantIx, TranscriptIx, View};
use crate::text::counted;
use crate::text::{Span, fold, stem, tokens};

/// The columns of the table.
pub const WORD_COLUMNS: [&str; 13] = [
    "by",
    "group",
    "word",
    "count",
    "words_in_group",
    "per_1000",
    "participants",
    "participants_in_group",
    "count_elsewhere",
    "words_elsewhere",
    "per_1000_elsewhere",
    "log_likelihood",
    "log_ratio",
];

/// How words are counted and which are listed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WordPlan {
    /// Words that stand less often in scope are not listed.
    pub least: u64,
    /// Whether forms of one stem are one word.
    pub stems: bool,
    /// Words that are not listed (they still count as words of the base).
    pub left_out: Vec<String>,
    /// At most this many of each group; `None`: all.
    pub limit: Option<usize>,
}

#[derive(Clone, Default)]
struct Use {
    counts: Vec<u64>,
    people: Vec<BTreeSet<ParticipantIx>>,
    /// With stems: how often each form stands.
    forms: HashMap<String, u64>,
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
struct Line {
    group: usize,
    word: String,
    key: Keyness,
    participants: u64,
}

/// The words of a study.
#[derive(Clone, PartialEq, Debug)]
pub struct Words {
    by: By,
    plan: WordPlan,
    groups: Vec<(String, u64, u64)>,
    /// Each word that is listed, in order, with how many people of each group say it.
    speakers: Vec<(String, Vec<u64>)>,
    lines: Vec<Line>,
    /// What the table keeps back; `None`: nothing.
    pub masks: Option<Masks>,
    in_several: u64,
    notes: Notes,
}

impl Words {
    /// Counts the words (folded: case, marks, kinds of apostrophes) that participants in scope say. Conditions on codings
    /// narrow them to the passages that these select and that belong to the speaker; the bases stay.
    pub fn count(view: &View, by: &By, plan: WordPlan, selection: &Selection) -> Self {
        let language = &view.corpus.study.language;
        let members = Members::of(view, selection);
        let links = base_links(view, Unit::Participant, &members, &[]);
        let groups = Groups::form(view, by, selection, &links);
        let width = groups.names.len();
        let passages = selection.numerators.is_some().then(|| passages(view, selection, &members));
        let mut uses: HashMap<String, Use> = HashMap::new();
        let mut sizes = vec![0_u64; width];
        let mut people: Vec<BTreeSet<ParticipantIx>> = vec![BTreeSet::new(); width];
        for transcript in members.transcripts() {
            let ground = Ground::of(view, transcript);
            let body = view.corpus.transcript(transcript).body();
            for member in members.of_transcript(transcript) {
                for group in groups.of(transcript, member.person.0) {
                    sizes[*group as usize] += member.words;
                    people[*group as usize].insert(member.person);
                }
            }
            for (turn, person) in ground.people.iter().enumerate() {
                let Some(person) = *person else { continue };
                let in_groups = groups.of(transcript, person.0);
                if in_groups.is_empty() {
                    continue;
                }
                let covered = passages
                    .as_ref()
                    .map(|passages| passages.get(&(transcript, person)).map_or(&[][..], Vec::as_slice));
                let speech = body.slice(ground.layout.turns[turn].speech).unwrap_or_default();
                let starts = ground.layout.turn_starts(turn);
                for (token, start) in tokens(speech, language).zip(starts) {
                    if covered.is_some_and(|spans| !spans.iter().any(|span| span.contains(start))) {
                        continue;
                    }
                    let key = if plan.stems { stem(&token.folded, language) } else { token.folded.clone() };
                    let word = uses.entry(key).or_default();
                    word.counts.resize(width, 0);
                    word.people.resize(width, BTreeSet::new());
                    for group in in_groups {
                        word.counts[*group as usize] += 1;
                        word.people[*group as usize].insert(person);
                    }
                    if plan.stems {
                        *word.forms.entry(token.folded).or_default() += 1;
                    }
                }
            }
        }
        let (lines, speakers) = lines(uses, &sizes, &plan, language);
        Self {
            by: by.clone(),
            plan,
            groups: groups
                .names
                .iter()
                .zip(&sizes)
                .zip(&people)
                .map(|((name, size), people)| (name.clone(), *size, people.len() as u64))
                .collect(),
            lines,
            speakers,
            masks: None,
            in_several: groups.in_several.len() as u64,
            notes: Notes::of(view, selection, &members),
        }
    }

    /// The groups with the number of their people; `(all)` is the last.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.groups.iter().map(|(name, _, people)| (name.as_str(), *people))
    }

    /// By word, in order: how many people of each group say it.
    pub fn speakers(&self) -> impl Iterator<Item = Vec<u64>> {
        self.speakers.iter().map(|(_, people)| people.clone())
    }

    /// Whether somebody stands in several groups.
    pub const fn overlaps(&self) -> bool {
        self.in_several > 0
    }

    /// Lists only words that at least `least` people say.
    pub fn said_by(&mut self, least: u64) {
        self.speakers.retain(|(_, people)| people.last().is_some_and(|all| *all >= least));
        let known: HashSet<&str> = self.speakers.iter().map(|(word, _)| word.as_str()).collect();
        self.lines.retain(|line| known.contains(line.word.as_str()));
    }

    /// Whether the figures of a line are masked, and whether those of its word over all groups are.
    fn hidden(&self, line: &Line) -> (bool, bool) {
        let Some(masks) = &self.masks else { return (false, false) };
        let place = self.speakers.binary_search_by(|(word, _)| word.as_str().cmp(&line.word));
        place.map_or((true, true), |at| (masks.cell(at, line.group), masks.all(at)))
    }

    /// The lines in the order of the table. What is masked stands last, by the alphabet: its rank would tell how often it is said.
    fn ordered(&self) -> Vec<&Line> {
        let mut ordered = Vec::with_capacity(self.lines.len());
        for lines in self.lines.chunk_by(|a, b| a.group == b.group) {
            let of_group = |line: &&Line| {
                let (hidden, over_all) = self.hidden(line);
                hidden || over_all || self.masks.as_ref().is_some_and(|masks| masks.base(line.group))
            };
            let (mut masked, mut shown): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(of_group);
            masked.sort_by(|a, b| a.word.cmp(&b.word));
            shown.append(&mut masked);
            shown.truncate(self.plan.limit.unwrap_or(usize::MAX));
            ordered.append(&mut shown);
        }
        ordered
    }

    /// One row per group and word: first the words that the group says more often than others, by log-likelihood.
    pub fn table(&self) -> Table {
        let column =
            |id: &str| if ["by", "group", "word"].contains(&id) { Column::left(id) } else { Column::right(id) };
        let row = |line: &Line| {
            let (name, _, members) = &self.groups[line.group];
            let key = line.key;
            let (hidden, over_all) = self.hidden(line);
            let base = self.masks.as_ref().is_some_and(|masks| masks.base(line.group));
            let elsewhere = hidden || over_all;
            let any = elsewhere || base;
            let other = |hidden: bool, cell: Cell| if name == ALL { Cell::Empty } else { unless(hidden, cell) };
            let figure = |figure: Option<f64>| other(any, figure.map_or(Cell::Undefined, Cell::Decimal));
            vec![
                Cell::text(&self.by.text),
                Cell::text(name),
                Cell::text(&line.word),
                unless(hidden, Cell::Integer(key.here)),
                unless(base, Cell::Integer(key.words_here)),
                unless(hidden || base, Cell::ratio(key.here, key.words_here, 1000)),
                unless(hidden, Cell::Integer(line.participants)),
                unless(base, Cell::Integer(*members)),
                other(elsewhere, Cell::Integer(key.elsewhere)),
                other(base, Cell::Integer(key.words_elsewhere)),
                other(any, Cell::ratio(key.elsewhere, key.words_elsewhere, 1000)),
                figure(key.log_likelihood()),
                figure(key.log_ratio()),
            ]
        };
        let meta = self
            .notes
            .meta_head()
            .with("by", self.by.text.as_str())
            .with(
                "units",
                if self.plan.stems { "word stems, shown by their most frequent form" } else { "words, folded" },
            )
            .with("least", self.plan.least)
            .with("words_left_out", self.plan.left_out.clone())
            .with("denominators", "per_1000: words_in_group; elsewhere: all other words of participants in scope")
            .with("rollup", "none");
        Table {
            name: "words".into(),
            columns: WORD_COLUMNS.map(column).into(),
            rows: self.ordered().into_iter().map(row).collect(),
            sentences: self.sentences(),
            meta: masked_meta(self.notes.meta_tail(meta), self.masks.as_ref()),
        }
    }

    /// The columns that a person reads.
    pub fn brief(&self) -> Table {
        let mut kept = vec!["word", "count", "per_1000", "participants", "participants_in_group"];
        if !self.by.attributes.is_empty() {
            kept.insert(0, "group");
            kept.extend(["per_1000_elsewhere", "log_likelihood", "log_ratio"]);
        }
        self.table().only(&kept)
    }

    fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!(
            "words of participants in scope, {}; the interviewer's words never count; not listed: words that stand less than {} in scope",
            if self.plan.stems { "forms of one stem together" } else { "without regard to case and marks" },
            counted(self.plan.least, "time")
        )];
        if !self.plan.left_out.is_empty() {
            sentences.push(format!("not listed either: {} as asked", counted(self.plan.left_out.len() as u64, "word")));
        }
        if let Some(limit) = self.plan.limit {
            sentences.push(format!("the first {limit} of each group"));
        }
        if !self.by.attributes.is_empty() {
            sentences.push(
                "log_likelihood (Rayson and Garside 2000): how far the frequency is from that of all others in scope; log_ratio (Hardie \
                 2014): how large the difference is, 1 is twice as frequent, -1 half; both take words as independent, which words of one \
                 person are not: look at `participants`"
                    .to_owned(),
            );
        }
        sentences.extend(overlap_said(self.in_several, ALL));
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        if let Some(masks) = &self.masks {
            sentences.push(masks.sentence());
            sentences.push(format!("not listed: words that fewer than {} participants say", masks.k));
        }
        sentences
    }
}

/// By transcript and person: the passages that count and belong to that person.
fn passages(
    view: &View,
    selection: &Selection,
    members: &Members,
) -> HashMap<(TranscriptIx, ParticipantIx), Vec<Span>> {
    let slots = Slots::everything(&view.corpus.codebook);
    let mut passages: HashMap<_, Vec<Span>> = HashMap::new();
    let walk = Walk { view, selection, members, slots: &slots, unit: Unit::Participant, own: &[] };
    walk.each(|ground, _, span, links| {
        for link in links {
            passages.entry((ground.transcript, link.person)).or_default().push(span);
        }
    });
    passages
}

/// The lines by group, the first before the others, and who says each word.
fn lines(
    uses: HashMap<String, Use>,
    sizes: &[u64],
    plan: &WordPlan,
    language: &str,
) -> (Vec<Line>, Vec<(String, Vec<u64>)>) {
    let key_of = |word: &String| {
        let folded = fold(word.trim(), language);
        if plan.stems { stem(&folded, language) } else { folded }
    };
    let left_out: HashSet<String> = plan.left_out.iter().map(key_of).collect();
    let all = sizes.len().saturating_sub(1);
    let mut words: Vec<(String, Use)> = uses
        .into_iter()
        .filter(|(key, word)| {
            word.counts.get(all).is_some_and(|count| *count >= plan.least.max(1)) && !left_out.contains(key)
        })
        .map(|(key, word)| {
            let form = word.forms.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(form, _)| form.clone());
            (form.unwrap_or(key), word)
        })
        .collect();
    words.sort_by(|a, b| a.0.cmp(&b.0));
    let mut lines = Vec::new();
    for (group, size) in sizes.iter().enumerate() {
        let mut here: Vec<Line> = words
            .iter()
            .map(|(form, word)| Line {
                group,
                word: form.clone(),
                key: Keyness {
                    here: word.counts[group],
                    words_here: *size,
                    elsewhere: word.counts[all] - word.counts[group],
                    words_elsewhere: sizes[all] - size,
                },
                participants: word.people[group].len() as u64,
            })
            .collect();
        if group == all {
            here.sort_by_key(|line| std::cmp::Reverse(line.key.here));
        } else {
            let rank = |line: &Line| {
                let far = line.key.log_likelihood().unwrap_or(0.0);
                if line.key.log_ratio().unwrap_or(0.0) > 0.0 { far } else { -far }
            };
            here.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(b.key.here.cmp(&a.key.here)));
        }
        lines.extend(here);
    }
    let people = |word: &Use| word.people.iter().map(|people| people.len() as u64).collect();
    (lines, words.iter().map(|(form, word)| (form.clone(), people(word))).collect())
}
