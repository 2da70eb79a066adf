//! Entries of the overlay that name a group, an operation or a type, when upstream gives these other names or places.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use codegen::api::Api;
use codegen::diff::{Step, diff};
use codegen::lower;
use codegen::update::{Change, Update, update};
use common::input;
use serde_json::{Value, json};

fn get(name: &str, path: &str) -> Value {
    json!({"name": name, "request": {"method": "GET", "url": format!("https://h.test/{path}")},
        "response": [{"code": 200, "body": r#"{"id": 1, "size": {"width": 2}}"#}]})
}

fn folder(name: &str, items: Value) -> Value {
    json!({"name": name, "item": items})
}

/// Two folders, one with another one in it, and a request outside of folders.
fn before() -> Value {
    json!([
        folder(
            "Orders",
            json!([
                get("Get order", "orders/:id"),
                get("Get orders", "orders"),
                get("Twin", "twins"),
                get("Second twin", "twins"),
                folder("Lines", json!([get("Get line", "lines/:id"), get("Get lines", "lines")])),
            ])
        ),
        folder("Users", json!([get("Get user", "users/:id"), get("Get users", "users")])),
        get("Get status", "status"),
    ])
}

fn collection(items: &Value) -> String {
    json!({"info": {"name": "C"}, "item": items}).to_string()
}

/// Overlays with one kind of entry each.
fn overlays() -> Vec<(&'static str, Value)> {
    let aliases = |path: &str, names: &[&str]| json!({"paths": {path: {"get": {"x-aliases": names}}}});
    let order = "/orders/{id}";
    let schema = json!({"type": "object", "x-aliases": ["Purchase", "FetchOrderResponse"], "properties": {"id": {"type": "integer"}}});
    let response = json!({"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}});
    vec![
        ("none", json!({})),
        ("name of a group", json!({"tags": [{"name": "Orders", "x-name": "shop"}]})),
        ("name of an inner group", json!({"tags": [{"name": "Lines", "x-name": "rows"}]})),
        (
            "name of an inner group by its path",
            json!({"tags": [{"name": "Orders / Lines", "x-name": "rows"}]}),
        ),
        ("former name of a group", json!({"tags": [{"name": "Orders", "x-aliases": ["purchases"]}]})),
        (
            "former name of an inner group",
            json!({"tags": [{"name": "Orders / Lines", "x-aliases": ["rows"]}]}),
        ),
        ("name of an operation", json!({"paths": {order: {"get": {"operationId": "read"}}}})),
        ("former name in the own group", aliases(order, &["fetch_order"])),
        ("former name in the own group, with its name", aliases(order, &["orders.fetch_order"])),
        ("former name in an inner group", aliases(order, &["orders.lines.fetch_order"])),
        ("former name in another group", aliases(order, &["users.get_order", "users.fetch_order"])),
        ("former name outside of groups", aliases(order, &["client.get_order"])),
        (
            "former name of another group in this one",
            aliases("/users/{id}", &["orders.get_user", "orders.lines.user"]),
        ),
        ("former name of a request outside in a group", aliases("/status", &["orders.get_status", "status"])),
        (
            "former names, unchanged text around them",
            aliases("/lines/{id}", &["users.a", "orders.b", "orders.lines.c", "client.d", "e"]),
        ),
        (
            "key with the name of an item",
            json!({"paths": {"/twins#Orders / Second twin": {"get": {"x-aliases": ["twin_two", "users.twin"]}}}}),
        ),
        (
            "names of all groups",
            json!({"tags": [
                {"name": "Users", "x-name": "people", "x-aliases": ["accounts"]},
                {"name": "Orders", "x-name": "shop", "x-aliases": ["purchases"]},
                {"name": "Lines", "x-name": "rows", "description": "Rows."},
            ]}),
        ),
        (
            "names of everything",
            json!({
                "tags": [{"name": "Orders / Lines", "x-aliases": ["rows"]}, {"name": "Users", "x-name": "people"}],
                "paths": {
                    order: {"get": {"operationId": "read", "x-aliases": ["get_order", "people.read", "client.order"]}},
                    "/users/{id}": {"get": {"x-aliases": ["orders.lines.user", "find"]}},
                    "/lines": {"get": {"operationId": "all", "x-aliases": ["orders.all_lines"]}},
                    "/twins#Orders / Twin": {"get": {"operationId": "one"}},
                    "/twins#Orders / Second twin": {"get": {"x-aliases": ["two"]}},
                },
            }),
        ),
        (
            "former name of a type",
            json!({"paths": {order: {"get": {"responses": response}}}, "components": {"schemas": {"Order": schema}}}),
        ),
    ]
}

/// What upstream does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// Folders and requests have other names.
    Cosmetic,
    /// Requests are in other folders, which exist before and after.
    Moved,
    /// Folders are in others, or are gone.
    Breaking,
}

fn rename(items: &mut Value, from: &str, to: &str) {
    for item in items.as_array_mut().expect("items") {
        if item["name"] == from {
            item["name"] = json!(to);
        }
        if item.get("item").is_some() {
            rename(&mut item["item"], from, to);
        }
    }
}

/// Removes the item with this path from the items.
fn take(items: &mut Value, path: &[usize]) -> Value {
    match path {
        [index] => items.as_array_mut().expect("items").remove(*index),
        [index, rest @ ..] => take(&mut items[*index]["item"], rest),
        [] => Value::Null,
    }
}

fn put(items: &mut Value, item: Value) {
    items.as_array_mut().expect("items").push(item);
}

fn upstream() -> Vec<(String, Kind, Value)> {
    use Kind::{Breaking, Cosmetic, Moved};
    let mut list = Vec::new();
    let mut add = |name: &str, kind, edit: &dyn Fn(&mut Value)| {
        let mut items = before();
        edit(&mut items);
        list.push((name.to_owned(), kind, items));
    };
    for renames in [
        &[("Orders", "Sales")][..],
        &[("Orders", "Purchases")],
        &[("Orders", "Shop")],
        &[("Lines", "Rows")],
        &[("Lines", "Entries")],
        &[("Users", "People")],
        &[("Get order", "Fetch order")],
        &[("Get order", "Read")],
        &[("Get user", "User")],
        &[("Get line", "E")],
        &[("Second twin", "Twin two")],
        &[("Orders", "Sales"), ("Get order", "Fetch order")],
        &[
            ("Orders", "Sales"),
            ("Lines", "Rows"),
            ("Users", "People"),
            ("Get line", "C"),
            ("Second twin", "Two"),
        ],
        &[("Get order", "-"), ("Get orders", "Get order"), ("-", "Get orders")],
    ] {
        add(&format!("{renames:?}"), Cosmetic, &|items| {
            renames.iter().for_each(|(from, to)| rename(items, from, to));
        });
    }
    add("a request in another folder", Moved, &|items| {
        let request = take(items, &[0, 0]);
        put(&mut items[1]["item"], request);
    });
    add("a request in an inner folder", Moved, &|items| {
        let request = take(items, &[0, 0]);
        put(&mut items[0]["item"][3]["item"], request);
    });
    add("a request outside of folders", Moved, &|items| {
        let request = take(items, &[0, 0]);
        put(items, request);
    });
    add("a request in another folder, and both folders renamed", Moved, &|items| {
        let request = take(items, &[0, 0]);
        put(&mut items[1]["item"], request);
        rename(items, "Orders", "Sales");
        rename(items, "Users", "People");
    });
    add("a request in another folder with another name", Moved, &|items| {
        let mut request = take(items, &[0, 0]);
        request["name"] = json!("Fetch order");
        put(&mut items[1]["item"], request);
    });
    for (first, second) in [("People", "Members"), ("Members", "People"), ("Orders 2", "Lines")] {
        add(&format!("a folder split into {first} and {second}"), Moved, &|items| {
            let users = take(items, &[1]);
            put(items, folder(first, json!([users["item"][0]])));
            put(items, folder(second, json!([users["item"][1]])));
        });
    }
    // The requests of both are in the other folder, as far as names say.
    add("two folders that exchange their names", Breaking, &|items| {
        [("Orders", "-"), ("Users", "Orders"), ("-", "Users")]
            .iter()
            .for_each(|(from, to)| rename(items, from, to));
    });
    add("a folder inside another one", Breaking, &|items| {
        let orders = take(items, &[0]);
        put(items, folder("Archive", json!([orders])));
    });
    add("an inner folder outside", Breaking, &|items| {
        let lines = take(items, &[0, 4]);
        put(items, lines);
    });
    add("an inner folder in another one", Breaking, &|items| {
        let lines = take(items, &[0, 4]);
        put(&mut items[1]["item"], lines);
    });
    for (from, to) in [(0, 1), (1, 0)] {
        add(&format!("a merge of {from} into {to}"), Breaking, &|items| {
            let inner = items[from]["item"].as_array().expect("items").clone();
            inner.into_iter().for_each(|item| put(&mut items[to]["item"], item));
            take(items, &[from]);
        });
    }
    add("a merge into a new folder", Breaking, &|items| {
        let inner: Vec<Value> = [0, 1]
            .iter()
            .flat_map(|index| items[*index]["item"].as_array().expect("items").clone())
            .collect();
        take(items, &[0]);
        take(items, &[0]);
        put(items, folder("Everything", json!(inner)));
    });
    add("an inner folder dissolved", Breaking, &|items| {
        let lines = take(items, &[0, 4]);
        lines["item"]
            .as_array()
            .expect("items")
            .iter()
            .for_each(|item| put(&mut items[0]["item"], item.clone()));
    });
    add("a new request that has a former name", Breaking, &|items| {
        put(&mut items[0]["item"], get("Fetch order", "fetch"));
        put(&mut items[1]["item"], get("Get order", "fetch/users"));
    });
    add("a new folder that has a former name", Breaking, &|items| {
        put(items, folder("Purchases", json!([get("Buy", "buy")])));
        put(&mut items[0]["item"], folder("Rows", json!([get("Row", "row")])));
    });
    list
}

/// The expressions of all methods, also the former ones of methods and groups, and the types.
fn names(api: &Api) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    // The paths to each group, also by its former names.
    let mut paths: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    paths.insert(Vec::new(), vec![String::new()]);
    for (groups, _) in api.all_operations() {
        for end in 1..=groups.len() {
            let modules =
                |end: usize| groups[..end].iter().map(|group| group.name.rust.clone()).collect::<Vec<_>>();
            let group = groups[end - 1];
            let own =
                || std::iter::once(&group.name.rust).chain(group.aliases.iter().map(|alias| &alias.name));
            let outer = paths[&modules(end - 1)].clone();
            paths.insert(
                modules(end),
                outer.iter().flat_map(|path| own().map(move |name| format!("{path}{name}."))).collect(),
            );
        }
    }
    for (groups, operation) in api.all_operations() {
        let modules: Vec<String> = groups.iter().map(|group| group.name.rust.clone()).collect();
        let former = operation.aliases.iter().map(|alias| (&alias.groups, &alias.method));
        for (modules, method) in std::iter::once((&modules, &operation.name.rust)).chain(former) {
            names.extend(paths[modules].iter().map(|path| format!("{path}{method}")));
        }
    }
    for def in &api.types {
        names.insert(format!("types::{}", def.name));
        names.extend(def.aliases.iter().map(|alias| format!("types::{alias}")));
    }
    names
}

fn described(update: &Update) -> String {
    format!("{:#?}\n{}", update.changes, update.overlay.as_deref().unwrap_or("no overlay"))
}

#[test]
fn no_update_is_refused_because_of_names() {
    let old_text = collection(&before());
    let mut problems = Vec::new();
    let mut count = 0;
    for (overlay_name, overlay) in overlays() {
        let text = serde_json::to_string_pretty(&overlay).expect("JSON");
        for (change, kind, items) in upstream() {
            count += 1;
            let new_text = collection(&items);
            let update = update(&input(&old_text, Some(&text)), &input(&new_text, None));
            let mut problem = |text: String| problems.push(format!("{overlay_name}, {change}: {text}"));
            let Some(old) = &update.old else {
                problem(format!("the old inputs have errors: {}", update.diagnostics));
                continue;
            };
            let Some(new) = &update.new else {
                problem(format!("refused: {}\n{}", update.diagnostics, described(&update)));
                continue;
            };
            let result = diff(old, new);
            let most = match kind {
                Kind::Cosmetic => Step::Patch,
                Kind::Moved => Step::Minor,
                Kind::Breaking => Step::Major,
            };
            let (old_names, new_names) = (names(old), names(new));
            let lost: Vec<&String> = old_names.difference(&new_names).collect();
            // Whatever is lost is said.
            if result.step() > most
                || (kind != Kind::Breaking && !lost.is_empty())
                || (!lost.is_empty() && result.step() < Step::Major)
            {
                let changes: Vec<String> =
                    result.changes.iter().map(|c| format!("{} {}: {}", c.step, c.rule, c.summary)).collect();
                problem(format!("lost {lost:?}\n{}\n{}", changes.join("\n"), described(&update)));
            }
            // The inputs afterwards are those of a client, with nothing left to update.
            let after = update.overlay.as_deref().unwrap_or(&text);
            let (api, diagnostics) = lower(&input(&new_text, Some(after)));
            if api.is_none() {
                problem(format!("the result has errors: {diagnostics}"));
            }
            let again = codegen::update::update(&input(&new_text, Some(after)), &input(&new_text, None));
            if again.overlay.is_some() {
                problem(format!("a second update has changes: {}", described(&again)));
            }
        }
    }
    assert!(problems.is_empty(), "{} of {count}:\n\n{}", problems.len(), problems.join("\n\n"));
}

/// The former names of an entry after an update from one kind of entry by one change.
fn former_names(aliases: &[&str], key: &str, change: &str) -> (Value, Vec<String>) {
    let overlay = json!({"paths": {key: {"get": {"x-aliases": aliases}}}}).to_string();
    let upstream = upstream();
    let (_, _, items) = upstream.iter().find(|(name, ..)| name == change).expect("a change");
    let update = update(&input(&collection(&before()), Some(&overlay)), &input(&collection(items), None));
    assert!(update.new.is_some(), "{}", update.diagnostics);
    let overlay: Value = serde_json::from_str(update.overlay.as_deref().unwrap_or(&overlay)).expect("JSON");
    let said = update.changes.iter().filter_map(|change| match change {
        Change::Moved { location, before, after } => Some(format!("{location}: {before} -> {after}")),
        Change::Dropped { location, name, reason } => Some(format!("{location}: {name}: {reason}")),
        _ => None,
    });
    (overlay["paths"][key]["get"].clone(), said.collect())
}

const AT: &str = "o.json:1:47: paths.\"/orders/{id}\".get.x-aliases[0]";

#[test]
fn former_names_stay_in_the_groups_that_had_them() {
    let order = "/orders/{id}";
    // The group of the operation needs no name; once the operation is elsewhere, it does.
    let (entry, said) = former_names(&["fetch_order"], order, "a request in another folder");
    assert_eq!(entry, json!({"x-aliases": ["orders.fetch_order", "orders.get_order"]}));
    assert_eq!(said, [format!("{AT}: fetch_order -> orders.fetch_order")]);
    let (entry, said) = former_names(&["users.fetch_order"], order, "a request in another folder");
    assert_eq!(entry, json!({"x-aliases": ["users.fetch_order", "orders.get_order"]}));
    assert_eq!(said, [""; 0]);
    let (entry, said) = former_names(&["orders.lines.fetch_order"], order, "an inner folder outside");
    assert_eq!(entry, json!({"x-aliases": ["lines.fetch_order"]}));
    assert_eq!(said, [format!("{AT}: orders.lines.fetch_order -> lines.fetch_order")]);
    let (entry, said) = former_names(&["fetch_order", "client.o"], order, "a folder inside another one");
    assert_eq!((entry, said), (json!({"x-aliases": ["fetch_order", "client.o"]}), Vec::new()));
}

#[test]
fn former_names_that_cannot_stay_are_named() {
    let order = "/orders/{id}";
    let (entry, said) = former_names(&["users.fetch_order"], order, "a merge of 1 into 0");
    assert_eq!(
        (entry, said),
        (json!({}), vec![format!("{AT}: users.fetch_order: the group `users` is gone")])
    );
    let (entry, said) = former_names(&["client.a", "users.get_order"], order, "a request in another folder");
    assert_eq!(entry, json!({"x-aliases": ["client.a", "orders.get_order"]}));
    let at = AT.trim_end_matches("[0]").replace(":47:", ":34:");
    assert_eq!(said, [format!("{at}: users.get_order: the operation has this name")]);
    let (entry, said) = former_names(&["fetch_order"], order, "a new request that has a former name");
    assert_eq!((entry, said), (json!({}), vec![format!("{at}: fetch_order: another item has this name")]));
}
