//! What happens to the overlay of a client whose collection is replaced by a later version.

mod common;

use codegen::api::Api;
use codegen::diff::{Step, diff};
use codegen::update::{Change, Update, update};
use common::input;
use serde_json::{Value, json};

fn get(name: &str, path: &str) -> Value {
    json!({"name": name, "request": {"method": "GET", "url": format!("https://h.test/{path}")}})
}

fn folder(name: &str, items: &[Value]) -> Value {
    json!({"name": name, "item": items})
}

fn collection(items: &[Value]) -> String {
    json!({"info": {"name": "C"}, "item": items}).to_string()
}

fn updated(old: &[Value], new: &[Value], overlay: Option<&str>) -> Update {
    let (old, new) = (collection(old), collection(new));
    update(&input(&old, overlay), &input(&new, None))
}

/// The expressions of all operations, and the former ones.
fn names(api: &Api) -> Vec<String> {
    let operations = api.all_operations();
    let names = operations.into_iter().flat_map(|(groups, operation)| {
        let modules: Vec<String> = groups.iter().map(|group| group.name.rust.clone()).collect();
        let own = (modules, &operation.name.rust);
        let former = operation.aliases.iter().map(|alias| (alias.groups.clone(), &alias.method));
        std::iter::once(own)
            .chain(former)
            .map(|(modules, name)| format!("{}.{name}", modules.join(".")))
            .collect::<Vec<_>>()
    });
    names.collect()
}

fn new(update: &Update) -> &Api {
    update.new.as_ref().unwrap_or_else(|| panic!("{}", update.diagnostics))
}

fn step(update: &Update) -> Step {
    diff(update.old.as_ref().expect("the old version has no errors"), new(update)).step()
}

#[test]
fn a_request_that_has_another_name_keeps_its_method() {
    let old = [folder("Orders", &[get("Get order", "orders/:id"), get("List", "orders")])];
    let later = [folder("Orders", &[get("Fetch an order", "orders/:order_id"), get("List", "orders")])];
    let update = updated(&old, &later, None);
    assert_eq!(names(new(&update)), ["orders.get_order", "orders.list"]);
    let expected = "{\n  \"openapi\": \"3.1.0\",\n  \"paths\": {\n    \"/orders/{order_id}\": {\n      \"get\": {\n        \
                    \"operationId\": \"get_order\"\n      }\n    }\n  }\n}\n";
    assert_eq!(update.overlay.as_deref(), Some(expected));
    let pinned = Change::Pinned {
        name: "client.orders().get_order".to_owned(),
        before: "Orders / Get order".to_owned(),
        after: "Orders / Fetch an order".to_owned(),
        entry: "\"operationId\": \"get_order\"".to_owned(),
    };
    assert_eq!(update.changes, [pinned]);
    assert!(step(&update) <= Step::Patch);
}

#[test]
fn a_method_keeps_its_name_when_a_new_request_takes_it() {
    let old = [folder("Orders", &[get("List", "orders")])];
    let later = [folder("Orders", &[get("List", "orders/all"), get("List open", "orders")])];
    let update = updated(&old, &later, None);
    let found = names(new(&update));
    assert_eq!(found[1], "orders.list", "{found:?}");
    assert_ne!(found[0], "orders.list", "{found:?}");
}

#[test]
fn a_folder_that_has_another_name_keeps_its_group() {
    let requests = [get("Get order", "orders/:id"), get("List", "orders")];
    let inner = [get("Find", "lines")];
    let old = [folder("Orders", &[requests.to_vec(), vec![folder("Lines", &inner)]].concat())];
    let later = [folder("Purchases", &[requests.to_vec(), vec![folder("Rows", &inner)]].concat())];
    let update = updated(&old, &later, None);
    assert_eq!(names(new(&update)), ["orders.get_order", "orders.list", "orders.lines.find"]);
    let tags: Value = serde_json::from_str(update.overlay.as_deref().expect("an overlay")).expect("JSON");
    let expected =
        json!([{"name": "Purchases", "x-name": "orders"}, {"name": "Purchases / Rows", "x-name": "lines"}]);
    assert_eq!(tags["tags"], expected);
    assert!(step(&update) <= Step::Patch);
}

