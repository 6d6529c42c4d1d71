//! The program: runs the command line, and the terminal UI where that is what was asked for.

use emic::cli::{self, Ran};
use emic::tui;

/// Journals and texts are read by several threads at once, for which the system's allocator asks the kernel page by page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    match cli::run(tui::columns()) {
        Ran::Exit(code) => code,
        Ran::Open(opening) => {
            let cli::Opening { session, env, here, plain } = *opening;
            tui::run(tui::Start { session, env, here, plain })
        }
    }
}
