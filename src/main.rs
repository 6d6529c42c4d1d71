//! The program: runs the command line.

fn main() -> std::process::ExitCode {
    emic::cli::run()
}
