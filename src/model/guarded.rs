//! Work by the code of others that panics on some damaged input: the panic ends the work, not the program, and shows nothing.

/// The name of threads in which a panic is expected.
const NAME: &str = "guarded";

/// As much as the program's first thread has.
const STACK: usize = 8 << 20;

/// Does the work in a thread of its own; `None`: it panicked.
pub fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(NAME.into()).stack_size(STACK);
        thread.spawn_scoped(scope, work).ok()?.join().ok()
    })
}

/// For threads that help this one: where a panic of this one is expected, one of theirs is.
pub(super) fn helping() -> std::thread::Builder {
    let thread = std::thread::Builder::new();
    if is_guarded() { thread.name(NAME.into()) } else { thread }
}

/// Whether a panic of this thread is expected: nobody need be told.
pub fn is_guarded() -> bool {
    std::thread::current().name() == Some(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_the_work_alone() {
        assert_eq!(guarded(|| 1 + 1), Some(2));
        assert_eq!(guarded(is_guarded), Some(true));
        assert_eq!(guarded(|| assert!(!is_guarded())), None);
        assert!(!is_guarded());
    }

    #[test]
    fn who_helps_is_guarded_too() {
        let helpers = || {
            super::super::in_parts(
                (64, 1),
                || (),
                |(), _| is_guarded(),
                |guarded| if guarded { Ok(()) } else { Err(()) },
            )
        };
        assert_eq!(guarded(helpers), Some(Ok(())));
        assert_eq!(helpers(), Err(()));
    }
}
