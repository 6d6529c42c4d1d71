//! Coders whose codings count nowhere, for study.yaml does not name them: it is said wherever they would not expect it.

use std::collections::BTreeMap;

use super::Session;
use crate::analysis::counted;
use crate::model::{CoderName, Diagnostic};

impl Session {
    /// Whether `coders:` of study.yaml leaves this coder out. The consensus counts by what it has settled.
    fn is_unheard(&self, coder: &CoderName) -> bool {
        let study = &self.corpus.study;
        *coder != study.consensus && study.coders.as_ref().is_some_and(|heard| !heard.contains(coder))
    }

    /// What is said after a coding by such a coder.
    pub(super) fn unheard_sentence(&self, coder: &CoderName) -> Option<String> {
        self.is_unheard(coder).then(|| {
            format!(
                "kept, but counted nowhere: {coder} is not among `coders:` in study.yaml (--coders {coder} looks at it)"
            )
        })
    }

    /// A note for each of them who has coded.
    pub(super) fn check_unheard(&self, found: &mut Vec<Diagnostic>) {
        let mut codings: BTreeMap<&CoderName, u64> = BTreeMap::new();
        for coding in self.state().codings.values().filter(|coding| self.is_unheard(&coding.coder)) {
            *codings.entry(&coding.coder).or_default() += 1;
        }
        for (coder, number) in codings {
            let what = format!(
                "{} by {coder} count{} nowhere: `coders:` in study.yaml does not name {coder}",
                counted(number, "coding"),
                if number == 1 { "s" } else { "" }
            );
            let hint =
                format!("add {coder} to `coders:`, or leave it if that is meant; --coders {coder} looks at them");
            found.push(Diagnostic::note("unheard", self.journal_file(coder), what).hint(hint));
        }
    }
}
