//! Small invented studies in memory. Each line of a text is a turn: `Label: speech`, or speech without a label.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use crate::model::{
    Attributes, CaseIx, Code, CodeSet, Codebook, CoderName, Coding, Corpus, EventId, FrontMatter, LabelMap, Memo,
    MemoKind, MemoOn, ParticipantIx, Place, Placed, Placements, Row, Source, Speaker, Star, State, Study, Target,
    Transcript, TranscriptIx, View,
};
use crate::query::{CodingHit, Extent, Kind, Matcher, Names, Query, QueryError, TurnHit, parse};
use crate::text::{Body, Layout, Span, Turn, words};

/// A study with its codings in their places.
pub struct Sample {
    pub corpus: Corpus,
    pub state: State,
    pub placements: Placements,
}

/// A text and the turns that its lines are.
struct Lines(String);

impl Source for Lines {
    fn body(&self, _: &Transcript) -> Option<Body> {
        Some(Body::new(self.0.clone()))
    }

    fn layout(&self, _: &Transcript) -> Option<Layout> {
        let body = Body::new(self.0.clone());
        let mut layout = Layout::default();
        let mut start = 0;
        for line in self.0.split_inclusive('\n') {
            let text = line.trim_end();
            if !text.is_empty() {
                let label = text.split_once(':').map(|(label, _)| label);
                let head = label.map_or(0, |label| label.len() + 1);
                let speech = text[head..].trim();
                let at = if speech.is_empty() { text.len() } else { text.len() - text[head..].trim_start().len() };
                let first_word = layout.words.len() as u32;
                layout.words.extend(words(speech).map(|word| body.position(start + at + word.start)));
                layout.turns.push(Turn {
                    label: label.map(|label| place_of(&mut layout.labels, label)),
                    span: body.span_of_bytes(start..start + text.len()),
                    speech: body.span_of_bytes(start + at..start + text.len()),
                    time: None,
                    first_word,
                });
            }
            start += line.len();
        }
        Some(layout)
    }
}

fn place_of(labels: &mut Vec<String>, label: &str) -> u32 {
    let known = labels.iter().position(|known| known.to_lowercase() == label.to_lowercase());
    let at = known.unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    });
    at as u32
}

pub fn coder(name: &str) -> CoderName {
    CoderName::new(name).unwrap()
}

pub fn id(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}

/// A row of a table: the id, then a cell per column with `;` between several values.
fn row(cells: &[&str]) -> Row {
    let values = |cell: &&str| cell.split(';').filter(|value| !value.is_empty()).map(String::from).collect();
    Row { id: cells[0].into(), values: cells[1..].iter().map(values).collect(), about: Vec::new() }
}

/// Puts a study together bit by bit.
pub struct Builder {
    pub study: Study,
    pub participants: Attributes,
    pub cases: Attributes,
    pub codebook: Codebook,
    pub columns: Vec<String>,
    pub transcripts: Vec<Transcript>,
    texts: BTreeMap<String, Body>,
    pub state: State,
}

impl Builder {
    pub fn new(columns: &[&str]) -> Self {
        Self {
            study: Study::new(PathBuf::from("."), "Invented", coder("consensus")),
            participants: Attributes::new(columns.iter().map(|name| (*name).into()).collect()),
            cases: Attributes::default(),
            codebook: Codebook::default(),
            columns: Vec::new(),
            transcripts: Vec::new(),
            texts: BTreeMap::new(),
            state: State::default(),
        }
    }

    pub fn person(&mut self, cells: &[&str], about: &[&str]) {
        let about = about.iter().map(|case| (*case).into()).collect();
        assert!(self.participants.push(Row { about, ..row(cells) }));
    }

    pub fn case(&mut self, id: &str) {
        assert!(self.cases.push(row(&[id])));
    }

    /// A code with its name, under the code `parent`.
    pub fn code(&mut self, id: &str, name: &str, parent: Option<&str>, was: &[&str]) {
        let parent = parent.map(|parent| self.codebook.resolve(parent).unwrap());
        let code = Code {
            definition: format!("What {id} means"),
            was: was.iter().map(|was| (*was).into()).collect(),
            ..Code::named(id, name)
        };
        self.codebook.push(code, parent).unwrap();
    }

    pub fn set(&mut self, id: &str, name: &str, codes: &[&str]) {
        let codes = codes.iter().map(|code| self.codebook.resolve(code).unwrap()).collect();
        self.codebook.push_set(CodeSet { id: id.into(), name: name.into(), idea: String::new(), codes }).unwrap();
    }

