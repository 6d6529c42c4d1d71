//! A query made ready for one study: names become places, values become lists of yes and no.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::ast::{Expr, Flag, Node, Term, Value, Wording, any_matches};
use super::sifted::Sifted;
use super::words::TextTest;
use crate::model::{CaseIx, EventId, MemoOn, ParticipantIx, Placed, Star, Target, TranscriptIx, View};
use crate::text::{Layout, Span, Verdict, phrase_tokens, resolve};

/// A condition ready to be asked.
pub(super) enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    /// A `coder:` that only narrows the codings that others look at.
    Always,
    Text(TextTest),
    Person(PersonTest),
    About(About),
    Coding(CodingTest),
    Uncoded(Coders),
    With(Vec<bool>),
}

/// Coders whose codings are looked at; `None`: all in scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Coders(Option<Vec<bool>>);

impl Coders {
    pub fn allows(&self, coder: u32) -> bool {
        self.0.as_ref().is_none_or(|coders| coders.get(coder as usize).copied().unwrap_or(false))
    }

    fn and(&self, more: Vec<bool>) -> Self {
        Self(Some(match &self.0 {
            None => more,
            Some(coders) => coders.iter().zip(more).map(|(a, b)| *a && b).collect(),
        }))
    }
}

/// A condition on one coding.
pub(super) struct CodingTest {
    what: CodingWhat,
    coders: Coders,
}

enum CodingWhat {
    Codes(Vec<bool>),
    Coder,
    Memo {
        codings: HashSet<EventId>,
        passages: Vec<Vec<Span>>,
    },
    /// The codings that are marked so.
    Starred(HashSet<EventId>),
    /// By code: the hash of its definition now.
    OlderDefinition(Vec<String>),
}

impl CodingTest {
    /// Whether the condition holds for a coding.
    pub fn holds(&self, view: &View, placed: &Placed) -> bool {
        if !self.coders.allows(placed.coder) {
            return false;
        }
        match &self.what {
            CodingWhat::Coder => true,
            CodingWhat::Codes(members) => {
                matches!(placed.target, Target::Code(code) if members.get(code.at()) == Some(&true))
            }
            CodingWhat::Memo { codings, .. } => codings.contains(&placed.id),
            CodingWhat::Starred(codings) => codings.contains(&placed.id),
            CodingWhat::OlderDefinition(now) => {
                let Target::Code(code) = placed.target else { return false };
                let def = view.coding(placed).and_then(|coding| coding.def.as_deref());
                def.is_some_and(|def| now.get(code.at()).is_none_or(|now| now != def))
            }
        }
    }

    /// Whether a memo that is meant stands on a passage of which `covers` holds.
    pub fn passage_memo(&self, transcript: TranscriptIx, covers: impl Fn(Span) -> bool) -> bool {
        match &self.what {
            CodingWhat::Memo { passages, .. } => {
                passages.get(transcript.at()).is_some_and(|spans| spans.iter().any(|span| covers(*span)))
            }
            _ => false,
        }
    }
}

/// A condition on a person in a transcript.
pub(super) enum PersonTest {
    Attribute {
        /// By transcript: whether its own value is meant; `None`: it has none and the person's counts.
        transcripts: Vec<Option<bool>>,
        people: Vec<bool>,
    },
    People {
        people: Vec<bool>,
        /// For speech of nobody in the study.
        missing: bool,
    },
    Transcripts(Vec<bool>),
    Speaker(Labels),
}

impl PersonTest {
    /// Whether the condition holds for what `person` (`None`: nobody of the study) says in a transcript.
    /// Labels are asked turn by turn instead.
    pub fn holds(&self, transcript: TranscriptIx, person: Option<ParticipantIx>) -> bool {
        let of = |people: &[bool]| person.is_some_and(|person| people.get(person.at()) == Some(&true));
        match self {
            Self::Attribute { transcripts, people } => match transcripts.get(transcript.at()) {
                Some(Some(own)) => *own,
                // Whoever is no participant has no attributes, so none is missing either.
                _ => of(people),
            },
            Self::People { missing, .. } if person.is_none() => *missing,
            Self::People { people, .. } => of(people),
            Self::Transcripts(transcripts) => transcripts.get(transcript.at()) == Some(&true),
            Self::Speaker(_) => false,
        }
    }
}

/// Labels that are meant; a turn without a label is `(missing)`.
pub(super) struct Labels(Vec<Value>);

