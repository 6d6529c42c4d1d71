//! What a study would make of a text: layout, labels, turns, lines to look at.

use std::collections::HashMap;

use crate::text::{Body, DoubtKind, Layout, Span, TurnRules, find_turns};

/// How many turns are shown.
const SHOWN: usize = 10;
/// How many characters of a turn or line are shown.
const WIDE: usize = 160;
/// How many head lines are kept.
const HEAD: usize = 12;
/// How many doubtful lines are listed.
const MOST: usize = 40;

/// A label with what is said under it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabelSeen {
    /// As it first stands; empty: nobody is labelled.
    pub label: String,
    /// Its turns.
    pub turns: usize,
    /// The words of their speech.
    pub words: usize,
    /// Turns that end with a question mark.
    pub questions: usize,
}

/// The beginning of a turn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TurnSeen {
    /// Its number, from 1.
    pub turn: usize,
    /// Its label; empty: none.
    pub label: String,
    /// Its time in milliseconds.
    pub time: Option<u32>,
    /// The head of its speech.
    pub text: String,
}

/// A line that somebody should look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemLine {
    /// Number of the line in the text, from 1.
    pub line: u32,
    /// What about it.
    pub what: String,
}

/// What a study would make of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// The layout's name.
    pub layout: String,
    /// The labels in the order in which they first stand.
    pub labels: Vec<LabelSeen>,
    /// How many turns there are.
    pub turns: usize,
    /// The words of all speech.
    pub words: usize,
    /// How many turns have a time.
    pub timed: usize,
    /// First and last time, in milliseconds.
    pub times: Option<(u32, u32)>,
    /// The first turns.
    pub first: Vec<TurnSeen>,
    /// The lines before the first turn.
    pub header: Vec<String>,
    /// How many lines there are before the first turn, empty ones aside.
    pub header_lines: u32,
    /// Lines to look at.
    pub problems: Vec<ProblemLine>,
    /// Doubtful lines that are not listed.
    pub more_problems: usize,
    /// Paragraphs of turns with a label that have none themselves: they go on with the turn above.
    pub unlabelled: usize,
    /// Where the first of them begin: numbers of lines in the text, from 1.
    pub unlabelled_lines: Vec<u32>,
    /// Labels that may be others written otherwise: the rarer one and the one that it resembles.
    pub alike: Vec<(String, String)>,
}

impl Look {
    /// The paragraphs without a label in words, with their first lines; `None` if there are none.
    pub fn unlabelled_in_words(&self) -> Option<String> {
        const NAMED: usize = 8;
        let mut lines: Vec<String> = self.unlabelled_lines.iter().take(NAMED).map(u32::to_string).collect();
        if self.unlabelled > lines.len() {
            lines.push("…".into());
        }
        let lines = format!("{} {}", if self.unlabelled == 1 { "line" } else { "lines" }, lines.join(", "));
        let paragraphs = if self.unlabelled == 1 { "paragraph goes" } else { "paragraphs go" };
        (self.unlabelled > 0)
            .then(|| format!("{} {paragraphs} on with the turn above, without a label ({lines})", self.unlabelled))
    }
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(WIDE).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Looks at a body as a study with these rules would.
pub fn look(body: &Body, rules: &TurnRules) -> Look {
    let found = find_turns(body, rules);
    let layout = &found.layout;
    let mut look = Look { layout: found.kind.to_string(), header_lines: found.header_lines, ..Look::default() };
    let mut place: HashMap<Option<u32>, usize> = HashMap::new();
    for (at, turn) in layout.turns.iter().enumerate() {
        let name = turn.label.and_then(|label| layout.labels.get(label as usize)).map_or("", String::as_str);
        let words = layout.turn_words(at).len();
        let speech = body.slice(turn.speech).unwrap_or_default();
        let seen = *place.entry(turn.label).or_insert_with(|| {
            look.labels.push(LabelSeen { label: name.to_owned(), ..LabelSeen::default() });
            look.labels.len() - 1
        });
        if let Some(seen) = look.labels.get_mut(seen) {
            seen.turns += 1;
            seen.words += words;
            seen.questions += usize::from(speech.trim_end().ends_with('?'));
        }
        look.words += words;
        look.timed += usize::from(turn.time.is_some());
        if let Some(time) = turn.time {
            let (first, last) = look.times.unwrap_or((time, time));
            look.times = Some((first.min(time), last.max(time)));
        }
        if at < SHOWN {
            let text = cut(&speech.split_whitespace().take(40).collect::<Vec<_>>().join(" "));
            look.first.push(TurnSeen { turn: at + 1, label: name.to_owned(), time: turn.time, text });
        }
    }
    look.turns = layout.turns.len();
    let head = layout.turns.first().map_or("", |turn| body.before(turn.span.start, turn.span.start));
    look.header = head.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEAD).map(cut).collect();
    for doubt in &found.doubtful {
        let label = cut(&doubt.label);
        let what = match &doubt.kind {
            DoubtKind::KeptOnce => format!("`{label}` is taken for a label, though it stands only here"),
            DoubtKind::Refused => {
                let times = if doubt.count == 1 { "once".into() } else { format!("{} times", doubt.count) };
                format!("`{label}` could be a label ({times}), but is taken for speech")
            }
            DoubtKind::Header => format!("`{label}` is taken for a line of the head"),
            DoubtKind::Abbreviates { full } => format!("`{label}` may be `{}`", cut(full)),
        };
        look.problems.push(ProblemLine { line: doubt.line, what });
    }
    look.problems.extend(footers(body));
    let unlabelled = unlabelled(body, layout);
    look.unlabelled = unlabelled.len();
    look.unlabelled_lines = unlabelled.into_iter().take(MOST).collect();
    for (rare, other, line) in alike(&look.labels, body, layout) {
        look.problems.push(ProblemLine { line, what: format!("`{rare}` may be `{other}` written otherwise") });
        look.alike.push((rare, other));
    }
    look.problems.sort_by_key(|problem| problem.line);
    look.more_problems = look.problems.len().saturating_sub(MOST);
    look.problems.truncate(MOST);
    look
}

