//! A study as a project or codebook of the exchange format REFI-QDA.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::{Problem, Session};
use crate::analysis::{Meta, MetaValue};
use crate::export::refi::{self, Exported, Foreign, RefiError, Request, Thing};
use crate::journal::{Do, Event};
use crate::model::{CoderName, Losses, View};

pub use crate::export::refi::Offsets;

/// The word of `do` under which a journal keeps what another tool said of a thing. Other programs, and emic itself when it
/// folds, skip the line.
pub(super) const DO: &str = "refi";

/// What is known of things that came from other tools, as the journals keep it.
pub(super) fn foreign(events: &[Event]) -> Foreign {
    let mut foreign = Foreign::default();
    let marked = format!("\"do\":\"{DO}\"");
    for event in events {
        let (Do::Unknown, Some(raw)) = (&event.what, &event.raw) else { continue };
        if !raw.contains(&marked) {
            continue;
        }
        let Ok(serde_json::Value::Object(line)) = serde_json::from_str(raw) else { continue };
        let Some(serde_json::Value::Object(things)) = line.get("things") else { continue };
        for (own, thing) in things {
            if let (Ok(own), Ok(thing)) = (own.parse::<Uuid>(), serde_json::from_value::<Thing>(thing.clone())) {
                foreign.add(own, thing);
            }
        }
    }
    foreign
}

impl Session {
    /// Writes the study as a project (`.qdpx`) with its sidecar. `coders`: only what these have written; `numbered`: coders go out
    /// as `Coder-1`, `Coder-2` … in place of their names.
    ///
    /// # Errors
    /// A text beyond the standard's limit; a file that cannot be written.
    pub fn export_refi(
        &self,
        path: &Path,
        offsets: Offsets,
        coders: Option<&[String]>,
        numbered: bool,
    ) -> Result<(Losses, PathBuf), Problem> {
        if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdpx")) {
            return Err(Problem::new(format!("`{}` does not end in .qdpx", path.display()))
                .hint("other tools know a project by its ending: --to study.qdpx"));
        }
        let chosen = coders.map(|names| self.known_coders(names)).transpose()?;
        let everybody = self.placements().coders.clone();
        let foreign = foreign(self.journals.fold.events());
        let aliases = if numbered { self.numbers_of_coders() } else { BTreeMap::new() };
        let view =
            View::new(self.corpus(), self.state(), self.placements(), Some(chosen.as_deref().unwrap_or(&everybody)));
        let request = Request {
            view: &view,
            only: chosen.as_deref(),
            foreign: &foreign,
            version: env!("CARGO_PKG_VERSION"),
            offsets,
            aliases: &aliases,
        };
        let exported = refi::project(&request).map_err(refused)?;
        let named = chosen.as_deref().unwrap_or(&everybody).iter();
        let named: Vec<CoderName> = named.map(|coder| aliases.get(coder).unwrap_or(coder).clone()).collect();
        self.write_refi(path, &exported, &named)
    }

    /// A number for everybody who has written anything here, in the order in which they began; the consensus is nobody's and
    /// keeps its name.
    fn numbers_of_coders(&self) -> BTreeMap<CoderName, CoderName> {
        let study = &self.corpus().study;
        let wrote = self.journals.fold.events().iter().map(|event| &event.coder);
        let mut aliases = BTreeMap::new();
        for coder in wrote.chain(study.coders.iter().flatten()).filter(|coder| **coder != study.consensus) {
            if !aliases.contains_key(coder)
                && let Ok(alias) = CoderName::new(&format!("Coder-{}", aliases.len() + 1))
            {
                aliases.insert(coder.clone(), alias);
            }
        }
        aliases
    }

    /// Writes the codebook as a file of its own (`.qdc`) with its sidecar.
    ///
    /// # Errors
    /// An empty codebook; a file that cannot be written.
    pub fn export_qdc(&self, path: &Path) -> Result<(Losses, PathBuf), Problem> {
        let foreign = foreign(self.journals.fold.events());
        let exported = refi::codebook(&self.corpus().codebook, &foreign, env!("CARGO_PKG_VERSION")).map_err(refused)?;
        self.write_refi(path, &exported, &[])
    }

    fn known_coders(&self, names: &[String]) -> Result<Vec<CoderName>, Problem> {
        let take = |name: &String| {
            let coder = CoderName::new(name).map_err(|error| Problem::new(error.to_string()))?;
            if self.known_coder(&coder) {
                return Ok(coder);
            }
            let near = crate::text::suggest::nearest(name, self.placements().coders.iter().map(CoderName::as_str));
            let near = near.map(|near| format!("did you mean `{near}`?"));
            Err(Problem { hint: near, ..Problem::new(format!("nobody called `{name}` has coded here")) })
        };
        names.iter().map(take).collect()
    }

    fn write_refi(&self, path: &Path, exported: &Exported, coders: &[CoderName]) -> Result<(Losses, PathBuf), Problem> {
        let losses = &exported.losses;
        let mut meta = Meta::default().with("kept", losses.summary());
        meta.set("coders", coders.iter().map(ToString::to_string).collect::<Vec<_>>());
        meta.set("notes", losses.notes.clone());
        let mut lost = Meta::default();
        for kind in losses.kinds.iter().filter(|kind| !kind.lost.is_empty()) {
            lost.set(kind.kind, MetaValue::from(kind.lost.clone()));
        }
        meta.set("left_out", lost);
        let beside = self.write_with_sidecar(path, &exported.bytes, &meta)?;
        Ok((losses.clone(), beside))
    }
}

fn refused(error: RefiError) -> Problem {
    let hint = match &error {
        RefiError::TooLarge(_) => "split the transcript into parts",
        RefiError::NoCodes => "add a code first: emic codebook add --name …",
        RefiError::Zip(_) => "nothing was written",
    };
    Problem::new(error.to_string()).hint(hint)
}
