//! Which snapshots are kept.

use std::collections::HashSet;

use super::Snapshot;

pub(super) const HOUR: u64 = 3_600_000;

pub(super) const DAY: u64 = 24 * HOUR;

/// Which snapshots are kept, of `all` oldest first, at `now` (milliseconds since 1970): the newest, those that hold
/// originals, all of the last two days, the newest of each day of the last 30, of each week of the last year, and of each
/// month.
pub fn kept(all: &[Snapshot], now: u64) -> Vec<bool> {
    let mut days = HashSet::new();
    let mut weeks = HashSet::new();
    let mut months = HashSet::new();
    let mut keep = vec![false; all.len()];
    for (at, snapshot) in all.iter().enumerate().rev() {
        let age = now.saturating_sub(snapshot.ms);
        // 1970 began on a Thursday.
        let week = (snapshot.ms / DAY + 3) / 7;
        let month: String = snapshot.at.chars().take(7).collect();
        let first_of_day = days.insert(snapshot.ms / DAY);
        let first_of_week = weeks.insert(week);
        let first_of_month = months.insert(month);
        let stays = snapshot.original
            || at + 1 == all.len()
            || age <= 2 * DAY
            || (age <= 30 * DAY && first_of_day)
            || (age <= 365 * DAY && first_of_week)
            || first_of_month;
        if let Some(keep) = keep.get_mut(at) {
            *keep = stays;
        }
    }
    keep
}
