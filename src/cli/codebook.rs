//! `emic codebook …`: the commands that change one code; the others have files of their own.

use clap::{Args, Subcommand};

use super::codebook_look::{Diff, Export, Import, Lint, List};
use super::codebook_merge::{Merge, Remove, Split};
use super::{Global, Report, Wrong, output};
use crate::session::{Command, NewCode, Session, Wording};

/// The codebook: list it, change it, look for weak places, take it along.
#[derive(Subcommand, Debug)]
pub enum Codebook {
    /// List the codes with how often each is used.
    List(List),
    /// Add a code.
    Add(Add),
    /// Give a code another name; its id and its codings stay.
    Rename(Rename),
    /// Say what a code means, when to use it and when not to. Of a code that is in use this needs a reason.
    Define(Define),
    /// Put a code, with all that is beneath it, in another place of the tree.
    Move(Move),
    /// Merge codes into another: all codings count there from now on, codes beneath them go along.
    Merge(Merge),
    /// Move a selection of your codings under a code to another code, a new one or one that is there.
    Split(Split),
    /// Take a code out; codes beneath it move up into its place.
    Remove(Remove),
    /// Look for weak places: codes without a definition, names nearly the same, parent and child on one passage, codes that
    /// overlap; and note codes that are never used, used once, or spoken of by one participant only.
    ///
    /// Exit status: 0 nothing, or notes alone; 1 something was found.
    Lint(Lint),
    /// Show what has changed: between two days, or between two files.
    Diff(Diff),
    /// Write the codebook as a document, as a table, or for another tool.
    Export(Export),
    /// Take in the codes of another codebook, a table or a plain list.
    ///
    /// Codes are the same by their ids (where a list has none, by their names). New ones are added, what a code does not say yet is
    /// filled in; where both say something else, yours stays and the other wording becomes a memo on the code.
    Import(Import),
}

/// What is said of a code.
#[derive(Args, Debug, Default)]
pub struct WordingArgs {
    /// What it means.
    #[arg(long, value_name = "TEXT")]
    pub definition: Option<String>,
    /// When to use it.
    #[arg(long, value_name = "TEXT")]
    pub include: Option<String>,
    /// When not to.
    #[arg(long, value_name = "TEXT")]
    pub exclude: Option<String>,
    /// A name of the palette (teal, orange, blue …) or '#rrggbb'.
    #[arg(long, value_name = "COLOUR")]
    pub colour: Option<String>,
    /// A passage that shows it; may be given several times.
    #[arg(long, value_name = "TEXT")]
    pub example: Vec<String>,
}

/// The new code.
#[derive(Args, Debug)]
pub struct Add {
    /// Stable id: lower-case letters, digits and `-` (default: made from the name).
    #[arg(long)]
    id: Option<String>,
    /// Name.
    #[arg(long)]
    name: String,
    /// The code to stand under.
    #[arg(long, value_name = "ID")]
    under: Option<String>,
    #[command(flatten)]
    wording: WordingArgs,
}

/// The code and its new name.
#[derive(Args, Debug)]
pub struct Rename {
    /// Id of the code.
    id: String,
    /// New name.
    name: String,
}

/// The code and what is said of it.
#[derive(Args, Debug)]
pub struct Define {
    /// Id of the code.
    id: String,
    #[command(flatten)]
    wording: WordingArgs,
    /// Why it is defined anew; it stands in the history of the codebook.
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

/// The code and its new place.
#[derive(Args, Debug)]
pub struct Move {
    /// Id of the code.
    id: String,
    /// The code to stand under.
    #[arg(long, value_name = "ID", conflicts_with = "top", required_unless_present_any = ["top", "before"])]
    under: Option<String>,
    /// To stand at the top.
    #[arg(long)]
    top: bool,
    /// The code to stand before (default: the last beneath the new place).
    #[arg(long, value_name = "ID", conflicts_with = "top")]
    before: Option<String>,
    /// Why.
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
}

impl Codebook {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let command = match self {
            Self::List(list) => return list.run(&session, global),
            Self::Lint(lint) => return lint.run(&session, global),
            Self::Diff(diff) => return diff.run(&session, global),
            Self::Export(export) => return export.run(&mut session, global),
            Self::Import(import) => return import.run(&mut session, global),
            Self::Add(add) => {
                let id = add.id.unwrap_or_else(|| crate::session::id_from_name(&add.name));
                let mut code = NewCode { under: add.under.map(Into::into), ..NewCode::new(id, add.name) };
                add.wording.fill(&mut code);
                Command::AddCodes { codes: vec![code], items: Vec::new(), query: None }
            }
            Self::Rename(rename) => Command::RenameCode(rename.id.into(), rename.name),
            Self::Define(define) => define.command(&session)?,
            Self::Move(place) => Command::MoveCode {
                id: place.id.into(),
                under: place.under.map(Into::into),
                before: place.before.map(Into::into),
                why: place.why,
            },
            Self::Merge(merge) => merge.command()?,
            Self::Split(split) => split.command(&session)?,
            Self::Remove(remove) => match remove.command(&session)? {
                Some(command) => command,
                None => return Ok(Report::Done),
            },
        };
        let outcome = session.apply(command)?;
        output::outcome(&outcome, global)?;
        outcome.kept.iter().for_each(|kept| output::say(kept));
        Ok(Report::Done)
    }
}

impl WordingArgs {
    /// Says of a new code what was given.
    pub fn fill(self, code: &mut NewCode) {
        code.definition = self.definition.unwrap_or_default();
        code.include = self.include.unwrap_or_default();
        code.exclude = self.exclude.unwrap_or_default();
        code.colour = self.colour.unwrap_or_default();
        code.examples = self.example;
    }
}

impl Define {
    fn command(self, session: &Session) -> Result<Command, Wrong> {
        let WordingArgs { definition, include, exclude, colour, example } = self.wording;
        let wording = Wording { definition, include, exclude, colour, examples: example };
        if wording == Wording::default() {
            return Err(Wrong::new(
                "nothing is said of the code",
                "add --definition, --include, --exclude, --colour or --example",
            ));
        }
        let mut why = self.why;
        if why.is_none()
            && output::can_ask()
            && let Some(uses) = session.redefines(&self.id, &wording)?
        {
            why = Some(output::ask(&format!("{} is in use by {}. Why is it defined anew?", self.id, uses.in_words()))?);
        }
        Ok(Command::DefineCode { id: self.id.into(), wording, why })
    }
}
