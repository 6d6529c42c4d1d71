//! What is looked up for a reader of plain lines: codes by a part of their name, turns, quotes, counts.

use crate::model::{Code, CodeIx, Codebook, RollUp, Theme, TranscriptIx};
use crate::session::{CodingsRequest, FrequencyRequest, Problem, SearchRequest, Session, Shape};
use crate::text::visible;

/// Which code a name may mean.
pub enum Like {
    /// This one.
    One(CodeIx),
    /// One of these.
    Several(Vec<CodeIx>),
    /// None.
    None,
}

/// Finds the code that is called by its id (an earlier one too), its name, or a part of either, whatever the case; all
/// words that are typed must occur.
pub fn code(book: &Codebook, name: &str) -> Like {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        return Like::None;
    }
    if let Some(code) = book.resolve(&name) {
        return Like::One(code);
    }
    let all = || (0..).zip(book.codes()).map(|(at, code)| (CodeIx(at), code));
    let exact: Vec<CodeIx> = all().filter(|(_, code)| code.name.to_lowercase() == name).map(|(at, _)| at).collect();
    if let [one] = exact.as_slice() {
        return Like::One(*one);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let like = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let begins = |text: &str| text.to_lowercase().starts_with(&name);
    let either = |code: &Code, fits: &dyn Fn(&str) -> bool| fits(&code.name) || fits(code.id.as_str());
    // A beginning is told first, but means its code only if no other has the words at all.
    let mut found: Vec<CodeIx> = all().filter(|(_, code)| either(code, &begins)).map(|(at, _)| at).collect();
    let part = all().filter(|(at, code)| !found.contains(at) && either(code, &like)).map(|(at, _)| at);
    found.extend(part.collect::<Vec<_>>());
    match found.as_slice() {
        [] => Like::None,
        [one] => Like::One(*one),
        _ => Like::Several(found),
    }
}

/// A code by name and what it stands under.
pub fn called(book: &Codebook, code: CodeIx) -> String {
    let path = book.path(Theme::Code(code));
    let name = visible(path.last().copied().unwrap_or_default()).into_owned();
    match path.split_last() {
        Some((_, above)) if !above.is_empty() => format!("{name}, under {}", visible(&above.join(", under "))),
        _ => name,
    }
}

/// What a code means.
pub fn meaning(book: &Codebook, code: CodeIx) -> Vec<String> {
    let found = book.code(code);
    let mut said = vec![format!("{}. Its id: {}.", called(book, code), found.id)];
    let parts = [("Means", &found.definition), ("Include", &found.include), ("Exclude", &found.exclude)];
    for (title, text) in parts {
        if !text.trim().is_empty() {
            said.push(format!("{title}: {}", visible(text.trim())));
        }
    }
    said.extend(found.examples.iter().map(|example| format!("Example: {}", visible(example))));
    if said.len() == 1 {
        said.push("Nothing is written about it.".into());
    }
    said
}

/// The codes with a word in their name or definition, or all, each with how many codings in scope it has.
pub fn codebook(session: &Session, word: &str) -> Vec<String> {
    let book = &session.corpus().codebook;
    let uses = session.theme_uses();
    let word = word.to_lowercase();
    let mut said = Vec::new();
    for (at, code) in (0..).zip(book.codes()) {
        let here = [&code.name, &code.definition].iter().any(|text| text.to_lowercase().contains(&word));
        if !here && !code.id.as_str().contains(&word) {
            continue;
        }
        let count = uses.get(at as usize).map_or(0, |uses| uses.codings);
        said.push(format!("{}: {}", called(book, CodeIx(at)), crate::analysis::counted(count, "coding")));
    }
    if said.is_empty() {
        said.push("No code has that.".into());
    }
    said
}

/// Places with what is told of each.
pub type Places = Vec<(TranscriptIx, usize, String)>;

/// The turns that a search finds.
///
/// # Errors
/// A mistake in the query.
pub fn turns(session: &mut Session, query: String) -> Result<(Places, Vec<String>), Problem> {
    let answer = session.search(&SearchRequest { query, ..SearchRequest::default() })?;
    let shown = session.search_shown(&answer);
    let places = answer.hits.iter().zip(shown).map(|(hit, shown)| {
        let text: String = shown.parts.iter().map(|(text, _)| text.as_str()).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (hit.transcript, hit.turn, format!("{}: {}", visible(&shown.head.join(", ")), visible(&text)))
    });
    Ok((places.collect(), answer.sentences))
}

