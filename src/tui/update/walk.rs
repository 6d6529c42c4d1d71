//! Going through proposed passages one by one: what a search has found, what resembles a theme, what a code holds and
//! another one shall. Each acceptance is one action; what is not accepted leaves no trace.

use super::{nav, save};
use crate::model::CodeId;
use crate::session::{Command, NewCoding, Passage, Problem};
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Fate, Landing, Model, Over, Place, Proposals, Purpose, Reach, Source, Step, Tone, WalkScreen};

fn say(model: &mut Model, text: impl Into<String>) -> Vec<Effect> {
    model.notice = Some((Tone::Plain, text.into()));
    Vec::new()
}

/// What the search on the screen has found shall be gone through: asks for the code first.
pub fn of_search(model: &mut Model) -> Vec<Effect> {
    let query = model.search.field.text().trim().to_owned();
    let search = &model.search;
    // One who types on before the answer has come means what will be found.
    let found = !search.found.rows.is_empty() || search.asked.is_some();
    if query.is_empty() || search.problem.is_some() || !found {
        return say(model, "nothing is found to go through");
    }
    super::picker::open(model, Purpose::Walk(Source::Query(query)), None);
    Vec::new()
}

/// Goes through the turns that resemble the passages of a theme.
pub fn like(model: &mut Model, theme: CodeId) -> Vec<Effect> {
    let book = model.study.as_ref().map(|study| &study.codebook);
    if book.is_some_and(|book| book.resolve(theme.as_str()).is_some()) {
        return start(model, Source::Like(theme.clone()), theme);
    }
    // A set of codes is no code: which one shall they get?
    super::picker::open(model, Purpose::Walk(Source::Like(theme)), None);
    Vec::new()
}

/// Begins.
pub fn start(model: &mut Model, source: Source, code: CodeId) -> Vec<Effect> {
    if matches!(&source, Source::Split(from) if *from == code) {
        return say(model, "that is the code itself: choose another, or type the name of a new one");
    }
    model.walk = WalkScreen { what: Some((source.clone(), code.clone())), asked: true, ..WalkScreen::default() };
    let _ = nav::go(model, Place::Walk);
    vec![Effect::Ask(Request::Propose(source, code))]
}

/// The passages have come.
pub fn proposed(model: &mut Model, what: (Source, CodeId), answer: Result<Proposals, Problem>) -> Vec<Effect> {
    if model.walk.what.as_ref() != Some(&what) {
        return Vec::new();
    }
    model.walk.asked = false;
    match answer {
        Ok(data) => {
            model.walk.fates = vec![Fate::Open; data.list.len()];
            model.walk.data = data;
            model.walk.problem = None;
        }
        Err(problem) => model.walk.problem = Some(problem),
    }
    around(model)
}

/// Asks for what is said around the passage in focus.
pub fn around(model: &mut Model) -> Vec<Effect> {
    let Some(here) = model.walk.here() else { return Vec::new() };
    vec![Effect::Ask(Request::Around(here.transcript.clone(), here.turn))]
}

/// Brings the next passage that is open into focus: after this one, else from the start.
fn on(model: &mut Model) -> Vec<Effect> {
    let walk = &mut model.walk;
    let open = |at: &usize| walk.fates.get(*at) == Some(&Fate::Open);
    match (walk.at + 1..walk.fates.len()).find(open).or_else(|| (0..walk.at).find(open)) {
        Some(at) => {
            walk.at = at;
            around(model)
        }
        None => Vec::new(),
    }
}

/// Does an action of the screen.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let last = model.walk.data.list.len().saturating_sub(1);
    let moved = match action {
        Action::Up => Some(model.walk.at.saturating_sub(1)),
        Action::Down => Some((model.walk.at + 1).min(last)),
        Action::First => Some(0),
        Action::Last => Some(last),
        _ => None,
    };
    if let Some(at) = moved {
        model.walk.at = at;
        return around(model);
    }
    let Some(here) = model.walk.here() else { return Vec::new() };
    match action {
        Action::Yes => accept(model),
        Action::No => settle(model, vec![model.walk.at], Fate::No),
        Action::SkipTranscript => {
            let walk = &model.walk;
            let same = |at: &usize| walk.data.list.get(*at).is_some_and(|other| other.transcript == here.transcript);
            let open = |at: &usize| walk.fates.get(*at) == Some(&Fate::Open);
            let rest = (0..walk.fates.len()).filter(|at| same(at) && open(at)).collect();
            settle(model, rest, Fate::Skipped)
        }
        Action::Wider | Action::Narrower if here.coding.is_some() => say(model, "a coding goes over as it is"),
        Action::Wider | Action::Narrower => {
            model.walk.reach = match (action, model.walk.reach) {
                (Action::Wider, Reach::Words) | (Action::Narrower, Reach::Turn) => Reach::Sentence,
                (Action::Wider, _) => Reach::Turn,
                _ => Reach::Words,
            };
            Vec::new()
        }
        Action::Open => {
            let position = model.walk.span().map_or(here.speech.start, |span| span.start);
            let (transcript, focus) = (here.transcript.clone(), here.coding);
            let landing = Landing { position, focus, hits: vec![here.words] };
            super::read::open_at(model, transcript, landing)
        }
        _ => Vec::new(),
    }
}

