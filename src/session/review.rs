//! What became of every coding and every memo on a passage after texts were edited: how many stand, and the list of those
//! for which a person is asked.

use super::place::MemoPlace;
use super::{Problem, Session};
use crate::analysis::{counted, thousands};
use crate::model::{CodeId, CoderName, EventId, Memo, MemoKind, MemoOn, Place, Theme, TranscriptIx, Unplaceable};
use crate::text::{Body, Pieces, Span, TextHash, compare, occurrences, similarity};

/// At most this many places of one wording are listed.
const PLACES: usize = 20;

/// Code points of text shown on either side of a best match.
const AROUND: u32 = crate::text::anchor::CONTEXT;

/// How many codings and memos on passages stand where, by what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReviewCounts {
    /// They stand where they were marked.
    pub unmoved: u64,
    /// They stand, letter for letter, at another place.
    pub moved: u64,
    /// The passage was edited, or nobody can tell which of several places is meant.
    pub changed: u64,
    /// Nothing like it is in the text.
    pub lost: u64,
    /// Their transcript is not in the study.
    pub gone: u64,
    /// Of the changed, lost and gone: those that were set aside.
    pub aside: u64,
}

impl ReviewCounts {
    /// All of them.
    pub const fn all(&self) -> u64 {
        self.unmoved + self.moved + self.changed + self.lost + self.gone
    }

    /// Those that have no place: left out of everything until someone places them.
    pub const fn without_place(&self) -> u64 {
        self.changed + self.lost + self.gone
    }

    /// `318 unmoved, 22 moved, 2 changed, 1 lost`
    pub fn sentence(&self) -> String {
        let mut text = format!(
            "{} unmoved, {} moved, {} changed, {} lost",
            thousands(self.unmoved),
            thousands(self.moved),
            thousands(self.changed),
            thousands(self.lost)
        );
        if self.gone > 0 {
            text.push_str(&format!(", {} in a transcript that the study does not have", thousands(self.gone)));
        }
        if self.aside > 0 {
            text.push_str(&format!(" ({} of them set aside)", thousands(self.aside)));
        }
        text
    }

    pub(super) fn add(&mut self, found: Result<bool, Unplaceable>) {
        match found {
            Ok(false) => self.unmoved += 1,
            Ok(true) => self.moved += 1,
            Err(Unplaceable::Changed(_)) => self.changed += 1,
            Err(Unplaceable::Lost) => self.lost += 1,
            Err(Unplaceable::NoTranscript) => self.gone += 1,
        }
    }
}

/// What has lost its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reviewed {
    /// A coding.
    Coding {
        /// Its code as the journal names it.
        code: CodeId,
        /// The code's name today; the id where the codebook does not know it.
        name: String,
    },
    /// A memo on a passage.
    Memo {
        /// Its title, perhaps empty.
        title: String,
        /// What it is for.
        kind: MemoKind,
        /// Its text.
        text: String,
    },
}

/// Why nobody but a person can say where it belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// The wording was edited.
    Edited,
    /// The wording stands at several places that nothing tells apart.
    Repeated,
    /// The wording stands once, but is short and all its surroundings are other ones.
    Surroundings,
    /// Nothing like it is in the text.
    Lost,
    /// Its transcript is not in the study.
    Gone,
}

impl Doubt {
    /// `changed`, `lost` or `gone`: the words of the counts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited | Self::Repeated | Self::Surroundings => "changed",
            Self::Lost => "lost",
            Self::Gone => "gone",
        }
    }

    /// What happened, in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Edited => "the wording was edited",
            Self::Repeated => "the same words stand at several places",
            Self::Surroundings => "the words stand, but their surroundings are other ones",
            Self::Lost => "nothing like it is in the text any more",
            Self::Gone => "its transcript is not in the study",
        }
    }
}

/// What a lost passage has most likely become.
#[derive(Clone, PartialEq, Debug)]
pub struct BestMatch {
    /// Where it stands (code points of the body).
    pub span: Span,
    /// Its wording, verbatim.
    pub wording: String,
    /// Up to 32 characters before it.
    pub before: String,
    /// Up to 32 characters after it.
    pub after: String,
    /// How alike it is to the old wording, from 0 to 1: twice the length of the words that both share over all words.
    pub similarity: f64,
}

/// A coding or a memo on a passage that has no place in the text as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct ReviewItem {
    /// Id of the coding or memo.
    pub id: EventId,
    /// What it is.
    pub thing: Reviewed,
    /// Whose it is.
    pub coder: CoderName,
    /// Whether this session's coder may place it.
    pub own: bool,
    /// Why it has no place.
    pub doubt: Doubt,
    /// Its transcript, span, wording and surroundings as they were when it was marked.
    pub old: Place,
    /// The best match; `None`: nothing is like it.
    pub best: Option<BestMatch>,
    /// Where the old wording stands letter for letter now, at most 20 places.
    pub places: Vec<Span>,
    /// Whether it was set aside on this machine.
    pub aside: bool,
}

