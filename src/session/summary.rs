//! The study at a glance.

use std::fmt::Write;

use super::Session;
use crate::analysis::{counted, thousands};
use crate::model::{Speaker, Target};

impl Session {
    /// Title, how much there is of what, who has coded, what is left out, and what to do next.
    pub fn summary(&self) -> String {
        let corpus = &self.corpus;
        let view = self.view(None);
        let (mut spoken, mut asked, mut other, mut unmapped) = (0_u64, 0_u64, 0_u64, 0_u64);
        let mut people = vec![false; corpus.participants.rows.len()];
        let (mut codings, mut done) = (0_u64, 0_u64);
        for at in corpus.places() {
            let transcript = corpus.transcript(at);
            let layout = transcript.layout();
            for turn in 0..layout.turns.len() {
                let words = layout.turn_words(turn).len() as u64;
                match view.speaker(at, turn) {
                    Speaker::Participant(person) => {
                        spoken += words;
                        people[person.at()] |= words > 0;
                    }
                    Speaker::Interviewer => asked += words,
                    Speaker::Other | Speaker::Excluded => other += words,
                    Speaker::Unmapped => unmapped += words,
                }
            }
            codings += view.codings(at).filter(|(_, placed)| !matches!(placed.target, Target::Case(_))).count() as u64;
            done += u64::from(view.done(at));
        }
        let mut text = format!("{}\n", crate::text::visible(&corpus.study.title));
        let heard = people.iter().filter(|heard| **heard).count() as u64;
        let _ = writeln!(
            text,
            "  {}, {} speaking, {} by participants ({} by interviewers{})",
            counted(corpus.transcripts.len() as u64, "transcript"),
            counted(heard, "participant"),
            counted(spoken, "word"),
            thousands(asked),
            if other > 0 { format!(", {} by others", thousands(other)) } else { String::new() }
        );
        let sets = corpus.codebook.sets().len() as u64;
        let _ = writeln!(
            text,
            "  {}{}, {} in scope by {}, {} of {} transcripts done",
            counted(corpus.codebook.codes().len() as u64, "code"),
            if sets > 0 { format!(" and {}", counted(sets, "set")) } else { String::new() },
            counted(codings, "coding"),
            self.coders_in_words(),
            thousands(done),
            thousands(corpus.transcripts.len() as u64)
        );
        let memos = self.state().memos.len() as u64;
        if memos > 0 {
            let _ = writeln!(text, "  {}", counted(memos, "memo"));
        }
        if unmapped > 0 {
            let labels = self.unmapped_labels();
            let mut names: Vec<&str> = labels.iter().map(|(_, label)| label.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            let names: Vec<&str> =
                names.into_iter().map(|name| if name.is_empty() { "(no label)" } else { name }).collect();
            let _ = writeln!(
                text,
                "  left out: {}, {}: {}",
                counted(names.len() as u64, "unmapped label"),
                counted(unmapped, "word"),
                names.join(", ")
            );
        }
        let unplaced = self.placements.unplaced.len() as u64;
        if unplaced > 0 {
            let _ = writeln!(
                text,
                "  left out: {} that cannot be placed (`emic code review`)",
                counted(unplaced, "coding")
            );
        }
        text
    }

    fn coders_in_words(&self) -> String {
        let view = self.view(None);
        let names: Vec<&str> = view.coders().map(crate::model::CoderName::as_str).collect();
        if names.is_empty() { "nobody".into() } else { names.join(", ") }
    }

    /// The last line of `emic check`.
    pub fn summary_line(&self, faults: usize, notes: usize) -> String {
        let of = |count: usize, noun: &str| counted(count as u64, noun);
        format!(
            "{}: {}, {} ({}, {} checked)",
            crate::text::visible(&self.corpus.study.title),
            if faults == 0 { "no fault".into() } else { of(faults, "fault") },
            if notes == 0 { "no note".into() } else { of(notes, "note") },
            of(self.corpus.transcripts.len(), "transcript"),
            of(self.state().codings.len(), "coding")
        )
    }
}
