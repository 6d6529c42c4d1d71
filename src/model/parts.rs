//! Work on many transcripts by all cores, whose results are taken in the order of the transcripts.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::guarded::helping;

/// More threads than this bring nothing: memory and disk are what is waited for then.
const MOST: usize = 8;

/// Does `work` on the numbers from 0 up to `number`, in parts of `size`, and hands the results to `take` in the order of the
/// parts. Each thread makes a state of its own with `begin`. How many threads there are never changes what `take` is handed.
///
/// # Errors
/// The first that `take` answers: then nothing more is begun.
pub fn in_parts<S, T: Send, E>(
    (number, size): (usize, usize),
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<usize>) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let size = size.max(1);
    let parts = number.div_ceil(size);
    let range = |part: usize| part * size..number.min((part + 1) * size);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST).min(parts);
    let alone = |take: &mut dyn FnMut(T) -> Result<(), E>| {
        let mut state = begin();
        (0..parts).try_for_each(|part| take(work(&mut state, range(part))))
    };
    if threads < 2 {
        return alone(&mut take);
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (send, results) = sync_channel(2 * threads);
        let mut begun = 0;
        for _ in 0..threads {
            let (send, next, begin, work) = (send.clone(), &next, &begin, &work);
            let thread = helping().spawn_scoped(scope, move || {
                let mut state = begin();
                loop {
                    let part = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody takes the results any more after an error.
                    if part >= parts || send.send((part, work(&mut state, range(part)))).is_err() {
                        break;
                    }
                }
            });
            begun += usize::from(thread.is_ok());
        }
        drop(send);
        // A system that has no thread left to give.
        if begun == 0 {
            return alone(&mut take);
        }
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (part, result) in results {
            early.insert(part, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                take(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_comes_once_and_in_order() {
        for (number, size) in [(0, 3), (1, 3), (10, 3), (100, 1), (7, 0), (6, 99)] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_parts(
                (number, size),
                || 0_usize,
                |begun, range| {
                    *begun += 1;
                    (*begun, range.collect::<Vec<usize>>())
                },
                |(begun, part)| {
                    assert!(begun > 0 && !part.is_empty());
                    taken.extend(part);
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert_eq!(taken, (0..number).collect::<Vec<_>>(), "{number} by {size}");
        }
    }

    #[test]
    fn an_error_ends_it() {
        let mut taken = 0;
        let done = in_parts(
            (1_000, 1),
            || (),
            |(), range| range.start,
            |at| {
                taken += 1;
                if at == 3 { Err(at) } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err(3), 4));
    }
}
