//! A study in a temporary folder, a model, and keys that are pressed.

use std::fs;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;

use crate::session::{Env, Session};
use crate::tui::desk::Desk;
use crate::tui::effect::{Effect, Request};
use crate::tui::model::Model;
use crate::tui::msg::Msg;
use crate::tui::theme::Depth;
use crate::tui::update::update;
use crate::tui::view;

const ONE: &str = "---\nparticipants:\n  P1: P01\ninterviewers: [INT]\n---\n\
INT: How did it begin?\n\n\
P1: We waited a year. Nobody rang us. Then a letter came, and it said we were at the back of the queue again.\n\n\
INT: And school?\n\n\
P1: School was kind. They wrote it all down with us.\n\n\
GUEST: I have to go.\n";
const TWO: &str = "---\nparticipants:\n  P2: P02\ninterviewers: [INT]\n---\n\
INT: Tell me about the support.\n\nP2: She has one adult. The adult waited with her \u{1b}[31m每天\u{1b}[0m, I think.\n";
const BOOK: &str = "codes:\n  - id: delays\n    name: Referral delays\n    definition: Time between a request and an answer.\n    \
include: Waiting lists.\n    exclude: Late taxis.\n    codes:\n      - id: silence\n        name: No news\n  \
- id: comms\n    name: Communication\n    definition: How people talk.\n";

/// A study that is used.
pub struct World {
    folder: tempfile::TempDir,
    pub desk: Desk,
    pub model: Model,
    /// Requests that are kept back, if they are.
    pub held: Option<Vec<Request>>,
    /// Effects that are no requests.
    pub done: Vec<Effect>,
}

impl World {
    pub fn new(coder: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        fs::create_dir_all(root.join("transcripts")).unwrap();
        fs::write(root.join("study.yaml"), "emic: 1\ntitle: Waiting\n").unwrap();
        fs::write(root.join("participants.csv"), "participant,role\nP01,parent\nP02,TA\n").unwrap();
        fs::write(root.join("codebook.yaml"), BOOK).unwrap();
        fs::write(root.join("transcripts/one.txt"), ONE).unwrap();
        fs::write(root.join("transcripts/two.txt"), TWO).unwrap();
        let mut env = Env::fixed(1_700_000_000_000, 7, folder.path().join("machine"));
        env.coder = coder.map(String::from);
        let session = Session::open(&root, env).unwrap();
        let mut world = Self::at(folder, Some(session));
        world.carry_out(vec![Effect::Ask(Request::Study)]);
        world
    }

    /// A terminal in a folder, with a study or none.
    pub fn at(folder: tempfile::TempDir, session: Option<Session>) -> Self {
        Self::below(folder, "", session)
    }

    fn below(folder: tempfile::TempDir, here: &str, session: Option<Session>) -> Self {
        let machine = folder.path().join("machine");
        let env = move || Env::fixed(1_700_000_000_000, 7, machine.clone());
        let desk = Desk::new(session, Box::new(env), folder.path().join(here));
        Self { folder, desk, model: Model::new((120, 36), Depth::None), held: None, done: Vec::new() }
    }

    /// Starts where no study is.
    pub fn start(folder: tempfile::TempDir) -> Self {
        let mut world = Self::at(folder, None);
        world.carry_out(vec![Effect::Ask(Request::Study)]);
        world
    }

