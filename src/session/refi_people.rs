//! Participants, cases, attributes and labels of a project, as rows of the study's tables.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Problem;
use super::plan::FileEdit;
use super::refi_bring::{Bring, CaseIs, plain_value};
use super::refi_sheet::{Sheet, cell};
use crate::export::refi::Guid;
use crate::import::refi::{Case, Value, key};

impl Bring<'_> {
    /// The values of attributes by attribute, several values to one.
    fn grouped(&mut self, values: &[Value]) -> Vec<(String, Vec<String>)> {
        let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
        for (variable, value) in values {
            let Some(name) = self.variables.get(variable).cloned() else {
                self.losses.lost("values", "of a variable that is not in the project");
                continue;
            };
            let at = grouped.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                grouped.push((name, Vec::new()));
                grouped.len() - 1
            });
            let value = plain_value(value);
            if !value.is_empty() && !grouped[at].1.contains(&value) {
                grouped[at].1.push(value);
            }
            self.losses.kept("values");
        }
        grouped
    }

    /// Values on texts, cases without names, and who speaks.
    pub(super) fn people(&mut self) -> Result<(), Problem> {
        for at in 0..self.project.texts.len() {
            let values = std::mem::take(&mut self.project.texts[at].values);
            let id = self.texts[at].id.to_string();
            for (name, values) in self.grouped(&values) {
                for value in values {
                    self.value(&id, &name, &value);
                }
            }
        }
        let cases = std::mem::take(&mut self.project.cases);
        let mut participants: Sheet =
            self.sheet(&self.session.corpus().study.participants.clone(), &["participant"])?;
        let path = PathBuf::from("cases.csv");
        let mut rows: Sheet = self.sheet(&path, &["case"])?;
        for column in self.record.columns[0].clone() {
            participants.add_column(&column);
        }
        for column in self.record.columns[1].clone() {
            rows.add_column(&column);
        }
        for case in &cases {
            let values = self.grouped(&case.values);
            match self.cases.get(&key(&case.guid)).cloned() {
                Some(CaseIs::Participant(id)) => {
                    let about = self.record.participants.get(&case.guid).map(|person| person.about.clone());
                    self.row(&mut participants, "participant", &id, &values);
                    if let Some(about) = about.filter(|about| !about.is_empty()) {
                        participants.set("participant", &id, "about", &cell(&about));
                    }
                    self.called(Guid::Participant, &id, case);
                    self.losses.kept("participants");
                }
                Some(CaseIs::Case(id)) => {
                    self.row(&mut rows, "case", &id, &values);
                    self.called(Guid::Case, &id, case);
                    self.losses.kept("cases");
                }
                _ => self.bind(case, &values),
            }
        }
        if !self.ours {
            self.speakers(&cases);
        } else {
            self.recorded_labels();
        }
        self.project.cases = cases;
        self.table(&self.session.corpus().study.participants.clone(), participants)?;
        self.table(&path, rows)
    }

    fn called(&mut self, kind: Guid, id: &str, case: &Case) {
        let name = case.name.clone().unwrap_or_default();
        let theirs = (!name.is_empty() && name != id).then_some(name);
        self.thing(kind.of(id), &case.guid, crate::export::refi::Thing { name: theirs, ..Default::default() });
    }

    fn row(&mut self, sheet: &mut Sheet, column: &str, id: &str, values: &[(String, Vec<String>)]) {
        sheet.set(column, id, column, "");
        for (name, values) in values {
            let value = cell(values);
            if let Some(here) = sheet.set(column, id, name, &value) {
                self.losses.note(format!(
                    "{}: {name} stays `{}`; the project says `{}`",
                    crate::text::visible(id),
                    crate::text::visible(&here),
                    crate::text::visible(&value)
                ));
            }
        }
    }

    /// A case without a name binds values to its texts.
    fn bind(&mut self, case: &Case, values: &[(String, Vec<String>)]) {
        let texts: Vec<String> = case
            .texts
            .iter()
            .filter_map(|text| self.text_keys.get(text))
            .map(|at| self.texts[*at].id.to_string())
            .collect();
        if texts.is_empty() {
            self.losses.lost("cases", "one has neither a name nor a text");
            return;
        }
        for text in &texts {
            for (name, values) in values {
                for value in values {
                    self.value(text, name, value);
                }
            }
        }
        self.losses.kept("cases");
        self.losses.note("cases without a name: their values are now attributes of their texts");
    }

    /// The only participant of a text speaks where nobody is labelled, and is the only label that nobody knows.
    fn speakers(&mut self, cases: &[Case]) {
        let mut by_text: HashMap<usize, Vec<String>> = HashMap::new();
        for case in cases {
            let Some(CaseIs::Participant(id)) = self.cases.get(&key(&case.guid)) else { continue };
            for at in case.texts.iter().filter_map(|text| self.text_keys.get(text)) {
                by_text.entry(*at).or_default().push(id.clone());
            }
        }
        let mut several = 0;
        for at in 0..self.texts.len() {
            match by_text.get(&at).map(Vec::as_slice) {
                Some([only]) => {
                    let id = self.texts[at].id.to_string();
                    self.labels.push((id, String::new(), only.clone()));
                }
                Some(_) => several += 1,
                None => {}
            }
        }
        if several > 0 {
            self.losses.note(format!(
                "{several} texts have several participants, and the project does not say who speaks when: `emic speakers` shows the labels"
            ));
        }
    }

    /// Who the labels are, as emic kept it on the way out.
    fn recorded_labels(&mut self) {
        let people: HashMap<String, String> = self
            .record
            .participants
            .iter()
            .filter_map(|(guid, person)| match self.cases.get(&key(guid)) {
                Some(CaseIs::Participant(id)) => Some((person.id.clone(), id.clone())),
                _ => None,
            })
            .collect();
        for at in 0..self.project.texts.len() {
            let Some(text) = self.record.transcripts.get(&self.project.texts[at].guid) else { continue };
            let id = self.texts[at].id.to_string();
            for (label, who) in &text.labels {
                // A label that is a participant's id maps by itself.
                let who = people.get(who).unwrap_or(who);
                if label.to_lowercase() != who.to_lowercase() {
                    self.labels.push((id.clone(), label.clone(), who.clone()));
                }
            }
        }
    }

    fn sheet(&self, path: &Path, columns: &[&str]) -> Result<Sheet, Problem> {
        let old = self.old_text(path)?;
        Sheet::read(&path.to_string_lossy(), old.as_deref().unwrap_or_default(), columns)
    }

    fn table(&mut self, path: &Path, sheet: Sheet) -> Result<(), Problem> {
        if let Some(text) = sheet.changed() {
            let old = self.old_text(path)?;
            self.files.push(FileEdit { path: path.to_owned(), old, text: Some(text) });
        }
        Ok(())
    }

    /// transcripts.csv and speakers.csv. Of transcripts that are in the study already only what is missing is added.
    pub(super) fn write_tables(&mut self) -> Result<(), Problem> {
        let path = PathBuf::from("transcripts.csv");
        let mut sheet = self.sheet(&path, &["transcript"])?;
        for column in self.record.columns[2].clone() {
            sheet.add_column(&column);
        }
        for (transcript, values) in std::mem::take(&mut self.values) {
            let at = self.session.corpus().find(&transcript);
            for (name, values) in values {
                // What the front matter of a transcript says is not said again.
                if at.is_some_and(|at| self.session.corpus().values(&name, None, at) == values) {
                    continue;
                }
                if let Some(here) = sheet.set("transcript", &transcript, &name, &cell(&values)) {
                    let (here, value) = (crate::text::visible(&here).into_owned(), cell(&values));
                    self.losses.note(format!(
                        "{transcript}: {name} stays `{here}`; the project says `{}`",
                        crate::text::visible(&value)
                    ));
                }
            }
        }
        self.table(&path, sheet)?;
        let path = PathBuf::from("speakers.csv");
        let mut sheet = self.sheet(&path, &["transcript", "label", "participant"])?;
        for (transcript, label, who) in std::mem::take(&mut self.labels) {
            // Who speaks in a transcript of the study was said there.
            if self.session.corpus().find(&transcript).is_none() {
                sheet.add_row(&[&transcript, &label, &who]);
            }
        }
        self.table(&path, sheet)
    }
}
