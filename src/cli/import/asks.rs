//! What an import asks whoever sits at the terminal.

use std::io::{BufRead, Write};

use super::super::{Wrong, output};
use crate::session::Who;
use crate::session::import::{self, ImportDraft, Looked, Options};

/// Asks for the encoding of each text that can be read in several ways.
pub(super) fn ask_encodings(looked: &mut [Looked], options: &Options) -> Result<(), Wrong> {
    for one in looked {
        let Err(unread) = &one.contents else { continue };
        let Some(readings) = import::readings(unread) else { continue };
        output::say(&format!(
            "{}: it is not certain in which encoding this was saved. Which one reads right?",
            one.file.path.display()
        ));
        for (at, (encoding, sample)) in readings.iter().enumerate() {
            output::say(&format!("  {}  {encoding:<16} {sample}", at + 1));
        }
        output::tell("Number, or nothing to leave it out: ");
        let answer = answer()?;
        let chosen = answer.parse::<usize>().ok().and_then(|number| readings.get(number.checked_sub(1)?));
        if let Some((encoding, _)) = chosen {
            *one = import::look_at(&one.file, &Options { encoding: Some(encoding.clone()), ..options.clone() });
        }
    }
    Ok(())
}

fn answer() -> Result<String, Wrong> {
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Asks who interviews; nothing changes where the answer is empty.
pub(super) fn ask_interviewers(draft: &ImportDraft) -> Result<Option<Vec<String>>, Wrong> {
    let mut labels: Vec<String> = Vec::new();
    for label in draft.transcripts().flat_map(|new| &new.labels) {
        if label.who == Some(Who::Interviewer) && !labels.contains(&label.seen.label) {
            labels.push(label.seen.label.clone());
        }
    }
    if draft.transcripts().all(|new| new.labels.iter().all(|label| label.seen.label.is_empty())) {
        return Ok(None);
    }
    output::tell(&crate::session::new::question(&labels));
    let line = answer()?;
    let named: Vec<String> =
        line.split(',').map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()).collect();
    Ok(Some(named).filter(|named| !named.is_empty()))
}

pub(super) fn ask_yes() -> Result<bool, Wrong> {
    output::tell("Bring this in? [y/N] ");
    Ok(matches!(answer()?.to_lowercase().as_str(), "y" | "yes"))
}
