//! `update`: a client takes a later version of its collection.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use common::{command, output, read, workspace, write};
use serde_json::{Value, json};
use tempfile::TempDir;

const CLIENT: &str = "orders";
const COLLECTION: &str = "inputs/orders.json";
const OVERLAY: &str = "inputs/orders.overlay.json";

fn request(method: &str, name: &str, path: &str) -> Value {
    json!({"name": name, "request": {"method": method, "url": format!("https://api.example.com/{path}")}})
}

fn get(name: &str, path: &str) -> Value {
    request("GET", name, path)
}

fn folder(name: &str, items: &[Value]) -> Value {
    json!({"name": name, "item": items})
}

fn collection(items: &[Value]) -> String {
    json!({"info": {"name": "Orders"}, "item": items}).to_string()
}

/// A workspace with a client of a collection and, perhaps, an overlay, that is up to date.
fn client(items: &[Value], overlay: Option<&str>) -> TempDir {
    let root = workspace(&[CLIENT]);
    write(root.path(), COLLECTION, &collection(items));
    if let Some(overlay) = overlay {
        write(root.path(), OVERLAY, overlay);
        let manifest = read(root.path(), "orders/Cargo.toml");
        let line = "collection = \"../inputs/orders.json\"\n";
        let with_overlay = format!("{line}overlay = \"../{OVERLAY}\"\n");
        write(root.path(), "orders/Cargo.toml", &manifest.replace(line, &with_overlay));
    }
    write(root.path(), "orders/CHANGELOG.md", "# Changelog\n");
    assert_eq!(output(root.path(), &["generate"]).0, Some(0));
    root
}

/// Runs `update` with a later version, and returns the standard output.
fn updated(root: &TempDir, items: &[Value], arguments: &[&str]) -> String {
    write(root.path(), "new.json", &collection(items));
    let (code, stdout, stderr) = output(root.path(), &[&["update", "new.json"], arguments].concat());
    assert_eq!((code, stderr.contains("error")), (Some(0), false), "{stdout}{stderr}");
    stdout
}

/// Asserts that a client is up to date.
fn is_up_to_date(root: &TempDir) {
    let (code, stdout, stderr) = output(root.path(), &["check"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
}

/// All files below a folder with their contents.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, path: &str, tree: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let entry = entry.expect("an entry");
            let path = format!("{path}/{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => add(&entry.path(), &path, tree),
                false => drop(tree.insert(path, fs::read(entry.path()).expect("the file can be read"))),
            }
        }
    }
    let mut files = BTreeMap::new();
    add(root, "", &mut files);
    files
}

#[test]
fn a_renamed_request_keeps_its_method() {
    let root = client(&[folder("Orders", &[get("Get order", "orders/:id")])], None);
    let before = read(root.path(), "orders/src/operations/orders.rs");
    let later = [folder("Orders", &[get("Fetch one order", "orders/:id")])];
    let stdout = updated(&root, &later, &[]);
    let pinned = "Names that stay, although upstream has other ones:\n  `client.orders().get_order`: Orders / Get order is now \
                  Orders / Fetch one order (\"operationId\": \"get_order\")\n";
    assert!(stdout.contains(pinned), "{stdout}");
    let after = read(root.path(), "orders/src/operations/orders.rs");
    assert!(before.contains("pub fn get_order(") && after.contains("pub fn get_order("), "{after}");
    assert_eq!(read(root.path(), COLLECTION), collection(&later), "byte for byte");
    // There was no overlay.
    assert!(read(root.path(), OVERLAY).contains("\"operationId\": \"get_order\""));
    assert!(read(root.path(), "orders/Cargo.toml").contains("overlay = \"../inputs/orders.overlay.json\"\n"));
    is_up_to_date(&root);
}

#[test]
fn a_renamed_folder_keeps_its_group() {
    let items = [get("Get order", "orders/:id")];
    let root = client(&[folder("Orders", &items)], Some("{}\n"));
    let stdout = updated(&root, &[folder("Purchases", &items)], &[]);
    assert!(
        stdout.contains("`client.orders()`: Orders is now Purchases (\"x-name\": \"orders\")"),
        "{stdout}"
    );
    assert!(root.path().join("orders/src/operations/orders.rs").exists());
    is_up_to_date(&root);
}

