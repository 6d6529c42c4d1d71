//! The item of the section on methods that says who coded, and how far coders agreed.

use std::collections::BTreeSet;

use super::methods::{Item, MethodsRequest, capital, escaped, gap};
use super::{AgreementRequest, Session};
use crate::analysis::agreement::{AgreementUnit, Extras};
use crate::analysis::{Cell, counted};
use crate::model::{Approach, CoderName, RollUp, View};

impl Session {
    pub(super) fn coders_item(&self, view: &View<'_>, request: &MethodsRequest) -> Item {
        let corpus = self.corpus();
        let consensus = &corpus.study.consensus;
        let mut coders: BTreeSet<&CoderName> = BTreeSet::new();
        let (mut by_one, mut by_several, mut by_consensus) = (0, 0, 0);
        for at in corpus.places() {
            let here: BTreeSet<&CoderName> = self
                .placements()
                .of(at)
                .iter()
                .filter_map(|placed| self.placements().coders.get(placed.coder as usize))
                .filter(|coder| *coder != consensus)
                .collect();
            by_one += u64::from(here.len() == 1);
            by_several += u64::from(here.len() > 1);
            by_consensus += u64::from(view.by_consensus(at));
            coders.extend(here);
        }
        let transcripts = corpus.transcripts.len() as u64;
        let mut said = vec![format!(
            "{} coded the material: {} of {} by one coder, {by_several} by two or more{}.",
            capital(&counted(coders.len() as u64, "coder")),
            by_one,
            counted(transcripts, "transcript"),
            if by_consensus > 0 {
                format!("; {by_consensus} count by what coders settled together")
            } else {
                String::new()
            }
        )];
        let done = corpus.places().filter(|at| view.done(*at)).count() as u64;
        if done < transcripts {
            said.push(format!("Coding is in progress: {done} of {transcripts} are marked as finished."));
        }
        let closed: Vec<(&String, &crate::model::Round)> =
            self.state().rounds.iter().filter(|(_, round)| !round.open).collect();
        for (name, round) in &closed {
            said.push(format!(
                "{} were coded blind by {} coders, who did not see one another's work (round {}).",
                capital(&counted(round.transcripts.len() as u64, "transcript")),
                round.coders.len(),
                escaped(name)
            ));
            said.extend(self.agreement_of(name, request));
        }
        said.push(gap("who coded, with what experience, and their relation to the field"));
        Item { number: "24", title: "Number of data coders", said }
    }

    /// How far the coders of a closed round agreed, where the approach goes with it or it was asked for.
    fn agreement_of(&self, round: &str, request: &MethodsRequest) -> Option<String> {
        let reflexive = self.corpus().study.approach == Approach::Reflexive;
        if reflexive && !request.agreement {
            return None;
        }
        let asked = AgreementRequest {
            coders: None,
            unit: AgreementUnit::Turn,
            round: Some(round.to_owned()),
            roll_ups: vec![RollUp::Own],
            extras: Extras { paradox: false, unitizing: false, by_transcript: false, seed: 1 },
            asked: true,
        };
        let table = self.agreement(&asked).ok()?.figures?;
        let row = (0..table.rows.len())
            .find(|row| table.cell(*row, "code").is_some_and(|cell| cell.plain() == "(pooled)"))?;
        let figure = |column: &str| match table.cell(row, column) {
            Some(Cell::Full(number) | Cell::Decimal(number)) => format!("{number:.2}"),
            Some(cell) => cell.plain().into_owned(),
            None => "-".into(),
        };
        Some(format!(
            "Over all codes and {} (units: {}) Krippendorff's alpha is {} and percent agreement {}.",
            counted(table.cell(row, "units").and_then(|cell| cell.plain().parse().ok()).unwrap_or(0), "unit"),
            table.cell(row, "unit").map(Cell::plain).unwrap_or_default(),
            figure("alpha"),
            figure("percent_agreement"),
        ))
    }
}
