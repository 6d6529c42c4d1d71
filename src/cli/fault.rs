//! A fault of the program itself: where it is, and nothing of what it was about. A message that was put together may hold interview text
//! (a text cut in the middle of a character is quoted in it), so it is not shown.

use std::any::Any;
use std::io::Write;

use crate::model::is_guarded;

/// From now on panics are reported so. One that is expected is not.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        if is_guarded() {
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let mut text = report(info.payload(), &place);
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            text.push_str(&format!("{trace}\n"));
        }
        let _ = std::io::stderr().write_all(text.as_bytes());
    }));
}

fn report(payload: &dyn Any, place: &str) -> String {
    let why = payload.downcast_ref::<&'static str>().map_or_else(String::new, |why| format!(": {why}"));
    format!(
        "error: emic panicked at {place}{why}\nhint: what was shown as saved is on the disk; please report this line: no interview text is in it\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_that_was_put_together_is_shown() {
        let text = "Nobody rang us back, Zoë said";
        let cut = std::panic::catch_unwind(|| text[..text.find('ë').unwrap() + 1].len()).unwrap_err();
        let told = report(&*cut, "src/a.rs:1:2");
        assert!(told.starts_with("error: emic panicked at src/a.rs:1:2\nhint: "), "{told}");
        assert!(!told.contains("rang") && !told.contains("Zo"), "{told}");
        let fixed: Box<dyn Any> = Box::new("explicit");
        assert!(report(&*fixed, "b").contains("at b: explicit\n"));
    }
}
