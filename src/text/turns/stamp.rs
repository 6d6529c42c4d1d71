//! Time stamps as transcripts write them.

/// A clock time at the head of a text.
struct Clock {
    millis: u32,
    len: usize,
    /// Whether it is a stamp beyond doubt: hours, a fraction or a leading zero (`10:30` may be a time of day spoken of).
    sure: bool,
}

/// What stands before the first word of a region.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Lead {
    /// The first stamp, in milliseconds.
    pub time: Option<u32>,
    /// End of the last leading stamp (bytes; 0 without one).
    pub stamped: usize,
    /// First non-white character after the stamps (bytes).
    pub text: usize,
}

/// Reads a time stamp, with or without its brackets: `m:ss`, `h:mm:ss`, either with `.mmm` or `,mmm`, f4's `-t` tenths
/// inside brackets or `#`. Answers milliseconds; `None` for anything else, also for 60 seconds or more than `u32` holds.
pub fn parse_time(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Some((millis, len)) = enclosed(text) {
        return (len == text.len()).then_some(millis);
    }
    clock(text, true).filter(|clock| clock.len == text.len()).map(|clock| clock.millis)
}

/// One to `most` digits at `at`, not followed by another: their value and number.
fn digits(bytes: &[u8], at: usize, most: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut count = 0;
    while let Some(digit) = bytes.get(at + count).filter(|byte| byte.is_ascii_digit()) {
        if count == most {
            return None;
        }
        value = value * 10 + u32::from(digit - b'0');
        count += 1;
    }
    (count > 0).then_some((value, count))
}

fn clock(text: &str, tenths: bool) -> Option<Clock> {
    let bytes = text.as_bytes();
    let (first, width) = digits(bytes, 0, 3)?;
    if bytes.get(width) != Some(&b':') {
        return None;
    }
    let (second, 2) = digits(bytes, width + 1, 2)? else { return None };
    let mut len = width + 3;
    let mut sure = width == 2 && bytes.first() == Some(&b'0');
    let (mut hours, mut minutes, mut seconds) = (0, first, second);
    if bytes.get(len) == Some(&b':') && bytes.get(len + 1).is_some_and(u8::is_ascii_digit) {
        let (third, 2) = digits(bytes, len + 1, 2)? else { return None };
        (hours, minutes, seconds) = (first, second, third);
        (len, sure) = (len + 3, true);
        if minutes > 59 {
            return None;
        }
    }
    if seconds > 59 {
        return None;
    }
    // Hours, minutes, seconds and frames, as television counts; how long a frame is nobody says.
    if len == 8 && width == 2 && bytes.get(len) == Some(&b':') {
        len += digits(bytes, len + 1, 2).filter(|(frames, width)| *frames < 60 && *width == 2).map_or(0, |_| 3);
    }
    let mut fraction = 0;
    match bytes.get(len) {
        Some(b'.' | b',') => {
            if let Some((value, count)) = digits(bytes, len + 1, 3) {
                fraction = value * [0, 100, 10, 1].get(count).copied().unwrap_or(1);
                (len, sure) = (len + 1 + count, true);
            }
        }
        Some(b'-') if tenths => {
            if let Some((value, 1)) = digits(bytes, len + 1, 1) {
                fraction = value * 100;
                (len, sure) = (len + 2, true);
            }
        }
        _ => {}
    }
    let whole = u64::from(hours) * 3600 + u64::from(minutes) * 60 + u64::from(seconds);
    let millis = u32::try_from(whole * 1000 + u64::from(fraction)).ok()?;
    Some(Clock { millis, len, sure })
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').len()
}

/// The second time of a range (`00:01 --> 00:04`), with what joins them: its length.
fn until(text: &str, joints: &[&str]) -> usize {
    let at = spaces(text);
    let joint = joints.iter().find(|joint| text[at..].starts_with(**joint));
    let Some(joint) = joint else { return 0 };
    let after = at + joint.len();
    let after = after + spaces(&text[after..]);
    clock(&text[after..], false).map_or(0, |clock| after + clock.len)
}

