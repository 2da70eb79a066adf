//! Tests of what an overlay adds to a collection, and of what it corrects.

mod common;

use codegen::api::{Api, GroupAlias, Inferred, Operation, QueryDefault, Repeat, Scheme, Type};
use codegen::diagnostics::Diagnostics;
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers a collection and an overlay.
fn lowered(collection: &Value, overlay: &Value) -> (Option<Api>, Diagnostics) {
    let (collection, overlay) = (collection.to_string(), overlay.to_string());
    lower(&input(&collection, Some(&overlay)))
}

/// Returns the API and the findings.
fn api(items: Value, overlay: &Value) -> (Api, String) {
    let (api, diagnostics) = lowered(&json!({"info": {"name": "C"}, "item": items}), overlay);
    (api.unwrap_or_else(|| panic!("{diagnostics}")), diagnostics.to_string())
}

/// Returns the only operation of a collection with this request, and the findings.
fn operation(request: Value, entry: Value) -> (Operation, String) {
    let method = request["method"].as_str().expect("a method").to_ascii_lowercase();
    let (mut api, findings) =
        api(json!([{"name": "Item", "request": request}]), &json!({"paths": {"/a": {method: entry}}}));
    (api.operations.remove(0), findings)
}

fn get(url: &str) -> Value {
    json!({"method": "GET", "url": url})
}

// Parameters

