//! The terminal UI: a pure core (`update`, `view`) in a loop that waits until something happens.
//!
//! Three threads tell the loop what happens: one reads the terminal, one waits for signals, and one owns the session and
//! answers requests in order, so that a slow disk never holds up a key. Only this file and `terminal.rs` touch the world.

mod bring;
mod compare;
mod data;
mod desk;
mod effect;
mod field;
mod figures;
mod gather;
mod ground;
pub mod headless;
mod keymap;
mod layout;
mod model;
mod msg;
mod names;
pub mod page;
mod picture;
mod propose;
mod tables;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod tour;
mod update;
mod view;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::session::own_keys::own_keys;
use crate::session::own_looks::own_looks;
use crate::session::{Session, editor};
use desk::Desk;
pub use desk::MakeEnv;
use effect::{Effect, Request};
use ground::{Ear, Heard};
use keymap::Keymap;
use model::Model;
use msg::{Answer, Msg};
use terminal::Screen;
use theme::Depth;

/// Columns of the terminal; `None` where the output is none.
pub fn columns() -> Option<u16> {
    // Without a terminal crossterm would ask another program.
    let terminal = io::IsTerminal::is_terminal(&io::stdout());
    terminal.then(|| crossterm::terminal::size().ok()).flatten().map(|(columns, _)| columns)
}

/// What the UI starts with.
pub struct Start {
    /// The open study; `None`: one is to be chosen.
    pub session: Option<Session>,
    /// The world outside, as often as a study is opened.
    pub env: MakeEnv,
    /// The folder in which emic was started.
    pub here: PathBuf,
    /// Whether colours were refused (`--color never`).
    pub plain: bool,
}

/// How often the disk is looked at for what others have changed.
const LOOK: Duration = Duration::from_secs(1);

/// How long after the question an answer of the terminal is waited for at most, by whoever leaves as soon as this.
const ANSWER: Duration = Duration::from_millis(300);

/// How long the terminal's reader takes at most to notice that an editor needs the keys.
const PAUSE: Duration = Duration::from_millis(200);

/// Runs the UI until its user leaves.
pub fn run(start: Start) -> ExitCode {
    match open(start) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            terminal::give_back();
            last_word(&format!("error: the terminal cannot be used: {error}"));
            ExitCode::from(2)
        }
    }
}

fn open(start: Start) -> io::Result<u8> {
    let mut screen = Screen::take()?;
    let (happened, happens) = mpsc::channel();
    let (asks, asked) = mpsc::channel();
    let variable = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let depth = if start.plain { Depth::None } else { ground::depth(variable) };
    let mut model = Model::new(screen.size()?, depth);
    model.looks = model.looks.with(&own_looks(&(start.env)()));
    model.looks.ground = ground::surmised(variable);
    model.theme = model.looks.theme();
    let asks_ground = depth != Depth::None && ground::may_ask(variable);
    let reader = Reader::start(happened.clone(), asks_ground);
    if asks_ground {
        terminal::ask(ground::QUESTION)?;
    }
    heed(happened.clone())?;
    model.start.welcome.here = start.here.display().to_string();
    model.keys = Keymap::with(&own_keys(&(start.env)()));
    serve(Desk::new(start.session, start.env, start.here), asked, happened);
    // Keys that were typed before the study is there are meant for it.
    model.opening = true;
    let left = run_loop(&mut screen, &mut model, &happens, &asks, &reader);
    reader.hear_out();
    drop(screen);
    let (status, word) = left?;
    if let Some(word) = word {
        last_word(&word);
    }
    Ok(status)
}

/// Says something where the terminal was; it may be gone.
fn last_word(word: &str) {
    let _ = writeln!(io::stderr(), "{word}");
}

/// Waits, updates, draws. Nothing is drawn while nothing happens; what came in together is drawn together.
fn run_loop(
    screen: &mut Screen,
    model: &mut Model,
    happens: &Receiver<Msg>,
    asks: &Sender<Request>,
    reader: &Reader,
) -> io::Result<(u8, Option<String>)> {
    let mut effects = vec![Effect::Ask(Request::Study)];
    loop {
        let mut edited = None;
        for effect in effects.drain(..) {
            match effect {
                // If the session's thread has ended, its last message says so.
                Effect::Ask(request) => _ = asks.send(request),
                Effect::Copy(text) => terminal::copy(&text)?,
                Effect::Edit(text) => edited = Some(edit(screen, reader, model.mouse, &text)?),
                Effect::Mouse(ours) => terminal::mouse(ours)?,
                Effect::Redraw => screen.clear()?,
                Effect::Suspend => suspend(screen, model.mouse)?,
                Effect::Leave(status) => return Ok((status, model.last_word())),
            }
        }
        if let Some(text) = edited {
            effects = update::update(model, Msg::Edited(text));
        }
        screen.draw(|frame| view::view(model, frame))?;
        let Ok(first) = happens.recv() else { return Ok((2, Some("error: nobody listens any more".into()))) };
        effects.extend(update::update(model, first));
        while !effects.iter().any(|effect| matches!(effect, Effect::Leave(_))) {
            let Ok(next) = happens.try_recv() else { break };
            effects.extend(update::update(model, next));
        }
    }
}

