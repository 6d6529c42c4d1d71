//! WebVTT, SubRip, SBV and bare lines of cues: all are read by one reader, since files mix their habits.

use super::cue::{Cue, cue_time, timing};

/// Cues of a text, and what stands around them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cues {
    /// The cues in the order of the file.
    pub cues: Vec<Cue>,
    /// Lines before the first cue that are neither marks of the format nor notes.
    pub head: Vec<String>,
    /// Whether it opens with `WEBVTT`.
    pub vtt: bool,
    /// Whether cues are numbered and times have commas.
    pub srt: bool,
}

/// `[00:43.810 --> 00:47.850]  text` (Whisper on a terminal): times and text.
fn bracketed(line: &str) -> Option<((u32, u32), &str)> {
    let (times, text) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    Some((timing(times)?, text))
}

/// Whether a text consists of cues: a `WEBVTT` head, or lines of times all over it.
pub fn is_lines_of_cues(text: &str) -> bool {
    if text.trim_start().starts_with("WEBVTT") {
        return true;
    }
    let (mut cues, mut lines, mut first) = (0, 0, None);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        lines += 1;
        if timing(line).is_some() || bracketed(line).is_some() {
            cues += 1;
            first = first.or(Some(lines));
        }
    }
    cues > 0 && cues * 8 >= lines && (cues > 1 || first.is_some_and(|first| first <= 2))
}

/// Whether a line can be the name of a cue: a number, an id of Teams or Zoom.
fn is_name(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && (line.bytes().all(|byte| byte.is_ascii_digit())
            || (line.len() > 20 && line.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'/'))))
}

/// Reads the cues of a text (LF only). A line without times belongs to the cue above it, empty lines between or not;
/// notes, styles and regions are left out.
pub fn read_cue_lines(text: &str) -> Cues {
    let mut found = Cues { vtt: text.trim_start().starts_with("WEBVTT"), ..Cues::default() };
    let lines: Vec<&str> = text.lines().collect();
    let (mut commas, mut numbers) = (0, 0);
    let mut skipping = false;
    let mut after_blank = true;
    for (at, line) in lines.iter().enumerate() {
        let opens = std::mem::replace(&mut after_blank, line.trim().is_empty());
        if line.trim().is_empty() {
            skipping = false;
            continue;
        }
        if let Some((start, end)) = timing(line) {
            skipping = false;
            commas += usize::from(cue_time(line.trim_start()).is_some() && line.contains(',') && line.contains("-->"));
            found.cues.push(Cue { start, end: Some(end), ..Cue::default() });
            continue;
        }
        if let Some(((start, end), text)) = bracketed(line) {
            skipping = false;
            found.cues.push(Cue { start, end: Some(end), lines: vec![text.trim().to_owned()], ..Cue::default() });
            continue;
        }
        let word = line.split_whitespace().next().unwrap_or_default();
        if found.vtt && opens && matches!(word, "NOTE" | "STYLE" | "REGION") {
            skipping = true;
        }
        if skipping {
            continue;
        }
        // The name of the cue below: a number or an id, or in WebVTT any line between an empty one and the times.
        let below = lines.get(at + 1).is_some_and(|next| timing(next).is_some());
        if below && (is_name(line) || (found.vtt && opens)) {
            numbers += 1;
            continue;
        }
        match found.cues.last_mut() {
            Some(cue) => cue.lines.push((*line).to_owned()),
            None if found.vtt && (line.trim_start().starts_with("WEBVTT") || is_header(line)) => {}
            None => found.head.push(line.trim().to_owned()),
        }
    }
    found.srt = !found.vtt && commas > 0 && numbers > 0;
    let single = lines.iter().any(|line| timing(line).is_some() && line.contains(":0:"));
    if !found.vtt && !found.srt {
        names_above(&mut found.cues, single);
    }
    found
}