#[test]
fn query_parameters_and_headers_that_the_collection_lacks_are_added() {
    let (operation, findings) = operation(
        get("https://h.test/a?page=1"),
        json!({"parameters": [
            {"name": "per-page", "in": "query", "description": "How many.", "schema": {"type": "integer"}},
            {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
            {"name": "X-Tenant", "in": "header", "required": true, "description": "Whose.", "schema": {"type": "string"}},
            {"name": "PAGE", "in": "header", "required": true},
            {"name": "self", "in": "query"}
        ]}),
    );
    assert_eq!(findings, "");
    let query = operation.query.iter().map(|parameter| {
        (
            parameter.name.rust.as_str(),
            parameter.name.wire.as_str(),
            parameter.docs.as_str(),
            &parameter.ty,
            parameter.repeat,
        )
    });
    let expected = [
        ("page", "page", "", &Type::String, Repeat::Never),
        ("per_page", "per-page", "How many.", &Type::Integer, Repeat::Never),
        ("ids", "ids", "", &Type::String, Repeat::Keys),
        ("self_", "self", "", &Type::String, Repeat::Never),
    ];
    assert_eq!(query.collect::<Vec<_>>(), expected);
    let headers =
        operation.headers.iter().map(|parameter| (parameter.name.rust.as_str(), parameter.docs.as_str()));
    let expected = [("x_tenant", "The service requires it. Whose."), ("page_", "The service requires it.")];
    assert_eq!(headers.collect::<Vec<_>>(), expected);
}

#[test]
fn a_constant_that_the_collection_lacks_is_sent() {
    let (operation, findings) = operation(
        get("https://h.test/a"),
        json!({"parameters": [
            {"name": "version", "in": "query", "required": true, "schema": {"const": "2 b"}},
            {"name": "X-Version", "in": "header", "schema": {"const": 2}}
        ]}),
    );
    assert_eq!(findings, "");
    assert_eq!(operation.query[0].default, Some(QueryDefault::Constant("2%20b".to_owned())));
    assert_eq!(operation.constant_headers, [("X-Version".to_owned(), "2".to_owned())]);
    assert!(operation.headers.is_empty());
}

#[test]
fn what_the_client_sends_anyway_gets_no_setter() {
    for (auth, name, location) in [
        (json!({"type": "apikey", "apikey": {"key": "X-Key", "value": "{{k}}"}}), "x-key", "header"),
        (
            json!({"type": "apikey", "apikey": {"key": "key", "value": "{{k}}", "in": "query"}}),
            "key",
            "query",
        ),
        (Value::Null, "Accept", "header"),
        (Value::Null, "content-type", "header"),
        (Value::Null, "Authorization", "header"),
        (Value::Null, "x-constant", "header"),
    ] {
        let header = json!([{"key": "X-Constant", "value": "1"}]);
        let (operation, findings) = operation(
            json!({"method": "GET", "url": "https://h.test/a", "auth": auth, "header": header}),
            json!({"parameters": [{"name": name, "in": location, "required": true}]}),
        );
        assert_eq!((findings.as_str(), operation.query.len(), operation.headers.len()), ("", 0, 0), "{name}");
    }
}

#[test]
fn a_name_that_is_similar_to_one_of_the_collection_is_reported() {
    let entry = json!({"parameters": [{"name": "tags", "in": "query"}]});
    let (_, findings) = operation(get("https://h.test/a?tag=1"), entry);
    let expected = "warning: `GET /a` has no query parameter `tags`, so it gets one\n  \
                    --> o.json:1:38: paths.\"/a\".get.parameters[0]\n  \
                    help: if this is a mistake, correct the name: the collection has `tag`";
    assert_eq!(findings, expected);
    let entry = json!({"parameters": [{"name": "tags", "in": "query"}, {"name": "tag", "in": "query"}]});
    assert_eq!(operation(get("https://h.test/a?tag=1"), entry).1, "");
}

// Inferred types

#[test]
fn inferred_types_are_marked_until_the_overlay_describes_them() {
    let request = json!({"method": "POST", "url": "https://h.test/a",
        "body": {"mode": "raw", "raw": "{\"a\": 1}", "options": {"raw": {"language": "json"}}}});
    let response = json!([{"code": 200, "body": "{\"b\": 1}"}]);
    let items = json!([{"name": "Item", "request": request, "response": response}]);
    let content =
        json!({"application/json": {"schema": {"type": "object", "properties": {"a": {"type": "integer"}}}}});
    let cases = [
        (json!({}), true, true),
        (json!({"requestBody": {"content": content}}), false, true),
        (json!({"responses": {"200": {"description": "", "content": content}}}), true, false),
        (json!({"responses": {"404": {"description": "", "content": content}}}), true, true),
    ];
    for (entry, body, success) in cases {
        let (api, _) = api(items.clone(), &json!({"paths": {"/a": {"post": entry}}}));
        assert_eq!(api.operations[0].inferred, Inferred { body, success }, "{entry}");
        assert_eq!(api.operations[0].overlay_key.as_deref(), Some("/a"));
    }
}

// Groups

/// Returns a collection with a request in each of these folders (`Outer / Inner`).
fn folders(paths: &[&str]) -> Value {
    fn add(items: &mut Vec<Value>, path: &[&str]) {
        let [first, rest @ ..] = path else {
            items.push(json!({"name": "Find", "request": get("https://h.test/a")}));
            return;
        };
        let position = items.iter().position(|item| item["name"] == *first).unwrap_or_else(|| {
            items.push(json!({"name": first, "item": []}));
            items.len() - 1
        });
        let Some(Value::Array(inner)) = items[position].get_mut("item") else { return };
        add(inner, rest);
    }
    let mut items = Vec::new();
    paths.iter().for_each(|path| add(&mut items, &path.split(" / ").collect::<Vec<_>>()));
    Value::Array(items)
}

#[test]
fn a_tag_renames_and_documents_the_group_of_a_folder() {
    let overlay = json!({"tags": [
        {"name": "1. Old orders!", "x-name": "orders", "x-aliases": ["old_orders"], "description": "All orders."},
        {"name": "Admin / Users", "x-name": "members"},
        {"name": "A tag of the vendor", "description": "Not a folder.", "externalDocs": {"url": "https://h.test"}}
    ]});
    let (api, findings) = api(folders(&["1. Old orders!", "Admin / Users", "Users"]), &overlay);
    assert_eq!(findings, "");
    let [orders, admin, users] = &api.groups[..] else { panic!("{:?}", api.groups) };
    assert_eq!((orders.name.rust.as_str(), orders.name.wire.as_str()), ("orders", "1. Old orders!"));
    assert_eq!((orders.type_name.as_str(), orders.docs.as_str()), ("Orders", "All orders."));
    let former = GroupAlias { name: "old_orders".to_owned(), type_name: "OldOrders".to_owned() };
    assert_eq!(orders.aliases, [former]);
    assert_eq!((admin.groups[0].name.rust.as_str(), users.name.rust.as_str()), ("members", "users"));
}

#[test]
fn a_tag_with_a_name_must_match_one_folder() {
    let cases = [
        (
            json!([{"name": "User", "x-name": "u"}]),
            "error: the collection has no folder `User`\n  --> o.json:1:10: tags[0]\n  help: correct the name: did you mean \
             `Users`?",
        ),
        (
            json!([{"name": "Gone", "x-aliases": ["u"]}]),
            "error: the collection has no folder `Gone`\n  --> o.json:1:10: tags[0]\n  help: correct the name, or remove the \
             tag if upstream removed the folder",
        ),
        (
            json!([{"name": "Twin", "x-name": "u"}]),
            "error: the collection has 2 folders `Twin`\n  --> o.json:1:10: tags[0]\n  help: write the path: `A / Twin` and \
             `B / Twin`",
        ),
        (
            json!([{"name": "Users"}, {"name": "Users", "x-name": "u"}]),
            "error: another tag describes the same folder\n  --> o.json:1:27: tags[1]\n  help: merge the two tags",
        ),
        (
            json!([{"name": "Users", "x-name": "My users"}]),
            "error: `My users` cannot be the name of the group\n  --> o.json:1:26: tags[0].x-name\n  help: did you mean \
             `my_users`?",
        ),
        (
            json!([{"name": "Users", "x-name": "builder"}]),
            "error: `builder` cannot be the name of the group\n  --> o.json:1:26: tags[0].x-name\n  help: did you mean \
             `builder_`?",
        ),
        (
            json!([{"name": "Users", "x-aliases": ["a"]}]),
            "error: another method is called `a`\n  --> o.json:1:26: tags[0].x-aliases\n  help: remove the alias, or rename \
             the other method with `operationId`",
        ),
        (
            json!([{"name": "Users", "nam": "u"}]),
            "error: `nam` is not a keyword of a tag\n  --> o.json:1:26: tags[0].nam\n  help: did you mean `name`?",
        ),
    ];
    for (tags, expected) in cases {
        let items = folders(&["Users", "A / Twin", "B / Twin"]);
        let (api, diagnostics) =
            lowered(&json!({"info": {"name": "C"}, "item": items}), &json!({"tags": tags}));
        assert!(api.is_none(), "{tags}");
        assert_eq!(diagnostics.to_string(), expected, "{tags}");
    }
}

// Credentials

const SCHEMES: &str = r#"{
    "Token": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
    "Login": {"type": "http", "scheme": "basic"},
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "QueryKey": {"type": "apiKey", "in": "query", "name": "key"},
    "OAuth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://h.test/token", "scopes": {}}}},
    "Custom": {"type": "http", "scheme": "GenieKey"},
    "Session": {"type": "apiKey", "in": "cookie", "name": "sid"}
}"#;

