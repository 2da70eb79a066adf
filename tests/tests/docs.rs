//! The documents are correct: code compiles, commands run in CI, links and paths exist; and no file contains a path of
//! the machine of its author.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::repository;

/// The Rust code in the READMEs, which is compiled here and compared below.
#[allow(dead_code, clippy::print_stdout, reason = "it is compiled, not run")]
#[path = "readme/first_call.rs"]
mod first_call;

/// The test in the README, which runs with the others here.
#[path = "readme/own_tests.rs"]
mod own_tests;

/// The Rust code that may be in the READMEs.
const CODE: &[&str] = &[include_str!("readme/first_call.rs"), include_str!("readme/own_tests.rs")];

const DOCUMENTS: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "generated-client/README.md"];

/// The commands that CI cannot run, with the reason.
const NOT_IN_CI: &[(&str, &str)] = &[
    ("cargo run -p stand-in", "it runs until it is stopped; the stand-in's own tests start the same binary"),
    (
        "cargo xtask new orders.json --out ../orders",
        "it needs the reader's own collection; tests/tests/new.rs generates crates and builds them",
    ),
    (
        "cargo doc -p generated-client --no-deps --open",
        "it opens a browser; CI builds the same documentation",
    ),
];

#[test]
fn readme_code_compiles() {
    for document in ["README.md", "generated-client/README.md"] {
        let text = read(document);
        let mut blocks = text.split("\n```rust").skip(1).peekable();
        assert!(blocks.peek().is_some(), "{document} has no Rust code");
        for block in blocks {
            let code = block.split_once('\n').and_then(|(_, rest)| rest.split_once("```")).expect("an end").0;
            assert!(
                CODE.contains(&code),
                "{document}: the files in tests/tests/readme do not have this code\n{code}"
            );
        }
    }
}

#[test]
fn readme_commands_run_in_ci() {
    let ci = read(".ci/run");
    let runs: Vec<&str> = ci.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let is_run = |command: &str| runs.iter().any(|line| line.ends_with(&format!("step {command}")));
    let commands = commands(&read("README.md"));
    assert!(commands.len() > 4, "the README's commands were not found: {commands:?}");
    for command in &commands {
        let is_excused = NOT_IN_CI.iter().any(|(other, _)| other == command);
        assert!(is_run(command) || is_excused, "README.md has `{command}`, which .ci/run does not run");
    }
    for (command, _) in NOT_IN_CI {
        assert!(commands.contains(*command), "README.md does not have `{command}` any more");
    }
}

/// Returns the commands that begin with `cargo ` in indented code and in tables.
fn commands(text: &str) -> BTreeSet<String> {
    let indented = text.lines().filter_map(|line| line.strip_prefix("    ")).map(str::trim);
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let cells = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let commands = indented.chain(cells).filter(|command| command.starts_with("cargo "));
    commands.map(str::to_owned).collect()
}

#[test]
fn linked_files_exist() {
    for document in DOCUMENTS {
        let folder = repository().join(document);
        let folder = folder.parent().expect("a folder");
        let text = read(document);
        let targets =
            text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
            let (file, _) = target.split_once('#').unwrap_or((target, ""));
            assert!(folder.join(file).exists(), "{document} links to {target}, which does not exist");
        }
    }
}

#[test]
fn the_code_map_is_up_to_date() {
    let text = read("ARCHITECTURE.md");
    let map = text.split("\n## Code map\n").nth(1).and_then(|rest| rest.split("\n## ").next());
    let mut paths = 0;
    for row in map.expect("a code map").lines().filter(|line| line.starts_with("| `")) {
        let cell = row.split('|').nth(1).unwrap_or_default();
        // A cell may have several paths. Each is relative to the root, or to the folder of the first.
        let mut beside = PathBuf::new();
        for path in cell.split('`').skip(1).step_by(2) {
            let path = path.trim_end_matches('*');
            let whole = repository().join(path);
            let exists = |path: &Path| path.exists() || path.with_extension("rs").exists();
            let found = exists(&whole) || beside.ancestors().any(|folder| exists(&folder.join(path)));
            assert!(found, "ARCHITECTURE.md: the code map has {path}, which does not exist");
            if paths == 0 || whole.exists() {
                beside = whole;
            }
            paths += 1;
        }
    }
    assert!(paths > 8, "the code map was not found");
}

/// A clone works on every machine, so no file may name one, or a server that only its author can reach.
#[test]
fn no_file_has_local_paths_or_servers() {
    // Each pattern is split, so that this file does not contain it.
    let parts = [
        ("/wo", "rk/"),
        ("/tm", "p/target"),
        ("/ro", "ot/"),
        ("/Use", "rs/"),
        ("/home", "/"),
        ("C:\\Use", "rs\\"),
        ("artif", "actory"),
        (".inter", "nal/"),
    ];
    let patterns = parts.map(|(first, second)| format!("{first}{second}"));
    for path in files() {
        let Ok(text) = fs::read_to_string(repository().join(&path)) else { continue };
        for pattern in &patterns {
            let line = text.lines().position(|line| line.contains(pattern.as_str()));
            assert_eq!(line.map(|line| line + 1), None, "{path} has {pattern} in this line");
        }
    }
}

/// Returns the files of the repository: those that git tracks or would add or, without git, all.
fn files() -> Vec<String> {
    let arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(arguments).current_dir(repository()).output();
    if let Ok(output) = listed
        && output.status.success()
    {
        return String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    }
    let mut files = Vec::new();
    walk(repository(), "", &mut files);
    files
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().expect("a type").is_dir();
        match is_folder {
            true if name == "target" || name == ".git" => {}
            true => walk(&entry.path(), &format!("{prefix}{name}/"), files),
            false => files.push(format!("{prefix}{name}")),
        }
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
