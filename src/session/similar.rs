//! Turns that resemble the passages of a theme: for review, never counted.

use super::{Hit, Problem, SearchAnswer, Session, TurnShown};
use crate::analysis::{Resembling, Table, counted, first_of, resembling, resembling_table};
use crate::model::{CodeId, RollUp, Target};
use crate::text::Span;

/// How many key words are named.
const NAMED: usize = 12;

/// Turns that resemble the passages of a theme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SimilarRequest {
    /// The theme: a code with everything beneath it, or a set; by id or name.
    pub theme: String,
    /// Whose passages are the pattern, in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// Turns that this coder has coded with other codes are compared too.
    pub coded: bool,
    /// At most this many; `None`: all.
    pub limit: Option<usize>,
}

/// The turns, the most alike first.
#[derive(Clone, PartialEq, Debug)]
pub struct SimilarAnswer {
    /// The theme.
    pub theme: CodeId,
    /// What was found.
    pub found: Resembling,
    /// What has to be said: how many, by which words, what it is worth.
    pub sentences: Vec<String>,
}

impl Session {
    /// Ranks turns of participants that this coder has not coded by their likeness to the passages of a theme
    /// ([`resembling`]). Nothing is coded by it.
    ///
    /// # Errors
    /// An unknown theme or coder; a theme without a passage.
    pub fn similar(&self, request: &SimilarRequest) -> Result<SimilarAnswer, Problem> {
        let theme = self.theme_named(&request.theme)?;
        let coders = self.coder_names(request.coders.as_deref())?;
        let view = self.view(coders.as_deref());
        let book = &self.corpus().codebook;
        let members = book.members(theme, RollUp::Subtree);
        let name = self.coder().ok();
        let me = name.as_ref().and_then(|name| self.placements().coder(name));
        let found = resembling(
            &view,
            theme,
            |transcript| -> Vec<Span> {
                let mine = self.placements().of(transcript).iter().filter(|placed| Some(placed.coder) == me);
                let meant = mine.filter(|placed| match placed.target {
                    Target::Code(code) => !request.coded || members.get(code.at()) == Some(&true),
                    _ => false,
                });
                meant.map(|placed| placed.span).collect()
            },
            request.limit,
        );
        let (id, shown) = (book.id(theme).clone(), book.name(theme));
        if found.sources == 0 {
            return Err(Problem::new(format!(
                "{shown} has no passage of a participant yet: there is nothing to be like"
            ))
            .hint("code a few passages first; whose codings count: --coders"));
        }
        let of_whom = match (&name, request.coded) {
            (None, _) => String::new(),
            (Some(name), false) => format!(" that {name} has not coded"),
            (Some(name), true) => format!(" that {name} has not coded with it"),
        };
        let mut sentences = vec![format!(
            "{} of {} of participants{of_whom} {} words that stand out in {shown}{}",
            found.alike,
            counted(found.compared as u64, "turn"),
            if found.alike == 1 { "holds" } else { "hold" },
            if found.turns.len() < found.alike {
                format!("; the {} most alike are shown", found.turns.len())
            } else {
                String::new()
            }
        )];
        let words: Vec<&str> = found.keys.iter().map(|key| key.word.as_str()).collect();
        sentences.push(if words.is_empty() {
            let read = counted(found.words, "word");
            format!("no word stands out in its passages ({read}): with more passages some may")
        } else {
            format!("words that stand out: {}", first_of(&words, NAMED))
        });
        sentences.push("found by words alone: nothing is coded or counted until you accept it".into());
        Ok(SimilarAnswer { theme: id, found, sentences })
    }

    /// These turns as a table.
    pub fn similar_table(&self, answer: &SimilarAnswer) -> Table {
        let mut table = resembling_table(&self.view(None), &answer.found);
        table.sentences.clone_from(&answer.sentences);
        table.meta.set("theme", answer.theme.as_str());
        table.meta.set("units", "turns");
        table.meta.set("found", answer.sentences.clone());
        table
    }

    /// These turns for a person to read; the head ends with score and key words.
    pub fn similar_shown(&self, answer: &SimilarAnswer) -> Vec<TurnShown> {
        let turns = &answer.found.turns;
        let hits =
            turns.iter().map(|turn| Hit { transcript: turn.transcript, turn: turn.turn, hits: turn.hits.clone() });
        let mut shown = self.search_shown(&SearchAnswer { hits: hits.collect(), ..SearchAnswer::default() });
        for (shown, turn) in shown.iter_mut().zip(turns) {
            shown.head.push(format!("{:.2}", turn.score));
            shown.head.push(turn.words.join(" "));
        }
        shown
    }
}
