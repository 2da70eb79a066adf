//! A transaction that ends at each of its steps: with an error, or because the process is killed.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tempfile::TempDir;

use super::*;

/// The paths and contents of all files, and the paths of all folders.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

fn tree(root: &Path) -> Tree {
    fn walk(root: &Path, folder: &Path, found: &mut Tree) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            let name = path.strip_prefix(root).expect("it is inside").to_owned();
            if path.is_dir() {
                found.insert(name, None);
                walk(root, &path, found);
            } else {
                found.insert(name, Some(fs::read(&path).expect("the file can be read")));
            }
        }
    }
    let mut found = Tree::new();
    walk(root, root, &mut found);
    found
}

/// Creates files that [`changes`] changes, in a folder `client` and beside it.
fn before() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be created");
    for (path, content) in [
        ("client/src/changed.rs", "old"),
        ("client/src/gone/removed.rs", "old"),
        ("client/src/unrelated.rs", "old"),
        ("inputs/changed.json", "old"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be created");
        fs::write(path, content).expect("the file can be written");
    }
    folder
}

fn changes(root: &Path) -> Changes<'_> {
    let mut changes = Changes::new(root);
    changes.write("src/changed.rs", b"new".as_slice());
    changes.write("src/added/deep/added.rs", b"new".as_slice());
    changes.write("src/added.rs", b"new".as_slice());
    changes.remove("src/gone/removed.rs");
    changes.remove_if_empty("src/gone");
    changes.remove_if_empty("src");
    changes.write("../inputs/changed.json", b"new".as_slice());
    changes.write("../added/added.json", b"new".as_slice());
    changes
}

/// Makes the changes, until the step with this number. Returns the number of steps when all are made.
fn apply(root: &Path, last: usize, mut end: impl FnMut() -> io::Result<()>) -> Option<usize> {
    let mut steps = 0;
    let mut step = || {
        steps += 1;
        if steps > last { end() } else { Ok(()) }
    };
    let mut disk = Disk::new(&mut step);
    let result = catch_unwind(AssertUnwindSafe(|| changes(root).apply_to(&mut disk)));
    match result {
        Ok(Ok(())) => Some(steps),
        Ok(Err(failure)) => {
            assert!(failure.is_undone, "{failure:?}");
            None
        }
        Err(_) => None,
    }
}

/// Ends the process, as far as a test can.
fn killed() -> io::Result<()> {
    std::panic::resume_unwind(Box::new(()))
}

fn after() -> Tree {
    let folder = before();
    assert!(apply(&folder.path().join("client"), usize::MAX, || Ok(())).is_some());
    tree(folder.path())
}

#[test]
fn all_changes_are_made() {
    let after = after();
    let file = |content: &str| Some(content.as_bytes().to_vec());
    let expected = [
        ("added", None),
        ("added/added.json", file("new")),
        ("client", None),
        ("client/src", None),
        ("client/src/added", None),
        ("client/src/added/deep", None),
        ("client/src/added/deep/added.rs", file("new")),
        ("client/src/added.rs", file("new")),
        ("client/src/changed.rs", file("new")),
        ("client/src/unrelated.rs", file("old")),
        ("inputs", None),
        ("inputs/changed.json", file("new")),
    ];
    assert_eq!(after, expected.map(|(path, content)| (path.into(), content)).into());
}

#[test]
fn an_error_at_any_step_leaves_everything_as_it_was() {
    let all = apply(&before().path().join("client"), usize::MAX, || Ok(())).expect("all changes are made");
    let old = tree(before().path());
    let mut failed = 0;
    for last in 0..all {
        let folder = before();
        match apply(&folder.path().join("client"), last, || Err(io::ErrorKind::StorageFull.into())) {
            None => {
                assert_eq!(tree(folder.path()), old, "step {last}");
                failed += 1;
            }
            // The changes are committed; only what is left of them could not be removed.
            Some(_) => {
                recover(&folder.path().join("client")).expect("the rest can be removed");
                assert_eq!(tree(folder.path()), after(), "step {last}");
            }
        }
    }
    assert!(failed > 20, "{failed} of {all}");
}

