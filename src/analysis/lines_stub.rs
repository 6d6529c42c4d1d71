//! Stand-in for the citation lines of `text`: the same signature, to be replaced by one `use`.

use crate::text::{Body, Span};

/// Numbers the citation lines of a body (DESIGN §5).
#[derive(Clone, Debug)]
pub struct CitationLines {
    starts: Vec<u32>,
}

impl CitationLines {
    /// Breaks each line of `body` at the last space within `width` code points, a longer word at the width.
    pub fn new(body: &Body, width: u32) -> Self {
        let width = width.max(1) as usize;
        let mut starts = Vec::new();
        let mut at = 0;
        for line in body.text().split('\n') {
            let chars: Vec<char> = line.chars().collect();
            let mut from = 0;
            starts.push(at as u32);
            while chars.len() - from > width {
                let space = (from..=from + width).rev().find(|place| chars[*place] == ' ' && *place > from);
                from = space.map_or(from + width, |space| space + 1);
                starts.push((at + from) as u32);
            }
            at += chars.len() + 1;
        }
        Self { starts }
    }

    /// The first and last citation line of `span`, from 1.
    pub fn lines(&self, span: Span) -> (u32, u32) {
        let line = |position: u32| self.starts.partition_point(|start| *start <= position).max(1) as u32;
        let first = line(span.start);
        (first, if span.is_empty() { first } else { line(span.end - 1) })
    }
}
