//! A text in the user's own editor.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempPath;

use super::copies::name_for;
use super::env::{EDITOR, setting};
use super::heard::Heard;
use super::{Problem, Session};
use crate::journal::log::Lock;
use crate::model::TranscriptId;

/// What the names of copies begin with.
pub(super) const COPY: &str = ".emic-edit-";

/// The editor that the user has chosen: `$VISUAL`, else `$EDITOR`; program and arguments, as the shell would split them.
fn chosen() -> Option<Vec<String>> {
    let said = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    said.map(|line| shell_words(&line)).find(|words| !words.is_empty())
}

/// Splits a line as a shell does, as far as editors need it: blanks part words, quotes and backslashes keep them together.
pub fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A copy of a text in a file that only its user can read; gone when it is dropped, unless it is kept.
#[derive(Debug)]
pub struct Copy {
    path: TempPath,
    /// Held while an editor may have it open.
    #[allow(dead_code)]
    editing: Option<Lock>,
}

impl Copy {
    /// Makes a copy in `folder` (or in the system's folder for temporary files), closed before an editor opens it.
    ///
    /// # Errors
    /// What the system says.
    pub fn make(folder: Option<&Path>, name: &str, text: &str) -> Result<Self, Problem> {
        let io = |error: std::io::Error| Problem::new(format!("the editor cannot be given the text: {error}"));
        let mut builder = tempfile::Builder::new();
        builder.prefix(COPY).suffix(name);
        let file = match folder {
            Some(folder) => builder.tempfile_in(folder),
            None => builder.tempfile(),
        };
        let mut file = file.map_err(io)?;
        file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(io)?;
        Ok(Self { path: file.into_temp_path(), editing: None })
    }

    /// Opens the copy in the user's editor and waits for its end. The terminal must be the editor's meanwhile. Interrupting
    /// the editor does not end emic.
    ///
    /// # Errors
    /// No editor is chosen, it cannot be started, or it ended with an error.
    pub fn edit(&self) -> Result<(), Problem> {
        let editor = chosen().ok_or_else(|| {
            Problem::new("no editor is chosen")
                .hint(format!("name one before you start emic: {}", setting("EDITOR", EDITOR)))
        })?;
        self.edit_with(&editor)
    }

    fn edit_with(&self, editor: &[String]) -> Result<(), Problem> {
        let Some((program, arguments)) = editor.split_first() else { return Err(Problem::new("no editor is chosen")) };
        // The copy is to go, or to be kept and named, also when the terminal ends the editor.
        let heard = Heard::all();
        let run = Command::new(program).args(arguments).arg(&self.path).stdin(Stdio::inherit()).status();
        let heard = heard.any();
        let failed = match run {
            Ok(status) if status.success() && !heard => return Ok(()),
            Ok(status) if status.success() => format!("the editor {program} was interrupted"),
            Ok(status) => format!("the editor {program} ended with {status}"),
            Err(error) => format!("the editor {program} cannot be started: {error}"),
        };
        Err(Problem::new(failed).hint("set EDITOR to one that is installed, for example nano"))
    }

    /// The text as it is now, its line ends as they are.
    ///
    /// # Errors
    /// If the file cannot be read, or is not UTF-8.
    pub fn read(&self) -> Result<String, Problem> {
        let bytes = std::fs::read(&self.path).map_err(|error| Problem::io("read", &self.path, &error))?;
        String::from_utf8(bytes).map_err(|_| {
            Problem::new("the text came back in another encoding than UTF-8").hint("save it as UTF-8 in the editor")
        })
    }

    /// Keeps the file, and says where it is.
    ///
    /// # Errors
    /// What the system says.
    pub fn keep(self) -> Result<PathBuf, Problem> {
        let path = self.path.to_path_buf();
        self.path.keep().map_err(|error| Problem::io("keep", &path, &error.error))
    }
}

/// Lets the user change `text` in their editor, in a file of their own that only they can read and that is gone afterwards.
/// The terminal must be the editor's meanwhile.
///
/// # Errors
/// No editor is chosen, or it cannot be started, or it ended with an error. If it has written something before it failed,
/// the file is kept and named, so that nothing is lost.
pub fn edit(text: &str, ending: &str) -> Result<String, Problem> {
    let copy = Copy::make(None, ending, text)?;
    come_back(copy.edit(), copy, text)
}

/// What came back of a text.
fn come_back(edited: Result<(), Problem>, copy: Copy, text: &str) -> Result<String, Problem> {
    match (edited, copy.read()) {
        (Ok(()), Ok(now)) => Ok(now.replace("\r\n", "\n")),
        (Err(problem), Ok(now)) if now == text => Err(problem),
        (Err(problem), _) | (_, Err(problem)) => {
            let kept = copy.keep()?;
            Err(problem.hint(format!("what you wrote is kept in {}", kept.display())))
        }
    }
}

impl Session {
    /// A copy of a transcript's text for the user's editor: beside the cache, or, where nothing of this study may lie there,
    /// in the study's own folder under a name that begins with a dot.
    ///
    /// # Errors
    /// What the system says.
    pub fn copy_for_editor(&self, id: &TranscriptId, text: &str) -> Result<Copy, Problem> {
        let editing = self.editing()?;
        Ok(Copy { editing, ..Copy::make(Some(&self.copies_folder()?), &name_for(id), text)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_a_shell_does() {
        assert_eq!(shell_words("code --wait"), ["code", "--wait"]);
        assert_eq!(shell_words("  '/opt/my editor/ed' \"-x y\" a\\ b"), ["/opt/my editor/ed", "-x y", "a b"]);
        assert_eq!(shell_words("emacs -nw ''"), ["emacs", "-nw", ""]);
        assert!(shell_words("   ").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_text_comes_back_and_the_file_is_gone() {
        let script = |body: &str| ["sh".to_owned(), "-c".to_owned(), body.to_owned(), "sh".to_owned()];
        let edit_with = |editor: &[String], text: &str| {
            let copy = Copy::make(None, ".txt", text).unwrap();
            come_back(copy.edit_with(editor), copy, text)
        };
        let changed = edit_with(&script("[ $(stat -c %a \"$1\") = 600 ] && printf ' and more' >> \"$1\""), "one");
        assert_eq!(changed.unwrap(), "one and more");
        assert_eq!(edit_with(&script("true"), "Zwölf 🙂\n").unwrap(), "Zwölf 🙂\n");
        let failed = edit_with(&script("exit 3"), "one").unwrap_err();
        assert!(failed.what.contains("exit status: 3"), "{}", failed.what);
        let kept = edit_with(&script("printf x >> \"$1\"; exit 1"), "one").unwrap_err().hint.unwrap();
        let path = kept.split_whitespace().last().unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "onex");
        std::fs::remove_file(path).unwrap();
        let other = edit_with(&script("printf '\\377' > \"$1\""), "one").unwrap_err();
        assert!(other.what.contains("another encoding"), "{}", other.what);
        std::fs::remove_file(other.hint.unwrap().split_whitespace().last().unwrap()).unwrap();
        assert!(edit_with(&["/no/such/editor".into()], "one").unwrap_err().what.contains("cannot be started"));
    }
}
