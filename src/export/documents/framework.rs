//! The framework: participants or cases × themes on pages across, and a sheet for each theme.

use std::collections::{BTreeMap, HashSet};

use super::super::docx::{ACROSS_WIDE, Document, Grid, GridCell, Paragraph, Run, Style};
use super::{StudyHead, extend};
use crate::analysis::{Cell, Column, Framework, FrameworkMark, FrameworkPassage, FrameworkRow, Table, ThemeLine};
use crate::model::{RollUp, Theme};

/// Most themes side by side: more would be too narrow to read.
const SIDE_BY_SIDE: usize = 4;
/// Width of the column that says who, in twentieths of a point.
const WHO_WIDE: u32 = 1_800;

/// The framework as a document: tables of at most four themes, each cell with its summary and beneath it the passages that it rests
/// on. Themes in which there is nothing have no column, and whoever has nothing in a table no row: both are named. A theme with
/// everything beneath it says so; a passage that has its wording in the column of a theme beneath is named there alone, by its lines.
pub fn framework_document(study: StudyHead, framework: &Framework) -> Document {
    let (used, empty): (Vec<usize>, Vec<usize>) =
        (0..framework.themes.len()).partition(|theme| is_used(framework, *theme));
    // How summaries are written is nothing for whoever reads the document.
    let how = framework.how_to_write();
    let mut notes: Vec<String> = framework.sentences().into_iter().filter(|said| *said != how).collect();
    if !empty.is_empty() {
        let names: Vec<&str> = empty.iter().map(|theme| framework.themes[*theme].name.as_str()).collect();
        notes.push(format!("neither passage nor summary: {}", names.join(", ")));
    }
    let what = format!("Framework: {}s × themes", framework.of.as_str());
    let mut document = study.document(&what, &notes, true);
    for (at, chunk) in side_by_side(framework, &used).iter().enumerate() {
        let names: Vec<&str> = chunk.iter().map(|theme| framework.themes[*theme].name.as_str()).collect();
        let mut head = Paragraph::of(Style::Heading1, names.join(" · "));
        head.new_page = at > 0;
        extend(&mut document, [head.into(), table(framework, chunk).into()]);
        let nothing = framework.rows.iter().filter(|row| !is_in(row, chunk)).map(|row| row.id.as_str());
        let nothing: Vec<&str> = nothing.collect();
        if !nothing.is_empty() {
            let said = format!("nothing in these themes: {}", nothing.join(", "));
            extend(&mut document, [Paragraph::of(Style::Note, said).into()]);
        }
    }
    document
}

/// The themes of each table: a branch of the codebook has tables of its own, themes without any beneath them share theirs.
fn side_by_side(framework: &Framework, used: &[usize]) -> Vec<Vec<usize>> {
    let branch = |theme: &usize| framework.themes[*theme].path.split(" > ").next();
    let mut tables: Vec<Vec<usize>> = Vec::new();
    let mut shared = false;
    for themes in used.chunk_by(|one, next| branch(one) == branch(next)) {
        let lone = themes.len() == 1;
        match tables.last_mut().filter(|last| shared && lone && last.len() < SIDE_BY_SIDE) {
            Some(last) => last.extend(themes),
            // As many in each as can be: of five themes three and two, not four and one.
            None => {
                let parts = themes.len().div_ceil(SIDE_BY_SIDE).max(1);
                tables.extend(themes.chunks(themes.len().div_ceil(parts)).map(<[usize]>::to_vec));
            }
        }
        shared = lone;
    }
    tables
}

fn is_used(framework: &Framework, theme: usize) -> bool {
    framework.rows.iter().any(|row| row.cells.get(theme).is_some_and(|cell| cell.mark() != FrameworkMark::Empty))
}

/// Whether there is anything of a row in some of the themes.
fn is_in(row: &FrameworkRow, themes: &[usize]) -> bool {
    themes.iter().any(|theme| row.cells.get(*theme).is_some_and(|cell| cell.mark() != FrameworkMark::Empty))
}

fn table(framework: &Framework, themes: &[usize]) -> Grid {
    let wide = (ACROSS_WIDE - WHO_WIDE) / themes.len().max(1) as u32;
    let mut widths = vec![WHO_WIDE];
    widths.extend(themes.iter().map(|_| wide));
    let mut head = vec![framework.of.as_str().to_owned()];
    head.extend(themes.iter().map(|theme| match beneath(framework, *theme).is_empty() {
        true => framework.themes[*theme].path.clone(),
        false => format!("{} (with everything beneath)", framework.themes[*theme].path),
    }));
    let rows = framework.rows.iter().filter(|row| is_in(row, themes)).map(|row| {
        let mut who = vec![Paragraph::with(Style::Cell, vec![Run::plain(&row.id).bold()])];
        // Without its name a yes or no tells nothing.
        let tells = |value: &&str| !["", "yes", "no", "ask", "1", "0"].contains(&value.to_lowercase().as_str());
        let values: Vec<&str> = row.attributes.iter().map(String::as_str).filter(tells).collect();
        if !values.is_empty() {
            who.push(Paragraph::with(Style::Cell, vec![Run::plain(values.join(", ")).grey().small()]));
        }
        let mut cells = vec![who];
        cells.extend(themes.iter().map(|theme| cell(framework, row, *theme)));
        cells
    });
    Grid { widths, head, rows: rows.collect() }
}

