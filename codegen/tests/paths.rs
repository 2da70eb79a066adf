//! Tests of paths: placeholders, literal ids, and what the overlay says about them.

mod common;

use codegen::api::{Api, Operation, PathPart};
use codegen::diagnostics::{Diagnostic, Diagnostics, Severity};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

/// Lowers a collection and an overlay.
fn run(collection: &Value, overlay: Option<&Value>) -> (Option<Api>, Diagnostics) {
    let overlay = overlay.map(Value::to_string);
    lower(&input(&collection.to_string(), overlay.as_deref()))
}

/// Returns a collection with a GET request for each URL, called `R0`, `R1` …
fn collection(urls: &[&str]) -> Value {
    let items = urls.iter().enumerate().map(
        |(index, url)| json!({ "name": format!("R{index}"), "request": { "method": "GET", "url": url } }),
    );
    json!({ "info": { "name": "C" }, "item": items.collect::<Vec<_>>() })
}

/// Returns the operations of a collection and the findings about it, which has no errors.
fn lowered(urls: &[&str], overlay: Option<&Value>) -> (Vec<Operation>, Vec<Diagnostic>) {
    let (api, diagnostics) = run(&collection(urls), overlay);
    let api = api.unwrap_or_else(|| panic!("{urls:?}: {diagnostics}"));
    (api.operations, diagnostics.iter().cloned().collect())
}

/// Returns the operation of a URL that has no findings but notes.
fn operation(url: &str) -> Operation {
    let (mut operations, findings) = lowered(&[url], None);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Note), "{url}: {findings:?}");
    operations.remove(0)
}

/// Returns the names and the values in the collection of the path's parameters.
fn arguments(operation: &Operation) -> Vec<(&str, &str)> {
    operation
        .path
        .parts
        .iter()
        .filter_map(|part| match part {
            PathPart::Parameter(parameter) => {
                let value = parameter.values.first().and_then(|value| value.value.as_deref());
                Some((parameter.name.wire.as_str(), value.unwrap_or_default()))
            }
            PathPart::Literal(_) => None,
        })
        .collect()
}

/// Returns the overlay with the entry of a decision: its location and its value.
fn overlay_of(entry: &str) -> Value {
    let rest = entry.strip_prefix("paths.").unwrap();
    let mut keys = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    let path = keys.next().unwrap().unwrap();
    let rest = &rest[keys.byte_offset()..];
    let (method, parameters) = rest.strip_prefix('.').unwrap().split_once(".parameters: ").unwrap();
    let parameters: Value = serde_json::from_str(parameters).unwrap();
    json!({ "openapi": "3.1.0", "paths": { path: { method: { "parameters": parameters } } } })
}

// Variables before the first literal

/// Returns the API of a collection with these variables, and its findings.
fn lowered_with(
    variables: &[(&str, &str)],
    urls: &[&str],
    overlay: Option<&Value>,
) -> (Api, Vec<Diagnostic>) {
    let mut collection = collection(urls);
    collection["variable"] =
        variables.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    let (api, diagnostics) = run(&collection, overlay);
    (api.unwrap_or_else(|| panic!("{urls:?}: {diagnostics}")), diagnostics.iter().cloned().collect())
}

/// Returns the templates of the servers, and the paths of the operations.
fn addresses(api: &Api) -> (Vec<&str>, Vec<String>) {
    let servers = api.servers.iter().map(|server| server.template.as_str());
    (servers.collect(), api.operations.iter().map(|operation| operation.path.template()).collect())
}

const GRAPH: [&str; 3] = [
    "https://graph.example/{{Version}}/{{Number-ID}}/messages",
    "https://graph.example/{{Version}}/{{Media-ID}}",
    "https://graph.example/{{Version}}/media",
];