#[test]
fn a_request_in_another_folder_keeps_a_deprecated_method() {
    let (one, two) = (get("Get order", "orders/:id"), get("List", "orders"));
    let root = client(&[folder("Orders", &[one.clone(), two.clone()])], None);
    let stdout = updated(&root, &[folder("Orders", &[two]), folder("Archive", &[one])], &[]);
    let kept = "`client.orders().get_order`: now `client.archive().get_order` (\"x-aliases\": [\"orders.get_order\"])";
    assert!(stdout.contains(kept), "{stdout}");
    let orders = read(root.path(), "orders/src/operations/orders.rs");
    assert!(orders.contains("#[deprecated(note = \"renamed to `client.archive().get_order`\")]"), "{orders}");
    is_up_to_date(&root);
}

#[test]
fn a_wanted_rename_keeps_the_old_name_as_an_alias() {
    let overlay =
        r#"{"paths": {"/orders/{id}": {"get": {"operationId": "fetch_order", "x-aliases": ["get_order"]}}}}"#;
    let root = client(&[folder("Orders", &[get("Get order", "orders/:id")])], Some(overlay));
    let stdout = updated(&root, &[folder("Orders", &[get("Fetch order", "orders/:id")])], &[]);
    assert!(!stdout.contains("Names that stay"), "{stdout}");
    assert_eq!(read(root.path(), OVERLAY), overlay);
    assert!(read(root.path(), "orders/src/operations/orders.rs").contains("pub fn get_order("));
}

#[test]
fn only_the_lines_of_touched_entries_change() {
    let items = |folder_name: &str, names: [&str; 3]| {
        let [a, b, c] = names;
        vec![folder(folder_name, &[get(a, "a/:id"), get(b, "b"), get(c, "b"), get("Stays", "c")])]
    };
    let lines = |b: &'static str| {
        [
            "{",
            "\t\"openapi\" :\"3.1.0\",   \"paths\": {",
            "\t\t\"/c\": { \"get\": {\"summary\":\"One line\"} },",
            "",
            b,
            "        \"get\" : { \"summary\": \"Odd\" }",
            "\t\t} } }",
        ]
    };
    let (old, new) = (lines("  \"/b#F / Two\" :  {"), lines("  \"/b#G / Two\" :  {"));
    for ending in ["\n", "\r\n"] {
        for (mark, last) in [("", ""), ("\u{feff}", ending)] {
            let text = |lines: [&str; 7]| format!("{mark}{}{last}", lines.join(ending));
            let root = client(&items("F", ["One", "Two", "Three"]), Some(&text(old)));
            let later = items("G", ["One", "Two", "Three"]);
            let tag = updated(&root, &later, &[]);
            assert!(
                tag.contains("GET /b#F / Two -> GET /b#G / Two\n    --> inputs/orders.overlay.json:6:9:"),
                "{tag}"
            );
            let after = read(root.path(), OVERLAY);
            // The group is pinned: a tag is added at the end.
            let kept = text(new);
            let unchanged = kept.trim_end().trim_end_matches('}').trim_end();
            assert!(after.starts_with(unchanged), "{after:?}\n{unchanged:?}");
            assert!(after.ends_with(&format!("}}{last}")), "{after:?}");
            assert_eq!(after.contains('\r'), ending == "\r\n");
            assert_eq!(after.matches('\n').count(), after.matches(ending).count());
        }
    }
}

#[test]
fn an_entry_moves_with_its_operation() {
    let overlay =
        "{\n  \"paths\": {\n    \"/orders/{order}\": { \"get\": { \"summary\": \"An order.\" } }\n  }\n}\n";
    let root = client(&[folder("Orders", &[get("Get order", "orders/:id")])], Some(overlay));
    let stdout = updated(&root, &[folder("Orders", &[get("Get order", "v2/orders/:key")])], &[]);
    assert!(
        stdout.contains(
            "  GET /orders/{order} -> GET /v2/orders/{order}\n    --> inputs/orders.overlay.json:3:26: "
        ),
        "{stdout}"
    );
    assert_eq!(read(root.path(), OVERLAY), overlay.replace("/orders", "/v2/orders"));
    is_up_to_date(&root);
}

#[test]
fn the_entry_of_an_operation_that_is_gone_is_removed_and_printed() {
    let overlay = "{\n  \"paths\": {\n    \"/a\": { \"get\": { \"summary\": \"Goes.\" } },\n    \"/b\": { \"get\": {} }\n  }\n}\n";
    let root = client(&[folder("F", &[get("A", "a"), get("B", "b")])], Some(overlay));
    let stdout = updated(&root, &[folder("F", &[get("B", "b")])], &[]);
    let removed = "Overlay entries that were removed, because upstream removed what they describe:\n  \
                   --> inputs/orders.overlay.json:3:13: paths.\"/a\".get\n    help: git keeps it";
    assert!(
        stdout.contains(removed)
            && stdout.contains("\n      \"/a\": { \"get\": { \"summary\": \"Goes.\" } }\n"),
        "{stdout}"
    );
    assert_eq!(read(root.path(), OVERLAY), "{\n  \"paths\": {\n    \"/b\": { \"get\": {} }\n  }\n}\n");
    is_up_to_date(&root);
}

