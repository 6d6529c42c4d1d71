//! What must not pass in silence: coders whose codings count nowhere, for study.yaml does not name them, files that are at fault,
//! lines that a newer emic has written.

use std::collections::BTreeMap;

use super::Session;
use crate::analysis::counted;
use crate::journal::Do;
use crate::model::{CoderName, Diagnostic, Severity, Study};
use crate::store;

impl Session {
    /// Whether `coders:` of study.yaml leaves this coder out. The consensus counts by what it has settled.
    pub fn is_unheard(&self, coder: &CoderName) -> bool {
        let study = &self.corpus.study;
        *coder != study.consensus && !study.hears(coder)
    }

    /// What is said after a coding by such a coder.
    pub(super) fn unheard_sentence(&self, coder: &CoderName) -> Option<String> {
        self.is_unheard(coder).then(|| {
            format!(
                "kept, but counted nowhere: {coder} is not among `coders:` in study.yaml; add {coder} there if it shall count"
            )
        })
    }

    /// What whoever codes is told before the first coding, if `coders:` of study.yaml leaves them out.
    pub fn unheard_at_opening(&self) -> Option<String> {
        let coder = self.coder().ok().filter(|coder| self.is_unheard(coder))?;
        Some(format!(
            "{coder} is not among `coders:` in study.yaml: what {coder} codes is kept, but counted nowhere; add {coder} there if it \
             shall count"
        ))
    }

    /// Why the codebook cannot be read as it is on the disk now, and where; `None`: it can, or there is none.
    pub fn codebook_fault(&self) -> Option<String> {
        unread_codebook(&self.corpus.study).as_ref().map(in_words)
    }

    /// The faults of the study's files, a line each: where, and what is wrong.
    pub(super) fn faults_in_words(&self) -> Vec<String> {
        let all = self.diagnostics();
        all.iter().filter(|found| found.severity == Severity::Fault).map(in_words).collect()
    }

    /// What is said of them at opening: how many, and the first; `None`: there are none.
    pub(super) fn faults_sentence(&self) -> Option<String> {
        let faults = self.faults_in_words();
        let (these, first) = match faults.as_slice() {
            [only] => ("1 fault in the study's files is left out:".to_owned(), only.as_str()),
            [first, ..] => {
                (format!("{} faults in the study's files are left out, the first:", faults.len()), first.as_str())
            }
            [] => return None,
        };
        Some(format!("{these} {first}; `emic check` shows what to do"))
    }

    /// A note for each coder with lines that this emic does not know.
    pub(super) fn check_newer(&self, found: &mut Vec<Diagnostic>) {
        let mut newer: BTreeMap<&CoderName, u64> = BTreeMap::new();
        let events = self.journals.fold.events().iter();
        for event in events.filter(|event| event.what == Do::Unknown && !self.journals.hides(event.id)) {
            *newer.entry(&event.coder).or_default() += 1;
        }
        for (coder, number) in newer {
            let (is, have) = if number == 1 { ("is", "has") } else { ("are", "have") };
            let what = format!(
                "{} of {coder} {is} of a kind that this emic does not know: {is} kept, and {have} no effect",
                counted(number, "line")
            );
            let hint = "open the study with the newer emic that wrote them";
            found.push(Diagnostic::note("newer-lines", self.journal_file(coder), what).hint(hint));
        }
    }

    /// A note for each coder who has coded and counts nowhere.
    pub(super) fn check_unheard(&self, found: &mut Vec<Diagnostic>) {
        let mut codings: BTreeMap<&CoderName, u64> = BTreeMap::new();
        for coding in self.state().codings.outlines().filter(|coding| self.is_unheard(coding.coder)) {
            *codings.entry(coding.coder).or_default() += 1;
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

/// The fault of a codebook that cannot be read as it is on the disk now. A study may still be without one.
pub(super) fn unread_codebook(study: &Study) -> Option<Diagnostic> {
    store::read_codebook(study).err().filter(|fault| fault.kind != "not-found")
}

/// Where a fault is and what is wrong. Of what stands there nothing is shown: it may be somebody's words.
fn in_words(fault: &Diagnostic) -> String {
    let line = fault.excerpt.as_ref().map_or(String::new(), |excerpt| format!(":{}", excerpt.line));
    format!("{}{line}: {}", fault.file.display(), fault.message)
}
