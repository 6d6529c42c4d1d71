//! `emic agreement`: how far coders agree, and where they do not.

use super::{Problem, Session};
use crate::analysis::agreement::{
    AgreementUnit, Extras, FEWEST, MOST_CODERS, Ratings, agreement_brief, agreement_table, compared, differences,
    differences_by_code, differences_table, finished,
};
use crate::analysis::{Meta, MetaValue, Table, counted};
use crate::model::{Approach, CoderName, RollUp, Round, Target, TranscriptIx, View};

/// What is to be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgreementRequest {
    /// The coders; `None`: all who have finished a transcript, the consensus aside.
    pub coders: Option<Vec<String>>,
    /// On what one decision per code is made.
    pub unit: AgreementUnit,
    /// The blind round; `None`: the one of these coders that was closed last.
    pub round: Option<String>,
    /// The roll-ups of the table for programs.
    pub roll_ups: Vec<RollUp>,
    /// What is shown on request.
    pub extras: Extras,
    /// Figures are wanted although the study's approach hides them.
    pub asked: bool,
}

/// How far coders agree.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AgreementAnswer {
    /// Differences by code and kind: the first thing to look at.
    pub by_code: Table,
    /// Each difference.
    pub differences: Table,
    /// The figures for programs; `None`: hidden by the study's approach.
    pub figures: Option<Table>,
    /// The figures for reading; `None`: hidden by the study's approach.
    pub brief: Option<Table>,
    /// How many transcripts two or more of the coders have finished.
    pub transcripts: usize,
}

/// So many codes are named in a warning; the others are counted.
const NAMED: usize = 6;

/// The closed round that decides what is compared.
struct Closed {
    name: String,
    round: Round,
}

impl Session {
    /// Compares coders on the transcripts that they have finished; of a closed blind round as they stood when it was closed.
    ///
    /// # Errors
    /// Fewer than two coders, the consensus among them, a round that is not closed.
    pub fn agreement(&self, request: &AgreementRequest) -> Result<AgreementAnswer, Problem> {
        let coders = self.raters(request.coders.as_deref())?;
        let closed = self.closed_round(request.round.as_deref(), &coders)?;
        let bounded = match &closed {
            // Another time was asked for by name.
            Some(closed) if self.past().is_none() => Some(self.state_until(closed.round.by)),
            _ => None,
        };
        let (state, placements) = match &bounded {
            Some((state, placements)) => (state, placements),
            None => (self.state(), self.placements()),
        };
        let corpus = self.corpus();
        let view = View::new(corpus, state, placements, Some(&coders));
        let transcripts: Vec<TranscriptIx> = match &closed {
            Some(closed) => closed.round.transcripts.iter().filter_map(|id| corpus.find(id.as_str())).collect(),
            None => corpus.places().collect(),
        };
        let compared = compared(&view, &coders, request.unit, &transcripts);
        let (found, agreed) = differences(&view, &coders, &compared);
        let ratings = Ratings::of(&view, &coders, request.unit, &compared, request.extras.unitizing);
        let sentences = self.agreement_sentences(request, &view, &ratings, &transcripts, closed.as_ref());
        let meta = agreement_meta(request, &view, &ratings, closed.as_ref());
        let mut by_code = differences_by_code(&view, &found, &agreed);
        by_code.sentences = vec![format!(
            "{} where they differ, {} where they agree; --differences lists each with its passage",
            counted(found.len() as u64, "place"),
            agreed.len()
        )];
        let mut each = differences_table(&view, &coders, &found);
        each.sentences.clone_from(&sentences);
        each.meta = meta.clone();
        let hidden = corpus.study.approach == Approach::Reflexive && !request.asked;
        let annotated = |mut table: Table| {
            table.sentences.splice(0..0, sentences.iter().cloned());
            table.meta = meta.clone();
            caution(&mut table);
            table
        };
        let tables = (!hidden).then(|| {
            let figures = annotated(agreement_table(&ratings, corpus, &request.extras, &request.roll_ups));
            let mut brief = annotated(agreement_brief(&ratings, corpus, &request.extras));
            brief.sentences.extend(warnings_of(&figures));
            (figures, brief)
        });
        let (figures, brief) = tables.unzip();
        Ok(AgreementAnswer { by_code, differences: each, figures, brief, transcripts: ratings.sheets.len() })
    }

