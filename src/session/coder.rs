//! Who is coding, and what this machine keeps of it.

use std::path::{Path, PathBuf};

use super::{NOBODY_CODES, Problem, Session, env};
use crate::model::CoderName;

impl Session {
    /// Who is coding.
    ///
    /// # Errors
    /// If nobody has said, or what was said is no coder's name.
    pub fn coder(&self) -> Result<CoderName, Problem> {
        let name = self.env.coder.clone().or_else(|| self.kept_coder());
        let Some(name) = name else {
            return Err(Problem::new(NOBODY_CODES)
                .hint(format!("add --coder NAME, or set EMIC_CODER once: {}", env::setting("EMIC_CODER", "NAME"))));
        };
        CoderName::new(&name).map_err(|error| Problem::new(error.to_string()))
    }

    /// The file that keeps the coder's name for this study on this machine.
    fn coder_file(&self) -> Option<PathBuf> {
        self.machine_file("coders")
    }

    /// The file in which this machine keeps something for this study.
    pub(super) fn machine_file(&self, folder: &str) -> Option<PathBuf> {
        let root = self.root.canonicalize().ok()?;
        let hash = crate::text::TextHash::of(&root.to_string_lossy());
        Some(self.env.user_config.as_ref()?.join("emic").join(folder).join(hash.to_string()))
    }

    pub(super) fn kept_coder(&self) -> Option<String> {
        let name = std::fs::read_to_string(self.coder_file()?).ok()?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Keeps the coder's name for this study on this machine.
    ///
    /// # Errors
    /// If the settings cannot be written.
    pub fn keep_coder(&mut self, coder: &CoderName) -> Result<(), Problem> {
        self.env.coder = Some(coder.to_string());
        self.look_as_coder();
        self.place_all();
        let Some(file) = self.coder_file() else { return Ok(()) };
        let folder = file.parent().unwrap_or(Path::new("."));
        crate::store::backup::make_private(folder).map_err(|error| Problem::io("make", folder, &error))?;
        crate::store::backup::write_private(&file, format!("{coder}\n").as_bytes())
            .map_err(|error| Problem::io("write", &file, &error))
    }

    /// Whether a coder has coded or finished anything, or is listed in study.yaml.
    pub(super) fn known_coder(&self, coder: &CoderName) -> bool {
        let listed = self.corpus.study.coders.iter().flatten();
        let in_rounds = self.state().rounds.values().flat_map(|round| &round.coders);
        self.placements.coder(coder).is_some()
            || *coder == self.corpus.study.consensus
            || listed
                .chain(in_rounds)
                .chain(self.state().done.iter().map(|(coder, _)| coder))
                .any(|known| known == coder)
    }
}
