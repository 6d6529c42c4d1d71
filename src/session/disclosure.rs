//! Small groups and small counts: what tables and quotes say of them, and what they keep back when asked.

use super::{Problem, Session};
use crate::analysis::{
    ALL, By, Cooccurrence, CooccurrenceRule, Coverage, Frequencies, MISSING, Masks, Matrix, MatrixRows, QuoteBook,
    Saturation, Table, Unit, Words, people_by_label,
};
use crate::model::View;
use crate::privacy::disclosure::{Counts, LEAST, SMALLEST, alone, protect, small_groups};

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

    /// Masks small counts of theme frequencies.
    ///
    /// # Errors
    /// If fewer than `k` people are in scope at all.
    pub(super) fn mask_frequencies(&self, frequencies: &mut Frequencies, k: u32) -> Result<(), Problem> {
        let counts = Counts::of(frequencies, &self.corpus().codebook);
        frequencies.masks = Some(protect(&enough(counts, k)?, k.into()));
        Ok(())
    }

    /// Masks small groups of a table of coverage.
    ///
    /// # Errors
    /// If there are no groups, or fewer than `k` people are in scope at all.
    pub(super) fn mask_coverage(&self, coverage: &mut Coverage, by: &By, k: u32) -> Result<(), Problem> {
        if by.attributes.is_empty() {
            return Err(Problem::new("single transcripts, participants and turns cannot be masked")
                .hint("say what makes the groups: emic coverage --by role --suppress"));
        }
        let sizes = coverage.sizes().map(|(_, people)| people).collect();
        let counts = Counts::flat(sizes, [], coverage.overlaps());
        coverage.masks = Some(protect(&enough(counts, k)?, k.into()));
        Ok(())
    }

    /// Masks small counts of co-occurrence, by the people behind each figure.
    ///
    /// # Errors
    /// If transcripts are counted, fewer than `k` people are in scope at all, or too much hangs together.
    pub(super) fn mask_cooccurrence(&self, counted: &mut Cooccurrence, k: u32) -> Result<(), Problem> {
        if counted.rule == CooccurrenceRule::Transcript {
            return Err(Problem::new("the rule `transcript` counts transcripts, and masks are for counts of people")
                .hint("count people: --rule participant; or leave out --suppress"));
        }
        let counts = enough(Counts::of_pairs(counted, &self.corpus().codebook), k)?;
        let masks = protect(&counts, k.into());
        if counts.is_given_up() {
            return Err(Problem::new("too much of this table hangs together to find out which counts can be shown")
                .hint("take larger groups, or count by --rule overlap; nothing was written"));
        }
        counted.masks = Some(masks);
        Ok(())
    }

    /// Keeps back the curves of small groups, and of as many others as it takes that nobody can tell whose interviews they are.
    ///
    /// # Errors
    /// If there are no groups, or fewer than `k` people are in scope at all.
    pub(super) fn mask_saturation(&self, counted: &mut Saturation, by: &By, k: u32) -> Result<(), Problem> {
        if by.attributes.is_empty() {
            return Err(Problem::new("a curve over single interviews has no groups to mask")
                .hint("say what makes the groups: emic saturation --by role --suppress"));
        }
        let sizes = counted.sizes().map(|(_, people)| people).collect();
        enough(Counts::flat(sizes, [], true), k)?;
        let parts = counted.sizes().filter(|(name, people)| *name != ALL && *people > 0);
        let kept_back = together_at_least(parts.map(|(name, people)| (people as usize, name.to_owned())).collect(), k);
        counted.keep_back(k.into(), &kept_back);
        Ok(())
    }

    /// Masks small counts of a matrix of groups, row by row.
    ///
    /// # Errors
    /// If the columns are no groups, or the rows are single people.
    pub(super) fn mask_matrix(&self, matrix: &mut Matrix, rows: MatrixRows, k: u32) -> Result<(), Problem> {
        let k = u64::from(k);
        let groups = matrix.people().filter(|_| rows != MatrixRows::Participant);
        let Some(people) = groups else {
            return Err(Problem::new("a matrix in which a row is a person, or a column a code, has no groups to mask")
                .hint("for example: emic matrix --rows case --columns role --code CODE --suppress"));
        };
        let overlap = matrix.overlaps();
        let masks = people.iter().map(|(size, cells)| {
            let counts = Counts::flat(vec![*size; cells.len()], [cells.clone()], overlap);
            let mut masks = protect(&counts, k);
            if (1..k).contains(size) {
                (0..2).for_each(|line| (0..cells.len()).for_each(|group| masks.hide(line, group)));
            }
            masks
        });
        let masks: Vec<Masks> = masks.collect();
        matrix.mask(k, &masks);
        Ok(())
    }

    /// Leaves out words that fewer than `k` people say and masks small counts of the others.
    ///
    /// # Errors
    /// If fewer than `k` people are in scope at all.
    pub(super) fn mask_words(&self, words: &mut Words, k: u32) -> Result<(), Problem> {
        words.said_by(k.into());
        let sizes = words.sizes().map(|(_, people)| people).collect();
        let counts = Counts::flat(sizes, words.speakers(), words.overlaps());
        words.masks = Some(protect(&enough(counts, k)?, k.into()));
        Ok(())
    }

    /// Names small groups under a table; groups are given by name and number of people, `(all)` the last.
    pub(super) fn flag_groups<'a>(&self, table: &mut Table, by: &By, groups: impl IntoIterator<Item = (&'a str, u64)>) {
        if let Some(said) = self.small_groups(by, groups) {
            table.meta.set("small_groups", said.as_str());
            table.sentences.push(said);
        }
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
        if let Some(said) = self.people_alone(view) {
            table.meta.set("people_alone", said.as_str());
            table.sentences.push(said);
        }
    }

    /// Whether a column of participants.csv says what people have agreed to.
    pub(super) fn is_consent(&self, name: &str) -> bool {
        let consent = &self.corpus().study.consent;
        [&consent.quote, &consent.archive].into_iter().flatten().any(|column| column.eq_ignore_ascii_case(name))
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
        let columns: Vec<usize> = names.filter(|(_, name)| !self.is_consent(name)).map(|(at, _)| at).collect();
        alone(people, &columns, counts)
    }

    /// The labels of groups that quotes keep back: those of fewer than `k` people, and then the next smallest, until at least two
    /// groups of at least `k` people together cannot be told from one another.
    pub(super) fn kept_back(&self, view: &View<'_>, by: &By, k: u32) -> Vec<String> {
        together_at_least(
            people_by_label(view, by).into_iter().map(|(label, people)| (people.len(), label)).collect(),
            k,
        )
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

/// The counts, if at least `k` people are in scope.
fn enough(counts: Counts, k: u32) -> Result<Counts, Problem> {
    let people = counts.at(0, counts.all());
    if people > 0 && people < u64::from(k) {
        return Err(Problem::new(format!("fewer than {k} people are in scope: nothing could be shown"))
            .hint("widen the scope (--query), or look at the table without --suppress"));
    }
    Ok(counts)
}

/// The groups of fewer than `k` people, and then the next smallest, until there are two of at least `k` people together; none where
/// none is small.
fn together_at_least(mut sizes: Vec<(usize, String)>, k: u32) -> Vec<String> {
    sizes.sort();
    let small = sizes.iter().filter(|(size, _)| *size < k as usize).count();
    if small == 0 {
        return Vec::new();
    }
    let mut taken = small.max(2).min(sizes.len());
    while taken < sizes.len() && sizes[..taken].iter().map(|(size, _)| size).sum::<usize>() < k as usize {
        taken += 1;
    }
    sizes.into_iter().take(taken).map(|(_, label)| label).collect()
}
