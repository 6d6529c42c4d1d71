//! A second evaluator, written from the contract (DESIGN §5 to §7) over plain data: slow, and simple enough to be believed.

use super::naive_words::{folded, next_to, text_holds};
use super::random::{CODES, LABELS, Mark, On, PEOPLE, Q, SET, Spec, WAS};
use crate::model::Star;
use crate::text::{Span, tokens};

/// A folded word and its first character in the body.
type Word = (u32, String);

/// One turn of one text.
pub struct Said {
    pub label: Option<&'static str>,
    /// A participant's id, `interviewer`, `other`, `unmapped` or `excluded`.
    pub who: &'static str,
    pub speech: Span,
    whole: Span,
    chars: Vec<char>,
    words: Vec<Word>,
}

/// What a condition is asked of: a turn of a text, or a mark.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    Turn(usize, usize),
    Mark(usize),
}

pub struct Naive<'a> {
    pub spec: &'a Spec,
    pub said: Vec<Vec<Said>>,
}

impl<'a> Naive<'a> {
    pub fn new(spec: &'a Spec) -> Self {
        let said = spec.texts.iter().map(|text| {
            let mut at = 0;
            let turn = |(label, speech): &(Option<&'static str>, String)| {
                // An empty speech stands at the end of its label.
                let head =
                    label.map_or(0, |label| label.chars().count() as u32 + if speech.is_empty() { 1 } else { 2 });
                let chars: Vec<char> = speech.chars().collect();
                let speech_span = Span::new(at + head, at + head + chars.len() as u32);
                let whole = Span::new(at, speech_span.end);
                at = whole.end + if speech.is_empty() { 2 } else { 1 };
                let word = |token: crate::text::Token| {
                    (speech_span.start + speech[..token.bytes.start].chars().count() as u32, token.folded)
                };
                let words = tokens(speech, "en").map(word).collect();
                let unlabelled = text.unlabelled.map_or("unmapped", |person| PEOPLE[person]);
                let known = |label: &str| LABELS.iter().find(|(known, _)| *known == label).map(|(_, who)| *who);
                // `X` is the only label that nobody is named for: it is the front matter's participant.
                let who = label.and_then(known).unwrap_or(unlabelled);
                let who = if spec.excluded.is_some_and(|gone| PEOPLE[gone] == who) { "excluded" } else { who };
                Said { label: *label, who, speech: speech_span, whole, chars, words }
            };
            text.turns.iter().map(turn).collect()
        });
        Self { spec, said: said.collect() }
    }

    /// The turns of a text in which a stretch covers a word.
    fn covered(&self, text: usize, span: Span) -> impl Iterator<Item = &Said> {
        let covers = move |said: &&Said| said.words.iter().any(|(start, _)| span.contains(*start));
        self.said[text].iter().filter(covers)
    }

    pub fn in_scope(&self, mark: &Mark) -> bool {
        let settled = self.spec.done.contains(&("consensus", mark.text));
        let gone = self.said[mark.text].iter().any(|said| said.who == "excluded" && said.whole.overlaps(mark.span))
            && self.covered(mark.text, mark.span).all(|said| said.who == "excluded");
        (mark.coder == "consensus") == settled && !gone
    }