    /// The coders to be compared, in the order in which they were named.
    ///
    /// # Errors
    /// Fewer than two, too many, the consensus among them, a name that nobody has.
    pub fn raters(&self, names: Option<&[String]>) -> Result<Vec<CoderName>, Problem> {
        let consensus = &self.corpus().study.consensus;
        let coders = match self.coder_names(names)? {
            Some(named) => {
                let mut coders: Vec<CoderName> = Vec::new();
                named.into_iter().for_each(|coder| {
                    if !coders.contains(&coder) {
                        coders.push(coder);
                    }
                });
                coders
            }
            None => {
                let mut coders: Vec<CoderName> = self.state().done.iter().map(|(coder, _)| coder.clone()).collect();
                coders.dedup();
                coders.retain(|coder| coder != consensus);
                coders
            }
        };
        if coders.contains(consensus) {
            return Err(Problem::new(format!("`{consensus}` is what was settled together, and no rater"))
                .hint("name the coders who worked on their own: --coders amy,ben"));
        }
        if coders.len() < 2 {
            let known = coders.first().map_or("nobody".to_owned(), ToString::to_string);
            return Err(Problem::new(format!("agreement needs two coders; there is {known}")).hint(
                "name them with --coders A,B; only transcripts that they have marked done (`emic done T`) are compared",
            ));
        }
        if coders.len() > MOST_CODERS {
            return Err(Problem::new(format!(
                "{} coders are more than can be compared at once ({MOST_CODERS})",
                coders.len()
            ))
            .hint("name some of them with --coders A,B"));
        }
        Ok(coders)
    }

    fn closed_round(&self, name: Option<&str>, coders: &[CoderName]) -> Result<Option<Closed>, Problem> {
        let rounds = &self.state().rounds;
        let of = |(name, round): (&String, &Round)| Closed { name: name.clone(), round: round.clone() };
        if let Some(name) = name {
            let Some(found) = rounds.get_key_value(name) else {
                let known: Vec<&str> = rounds.keys().map(String::as_str).collect();
                let hint = if known.is_empty() {
                    "`emic round open NAME` opens one".to_owned()
                } else {
                    format!("there are {}", known.join(", "))
                };
                return Err(Problem::new(format!("there is no round `{name}`")).hint(hint));
            };
            if found.1.open {
                return Err(Problem::new(format!("round `{name}` is open"))
                    .hint(format!("agreement is worked out when all have finished: emic round close {name}")));
            }
            if let Some(stranger) = coders.iter().find(|coder| !found.1.coders.contains(coder)) {
                let of: Vec<&str> = found.1.coders.iter().map(CoderName::as_str).collect();
                return Err(Problem::new(format!("{stranger} was not in round `{name}`"))
                    .hint(format!("its coders were {}", of.join(", "))));
            }
            return Ok(Some(of(found)));
        }
        let all_in = |round: &Round| !round.open && coders.iter().all(|coder| round.coders.contains(coder));
        Ok(rounds.iter().filter(|(_, round)| all_in(round)).max_by_key(|(_, round)| round.by).map(of))
    }

    fn agreement_sentences(
        &self,
        request: &AgreementRequest,
        view: &View,
        ratings: &Ratings,
        transcripts: &[TranscriptIx],
        closed: Option<&Closed>,
    ) -> Vec<String> {
        let mut said = Vec::new();
        let names: Vec<&str> = ratings.coders.iter().map(CoderName::as_str).collect();
        let unit = request.unit.as_str();
        let version = match request.unit {
            AgreementUnit::Sentence | AgreementUnit::Word => {
                format!(" (Unicode {})", crate::text::unicode_of_sentences())
            }
            _ => String::new(),
        };
        said.push(format!(
            "unit: {unit}{version} of participants' speech; one decision per code and {unit}: coded where a coding covers any of its {}",
            if request.unit == AgreementUnit::Character { "characters" } else { "words" }
        ));
        let ids: Vec<&str> =
            ratings.sheets.iter().map(|sheet| view.corpus.transcript(sheet.transcript).id.as_str()).collect();
        let finished_by = if names.len() == 2 { "both have" } else { "two or more of them have" };
        said.push(format!(
            "compared: {} on {} that {finished_by} marked done{}{}",
            names.join(", "),
            counted(ids.len() as u64, "transcript"),
            if ids.is_empty() { "" } else { ": " },
            if ids.len() <= 12 { ids.join(", ") } else { format!("{} …", ids[..12].join(", ")) }
        ));
        let missing = |at: &&TranscriptIx| finished(view, &ratings.coders, **at).count_ones() == 1;
        let missing = transcripts.iter().filter(missing).count() as u64;
        if missing > 0 {
            said.push(format!(
                "missing, not counted as `not coded`: {} that only one of them has finished",
                counted(missing, "transcript")
            ));
        }
        match (closed, self.past()) {
            (Some(closed), None) => said.push(format!(
                "blind round `{}`: the codings as they stood when it was closed ({}); later changes do not enter",
                closed.name,
                self.at_of(closed.round.by)
            )),
            (Some(closed), Some(past)) => {
                said.push(format!("the transcripts of blind round `{}`, as of {}", closed.name, past.text));
            }
            (None, _) => said.push(
                "not shown to be independent: no blind round of these coders has been closed (`emic round`)".into(),
            ),
        }
        let (unknown, unplaced) = left_out(view, &ratings.coders, transcripts);
        if unknown > 0 {
            said.push(format!("left out: {} of codes that the codebook does not know", counted(unknown, "coding")));
        }
        if unplaced > 0 {
            said.push(format!(
                "left out: {} whose passage cannot be found in the text as it is now",
                counted(unplaced, "coding")
            ));
        }
        if ratings.sheets.len() < FEWEST {
            said.push("no intervals: they are drawn over transcripts, and fewer than ten are compared".into());
        } else {
            said.push(format!(
                "intervals of alpha: 95 %, bootstrap over transcripts, 2,000 replicates, seed {}",
                request.extras.seed
            ));
        }
        said
    }
}

