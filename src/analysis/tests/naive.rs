//! Theme frequencies a second time, slowly and straight from the definitions of DESIGN §6: character by character and
//! word by word, with nothing shared with the program but the types of the model.

use std::collections::{BTreeMap, BTreeSet};

use super::fixture::Fixture;
use crate::analysis::{ALL, MISSING};
use crate::model::{RollUp, Speaker, Target, Theme};

/// The figures of one theme in one group: denominators, then figures, then the base of passages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Naive {
    pub in_group: (u64, u64, u64, u64),
    pub figures: (u64, u64, u64, u64),
}

pub struct Question<'a> {
    pub attributes: Vec<&'static str>,
    pub cases: bool,
    pub roll_up: RollUp,
    pub pair: &'a dyn Fn(usize, usize) -> bool,
    pub coding: &'a dyn Fn(usize, usize) -> bool,
    pub done_only: bool,
}

/// A word: where it starts, and who says it.
type Word = (u32, Option<usize>);

struct Text {
    words: Vec<Word>,
}

fn read(fixture: &Fixture, transcript: usize) -> Text {
    let text = &fixture.corpus.transcripts[transcript];
    let layout = text.layout();
    let mut words = Vec::new();
    for start in layout.words.iter() {
        let turn = layout.turns.iter().position(|turn| turn.speech.start <= start && start < turn.speech.end);
        let who = match text.speaker(turn.unwrap()) {
            Speaker::Participant(person) => {
                let id = fixture.corpus.participant(person);
                (!fixture.state.excluded.contains(id)).then_some(person.at())
            }
            _ => None,
        };
        words.push((start, who));
    }
    Text { words }
}

impl Text {
    fn said(&self, start: u32, end: u32, who: usize) -> u64 {
        self.words.iter().filter(|(at, by)| start <= *at && *at < end && *by == Some(who)).count() as u64
    }

    fn belonging(&self, people: usize, start: u32, end: u32, enough: u64) -> BTreeSet<usize> {
        let words: BTreeMap<usize, u64> =
            (0..people).map(|who| (who, self.said(start, end, who))).filter(|(_, words)| *words > 0).collect();
        if words.len() <= 1 {
            return words.into_keys().collect();
        }
        let reach: BTreeSet<usize> = words.iter().filter(|(_, words)| **words >= enough).map(|(who, _)| *who).collect();
        if reach.is_empty() { words.into_keys().collect() } else { reach }
    }
}

/// A coding in scope: start, end, code, and (unit, person) for which it counts.
struct Mark {
    start: u32,
    end: u32,
    code: Option<usize>,
    case: Option<usize>,
    at: usize,
    people: BTreeSet<usize>,
}

fn marks(fixture: &Fixture, text: &Text, transcript: usize) -> Vec<Mark> {
    let view = fixture.view();
    let enough = u64::from(fixture.corpus.study.attribution_words);
    let people = fixture.corpus.participants.rows.len();
    let marks = view.codings(transcript.into()).map(|(at, placed)| Mark {
        start: placed.span.start,
        end: placed.span.end,
        code: if let Target::Code(code) = placed.target { Some(code.at()) } else { None },
        case: if let Target::Case(case) = placed.target { Some(case.at()) } else { None },
        at,
        people: text.belonging(people, placed.span.start, placed.span.end, enough),
    });
    marks.collect()
}

fn share(a: &Mark, b: &Mark) -> bool {
    (a.start..a.end).any(|position| b.start <= position && position < b.end)
}

/// The (unit, person) pairs of a coding.
fn links(
    fixture: &Fixture,
    question: &Question,
    all: &[Mark],
    mark: &Mark,
    transcript: usize,
) -> BTreeSet<(usize, usize)> {
    let mut links = BTreeSet::new();
    for person in mark.people.iter().copied().filter(|person| (question.pair)(transcript, *person)) {
        if !question.cases {
            links.insert((person, person));
            continue;
        }
        let marked: Vec<usize> = all.iter().filter(|other| share(other, mark)).filter_map(|other| other.case).collect();
        let about: Vec<usize> = fixture.corpus.transcripts[transcript].about.iter().map(|case| case.at()).collect();
        let own = fixture.corpus.participants.rows[person].about.iter();
        let own: Vec<usize> = own.filter_map(|id| fixture.corpus.cases.find(id)).collect();
        let cases = [marked, about, own].into_iter().find(|cases| !cases.is_empty()).unwrap_or_default();
        links.extend(cases.into_iter().map(|case| (case, person)));
    }
    links
}

fn names(fixture: &Fixture, question: &Question, transcript: usize, unit: usize) -> BTreeSet<String> {
    let mut names: Vec<Vec<String>> = vec![Vec::new()];
    for attribute in &question.attributes {
        let cell: Vec<String> = if question.cases {
            let cases = &fixture.corpus.cases;
            cases.values(unit, cases.column(attribute).unwrap()).to_vec()
        } else {
            let text = &fixture.corpus.transcripts[transcript];
            let here = fixture.corpus.transcript_columns.iter().position(|column| column == attribute);
            let here = here.map_or(Vec::new(), |column| text.attributes[column].clone());
            let people = &fixture.corpus.participants;
            let own = people.column(attribute).map_or(Vec::new(), |column| people.values(unit, column).to_vec());
            if here.is_empty() { own } else { here }
        };
        let cell = if cell.is_empty() { vec![MISSING.to_owned()] } else { cell };
        names =
            names.iter().flat_map(|head| cell.iter().map(|one| [head.clone(), vec![one.clone()]].concat())).collect();
    }
    let mut groups: BTreeSet<String> = BTreeSet::from([ALL.to_owned()]);
    if !question.attributes.is_empty() {
        groups.extend(names.into_iter().map(|parts| parts.join(" × ")));
    }
    groups
}

