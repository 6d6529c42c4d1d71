//! `emic demo`

use std::path::PathBuf;

use clap::Args;

use super::{Global, OutputArgs, Report, Wrong, output};
use crate::session::{FrequencyRequest, Session, Shape, demo};

/// Open a copy of the sample study: invented interviews on support for pupils with special needs.
#[derive(Args, Debug)]
pub struct Demo {
    /// Where the copy goes; one that is there is opened as it is.
    #[arg(default_value = "emic-demo")]
    dir: PathBuf,
}

impl Demo {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let made = demo::make(&self.dir)?;
        let what = if made { "made a copy of the sample study in" } else { "the sample study in" };
        output::say(&format!("{what} {}", self.dir.display()));
        let session = Session::open(&self.dir, global.env())?;
        for notice in session.notices() {
            output::notice(notice);
        }
        if global.at_terminal() {
            session.begin_tour();
            return Ok(Report::Open(Some(Box::new(session)), std::env::current_dir()?));
        }
        output::text(&session.summary())?;
        output::text("\n")?;
        let request =
            FrequencyRequest { by: Some("role".into()), shape: Shape::Wide(None), ..FrequencyRequest::default() };
        let table = session.frequencies(&request)?;
        output::table(&session, &table, global, &OutputArgs::default())?;
        Ok(Report::Done)
    }
}