/// What must be said with coefficients.
fn caution(table: &mut Table) {
    table.sentences.push(
        "(pooled) sums the decisions on all codes, (mean) averages the codes for which a figure is defined; sets of codes enter neither".into(),
    );
    table.sentences.push(
        "percent agreement counts units that nobody coded; alpha, kappa and Fleiss' kappa take out what chance would give and fall for \
         rare codes; agreement is not validity"
            .into(),
    );
}

/// The codes with warnings, one sentence for each kind.
fn warnings_of(figures: &Table) -> Vec<String> {
    let text = |row: usize, id: &str| figures.cell(row, id).map(|cell| cell.plain().into_owned()).unwrap_or_default();
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for row in 0..figures.rows.len() {
        let code = text(row, "code");
        for warning in text(row, "warnings").split("; ").filter(|warning| !warning.is_empty()) {
            // How often it was undefined stands in the table for programs.
            let warning = if warning.starts_with("no interval") {
                "no interval, for alpha is undefined in more than a tenth of the replicates"
            } else {
                warning
            };
            match kinds.iter_mut().find(|(known, _)| known == warning) {
                Some((_, codes)) if codes.contains(&code) => {}
                Some((_, codes)) => codes.push(code.clone()),
                None => kinds.push((warning.to_owned(), vec![code.clone()])),
            }
        }
    }
    let named = |codes: &[String]| match codes.len() {
        0..=NAMED => codes.join(", "),
        all => format!("{} and {} more, as the table shows", codes[..NAMED].join(", "), all - NAMED),
    };
    kinds.into_iter().map(|(warning, codes)| format!("careful, {warning}: {}", named(&codes))).collect()
}

/// Codings of the coders in the transcripts compared that no figure holds: of unknown codes, and without a place.
fn left_out(view: &View, coders: &[CoderName], transcripts: &[TranscriptIx]) -> (u64, u64) {
    let ours = |coder: &CoderName| coders.contains(coder);
    let mut unknown = 0;
    for at in transcripts.iter().filter(|at| finished(view, coders, **at).count_ones() > 1) {
        let placed = view.placements.of(*at).iter().filter(|placed| placed.target == Target::Unknown);
        unknown += placed.filter_map(|placed| view.coding(placed)).filter(|coding| ours(&coding.coder)).count() as u64;
    }
    let here = |id: &crate::model::TranscriptId| {
        view.corpus
            .find(id.as_str())
            .is_some_and(|at| transcripts.contains(&at) && finished(view, coders, at).count_ones() > 1)
    };
    let unplaced = view.placements.unplaced.iter().filter_map(|(id, _)| view.state.codings.get(id));
    let unplaced = unplaced.filter(|coding| ours(&coding.coder) && here(&coding.place.transcript)).count();
    (unknown, unplaced as u64)
}

fn agreement_meta(request: &AgreementRequest, view: &View, ratings: &Ratings, closed: Option<&Closed>) -> Meta {
    let ids = |sheet: &crate::analysis::agreement::Sheet| view.corpus.transcript(sheet.transcript).id.to_string();
    let names: Vec<String> = ratings.coders.iter().map(ToString::to_string).collect();
    let mut meta = Meta::default()
        .with("units", format!("one yes/no decision per code and {}", request.unit.as_str()))
        .with("unicode", crate::text::unicode_of_sentences())
        .with("denominators", "units of the transcripts compared")
        .with("rollup", "own, subtree")
        .with("compared", names)
        .with("transcripts_compared", ratings.sheets.iter().map(ids).collect::<Vec<String>>())
        .with("bootstrap", "percentile, over transcripts, 2000 replicates; none under ten transcripts")
        .with("seed", request.extras.seed);
    meta.set(
        "blind_round",
        closed.map_or(MetaValue::from("none: not shown to be independent"), |closed| {
            MetaValue::from(closed.name.as_str())
        }),
    );
    meta
}
