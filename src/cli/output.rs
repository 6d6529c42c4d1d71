//! Where tables go: standard output or a file, with the sentences under them on standard error or below.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

use super::{Global, OutputArgs, Report, Wrong};
use crate::analysis::Table;
use crate::session::{CodingsRequest, FigureWish, Format, Outcome, Problem, RowFormat, Session};

/// Prints a table as the options say, or writes it to a file with its sidecar.
///
/// # Errors
/// An unknown format or ending; a file that cannot be written.
pub fn table(session: &Session, table: &Table, global: &Global, args: &OutputArgs) -> Result<(), Wrong> {
    let blind = session.blind_sentence().map(|blind| {
        let mut table = table.clone();
        table.sentences.push(blind);
        table
    });
    let table = blind.as_ref().unwrap_or(table);
    refuse_leaks(session, table, args)?;
    if let Some(path) = &args.to {
        if args.format.is_some() {
            return Err(Wrong::new("--format and --to exclude each other", "the ending of the file picks the format"));
        }
        let beside =
            if args.excel { session.write_for_excel(table, path)? } else { session.write_table(table, path)? };
        sentences(table);
        say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
        return Ok(());
    }
    if args.excel {
        return print_for_excel(session, table, args);
    }
    print(table, global, args.format.as_deref())
}

/// The format in which rows can go to standard output as they are found; `None`: a table has to be made first, for a file, for
/// people, or to be looked through before anything of it gets out. `json`: without a format they are JSON, an object a line.
pub fn straight(args: &OutputArgs, json: bool) -> Option<RowFormat> {
    if args.to.is_some() || args.excel || args.key.is_some() || std::io::stdout().is_terminal() {
        return None;
    }
    match args.format.as_deref().map(Format::from_name) {
        None => json.then_some(RowFormat::JsonLines),
        Some(Ok(Format::Csv)) => Some(RowFormat::Csv),
        Some(Ok(Format::Tsv)) => Some(RowFormat::Tsv),
        Some(_) => None,
    }
}

/// Prints codings as they are found, then what has to be said of them.
///
/// # Errors
/// A mistake in the query or in the coders; standard output may refuse or be closed.
pub fn codings(session: &Session, request: &CodingsRequest, format: RowFormat) -> Result<Report, Wrong> {
    let mut stdout = std::io::stdout().lock();
    let mut failed = None;
    let answer = session.write_codings(request, format, &mut |bytes| match stdout.write_all(bytes) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    stdout.flush()?;
    let mut table = answer.table;
    if format == RowFormat::JsonLines {
        table.sentences.iter().for_each(|sentence| say(sentence));
    } else {
        table.sentences.extend(session.blind_sentence());
        sentences(&table);
    }
    Ok(Report::found(answer.codings > 0))
}

/// Prints or writes the table that answers a command: nothing found if it has no rows.
///
/// # Errors
/// Those of [`table`].
pub fn answer(session: &Session, found: &Table, global: &Global, args: &OutputArgs) -> Result<Report, Wrong> {
    table(session, found, global, args)?;
    Ok(Report::found(!found.rows.is_empty()))
}

/// Draws a table as the options say: to an SVG file with its sidecar, or as text on standard output.
///
/// # Errors
/// A table that has no picture, options that ask for a table; a file that cannot be written.
pub fn figure(
    session: &Session,
    table: &Table,
    wish: &FigureWish,
    global: &Global,
    args: &OutputArgs,
) -> Result<Report, Wrong> {
    if args.format.is_some() || args.excel || global.json {
        return Err(Wrong::new(
            "a picture is no table: --figure goes without --format, --excel and --json",
            "draw it here with --figure alone, or write it to a file: --to FILE.svg",
        ));
    }
    let mut table = table.clone();
    table.sentences.extend(session.blind_sentence());
    refuse_leaks(session, &table, args)?;
    let Some(path) = &args.to else {
        out(&session.draw_figure(&table, wish, width())?)?;
        return Ok(Report::Done);
    };
    let beside = session.write_figure(&table, wish, path)?;
    sentences(&table);
    say(&format!("written: {} (how it was made: {})", path.display(), beside.display()));
    Ok(Report::Done)
}

/// Prints a table as csv that Excel opens rightly.
fn print_for_excel(session: &Session, table: &Table, args: &OutputArgs) -> Result<(), Wrong> {
    if args.format.as_deref().is_none_or(|format| !format.eq_ignore_ascii_case("csv")) {
        return Err(Wrong::new("--excel is for csv", "add --format csv, or write a file: --to FILE.xlsx"));
    }
    data(&session.render_for_excel(table))?;
    sentences(table);
    Ok(())
}

/// Refuses what `--key` forbids: a table in which a name of the key stands.
///
/// # Errors
/// If there is one, or the key cannot be read.
pub fn refuse_leaks(session: &Session, table: &Table, args: &OutputArgs) -> Result<(), Wrong> {
    match &args.key {
        Some(key) => Ok(session.refuse_leaks(key, table, args.to.as_deref())?),
        None => Ok(()),
    }
}

/// Prints a table as the options say.
///
/// # Errors
/// An unknown format; standard output may refuse.
pub fn print(table: &Table, global: &Global, format: Option<&str>) -> Result<(), Wrong> {
    let format = match (format, global.json) {
        (Some(name), _) => {
            Format::from_name(name).map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?
        }
        (None, true) => Format::Json,
        (None, false) => Format::Table,
    };
    data(&format.write(table, width()))?;
    // Under csv, tsv and json the sentences must not stand among the data.
    if matches!(format, Format::Csv | Format::Tsv | Format::Json) {
        sentences(table);
    }
    Ok(())
}

/// The name of a file beside another one: `out/x.csv` and `labels` give `out/x.labels.csv`.
pub fn beside(path: &Path, what: &str) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_extension(format!("{what}.{ending}"))
}