#[test]
fn a_request_in_another_folder_keeps_a_method_in_its_old_group() {
    let old =
        [folder("Orders", &[get("Get order", "orders/:id"), get("List", "orders")]), get("Status", "status")];
    let later = [
        folder("Orders", &[get("List", "orders"), get("Status", "status")]),
        folder("Archive", &[get("Get order", "orders/:id")]),
    ];
    let update = updated(&old, &later, None);
    let expected = ["orders.list", "orders.status", ".status", "archive.get_order", "orders.get_order"]
        .map(str::to_owned);
    assert_eq!(names(new(&update)), expected);
    let kept = update.changes.iter().map(|change| match change {
        Change::Kept { name, now, entry } => format!("{name} -> {now}: {entry}"),
        other => panic!("{other:?}"),
    });
    let expected = [
        "client.status -> client.orders().status: \"x-aliases\": [\"client.status\"]",
        "client.orders().get_order -> client.archive().get_order: \"x-aliases\": [\"orders.get_order\"]",
    ];
    assert_eq!(kept.collect::<Vec<_>>(), expected);
}

#[test]
fn names_that_the_overlay_has_stay() {
    let overlay = r#"{"paths": {"/orders/{id}": {"get": {"operationId": "fetch"}}}, "tags": [{"name": "Orders", "x-name": "o"}]}"#;
    let old = [folder("Orders", &[get("Get order", "orders/:id")])];
    let later = [folder("Purchases", &[get("An order", "orders/:id")])];
    let update = updated(&old, &later, Some(overlay));
    assert_eq!(names(new(&update)), ["o.fetch"]);
    assert_eq!(update.overlay, Some(overlay.replace("Orders", "Purchases")));
}

#[test]
fn entries_move_with_their_operations() {
    let post = |name: &str, path: &str| json!({"name": name, "request": {"method": "POST", "url": format!("https://h.test/{path}")}});
    let entry = |summary: &str| format!("{{\n\t\t\t\"summary\" :   \"{summary}\" }}");
    let overlay = |a: &str, b: &str, c: &str| {
        format!(
            "{{\r\n\t\"paths\": {{\r\n\t\t{a}: {{ \"get\": {} }},\r\n\t\t{b}: {{\"post\": {}}},\r\n\t\t{c}: {{ \"get\": {} }}\r\n\t}}\r\n}}",
            entry("One"), entry("Two"), entry("Three")
        )
        .replace("\r\n", "\n")
        .replace('\n', "\r\n")
    };
    let old = [folder(
        "Orders",
        &[get("A", "orders/:id"), post("B", "orders"), get("C", "lines"), get("D", "lines")],
    )];
    let later = [folder(
        "Purchases",
        &[get("A", "v2/orders/:key"), post("B", "orders"), get("C", "lines"), get("D", "lines")],
    )];
    let before = overlay("\"/orders/{id}\"", "\"/orders\"", "\"/lines#Orders / C\"");
    let update = updated(&old, &later, Some(&before));
    let after = update.overlay.clone().unwrap_or_default();
    let expected = overlay("\"/v2/orders/{id}\"", "\"/orders\"", "\"/lines#Purchases / C\"");
    assert!(after.starts_with(&expected[..expected.len() - 3]), "{after}");
    let moved: Vec<String> = update
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Moved { location, before, after } => Some(format!("{location}: {before} -> {after}")),
            _ => None,
        })
        .collect();
    let expected = [
        "o.json:3:21: paths.\"/orders/{id}\".get: GET /orders/{id} -> GET /v2/orders/{id}",
        "o.json:7:26: paths.\"/lines#Orders / C\".get: GET /lines#Orders / C -> GET /lines#Purchases / C",
    ];
    assert_eq!(moved, expected, "{}", update.diagnostics);
    assert_eq!(names(new(&update))[0], "orders.a");
}

#[test]
fn an_entry_whose_operation_has_another_method_moves() {
    let request =
        |method: &str| json!({"name": "Change", "request": {"method": method, "url": "https://h.test/a"}});
    let overlay = r#"{"paths": {"/a": {"put": {"summary": "x"}}}}"#;
    let update = updated(&[request("PUT")], &[request("PATCH")], Some(overlay));
    assert_eq!(update.overlay, Some(overlay.replace("put", "patch")), "{}", update.diagnostics);
    assert!(update.new.is_some());
}

