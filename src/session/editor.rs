//! A text in the user's own editor.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Problem;

/// The editor that the user has chosen: `$VISUAL`, else `$EDITOR`; program and arguments, as the shell would split them.
fn chosen() -> Option<Vec<String>> {
    let said = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    said.map(|line| words(&line)).find(|words| !words.is_empty())
}

/// Splits a line as a shell does, as far as editors need it: blanks part words, quotes and backslashes keep them together.
fn words(line: &str) -> Vec<String> {
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

/// Lets the user change `text` in their editor, in a file of their own that only they can read and that is gone afterwards.
/// The terminal must be the editor's meanwhile.
///
/// # Errors
/// No editor is chosen, or it cannot be started, or it ended with an error. If it has written something before it failed,
/// the file is kept and named, so that nothing is lost.
pub fn edit(text: &str, ending: &str) -> Result<String, Problem> {
    let editor = chosen().ok_or_else(|| {
        Problem::new("no editor is chosen").hint("name one before you start emic: export EDITOR=nano")
    })?;
    edit_with(&editor, text, ending)
}

fn edit_with(editor: &[String], text: &str, ending: &str) -> Result<String, Problem> {
    let io = |error: std::io::Error| Problem::new(format!("the editor cannot be given the text: {error}"));
    // Made with permissions for its owner alone; closed before the editor opens it.
    let mut file = tempfile::Builder::new().prefix("emic-").suffix(ending).tempfile().map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(io)?;
    let path = file.into_temp_path();
    let Some((program, arguments)) = editor.split_first() else { return Err(Problem::new("no editor is chosen")) };
    let run = Command::new(program).args(arguments).arg(&path).stdin(Stdio::inherit()).status();
    let failed = match run {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("the editor {program} ended with {status}")),
        Err(error) => Some(format!("the editor {program} cannot be started: {error}")),
    };
    let now = read(&path);
    match (failed, now) {
        (None, now) => now.map_err(io),
        (Some(why), Ok(now)) if now != text => {
            let kept = path.keep().map_or_else(|_| String::new(), |path| path.display().to_string());
            Err(Problem::new(why).hint(format!("what you wrote is kept in {kept}")))
        }
        (Some(why), _) => Err(Problem::new(why).hint("set EDITOR to one that is installed, for example nano")),
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    Ok(text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_a_shell_does() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(words("  '/opt/my editor/ed' \"-x y\" a\\ b"), ["/opt/my editor/ed", "-x y", "a b"]);
        assert_eq!(words("emacs -nw ''"), ["emacs", "-nw", ""]);
        assert!(words("   ").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_text_comes_back_and_the_file_is_gone() {
        let script = |body: &str| ["sh".to_owned(), "-c".to_owned(), body.to_owned(), "sh".to_owned()];
        let changed =
            edit_with(&script("[ $(stat -c %a \"$1\") = 600 ] && printf ' and more' >> \"$1\""), "one", ".txt");
        assert_eq!(changed.unwrap(), "one and more");
        assert_eq!(edit_with(&script("true"), "Zwölf 🙂\n", ".txt").unwrap(), "Zwölf 🙂\n");
        let failed = edit_with(&script("exit 3"), "one", ".txt").unwrap_err();
        assert!(failed.what.contains("exit status: 3"), "{}", failed.what);
        let kept = edit_with(&script("printf x >> \"$1\"; exit 1"), "one", ".txt").unwrap_err().hint.unwrap();
        let path = kept.split_whitespace().last().unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "onex");
        std::fs::remove_file(path).unwrap();
        assert!(edit_with(&["/no/such/editor".into()], "one", ".txt").unwrap_err().what.contains("cannot be started"));
    }
}
