//! `cargo xtask diff REVISION:PATH`: files and folders of git.

mod common;

use std::fs;
use std::path::Path;

use common::{ORDERS, commit, git, output, write};

/// Creates a repository with these files.
fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder can be created");
    git(root.path(), &["init", "-q"]);
    for (path, content) in files {
        write(root.path(), path, content);
    }
    commit(root.path());
    root
}

/// A collection of format v3.
const FOLDER: &[(&str, &str)] = &[
    ("Garden plan/.resources/definition.yaml", "$kind: collection\nname: Garden\n"),
    (
        "Garden plan/Plants & trees/Get plant.request.yaml",
        "$kind: http-request\nurl: https://h.test/plants/:id\n",
    ),
    (
        "Garden plan/Plants & trees/Find ä.request.yaml",
        "$kind: http-request\nmethod: POST\nurl: https://h.test/find\nbody:\n  type: json\n  content: |\n    {\n      \"a\": 1\n    }\n",
    ),
    ("Garden plan/notes.txt", "Not a part of it.\n"),
];

/// Runs a comparison that works. Returns its output.
fn compared(folder: &Path, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["diff"].iter().chain(arguments).copied().collect();
    let (code, out, err) = output(folder, &all);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{arguments:?}");
    out
}

/// Runs a comparison that is refused. Returns the message.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["diff"].iter().chain(arguments).copied().collect();
    let (code, out, err) = output(folder, &all);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{arguments:?}");
    err
}

const SAME: &str = "\nNo changes for users.\n";

#[test]
fn a_folder_of_a_revision_is_a_collection() {
    let root = repository(FOLDER);
    let folder = root.path();
    for path in [
        "HEAD:Garden plan",
        "HEAD:Garden plan/",
        "HEAD:./Garden plan",
        "HEAD^{tree}:Garden plan",
        "main:Garden plan",
    ] {
        assert_eq!(compared(folder, &[path, "Garden plan"]), format!("{path} -> Garden plan\n{SAME}"));
    }
    let request = "Garden plan/Plants & trees/Get plant.request.yaml";
    write(
        folder,
        request,
        "$kind: http-request\nurl: https://h.test/plants/:id\nqueryParams: [{key: page, value: '1'}]\n",
    );
    write(
        folder,
        "Garden plan/Plants & trees/New.request.yaml",
        "$kind: http-request\nurl: https://h.test/new\n",
    );
    let out = compared(folder, &["HEAD:Garden plan", "Garden plan"]);
    assert!(out.contains("query-parameter-added") && out.contains("operation-added"), "{out}");
    commit(folder);
    // Both sides may be revisions, and from other folders.
    let inner = folder.join("Garden plan");
    assert_eq!(
        compared(&inner, &["HEAD:Garden plan", "HEAD:./"]),
        format!("HEAD:Garden plan -> HEAD:./\n{SAME}")
    );
    assert!(compared(&inner, &["HEAD~1:./", "."]).contains("operation-added"));
    // A folder has its own name, also where the path does not say it.
    assert_eq!(compared(folder, &["HEAD:./", "."]), format!("HEAD:./ -> .\n{SAME}"));
    assert_eq!(
        compared(&inner, &["HEAD:../Garden plan/", "."]),
        format!("HEAD:../Garden plan/ -> .\n{SAME}")
    );
    // What is broken is named as the caller named it.
    write(folder, "Garden plan/.resources/definition.yaml", "a: [");
    commit(folder);
    let err = refused(folder, &["HEAD:Garden plan", "HEAD~1:Garden plan"]);
    assert!(err.contains("  --> HEAD:Garden plan/.resources/definition.yaml"), "{err}");
}

#[test]
fn paths_may_have_spaces_and_other_characters() {
    let names = ["my collection.json", "a/b c/ü (1).json", "-a.json", "HEAD.json", "it's.json"];
    let root = repository(&names.map(|name| (name, ORDERS)));
    for name in names {
        let argument = format!("HEAD:{name}");
        assert_eq!(
            compared(root.path(), &[&argument, &format!("./{name}")]),
            format!("{argument} -> ./{name}\n{SAME}")
        );
    }
}

#[test]
fn what_a_revision_does_not_have_is_named() {
    let root = repository(&[("a.json", ORDERS)]);
    let folder = root.path();
    git(folder, &["mv", "a.json", "b.json"]);
    git(folder, &["commit", "-q", "-m", "another name"]);
    for (argument, problem, help) in [
        (
            "HEAD:a.json",
            "the revision `HEAD` has no `a.json`",
            "`git ls-tree -r --name-only HEAD` lists its files",
        ),
        (
            "HEAD~1:b.json",
            "the revision `HEAD~1` has no `b.json`",
            "`git ls-tree -r --name-only HEAD~1` lists its files",
        ),
        (
            "HEAD~1:./b.json",
            "the revision `HEAD~1` has no `./b.json`",
            "`git ls-tree -r --name-only HEAD~1` lists its files",
        ),
        (
            "HEAD~9:a.json",
            "`HEAD~9:a.json` is no file, and there is no revision `HEAD~9`",
            "`git log --oneline` lists revisions",
        ),
        (
            "v1.0:a.json",
            "`v1.0:a.json` is no file, and there is no revision `v1.0`",
            "`git log --oneline` lists revisions",
        ),
    ] {
        assert_eq!(refused(folder, &[argument, "b.json"]), format!("error: {problem}\n  help: {help}\n"));
    }
}