/// Returns the scheme of the credential of each operation, and the findings.
fn schemes(items: &Value, security: Value, of_operation: Option<Value>) -> (Vec<Option<Scheme>>, String) {
    let schemes: Value = serde_json::from_str(SCHEMES).expect("JSON");
    let entry = of_operation.map_or(json!({"summary": "A"}), |security| json!({"security": security}));
    let overlay = json!({"security": security, "components": {"securitySchemes": schemes}, "paths": {"/a": {"get": entry}}});
    let (api, findings) = api(items.clone(), &overlay);
    let operations = api.all_operations().into_iter();
    let schemes = operations.map(|(_, operation)| {
        operation.credentials.first().map(|own| api.credentials[own.index].scheme.clone())
    });
    (schemes.collect(), findings)
}

#[test]
fn security_adds_a_credential() {
    let items = json!([{"name": "A", "request": get("https://h.test/a")}, {"name": "B", "request": get("https://h.test/b")},
        {"name": "C", "request": get("https://other.test/c")}]);
    let cases = [
        ("Token", Scheme::Bearer),
        ("Login", Scheme::Basic),
        ("Key", Scheme::ApiKeyHeader("X-Key".to_owned())),
        ("QueryKey", Scheme::ApiKeyQuery("key".to_owned())),
        ("OAuth", Scheme::Bearer),
        ("Custom", Scheme::Prefixed("GenieKey ".to_owned())),
    ];
    for (name, scheme) in cases {
        let security = json!([{name: []}]);
        // Another host does not get the secret.
        let all = (vec![Some(scheme.clone()), Some(scheme.clone()), None], String::new());
        assert_eq!(schemes(&items, security.clone(), None), all, "{name}");
        let others = (vec![None, Some(scheme), None], String::new());
        assert_eq!(schemes(&items, security, Some(json!([]))), others, "{name}");
    }
    let (found, findings) = schemes(&items, json!([{"Session": []}]), None);
    assert_eq!(found, [None, None, None]);
    assert!(findings.contains("the client does not send a cookie as a credential"), "{findings}");
}

