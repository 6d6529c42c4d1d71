//! What a session takes from the world outside: the time, chance, the coder's name, the machine's folders.
//! All of it can be set, so that tests are deterministic.

use std::path::PathBuf;

use uuid::Uuid;

/// The time in milliseconds since 1970.
type Clock = Box<dyn Fn() -> u64 + Send>;
/// Fresh random bits for an id.
type Chance = Box<dyn FnMut() -> u128 + Send>;

/// The world outside of a session.
pub struct Env {
    clock: Clock,
    chance: Chance,
    /// The coder's name as `--coder` or `EMIC_CODER` gives it.
    pub coder: Option<String>,
    /// A past time whose state is to be looked at, as `--as-of` gives it.
    pub as_of: Option<String>,
    /// `EMIC_CACHE_DIR`.
    pub cache_dir: Option<PathBuf>,
    /// The machine's cache folder for this user.
    pub user_cache: Option<PathBuf>,
    /// The machine's folder for settings of this user.
    pub user_config: Option<PathBuf>,
    /// `EMIC_BACKUP_DIR`.
    pub backup_dir: Option<PathBuf>,
    /// The machine's folder for data of this user that no program can make anew.
    pub user_data: Option<PathBuf>,
}

/// How a variable of the environment is set once: in a shell, and on Windows (in both of its shells, for windows opened
/// afterwards).
pub(super) fn setting(name: &str, value: &str) -> String {
    format!("export {name}={value} (on Windows: setx {name} {value}, then a new window)")
}

/// An editor that the system has.
pub(super) const EDITOR: &str = if cfg!(windows) { "notepad" } else { "nano" };

impl Env {
    /// The real world.
    pub fn system() -> Self {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
        // A path from wherever one stands names no folder of the machine's.
        let home = home.filter(|home| home.is_absolute());
        let folder = |variable: &str, mac: &str, elsewhere: &str| {
            let named = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
            let below = if cfg!(target_os = "macos") { mac } else { elsewhere };
            named.or_else(|| home.as_ref().map(|home| home.join(below)))
        };
        let (cache, config, data) = if cfg!(windows) {
            let local = folder("LOCALAPPDATA", "", "AppData/Local");
            (local.clone(), folder("APPDATA", "", "AppData/Roaming"), local)
        } else {
            (
                folder("XDG_CACHE_HOME", "Library/Caches", ".cache"),
                folder("XDG_CONFIG_HOME", "Library/Application Support", ".config"),
                folder("XDG_DATA_HOME", "Library/Application Support", ".local/share"),
            )
        };
        Self {
            clock: Box::new(|| {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                since.map_or(0, |since| since.as_millis() as u64)
            }),
            chance: Box::new(|| Uuid::now_v7().as_u128().rotate_left(64) ^ Uuid::now_v7().as_u128()),
            as_of: None,
            coder: std::env::var("EMIC_CODER").ok().filter(|name| !name.is_empty()),
            cache_dir: std::env::var_os("EMIC_CACHE_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from),
            user_cache: cache,
            user_config: config,
            backup_dir: std::env::var_os("EMIC_BACKUP_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from),
            user_data: data,
        }
    }

    /// A world in which the clock starts at `start` (milliseconds since 1970), goes on by one second at each look, and
    /// chance is a sequence that `seed` decides. Everything derived lies in `folder`.
    pub fn fixed(start: u64, seed: u64, folder: PathBuf) -> Self {
        let looks = std::sync::atomic::AtomicU64::new(0);
        let mut state = u128::from(seed) << 1 | 1;
        Self {
            clock: Box::new(move || start + 1000 * looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed)),
            chance: Box::new(move || {
                // Knuth's linear congruential step (MMIX), widened; for ids of tests and samples only.
                state =
                    state.wrapping_mul(0x5851_F42D_4C95_7F2D_1405_7B7E_F767_814F).wrapping_add(0x1405_7B7E_F767_814F);
                state ^ (state >> 61)
            }),
            coder: None,
            as_of: None,
            cache_dir: Some(folder.clone()),
            user_cache: Some(folder.clone()),
            user_config: Some(folder.clone()),
            backup_dir: None,
            user_data: Some(folder),
        }
    }

    /// Stops the clock at `time` (milliseconds since 1970).
    pub fn stop(&mut self, time: u64) {
        self.clock = Box::new(move || time);
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Fresh random bits.
    pub fn random(&mut self) -> u128 {
        (self.chance)()
    }
}

impl std::fmt::Debug for Env {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Env").field("coder", &self.coder).finish_non_exhaustive()
    }
}
