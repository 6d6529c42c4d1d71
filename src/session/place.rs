//! Finding each coding and each memo on a passage in the bodies as they are now.

use std::collections::BTreeMap;

use crate::cache::{self, Verdicts};
use crate::model::{
    Corpus, EventId, MemoOn, Outline, Place, Placed, Placements, State, Target, TranscriptId, TranscriptIx, Unplaceable,
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
            let mark = Mark::of_memo(memo.written_by, place);
            let (span, moved) = stand(corpus, transcript, &mark, || Some(place), verdicts)?;
            Ok(MemoPlace { transcript, span, moved })
        });
        places.insert(memo.id, found);
    }
    places
}

/// Places every coding of `state`. Bodies are read only where a transcript has changed since a passage was marked.
pub fn place(corpus: &Corpus, state: &State, verdicts: &mut Verdicts) -> Placements {
    let mut placements = Placements::default();
    // Where each names its home, and how many name it.
    let mut homes: Vec<Option<TranscriptIx>> = Vec::with_capacity(state.codings.len());
    let mut numbers = vec![0; corpus.transcripts.len()];
    // Who codes stays in one transcript for a while.
    let mut last: Option<(&TranscriptId, Option<TranscriptIx>)> = None;
    for coding in state.codings.outlines() {
        // Few coders have many codings.
        if !placements.coders.contains(coding.coder) {
            placements.coders.push(coding.coder.clone());
        }
        let id = coding.transcript;
        let home = match last {
            Some((known, home)) if known == id => home,
            _ => corpus.find(id.as_str()),
        };
        last = Some((id, home));
        homes.push(home);
        if let Some(at) = home {
            numbers[at.at()] += 1;
        }
    }
    placements.coders.sort_unstable();
    placements.by_transcript = numbers.into_iter().map(Vec::with_capacity).collect();
    let mut sums = vec![0; corpus.transcripts.len()];
    for (coding, home) in state.codings.outlines().zip(homes) {
        let Some(at) = home else {
            placements.unplaced.push((coding.id, Unplaceable::NoTranscript));
            continue;
        };
        let mark = Mark::from(coding);
        let sum = &mut sums[at.at()];
        *sum = mark.added_to(*sum, corpus.transcript(at).hash);
        let placed = placed(corpus, at, coding, &placements, (mark.span, false));
        placements.by_transcript[at.at()].push(placed);
    }
    for (at, sum) in sums.into_iter().enumerate() {
        let placed = &mut placements.by_transcript[at];
        if !(placed.is_empty() || all_stand((corpus, state), at.into(), placed, sum, verdicts)) {
            placed.retain_mut(|placed| match stands((corpus, state), placed, verdicts) {
                Ok((span, moved)) => {
                    (placed.span, placed.moved) = (span, moved);
                    true
                }
                Err(why) => {
                    placements.unplaced.push((placed.id, why));
                    false
                }
            });
        }
        placed.sort_unstable_by_key(|placed| (placed.span, placed.id));
    }
    placements.unplaced.sort_unstable_by_key(|(id, _)| *id);
    placements
}

/// Whether all codings of a transcript stand where they were marked, in the text in which they were marked: as far as is known by the
/// `sum` of them, or else by a look at the text.
fn all_stand(
    (corpus, state): (&Corpus, &State),
    at: TranscriptIx,
    placed: &[Placed],
    sum: u64,
    verdicts: &mut Verdicts,
) -> bool {
    if verdicts.stand(sum) {
        return true;
    }
    let transcript = corpus.transcript(at);
    let marks = || placed.iter().filter_map(|placed| state.codings.outline(&placed.id)).map(Mark::from);
    let can = |mark: &Mark| mark.text == transcript.hash && !mark.is_none();
    if !marks().all(|mark| can(&mark))
        || marks().all(|mark| verdicts.get(mark.by, key(&mark, transcript.hash)).is_some())
    {
        return false;
    }
    let body = transcript.in_passing();
    let stand =
        body.hash() == transcript.hash && marks().all(|mark| Place::wording_at(&body, mark.span) == Some(mark.wording));
    if stand {
        verdicts.put_standing(sum);
    }
    stand
}

