//! Disks that cannot be written, or are full.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::COMMANDS;
use crate::scene::{Command, Entry, Run, Scene, assert_same, tree};

/// A program that runs its arguments in another environment.
type Wrapper<'w> = &'w [&'w str];

/// Runs a command by another program.
fn run(scene: &Scene, wrapper: Wrapper<'_>, command: &Command) -> Run {
    let direct = scene.command(command);
    let mut wrapped = std::process::Command::new(wrapper[0]);
    wrapped.args(&wrapper[1..]).arg(direct.get_program()).args(direct.get_args()).current_dir(scene.root());
    Run::of(&wrapped.output().expect("the program starts"))
}

/// Whether a program can run others, which not every system allows.
fn works(wrapper: Wrapper<'_>, folder: &Path) -> bool {
    let mut command = std::process::Command::new(wrapper[0]);
    let command = command.args(&wrapper[1..]).arg("true").current_dir(folder);
    command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Panics unless the command has failed with a message about a location, and has changed nothing.
fn assert_failed(scene: &Scene, run: &Run, before: &crate::scene::Tree, what: &str) {
    assert_eq!(run.code, Some(1), "{what}: {run:?}");
    let (problem, location, _) = run.error();
    println!("{what} | {problem} | {location} | 1 | as before");
    assert_same(&scene.tree(), before, what);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
}

/// Returns a program without the permissions of root; `None` where that is not possible.
#[cfg(unix)]
fn without_privileges(folder: &Path) -> Option<Wrapper<'static>> {
    const DIRECT: Wrapper<'static> = &["env"];
    const DROPPED: Wrapper<'static> = &["setpriv", "--bounding-set=-all", "--inh-caps=-all"];
    let probe = folder.join("probe");
    fs::create_dir(&probe).expect("the folder can be created");
    set_mode(&probe, 0o555);
    let is_root = fs::create_dir(probe.join("inside")).is_ok();
    set_mode(&probe, 0o755);
    fs::remove_dir_all(&probe).expect("the folder can be removed");
    [DIRECT, DROPPED].into_iter().skip(usize::from(is_root)).find(|wrapper| works(wrapper, folder))
}

#[test]
#[cfg(unix)]
fn folders_that_cannot_be_written() {
    let all = ["", "clients", "clients/orders", "clients/orders/collection", "clients/orders/src/operations"];
    let Some(wrapper) = without_privileges(tempfile::tempdir().expect("a folder can be created").path())
    else {
        println!("skipped: this is root, and `setpriv` is missing");
        return;
    };
    let last = |command: &Command| match command.name {
        "generate" => "clients/orders/src/operations",
        "new" => "clients",
        "new in a repository" => "clients/repository",
        _ => "clients/orders/collection",
    };
    for command in &COMMANDS {
        // All folders; or the one of the files, which is found when others have changed.
        for folders in [&all[..], &[last(command)]] {
            let scene = Scene::new();
            let before = scene.tree();
            folders.iter().for_each(|folder| set_mode(&scene.root().join(folder), 0o555));
            let result = run(&scene, wrapper, command);
            folders.iter().for_each(|folder| set_mode(&scene.root().join(folder), 0o755));
            let what = format!("{}, read-only {folders:?}", command.name);
            assert_failed(&scene, &result, &before, &what);
            assert_same(&again(&scene, command), &command.after(), &what);
        }
    }
}

/// Runs the command without the fault, and returns the files after it.
fn again(scene: &Scene, command: &Command) -> crate::scene::Tree {
    let run = scene.run(command);
    assert_eq!(run.code, Some(0), "{}: {run:?}", command.name);
    scene.tree()
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_system_that_cannot_be_written() {
    let mount =
        "mount --bind \"$PWD\" \"$PWD\" && mount -o remount,bind,ro \"$PWD\" && cd \"$PWD\" && exec \"$@\"";
    let wrapper = ["unshare", "-rm", "sh", "-c", mount, "sh"];
    for command in &COMMANDS {
        let scene = Scene::new();
        if !works(&wrapper, scene.root()) {
            println!("skipped: `unshare` and `mount` are not allowed here");
            return;
        }
        let before = scene.tree();
        let result = run(&scene, &wrapper, command);
        assert_failed(&scene, &result, &before, &format!("{}, read-only file system", command.name));
        assert_same(&again(&scene, command), &command.after(), command.name);
    }
}

#[test]
#[cfg(unix)]
fn a_limit_of_the_size_of_files() {
    for command in &COMMANDS {
        let mut failed = 0;
        for blocks in [0, 1, 4, 16, 32, 64] {
            let scene = Scene::new();
            let before = scene.tree();
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
            let result = run(&scene, &["sh", "-c", &script, "sh"], command);
            let what = format!("{}, files of at most {blocks} blocks", command.name);
            if result.code == Some(0) {
                assert_same(&scene.tree(), &command.after(), &what);
                continue;
            }
            failed += 1;
            assert_failed(&scene, &result, &before, &what);
            assert_same(&again(&scene, command), &command.after(), &what);
        }
        assert!(failed > 0, "{}", command.name);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    // The files are copied to a small disk, and from it when the command has ended.
    let script = "size=$1 out=$2; shift 2; disk=$(mktemp -d) && mount -t tmpfs -o size=$size tmpfs \"$disk\" && \
                  cp -a . \"$disk\" && cd \"$disk\" && { \"$@\"; code=$?; cp -a . \"$out\" && exit $code; }";
    for command in &COMMANDS {
        let mut failed = 0;
        for free in [0, 2, 30, 150, 4000] {
            let scene = Scene::new();
            let before = scene.tree();
            let page = 4096;
            let pages = before.values().map(|entry| match entry {
                Entry::File(content) => content.len().div_ceil(page),
                _ => 0,
            });
            let size = ((pages.sum::<usize>() + free) * page).to_string();
            let out = tempfile::tempdir().expect("a folder can be created");
            let out_name = out.path().to_string_lossy().into_owned();
            let wrapper = ["unshare", "-rm", "sh", "-c", script, "sh", &size, &out_name];
            if !works(&wrapper, scene.root()) {
                println!("skipped: `unshare` and `mount` are not allowed here");
                return;
            }
            fs::remove_dir_all(out.path()).expect("the folder can be removed");
            fs::create_dir(out.path()).expect("the folder can be created");
            let result = run(&scene, &wrapper, command);
            let what = format!("{}, {free} free pages", command.name);
            if result.code == Some(0) {
                assert_same(&tree(out.path()), &command.after(), &what);
                continue;
            }
            failed += 1;
            assert_eq!(result.code, Some(1), "{what}: {result:?}");
            let (problem, location, _) = result.error();
            println!("{what} | {problem} | {location} | 1 | as before");
            assert_same(&tree(out.path()), &before, &what);
        }
        assert!(failed > 0, "{}", command.name);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_cannot_be_written() {
    for command in &COMMANDS {
        let scene = Scene::new();
        let full = fs::File::options().write(true).open("/dev/full").expect("the device exists");
        let output = scene.command(command).stdout(full).output().expect("xtask starts");
        let result = Run::of(&output);
        assert_eq!(result.code, Some(1), "{result:?}");
        let (problem, location, _) = result.error();
        assert_eq!(location, "standard output");
        println!("{}, full output | {problem} | {location} | 1 | all changes", command.name);
        assert_same(&scene.tree(), &command.after(), command.name);
    }
}
