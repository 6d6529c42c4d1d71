//! Which cases a passage is about (DESIGN §6), and who speaks about which case.

use super::by::Unit;
use super::scope::Members;
use crate::model::{CaseIx, Corpus, ParticipantIx, Placed, Target, TranscriptIx, View};
use crate::text::Span;

/// A unit of counting (a participant, or a case) and whose words speak for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Link {
    /// Place of the participant or case.
    pub unit: u32,
    /// Who speaks; where participants are counted, the unit itself.
    pub person: ParticipantIx,
}

/// The marks of cases in one transcript, and what holds where there are none.
pub(super) struct Abouts<'a> {
    marks: Vec<(Span, CaseIx)>,
    transcript: &'a [CaseIx],
}

/// By participant: the cases that they speak about.
pub(super) fn cases_of_people(corpus: &Corpus) -> Vec<Vec<CaseIx>> {
    let rows = corpus.participants.rows.iter();
    rows.map(|row| row.about.iter().filter_map(|id| corpus.cases.find(id)).map(CaseIx::from).collect()).collect()
}

impl<'a> Abouts<'a> {
    /// Reads the marks of the coders in scope.
    pub fn of(view: &View<'a>, transcript: TranscriptIx) -> Self {
        let marks = view.codings(transcript).filter_map(|(_, placed)| match placed.target {
            Target::Case(case) => Some((placed.span, case)),
            _ => None,
        });
        Self { marks: marks.collect(), transcript: &view.corpus.transcript(transcript).about }
    }

    /// Who speaks about which case in the passage `span` that belongs to `people`: the cases marked on a passage that
    /// overlaps it; if none, the transcript's; if none, each person's own.
    pub fn links(&self, own: &[Vec<CaseIx>], span: Span, people: &[ParticipantIx], links: &mut Vec<Link>) {
        let marked = || self.marks.iter().filter(|(mark, _)| mark.overlaps(span)).map(|(_, case)| *case);
        let any = marked().next().is_some();
        for person in people {
            let mut add = |case: CaseIx| {
                let link = Link { unit: case.0, person: *person };
                if !links.contains(&link) {
                    links.push(link);
                }
            };
            if any {
                marked().for_each(&mut add);
            } else if !self.transcript.is_empty() {
                self.transcript.iter().copied().for_each(&mut add);
            } else {
                own.get(person.at()).into_iter().flatten().copied().for_each(&mut add);
            }
        }
    }
}

/// By transcript: the units that count in it, each with those who speak for it. Whether a passage is coded, and what
/// the query selects, does not matter: this is what denominators are made of.
pub(super) fn base_links(view: &View, unit: Unit, members: &Members, own: &[Vec<CaseIx>]) -> Vec<Vec<Link>> {
    let of = |transcript: TranscriptIx| {
        let speakers = members.of_transcript(transcript);
        if unit == Unit::Participant {
            return speakers.iter().map(|member| Link { unit: member.person.0, person: member.person }).collect();
        }
        let abouts = Abouts::of(view, transcript);
        let people: Vec<ParticipantIx> = speakers.iter().map(|member| member.person).collect();
        let mut links = Vec::new();
        // Without a span that a mark could overlap: the transcript's cases, or each person's own.
        abouts.links(own, Span::default(), &people, &mut links);
        for (span, case) in &abouts.marks {
            let speaking = view.words_by_person(transcript, *span);
            let speaking = speaking.iter().map(|(person, _)| *person).filter(|person| people.contains(person));
            links.extend(speaking.map(|person| Link { unit: case.0, person }));
        }
        if !abouts.marks.is_empty() {
            // A mark may reach no word of the person whose passage it overlaps.
            for (at, placed) in view.codings(transcript).filter(|(_, placed)| is_theme(placed)) {
                let belonging = view.people(transcript, at).iter().copied();
                let speaking: Vec<ParticipantIx> = belonging.filter(|person| people.contains(person)).collect();
                abouts.links(own, placed.span, &speaking, &mut links);
            }
        }
        links.sort_unstable();
        links.dedup();
        links
    };
    view.corpus.places().map(of).collect()
}

fn is_theme(placed: &Placed) -> bool {
    matches!(placed.target, Target::Code(_))
}
