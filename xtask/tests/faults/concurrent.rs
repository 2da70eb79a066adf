//! Several runs at once.

use std::process::Stdio;

use crate::COMMANDS;
use crate::scene::{Command, Run, Scene, assert_same};

/// Starts all commands at once and waits for them.
fn at_once(scene: &Scene, commands: &[&Command]) -> Vec<Run> {
    let start = |command: &&Command| {
        let mut command = scene.command(command);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask starts")
    };
    let children: Vec<_> = commands.iter().map(start).collect();
    children.into_iter().map(|child| Run::of(&child.wait_with_output().expect("xtask ends"))).collect()
}

#[test]
fn two_and_eight_runs_of_one_command() {
    for command in &COMMANDS {
        for count in [2, 8] {
            let scene = Scene::new();
            let runs = at_once(&scene, &vec![command; count]);
            let good = runs.iter().filter(|run| run.code == Some(0)).count();
            assert_eq!(good, if command.is_repeatable { count } else { 1 }, "{}: {runs:?}", command.name);
            for run in runs.iter().filter(|run| run.code != Some(0)) {
                assert_eq!(run.code, Some(1), "{run:?}");
                assert!(command.arguments.contains(&run.error().1), "{run:?}");
            }
            assert_same(&scene.tree(), &command.after(), command.name);
            println!("{}, {count} at once: {good} exit with 0", command.name);
        }
    }
}

#[test]
fn all_commands_at_once() {
    let scene = Scene::new();
    let all: Vec<&Command> =
        COMMANDS.iter().chain(&COMMANDS).filter(|command| command.is_repeatable).collect();
    let runs = at_once(&scene, &all);
    assert!(runs.iter().all(|run| run.code == Some(0)), "{runs:?}");
    let runs = at_once(&scene, &all);
    assert!(runs.iter().all(|run| run.code == Some(0)), "{runs:?}");
    let check = Command { name: "check", arguments: &["check", "-p", "orders"], is_repeatable: true };
    let run = scene.run(&check);
    assert_eq!(run.code, Some(0), "{run:?}");
}

#[test]
fn eight_new_clients_at_once_all_join_the_workspace() {
    let scene = Scene::new();
    let names: Vec<String> = (0..8).map(|number| format!("client-{number}")).collect();
    let start = |name: &String| {
        let arguments = ["new", "parcels.json", "--name", name, "--out", &format!("clients/{name}")];
        let mut command = crate::common::command(scene.root(), &arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask starts")
    };
    let children: Vec<_> = names.iter().map(start).collect();
    for child in children {
        let run = Run::of(&child.wait_with_output().expect("xtask ends"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    let manifest = scene.read("Cargo.toml");
    for name in &names {
        assert!(manifest.contains(&format!("    \"clients/{name}\",\n")), "{manifest}");
    }
    let (code, stdout, stderr) =
        crate::common::output(scene.root(), &["check", "-p", "client-0", "-p", "client-7"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
}