#[test]
fn a_bare_repository_has_revisions() {
    let root = repository(&[("a b/c.json", ORDERS)]);
    let bare = tempfile::tempdir().expect("a folder can be created");
    git(bare.path(), &["clone", "-q", "--bare", &root.path().to_string_lossy(), "."]);
    write(bare.path(), "new.json", ORDERS);
    assert_eq!(
        compared(bare.path(), &["HEAD:a b/c.json", "new.json"]),
        format!("HEAD:a b/c.json -> new.json\n{SAME}")
    );
    let err = refused(bare.path(), &["HEAD:./a b/c.json", "new.json"]);
    let help = "there are no files here that it could be relative to; write the path from the root of the repository";
    assert_eq!(err, format!("error: the revision `HEAD` has no `./a b/c.json`\n  help: {help}\n"));
    let err = refused(bare.path(), &["v1:a", "new.json"]);
    assert_eq!(
        err,
        "error: `v1:a` is no file, and there is no revision `v1`\n  help: `git log --oneline` lists revisions\n"
    );
}

#[test]
fn files_of_a_submodule_are_in_another_repository() {
    let inner = repository(&[("c.json", ORDERS)]);
    let root = repository(FOLDER);
    let folder = root.path();
    git(folder, &["submodule", "--quiet", "add", &inner.path().to_string_lossy(), "vendor/api"]);
    git(folder, &["submodule", "--quiet", "add", &inner.path().to_string_lossy(), "Garden plan/api"]);
    commit(folder);
    for (argument, submodule) in [
        ("HEAD:vendor/api", "vendor/api"),
        ("HEAD:vendor/api/c.json", "vendor/api"),
        ("HEAD:Garden plan", "Garden plan/api"),
    ] {
        let expected = format!(
            "error: `{submodule}` is a submodule in the revision `HEAD`, so its files are in another repository\n  \
             help: run the command in the submodule with a revision of it, or give files\n"
        );
        assert_eq!(refused(folder, &[argument, "vendor/api/c.json"]), expected);
    }
    assert_eq!(
        compared(&folder.join("vendor/api"), &["HEAD:c.json", "c.json"]),
        format!("HEAD:c.json -> c.json\n{SAME}")
    );
}

/// git may store line feeds and check out CR LF, or store CR LF itself.
#[test]
fn line_endings_are_no_change() {
    let request = "{\"name\": \"Query\", \"request\": {\"method\": \"POST\", \"url\": \"https://api.example.com/a\", \"body\": {\"mode\": \"raw\", \"raw\": \"a\\nb\"}}}";
    let orders = ORDERS.replace("]}]", &format!(", {request}]}}]"));
    let files: Vec<(&str, &str)> = FOLDER.iter().copied().chain([("a.json", orders.as_str())]).collect();
    for attributes in ["* text=auto eol=crlf\n", "* -text\n"] {
        let root = repository(&files);
        let folder = root.path();
        write(folder, ".gitattributes", attributes);
        for (path, content) in &files {
            fs::write(folder.join(path), content.replace('\n', "\r\n")).expect("the file can be written");
        }
        commit(folder);
        for (old, new) in [
            ("HEAD:a.json", "a.json"),
            ("HEAD~1:a.json", "HEAD:a.json"),
            ("HEAD:Garden plan", "Garden plan"),
            ("HEAD~1:Garden plan", "HEAD:Garden plan"),
        ] {
            assert_eq!(compared(folder, &[old, new]), format!("{old} -> {new}\n{SAME}"), "{attributes}");
        }
    }
}

/// A symbolic link is what it leads to.
#[cfg(unix)]
#[test]
fn symbolic_links_are_followed() {
    let root = repository(FOLDER);
    let folder = root.path();
    write(folder, "versions/1.json", ORDERS);
    std::os::unix::fs::symlink("versions/1.json", folder.join("now.json")).expect("a link can be created");
    std::os::unix::fs::symlink("Garden plan", folder.join("garden")).expect("a link can be created");
    let shared = folder.join("Garden plan/Shared.request.yaml");
    std::os::unix::fs::symlink("Plants & trees/Get plant.request.yaml", shared)
        .expect("a link can be created");
    std::os::unix::fs::symlink("../secret.json", folder.join("versions/out.json"))
        .expect("a link can be created");
    commit(folder);
    let err = refused(folder, &["HEAD:versions/out.json", "now.json"]);
    let help = "give the file that it leads to";
    assert_eq!(
        err,
        format!(
            "error: `versions/out.json` is a symbolic link to nothing in the revision `HEAD`\n  help: {help}\n"
        )
    );
    for (old, new) in [
        ("HEAD:now.json", "versions/1.json"),
        ("HEAD:garden", "Garden plan"),
        ("HEAD:Garden plan", "Garden plan"),
    ] {
        assert_eq!(compared(folder, &[old, new]), format!("{old} -> {new}\n{SAME}"));
    }
}
