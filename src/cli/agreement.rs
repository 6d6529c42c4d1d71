//! `emic agreement`

use clap::{Args, ValueEnum};

use super::args::RollUpArg;
use super::{Global, OutputArgs, Report, Wrong, output};
use crate::analysis::agreement::{AgreementUnit, Extras};
use crate::model::RollUp;
use crate::session::AgreementRequest;

/// Compare coders: first where they differ, then how far they agree.
///
/// One yes/no decision per code and unit of participants' speech, on the transcripts that the coders have marked done. The list of
/// differences is what mends a definition, so it comes first. Krippendorff's alpha, Cohen's and Fleiss' kappa belong to approaches
/// that treat coding as measurement (codebook, coding reliability, content analysis). Reflexive thematic analysis does not use
/// them, so a study whose `approach:` is `reflexive` shows them only with --coefficients.
#[derive(Args, Debug)]
pub struct Agreement {
    /// The coders to compare (default: all who have finished a transcript; never the consensus).
    #[arg(long, value_name = "A,B[,…]", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// On what one decision per code is made. Longer units agree more easily: the unit belongs into the paper.
    #[arg(long, value_name = "UNIT", default_value = "sentence")]
    unit: UnitArg,
    /// The closed blind round to look at (default: the last one of these coders).
    #[arg(long, value_name = "NAME")]
    round: Option<String>,
    /// Only codes with everything beneath them, or only their own codings (default: both).
    #[arg(long, value_name = "HOW")]
    rollup: Option<RollUpArg>,
    /// List each difference with its passage in place of figures.
    #[arg(long, visible_alias = "disagreements")]
    differences: bool,
    /// A row for each transcript too.
    #[arg(long, value_name = "WHAT")]
    by: Option<ByArg>,
    /// Gwet's AC1 and Brennan-Prediger beside the others. For rare codes they are high whatever was coded.
    #[arg(long)]
    ac1: bool,
    /// Agreement on where passages begin and end: u-alpha and |u-alpha (Krippendorff and others 2016), in characters.
    #[arg(long)]
    unitizing: bool,
    /// Show coefficients although the study's approach is reflexive.
    #[arg(long)]
    coefficients: bool,
    /// Seed of the bootstrap.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Sentence,
    Turn,
    Word,
    Character,
    Transcript,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ByArg {
    Transcript,
}

impl From<UnitArg> for AgreementUnit {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Sentence => Self::Sentence,
            UnitArg::Turn => Self::Turn,
            UnitArg::Word => Self::Word,
            UnitArg::Character => Self::Character,
            UnitArg::Transcript => Self::Transcript,
        }
    }
}

impl Agreement {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let request = AgreementRequest {
            coders: self.coders,
            unit: self.unit.into(),
            round: self.round,
            roll_ups: match self.rollup {
                None => vec![RollUp::Own, RollUp::Subtree],
                Some(one) => vec![one.into()],
            },
            extras: Extras {
                paradox: self.ac1,
                unitizing: self.unitizing,
                by_transcript: matches!(self.by, Some(ByArg::Transcript)),
                seed: self.seed,
            },
            asked: self.coefficients,
        };
        let answer = session.agreement(&request)?;
        if self.differences {
            output::table(&session, &answer.differences, global, &self.output)?;
            return Ok(Report::found(!answer.differences.rows.is_empty()));
        }
        let for_reading = self.output.for_reading(global);
        let found = Report::found(answer.transcripts > 0);
        match (for_reading, answer.brief, answer.figures) {
            (true, brief, _) => {
                output::table(&session, &answer.by_code, global, &self.output)?;
                match brief {
                    Some(brief) => {
                        output::text("\n")?;
                        output::table(&session, &brief, global, &self.output)?;
                    }
                    None => output::say(HIDDEN),
                }
            }
            (false, _, Some(figures)) => output::table(&session, &figures, global, &self.output)?,
            (false, _, None) => {
                return Err(Wrong::new(
                    HIDDEN,
                    "--coefficients shows them all the same; --differences lists where coders differ",
                ));
            }
        }
        Ok(found)
    }
}

const HIDDEN: &str = "coefficients are not shown: the study's approach is reflexive, in which differences are material for \
                      discussion and no error of measurement";
