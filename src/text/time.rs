//! Times within a recording.

/// Milliseconds as `H:MM:SS`, cut off to the second: 751,999 is `0:12:31`.
pub fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_minutes_seconds() {
        assert_eq!(clock(0), "0:00:00");
        assert_eq!(clock(751_999), "0:12:31");
        assert_eq!(clock(36_000_000 + 59_000), "10:00:59");
        assert_eq!(clock(u32::MAX), "1193:02:47");
    }
}