#[test]
fn a_kill_at_any_step_has_all_effects_or_none_after_the_next_run() {
    let (old, new) = (tree(before().path()), after());
    let mut seen = (0, 0);
    for last in 0.. {
        let folder = before();
        let root = folder.path().join("client");
        if apply(&root, last, killed).is_some() {
            break;
        }
        // At any moment, each file is the old one or the new one.
        for (path, content) in
            tree(folder.path()).iter().filter(|(path, _)| !path.iter().any(|part| part == STAGING))
        {
            let known = [&old, &new].iter().any(|tree| tree.get(path) == Some(content));
            assert!(known || content.is_none(), "step {last}: {}", path.display());
        }
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(folder.path().join(path).exists(), "step {last}: {}", path.display());
        }
        recover(&root).expect("the files can be restored");
        let tree = tree(folder.path());
        assert!(tree == old || tree == new, "step {last}: {:?}", tree.keys());
        seen = if tree == old { (seen.0 + 1, seen.1) } else { (seen.0, seen.1 + 1) };
    }
    assert!(seen.0 > 20 && seen.1 > 0, "{seen:?}");
}

#[test]
fn a_kill_at_any_step_of_the_recovery_changes_nothing() {
    let (old, new) = (tree(before().path()), after());
    for last in 0.. {
        let mut is_done = true;
        for recovered in 0.. {
            let folder = before();
            let root = folder.path().join("client");
            is_done = apply(&root, last, killed).is_some();
            let mut steps = 0;
            let result = catch_unwind(AssertUnwindSafe(|| {
                let mut step = || {
                    steps += 1;
                    if steps > recovered { killed() } else { Ok(()) }
                };
                recover_on(&root, &mut Disk::new(&mut step))
            }));
            recover(&root).expect("the files can be restored");
            let tree = tree(folder.path());
            assert!(tree == old || tree == new, "steps {last} and {recovered}: {:?}", tree.keys());
            if result.is_ok() {
                break;
            }
        }
        if is_done {
            break;
        }
    }
}

#[test]
fn what_somebody_has_changed_meanwhile_stays() {
    let (old, new) = (tree(before().path()), after());
    for last in 0.. {
        let folder = before();
        let root = folder.path().join("client");
        if apply(&root, last, killed).is_some() {
            break;
        }
        let edited = ["client/src/changed.rs", "client/src/added.rs", "inputs/changed.json"];
        for path in edited {
            // Editors replace files, or write into them.
            let path = folder.path().join(path);
            if last % 2 == 0 && path.exists() {
                fs::remove_file(&path).expect("the file can be removed");
            }
            fs::write(path, "edited").expect("the file can be written");
        }
        recover(&root).expect("the files can be restored");
        let tree = tree(folder.path());
        for (path, content) in &tree {
            match edited.iter().any(|edited| path == Path::new(edited)) {
                true => assert_eq!(
                    content.as_deref(),
                    Some(b"edited".as_slice()),
                    "step {last}: {}",
                    path.display()
                ),
                false => assert!(
                    [&old, &new].iter().any(|tree| tree.get(path) == Some(content)),
                    "step {last}: {}",
                    path.display()
                ),
            }
        }
    }
}

#[test]
fn permissions_stay() {
    let folder = before();
    let root = folder.path().join("client");
    let file = root.join("src/changed.rs");
    let mut permissions = fs::metadata(&file).expect("the file exists").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions.clone()).expect("the permissions can be set");
    let changes = changes(&root);
    assert_eq!(changes.read_only().collect::<Vec<_>>(), [Path::new("src/changed.rs")]);
    changes.apply().expect("the changes are made");
    assert_eq!(fs::metadata(&file).expect("the file exists").permissions(), permissions);
}
