//! What the columns of a table are, by their names and what stands in them.

use std::collections::HashSet;

use super::Grid;
use crate::import::refused::Refused;
use crate::import::{Options, ReadAs};

const SPEAKER: &str = "speaker speakername speakerlabel name who label voice sprecher locuteur orador hablante";
const TEXT: &str = "text words speech utterance content transcript transcription caption message said dialogue sentence paragraph \
    freetext response answer statement turntext";
const TIME: &str = "timestamp time start starttime startms begin timecode in from startzeit";
const END: &str = "end endtime endms stop out to";
const PERSON: &str = "participant participantid case caseid pid respondent respondentid responseid interviewee intervieweeid \
    pseudonym person personid subject subjectid id p";
const INTERVIEW: &str = "transcriptid transcript interview interviewid document documentid doc file filename dialog dialogid \
    conversation conversationid session sessionid";

/// The columns of a table of turns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TurnColumns {
    pub interview: Option<usize>,
    pub speaker: Option<usize>,
    pub text: usize,
    pub time: Option<usize>,
    pub end: Option<usize>,
}

/// The columns of a table of interviews.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InterviewColumns {
    pub name: usize,
    /// Whether the name is that of a person.
    pub person: bool,
    pub texts: Vec<usize>,
}

/// What a table is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A row is a turn.
    Turns(TurnColumns),
    /// A row is an interview.
    Interviews(InterviewColumns),
    /// A row is a person; the column of the id.
    People(usize),
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == name)
}

/// The columns whose names are in a list, in the order of the list.
fn named(header: &[String], list: &str) -> Vec<usize> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    list.split_ascii_whitespace().filter_map(|known| names.iter().position(|name| name == known)).collect()
}

/// Whether a first line names columns of a table that is known.
pub fn is_header(header: &[String], options: &Options) -> bool {
    if !options.columns.is_empty()
        || matches!(options.reading, Some(ReadAs::Turns | ReadAs::Interviews | ReadAs::Participants))
    {
        return true;
    }
    if header.iter().any(|name| name.chars().count() > 60) {
        return false;
    }
    let has = |list: &str| header.iter().any(|name| is(list, &folded(name)));
    let text = has(TEXT);
    (text && (has(SPEAKER) || has(TIME) || has(PERSON) || has(INTERVIEW))) || (header.len() > 1 && has(PERSON))
}

/// Whether the values of a column stand there once each, and in nearly every row (a table may end with a line of sums).
fn unique(grid: &Grid, column: usize) -> bool {
    let mut seen = HashSet::new();
    let once = grid.column(column).all(|cell| seen.insert(cell.to_lowercase()));
    let gaps = grid.rows.len() - seen.len().min(grid.rows.len());
    once && !seen.is_empty() && gaps <= (grid.rows.len() / 5).max(1)
}

/// Whether a column holds sentences.
fn is_prose(grid: &Grid, column: usize) -> bool {
    let (mut cells, mut words, mut most) = (0, 0, 0);
    for cell in grid.column(column).take(500) {
        let count = cell.split_whitespace().count();
        (cells, words, most) = (cells + 1, words + count, most.max(count));
    }
    cells > 0 && words >= cells * 7 && most >= 10
}

/// The column that the user names for a role.
fn chosen(grid: &Grid, options: &Options, role: &str) -> Result<Option<usize>, Refused> {
    let Some((_, name)) = options.columns.iter().find(|(known, _)| known == role) else { return Ok(None) };
    match grid.header.iter().position(|known| folded(known) == folded(name)) {
        Some(at) => Ok(Some(at)),
        None => Err(Refused::new(
            format!("the table has no column `{name}`"),
            format!("its columns are {}", grid.header.join(", ")),
        )),
    }
}

/// What a table is; `None`: none of these.
///
/// # Errors
/// A column that the user names and that is not there.
pub fn classify(grid: &Grid, options: &Options) -> Result<Option<Shape>, Refused> {
    let pick = |role: &str| chosen(grid, options, role);
    let asked = options.reading;
    let free = |wanted: ReadAs| asked.is_none() || asked == Some(wanted);
    let header = &grid.header;
    if grid.rows.is_empty() {
        return Ok(None);
    }
    let text = pick("text")?.or_else(|| named(header, TEXT).first().copied());
    let speaker = pick("speaker")?.or_else(|| named(header, SPEAKER).into_iter().find(|at| Some(*at) != text));
    let time = pick("time")?.or_else(|| named(header, TIME).first().copied());
    let end = named(header, END).first().copied();
    let interview = pick("transcript")?.or_else(|| named(header, INTERVIEW).into_iter().find(|at| Some(*at) != text));
    let people: Vec<usize> = match pick("participant")? {
        Some(at) => vec![at],
        None => named(header, PERSON),
    };
    let person = people.iter().copied().find(|at| unique(grid, *at));
    // An `ID` beside a participant that comes again numbers statements, not people.
    let again = people.iter().any(|at| !unique(grid, *at));
    if let Some(text) = text.filter(|_| free(ReadAs::Turns)) {
        let speaker = speaker.or_else(|| people.iter().copied().find(|at| *at != text && !unique(grid, *at)));
        let one_a_row = interview.is_some_and(|at| unique(grid, at));
        let turns = speaker.is_some() || time.is_some() || asked == Some(ReadAs::Turns);
        if turns && !(one_a_row && speaker.is_none()) {
            let interview = interview.filter(|at| !unique(grid, *at) && Some(*at) != speaker);
            return Ok(Some(Shape::Turns(TurnColumns { interview, speaker, text, time, end })));
        }
    }
    if free(ReadAs::Interviews) {
        let mut texts: Vec<usize> = (0..header.len()).filter(|at| is_prose(grid, *at)).collect();
        if let Some(text) = pick("text")?.or(text.filter(|_| texts.is_empty())) {
            texts = vec![text];
        }
        let by_name = interview.filter(|at| unique(grid, *at) && !texts.contains(at));
        let by_person = person.filter(|at| !texts.contains(at));
        let name = by_person.map(|at| (at, true)).or(by_name.map(|at| (at, false)));
        if let (Some((name, person)), false, false) = (name, texts.is_empty(), again && by_name.is_none()) {
            return Ok(Some(Shape::Interviews(InterviewColumns { name, person, texts })));
        }
    }
    if free(ReadAs::Participants)
        && let Some(person) = person.filter(|_| !again)
    {
        return Ok(Some(Shape::People(person)));
    }
    if asked == Some(ReadAs::Participants)
        && let Some(first) = (0..header.len()).find(|at| unique(grid, *at))
    {
        return Ok(Some(Shape::People(first)));
    }
    Ok(None)
}
