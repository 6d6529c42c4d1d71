//! What the numbers of a project count. The standard says code points from 0; tools count UTF-16 units, take CRLF for one
//! character or two, and some may mean the last character, not the one after it. The quotations that a project repeats
//! decide; where they are silent, words and lines that ranges begin and end with; where these are, what its tool is known to do.

use crate::text::Span;

/// A way of counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// UTF-16 units, not code points.
    pub utf16: bool,
    /// CRLF counts as one character.
    pub crlf_is_one: bool,
    /// The end is the last character, not the one after it.
    pub inclusive: bool,
    /// The byte order mark counts.
    pub mark: bool,
}

impl Reading {
    /// What a tool is known to do.
    pub fn usual(origin: &str) -> Self {
        let lower = origin.to_lowercase();
        Self {
            utf16: lower.starts_with("nvivo") || lower.contains("utf-16 positions"),
            crlf_is_one: lower.starts_with("atlas.ti"),
            ..Self::default()
        }
    }

    /// In words; `None` where it is what the standard says.
    pub fn in_words(self) -> Option<String> {
        let parts: Vec<&str> = [
            (self.utf16, "in UTF-16 units"),
            (self.crlf_is_one, "with CRLF as one character"),
            (self.inclusive, "with the end as the last character"),
            (self.mark, "with the byte order mark as a character"),
        ]
        .into_iter()
        .filter_map(|(is, words)| is.then_some(words))
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// A range as the project has it, and the name of its selection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Range {
    /// First position.
    pub start: i64,
    /// End position.
    pub end: i64,
    /// The quotation, or a label, or nothing.
    pub name: String,
}

/// A text as it stood in the file, and as emic keeps it.
pub struct Raw {
    raw: Vec<char>,
    body: Vec<char>,
    marked: bool,
    has_crlf: bool,
    has_astral: bool,
}

/// Positions of a reading, as positions of the body.
struct Map {
    /// By position: the place in the body, and whether it lies inside of a character.
    places: Vec<(u32, bool)>,
    inclusive: bool,
}

impl Raw {
    /// A text without its byte order mark; `marked`: it had one.
    pub fn new(raw: &str, marked: bool) -> Self {
        let body = raw.replace("\r\n", "\n").replace('\r', "\n").chars().collect();
        Self {
            has_crlf: raw.contains("\r\n"),
            has_astral: raw.chars().any(|char| char.len_utf16() == 2),
            raw: raw.chars().collect(),
            body,
            marked,
        }
    }

    /// Length of the text with LF, in code points.
    pub fn chars(&self) -> usize {
        self.body.len()
    }

    /// The text with LF.
    pub fn body(&self) -> String {
        self.body.iter().collect()
    }

    fn map(&self, reading: Reading) -> Map {
        let mut places = Vec::with_capacity(self.raw.len() + 1);
        if reading.mark && self.marked {
            places.push((0, true));
        }
        let mut body = 0;
        let mut chars = self.raw.iter().peekable();
        while let Some(char) = chars.next() {
            places.push((body, false));
            let crlf = *char == '\r' && chars.peek() == Some(&&'\n');
            if crlf {
                chars.next();
                if !reading.crlf_is_one {
                    places.push((body, true));
                }
            } else if reading.utf16 && char.len_utf16() == 2 {
                places.push((body, true));
            }
            body += 1;
        }
        places.push((body, false));
        Map { places, inclusive: reading.inclusive }
    }

    /// The readings that give other places in this text, the usual one first.
    fn readings(&self, usual: Reading) -> Vec<Reading> {
        let mut readings = vec![usual];
        for mark in [false, true] {
            for inclusive in [false, true] {
                for crlf_is_one in [false, true] {
                    for utf16 in [false, true] {
                        let differs = (!mark || self.marked)
                            && (crlf_is_one == usual.crlf_is_one || self.has_crlf)
                            && (utf16 == usual.utf16 || self.has_astral);
                        let reading = Reading { utf16, crlf_is_one, inclusive, mark };
                        if differs && reading != usual {
                            readings.push(reading);
                        }
                    }
                }
            }
        }
        readings
    }