#[test]
fn the_change_log_has_each_change_once_below_its_heading() {
    let first = [folder("F", &[get("A", "a"), get("B", "b")])];
    let second = [folder("F", &[get("B", "b"), get("C", "c")])];
    let root = client(&first, None);
    write(root.path(), "orders/CHANGELOG.md", "# Changelog\n\n## 0.1.0\n\n- The first version.\n");
    updated(&root, &second, &[]);
    let log = read(root.path(), "orders/CHANGELOG.md");
    let (start, rest) = log.split_once("## 0.1.0").expect("the old version");
    assert!(start.starts_with("# Changelog\n\n## Unreleased\n\n### Breaking\n\n- `F / A`: "), "{log}");
    assert!(start.contains("\n\n### Added\n\n- `F / C`: ") && rest == "\n\n- The first version.\n", "{log}");
    // There and back again: the entries about `A` and `C` are there.
    updated(&root, &first, &[]);
    updated(&root, &second, &[]);
    let log = read(root.path(), "orders/CHANGELOG.md");
    let lines: Vec<&str> = log.lines().filter(|line| line.starts_with("- ")).collect();
    let mut distinct = lines.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!((lines.len(), distinct.len()), (5, 5), "{log}");
    assert_eq!(log.matches("## Unreleased").count(), 1);
}

#[test]
fn the_version_follows_from_the_step() {
    let first = [folder("F", &[get("A", "a"), get("B", "b")])];
    let (more, fewer) =
        ([folder("F", &[get("A", "a"), get("B", "b"), get("C", "c")])], [folder("F", &[get("A", "a")])]);
    for (version, items, next) in [
        ("0.3.1", &more, "0.3.2"),
        ("0.3.1", &fewer, "0.4.0"),
        ("1.3.1", &more, "1.4.0"),
        ("1.3.1", &fewer, "2.0.0"),
    ] {
        let root = client(&first, None);
        let manifest = read(root.path(), "orders/Cargo.toml");
        let with = |version: &str| {
            manifest.replace("version = \"0.1.0\"", &format!("version  = '{version}' # ours"))
        };
        write(root.path(), "orders/Cargo.toml", &with(version));
        let stdout = updated(&root, items, &["--bump"]);
        assert!(
            stdout.contains(&format!("version: {version} -> {next}, set in orders/Cargo.toml\n")),
            "{stdout}"
        );
        let expected = with(next).replace('\'', "\"").replace(&format!("'{next}'"), &format!("\"{next}\""));
        assert_eq!(read(root.path(), "orders/Cargo.toml").replace('\'', "\""), expected);
    }
    let root = client(&first, None);
    let stdout = updated(&root, &more, &[]);
    assert!(
        stdout.contains("version: 0.1.0 -> 0.1.1 when this is published; `--bump` sets it\n"),
        "{stdout}"
    );
    assert!(read(root.path(), "orders/Cargo.toml").contains("version = \"0.1.0\""));
}

#[test]
fn the_version_of_the_workspace_is_not_set() {
    let root = client(&[folder("F", &[get("A", "a")])], None);
    let manifest =
        read(root.path(), "orders/Cargo.toml").replace("version = \"0.1.0\"", "version.workspace = true");
    write(root.path(), "orders/Cargo.toml", &manifest);
    let workspace = read(root.path(), "Cargo.toml") + "\n[workspace.package]\nversion = \"1.2.3\"\n";
    write(root.path(), "Cargo.toml", &workspace);
    let stdout = updated(&root, &[folder("F", &[get("A", "a"), get("B", "b")])], &["--bump"]);
    assert!(stdout.contains(
        "version: 1.2.3 -> 1.3.0 when this is published\n  help: the manifest has `version.workspace = true`"
    ));
    assert_eq!(read(root.path(), "Cargo.toml"), workspace);
    assert_eq!(read(root.path(), "orders/Cargo.toml"), manifest);
}

