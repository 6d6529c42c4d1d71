//! All that a study holds of one participant and may hand to that participant: their words, codings, chosen quotes.

use super::coded_transcript::{CodedTranscript, TranscriptPart, wording_shown};
use super::codings::{Sheet, coding_rows};
use super::memo_book::{MemoBook, MemoEntry, MemoOrder, MemoPlaces};
use super::quote::{Shown, wording};
use super::quote_book::{is_chosen, use_in_words};
use super::table::Meta;
use crate::model::{CodeIx, Memo, MemoOn, ParticipantIx, Speaker, Target, Theme, TranscriptIx, View};
use crate::text::counted;

/// What stands in place of what somebody else says.
pub const SOMEBODY_ELSE: &str = "[somebody else speaks]";

/// A code that was given to what the participant says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeOfPerson {
    /// Names from the top down.
    pub path: Vec<String>,
    /// What it means.
    pub definition: String,
    /// How many codings there are of it.
    pub codings: u64,
}

/// A quote that was chosen for the paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuoteOfPerson {
    /// Names from the top down to the code.
    pub path: Vec<String>,
    /// The transcript.
    pub transcript: String,
    /// Its citation lines.
    pub lines: Option<(u32, u32)>,
    /// The wording, the participant's own words alone.
    pub text: String,
    /// Its translation; empty: none, or one that holds others' words too.
    pub translation: String,
    /// Use in the paper; empty: none.
    pub used: String,
}

/// What there is of a participant.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ParticipantFile {
    /// The id.
    pub id: String,
    /// The attributes that have a value, with their names.
    pub attributes: Vec<(String, String)>,
    /// The transcripts in which the participant speaks; what others say is not in them.
    pub transcripts: Vec<CodedTranscript>,
    /// The codes in the order of the codebook.
    pub codes: Vec<CodeOfPerson>,
    /// The quotes in transcript order, then place.
    pub quotes: Vec<QuoteOfPerson>,
    /// The memos, where they were asked for.
    pub memos: Vec<MemoEntry>,
    /// What has to be said.
    pub sentences: Vec<String>,
    /// What the sidecar says.
    pub meta: Meta,
}

/// What is asked of a participant's file.
pub struct PersonRequest<'a> {
    /// The participant.
    pub person: ParticipantIx,
    /// Whether nobody else but interviewers says anything in a transcript.
    pub own: &'a dyn Fn(TranscriptIx) -> bool,
    /// Where memos on passages stand; `None`: memos are left out.
    pub memos: Option<&'a MemoPlaces<'a>>,
}

impl ParticipantFile {
    /// Gathers what there is.
    pub fn of(view: &View, request: &PersonRequest) -> Self {
        let corpus = view.corpus;
        let person = request.person;
        let table = &corpus.participants;
        let attributes = table.columns.iter().enumerate().map(|(column, name)| {
            let values = table.values(person.at(), column);
            (name.clone(), values.join("; "))
        });
        let mut file = Self {
            id: corpus.participant(person).to_owned(),
            attributes: attributes.filter(|(_, value)| !value.is_empty()).collect(),
            ..Self::default()
        };
        let speaks = |at: &TranscriptIx| corpus.speaking(*at).contains(&person);
        let mut shared = 0;
        let mut hashes = Meta::default();
        for at in corpus.places().filter(speaks) {
            let own = (request.own)(at);
            shared += u64::from(!own);
            let hide = |turn| hidden(view, at, turn, person, own);
            let theirs = |transcript, coding| view.people(transcript, coding).contains(&person);
            let part = TranscriptPart { filter: Some(&theirs), hidden: &hide, outside: own };
            let mut coded = CodedTranscript::of(view, at, &part);
            // Memos are told apart below, and what has to be said of the whole names others.
            coded.codings.iter_mut().for_each(|note| note.memos.clear());
            file.transcripts.push(CodedTranscript { sentences: Vec::new(), meta: Meta::default(), ..coded });
            hashes.set(corpus.transcript(at).id.as_str(), corpus.transcript(at).hash.to_string());
        }
        file.gather_codes(view, person);
        file.gather_quotes(view, request);
        if let Some(places) = request.memos {
            let takes = |memo: &Memo| is_about(view, memo, request, places);
            file.memos = MemoBook::of(view, places, MemoOrder::Date, &takes).entries;
        }
        file.say(shared, request.memos.is_some());
        file.meta = Meta::default()
            .with("participant", file.id.as_str())
            .with("transcripts", hashes)
            .with("scope", format!("participant:{}", file.id))
            .with("units", "transcripts, codings, chosen quotes")
            .with("left_out", file.sentences.clone());
        file
    }

