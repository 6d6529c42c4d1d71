//! A headless browser, driven over its debugging pipe: for what a page does and not only what it holds.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The browser of this machine: `EMIC_BROWSER`, else Chromium on the path.
pub fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("EMIC_BROWSER") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

/// A browser with one page.
pub struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    next: u64,
    page: Option<String>,
    waiting: VecDeque<Value>,
    /// What the page has said on its console, or done wrong.
    pub complaints: Vec<String>,
    /// What the page has asked for, itself aside.
    pub requests: Vec<String>,
    _folder: TempDir,
}

impl Browser {
    /// Starts it; the two pipes are the file descriptors 3 and 4, which a shell hands on.
    pub fn start(program: &Path) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (to, from) = (folder.path().join("to"), folder.path().join("from"));
        let made = Command::new("mkfifo").args([&to, &from]).status().expect("mkfifo");
        assert!(made.success());
        let script = "exec \"$1\" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
                      --remote-debugging-pipe --user-data-dir=\"$2/profile\" about:blank 3<\"$2/to\" 4>\"$2/from\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(program).arg(folder.path());
        command.env("HOME", folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("a shell");
        let to = OpenOptions::new().write(true).open(to).expect("a pipe to the browser");
        let from = BufReader::new(File::open(from).expect("a pipe from the browser"));
        let mut browser = Self {
            child,
            to,
            from,
            next: 0,
            page: None,
            waiting: VecDeque::new(),
            complaints: Vec::new(),
            requests: Vec::new(),
            _folder: folder,
        };
        let targets = browser.call("Target.getTargets", json!({}));
        let page = targets["targetInfos"].as_array().expect("targets").iter().find(|one| one["type"] == "page");
        let id = page.expect("a page")["targetId"].clone();
        let session = browser.call("Target.attachToTarget", json!({"targetId": id, "flatten": true}));
        browser.page = Some(session["sessionId"].as_str().expect("a session").to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Calls a method and waits for its answer.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": params});
        if let Some(page) = &self.page {
            message["sessionId"] = json!(page);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let answer = self.read();
            if answer["id"] == self.next {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.waiting.push_back(answer);
        }
    }

    /// The next message; what a page should not do is noted.
    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the browser speaks");
        assert_eq!(bytes.pop(), Some(0), "the browser has gone");
        let message: Value = serde_json::from_slice(&bytes).expect("JSON");
        match message["method"].as_str() {
            Some("Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded") => {
                self.complaints.push(message["params"].to_string());
            }
            Some("Network.requestWillBeSent") if message["params"]["type"] != "Document" => {
                self.requests.push(message["params"]["request"]["url"].to_string());
            }
            _ => {}
        }
        message
    }

    /// Opens a file and waits until it is loaded.
    pub fn open(&mut self, file: &Path) {
        self.waiting.clear();
        self.call("Page.navigate", json!({"url": format!("file://{}", file.display())}));
        while !self.waiting.iter().any(|message| message["method"] == "Page.loadEventFired") {
            let message = self.read();
            self.waiting.push_back(message);
        }
    }

    /// The value of an expression in the page.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({"expression": expression, "returnByValue": true}));
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// A screen of this size, light or dark.
    pub fn screen(&mut self, width: u32, height: u32, scheme: &str) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size);
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.call("Emulation.setEmulatedMedia", features);
    }

    /// Presses a key by its name and the text that it gives.
    pub fn press(&mut self, key: &str, text: &str) {
        let code = if key == "Enter" { 13 } else { 9 };
        let mut down = json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code});
        if !text.is_empty() {
            down["text"] = json!(text);
        }
        self.call("Input.dispatchKeyEvent", down);
        self.call(
            "Input.dispatchKeyEvent",
            json!({"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}),
        );
    }

    /// Types into what has the focus.
    pub fn insert(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Keeps the page as a picture, or printed, to be looked at: in the folder `EMIC_LOOK`, where that is set.
    pub fn keep(&mut self, name: &str, method: &str, params: Value) {
        let Some(folder) = std::env::var_os("EMIC_LOOK") else { return };
        let data = self.call(method, params)["data"].as_str().expect("data").to_owned();
        std::fs::write(Path::new(&folder).join(format!("{name}.base64")), data).expect("a file to look at");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
