//! How far somebody has come in the tour of the sample study, on this machine.

use super::Session;
use crate::store::backup::{make_private, write_private};

/// How far the tour has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TourKept {
    /// The step, from 0.
    pub step: u8,
    /// Whether it goes on when the study is opened: it was not left.
    pub on: bool,
}

impl Session {
    /// How far the tour has come; `None`: it was never begun here.
    pub fn tour(&self) -> Option<TourKept> {
        let text = std::fs::read_to_string(self.machine_file("tours")?).ok()?;
        let (step, left) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        Some(TourKept { step: step.parse().ok()?, on: left != "left" })
    }

    /// Keeps how far it has come. A machine on which that cannot be kept begins anew each time.
    pub fn keep_tour(&self, kept: TourKept) {
        let Some(file) = self.machine_file("tours") else { return };
        let left = if kept.on { "" } else { " left" };
        if file.parent().is_some_and(|folder| make_private(folder).is_ok()) {
            let _ = write_private(&file, format!("{}{left}\n", kept.step).as_bytes());
        }
    }

    /// The tour is asked for: it begins, or goes on where it was left.
    pub fn begin_tour(&self) {
        let step = self.tour().map_or(0, |kept| kept.step);
        self.keep_tour(TourKept { step, on: true });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Env, demo};

    #[test]
    fn left_and_taken_up_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        demo::make(&root).unwrap();
        let session = Session::open(&root, Env::fixed(0, 1, folder.path().join("machine"))).unwrap();
        assert_eq!(session.tour(), None);
        session.begin_tour();
        assert_eq!(session.tour(), Some(TourKept { step: 0, on: true }));
        session.keep_tour(TourKept { step: 4, on: false });
        assert_eq!(session.tour(), Some(TourKept { step: 4, on: false }));
        session.begin_tour();
        assert_eq!(session.tour(), Some(TourKept { step: 4, on: true }));
    }
}
