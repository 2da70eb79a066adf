//! A change of one place in the inputs changes only the lines of the output that are about that place.
//!
//! Each test generates the client of a collection with fifty requests before and after a change, and states which files
//! may differ and by how many lines. `cargo test -p tests --test local_change -- --nocapture` prints the numbers.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{Input, Source};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// The folders of the collection, each with the noun that its requests are about.
const FOLDERS: [(&str, &str); 5] = [
    ("Customers", "customer"),
    ("Invoices", "invoice"),
    ("Orders", "order"),
    ("Products", "product"),
    ("Shipments", "shipment"),
];

/// Where the operations, the types and the replay of the folder `Orders` are.
const ORDERS: &str = "src/operations/orders.rs";
const ORDER_TYPES: &str = "src/types/orders.rs";
const CLIENT: &str = "src/operations/client.rs";
const INDEX: &str = "src/operations/mod.rs";
const TYPE_INDEX: &str = "src/types/mod.rs";
const REPLAY: &str = "examples/replay.rs";

#[test]
#[ignore = "operations refer to credentials and servers by position"]
fn a_request_with_its_own_host_and_api_key() {
    let mut after = collection();
    let request = json!({
        "name": "Get status",
        "request": {
            "method": "GET",
            "url": "https://status.example/current",
            "auth": { "type": "apikey", "apikey": [
                { "key": "key", "value": "X-Status-Key" }, { "key": "value", "value": "{{statusKey}}" },
            ] },
        },
    });
    items(&mut after).insert(0, json!({ "name": "Status", "item": [request] }));
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one request with its own host and API key in front");
    changes.assert_only(&["src/operations/status.rs", CLIENT, INDEX, TYPE_INDEX, REPLAY]);
    for index in [INDEX, TYPE_INDEX] {
        changes.assert_lines(index, 0, 2);
    }
    changes.assert_lines(CLIENT, 4, 40);
}

#[test]
#[ignore = "types are not yet printed as plain Rust"]
fn a_field_of_a_body() {
    let mut after = collection();
    let body = &mut request(&mut after, "Orders", "Create order")["request"]["body"];
    let text = body["raw"].as_str().expect("a body").replacen('{', r#"{"gift": true, "#, 1);
    body["raw"] = json!(text);
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one more field in the body of a request");
    changes.assert_only(&[ORDER_TYPES, ORDERS, REPLAY]);
    // The field, its line in the implementation, its setter, and what documents them.
    changes.assert_lines(ORDER_TYPES, 2, 12);
    changes.assert_added_once(ORDER_TYPES, "pub gift: Option<bool>,");
    // The example in the operation's documentation.
    changes.assert_lines(ORDERS, 1, 1);
    changes.assert_lines(REPLAY, 1, 1);
}

#[test]
fn a_request_that_is_gone() {
    let mut after = collection();
    folder(&mut after, "Orders").retain(|item| item["name"] != "Add order note");
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one request less");
    changes.assert_only(&[ORDERS, ORDER_TYPES, REPLAY]);
    changes.assert_lines(ORDERS, 60, 0);
    changes.assert_lines(ORDER_TYPES, 60, 0);
}

#[test]
fn an_optional_query_parameter() {
    let mut after = collection();
    let url = &mut request(&mut after, "Orders", "List orders")["request"]["url"];
    let query = url["query"].as_array_mut().expect("a query");
    query.push(json!({ "key": "sort", "value": "date", "description": "The order of the list." }));
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one more optional query parameter");
    changes.assert_only(&[ORDERS, REPLAY]);
    changes.assert_lines(ORDERS, 1, 12);
    changes.assert_lines(REPLAY, 1, 1);
}

#[test]
fn a_folder_with_another_name() {
    let mut after = collection();
    items(&mut after)[3]["name"] = json!("Articles");
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("another name of a folder");
    let moved = ["src/operations/", "src/types/"];
    let moved = moved.map(|folder| ["products", "articles"].map(|name| format!("{folder}{name}.rs")));
    let mut allowed: Vec<&str> = moved.iter().flatten().map(String::as_str).collect();
    allowed.extend([CLIENT, INDEX, TYPE_INDEX, REPLAY]);
    changes.assert_only(&allowed);
    for index in [INDEX, TYPE_INDEX] {
        changes.assert_lines(index, 2, 2);
    }
    // The method of the client, and its documentation.
    changes.assert_lines(CLIENT, 8, 8);
}

#[test]
#[ignore = "types are not yet printed as plain Rust"]
fn a_value_of_an_enum() {
    let overlay = |values: Value| {
        let values: Vec<Value> = values.as_array().expect("a list").clone();
        let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Order" } } });
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Orders", "version": "1" },
            "paths": { "/orders/{id}": { "get": { "responses": { "200": { "content": content } } } } },
            "components": { "schemas": {
                "Order": { "type": "object", "properties": { "state": { "$ref": "#/components/schemas/State" } } },
                "State": { "type": "string", "enum": values },
            } },
        })
    };
    let before = overlay(json!(["open", "paid", "sent"]));
    let after = overlay(json!(["open", "paid", "returned", "sent"]));
    let changes = Changes::between(&files(&collection(), Some(&before)), &files(&collection(), Some(&after)));
    changes.print("one more value of an enum");
    changes.assert_only(&[ORDER_TYPES]);
    changes.assert_lines(ORDER_TYPES, 1, 6);
    changes.assert_added_once(ORDER_TYPES, "Returned,");
}