/// Decides about proposals that are open.
fn settle(model: &mut Model, settled: Vec<usize>, fate: Fate) -> Vec<Effect> {
    let walk = &mut model.walk;
    if walk.fates.get(walk.at) != Some(&Fate::Open) {
        return say(model, "this one is decided: u takes the last step back");
    }
    for at in &settled {
        if let Some(known) = walk.fates.get_mut(*at) {
            *known = fate;
        }
    }
    walk.steps.push(Step { at: walk.at, settled });
    on(model)
}

/// Codes the passage in focus; passages that lie in it are not asked about any more.
fn accept(model: &mut Model) -> Vec<Effect> {
    let walk = &model.walk;
    let (Some((source, code)), Some(here), Some(span)) = (&walk.what, walk.here(), walk.span()) else {
        return Vec::new();
    };
    if walk.fates.get(walk.at) != Some(&Fate::Open) {
        return say(model, "this one is decided: u takes the last step back");
    }
    let coding = |query: String| Command::Code {
        items: vec![NewCoding {
            transcript: here.transcript.clone(),
            passage: Passage::Span(span),
            code: code.clone(),
            line: 0,
        }],
        query: Some(query),
    };
    let command = match (source, here.coding) {
        (Source::Query(query), _) => coding(query.clone()),
        (Source::Like(theme), _) => coding(format!("like:{theme}")),
        (Source::Split(_), None) => return Vec::new(),
        // The first step says in the codebook's history that the code was split.
        (Source::Split(from), Some(id)) if !walk.fates.iter().any(|fate| matches!(fate, Fate::Yes(_))) => {
            Command::SplitCode { id: from.clone(), new: None, into: code.clone(), codings: vec![id], why: None }
        }
        (Source::Split(_), Some(id)) => Command::Recode(vec![id], code.clone()),
    };
    let inside = |at: &usize| {
        let other = walk.data.list.get(*at);
        *at != walk.at
            && here.coding.is_none()
            && walk.fates.get(*at) == Some(&Fate::Open)
            && other.is_some_and(|other| {
                other.transcript == here.transcript
                    && span.start <= other.sentence.start
                    && other.sentence.end <= span.end
            })
    };
    let covered: Vec<usize> = (0..walk.fates.len()).filter(inside).collect();
    let mut effects = super::apply(model, command);
    if matches!(model.over, Some(Over::Ask(_))) {
        // Who is coding is asked first; this is done when it was said.
        return effects;
    }
    let ticket = model.saving.last;
    let walk = &mut model.walk;
    for at in &covered {
        if let Some(fate) = walk.fates.get_mut(*at) {
            *fate = Fate::Covered;
        }
    }
    if let Some(fate) = walk.fates.get_mut(walk.at) {
        *fate = Fate::Yes(ticket);
    }
    walk.last = ticket;
    let settled = [walk.at].into_iter().chain(covered).collect();
    walk.steps.push(Step { at: walk.at, settled });
    effects.extend(on(model));
    effects
}

/// Takes the last step back: an acceptance with its coding.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    if again {
        return say(model, "y takes it again");
    }
    let Some(step) = model.walk.steps.pop() else {
        return say(
            model,
            "no step of this review is left to take back; Esc leaves it, u then takes back what was before",
        );
    };
    let accepted = match model.walk.fates.get(step.at) {
        Some(Fate::Yes(ticket)) => Some(*ticket),
        _ => None,
    };
    let failed = accepted.and_then(|ticket| model.saving.failed.iter().position(|(known, _)| known.number == ticket));
    if accepted.is_some() && failed.is_none() && model.saving.last != model.walk.last {
        model.walk.steps.push(step);
        return say(model, "something else was done since: take the coding away in its place (Enter, then x)");
    }
    for at in &step.settled {
        if let Some(fate) = model.walk.fates.get_mut(*at) {
            *fate = Fate::Open;
        }
    }
    model.walk.at = step.at;
    let mut effects = around(model);
    match failed {
        // It never got to the disk.
        Some(at) => drop(model.saving.failed.remove(at)),
        None if accepted.is_some() => {
            effects.extend(save::apply(model, Command::Undo));
            model.walk.last = model.saving.last;
        }
        None => {}
    }
    effects
}

/// What an acceptance was refused for stays open.
pub fn refused(model: &mut Model, ticket: u64) {
    let walk = &mut model.walk;
    let Some(at) = walk.fates.iter().position(|fate| *fate == Fate::Yes(ticket)) else { return };
    if let Some(step) = walk.steps.iter().position(|step| step.at == at) {
        for at in walk.steps.remove(step).settled {
            if let Some(fate) = walk.fates.get_mut(at) {
                *fate = Fate::Open;
            }
        }
    }
    walk.at = at;
}
