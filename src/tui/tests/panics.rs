//! A panic or an error gives the terminal back before it is reported. The child is this test program in a real pseudo-terminal.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::tui::terminal::Screen;

/// Set in the child only.
const CHILD: &str = "EMIC_TEST_PANIC";

/// Panics while the terminal is taken, where the parent asks for it; else there is nothing to do.
#[test]
fn child() {
    let Some(where_to) = std::env::var_os(CHILD) else { return };
    let mut screen = Screen::take().unwrap();
    screen.draw(|frame| frame.render_widget("drawn", frame.area())).unwrap();
    if where_to == "error" {
        // As the loop does it: the error goes up, and the screen is dropped on its way.
        let failed = move || -> std::io::Result<()> {
            let _screen = screen;
            std::fs::read("/no/such/folder/file").map(|_| ())
        };
        if failed().is_err() {
            eprintln!("error: a fault of the disk");
        }
    } else if where_to == "thread" {
        let _ = std::thread::spawn(|| panic!("a fault elsewhere")).join();
    } else {
        panic!("a fault");
    }
}

#[test]
fn the_terminal_is_given_back_once_and_the_report_can_be_read() {
    for where_to in ["here", "thread", "error"] {
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tui::tests::panics::child", "--nocapture", "--test-threads=1"]);
        command.env(CHILD, where_to);
        command.env("TERM", "xterm-256color");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut bytes = Vec::new();
        let mut reader = pair.master.try_clone_reader().unwrap();
        // Reading a terminal whose program has ended is an error on Linux, and the end elsewhere.
        let _ = reader.read_to_end(&mut bytes);
        child.wait().unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("drawn"), "{text}");
        assert_eq!(text.matches("\u{1b}[?1049l").count(), 1, "{where_to}");
        let left = text.find("\u{1b}[?1049l").unwrap();
        let fault = match where_to {
            "thread" => "a fault elsewhere",
            "error" => "a fault of the disk",
            _ => "a fault",
        };
        assert!(text[left..].contains(fault), "the report stands on the ordinary screen");
        assert!(text[left..].contains("\u{1b}[?25h"), "the cursor is shown");
    }
}
