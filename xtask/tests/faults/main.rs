//! The commands that write, under faults. Each has all its effects or none, says what is wrong, where, and what to do, and
//! leaves nothing behind.
//!
//! A command is a row of [`COMMANDS`]; every test runs all of them.

#[path = "../common/mod.rs"]
mod common;
mod concurrent;
mod disk;
mod inputs;
mod killed;
mod links;
mod scene;

use scene::{Command, Scene, tree};

/// The commands that write.
const COMMANDS: [Command; 5] = [
    Command { name: "generate", arguments: &["generate", "-p", "orders"], is_repeatable: true },
    Command {
        name: "overlay import",
        arguments: &["overlay", "import", "spec.yaml", "-p", "orders"],
        is_repeatable: true,
    },
    Command {
        name: "new",
        arguments: &["new", "parcels.json", "--out", "clients/parcels"],
        is_repeatable: false,
    },
    Command {
        name: "new in a repository",
        arguments: &["new", "parcels.json", "--out", "clients/repository"],
        is_repeatable: false,
    },
    Command { name: "update", arguments: &["update", "-p", "orders", "later.json"], is_repeatable: true },
];

#[test]
fn without_a_fault_a_command_changes_the_files() {
    for command in &COMMANDS {
        let scene = Scene::new();
        let before = scene.tree();
        let run = scene.run(command);
        assert_eq!(run.code, Some(0), "{}: {}", command.name, run.stderr);
        assert!(scene.tree() != before, "{}", command.name);
        assert!(scene.tree() == command.after(), "{}: the effects are always the same", command.name);
        assert!(tree(scene.root()).keys().all(|path| !path.contains(".staging")), "{}", command.name);
    }
}
