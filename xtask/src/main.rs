//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

use xtask::cli::Program;

fn main() -> ExitCode {
    xtask::run::run(Program::Xtask, std::env::args_os().skip(1))
}
