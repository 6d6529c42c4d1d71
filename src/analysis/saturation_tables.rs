//! New codes per interview of a study, per group, in a chosen order, as a table.

use std::collections::{BTreeMap, BTreeSet};

use super::about::base_links;
use super::by::{By, Unit};
use super::extents::Slots;
use super::groups::Groups;
use super::masked::{MASKED, shown};
use super::notes::Notes;
use super::saturation::{Curve, Reached, SaturationRule, Shuffled};
use super::saturation_order::{Key, SaturationOrder, key, ordered};
use super::scope::{Members, Selection};
use super::table::{Cell, Column, Meta, Table};
use super::walk::Walk;
use crate::model::{Approach, RollUp, TranscriptIx, View};
use crate::text::counted;

/// The columns of the table.
pub const SATURATION_COLUMNS: [&str; 21] = [
    "by",
    "group",
    "order",
    "position",
    "transcript",
    "key",
    "coders",
    "codes",
    "new_codes",
    "cumulative",
    "run_first",
    "run_last",
    "run_new_codes",
    "run_percent",
    "base_size",
    "run_length",
    "threshold",
    "base_codes",
    "reached",
    "shuffled_median",
    "shuffled_range",
];

/// How the curve is drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SaturationPlan {
    /// Base, run and threshold.
    pub rule: SaturationRule,
    /// The order of the interviews.
    pub order: SaturationOrder,
    /// Random orders to compare with; 0: none.
    pub shuffles: u32,
    /// What the random orders are drawn from.
    pub seed: u64,
}

/// The curve of one group.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupCurve {
    /// The group.
    pub group: String,
    /// How many participants are in it.
    pub people: u64,
    /// The interviews in order.
    pub interviews: Vec<TranscriptIx>,
    /// By interview: places in the codebook of the codes that are found in it and not before.
    pub first_found: Vec<Vec<usize>>,
    /// The curve.
    pub curve: Curve,
    /// The same in random orders, where they were asked for.
    pub shuffled: Option<Shuffled>,
}

/// Saturation of a study.
#[derive(Clone, PartialEq, Debug)]
pub struct Saturation {
    by: By,
    plan: SaturationPlan,
    /// The groups in order; `(all)` is the last.
    pub groups: Vec<GroupCurve>,
    /// By transcript: its id and what it was ordered by.
    keys: Vec<(String, Key)>,
    /// Transcripts without a coding in scope that nobody has finished.
    untouched: Vec<String>,
    unlisted: u64,
    without_value: u64,
    reflexive: bool,
    /// Groups of fewer than so many people are kept back; by group, whether it is.
    kept_back: Option<(u64, Vec<bool>)>,
    notes: Notes,
}

