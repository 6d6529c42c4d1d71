//! Signals that would end the program, heard instead: so that what lies in a passing place can be put away first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// The signals by which a terminal or a system ends programs.
#[cfg(unix)]
const ENDING: &[i32] = &[SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const ENDING: &[i32] = &[SIGINT, SIGTERM];

/// Listens as long as it is there.
#[derive(Debug)]
pub(super) struct Heard {
    flag: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Heard {
    /// Hears every such signal.
    pub(super) fn all() -> Self {
        let flag = Arc::new(AtomicBool::new(false));
        let ids = ENDING.iter().filter_map(|signal| flag::register(*signal, flag.clone()).ok()).collect();
        Self { flag, ids }
    }

    /// Hears the first one; the second ends the program at once.
    pub(super) fn first() -> Self {
        let flag = Arc::new(AtomicBool::new(false));
        let mut ids = Vec::new();
        for signal in ENDING {
            ids.extend(flag::register_conditional_shutdown(*signal, 128 + signal, flag.clone()));
            ids.extend(flag::register(*signal, flag.clone()));
        }
        Self { flag, ids }
    }

    /// Whether one has come.
    pub(super) fn any(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}
