//! Values in a query that nothing in the study has: an empty result without a word would look like a finding.

use super::Session;
use crate::model::CoderName;
use crate::query::{Expr, Query, Term, Value, fold_value};
use crate::text::suggest;

impl Session {
    /// One sentence per value of `query` that nobody and nothing in the study has, with the nearest that there is.
    pub(super) fn unknown_values(&self, query: &Query) -> Vec<String> {
        let mut sentences: Vec<String> = Vec::new();
        query.nodes(&mut |node| {
            let Expr::Term(term) = &node.expr else { return };
            let written = query.text.get(node.range.clone()).unwrap_or_default();
            let Some((field, who, values)) = field_of(term) else { return };
            let have = self.values_of(term);
            for value in values {
                let Value::Text { folded, open_start, open_end } = value else { continue };
                if have.iter().any(|one| value.matches(&fold_value(one))) {
                    continue;
                }
                let star = |open: &bool| if *open { "*" } else { "" };
                let shown = format!("{}{}{}", star(open_start), as_written(written, folded), star(open_end));
                let near = suggest::nearest(folded, have.iter().map(String::as_str));
                let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                let sentence = format!("{who} {field}:{shown}{near}");
                if !sentences.contains(&sentence) {
                    sentences.push(sentence);
                }
            }
        });
        sentences
    }

    /// All that the study has where a term looks.
    fn values_of(&self, term: &Term) -> Vec<String> {
        let corpus = self.corpus();
        let mut have: Vec<String> = match term {
            Term::Attribute(name, _) => {
                let lower = name.to_lowercase();
                let own = corpus.transcript_columns.iter().position(|column| column.to_lowercase() == lower);
                let own = corpus.transcripts.iter().filter_map(|one| one.attributes.get(own?)).flatten();
                let column = corpus.participants.column(name);
                let rows = 0..corpus.participants.rows.len();
                let people = rows.filter_map(|row| Some(corpus.participants.values(row, column?))).flatten();
                own.chain(people).cloned().collect()
            }
            Term::Participant(_) => corpus.participants.rows.iter().map(|row| row.id.to_string()).collect(),
            Term::Transcript(_) => corpus.transcripts.iter().map(|one| one.id.to_string()).collect(),
            Term::About(_) => corpus.cases.rows.iter().map(|row| row.id.to_string()).collect(),
            Term::Coder(_) => self.placements().coders.iter().map(CoderName::to_string).collect(),
            Term::Speaker(_) => corpus
                .transcripts
                .iter()
                .flat_map(|one| one.layout().labels.iter().map(ToString::to_string).collect::<Vec<_>>())
                .collect(),
            _ => Vec::new(),
        };
        have.sort_unstable();
        have.dedup();
        have
    }
}

/// The field of a term as it is written, the beginning of what is said of it, and its values.
fn field_of(term: &Term) -> Option<(&str, &'static str, &[Value])> {
    Some(match term {
        Term::Attribute(name, values) => (name, "nobody and no transcript has", values),
        Term::Participant(values) => ("participant", "there is no", values),
        Term::Transcript(values) => ("transcript", "there is no", values),
        Term::About(values) => ("about", "there is no case", values),
        Term::Coder(values) => ("coder", "nothing is coded by", values),
        Term::Speaker(values) => ("speaker", "no turn has", values),
        _ => return None,
    })
}

/// A folded value in the letters in which it was typed, where they are found in the query.
fn as_written<'a>(written: &'a str, folded: &'a str) -> &'a str {
    let lower = written.to_lowercase();
    let found = (lower.len() == written.len()).then(|| lower.rfind(folded)).flatten();
    found.and_then(|at| written.get(at..at + folded.len())).unwrap_or(folded)
}
