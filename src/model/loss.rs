//! What came over from one format to another and what did not, by kind, so that nothing is lost without a word.

use std::fmt::Write;

/// One kind of thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The kind, in the plural: `codings`.
    pub kind: &'static str,
    /// How many came over.
    pub kept: u64,
    /// How many there were.
    pub of: u64,
    /// One line for each that did not, and why. Holds no interview text.
    pub lost: Vec<String>,
}

/// A loss report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Losses {
    /// By kind, in the order in which they were first named.
    pub kinds: Vec<Kept>,
    /// What was decided or changed on the way, in sentences.
    pub notes: Vec<String>,
}

/// Lines of one kind that a report lists one by one; the rest is counted.
const LISTED: usize = 200;

impl Losses {
    fn kind(&mut self, kind: &'static str) -> &mut Kept {
        let at = self.kinds.iter().position(|known| known.kind == kind).unwrap_or_else(|| {
            self.kinds.push(Kept { kind, kept: 0, of: 0, lost: Vec::new() });
            self.kinds.len() - 1
        });
        &mut self.kinds[at]
    }

    /// One more of a kind came over.
    pub fn kept(&mut self, kind: &'static str) {
        self.kept_many(kind, 1);
    }

    /// So many more of a kind came over.
    pub fn kept_many(&mut self, kind: &'static str, count: u64) {
        let kind = self.kind(kind);
        kind.kept += count;
        kind.of += count;
    }

    /// One of a kind did not come over.
    pub fn lost(&mut self, kind: &'static str, why: impl Into<String>) {
        let kind = self.kind(kind);
        kind.of += 1;
        kind.lost.push(why.into());
    }

    /// One that was counted as kept was not, after all.
    pub fn lost_after_all(&mut self, kind: &'static str, why: impl Into<String>) {
        let kind = self.kind(kind);
        kind.kept = kind.kept.saturating_sub(1);
        kind.lost.push(why.into());
    }

    /// Says something once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// How many of a kind came over, and of how many.
    pub fn count(&self, kind: &str) -> (u64, u64) {
        self.kinds.iter().find(|known| known.kind == kind).map_or((0, 0), |kind| (kind.kept, kind.of))
    }

    /// One line: `codes 84/84, codings 991/993: 2 listed, graphs 0/2`.
    pub fn summary(&self) -> String {
        let parts = self.kinds.iter().map(|kind| {
            let listed = if kind.lost.is_empty() { String::new() } else { format!(": {} listed", kind.lost.len()) };
            format!("{} {}/{}{listed}", kind.kind, kind.kept, kind.of)
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The whole report as text.
    pub fn text(&self, heading: &str) -> String {
        let mut text = format!("{heading}\n\n{}\n", self.summary());
        for kind in self.kinds.iter().filter(|kind| !kind.lost.is_empty()) {
            let _ = writeln!(text, "\n{}: not kept ({})", kind.kind, kind.lost.len());
            for why in kind.lost.iter().take(LISTED) {
                let _ = writeln!(text, "- {why}");
            }
            if kind.lost.len() > LISTED {
                let _ = writeln!(text, "- and {} more like these", kind.lost.len() - LISTED);
            }
        }
        if !self.notes.is_empty() {
            text.push_str("\nnotes\n");
            for note in &self.notes {
                let _ = writeln!(text, "- {note}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_counts_and_lists() {
        let mut losses = Losses::default();
        losses.kept_many("codes", 84);
        losses.kept_many("codings", 991);
        losses.lost("codings", "interview 1, 5..9: no such code");
        losses.lost("codings", "interview 1, 9..9: empty");
        losses.lost("graphs", "not supported");
        losses.note("texts: LF");
        losses.note("texts: LF");
        assert_eq!(losses.summary(), "codes 84/84, codings 991/993: 2 listed, graphs 0/1: 1 listed");
        let text = losses.text("import of x");
        assert!(text.contains("codings: not kept (2)\n- interview 1, 5..9: no such code\n"), "{text}");
        assert_eq!(text.matches("texts: LF").count(), 1);
        losses.lost_after_all("codes", "doubled");
        assert_eq!(losses.count("codes"), (83, 84));
    }
}
