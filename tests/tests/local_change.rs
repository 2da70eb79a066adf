//! A local change of the inputs changes only the lines of the output that are about it.
//!
//! Each test generates the client of a collection with fifty requests before and after a change, and states exactly
//! which files differ and in how many lines. `cargo test -p tests --test local_change -- --nocapture` prints the
//! numbers.

use std::collections::{BTreeMap, BTreeSet};

use Expected::{Created, Deleted, Edited};
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

/// The files with the operations, the types and the replay of the folder `Orders`.
const ORDERS: &str = "src/operations/orders.rs";
const ORDER_TYPES: &str = "src/types/orders.rs";
const CLIENT: &str = "src/operations/client.rs";
const INDEX: &str = "src/operations/mod.rs";
const TYPE_INDEX: &str = "src/types/mod.rs";
const REPLAY: &str = "examples/replay/items.rs";

#[test]
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
    changes.print("one request with its own host and API key before the others");
    changes.assert(&[
        (REPLAY, Edited(0, 12)),
        // The statics of the server and the credential, the lists that contain them, and the credential's setters.
        (CLIENT, Edited(2, 41)),
        // The module; the heading of the folder and the line of the operation, each with an empty line.
        (INDEX, Edited(0, 5)),
        ("src/operations/status.rs", Created),
    ]);
    changes.assert_added_once(INDEX, "pub mod status;");
}

#[test]
fn a_field_of_a_body() {
    let mut after = collection();
    let body = &mut request(&mut after, "Orders", "Create order")["request"]["body"];
    let raw = body["raw"].as_str().expect("a body").replacen('{', r#"{"gift": true, "#, 1);
    body["raw"] = json!(raw);
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one more field in the body of a request");
    changes.assert(&[
        (REPLAY, Edited(1, 1)),
        // The example in the operation's documentation.
        (ORDERS, Edited(1, 1)),
        // The field, the line of `object!`, and the setter of six lines with an empty line before it.
        (ORDER_TYPES, Edited(1, 9)),
    ]);
    changes.assert_added_once(ORDER_TYPES, "pub gift: Option<bool>,");
    changes.assert_added_once(
        ORDER_TYPES,
        "object!(CreateOrderBody { optional: gift, order_code, amount, note });",
    );
    changes.assert_added_once(ORDER_TYPES, "pub fn gift(mut self, gift: impl Into<bool>) -> Self {");
}

#[test]
fn a_removed_request() {
    let mut after = collection();
    folder(&mut after, "Orders").retain(|item| item["name"] != "Add order note");
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one request less");
    changes.assert(&[
        (REPLAY, Edited(13, 0)),
        // Its line in the list of operations.
        (INDEX, Edited(1, 0)),
        (ORDERS, Edited(33, 0)),
        (ORDER_TYPES, Edited(31, 0)),
    ]);
}

#[test]
fn an_optional_query_parameter() {
    let mut after = collection();
    let url = &mut request(&mut after, "Orders", "List orders")["request"]["url"];
    let query = url["query"].as_array_mut().expect("a query");
    query.push(json!({ "key": "sort", "value": "date", "description": "The order of the list." }));
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("one more optional query parameter");
    // The setter.
    changes.assert(&[(REPLAY, Edited(0, 1)), (ORDERS, Edited(0, 8))]);
}

#[test]
fn a_renamed_folder() {
    let mut after = collection();
    items(&mut after)[3]["name"] = json!("Articles");
    let changes = Changes::between(&files(&collection(), None), &files(&after, None));
    changes.print("another name of a folder");
    changes.assert(&[
        // The name and the method in each of ten calls.
        (REPLAY, Edited(20, 20)),
        ("src/operations/articles.rs", Created),
        // The names of five operations with a saved response.
        ("src/operations/examples.rs", Edited(5, 5)),
        // The module; the heading of the folder and the lines of its operations.
        (INDEX, Edited(12, 12)),
        ("src/operations/products.rs", Deleted),
        ("src/types/articles.rs", Created),
        // The module and its re-export.
        (TYPE_INDEX, Edited(2, 2)),
        ("src/types/products.rs", Deleted),
    ]);
}

#[test]
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
    // The variant and the line of `open_enum!`.
    changes.assert(&[(ORDER_TYPES, Edited(1, 2))]);
    changes.assert_added_once(ORDER_TYPES, "Returned,");
}

/// Returns a collection of fifty requests in five folders, with one server and one credential.
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

/// Returns the ten requests of a folder. Bodies have a field that is named after the noun, so that folders share no
/// type.
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

/// The generated files: contents by path.
type Files = BTreeMap<String, String>;

fn files(collection: &Value, overlay: Option<&Value>) -> Files {
    let (collection, overlay) = (collection.to_string(), overlay.map(Value::to_string));
    let output = codegen::generate(&Input {
        collection: Source { file: "collection.json", text: &collection }.into(),
        overlay: overlay.as_deref().map(|text| Source { file: "overlay.json", text }),
        environment: None,
        crate_name: "shop",
        command: "cargo xtask generate",
    });
    assert_eq!(output.diagnostics.to_string(), "");
    output.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// The expected change of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Expected {
    /// The file exists only afterwards.
    Created,
    /// The file exists only before.
    Deleted,
    /// The numbers of removed and of added lines.
    Edited(usize, usize),
}

/// The lines of a file that differ.
#[derive(Debug, Default)]
struct Lines {
    removed: Vec<String>,
    added: Vec<String>,
}

/// The difference between two sets of generated files: the files that are not equal, by path.
struct Changes(BTreeMap<String, (Expected, Lines)>);

impl Changes {
    fn between(before: &Files, after: &Files) -> Self {
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changes = paths.into_iter().filter_map(|path| {
            let (before, after) = (before.get(path), after.get(path));
            let lines = lines(before.map_or("", String::as_str), after.map_or("", String::as_str));
            let change = match (before, after) {
                (None, _) => Created,
                (_, None) => Deleted,
                (Some(before), Some(after)) if before == after => return None,
                _ => Edited(lines.removed.len(), lines.added.len()),
            };
            Some((path.clone(), (change, lines)))
        });
        Self(changes.collect())
    }

    #[expect(clippy::print_stdout, reason = "--nocapture shows the numbers")]
    fn print(&self, change: &str) {
        println!("{change}:");
        for (path, (_, Lines { removed, added })) in &self.0 {
            println!("  {path}: {} lines removed, {} added", removed.len(), added.len());
        }
    }

    /// Panics unless exactly these files differ, each in this number of lines.
    fn assert(&self, expected: &[(&str, Expected)]) {
        let expected: BTreeMap<&str, Expected> = expected.iter().copied().collect();
        let actual: BTreeMap<&str, Expected> =
            self.0.iter().map(|(path, (change, _))| (path.as_str(), *change)).collect();
        assert_eq!(actual, expected, "{:#?}", self.0);
    }

    /// Panics unless a file has this line once more than before.
    fn assert_added_once(&self, path: &str, line: &str) {
        let added = self.0.get(path).map_or(&[][..], |(_, lines)| &lines.added);
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