    /// Starts in the folder `here` with these files; no study is there yet.
    pub fn start_with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().join("here");
        fs::create_dir(&here).unwrap();
        files.iter().for_each(|(name, text)| fs::write(here.join(name), text).unwrap());
        let mut world = Self::below(folder, "here", None);
        world.carry_out(vec![Effect::Ask(Request::Study)]);
        world
    }

    /// Asks the session's thread.
    pub fn ask(&mut self, request: Request) {
        self.carry_out(vec![Effect::Ask(request)]);
    }

    /// Ends the program; what is on the disk stays.
    pub fn leave(self) -> tempfile::TempDir {
        self.folder
    }

    /// The folder in which emic was started; the study, if any, is in `study` beneath it.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Asks for the study, as is done at the start.
    pub fn study(&mut self) {
        self.carry_out(vec![Effect::Ask(Request::Study)]);
    }

    /// The open study.
    pub fn session(&self) -> &Session {
        self.desk.session().unwrap()
    }

    /// Looks at the disk, as is done every second.
    pub fn look(&mut self) {
        if let Some(answer) = self.desk.look() {
            self.happens(Msg::Answer(Box::new(answer)));
        }
    }

    /// In the first transcript, as zoe.
    pub fn reading() -> Self {
        let mut world = Self::new(Some("zoe"));
        world.press("Enter");
        world
    }

    /// Presses keys: names parted by spaces.
    pub fn press(&mut self, keys: &str) {
        for name in keys.split(' ') {
            let (modifiers, name) = match (name.strip_prefix("Ctrl+"), name.strip_prefix("Shift+")) {
                (Some(rest), _) => (KeyModifiers::CONTROL, rest),
                (_, Some(rest)) => (KeyModifiers::SHIFT, rest),
                _ => (KeyModifiers::NONE, name),
            };
            let code = match name {
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Tab" => KeyCode::Tab,
                "Space" => KeyCode::Char(' '),
                "Up" => KeyCode::Up,
                "Down" => KeyCode::Down,
                "Right" => KeyCode::Right,
                "End" => KeyCode::End,
                "F2" => KeyCode::F(2),
                "F3" => KeyCode::F(3),
                "F4" => KeyCode::F(4),
                "F5" => KeyCode::F(5),
                "F6" => KeyCode::F(6),
                "F7" => KeyCode::F(7),
                "F8" => KeyCode::F(8),
                "F9" => KeyCode::F(9),
                "F10" => KeyCode::F(10),
                "BackTab" => KeyCode::BackTab,
                "Left" => KeyCode::Left,
                "F11" => KeyCode::F(11),
                _ => KeyCode::Char(name.chars().next().unwrap()),
            };
            self.happens(Msg::Key(KeyEvent::new(code, modifiers)));
        }
    }

    /// Types text.
    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.happens(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
    }

    pub fn happens(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match (effect, &mut self.held) {
                (Effect::Ask(request), Some(held)) => held.push(request),
                (Effect::Ask(request), None) => {
                    let answer = self.desk.answer(request);
                    self.happens(Msg::Answer(Box::new(answer)));
                }
                (effect, _) => self.done.push(effect),
            }
        }
    }

    /// Answers what was kept back.
    pub fn let_go(&mut self) {
        let held = self.held.take().unwrap_or_default();
        self.carry_out(held.into_iter().map(Effect::Ask).collect());
    }

    /// The codings on the disk: code, wording.
    pub fn coded(&self) -> Vec<(String, String)> {
        let codings = self.session().state().codings.values();
        codings.map(|coding| (coding.code.to_string(), coding.place.quote.to_string())).collect()
    }

    /// The screen at a size.
    pub fn screen(&mut self, columns: u16, rows: u16) -> String {
        self.happens(Msg::Resize(columns, rows));
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view::view(&self.model, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let rows = buffer.content.chunks(usize::from(columns)).map(|row| {
            let mut line = String::new();
            let mut wide = 0;
            for cell in row {
                if wide > 0 {
                    wide -= 1;
                    continue;
                }
                wide = crate::text::width(cell.symbol()).saturating_sub(1);
                line.push_str(cell.symbol());
            }
            line.trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// Where the terminal's cursor stands, and what stands from there on; `None`: it is hidden.
    pub fn cursor(&mut self, columns: u16, rows: u16) -> Option<(Position, String)> {
        self.happens(Msg::Resize(columns, rows));
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        // Nothing that has the focus stands at the top left.
        terminal.set_cursor_position(Position::ORIGIN).unwrap();
        terminal.draw(|frame| view::view(&self.model, frame)).unwrap();
        let at = terminal.get_cursor_position().unwrap();
        let buffer = terminal.backend().buffer();
        let text = (at.x..columns).filter_map(|x| buffer.cell((x, at.y))).map(|cell| cell.symbol()).collect();
        (at != Position::ORIGIN).then_some((at, text))
    }

    /// What the last line says; of what takes several rows, all of them.
    pub fn said(&mut self) -> String {
        let screen = self.screen(120, 36);
        let lines: Vec<&str> = screen.lines().map(str::trim).collect();
        let begins =
            self.model.notice.as_ref().map(|(_, said)| said.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
        let long = begins.is_some_and(|begins| !lines[lines.len() - 1].starts_with(&begins));
        let rule = lines.iter().rposition(|line| line.starts_with('─') && line.ends_with('─'));
        let from = rule.filter(|_| long).map_or(lines.len() - 1, |rule| rule + 1);
        lines[from..].join(" ")
    }
}
