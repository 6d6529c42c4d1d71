//! A study in a temporary folder, and the program on a pseudo-terminal that is read as a person would see it.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take to appear before a test gives up: far longer than it does.
const PATIENCE: Duration = Duration::from_secs(30);

/// A study with one transcript `first`, one code and the coder amy.
pub struct Study {
    folder: tempfile::TempDir,
    /// Home, settings and cache.
    home: tempfile::TempDir,
}

impl Study {
    pub fn new(transcript: &str) -> Self {
        Self::within(tempfile::tempdir().unwrap(), transcript)
    }

    /// The same on a disk; home and cache lie elsewhere.
    pub fn on(disk: &std::path::Path, transcript: &str) -> Self {
        Self::within(tempfile::tempdir_in(disk).unwrap(), transcript)
    }

    fn within(folder: tempfile::TempDir, transcript: &str) -> Self {
        let root = folder.path().join("study");
        std::fs::create_dir_all(root.join("transcripts")).unwrap();
        let files = [
            ("study.yaml", "emic: 1\ntitle: Invented\n"),
            ("participants.csv", "participant,role\nP01,parent\n"),
            ("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n"),
            ("transcripts/first.txt", transcript),
        ];
        for (path, text) in files {
            std::fs::write(root.join(path), text).unwrap();
        }
        Self { folder, home: tempfile::tempdir().unwrap() }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("study")
    }

    pub fn journal(&self, coder: &str) -> PathBuf {
        self.root().join(format!("codings/{coder}.jsonl"))
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let folder = |name: &str| self.home.path().join(name).to_string_lossy().into_owned();
        vec![
            ("HOME", folder("home")),
            ("XDG_CONFIG_HOME", folder("home/config")),
            ("EMIC_CACHE_DIR", folder("cache")),
            ("EMIC_CODER", "amy".into()),
            ("TERM", "xterm-256color".into()),
        ]
    }

    /// What a command prints.
    pub fn emic(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
        command.arg("-s").arg(self.root()).args(arguments).envs(self.environment());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }

    /// The program on a terminal of 120 × 36.
    pub fn open(&self) -> Screen {
        self.open_with(&[])
    }

    /// The program on a terminal, with more in its environment.
    pub fn open_with(&self, more: &[(&str, &str)]) -> Screen {
        self.run_with(&[], more)
    }

    /// A command on a terminal, to its end: every byte that was sent there.
    pub fn shown(&self, arguments: &[&str]) -> Vec<u8> {
        self.run_with(arguments, &[]).exit().0
    }

    fn run_with(&self, arguments: &[&str], more: &[(&str, &str)]) -> Screen {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_emic"));
        command.cwd(self.root());
        match arguments {
            [] => command.arg(self.root()),
            arguments => command.args(arguments),
        }
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(length) = reader.read(&mut buffer) {
                if length == 0 || send.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(36, 120, 0);
        Screen { child, master: pair.master, writer, bytes, seen: Vec::new(), parser }
    }
}

/// The program on its terminal.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    seen: Vec<u8>,
    parser: vt100::Parser,
}

impl Screen {
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Whether any cell has a colour.
    pub fn has_colour(&self) -> bool {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        let cells = (0..rows).flat_map(|row| (0..columns).filter_map(move |column| screen.cell(row, column)));
        cells.into_iter().any(|cell| cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default)
    }

    /// What stands on the screen.
    pub fn contents(&self) -> String {
        self.parser.screen().contents()
    }

    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.parser.screen_mut().set_size(rows, cols);
    }

    /// Waits until a text stands on the screen.
    pub fn wait(&mut self, text: &str) {
        self.wait_until(text, |contents| contents.contains(text));
    }

    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&str) -> bool) {
        self.wait_for(what, |screen| holds(&screen.contents()));
    }

    /// Waits until the terminal was sent these characters.
    pub fn wait_sent(&mut self, sent: &str) {
        self.wait_for(sent, |screen| screen.seen.windows(sent.len()).any(|part| part == sent.as_bytes()));
    }

    /// Waits until the background of the first cell is this colour of 256.
    pub fn wait_background(&mut self, index: u8) {
        let colour = vt100::Color::Idx(index);
        self.wait_for("the background", |screen| {
            screen.parser.screen().cell(0, 0).is_some_and(|cell| cell.bgcolor() == colour)
        });
    }

    fn wait_for(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what:?} did not appear:\n{}", self.contents());
            match self.bytes.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended before {what:?}:\n{}", self.contents())
                }
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.seen.extend_from_slice(bytes);
    }

    /// Waits for the end: every byte that was sent to the terminal, and the exit status.
    pub fn exit(mut self) -> (Vec<u8>, u32) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_secs(2)) {
            self.take(&bytes);
        }
        (self.seen, status.exit_code())
    }
}
