//! The sync points of a transcript: where in its text a recording is at what time.

use super::super::model::{Project, Text};
use super::super::xml::{Document, Element};
use crate::text::{Span, visible};

/// The sync points of a transcript: position in the text, milliseconds.
pub(super) fn times(document: &Document, element: &Element) -> Vec<(i64, u64)> {
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let points = document.all(element, "SyncPoint").filter_map(|point| {
        let time = number(point.attr("timeStamp")).and_then(|time| u64::try_from(time).ok())?;
        Some((number(point.attr("position"))?, time))
    });
    let mut points: Vec<(i64, u64)> = points.collect();
    points.sort_unstable();
    points
}

/// Writes the times of sync points that stand at the beginning of a line, and moves what stands behind them.
pub(super) fn stamp(text: &mut Text, points: Vec<(i64, u64)>, project: &mut Project) {
    if points.is_empty() {
        return;
    }
    let chars: Vec<char> = text.body.chars().collect();
    let mut body = String::with_capacity(text.body.len());
    // Where stamps were put in, and how long they are.
    let mut put: Vec<(u32, u32)> = Vec::new();
    let mut points = points.into_iter().peekable();
    for (at, char) in chars.iter().enumerate() {
        while let Some((_, time)) = points.next_if(|(position, _)| *position <= at as i64) {
            let line_start = at == 0 || chars.get(at - 1) == Some(&'\n');
            if !line_start || *char == '[' || *char == '\n' || put.last().is_some_and(|(last, _)| *last == at as u32) {
                project
                    .losses
                    .lost("sync points", format!("{}, {time} ms: not at the beginning of a line", visible(&text.name)));
                continue;
            }
            let seconds = time / 1000;
            let stamp = format!("[{}:{:02}:{:02}] ", seconds / 3600, seconds / 60 % 60, seconds % 60);
            put.push((at as u32, stamp.chars().count() as u32));
            body.push_str(&stamp);
            project.losses.kept("sync points");
        }
        body.push(*char);
    }
    for _ in points {
        project.losses.lost("sync points", format!("{}: at the end of the text", visible(&text.name)));
    }
    if put.is_empty() {
        return;
    }
    project.losses.note("times of sync points were written before the lines at which they stand");
    let moved = |position: u32, inclusive: bool| {
        let before = put.iter().take_while(|(at, _)| *at < position || (inclusive && *at == position));
        position + before.map(|(_, length)| length).sum::<u32>()
    };
    for selection in &mut text.selections {
        selection.span = Span::new(moved(selection.span.start, true), moved(selection.span.end, false));
    }
    text.body = body;
}
