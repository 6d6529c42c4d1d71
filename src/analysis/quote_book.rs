//! Quotes for the paper: by theme, then group, each with its attribution, and without those who have not agreed to be quoted.

use std::collections::BTreeSet;

use super::by::By;
use super::codings::{CodingRow, Sheet, coding_rows, memos_by_coding};
use super::consent::Consent;
use super::groups::label_of;
use super::quote::{Segment, Shown, wording};
use super::scope::{CodingFilter, Pairs};
use super::table::{Meta, MetaValue};
use super::template::{Field, Template};
use crate::model::{EventId, ParticipantIx, Star, Target, View};
use crate::text::counted;

/// What stands in place of a group that is kept back.
pub const KEPT_BACK: &str = "(suppressed)";

/// How much of a person stands beside a quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Attribution {
    /// The participant's id and where it stands.
    #[default]
    Id,
    /// The id, where it stands, and the group.
    Group,
    /// Nothing that tells who it is.
    None,
}

impl Attribution {
    /// The word of the option.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Group => "group",
            Self::None => "none",
        }
    }

    /// Whether a template field tells more than this allows.
    pub fn forbids(self, field: &Field) -> bool {
        match field {
            Field::Quote | Field::Translation | Field::Code => false,
            Field::Attribute(_) => self != Self::Group,
            _ => self == Self::None,
        }
    }
}

/// One quote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookQuote {
    /// The coding.
    pub coding: EventId,
    /// Names from the top down to the code.
    pub path: Vec<String>,
    /// Id of the code.
    pub code: String,
    /// The group; empty where there are none, or the value is missing.
    pub group: String,
    /// The participant.
    pub participant: String,
    /// The transcript.
    pub transcript: String,
    /// Citation lines.
    pub lines: Option<(u32, u32)>,
    /// Number of the first turn, from 1.
    pub turn: Option<u32>,
    /// `H:MM:SS`.
    pub time: String,
    /// The label of the first turn, as it stands in the transcript.
    pub speaker: String,
    /// Who coded.
    pub coder: String,
    /// The blind rounds in which this coder coded this transcript, joined with `;`.
    pub rounds: String,
    /// The values of [`QuoteBook::attributes`] here, several joined with `;`.
    pub attributes: Vec<String>,
    /// The memos on the coding, oldest first, with blank lines between them.
    pub memo: String,
    /// The wording for print.
    pub quote: String,
    /// Its translation, and the language of that.
    pub translation: (String, String),
    /// Use in the paper.
    pub used: String,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// The template filled, with italics.
    pub printed: Vec<Segment>,
}

/// The quotes with what has to be said of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuoteBook {
    /// In the order of the codebook, then of the groups, then of transcripts and places.
    pub quotes: Vec<BookQuote>,
    /// How much of a person stands beside a quote.
    pub attribution: Attribution,
    /// The attributes of the groups.
    pub by: Vec<String>,
    /// Every attribute of participants, then of transcripts; empty: its table tells no more of a person than the groups.
    pub attributes: Vec<String>,
    /// What has to be said of people who are alone with their attributes, where the table has these.
    pub alone: Option<String>,
    /// Whether its table holds the memos.
    pub memos: bool,
    /// Quotes (codings) that were left out for want of consent.
    pub withheld: usize,
    /// Participants who were left out for want of consent.
    pub withheld_people: usize,
    /// What has to be said of small groups.
    pub flags: Vec<String>,
    /// With what number of people groups are kept back, and how many groups are; `None`: nothing is.
    pub suppressed: Option<(u32, usize)>,
    /// Values of the query that nobody and nothing in the study has, a sentence each.
    pub unknown_values: Vec<String>,
}

/// What is asked of a quote book.
pub struct BookRequest<'a> {
    /// The codings that may be in it.
    pub filter: Option<&'a CodingFilter<'a>>,
    /// Who is in scope where; a coding of nobody is only where everybody is.
    pub pairs: Option<&'a Pairs>,
    /// Only what was chosen for the paper: marked, worded for print, or used.
    pub chosen: bool,
    /// The attributes of the groups.
    pub by: &'a By,
    /// How much of a person stands beside a quote.
    pub attribution: Attribution,
    /// How a quote is printed.
    pub template: &'a Template,
    /// Labels of groups that are kept back.
    pub kept_back: &'a [String],
}

/// Whether a coding was chosen for the paper: marked as exemplar or negative case, worded for print, or used.
pub fn is_chosen(view: &View, row: &CodingRow) -> bool {
    view.state.star(row.coding).is_some() || wording(view, row.coding).is_some()
}

