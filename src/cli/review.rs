//! `emic code review|accept|place|aside`: what has lost its place in an edited text, and what is done about it.

use std::fmt::Write;

use clap::Args;
use serde_json::json;

use super::args::Open;
use super::beside::beside;
use super::{Global, Report, Wrong, ask, code, output};
use crate::model::EventId;
use crate::session::{Command, Doubt, Passage, Placing, Review as Reviewing, ReviewItem, Reviewed};
use crate::text::visible;

/// Characters of an id that are shown; as many name it.
const TAIL: usize = 8;

/// Show what has lost its place since texts were edited: old wording and best match side by side.
///
/// Counts the codings and passage memos of all coders that stand where they were, have moved with their words, were
/// edited, or are lost. Nothing doubtful is moved until its coder accepts it. Exit status 1: nothing is without a place.
#[derive(Args, Debug)]
pub struct Review {
    /// Only in this transcript.
    transcript: Option<String>,
    /// Leave out what was set aside.
    #[arg(long)]
    open: bool,
    /// Print only the numbers.
    #[arg(long)]
    count: bool,
}

/// Accept best matches: the codings and memos stand there from now on.
#[derive(Args, Debug)]
pub struct Accept {
    /// Ids, or their last characters as `emic code review` shows them.
    #[arg(required_unless_present = "all_changed")]
    ids: Vec<String>,
    /// All of yours that have a best match and were not set aside.
    #[arg(long, conflicts_with = "ids")]
    all_changed: bool,
    /// With --all-changed: only in this transcript.
    #[arg(long, value_name = "ID", requires = "all_changed")]
    transcript: Option<String>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Put a coding or passage memo at another place, also a lost one.
#[derive(Args, Debug)]
pub struct Place {
    /// Its id, or of one without a place the last characters.
    id: String,
    /// The passage, in code points from 0, end exclusive.
    #[arg(long, value_name = "A..B", required_unless_present = "quote")]
    span: Option<String>,
    /// The passage by its wording, which must occur exactly once.
    #[arg(long, value_name = "TEXT", conflicts_with = "span")]
    quote: Option<String>,
    /// The transcript (default: the one in which it was marked).
    #[arg(long, value_name = "ID")]
    transcript: Option<String>,
}

/// Set passages without a place aside: they stay in the list, and nobody asks again until the text changes.
#[derive(Args, Debug)]
pub struct Aside {
    /// Ids, or their last characters as `emic code review` shows them.
    #[arg(required = true)]
    ids: Vec<String>,
    /// Ask for them again.
    #[arg(long)]
    not: bool,
}

impl Review {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let session = global.open()?;
        let only = self.transcript.as_deref().map(|name| session.transcript_place(name)).transpose()?;
        let mut review = session.review(only);
        if self.open {
            review.items.retain(|item| !item.aside);
        }
        if self.count {
            let counts = review.counts;
            let text = if global.json {
                let value = json!({
                    "unmoved": counts.unmoved, "moved": counts.moved, "changed": counts.changed, "lost": counts.lost,
                    "gone": counts.gone, "set_aside": counts.aside,
                });
                format!("{value}\n")
            } else {
                format!("{}\n", counts.sentence())
            };
            output::text(&text)?;
        } else if global.json {
            output::data(
                review.items.iter().map(|item| format!("{}\n", as_json(item))).collect::<String>().as_bytes(),
            )?;
            output::say(&review.counts.sentence());
        } else {
            output::text(&listed(&review))?;
        }
        Ok(Report::found(!review.items.is_empty()))
    }
}

impl Accept {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        session.coder()?;
        let only = self.transcript.as_deref().map(|name| session.transcript_place(name)).transpose()?;
        let review = session.review(only);
        let ids: Vec<EventId> = if self.all_changed {
            let fits = |item: &&ReviewItem| item.own && item.best.is_some() && !item.aside;
            review.items.iter().filter(fits).map(|item| item.id).collect()
        } else {
            self.ids.iter().map(|name| session.unplaced_named(name)).collect::<Result<_, _>>()?
        };
        if ids.is_empty() {
            output::say("none of yours has a best match to accept");
            return Ok(Report::NothingFound);
        }
        let command = session.accepting(&ids)?;
        let items: Vec<&ReviewItem> = review.items.iter().filter(|item| ids.contains(&item.id)).collect();
        for item in &items {
            output::say(&shown(item));
        }
        // Named one by one, they have been seen.
        if self.all_changed && !self.yes {
            let question = match items.len() {
                1 => "accept this best match?".to_owned(),
                count => format!("accept these {count} best matches?"),
            };
            if !ask::yes(&question, false, "--yes")? {
                output::say("nothing was accepted");
                return Ok(Report::Done);
            }
        }
        apply(&mut session, command, global)
    }
}

