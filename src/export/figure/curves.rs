//! New codes per interview, from the table of saturation: a curve for each group.

use super::{FigureError, caption, number, study, words};
use crate::analysis::Table;

/// One interview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// Id of the transcript.
    pub transcript: String,
    /// Codes found in it and not before.
    pub new: u64,
    /// Codes found so far.
    pub found: u64,
    /// In random orders: median, 5th and 95th percentile of the codes found so far.
    pub shuffled: Option<(u64, u64, u64)>,
}

/// The curve of one group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Series {
    /// The group.
    pub group: String,
    /// What came of the assessment: `6+2`, `not reached` …
    pub reached: String,
    /// The interviews in order.
    pub points: Vec<Point>,
}

impl Series {
    /// What came of the assessment, in words.
    pub fn reached_in_words(&self) -> String {
        match self.reached.split_once('+') {
            Some((before, run)) => format!("saturation reached at {before}+{run}"),
            None => format!("saturation {}", self.reached),
        }
    }
}

/// New codes per interview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Curves {
    /// Title of the study.
    pub study: String,
    /// What makes the groups; empty: there is everybody alone.
    pub by: String,
    /// The order of the interviews.
    pub order: String,
    /// The curves.
    pub series: Vec<Series>,
    /// What has to be said under it.
    pub caption: Vec<String>,
}

impl Curves {
    pub(super) fn of(table: &Table) -> Result<Self, FigureError> {
        let mut series: Vec<Series> = Vec::new();
        for at in 0..table.rows.len() {
            let count = |column: &str| number(table.cell(at, column)).map(|number| number as u64);
            let range = words(table, at, "shuffled_range");
            let range = range.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
            let (Some(new), Some(found)) = (count("new_codes"), count("cumulative")) else { continue };
            let group = words(table, at, "group");
            if series.last().is_none_or(|last| last.group != group) {
                series.push(Series { group, reached: words(table, at, "reached"), points: Vec::new() });
            }
            if let Some(last) = series.last_mut() {
                last.points.push(Point {
                    transcript: words(table, at, "transcript"),
                    new,
                    found,
                    shuffled: count("shuffled_median").zip(range).map(|(median, (low, high))| (median, low, high)),
                });
            }
        }
        if series.iter().all(|series| series.points.is_empty()) {
            return Err(FigureError::Nothing { why: "no interview is coded" });
        }
        let own = ["saturation", "order", "a codebook that", "this study's approach", "shuffled"];
        let mut said = vec!["bars: codes found in an interview and not before; line: codes found so far".to_owned()];
        said.extend(caption(table, &own));
        Ok(Self {
            study: study(table),
            by: words(table, 0, "by"),
            order: words(table, 0, "order"),
            series,
            caption: said,
        })
    }

    /// What the picture is called.
    pub fn title(&self) -> String {
        let by = if self.by.is_empty() { String::new() } else { format!(", by {}", self.by.replace(',', " × ")) };
        let study = if self.study.is_empty() { String::new() } else { format!(": {}", self.study) };
        format!("New codes per interview{by}{study}")
    }

    /// The most codes found in any group.
    pub fn most(&self) -> u64 {
        let points = self.series.iter().flat_map(|series| &series.points);
        let tops = points.map(|point| point.shuffled.map_or(point.found, |(_, _, high)| high.max(point.found)));
        tops.max().unwrap_or(0).max(1)
    }
}