impl QuoteBook {
    /// The quotes of a study.
    pub fn of(view: &View, request: &BookRequest) -> Self {
        let consent = Consent::to_quote(view);
        let mut left_out: (BTreeSet<EventId>, BTreeSet<ParticipantIx>) = Default::default();
        let mut rows = coding_rows(view, request.filter);
        rows.retain(|row| {
            let in_scope = request.pairs.is_none_or(|pairs| match row.participant {
                Some(person) => pairs.allows(row.placed.transcript, person),
                None => pairs.is_all(),
            });
            if !in_scope || (request.chosen && !is_chosen(view, row)) {
                return false;
            }
            let withheld = consent.withheld_in(view, row.placed.transcript, row.placed.span);
            if !withheld.is_empty() {
                left_out.0.insert(row.coding.id);
                left_out.1.extend(withheld);
                return false;
            }
            matches!(row.placed.target, Target::Code(_))
        });
        if request.attribution == Attribution::None {
            // A passage of several people would stand there once for each.
            rows.dedup_by_key(|row| row.coding.id);
        }
        let kept_back = |row: &CodingRow| request.kept_back.contains(&group_of(view, request.by, row));
        let label = |row: &CodingRow| {
            if kept_back(row) { KEPT_BACK.to_owned() } else { group_of(view, request.by, row) }
        };
        let groups: Vec<String> = rows.iter().map(label).collect();
        let order = order_of_groups(view, request.by);
        let place = |group: &str| order.iter().position(|known| known == group).unwrap_or(usize::MAX);
        let code = |row: &CodingRow| if let Target::Code(at) = row.placed.target { at.at() } else { usize::MAX };
        let mut sorted: Vec<usize> = (0..rows.len()).collect();
        sorted.sort_by_key(|at| (code(&rows[*at]), place(&groups[*at]), *at));
        let rows: Vec<CodingRow> = sorted.iter().map(|at| rows[*at]).collect();
        let printed = match request.attribution {
            Attribution::None => rows.iter().map(|row| unattributed(view, row, request.template)).collect(),
            _ => request.template.render_all_but(view, &rows, kept_back),
        };
        let mut sheet = Sheet::new(view);
        let memos = memos_by_coding(view);
        let names = view.corpus.attribute_names();
        let quotes = rows.iter().zip(printed).zip(sorted).map(|((row, printed), at)| {
            sheet.turn_to(row.placed.transcript);
            let worded = wording(view, row.coding);
            let text = |text: Option<&Box<str>>| text.map(ToString::to_string).unwrap_or_default();
            BookQuote {
                coding: row.coding.id,
                path: row.path(view).into_iter().map(String::from).collect(),
                code: row.code(view).to_owned(),
                group: groups[at].clone(),
                participant: row.participant.map_or("", |person| view.corpus.participant(person)).to_owned(),
                transcript: view.corpus.transcript(row.placed.transcript).id.to_string(),
                lines: sheet.lines(row.placed.span),
                turn: row.turn.map(|turn| turn as u32 + 1),
                time: row.time(view).unwrap_or_default(),
                speaker: row.speaker(view).to_owned(),
                coder: row.coding.coder.to_string(),
                rounds: rounds_of(view, row),
                attributes: {
                    let values =
                        |name: &&str| view.corpus.values(name, row.participant, row.placed.transcript).join(";");
                    names.iter().map(values).collect()
                },
                memo: {
                    let memos = memos.get(&row.coding.id).into_iter().flatten();
                    memos.map(|memo| memo.text.as_ref()).collect::<Vec<&str>>().join("\n\n")
                },
                quote: match request.attribution {
                    Attribution::None => without_labels(Shown::of_coding(view, row)).plain(),
                    _ => Shown::of_coding(view, row).plain(),
                },
                translation: (
                    text(worded.and_then(|worded| worded.translation.as_ref())),
                    text(worded.and_then(|worded| worded.language.as_ref())),
                ),
                used: worded.and_then(|worded| worded.use_in_paper.as_ref()).map(use_in_words).unwrap_or_default(),
                star: view.state.star(row.coding),
                printed,
            }
        });
        Self {
            quotes: quotes.collect(),
            attribution: request.attribution,
            by: request.by.attributes.clone(),
            attributes: names.iter().map(ToString::to_string).collect(),
            withheld: left_out.0.len(),
            withheld_people: left_out.1.len(),
            ..Self::default()
        }
    }

