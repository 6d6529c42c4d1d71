//! On the way to the disk: tickets, what fails and is tried again, undo.

use crate::session::Command;
use crate::tui::effect::{Effect, Request};
use crate::tui::model::{Asking, Model, Place, Ticket, Tone};

/// Saves one command.
pub fn apply(model: &mut Model, command: Command) -> Vec<Effect> {
    apply_all(model, vec![command])
}

/// Saves the commands of one action. Who is coding is asked first if nobody has said.
pub fn apply_all(model: &mut Model, commands: Vec<Command>) -> Vec<Effect> {
    if commands.is_empty() || super::history::refuses(model) {
        return Vec::new();
    }
    if model.study.as_ref().is_none_or(|study| study.coder.is_none()) {
        return super::ask::ask(model, Asking::Coder(commands), "");
    }
    model.saving.last += 1;
    let walked =
        model.walk.here().filter(|_| model.place == Place::Walk).map(|here| (here.transcript.clone(), here.text));
    let read = model.read.as_ref().map(|read| (read.reading.id.clone(), read.reading.body.hash()));
    let (about, seen) = walked.or(read).unzip();
    let ticket = Ticket { number: model.saving.last, commands, about, seen, everywhere: model.place != Place::Read };
    send(model, ticket)
}

fn send(model: &mut Model, ticket: Ticket) -> Vec<Effect> {
    let effect = Effect::Ask(Request::Apply {
        ticket: ticket.number,
        commands: ticket.commands.clone(),
        about: ticket.about.clone(),
        seen: ticket.seen,
        everywhere: ticket.everywhere,
    });
    model.saving.waiting.push(ticket);
    super::refresh(model);
    vec![effect]
}

/// Takes the last action back, or does it again.
pub fn undo(model: &mut Model, again: bool) -> Vec<Effect> {
    if model.study.as_ref().is_none_or(|study| study.coder.is_none()) {
        model.notice = Some((Tone::Plain, "there is nothing of yours to take back".into()));
        return Vec::new();
    }
    if model.place == Place::Walk {
        return super::walk::undo(model, again);
    }
    // There it is the consensus's decisions that are taken back.
    if model.place == Place::Compare {
        return super::compare::undo(model, again);
    }
    apply(model, if again { Command::Redo } else { Command::Undo })
}

/// Tries again to save what could not be saved.
pub fn retry(model: &mut Model) -> Vec<Effect> {
    let failed = std::mem::take(&mut model.saving.failed);
    if failed.is_empty() {
        model.notice = Some((Tone::Plain, "everything is saved".into()));
    }
    failed.into_iter().flat_map(|(ticket, _)| send(model, ticket)).collect()
}
