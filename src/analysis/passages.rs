//! The passages behind the cells of a table of frequencies: as many as each cell counts, each with its wording and attribution.

use std::collections::{BTreeMap, BTreeSet};

use super::about::{base_links, cases_of_people};
use super::by::{By, Unit};
use super::codings::{CodingRow, Sheet};
use super::consent::Consent;
use super::extents::Slots;
use super::groups::Groups;
use super::quote::{Segment, Shown, wording};
use super::quote_book::{Attribution, without_labels};
use super::scope::{Members, Selection};
use super::template::{Field, Template, value};
use super::walk::Walk;
use crate::model::{ParticipantIx, Placed, RollUp, Target, Theme, TranscriptIx, View};
use crate::text::Span;

/// What is asked of the passages.
pub struct PassagesRequest<'a> {
    /// What makes the groups.
    pub by: &'a By,
    /// Whether themes are counted with what is beneath them.
    pub roll_up: RollUp,
    /// How much of a person stands beside a passage. Groups are told at [`Attribution::Group`] only.
    pub attribution: Attribution,
    /// How a passage is printed.
    pub template: &'a Template,
    /// Whether the figures of a theme in a group (by their places in the table) are kept back.
    pub kept_back: &'a dyn Fn(usize, usize) -> bool,
}

/// One passage of one participant, or about one case where cases are counted (without attribution: once).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The themes of which it is an extent, by their places in the table.
    pub themes: Vec<usize>,
    /// The theme under which it is printed: the last code of which it is a passage by itself, else the first theme.
    pub home: usize,
    /// Whether it is a passage of themes above alone, joined from passages of their codes that overlap.
    pub joined: bool,
    /// The groups, by their places in the table, `(all)` aside; empty where the attribution keeps them back.
    pub groups: Vec<usize>,
    /// Who speaks, or where cases are counted the case that it is about, by the place in the table.
    pub unit: Option<usize>,
    /// The codes of the codings in it, by their places in the table.
    pub codes: Vec<usize>,
    /// Who coded it.
    pub coders: Vec<String>,
    /// Transcript, lines, turn and time, in words; empty where the attribution keeps them back.
    pub place: String,
    /// The template filled; empty where somebody in it has not agreed to be quoted.
    pub printed: Vec<Segment>,
    /// Its translation and the language of that.
    pub translation: (String, String),
    /// Whether it stays out since somebody in it has not (or not yet) agreed to be quoted.
    pub withheld: bool,
}

/// The passages with what stays out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Passages {
    /// By home, then group, transcript and place.
    pub list: Vec<Passage>,
    /// Codings in scope that count.
    pub codings: u64,
    /// Participants in passages that are withheld who have not agreed to be quoted.
    pub withheld_people: u64,
    /// Passages of which nothing may be told, for the figures that they are counted in are kept back.
    pub suppressed: u64,
}

/// A passage: where it stands, and the participant whose it is or the case that it is about.
type Key = (TranscriptIx, Span, Option<u32>);

