//! `emic drift`

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::analysis::agreement::{AgreementUnit, Extras};
use crate::model::RollUp;
use crate::session::AgreementRequest;

/// Look whether a coder's use of the codes has changed.
///
/// With --code: the passages of one code in the order in which they were coded. With --again: a coder against herself. Let her code a
/// sample a second time under another name (for example amy-2) in a blind round of that name and another, so that she does not see her
/// first codings; then: emic drift --of amy --again amy-2. Where study.yaml lists `coders:`, the second name counts in no table.
#[derive(Args, Debug)]
pub struct Drift {
    /// The code whose passages are listed.
    #[arg(long, value_name = "ID", required_unless_present = "again", conflicts_with = "again")]
    code: Option<String>,
    /// The coder.
    #[arg(long, value_name = "NAME", required_unless_present = "code")]
    of: Option<String>,
    /// The name under which the coder has coded a second time.
    #[arg(long, value_name = "NAME")]
    again: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Drift {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let table = match (&self.code, self.of, self.again) {
            (Some(code), of, _) => session.drift_table(code, of.as_deref())?,
            (None, Some(of), Some(again)) => {
                let request = AgreementRequest {
                    coders: Some(vec![of, again]),
                    unit: AgreementUnit::Sentence,
                    round: None,
                    roll_ups: vec![RollUp::Own],
                    extras: Extras { paradox: false, unitizing: false, by_transcript: false, seed: 1 },
                    // What changed in one person's reading is asked for, whatever the approach.
                    asked: true,
                };
                let answer = session.agreement(&request)?;
                let for_reading = !global.json && self.output.format.is_none() && self.output.to.is_none();
                let table = if for_reading { answer.brief } else { answer.figures };
                if for_reading {
                    output::table(&session, &answer.by_code, global, &self.output)?;
                    output::text("\n")?;
                }
                table.unwrap_or_default()
            }
            _ => {
                return Err(Wrong::new(
                    "nothing to compare",
                    "--code ID lists passages; --of amy --again amy-2 compares",
                ));
            }
        };
        output::table(&session, &table, global, &self.output)?;
        Ok(Report::found(!table.rows.is_empty()))
    }
}