#[test]
fn an_entry_that_shares_its_key_with_others_leaves_it() {
    let post = |path: &str| json!({"name": "Add", "request": {"method": "POST", "url": format!("https://h.test/{path}")}});
    let overlay = "{\"paths\": {\n  \"/a\": {\n    \"summary\": \"s\",\n    \"get\": {\"summary\": \"One\"},\n    \"post\": { \"summary\": \"Two\" }\n  }\n}}\n";
    let old = [folder("F", &[get("List", "a"), post("a")])];
    let later = [folder("F", &[get("List", "a"), post("b")])];
    let update = updated(&old, &later, Some(overlay));
    let after = update.overlay.clone().unwrap_or_default();
    let value: Value = serde_json::from_str(&after).expect("JSON");
    let expected = json!({"/a": {"summary": "s", "get": {"summary": "One"}}, "/b": {"summary": "s", "post": {"summary": "Two"}}});
    assert_eq!(value["paths"], expected, "{after}");
    assert!(
        after.contains("    \"get\": {\"summary\": \"One\"}\n") && after.contains("{ \"summary\": \"Two\" }"),
        "{after}"
    );
    assert!(update.new.is_some(), "{}", update.diagnostics);
}

#[test]
fn entries_without_an_operation_are_removed_with_their_text() {
    let overlay = "{\n  \"paths\": {\n    \"/gone\": { \"get\": { \"summary\": \"x\" } },\n    \"/a\": { \"get\": { \"summary\": \"y\" } }\n  },\n  \
                   \"tags\": [\n    { \"name\": \"Gone\", \"x-name\": \"g\" },\n    { \"name\": \"F\", \"x-name\": \"h\" }\n  ]\n}\n";
    let old = [folder("Gone", &[get("Gone", "gone")]), folder("F", &[get("A", "a")])];
    let update = updated(&old, &[folder("F", &[get("A", "a")])], Some(overlay));
    let expected = "{\n  \"paths\": {\n    \"/a\": { \"get\": { \"summary\": \"y\" } }\n  },\n  \
                    \"tags\": [\n    { \"name\": \"F\", \"x-name\": \"h\" }\n  ]\n}\n";
    assert_eq!(update.overlay.as_deref(), Some(expected));
    let removed: Vec<String> = update
        .changes
        .iter()
        .map(|change| match change {
            Change::Removed { location, text } => format!("{location}: {text}"),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        "o.json:3:16: paths.\"/gone\".get: \"/gone\": { \"get\": { \"summary\": \"x\" } }",
        "o.json:7:5: tags[0]: { \"name\": \"Gone\", \"x-name\": \"g\" }",
    ];
    assert_eq!(removed, expected);
    assert!(update.new.is_some(), "{}", update.diagnostics);
}

#[test]
fn only_the_lines_of_a_pinned_entry_change() {
    let old = [folder("F", &[get("One", "a"), get("Two", "b")])];
    let later = [folder("F", &[get("First", "a"), get("Second", "b")])];
    for (overlay, expected) in [
        (
            "{\n\t\"paths\":\t{\n\t\t\"/a\": {\n\t\t\t\"get\": {\n\t\t\t\t\"summary\":\"x\"\n\t\t\t}\n\t\t},\n\n\t\t\"/c\" : 0}\n}",
            None,
        ),
        (
            "{\n\t\"paths\":\t{\n\t\t\"/a\": {\n\t\t\t\"get\": {\n\t\t\t\t\"summary\":\"x\"\n\t\t\t}\n\t\t},\n\n\t\t\"/b\" : { \"get\":{ \"summary\" : \"y\"} }}\n}",
            Some(
                "{\n\t\"paths\":\t{\n\t\t\"/a\": {\n\t\t\t\"get\": {\n\t\t\t\t\"operationId\": \"one\",\n\t\t\t\t\"summary\":\"x\"\n\t\t\t}\n\t\t},\n\n\t\t\"/b\" : { \"get\":{\n\t\t\t\t\"operationId\": \"two\",\n\t\t\t\t\"summary\" : \"y\"\n\t\t\t} }}\n}",
            ),
        ),
    ] {
        for ending in ["\n", "\r\n"] {
            let text = overlay.replace('\n', ending);
            let update = updated(&old, &later, Some(&text));
            assert_eq!(
                update.overlay,
                expected.map(|text| text.replace('\n', ending)),
                "{}",
                update.diagnostics
            );
            assert_eq!(update.new.is_some(), expected.is_some(), "{}", update.diagnostics);
        }
    }
}

#[test]
fn an_update_without_changes_leaves_the_overlay() {
    let items = [folder("F", &[get("One", "a")])];
    let update = updated(&items, &items, Some(r#"{"paths": {}}"#));
    assert_eq!((update.overlay.as_deref(), &update.changes[..]), (None, &[][..]));
    assert_eq!(step(&update), Step::None);
}

/// Gives every folder and every request another name.
fn with_other_names(items: &mut [Value]) {
    for item in items {
        if let Some(name) = item.get("name").and_then(Value::as_str) {
            item["name"] = json!(format!("Other {name}"));
        }
        if let Some(inner) = item.get_mut("item").and_then(Value::as_array_mut) {
            with_other_names(inner);
        }
    }
}

/// In each case of the golden tests, all folders and requests get other names. Operations that no other one has the
/// method and the path of are called as before.
#[test]
fn other_names_upstream_break_nobody() {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut compared = 0;
    for case in std::fs::read_dir(cases).expect("there are cases") {
        let folder = case.expect("a case").path();
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        let Some(old) = read("collection.json") else { continue };
        let (overlay, Ok(mut later)) = (read("overlay.json"), serde_json::from_str::<Value>(&old)) else {
            continue;
        };
        let Some(items) = later.get_mut("item").and_then(Value::as_array_mut) else { continue };
        with_other_names(items);
        let update = update(&input(&old, overlay.as_deref()), &input(&later.to_string(), None));
        let (Some(before), Some(after)) = (&update.old, &update.new) else {
            assert!(update.old.is_none(), "{}: {}", folder.display(), update.diagnostics);
            continue;
        };
        let key = |operation: &codegen::api::Operation| (operation.method.clone(), operation.path.template());
        for (groups, operation) in before.all_operations() {
            let same = |api: &'_ Api| -> Vec<String> {
                let operations =
                    api.all_operations().into_iter().filter(|(_, other)| key(other) == key(operation));
                operations
                    .map(|(groups, operation)| {
                        let modules = groups.iter().map(|group| format!("{}.", group.name.rust));
                        modules.collect::<String>() + &operation.name.rust
                    })
                    .collect()
            };
            let (old_names, new_names) = (same(before), same(after));
            if old_names.len() == 1 {
                assert_eq!(old_names, new_names, "{} {groups:?}", folder.display());
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

/// OpenAPI has no key for other methods, so their names cannot be pinned; those of other requests are.
#[test]
fn a_method_that_no_overlay_describes_stops_no_other_name() {
    let request = |name: &str, method: &str, path: &str| {
        let mut item = get(name, path);
        item["request"]["method"] = json!(method);
        item
    };
    for method in ["PURGE", "LOCK", "PROPFIND"] {
        let orders = |clear: &str, list: &str| {
            folder("Orders", &[request(clear, method, "cache"), get(list, "orders"), get("Ping", "ping")])
        };
        let update = updated(&[orders("Clear", "List")], &[orders("Empty", "List all")], None);
        assert_eq!(names(new(&update)), ["orders.empty", "orders.list", "orders.ping"], "{method}");
        // Where nothing is pinned, no overlay is created.
        let alone = |name: &str| [request(name, method, "cache")];
        let update = updated(&alone("Clear"), &alone("Empty"), None);
        assert_eq!((&update.overlay, &update.changes), (&None, &Vec::new()), "{method}");
        // Its folder is another one.
        let later = [orders("Clear", "List all"), request("Clear", method, "cache")];
        let later = [folder("Orders", &[get("List all", "orders"), get("Ping", "ping")]), later[1].clone()];
        let update = updated(&[orders("Clear", "List")], &later, None);
        assert_eq!(names(new(&update)), ["orders.list", "orders.ping", ".clear"], "{method}");
        // An entry of the overlay whose operation has such a method now is removed.
        let overlay = r#"{"paths": {"/orders": {"get": {"operationId": "all"}}}}"#;
        let later = [request("List", method, "orders")];
        let update = updated(&[get("List", "orders")], &later, Some(overlay));
        assert_eq!(names(new(&update)), [".list"], "{method}");
        assert!(matches!(&update.changes[..], [Change::Removed { .. }]), "{:?}", update.changes);
    }
}

/// What an update has written, a second one leaves.
#[test]
fn keys_with_the_name_of_an_item_are_written_once() {
    let names = ["", " ", "X", " X ", "a  b", "Get x", "get /x"];
    for inner in names {
        for outer in ["", " ", "Orders", " Two  words "] {
            let items = |last: &str| [folder(outer, &[get(inner, "x"), get("Other", "x"), get(last, "y")])];
            let start = codegen::openapi::starting_overlay(
                &codegen::lower(&input(&collection(&items("Y")), None)).0.expect("valid"),
                "c.json",
                None,
            );
            let update = updated(&items("Y"), &items("Z"), Some(&start.text));
            let overlay = update.overlay.clone().unwrap_or(start.text);
            let again = updated(&items("Z"), &items("Z"), Some(&overlay));
            assert_eq!((&again.overlay, &again.changes), (&None, &Vec::new()), "{outer:?} {inner:?}");
        }
    }
}
