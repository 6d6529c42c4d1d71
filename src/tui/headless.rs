//! The UI without a terminal: keys in, frames out. For the benches, and for the pictures in the docs.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::{ClearType, CrosstermBackend};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::desk::{Desk, MakeEnv};
use super::effect::{Effect, Request};
use super::keymap::Key;
use super::model::Model;
use super::msg::Msg;
use super::theme::{Depth, Ground};
use super::{update, view};
use crate::session::{Problem, Session};

/// Counts the bytes that would go to a terminal.
#[derive(Clone, Default)]
struct Sent(Arc<AtomicUsize>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A study on a screen that nobody sees.
pub struct Headless {
    desk: Desk,
    model: Model,
    terminal: Terminal<CrosstermBackend<Sent>>,
    sent: Sent,
    asked: Vec<Request>,
}

impl Headless {
    /// Opens the study in `root` on a screen of `size` columns and rows.
    ///
    /// # Errors
    /// If there is no study, or the screen cannot be made.
    pub fn open(root: &Path, env: MakeEnv, size: (u16, u16)) -> Result<Self, Problem> {
        let session = Session::open(root, env())?;
        let sent = Sent::default();
        let area = ratatui::layout::Rect::new(0, 0, size.0, size.1);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let terminal = Terminal::with_options(CrosstermBackend::new(sent.clone()), options)
            .map_err(|error| Problem::new(error.to_string()))?;
        let mut model = Model::new(size, Depth::Indexed);
        model.looks.ground = Some(Ground::Dark);
        model.theme = model.looks.theme();
        let mut headless = Self {
            desk: Desk::new(Some(session), env, root.to_owned()),
            model,
            terminal,
            sent,
            asked: vec![Request::Study],
        };
        headless.settle();
        Ok(headless)
    }

    /// Presses the key of this name (as in the table of actions) and draws the frame that shows it. What the session is
    /// asked waits for [`Headless::settle`]. Answers the bytes that were sent to the terminal.
    pub fn press(&mut self, name: &str) -> usize {
        if let Some(key) = Key::parse(name) {
            let modifiers = match (key.ctrl(), name.starts_with("Shift+")) {
                (true, _) => KeyModifiers::CONTROL,
                (_, true) => KeyModifiers::SHIFT,
                _ => KeyModifiers::NONE,
            };
            self.happens(Msg::Key(KeyEvent::new(key.code(), modifiers)));
        }
        self.draw()
    }

    /// Types a text, a frame for each character; answers the bytes that were sent.
    pub fn write(&mut self, text: &str) -> usize {
        let mut bytes = 0;
        for c in text.chars() {
            self.happens(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
            bytes += self.draw();
        }
        bytes
    }

    /// Lets the session answer all that it was asked, a frame for each answer; answers the bytes that were sent.
    pub fn settle(&mut self) -> usize {
        let mut bytes = 0;
        while !self.asked.is_empty() {
            let request = self.asked.remove(0);
            let answer = self.desk.answer(request);
            self.happens(Msg::Answer(Box::new(answer)));
            bytes += self.draw();
        }
        bytes
    }

    /// The screen as it stands, as an SVG picture with this title.
    pub fn picture(&mut self, title: &str) -> String {
        let frame = self.terminal.draw(|frame| view::view(&self.model, frame));
        frame.map_or(String::new(), |frame| super::picture::svg(frame.buffer, title))
    }

    /// How many requests the session has not answered.
    pub fn waiting(&self) -> usize {
        self.asked.len()
    }

    /// Forgets what stands on the screen, so that the next frame is sent whole.
    pub fn clear(&mut self) {
        use ratatui::backend::Backend;
        // Nothing is written anywhere: it cannot fail.
        let _ = self.terminal.backend_mut().clear_region(ClearType::All);
        let _ = self.terminal.clear();
    }

    fn happens(&mut self, msg: Msg) {
        for effect in update::update(&mut self.model, msg) {
            if let Effect::Ask(request) = effect {
                self.asked.push(request);
            }
        }
    }

    fn draw(&mut self) -> usize {
        let before = self.sent.0.load(Ordering::Relaxed);
        let _ = self.terminal.draw(|frame| view::view(&self.model, frame));
        self.sent.0.load(Ordering::Relaxed) - before
    }
}

impl std::fmt::Debug for Headless {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Headless").field("waiting", &self.asked.len()).finish_non_exhaustive()
    }
}
