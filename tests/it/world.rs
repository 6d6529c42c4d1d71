//! A study in a folder of its own, and the program run on it as a person would run it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit status.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error, without the line that says where the cache lies.
    pub err: String,
}

impl Ran {
    /// The run, which must have ended with status 0.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.with(0)
    }

    /// The run, which must have ended with this status.
    #[track_caller]
    pub fn with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Standard error must hold this.
    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        assert!(self.err.contains(part), "`{part}` is not in: {}", self.err);
        self
    }

    /// Standard output must hold this.
    #[track_caller]
    pub fn prints(self, part: &str) -> Self {
        assert!(self.out.contains(part), "`{part}` is not in: {}", self.out);
        self
    }

    /// The objects on standard output, one a line.
    #[track_caller]
    pub fn objects(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The rows of a csv table on standard output, its head aside, as cells.
    #[track_caller]
    pub fn rows(&self) -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        reader.records().map(|row| row.expect("a row").iter().map(String::from).collect()).collect()
    }

    /// One column of a csv table on standard output.
    #[track_caller]
    pub fn column(&self, name: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let at = reader.headers().expect("a head").iter().position(|known| known == name).expect(name);
        reader.records().map(|row| row.expect("a row")[at].to_owned()).collect()
    }
}

/// A folder for one test: a study, a home, a cache.
pub struct World {
    root: TempDir,
    coder: String,
}

impl World {
    /// A world whose study's folder is empty.
    pub fn empty() -> Self {
        Self::within(TempDir::new().expect("a folder for the test"))
    }

    fn within(root: TempDir) -> Self {
        for folder in ["study", "home", "cache"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        Self { root, coder: "amy".into() }
    }

    /// A world with these files in its study.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let world = Self::empty();
        files.iter().for_each(|(path, text)| world.write(path, text));
        world
    }

    /// A world with these files, all of it in a folder on this disk.
    pub fn on(disk: &Path, files: &[(&str, &str)]) -> Self {
        let world = Self::within(TempDir::new_in(disk).expect("a folder for the test"));
        files.iter().for_each(|(path, text)| world.write(path, text));
        world
    }

    /// The clinic with three passages coded by amy.
    pub fn clinic_coded() -> Self {
        let world = Self::with(CLINIC);
        world.code(
            "amy",
            &[
                ("one", "We waited nine weeks.", "waiting"),
                ("two", "The bus takes two hours.", "travel"),
                ("two", "families wait", "waiting"),
            ],
        );
        world
    }

    /// The folder of the study.
    pub fn dir(&self) -> PathBuf {
        self.root.path().join("study")
    }

    /// A file of the study.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir().join(path)
    }

    /// A file beside the study: a key, an export to be shared.
    pub fn outside(&self, path: &str, text: impl AsRef<[u8]>) -> String {
        let full = self.root.path().join(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("folders");
        fs::write(&full, text).expect("a file");
        full.to_string_lossy().into_owned()
    }

    /// Everything that emic keeps outside of the study, by path: caches, backups, settings.
    pub fn kept_outside(&self) -> Vec<(String, Vec<u8>)> {
        ["home", "cache"].iter().flat_map(|folder| files_below(&self.root.path().join(folder))).collect()
    }

    /// Writes a file of the study.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.path(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("folders");
        fs::write(full, text).expect("a file");
    }

    /// Reads a file of the study.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect(path)
    }

    /// Writes a file of the study anew with one passage replaced, which must be there.
    #[track_caller]
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{old}` is not in {path}");
        self.write(path, text.replacen(old, new, 1));
    }

    /// All files of the study with their bytes, by path.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files_below(&self.dir())
    }

    /// The program, ready to run in the study's folder, without a terminal.
    pub fn command(&self, coder: &str, args: &[&str]) -> Command {
        let root = self.root.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
        command.current_dir(self.dir()).args(args).env_clear();
        // What the system's loader may need; nothing that changes what the program does.
        for name in ["PATH", "SystemRoot", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("HOME", root.join("home")).env("NO_COLOR", "1").env("EMIC_CACHE_DIR", root.join("cache"));
        command.env("XDG_CACHE_HOME", root.join("home/cache")).env("XDG_CONFIG_HOME", root.join("home/config"));
        if !coder.is_empty() {
            command.env("EMIC_CODER", coder);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program as this coder (empty: nobody said who), with this on standard input.
    #[track_caller]
    pub fn run(&self, coder: &str, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(coder, args).spawn().expect("the program starts");
        // A program that has refused already does not read its input.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let err = text(output.stderr);
        assert!(!err.contains("panicked"), "{args:?}: {err}");
        let kept = err.split_inclusive('\n').filter(|line| !line.starts_with("what emic derives from this study"));
        let code = output.status.code().expect("no signal");
        Ran { code, out: text(output.stdout), err: kept.collect() }
    }

    /// Runs the program as `amy`.
    #[track_caller]
    pub fn emic(&self, args: &[&str]) -> Ran {
        self.run(&self.coder, args, "")
    }

    /// Runs the program as another coder.
    #[track_caller]
    pub fn as_coder(&self, coder: &str, args: &[&str]) -> Ran {
        self.run(coder, args, "")
    }

    /// Codes passages given as (transcript, quote, code) by one coder in one action.
    #[track_caller]
    pub fn code(&self, coder: &str, codings: &[(&str, &str, &str)]) -> Ran {
        let line = |(transcript, quote, code): &(&str, &str, &str)| {
            format!("{}\n", serde_json::json!({"transcript": transcript, "quote": quote, "code": code}))
        };
        let lines: String = codings.iter().map(line).collect();
        self.run(coder, &["code", "add", "--stdin"], &lines).ok()
    }

    /// The codings in scope as objects.
    #[track_caller]
    pub fn codings(&self) -> Vec<serde_json::Value> {
        self.emic(&["code", "list", "--json"]).objects()
    }

    /// `code quote` of every coding in scope.
    #[track_caller]
    pub fn coded(&self) -> Vec<String> {
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        self.codings().iter().map(|row| format!("{} {}", text(row, "code"), text(row, "quote"))).collect()
    }
}

/// All files below a folder with their bytes, by path.
pub fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// The words of a query, a list of arguments, from one line.
pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// The study of most tests: two interviews and an invented clinic. Three people, one attribute, four codes and a set.
pub const CLINIC: &[(&str, &str)] = &[
    ("study.yaml", "# An invented study.\nemic: 1\ntitle: Clinic (invented)\ninterviewers: [INT]\n"),
    ("participants.csv", "participant,role,site\nP01,parent,north\nP02,parent,south\nP03,nurse,\n"),
    ("cases.csv", "case,age\nada,4\nbo,6\n"),
    (
        "codebook.yaml",
        "title: Clinic\ncodes:\n  - id: access\n    name: Access\n    definition: Getting seen.\n    codes:\n      - id: waiting\n        name: Waiting\n      - id: travel\n        name: Travel\n  - id: trust\n    name: Trust\nthemes:\n  - id: burden\n    name: Burden\n    codes: [waiting, trust]\n",
    ),
    ("transcripts/one.txt", ONE),
    ("transcripts/two.txt", TWO),
];

/// The first interview.
pub const ONE: &str = "INT: How long did you wait?

P01: We waited nine weeks. Nobody rang us back, so we drove there.

INT: Did you trust them?

P01: Not then. I trust the nurse now.
";

/// The second interview, with two people.
pub const TWO: &str = "INT: And you?

P02: The bus takes two hours. We waited as well.

P03: I see families wait every week. It is hard on them.

P02: She is kind, though.
";