    /// Chooses the reading, and says whether another one fits as well and puts passages elsewhere.
    pub fn decide(&self, ranges: &[Range], usual: Reading) -> (Reading, bool) {
        let readings = self.readings(usual);
        if readings.len() == 1 || ranges.is_empty() {
            return (usual, false);
        }
        let scores: Vec<Score> = readings.iter().map(|reading| self.score(ranges, &self.map(*reading))).collect();
        let mut best = 0;
        for (at, (reading, score)) in readings.iter().zip(&scores).enumerate().skip(1) {
            let (chosen, known) = (readings[best], &scores[best]);
            // Unusual ends and marks are believed on quotations alone.
            let odd = (reading.inclusive && !chosen.inclusive) || (reading.mark && !chosen.mark);
            let better = if odd { score.named > known.named } else { score.fit() > known.fit() };
            if better {
                best = at;
            }
        }
        let chosen = readings[best];
        let tied = readings.iter().zip(&scores).any(|(reading, score)| {
            *reading != chosen
                && reading.inclusive == chosen.inclusive
                && reading.mark == chosen.mark
                && score.fit() == scores[best].fit()
                && self.place(ranges, *reading) != self.place(ranges, chosen)
        });
        (chosen, tied)
    }

    fn score(&self, ranges: &[Range], map: &Map) -> Score {
        let mut score = Score::default();
        for range in ranges {
            let Ok(Placed { span, snapped: false }) = map.place(range) else {
                score.bad += 3;
                continue;
            };
            let cut = self.body.get(span.start as usize..span.end as usize).unwrap_or_default();
            if is_named(&range.name, cut) {
                score.named += 1;
            }
            score.bounds += i64::from(self.is_bound(span.start)) + i64::from(self.is_bound(span.end));
        }
        score
    }

    /// Whether a word or line begins or ends here.
    fn is_bound(&self, at: u32) -> bool {
        let before = (at as usize).checked_sub(1).and_then(|at| self.body.get(at));
        let after = self.body.get(at as usize);
        let wordy = |char: Option<&char>| char.is_some_and(|char| char.is_alphanumeric());
        wordy(before) != wordy(after)
    }

    /// Where each range stands under a reading.
    pub fn place(&self, ranges: &[Range], reading: Reading) -> Vec<Result<Placed, Unplaced>> {
        let map = self.map(reading);
        ranges.iter().map(|range| map.place(range)).collect()
    }
}

/// How well a reading fits.
#[derive(Default)]
struct Score {
    named: i64,
    bounds: i64,
    bad: i64,
}

impl Score {
    const fn fit(&self) -> (i64, i64) {
        (self.named, self.bounds - self.bad)
    }
}

/// Where a range stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// Code points of the body.
    pub span: Span,
    /// An end lay inside of a character, which was taken in.
    pub snapped: bool,
}

/// Why a range stands nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unplaced {
    /// No character.
    #[error("the range is empty")]
    Empty,
    /// End before start.
    #[error("the range is reversed")]
    Reversed,
    /// Beyond the text.
    #[error("the range reaches outside of the text")]
    Outside,
}

impl Map {
    fn place(&self, range: &Range) -> Result<Placed, Unplaced> {
        let end = if self.inclusive { range.end.saturating_add(1) } else { range.end };
        if range.start > end {
            return Err(Unplaced::Reversed);
        }
        if range.start == end {
            return Err(Unplaced::Empty);
        }
        let at =
            |position: i64| usize::try_from(position).ok().and_then(|at| self.places.get(at)).ok_or(Unplaced::Outside);
        let (start, in_start) = *at(range.start)?;
        let (end, in_end) = *at(end)?;
        let span = Span::new(start, end + u32::from(in_end));
        if span.is_empty() { Err(Unplaced::Empty) } else { Ok(Placed { span, snapped: in_start || in_end }) }
    }
}

