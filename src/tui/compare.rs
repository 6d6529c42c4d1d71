//! What the Compare screen needs, taken out of an open session. Runs on the session's thread.

use crate::analysis::agreement::{AgreementUnit, DifferenceKind};
use crate::analysis::{characters, counted};
use crate::model::{CodeId, CoderName, EventId, TranscriptId, TranscriptIx};
use crate::session::{ComparedTranscript, PlaceState, Problem, Session};
use crate::text::Span;

/// How many coders stand side by side.
pub const MOST: usize = 4;

/// How many characters of a passage are handed over.
const QUOTE: usize = 600;

/// Who is compared, and by what unit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CompareRequest {
    /// The coders; `None`: in each transcript those who have finished it.
    pub coders: Option<Vec<String>>,
    /// By what unit places are told apart.
    pub unit: AgreementUnit,
}

/// Where coders differ.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Compared {
    /// The differences, and the transcripts in which only what is agreed waits to be taken over; in the order of the transcripts.
    pub rows: Vec<PlaceRow>,
    /// What has to be said besides: open blind rounds, coders who are left out.
    pub notes: Vec<String>,
    /// Why there is nothing to compare, and what to do next.
    pub nothing: Option<(String, String)>,
}

/// One place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlaceRow {
    /// The coding by which it is named; `None`: nothing differs here, and what is agreed waits.
    pub id: Option<EventId>,
    /// Its transcript.
    pub transcript: TranscriptId,
    /// The place of the transcript in the study's order.
    pub order: usize,
    /// Who is compared in it, one lane each.
    pub coders: Vec<CoderName>,
    /// How they differ.
    pub kind: Option<DifferenceKind>,
    /// How many agreed places of the transcript wait to be taken over.
    pub waiting: usize,
    /// From the first to the last character that is coded there.
    pub span: Span,
    /// The turn in which it begins, from 0.
    pub turn: Option<usize>,
    /// The codes, in the order of the codebook.
    pub codes: Vec<CodeId>,
    /// The place of the first of them in the codebook.
    pub code: usize,
    /// What each of the coders has done.
    pub lanes: Vec<Vec<Done>>,
    /// What was decided; `None`: it is open.
    pub outcome: Option<String>,
    /// Why, if it was said.
    pub reason: String,
    /// Who decided.
    pub by: Vec<CoderName>,
    /// The event of the decision.
    pub event: Option<EventId>,
    /// Whether all coders share a character of it.
    pub meets: bool,
}

/// A coding at a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    /// The coding.
    pub id: EventId,
    /// Its code.
    pub code: CodeId,
    /// Where it stands.
    pub span: Span,
    /// Its wording, cut off where it is long.
    pub quote: String,
    /// Memos on it.
    pub memos: Vec<String>,
}

/// Where coders differ.
///
/// # Errors
/// A coder whom nobody knows.
pub fn compared(session: &Session, request: &CompareRequest) -> Result<Compared, Problem> {
    let blind = session.blind_rounds();
    let mut data = Compared::default();
    for round in blind {
        data.notes.push(format!(
            "blind round {}: {} not compared until it is closed",
            round.name,
            match round.transcripts.as_slice() {
                [only] => format!("{only} is"),
                several => format!("its {} transcripts are", several.len()),
            }
        ));
    }
    let mut all = match session.compared(request.coders.as_deref(), request.unit) {
        Ok(all) => all,
        Err(problem) if request.coders.is_none() => {
            data.nothing = Some(nothing(session, problem));
            return Ok(data);
        }
        Err(problem) => return Err(problem),
    };
    for one in all.iter_mut().filter(|one| one.coders.len() > MOST) {
        let left: Vec<&str> = one.coders.iter().skip(MOST).map(CoderName::as_str).collect();
        let id = &session.corpus().transcript(one.transcript).id;
        data.notes.push(format!("{id} was finished by {} coders; not shown: {}", one.coders.len(), left.join(", ")));
        one.coders.truncate(MOST);
        one.places = session.place_states(&one.coders, request.unit, one.transcript);
    }
    let memos = memos(session);
    for one in &all {
        let differing = one.places.iter().filter(|state| state.differs());
        data.rows.extend(differing.map(|state| row(session, one, state, &memos)));
        let open = one.places.iter().any(|state| state.differs() && state.settled.is_none());
        if !open && (!one.done || one.agreed_open() > 0) {
            data.rows.push(rest(session, one));
        }
    }
    if data.rows.is_empty() {
        data.nothing = Some(if all.is_empty() {
            (
                "No transcript has been finished by two of the coders.".into(),
                "A transcript is compared when each of them has marked it done: d on the list of transcripts.".into(),
            )
        } else {
            (
                format!("Nothing is left to settle in {}.", counted(all.len() as u64, "transcript")),
                "They count by the consensus alone.".into(),
            )
        });
        if !blind.is_empty() {
            data.nothing = Some(blinded(session));
        }
    }
    Ok(data)
}