/// Cues whose first line is the name of who speaks (documents of Teams, older form): every cue has one, and names come
/// again, or `sure`.
fn names_above(cues: &mut [Cue], sure: bool) {
    let name = |cue: &Cue| {
        let first = cue.lines.first().map(|line| line.trim()).filter(|_| cue.lines.len() > 1)?;
        let fits = first.chars().count() <= 40 && first.split_whitespace().count() <= 6;
        (fits && !first.ends_with(['.', '?', '!', ',', '…']) && !first.contains(':')).then(|| first.to_owned())
    };
    let names: Option<Vec<String>> = cues.iter().map(name).collect();
    let Some(names) = names.filter(|names| !names.is_empty()) else { return };
    let distinct: std::collections::HashSet<&str> = names.iter().map(String::as_str).collect();
    if sure || (names.len() > 3 && distinct.len() * 2 <= names.len()) {
        for (cue, name) in cues.iter_mut().zip(names) {
            cue.voice = Some(name);
            cue.lines.remove(0);
        }
    }
}

/// A line of the head of a WebVTT file: `Kind: captions`, `Language: en`, `X-TIMESTAMP-MAP=…`.
fn is_header(line: &str) -> bool {
    let line = line.trim();
    ["Kind:", "Language:", "Region:", "X-TIMESTAMP-MAP", "Style:", "##"].iter().any(|key| line.starts_with(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(u32, String)> {
        read_cue_lines(text).cues.into_iter().map(|cue| (cue.start, cue.lines.join("|"))).collect()
    }

    #[test]
    fn vtt_with_notes_styles_names_and_missing_blank_lines() {
        let text = "WEBVTT - invented\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE Confidence: 0.9\n\nintro\n\
            00:01.000 --> 00:02.000 align:start\nOne\ntwo\n2\n00:02.000 --> 00:03.000\nthree\n\nand more\n\nNOTE\nnot this\n\n\
            11111111-2222-4333-8444-555555555555/12-0\n00:03.000 --> 00:04.000\nfour\n";
        assert_eq!(shown(text), [(1_000, "One|two".into()), (2_000, "three|and more".into()), (3_000, "four".into())]);
        let read = read_cue_lines(text);
        assert!(read.vtt && !read.srt && read.head.is_empty());
    }

    #[test]
    fn srt_sbv_and_bare_lines() {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:02,000 --> 00:00:03,000\nb\n";
        assert_eq!(shown(srt), [(1_000, "42".into()), (2_000, "b".into())]);
        assert!(read_cue_lines(srt).srt);
        assert_eq!(shown("0:00:01.000,0:00:02.000\na\n\n0:00:02.000,0:00:03.000\nb\n").len(), 2);
        let bare = "# A head\n\n[00:43.810 --> 00:47.850]  Hello\n[00:48.350 --> 00:54.570]  there\n";
        assert_eq!(shown(bare), [(43_810, "Hello".into()), (48_350, "there".into())]);
        assert_eq!(read_cue_lines(bare).head, ["# A head"]);
    }

    #[test]
    fn names_above_what_is_said() {
        let teams = "Started\n0:0:3.210 --> 0:0:6.480\nDana Roe\nThanks.\n0:0:6.900 --> 0:0:11.20\nP 04\nYes,\nloud.\n";
        let read = read_cue_lines(teams);
        let voices: Vec<_> = read.cues.iter().map(|cue| (cue.voice.clone(), cue.lines.join(" "))).collect();
        assert_eq!(voices, [(Some("Dana Roe".into()), "Thanks.".into()), (Some("P 04".into()), "Yes, loud.".into())]);
        assert_eq!(read.head, ["Started"]);
    }

    #[test]
    fn what_consists_of_cues() {
        assert!(is_lines_of_cues("WEBVTT\n"));
        assert!(is_lines_of_cues("00:00.000 --> 00:27.640\nHello\n"));
        assert!(!is_lines_of_cues("We went from 10:30 --> 11:00.\nAnd then home.\n"));
        assert!(!is_lines_of_cues("Ana: [00:03] Hello\n\nBo: [00:05] Hi\n"));
    }
}
