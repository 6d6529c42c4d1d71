//! Questions on the terminal, and what is said where there is none.

use std::io::{BufRead, IsTerminal, Write};

use super::Wrong;
use crate::text::visible;

/// Asks; an empty line is `default`. Where nobody sits at a terminal, `option` is what answers.
///
/// # Errors
/// If there is no terminal to ask on: nothing was written then.
pub fn yes(question: &str, default: bool, option: &str) -> Result<bool, Wrong> {
    terminal(question, option)?;
    let answer = line(&format!("{question} {} ", if default { "[Y/n]" } else { "[y/N]" }))?;
    Ok(match answer.to_lowercase().as_str() {
        "" => default,
        answer => ["y", "yes"].contains(&answer),
    })
}

/// Whether there is somebody to ask.
///
/// # Errors
/// If not.
pub fn terminal(question: &str, option: &str) -> Result<(), Wrong> {
    if std::io::stdin().is_terminal() {
        return Ok(());
    }
    let what = format!("{question} There is no terminal to ask on, so nothing was written");
    Err(Wrong::new(what, format!("add {option} if that is what you want")))
}

/// Shows a question and reads the answer.
///
/// # Errors
/// If the terminal is gone.
pub fn line(question: &str) -> Result<String, Wrong> {
    super::output::tell(&visible(question));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
