//! `cargo postman`: the commands of `cargo xtask`, for any crate or workspace. See `cargo postman --help`.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use xtask::cli::Program;

/// Codegen allocates many small values: with the allocator of glibc, it takes 1.6 times the CPU time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    // Cargo passes the name of the subcommand.
    arguments.next_if(|argument| argument == "postman");
    xtask::run::run(Program::Postman, arguments)
}
