//! What two copies of the study say differently in their tables: told value by value, and never overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::merge::Merge;
use crate::analysis::counted;
use crate::model::Attributes;
use crate::store::{SpeakerIs, SpeakerRow};

/// How many differences are told one by one.
const MOST: usize = 50;

/// A value that stands otherwise in the other copy. Empty: there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// The table, the row's id and the column, in words.
    pub place: String,
    /// The value here, which stays.
    pub here: String,
    /// The value in the other copy.
    pub there: String,
}

impl Conflict {
    fn said(&self) -> String {
        let value = |value: &str| if value.is_empty() { "nothing".to_owned() } else { format!("`{value}`") };
        format!("{}: {} here, {} there", self.place, value(&self.here), value(&self.there))
    }
}

impl Merge {
    /// What stands otherwise in the tables of the other copy, in words: the number, then one sentence for each.
    pub(super) fn conflicts_in_words(&self) -> Vec<String> {
        let count = self.conflicts.len();
        let mut said = vec![match count {
            0 => "conflicting: no value of the tables".to_owned(),
            _ => format!(
                "conflicting: {} of the tables, which {} here; change it by hand where the other copy is right",
                counted(count as u64, "value"),
                if count == 1 { "stays as it is" } else { "stay as they are" },
            ),
        }];
        said.extend(self.conflicts.iter().take(MOST).map(Conflict::said));
        if count > MOST {
            said.push(format!("and {} more", counted((count - MOST) as u64, "value")));
        }
        said
    }
}

/// The values of a table that differ, of the rows that `shared` lets through and that stay as they are here: a row that is missing here
/// has no values.
pub(super) fn of_rows(
    path: &Path,
    ours: &Attributes,
    theirs: &Attributes,
    shared: &dyn Fn(&str) -> bool,
) -> Vec<Conflict> {
    let mut found = Vec::new();
    for row in theirs.rows.iter().filter(|row| shared(&row.id)) {
        let here = ours.find(&row.id).and_then(|at| ours.rows.get(at));
        let mut differ = |column: &str, here: &[String], there: &[String]| {
            // In which order several values stand says nothing.
            let set = |values: &[String]| values.iter().cloned().collect::<BTreeSet<String>>();
            if set(here) != set(there) {
                let place = format!("{}: {}, {column}", path.display(), row.id);
                found.push(Conflict { place, here: here.join(";"), there: there.join(";") });
            }
        };
        for (column, there) in theirs.columns.iter().zip(&row.values) {
            let Some(at) = ours.column(column) else { continue };
            let here = here.and_then(|row| row.values.get(at)).map_or(&[][..], Vec::as_slice);
            differ(column, here, there);
        }
        differ("about", here.map_or(&[][..], |row| &row.about), &row.about);
    }
    found
}

/// The labels that stand for somebody else in the speakers.csv of the other copy, or for nobody here; of transcripts that `shared` lets
/// through (`None`: all transcripts).
pub(super) fn of_speakers(
    path: &Path,
    ours: &[SpeakerRow],
    theirs: &[SpeakerRow],
    shared: &dyn Fn(Option<&str>) -> bool,
) -> Vec<Conflict> {
    let key = |row: &SpeakerRow| (row.transcript.clone(), row.label.to_lowercase());
    let who = |row: &SpeakerRow| match &row.who {
        SpeakerIs::Participant(id) => id.to_string(),
        SpeakerIs::Interviewer => "interviewer".to_owned(),
        SpeakerIs::Other => "other".to_owned(),
    };
    let here: BTreeMap<_, _> = ours.iter().map(|row| (key(row), who(row))).collect();
    let mut found = Vec::new();
    for row in theirs.iter().filter(|row| shared(row.transcript.as_deref())) {
        let (here, there) = (here.get(&key(row)).cloned().unwrap_or_default(), who(row));
        if here != there {
            let label = if row.label.is_empty() { "no label".to_owned() } else { format!("label `{}`", row.label) };
            let transcript = row.transcript.as_deref().unwrap_or("*");
            found.push(Conflict { place: format!("{}: {transcript}, {label}", path.display()), here, there });
        }
    }
    found
}