impl Place {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let known = self
            .id
            .parse()
            .ok()
            .map(EventId)
            .filter(|id| session.state().codings.contains_key(id) || session.memo_place(*id).is_some());
        let id = known.map_or_else(|| session.unplaced_named(&self.id), Ok)?;
        let passage = match (self.span, self.quote) {
            (Some(span), _) => Passage::Span(code::parse_span(&span)?),
            (None, quote) => Passage::Quote(quote.unwrap_or_default()),
        };
        let transcript = self.transcript.as_deref().map(|name| session.transcript_named(name)).transpose()?;
        apply(&mut session, Command::Place(vec![Placing { id, transcript, passage }]), global)
    }
}

impl Aside {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open()?;
        let ids = self.ids.iter().map(|name| session.unplaced_named(name)).collect::<Result<Vec<_>, _>>()?;
        let count = session.set_aside(&ids, !self.not)?;
        let things = if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") };
        output::say(&if self.not {
            format!("{things} will be asked for again")
        } else {
            format!("{things} set aside: in the list, and not asked for until the text changes (--not takes this back)")
        });
        Ok(Report::Done)
    }
}

fn apply(session: &mut Open, command: Command, global: &Global) -> Result<Report, Wrong> {
    let outcome = session.apply(command)?;
    for skipped in &outcome.skipped {
        output::say(&format!("not placed: {skipped}"));
    }
    output::outcome(&outcome, global)?;
    Ok(Report::Done)
}

fn listed(review: &Reviewing) -> String {
    let mut text = format!("{}\n", review.counts.sentence());
    for item in &review.items {
        text.push('\n');
        text.push_str(&shown(item));
    }
    let own = |item: &&ReviewItem| item.own && !item.aside;
    if review.items.iter().any(|item| item.best.is_some()) {
        text.push_str("\n[-…-] stood in the old wording alone, [+…+] stands in the best match alone.\n");
    }
    if let Some(item) = review.items.iter().filter(own).find(|item| item.best.is_some()) {
        let _ = writeln!(text, "To take a best match: emic code accept {}", tail(item.id));
    }
    if let Some(item) = review.items.iter().find(own) {
        let id = tail(item.id);
        let _ = writeln!(text, "To place one by hand: emic code place {id} --quote 'its words now'");
        let _ = writeln!(text, "Not to be asked again: emic code aside {id}");
    }
    text
}

/// One passage: what it is, whose, why it has no place, and both wordings.
pub(super) fn shown(item: &ReviewItem) -> String {
    let columns = output::width().unwrap_or(80).clamp(40, 120);
    let thing = match &item.thing {
        Reviewed::Coding { name, .. } => format!("coded {name}"),
        Reviewed::Memo { title, text, .. } => {
            let text = if title.is_empty() { text } else { title };
            format!("memo “{}”", text.lines().next().unwrap_or_default())
        }
    };
    let mut head = format!("{} · {} · {thing} · {}", item.doubt.as_str(), item.old.transcript, item.coder);
    if item.aside {
        head.push_str(" · set aside");
    }
    let mut text = output::wrap(&visible(&head), columns, "");
    let mut why = item.doubt.in_words().to_owned();
    if item.doubt == Doubt::Repeated {
        let places: Vec<String> = item.places.iter().map(|span| format!("{}..{}", span.start, span.end)).collect();
        why.push_str(&format!(": {}", places.join(", ")));
    }
    text.push_str(&output::wrap(&format!("…{} · {why}", tail(item.id)), columns - 2, "  "));
    let (old, new) = item.side_by_side();
    match &item.best {
        Some(best) => {
            let alike = {
                let percent = crate::text::percent_alike(best.similarity);
                format!("now, {}..{}, {percent}% alike", best.span.start, best.span.end)
            };
            text.push_str(&beside(["old wording", &alike], &old, &new, columns, "  "));
        }
        None => {
            let old: String = old.iter().map(|(piece, _)| piece.as_str()).collect();
            text.push_str(&output::wrap(&crate::text::visible_lines(&old), columns - 2, "  "));
        }
    }
    text
}

fn tail(id: EventId) -> String {
    let id = id.to_string();
    id[id.len() - TAIL..].to_owned()
}

fn as_json(item: &ReviewItem) -> serde_json::Value {
    let old = &item.old;
    let mut value = json!({
        "id": item.id.to_string(), "state": item.doubt.as_str(), "why": item.doubt.in_words(),
        "transcript": old.transcript.as_str(), "coder": item.coder.as_str(), "own": item.own, "set_aside": item.aside,
        "span": old.span, "quote": &*old.quote, "before": &*old.before, "after": &*old.after,
        "best": item.best.as_ref().map(|best| json!({
            "span": best.span, "quote": best.wording, "before": best.before, "after": best.after,
            "similarity": (best.similarity * 1000.0).round() / 1000.0,
        })),
        "places": item.places,
    });
    let more = match &item.thing {
        Reviewed::Coding { code, name } => json!({"kind": "coding", "code": code.as_str(), "name": name}),
        Reviewed::Memo { title, text, .. } => json!({"kind": "memo", "title": title, "text": text}),
    };
    if let (Some(value), serde_json::Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    value
}
