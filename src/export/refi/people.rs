//! Participants and cases as named Cases with Variables; groups and sets of codes as Sets.

use std::collections::BTreeMap;

use super::guids::Guid;
use super::project::Out;
use super::record::{self, GROUP};
use crate::model::{Attributes, MemoOn, Row, Speaker, TranscriptIx};

/// An attribute with more values than this makes no groups.
const MOST_GROUPS: usize = 30;

/// Whether all values are of a type of the schema.
fn all_are(kind: &str, values: &[&str]) -> bool {
    let fits: fn(&str) -> bool = match kind {
        "Boolean" => |value| matches!(value, "true" | "false" | "0" | "1"),
        "Integer" => |value| value.parse::<i64>().is_ok(),
        "Float" => |value| {
            let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.') && value.parse::<f64>().is_ok()
        },
        "Date" => |value| value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok(),
        "DateTime" => |value| value.parse::<jiff::Timestamp>().is_ok() && value.contains('T'),
        _ => |_| false,
    };
    values.iter().all(|value| fits(value))
}

impl Out<'_> {
    /// The people who go out: their place and row.
    fn people(&self) -> Vec<(usize, &'_ Row)> {
        let view = self.request.view;
        let rows = view.corpus.participants.rows.iter().enumerate();
        rows.filter(|(_, row)| !view.state.excluded.contains(row.id.as_str())).collect()
    }

    /// Every attribute of people, cases and transcripts, each name once.
    pub(super) fn variables(&mut self) {
        let corpus = self.request.view.corpus;
        let mut names: Vec<&str> = Vec::new();
        let tables = [&corpus.participants.columns, &corpus.cases.columns, &corpus.transcript_columns];
        for name in tables.into_iter().flatten() {
            if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
                names.push(name);
            }
        }
        self.record.columns = tables.map(Clone::clone);
        if names.is_empty() {
            return;
        }
        self.xml.open("Variables");
        for name in &names {
            let own = Guid::Variable.of(&name.to_lowercase());
            let guid = self.giver.give(own);
            let kind = self.kind_of(name);
            let shown = self.giver.name(own, name);
            self.xml.open("Variable").attr("guid", &guid).attr("name", shown).attr("typeOfVariable", kind).close();
        }
        self.xml.close();
        self.losses.kept_many("variables", names.len() as u64);
    }

    /// The type of a variable: text, but where it came as another one and every value still is.
    fn kind_of(&self, name: &str) -> &'static str {
        const KINDS: [&str; 5] = ["Boolean", "Integer", "Float", "Date", "DateTime"];
        let corpus = self.request.view.corpus;
        let known = self.giver.known(Guid::Variable.of(&name.to_lowercase())).and_then(|thing| thing.kind.as_deref());
        let Some(kind) = KINDS.into_iter().find(|kind| Some(*kind) == known) else { return "Text" };
        let mut values: Vec<&str> = Vec::new();
        for table in [&corpus.participants, &corpus.cases] {
            let Some(column) = table.column(name) else { continue };
            values.extend((0..table.rows.len()).flat_map(|row| table.values(row, column)).map(String::as_str));
        }
        let lower = name.to_lowercase();
        if let Some(column) = corpus.transcript_columns.iter().position(|column| column.to_lowercase() == lower) {
            let cells = corpus.transcripts.iter().filter_map(|transcript| transcript.attributes.get(column));
            values.extend(cells.flatten().map(String::as_str));
        }
        if all_are(kind, &values) { kind } else { "Text" }
    }

    /// The values of one row; several values of an attribute stand one after the other.
    pub(super) fn values(&mut self, columns: &[String], values: &[Vec<String>]) {
        for (column, values) in columns.iter().zip(values) {
            let guid = self.giver.give(Guid::Variable.of(&column.to_lowercase()));
            let element = match self.kind_of(column) {
                "Boolean" => "BooleanValue",
                "Integer" => "IntegerValue",
                "Float" => "FloatValue",
                "Date" => "DateValue",
                "DateTime" => "DateTimeValue",
                _ => "TextValue",
            };
            for value in values {
                self.xml.open("VariableValue");
                self.xml.refer("VariableRef", &guid);
                self.xml.text(element, value);
                self.xml.close();
                self.losses.kept("values");
            }
        }
    }

    /// Participants, then cases.
    pub(super) fn cases(&mut self) {
        let corpus = self.request.view.corpus;
        let people = self.people().len();
        if people + corpus.cases.rows.len() == 0 {
            return;
        }
        let mut spoken: Vec<Vec<TranscriptIx>> = vec![Vec::new(); corpus.participants.rows.len()];
        let mut about: Vec<Vec<TranscriptIx>> = vec![Vec::new(); corpus.cases.rows.len()];
        for at in corpus.places() {
            for person in corpus.speaking(at) {
                if let Some(list) = spoken.get_mut(person.at()) {
                    list.push(at);
                }
            }
            for case in &corpus.transcript(at).about {
                if let Some(list) = about.get_mut(case.at()) {
                    list.push(at);
                }
            }
        }
        self.xml.open("Cases");
        let places: Vec<usize> = self.people().iter().map(|(at, _)| *at).collect();
        for at in places {
            let row = &corpus.participants.rows[at];
            let guid = self.case(Guid::Participant, row, &corpus.participants, &spoken[at], &[]);
            self.record.participants.insert(guid, record::Person { id: row.id.clone(), about: row.about.clone() });
        }
        for (at, row) in corpus.cases.rows.iter().enumerate() {
            let marks = self.marks.get(&at.into()).cloned().unwrap_or_default();
            let guid = self.case(Guid::Case, row, &corpus.cases, &about[at], &marks);
            self.record.cases.insert(guid, row.id.clone());
        }
        self.xml.close();
        self.losses.kept_many("participants", people as u64);
        self.losses.kept_many("cases", corpus.cases.rows.len() as u64);
    }

    fn case(
        &mut self,
        kind: Guid,
        row: &Row,
        table: &Attributes,
        sources: &[TranscriptIx],
        marks: &[String],
    ) -> String {
        let corpus = self.request.view.corpus;
        let own = kind.of(&row.id);
        let guid = self.giver.give(own);
        let name = self.giver.name(own, &row.id);
        self.xml.open("Case").attr("guid", &guid).attr("name", name);
        let memos = self.memos_where(|on| match on {
            MemoOn::Participant(id) => kind == Guid::Participant && id.as_str() == row.id,
            MemoOn::Case(id) => kind == Guid::Case && *id == row.id,
            _ => false,
        });
        self.description(&memos);
        self.values(&table.columns, &row.values);
        for at in sources {
            let guid = self.giver.give(Guid::Transcript.of(corpus.transcript(*at).id.as_str()));
            self.xml.refer("SourceRef", &guid);
        }
        for mark in marks {
            self.xml.refer("SelectionRef", mark);
        }
        self.xml.close();
        guid
    }

    /// Sets of codes, and the transcripts of each value of each attribute.
    pub(super) fn sets(&mut self) {
        let corpus = self.request.view.corpus;
        let mut groups: Vec<(String, String, Vec<TranscriptIx>)> = Vec::new();
        for name in corpus.attribute_names() {
            let mut values: BTreeMap<&str, Vec<TranscriptIx>> = BTreeMap::new();
            for at in corpus.places() {
                let mut people: Vec<_> = corpus.speaking(at).into_iter().map(Some).collect();
                people.retain(|person| person.is_some_and(|person| !self.has_left(person.at())));
                people.push(None);
                for value in people.into_iter().flat_map(|person| corpus.values(name, person, at)) {
                    let list = values.entry(value).or_default();
                    if !list.contains(&at) {
                        list.push(at);
                    }
                }
            }
            if values.len() > MOST_GROUPS {
                self.losses.note(format!("`{name}` has {} values: no sets are made of them", values.len()));
                continue;
            }
            groups.extend(values.into_iter().map(|(value, list)| (name.to_owned(), value.to_owned(), list)));
        }
        if groups.is_empty() && corpus.codebook.sets().is_empty() {
            return;
        }
        self.xml.open("Sets");
        for set in corpus.codebook.sets() {
            let own = Guid::Set.of(set.id.as_str());
            let guid = self.giver.give(own);
            self.xml.open("Set").attr("guid", &guid).attr("name", self.giver.name(own, &set.name));
            self.xml.text("Description", &set.idea);
            for code in &set.codes {
                let code = self.giver.give(Guid::Code.of(corpus.codebook.code(*code).id.as_str()));
                self.xml.refer("MemberCode", &code);
            }
            self.xml.close();
            self.losses.kept("sets of codes");
        }
        for (name, value, list) in groups {
            let own = Guid::Group.of(&format!("{}\0{value}", name.to_lowercase()));
            let guid = self.giver.give(own);
            let shown = format!("{name}: {value}");
            self.xml.open("Set").attr("guid", &guid).attr("name", self.giver.name(own, &shown));
            self.xml.text("Description", GROUP);
            for at in list {
                let source = self.giver.give(Guid::Transcript.of(corpus.transcript(at).id.as_str()));
                self.xml.refer("MemberSource", &source);
            }
            self.xml.close();
            self.losses.kept("groups");
        }
        self.xml.close();
    }

    /// Whether the participant at this place has left the study.
    pub(super) fn has_left(&self, person: usize) -> bool {
        let view = self.request.view;
        view.corpus.participants.rows.get(person).is_some_and(|row| view.state.excluded.contains(row.id.as_str()))
    }

    /// The id of a participant who has not left.
    pub(super) fn present(&self, speaker: Speaker) -> Option<String> {
        let person = speaker.participant().filter(|person| !self.has_left(person.at()))?;
        Some(self.request.view.corpus.participant(person).to_owned())
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn types_are_kept_only_where_every_value_fits() {
        for (kind, good, bad) in [
            ("Integer", "-12", "1.0"),
            ("Float", "-1.5", "1e5"),
            ("Boolean", "true", "yes"),
            ("Date", "2026-01-02", "2 January"),
            ("DateTime", "2026-01-02T03:04:05Z", "2026-01-02"),
        ] {
            assert!(all_are(kind, &[good]) && !all_are(kind, &[good, bad]), "{kind}");
        }
        assert!(!all_are("Text", &["x"]));
    }
}
