//! The item of the section on methods that says who coded, and how far coders agreed.

use std::collections::BTreeSet;

use super::methods::{MethodsRequest, capital};
use super::{AgreementRequest, Session};
use crate::analysis::agreement::{AgreementUnit, Extras};
use crate::analysis::{Cell, Table, counted};
use crate::export::{MethodsItem as Item, Said};
use crate::model::{Approach, Codebook, CoderName, RollUp, Round, View};

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
                .filter(|coder| *coder != consensus && !self.is_unheard(coder))
                .collect();
            by_one += u64::from(here.len() == 1);
            by_several += u64::from(here.len() > 1);
            by_consensus += u64::from(view.by_consensus(at));
            coders.extend(here);
        }
        let transcripts = corpus.transcripts.len() as u64;
        let settled = match by_consensus {
            0 => String::new(),
            1 => "; 1 counts by what coders settled together".to_owned(),
            number => format!("; {number} count by what coders settled together"),
        };
        let mut said = vec![Said::from(format!(
            "{} coded the material: {by_one} of {} by one coder, {by_several} by two or more{settled}.",
            capital(&counted(coders.len() as u64, "coder")),
            counted(transcripts, "transcript"),
        ))];
        said.extend(self.blind_sentence().map(|sentence| Said::from(format!("{}.", capital(&sentence)))));
        let done = corpus.places().filter(|at| view.done(*at)).count() as u64;
        if done < transcripts {
            said.push(format!("Coding is in progress: {done} of {transcripts} are marked as finished.").into());
        }
        for (name, round) in self.state().rounds.iter().filter(|(_, round)| !round.open) {
            let number = round.transcripts.len() as u64;
            said.push(
                format!(
                    "{} {} coded blind by {}, who did not see one another's work (round {name}).",
                    capital(&counted(number, "transcript")),
                    if number == 1 { "was" } else { "were" },
                    counted(round.coders.len() as u64, "coder"),
                )
                .into(),
            );
            said.extend(self.agreement_of(name, round, request).map(Said::from));
        }
        said.push(Said::gap("who coded, with what experience, and their relation to the field"));
        Item { number: "24", title: "Number of data coders", said }
    }

    /// How far the coders of a closed round agreed, where the approach goes with it or it was asked for.
    fn agreement_of(&self, name: &str, round: &Round, request: &MethodsRequest) -> Option<String> {
        let reflexive = self.corpus().study.approach == Approach::Reflexive;
        if reflexive && !request.agreement {
            return None;
        }
        let asked = AgreementRequest {
            coders: Some(round.coders.iter().map(ToString::to_string).collect()),
            unit: AgreementUnit::Sentence,
            round: Some(name.to_owned()),
            roll_ups: vec![RollUp::Own],
            extras: Extras { paradox: false, unitizing: false, by_transcript: false, seed: 1 },
            asked: true,
        };
        let table = match self.agreement(&asked) {
            Ok(answer) => answer.figures?,
            Err(problem) => return Some(format!("How far they agreed cannot be worked out: {}.", problem.what)),
        };
        agreement_in_words(&table, &self.corpus().codebook)
    }
}

/// What the figures of a round say over all codes; `None` where nothing was compared.
fn agreement_in_words(table: &Table, book: &Codebook) -> Option<String> {
    let plain = |row: usize, column: &str| table.cell(row, column).map(Cell::plain).unwrap_or_default().into_owned();
    let number = |row: usize, column: &str| plain(row, column).parse::<u64>().unwrap_or(0);
    let figure = |row: usize, column: &str| match table.cell(row, column) {
        Some(Cell::Full(number) | Cell::Decimal(number)) => Some(*number),
        _ => None,
    };
    // The first line of the sums is of all coders; lines of pairs of them follow.
    let pooled = (0..table.rows.len()).find(|row| plain(*row, "code") == "(pooled)")?;
    let coders = plain(pooled, "coders");
    let of_codes: Vec<usize> = (0..table.rows.len())
        .filter(|row| plain(*row, "coders") == coders)
        .filter(|row| book.codes().iter().any(|code| code.id.as_str() == plain(*row, "code")))
        .collect();
    let units = of_codes.iter().map(|row| number(*row, "units")).max().unwrap_or(0);
    if units == 0 {
        return Some(
            "No interview of the round was finished by two of them, so no figure of agreement stands here.".into(),
        );
    }
    let undefined = of_codes.iter().filter(|row| figure(**row, "alpha").is_none()).count() as u64;
    let alpha = match (figure(pooled, "alpha"), figure(pooled, "alpha_low"), figure(pooled, "alpha_high")) {
        (None, ..) => "is undefined".to_owned(),
        (Some(alpha), Some(low), Some(high)) => {
            format!("is {alpha:.2} (95 % interval {low:.2} to {high:.2}, bootstrap over transcripts)")
        }
        (Some(alpha), ..) => format!("is {alpha:.2}"),
    };
    let percent = figure(pooled, "percent_agreement").map(|percent| format!(", percent agreement {percent:.1} %"));
    let mut said = format!(
        "On {} of participants' speech in {}, each coder decided for each of {} whether it was there (each code for itself, without \
         what is beneath it). Over all these decisions Krippendorff's alpha {alpha}{}.",
        counted(units, "sentence"),
        counted(number(pooled, "transcripts"), "transcript"),
        counted(of_codes.len() as u64, "code"),
        percent.unwrap_or_default(),
    );
    if undefined > 0 {
        let (codes, noun) = (counted(undefined, "code"), if undefined == 1 { "it" } else { "each" });
        said.push_str(&format!(
            " For {codes} alone alpha is undefined: all coders took the same decision on {noun} everywhere."
        ));
    }
    said.push_str(" They were compared as they stood when the round was closed.");
    Some(said)
}