/// Every group's figures by theme id.
pub fn count(fixture: &Fixture, question: &Question) -> BTreeMap<(String, String), Naive> {
    let corpus = &fixture.corpus;
    let view = fixture.view();
    let people = corpus.participants.rows.len();
    // (group) -> (unit, transcript, person, words): what denominators are made of.
    let mut base: BTreeMap<String, BTreeSet<(usize, usize, usize, u64)>> = BTreeMap::new();
    base.insert(ALL.to_owned(), BTreeSet::new());
    let kept: Vec<usize> =
        (0..corpus.transcripts.len()).filter(|at| !question.done_only || view.done((*at).into())).collect();
    for transcript in kept.iter().copied() {
        let text = read(fixture, transcript);
        let marks = marks(fixture, &text, transcript);
        let mut spoken: BTreeSet<(usize, usize)> = BTreeSet::new();
        for person in 0..people {
            if text.said(0, u32::MAX, person) == 0 || !(question.pair)(transcript, person) {
                continue;
            }
            if !question.cases {
                spoken.insert((person, person));
                continue;
            }
            let everything = Mark { start: 0, end: 0, code: None, case: None, at: 0, people: [person].into() };
            spoken.extend(links(fixture, question, &marks, &everything, transcript));
            let covering = marks.iter().filter(|mark| text.said(mark.start, mark.end, person) > 0);
            spoken.extend(covering.filter_map(|mark| mark.case).map(|case| (case, person)));
        }
        let coded = marks.iter().filter(|mark| mark.code.is_some());
        spoken.extend(coded.flat_map(|mark| links(fixture, question, &marks, mark, transcript)));
        for (unit, person) in spoken {
            for group in names(fixture, question, transcript, unit) {
                let words = text.said(0, u32::MAX, person);
                base.entry(group).or_default().insert((unit, transcript, person, words));
            }
        }
    }
    let mut result = BTreeMap::new();
    for (group, members) in &base {
        let units: BTreeSet<usize> = members.iter().map(|member| member.0).collect();
        let transcripts: BTreeSet<usize> = members.iter().map(|member| member.1).collect();
        let said: BTreeSet<(usize, usize, u64)> = members.iter().map(|member| (member.1, member.2, member.3)).collect();
        let figure = |member: &dyn Fn(usize) -> bool| {
            let mut found = (BTreeSet::new(), BTreeSet::new(), 0_u64, 0_u64);
            for transcript in kept.iter().copied() {
                let text = read(fixture, transcript);
                let all = marks(fixture, &text, transcript);
                let counted: Vec<&Mark> = all
                    .iter()
                    .filter(|mark| mark.code.is_some_and(member) && (question.coding)(transcript, mark.at))
                    .collect();
                for extent in components(&counted) {
                    let start = extent.iter().map(|mark| mark.start).min().unwrap();
                    let end = extent.iter().map(|mark| mark.end).max().unwrap();
                    let here: BTreeSet<(usize, usize)> = extent
                        .iter()
                        .flat_map(|mark| links(fixture, question, &all, mark, transcript))
                        .filter(|(unit, _)| names(fixture, question, transcript, *unit).contains(group))
                        .collect();
                    let owners: BTreeSet<usize> = here.iter().map(|link| link.0).collect();
                    let speaking: BTreeSet<usize> = here.iter().map(|link| link.1).collect();
                    if !owners.is_empty() {
                        found.1.insert(transcript);
                    }
                    found.2 += owners.len() as u64;
                    found.0.extend(owners);
                    found.3 += speaking.iter().map(|person| text.said(start, end, *person)).sum::<u64>();
                }
            }
            (found.0.len() as u64, found.1.len() as u64, found.2, found.3)
        };
        let own: u64 = (0..corpus.codebook.codes().len()).map(|code| figure(&|other| other == code).2).sum();
        let words = said.iter().map(|(_, _, words)| words).sum();
        let in_group = (units.len() as u64, transcripts.len() as u64, words, own);
        for theme in corpus.codebook.themes() {
            let listed: Vec<usize> = match theme {
                Theme::Code(code) => vec![code.at()],
                Theme::Set(set) => corpus.codebook.sets()[set.at()].codes.iter().map(|code| code.at()).collect(),
            };
            let member = |code: usize| {
                let mut next = Some(code);
                while let Some(at) = next {
                    if listed.contains(&at) {
                        return true;
                    }
                    let above = corpus.codebook.codes()[at].parent.map(|parent| parent.at());
                    next = if question.roll_up == RollUp::Subtree { above } else { None };
                }
                false
            };
            let id = corpus.codebook.id(theme).as_str().to_owned();
            result.insert((group.clone(), id), Naive { in_group, figures: figure(&member) });
        }
    }
    result
}

/// Codings that share a character, or are joined by others that do.
fn components<'a>(marks: &[&'a Mark]) -> Vec<Vec<&'a Mark>> {
    let mut extents: Vec<Vec<&Mark>> = marks.iter().map(|mark| vec![*mark]).collect();
    loop {
        let joined = (0..extents.len()).find_map(|a| {
            let meets = |b: &usize| extents[a].iter().any(|x| extents[*b].iter().any(|y| share(x, y)));
            (a + 1..extents.len()).find(meets).map(|b| (a, b))
        });
        let Some((a, b)) = joined else { return extents };
        let other = extents.remove(b);
        extents[a].extend(other);
    }
}
