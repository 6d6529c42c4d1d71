//! Groups: sets of (participant, transcript) pairs, or of cases, that share a value (DESIGN §6).

use std::collections::{BTreeSet, HashMap};

use super::about::Link;
use super::by::{By, Unit};
use super::scope::{Members, Selection};
use crate::model::{Corpus, ParticipantIx, TranscriptIx, View};
use crate::text::counted;

/// The name of the group of those who have no value.
pub const MISSING: &str = "(missing)";
/// The name of the group of everybody, which closes every table.
pub const ALL: &str = "(all)";

/// Says how many participants stand in more than one group, and that `whole` (everybody) takes each once; `None`: nobody does.
pub(super) fn overlap_said(in_several: u64, whole: &str) -> Option<String> {
    let number = counted(in_several, "participant");
    (in_several > 0).then(|| format!("groups overlap: {number} in more than one; {whole} counts each once"))
}

/// Which groups there are and who stands in them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Groups {
    /// The names in the order of the table; `(all)` is the last.
    pub names: Vec<String>,
    /// Values that the study has and nobody in scope.
    pub absent: Vec<String>,
    /// Ids of the participants or cases that stand in more than one group, `(all)` aside.
    pub in_several: Vec<String>,
    /// By transcript: each unit (participant or case) that is spoken of there, and its groups with `(all)`.
    by_transcript: Vec<HashMap<u32, Vec<u32>>>,
}

impl Groups {
    /// The groups of a participant or case in a transcript; empty if it is not in scope there.
    pub fn of(&self, transcript: TranscriptIx, unit: u32) -> &[u32] {
        self.by_transcript.get(transcript.at()).and_then(|units| units.get(&unit)).map_or(&[], Vec::as_slice)
    }

    /// By group: how many participants or cases of `links` (by transcript) stand in it.
    pub fn sizes(&self, links: &[Vec<Link>]) -> Vec<u64> {
        let mut members: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); self.names.len()];
        for (at, links) in links.iter().enumerate() {
            for link in links {
                for group in self.of(at.into(), link.unit) {
                    members[*group as usize].insert(link.unit);
                }
            }
        }
        members.iter().map(|members| members.len() as u64).collect()
    }

    /// Forms the groups of all `links` (by transcript), the pairs in scope.
    pub fn form(view: &View, by: &By, selection: &Selection, links: &[Vec<Link>]) -> Self {
        let corpus = view.corpus;
        let mut order = match by.unit {
            Unit::Participant => {
                let everybody = (!selection.pairs.is_all() || selection.done_only)
                    .then(|| Members::of(view, &Selection::default()));
                let pairs = |transcript: TranscriptIx| -> Vec<ParticipantIx> {
                    match &everybody {
                        Some(all) => all.of_transcript(transcript).iter().map(|member| member.person).collect(),
                        None => links[transcript.at()].iter().map(|link| link.person).collect(),
                    }
                };
                order_of_people(corpus, by, pairs)
            }
            Unit::Case => {
                let mut order = Order::default();
                for case in 0..corpus.cases.rows.len() {
                    order.take(values_of_case(corpus, by, case));
                }
                order
            }
        };
        // First by place in the order of appearance; then the groups without members drop out.
        let mut by_transcript: Vec<HashMap<u32, Vec<u32>>> = vec![HashMap::new(); links.len()];
        let mut used: Vec<bool> = Vec::new();
        if !by.attributes.is_empty() {
            for (at, links) in links.iter().enumerate() {
                for link in links {
                    by_transcript[at].entry(link.unit).or_insert_with(|| {
                        let groups = order.take(match by.unit {
                            Unit::Participant => values_of_pair(corpus, by, Some(link.person), at.into()),
                            Unit::Case => values_of_case(corpus, by, link.unit as usize),
                        });
                        used.resize(order.names.len().max(used.len()), false);
                        groups.iter().for_each(|group| used[*group as usize] = true);
                        groups
                    });
                }
            }
        } else {
            for (units, links) in by_transcript.iter_mut().zip(links) {
                units.extend(links.iter().map(|link| (link.unit, Vec::new())));
            }
        }
        used.resize(order.names.len(), false);
        Self::number(corpus, by.unit, order.names, &used, by_transcript)
    }

    /// Numbers the groups that have members: in order, `(missing)` and `(all)` last.
    fn number(
        corpus: &Corpus,
        unit: Unit,
        appeared: Vec<String>,
        used: &[bool],
        mut by_transcript: Vec<HashMap<u32, Vec<u32>>>,
    ) -> Self {
        let (last, first): (Vec<usize>, Vec<usize>) = (0..appeared.len()).partition(|at| appeared[*at] == MISSING);
        let (present, absent): (Vec<usize>, Vec<usize>) = first.into_iter().chain(last).partition(|at| used[*at]);
        let mut number = vec![0; appeared.len()];
        present.iter().enumerate().for_each(|(new, old)| number[*old] = new as u32);
        let all = present.len() as u32;
        let mut first_group: HashMap<u32, (u32, bool)> = HashMap::new();
        for units in &mut by_transcript {
            for (unit, groups) in units {
                groups.iter_mut().for_each(|group| *group = number[*group as usize]);
                groups.sort_unstable();
                for group in groups.iter() {
                    let (known, several) = first_group.entry(*unit).or_insert((*group, false));
                    *several |= known != group;
                }
                groups.push(all);
            }
        }
        let mut in_several: Vec<u32> =
            first_group.into_iter().filter(|(_, (_, several))| *several).map(|(unit, _)| unit).collect();
        in_several.sort_unstable();
        let name = |at: &usize| appeared[*at].clone();
        let id = |at: u32| match unit {
            Unit::Participant => corpus.participant((at as usize).into()).to_owned(),
            Unit::Case => corpus.case((at as usize).into()).to_owned(),
        };
        Self {
            names: present.iter().map(name).chain([ALL.to_owned()]).collect(),
            absent: absent.iter().map(name).filter(|name| !name.contains(MISSING)).collect(),
            in_several: in_several.into_iter().map(id).collect(),
            by_transcript,
        }
    }
}

