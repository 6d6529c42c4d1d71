//! A person's own keys, in the machine's folder for settings.

use std::path::PathBuf;

use super::Env;
use crate::store;
pub use crate::store::OwnKeys;

/// Where the file lies, if this machine has a folder for settings.
pub fn file(env: &Env) -> Option<PathBuf> {
    Some(env.user_config.as_ref()?.join("emic").join(store::KEYS_FILE))
}

/// Reads the file; without one, nothing is said.
pub fn own_keys(env: &Env) -> OwnKeys {
    let Some(file) = file(env) else { return OwnKeys::default() };
    match std::fs::read_to_string(&file) {
        Ok(text) => store::own_keys(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => OwnKeys::default(),
        Err(error) => {
            OwnKeys { faults: vec![format!("{} cannot be read: {error}", file.display())], ..OwnKeys::default() }
        }
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
