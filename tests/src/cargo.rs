//! Running cargo in tests.

use std::env;
use std::path::Path;
use std::process::Command;

/// The prefixes of environment variables that change what cargo builds, or where. These variables are removed.
const REMOVED_PREFIXES: &[&str] =
    &["CARGO_BUILD_", "CARGO_ENCODED_", "CARGO_PROFILE_", "CARGO_TARGET_", "CARGO_TERM_"];

/// Returns a command that runs cargo in this folder, with this target folder. Warnings are errors.
///
/// It does not use the network, so the dependencies must already be in cargo's home. The dependencies of this workspace
/// are, because cargo fetches them before it runs the test. Dependencies of an optional feature of the client are, if
/// `tests/Cargo.toml` enables the feature.
///
/// Flags and profile are always the same, so crates that share a target folder share their compiled dependencies.
#[must_use]
pub fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(program());
    for (name, _) in env::vars_os() {
        let lossy_name = name.to_string_lossy();
        if REMOVED_PREFIXES.iter().any(|prefix| lossy_name.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings -Wrustdoc::all -Arustdoc::private_doc_tests");
    command
}

fn program() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A component of the toolchain that rustup can install and that cargo runs as a subcommand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Component {
    /// `cargo clippy`
    Clippy,
    /// `cargo fmt`
    Rustfmt,
}

impl Component {
    /// Returns the version that is installed.
    ///
    /// # Errors
    ///
    /// When the component is missing. The message has the command that installs it.
    pub fn version(self) -> Result<String, String> {
        let (name, subcommand) = match self {
            Self::Clippy => ("clippy", "clippy"),
            Self::Rustfmt => ("rustfmt", "fmt"),
        };
        let output = Command::new(program()).args([subcommand, "--version"]).output();
        match output {
            Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Ok(_) => Err(format!(
                "the component {name} of the Rust toolchain is missing\n  help: `rustup component add {name}` installs it"
            )),
            Err(error) => Err(format!("cannot run cargo: {error}")),
        }
    }

    /// Checks that the component is installed.
    ///
    /// # Panics
    ///
    /// When it is missing, with the message of [`Self::version`].
    pub fn require(self) {
        if let Err(problem) = self.version() {
            panic!("{problem}");
        }
    }
}
