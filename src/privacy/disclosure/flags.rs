//! What is said of small groups and of people who stand alone, where nothing is masked.

use std::collections::BTreeMap;

use crate::analysis::counted;
use crate::model::Attributes;

/// Groups of fewer people are named, unless study.yaml says another number.
pub const SMALLEST: u32 = 3;

/// The least number that can be masked with: were only counts of 1 masked, a mask would say `1`.
pub const LEAST: u32 = 3;

/// How many are named in a sentence.
const NAMED: usize = 8;

/// The groups that have people, but fewer than `k`, as a sentence. Groups are given by name and number of people.
pub fn small_groups<'a>(groups: impl IntoIterator<Item = (&'a str, u64)>, k: u32, noun: &str) -> Option<String> {
    let small: Vec<(&str, u64)> = groups.into_iter().filter(|(_, size)| (1..u64::from(k)).contains(size)).collect();
    if small.is_empty() {
        return None;
    }
    let mut names: Vec<String> = small.iter().take(NAMED).map(|(name, size)| format!("{name} ({size})")).collect();
    if small.len() > NAMED {
        names.push("…".into());
    }
    Some(format!("fewer than {k} {noun}s in: {}; whoever knows the study may know who they are", names.join(", ")))
}

/// How many people have a combination of attributes that nobody else has, as a sentence. `people` says by place in the
/// table who counts; `columns` are the attributes that are shown beside them.
pub fn alone(people: &Attributes, columns: &[usize], counts: impl Fn(usize) -> bool) -> Option<String> {
    let mut combinations: BTreeMap<Vec<&[String]>, u64> = BTreeMap::new();
    let mut whole = 0;
    for at in (0..people.rows.len()).filter(|at| counts(*at)) {
        whole += 1;
        *combinations.entry(columns.iter().map(|column| people.values(at, *column)).collect()).or_default() += 1;
    }
    let single = combinations.values().filter(|number| **number == 1).count() as u64;
    let names: Vec<&str> = columns.iter().filter_map(|at| people.columns.get(*at)).map(String::as_str).collect();
    if single == 0 || names.is_empty() || whole < 2 {
        return None;
    }
    Some(format!(
        "{single} of {} {} alone with this combination of attributes ({}), which may tell who it is",
        counted(whole, "participant"),
        if single == 1 { "stands" } else { "stand" },
        names.join(", ")
    ))
}