impl Passages {
    /// The passages that a table of frequencies with the same request counts.
    pub fn of(view: &View, request: &PassagesRequest, selection: &Selection) -> Self {
        let members = Members::of(view, selection);
        let unit = request.by.unit;
        let own = if unit == Unit::Case { cases_of_people(view.corpus) } else { Vec::new() };
        let links = base_links(view, unit, &members, &own);
        let groups = Groups::form(view, request.by, selection, &links);
        let slots = Slots::new(&view.corpus.codebook, request.roll_up);
        let walk = Walk { view, selection, members: &members, slots: &slots, unit, own: &own };
        // With the first of those who speak, which is the unit itself where participants are counted.
        let mut found: BTreeMap<Key, (ParticipantIx, Vec<usize>)> = BTreeMap::new();
        walk.each(|ground, slot, span, links| {
            for link in links {
                let unit = (request.attribution != Attribution::None).then_some(link.unit);
                let new = || (link.person, Vec::new());
                let (_, slots) = found.entry((ground.transcript, span, unit)).or_insert_with(new);
                if !slots.contains(&slot) {
                    slots.push(slot);
                }
            }
        });
        let codings = Codings::of(view, selection, &members, &slots);
        let mut all = Self { codings: codings.number, ..Self::default() };
        let consent = Consent::to_quote(view);
        let mut unwilling: BTreeSet<ParticipantIx> = BTreeSet::new();
        let mut printer = Printer { view, request, sheet: Sheet::new(view), names: view.corpus.attribute_names() };
        for ((transcript, span, counted), (person, passed)) in &found {
            let mut themes: Vec<usize> = passed.iter().copied().filter(|slot| slots.is_theme(*slot)).collect();
            let mut standing: Vec<usize> = Vec::new();
            match counted {
                Some(unit) => standing.extend(groups.of(*transcript, *unit).iter().map(|group| *group as usize)),
                None => standing.push(groups.names.len() - 1),
            }
            let hidden = |theme: usize| standing.iter().any(|group| (request.kept_back)(theme, *group));
            themes.retain(|theme| !hidden(*theme));
            themes.sort_unstable();
            let Some(first) = themes.first().copied() else {
                all.suppressed += u64::from(passed.iter().any(|slot| slots.is_theme(*slot)));
                continue;
            };
            // The slot of a code's own passages, as the place of the code.
            let own = |slot: &usize| slots.code_of_own(*slot);
            let home = passed.iter().filter_map(own).filter(|code| themes.contains(code)).max();
            let inside = codings.inside(*transcript, *span, &themes);
            let mut codes: Vec<usize> = inside.iter().map(|row| row.code).filter(|code| !hidden(*code)).collect();
            codes.sort_unstable();
            codes.dedup();
            let coders: BTreeSet<String> = inside.iter().map(|row| coder(view, row.placed)).collect();
            standing.pop();
            let withheld = consent.withheld_in(view, *transcript, *span);
            let mut passage = Passage {
                home: home.unwrap_or(first),
                joined: home.is_none(),
                themes,
                groups: if request.attribution == Attribution::Group { standing } else { Vec::new() },
                unit: counted.map(|unit| unit as usize),
                codes,
                coders: coders.into_iter().collect(),
                place: String::new(),
                printed: Vec::new(),
                translation: Default::default(),
                withheld: !withheld.is_empty(),
            };
            unwilling.extend(withheld);
            if passage.withheld {
                passage.unit = None;
            } else {
                let person = counted.map(|_| *person);
                let exact = inside.iter().find(|row| row.placed.span == *span);
                printer.print(&mut passage, exact.or(inside.first()).map(|row| row.placed), *span, person);
            }
            all.list.push(passage);
        }
        all.withheld_people = unwilling.len() as u64;
        // Stable: within a theme and group they stay in the order of transcripts and places.
        all.list.sort_by_key(|passage| (passage.home, passage.groups.first().copied().unwrap_or(usize::MAX)));
        all
    }

    /// Passages that stay out for want of consent.
    pub fn withheld(&self) -> u64 {
        self.list.iter().filter(|passage| passage.withheld).count() as u64
    }
}

fn coder(view: &View, placed: &Placed) -> String {
    view.placements.coders.get(placed.coder as usize).map(ToString::to_string).unwrap_or_default()
}

/// A coding that counts.
struct Counted<'a> {
    placed: &'a Placed,
    /// Place of its code among the themes.
    code: usize,
    /// The themes that it enters.
    themes: Vec<usize>,
}

/// The codings that count, by transcript, in the order of their starts.
struct Codings<'a> {
    by_transcript: BTreeMap<TranscriptIx, Vec<Counted<'a>>>,
    number: u64,
}

impl<'a> Codings<'a> {
    fn of(view: &View<'a>, selection: &Selection, members: &Members, slots: &Slots) -> Self {
        let mut codings = Self { by_transcript: BTreeMap::new(), number: 0 };
        for transcript in members.transcripts() {
            let list = codings.by_transcript.entry(transcript).or_default();
            for (at, placed) in view.codings(transcript) {
                let Target::Code(code) = placed.target else { continue };
                if !selection.counts(transcript, at) {
                    continue;
                }
                let themes = slots.of(code).iter().map(|slot| *slot as usize).filter(|slot| slots.is_theme(*slot));
                let is_code = |theme: &Theme| *theme == Theme::Code(code);
                let Some(place) = slots.themes.iter().position(is_code) else { continue };
                let people = view.people(transcript, at);
                codings.number += u64::from(people.iter().any(|who| selection.pairs.allows(transcript, *who)));
                list.push(Counted { placed, code: place, themes: themes.collect() });
            }
        }
        codings
    }

