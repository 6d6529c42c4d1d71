//! Small groups, and people who are alone with what is said of them: what tables and quotes say of that.

use super::{Problem, Session};
use crate::analysis::{ALL, By, MISSING, QuoteBook, Table, Unit, people_by_label};
use crate::model::View;
use crate::privacy::disclosure::{LEAST, SMALLEST, alone, small_groups};

impl Session {
    /// The number of people below which a group is small: `suppress` of study.yaml, else 3.
    pub(super) fn smallest(&self) -> u32 {
        self.corpus().study.suppress.unwrap_or(SMALLEST)
    }

    /// Reads `--suppress`: without a number it is the study's.
    ///
    /// # Errors
    /// A number below 3.
    pub fn suppress(&self, asked: Option<Option<u32>>) -> Result<Option<u32>, Problem> {
        let k = match asked {
            None => return Ok(None),
            Some(k) => k.unwrap_or_else(|| self.smallest()),
        };
        if k < LEAST {
            return Err(Problem::new(format!("--suppress {k} would keep nothing back"))
                .hint(format!("take at least {LEAST}: were only counts of 1 masked, a mask would say `1`")));
        }
        Ok(Some(k))
    }

    /// Names small groups under a table; groups are given by name and number of people, `(all)` the last.
    pub(super) fn flag_groups<'a>(&self, table: &mut Table, by: &By, groups: impl IntoIterator<Item = (&'a str, u64)>) {
        table.flag("small_groups", self.small_groups(by, groups));
    }

    /// The groups of `by` that are small, as a sentence; groups are given by name and number of people.
    pub fn small_groups<'a>(&self, by: &By, groups: impl IntoIterator<Item = (&'a str, u64)>) -> Option<String> {
        if by.attributes.is_empty() {
            return None;
        }
        let noun = if by.unit == Unit::Case { "case" } else { "participant" };
        let parts = groups.into_iter().filter(|(name, _)| *name != ALL);
        small_groups(parts, self.smallest(), noun)
    }

    /// As [`Session::small_groups`], of everybody who says a word, by the values of attributes of people and transcripts.
    pub fn small_groups_speaking(&self, view: &View<'_>, by: &By) -> Option<String> {
        if by.unit == Unit::Case {
            return None;
        }
        let labels = people_by_label(view, by);
        let sizes = labels.iter().map(|(label, people)| {
            let name = if label.is_empty() { MISSING } else { label.as_str() };
            (name, people.len() as u64)
        });
        self.small_groups(by, sizes)
    }

    /// Names under a table with a row for each person how many are alone with their attributes.
    pub(super) fn flag_people(&self, view: &View<'_>, table: &mut Table) {
        table.flag("people_alone", self.people_alone(view));
    }

    /// How many of those who say a word are alone with what participants.csv says of them, its columns of consent aside.
    pub(super) fn people_alone(&self, view: &View<'_>) -> Option<String> {
        let speaking = people_by_label(view, &By::default());
        self.alone_among(|at| speaking.iter().any(|(_, people)| people.contains(&at.into())))
    }

    /// How many of some people (by their place in participants.csv) are alone among them with what it says of them.
    pub(super) fn alone_among(&self, counts: impl Fn(usize) -> bool) -> Option<String> {
        let people = &self.corpus().participants;
        let names = people.columns.iter().enumerate();
        let consent = &self.corpus().study.consent;
        let columns: Vec<usize> = names.filter(|(_, name)| !consent.has(name)).map(|(at, _)| at).collect();
        alone(people, &columns, counts)
    }

    /// Says of quotes which of their groups are small.
    pub(super) fn flag_quotes(&self, book: &mut QuoteBook, view: &View<'_>, by: &By) {
        if by.attributes.is_empty() {
            return;
        }
        let labels = people_by_label(view, by);
        let shown = |label: &str| book.quotes.iter().any(|quote| quote.group == label);
        let sizes = labels.iter().filter(|(label, _)| !label.is_empty() && shown(label));
        let sizes = sizes.map(|(label, people)| (label.as_str(), people.len() as u64));
        let said = small_groups(sizes, self.smallest(), "participant");
        book.flags.extend(said);
    }
}