/// Where a coding stands that is taken to stand where it was marked.
fn stands(
    (corpus, state): (&Corpus, &State),
    placed: &Placed,
    verdicts: &mut Verdicts,
) -> Result<(Span, bool), Unplaceable> {
    let mark = state.codings.outline(&placed.id).map(Mark::from).ok_or(Unplaceable::Lost)?;
    let place = || state.codings.get(&placed.id).map(|coding| &coding.place);
    stand(corpus, placed.transcript, &mark, place, verdicts)
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
        match find((corpus, state), home, coding.into(), placements, verdicts) {
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
    (corpus, state): (&Corpus, &State),
    home: Option<TranscriptIx>,
    coding: Outline,
    placements: &Placements,
    verdicts: &mut Verdicts,
) -> Result<Placed, Unplaceable> {
    let at = home.ok_or(Unplaceable::NoTranscript)?;
    let place = || state.codings.get(&coding.id).map(|coding| &coding.place);
    let found = stand(corpus, at, &Mark::from(coding), place, verdicts)?;
    Ok(placed(corpus, at, coding, placements, found))
}

fn placed(
    corpus: &Corpus,
    transcript: TranscriptIx,
    coding: Outline,
    placements: &Placements,
    (span, moved): (Span, bool),
) -> Placed {
    let coder = placements.coder(coding.coder).unwrap_or_default();
    Placed { id: coding.id, transcript, span, target: target(corpus, coding.code.as_str()), coder, moved }
}

/// A passage as far as its verdict hangs on it.
struct Mark {
    /// The event that marked it.
    by: EventId,
    span: Span,
    /// Hash of the body in which it was marked.
    text: TextHash,
    /// [`Place::wording`].
    wording: u64,
    /// Whether its quote is empty.
    blank: bool,
}

impl From<Outline<'_>> for Mark {
    fn from(coding: Outline) -> Self {
        let Outline { placed_by, span, text, wording, blank, .. } = coding;
        Self { by: placed_by, span, text, wording, blank }
    }
}

impl Mark {
    /// A journal of another program may mark nothing at all.
    const fn is_none(&self) -> bool {
        self.span.is_empty() || self.blank
    }

    /// A sum of passages with this one, in the body with this hash.
    fn added_to(&self, sum: u64, body: TextHash) -> u64 {
        let (high, low) = self.by.0.as_u64_pair();
        [high, low, key(self, body).0].into_iter().fold(sum, mixed)
    }

    fn of_memo(by: EventId, place: &Place) -> Self {
        Self { by, span: place.span, text: place.text, wording: place.wording(), blank: place.quote.is_empty() }
    }
}

/// Where a passage stands now, and whether it has moved. Its `place` is asked for only where no verdict is known.
fn stand<'p>(
    corpus: &Corpus,
    at: TranscriptIx,
    mark: &Mark,
    place: impl FnOnce() -> Option<&'p Place>,
    verdicts: &mut Verdicts,
) -> Result<(Span, bool), Unplaceable> {
    let transcript = corpus.transcript(at);
    if mark.is_none() {
        return Err(Unplaceable::Lost);
    }
    let key = key(mark, transcript.hash);
    let verdict = match verdicts.get(mark.by, key) {
        Some(verdict) => verdict,
        None => {
            let (body, place) = (transcript.body(), place().ok_or(Unplaceable::Lost)?);
            let found = resolve(place.span, &place.quote, &place.before, &place.after, place.text, body);
            let verdict = match found {
                Verdict::Exact => cache::Verdict::Exact,
                Verdict::Moved(span) => cache::Verdict::Moved(span),
                Verdict::Changed(Some(span)) => cache::Verdict::Changed(span),
                Verdict::Changed(None) | Verdict::Lost => cache::Verdict::Lost,
            };
            // A body that could not be read says nothing.
            if body.hash() == transcript.hash {
                verdicts.put(mark.by, key, verdict);
            }
            verdict
        }
    };
    match verdict {
        cache::Verdict::Exact => Ok((mark.span, false)),
        cache::Verdict::Moved(span) => Ok((span, span != mark.span)),
        cache::Verdict::Changed(best) => Err(Unplaceable::Changed(best)),
        cache::Verdict::Lost => Err(Unplaceable::Lost),
    }
}

/// What a verdict is kept by, beside the event: the body as it is, and the place as the event has it, its
/// [wording](Place::wording) as a sum. An event that was
/// rewritten (an erasure) keeps its id and not its place.
fn key(mark: &Mark, body: TextHash) -> TextHash {
    let span = u64::from(mark.span.start) << 32 | u64::from(mark.span.end);
    let sum = [span, mark.wording, mark.text.0].into_iter().fold(0, mixed);
    TextHash(body.0 ^ sum)
}

/// A sum with one more part.
const fn mixed(sum: u64, part: u64) -> u64 {
    (sum.rotate_left(29) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What a code in a journal stands for today.
pub fn target(corpus: &Corpus, code: &str) -> Target {
    match code.strip_prefix("case:") {
        Some(case) => corpus.cases.find(case).map_or(Target::Unknown, |at| Target::Case(at.into())),
        None => corpus.codebook.resolve(code).map_or(Target::Unknown, Target::Code),
    }
}
