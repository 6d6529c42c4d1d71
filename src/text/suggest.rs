//! "Did you mean": the known name nearest to a mistyped one.

/// The known name nearest to `name`, if it is near enough to be meant: ignoring case, at most a third of its characters
/// inserted, deleted, changed or swapped.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let name: Vec<char> = name.to_lowercase().chars().take(64).collect();
    let measured = known.into_iter().map(|candidate| {
        let letters: Vec<char> = candidate.to_lowercase().chars().take(64).collect();
        (distance(&name, &letters), candidate)
    });
    let (distance, best) = measured.min_by_key(|(distance, _)| *distance)?;
    (distance <= (best.chars().count() / 3).max(1)).then(|| best.to_owned())
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
        assert_eq!(nearest("roel", ["school", "role"]).as_deref(), Some("role"));
        assert_eq!(nearest("Participnt", ["participant", "part"]).as_deref(), Some("participant"));
        assert_eq!(nearest("zebra", ["school", "role"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