/// Whether a selection's name is the passage, white space apart, perhaps cut off.
fn is_named(name: &str, cut: &[char]) -> bool {
    // What XML cannot hold is in no name.
    let plain = |text: &str| {
        let text: String = text.chars().filter(|char| !char.is_control() || char.is_whitespace()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = plain(name);
    if name.is_empty() {
        return false;
    }
    let head = name.strip_suffix('…').or_else(|| name.strip_suffix("...")).map(str::trim_end);
    let most = name.chars().count() * 2 + 64;
    let cut: String = if head.is_some() { cut.iter().take(most).collect() } else { cut.iter().collect() };
    let cut = plain(&cut);
    cut == name || head.is_some_and(|head| head.chars().count() > 3 && cut.starts_with(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "A: x?\r\nB: 😀🙂 “Great” – café.\r\n";

    fn range(start: i64, end: i64, name: &str) -> Range {
        Range { start, end, name: name.into() }
    }

    fn read(text: &str, range: Range, origin: &str) -> (String, Reading) {
        let raw = Raw::new(text, false);
        let ranges = [range];
        let (reading, _) = raw.decide(&ranges, Reading::usual(origin));
        let placed = raw.place(&ranges, reading)[0].unwrap();
        (raw.body[placed.span.start as usize..placed.span.end as usize].iter().collect(), reading)
    }

    #[test]
    fn the_quotation_decides_whatever_the_tool() {
        for (start, end) in [(14, 19), (16, 21), (13, 18), (15, 20)] {
            let (cut, _) = read(TEXT, range(start, end, "Great"), "");
            assert_eq!(cut, "Great", "{start}");
        }
        let (cut, reading) = read(TEXT, range(14, 18, "Great"), "");
        assert_eq!((cut.as_str(), reading.inclusive), ("Great", true));
    }

    #[test]
    fn without_a_quotation_the_habit_of_the_tool_decides() {
        assert_eq!(read(TEXT, range(16, 21, ""), "NVivo for Windows 12.6").0, "Great");
        assert_eq!(read(TEXT, range(13, 18, ""), "ATLAS.ti for Windows 23").0, "Great");
        assert_eq!(read(TEXT, range(14, 19, "a label"), "QualCoder").0, "Great");
        // Bounds of words speak where the habit does not fit.
        assert_eq!(read(TEXT, range(16, 21, ""), "QualCoder").0, "Great");
    }

    #[test]
    fn what_stands_nowhere_says_why() {
        let raw = Raw::new("héllo", false);
        let placed = raw.place(
            &[range(2, 2, ""), range(3, 1, ""), range(0, 6, ""), range(-1, 2, ""), range(0, 5, "")],
            Reading::default(),
        );
        assert_eq!(placed[0], Err(Unplaced::Empty));
        assert_eq!(placed[1], Err(Unplaced::Reversed));
        assert_eq!(placed[2], Err(Unplaced::Outside));
        assert_eq!(placed[3], Err(Unplaced::Outside));
        assert_eq!(placed[4].unwrap().span, Span::new(0, 5));
        let half = Raw::new("a😀b", false).place(&[range(2, 4, "")], Reading { utf16: true, ..Reading::default() });
        assert_eq!(half[0], Ok(Placed { span: Span::new(1, 3), snapped: true }));
    }

    #[test]
    fn names_that_were_cut_are_names() {
        let cut: Vec<char> = "one two\n three four".chars().collect();
        for (name, is) in [
            ("one two three four", true),
            ("one two thr…", true),
            ("one two...", true),
            ("one", false),
            ("", false),
            ("…", false),
        ] {
            assert_eq!(is_named(name, &cut), is, "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_reading_finds_what_it_counted(text in "[a-c é😀\r\n]{1,30}", start in 0usize..30, length in 1usize..10, utf16: bool, crlf_is_one: bool) {
            let raw = Raw::new(&text, false);
            let reading = Reading { utf16, crlf_is_one, ..Reading::default() };
            let body: Vec<char> = raw.body.clone();
            prop_assume!(start < body.len());
            let end = (start + length).min(body.len());
            // Counted by hand: the units before each character of the body.
            let mut before = Vec::new();
            let mut units = 0i64;
            let mut chars = text.chars().peekable();
            while let Some(char) = chars.next() {
                before.push(units);
                units += if utf16 { char.len_utf16() as i64 } else { 1 };
                if char == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                    units += i64::from(!crlf_is_one);
                }
            }
            before.push(units);
            let placed = raw.place(&[range(before[start], before[end], "")], reading)[0];
            prop_assert_eq!(placed, Ok(Placed { span: Span::new(start as u32, end as u32), snapped: false }));
        }
    }
}
