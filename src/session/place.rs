//! Finding each coding and each memo on a passage in the bodies as they are now.

use std::collections::BTreeMap;

use crate::cache::{self, Verdicts};
use crate::model::{
    Coding, Corpus, EventId, MemoOn, Place, Placed, Placements, State, Target, TranscriptId, TranscriptIx, Unplaceable,
};
use crate::text::{Span, TextHash, Verdict, resolve};

/// Where a memo on a passage stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemoPlace {
    /// Its transcript.
    pub transcript: TranscriptIx,
    /// The passage (code points of the body).
    pub span: Span,
    /// Whether it stands elsewhere than where it was written.
    pub moved: bool,
}

/// The memos on passages with their places.
pub(super) type MemoPlaces = BTreeMap<EventId, Result<MemoPlace, Unplaceable>>;

/// Places every memo on a passage.
pub fn memos(corpus: &Corpus, state: &State, verdicts: &mut Verdicts) -> MemoPlaces {
    let mut places = MemoPlaces::new();
    for memo in state.memos.values() {
        let MemoOn::Passage(place) = &memo.on else { continue };
        let found = corpus.find(place.transcript.as_str()).ok_or(Unplaceable::NoTranscript).and_then(|transcript| {
            let (span, moved) = stand(corpus, transcript, memo.written_by, (place, place.wording()), verdicts)?;
            Ok(MemoPlace { transcript, span, moved })
        });
        places.insert(memo.id, found);
    }
    places
}

/// Places every coding of `state`. Bodies are read only where a transcript has changed since a passage was marked.
pub fn place(corpus: &Corpus, state: &State, verdicts: &mut Verdicts) -> Placements {
    let mut placements =
        Placements { by_transcript: vec![Vec::new(); corpus.transcripts.len()], ..Placements::default() };
    for coding in state.codings.values() {
        // Few coders have many codings.
        if !placements.coders.contains(&coding.coder) {
            placements.coders.push(coding.coder.clone());
        }
    }
    placements.coders.sort_unstable();
    // Who codes stays in one transcript for a while.
    let mut last: Option<(&TranscriptId, Option<TranscriptIx>)> = None;
    for coding in state.codings.values() {
        let id = &coding.place.transcript;
        let home = match last {
            Some((known, home)) if known == id => home,
            _ => corpus.find(id.as_str()),
        };
        last = Some((id, home));
        match find(corpus, home, coding, &placements, verdicts) {
            Ok(placed) => placements.by_transcript[placed.transcript.at()].push(placed),
            Err(why) => placements.unplaced.push((coding.id, why)),
        }
    }
    for placed in &mut placements.by_transcript {
        placed.sort_unstable_by_key(|placed| (placed.span, placed.id));
    }
    placements
}

/// Brings `placements` to the state after the codings `changed` were made, changed or taken away; `false` if everything has
/// to be placed again, for a coder is new or was the last one's only coding.
pub fn update(
    corpus: &Corpus,
    state: &State,
    verdicts: &mut Verdicts,
    changed: &[EventId],
    placements: &mut Placements,
) -> bool {
    for id in changed {
        let coding = state.codings.get(id);
        if coding.is_some_and(|coding| placements.coder(&coding.coder).is_none()) {
            return false;
        }
        // Where it stood: in the transcript that it names, or (taken away) anywhere.
        let home = coding.and_then(|coding| corpus.find(coding.place.transcript.as_str()));
        let lists = match home {
            Some(at) => std::slice::from_mut(&mut placements.by_transcript[at.at()]),
            None => placements.by_transcript.as_mut_slice(),
        };
        for list in lists {
            list.retain(|placed| placed.id != *id);
        }
        placements.unplaced.retain(|(unplaced, _)| unplaced != id);
        let Some(coding) = coding else { continue };
        match find(corpus, home, coding, placements, verdicts) {
            Ok(placed) => {
                let list = &mut placements.by_transcript[placed.transcript.at()];
                let at = list.partition_point(|known| (known.span, known.id) < (placed.span, placed.id));
                list.insert(at, placed);
            }
            Err(why) => placements.unplaced.push((*id, why)),
        }
    }
    true
}

fn find(
    corpus: &Corpus,
    home: Option<TranscriptIx>,
    coding: &Coding,
    placements: &Placements,
    verdicts: &mut Verdicts,
) -> Result<Placed, Unplaceable> {
    let at = home.ok_or(Unplaceable::NoTranscript)?;
    let (span, moved) = stand(corpus, at, coding.placed_by, (&coding.place, coding.wording), verdicts)?;
    Ok(Placed {
        id: coding.id,
        transcript: at,
        span,
        target: target(corpus, coding.code.as_str()),
        coder: placements.coder(&coding.coder).unwrap_or_default(),
        moved,
    })
}

/// Where a passage that the event `by` has marked stands now, and whether it has moved.
fn stand(
    corpus: &Corpus,
    at: TranscriptIx,
    by: EventId,
    (place, wording): (&Place, u64),
    verdicts: &mut Verdicts,
) -> Result<(Span, bool), Unplaceable> {
    let transcript = corpus.transcript(at);
    // A journal of another program may mark nothing at all.
    if place.span.is_empty() || place.quote.is_empty() {
        return Err(Unplaceable::Lost);
    }
    let key = key(place, wording, transcript.hash);
    let verdict = verdicts.get(by, key).unwrap_or_else(|| {
        let body = transcript.body();
        let found = resolve(place.span, &place.quote, &place.before, &place.after, place.text, body);
        let verdict = match found {
            Verdict::Exact => cache::Verdict::Exact,
            Verdict::Moved(span) => cache::Verdict::Moved(span),
            Verdict::Changed(Some(span)) => cache::Verdict::Changed(span),
            Verdict::Changed(None) | Verdict::Lost => cache::Verdict::Lost,
        };
        // A body that could not be read says nothing.
        if body.hash() == transcript.hash {
            verdicts.put(by, key, verdict);
        }
        verdict
    });
    match verdict {
        cache::Verdict::Exact => Ok((place.span, false)),
        cache::Verdict::Moved(span) => Ok((span, span != place.span)),
        cache::Verdict::Changed(best) => Err(Unplaceable::Changed(best)),
        cache::Verdict::Lost => Err(Unplaceable::Lost),
    }
}

/// What a verdict is kept by, beside the event: the body as it is, and the place as the event has it, its
/// [wording](Place::wording) as a sum. An event that was
/// rewritten (an erasure) keeps its id and not its place.
fn key(place: &Place, wording: u64, body: TextHash) -> TextHash {
    let span = u64::from(place.span.start) << 32 | u64::from(place.span.end);
    let parts = [span, wording, place.text.0].into_iter();
    let sum = parts.fold(0_u64, |sum, part| (sum.rotate_left(29) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    TextHash(body.0 ^ sum)
}

/// What a code in a journal stands for today.
pub fn target(corpus: &Corpus, code: &str) -> Target {
    match code.strip_prefix("case:") {
        Some(case) => corpus.cases.find(case).map_or(Target::Unknown, |at| Target::Case(at.into())),
        None => corpus.codebook.resolve(code).map_or(Target::Unknown, Target::Code),
    }
}
