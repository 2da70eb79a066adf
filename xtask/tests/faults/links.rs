//! Other things in the place of files and folders.

use std::fs;

use crate::COMMANDS;
use crate::scene::{COLLECTION, Command, GENERATED, OPERATIONS, OVERLAY, Scene, assert_same};

/// What is in the place of a file or folder.
#[derive(Clone, Copy, Debug)]
enum Other {
    Nothing,
    File,
    Folder,
    FolderWithFile,
    /// A link to a file outside the workspace's clients.
    #[cfg(unix)]
    LinkToFile,
    #[cfg(unix)]
    LinkToFolder,
    #[cfg(unix)]
    DanglingLink,
}

fn put(scene: &Scene, path: &str, other: Other) {
    let target = scene.root().join(path);
    if target.is_symlink() || target.exists() {
        scene.remove(path);
    }
    scene.write("elsewhere/notes.txt", "mine");
    #[cfg(unix)]
    let link = |to: &str| {
        std::os::unix::fs::symlink(scene.root().join(to), &target).expect("the link can be created");
    };
    match other {
        Other::Nothing => {}
        Other::File => scene.write(path, "mine"),
        Other::Folder => fs::create_dir(target).expect("the folder can be created"),
        Other::FolderWithFile => scene.write(&format!("{path}/notes.txt"), "mine"),
        #[cfg(unix)]
        Other::LinkToFile => link("elsewhere/notes.txt"),
        #[cfg(unix)]
        Other::LinkToFolder => link("elsewhere"),
        #[cfg(unix)]
        Other::DanglingLink => link("elsewhere/nothing"),
    }
}

/// Command, path, what is there, the location in the message and a part of the problem.
type Row = (&'static str, &'static str, Other, &'static str, &'static str);

const POLICY: &str = "clients/orders/src/runtime/policy";
const STAGING: &str = "clients/orders/.staging";
const PARCELS: &str = "clients/parcels";
const NOTES: &str = "clients/orders/src/operations/orders.rs/notes.txt";

const ROWS: &[Row] = &[
    ("generate", GENERATED, Other::Folder, GENERATED, "a folder is at the path of a generated file"),
    ("generate", GENERATED, Other::FolderWithFile, GENERATED, "a folder is at the path of a generated file"),
    ("generate", OPERATIONS, Other::File, OPERATIONS, "hand-written file"),
    ("generate", POLICY, Other::File, POLICY, "hand-written file"),
    ("generate", "clients/orders/examples", Other::File, "clients/orders/examples/replay", "cannot read"),
    ("generate", STAGING, Other::File, STAGING, "cannot"),
    ("generate", COLLECTION, Other::Nothing, COLLECTION, "cannot read the collection"),
    ("generate", COLLECTION, Other::Folder, COLLECTION, ""),
    ("generate", OVERLAY, Other::Nothing, OVERLAY, "cannot read the overlay"),
    ("generate", OVERLAY, Other::Folder, OVERLAY, "cannot read the overlay"),
    ("overlay import", OVERLAY, Other::Folder, OVERLAY, "cannot read the overlay"),
    ("overlay import", STAGING, Other::File, STAGING, "cannot"),
    ("overlay import", COLLECTION, Other::Nothing, COLLECTION, "cannot read the collection"),
    ("overlay import", "spec.yaml", Other::Nothing, "spec.yaml", "cannot read the file"),
    ("overlay import", "spec.yaml", Other::Folder, "spec.yaml", "cannot read the file"),
    ("new", PARCELS, Other::File, PARCELS, "this is not a folder"),
    ("new", PARCELS, Other::FolderWithFile, PARCELS, "the folder is not empty"),
    ("new", "parcels.json", Other::Nothing, "parcels.json", "cannot read the file"),
    ("new", "parcels.json", Other::Folder, "parcels.json", ""),
];