    fn gather_codes(&mut self, view: &View, person: ParticipantIx) {
        let book = &view.corpus.codebook;
        let mut codings = vec![0_u64; book.codes().len()];
        for row in coding_rows(view, None).iter().filter(|row| row.participant == Some(person)) {
            if let Target::Code(code) = row.placed.target {
                codings[code.at()] += 1;
            }
        }
        for (at, codings) in codings.into_iter().enumerate().filter(|(_, codings)| *codings > 0) {
            let code = CodeIx::from(at);
            self.codes.push(CodeOfPerson {
                path: book.path(Theme::Code(code)).into_iter().map(String::from).collect(),
                definition: book.code(code).definition.clone(),
                codings,
            });
        }
    }

    fn gather_quotes(&mut self, view: &View, request: &PersonRequest) {
        let mut sheet = Sheet::new(view);
        for row in coding_rows(view, None) {
            if row.participant != Some(request.person) || !is_chosen(view, &row) {
                continue;
            }
            let (at, span) = (row.placed.transcript, row.placed.span);
            sheet.turn_to(at);
            let own = (request.own)(at);
            let hide = |turn| hidden(view, at, turn, request.person, own);
            let layout = view.corpus.transcript(at).layout();
            let whole = layout.turns_in(span).all(|turn| hide(turn).is_none());
            let worded = wording(view, row.coding);
            let translation = worded.and_then(|worded| worded.translation.as_deref()).filter(|_| whole);
            self.quotes.push(QuoteOfPerson {
                path: row.path(view).into_iter().map(String::from).collect(),
                transcript: view.corpus.transcript(at).id.to_string(),
                lines: sheet.lines(span),
                text: if whole { Shown::of_coding(view, &row).plain() } else { wording_shown(view, at, span, &hide) },
                translation: translation.unwrap_or_default().to_owned(),
                used: worded.and_then(|worded| worded.use_in_paper.as_ref()).map(use_in_words).unwrap_or_default(),
            });
        }
    }

    fn say(&mut self, shared: u64, memos: bool) {
        let codings: usize = self.transcripts.iter().map(|one| one.codings.len()).sum();
        self.sentences = vec![format!(
            "{}: {}, {}, {} chosen for the paper{}",
            self.id,
            counted(self.transcripts.len() as u64, "transcript"),
            counted(codings as u64, "coding"),
            counted(self.quotes.len() as u64, "quote"),
            if memos { format!(", {}", counted(self.memos.len() as u64, "memo")) } else { String::new() }
        )];
        if shared > 0 {
            self.sentences.push(format!(
                "{} with others: what others say there is left out, and so are questions to them",
                counted(shared, "conversation")
            ));
        }
        self.sentences.push(
            "codings and quotes are those that belong to this participant; names of others in the participant's own words stand as \
             they were said"
                .into(),
        );
        if !memos {
            self.sentences.push("what the researchers noted in memos is not in it".into());
        }
    }
}

/// What stands in place of a turn: all is left out but what the participant says and what they were asked.
fn hidden(
    view: &View,
    transcript: TranscriptIx,
    turn: usize,
    person: ParticipantIx,
    own: bool,
) -> Option<&'static str> {
    let speaker = |turn| view.speaker(transcript, turn);
    let shown = match speaker(turn) {
        Speaker::Participant(who) => who == person,
        Speaker::Interviewer if own => true,
        // In a conversation of several only what leads to the participant's answer.
        Speaker::Interviewer => {
            let turns = view.corpus.transcript(transcript).layout().turns.len();
            let answer = (turn + 1..turns).find(|next| speaker(*next) != Speaker::Interviewer);
            answer.is_some_and(|next| speaker(next) == Speaker::Participant(person))
        }
        Speaker::Other | Speaker::Unmapped | Speaker::Excluded => false,
    };
    if shown { None } else { Some(SOMEBODY_ELSE) }
}

/// Whether a memo is about the participant and holds nothing of others: on the participant, a summary of them, on passages that are
/// theirs alone.
fn is_about(view: &View, memo: &Memo, request: &PersonRequest, places: &MemoPlaces) -> bool {
    let id = view.corpus.participant(request.person);
    let alone = |place: Option<(TranscriptIx, crate::text::Span)>| {
        place.is_some_and(|(transcript, span)| {
            let people = view.words_by_person(transcript, span);
            people.len() == 1 && people[0].0 == request.person
        })
    };
    match &memo.on {
        MemoOn::Participant(who) | MemoOn::ParticipantCode(who, _) => who.as_str() == id,
        MemoOn::Transcript(transcript) => {
            let at = view.corpus.find(transcript.as_str());
            at.is_some_and(|at| (request.own)(at) && view.corpus.speaking(at).contains(&request.person))
        }
        MemoOn::Passage(_) => alone(places(memo.id)),
        MemoOn::Coding(coding) => {
            let placed = view.placements.find(*coding, view.state, view.corpus);
            alone(placed.map(|placed| (placed.transcript, placed.span)))
        }
        MemoOn::Case(_) | MemoOn::Code(_) | MemoOn::CaseCode(..) | MemoOn::Study => false,
    }
}
