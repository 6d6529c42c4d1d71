//! How the terminal UI looks for this person, in the machine's folder for settings.

use super::{Env, Problem, own_files};
use crate::store;
pub use crate::store::OwnLooks;

/// Reads the file; without one, nothing is said.
pub fn own_looks(env: &Env) -> OwnLooks {
    match own_files::text(env, store::LOOKS_FILE) {
        Ok(text) => text.map_or_else(OwnLooks::default, |text| store::own_looks(&text)),
        Err(fault) => OwnLooks { faults: vec![fault], ..OwnLooks::default() },
    }
}

/// Keeps a value in the file; what else stands there stays.
///
/// # Errors
/// If the file cannot be read or written, or is not as it should be.
pub fn keep(env: &Env, key: &str, value: &str) -> Result<(), Problem> {
    let Some(file) = own_files::place(env, store::LOOKS_FILE) else { return Ok(()) };
    let before = own_files::read(&file).map_err(|error| Problem::io("read", &file, &error))?.unwrap_or_default();
    let text = store::with_look(&before, key, value).map_err(|_| {
        Problem::new(format!("{} could not be changed", file.display()))
            .hint(format!("write `{key}: {value}` into it, on a line of its own"))
    })?;
    own_files::write(&file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_in_the_folder_for_settings() {
        let folder = tempfile::tempdir().unwrap();
        let env = Env::fixed(0, 1, folder.path().to_owned());
        assert_eq!(own_looks(&env), OwnLooks::default());
        keep(&env, "look", "light").unwrap();
        keep(&env, "measure", "80").unwrap();
        assert_eq!(own_looks(&env), OwnLooks { look: Some("light".into()), measure: Some(80), faults: Vec::new() });
        let path = folder.path().join("emic/looks.yaml");
        std::fs::write(&path, "look: [\n").unwrap();
        let problem = keep(&env, "look", "dark").unwrap_err();
        assert!(problem.hint.unwrap().contains("`look: dark`"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "look: [\n", "nothing is written over it");
    }
}
