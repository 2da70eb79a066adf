//! Crates of `cargo xtask new`, each in its own workspace: they build, test, lint and format without a warning.
//! (`corpus.rs` checks the crates of all cases, in one workspace.)

use std::fs;
use std::path::{Path, PathBuf};

use tests::{Component, cargo, repository};
use xtask::cli::New;
use xtask::workspace::Workspace;

/// Two cases that differ as much as possible: one with types and errors from an overlay, one with nasty names.
const CASES: &[(&str, bool)] = &[("overlay-types", true), ("nasty-names", false)];

#[test]
fn a_new_crate_is_clean() {
    Component::Clippy.require();
    Component::Rustfmt.require();
    for (case, has_overlay) in CASES {
        let folder = new(case, *has_overlay);
        let features = features(&folder);
        run(&folder, &["fmt", "--check"]);
        run(&folder, &["clippy", "--quiet", "--all-targets", "--features", &features]);
        run(&folder, &["doc", "--quiet", "--no-deps", "--features", &features]);
        // rustdoc does not run the test in the README.
        fs::create_dir(folder.join("tests")).expect("a folder");
        fs::write(
            folder.join("tests/readme.rs"),
            format!("//! The test in the README.\n\n{}", readme_test(&folder)),
        )
        .expect("a file");
        run(&folder, &["fmt", "--check"]);
        run(&folder, &["test", "--quiet", "--features", "mock"]);
        run(&folder, &["package", "--quiet", "--list", "--allow-dirty"]);
    }
}

/// Returns the test in the README of a crate.
fn readme_test(folder: &Path) -> String {
    let readme = fs::read_to_string(folder.join("README.md")).expect("a README");
    let mut blocks = readme.split("```rust,no_run\n").filter_map(|block| Some(block.split_once("```")?.0));
    blocks.find(|block| block.contains("#[tokio::test]")).expect("a test").to_owned()
}

/// Returns all features of a crate except `native-tls`, which needs the headers of OpenSSL on Linux. `tests/Cargo.toml`
/// enables the same ones, so that their dependencies are available without network.
fn features(folder: &Path) -> String {
    let metadata = run(folder, &["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).expect("cargo prints JSON");
    let features = metadata["packages"][0]["features"].as_object().expect("a crate has features");
    let features = features.keys().map(String::as_str).filter(|name| *name != "native-tls");
    features.collect::<Vec<_>>().join(",")
}

/// Writes the crate of a case into a folder.
fn new(case: &str, has_overlay: bool) -> PathBuf {
    let inputs = repository().join("tests/cases").join(case);
    let out = root().join(case);
    if out.exists() {
        fs::remove_dir_all(&out).expect("a former run's crate can be removed");
    }
    let created = xtask::new(&New {
        collection: inputs.join("collection.json"),
        overlay: has_overlay.then(|| inputs.join("overlay.json")),
        environment: None,
        out: out.clone(),
        name: Some(format!("new-{case}")),
    });
    let created = created.expect("the crate can be written");
    let package = created.package.unwrap_or_else(|| panic!("{case}: {}", created.diagnostics));
    // The folder is below the workspace of this repository, unless the target folder is elsewhere.
    assert!(matches!(package.workspace, None | Some(Workspace::Separate)), "{:?}", package.workspace);
    fs::copy(repository().join("Cargo.lock"), out.join("Cargo.lock")).expect("the versions can be copied");
    out
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("new")
}

/// Runs cargo in a folder and returns what it prints. Its target folder is that of `golden.rs`.
fn run(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden/target");
    let output = cargo(folder, &target).args(arguments).output().expect("cargo starts");
    let [stderr, stdout] = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(
        output.status.success(),
        "cargo {} in {}\n{stderr}\n{stdout}",
        arguments.join(" "),
        folder.display()
    );
    output.stdout
}