    pub fn belongs(&self, mark: &Mark) -> Vec<&'static str> {
        let words = |person: &str| {
            let theirs = self.said[mark.text].iter().filter(|said| said.who == person);
            theirs.flat_map(|said| &said.words).filter(|(start, _)| mark.span.contains(*start)).count()
        };
        let people: Vec<&str> = PEOPLE.into_iter().filter(|person| words(person) > 0).collect();
        let enough: Vec<&str> =
            people.iter().copied().filter(|person| words(person) >= self.spec.attribution as usize).collect();
        if enough.is_empty() { people } else { enough }
    }

    fn is_case(mark: &Mark) -> bool {
        mark.code.starts_with("case:")
    }

    /// Whether what `who:` names (`None`: its default) lets an item be asked at all.
    pub fn is_item(&self, item: Item, who: Option<&str>) -> bool {
        let allowed = |said: &Said| match who {
            Some("all") => said.who != "excluded",
            Some("interviewer") => said.who == "interviewer",
            _ => said.who == "unmapped" || PEOPLE.contains(&said.who),
        };
        match item {
            Item::Turn(text, turn) => allowed(&self.said[text][turn]),
            Item::Mark(at) => {
                let mark = &self.spec.marks[at];
                !Self::is_case(mark)
                    && self.in_scope(mark)
                    && (who.is_none() || self.covered(mark.text, mark.span).any(allowed))
            }
        }
    }

    pub fn holds(&self, query: &Q, item: Item) -> bool {
        self.eval(query, item, &|_| true)
    }

    fn eval(&self, query: &Q, item: Item, coders: &dyn Fn(&str) -> bool) -> bool {
        match query {
            Q::And(..) => {
                let mut parts = Vec::new();
                conjuncts(query, &mut parts);
                let turn = matches!(item, Item::Turn(..));
                let (alone, others): (Vec<&Q>, Vec<&Q>) = parts.iter().partition(|part| coders_alone(part));
                if turn && others.iter().any(|part| looks_at_codings(part)) {
                    let narrowed = |coder: &str| coders(coder) && alone.iter().all(|part| names(part, coder));
                    others.iter().all(|part| self.eval(part, item, &narrowed))
                } else {
                    parts.iter().all(|part| self.eval(part, item, coders))
                }
            }
            Q::Or(parts) => parts.iter().any(|part| self.eval(part, item, coders)),
            Q::Not(part, _) => !self.eval(part, item, coders),
            Q::Field(field, values) => self.field(field, values, item, coders),
            _ => self.stretches(item).iter().any(|(text, words)| text_holds(query, text, words)),
        }
    }

    /// The speech of an item, turn by turn, with its words.
    fn stretches(&self, item: Item) -> Vec<(String, Vec<String>)> {
        let (text, span) = match item {
            Item::Turn(text, turn) => {
                let said = &self.said[text][turn];
                return vec![(said.chars.iter().collect(), said.words.iter().map(|(_, word)| word.clone()).collect())];
            }
            Item::Mark(at) => (self.spec.marks[at].text, self.spec.marks[at].span),
        };
        let part = |said: &Said| {
            let place = said.speech.start..;
            let inside = place.zip(&said.chars).filter(|(place, _)| span.contains(*place)).map(|(_, c)| c);
            let words = said.words.iter().filter(|(start, _)| span.contains(*start)).map(|(_, word)| word.clone());
            (inside.collect(), words.collect())
        };
        let spoken = self.said[text].iter().filter(|said| said.who != "excluded" && said.speech.overlaps(span));
        spoken.map(part).collect()
    }

    /// The marks that a condition on codings is asked of: the item, or those in scope that cover a word of it.
    fn marks(&self, item: Item) -> Vec<(usize, &Mark)> {
        let all = self.spec.marks.iter().enumerate().filter(|(_, mark)| !Self::is_case(mark) && self.in_scope(mark));
        match item {
            Item::Mark(at) => all.filter(|(mark, _)| *mark == at).collect(),
            Item::Turn(text, turn) => {
                let covers = |mark: &Mark| {
                    mark.text == text && self.said[text][turn].words.iter().any(|(start, _)| mark.span.contains(*start))
                };
                all.filter(|(_, mark)| covers(mark)).collect()
            }
        }
    }

    fn field(&self, field: &str, values: &[&str], item: Item, coders: &dyn Fn(&str) -> bool) -> bool {
        let any = |is: &dyn Fn(usize, &Mark) -> bool| {
            self.marks(item).into_iter().any(|(at, mark)| coders(mark.coder) && is(at, mark))
        };
        let text = match item {
            Item::Turn(text, _) => text,
            Item::Mark(at) => self.spec.marks[at].text,
        };
        match (field, values[0]) {
            ("code" | "theme", _) => any(&|_, mark| counts_for(mark.code, field, values)),
            ("coder", _) => any(&|_, mark| chosen(values, &[mark.coder])),
            ("is", "uncoded") => matches!(item, Item::Turn(..)) && !any(&|_, _| true),
            ("is", "starred") => any(&|_, mark| star(mark) == Some(Star::Exemplar)),
            ("is", "negative") => any(&|_, mark| star(mark) == Some(Star::Negative)),
            ("is", "older-definition") => any(&|_, mark| mark.def == Some(false) && mark.code != "lost"),
            ("is" | "memo", words) => {
                let words = if field == "is" { Vec::new() } else { folded(words) };
                let meant = |on: &dyn Fn(&On) -> bool| {
                    self.spec.memos.iter().any(|(place, text)| on(place) && next_to(&folded(text), &words))
                };
                any(&|at, _| meant(&|on| matches!(on, On::Mark(mark) if *mark == at)))
                    || meant(&|on| match (item, on) {
                        (Item::Turn(text, turn), On::Passage(of, span)) if *of == text => {
                            self.said[text][turn].words.iter().any(|(start, _)| span.contains(*start))
                        }
                        _ => false,
                    })
            }
            ("with", _) => {
                let Item::Mark(at) = item else { return false };
                let shares = |other: &Mark| other.text == text && other.span.overlaps(self.spec.marks[at].span);
                let mut others = self.spec.marks.iter().enumerate().filter(|(other, _)| *other != at);
                others
                    .any(|(_, other)| self.in_scope(other) && shares(other) && counts_for(other.code, "theme", values))
            }
            ("transcript", _) => chosen(values, &[&format!("t{text}")]),
            ("speaker", _) => self.speakers(item).any(|said| chosen(values, said.label.as_slice())),
            ("about", _) => chosen(values, &self.about(item)),
            _ => {
                let people: Vec<Option<&str>> = match self.people(item) {
                    people if people.is_empty() => vec![None],
                    people => people.into_iter().map(Some).collect(),
                };
                people.into_iter().any(|person| self.person(field, values, text, person))
            }
        }
    }

    /// A condition on a person (or nobody of the study) in a text.
    fn person(&self, field: &str, values: &[&str], text: usize, person: Option<&str>) -> bool {
        let place = person.and_then(|person| PEOPLE.iter().position(|known| *known == person));
        match field {
            "participant" => chosen(values, person.as_slice()),
            "has" => self.spec.marks.iter().any(|mark| {
                let theirs = person.is_some_and(|person| self.belongs(mark).contains(&person));
                theirs && self.in_scope(mark) && counts_for(mark.code, "theme", values)
            }),
            "wave" => {
                let wave = &self.spec.texts[text].wave;
                (person.is_some() || !wave.is_empty()) && chosen(values, wave)
            }
            _ if !self.spec.texts[text].role.is_empty() => chosen(values, &self.spec.texts[text].role),
            _ if person.is_none() => false,
            _ => chosen(values, place.map_or(&[][..], |place| &self.spec.people[place].role)),
        }
    }

    fn people(&self, item: Item) -> Vec<&'static str> {
        match item {
            Item::Turn(text, turn) => {
                let who = self.said[text][turn].who;
                PEOPLE.into_iter().filter(|person| *person == who).collect()
            }
            Item::Mark(at) => self.belongs(&self.spec.marks[at]),
        }
    }

    /// The turns whose labels stand for an item.
    fn speakers(&self, item: Item) -> Box<dyn Iterator<Item = &Said> + '_> {
        match item {
            Item::Turn(text, turn) => Box::new(self.said[text][turn..=turn].iter()),
            Item::Mark(at) => {
                let mark = &self.spec.marks[at];
                let people = self.belongs(mark);
                let heard = self.covered(mark.text, mark.span).filter(|said| said.who != "excluded");
                Box::new(heard.filter(move |said| people.is_empty() || people.contains(&said.who)))
            }
        }
    }

    fn about(&self, item: Item) -> Vec<&'static str> {
        let (text, span) = match item {
            Item::Turn(text, turn) => (text, self.said[text][turn].speech),
            Item::Mark(at) => (self.spec.marks[at].text, self.spec.marks[at].span),
        };
        let marks =
            self.spec.marks.iter().filter(|mark| {
                Self::is_case(mark) && mark.text == text && mark.span.overlaps(span) && self.in_scope(mark)
            });
        let marked: Vec<&str> = marks.map(|mark| &mark.code[5..]).collect();
        if !marked.is_empty() { marked } else { self.spoken_about(text, &self.people(item)) }
    }

    fn spoken_about(&self, text: usize, people: &[&str]) -> Vec<&'static str> {
        if !self.spec.texts[text].about.is_empty() {
            return self.spec.texts[text].about.clone();
        }
        let theirs = self.spec.people.iter().zip(PEOPLE).filter(|(_, id)| people.contains(id));
        theirs.flat_map(|(person, _)| person.about.clone()).collect()
    }

    /// What a person speaks about in a text: by the tables, and by marks of a case on their words or across a passage of a theme of
    /// theirs.
    fn pair_about(&self, text: usize, person: &'static str) -> Vec<&'static str> {
        let mut cases = self.spoken_about(text, &[person]);
        let here = || self.spec.marks.iter().filter(|mark| mark.text == text && self.in_scope(mark));
        for mark in here().filter(|mark| Self::is_case(mark)) {
            let on_their_words = self.covered(text, mark.span).any(|said| said.who == person);
            // A code that the codebook does not know is in no theme.
            let known = |code: &str| code == WAS || CODES.iter().any(|(id, _)| *id == code);
            let theirs = |other: &Mark| known(other.code) && self.belongs(other).contains(&person);
            if on_their_words || here().any(|other| theirs(other) && other.span.overlaps(mark.span)) {
                cases.push(&mark.code[5..]);
            }
        }
        cases
    }

    /// Whether a participant's part in a text is in the scope of a table.
    pub fn pair(&self, query: &Q, text: usize, person: &'static str) -> bool {
        match query {
            Q::And(parts, _) => parts.iter().all(|part| self.pair(part, text, person)),
            Q::Or(parts) => parts.iter().any(|part| self.pair(part, text, person)),
            Q::Not(part, _) => !self.pair(part, text, person),
            Q::Field("transcript", values) => chosen(values, &[&format!("t{text}")]),
            Q::Field("about", values) => chosen(values, &self.pair_about(text, person)),
            Q::Field("speaker", values) => {
                let mut theirs = self.said[text].iter().filter(|said| said.who == person);
                theirs.any(|said| chosen(values, said.label.as_slice()))
            }
            Q::Field(field, values) => self.person(field, values, text, Some(person)),
            _ => panic!("no scope: {query:?}"),
        }
    }
}

