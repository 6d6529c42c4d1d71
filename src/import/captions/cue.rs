//! One cue, and the times that stand over it.

/// What a caption shows at a time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cue {
    /// Start in milliseconds.
    pub start: u32,
    /// End in milliseconds; `None`: not told.
    pub end: Option<u32>,
    /// Who speaks, where the format itself says so (a voice tag, a column, a key); empty: it says that nobody is known.
    pub voice: Option<String>,
    /// The lines shown, as they stand in the file.
    pub lines: Vec<String>,
}

/// Digits at the head of `text`: value and rest.
fn number(text: &str) -> Option<(u64, usize, &str)> {
    let width = text.bytes().take_while(u8::is_ascii_digit).count();
    if width == 0 || width > 9 {
        return None;
    }
    let (digits, rest) = text.split_at(width);
    Some((digits.parse().ok()?, width, rest))
}

/// The time at the head of `text` with what follows it: `1:02:03.4`, `02:03,400`, `0:0:3.210`, `00:00:03:12` (hours,
/// minutes, seconds, frames). Milliseconds; frames are left out.
pub fn cue_time(text: &str) -> Option<(u32, &str)> {
    let mut parts = Vec::with_capacity(4);
    let mut rest = text;
    loop {
        let (value, width, after) = number(rest)?;
        if !parts.is_empty() && width > 2 {
            return None;
        }
        parts.push(value);
        rest = after;
        match rest.strip_prefix(':') {
            Some(after) if parts.len() < 4 && after.starts_with(|c: char| c.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, *minutes, *seconds),
        [hours, minutes, seconds] | [hours, minutes, seconds, _] if *minutes < 60 => (*hours, *minutes, *seconds),
        _ => return None,
    };
    if seconds > 59 {
        return None;
    }
    let mut millis = 0;
    if let Some(after) = rest.strip_prefix(['.', ','])
        && let Some((_, width, left)) = number(after)
    {
        let digits: String = after[..width].chars().chain("00".chars()).take(3).collect();
        millis = digits.parse().unwrap_or(0);
        rest = left;
    }
    let total = (hours * 3600 + minutes * 60 + seconds).checked_mul(1000)?.checked_add(millis)?;
    Some((u32::try_from(total).ok()?, rest))
}

/// The times of a line `00:01.000 --> 00:02.000 align:start`, or SBV's `0:00:01.000,0:00:02.000`.
pub fn timing(line: &str) -> Option<(u32, u32)> {
    let (start, rest) = cue_time(line.trim_start())?;
    if let Some(rest) = rest.strip_prefix(',') {
        let (end, rest) = cue_time(rest)?;
        return rest.trim().is_empty().then_some((start, end));
    }
    let rest = rest.trim_start();
    let rest = ["-->", "->", "–>", "→"].into_iter().find_map(|arrow| rest.strip_prefix(arrow))?;
    let (end, rest) = cue_time(rest.trim_start())?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_lines_of_times() {
        for (text, ms) in [
            ("00:05:31.760", 331_760),
            ("00:43.810", 43_810),
            ("00:00:01,000", 1_000),
            ("0:0:3.210", 3_210),
            ("0:0:11.20", 11_200),
            ("00:00:03:12", 3_000),
            ("100:00:00.5", 360_000_500),
        ] {
            assert_eq!(cue_time(text), Some((ms, "")), "{text}");
        }
        for text in ["", "12", "1:75", "1:61:00", "1:2:3:4:5", "a", "9999999999:00", "1:123"] {
            assert!(cue_time(text).is_none_or(|(_, rest)| !rest.is_empty()), "{text}");
        }
        assert_eq!(timing("00:01.000 --> 00:02.000 align:start position:0%"), Some((1_000, 2_000)));
        assert_eq!(timing("0:00:01.000,0:00:02.500"), Some((1_000, 2_500)));
        assert_eq!(timing("00:00:05.500 --> 00:00:05.500"), Some((5_500, 5_500)));
        assert_eq!(timing("at 10:30 --> 11:00"), None);
        assert_eq!(timing("10:30 --> later"), None);
    }
}
