//! The files of a new crate that people read first: README, documentation of the crate, list of operations.

use codegen::package::{self, Inputs, Package, Template};
use codegen::{Input, Source};
use serde_json::{Value, json};

/// Returns the content of a file in the crate of a collection.
fn file(collection: &Value, path: &str) -> String {
    let text = collection.to_string();
    let input = Input {
        collection: Source { file: "orders.json", text: &text }.into(),
        overlay: None,
        environment: None,
        crate_name: "orders",
        command: "cargo xtask generate",
    };
    let (api, diagnostics) = codegen::lower(&input);
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let copied = &[("src/runtime/call.rs", "//! ```\n//! use template::Call;\n//! ```\n")];
    let template = Template { crate_name: "template", library: "mod runtime;\n", copied };
    let files = package::files(
        &api,
        &Package {
            name: "orders",
            template: &template,
            inputs: Inputs {
                collection: Source { file: "c.json", text: "{}" }.into(),
                overlay: None,
                environment: None,
            },
        },
    );
    let file = files.into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("no {path}")).text
}

fn get(name: &str, path: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": format!("https://api.example/{path}") } })
}

fn folder(name: &str, items: &[Value]) -> Value {
    json!({ "name": name, "item": items })
}

fn collection(description: &str, items: &[Value]) -> Value {
    json!({
        "info": { "name": "Orders", "description": description },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] },
        "item": items,
    })
}

/// Checks that a text has these parts in this order.
fn assert_in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            panic!("no {part:?}, or not in this order, in\n{text}")
        };
        rest = after;
    }
}

const LIST: &str = "src/operations/mod.rs";

#[test]
fn examples_in_copied_files_name_the_crate_that_has_the_copy() {
    let text = file(&collection("", &[get("Get", "a")]), "src/runtime/call.rs");
    assert_in_order(&text, &["//! ```\n//! use orders::Call;\n//! ```\n"]);
}

#[test]
fn a_crate_introduces_itself() {
    let collection = collection("Orders of a *shop*.", &[get("List orders", "orders")]);
    let about = "A client for Orders, generated from its Postman collection.";
    let first_call =
        ["First call", ".bearer_token_from_env(\"BEARER_TOKEN\")", "client.list_orders().await?"];
    for (path, start, list) in [
        ("README.md", "# orders\n\n", "[src/operations/mod.rs](src/operations/mod.rs) lists all operations"),
        ("src/lib.rs", "//! ", "The module [`operations`] lists all operations"),
    ] {
        let text = file(&collection, path);
        assert!(text.starts_with(&format!("{start}{about}\n")), "{path}\n{text}");
        assert_in_order(&text, &[&first_call[..], &["Operations\n", list]].concat());
        assert!(
            !text.contains("shop"),
            "{path} has the description, which changes with the collection\n{text}"
        );
    }
    let description = "# Description by the owner of the collection\n//!\n//! Orders of a *shop*.\n";
    assert_in_order(
        &file(&collection, LIST),
        &["The operations", "# Operations\n", "list_orders", description],
    );
}

/// README and `lib.rs` are written once, and only the list of operations is generated again.
#[test]
fn what_is_written_once_does_not_depend_on_the_operations() {
    let first = get("List orders", "orders");
    let before = collection("Orders.", std::slice::from_ref(&first));
    let more = [first, get("Get order", "orders/:id"), folder("Items", &[get("List items", "items")])];
    let after = collection("Orders and items.", &more);
    for path in ["README.md", "src/lib.rs"] {
        assert_eq!(file(&before, path), file(&after, path), "{path}");
    }
    assert_ne!(file(&before, LIST), file(&after, LIST));
}

