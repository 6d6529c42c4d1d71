//! How one coder's use of a code changes with time.

use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{Cell, Column, Table, characters, counted};
use crate::model::Target;

impl Session {
    /// The passages of a code in the order in which they were coded: columns `at`, `coder`, `transcript`, `turn`, `definition`
    /// (whether the wording of the code is still the one in force then: `same`, `older`, or empty where the code had none), `quote`,
    /// `coding`. Of one coder, or of all in scope.
    ///
    /// # Errors
    /// A code or coder that the study does not have.
    pub fn drift_table(&self, code: &str, coder: Option<&str>) -> Result<Table, Problem> {
        let code = self.code_named(code)?;
        let names = coder.map(|name| vec![name.to_owned()]);
        let coders = self.coder_names(names.as_deref())?;
        let view = self.view(coders.as_deref());
        let columns = ["at", "coder", "transcript", "turn", "definition", "quote", "coding"];
        let mut table = empty("drift", columns.map(Column::left).to_vec());
        let wanted = self.corpus().codebook.resolve(code.as_str());
        let now = self.definition_in_force(&code);
        let mut found = Vec::new();
        for at in self.corpus().places() {
            for (_, placed) in view.codings(at) {
                if let (Target::Code(of), Some(coding)) = (placed.target, view.coding(placed))
                    && Some(of) == wanted
                {
                    found.push((coding.id, placed, coding));
                }
            }
        }
        found.sort_by_key(|(id, ..)| *id);
        for (id, placed, coding) in &found {
            let text = self.corpus().transcript(placed.transcript);
            let turn = text.layout().turn_at(placed.span.start).map(|turn| turn as u32 + 1);
            let definition = match (&coding.def, &now) {
                (None, _) => "",
                (Some(then), Some(now)) if **then == **now => "same",
                _ => "older",
            };
            table.rows.push(vec![
                Cell::text(&*coding.created),
                Cell::text(coding.coder.as_str()),
                Cell::text(text.id.as_str()),
                Cell::count(turn),
                Cell::present(definition),
                Cell::text(characters(&view, placed.transcript, placed.span)),
                Cell::text(id.to_string()),
            ]);
        }
        table.sentences.push(format!(
            "{} of {code} in the order in which they were coded; read them from top to bottom: would the first still get the code today?",
            counted(found.len() as u64, "passage")
        ));
        Ok(table)
    }
}