fn blinded(session: &Session) -> (String, String) {
    let names: Vec<&str> = session.blind_rounds().iter().map(|round| round.name.as_str()).collect();
    (
        format!("Blind round {} is open: nobody sees another's codings in its transcripts.", names.join(", ")),
        format!("When all have finished: emic round close {}", names.first().copied().unwrap_or_default()),
    )
}

/// Why nobody can be compared, and what to do next.
fn nothing(session: &Session, problem: Problem) -> (String, String) {
    if !session.blind_rounds().is_empty() {
        return blinded(session);
    }
    let consensus = &session.corpus().study.consensus;
    let coders = session.placements().coders.iter().filter(|coder| *coder != consensus);
    let names: Vec<&str> = coders.map(CoderName::as_str).collect();
    match names.as_slice() {
        [] => ("Nobody has coded yet.".into(), "Comparing needs two coders.".into()),
        [only] => (
            format!("Only {only} has coded: comparing needs two coders."),
            "Another coder opens the study under another name (--coder NAME); emic merge DIR takes in a copy.".into(),
        ),
        _ if problem.what.contains("two coders") => (
            format!("{} have coded, and no two of them have finished a transcript.", names.join(", ")),
            "Each marks it done: d on the list of transcripts, or emic done T --coder NAME.".into(),
        ),
        _ => (problem.what, problem.hint.unwrap_or_default()),
    }
}

type Memos = std::collections::HashMap<EventId, Vec<String>>;

fn memos(session: &Session) -> Memos {
    let mut memos = Memos::new();
    for memo in session.state().memos.values() {
        if let crate::model::MemoOn::Coding(id) = memo.on {
            memos.entry(id).or_default().push(memo.text.to_string());
        }
    }
    memos
}

fn row(session: &Session, one: &ComparedTranscript, state: &PlaceState, memos: &Memos) -> PlaceRow {
    let book = &session.corpus().codebook;
    let transcript = session.corpus().transcript(one.transcript);
    let view = session.view(Some(&one.coders));
    let place = &state.place;
    let done = |coder: usize| -> Vec<Done> {
        let parts = place.parts.iter().filter(|part| part.coder == coder);
        let codings = parts.flat_map(|part| part.codings.iter().map(move |(id, span)| (part.code, *id, *span)));
        codings
            .map(|(code, id, span)| {
                let mut quote = characters(&view, one.transcript, span).into_owned();
                if let Some((byte, _)) = quote.char_indices().nth(QUOTE) {
                    quote.truncate(byte);
                    quote.push('…');
                }
                let memos = memos.get(&id).cloned().unwrap_or_default();
                Done { id, code: book.code(code).id.clone(), span, quote, memos }
            })
            .collect()
    };
    let lanes: Vec<Vec<Done>> = (0..one.coders.len()).map(done).collect();
    let codes = place.codes();
    PlaceRow {
        id: state.id(),
        transcript: transcript.id.clone(),
        order: one.transcript.at(),
        coders: one.coders.clone(),
        kind: place.kind,
        waiting: one.agreed_open(),
        span: place.span,
        turn: transcript.layout().turn_at(place.span.start),
        code: codes.first().map_or(usize::MAX, |code| code.at()),
        codes: codes.into_iter().map(|code| book.code(code).id.clone()).collect(),
        meets: meets(&lanes),
        lanes,
        outcome: state.settled.is_some().then(|| state.outcome.clone()),
        reason: state.reason.clone(),
        by: state.by.clone(),
        event: state.event,
    }
}

/// Whether there is a character that each of the coders covers.
fn meets(lanes: &[Vec<Done>]) -> bool {
    let Some((first, others)) = lanes.split_first() else { return false };
    let mut common: Vec<Span> = first.iter().map(|done| done.span).collect();
    for lane in others {
        common = common.iter().flat_map(|a| lane.iter().filter_map(|done| a.intersection(done.span))).collect();
    }
    !common.is_empty()
}

/// A transcript in which no difference is open.
fn rest(session: &Session, one: &ComparedTranscript) -> PlaceRow {
    PlaceRow {
        id: None,
        transcript: session.corpus().transcript(one.transcript).id.clone(),
        order: one.transcript.at(),
        coders: one.coders.clone(),
        kind: None,
        waiting: one.agreed_open(),
        span: first_speech(session, one.transcript),
        turn: None,
        codes: Vec::new(),
        code: usize::MAX,
        lanes: Vec::new(),
        outcome: None,
        reason: String::new(),
        by: Vec::new(),
        event: None,
        meets: false,
    }
}

fn first_speech(session: &Session, at: TranscriptIx) -> Span {
    let layout = session.corpus().transcript(at).layout();
    layout
        .turns
        .first()
        .map_or(Span { start: 0, end: 0 }, |turn| Span { start: turn.speech.start, end: turn.speech.start })
}