/// Columns of the terminal, as it was at the start.
static COLUMNS: AtomicU16 = AtomicU16::new(0);

/// Says how wide the terminal is.
pub fn set_width(columns: Option<u16>) {
    COLUMNS.store(columns.unwrap_or(0), Ordering::Relaxed);
}

/// Columns of the terminal (`COLUMNS`, where somebody has set it, else as wide as it is); `None` where the output is no terminal.
pub fn width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let known = || Some(usize::from(COLUMNS.load(Ordering::Relaxed)));
    let usable = said.or_else(known).filter(|columns| *columns >= 20);
    std::io::stdout().is_terminal().then_some(usable.unwrap_or(80))
}

/// Whether nothing is said for now.
static QUIET: AtomicBool = AtomicBool::new(false);
/// What was said when the study was opened.
static NOTICES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Does something that says nothing on standard error: one of many outputs, of which one line each is said.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    QUIET.store(true, Ordering::Relaxed);
    let done = work();
    QUIET.store(false, Ordering::Relaxed);
    done
}

/// Says something on standard error; what could steer the terminal is shown, not sent.
pub fn say(text: &str) {
    if QUIET.load(Ordering::Relaxed) {
        return;
    }
    tell(&format!("{}\n", crate::text::visible_lines(text)));
}

/// Writes on standard error. That nobody reads there (any more) is no reason to leave undone what is under way: `2>&1 | head`.
pub fn tell(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Says what the owner of a study has to know when it is opened.
pub fn notice(text: &str) {
    say(text);
    if let Ok(mut said) = NOTICES.lock() {
        said.push(text.to_owned());
    }
}

/// Says the sentences of a table but those that were said when the study was opened.
fn sentences(table: &Table) {
    let said = NOTICES.lock().map(|said| said.clone()).unwrap_or_default();
    table.sentences.iter().filter(|sentence| !said.contains(*sentence)).for_each(|sentence| say(sentence));
}

/// Says what an action did; with `--json` as an object too: the id of the action (`null`: there was nothing to do) and the words.
///
/// # Errors
/// Standard output may refuse: a full disk.
pub fn outcome(outcome: &Outcome, global: &Global) -> Result<(), Wrong> {
    say(&outcome.message);
    if global.json {
        let act = outcome.act.map(|act| act.to_string());
        text(&format!("{}\n", serde_json::json!({"act": act, "message": outcome.message})))?;
    }
    Ok(())
}

/// Whether somebody sits at a terminal who can be asked.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks on the terminal; the answer without blanks at its ends.
///
/// # Errors
/// The terminal may be closed.
pub fn ask(question: &str) -> Result<String, Wrong> {
    tell(&format!("{} ", crate::text::visible(question)));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Prints text as it is.
///
/// # Errors
/// Standard output may refuse: a full disk.
pub fn text(text: &str) -> Result<(), Wrong> {
    out(text.as_bytes())
}

/// Prints data, which is verbatim, for whoever reads it; but on a terminal what would steer it as symbols.
///
/// # Errors
/// Standard output may refuse: a full disk.
pub fn data(bytes: &[u8]) -> Result<(), Wrong> {
    if std::io::stdout().is_terminal() {
        return text(&crate::text::visible_lines(&String::from_utf8_lossy(bytes)));
    }
    out(bytes)
}

/// Whether nobody reads standard output any more.
static GONE: AtomicBool = AtomicBool::new(false);

/// Whether the reader of standard output went away.
pub fn reader_is_gone() -> bool {
    GONE.load(Ordering::Relaxed)
}

/// Writes to standard output. A reader that went away (`| head`) does not leave half done what the command is for: files that it
/// writes, codings that it adds.
fn out(bytes: &[u8]) -> Result<(), Wrong> {
    let mut stdout = std::io::stdout();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            GONE.store(true, Ordering::Relaxed);
            Ok(())
        }
        written => Ok(written?),
    }
}

/// Lines of at most `width` columns, each after `indent`; broken at spaces.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    for paragraph in text.split('\n') {
        let mut column = 0;
        out.push_str(indent);
        for word in paragraph.split(' ') {
            let wide = crate::text::width(word);
            if column > 0 && column + 1 + wide > width {
                out.push('\n');
                out.push_str(indent);
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += wide;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_breaks_at_spaces_and_keeps_every_word() {
        assert_eq!(wrap("one two three", 7, "  "), "  one two\n  three\n");
        assert_eq!(wrap("overlongword a", 4, ""), "overlongword\na\n");
    }
}