impl ReviewItem {
    /// The old wording and that of the best match (empty without one) in pieces; `true`: the other one lacks the piece.
    pub fn side_by_side(&self) -> (Pieces, Pieces) {
        match &self.best {
            Some(best) => compare(&self.old.quote, &best.wording),
            None => (vec![(self.old.quote.to_string(), false)], Pieces::new()),
        }
    }
}

/// What became of every coding and memo on a passage.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Review {
    /// How many of which.
    pub counts: ReviewCounts,
    /// Those without a place, in the order of transcripts, then of their old places.
    pub items: Vec<ReviewItem>,
}

/// A coding or memo without a place, as the state has it.
pub(super) struct Unplaced<'a> {
    pub id: EventId,
    /// The event that marked the place.
    pub by: EventId,
    pub coder: &'a CoderName,
    pub place: &'a Place,
    pub why: Unplaceable,
    pub thing: Reviewed,
}

impl Session {
    /// What became of the codings and passage memos of every coder, in one transcript or all.
    pub fn review(&self, only: Option<TranscriptIx>) -> Review {
        let me = self.coder().ok();
        let mut review = Review::default();
        let in_scope = |at: Option<TranscriptIx>| only.is_none_or(|only| at == Some(only));
        for at in self.corpus.places().filter(|at| in_scope(Some(*at))) {
            for placed in self.placements.of(at) {
                review.counts.add(Ok(placed.moved));
            }
        }
        for place in self.memo_places.values().flatten().filter(|place| in_scope(Some(place.transcript))) {
            review.counts.add(Ok(place.moved));
        }
        for unplaced in self.unplaced_places() {
            let at = self.corpus.find(unplaced.place.transcript.as_str());
            if !in_scope(at) {
                continue;
            }
            let item = self.review_item(&unplaced, at.map(|at| self.corpus.transcript(at).body()), me.as_ref());
            review.counts.add(Err(unplaced.why));
            review.counts.aside += u64::from(item.aside);
            review.items.push(item);
        }
        review.items.sort_by(|a, b| {
            (&a.old.transcript, a.old.span, &a.coder, a.id).cmp(&(&b.old.transcript, b.old.span, &b.coder, b.id))
        });
        review
    }

    /// Where a memo on a passage stands now; `None`: it has no place, or hangs on something else.
    pub fn memo_place(&self, memo: EventId) -> Option<MemoPlace> {
        self.memo_places.get(&memo).and_then(|found| found.ok())
    }

