//! `cargo postman`: the commands of `cargo xtask`, for any crate or workspace. See `cargo postman --help`.

use std::process::ExitCode;

use xtask::cli::Program;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    // Cargo passes the name of the subcommand.
    arguments.next_if(|argument| argument == "postman");
    xtask::run::run(Program::Postman, arguments)
}
