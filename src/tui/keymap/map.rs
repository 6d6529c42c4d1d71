//! Which key does what, where: the table of actions, a preset over it, a person's own keys over that.

use std::collections::HashMap;

use super::presets::PRESETS;
use super::{ACTIONS, Action, Context, Entry, Key, MENU, is_screen};
use crate::session::OwnKeys;
use crate::text::suggest::nearest;

/// Which key does what, where.
#[derive(Clone, Debug)]
pub struct Keymap {
    by: HashMap<(Context, Key), Action>,
    /// The keys of each action in the order of the table, the main one first.
    keys: Vec<Vec<Key>>,
    /// What could not be done as the person's own file of keys has it, in sentences.
    pub faults: Vec<String>,
}

/// Who gave an action its keys: the later takes a key from the earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Giver {
    Table,
    Preset,
    Person,
}

impl Keymap {
    /// The default keys.
    pub fn new() -> Self {
        Self::with(&OwnKeys::default())
    }

    /// The default keys, with a person's preset and own keys over them. What cannot be done is left as it was and
    /// listed in `faults`.
    pub fn with(own: &OwnKeys) -> Self {
        let mut faults = own.faults.clone();
        let mut given: Vec<(Giver, Vec<Key>)> = ACTIONS
            .iter()
            .map(|entry| (Giver::Table, entry.keys.iter().filter_map(|key| Key::parse(key)).collect()))
            .collect();
        if let Some(name) = &own.preset {
            match PRESETS.iter().find(|(known, ..)| known == name) {
                Some((_, _, keys)) => {
                    for (id, keys) in *keys {
                        let keys: Vec<Key> = keys.iter().filter_map(|key| Key::parse(key)).collect();
                        give(&mut given, id, keys, Giver::Preset);
                    }
                }
                None => faults.push(format!("there is no preset “{name}”: plain, vim or emacs")),
            }
        }
        for (id, names) in &own.keys {
            let Some(entry) = ACTIONS.iter().find(|entry| entry.id == id) else {
                let like = nearest(id, ACTIONS.iter().map(|entry| entry.id));
                let like = like.map_or(String::new(), |like| format!("; did you mean {like}?"));
                faults.push(format!("there is no action “{id}”{like}"));
                continue;
            };
            let mut keys = Vec::new();
            for name in names {
                match readable(entry, name) {
                    Ok(key) if !keys.contains(&key) => keys.push(key),
                    Ok(_) => {}
                    Err(why) => faults.push(why),
                }
            }
            if keys.is_empty() && !names.is_empty() {
                continue;
            }
            give(&mut given, id, keys, Giver::Person);
        }
        let keys = settle(given, &mut faults);
        let mut by = HashMap::new();
        for (entry, keys) in ACTIONS.iter().zip(&keys) {
            for context in entry.contexts {
                by.extend(keys.iter().map(|key| ((*context, *key), entry.action)));
            }
        }
        // In the menu, a screen is the first letter of its name.
        for (key, action) in MENU {
            if let Some(key) = Key::parse(key) {
                by.insert((Context::Menu, key), *action);
            }
        }
        Self { by, keys, faults }
    }