/// A version is a setting of the client, an id is an argument, and there is one server. Both say why.
#[test]
fn a_version_is_a_setting_and_an_id_an_argument() {
    let (api, findings) = lowered_with(&[("Version", "v19.0"), ("Media-ID", "")], &GRAPH, None);
    let paths = ["/{Number-ID}/messages", "/{Media-ID}", "/media"].map(str::to_owned);
    assert_eq!(addresses(&api), (vec!["https://graph.example/{Version}"], paths.to_vec()));
    assert_eq!(findings, []);
    let setting = api.variables[0].decision.as_ref().unwrap();
    assert_eq!(setting.subject, "Version");
    assert_eq!(setting.reason, "is a setting of the client, because its value `v19.0` looks like a version");
    assert_eq!(setting.overlay, r#"servers: [{"url": "https://graph.example"}]"#);
    let argument = &api.operations[1].decisions[0];
    assert_eq!(argument.subject, "Media-ID");
    assert_eq!(argument.reason, "is an argument of the call, because its name is that of an id");
    assert_eq!(argument.overlay, r#"servers: [{"url": "https://graph.example/{Version}/{Media-ID}"}]"#);
    assert_eq!(api.operations[2].decisions, []);
}

/// The entry of each decision makes an argument of a setting, and the other way round.
#[test]
fn the_servers_of_the_overlay_decide_otherwise() {
    let (api, _) = lowered_with(&[("Version", "v19.0")], &GRAPH, None);
    let setting = api.variables[0].decision.as_ref().unwrap();
    for (decision, server, path) in [
        (setting, "https://graph.example", "/{Version}/{Media-ID}"),
        (&api.operations[1].decisions[0], "https://graph.example/{Version}/{Media-ID}", "/"),
    ] {
        let servers: Value =
            serde_json::from_str(decision.overlay.strip_prefix("servers: ").unwrap()).unwrap();
        let overlay = json!({ "openapi": "3.1.0", "servers": servers });
        let (api, _) = lowered_with(&[("Version", "v19.0")], &GRAPH, Some(&overlay));
        let operation = &api.operations[1];
        assert_eq!(api.servers[operation.server].template, server);
        assert_eq!(operation.path.template(), path);
        assert_eq!(operation.decisions, []);
    }
}

/// A variable host and a variable after it are one base URL, unless the second one is an id.
#[test]
fn variables_after_a_variable_host_are_in_the_base_url() {
    let urls = ["{{url}}/{{dir}}/index", "{{url}}/{{dir}}/{{userId}}", "https://{{host}}/{{tenant}}/x"];
    let (api, _) = lowered_with(&[], &urls, None);
    let paths = ["/index", "/{userId}", "/x"].map(str::to_owned);
    assert_eq!(addresses(&api), (vec!["{url}/{dir}", "https://{host}/{tenant}"], paths.to_vec()));
    assert!(api.variables.iter().all(|variable| variable.decision.is_none()));
    assert_eq!(api.operations[1].decisions.len(), 1);
}

/// Base URLs with outer white space, with a slash at the end or without a value are as before.
#[test]
fn base_urls_may_have_spaces_slashes_or_no_value() {
    for variables in [&[("url", " https://h")][..], &[("url", "https://h/")], &[]] {
        let (api, findings) = lowered_with(variables, &["{{url}}/a/b", "{{url}}/a"], None);
        assert_eq!(addresses(&api), (vec!["{url}"], vec!["/a/b".to_owned(), "/a".to_owned()]));
        assert_eq!(findings, []);
    }
}

#[test]
fn a_missing_slash_after_the_base_url_is_reported_once() {
    let urls = ["{{url}}users", "{{url}}users/x", "{{url}}/y"];
    let (api, findings) = lowered_with(&[], &urls, None);
    assert_eq!(
        addresses(&api),
        (vec!["{url}"], vec!["/users".to_owned(), "/users/x".to_owned(), "/y".to_owned()])
    );
    let [warning] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(warning.severity, Severity::Warning);
    let problem = "2 requests have no slash after the base URL: `{{url}}users`";
    assert_eq!(warning.problem, problem);
    assert!(warning.help.as_ref().unwrap().starts_with("write `{{url}}/users` in Postman"));
    let (api, findings) = lowered_with(&[("url", "https://h/")], &urls, None);
    assert_eq!((api.servers.len(), findings.len()), (1, 0));
}

// Placeholders

const FORMS: [&str; 7] = ["{id}", "%7Bid%7D", "<id>", "%3Cid%3E", "[id]", "*id*", "${id}"];

/// Each form in each position of a path: the argument has its name, and the replay sends its text.
#[test]
fn a_placeholder_is_an_argument_wherever_it_is() {
    for form in FORMS {
        let text = form.replace("%7B", "{").replace("%7D", "}").replace("%3C", "<").replace("%3E", ">");
        for (before, after) in [
            ("/users/", ""),
            ("/users/", "/posts"),
            ("/", "/posts"),
            ("/", ""),
            ("/users/", ".json"),
            ("/users/user-", ""),
            ("/users/user-", ".json/posts"),
            ("/users/", "/"),
        ] {
            let operation = operation(&format!("https://h.example{before}{form}{after}"));
            assert_eq!(operation.path.template(), format!("{before}{{id}}{after}"));
            assert_eq!(arguments(&operation), [("id", text.as_str())]);
            assert_eq!(operation.path.parameters().next().unwrap().example, None);
        }
        for (url, template) in [
            (format!("/a/:x/{form}"), "/a/{x}/{id}"),
            (format!("/a/{{{{x}}}}/{form}"), "/a/{x}/{id}"),
            (format!("/a/{{{{x}}}}-{form}"), "/a/{x}-{id}"),
            (format!("/a/{form}-{{{{x}}}}"), "/a/{id}-{x}"),
        ] {
            assert_eq!(operation(&format!("https://h.example{url}")).path.template(), template);
        }
    }
}

#[test]
fn equal_placeholders_are_different_arguments() {
    for (url, expected) in [
        ("/users/{id}/posts/{id}", "/users/{id}/posts/{post_id}"),
        ("/users/{id}/order-lines/<id>", "/users/{id}/order-lines/{order_line_id}"),
        ("/users/{id}/{id}", "/users/{id}/{user_id}"),
        ("/v1/{id}/{id}/{id}", "/v1/{id}/{id_2}/{id_3}"),
        ("/users/:id/posts/{id}", "/users/{id}/posts/{post_id}"),
    ] {
        assert_eq!(operation(&format!("https://h.example{url}")).path.template(), expected);
    }
}

#[test]
fn a_placeholder_has_a_decision_and_a_note() {
    let (operations, findings) = lowered(
        &["https://h.example/users/{userId}", "https://h.example/a", "https://h.example/<b>/{userId}"],
        None,
    );
    let [decision] = &operations[0].decisions[..] else { panic!("{:?}", operations[0].decisions) };
    assert_eq!(decision.subject, "userId");
    assert_eq!(decision.reason, "is an argument, because `{userId}` in the path stands for a value");
    let overlay = r#"paths."/users/{userId}".get.parameters: [{"name": "userId", "in": "path", "schema": {"const": "{userId}"}}]"#;
    assert_eq!(decision.overlay, overlay);
    assert_eq!(operations[1].decisions, []);
    assert_eq!(operations[2].decisions.len(), 2);
    let [note] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(note.severity, Severity::Note);
    assert_eq!(
        note.problem,
        "the paths of 2 operations contain placeholders, which are arguments: `{userId}`, `<b>`"
    );
    assert_eq!(note.location.at, "\"R0\"");
    assert!(note.help.as_ref().unwrap().ends_with(overlay));
}

/// The entry of a decision keeps the placeholder as it is, with the others of the path unchanged.
#[test]
fn the_overlay_keeps_a_placeholder_literal() {
    for form in FORMS {
        let encoded = form.replace('{', "%7B").replace('}', "%7D").replace('<', "%3C").replace('>', "%3E");
        for (before, after) in [("/users/", ""), ("/", "/posts"), ("/a/x-", ".json"), ("/{b}/", "/c")] {
            let url = format!("https://h.example{before}{form}{after}");
            let decision =
                operation(&url).decisions.into_iter().find(|decision| decision.subject == "id").unwrap();
            let (operations, _) = lowered(&[&url], Some(&overlay_of(&decision.overlay)));
            assert_eq!(operations[0].path.wire(), format!("{before}{encoded}{after}"));
            assert!(operations[0].decisions.iter().all(|decision| decision.subject != "id"));
        }
    }
}

#[test]
fn a_constant_replaces_an_argument() {
    let parameters = json!([{ "name": "id", "in": "path", "schema": { "const": "me/you" } }]);
    let overlay =
        json!({ "openapi": "3.1.0", "paths": { "/users/{id}/x": { "get": { "parameters": parameters } } } });
    let (operations, findings) = lowered(&["https://h.example/users/:id/x"], Some(&overlay));
    assert_eq!(operations[0].path.wire(), "/users/me%2Fyou/x");
    assert_eq!(findings, []);
}

// Literal ids

#[test]
fn a_literal_id_stays_and_is_reported() {
    let urls = [
        "https://h.example/payments/tr_7UhSN1zuXS",
        "https://h.example/v1/files/2f1d3c6e-0a4b-4f57-9d0e-6b1a2c3d4e5f/chunks/12345",
        "https://h.example/v1/507f191e810c19729de860ea",
        "https://h.example/v1/2024-05-01/users",
        "https://h.example/users/12345",
    ];
    let (operations, findings) = lowered(&urls, None);
    let overlays: Vec<Vec<&str>> = operations
        .iter()
        .map(|operation| operation.decisions.iter().map(|decision| decision.overlay.as_str()).collect())
        .collect();
    let files = r#"paths."/v1/files/{file_id}/chunks/{chunk_id}".get.parameters: [{"name": "file_id", "in": "path", "required": true, "example": "2f1d3c6e-0a4b-4f57-9d0e-6b1a2c3d4e5f"}, {"name": "chunk_id", "in": "path", "required": true, "example": "12345"}]"#;
    let first = r#"paths."/payments/{payment_id}".get.parameters: [{"name": "payment_id", "in": "path", "required": true, "example": "tr_7UhSN1zuXS"}]"#;
    assert_eq!(overlays[0], [first]);
    assert_eq!(overlays[1], [files, files]);
    assert!(overlays[2][0].starts_with(r#"paths."/v1/{id}".get.parameters: [{"name": "id""#));
    assert_eq!(overlays[3], [""; 0]);
    assert!(operations.iter().zip(urls).all(|(operation, url)| url.ends_with(&operation.path.wire())));
    let [warning] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(warning.severity, Severity::Warning);
    let problem = "the paths of 4 operations contain what looks like the id of an example: `tr_7UhSN1zuXS`, \
                   `2f1d3c6e-0a4b-4f57-9d0e-6b1a2c3d4e5f`, `12345` …";
    assert_eq!(warning.problem, problem);
    assert!(warning.help.as_ref().unwrap().contains(first));
}

/// The entry of a decision makes the ids arguments, in each position and beside other arguments.
#[test]
fn the_overlay_makes_a_literal_id_an_argument() {
    for id in ["tr_7UhSN1zuXS", "12345", "507f191e810c19729de860ea"] {
        for (url, expected) in [
            ("/payments/ID", "/payments/{payment_id}"),
            ("/payments/ID/refunds", "/payments/{payment_id}/refunds"),
            ("/ID", "/{id}"),
            ("/ID/x/", "/{id}/x/"),
            ("/a/:b/things/ID", "/a/{b}/things/{thing_id}"),
            ("/a/{{b}}/ID/{c}", "/a/{b}/{id}/{c}"),
            ("/things/ID/parts/ID", "/things/{thing_id}/parts/{part_id}"),
            ("/a b/ID", "/a%20b/{id}"),
        ] {
            let url = format!("https://h.example{}", url.replace("ID", id));
            let (operations, _) = lowered(&[&url], None);
            let decision = operations[0].decisions.iter().find(|decision| decision.subject == id).unwrap();
            let (operations, findings) = lowered(&[&url], Some(&overlay_of(&decision.overlay)));
            assert_eq!(operations[0].path.template(), expected);
            let own = arguments(&operations[0]).into_iter().filter(|(_, value)| *value == id).count();
            assert_eq!(own, url.matches(id).count());
            assert!(findings.iter().all(|finding| finding.severity == Severity::Note), "{findings:?}");
        }
    }
}

#[test]
fn equal_paths_but_for_their_ids_have_keys_of_their_own() {
    let urls = ["https://h.example/p/11111", "https://h.example/p/22222", "https://h.example/p/:id"];
    let (operations, _) = lowered(&urls, None);
    let mut overlay = json!({ "openapi": "3.1.0", "paths": {} });
    for operation in &operations[..2] {
        let own = overlay_of(&operation.decisions[0].overlay);
        overlay["paths"].as_object_mut().unwrap().extend(own["paths"].as_object().unwrap().clone());
    }
    assert_eq!(overlay["paths"].as_object().unwrap().len(), 2);
    let (operations, _) = lowered(&urls, Some(&overlay));
    for (operation, id) in operations.iter().zip(["11111", "22222"]) {
        assert_eq!(arguments(operation), [("id", id)]);
    }
}

#[test]
fn the_schema_of_a_literal_id_is_the_type_of_the_argument() {
    let parameters = json!([
        { "name": "n", "in": "path", "required": true, "schema": { "type": "integer" }, "example": 12345 },
        { "name": "file", "in": "path", "required": true, "example": "a", "description": "The file." },
        { "name": "own", "in": "path", "schema": { "type": "string", "x-sensitive": true }, "example": "b" }
    ]);
    let overlay = json!({ "openapi": "3.1.0", "paths": { "/p/{n}/{file}.json/{own}": { "get": { "parameters": parameters } } } });
    let (operations, findings) = lowered(&["https://h.example/p/12345/a.json/b"], Some(&overlay));
    let parameters: Vec<_> = operations[0].path.parameters().collect();
    assert_eq!(parameters[0].ty, codegen::api::Type::Integer);
    assert_eq!(parameters[0].docs, "For example `12345`.");
    assert_eq!(parameters[1].docs, "The file.");
    assert_eq!(parameters[2].docs, "");
    assert_eq!(operations[0].path.wire(), "/p/{n}/{file}.json/{own}");
    assert_eq!(findings, []);
}

/// An entry with an example describes the operation that it matches, not another one whose literal is that example.
#[test]
fn an_example_changes_no_other_operation() {
    let parameters = json!([{ "name": "id", "in": "path", "required": true, "example": "me" }]);
    let overlay =
        json!({ "openapi": "3.1.0", "paths": { "/users/{id}": { "get": { "parameters": parameters } } } });
    let (operations, _) =
        lowered(&["https://h.example/users/me", "https://h.example/users/:id"], Some(&overlay));
    assert_eq!(operations[0].path.wire(), "/users/me");
    assert_eq!(operations[1].path.wire(), "/users/{id}");
}

/// A `const` with the literal itself acknowledges it: no decision, no warning.
#[test]
fn a_constant_keeps_a_literal_id_without_a_warning() {
    let parameters = json!([{ "name": "id", "in": "path", "schema": { "const": "12345" } }]);
    let overlay =
        json!({ "openapi": "3.1.0", "paths": { "/p/{id}": { "get": { "parameters": parameters } } } });
    let (operations, findings) = lowered(&["https://h.example/p/12345"], Some(&overlay));
    assert_eq!(operations[0].path.wire(), "/p/12345");
    assert_eq!((&operations[0].decisions[..], &findings[..]), (&[][..], &[][..]));
}

#[test]
fn an_example_that_the_collection_does_not_have_matches_nothing() {
    let parameters = json!([{ "name": "id", "in": "path", "required": true, "example": "54321" }]);
    let overlay =
        json!({ "openapi": "3.1.0", "paths": { "/p/{id}": { "get": { "parameters": parameters } } } });
    let (api, diagnostics) = run(&collection(&["https://h.example/p/12345"]), Some(&overlay));
    assert!(api.is_none());
    assert!(diagnostics.to_string().contains("matches no operation"));
}
