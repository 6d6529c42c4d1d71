//! What the session's thread has answered.

use crate::session::{Command, Problem};
use crate::tui::data::News;
use crate::tui::effect::{Effect, Request};
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Place, Tone};
use crate::tui::msg::Answer;
use crate::tui::tour::{self, Tour};

/// Takes an answer in.
pub fn answer(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Study(study) => {
            model.recent.clone_from(&study.recent);
            // What was said at opening is not said again over what has been done since.
            let before = model.study.as_ref();
            if before.is_none_or(|before| before.notices != study.notices) && !study.notices.is_empty() {
                // What a command shows elsewhere, a screen shows here.
                let said =
                    study.notices.join("; ").replace("`emic code review`", &model.keys.main(Action::ScreenReview));
                model.notice = Some((Tone::Plain, said));
            }
            // Before the work is done, not after it.
            if let (None, Some(unheard)) = (before, &study.unheard) {
                let rest = model.notice.take().map_or(String::new(), |(_, said)| format!("; {said}"));
                model.notice = Some((Tone::Wrong, format!("{unheard}{rest}")));
            }
            let faults = super::looks::faults(model);
            if let (None, Some((file, fault))) = (&model.study, faults.first()) {
                let all = if faults.len() > 1 { " (all: see the help)" } else { "" };
                model.notice = Some((Tone::Wrong, format!("{file}: {fault}{all}")));
            }
            if model.study.is_none() {
                model.bookmarks.clone_from(&study.bookmarks);
                model.tour =
                    study.tour.filter(|kept| kept.on && kept.step < tour::STEPS).map(|kept| Tour::at(kept.step));
            }
            model.study = Some(study);
            super::start::opened(model);
            super::nav::settle(model);
        }
        Answer::Welcome(welcome) => super::start::welcome(model, welcome),
        Answer::Labels(labels) => super::start::labels(model, labels),
        Answer::Around(around) if model.place == Place::Walk => model.walk.around = Some(around),
        Answer::Around(around) => model.search.around = Some(around),
        Answer::Proposed(what, proposed) => return super::walk::proposed(model, what, proposed),
        Answer::Past(study) => return super::history::shown(model, *study),
        Answer::Marks(id, marks) => {
            if let Some(read) = model.read.as_mut().filter(|read| read.reading.id == id) {
                read.saved = marks;
            }
            super::refresh(model);
        }
        Answer::History(acts) => {
            model.history.all = acts;
            super::nav::settle(model);
        }
        Answer::Compared(data) => return super::compare::listed(model, data),
        Answer::CompareText(opened) => super::compare::opened(model, opened),
        Answer::Review(data) => super::review::listed(model, data),
        Answer::Accepting(command) => return super::apply(model, command),
        Answer::Drafted(data) => super::bring::drafted(model, data),
        Answer::Imported(said) => return super::bring::written(model, said),
        Answer::Files(study, files) => {
            model.study = Some(*study);
            super::start::opened(model);
            return super::bring::look(model, files);
        }
        Answer::Kept => {}
        Answer::NotKept(problem) => model.notice = Some((Tone::Wrong, said(&problem))),
        Answer::Written(said) => {
            tour::written(model, &said);
            super::ask::written(model, said);
        }
        Answer::Exists => super::ask::exists(model),
        Answer::NotWritten(problem) => super::ask::not_written(model, said(&problem)),
        Answer::Changed(what, study, opened) => return super::taken::changed(model, what, *study, opened),
        Answer::Coder(_, problem) => {
            if let Some(problem) = problem {
                model.notice = Some((Tone::Wrong, said(&problem)));
            }
        }
        Answer::Opened(opened) => super::read::opened(model, opened),
        Answer::Saved { ticket, message, news } => return saved(model, ticket, message, news),
        Answer::NotSaved { ticket, saved, problem, news } => return not_saved(model, ticket, saved, problem, news),
        Answer::Found(query, found) => return super::search::found(model, query, found),
        Answer::Quotes(query, quotes) => super::quotes::listed(model, &query, quotes),
        Answer::SmallGroups(by, said) => model.quotes.small = (by, said),
        Answer::Beside(query, quotes) => super::beside::listed(model, &query, quotes),
        Answer::Heat(heat) => super::heat::counted(model, heat),
        Answer::Framework(data) => super::framework::gathered(model, data),
        Answer::Analysed(question, data) => super::tables::analysed(model, question, data),
        Answer::Memos(memos) => super::memo::listed(model, memos),
        Answer::Cited(text) => {
            let shown: String = text.chars().take(60).collect();
            let more = if text.chars().count() > 60 { "…" } else { "" };
            model.notice =
                Some((Tone::Plain, format!("offered to the clipboard: {}{more}", crate::text::visible(&shown))));
            return vec![Effect::Copy(text)];
        }
        Answer::Failed(problem) => {
            model.start.busy = false;
            model.new.busy = false;
            model.import.busy = false;
            model.notice = Some((Tone::Wrong, said(&problem)));
        }
    }
    Vec::new()
}

