//! A person's own keys, in the machine's folder for settings.

use super::{Env, own_files};
use crate::store;
pub use crate::store::OwnKeys;

/// Reads the file; without one, nothing is said.
pub fn own_keys(env: &Env) -> OwnKeys {
    match own_files::text(env, store::KEYS_FILE) {
        Ok(text) => text.map_or_else(OwnKeys::default, |text| store::own_keys(&text)),
        Err(fault) => OwnKeys { faults: vec![fault], ..OwnKeys::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_folder_for_settings() {
        let folder = tempfile::tempdir().unwrap();
        let env = Env::fixed(0, 1, folder.path().to_owned());
        assert_eq!(own_keys(&env), OwnKeys::default());
        std::fs::create_dir_all(folder.path().join("emic")).unwrap();
        std::fs::write(folder.path().join("emic/keys.yaml"), "preset: emacs\n").unwrap();
        assert_eq!(own_keys(&env).preset.as_deref(), Some("emacs"));
        std::fs::write(folder.path().join("emic/keys.yaml"), b"\xff\xfe").unwrap();
        assert!(own_keys(&env).faults[0].contains("keys.yaml cannot be read"));
    }
}