impl Saturation {
    /// Finds the codes of each interview. A code is found in an interview if a passage of it there belongs to a member of
    /// the group; each code is taken for itself (not with what is beneath it), sets are not.
    pub fn count(view: &View, by: &By, plan: SaturationPlan, selection: &Selection) -> Self {
        let corpus = view.corpus;
        let members = Members::of(view, selection);
        let links = base_links(view, Unit::Participant, &members, &[]);
        let groups = Groups::form(view, by, selection, &links);
        let slots = Slots::new(&corpus.codebook, RollUp::Own);
        let codes = corpus.codebook.codes().len();
        let mut found: Vec<BTreeMap<TranscriptIx, BTreeSet<usize>>> = vec![BTreeMap::new(); groups.names.len()];
        for (at, links) in links.iter().enumerate() {
            for link in links {
                for group in groups.of(at.into(), link.unit) {
                    found[*group as usize].entry(at.into()).or_default();
                }
            }
        }
        let walk = Walk { view, selection, members: &members, slots: &slots, unit: Unit::Participant, own: &[] };
        walk.each(|ground, slot, _, links| {
            for link in links.iter().filter(|_| slot < codes) {
                for group in groups.of(ground.transcript, link.unit) {
                    found[*group as usize].entry(ground.transcript).or_default().insert(slot);
                }
            }
        });
        let untouched: BTreeSet<TranscriptIx> =
            members.transcripts().filter(|at| !members.done(*at) && view.codings(*at).next().is_none()).collect();
        let keys: Vec<(String, Key)> = corpus
            .places()
            .map(|at| (corpus.transcript(at).id.as_str().to_owned(), key(view, &plan.order, at)))
            .collect();
        let order = ordered(&plan.order, &keys);
        let in_scope: BTreeSet<TranscriptIx> = members.transcripts().collect();
        let people = groups.sizes(&links);
        let curves = groups.names.iter().zip(people).zip(&found).map(|((name, people), found)| {
            let interviews: Vec<TranscriptIx> =
                order.iter().copied().filter(|at| found.contains_key(at) && !untouched.contains(at)).collect();
            let sets: Vec<BTreeSet<usize>> = interviews.iter().filter_map(|at| found.get(at)).cloned().collect();
            let shuffled = (plan.shuffles > 0).then(|| Shuffled::of(&sets, plan.shuffles, plan.seed));
            let mut known = BTreeSet::new();
            let new = |codes: &BTreeSet<usize>| codes.iter().copied().filter(|code| known.insert(*code)).collect();
            let first_found = sets.iter().map(new).collect();
            let curve = Curve::of(&sets, plan.rule);
            GroupCurve { group: name.clone(), people, curve, interviews, first_found, shuffled }
        });
        let unlisted = in_scope.iter().filter(|at| !order.contains(at)).count() as u64;
        let valued = matches!(plan.order, SaturationOrder::Attribute(_));
        let without_value = in_scope.iter().filter(|at| valued && keys[at.at()].1.shown.is_empty()).count() as u64;
        Self {
            by: by.clone(),
            groups: curves.collect(),
            untouched: untouched.iter().map(|at| keys[at.at()].0.clone()).collect(),
            keys,
            plan,
            unlisted,
            without_value,
            reflexive: corpus.study.approach == Approach::Reflexive,
            kept_back: None,
            notes: Notes::of(view, selection, &members),
        }
    }

