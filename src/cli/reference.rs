//! `emic completions`, `emic man`, and the command reference of the docs: all made from the commands' own help.

use std::path::PathBuf;

#[cfg(test)]
use clap::Command;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Report, Wrong, output};

/// Completion of commands and options in your shell, printed.
///
/// For bash: emic completions bash > ~/.local/share/bash-completion/completions/emic
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell: bash, zsh, fish, elvish or powershell.
    shell: Option<Shell>,
}

impl Completions {
    /// Runs the command.
    pub fn run(self) -> Result<Report, Wrong> {
        let Some(shell) = self.shell else {
            return Err(Wrong::new(
                "for which shell? bash, zsh, fish, elvish or powershell",
                "emic completions bash > ~/.local/share/bash-completion/completions/emic",
            ));
        };
        let mut bytes = Vec::new();
        clap_complete::generate(shell, &mut super::Cli::command(), "emic", &mut bytes);
        output::text(&String::from_utf8_lossy(&bytes))?;
        Ok(Report::Done)
    }
}

/// The manual pages of all commands, written to a folder.
#[derive(Args, Debug)]
pub struct Man {
    /// The folder, for example ~/.local/share/man/man1
    dir: Option<PathBuf>,
}

impl Man {
    /// Runs the command.
    pub fn run(self) -> Result<Report, Wrong> {
        let Some(dir) = self.dir else {
            return Err(Wrong::new(
                "into which folder shall the manual pages go?",
                "emic man ~/.local/share/man/man1, then man emic and man emic-frequencies show them",
            ));
        };
        let there = |error| crate::session::Problem::io("write the manual pages to", &dir, &error);
        std::fs::create_dir_all(&dir).map_err(there)?;
        clap_mangen::generate_to(super::Cli::command(), &dir).map_err(there)?;
        output::say(&format!("written: the manual pages in {}", dir.display()));
        Ok(Report::Done)
    }
}

/// All commands with what they take, as Markdown.
#[cfg(test)]
fn reference() -> String {
    let mut text = String::from(
        "# Commands\n\nMade from the program's own help (`emic COMMAND --help`); a test keeps it so. Options of every command: ",
    );
    let mut root = super::Cli::command();
    root.build();
    let options: Vec<String> = root.get_arguments().filter(|option| option.is_global_set()).map(option).collect();
    text.push_str("\n\n");
    text.push_str(&options.concat());
    text.push_str("\nHow tables are written, what goes to standard output and the exit status: see the end.\n");
    for command in root.get_subcommands() {
        describe(command, "emic", &mut text);
    }
    text.push_str(
        "\n## Output and exit status\n\nData goes to standard output, everything else to standard error; with csv, tsv and json also the \
         sentences under a table.\nExit status: 0 done; 1 nothing found, or a check found something; 2 an error, also if one file of several \
         was refused.\n",
    );
    text
}

#[cfg(test)]
fn describe(command: &Command, above: &str, text: &mut String) {
    use std::fmt::Write;
    if command.get_name() == "help" || command.is_hide_set() {
        return;
    }
    let name = format!("{above} {}", command.get_name());
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let _ = write!(text, "\n## {name}\n\n{}\n", about.trim());
    let own: Vec<String> = command
        .get_arguments()
        .filter(|option| !option.is_global_set() && option.get_id() != "help")
        .map(option)
        .collect();
    if !own.is_empty() {
        let _ = write!(text, "\n{}", own.concat());
    }
    for below in command.get_subcommands() {
        describe(below, &name, text);
    }
}

/// One option: how it is written and what it does.
#[cfg(test)]
fn option(option: &clap::Arg) -> String {
    let help = option.get_long_help().or(option.get_help()).map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = option.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let takes = option.get_action().takes_values();
    let value = if takes && !values.is_empty() { values.join(" ") } else { String::new() };
    let name = match (option.get_short(), option.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long} {value}"),
        (None, Some(long)) => format!("--{long} {value}"),
        (Some(short), None) => format!("-{short} {value}"),
        (None, None) => value,
    };
    let mut line = format!("- `{}`: {}", name.trim(), help.replace('\n', " ").trim());
    let possible: Vec<String> = option
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if takes && !possible.is_empty() {
        line.push_str(&format!(" One of {}.", possible.join(", ")));
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The docs are what the program does. `EMIC_WRITE_DOCS=1` writes them.
    #[test]
    fn the_docs_have_these_commands() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");
        let made = reference();
        for known in ["## emic frequencies", "## emic code add", "- `--rollup HOW`", "- `-s, --study DIR`"] {
            assert!(made.contains(known), "{known}");
        }
        if std::env::var_os("EMIC_WRITE_DOCS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            there == made,
            "docs/commands.md is not what the commands say: EMIC_WRITE_DOCS=1 cargo test --lib reference"
        );
    }

    #[test]
    fn the_commands_are_well_formed() {
        super::super::Cli::command().debug_assert();
    }

    #[test]
    fn a_manual_page_for_every_command() {
        let folder = tempfile::tempdir().unwrap();
        let man = Man { dir: Some(folder.path().join("man1")) };
        man.run().unwrap();
        let page = std::fs::read_to_string(folder.path().join("man1/emic-frequencies.1")).unwrap();
        assert!(page.contains("rollup"));
        assert!(folder.path().join("man1/emic-code-add.1").is_file());
    }

    #[test]
    fn completion_for_every_shell() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut super::super::Cli::command(), "emic", &mut bytes);
            assert!(String::from_utf8(bytes).unwrap().contains("cooccurrence"), "{shell}");
        }
    }
}
