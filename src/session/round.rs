//! Blind rounds of double coding: drawing interviews, opening, closing.

use super::plan::Plan;
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::agreement::draw;
use crate::analysis::{Cell, Column, MISSING, Table, counted};
use crate::journal::Do;
use crate::model::{CoderName, Round, Speaker, TranscriptId, TranscriptIx};

/// Which interviews are to be drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleRequest {
    /// The share of each group, above 0 and at most 1.
    pub share: f64,
    /// An attribute whose values are the groups; `None`: all are one group.
    pub by: Option<String>,
    /// The seed.
    pub seed: u64,
}

impl Session {
    /// What opening or closing a round comes to.
    pub(super) fn plan_round(
        &self,
        name: &str,
        scope: Option<&(Vec<TranscriptId>, Vec<CoderName>)>,
        on: bool,
    ) -> Result<Plan, Problem> {
        let known = self.state().rounds.get(name);
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(Problem::new("a round needs a name").hint("for example: emic round open pilot …"));
        }
        match (known, on) {
            (None, false) => {
                let names: Vec<&str> = self.state().rounds.keys().map(String::as_str).collect();
                Err(Problem::new(format!("there is no round `{name}`")).hint(match names.as_slice() {
                    [] => "`emic round open NAME` opens one".to_owned(),
                    names => format!("there are {}", names.join(", ")),
                }))
            }
            (Some(round), on) if round.open == on => {
                let word = if on { "open" } else { "closed" };
                Err(Problem::new(format!("round `{name}` is {word} already")).hint(if on {
                    "give another round another name; `emic round close` ends this one"
                } else {
                    "`emic agreement` looks at it"
                }))
            }
            (Some(_), true) => Err(Problem::new(format!("round `{name}` has been closed"))
                .hint("its agreement is that of its closing; open another round under another name")),
            (Some(_), false) => {
                let event = Do::Round { name: name.into(), transcripts: None, coders: None, on };
                Ok(Plan::of(vec![event], format!("closed the blind round {name}: everything is seen again")))
            }
            (None, true) => {
                let (transcripts, coders) = scope.cloned().unwrap_or_default();
                if coders.len() < 2 {
                    return Err(Problem::new("a blind round needs two coders")
                        .hint("name them: --coders amy,ben (also before they have coded anything)"));
                }
                if coders.contains(&self.corpus().study.consensus) {
                    let consensus = &self.corpus().study.consensus;
                    return Err(Problem::new(format!("`{consensus}` is what is settled together, and codes no round"))
                        .hint("name the coders who work on their own"));
                }
                if transcripts.is_empty() {
                    return Err(Problem::new("a blind round needs transcripts")
                        .hint("name them with --transcripts A,B or draw them with --share 0.15 --by role --seed 7"));
                }
                let message = format!(
                    "opened the blind round {name}: {} by {}; until it is closed each of them sees only their own work there",
                    counted(transcripts.len() as u64, "transcript"),
                    coders.iter().map(CoderName::as_str).collect::<Vec<_>>().join(", ")
                );
                let event = Do::Round { name: name.into(), transcripts: Some(transcripts), coders: Some(coders), on };
                Ok(Plan::of(vec![event], message))
            }
        }
    }

    /// The transcripts with participants' words, by the value of an attribute of what is said in them (several: the first).
    fn strata(&self, by: Option<&str>) -> Result<Vec<(String, Vec<TranscriptIx>)>, Problem> {
        let corpus = self.corpus();
        if let Some(by) = by
            && !corpus.attribute_names().iter().any(|name| name.eq_ignore_ascii_case(by))
        {
            let names = corpus.attribute_names();
            let near = crate::text::suggest::nearest(by, names.iter().copied());
            let hint = near
                .map_or_else(|| format!("there are {}", names.join(", ")), |near| format!("did you mean `{near}`?"));
            return Err(Problem::new(format!("there is no attribute `{by}`")).hint(hint));
        }
        let view = self.view(None);
        let mut strata: Vec<(String, Vec<TranscriptIx>)> = Vec::new();
        for at in corpus.places() {
            let layout = corpus.transcript(at).layout();
            let spoken = (0..layout.turns.len()).filter(|turn| !layout.turn_words(*turn).is_empty());
            let mut people = spoken.filter_map(|turn| match view.speaker(at, turn) {
                Speaker::Participant(person) => Some(person),
                _ => None,
            });
            let Some(first) = people.next() else { continue };
            let value = by.map_or(String::new(), |by| {
                let mut values =
                    std::iter::once(first).chain(people).flat_map(|person| corpus.values(by, Some(person), at));
                values.next().cloned().unwrap_or_else(|| MISSING.to_owned())
            });
            match strata.iter_mut().find(|(known, _)| *known == value) {
                Some((_, members)) => members.push(at),
                None => strata.push((value, vec![at])),
            }
        }
        strata.sort_by(|a, b| (a.0 == MISSING, &a.0).cmp(&(b.0 == MISSING, &b.0)));
        Ok(strata)
    }

    /// Draws interviews for double coding: columns `transcript`, the attribute, `words` (participants').
    ///
    /// # Errors
    /// A share outside of 0 to 1, an unknown attribute.
    pub fn sample(&self, request: &SampleRequest) -> Result<Table, Problem> {
        if !(request.share > 0.0 && request.share <= 1.0) {
            return Err(Problem::new(format!("{} is no share", request.share))
                .hint("above 0 and at most 1: --share 0.15 is 15 % of each group"));
        }
        let strata = self.strata(request.by.as_deref())?;
        let whole: usize = strata.iter().map(|(_, members)| members.len()).sum();
        let members: Vec<Vec<(TranscriptIx, &str)>> =
            strata.iter().map(|(value, members)| members.iter().map(|at| (*at, value.as_str())).collect()).collect();
        let mut drawn = draw(&members, request.share, request.seed);
        drawn.sort_by_key(|(at, _)| *at);
        let mut columns = vec![Column::left("transcript")];
        columns.extend(request.by.as_deref().map(Column::left));
        columns.push(Column::right("words"));
        let mut table = empty("sample", columns);
        let view = self.view(None);
        for (at, value) in &drawn {
            let layout = self.corpus().transcript(*at).layout();
            let spoken = (0..layout.turns.len()).filter(|turn| view.speaker(*at, *turn).participant().is_some());
            let words: u64 = spoken.map(|turn| layout.turn_words(turn).len() as u64).sum();
            let mut row = vec![Cell::text(self.corpus().transcript(*at).id.as_str())];
            row.extend(request.by.is_some().then(|| Cell::text(*value)));
            row.push(Cell::Integer(words));
            table.rows.push(row);
        }
        let by = request.by.as_deref().map(|by| format!(" of each {by} (one at least)")).unwrap_or_default();
        table.sentences.push(format!(
            "drawn {} of {}: {} %{by}, seed {}",
            drawn.len(),
            counted(whole as u64, "transcript"),
            (request.share * 100.0 * 100.0).round() / 100.0,
            request.seed
        ));
        table.meta.set("seed", request.seed);
        table.meta.set("units", "transcripts");
        Ok(table)
    }

    /// The rounds: columns `round`, `state`, `since` (when it was opened or closed), `coders`, `transcripts`, `finished` (how many
    /// of them each coder has marked done, as far as it may be seen).
    pub fn rounds_table(&self) -> Table {
        let mut table = empty(
            "rounds",
            ["round", "state", "since", "coders", "transcripts", "finished"].map(Column::left).to_vec(),
        );
        for (name, round) in &self.state().rounds {
            let blind = self.blind_rounds().iter().any(|open| open.name == *name);
            let me = self.coder().ok();
            let seen = |coder: &&CoderName| !blind || me.as_ref() == Some(*coder);
            let finished: Vec<String> = round
                .coders
                .iter()
                .filter(seen)
                .map(|coder| format!("{coder} {}", self.finished_in(round, coder)))
                .collect();
            table.rows.push(vec![
                Cell::text(name.as_str()),
                Cell::text(if round.open { "open" } else { "closed" }),
                Cell::text(self.at_of(round.by)),
                Cell::text(round.coders.iter().map(CoderName::as_str).collect::<Vec<_>>().join(", ")),
                Cell::text(round.transcripts.iter().map(TranscriptId::as_str).collect::<Vec<_>>().join(", ")),
                Cell::text(finished.join(", ")),
            ]);
        }
        if table.rows.is_empty() {
            table.sentences.push("no round has been opened yet: emic round open NAME --coders A,B --share 0.15".into());
        }
        table
    }

    fn finished_in(&self, round: &Round, coder: &CoderName) -> usize {
        let done = |id: &&TranscriptId| self.state().done.contains(&(coder.clone(), (*id).clone()));
        round.transcripts.iter().filter(done).count()
    }

    /// Who has not finished what in a closed round, as sentences: those transcripts are missing in its agreement.
    pub fn unfinished_in(&self, name: &str) -> Vec<String> {
        let Some(round) = self.state().rounds.get(name) else { return Vec::new() };
        let all = round.transcripts.len();
        let open = round.coders.iter().map(|coder| (coder, self.finished_in(round, coder)));
        open.filter(|(_, finished)| *finished < all)
            .map(|(coder, finished)| {
                format!(
                    "{coder} has marked {finished} of {} done: the others are missing in the agreement of this round",
                    counted(all as u64, "transcript")
                )
            })
            .collect()
    }
}