/// A stamp in brackets, parentheses or `#` at the head of `text`: milliseconds and length in bytes.
pub(super) fn enclosed(text: &str) -> Option<(u32, usize)> {
    let (open, close) = [("\\[", "\\]"), ("[", "]"), ("(", ")"), ("<", ">"), ("{", "}"), ("#", "#")]
        .into_iter()
        .find(|(open, _)| text.starts_with(open))?;
    let mut at = open.len();
    at += spaces(&text[at..]);
    let first = clock(&text[at..], true)?;
    at += first.len;
    at += until(&text[at..], &["-->", "-", "–"]);
    at += spaces(&text[at..]);
    text[at..].starts_with(close).then_some((first.millis, at + close.len()))
}

/// A stamp without brackets at the head of `text`: milliseconds, length in bytes, whether it is one beyond doubt.
pub(super) fn bare(text: &str) -> Option<(u32, usize, bool)> {
    let first = clock(text, false)?;
    let rest = until(&text[first.len..], &["-->"]);
    Some((first.millis, first.len + rest, first.sure || rest > 0))
}

/// Whether the rest of a header line is nothing, or nothing but a stamp (the stamp's milliseconds).
pub(super) fn only_stamp(rest: &str) -> (bool, Option<u32>) {
    let rest = rest.trim();
    let time = parse_time(rest);
    (rest.is_empty() || time.is_some(), time)
}

/// The stamps at the head of `region`, which reaches to the end of its turn.
pub(super) fn leading(region: &str) -> Lead {
    let mut lead = Lead::default();
    loop {
        let rest = &region[lead.text..];
        lead.text += rest.len() - rest.trim_start().len();
        let rest = &region[lead.text..];
        let found =
            enclosed(rest).or_else(|| bare(rest).filter(|found| stands_apart(rest, *found)).map(|b| (b.0, b.1)));
        let Some((millis, len)) = found else { return lead };
        lead.time = lead.time.or(Some(millis));
        lead.text += len;
        lead.stamped = lead.text;
    }
}

/// Whether a bare time is set off from the words after it. `10:30 suits me` and a whole answer `10:30` are speech.
fn stands_apart(rest: &str, (_, len, sure): (u32, usize, bool)) -> bool {
    let after = &rest[len..];
    let gap = spaces(after);
    if after[gap..].is_empty() || after[gap..].starts_with('\n') {
        return sure || !after.trim_start().is_empty();
    }
    after.starts_with('\t') || after[..gap].chars().count() > 1 || (sure && gap > 0)
}

/// The f4 stamp (`#00:00:07-3#`) that closes `speech`, in milliseconds.
pub(super) fn closing(speech: &str) -> Option<u32> {
    let inner = speech.strip_suffix('#')?;
    let open = inner.rfind('#')?;
    if inner.len() - open > 16 {
        return None;
    }
    parse_time(&speech[open..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_every_spelling() {
        for (text, millis) in [
            ("0:03", 3_000),
            ("12:04", 724_000),
            ("125:03", 7_503_000),
            ("1:02:44", 3_764_000),
            ("00:05:31.760", 331_760),
            ("00:00:01,5", 1_500),
            ("#00:00:07-3#", 7_300),
            ("01:00:03:12", 3_603_000),
            ("[00:12:31]", 751_000),
            ("\\[06:10\\]", 370_000),
            ("(00:03)", 3_000),
            ("[00:43.810 --> 00:47.850]", 43_810),
            (" 11:02:09 ", 39_729_000),
        ] {
            assert_eq!(parse_time(text), Some(millis), "{text}");
        }
        for text in [
            "",
            "10",
            "1:2",
            "1:60",
            "1:75:00",
            "0:003",
            "10:30 am",
            "[laughs]",
            "[inaudible 00:03]",
            "9999:00",
            "1:00:00:00",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn leading_stamps_are_not_speech_but_spoken_times_are() {
        assert_eq!(leading(" [00:03] Hello"), Lead { time: Some(3_000), stamped: 8, text: 9 });
        assert_eq!(leading("00:01:17\n\nHello").text, 10);
        assert_eq!(leading("0:21\nHello").time, Some(21_000));
        assert_eq!(leading("10:30 suits me"), Lead::default());
        assert_eq!(leading("10:30"), Lead::default());
        assert_eq!(leading("[laughs] yes"), Lead::default());
    }

    #[test]
    fn a_closing_stamp() {
        assert_eq!(closing("Yes. #00:00:21-9#"), Some(21_900));
        assert_eq!(closing("Yes. #1#"), None);
        assert_eq!(closing("#"), None);
    }
}