#[test]
fn nothing_to_do_writes_nothing() {
    let items = [folder("F", &[get("A", "a")])];
    let root = client(&items, None);
    write(root.path(), "new.json", &collection(&items));
    let before = tree(root.path());
    let stdout = updated(&root, &items, &["--bump"]);
    assert_eq!(stdout, "nothing to update: new.json is the collection that `orders` has\n");
    assert_eq!(tree(root.path()), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let root = client(
        &[folder("F", &[get("A", "a"), get("B", "b"), get("D", "d")])],
        Some("{\n  \"paths\": {}\n}\n"),
    );
    let later = [folder("G", &[get("A", "a"), get("C", "c"), get("D", "d")])];
    write(root.path(), "new.json", &collection(&later));
    let before = tree(root.path());
    let stdout = updated(&root, &later, &["--dry-run", "--bump"]);
    assert_eq!(tree(root.path()), before);
    for part in [
        "--- inputs/orders.overlay.json (now)\n+++ inputs/orders.overlay.json (after the update)\n",
        "orders/CHANGELOG.md: 3 entries would be added\n  ### Breaking\n  - `F / B`: ",
        "  ### Added\n  - `G / C`: ",
        "  ### Documentation\n  - `G`: ",
        "version: 0.1.0 -> 0.2.0, which would be set in orders/Cargo.toml\n",
        "nothing was written: ",
    ] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    // What the dry run has announced happens.
    updated(&root, &later, &[]);
    is_up_to_date(&root);
}

#[test]
fn from_standard_input() {
    let root = client(&[folder("F", &[get("A", "a")])], None);
    let later = format!("\u{feff}{}\r\n", collection(&[folder("F", &[get("A", "a"), get("B", "b")])]));
    write(root.path(), "elsewhere.json", &later);
    let input = fs::File::open(root.path().join("elsewhere.json")).expect("the file can be read");
    let output = command(root.path(), &["update", "-", "-p", "orders"]).stdin(Stdio::from(input)).output();
    let output = output.expect("xtask starts");
    assert_eq!(output.status.code(), Some(0), "{}", common::text(&output.stderr));
    assert_eq!(read(root.path(), COLLECTION), later, "byte for byte");
    is_up_to_date(&root);
}

#[test]
fn an_error_leaves_everything_as_before() {
    let overlay = r#"{"paths": {"/a": {"get": {"operationId": "one"}}}}"#;
    let root = client(&[folder("F", &[get("A", "a")])], Some(overlay));
    write(root.path(), "orders/src/operations/mine.rs", "//! By hand.\n");
    write(root.path(), "new.json", &collection(&[folder("F", &[get("A", "a"), get("B", "b")])]));
    for (new, error) in [
        ("{\"info\": {}", "error: "),
        (r#"{"info": {"name": "Orders"}, "item": []}"#, "error: the collection has no requests"),
        ("", "error: hand-written file in a folder of generated files"),
    ] {
        if !new.is_empty() {
            write(root.path(), "bad.json", new);
        }
        let file = if new.is_empty() { "new.json" } else { "bad.json" };
        let before = tree(root.path());
        let (code, stdout, stderr) = output(root.path(), &["update", file, "--bump"]);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
        assert!(stderr.contains(error) && stderr.contains("nothing was written"), "{stderr}");
        assert_eq!(tree(root.path()), before);
    }
}

#[test]
fn a_client_with_errors_is_not_updated() {
    let root = client(
        &[folder("F", &[get("A", "a")])],
        Some(r#"{"paths": {"/x": {"get": {}}}}"#.replace("/x", "/a").as_str()),
    );
    write(root.path(), OVERLAY, r#"{"paths": {"/x": {"get": {}}}}"#);
    write(root.path(), "new.json", &collection(&[folder("F", &[get("A", "x")])]));
    let (code, _, stderr) = output(root.path(), &["update", "new.json"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("the client has errors before the update, and nothing was written: 1 error"),
        "{stderr}"
    );
}

#[test]
fn a_client_may_change_to_a_folder_of_format_v3() {
    let items = [folder("Orders", &[get("Get order", "orders/:id")])];
    let overlay = r#"{"paths": {"/orders/{id}": {"get": {"operationId": "fetch"}}}}"#;
    let root = client(&items, Some(overlay));
    let before = tree(&root.path().join("orders/src"));
    let file = |path: &str, text: &str| write(root.path(), &format!("upstream/Orders/{path}"), text);
    file(".resources/definition.yaml", "$kind: collection\nname: Orders\n");
    file("Orders/.resources/definition.yaml", "$kind: collection\nname: Orders\n");
    let request =
        "$kind: http-request\nname: Get order\nmethod: GET\nurl: https://api.example.com/orders/:id\n";
    file("Orders/Get order.request.yaml", request);
    let (code, stdout, stderr) = output(root.path(), &["update", "upstream/Orders"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let manifest = read(root.path(), "orders/Cargo.toml");
    assert!(manifest.contains("collection = \"../inputs/Orders\"\n"), "{manifest}");
    assert!(!root.path().join(COLLECTION).exists());
    assert_eq!(read(root.path(), "inputs/Orders/Orders/Get order.request.yaml"), request);
    assert_eq!(tree(&root.path().join("orders/src")), before, "{stdout}");
    assert_eq!(read(root.path(), OVERLAY), overlay);
    is_up_to_date(&root);

    // A later version of the folder: one file is new, one is gone.
    fs::remove_file(root.path().join("upstream/Orders/Orders/Get order.request.yaml"))
        .expect("the file exists");
    file("Orders/An order.request.yaml", &request.replace("Get order", "An order"));
    let (code, stdout, stderr) = output(root.path(), &["update", "upstream/Orders"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    assert!(root.path().join("inputs/Orders/Orders/An order.request.yaml").exists());
    assert!(!root.path().join("inputs/Orders/Orders/Get order.request.yaml").exists());
    is_up_to_date(&root);
}

/// A run that is killed at any moment leaves files that the next command restores or completes.
#[cfg(unix)]
#[test]
fn a_killed_run_leaves_a_whole_tree() {
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|n| folder(&format!("F{n}"), &[get(&format!("Get {n}"), &format!("a{n}"))])).collect()
    };
    let root = client(&many(60), None);
    let later: Vec<Value> = many(60).into_iter().chain([folder("G", &[get("New", "new")])]).collect();
    // Every folder changes, and files of all kinds.
    let later = collection(&later).replace("https://api.example.com/a", "https://api.example.com/b");
    write(root.path(), "new.json", &later);
    let before = tree(root.path());
    let reference = tempfile::tempdir().expect("a folder");
    copy(root.path(), reference.path());
    let run = |root: &Path| {
        command(root, &["update", "new.json", "--bump"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    };
    let status = run(reference.path()).expect("xtask starts").wait().expect("xtask ends");
    assert!(status.success());
    let after = tree(reference.path());
    for delay in (0..240).step_by(8) {
        let mut child = run(root.path()).expect("xtask starts");
        sleep(Duration::from_millis(delay));
        let _ = child.kill();
        let status = child.wait().expect("xtask ends");
        // The next command that writes restores what a killed run has left, and then does its own work.
        let (code, _, stderr) = output(root.path(), &["generate"]);
        assert_eq!(code, Some(0), "{stderr}");
        let found = tree(root.path());
        assert!(found == before || found == after, "after {delay} ms, {status}");
        if found == after {
            break;
        }
    }
    let ended: Output =
        command(root.path(), &["update", "new.json", "--bump"]).output().expect("xtask starts");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(tree(root.path()), after);
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    for (path, content) in tree(from) {
        let path = to.join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be created");
        fs::write(path, content).expect("the file can be written");
    }
}

#[test]
fn former_names_stay_in_their_groups_or_are_named() {
    let orders = [get("Get order", "orders/:id"), get("List", "orders")];
    let users = [get("Get user", "users/:id")];
    let overlay = "{\n  \"paths\": {\n    \"/orders/{id}\": { \"get\": { \"x-aliases\": [\"fetch\", \"users.order\"] } },\n    \
                   \"/users/{id}\": { \"get\": { \"x-aliases\": [\"orders.user\"] } }\n  }\n}\n";
    let root = client(&[folder("Orders", &orders), folder("Users", &users)], Some(overlay));
    // The folder has another name, and the other one is gone.
    let later = [folder("Sales", &[&orders[..], &users[..]].concat())];
    let stdout = updated(&root, &later, &[]);
    for part in [
        "`client.orders()`: Orders is now Sales (\"x-name\": \"orders\")\n",
        "Former names that were removed from the overlay:\n  `users.order`: the group `users` is gone\n    \
         --> inputs/orders.overlay.json:3:55: paths.\"/orders/{id}\".get.x-aliases[1]\n",
    ] {
        assert!(stdout.contains(part), "{part}\n{stdout}");
    }
    let after = read(root.path(), OVERLAY);
    assert!(after.contains("\"/orders/{id}\": { \"get\": { \"x-aliases\": [\"fetch\"] } },\n"), "{after}");
    // The operation is in the group that had the former name, which therefore stays.
    assert!(after.contains("\"/users/{id}\": { \"get\": { \"x-aliases\": [\"orders.user\"] } }"), "{after}");
    let methods = read(root.path(), "orders/src/operations/orders.rs");
    for method in ["fn fetch(", "fn get_order(", "fn get_user(", "fn user("] {
        assert!(methods.contains(method), "{method}");
    }
    is_up_to_date(&root);
}