#[test]
fn all_operations_are_listed_with_method_path_and_link() {
    let inner = folder("Lines & more", &[get("List lines", "orders/:order/lines")]);
    let items = [folder("Orders", &[get("List orders", "orders"), inner]), get("Status", "status")];
    let text = file(&collection("", &items), LIST);
    let start = text.find("//! # Operations").expect("a list");
    let list = text[start..].split("\n\n").next().expect("an end");
    let expected = "\
//! # Operations
//!
//! - [`client.status`](crate::Client::status): `GET /status`
//!
//! ## Orders
//!
//! - [`client.orders().list_orders`](orders::Orders::list_orders): `GET /orders`
//!
//! ## Orders / Lines & more
//!
//! - [`client.orders().lines_more().list_lines`](orders::lines_more::LinesMore::list_lines): `GET /orders/{order}/lines`";
    assert_eq!(list, expected);
}

#[test]
fn instructions_about_postman_are_dropped_and_counted() {
    let items = [get("List orders", "orders")];
    let instructions = "Fork this collection, and click Send.";
    for (description, heading) in
        [(instructions.to_owned(), false), (format!("Orders of a shop.\n\n{instructions}"), true)]
    {
        let collection = collection(&description, &items);
        let text = file(&collection, LIST);
        assert!(!text.contains("Fork"), "{text}");
        assert_eq!(text.contains("# Description by the owner"), heading, "{text}");
        let text = collection.to_string();
        let input = Input {
            collection: Source { file: "", text: &text }.into(),
            overlay: None,
            environment: None,
            crate_name: "orders",
            command: "cargo xtask generate",
        };
        let skipped = codegen::lower(&input).0.expect("an API").skipped;
        let kinds: Vec<&str> = skipped.iter().map(|skipped| skipped.kind).collect();
        assert_eq!(kinds, ["description of the use of Postman"]);
    }
}

/// Returns a collection whose request `Sign` is below two folders, with a pre-request script there.
fn scripted(script: &str, disabled: bool) -> Value {
    let event = json!([{ "listen": "prerequest", "disabled": disabled, "script": { "exec": [script] } }]);
    let mut signed = get("Get order", "orders/:id");
    signed["event"] = event;
    let items = [get("Status", "status"), folder("Orders", &[folder("Inner", &[signed])])];
    let mut collection = collection("", &items);
    collection["auth"] = json!(null);
    collection
}

const SIGNING: &str = "pm.request.headers.add({key: 'X-Signature', value: CryptoJS.HmacSHA256(a, b)})";

#[test]
fn a_collection_whose_scripts_sign_says_so() {
    let collection = scripted(SIGNING, false);
    let readme = file(&collection, "README.md");
    let parts = [
        "impl Authenticate for Signer",
        ".authenticate(Signer)",
        "## Authentication",
        "scripts of the collection",
    ];
    assert_in_order(&readme, &parts);
    assert_in_order(&file(&collection, "src/lib.rs"), &parts[..2]);
    let location = "//! - \"Orders\" > \"Inner\" > \"Get order\": signs requests\n";
    assert_in_order(&file(&collection, LIST), &["# Authentication by scripts", location, "# Operations"]);
    // The hook is called for operations with a credential.
    let operations = file(&collection, "src/operations/orders/inner.rs");
    assert!(operations.contains(".credential(&SCRIPT_SIGNATURE)"), "{operations}");
    assert!(!file(&collection, "src/operations/client.rs").contains(".credential("));
}

#[test]
fn other_scripts_are_not_about_authentication() {
    let harmless = "pm.request.headers.add({key: 'X-Request-Id', value: '{{$guid}}'})";
    for collection in [scripted(harmless, false), scripted(SIGNING, true)] {
        for path in ["README.md", "src/lib.rs", LIST, "src/operations/client.rs"] {
            let text = file(&collection, path);
            assert!(!text.contains("script") && !text.contains("Signer"), "{path}\n{text}");
        }
    }
}