/// Lines at the end that programs add, and that nobody says.
fn footers(body: &Body) -> Vec<ProblemLine> {
    const MARKS: [&str; 6] = [
        "transcribed by http",
        "transcribed with ",
        "stopped transcription",
        "end of recording",
        "end of transcript",
        "otter.ai",
    ];
    let lines: Vec<&str> = body.text().lines().collect();
    let from = lines.len().saturating_sub(6);
    let added = lines.iter().enumerate().skip(from).filter(|(_, line)| {
        let lower = line.to_lowercase();
        line.chars().count() < 80 && MARKS.iter().any(|mark| lower.contains(mark))
    });
    let what = |line: &str| format!("`{}` counts as speech; delete the line if nobody says it", cut(line.trim()));
    added.map(|(at, line)| ProblemLine { line: at as u32 + 1, what: what(line) }).collect()
}

/// The lines, from 1, where a paragraph without a label begins within a turn that has one.
///
/// An empty line ends a paragraph. Where there is none between the turns either, a line is one, unless more than a fifth of the turns have
/// several lines: such a text is broken at a width.
fn unlabelled(body: &Body, layout: &Layout) -> Vec<u32> {
    let labelled: Vec<Span> = layout.turns.iter().filter(|turn| turn.label.is_some()).map(|turn| turn.speech).collect();
    let (Some(first), Some(last)) = (labelled.first(), labelled.last()) else { return Vec::new() };
    let all = body.slice(Span::new(first.start, last.end)).unwrap_or_default();
    let by_lines = all.lines().all(|line| !line.trim().is_empty());
    let mut found = Vec::new();
    let mut turns = 0;
    // The line in which a turn's speech begins, counted on from the turn before: a table may hold a million of them.
    let (mut top, mut counted) = (1, 0);
    for speech in &labelled {
        let before = found.len();
        let start = body.byte(speech.start);
        top += body.text().get(counted..start).unwrap_or_default().matches('\n').count() as u32;
        counted = start;
        let (mut said, mut gap) = (false, false);
        for (at, line) in body.slice(*speech).unwrap_or_default().lines().enumerate() {
            let empty = line.trim().is_empty();
            if !empty && said && (gap || by_lines) {
                found.push(top + at as u32);
            }
            said |= !empty;
            gap = empty;
        }
        turns += usize::from(found.len() > before);
    }
    if by_lines && turns * 5 > labelled.len() {
        found.clear();
    }
    found
}