/// Lets a text be changed in the user's editor, which has the terminal meanwhile.
fn edit(screen: &mut Screen, reader: &Reader, mouse: bool, text: &str) -> io::Result<Result<String, String>> {
    reader.hear_out();
    reader.pause();
    terminal::give_back();
    let edited = editor::edit(text, ".txt").map_err(|problem| update::said(&problem));
    screen.take_again(mouse)?;
    reader.go_on();
    Ok(edited)
}

/// The thread that reads the terminal; it can be paused, so that an editor gets all keys.
struct Reader {
    paused: Arc<(Mutex<Pause>, Condvar)>,
    /// When the terminal was started to be read.
    since: Instant,
}

/// Whether the reader of the terminal shall wait, and whether it does.
#[derive(Default)]
struct Pause {
    wanted: bool,
    waits: bool,
    /// Whether the terminal has not answered yet what its background is.
    asked: bool,
}

impl Reader {
    /// `asked`: the terminal is asked for its background.
    fn start(happened: Sender<Msg>, asked: bool) -> Self {
        let paused = Arc::new((Mutex::new(Pause { asked, ..Pause::default() }), Condvar::new()));
        let shared = paused.clone();
        thread::spawn(move || listen(&happened, &shared, Ear::new(asked)));
        Self { paused, since: Instant::now() }
    }

    /// Waits a moment for an answer that is on its way, which else whoever reads the terminal next would get.
    fn hear_out(&self) {
        let (state, changed) = &*self.paused;
        let Ok(pause) = state.lock() else { return };
        let left = ANSWER.saturating_sub(self.since.elapsed());
        let _ = changed.wait_timeout_while(pause, left, |pause| pause.asked);
    }

    /// Returns when the thread reads no more.
    fn pause(&self) {
        let (state, changed) = &*self.paused;
        let Ok(mut pause) = state.lock() else { return };
        pause.wanted = true;
        // If the thread has ended, nobody reads in any case.
        let _ = changed.wait_timeout_while(pause, PAUSE * 5, |pause| !pause.waits);
    }

    fn go_on(&self) {
        let (state, changed) = &*self.paused;
        if let Ok(mut pause) = state.lock() {
            pause.wanted = false;
            changed.notify_all();
        }
    }
}

/// Reads the terminal.
fn listen(happened: &Sender<Msg>, paused: &(Mutex<Pause>, Condvar), mut ear: Ear) {
    loop {
        if let Ok(mut pause) = paused.0.lock()
            && pause.wanted
        {
            pause.waits = true;
            paused.1.notify_all();
            if let Ok(mut pause) = paused.1.wait_while(pause, |pause| pause.wanted) {
                pause.waits = false;
            }
        }
        let waited = ear.waits();
        let msg = match event::poll(PAUSE).and_then(|there| if there { event::read().map(Some) } else { Ok(None) }) {
            Ok(None) => {
                if !tell(happened, ear.silence()) {
                    return;
                }
                continue;
            }
            Ok(Some(Event::Key(key))) if key.kind != KeyEventKind::Release => {
                let heard = ear.hear(key);
                if waited
                    && !ear.waits()
                    && let Ok(mut pause) = paused.0.lock()
                {
                    pause.asked = false;
                    paused.1.notify_all();
                }
                if !tell(happened, heard) {
                    return;
                }
                continue;
            }
            Ok(Some(Event::Mouse(mouse))) => Msg::Mouse(mouse),
            Ok(Some(Event::Paste(text))) => Msg::Paste(text),
            Ok(Some(Event::Resize(columns, rows))) => Msg::Resize(columns, rows),
            Ok(Some(_)) => continue,
            Err(_) => {
                let _ = happened.send(Msg::Lost("the terminal is gone"));
                return;
            }
        };
        if happened.send(msg).is_err() {
            return;
        }
    }
}

/// Tells the loop what was heard; whether it still listens.
fn tell(happened: &Sender<Msg>, heard: Vec<Heard>) -> bool {
    let msg = |heard| match heard {
        Heard::Key(key) => Msg::Key(key),
        Heard::Ground(ground) => Msg::Ground(ground),
    };
    heard.into_iter().all(|heard| happened.send(msg(heard)).is_ok())
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

/// Owns the session and answers requests in order; while there are none, looks at the disk for what others have changed.
fn serve(mut desk: Desk, asked: Receiver<Request>, happened: Sender<Msg>) {
    thread::spawn(move || {
        let last_word = LastWord(happened);
        loop {
            let answer: Option<Answer> = match asked.recv_timeout(LOOK) {
                Ok(request) => Some(desk.answer(request)),
                Err(RecvTimeoutError::Timeout) => desk.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Some(answer) = answer
                && last_word.0.send(Msg::Answer(Box::new(answer))).is_err()
            {
                return;
            }
        }
    });
}

/// Gives the terminal to the shell until it calls us back.
#[cfg(unix)]
fn suspend(screen: &mut Screen, mouse: bool) -> io::Result<()> {
    terminal::give_back();
    signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)?;
    screen.take_again(mouse)
}

#[cfg(not(unix))]
fn suspend(screen: &mut Screen, _: bool) -> io::Result<()> {
    screen.clear()
}