/// A collection of fifty requests in five folders, with one server and one credential.
fn collection() -> Value {
    let folders =
        FOLDERS.map(|(name, noun)| json!({ "name": name, "item": requests(&name.to_lowercase(), noun) }));
    json!({
        "info": {
            "name": "Shop",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] },
        "item": folders,
    })
}

/// The ten requests of a folder. Bodies have a field that is named after the noun, so that folders share no type.
fn requests(path: &str, noun: &str) -> [Value; 10] {
    let own = format!("{noun}_code");
    let thing = json!({ "id": 7, &own: "a-1", "created": "2026-01-02T03:04:05Z" });
    let new_thing = json!({ &own: "a-1", "amount": 2.5, "note": "by hand" });
    let change = json!({ "amount": 3.5, format!("{noun}_reason"): "Damaged" });
    let list = json!({ "items": [thing], "next": "b" });
    let message = json!({ format!("{noun}_note"): "Call first" });
    let new_message = json!({ format!("{noun}_note"): "Call first", "urgent": true });
    let one = |more: &[&'static str]| [&[path, ":id"], more].concat();
    let item = |name: String, method, path: Vec<&str>, body: Option<&Value>, response: Option<&Value>| {
        let body = body.map(|body| {
            json!({ "mode": "raw", "raw": body.to_string(), "options": { "raw": { "language": "json" } } })
        });
        let query = match name.starts_with("List") {
            true => json!([{ "key": "limit", "value": "10", "description": "The number of entries." }]),
            false => json!([]),
        };
        let response = response.map(|body| json!({ "name": "OK", "code": 200, "body": body.to_string() }));
        json!({
            "name": name,
            "request": {
                "method": method,
                "url": { "protocol": "https", "host": ["shop", "example"], "path": path, "query": query },
                "body": body,
            },
            "response": response.map_or(json!([]), |response| json!([response])),
        })
    };
    [
        item(format!("List {path}"), "GET", vec![path], None, Some(&list)),
        item(format!("Get {noun}"), "GET", one(&[]), None, Some(&thing)),
        item(format!("Create {noun}"), "POST", vec![path], Some(&new_thing), Some(&thing)),
        item(format!("Update {noun}"), "PATCH", one(&[]), Some(&change), Some(&thing)),
        item(format!("Delete {noun}"), "DELETE", one(&[]), None, None),
        item(format!("List {noun} notes"), "GET", one(&["notes"]), None, Some(&json!([message]))),
        item(format!("Add {noun} note"), "POST", one(&["notes"]), Some(&new_message), None),
        item(format!("Get {noun} history"), "GET", one(&["history"]), None, None),
        item(format!("Archive {noun}"), "POST", one(&["archive"]), None, None),
        item(format!("Restore {noun}"), "POST", one(&["restore"]), None, None),
    ]
}

fn items(collection: &mut Value) -> &mut Vec<Value> {
    collection["item"].as_array_mut().expect("a list of items")
}

fn folder<'c>(collection: &'c mut Value, name: &str) -> &'c mut Vec<Value> {
    let folder = items(collection).iter_mut().find(|item| item["name"] == name).expect("a folder");
    items(folder)
}

