//! `emic settle`

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::analysis::agreement::AgreementUnit;
use crate::model::CoderName;
use crate::session::{Command, Problem, Settle, Settlement};

/// Settle where coders differ: the result goes to the consensus, the originals stay.
///
/// Settling the last difference of a transcript also takes over what all agree on and marks the transcript done by the consensus: from
/// then on it counts by the consensus alone. `emic undo --coder consensus` takes a settlement back.
#[derive(Subcommand, Debug)]
pub enum Settling {
    /// List the places where coders differ, with what was decided.
    List(List),
    /// Decide about one place.
    Place(OnePlace),
    /// Take over what is agreed in a transcript in which nothing is left to settle, and mark it done by the consensus.
    Rest(Rest),
    /// What was settled how and why, by code: a table for the methods section.
    Table(Outcomes),
}

/// Who is compared, and by what unit.
#[derive(Args, Debug)]
pub struct Compared {
    /// The coders; only what all of them have finished is compared (default: in each transcript those who have finished it).
    #[arg(long, value_name = "A,B[,…]", value_delimiter = ',')]
    coders: Option<Vec<String>>,
    /// By what unit places are told apart.
    #[arg(long, value_name = "UNIT", default_value = "sentence")]
    unit: UnitArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Sentence,
    Turn,
    Word,
    Character,
}

impl Compared {
    fn unit(&self) -> AgreementUnit {
        match self.unit {
            UnitArg::Sentence => AgreementUnit::Sentence,
            UnitArg::Turn => AgreementUnit::Turn,
            UnitArg::Word => AgreementUnit::Word,
            UnitArg::Character => AgreementUnit::Character,
        }
    }
}

/// The options of `settle list`.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    compared: Compared,
    /// Only this transcript.
    #[arg(long, value_name = "ID")]
    transcript: Option<String>,
    /// Only what is open.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// A decision.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("how").required(true)))]
pub struct OnePlace {
    /// The place: the id in the first column of `settle list`.
    place: String,
    /// As this coder has it.
    #[arg(long, value_name = "NAME", group = "how")]
    take: Option<String>,
    /// All that any of them has.
    #[arg(long, group = "how")]
    both: bool,
    /// One coding over all that any of them covers.
    #[arg(long, group = "how")]
    union: bool,
    /// One coding over what all of them cover.
    #[arg(long, group = "how")]
    intersection: bool,
    /// Another code over all that any of them covers.
    #[arg(long, value_name = "ID", group = "how")]
    code: Option<String>,
    /// No coding.
    #[arg(long, group = "how")]
    none: bool,
    /// Why; it is kept as a method memo of the consensus.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    compared: Compared,
}

/// The options of `settle rest`.
#[derive(Args, Debug)]
pub struct Rest {
    /// The transcript.
    transcript: String,
    #[command(flatten)]
    compared: Compared,
}

/// The options of `settle table`.
#[derive(Args, Debug)]
pub struct Outcomes {
    #[command(flatten)]
    compared: Compared,
    #[command(flatten)]
    output: OutputArgs,
}

impl Settling {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        match self {
            Self::List(List { compared, transcript, open, output: args }) => {
                let unit = compared.unit();
                let table = session.settle_table(compared.coders.as_deref(), unit, transcript.as_deref(), open)?;
                output::table(&session, &table, global, &args)?;
                Ok(Report::found(!table.rows.is_empty()))
            }
            Self::Place(place) => {
                let id = session.coding_named(&place.place)?;
                let settlement = Settlement {
                    coders: session.raters_at(place.compared.coders.as_deref(), id)?,
                    unit: place.compared.unit(),
                    place: id,
                    how: place.how()?,
                    reason: place.reason,
                };
                let outcome = session.apply(Command::Settle(settlement))?;
                output::outcome(&outcome, global)?;
                Ok(Report::Done)
            }
            Self::Rest(rest) => {
                let transcript = session.transcript_named(&rest.transcript)?;
                let command = Command::SettleRest {
                    coders: session.raters_of(rest.compared.coders.as_deref(), transcript.as_str())?,
                    unit: rest.compared.unit(),
                    transcript,
                };
                let outcome = session.apply(command)?;
                output::outcome(&outcome, global)?;
                Ok(Report::Done)
            }
            Self::Table(Outcomes { compared, output: args }) => {
                let table = session.settled_table(compared.coders.as_deref(), compared.unit())?;
                output::table(&session, &table, global, &args)?;
                Ok(Report::found(!table.rows.is_empty()))
            }
        }
    }
}

impl OnePlace {
    fn how(&self) -> Result<Settle, Wrong> {
        if let Some(name) = &self.take {
            let coder = CoderName::new(name).map_err(|error| Wrong::from(Problem::new(error.to_string())))?;
            return Ok(Settle::Take(coder));
        }
        if let Some(code) = &self.code {
            return Ok(Settle::Code(code.as_str().into()));
        }
        Ok(match (self.both, self.union, self.intersection) {
            (true, ..) => Settle::Both,
            (_, true, _) => Settle::Union,
            (_, _, true) => Settle::Intersection,
            _ => Settle::Nothing,
        })
    }
}
