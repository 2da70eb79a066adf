//! The scheduled job of the workflow that `new` writes, with a local repository in the place of the forge.
//!
//! The steps are taken out of the workflow and run by bash. `gh`, `curl` and `rustup` are replaced by scripts, and `cargo
//! install` does nothing, because `cargo postman` is built already.

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use common::{read, text, write};
use saphyr::{LoadableYamlNode, YamlOwned};
use tempfile::TempDir;

const FIRST: &str = r#"{"info": {"name": "Orders"}, "item": [{"name": "Orders", "item": [
    {"name": "Get order", "request": {"method": "GET", "url": "https://api.example.com/orders/:id"}}]}]}"#;

/// A later version, whose names are commands for a shell.
const SECOND: &str = r#"{"info": {"name": "Orders"}, "item": [{"name": "Orders", "item": [
    {"name": "Fetch order", "request": {"method": "GET", "url": "https://api.example.com/orders/:id"}},
    {"name": "List $(touch pwned) `touch pwned`; touch pwned", "description": "'; touch pwned; \"$(touch pwned)",
     "request": {"method": "GET", "url": "https://api.example.com/orders"}}]}]}"#;

/// A forge, a clone of its repository, and a folder with the replaced commands.
struct Forge {
    root: TempDir,
}

impl Forge {
    /// Creates a repository with a client.
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder can be created");
        let forge = Self { root };
        let path = forge.root.path();
        write(path, "orders.json", FIRST);
        write(path, "upstream.json", FIRST);
        for (name, script) in [
            ("rustup", "exit 0"),
            ("gh", "echo \"$@\" >> \"$STUBS/gh.log\"; [ ! -e \"$STUBS/open\" ] || [ \"$2\" != create ]"),
            (
                "curl",
                "while [ \"$1\" != --output ]; do shift; done; cp \"$STUBS/upstream.json\" \"$2\"; echo \"$4\" > \"$STUBS/curl.log\"",
            ),
            ("cargo", "[ \"$1\" = install ] && exit 0; exec \"$CARGO_REAL\" \"$@\""),
        ] {
            write(path, &format!("bin/{name}"), &format!("#!/bin/bash\n{script}\n"));
            let file = path.join("bin").join(name);
            fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("the script can be run");
        }
        forge.run(path, "git init --quiet --bare --initial-branch main forge.git && git clone --quiet forge.git work 2>&1");
        forge.run(
            &path.join("work"),
            "git switch --quiet --orphan main; cargo postman new ../orders.json --out . > /dev/null",
        );
        forge
    }

    /// Commits and pushes everything in the clone.
    fn push(&self) {
        self.run(
            &self.work(),
            "git add --all && git commit --quiet -m Change && git push --quiet origin main",
        );
    }

    fn work(&self) -> std::path::PathBuf {
        self.root.path().join("work")
    }

    fn run(&self, folder: &Path, script: &str) -> String {
        let output = self.bash(folder, script);
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{script}\n{stdout}\n{stderr}");
        stdout.to_owned()
    }

    /// Runs a script as a runner does, with the variables of the job.
    fn bash(&self, folder: &Path, script: &str) -> Output {
        let root = self.root.path();
        let postman = Path::new(env!("CARGO_BIN_EXE_cargo-postman")).parent().expect("a folder");
        let path = format!("{}:{}:{}", root.join("bin").display(), postman.display(), env!("PATH"));
        Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(folder)
            .env("PATH", path)
            .env("CARGO_REAL", env!("CARGO"))
            .env("STUBS", root)
            .env("RUNNER_TEMP", root)
            .env("CARGO_POSTMAN", "--path ../xtask")
            .env("BRANCH", "collection-update")
            .env("GIT_AUTHOR_NAME", "bot")
            .env("GIT_AUTHOR_EMAIL", "bot@example.com")
            .env("GIT_COMMITTER_NAME", "bot")
            .env("GIT_COMMITTER_EMAIL", "bot@example.com")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("bash starts")
    }

    /// Runs the scheduled job in a fresh clone. Returns the output.
    fn job(&self) -> String {
        let _ = fs::remove_dir_all(self.root.path().join("job"));
        self.run(self.root.path(), "git clone --quiet --depth 1 \"file://$PWD/forge.git\" job");
        let job = self.root.path().join("job");
        steps(&read(&job, ".github/workflows/ci.yml"), "update")
            .iter()
            .map(|step| self.run(&job, step))
            .collect()
    }

    fn log(&self, name: &str) -> String {
        fs::read_to_string(self.root.path().join(name)).unwrap_or_default()
    }
}

