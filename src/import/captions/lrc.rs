//! LRC, the form of song texts that Whisper programs write too: `[00:43.81]text`, an empty text closes it.

use super::cue::{Cue, cue_time};

/// The stamps at the head of a line, which have a fraction of a second, and what follows them.
fn stamps(line: &str) -> (Vec<u32>, &str) {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while let Some((inner, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some((ms, "")) = cue_time(inner).filter(|_| inner.contains('.')) else { break };
        found.push(ms);
        rest = after;
    }
    (found, rest)
}

/// A line about the song: `[ar:…]`, `[ti:…]`, `[length: 03:12]`.
fn is_about(line: &str) -> bool {
    const KEYS: [&str; 10] = ["ar", "al", "ti", "au", "by", "re", "ve", "length", "offset", "la"];
    let inner = line.trim().strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    inner.and_then(|inner| inner.split_once(':')).is_some_and(|(key, _)| KEYS.contains(&key.to_lowercase().as_str()))
}

/// Whether nearly every line begins with a stamp in brackets that has a fraction.
pub fn is_lrc(text: &str) -> bool {
    let (mut stamped, mut lines) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty() && !is_about(line)) {
        lines += 1;
        stamped += usize::from(!stamps(line).0.is_empty());
    }
    stamped > 1 && stamped * 10 >= lines * 9
}

/// Reads the lines as cues; each ends where the next stamp stands.
pub fn read_lrc(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for line in text.lines().filter(|line| !is_about(line)) {
        let (stamps, said) = stamps(line);
        for start in stamps {
            if let Some(last) = cues.last_mut().filter(|last| last.end.is_none() && start >= last.start) {
                last.end = Some(start);
            }
            cues.push(Cue { start, end: None, voice: None, lines: vec![said.trim().to_owned()] });
        }
    }
    cues.retain(|cue| cue.lines.iter().any(|line| !line.is_empty()));
    cues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_stamps() {
        let text = "[ar:Nobody]\n[00:43.81]Hello\n[00:47.85]\n\n[00:48.35][01:00.00]there\n";
        assert!(is_lrc(text));
        let cues: Vec<_> = read_lrc(text).into_iter().map(|cue| (cue.start, cue.end, cue.lines.concat())).collect();
        assert_eq!(
            cues,
            [
                (43_810, Some(47_850), "Hello".into()),
                (48_350, Some(60_000), "there".into()),
                (60_000, None, "there".into())
            ]
        );
        assert!(!is_lrc("[00:12:31] Ana: Hello\n[00:12:40] Bo: Hi\n"));
    }
}