    /// The groups with the number of their people; `(all)` is the last.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.groups.iter().map(|group| (group.group.as_str(), group.people))
    }

    /// Keeps back the curves of some groups, since there are groups of fewer than `k` people.
    pub fn keep_back(&mut self, k: u64, groups: &[String]) {
        let hidden = self.groups.iter().map(|group| groups.contains(&group.group)).collect();
        self.kept_back = Some((k, hidden));
    }

    fn is_kept_back(&self, group: usize) -> bool {
        self.kept_back.as_ref().is_some_and(|(_, hidden)| hidden.get(group).copied().unwrap_or(false))
    }

    /// What is said of the groups that are kept back.
    fn suppressed(&self) -> Option<String> {
        let (k, hidden) = self.kept_back.as_ref()?;
        let groups = hidden.iter().filter(|hidden| **hidden).count() as u64;
        Some(format!(
            "suppressed (k = {k}): curves of groups of fewer than {k} people are masked ({MASKED}), and with them as many others as it \
             takes that nobody can tell whose interviews they are: {}; a row of {} is one interview, which may be one person",
            counted(groups, "group"),
            super::ALL
        ))
    }

    /// One row per group and interview; of a group that is kept back one row without figures.
    pub fn table(&self) -> Table {
        const WORDS: [&str; 8] = ["by", "group", "order", "transcript", "key", "coders", "reached", "shuffled_range"];
        let column = |id: &str| if WORDS.contains(&id) { Column::left(id) } else { Column::right(id) };
        let coders = self.notes.coders.joined();
        let rule = self.plan.rule;
        let mut rows = Vec::new();
        for (place, group) in self.groups.iter().enumerate() {
            let curve = &group.curve;
            if self.is_kept_back(place) {
                let told = [&self.by.text, &group.group, self.plan.order.as_str()].map(Cell::text);
                let masked = (3..SATURATION_COLUMNS.len()).map(|at| match SATURATION_COLUMNS[at] {
                    "coders" => Cell::text(&coders),
                    "base_size" => Cell::Integer(rule.base as u64),
                    "run_length" => Cell::Integer(rule.run as u64),
                    "threshold" => Cell::Decimal(rule.threshold),
                    "shuffled_median" | "shuffled_range" if self.plan.shuffles == 0 => Cell::Empty,
                    _ => Cell::Masked,
                });
                rows.push(told.into_iter().chain(masked).collect());
                continue;
            }
            for (at, transcript) in group.interviews.iter().enumerate() {
                let run = curve.run_from(at + 1);
                let number = |number: Option<usize>| number.map_or(Cell::Empty, |number| Cell::Integer(number as u64));
                let (id, key) = &self.keys[transcript.at()];
                let point = group.shuffled.as_ref().and_then(|shuffled| shuffled.points.get(at));
                rows.push(vec![
                    Cell::text(&self.by.text),
                    Cell::text(&group.group),
                    Cell::text(self.plan.order.as_str()),
                    Cell::Integer(at as u64 + 1),
                    Cell::text(id),
                    Cell::present(&key.shown),
                    Cell::text(&coders),
                    Cell::Integer(curve.codes[at]),
                    Cell::Integer(curve.new_codes[at]),
                    Cell::Integer(curve.cumulative[at]),
                    number(run.map(|run| run.first)),
                    number(run.map(|run| run.last)),
                    run.map_or(Cell::Empty, |run| Cell::Integer(run.new_codes)),
                    run.map_or(Cell::Empty, |run| Cell::ratio(run.new_codes, curve.base_codes.unwrap_or(0), 100)),
                    Cell::Integer(rule.base as u64),
                    Cell::Integer(rule.run as u64),
                    Cell::Decimal(rule.threshold),
                    curve.base_codes.map_or(Cell::Empty, Cell::Integer),
                    Cell::text(curve.reached.to_string()),
                    point.map_or(Cell::Empty, |(median, _, _)| Cell::Integer(*median)),
                    point.map_or(Cell::Empty, |(_, low, high)| Cell::Text(format!("{low}-{high}"))),
                ]);
            }
        }
        Table {
            name: "saturation".into(),
            columns: SATURATION_COLUMNS.map(column).into(),
            rows,
            sentences: self.sentences(),
            meta: self.meta(),
        }
    }

    /// The columns that a person reads.
    pub fn brief(&self) -> Table {
        let whole = self.table();
        let mut kept =
            vec!["group", "position", "transcript", "key", "codes", "new_codes", "cumulative", "run_percent"];
        if self.plan.shuffles > 0 {
            kept.extend(["shuffled_median", "shuffled_range"]);
        }
        if self.by.attributes.is_empty() {
            kept.remove(0);
        }
        if !matches!(self.plan.order, SaturationOrder::Coded | SaturationOrder::Attribute(_)) {
            kept.retain(|id| *id != "key");
        }
        let mut table = whole.only(&kept);
        if let Some(column) = table.columns.iter_mut().find(|column| column.id == "key") {
            column.id = self.plan.order.as_str().to_owned();
        }
        table
    }

    fn sentences(&self) -> Vec<String> {
        let SaturationRule { base, run, threshold } = self.plan.rule;
        let mut sentences: Vec<String> = self
            .groups
            .iter()
            .enumerate()
            .map(|(place, group)| {
                if self.is_kept_back(place) {
                    return format!("{}: {MASKED}", group.group);
                }
                let curve = &group.curve;
                let there = group.interviews.len();
                let so_far = || counted(curve.cumulative.last().copied().unwrap_or(0), "code");
                let found = match curve.base_codes {
                    Some(codes) => counted(codes, "code"),
                    None => format!("but there are fewer: {} with {}", counted(there as u64, "interview"), so_far()),
                };
                let who = if self.by.attributes.is_empty() { String::new() } else { format!("{}: ", group.group) };
                let came = match curve.reached {
                    Reached::At { .. } => format!("reached at {}", curve.reached),
                    Reached::Not => "not reached".into(),
                    Reached::NotAssessable(why) => format!("not assessable: {why}"),
                };
                format!("{who}saturation {came} (base {base} interviews, {found}; run {run}; threshold {threshold}%)")
            })
            .collect();
        sentences.push(format!(
            "run_percent: codes that are new in the {run} interviews from this one on, of the codes of the base; a code is found \
             where a passage of it belongs to somebody in the group; sets are not counted (Guest, Namey and Chen 2020)"
        ));
        sentences.push(match &self.plan.order {
            SaturationOrder::Id => {
                "order: by the transcripts' ids; another order gives another curve: --order date, --order coded".into()
            }
            SaturationOrder::Coded => "order: as the transcripts were first coded, which is the order of work".into(),
            SaturationOrder::Attribute(name) => format!("order: by {name}, then id; another order gives another curve"),
            SaturationOrder::List(_) => "order: as listed".into(),
        });
        sentences.push(
            "a codebook that was made beforehand, or coding again with later codes, makes the curve show the order of work and not \
             what each interview added"
                .into(),
        );
        if self.reflexive {
            sentences.push(
                "this study's approach is reflexive: there the number of interviews after which no new code comes is no measure of \
                 an analysis (Braun and Clarke 2021, \"To saturate or not to saturate?\")"
                    .into(),
            );
        }
        if self.plan.shuffles > 0 {
            sentences.push(format!(
                "shuffled: codes found after as many interviews in {} drawn with seed {}: median, and from the 5th to the 95th \
                 percentile",
                counted(u64::from(self.plan.shuffles), "random order"),
                self.plan.seed
            ));
        }
        if !self.untouched.is_empty() {
            sentences.push(format!(
                "left out of the curve: {} without any coding that nobody has finished: {}",
                counted(self.untouched.len() as u64, "transcript"),
                self.untouched.join(", ")
            ));
        }
        if self.unlisted > 0 {
            sentences.push(format!("left out of the curve: {} not listed", counted(self.unlisted, "transcript")));
        }
        if self.without_value > 0 {
            sentences.push(format!(
                "{} without a value of {} at the end",
                counted(self.without_value, "transcript"),
                self.plan.order.as_str()
            ));
        }
        sentences.extend(self.suppressed());
        sentences.extend(self.notes.scope_sentences());
        sentences.extend(self.notes.base_sentences());
        sentences
    }

    fn meta(&self) -> Meta {
        let reached = self.groups.iter().enumerate().fold(Meta::default(), |all, (at, group)| {
            all.with(&group.group, shown(self.is_kept_back(at), group.curve.reached))
        });
        let meta = self
            .notes
            .meta_head()
            .with("by", self.by.text.as_str())
            .with("order", self.plan.order.as_str())
            .with("units", "codes found in interviews (transcripts)")
            .with("denominators", "run_percent: base_codes, the codes found in the first base_size interviews")
            .with("base_size", self.plan.rule.base as u64)
            .with("run_length", self.plan.rule.run as u64)
            .with("threshold_percent", self.plan.rule.threshold.to_string())
            .with("reached", reached)
            .with("shuffles", u64::from(self.plan.shuffles))
            .with("seed", self.plan.seed)
            .with("rollup", "own");
        let mut meta = self.notes.meta_tail(meta);
        if let Some((k, hidden)) = &self.kept_back {
            let groups = hidden.iter().filter(|hidden| **hidden).count() as u64;
            let rule = "curves of groups of fewer than k people are masked, and of as many others that they are at least k people together";
            meta.set("suppression", Meta::default().with("rule", rule).with("k", *k).with("groups_kept_back", groups));
        }
        meta
    }
}
