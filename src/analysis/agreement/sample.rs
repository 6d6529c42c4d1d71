//! Which interviews to code twice: a random part of each group.

use super::bootstrap::Chance;

/// Of each stratum a random part: `share` of it, rounded, but one at least. The order of what is drawn is that of the strata. The
/// same `seed` draws the same.
pub fn draw<T: Clone>(strata: &[Vec<T>], share: f64, seed: u64) -> Vec<T> {
    let mut chance = Chance::new(seed);
    let mut drawn = Vec::new();
    for stratum in strata.iter().filter(|stratum| !stratum.is_empty()) {
        let count = ((stratum.len() as f64 * share).round() as usize).clamp(1, stratum.len());
        // Fisher and Yates, as far as needed.
        let mut order: Vec<usize> = (0..stratum.len()).collect();
        for at in 0..count {
            order.swap(at, at + chance.below(stratum.len() - at));
        }
        let mut chosen: Vec<usize> = order.into_iter().take(count).collect();
        chosen.sort_unstable();
        drawn.extend(chosen.into_iter().filter_map(|at| stratum.get(at)).cloned());
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stratum_gives_its_share_and_one_at_least() {
        let strata = [(0..20).collect::<Vec<u32>>(), vec![100, 101], vec![200], Vec::new()];
        let drawn = draw(&strata, 0.15, 7);
        assert_eq!(drawn.iter().filter(|of| **of < 20).count(), 3);
        assert_eq!(drawn.iter().filter(|of| (100..102).contains(*of)).count(), 1);
        assert_eq!(drawn.last(), Some(&200));
        assert!(drawn.is_sorted());
        assert_eq!(draw(&strata, 0.15, 7), drawn);
        assert!((0..20).any(|seed| draw(&strata, 0.15, seed) != drawn));
        assert_eq!(draw(&strata, 1.0, 7).len(), 23);
        let often: std::collections::BTreeSet<u32> = (0..300).flat_map(|seed| draw(&strata[..1], 0.05, seed)).collect();
        assert_eq!(often.len(), 20, "everyone can be drawn");
    }
}