    /// The codings of any of these themes that lie in a passage.
    fn inside(&self, transcript: TranscriptIx, span: Span, themes: &[usize]) -> Vec<&Counted<'a>> {
        let list = self.by_transcript.get(&transcript).map_or(&[][..], Vec::as_slice);
        let from = list.partition_point(|row| row.placed.span.start < span.start);
        let lying = list[from..].iter().take_while(|row| row.placed.span.start < span.end);
        let ours = |row: &&Counted| row.placed.span.end <= span.end && row.themes.iter().any(|at| themes.contains(at));
        lying.filter(ours).collect()
    }
}

/// Fills the template.
struct Printer<'v, 'a> {
    view: &'v View<'a>,
    request: &'v PassagesRequest<'v>,
    sheet: Sheet<'a, 'v>,
    names: Vec<&'a str>,
}

impl Printer<'_, '_> {
    /// Prints the passage at `span`, of which `placed` is a coding: the one of the same stretch, if there is one.
    fn print(&mut self, passage: &mut Passage, placed: Option<&Placed>, span: Span, person: Option<ParticipantIx>) {
        let view = self.view;
        let Some((placed, coding)) = placed.and_then(|placed| Some((placed, view.coding(placed)?))) else { return };
        self.sheet.turn_to(placed.transcript);
        // What was worded for print holds for its own stretch alone.
        let exact = placed.span == span;
        let whole = Placed { span, ..*placed };
        let layout = view.corpus.transcript(placed.transcript).layout();
        let turn = layout.turns_in(span).find(|turn| {
            let speaks = view.speaker(placed.transcript, *turn).participant();
            layout.turn_words_in(*turn, span) > 0 && (person.is_none() || speaks == person)
        });
        let row = CodingRow { coding, placed: &whole, at: 0, participant: person, turn, words: 0 };
        let none = self.request.attribution == Attribution::None;
        let plain = |text: String| vec![Segment { text, italic: false }];
        let shown = || match (exact, none) {
            (true, false) => Shown::of_coding(view, &row),
            (false, false) => Shown::of(view, placed.transcript, span),
            (true, true) => without_labels(Shown::of_coding(view, &row)),
            (false, true) => without_labels(Shown::of(view, placed.transcript, span)),
        };
        let worded = wording(view, coding).filter(|_| exact);
        let translation = worded.and_then(|worded| worded.translation.as_deref()).unwrap_or_default();
        let home = view.corpus.codebook.themes().nth(passage.home);
        let name = home.map(|home| view.corpus.codebook.name(home)).unwrap_or_default();
        let (names, coders, sheet) = (&self.names, passage.coders.join(", "), &mut self.sheet);
        passage.printed = self.request.template.fill(|field| match field {
            Field::Quote => shown().segments(),
            Field::Translation => plain(translation.to_owned()),
            Field::Code => plain(name.to_owned()),
            _ if none => Vec::new(),
            Field::Coder => plain(coders.clone()),
            field => plain(value(view, &row, sheet, names, field)),
        });
        if !self.request.template.fields().any(|field| *field == Field::Translation) {
            let language = worded.and_then(|worded| worded.language.as_deref()).unwrap_or_default();
            passage.translation = (translation.to_owned(), language.to_owned());
        }
        if !none {
            passage.place = view.corpus.transcript(placed.transcript).id.to_string();
            match sheet.lines(span) {
                Some((first, last)) if first == last => passage.place.push_str(&format!(", line {first}")),
                Some((first, last)) => passage.place.push_str(&format!(", lines {first}–{last}")),
                None => {}
            }
            passage.place.extend(turn.map(|turn| format!(", turn {}", turn + 1)));
            passage.place.extend(row.time(view).map(|time| format!(", {time}")));
            let case = passage.unit.filter(|_| self.request.by.unit == Unit::Case);
            let case = case.and_then(|case| view.corpus.cases.rows.get(case));
            passage.place.extend(case.map(|case| format!(", about {}", case.id)));
        }
    }
}
