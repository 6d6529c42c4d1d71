//! `emic speakers`

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::{Command, Who};

/// Show the labels of every transcript with turns and words and who they are, or say who they are.
///
/// `emic speakers s3-parent Parent=P07 SJ=interviewer Mum=other` writes to speakers.csv; `*` in place of a transcript is
/// every transcript.
#[derive(Args, Debug)]
pub struct Speakers {
    /// A transcript, or `*` for all.
    transcript: Option<String>,
    /// LABEL=WHO: a participant's id, `interviewer` or `other`; an empty label is whoever has none: =P07.
    #[arg(value_name = "LABEL=WHO")]
    map: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Speakers {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open_for_texts()?;
        if self.map.is_empty() {
            let table = session.speakers_table(self.transcript.as_deref())?;
            let any = !table.rows.is_empty();
            output::table(&session, &table, global, &self.output)?;
            return Ok(Report::found(any));
        }
        let mut pairs = Vec::new();
        for pair in &self.map {
            // A label may hold an equals sign; an id does not.
            let Some((label, who)) = pair.rsplit_once('=').filter(|(_, who)| !who.is_empty()) else {
                return Err(Wrong::new(
                    format!("`{pair}` is not LABEL=WHO"),
                    "for example: emic speakers s3-parent Parent=P07 SJ=interviewer Mum=other",
                ));
            };
            pairs.push((label.to_owned(), Who::from(who)));
        }
        let outcome = session.apply(Command::MapSpeakers(self.transcript.unwrap_or_default(), pairs))?;
        output::outcome(&outcome, global)?;
        Ok(Report::Done)
    }
}