/// Labels that may be misspellings of others, `P 1` of `P1`, `Parnet` of `Parent`, each with the line where it first stands.
fn alike(labels: &[LabelSeen], body: &Body, layout: &Layout) -> Vec<(String, String, u32)> {
    let plain =
        |label: &str| label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let mut found = Vec::new();
    // A text with hundreds of labels is no interview; comparing all with all would take long and say nothing.
    if labels.len() > 200 {
        return found;
    }
    for rare in labels.iter().filter(|label| !label.label.is_empty()) {
        let other = labels.iter().find(|other| {
            let bigger = (other.turns, other.words) > (rare.turns, rare.words);
            let (a, b) = (plain(&rare.label), plain(&other.label));
            let letters = a.chars().filter(|c| c.is_alphabetic()).count();
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let near = letters > 4 && digits(&a) == digits(&b) && one_apart(&a, &b);
            other.label != rare.label && bigger && !b.is_empty() && (a == b || near)
        });
        let Some(other) = other else { continue };
        let turn = layout.turns.iter().find(|turn| {
            turn.label.and_then(|label| layout.labels.get(label as usize)).is_some_and(|label| *label == rare.label)
        });
        let line = turn.map_or(1, |turn| body.line_column(turn.span.start).0);
        found.push((rare.label.clone(), other.label.clone(), line));
    }
    found
}

/// Whether one insertion, deletion, change or swap makes one text of the other.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) => a == d && b == c && rest == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_before_anything_is_written() {
        let text = "Interview\n\nINT [00:00:01]: How long?\n\nParent [00:00:03]: Weeks and weeks.\n\nINT [00:00:09]: And?\n\nParnet [00:00:11]: No.\n\nParent [00:00:12]: Yes.\n";
        let look = look(&Body::new(text.into()), &TurnRules::default());
        assert_eq!((look.turns, look.words, look.timed, look.times), (5, 8, 5, Some((1_000, 12_000))));
        assert_eq!(look.header, ["Interview"]);
        let labels: Vec<_> = look.labels.iter().map(|l| (l.label.as_str(), l.turns, l.words, l.questions)).collect();
        assert_eq!(labels, [("INT", 2, 3, 2), ("Parent", 2, 4, 0), ("Parnet", 1, 1, 0)]);
        assert_eq!(look.first[1].text, "Weeks and weeks.");
        assert!(look.problems.iter().any(|p| p.line == 9 && p.what.contains("`Parnet` may be `Parent`")), "{look:?}");
    }

    #[test]
    fn what_programs_add_at_the_end_is_told() {
        let text = "Ana  0:03  \nHello.\n\nBo  0:05  \nHi.\n\nAna  0:09  \nSo.\n\nTranscribed by https://otter.ai\n";
        let look = look(&Body::new(text.into()), &TurnRules::default());
        assert!(look.problems.iter().any(|p| p.line == 10 && p.what.contains("counts as speech")), "{look:?}");
    }

    #[test]
    fn paragraphs_without_a_label_are_told_by_their_lines() {
        let text =
            "INT: How long?\n\nP1: Weeks.\n\nAnd weeks\nand weeks.\n\nINT: And then?\n\nP 1: No.\n\n\nNothing.\n";
        let seen = look(&Body::new(text.into()), &TurnRules::default());
        assert_eq!((seen.turns, seen.unlabelled, &seen.unlabelled_lines[..]), (4, 2, &[5, 13][..]));
        let said = seen.unlabelled_in_words().unwrap();
        assert_eq!(said, "2 paragraphs go on with the turn above, without a label (lines 5, 13)");
        assert_eq!(seen.alike, [("P 1".to_owned(), "P1".to_owned())]);

        // Without empty lines: a line here and there, but not where lines are broken at a width.
        let few = format!("{}And more.\n", "INT: How?\nP1: So.\n".repeat(4));
        assert_eq!(look(&Body::new(few), &TurnRules::default()).unlabelled_lines, [9]);
        let broken = "INT: How\nlong?\nP1: Weeks and\nweeks.\n".repeat(4);
        let broken = look(&Body::new(broken), &TurnRules::default());
        assert_eq!((broken.turns, broken.unlabelled_in_words()), (8, None));
        // Nobody is labelled: there is nothing to miss.
        let plain = look(&Body::new("One said.\n\nTwo said.\n".into()), &TurnRules::default());
        assert_eq!((plain.turns, plain.unlabelled), (2, 0));
    }

    #[test]
    fn near_spellings() {
        assert!(one_apart("parnet", "parent") && one_apart("paren", "parent") && one_apart("parent", "parint"));
        assert!(!one_apart("parent", "carer") && !one_apart("ab", "cd"));
    }
}
