//! The key reference of the docs, made from the table of actions.

use std::fmt::Write;

use super::presets::PRESETS;
use super::{ACTIONS, Context};

/// In the order in which one comes across them.
const CONTEXTS: &[Context] = &[
    Context::Screens,
    Context::Library,
    Context::Read,
    Context::Picker,
    Context::Search,
    Context::Walk,
    Context::Quotes,
    Context::Frequencies,
    Context::Memos,
    Context::Codebook,
    Context::History,
    Context::Review,
    Context::Analyses,
    Context::Together,
    Context::NewCodes,
    Context::Coverage,
    Context::Words,
    Context::Concordance,
    Context::Framework,
    Context::Cell,
    Context::Summary,
    Context::Compare,
    Context::Import,
    Context::Writing,
    Context::Asking,
    Context::Palette,
    Context::Help,
    Context::Start,
    Context::New,
];

fn keys(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().map(|name| format!("`{}`", name.replace('|', "\\|"))).collect();
    if shown.is_empty() { "–".to_owned() } else { shown.join(" ") }
}

fn reference() -> String {
    let mut text = String::from(
        "# Keys\n\nMade from the program's own table of actions; a test keeps it so. In emic, `?` shows the keys that hold for you on the\n\
         screen where you are. How to change them: below.\n",
    );
    for context in CONTEXTS {
        let rows: Vec<_> = ACTIONS.iter().filter(|entry| entry.contexts.contains(context)).collect();
        let _ = write!(text, "\n## {}\n\n| key | does | name for keys.yaml |\n|---|---|---|\n", context.title());
        for entry in rows {
            let _ = writeln!(text, "| {} | {} | `{}` |", keys(entry.keys), entry.doc, entry.id);
        }
    }
    text.push_str(
        "\n## Your own keys\n\nThey stand in `keys.yaml`, in the folder `emic` of your settings (Linux: `~/.config/emic`, macOS:\n\
         `~/Library/Application Support/emic`, Windows: `%APPDATA%\\emic`), for all your studies:\n\n\
         ```yaml\npreset: vim                     # plain (as above), vim or emacs\nkeys:                           # names as in the tables above\n\
         \x20 select-sentence: [s, ü]       # several keys for one action; the first is the one that hints show\n\
         \x20 undo: Ctrl+z                  # replaces all keys that the action had\n\
         \x20 mouse: F12\n\x20 save: []                      # no key\n```\n\n\
         A key is one character as it is received (`x`, `X`, `ü`, `?`), or `Space`, `Tab`, `BackTab` (Shift with Tab), `F1` to `F24`,\n\
         `Home`, `End`, `PageUp`, `PageDown`, `Insert`, `Delete`, `Backspace`, with `Ctrl+`, `Alt+` or `Shift+` before it. Arrows,\n\
         Enter and Esc always do what they do, whatever the file says. A key that you give to an action is taken from those that\n\
         had it before. What clashes or is not understood is said by name when emic starts, and stands on top of the help; the\n\
         rest of the file holds.\n",
    );
    for (name, said, given) in PRESETS.iter().filter(|(_, _, keys)| !keys.is_empty()) {
        let _ = write!(text, "\n### {name}: {said}\n\n| key | name |\n|---|---|\n");
        for (id, names) in *given {
            let _ = writeln!(text, "| {} | `{id}` |", keys(names));
        }
    }
    text
}

/// The docs are what the program does. `EMIC_WRITE_DOCS=1` writes them.
#[test]
fn the_docs_have_these_keys() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let made = reference();
    assert!(ACTIONS.iter().all(|entry| made.contains(&format!("`{}`", entry.id))), "a place is missing");
    if std::env::var_os("EMIC_WRITE_DOCS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == made,
        "docs/keys.md is not what the table of actions says: EMIC_WRITE_DOCS=1 cargo test --lib reference"
    );
}