    /// What `key` does in `context`; on a screen also what it does on every screen. Alt is for those who gave it a
    /// meaning: else the key counts as without it.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        if context.types() && key.edits() {
            return None;
        }
        let here = self.by.get(&(context, key));
        let everywhere = || if is_screen(context) { self.by.get(&(Context::Screens, key)) } else { None };
        match (here.or_else(everywhere), key.without_alt()) {
            (None, Some(plain)) => self.action(context, plain),
            (found, _) => found.copied(),
        }
    }

    /// The keys of an action, the main one first.
    pub fn of(&self, action: Action) -> &[Key] {
        let at = ACTIONS.iter().position(|entry| entry.action == action);
        at.and_then(|at| self.keys.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The name of an action's main key; empty if it has none.
    pub fn main(&self, action: Action) -> String {
        self.of(action).first().map_or(String::new(), Key::to_string)
    }

    /// As `main`, but a key that types no character, where characters are typed.
    pub fn main_while_typing(&self, action: Action) -> String {
        self.of(action).iter().find(|key| !key.edits()).map_or(String::new(), Key::to_string)
    }
}

/// Reads a key that a person gives to an action.
fn readable(entry: &Entry, name: &str) -> Result<Key, String> {
    let key = Key::parse(name).ok_or_else(|| {
        format!("{}: “{name}” is no key; a key is one character, F1, Ctrl+z, Alt+x, Shift+Left, PageUp …", entry.id)
    })?;
    if key.fixed() && !entry.keys.iter().any(|known| Key::parse(known) == Some(key)) {
        return Err(format!("{}: arrows, Enter and Esc keep what they do", entry.id));
    }
    if key.edits() && entry.contexts.iter().all(|context| context.types()) {
        return Err(format!("{}: {key} edits the text that is typed there; take another", entry.id));
    }
    Ok(key)
}

/// Gives an action other keys; arrows, Enter and Esc stay with it.
fn give(given: &mut [(Giver, Vec<Key>)], id: &str, mut keys: Vec<Key>, giver: Giver) {
    let Some(at) = ACTIONS.iter().position(|entry| entry.id == id) else { return };
    let fixed = ACTIONS.get(at).into_iter().flat_map(|entry| entry.keys).filter_map(|key| Key::parse(key));
    let missing: Vec<Key> = fixed.filter(|key| key.fixed() && !keys.contains(key)).collect();
    keys.extend(missing);
    if let Some(place) = given.get_mut(at) {
        *place = (giver, keys);
    }
}

/// Whether two actions can be asked for in one place.
fn meet(a: &Entry, b: &Entry) -> bool {
    let everywhere = |one: &Entry, other: &Entry| {
        one.contexts.contains(&Context::Screens) && other.contexts.iter().any(|context| is_screen(*context))
    };
    a.contexts.iter().any(|context| b.contexts.contains(context)) || everywhere(a, b) || everywhere(b, a)
}

/// One meaning for each key in each place. Who gave it later has it; of two that a person gave, the first in the table.
fn settle(given: Vec<(Giver, Vec<Key>)>, faults: &mut Vec<String>) -> Vec<Vec<Key>> {
    let mut kept: Vec<Vec<Key>> = given.iter().map(|(_, keys)| keys.clone()).collect();
    for (at, (giver, keys)) in given.iter().enumerate() {
        for (other, (theirs, wanted)) in given.iter().enumerate() {
            let (Some(one), Some(two)) = (ACTIONS.get(at), ACTIONS.get(other)) else { continue };
            let by_rank = giver > theirs || (giver == theirs && *giver == Giver::Person && at < other);
            if at == other || !by_rank || !meet(one, two) {
                continue;
            }
            for key in keys.iter().filter(|key| wanted.contains(key) && !key.fixed()) {
                if let Some(kept) = kept.get_mut(other) {
                    kept.retain(|known| known != key);
                }
                if giver == theirs {
                    faults.push(format!("{key} is given to {} and to {}: {} has it", one.id, two.id, one.id));
                } else if *giver == Giver::Person && kept.get(other).is_some_and(Vec::is_empty) {
                    faults.push(format!("{key} is {} now, and {} has no key any more", one.id, two.id));
                }
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(preset: Option<&str>, keys: &[(&str, &[&str])]) -> OwnKeys {
        let keys = keys.iter().map(|(id, keys)| ((*id).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect()));
        OwnKeys { preset: preset.map(str::to_owned), keys: keys.collect(), faults: Vec::new() }
    }

    fn does(map: &Keymap, context: Context, key: &str) -> Option<Action> {
        map.action(context, Key::parse(key).unwrap())
    }

    #[test]
    fn characters_are_typed_where_there_is_a_field() {
        let keys = Keymap::new();
        assert_eq!(does(&keys, Context::Read, "s"), Some(Action::SelectSentence));
        assert_eq!(does(&keys, Context::Read, "u"), Some(Action::Undo));
        assert_eq!(does(&keys, Context::Search, "u"), None);
        assert_eq!(does(&keys, Context::Search, "Esc"), Some(Action::Back));
        assert_eq!(does(&keys, Context::Picker, "q"), None);
        assert_eq!(does(&keys, Context::Picker, "F2"), None);
        assert_eq!(does(&keys, Context::Read, "Alt+s"), Some(Action::SelectSentence));
    }

    #[test]
    fn the_table_itself_is_not_changed() {
        let map = Keymap::new();
        assert_eq!(map.faults, Vec::<String>::new());
        for entry in ACTIONS {
            let names: Vec<String> = map.of(entry.action).iter().map(Key::to_string).collect();
            assert_eq!(names, entry.keys, "{}", entry.id);
        }
    }

    #[test]
    fn every_preset_leaves_every_action_in_reach() {
        for (name, said, keys) in PRESETS {
            assert!(!said.is_empty());
            for (id, keys) in *keys {
                assert!(ACTIONS.iter().any(|entry| entry.id == *id), "{name}: {id}");
                assert!(keys.iter().all(|key| Key::parse(key).is_some()), "{name}: {id}");
            }
            let map = Keymap::with(&own(Some(name), &[]));
            assert_eq!(map.faults, Vec::<String>::new(), "{name}");
            for entry in ACTIONS.iter().filter(|entry| !entry.keys.is_empty() && entry.action != Action::Save) {
                assert!(!map.of(entry.action).is_empty(), "{name}: {} has no key", entry.id);
                for context in entry.contexts {
                    let reached =
                        map.of(entry.action).iter().any(|key| map.action(*context, *key) == Some(entry.action));
                    assert!(reached, "{name}: {} in {context:?}", entry.id);
                }
            }
        }
        let vim = Keymap::with(&own(Some("vim"), &[]));
        assert_eq!(does(&vim, Context::Read, "N"), Some(Action::StopPrevious));
        assert_eq!(does(&vim, Context::Read, "Ctrl+z"), Some(Action::Suspend));
        assert_eq!(does(&vim, Context::Picker, "Ctrl+u"), None, "it clears the line");
        let emacs = Keymap::with(&own(Some("emacs"), &[]));
        assert_eq!(does(&emacs, Context::Library, "Alt+x"), Some(Action::Palette));
        assert_eq!(does(&emacs, Context::Search, "Ctrl+g"), Some(Action::Back));
        assert_eq!(does(&emacs, Context::Read, "Down"), Some(Action::Down));
    }

    #[test]
    fn several_keys_also_beyond_ascii() {
        let map = Keymap::with(&own(None, &[("select-sentence", &["ü", "F12"]), ("undo", &["ö"])]));
        assert_eq!(map.faults, Vec::<String>::new());
        assert_eq!(does(&map, Context::Read, "ü"), Some(Action::SelectSentence));
        assert_eq!(does(&map, Context::Read, "F12"), Some(Action::SelectSentence));
        assert_eq!(does(&map, Context::Read, "s"), None);
        assert_eq!((map.main(Action::SelectSentence), map.main(Action::Undo)), ("ü".into(), "ö".into()));
    }

    #[test]
    fn clashes_by_name() {
        let said = |keys: &[(&str, &[&str])]| Keymap::with(&own(None, keys)).faults.join("\n");
        assert_eq!(said(&[("uncode", &["f"]), ("memo", &["f"])]), "f is given to uncode and to memo: uncode has it");
        assert_eq!(said(&[("amend", &["."])]), ". is amend now, and repeat has no key any more");
        // Not in one place: no clash. A key of several is no loss.
        assert_eq!(
            said(&[("unit", &["y"]), ("amend", &["s"]), ("select-sentence", &["y"]), ("copy", &["Ctrl+c"])]),
            ""
        );
        assert_eq!(said(&[("codes", &["f"])]), "there is no action “codes”; did you mean code?");
        assert!(said(&[("code", &["Meta+x"])]).contains("“Meta+x” is no key"));
        assert_eq!(said(&[("uncode", &["Up"])]), "uncode: arrows, Enter and Esc keep what they do");
        assert!(said(&[("several", &["x"])]).starts_with("several: x edits the text"));
        let map = Keymap::with(&own(Some("wordstar"), &[("back", &["Ctrl+g"])]));
        assert_eq!(map.faults, ["there is no preset “wordstar”: plain, vim or emacs"]);
        assert_eq!(does(&map, Context::Read, "Esc"), Some(Action::Back), "Esc stays");
    }
}
