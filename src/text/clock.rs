//! Times of turns as they are printed.

/// A time as `H:MM:SS`, from milliseconds.
pub fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_not_padded() {
        assert_eq!(clock(751_999), "0:12:31");
        assert_eq!(clock(36_000_000), "10:00:00");
    }
}