    /// A transcript with its attributes' cells and what its labels stand for: a participant's id, `interviewer` or `other`.
    pub fn transcript(&mut self, id: &str, text: &str, cells: &[&str], labels: &[(&str, &str)]) -> &mut Transcript {
        let body = Body::new(text.into());
        let source = Arc::new(Lines(text.into()));
        let mut transcript = Transcript::new(id.into(), PathBuf::from(id), FrontMatter::default(), body.hash(), source);
        self.texts.insert(id.into(), body);
        let mut whole = vec![""];
        whole.extend(cells);
        transcript.attributes = row(&whole).values;
        let mut map = LabelMap::default();
        for (label, who) in labels {
            map.say(
                label,
                match *who {
                    "interviewer" => Speaker::Interviewer,
                    "other" => Speaker::Other,
                    person => Speaker::Participant(self.participants.find(person).unwrap().into()),
                },
            );
        }
        transcript.labels = map;
        self.transcripts.push(transcript);
        self.transcripts.last_mut().unwrap()
    }

    pub fn case_ix(&self, case: &str) -> CaseIx {
        self.cases.find(case).unwrap().into()
    }

    pub fn person_ix(&self, person: &str) -> ParticipantIx {
        self.participants.find(person).unwrap().into()
    }

    /// Where `quote` first stands in a transcript.
    pub fn place(&self, transcript: &str, quote: &str) -> Place {
        let body = &self.texts[transcript];
        let at = body.text().find(quote).unwrap_or_else(|| panic!("no {quote}"));
        self.place_at(transcript, body.span_of_bytes(at..at + quote.len()))
    }

    pub fn place_at(&self, transcript: &str, span: Span) -> Place {
        let body = &self.texts[transcript];
        let quote = body.slice(span).unwrap().into();
        let (before, after) = (body.before(span.start, 32).into(), body.after(span.end, 32).into());
        Place { transcript: transcript.into(), span, quote, before, after, text: body.hash() }
    }

    /// A coding of the definition in force, numbered from 1 in the order of calls.
    pub fn coding(&mut self, by: &str, place: Place, code: &str) -> EventId {
        let id = id(self.state.codings.len() as u128 + 1);
        let def = self.codebook.resolve(code).map(|code| self.codebook.code(code).definition_hash().into());
        let coding = Coding { def, ..Coding::new(id, coder(by), place, code.into(), "".into()) };
        self.state.codings.insert(coding);
        id
    }

    pub fn mark(&mut self, by: &str, transcript: &str, quote: &str, code: &str) -> EventId {
        let place = self.place(transcript, quote);
        self.coding(by, place, code)
    }

    pub fn memo(&mut self, on: MemoOn, title: &str, text: &str) {
        let id = id(self.state.memos.len() as u128 + 1_000_000);
        let memo = Memo {
            id,
            coder: coder("amy"),
            on,
            title: title.into(),
            kind: MemoKind::Note,
            text: text.into(),
            created: "".into(),
            modified: "".into(),
            written_by: id,
        };
        self.state.memos.insert(id, memo);
    }

    pub fn star(&mut self, coding: EventId, by: &str, star: Star) {
        self.state.stars.insert((coding, coder(by)), star);
    }

    pub fn done(&mut self, by: &str, transcript: &str) {
        self.state.done.insert((coder(by), transcript.into()));
    }

    pub fn build(self) -> Sample {
        let corpus = Corpus::new(self.study, self.participants, self.cases, self.codebook)
            .with_transcripts(self.columns, self.transcripts);
        let mut coders: Vec<CoderName> = self.state.codings.values().map(|coding| coding.coder.clone()).collect();
        coders.sort();
        coders.dedup();
        let mut placements =
            Placements { coders, by_transcript: vec![Vec::new(); corpus.transcripts.len()], unplaced: Vec::new() };
        for coding in self.state.codings.values() {
            let transcript = corpus.find(coding.place.transcript.as_str()).unwrap();
            let target = match coding.code.case() {
                Some(case) => corpus.cases.find(case).map_or(Target::Unknown, |case| Target::Case(case.into())),
                None => corpus.codebook.resolve(coding.code.as_str()).map_or(Target::Unknown, Target::Code),
            };
            let coder = placements.coder(&coding.coder).unwrap();
            let placed = Placed { id: coding.id, transcript, span: coding.place.span, target, coder, moved: false };
            placements.by_transcript[transcript.at()].push(placed);
        }
        for placed in &mut placements.by_transcript {
            placed.sort_by_key(|placed| (placed.span, placed.id));
        }
        Sample { corpus, state: self.state, placements }
    }
}

impl Sample {
    pub fn parse(&self, text: &str, kind: Kind) -> Result<Query, QueryError> {
        let attributes = self.corpus.attribute_names();
        let names = Names { attributes: &attributes, codebook: &self.corpus.codebook, language: "en" };
        parse(text, &names, kind)
    }

