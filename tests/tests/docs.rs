//! The documents are correct: code compiles, commands run in CI, links and paths exist; and no file contains a path of
//! the machine of its author.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tests::repository;

/// The Rust code in the READMEs, which is compiled here and compared below.
#[allow(dead_code, clippy::print_stdout, reason = "it is compiled, not run")]
#[path = "readme/first_call.rs"]
mod first_call;

/// The test in the README, which runs with the others here.
#[path = "readme/own_tests.rs"]
mod own_tests;

/// The test with a mock in the README, which runs with the others here.
#[expect(clippy::type_complexity, reason = "an alias would be a longer example")]
#[path = "readme/mock_tests.rs"]
mod mock_tests;

/// The Rust code that may be in the READMEs.
const CODE: &[&str] = &[
    include_str!("readme/first_call.rs"),
    include_str!("readme/own_tests.rs"),
    include_str!("readme/mock_tests.rs"),
];

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
        "cargo xtask diff HEAD:collection/user-management.postman_collection.json",
        "it needs a git repository; xtask/tests/diff.rs compares revisions of one",
    ),
    (
        "cargo xtask update new.json",
        "it needs a new version of the collection; xtask/tests/update.rs takes some",
    ),
    (
        "cargo xtask overlay import openapi.yaml",
        "it needs the reader's own document; xtask/tests/import.rs imports one",
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

fn has_placeholder(path: &str) -> bool {
    ["NAME", "THEME"].iter().any(|placeholder| path.contains(placeholder))
}

/// Paths that begin at the root of the repository, in code font; not those with placeholders.
#[test]
fn paths_in_documents_exist() {
    let folders = ["codegen/", "collection/", "generated-client/", "tests/", "xtask/", ".ci/"];
    let mut paths = 0;
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(document);
        for line in text.lines().filter(|line| !line.starts_with("```")) {
            let code = line.split('`').skip(1).step_by(2);
            let code = code.filter(|code| folders.iter().any(|folder| code.starts_with(folder)));
            for path in code.filter(|code| !code.contains(['*', '{', ' ']) && !has_placeholder(code)) {
                assert!(repository().join(path).exists(), "{document} names {path}, which is not there");
                paths += 1;
            }
        }
    }
    assert!(paths > 30, "the paths were not found");
}

/// The snippets of the section are parts of the files that it names.
#[test]
fn the_followed_request_is_real() {
    let text = read("ARCHITECTURE.md");
    let section =
        text.split("\n## One request, followed\n").nth(1).and_then(|rest| rest.split("\n## ").next());
    let blocks: Vec<(&str, &str)> = section
        .expect("the section")
        .split("\n```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').expect("a language"))
        .collect();
    let [("json", request), ("json", entry), ("json", operation), ("rust", code), ("http", wire)] =
        blocks[..]
    else {
        panic!("other snippets than expected: {blocks:?}")
    };
    let (collection, overlay) = (
        read("collection/user-management.postman_collection.json"),
        read("collection/user-management.overlay.json"),
    );
    assert_is_part(request, &json(&collection)["item"][1]["item"][1]);
    assert_is_part(entry, &json(&overlay)["paths"]["/users/{account_id}/manage/profile"]["patch"]);
    let (api, diagnostics) = codegen::lower(&codegen::Input {
        collection: codegen::Source { file: "collection", text: &collection }.into(),
        overlay: Some(codegen::Source { file: "overlay", text: &overlay }),
        environment: None,
        crate_name: "",
        command: "cargo xtask generate",
    });
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let real = serde_json::to_value(api.all_operations()[2].1).expect("the IR is JSON");
    assert_is_part(operation, &real);
    assert!(read("generated-client/src/operations/profile.rs").contains(code), "not generated:\n{code}");
    let wire_test = read("tests/tests/wire.rs");
    for line in wire.lines() {
        let literal = line.replace('\\', "\\\\").replace('"', "\\\"");
        assert!(wire_test.contains(&literal), "not in tests/tests/wire.rs: {line}");
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

/// Asserts that everything that a snippet has is in a value.
fn assert_is_part(snippet: &str, real: &Value) {
    fn is_part(part: &Value, real: &Value) -> bool {
        match (part, real) {
            (Value::Object(part), Value::Object(real)) => {
                part.iter().all(|(key, part)| real.get(key).is_some_and(|real| is_part(part, real)))
            }
            (Value::Array(part), Value::Array(real)) => {
                part.len() == real.len() && part.iter().zip(real).all(|(part, real)| is_part(part, real))
            }
            _ => part == real,
        }
    }
    assert!(is_part(&json(snippet), real), "{snippet}\nis not a part of\n{real:#}");
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
