//! Crates made by `cargo xtask new`, each on its own, as their owners have them: they build, test, lint and format without
//! a warning. (`golden.rs` compiles those of all cases, in one workspace.)

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tests::repository;
use xtask::cli::New;

/// Two cases that differ as much as cases do: one with types and errors from an overlay, one with nasty names.
const CASES: &[(&str, bool)] = &[("overlay-types", true), ("nasty-names", false)];

#[test]
fn a_new_crate_is_clean() {
    for (case, has_overlay) in CASES {
        let folder = new(case, *has_overlay);
        cargo(&folder, &["fmt", "--check"]);
        cargo(
            &folder,
            &["clippy", "--quiet", "--all-targets", "--all-features", "--offline", "--", "-Dwarnings"],
        );
        cargo(&folder, &["doc", "--quiet", "--no-deps", "--all-features", "--offline"]);
        cargo(&folder, &["test", "--quiet", "--offline"]);
        cargo(&folder, &["package", "--quiet", "--list", "--allow-dirty", "--offline"]);
    }
}

/// Makes the crate of a case, in a folder outside this workspace's own.
fn new(case: &str, has_overlay: bool) -> PathBuf {
    let inputs = repository().join("tests/cases").join(case);
    let out = root().join(case);
    if out.exists() {
        fs::remove_dir_all(&out).expect("a former run's crate can be removed");
    }
    let created = xtask::new(&New {
        collection: inputs.join("collection.json"),
        overlay: has_overlay.then(|| inputs.join("overlay.json")),
        out: out.clone(),
        name: Some(format!("new-{case}")),
    });
    let created = created.expect("the crate is made");
    assert!(created.package.is_some(), "{case}: {}", created.diagnostics);
    // Cargo looks upwards for a workspace, and this folder is below one.
    let manifest = out.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, format!("{text}\n[workspace]\n")).expect("the manifest can be written");
    fs::copy(repository().join("Cargo.lock"), out.join("Cargo.lock")).expect("the versions can be copied");
    out
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("new")
}

fn cargo(folder: &Path, arguments: &[&str]) {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        // With the flags and the folder of `golden.rs`, dependencies are built once for both.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden/target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo starts");
    let (said, told) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "cargo {} in {}\n{said}\n{told}", arguments.join(" "), folder.display());
}
