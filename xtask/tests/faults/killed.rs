//! Commands that are interrupted or killed at many moments. The unit tests of the transaction end it at each of its steps;
//! these tests end the process.

use std::fs;
use std::path::Path;
use std::process::{self, Child, Stdio};
use std::time::{Duration, Instant};

use crate::COMMANDS;
use crate::scene::{Command, Run, Scene, Tree, assert_same};

/// A document that has nothing for the client.
const NOTHING: &str = "openapi: 3.1.0\ninfo: {title: Nothing, version: '1'}\npaths: {}\n";

const IMPORT_NOTHING: Command = Command {
    name: "overlay import",
    arguments: &["overlay", "import", "nothing.yaml", "-p", "orders"],
    is_repeatable: true,
};

const INSPECT: Command =
    Command { name: "inspect", arguments: &["inspect", "-p", "orders"], is_repeatable: true };

#[derive(Clone, Copy, Debug)]
enum Moment {
    AfterStart(Duration),
    /// After the first change on disk.
    AfterStaging(Duration),
}

/// The moments at which a run is ended that takes this time: spread over it, and close together while files change.
fn moments(time: Duration) -> impl Iterator<Item = Moment> {
    let spread = (0..6).map(move |part| Moment::AfterStart(time * part / 5));
    let close = (0..11).map(|part| Moment::AfterStaging(Duration::from_micros(part * part * 200)));
    spread.chain(close)
}

/// Whether a run has a staging folder.
fn has_staging(root: &Path) -> bool {
    let entries = fs::read_dir(root).expect("the folder can be read");
    let is_staging = |name: String| name == ".staging" || name.starts_with(".parcels.");
    ["clients/orders/.staging", "clients/repository/.staging"].iter().any(|folder| root.join(folder).exists())
        || entries.flatten().any(|entry| is_staging(entry.file_name().to_string_lossy().into_owned()))
}

/// Starts a command and ends it.
fn end(scene: &Scene, command: &Command, moment: Moment, end: fn(&mut Child)) -> Run {
    let mut child = scene.command(command);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask starts");
    let start = Instant::now();
    let delay = match moment {
        Moment::AfterStart(delay) => delay,
        Moment::AfterStaging(delay) => {
            while !has_staging(scene.root()) && child.try_wait().expect("xtask can be watched").is_none() {
                assert!(start.elapsed() < Duration::from_secs(60), "xtask ends");
            }
            start.elapsed() + delay
        }
    };
    while start.elapsed() < delay {
        std::hint::spin_loop();
    }
    end(&mut child);
    Run::of(&child.wait_with_output().expect("xtask ends"))
}

/// Ends each command at many moments, and gives the command, the files before and after it, and what has happened.
fn each(how: fn(&mut Child), check: impl Fn(&Command, &Scene, &Run, [&Tree; 2], &str)) {
    for command in &COMMANDS {
        let new = || {
            let scene = Scene::new();
            scene.write("nothing.yaml", NOTHING);
            scene
        };
        let scene = new();
        let before = scene.tree();
        let start = Instant::now();
        assert_eq!(scene.run(command).code, Some(0), "{}", command.name);
        let (time, after) = (start.elapsed(), scene.tree());
        let mut ends = [0; 3];
        for moment in moments(time) {
            let scene = new();
            let run = end(&scene, command, moment, how);
            let tree = scene.tree();
            let kind = if tree == before {
                0
            } else if tree == after {
                1
            } else {
                2
            };
            ends[kind] += 1;
            check(command, &scene, &run, [&before, &after], &format!("{} {moment:?}", command.name));
        }
        let [before, after, between] = ends;
        println!(
            "{}: {before} runs ended before the changes, {after} after them, {between} between",
            command.name
        );
    }
}

/// Runs the command again, which has its effects then at the latest, and leaves nothing.
fn assert_completed(command: &Command, scene: &Scene, after: &Tree, what: &str) {
    let run = scene.run(command);
    assert!(run.code == Some(0) || (!command.is_repeatable && run.code == Some(1)), "{what}: {}", run.stderr);
    assert_same(&scene.tree(), after, what);
}

#[test]
fn killed_at_any_moment() {
    let kill = |child: &mut Child| {
        // It fails if the process has ended.
        let _ = child.kill();
    };
    each(kill, |command, scene, _, [before, after], what| {
        // Every file is the old or the new one, and cargo can read the workspace.
        let is_staged =
            |path: &str| path.split('/').any(|part| part == ".staging" || part.starts_with(".parcels."));
        for (path, entry) in scene.tree().iter().filter(|(path, _)| !is_staged(path)) {
            let known = before.get(path) == Some(entry) || after.get(path) == Some(entry);
            assert!(known || path.ends_with(".staging"), "{what}: {path}");
        }
        let run = scene.run(&INSPECT);
        assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
        // The next run leaves all changes or none ...
        let run = scene.run(&IMPORT_NOTHING);
        assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
        if command.is_repeatable {
            let tree = scene.tree();
            assert!(tree == *before || tree == *after, "{what}: {:?}", tree.keys());
        }
        // ... and the same command has its effects, and leaves nothing.
        assert_completed(command, scene, after, what);
    });
}

#[test]
fn a_killed_new_leaves_a_workspace_with_a_pattern_of_members_as_it_was() {
    let command = &COMMANDS[2];
    for part in 0..8 {
        let scene = Scene::new();
        scene.remove("clients/repository");
        scene.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"clients/*\"]\n");
        let moment = Moment::AfterStaging(Duration::from_micros(part * part * 400));
        end(&scene, command, moment, |child| drop(child.kill()));
        let run = scene.run(&INSPECT);
        assert_eq!(run.code, Some(0), "{moment:?}: {}", run.stderr);
        let run = scene.run(command);
        assert!(matches!(run.code, Some(0 | 1)), "{moment:?}: {}", run.stderr);
        let (code, stdout, stderr) = crate::common::output(scene.root(), &["check", "-p", "parcels"]);
        assert_eq!(code, Some(0), "{moment:?}: {stdout}{stderr}");
        let left = scene.tree().into_keys().filter(|path| path.contains("/.") || path.starts_with('.'));
        let left: Vec<String> = left.filter(|path| !path.contains("/.git")).collect();
        assert!(left.is_empty(), "{moment:?}: {left:?}");
    }
}

#[test]
#[cfg(unix)]
fn interrupted_at_any_moment() {
    let interrupt = |child: &mut Child| {
        let id = child.id().to_string();
        let status = process::Command::new("kill").args(["-INT", &id]).stderr(Stdio::null()).status();
        status.expect("`kill` starts");
    };
    each(interrupt, |command, scene, run, [before, after], what| {
        let tree = scene.tree();
        assert!(tree == *before || tree == *after, "{what}: {run:?}\n{:?}", tree.keys());
        match run.code {
            // It had ended.
            Some(0) => assert_same(&tree, after, what),
            // The signal ended it before or after the change.
            None => assert!(tree == *after || !run.stdout.contains(" written"), "{what}: {run:?}"),
            Some(130) if tree == *before => {
                let message = "error: interrupted\n\nnothing was written\n";
                assert!(run.stderr.ends_with(message), "{what}: {}", run.stderr);
            }
            code => assert_eq!(code, Some(130), "{what}: {run:?}"),
        }
        assert_completed(command, scene, after, what);
    });
}