impl Labels {
    /// Whether the label of turn `turn` is meant.
    pub fn matches(&self, layout: &Layout, turn: usize) -> bool {
        let label = layout.turns.get(turn).and_then(|turn| turn.label);
        let label = label.and_then(|label| layout.labels.get(label as usize));
        any_matches(&self.0, label.map(String::as_str))
    }
}

/// Cases that are meant.
pub(super) struct About {
    cases: Vec<bool>,
    missing: bool,
}

impl About {
    pub fn holds(&self, cases: &[CaseIx]) -> bool {
        (cases.is_empty() && self.missing) || cases.iter().any(|case| self.cases.get(case.at()) == Some(&true))
    }
}

pub(super) struct Compiler<'a> {
    pub view: &'a View<'a>,
    /// Whether the items are turns.
    pub turns: bool,
}

impl Compiler<'_> {
    pub fn node(&self, node: &Node, coders: Option<&Coders>) -> Test {
        let inherited = coders.cloned().unwrap_or_default();
        match &node.expr {
            Expr::And(_) => {
                // On turns `coder:` narrows the codings that the other conditions beside it look at.
                let parts: Vec<(&Node, Option<Vec<bool>>)> =
                    node.conjuncts().into_iter().map(|part| (part, self.coders_alone(part))).collect();
                let narrows =
                    self.turns && parts.iter().any(|(part, alone)| alone.is_none() && part.any_term(&Term::is_coding));
                let mut coders = inherited;
                if narrows {
                    for alone in parts.iter().filter_map(|(_, alone)| alone.as_ref()) {
                        coders = coders.and(alone.clone());
                    }
                }
                let part = |(part, alone): (&Node, Option<Vec<bool>>)| {
                    if narrows && alone.is_some() { Test::Always } else { self.node(part, Some(&coders)) }
                };
                Test::And(parts.into_iter().map(part).collect())
            }
            Expr::Or(parts) => Test::Or(parts.iter().map(|part| self.node(part, Some(&inherited))).collect()),
            Expr::Not(part) => Test::Not(Box::new(self.node(part, Some(&inherited)))),
            Expr::Term(term) => self.term(term, inherited),
        }
    }

    /// The coders that a part names in which nothing but `coder:` stands, one or several under OR.
    fn coders_alone(&self, node: &Node) -> Option<Vec<bool>> {
        match &node.expr {
            Expr::Term(Term::Coder(values)) => Some(self.coders(values)),
            Expr::Or(parts) => {
                let mut all = vec![false; self.view.placements.coders.len()];
                for part in parts {
                    for (all, one) in all.iter_mut().zip(self.coders_alone(part)?) {
                        *all |= one;
                    }
                }
                Some(all)
            }
            _ => None,
        }
    }

    fn coders(&self, values: &[Value]) -> Vec<bool> {
        self.view.placements.coders.iter().map(|coder| any_matches(values, [coder.as_str()])).collect()
    }

    fn term(&self, term: &Term, coders: Coders) -> Test {
        let coding = |what, coders| Test::Coding(CodingTest { what, coders });
        let corpus = self.view.corpus;
        match term {
            Term::Word(stem) => Test::Text(TextTest::Word { stem: stem.clone(), seen: RefCell::new(HashMap::new()) }),
            Term::Phrase(words) => Test::Text(TextTest::Phrase(words.clone())),
            Term::Near(words, stretch) => Test::Text(TextTest::Near { words: words.clone(), stretch: *stretch }),
            Term::Prefix(prefix) => Test::Text(TextTest::Prefix(prefix.clone())),
            Term::Fuzzy(word) => Test::Text(TextTest::Fuzzy(word.chars().collect())),
            Term::Pattern(pattern) => Test::Text(TextTest::Pattern(Sifted::new(pattern))),
            Term::Codes(members) => coding(CodingWhat::Codes(members.clone()), coders),
            Term::With(members) => Test::With(members.clone()),
            Term::Coder(values) => coding(CodingWhat::Coder, coders.and(self.coders(values))),
            Term::Memo(words) => coding(self.memo(Some(words)), coders),
            Term::Is(Flag::Memoed) => coding(self.memo(None), coders),
            Term::Is(Flag::Starred) => coding(self.starred(Star::Exemplar), coders),
            Term::Is(Flag::Negative) => coding(self.starred(Star::Negative), coders),
            Term::Is(Flag::OlderDefinition) => {
                let now = corpus.codebook.codes().iter().map(crate::model::Code::definition_hash);
                coding(CodingWhat::OlderDefinition(now.collect()), coders)
            }
            Term::Is(Flag::Uncoded) => Test::Uncoded(coders),
            Term::Has(members) => Test::Person(PersonTest::People { people: self.has(members), missing: false }),
            Term::Attribute(name, values) => Test::Person(self.attribute(name, values)),
            Term::Participant(values) => {
                let people = corpus.participants.rows.iter().map(|row| any_matches(values, [row.id.as_str()]));
                let missing = values.contains(&Value::Missing);
                Test::Person(PersonTest::People { people: people.collect(), missing })
            }
            Term::Transcript(values) => {
                let transcripts = corpus.transcripts.iter().map(|t| any_matches(values, [t.id.as_str()]));
                Test::Person(PersonTest::Transcripts(transcripts.collect()))
            }
            Term::Speaker(values) => Test::Person(PersonTest::Speaker(Labels(values.clone()))),
            Term::About(values) => Test::About(About {
                cases: corpus.cases.rows.iter().map(|row| any_matches(values, [row.id.as_str()])).collect(),
                missing: values.contains(&Value::Missing),
            }),
        }
    }

    fn attribute(&self, name: &str, values: &[Value]) -> PersonTest {
        let corpus = self.view.corpus;
        let lower = name.to_lowercase();
        let column = corpus.transcript_columns.iter().position(|column| column.to_lowercase() == lower);
        let own = |transcript: &crate::model::Transcript| {
            let have = column.and_then(|column| transcript.attributes.get(column))?;
            (!have.is_empty()).then(|| any_matches(values, have.iter().map(String::as_str)))
        };
        let person_column = corpus.participants.column(name);
        let person = |row: usize| {
            let have = person_column.map_or(&[][..], |column| corpus.participants.values(row, column));
            any_matches(values, have.iter().map(String::as_str))
        };
        PersonTest::Attribute {
            transcripts: corpus.transcripts.iter().map(own).collect(),
            people: (0..corpus.participants.rows.len()).map(person).collect(),
        }
    }

    /// Who has a passage with one of these codes anywhere in scope.
    fn has(&self, members: &[bool]) -> Vec<bool> {
        let mut people = vec![false; self.view.corpus.participants.rows.len()];
        for transcript in self.view.corpus.places() {
            for (at, placed) in self.view.codings(transcript) {
                if matches!(placed.target, Target::Code(code) if members.get(code.at()) == Some(&true)) {
                    for person in self.view.people(transcript, at) {
                        people[person.at()] = true;
                    }
                }
            }
        }
        people
    }

    /// The codings that are marked as `star`; a coding's own coder's mark goes before others'.
    fn starred(&self, star: Star) -> CodingWhat {
        let mut marks: HashMap<EventId, Star> = HashMap::new();
        for ((id, coder), star) in &self.view.state.stars {
            let own = self.view.state.codings.get(id).is_some_and(|coding| coding.coder == *coder);
            if own {
                marks.insert(*id, *star);
            } else {
                marks.entry(*id).or_insert(*star);
            }
        }
        CodingWhat::Starred(marks.into_iter().filter(|(_, mark)| *mark == star).map(|(id, _)| id).collect())
    }

    /// The codings and passages with a memo that holds these words next to one another; without words, with any memo.
    fn memo(&self, wording: Option<&Wording>) -> CodingWhat {
        let view = self.view;
        let language = &view.corpus.study.language;
        let holds = |text: &str| wording.is_none_or(|wording| wording.stands_in(&phrase_tokens(text, language)));
        let mut codings = HashSet::new();
        let mut passages = vec![Vec::new(); view.corpus.transcripts.len()];
        for memo in view.state.memos.values().filter(|memo| holds(&memo.text) || holds(&memo.title)) {
            match &memo.on {
                MemoOn::Coding(id) => {
                    codings.insert(*id);
                }
                MemoOn::Passage(place) => {
                    let Some(at) = view.corpus.find(place.transcript.as_str()) else { continue };
                    let body = view.corpus.transcript(at).body();
                    match resolve(place.span, &place.quote, &place.before, &place.after, place.text, body) {
                        Verdict::Exact => passages[at.at()].push(place.span),
                        Verdict::Moved(span) => passages[at.at()].push(span),
                        Verdict::Changed(_) | Verdict::Lost => {}
                    }
                }
                _ => {}
            }
        }
        CodingWhat::Memo { codings, passages }
    }
}