#[cfg(unix)]
const LINKS: &[Row] = &[
    ("generate", GENERATED, Other::LinkToFile, GENERATED, "symbolic link among generated files"),
    ("generate", GENERATED, Other::LinkToFolder, GENERATED, "symbolic link among generated files"),
    ("generate", GENERATED, Other::DanglingLink, GENERATED, "symbolic link among generated files"),
    ("generate", OPERATIONS, Other::LinkToFolder, OPERATIONS, "symbolic link among generated files"),
    ("generate", OPERATIONS, Other::DanglingLink, OPERATIONS, "symbolic link among generated files"),
    ("generate", COLLECTION, Other::DanglingLink, COLLECTION, "cannot read the collection"),
    ("generate", OVERLAY, Other::DanglingLink, OVERLAY, "cannot read the overlay"),
    ("overlay import", OVERLAY, Other::DanglingLink, OVERLAY, "cannot follow the symbolic link"),
    ("overlay import", OVERLAY, Other::LinkToFolder, OVERLAY, "cannot read the overlay"),
    ("overlay import", "spec.yaml", Other::DanglingLink, "spec.yaml", "cannot read the file"),
    ("new", PARCELS, Other::LinkToFile, PARCELS, "this is not a folder"),
    ("new", PARCELS, Other::LinkToFolder, PARCELS, "the folder is not empty"),
    ("new", PARCELS, Other::DanglingLink, PARCELS, "cannot read the folder"),
    ("new", "parcels.json", Other::DanglingLink, "parcels.json", "cannot read the file"),
];

#[test]
fn files_and_folders() {
    ROWS.iter().for_each(assert_refused);
}

#[test]
#[cfg(unix)]
fn symbolic_links() {
    LINKS.iter().for_each(assert_refused);
}

fn command(name: &str) -> &'static Command {
    COMMANDS.iter().find(|command| command.name == name).expect("the command is in the list")
}

fn assert_refused((name, path, other, location, problem): &Row) {
    let scene = Scene::new();
    put(&scene, path, *other);
    let before = scene.tree();
    let run = scene.run(command(name));
    let what = format!("{name}, {other:?} at {path}");
    assert_eq!(run.code, Some(1), "{what}: {run:?}");
    let (found, at, _) = run.error();
    println!("{what} | {found} | {at} | 1 | as before");
    let is_there =
        at == *location || at.strip_prefix(location).is_some_and(|rest| rest.starts_with([':', '/']));
    assert!(is_there, "{what}: {}", run.stderr);
    assert!(found.contains(problem), "{what}: {}", run.stderr);
    assert_same(&scene.tree(), &before, &what);
}

#[test]
fn a_folder_with_a_file_of_the_maintainer_in_the_place_of_a_file_names_both() {
    let scene = Scene::new();
    put(&scene, GENERATED, Other::FolderWithFile);
    let run = scene.run(command("generate"));
    assert!(run.stderr.contains(GENERATED) && run.stderr.contains(NOTES), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn what_is_written_follows_a_link_of_the_maintainer() {
    use crate::scene::Entry;

    let scene = Scene::new();
    let overlay = scene.read(OVERLAY);
    put(&scene, OVERLAY, Other::LinkToFile);
    scene.write("elsewhere/notes.txt", &overlay);
    let run = scene.run(command("overlay import"));
    assert_eq!(run.code, Some(0), "{run:?}");
    let mut tree = scene.tree();
    assert!(matches!(tree.remove(OVERLAY), Some(Entry::Link(_))));
    let written = tree.remove("elsewhere/notes.txt").expect("the file is there");
    tree.insert(OVERLAY.to_owned(), written);
    tree.remove("elsewhere");
    assert_same(&tree, &command("overlay import").after(), "the file that the link leads to is the overlay");

    // A link to an empty folder is as good as the folder.
    let scene = Scene::new();
    put(&scene, PARCELS, Other::LinkToFolder);
    scene.remove("elsewhere/notes.txt");
    let run = scene.run(command("new"));
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(scene.root().join(PARCELS).is_symlink() && scene.root().join("elsewhere/Cargo.toml").is_file());
}
