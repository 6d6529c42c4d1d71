//! Theme frequencies per group (DESIGN §6): the figures behind `emic frequencies`.

use super::about::{Link, base_links, cases_of_people};
use super::by::{By, Unit};
use super::extents::Slots;
use super::groups::Groups;
use super::masked::Masks;
use super::notes::Notes;
use super::scope::{Members, Selection};
use super::walk::{Ground, Walk};
use crate::model::{Codebook, ParticipantIx, RollUp, Theme, TranscriptIx, View};
use crate::text::Span;

/// A group with its denominators.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group {
    /// The value, or `(missing)`, or `(all)`.
    pub name: String,
    /// Members (participants, or cases) with at least one word in a transcript in scope.
    pub participants: u64,
    /// The transcripts that they speak in.
    pub transcripts: u64,
    /// Their words there.
    pub words: u64,
    /// The sum over all codes (sets aside) of their own passages: the base of `percent_of_group_passages`.
    pub passages: u64,
}

/// What a theme amounts to in a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    /// Participants (or cases) with at least one passage.
    pub participants: u64,
    /// Transcripts with at least one passage.
    pub transcripts: u64,
    /// (extent, participant) pairs.
    pub passages: u64,
    /// Words inside the extents, of the participants to whom they belong.
    pub words: u64,
}

/// A theme as a row names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThemeLine {
    /// The theme.
    pub theme: Theme,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The names from the top down, joined with ` > `.
    pub path: String,
    /// 0 at the top; 0 for a set.
    pub depth: u32,
}

impl ThemeLine {
    /// The row of a theme of the codebook.
    pub fn of(codebook: &Codebook, theme: Theme) -> Self {
        Self {
            theme,
            id: codebook.id(theme).as_str().to_owned(),
            name: codebook.name(theme).to_owned(),
            path: codebook.path(theme).join(" > "),
            depth: match theme {
                Theme::Code(code) => codebook.code(code).depth,
                Theme::Set(_) => 0,
            },
        }
    }
}

/// Theme frequencies, with all that has to be said of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frequencies {
    /// What makes the groups.
    pub by: By,
    /// Whether themes are counted with what is beneath them.
    pub roll_up: RollUp,
    /// The groups in order; `(all)` is the last.
    pub groups: Vec<Group>,
    /// The themes in the order of the codebook, sets last.
    pub themes: Vec<ThemeLine>,
    /// Theme by theme, in each the groups in order.
    figures: Vec<Figure>,
    /// Values that nobody in scope has.
    pub absent: Vec<String>,
    /// Who stands in more than one group.
    pub in_several: Vec<String>,
    /// Words that make a coding over several people belong to one of them.
    pub attribution_words: u32,
    /// Scope, coders, what is left out and in progress.
    pub notes: Notes,
    /// What its tables keep back; `None`: nothing. The figures themselves stay.
    pub masks: Option<Masks>,
}

impl Frequencies {
    /// The groups with the number of their people; `(all)` is the last.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.groups.iter().map(|group| (group.name.as_str(), group.participants))
    }

    /// Counts the themes of the codebook in each group.
    pub fn count(view: &View, by: &By, roll_up: RollUp, selection: &Selection) -> Self {
        let members = Members::of(view, selection);
        let own = if by.unit == Unit::Case { cases_of_people(view.corpus) } else { Vec::new() };
        let links = base_links(view, by.unit, &members, &own);
        let groups = Groups::form(view, by, selection, &links);
        let codebook = &view.corpus.codebook;
        let slots = Slots::new(codebook, roll_up);
        let mut tally = Tally::new(&slots, groups, by.unit);
        tally.denominators(&members, &links);
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: by.unit, own: &own };
        walk.each(|ground, slot, span, links| tally.extent(&slots, ground, slot, span, links));
        Self {
            by: by.clone(),
            roll_up,
            themes: slots.themes.iter().map(|theme| ThemeLine::of(codebook, *theme)).collect(),
            groups: tally.base,
            figures: tally.figures,
            absent: tally.groups.absent,
            in_several: tally.groups.in_several,
            attribution_words: view.corpus.study.attribution_words,
            notes: Notes::of(view, selection, &members),
            masks: None,
        }
    }

    /// The figure of a theme in a group, by their places; zeros where there is no such theme or group.
    pub fn figure(&self, theme: usize, group: usize) -> Figure {
        if group >= self.groups.len() {
            return Figure::default();
        }
        self.figures.get(theme * self.groups.len() + group).copied().unwrap_or_default()
    }

    /// The figure of a theme over all groups.
    pub fn all(&self, theme: usize) -> Figure {
        self.figure(theme, self.groups.len().saturating_sub(1))
    }
}