/// The codings that a quotes query selects.
///
/// # Errors
/// A mistake in the query.
pub fn quotes(session: &Session, query: &str) -> Result<(Places, Vec<String>), Problem> {
    let request = CodingsRequest { query: Some(query.to_owned()), ..CodingsRequest::default() };
    let answer = session.codings(&request)?;
    let cell =
        |row: usize, id: &str| answer.table.cell(row, id).map(|cell| cell.plain().into_owned()).unwrap_or_default();
    // The table has a row for each person to whom a coding belongs, what is shown one for each coding.
    let mut firsts: Vec<usize> = (0..answer.table.rows.len()).collect();
    firsts.dedup_by(|later, first| cell(*later, "coding") == cell(*first, "coding"));
    let mut places = Vec::new();
    for (row, shown) in firsts.into_iter().zip(&answer.shown) {
        let Some(at) = session.corpus().find(&cell(row, "transcript")) else { continue };
        let turn = cell(row, "turn").parse::<usize>().map_or(0, |turn| turn.saturating_sub(1));
        let star = shown.star.map_or(String::new(), |star| format!(", {star}"));
        let mut said = format!("{}{star}: {}", visible(&shown.head.join(", ")), visible(&shown.lines.join(" ")));
        for memo in &shown.memos {
            said.push_str(&format!(" Memo: {}", visible(memo)));
        }
        places.push((at, turn, said));
    }
    let mut sentences = vec![format!("{}.", crate::analysis::counted(answer.codings as u64, "coding"))];
    sentences.extend(answer.table.sentences);
    Ok((places, sentences))
}

/// How many participants speak of a theme, or of each theme at the top, by group.
///
/// # Errors
/// An unknown attribute.
pub fn frequencies(session: &Session, theme: Option<&str>, by: Option<String>) -> Result<Vec<String>, Problem> {
    let request = FrequencyRequest { by, roll_up: RollUp::Subtree, shape: Shape::Tidy, ..FrequencyRequest::default() };
    let table = session.frequencies(&request)?;
    let cell = |row: usize, id: &str| table.cell(row, id).map(|cell| cell.plain().into_owned()).unwrap_or_default();
    let mut said = Vec::new();
    let mut code = String::new();
    for row in 0..table.rows.len() {
        let here = theme.map_or_else(|| cell(row, "depth") == "0", |theme| cell(row, "code") == theme);
        if !here {
            continue;
        }
        if cell(row, "code") != code {
            code = cell(row, "code");
            said.push(format!("{}:", visible(&cell(row, "path"))));
        }
        let share = cell(row, "percent_participants");
        let share = if share.is_empty() { String::new() } else { format!(", {share} percent") };
        let group = cell(row, "group");
        let group = if group == "(all)" { "all".to_owned() } else { visible(&group).into_owned() };
        said.push(format!(
            "{group}: {} of {} participants{share}, {} passages, {} words",
            cell(row, "participants"),
            cell(row, "participants_in_group"),
            cell(row, "passages"),
            cell(row, "words")
        ));
    }
    said.extend(table.sentences.iter().cloned());
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Env, demo};

    #[test]
    fn codes_by_a_part_of_their_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        demo::make(&root).unwrap();
        let session = Session::open(&root, Env::fixed(0, 1, folder.path().join("machine"))).unwrap();
        let book = &session.corpus().codebook;
        let one = |name: &str| match code(book, name) {
            Like::One(code) => book.code(code).id.to_string(),
            Like::Several(codes) => format!("{} codes", codes.len()),
            Like::None => "none".into(),
        };
        assert_eq!(one("referral-delays"), "referral-delays");
        assert_eq!(one("Referral Delays"), "referral-delays");
        assert_eq!(one("referral del"), "referral-delays");
        assert_eq!(one("delays referral"), "referral-delays");
        // It begins one name and stands within another: neither is taken.
        assert_eq!(one("del"), "2 codes");
        assert_eq!(one("delay-in"), "delay-in-school");
        assert_eq!(one("zebra"), "none");
        assert_eq!(one(" "), "none");
        assert!(one("referr").ends_with(" codes"), "{}", one("referr"));
        assert_eq!(called(book, book.resolve("referral-delays").unwrap()), "Referral delays");
        let masking = called(book, book.resolve("masking").unwrap());
        assert_eq!(masking, "Masking, under Identification of need");
    }
}