/// A problem on one line.
pub fn said(problem: &Problem) -> String {
    match &problem.hint {
        Some(hint) => format!("{} ({hint})", problem.what),
        None => problem.what.clone(),
    }
}

fn saved(model: &mut Model, number: u64, message: String, news: News) -> Vec<Effect> {
    let ticket = take_ticket(model, number);
    tour::saved(model, ticket.as_ref().map_or(&[], |ticket| &ticket.commands));
    model.saving.any = true;
    let unheard = news.unheard;
    take_in(model, news);
    // Codings show themselves; the rest is said.
    let commands = ticket.map_or(Vec::new(), |ticket| ticket.commands);
    let shown = |command: &Command| matches!(command, Command::Code { .. } | Command::Respan(..));
    let shows_itself = !commands.is_empty() && commands.iter().all(shown) && !message.starts_with("nothing");
    let coded = |command: &Command| matches!(command, Command::Code { .. } | Command::AddCodes { .. });
    if unheard && commands.iter().any(coded) && say_unheard(model) {
        return after(model);
    }
    if !shows_itself && !message.is_empty() && model.notice.is_none() {
        model.notice = Some((Tone::Plain, message));
    }
    after(model)
}

/// Says once that what this coder codes is counted nowhere, and what to do; whether it was said now.
fn say_unheard(model: &mut Model) -> bool {
    let Some(coder) = model.study.as_ref().and_then(|study| study.coder.clone()) else { return false };
    // On the tour of the sample nothing is coded in order to count.
    if model.saving.unheard.as_ref() == Some(&coder) || model.tour.is_some() {
        return false;
    }
    let said = format!(
        "saved, but counted nowhere: {coder} is not among `coders:` in study.yaml; add {coder} there if these codings shall count"
    );
    model.notice = Some((Tone::Wrong, said));
    model.saving.unheard = Some(coder);
    true
}

fn not_saved(model: &mut Model, number: u64, saved: usize, problem: Problem, news: News) -> Vec<Effect> {
    let ticket = take_ticket(model, number);
    take_in(model, news);
    model.notice = Some((Tone::Wrong, said(&problem)));
    if let Some(mut ticket) = ticket {
        ticket.commands.drain(..saved.min(ticket.commands.len()));
        // An undo that has nothing to undo is no loss.
        let undo = ticket.commands.iter().all(Command::takes_back);
        // What was refused for good would be refused again.
        let may_work = problem.what.starts_with("not saved") || problem.what.ends_with("nothing was changed");
        if !undo && may_work {
            model.saving.failed.push((ticket, problem));
        } else {
            super::walk::refused(model, number);
        }
    }
    super::refresh(model);
    after(model)
}

fn take_ticket(model: &mut Model, number: u64) -> Option<crate::tui::model::Ticket> {
    let at = model.saving.waiting.iter().position(|ticket| ticket.number == number)?;
    Some(model.saving.waiting.remove(at))
}

fn take_in(model: &mut Model, news: News) {
    if let Some(study) = &mut model.study {
        for (at, row) in news.rows {
            if let Some(known) = study.rows.get_mut(at) {
                *known = row;
            }
        }
        if let Some(codebook) = news.codebook {
            study.codebook = codebook;
        }
        study.uses = news.uses;
    }
    if let (Some((id, marks)), Some(read)) = (news.marks, &mut model.read)
        && read.reading.id == id
    {
        read.saved = marks;
    }
    if let Some(opened) = news.opened {
        super::taken::reading(model, opened);
    }
    super::book::land(model);
    super::nav::settle(model);
    super::refresh(model);
}

/// Leaves if that was asked for and nothing is on its way any more; else brings lists up to date.
fn after(model: &mut Model) -> Vec<Effect> {
    if let Some(status) = model.leaving
        && model.saving.waiting.is_empty()
    {
        return vec![Effect::Leave(status)];
    }
    ask_again(model)
}

/// Asks again for what the screen shows, after something has changed.
pub fn ask_again(model: &mut Model) -> Vec<Effect> {
    match model.place {
        Place::Quotes if !model.quotes.query.is_empty() => {
            vec![Effect::Ask(Request::Quotes(model.quotes.query.clone()))]
        }
        Place::Read => super::beside::ask(model),
        Place::Memos => super::memo::ask(),
        Place::History => super::history::ask(),
        Place::Review => super::review::ask(),
        Place::Compare => super::compare::ask(model),
        Place::Frequencies => super::heat::ask(model),
        Place::Framework | Place::Cell => super::framework::ask(model),
        Place::Table(analysis) => super::tables::ask(model, analysis),
        _ => Vec::new(),
    }
}
