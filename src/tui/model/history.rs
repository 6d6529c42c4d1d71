//! The state of the History screen.

use super::List;
use crate::tui::data::Act;

/// The History screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HistoryScreen {
    /// All actions, newest first.
    pub all: Vec<Act>,
    /// Only those of this coder.
    pub of: Option<String>,
    /// Only those on transcripts that have this in their ids.
    pub transcript: String,
    /// Only those with codes that have this in their ids.
    pub code: String,
    /// Only those from this day on (`2026-11-25`, UTC).
    pub since: String,
    /// Only those up to this day.
    pub until: String,
    /// The row in focus, among those shown.
    pub list: List,
}

/// What the actions that are shown have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filter {
    /// The transcript.
    Transcript,
    /// The code.
    Code,
    /// The days.
    Days,
}

impl HistoryScreen {
    /// The actions that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Act> {
        let has = |all: &str, wanted: &str| wanted.is_empty() || all.to_lowercase().contains(&wanted.to_lowercase());
        let day = |act: &Act| act.at.get(..10).unwrap_or_default().to_owned();
        self.all.iter().filter(move |act| {
            self.of.as_ref().is_none_or(|of| act.coder == *of)
                && has(&act.transcripts, &self.transcript)
                && has(&act.codes, &self.code)
                && (self.since.is_empty() || day(act) >= self.since)
                && (self.until.is_empty() || day(act) <= self.until)
        })
    }

    /// The action in focus.
    pub fn act(&self) -> Option<&Act> {
        self.shown().nth(self.list.at)
    }

    /// Everybody who has done something, in the order of their names.
    pub fn coders(&self) -> Vec<String> {
        let mut names: Vec<String> = self.all.iter().map(|act| act.coder.clone()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Which actions are shown, in words.
    pub fn said(&self) -> String {
        let mut said = vec![self.of.as_ref().map_or("of every coder".to_owned(), |of| format!("of {of}"))];
        if !self.transcript.is_empty() {
            said.push(format!("transcript {}", self.transcript));
        }
        if !self.code.is_empty() {
            said.push(format!("code {}", self.code));
        }
        match (self.since.as_str(), self.until.as_str()) {
            ("", "") => {}
            (since, "") => said.push(format!("from {since} on")),
            ("", until) => said.push(format!("until {until}")),
            (since, until) if since == until => said.push(format!("on {since}")),
            (since, until) => said.push(format!("{since} to {until}")),
        }
        said.join(", ")
    }
}
