//! A study for the crash harness, and what is seen of it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// What is seen of a study, one thing a string.
pub type Facts = BTreeSet<String>;

/// Random numbers that a seed decides (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    /// A number from 0 to 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A study in a folder of its own, with a home, a cache and a colleague's copy.
pub struct World {
    dir: tempfile::TempDir,
}

impl World {
    /// A small study of two interviews, the first long enough for thousands of passages.
    pub fn new() -> Self {
        let world = Self { dir: tempfile::tempdir().unwrap() };
        let long: String = (0..4000).map(|number| format!("week {number} and ")).collect();
        for (path, text) in [
            ("study.yaml", "emic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
            ("participants.csv", "participant,role\nP01,parent\n"),
            (
                "codebook.yaml",
                "codes:\n  - id: waiting\n    name: Waiting\n  - id: travel\n    name: Travel\n  - id: trust\n    name: Trust\n",
            ),
            ("transcripts/one.txt", &format!("P01: {long}so on.\n")),
            ("transcripts/two.txt", "INT: And you?\n\nP01: Nobody rang us back.\n\n"),
        ] {
            world.write(&format!("study/{path}"), text);
        }
        world
    }

    /// The same in which amy has coded much before: her journal is so long that its events are kept in the cache.
    pub fn of_long_standing() -> Self {
        let world = Self::new();
        let line = |number: usize| {
            let at = 10_000 + number * 20;
            format!("{{\"transcript\":\"one\",\"span\":[{at},{}],\"code\":\"trust\"}}\n", at + 9)
        };
        let lines: String = (0..1200).map(line).collect();
        let child = world.spawn(&["code", "add", "--stdin"].map(str::to_owned), &lines);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        world
    }

    /// Whether events of a journal are kept in the cache.
    pub fn keeps_events(&self) -> bool {
        fn has_rows(dir: &Path) -> bool {
            let entries = fs::read_dir(dir).into_iter().flatten().flatten();
            entries
                .map(|entry| entry.path())
                .any(|path| path.extension().is_some_and(|end| end == "rows") || has_rows(&path))
        }
        has_rows(&self.dir.path().join("cache"))
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let full = self.dir.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, text).unwrap();
        full
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("study")
    }

    /// A file beside the study.
    pub fn outside(&self, name: &str, text: &str) -> String {
        self.write(&format!("outside/{name}"), text).to_string_lossy().into_owned()
    }

    fn command(&self, coder: &str, root: &Path, args: &[&str]) -> Command {
        let program = std::env::var_os("EMIC_CRASH_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_emic").into());
        let mut command = Command::new(program);
        command.current_dir(root).args(args).env_clear();
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        let home = self.dir.path().join("home");
        command
            .env("HOME", &home)
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_CONFIG_HOME", home.join("config"));
        command.env("NO_COLOR", "1").env("EMIC_CODER", coder).env("EMIC_CACHE_DIR", self.dir.path().join("cache"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Starts the program as amy.
    pub fn spawn(&self, args: &[String], input: &str) -> Child {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut child = self.command("amy", &self.root(), &args).spawn().unwrap();
        // Who was killed or has refused reads no more.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child
    }

    fn output(&self, coder: &str, root: &Path, args: &[&str]) -> Output {
        self.command(coder, root, args).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs the program as amy to its end, which must be a good one; what it prints.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.output("amy", &self.root(), args);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        // A list in which nothing stands ends with 1.
        let well = output.status.success() || (args.contains(&"list") && output.status.code() == Some(1));
        assert!(well, "{args:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    /// The study must have no fault.
    pub fn check(&self, what: &str) {
        let output = self.output("amy", &self.root(), &["check"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains("no fault"), "{what}\n{said}");
    }

    /// A copy of the study in which a colleague has coded one passage more.
    pub fn colleague(&self, number: usize) -> String {
        let copy = self.dir.path().join("colleague");
        if !copy.exists() {
            for path in ["study.yaml", "participants.csv", "codebook.yaml", "transcripts/one.txt"] {
                let text = fs::read_to_string(self.root().join(path)).unwrap();
                let text = if path == "codebook.yaml" {
                    "codes:\n  - id: trust\n    name: Trust\n".into()
                } else if path == "participants.csv" {
                    "participant,role\nP01,parent\n".into()
                } else {
                    text
                };
                self.write(&format!("colleague/{path}"), &text);
            }
        }
        let span = format!("{number}..{}", number + 9);
        let code = ["code", "add", "--transcript", "one", "--span", &span, "--code", "trust"];
        let output = self.output("ben", &copy, &code);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        copy.to_string_lossy().into_owned()
    }

    /// What a transcript says.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.root().join(format!("transcripts/{name}.txt"))).unwrap()
    }

    /// Changes with every file that is written into the study.
    pub fn written(&self) -> u64 {
        let folder = |path: &str| fs::read_dir(self.root().join(path)).map_or(0, |entries| entries.count() as u64);
        let length = |path: &str| fs::metadata(self.root().join(path)).map_or(0, |meta| meta.len());
        let journals = length("codings/amy.jsonl") + length("codings/ben.jsonl");
        journals + (folder("") << 40) + (folder("transcripts") << 48)
    }

    /// What is seen of the study as it stands on the disk.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for row in self.run(&["code", "list", "--json"]).lines() {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let (coder, transcript, code) = (text("coder"), text("transcript"), text("code"));
            facts.insert(format!("coding {coder} {transcript} {} {} {code}", row["start"], row["end"]));
        }
        for line in self.run(&["memo", "list", "--format", "csv"]).lines().filter(|line| line.contains("memo number")) {
            let text = line.split(',').find(|cell| cell.starts_with("memo number")).unwrap();
            facts.insert(format!("memo {text}"));
        }
        let book = fs::read_to_string(self.root().join("codebook.yaml")).unwrap();
        let mut id = String::new();
        for line in book.lines().map(|line| line.trim().trim_start_matches("- ")) {
            if let Some(found) = line.strip_prefix("id: ") {
                id = found.to_owned();
            } else if let Some(name) = line.strip_prefix("name: ") {
                facts.insert(format!("code {id} {name}"));
            }
        }
        for entry in fs::read_dir(self.root().join("transcripts")).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(name) = name.strip_suffix(".txt").filter(|name| *name != "one") {
                facts.insert(format!("text {name} {}", self.text(name)));
            }
        }
        let people = fs::read_to_string(self.root().join("participants.csv")).unwrap();
        let people = people.lines().skip(1).filter_map(|row| row.split(',').next());
        facts.extend(people.map(|person| format!("person {person}")));
        facts
    }
}
