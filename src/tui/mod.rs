//! The terminal UI: a pure core (`update`, `view`) in a loop that waits until something happens.
//!
//! Three threads tell the loop what happens: one reads the terminal, one waits for signals, and one owns the session and
//! answers requests in order, so that a slow disk never holds up a key. Only this file and `terminal.rs` touch the world.

mod base64;
mod data;
mod desk;
mod effect;
mod field;
mod gather;
mod keymap;
mod layout;
mod model;
mod msg;
pub mod page;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod update;
mod view;

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use crossterm::event::{self, Event, KeyEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::session::Session;
use effect::{Effect, Request};
use model::Model;
use msg::{Answer, Msg};
use terminal::Screen;

/// What the UI starts with.
#[derive(Debug)]
pub struct Start {
    /// The open study.
    pub session: Session,
}

/// Runs the UI until its user leaves.
pub fn run(start: Start) -> ExitCode {
    match open(start) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            terminal::give_back();
            eprintln!("error: the terminal cannot be used: {error}");
            ExitCode::from(2)
        }
    }
}

fn open(start: Start) -> io::Result<u8> {
    let mut screen = Screen::take()?;
    let (happened, happens) = mpsc::channel();
    let (asks, asked) = mpsc::channel();
    listen(happened.clone());
    heed(happened.clone())?;
    serve(start.session, asked, happened);
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut model = Model::new(screen.size()?, no_colour);
    let left = run_loop(&mut screen, &mut model, &happens, &asks);
    drop(screen);
    let (status, word) = left?;
    if let Some(word) = word {
        eprintln!("{word}");
    }
    Ok(status)
}

/// Waits, updates, draws. Nothing is drawn while nothing happens; what came in together is drawn together.
fn run_loop(
    screen: &mut Screen,
    model: &mut Model,
    happens: &Receiver<Msg>,
    asks: &Sender<Request>,
) -> io::Result<(u8, Option<String>)> {
    let mut effects = vec![Effect::Ask(Request::Study)];
    loop {
        for effect in effects.drain(..) {
            match effect {
                // If the session's thread has ended, its last message says so.
                Effect::Ask(request) => _ = asks.send(request),
                Effect::Copy(text) => terminal::copy(&text)?,
                Effect::Redraw => screen.clear()?,
                Effect::Suspend => suspend(screen)?,
                Effect::Leave(status) => return Ok((status, model.last_word())),
            }
        }
        screen.draw(|frame| view::view(model, frame))?;
        let Ok(first) = happens.recv() else { return Ok((2, Some("error: nobody listens any more".into()))) };
        effects = update::update(model, first);
        while !effects.iter().any(|effect| matches!(effect, Effect::Leave(_))) {
            let Ok(next) = happens.try_recv() else { break };
            effects.extend(update::update(model, next));
        }
    }
}

/// Reads the terminal.
fn listen(happened: Sender<Msg>) {
    thread::spawn(move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => Msg::Key(key),
                Ok(Event::Mouse(mouse)) => Msg::Mouse(mouse),
                Ok(Event::Paste(text)) => Msg::Paste(text),
                Ok(Event::Resize(columns, rows)) => Msg::Resize(columns, rows),
                Ok(_) => continue,
                Err(_) => {
                    let _ = happened.send(Msg::Lost("the terminal is gone"));
                    return;
                }
            };
            if happened.send(msg).is_err() {
                return;
            }
        }
    });
}

/// Waits for signals. The first asks the loop to leave, which waits for what is being saved; the next leaves at once.
fn heed(happened: Sender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    thread::spawn(move || {
        for (count, signal) in signals.forever().enumerate() {
            if count > 0 || happened.send(Msg::Signal(signal)).is_err() {
                terminal::give_back();
                std::process::exit(128 + signal);
            }
        }
    });
    Ok(())
}

/// Tells the loop when the session's thread ends, on whatever way.
struct LastWord(Sender<Msg>);

impl Drop for LastWord {
    fn drop(&mut self) {
        let _ = self.0.send(Msg::Lost("the part that saves has stopped"));
    }
}

/// Owns the session and answers requests in order.
fn serve(mut session: Session, asked: Receiver<Request>, happened: Sender<Msg>) {
    thread::spawn(move || {
        let last_word = LastWord(happened);
        while let Ok(request) = asked.recv() {
            let answer: Answer = desk::answer(&mut session, request);
            if last_word.0.send(Msg::Answer(Box::new(answer))).is_err() {
                return;
            }
        }
    });
}

/// Gives the terminal to the shell until it calls us back.
#[cfg(unix)]
fn suspend(screen: &mut Screen) -> io::Result<()> {
    terminal::give_back();
    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)?;
    screen.take_again()
}

#[cfg(not(unix))]
fn suspend(screen: &mut Screen) -> io::Result<()> {
    screen.clear()
}
