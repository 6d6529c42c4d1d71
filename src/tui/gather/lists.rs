//! Memos, and what has lost its place.

use crate::model::{CodeId, Memo, MemoOn, Theme};
use crate::session::{ReviewItem, Reviewed, Session};
use crate::tui::data::{BestRow, MemoData, ReviewData, ReviewRow};

/// The memos, newest first.
pub fn memos(session: &Session) -> Vec<MemoData> {
    let mut memos: Vec<MemoData> = session.state().memos.values().map(|memo| memo_data(session, memo)).collect();
    memos.sort_by(|a, b| b.modified.cmp(&a.modified).then(b.id.cmp(&a.id)));
    memos
}

fn memo_data(session: &Session, memo: &Memo) -> MemoData {
    let book = &session.corpus().codebook;
    let code_name = |id: &CodeId| {
        book.resolve(id.as_str()).map_or_else(|| id.to_string(), |at| book.name(Theme::Code(at)).to_owned())
    };
    let (about, place) = match &memo.on {
        MemoOn::Coding(id) => match session.state().codings.get(id) {
            Some(coding) => {
                let start = session.placed(*id).map_or(coding.place.span.start, |placed| placed.span.start);
                let about = format!("{} in {}", code_name(&coding.code), coding.place.transcript);
                (about, Some((coding.place.transcript.clone(), start)))
            }
            None => ("a coding that was taken away".into(), None),
        },
        MemoOn::Passage(place) => {
            // Where it stands now; without a place it is in the list of what has lost its place.
            let here = session
                .memo_place(memo.id)
                .map(|here| (session.corpus().transcript(here.transcript).id.clone(), here.span.start));
            (format!("a passage of {}", place.transcript), here)
        }
        MemoOn::Transcript(id) => (format!("transcript {id}"), Some((id.clone(), 0))),
        MemoOn::Participant(id) => (format!("participant {id}"), None),
        MemoOn::Case(id) => (format!("case {id}"), None),
        MemoOn::Code(id) => (format!("code {}", code_name(id)), None),
        MemoOn::ParticipantCode(id, code) => (format!("{id} on {}", code_name(code)), None),
        MemoOn::CaseCode(id, code) => (format!("{id} on {}", code_name(code)), None),
        MemoOn::Study => ("the study".into(), None),
    };
    MemoData {
        id: memo.id,
        on: memo.on.clone(),
        about,
        place,
        title: memo.title.to_string(),
        text: memo.text.to_string(),
        coder: memo.coder.to_string(),
        modified: memo.modified.to_string(),
    }
}

/// What has lost its place.
pub fn review(session: &Session) -> ReviewData {
    let review = session.review(None);
    let row = |item: &ReviewItem| {
        let (old, new) = item.side_by_side();
        let what = match &item.thing {
            Reviewed::Coding { name, .. } => name.clone(),
            Reviewed::Memo { title, text, .. } => {
                let first = if title.is_empty() { text.lines().next().unwrap_or_default() } else { title };
                format!("memo: {first}")
            }
        };
        let place = &item.old.transcript;
        ReviewRow {
            id: item.id,
            what,
            coder: item.coder.to_string(),
            own: item.own,
            transcript: place.to_string(),
            here: session.corpus().find(place.as_str()).map(|_| place.clone()),
            start: item.old.span.start,
            doubt: item.doubt.in_words().to_owned(),
            old,
            best: item.best.as_ref().map(|best| BestRow {
                start: best.span.start,
                pieces: new,
                similarity: best.similarity,
            }),
            aside: item.aside,
        }
    };
    ReviewData { sentence: review.counts.sentence(), rows: review.items.iter().map(row).collect() }
}