#[test]
fn security_adds_several_credentials_that_are_required_together() {
    /// Returns the schemes of the first operation, and the findings.
    fn all(request: Value, security: &Value) -> (Vec<Scheme>, String) {
        let schemes: Value = serde_json::from_str(SCHEMES).expect("JSON");
        let overlay = json!({"security": security, "components": {"securitySchemes": schemes}});
        let (api, findings) = api(json!([{"name": "A", "request": request}]), &overlay);
        let own = api.operations[0].credentials.iter();
        (own.map(|own| api.credentials[own.index].scheme.clone()).collect(), findings)
    }
    let key = || Scheme::ApiKeyHeader("X-Key".to_owned());
    let query = || Scheme::ApiKeyQuery("key".to_owned());
    let plain = get("https://h.test/a");
    let cases = [
        (json!([{"Token": [], "Key": []}]), vec![Scheme::Bearer, key()]),
        (json!([{"Key": [], "Login": [], "QueryKey": []}]), vec![key(), Scheme::Basic, query()]),
        // An alternative that the client sends completely takes precedence.
        (json!([{"Token": [], "Session": []}, {"Key": [], "QueryKey": []}]), vec![key(), query()]),
    ];
    for (security, expected) in cases {
        assert_eq!(all(plain.clone(), &security), (expected, String::new()), "{security}");
    }
    // The collection sends one of them.
    let auth = json!({"type": "bearer", "bearer": {"token": "{{secret}}"}});
    let bearer = json!({"method": "GET", "url": "https://h.test/a", "auth": auth});
    let both = (vec![Scheme::Bearer, key()], String::new());
    assert_eq!(all(bearer, &json!([{"Key": [], "OAuth": []}])), both);
    let header = json!([{"key": "x-key", "value": "{{k}}"}]);
    let with_header = json!({"method": "GET", "url": "https://h.test/a", "header": header});
    let (found, findings) = all(with_header, &json!([{"Token": [], "Key": []}]));
    assert_eq!((found.len(), findings.as_str()), (2, ""), "{found:?}");
    // What is not sent is reported: a cookie, and a second credential in the same header.
    for (security, name) in
        [(json!([{"Token": [], "Session": []}]), "Session"), (json!([{"Token": [], "Login": []}]), "Login")]
    {
        let (found, findings) = all(plain.clone(), &security);
        let problem = format!(
            "warning: of the credentials that are required together, the client does not send `{name}`\n"
        );
        assert_eq!(found, [Scheme::Bearer]);
        assert!(findings.starts_with(&problem), "{findings}");
    }
}

#[test]
fn security_takes_precedence_over_the_auth_of_the_collection() {
    let auth = json!({"type": "bearer", "bearer": {"token": "{{secret}}"}});
    let items = json!([{"name": "A", "request": {"method": "GET", "url": "https://h.test/a", "auth": auth}}]);
    // The same scheme, and an optional one, change nothing.
    for security in [json!([{"OAuth": []}]), json!([{"Key": []}, {"Token": []}]), json!([{}, {"Key": []}])] {
        let unchanged = (vec![Some(Scheme::Bearer)], String::new());
        assert_eq!(schemes(&items, security.clone(), None), unchanged, "{security}");
    }
    let note = "note: the overlay changes the credential of `GET /a`\n  --> o.json:";
    let (found, findings) = schemes(&items, json!([{"Key": []}]), None);
    assert_eq!(found, [Some(Scheme::ApiKeyHeader("X-Key".to_owned()))]);
    assert!(findings.starts_with(note), "{findings}");
    let (found, findings) = schemes(&items, json!([{"Token": []}]), Some(json!([])));
    assert_eq!(found, [None]);
    assert!(findings.starts_with(note), "{findings}");
}

#[test]
fn security_must_name_a_scheme() {
    let overlay = json!({"security": [{"Tokn": []}], "components": {"securitySchemes": {"Token": {"type": "http", "scheme": "bearer"},
        "Bad": {"type": "apiKey", "in": "header"}}}});
    let items = json!([{"name": "A", "request": get("https://h.test/a")}]);
    let (api, diagnostics) = lowered(&json!({"info": {"name": "C"}, "item": items}), &overlay);
    assert!(api.is_none());
    let problems: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.problem.as_str()).collect();
    assert_eq!(
        problems,
        ["the security scheme is not complete", "`components.securitySchemes` has no `Tokn`"]
    );
    assert_eq!(
        diagnostics.iter().nth(1).and_then(|found| found.help.as_deref()),
        Some("did you mean `Token`?")
    );
}