#[test]
fn a_script_for_a_variable_of_a_credential_is_named() {
    for (variable, is_named) in [("token", true), ("page", false)] {
        let mut collection = scripted(&format!("pm.environment.set('{variable}', fetched)"), false);
        collection["auth"] =
            json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] });
        let line = "\"Get order\": sets the variable `token`\n";
        assert_eq!(file(&collection, LIST).contains(line), is_named);
        // The caller gives the credential to the builder.
        assert!(!file(&collection, "README.md").contains("Signer"));
        assert_eq!(file(&collection, "README.md").contains("`TokenProvider`"), is_named);
    }
}

#[test]
fn the_first_call_sets_a_credential_that_has_the_name_of_a_keyword() {
    let key = |name: &str, value: &str| {
        let row = |key: &str, value: &str| json!({ "key": key, "value": value });
        json!({ "type": "apikey", "apikey": [row("key", name), row("value", value), row("in", "query")] })
    };
    let item = |name: &str, auth: Value| {
        let url = format!("https://api.example/{name}");
        json!({ "name": name, "request": { "method": "GET", "url": url, "auth": auth } })
    };
    let items = [item("a", key("true", "")), item("b", key("key", "{{k}}")), item("c", key("key", "{{k}}"))];
    let collection = json!({ "info": { "name": "Orders" }, "item": items });
    let readme = file(&collection, "README.md");
    assert!(readme.contains(".true_from_env(\"API_TRUE\")"), "{readme}");
}

/// Shells and systems set variables such as `PATH`, `USER` and `HOST`, which mean something else.
#[test]
fn the_first_call_takes_no_value_from_a_variable_of_the_system() {
    for (variable, expected) in [
        ("path", ".path(std::env::var(\"API_PATH\")?)"),
        ("HOST", ".host(std::env::var(\"API_HOST\")?)"),
        ("type", ".r#type(std::env::var(\"API_TYPE\")?)"),
        ("timeout", ".timeout_(std::env::var(\"API_TIMEOUT\")?)"),
        ("tenantId", ".tenant_id(std::env::var(\"TENANT_ID\")?)"),
    ] {
        let url = format!("https://api.example/{{{{{variable}}}}}");
        let item = json!({ "name": "List", "request": { "method": "GET", "url": url } });
        let other = json!({ "name": "Other", "request": { "method": "GET", "url": format!("https://{{{{{variable}}}}}/x") } });
        let collection = json!({ "info": { "name": "Orders" }, "item": [item, other] });
        let readme = file(&collection, "README.md");
        assert!(readme.contains(expected), "{readme}");
    }
}

/// Returns a request with a saved response.
fn with_response(name: &str, method: &str, path: &str, body: &str) -> Value {
    json!({
        "name": name,
        "request": { "method": method, "url": format!("https://api.example/{path}") },
        "response": [{ "name": "OK", "code": 200, "body": body, "_postman_previewlanguage": "json" }],
    })
}

/// The test is the same for each client, and so is its length.
#[test]
fn the_readme_tests_an_operation_that_returns_json() {
    let undescribed = || get("Get", "a");
    let (post, list) =
        (with_response("Add", "POST", "b", "{\"a\": 1}"), with_response("List", "GET", "c/:id", "[1]"));
    for (items, call, body) in [
        (
            vec![undescribed()],
            "let response: Vec<String> = client.request(Method::GET, \"/\").await?;",
            "\"[]\"",
        ),
        (vec![undescribed(), post.clone()], "let response = client.add().await?;", "\"{}\""),
        (vec![undescribed(), post, list], "let response = client.list(\"id\").await?;", "\"[]\""),
    ] {
        let readme = file(&collection("", &items), "README.md");
        let body = format!("const BODY: &str = {body};");
        assert_in_order(
            &readme,
            &[
                "use orders::mock::Reply;",
                "async fn your_code(",
                call,
                &body,
                "#[tokio::test]\nasync fn every_",
            ],
        );
        let test = readme.split("#[tokio::test]").nth(1).and_then(|rest| rest.split("```").next());
        assert_eq!(test.expect("a test").trim().lines().count() + 1, 10, "{readme}");
    }
}