    /// What has to be said under the quotes.
    pub fn sentences(&self) -> Vec<String> {
        let mut codings: Vec<EventId> = self.quotes.iter().map(|quote| quote.coding).collect();
        codings.sort_unstable();
        codings.dedup();
        let mut sentences = vec![counted(codings.len() as u64, "quote")];
        if self.withheld > 0 {
            let one = self.withheld_people == 1;
            sentences.push(format!(
                "left out: {}, in which {} who {} not (or not yet) agreed to be quoted {} something; counts elsewhere hold them",
                counted(self.withheld as u64, "quote"),
                counted(self.withheld_people as u64, "participant"),
                if one { "has" } else { "have" },
                if one { "says" } else { "say" },
            ));
        }
        sentences.extend(self.unknown_values.iter().cloned());
        sentences.extend(self.flags.iter().cloned());
        if let Some((k, groups)) = self.suppressed {
            sentences.push(format!(
                "suppressed (k = {k}): groups of fewer than {k} people, and as many others as it takes that they cannot be told from \
                 the rest, stand as {KEPT_BACK}: {}",
                counted(groups as u64, "group"),
            ));
        }
        sentences
    }

    /// What the sidecar says.
    pub fn meta(&self) -> Meta {
        Meta::default()
            .with("units", "quotes")
            .with("attribution", self.attribution.as_str())
            .with("by", self.by.join(","))
            .with("small_groups", self.flags.clone())
            .with(
                "suppression",
                match self.suppressed {
                    None => MetaValue::from("none"),
                    Some((k, groups)) => Meta::default()
                        .with("rule", "groups of fewer than k people are kept back, with as many others as it takes")
                        .with("k", u64::from(k))
                        .with("groups_kept_back", groups as u64)
                        .into(),
                },
            )
            .with(
                "left_out",
                Meta::default()
                    .with("quotes_without_consent", self.withheld as u64)
                    .with("participants", self.withheld_people as u64),
            )
    }
}

/// The blind rounds, open or closed, in which the coder of a coding codes its transcript.
fn rounds_of(view: &View, row: &CodingRow) -> String {
    let id = &view.corpus.transcript(row.placed.transcript).id;
    let within = view
        .state
        .rounds
        .iter()
        .filter(|(_, round)| round.coders.contains(&row.coding.coder) && round.transcripts.contains(id));
    within.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";")
}

/// The wording with `Speaker A`, `Speaker B` … in place of labels, which may be ids.
pub(super) fn without_labels(mut shown: Shown) -> Shown {
    let mut known: Vec<String> = Vec::new();
    for line in &mut shown.lines {
        let Some(label) = &mut line.label else { continue };
        if line.interviewer {
            *label = "Interviewer".into();
            continue;
        }
        let at = known.iter().position(|other| other == label).unwrap_or_else(|| {
            known.push(label.clone());
            known.len() - 1
        });
        *label = match u8::try_from(at) {
            Ok(at) if at < 26 => format!("Speaker {}", char::from(b'A' + at)),
            _ => format!("Speaker {}", at + 1),
        };
    }
    shown
}

/// The template filled with what tells nobody.
fn unattributed(view: &View, row: &CodingRow, template: &Template) -> Vec<Segment> {
    template.fill(|field| match field {
        Field::Quote => without_labels(Shown::of_coding(view, row)).segments(),
        Field::Translation => {
            let text = wording(view, row.coding).and_then(|wording| wording.translation.as_deref()).unwrap_or_default();
            vec![Segment { text: text.to_owned(), italic: false }]
        }
        Field::Code => {
            let text = row.path(view).last().copied().unwrap_or_default().to_owned();
            vec![Segment { text, italic: false }]
        }
        _ => Vec::new(),
    })
}

/// The use in the paper, as it is written: a text as it stands, anything else as JSON.
pub fn use_in_words(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The values of the groups' attributes, crossed with ` × `, several values joined with `;`. Nobody, and somebody without any
/// value, is in no group.
pub fn group_of(view: &View, by: &By, row: &CodingRow) -> String {
    label_of(view.corpus, by, row.participant, row.placed.transcript)
}

/// The groups in the order of their first appearance among participants, as far as it goes by participants.csv alone.
fn order_of_groups(view: &View, by: &By) -> Vec<String> {
    let people = &view.corpus.participants;
    let columns: Option<Vec<usize>> = by.attributes.iter().map(|name| people.column(&name.to_lowercase())).collect();
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return Vec::new() };
    let mut order: Vec<String> = Vec::new();
    for at in 0..people.rows.len() {
        let values = columns.iter().map(|column| {
            let values = people.values(at, *column);
            if values.is_empty() { super::MISSING.to_owned() } else { values.join(";") }
        });
        let group = values.collect::<Vec<_>>().join(" × ");
        if !order.contains(&group) {
            order.push(group);
        }
    }
    order
}
