//! What a cue's lines say, and who: tags and entities resolved, voices, `>>`, dashes, `Name:`.

use std::collections::HashMap;

use super::cue::Cue;
use crate::text::{Body, TurnRules, find_turns};

/// Who says a piece of a cue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Voice {
    /// Somebody who is named.
    Named(String),
    /// Somebody else than before, who is not named.
    Unknown,
    /// Nothing is said about it: whoever spoke before goes on.
    Same,
}

/// A stretch of a cue that one person says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Start in milliseconds.
    pub start: u32,
    /// End in milliseconds, where it is told.
    pub end: Option<u32>,
    /// Who.
    pub voice: Voice,
    /// What, on one line.
    pub text: String,
}

/// A line without tags: its text, and the voice that a tag `<v Name>` opens in it with the place (bytes) in the text.
fn untagged(line: &str) -> (String, Vec<(usize, String)>) {
    let mut text = String::with_capacity(line.len());
    let mut voices = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find(['<', '{']) {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        // `{\an8}` places a subtitle.
        if let Some(close) = rest.find('}').filter(|_| rest.starts_with("{\\")) {
            rest = &rest[close + 1..];
            continue;
        }
        let inner = rest[1..].find('>').map(|close| &rest[1..close + 1]);
        match inner.filter(|inner| rest.starts_with('<') && is_tag(inner)) {
            Some(inner) => {
                if let Some(name) = voice_of(inner) {
                    voices.push((text.len(), decode_entities(name).trim().to_owned()));
                }
                rest = &rest[inner.len() + 2..];
            }
            None => {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    (text, voices)
}

/// The name of a voice tag: `v Ana Roe`, `v.loud Ana Roe`, `v ` (nobody).
fn voice_of(inner: &str) -> Option<&str> {
    let rest = inner.strip_prefix('v')?;
    if rest.is_empty() || rest.starts_with(char::is_whitespace) {
        return Some(rest);
    }
    rest.starts_with('.').then(|| rest.split_once(char::is_whitespace).map_or("", |(_, name)| name))
}

fn is_tag(inner: &str) -> bool {
    const NAMES: [&str; 11] = ["v", "c", "i", "b", "u", "ruby", "rt", "lang", "font", "s", "em"];
    let name = inner.trim_start_matches('/');
    let name = name.split(|c: char| c == '.' || c.is_whitespace()).next().unwrap_or_default().to_lowercase();
    NAMES.contains(&name.as_str()) || super::cue::cue_time(inner).is_some_and(|(_, rest)| rest.is_empty())
}

/// Character references of captions and web tables as the characters that they stand for; others stay as they are.
pub fn decode_entities(text: &str) -> String {
    const NAMED: [(&str, &str); 14] = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", "\u{a0}"),
        ("lrm", ""),
        ("rlm", ""),
        ("hellip", "…"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("rsquo", "’"),
        ("ldquo", "“"),
        ("rdquo", "”"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].find(';').filter(|end| *end <= 8).map(|end| &rest[1..end + 1]);
        let number = name.and_then(|name| name.strip_prefix('#')).and_then(|digits| {
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code).filter(|c| !c.is_control()).map(String::from)
        });
        let meant = number.or_else(|| {
            let name = name?;
            NAMED.iter().find(|(known, _)| *known == name).map(|(_, meant)| (*meant).to_owned())
        });
        match (meant, name) {
            (Some(meant), Some(name)) => {
                out.push_str(&meant);
                rest = &rest[name.len() + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The lines of a cue as they are seen, with who the tags say speaks in each.
fn seen(cue: &Cue) -> Vec<(Voice, String)> {
    let mut pieces: Vec<(Voice, String)> = Vec::new();
    let mut voice = match cue.voice.as_deref() {
        Some("") => Voice::Unknown,
        Some(name) => Voice::Named(name.to_owned()),
        None => Voice::Same,
    };
    for line in &cue.lines {
        let (text, voices) = untagged(line);
        let mut at = 0;
        for (place, name) in voices {
            pieces.push((voice, decode_entities(&text[at..place])));
            voice = if name.is_empty() { Voice::Unknown } else { Voice::Named(name) };
            at = place;
        }
        pieces.push((voice.clone(), decode_entities(&text[at..])));
    }
    pieces.retain(|(_, text)| !text.trim().is_empty());
    pieces
}

/// Takes `>>` or a dash from the head of a line: whether somebody else begins to speak, and the rest.
fn change(line: &str, dashes: bool) -> (bool, &str) {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(">>") {
        return (true, rest.trim_start_matches('>').trim_start());
    }
    let dash = ["- ", "– ", "— "].into_iter().find_map(|dash| line.strip_prefix(dash));
    match dash.filter(|_| dashes) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    }
}

/// A line of a cue.
struct Line {
    cue: usize,
    voice: Voice,
    /// Whether a mark says that somebody else begins here.
    changes: bool,
    text: String,
}

/// The cues as pieces with their speakers. Names before a colon are believed as in any transcript: by how they look and
/// how often they come.
pub fn pieces(cues: &[Cue]) -> Vec<Piece> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, cue) in cues.iter().enumerate() {
        let seen = seen(cue);
        // Two speakers in one cue have a dash each.
        let dashes = seen.len() > 1 && seen.iter().filter(|(_, text)| change(text, true).0).count() > 1;
        for (voice, text) in seen {
            let (changes, text) = change(&text, dashes);
            let voice = if changes && voice == Voice::Same { Voice::Unknown } else { voice };
            if !text.is_empty() {
                lines.push(Line { cue: at, voice, changes, text: text.to_owned() });
            }
        }
    }
    let named = names(&lines);
    let mut pieces: Vec<Piece> = Vec::with_capacity(lines.len());
    let mut last = usize::MAX;
    for (at, Line { cue, voice, changes, text }) in lines.into_iter().enumerate() {
        let (voice, text) = match named.get(&at) {
            Some((name, from)) => (Voice::Named(name.clone()), text[*from..].trim().to_owned()),
            None => (voice, text),
        };
        let goes_on = voice == Voice::Same || pieces.last().is_some_and(|piece| piece.voice == voice);
        let same = last == cue && goes_on && !changes;
        let (start, end) = (cues[cue].start, cues[cue].end);
        match pieces.last_mut().filter(|_| same) {
            Some(piece) => {
                if !piece.text.is_empty() && !text.is_empty() {
                    piece.text.push(' ');
                }
                piece.text.push_str(&text);
            }
            None => pieces.push(Piece { start, end, voice, text }),
        }
        last = cue;
    }
    pieces
}

/// Names that the habits of captions leave no doubt about: after `>>`, or in capitals.
fn marked(lines: &[Line]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let Some((name, said)) = line.text.split_once(':') else { continue };
        let short = name.chars().count() <= 40 && name.split_whitespace().count() <= 4;
        let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        if short
            && (line.changes || capitals)
            && said.starts_with(' ')
            && names.len() < 100
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// The lines that open with the name of a speaker: name and where the speech begins (bytes of the line).
fn names(lines: &[Line]) -> HashMap<usize, (String, usize)> {
    let mut text = String::new();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if matches!(line.voice, Voice::Named(_)) {
            continue;
        }
        starts.push((text.len(), at));
        text.push_str(&line.text);
        text.push_str("\n\n");
    }
    let body = Body::new(text);
    let mut found = HashMap::new();
    let rules = TurnRules { known: marked(lines), ..TurnRules::default() };
    for turn in find_turns(&body, &rules).layout.turns {
        if turn.label.is_none() {
            continue;
        }
        let start = body.byte(turn.span.start);
        let Ok(place) = starts.binary_search_by_key(&start, |(start, _)| *start) else { continue };
        let (start, line) = starts[place];
        let text = &lines[line].text;
        let head = &text[..(body.byte(turn.speech.start) - start).min(text.len())];
        let Some((name, _)) = head.split_once([':', '：']) else { continue };
        let name = name.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']).trim();
        let name = if name.contains('(') && !name.contains(')') { format!("{name})") } else { name.to_owned() };
        found.insert(line, (name, head.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start: u32, text: &str) -> Cue {
        Cue { start, end: Some(start + 1000), voice: None, lines: text.split('\n').map(String::from).collect() }
    }

    fn shown(cues: &[Cue]) -> Vec<String> {
        let name = |voice: &Voice| match voice {
            Voice::Named(name) => name.clone(),
            Voice::Unknown => "?".into(),
            Voice::Same => String::new(),
        };
        pieces(cues).iter().map(|piece| format!("{}|{}", name(&piece.voice), piece.text)).collect()
    }

    #[test]
    fn voices_tags_and_entities() {
        assert_eq!(
            shown(&[
                cue(0, "<v Rivera, Dana>Thanks &amp; welcome, <i>all</i>.</v>"),
                cue(1, "<v P 04>Yes, I, um,\njust moved.</v> <v.loud Ana>No"),
                cue(2, "<v >Mm-hm.</v>"),
                cue(3, "thanks<00:00:00.400><c> for</c> {\\an8}5 < 6&#8212;ok &unknown;"),
            ]),
            [
                "Rivera, Dana|Thanks & welcome, all.",
                "P 04|Yes, I, um, just moved.",
                "Ana|No",
                "?|Mm-hm.",
                "|thanks for 5 < 6—ok &unknown;",
            ]
        );
    }

    #[test]
    fn names_that_stand_once() {
        let cues =
            [cue(0, "- Can you hear me?\n- Yes."), cue(1, "INTERVIEWER: <i>Great.</i>"), cue(2, ">> Dana: Sure.")];
        assert_eq!(shown(&cues), ["?|Can you hear me?", "?|Yes.", "INTERVIEWER|Great.", "Dana|Sure."]);
    }

    #[test]
    fn names_dashes_and_arrows() {
        assert_eq!(
            shown(&[
                cue(0, "- Can you hear me?\n- Yes."),
                cue(1, "INTERVIEWER: <i>Great.</i> Let's go."),
                cue(2, ">> P04: Sure."),
                cue(3, "And at 10:30: nothing."),
                cue(4, ">> Hm.\nmore"),
                cue(5, "INTERVIEWER: One thing: wait."),
                cue(6, "P04: OK"),
            ]),
            [
                "?|Can you hear me?",
                "?|Yes.",
                "INTERVIEWER|Great. Let's go.",
                "P04|Sure.",
                "|And at 10:30: nothing.",
                "?|Hm. more",
                "INTERVIEWER|One thing: wait.",
                "P04|OK",
            ]
        );
    }
}