    pub fn understood(&self, text: &str, kind: Kind) -> Query {
        self.parse(text, kind).unwrap_or_else(|error| panic!("{text}: {error} {:?}", error.range))
    }

    pub fn view(&self) -> View<'_> {
        View::new(&self.corpus, &self.state, &self.placements, None)
    }

    pub fn search(&self, text: &str) -> Vec<TurnHit> {
        let view = self.view();
        Matcher::new(&self.understood(text, Kind::Search), &view).search(|_| None::<Vec<u32>>, Extent::default()).turns
    }

    pub fn quotes(&self, text: &str, kind: Kind) -> Vec<CodingHit> {
        let view = self.view();
        Matcher::new(&self.understood(text, kind), &view).codings()
    }

    /// The turns that a search finds, as `a1 b2`: the transcript's id and the turn's number.
    pub fn turns(&self, text: &str) -> String {
        let name = |hit: &TurnHit| format!("{}{}", self.corpus.transcript(hit.transcript).id, hit.turn + 1);
        self.search(text).iter().map(name).collect::<Vec<_>>().join(" ")
    }

    /// The codings that a query finds, by number in ascending order.
    pub fn codings(&self, text: &str) -> String {
        let number = |hit: &CodingHit| self.placements.of(hit.transcript)[hit.at].id.0.as_u128();
        let mut numbers: Vec<u128> = self.quotes(text, Kind::Quotes).iter().map(number).collect();
        numbers.sort_unstable();
        numbers.iter().map(u128::to_string).collect::<Vec<_>>().join(" ")
    }

    pub fn slice(&self, transcript: TranscriptIx, span: Span) -> &str {
        self.corpus.transcript(transcript).body().slice(span).unwrap()
    }

    /// The (participant, transcript) pairs in the scope of a table, as `P1/a`.
    pub fn pairs(&self, text: &str) -> String {
        let view = self.view();
        let scope = self.understood(text, Kind::Table).split().unwrap().scope;
        let matcher = Matcher::of_node(scope.as_ref(), Kind::Table, None, &view);
        let mut pairs = Vec::new();
        for transcript in self.corpus.places() {
            for person in self.corpus.speaking(transcript) {
                if matcher.pair(transcript, person) {
                    let id = &self.corpus.transcript(transcript).id;
                    pairs.push(format!("{}/{id}", self.corpus.participant(person)));
                }
            }
        }
        pairs.join(" ")
    }
}

/// A study that most tests share: its transcripts are `a` (an interview), `b` (a focus group), `c` (a diary) and `d`
/// (settled by consensus).
pub fn small() -> Builder {
    let mut b = Builder::new(&["role", "school", "phase"]);
    b.columns = vec!["wave".into(), "phase".into()];
    b.person(&["P1", "parent", "School 3", "primary"], &["rowan"]);
    b.person(&["P2", "teacher;SENCo", "School 3", "secondary"], &[]);
    b.person(&["P3", "parent", "", "primary"], &["ash"]);
    b.person(&["P4", "pupil", "School 1", ""], &[]);
    for case in ["rowan", "ash", "elm"] {
        b.case(case);
    }
    b.code("access", "Access to help", None, &[]);
    b.code("waiting", "Long waits", Some("access"), &["delay", "queue"]);
    b.code("masking", "Masking", None, &[]);
    b.code("trust", "Trust", None, &[]);
    b.set("burden", "Carrying it", &["access", "trust"]);
    let a = "SJ: Tell me about the waiting list.\n\
             P1: We were on the Waiting — list, for years; one-to-one help came late.\n\
             Parnet: A list? Waiting, we were.\n\
             Mum: I was waiting there too.\n\
             P1: The café’s EHCP was naïve: the SENCo's EHCPs were not.\n";
    b.transcript("a", a, &["1", ""], &[("SJ", "interviewer"), ("P1", "P1"), ("Mum", "other")]);
    let text = "P2: Masking all day. She copes.\n\
                P3: And the list, again. Yes yes.\n\
                P4: Nobody asked me about masking.\n\
                SJ: So the referral was late?\n\
                Carer: The referral came, and we waited. No.\n\
                P2: Maybe.\n";
    let labels = [("P2", "P2"), ("P3", "P3"), ("Carer", "P3"), ("P4", "P4"), ("SJ", "interviewer")];
    b.transcript("b", text, &["2", "sixth form"], &labels);
    let (elm, p3) = (b.case_ix("elm"), b.person_ix("P3"));
    let c = b.transcript("c", "Dear diary, we waited.\nStill no referral.\n", &["", ""], &[]);
    c.about = vec![elm];
    c.labels.unlabelled = Some(p3);
    b.transcript("d", "P1: Nothing new.\nP2: I trust them.\n", &["2", ""], &[("P1", "P1"), ("P2", "P2")]);
    b.state.excluded.insert("P4".into());
    b
}
