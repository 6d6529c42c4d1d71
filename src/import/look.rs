//! What a study would make of a text: layout, labels, turns, lines to look at.

use std::collections::HashMap;

use crate::text::{Body, DoubtKind, TurnRules, find_turns};

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
    look.problems.extend(alike(&look.labels, body, layout));
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

/// Labels that may be misspellings of others: `P 1` for `P1`, `Parnet` for `Parent`.
fn alike(labels: &[LabelSeen], body: &Body, layout: &crate::text::Layout) -> Vec<ProblemLine> {
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
        found.push(ProblemLine { line, what: format!("`{}` may be `{}` written otherwise", rare.label, other.label) });
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
    fn near_spellings() {
        assert!(one_apart("parnet", "parent") && one_apart("paren", "parent") && one_apart("parent", "parint"));
        assert!(!one_apart("parent", "carer") && !one_apart("ab", "cd"));
    }
}
