//! Errors, faults and notes as a person reads them: `error: what`, the line with a caret, `hint: what to do`.

use std::io::IsTerminal;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::model::{Diagnostic, Severity};
use crate::text::visible;

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Whether to write colours to a stream that is (or is not) a terminal.
    pub fn on(self, terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                    || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                terminal && !refused
            }
        }
    }
}

/// The place that an error is about.
pub struct Source<'a> {
    /// What the text is: a file's path or `query`.
    pub name: &'a str,
    /// The number of the first line of `text`.
    pub line: usize,
    /// The text, one line or a few.
    pub text: &'a str,
    /// The bytes of `text` under the caret.
    pub range: Range<usize>,
}

/// Writes one message in the form of the house.
pub fn message(level: Level<'_>, what: &str, source: Option<&Source<'_>>, hint: Option<&str>, colour: bool) -> String {
    let what = visible(what);
    let mut group = Group::with_title(level.primary_title(&*what));
    let shown;
    if let Some(source) = source {
        shown = shown_line(source);
        let snippet = Snippet::source(shown.0.as_str())
            .line_start(source.line)
            .path(source.name)
            .annotation(AnnotationKind::Primary.span(shown.1.clone()));
        group = group.element(snippet);
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]).to_string();
    if let Some(hint) = hint {
        text.push_str("\nhint: ");
        text.push_str(&visible(hint));
    }
    text.push('\n');
    text
}

/// The line as it may be shown on a terminal, with the bytes of the caret moved along.
fn shown_line(source: &Source<'_>) -> (String, Range<usize>) {
    let end = source.range.end.min(source.text.len());
    let start = source.range.start.min(end);
    let part = |range: Range<usize>| source.text.get(range).map_or(String::new(), |text| visible(text).into_owned());
    let (head, middle, tail) = (part(0..start), part(start..end), part(end..source.text.len()));
    let range = head.len()..head.len() + middle.len();
    (head + &middle + &tail, range)
}

/// A fault or note.
pub fn diagnostic(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Fault => Level::ERROR.with_name("fault"),
        Severity::Note => Level::NOTE,
    };
    let file = diagnostic.file.to_string_lossy();
    match &diagnostic.excerpt {
        Some(excerpt) => {
            let bytes = |column: u32| {
                let mut chars = excerpt.text.char_indices();
                chars.nth(column.saturating_sub(1) as usize).map_or(excerpt.text.len(), |(byte, _)| byte)
            };
            let range = bytes(excerpt.column)..bytes(excerpt.column.saturating_add(excerpt.length));
            let source = Source { name: &visible(&file), line: excerpt.line as usize, text: &excerpt.text, range };
            message(level, &diagnostic.message, Some(&source), diagnostic.hint.as_deref(), colour)
        }
        None => {
            let what = format!("{file}: {}", diagnostic.message);
            message(level, &what, None, diagnostic.hint.as_deref(), colour)
        }
    }
}

/// Whether standard error takes colours.
pub fn stderr_colour(colour: Colour) -> bool {
    colour.on(std::io::stderr().is_terminal())
}