fn request<'c>(collection: &'c mut Value, folder_name: &str, name: &str) -> &'c mut Value {
    folder(collection, folder_name).iter_mut().find(|item| item["name"] == name).expect("a request")
}

/// The generated files: texts by path.
type Files = BTreeMap<String, String>;

fn files(collection: &Value, overlay: Option<&Value>) -> Files {
    let (collection, overlay) = (collection.to_string(), overlay.map(Value::to_string));
    let output = codegen::generate(&Input {
        collection: Source { file: "collection.json", text: &collection },
        overlay: overlay.as_deref().map(|text| Source { file: "overlay.json", text }),
        crate_name: "shop",
    });
    assert_eq!(output.diagnostics.to_string(), "");
    output.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// What differs in a file.
#[derive(Debug, Default)]
struct Lines {
    removed: Vec<String>,
    added: Vec<String>,
}

/// What differs, by the path of the file. Files that are equal are not in it.
struct Changes(BTreeMap<String, Lines>);

impl Changes {
    fn between(before: &Files, after: &Files) -> Self {
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let text = |files: &Files, path: &String| files.get(path).cloned().unwrap_or_default();
        let changes = paths.into_iter().map(|path| (path, text(before, path), text(after, path)));
        let changes = changes.filter(|(_, before, after)| before != after);
        Self(changes.map(|(path, before, after)| (path.clone(), lines(&before, &after))).collect())
    }

    #[expect(clippy::print_stdout, reason = "--nocapture shows the numbers to whoever wants them")]
    fn print(&self, change: &str) {
        println!("{change}:");
        for (path, Lines { removed, added }) in &self.0 {
            println!("  {path}: {} lines removed, {} added", removed.len(), added.len());
        }
    }

    /// Panics when another file differs than these.
    fn assert_only(&self, allowed: &[&str]) {
        let others: Vec<_> = self.0.iter().filter(|(path, _)| !allowed.contains(&path.as_str())).collect();
        assert!(others.is_empty(), "files that have nothing to do with the change differ: {others:#?}");
    }

    /// Panics when more lines of a file differ than this.
    fn assert_lines(&self, path: &str, removed: usize, added: usize) {
        let Some(lines) = self.0.get(path) else { return };
        let is_small = lines.removed.len() <= removed && lines.added.len() <= added;
        assert!(is_small, "{path}: more than {removed} lines removed or {added} added: {lines:#?}");
    }

    /// Panics unless a file has this line once more than before.
    fn assert_added_once(&self, path: &str, line: &str) {
        let added = self.0.get(path).map_or(&[][..], |lines| &lines.added);
        let count = added.iter().filter(|added| added.trim() == line).count();
        assert_eq!(count, 1, "{path}: the line `{line}` among {added:#?}");
    }
}

fn lines(before: &str, after: &str) -> Lines {
    let mut lines = Lines::default();
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        let line = change.value().trim_end().to_owned();
        match change.tag() {
            ChangeTag::Delete => lines.removed.push(line),
            ChangeTag::Insert => lines.added.push(line),
            ChangeTag::Equal => {}
        }
    }
    lines
}