/// Names in order of first appearance.
#[derive(Default)]
struct Order {
    names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Order {
    /// The places of these names, new ones at the end; each place once.
    fn take(&mut self, names: Vec<String>) -> Vec<u32> {
        let mut places: Vec<u32> = Vec::with_capacity(names.len());
        for name in names {
            let place = *self.places.entry(name).or_insert_with_key(|name| {
                self.names.push(name.clone());
                self.names.len() as u32 - 1
            });
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }
}

/// The order of the groups of participants: by participants.csv, then by what transcripts add.
fn order_of_people(corpus: &Corpus, by: &By, pairs: impl Fn(TranscriptIx) -> Vec<ParticipantIx>) -> Order {
    let mut order = Order::default();
    let of_transcripts = |name: &String| {
        corpus.transcript_columns.iter().position(|column| column.to_lowercase() == name.to_lowercase())
    };
    let people = 0..corpus.participants.rows.len();
    match by.attributes.as_slice() {
        [] => {}
        [only] => {
            if let Some(column) = corpus.participants.column(only) {
                people.for_each(|row| {
                    order.take(corpus.participants.values(row, column).to_vec());
                });
            }
            if let Some(column) = of_transcripts(only) {
                let cells = corpus.transcripts.iter().filter_map(|text| text.attributes.get(column));
                cells.for_each(|values| {
                    order.take(values.clone());
                });
            }
        }
        several if several.iter().all(|name| of_transcripts(name).is_none()) => people.for_each(|row| {
            let cells = several.iter().map(|name| {
                corpus.participants.column(name).map_or(&[][..], |column| corpus.participants.values(row, column))
            });
            order.take(crossed(cells));
        }),
        // A cross with an attribute of transcripts exists in pairs only: person by person, in the order of transcripts.
        _ => {
            let mut said: Vec<(ParticipantIx, TranscriptIx)> = Vec::new();
            for transcript in corpus.places() {
                said.extend(pairs(transcript).into_iter().map(|person| (person, transcript)));
            }
            said.sort_unstable();
            said.into_iter().for_each(|(person, transcript)| {
                order.take(values_of_pair(corpus, by, Some(person), transcript));
            });
        }
    }
    order
}

/// The label of a person's group in a transcript as it stands beside a quote: the values of the attributes, several joined with
/// `;`, the attributes crossed with ` × `. Empty for somebody without any value.
pub(super) fn label_of(corpus: &Corpus, by: &By, person: Option<ParticipantIx>, transcript: TranscriptIx) -> String {
    let values = by.attributes.iter().map(|name| {
        let values = corpus.values(name, person, transcript);
        if values.is_empty() { MISSING.to_owned() } else { values.join(";") }
    });
    let values: Vec<String> = values.collect();
    if values.iter().all(|value| value == MISSING) { String::new() } else { values.join(" × ") }
}

/// Everybody who says a word, by the label that stands beside their quotes, in order of first speech.
pub fn people_by_label(view: &View, by: &By) -> Vec<(String, BTreeSet<ParticipantIx>)> {
    let members = Members::of(view, &Selection::default());
    let mut labels: Vec<(String, BTreeSet<ParticipantIx>)> = Vec::new();
    for transcript in members.transcripts() {
        for member in members.of_transcript(transcript) {
            let label = label_of(view.corpus, by, Some(member.person), transcript);
            match labels.iter_mut().find(|(known, _)| *known == label) {
                Some((_, people)) => {
                    people.insert(member.person);
                }
                None => labels.push((label, BTreeSet::from([member.person]))),
            }
        }
    }
    labels
}

fn values_of_pair(corpus: &Corpus, by: &By, person: Option<ParticipantIx>, transcript: TranscriptIx) -> Vec<String> {
    crossed(by.attributes.iter().map(|name| corpus.values(name, person, transcript)))
}

fn values_of_case(corpus: &Corpus, by: &By, case: usize) -> Vec<String> {
    crossed(
        by.attributes
            .iter()
            .map(|name| corpus.cases.column(name).map_or(&[][..], |column| corpus.cases.values(case, column))),
    )
}

/// Every value of the first attribute with every value of the next, joined with ` × `; none is `(missing)`.
fn crossed<'a>(cells: impl Iterator<Item = &'a [String]>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, values) in cells.enumerate() {
        let values: Vec<&str> =
            if values.is_empty() { vec![MISSING] } else { values.iter().map(String::as_str).collect() };
        names = if at == 0 {
            values.into_iter().map(str::to_owned).collect()
        } else {
            names.iter().flat_map(|head| values.iter().map(move |value| format!("{head} × {value}"))).collect()
        };
    }
    names
}