fn conjuncts<'q>(query: &'q Q, parts: &mut Vec<&'q Q>) {
    match query {
        Q::And(inner, _) => inner.iter().for_each(|part| conjuncts(part, parts)),
        _ => parts.push(query),
    }
}

/// Whether nothing but coders is named, by itself or under OR.
fn coders_alone(query: &Q) -> bool {
    match query {
        Q::Or(parts) => parts.iter().all(coders_alone),
        Q::Field(field, _) => *field == "coder",
        _ => false,
    }
}

fn names(query: &Q, coder: &str) -> bool {
    match query {
        Q::Or(parts) => parts.iter().any(|part| names(part, coder)),
        Q::Field(_, values) => chosen(values, &[coder]),
        _ => false,
    }
}

fn looks_at_codings(query: &Q) -> bool {
    match query {
        Q::And(parts, _) | Q::Or(parts) => parts.iter().any(looks_at_codings),
        Q::Not(part, _) => looks_at_codings(part),
        Q::Field(field, _) => ["code", "theme", "with", "memo", "is"].contains(field),
        _ => false,
    }
}

/// Whether a coding under `code` counts for one of `values`.
fn counts_for(code: &str, field: &str, values: &[&str]) -> bool {
    let now = |code| if code == WAS { "waiting" } else { code };
    let Some(mut at) = CODES.iter().find(|(id, _)| *id == now(code)) else { return false };
    loop {
        if values.iter().any(|value| *value == SET.0 && SET.1.contains(&at.0) || chosen(&[now(value)], &[at.0])) {
            return true;
        }
        match CODES.iter().find(|(id, _)| Some(*id) == at.1) {
            Some(parent) if field == "theme" => at = parent,
            _ => return false,
        }
    }
}

fn star(mark: &Mark) -> Option<Star> {
    let own = mark.stars.iter().find(|(coder, _)| *coder == mark.coder);
    let mut others: Vec<_> = mark.stars.iter().collect();
    others.sort_by_key(|(coder, _)| *coder);
    own.or(others.first().copied()).map(|(_, star)| *star)
}

/// Whether one of the values is meant by one of `wanted`.
fn chosen(wanted: &[&str], have: &[&str]) -> bool {
    wanted.iter().any(|wanted| match wanted.to_lowercase().as_str() {
        "(missing)" => have.is_empty(),
        wanted => have.iter().any(|have| {
            let (have, bare) = (have.to_lowercase(), wanted.trim_matches('*'));
            match (wanted.starts_with('*'), wanted.ends_with('*')) {
                (true, true) => have.contains(bare),
                (true, false) => have.ends_with(bare),
                (false, true) => have.starts_with(bare),
                (false, false) => have == bare,
            }
        }),
    })
}
