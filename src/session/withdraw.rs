//! A participant who withdraws.

use super::plan::Plan;
use super::{Problem, Session};
use crate::journal::Do;
use crate::model::ParticipantIx;
use crate::text::suggest;

impl Session {
    /// The place of a participant by the id, ignoring case.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn participant_place(&self, id: &str) -> Result<ParticipantIx, Problem> {
        let rows = &self.corpus.participants;
        rows.find_ignoring_case(id).map(ParticipantIx::from).ok_or_else(|| {
            let near = suggest::nearest(id, rows.rows.iter().map(|row| row.id.as_str()));
            let hint = near.map_or("`emic speakers` lists who speaks".into(), |near| format!("did you mean {near}?"));
            Problem::new(format!("there is no participant `{id}`")).hint(hint)
        })
    }

    /// What `Command::Exclude` comes to.
    pub(super) fn plan_exclude(&self, id: &str, on: bool) -> Result<Plan, Problem> {
        let id = self.corpus.participant(self.participant_place(id)?);
        if self.state().excluded.contains(id) == on {
            let word = if on { "is left out already" } else { "is not left out" };
            return Ok(Plan {
                skipped: vec![format!("{id} {word}")],
                message: format!("{id} {word}"),
                ..Plan::default()
            });
        }
        let message = if on {
            format!("{id} is left out: what {id} says is in no count, search, quote or export any more; the text stays")
        } else {
            format!("{id} counts again")
        };
        Ok(Plan::of(vec![Do::Exclude { participant: id.into(), on }], message))
    }
}
