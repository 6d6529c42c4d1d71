//! `emic round`

use clap::{Args, Subcommand};

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::model::CoderName;
use crate::session::{Command, Problem, SampleRequest, Session};

/// Blind rounds: while one is open, each of its coders sees only their own work in its transcripts.
///
/// That is a help against influence, no lock: the journals are plain files that anyone may read.
#[derive(Subcommand, Debug)]
pub enum Round {
    /// Draw interviews to be coded by several: a random part of each group.
    Sample(Sample),
    /// Open a round for these coders and transcripts.
    Open(OpenRound),
    /// Close a round: everything is seen again, and its agreement is that of this moment.
    Close(Close),
    /// Show the rounds.
    List(List),
}

/// What is drawn.
#[derive(Args, Debug)]
pub struct Draw {
    /// The share of each group, for example 0.15.
    #[arg(long, value_name = "SHARE")]
    share: Option<f64>,
    /// An attribute whose values are the groups.
    #[arg(long, value_name = "ATTR", requires = "share")]
    by: Option<String>,
    /// The seed: the same one draws the same interviews.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// The options of `round sample`.
#[derive(Args, Debug)]
pub struct Sample {
    #[command(flatten)]
    draw: Draw,
    #[command(flatten)]
    output: OutputArgs,
}

/// The options of `round open`.
#[derive(Args, Debug)]
pub struct OpenRound {
    /// Its name.
    name: String,
    /// Who codes in it, two or more.
    #[arg(long, value_name = "A,B[,…]", value_delimiter = ',', required = true)]
    coders: Vec<String>,
    /// Its transcripts.
    #[arg(long, value_name = "T,…", value_delimiter = ',', conflicts_with = "share")]
    transcripts: Vec<String>,
    #[command(flatten)]
    draw: Draw,
}

/// The options of `round close`.
#[derive(Args, Debug)]
pub struct Close {
    /// Its name.
    name: String,
}

/// The options of `round list`.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    output: OutputArgs,
}

impl Draw {
    fn request(&self) -> Result<SampleRequest, Wrong> {
        let share = self.share.ok_or_else(|| {
            Wrong::new("no share", "say how many to draw, for example --share 0.15 for 15 % of each group")
        })?;
        Ok(SampleRequest { share, by: self.by.clone(), seed: self.seed })
    }
}

impl Round {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        match self {
            Self::Sample(sample) => {
                let session = global.open()?;
                let table = session.sample(&sample.draw.request()?)?;
                output::table(&session, &table, global, &sample.output)?;
                Ok(Report::found(!table.rows.is_empty()))
            }
            Self::Open(open) => open.run(global),
            Self::Close(close) => {
                let mut session = global.open()?;
                let outcome = session.apply(Command::Round { name: close.name.clone(), scope: None, on: false })?;
                output::outcome(&outcome, global)?;
                session.unfinished_in(&close.name).iter().for_each(|sentence| output::say(sentence));
                Ok(Report::Done)
            }
            Self::List(list) => {
                let session = global.open()?;
                let table = session.rounds_table();
                output::table(&session, &table, global, &list.output)?;
                Ok(Report::found(!table.rows.is_empty()))
            }
        }
    }
}

impl OpenRound {
    fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let coders = self
            .coders
            .iter()
            .map(|name| CoderName::new(name.trim()).map_err(|error| Wrong::from(Problem::new(error.to_string()))));
        let mut distinct: Vec<CoderName> = Vec::new();
        for coder in coders {
            let coder = coder?;
            if !distinct.contains(&coder) {
                distinct.push(coder);
            }
        }
        let transcripts = if self.transcripts.is_empty() { self.drawn(&session)? } else { self.transcripts };
        let transcripts =
            transcripts.iter().map(|name| session.transcript_named(name)).collect::<Result<Vec<_>, _>>()?;
        let list = transcripts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let outcome =
            session.apply(Command::Round { name: self.name, scope: Some((transcripts, distinct)), on: true })?;
        output::outcome(&outcome, global)?;
        output::say(&format!("its transcripts: {list}"));
        Ok(Report::Done)
    }

    fn drawn(&self, session: &Session) -> Result<Vec<String>, Wrong> {
        if self.draw.share.is_none() {
            return Ok(Vec::new());
        }
        let table = session.sample(&self.draw.request()?)?;
        table.sentences.iter().for_each(|sentence| output::say(sentence));
        Ok(table.rows.iter().filter_map(|row| row.first()).map(|cell| cell.plain().into_owned()).collect())
    }
}
