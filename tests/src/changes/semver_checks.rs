//! The step that `cargo semver-checks` requires.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, thread};

use codegen::diff::Step;
use serde_json::Value;

use super::clients::Clients;
use super::table::Row;

/// The variable with which rustc of the stable channel accepts unstable options: the JSON of rustdoc is one. It must have
/// one value in all runs of cargo, because the build scripts of some dependencies look at it.
pub const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

/// The options of rustdoc with which `cargo semver-checks` runs it.
const RUSTDOC: &str = "-Zunstable-options --document-private-items --document-hidden-items --output-format=json --cap-lints=allow";

/// The name of each crate in the JSON: both versions must have one name, but the packages of a workspace have several.
const NAME: &str = "client";

/// Returns the program `cargo-semver-checks` on the path.
#[must_use]
pub fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let name = format!("cargo-semver-checks{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&name)).find(|program| program.is_file())
}

/// Returns the step that the program requires for each row.
///
/// # Errors
///
/// When cargo or the program cannot be started, or says something unexpected.
pub fn steps(clients: &Clients, rows: &[&Row], program: &Path, jobs: usize) -> io::Result<Vec<Step>> {
    let folder = document(clients)?;
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                while let Some((index, row)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    rows.get(index).map(|row| (index, row))
                } {
                    let step = step(program, &folder, row);
                    results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, step));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, step)| step).collect()
}

/// Writes the JSON of rustdoc for all clients. Returns its folder.
fn document(clients: &Clients) -> io::Result<PathBuf> {
    let mut command = clients.crates().command()?;
    command.args(["doc", "--quiet", "--no-deps", "--lib"]).env("RUSTDOCFLAGS", RUSTDOC);
    command.args(clients.names().flat_map(|name| ["--package", name]));
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let folder = clients.crates().root().join("target").join("rustdoc-json");
    fs::create_dir_all(&folder)?;
    for name in clients.names() {
        let file = clients.crates().target().join("doc").join(name.replace('-', "_")).with_extension("json");
        let mut json: Value = serde_json::from_slice(&fs::read(&file)?).map_err(io::Error::other)?;
        rename(&mut json);
        fs::write(folder.join(name).with_extension("json"), json.to_string())?;
    }
    Ok(folder)
}

/// Gives the crate in the JSON of rustdoc the common name.
fn rename(json: &mut Value) {
    let root = json["root"].to_string();
    if let Some(item) = json["index"].get_mut(&root) {
        item["name"] = NAME.into();
    }
    let paths = json["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    for path in paths.filter(|path| path["crate_id"] == 0) {
        if let Some(first) = path["path"].get_mut(0) {
            *first = NAME.into();
        }
    }
}

fn step(program: &Path, folder: &Path, row: &Row) -> io::Result<Step> {
    let file = |name: &str| folder.join(name).with_extension("json");
    let output = Command::new(program)
        .args([OsStr::new("semver-checks"), OsStr::new("check-release"), OsStr::new("--color=never")])
        .arg("--baseline-rustdoc")
        .arg(file(&row.old.name))
        .arg("--current-rustdoc")
        .arg(file(&row.new.name))
        .arg("--release-type=patch")
        .output()?;
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).join("\n");
    read(&text).ok_or_else(|| io::Error::other(format!("{}: cargo semver-checks printed\n{text}", row.name)))
}

/// Reads the summary that the program prints.
fn read(text: &str) -> Option<Step> {
    let summary = text.lines().find_map(|line| line.trim().strip_prefix("Summary "))?;
    if summary.contains("requires new major version") {
        Some(Step::Major)
    } else if summary.contains("requires new minor version") {
        Some(Step::Minor)
    } else if summary.contains("no semver update required") {
        Some(Step::None)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_has_the_step() {
        for (line, step) in [
            (
                "     Summary semver requires new major version: 1 major and 2 minor checks failed",
                Some(Step::Major),
            ),
            (
                "     Summary semver requires new minor version: 0 major and 1 minor checks failed",
                Some(Step::Minor),
            ),
            ("     Summary no semver update required", Some(Step::None)),
            ("     Summary it rains", None),
            ("error: a file is missing", None),
        ] {
            assert_eq!(read(&format!("Checking\n{line}\nFinished")), step, "{line}");
        }
    }
}