    /// The codings and memos without a place.
    pub(super) fn unplaced_places(&self) -> impl Iterator<Item = Unplaced<'_>> {
        let codings = self.placements.unplaced.iter().filter_map(|(id, why)| {
            let coding = self.state().codings.get(id)?;
            let (by, coder, place) = (coding.placed_by, &coding.coder, &coding.place);
            Some(Unplaced { id: *id, by, coder, place, why: *why, thing: self.coding_reviewed(&coding.code) })
        });
        let memos = self.memo_places.iter().filter_map(|(id, found)| {
            let (why, memo) = (found.err()?, self.state().memos.get(id)?);
            let MemoOn::Passage(place) = &memo.on else { return None };
            let thing = memo_reviewed(memo);
            Some(Unplaced { id: *id, by: memo.written_by, coder: &memo.coder, place, why, thing })
        });
        codings.chain(memos)
    }

    pub(super) fn coding_reviewed(&self, code: &CodeId) -> Reviewed {
        let book = &self.corpus.codebook;
        let name = match book.resolve(code.as_str()) {
            Some(at) => book.name(Theme::Code(at)).to_owned(),
            None => code.to_string(),
        };
        Reviewed::Coding { code: code.clone(), name }
    }

    /// One line of the list; `body` is the text as it is, `None` where the study has no such transcript.
    pub(super) fn review_item(&self, of: &Unplaced<'_>, body: Option<&Body>, me: Option<&CoderName>) -> ReviewItem {
        let place = of.place;
        let places = body.map(|body| occurrences(body, &place.quote, PLACES)).unwrap_or_default();
        let doubt = match of.why {
            Unplaceable::NoTranscript => Doubt::Gone,
            Unplaceable::Lost => Doubt::Lost,
            Unplaceable::Changed(_) => match places.len() {
                0 => Doubt::Edited,
                1 => Doubt::Surroundings,
                _ => Doubt::Repeated,
            },
        };
        let best = match (of.why, body) {
            (Unplaceable::Changed(span), Some(body)) => body.slice(span).map(|wording| BestMatch {
                span,
                wording: wording.to_owned(),
                before: body.before(span.start, AROUND).to_owned(),
                after: body.after(span.end, AROUND).to_owned(),
                similarity: similarity(&place.quote, wording),
            }),
            _ => None,
        };
        let hash = body.map_or(TextHash(0), Body::hash);
        ReviewItem {
            id: of.id,
            thing: of.thing.clone(),
            coder: of.coder.clone(),
            own: me == Some(of.coder),
            doubt,
            old: place.clone(),
            best,
            places,
            aside: self.aside.holds(of.by, hash),
        }
    }

    /// Hash of the body in which a place is sought; 0 where the study has no such transcript.
    pub(super) fn body_hash(&self, place: &Place) -> TextHash {
        let at = self.corpus.find(place.transcript.as_str());
        at.map_or(TextHash(0), |at| self.corpus.transcript(at).hash)
    }

    /// The event that marked the place of a coding or memo of `coder` that has lost it, and the body in which it is sought.
    pub(super) fn unplaced_of(&self, id: EventId, coder: &CoderName) -> Result<(EventId, TextHash), Problem> {
        let unplaced = self.unplaced_places().find(|unplaced| unplaced.id == id).ok_or_else(|| not_listed(&id))?;
        if unplaced.coder != coder {
            return Err(not_own(id, unplaced.coder, coder));
        }
        Ok((unplaced.by, self.body_hash(unplaced.place)))
    }

    /// The coding or memo without a place that a user names: by its id, or by as many of the id's last characters as no
    /// other has, at least 4.
    ///
    /// # Errors
    /// If nothing without a place, or more than one thing, is so named.
    pub fn unplaced_named(&self, name: &str) -> Result<EventId, Problem> {
        let name = name.trim_start_matches('…').to_lowercase();
        let mut found: Vec<EventId> = self.unplaced_places().map(|unplaced| unplaced.id).collect();
        found.retain(|id| {
            let id = id.to_string();
            id == name || (name.len() >= 4 && id.ends_with(&name))
        });
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(not_listed(&name)),
            several => Err(Problem::new(format!("`{name}` names {} passages", several.len()))
                .hint("take in more of the id: `emic code review --json` shows all of it")),
        }
    }

    /// What is said when the study is opened: how many codings and memos have lost their place, whose they are, and what to
    /// do. What was set aside is not asked for again; transcripts that are gone are said by [`Session::gone`].
    pub(super) fn review_notice(&self) -> Option<String> {
        let me = self.coder().ok();
        let mut by: Vec<(&CoderName, u64)> = Vec::new();
        let (mut codings, mut memos) = (0, 0);
        for unplaced in self.unplaced_places() {
            let asked = unplaced.why != Unplaceable::NoTranscript
                && !self.aside.holds(unplaced.by, self.body_hash(unplaced.place));
            if !asked {
                continue;
            }
            match unplaced.thing {
                Reviewed::Coding { .. } => codings += 1,
                Reviewed::Memo { .. } => memos += 1,
            }
            match by.iter_mut().find(|(coder, _)| *coder == unplaced.coder) {
                Some((_, count)) => *count += 1,
                None => by.push((unplaced.coder, 1)),
            }
        }
        if by.is_empty() {
            return None;
        }
        by.sort_by_key(|(coder, _)| (me.as_ref() != Some(coder), *coder));
        let whose: Vec<String> = by.iter().map(|(coder, count)| format!("{count} of {coder}")).collect();
        let what: Vec<String> = [(codings, "coding"), (memos, "memo")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
        let lost = if codings + memos == 1 { "has lost its place" } else { "have lost their place" };
        Some(format!(
            "{} {lost} in an edited text ({}): `emic code review` shows old and new side by side",
            what.join(" and "),
            whose.join(", ")
        ))
    }
}

pub(super) fn memo_reviewed(memo: &Memo) -> Reviewed {
    Reviewed::Memo { title: memo.title.to_string(), kind: memo.kind, text: memo.text.to_string() }
}

fn not_listed(id: &impl std::fmt::Display) -> Problem {
    Problem::new(format!("no coding or memo {id} is without a place"))
        .hint("`emic code review` lists those that are, with their ids")
}

pub(super) fn not_own(id: EventId, owner: &CoderName, coder: &CoderName) -> Problem {
    Problem::new(format!("{id} is {owner}'s"))
        .hint(format!("only {owner} can place it or set it aside; you are {coder}"))
}
