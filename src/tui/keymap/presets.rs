//! Keys that people bring along from other programs. What a preset does not name keeps its default keys, less those that
//! the preset gives to something else.

/// Keys of actions by their ids.
pub type Keys = &'static [(&'static str, &'static [&'static str])];

/// The presets: name, for whom, and what differs from the table of actions.
pub const PRESETS: &[(&str, &str, Keys)] = &[
    ("plain", "as the help shows them", &[]),
    (
        "vim",
        "for hands that know vi",
        &[
            ("stop-previous", &["N"]),
            ("uncoded", &["]"]),
            ("sentence-next", &[")", "L"]),
            ("sentence-previous", &["(", "H"]),
            ("page-down", &["Ctrl+f", "Ctrl+d", "PageDown"]),
            ("page-up", &["Ctrl+b", "Ctrl+u", "PageUp"]),
            ("undo", &["u"]),
            ("redo", &["Ctrl+r", "U"]),
            ("retry", &["Ctrl+t"]),
            ("search", &["/"]),
            ("suspend", &["Ctrl+z"]),
        ],
    ),
    (
        "emacs",
        "for hands that know Emacs",
        &[
            ("down", &["Ctrl+n", "j"]),
            ("up", &["Ctrl+p", "k"]),
            ("left", &["Ctrl+b", "h"]),
            ("right", &["Ctrl+f", "l"]),
            ("cell-left", &["Ctrl+b", "h"]),
            ("cell-right", &["Ctrl+f", "l"]),
            ("page-down", &["Ctrl+v", "PageDown"]),
            ("page-up", &["Alt+v", "PageUp"]),
            ("first", &["Alt+<", "Home", "g"]),
            ("last", &["Alt+>", "End", "G"]),
            ("word-next", &["Alt+f", "w"]),
            ("word-previous", &["Alt+b", "b"]),
            ("sentence-next", &["Alt+e", "L"]),
            ("sentence-previous", &["Alt+a", "H"]),
            ("turn-next", &["Alt+}", "J", "}"]),
            ("turn-previous", &["Alt+{", "K", "{"]),
            ("extend", &["Ctrl+Space", "v"]),
            ("search", &["Ctrl+s", "/"]),
            ("save", &[]),
            // Terminals send one and the same for Ctrl+/, Ctrl+_ and Ctrl+7.
            ("undo", &["Ctrl+7", "Ctrl+_", "Ctrl+/", "u"]),
            ("copy", &["Alt+w", "y", "Ctrl+c"]),
            ("palette", &["Alt+x", ":"]),
            ("back", &["Ctrl+g"]),
            ("suspend", &["Ctrl+z"]),
        ],
    ),
];