fn is_code(line: &ThemeLine) -> bool {
    matches!(line.theme, Theme::Code(_))
}

/// The themes with a column of their own that a theme holds the passages of; none where each code stands alone.
fn beneath(framework: &Framework, theme: usize) -> Vec<usize> {
    let lines = &framework.themes;
    let holds = framework.roll_up == RollUp::Subtree && lines.get(theme).is_some_and(is_code);
    let deeper = |at: &usize| is_code(&lines[*at]) && lines[*at].depth > lines[theme].depth;
    let branch = (theme + 1..lines.len()).take_while(deeper);
    branch.filter(|at| holds && is_used(framework, *at)).collect()
}

/// The summaries, what the cell lacks, the passages.
fn cell(framework: &Framework, row: &FrameworkRow, theme: usize) -> GridCell {
    let Some(cell) = row.cells.get(theme) else { return GridCell::new() };
    let mut paragraphs = GridCell::new();
    for summary in &cell.summaries {
        let mut runs = Vec::new();
        if cell.summaries.len() > 1 {
            runs.push(Run::plain(format!("{}: ", summary.coder)).bold());
        }
        runs.push(Run::plain(&summary.text));
        paragraphs.push(Paragraph::with(Style::Cell, runs));
    }
    let lacks = cell.mark().as_str();
    if !lacks.is_empty() {
        paragraphs.push(Paragraph::with(Style::Cell, vec![Run::plain(format!("[{lacks}]")).italic(true).grey()]));
    }
    // The theme furthest down in which the same passage stands.
    let same =
        |one: &FrameworkPassage, other: &FrameworkPassage| (one.transcript, one.span) == (other.transcript, other.span);
    let stands_in = |passage: &FrameworkPassage| {
        let in_theme =
            |at: &usize| row.cells.get(*at).is_some_and(|cell| cell.passages.iter().any(|one| same(one, passage)));
        beneath(framework, theme).into_iter().rev().find(in_theme)
    };
    let mut elsewhere: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for passage in &cell.passages {
        if let Some(at) = stands_in(passage) {
            elsewhere.entry(at).or_default().push(&passage.reference);
            continue;
        }
        let mut runs = if passage.withheld {
            vec![Run::plain(passage.quoted())]
        } else {
            let mut runs = vec![Run::plain("“")];
            runs.extend(passage.said.iter().map(super::quotes::run));
            runs.push(Run::plain("”"));
            runs
        };
        runs.push(Run::plain(format!(" ({})", passage.reference)).grey());
        paragraphs.push(Paragraph::with(Style::Cell, runs.into_iter().map(Run::small).collect()));
    }
    for (at, references) in elsewhere {
        let said = format!("{}: {}", framework.themes[at].name, references.join("; "));
        paragraphs.push(Paragraph::with(Style::Cell, vec![Run::plain(said).grey().small()]));
    }
    paragraphs
}

/// A table for each theme in which there is anything, under the name of its sheet: who, the attributes, `passages`, `mark`,
/// `summary`, `summary_coder`, `summary_modified`, `references`, `quotes`.
pub fn theme_sheets(framework: &Framework) -> Vec<(String, Table)> {
    let tidy = framework.tidy();
    let code = tidy.column("code").unwrap_or(usize::MAX);
    let mut columns = vec![framework.of.as_str()];
    columns.extend(framework.attributes.iter().map(String::as_str));
    columns.extend(["passages", "mark", "summary", "summary_coder", "summary_modified", "references", "quotes"]);
    let mut taken: HashSet<String> = ["framework", "how it was made", "history"].map(String::from).into();
    let used = (0..framework.themes.len()).filter(|theme| is_used(framework, *theme));
    let sheet = |theme: usize| {
        let line = &framework.themes[theme];
        let mut table = tidy.only(&columns);
        let rows = tidy.rows.iter().zip(&table.rows);
        let of_theme = rows.filter(|(row, _)| row.get(code) == Some(&Cell::text(&line.id)));
        table.rows = of_theme.map(|(_, row)| row.clone()).collect();
        table.columns[0] = Column::left(framework.of.as_str());
        let whole = if beneath(framework, theme).is_empty() { "" } else { ", with everything beneath it" };
        table.sentences = vec![format!("theme: {} ({}){whole}", line.path, line.id)];
        (sheet_name(&line.name, &mut taken), table)
    };
    used.map(sheet).collect()
}

/// A name that a sheet may have and none has yet: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends.
fn sheet_name(name: &str, taken: &mut HashSet<String>) -> String {
    let fits = |char: char| if "[]:*?/\\".contains(char) || char.is_control() { '-' } else { char };
    let mut plain: String = name.chars().map(fits).collect();
    plain = plain.trim_matches(['\'', ' ']).to_owned();
    if plain.is_empty() {
        plain = "theme".into();
    }
    for number in 1_u32.. {
        let ending = if number == 1 { String::new() } else { format!(" ({number})") };
        // Excel counts UTF-16 units.
        let mut cut = String::new();
        for char in plain.chars() {
            if cut.encode_utf16().count() + char.len_utf16() + ending.len() > 31 {
                break;
            }
            cut.push(char);
        }
        let whole = format!("{}{ending}", cut.trim_end_matches(['\'', ' ']));
        if taken.insert(whole.to_lowercase()) {
            return whole;
        }
    }
    plain
}
