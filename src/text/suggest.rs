//! "Did you mean": the known name nearest to a mistyped one.

/// The known name nearest to `name`, if it is near enough to be meant: ignoring case, at most a third of its characters,
/// and no more than three, inserted, deleted, changed or swapped.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    // Longer names are not typed by mistake, and the comparison is quadratic.
    if name.len() > 64 {
        return None;
    }
    let reach = (name.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&name, &candidate.to_lowercase().chars().take(80).collect::<Vec<_>>()), candidate))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What could be meant by `name`, as a question: the nearest known name, else up to three that contain it.
pub fn meant<'a, I>(name: &str, known: impl Fn() -> I) -> Option<String>
where
    I: Iterator<Item = &'a str>,
{
    let lower = name.to_lowercase();
    let near = nearest(name, known());
    let holds = known().filter(|candidate| !lower.is_empty() && candidate.to_lowercase().contains(&lower));
    match near.map_or_else(|| holds.take(3).collect(), |near| vec![near]).as_slice() {
        [] => None,
        [only] => Some(format!("did you mean `{only}`?")),
        several => Some(format!("did you mean one of {}?", several.join(", "))),
    }
}

/// Optimal string alignment distance: Damerau, F. J. (1964), each stretch edited once.
pub fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("roel", ["school", "role"]), Some("role"));
        assert_eq!(nearest("Participnt", ["participant", "part"]), Some("participant"));
        assert_eq!(nearest("interviewer", ["interviewers", "others"]), Some("interviewers"));
        assert_eq!(nearest("Color", ["colour"]), Some("colour"));
        assert_eq!(nearest("zebra", ["school", "role"]), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn a_part_of_a_name_means_the_names_that_contain_it() {
        let known = || ["referral-delays", "ta-reliance", "ta-hours", "ta-training", "ta-pay"].into_iter();
        let asked = |name: &str| meant(name, known);
        assert_eq!(asked("ta-relience").as_deref(), Some("did you mean `ta-reliance`?"));
        assert_eq!(asked("DELAY").as_deref(), Some("did you mean `referral-delays`?"));
        assert_eq!(asked("ta-").as_deref(), Some("did you mean one of ta-reliance, ta-hours, ta-training?"));
        assert_eq!((asked("zebra"), asked("")), (None, None));
    }
}
