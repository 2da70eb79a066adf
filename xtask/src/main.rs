//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use xtask::cli::Program;

/// Codegen allocates many small values: with the allocator of glibc, it takes 1.6 times the CPU time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    xtask::run::run(Program::Xtask, std::env::args_os().skip(1))
}
