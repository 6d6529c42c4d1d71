//! What `--suppress` keeps back: small counts and small groups, with as many others as it takes that they cannot be computed.

use super::Problem;
use crate::analysis::{
    ALL, By, Cooccurrence, CooccurrenceRule, Coverage, Frequencies, Masks, Matrix, MatrixRows, Saturation, Words,
    people_by_label,
};
use crate::model::{Codebook, View};
use crate::privacy::disclosure::{Counts, protect};

/// Masks small counts of theme frequencies.
///
/// # Errors
/// If fewer than `k` people are in scope at all.
pub(super) fn frequencies(frequencies: &mut Frequencies, book: &Codebook, k: u32) -> Result<(), Problem> {
    frequencies.masks = Some(masks(Counts::of(frequencies, book), k)?);
    Ok(())
}

/// Masks small groups of a table of coverage.
///
/// # Errors
/// If there are no groups, or fewer than `k` people are in scope at all.
pub(super) fn coverage(coverage: &mut Coverage, by: &By, k: u32) -> Result<(), Problem> {
    if by.attributes.is_empty() {
        return Err(Problem::new("single transcripts, participants and turns cannot be masked")
            .hint("say what makes the groups: emic coverage --by role --suppress"));
    }
    let sizes = coverage.sizes().map(|(_, people)| people).collect();
    coverage.masks = Some(masks(Counts::flat(sizes, [], coverage.overlaps()), k)?);
    Ok(())
}

/// Masks small counts of co-occurrence, by the people behind each figure.
///
/// # Errors
/// If transcripts are counted, fewer than `k` people are in scope at all, or too much hangs together.
pub(super) fn cooccurrence(counted: &mut Cooccurrence, book: &Codebook, k: u32) -> Result<(), Problem> {
    if counted.rule == CooccurrenceRule::Transcript {
        return Err(Problem::new("the rule `transcript` counts transcripts, and masks are for counts of people")
            .hint("count people: --rule participant; or leave out --suppress"));
    }
    let counts = enough(Counts::of_pairs(counted, book), k)?;
    let masks = protect(&counts, k.into());
    if counts.is_given_up() {
        return Err(Problem::new("too much of this table hangs together to find out which counts can be shown")
            .hint(
                "take larger groups or none (without --by), count by --rule overlap, or merge codes that say nearly the same; nothing was \
                 written",
            ));
    }
    counted.masks = Some(masks);
    Ok(())
}

/// Keeps back the curves of small groups, and of as many others as it takes that nobody can tell whose interviews they are.
///
/// # Errors
/// If there are no groups, or fewer than `k` people are in scope at all.
pub(super) fn saturation(counted: &mut Saturation, by: &By, k: u32) -> Result<(), Problem> {
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
pub(super) fn matrix(matrix: &mut Matrix, rows: MatrixRows, k: u32) -> Result<(), Problem> {
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
pub(super) fn words(words: &mut Words, k: u32) -> Result<(), Problem> {
    words.said_by(k.into());
    let sizes = words.sizes().map(|(_, people)| people).collect();
    words.masks = Some(masks(Counts::flat(sizes, words.speakers(), words.overlaps()), k)?);
    Ok(())
}

/// The labels of groups that quotes keep back: those of fewer than `k` people, and then the next smallest, until at least two
/// groups of at least `k` people together cannot be told from one another.
pub(super) fn kept_back(view: &View<'_>, by: &By, k: u32) -> Vec<String> {
    together_at_least(people_by_label(view, by).into_iter().map(|(label, people)| (people.len(), label)).collect(), k)
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

/// What is masked so that no count of fewer than `k` people can be computed, if at least as many are in scope.
fn masks(counts: Counts, k: u32) -> Result<Masks, Problem> {
    Ok(protect(&enough(counts, k)?, k.into()))
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