/// Returns the scripts of a job.
fn steps(workflow: &str, job: &str) -> Vec<String> {
    let documents = YamlOwned::load_from_str(workflow).expect("the workflow is YAML");
    let job = &documents[0]["jobs"][job];
    let steps = job["steps"].as_sequence().expect("the job has steps");
    steps.iter().filter_map(|step| Some(step.as_mapping_get("run")?.as_str()?.to_owned())).collect()
}

#[test]
fn without_an_upstream_the_job_says_what_to_set() {
    let forge = Forge::new();
    forge.push();
    let stdout = forge.job();
    assert_eq!(
        stdout,
        "::notice::to take new collections, set upstream in [package.metadata.postman] of Cargo.toml\n"
    );
    assert_eq!((forge.log("gh.log"), forge.log("curl.log")), (String::new(), String::new()));
}

#[test]
fn a_new_collection_becomes_a_pull_request() {
    let forge = Forge::new();
    let manifest = read(&forge.work(), "Cargo.toml");
    let table = "[package.metadata.postman]\n";
    let url = "https://example.com/orders.json?a=b&c=$(touch pwned)";
    write(&forge.work(), "Cargo.toml", &manifest.replace(table, &format!("{table}upstream = \"{url}\"\n")));
    forge.push();

    let stdout = forge.job();
    assert!(stdout.ends_with("::notice::the collection has not changed\n"), "{stdout}");
    assert_eq!(forge.log("curl.log"), format!("{url}\n"));
    assert_eq!(forge.log("gh.log"), "");

    write(forge.root.path(), "upstream.json", SECOND);
    forge.job();
    let body = forge.root.path().join("body.md").display().to_string();
    let create =
        format!("pr create --head collection-update --title Update the collection --body-file {body}\n");
    assert_eq!(forge.log("gh.log"), create);
    let forge_git = forge.root.path().join("forge.git");
    let show = |file: &str| forge.run(&forge_git, &format!("git show 'collection-update:{file}'"));
    assert_eq!(show("collection/orders.postman_collection.json"), SECOND);
    assert!(show("collection/orders.overlay.json").contains("\"operationId\": \"get_order\""));
    assert!(show("src/operations/orders.rs").contains("pub fn get_order("));
    let log = forge.run(&forge_git, "git log --format=%s main..collection-update");
    assert_eq!(log, "Update the collection\n");
    let changes = forge.log("body.md");
    assert!(changes.contains("touch pwned") && !changes.contains("get_order`"), "the name stays: {changes}");
    for folder in ["job", "work", "."] {
        assert!(!forge.root.path().join(folder).join("pwned").exists(), "a name of the collection was run");
    }

    // The next run replaces the branch, and changes the pull request that is open.
    write(forge.root.path(), "open", "");
    write(forge.root.path(), "upstream.json", &SECOND.replace("orders/:id", "v2/orders/:id"));
    forge.job();
    let edit = format!("pr edit collection-update --title Update the collection --body-file {body}\n");
    assert_eq!(forge.log("gh.log"), format!("{create}{create}{edit}"));
    assert!(show("collection/orders.postman_collection.json").contains("v2/orders"));

    // Somebody's commits on the branch are not lost.
    let commit = "git fetch --quiet origin collection-update && git switch --quiet --detach FETCH_HEAD && \
                  git -c user.email=a@b commit --quiet --allow-empty --author 'A <a@b>' -m Mine && \
                  git push --quiet origin HEAD:collection-update";
    forge.run(&forge.work(), commit);
    let stdout = forge.job();
    assert!(stdout.contains("::notice::the branch collection-update has other commits"), "{stdout}");
    assert!(forge.run(&forge_git, "git log --format=%s main..collection-update").starts_with("Mine\n"));
}

/// What the collection says must not become a part of a script, and the job must not be able to do more than it needs.
#[test]
fn the_workflow_is_safe() {
    let forge = Forge::new();
    let workflow = read(&forge.work(), ".github/workflows/ci.yml");
    for job in ["check", "update"] {
        for step in steps(&workflow, job) {
            assert!(!step.contains("${{"), "{step}");
        }
    }
    let actions = workflow.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action);
    assert!(actions.into_iter().all(|action| action.starts_with("actions/checkout@")), "{workflow}");
    assert!(workflow.contains("\npermissions:\n  contents: read\n"), "{workflow}");
    assert_eq!(workflow.matches(": write").count(), 2, "{workflow}");
}
