//! A workspace in which each command has something to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{self, Output};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::{self, text, write};

/// A command that writes.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) arguments: &'static [&'static str],
    /// Whether the command succeeds again where it has succeeded.
    pub(crate) is_repeatable: bool,
}

impl Command {
    /// Returns the files after the command.
    pub(crate) fn after(&self) -> Tree {
        let scene = Scene::new();
        let run = scene.run(self);
        assert_eq!(run.code, Some(0), "{}: {}", self.name, run.stderr);
        scene.tree()
    }
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; `None` if the process was killed.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let (stdout, stderr) = (text(&output.stdout).to_owned(), text(&output.stderr).to_owned());
        Self { code: output.status.code(), stdout, stderr }
    }

    /// Returns the first error: its problem, its location and its help. Panics if it does not have all of them.
    pub(crate) fn error(&self) -> (&str, &str, &str) {
        let start = self.stderr.find("error: ").unwrap_or_else(|| panic!("there is no error: {self:?}"));
        let lines: Vec<&str> = self.stderr[start..].lines().collect();
        let part = |prefix: &str| {
            let line = lines.iter().find_map(|line| line.strip_prefix(prefix));
            line.unwrap_or_else(|| panic!("no line begins with {prefix:?}:\n{}", self.stderr))
        };
        (part("error: "), part("  --> "), part("  help: "))
    }
}

/// What is at each path: the content of a file, the target of a link, or a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Entry {
    File(Vec<u8>),
    Folder,
    Link(String),
}

pub(crate) type Tree = BTreeMap<String, Entry>;

pub(crate) fn tree(root: &Path) -> Tree {
    fn walk(root: &Path, folder: &Path, found: &mut Tree) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            let name = path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
            if path.is_symlink() {
                let target = fs::read_link(&path).expect("the link can be read");
                found.insert(name, Entry::Link(target.to_string_lossy().into_owned()));
            } else if path.is_dir() {
                found.insert(name, Entry::Folder);
                walk(root, &path, found);
            } else {
                found.insert(name, Entry::File(fs::read(&path).expect("the file can be read")));
            }
        }
    }
    let mut found = Tree::new();
    walk(root, root, &mut found);
    found
}

/// Panics with the paths that differ unless both are equal.
pub(crate) fn assert_same(left: &Tree, right: &Tree, what: &str) {
    let paths = left.keys().chain(right.keys()).filter(|path| left.get(*path) != right.get(*path));
    let paths: Vec<&String> = paths.collect();
    assert!(paths.is_empty(), "{what}: {paths:?} differ");
}

/// The workspace. Its client `orders` is out of date in many files.
pub(crate) struct Scene {
    folder: TempDir,
}

/// The collection of the client.
pub(crate) const COLLECTION: &str = "clients/orders/collection/orders.postman_collection.json";
/// The overlay of the client.
pub(crate) const OVERLAY: &str = "clients/orders/collection/orders.overlay.json";
/// The manifest of the client.
pub(crate) const MANIFEST: &str = "clients/orders/Cargo.toml";
/// A generated file that is out of date.
pub(crate) const GENERATED: &str = "clients/orders/src/operations/orders.rs";
/// The folder of generated files.
pub(crate) const OPERATIONS: &str = "clients/orders/src/operations";

const SPEC: &str = "openapi: 3.1.0
info: {title: Orders, version: '1'}
paths:
  /orders/{order}:
    get:
      responses:
        '200': {description: Fine, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
components: {schemas: {Order: {type: object, properties: {id: {type: string}}}}}
";

fn collection(name: &str, groups: &[&str]) -> String {
    let item = |group: &&str| {
        let (path, name) = (group.to_lowercase(), format!("Get {}", group.to_lowercase()));
        let url = format!("https://api.example.com/{path}/:id");
        json!({ "name": group, "item": [{ "name": name, "request": { "method": "GET", "url": url } }] })
    };
    let items: Vec<Value> = groups.iter().map(item).collect();
    serde_json::to_string_pretty(&json!({ "info": { "name": name }, "item": items })).expect("JSON")
}

/// The files of a client that is up to date. They are the same in all scenes.
fn client() -> &'static Tree {
    static CLIENT: OnceLock<Tree> = OnceLock::new();
    CLIENT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder can be created");
        write(folder.path(), "orders.json", &collection("Orders", &["Orders", "Refunds"]));
        write(folder.path(), "orders.overlay.json", "{\n  \"openapi\": \"3.1.0\"\n}\n");
        let new = ["new", "orders.json", "--overlay", "orders.overlay.json", "--out", "orders"];
        let (code, _, stderr) = common::output(folder.path(), &new);
        assert_eq!(code, Some(0), "{stderr}");
        tree(&folder.path().join("orders"))
    })
}

impl Scene {
    pub(crate) fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().expect("a folder can be created") };
        for (path, entry) in client() {
            if let Entry::File(content) = entry {
                let mut content = content.clone();
                if path.starts_with("src/runtime/") {
                    content.extend(b"// By hand.\n");
                }
                scene.write(&format!("clients/orders/{path}"), content);
            }
        }
        scene.write(COLLECTION, collection("Orders", &["Orders", "Payments"]));
        scene.write(GENERATED, "// @generated by `cargo postman generate`: out of date\n");
        scene.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\n    \"clients/orders\",\n]\n");
        scene.write("parcels.json", collection("Parcels", &["Parcels"]));
        scene.write("later.json", collection("Orders", &["Orders", "Payments", "Returns"]));
        scene.write("spec.yaml", SPEC);
        fs::create_dir_all(scene.root().join("clients/repository/.git")).expect("the folder can be created");
        scene
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be created");
        fs::write(path, content).expect("the file can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        common::read(self.root(), path)
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.root().join(path);
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.expect("it can be removed");
    }

    pub(crate) fn tree(&self) -> Tree {
        tree(self.root())
    }

    pub(crate) fn run(&self, command: &Command) -> Run {
        Run::of(&self.command(command).output().expect("xtask starts"))
    }

    pub(crate) fn command(&self, command: &Command) -> process::Command {
        common::command(self.root(), command.arguments)
    }
}