/// A set of places.
#[derive(Clone, Default)]
struct Seen(Vec<u64>);

impl Seen {
    /// Puts a place in; `true` if it was not there.
    fn insert(&mut self, place: u32) -> bool {
        let (block, bit) = (place as usize / 64, 1_u64 << (place % 64));
        if self.0.len() <= block {
            self.0.resize(block + 1, 0);
        }
        let new = self.0[block] & bit == 0;
        self.0[block] |= bit;
        new
    }
}

/// The sums so far.
struct Tally {
    groups: Groups,
    base: Vec<Group>,
    figures: Vec<Figure>,
    seen: Vec<Seen>,
    /// By figure: one past the transcript that was counted last.
    last: Vec<u32>,
    unit: Unit,
    /// Whose words of an extent speak for which group; kept to save allocations.
    speaking: Vec<(u32, ParticipantIx)>,
}

impl Tally {
    fn new(slots: &Slots, groups: Groups, unit: Unit) -> Self {
        let cells = slots.themes.len() * groups.names.len();
        let base = groups.names.iter().map(|name| Group { name: name.clone(), ..Group::default() }).collect();
        Self {
            base,
            figures: vec![Figure::default(); cells],
            seen: vec![Seen::default(); cells],
            last: vec![0; cells],
            groups,
            unit,
            speaking: Vec::new(),
        }
    }

    /// Members, their transcripts and their words.
    fn denominators(&mut self, members: &Members, links: &[Vec<Link>]) {
        let mut seen = vec![Seen::default(); self.base.len()];
        for (at, links) in links.iter().enumerate() {
            let transcript = TranscriptIx::from(at);
            self.speaking.clear();
            for link in links {
                for group in self.groups.of(transcript, link.unit) {
                    self.base[*group as usize].participants += u64::from(seen[*group as usize].insert(link.unit));
                    self.speaking.push((*group, link.person));
                }
            }
            self.speaking.sort_unstable();
            self.speaking.dedup();
            let mut before = None;
            for (group, person) in &self.speaking {
                let speaking = members.of_transcript(transcript).iter().find(|member| member.person == *person);
                let group_base = &mut self.base[*group as usize];
                group_base.words += speaking.map_or(0, |member| member.words);
                group_base.transcripts += u64::from(before.replace(*group) != Some(*group));
            }
        }
    }

    /// Counts one extent with those to whom it belongs.
    fn extent(&mut self, slots: &Slots, ground: &Ground, slot: usize, span: Span, links: &[Link]) {
        let (theme, own) = (slots.is_theme(slot), slots.is_own(slot));
        let width = self.base.len();
        self.speaking.clear();
        let mut before = None;
        for link in links {
            let new = before.replace(link.unit) != Some(link.unit);
            for group in self.groups.of(ground.transcript, link.unit) {
                let at = *group as usize;
                if new && own {
                    self.base[at].passages += 1;
                }
                if !theme {
                    continue;
                }
                if new {
                    let cell = slot * width + at;
                    self.figures[cell].passages += 1;
                    self.figures[cell].participants += u64::from(self.seen[cell].insert(link.unit));
                }
                self.speaking.push((*group, link.person));
            }
        }
        if self.unit == Unit::Case {
            // Somebody who speaks about two cases of a group has said the words once.
            self.speaking.sort_unstable();
            self.speaking.dedup();
        }
        let mut known: Option<(ParticipantIx, u64)> = None;
        for (group, person) in &self.speaking {
            let words = match known {
                Some((who, words)) if who == *person => words,
                _ => ground.words(span, *person),
            };
            known = Some((*person, words));
            let cell = slot * width + *group as usize;
            self.figures[cell].words += words;
            let mark = ground.transcript.0 + 1;
            if self.last[cell] != mark {
                self.last[cell] = mark;
                self.figures[cell].transcripts += 1;
            }
        }
    }
}
