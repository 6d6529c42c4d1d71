//! The program: runs the command line, and the terminal UI where that is what was asked for.

use emic::cli::{self, Ran};
use emic::tui;

fn main() -> std::process::ExitCode {
    match cli::run() {
        Ran::Exit(code) => code,
        Ran::Open(opening) => {
            let cli::Opening { session, env, here, plain } = *opening;
            tui::run(tui::Start { session, env, here, plain })
        }
    }
}
