//! Tests of query parameters: what is sent by default, and what the overlay says about it.

mod common;

use codegen::api::{Api, Operation, Parameter, QueryDefault, Repeat, Type};
use codegen::{Output, generate};
use common::input;
use serde_json::{Value, json};

/// Generates the client of a collection with these items.
fn output(items: &Value, overlay: Option<&Value>) -> Output {
    let collection = json!({ "info": { "name": "Test" }, "item": items }).to_string();
    let overlay = overlay.map(Value::to_string);
    generate(&input(&collection, overlay.as_deref()))
}

/// Returns the API of a collection with these items.
fn api(items: &Value, overlay: Option<&Value>) -> Api {
    let output = output(items, overlay);
    output.api.unwrap_or_else(|| panic!("{}", output.diagnostics))
}

/// Returns an overlay that describes the query parameters of `GET` on paths.
fn overlay(paths: &[(&str, Value)]) -> Value {
    let paths = paths.iter().map(|(path, schemas)| {
        let schemas = schemas.as_object().into_iter().flatten();
        let parameters =
            schemas.map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema }));
        ((*path).to_owned(), json!({ "get": { "parameters": parameters.collect::<Vec<_>>() } }))
    });
    json!({ "openapi": "3.1.0", "paths": Value::Object(paths.collect()) })
}

fn get(name: &str, url: &str) -> Value {
    json!({ "name": name, "request": { "method": "GET", "url": url } })
}

/// Returns what each query parameter of an operation sends by default.
fn defaults(operation: &Operation) -> Vec<(&str, Option<&QueryDefault>)> {
    let defaults = operation.query.iter().map(|parameter| {
        let Parameter { name, default, .. } = parameter;
        (name.wire.as_str(), default.as_ref())
    });
    defaults.collect()
}

/// Returns the query entries that the operations of requests to `https://h.example` send by default.
fn sent(urls: &[&str]) -> Vec<Vec<String>> {
    let items = urls.iter().enumerate();
    let items =
        items.map(|(index, url)| get(&format!("Request {index}"), &format!("https://h.example{url}")));
    let api = api(&items.collect(), None);
    let literal = |parameter: &Parameter| {
        let default = parameter.default.as_ref()?.encoded()?;
        Some(format!("{}={default}", parameter.name.wire))
    };
    api.operations.iter().map(|operation| operation.query.iter().filter_map(literal).collect()).collect()
}

fn constant(encoded: &str) -> QueryDefault {
    QueryDefault::Constant(encoded.to_owned())
}

#[test]
fn a_constant_of_the_overlay_is_sent_by_default() {
    for (schema, encoded) in [
        (json!({ "const": "list" }), "list"),
        (json!({ "type": "string", "const": "a+b%20c&d e" }), "a%2Bb%2520c%26d%20e"),
        (json!({ "const": "" }), ""),
        (json!({ "const": 2.50 }), "2.5"),
        (json!({ "const": true, "type": "boolean" }), "true"),
    ] {
        let overlay = overlay(&[("/a", json!({ "m": schema }))]);
        let api = api(&json!([get("A", "https://h.example/a?m=1&n=2")]), Some(&overlay));
        assert_eq!(defaults(&api.operations[0]), [("m", Some(&constant(encoded))), ("n", None)], "{schema}");
        assert_eq!((&api.operations[0].query[0].ty, api.types.len()), (&Type::String, 0));
    }
}

#[test]
fn a_default_is_in_the_method_in_its_documentation_and_in_that_of_the_setter() {
    let overlay = overlay(&[("/a", json!({ "m": { "const": "x y" } }))]);
    let output = output(&json!([get("A", "https://h.example/a?m=1")]), Some(&overlay));
    let file = output.files.iter().find(|file| file.path == "src/operations/client.rs").expect("a file");
    for line in [
        ".query_default(\"m\", \"x%20y\");",
        "/// Sends `GET /a?m=x%20y` and returns the body of the response,",
        "/// Sets the query parameter `m`; `x%20y` by default.",
    ] {
        assert_eq!(file.text.matches(line).count(), 1, "{line}\n{}", file.text);
    }
}

// Values that select the operation

#[test]
fn a_value_that_tells_requests_apart_is_sent_by_default() {
    assert_eq!(
        sent(&["/i.php?m=list&user=tom", "/i.php?m=get&id=7", "/i.php?id=8&m=put"]),
        [["m=list"], ["m=get"], ["m=put"]]
    );
    // The names of path parameters do not matter.
    assert_eq!(sent(&["/u/:id?a=x", "/u/:user?a=y"]), [["a=x"], ["a=y"]]);
    assert_eq!(sent(&["/a?m=1&n=x", "/a?n=y&m=2"]), [["m=1", "n=x"], ["n=y", "m=2"]]);
}

#[test]
fn a_value_that_selects_is_sent_as_postman_sends_it() {
    assert_eq!(
        sent(&["/a?m=x+y%3A%2f", "/a?m=100%", "/a?m=é 'q'", "/a?m=a=b/c"]),
        [["m=x+y%3A%2f"], ["m=100%"], ["m=%C3%A9%20%27q%27"], ["m=a=b/c"]]
    );
    let request = |value: &str| {
        let query = json!([{ "key": "m", "value": value }]);
        json!({ "request": { "url": { "host": ["h"], "path": ["a"], "query": query } } })
    };
    let api = api(&json!([request("a&b#c"), request("d")]), None);
    let default = QueryDefault::Collection("a%26b%23c".to_owned());
    assert_eq!(defaults(&api.operations[0]), [("m", Some(&default))]);
}

#[test]
fn a_value_that_does_not_tell_all_requests_apart_is_an_example() {
    let none: Vec<String> = Vec::new();
    for urls in [
        &["/a?m=1"][..],
        &["/a?m=1", "/a"],
        &["/a?m=1", "/a?m=1"],
        &["/a?m=1", "/a?m=2", "/a?m=1"],
        &["/a?m=1", "/a?m={{m}}"],
        &["/a?m=1", "/a?m=x{{m}}"],
        &["/a?m=1", "/a?m="],
        &["/a?m=1", "/a?m"],
        &["/a?m=1", "/a?m=2&m=3"],
        &["/a?m=1", "/b?m=2"],
        &["/a?m=x%20y", "/a?m=x+y"],
        &["/a?{{m}}=1", "/a?{{m}}=2"],
        // A secret.
        &["/a?access_token=1", "/a?access_token=2"],
    ] {
        assert!(sent(urls).iter().all(|sent| *sent == none), "{urls:?}");
    }
    for (method, host) in [("POST", "h.example"), ("GET", "i.example")] {
        let other = json!({ "request": { "method": method, "url": format!("https://{host}/a?m=2") } });
        let api = api(&json!([get("A", "https://h.example/a?m=1"), other]), None);
        assert!(
            api.operations.iter().all(|operation| operation.query[0].default.is_none()),
            "{method} {host}"
        );
    }
}

#[test]
fn a_disabled_entry_of_the_query_does_not_count() {
    let request =
        |query: Value| json!({ "request": { "url": { "host": ["h"], "path": ["a"], "query": query } } });
    let entry = |value: &str, disabled: bool| json!({ "key": "m", "value": value, "disabled": disabled });
    let has_default = |first: Value, second: Value| {
        let api = api(&json!([request(first), request(second)]), None);
        api.operations.iter().all(|operation| operation.query[0].default.is_some())
    };
    assert!(has_default(json!([entry("1", false), entry("3", true)]), json!([entry("2", false)])));
    assert!(!has_default(json!([entry("1", true)]), json!([entry("2", false)])));
}

#[test]
fn copies_of_a_request_count_once() {
    let folder = |name: &str, requests: &[(&str, &str)]| {
        let url = |value| format!("https://h.example/t?do={value}");
        let items: Vec<Value> = requests.iter().map(|(name, value)| get(name, &url(value))).collect();
        json!({ "name": name, "item": items })
    };
    let sent = |first: &[(&str, &str)], second: &[(&str, &str)]| {
        let api = api(&json!([folder("First", first), folder("Second", second)]), None);
        api.all_operations().iter().filter(|(_, operation)| operation.query[0].default.is_some()).count()
    };
    let (delete, get) = (("Delete", "delete"), ("Get", "get"));
    assert_eq!(sent(&[delete, get], &[delete, get]), 4);
    assert_eq!(sent(&[delete, get], &[get]), 3);
    // The requests of one folder may be called like those of another one.
    assert_eq!(sent(&[("List", "users")], &[("List", "groups")]), 2);
    assert_eq!(sent(&[delete], &[delete]), 0);
    // Search requests with examples: one of them twice.
    assert_eq!(sent(&[("Search", "x"), ("Search", "y")], &[("Search", "x")]), 0);
    assert_eq!(sent(&[("A", "x"), ("B", "y")], &[("C", "x")]), 0);
}

#[test]
fn the_overlay_decides_about_one_operation() {
    let items = json!([get("A", "https://h.example/i?m=a"), get("B", "https://h.example/i?m=b")]);
    let of = |schema: Value| {
        let api = api(&items, Some(&overlay(&[("/i#A", json!({ "m": schema }))])));
        let decisions = api.operations.iter().map(|operation| operation.decisions.len()).collect::<Vec<_>>();
        let default = |operation: &Operation| operation.query[0].default.clone();
        (default(&api.operations[0]), default(&api.operations[1]), decisions)
    };
    let b = Some(QueryDefault::Collection("b".to_owned()));
    assert_eq!(of(json!({ "type": "string" })), (None, b.clone(), vec![0, 1]));
    assert_eq!(of(json!({ "const": "c" })), (Some(constant("c")), b, vec![0, 1]));
}

#[test]
fn a_decision_has_the_entry_that_decides_otherwise() {
    let items = json!([get("A", "https://h.example/i?m=a"), get("B", "https://h.example/i?m=b")]);
    let api = api(&items, None);
    let decision = &api.operations[0].decisions[0];
    let entry =
        r##"paths."/i#A".get.parameters: [{"name": "m", "in": "query", "schema": {"type": "string"}}]"##;
    assert_eq!((decision.subject.as_str(), decision.overlay.as_str()), ("m", entry));
    let reason = "is sent as `a` by default, because it tells this request from the others of its path";
    assert_eq!(decision.reason, reason);
}

// Values that are settings of the client

/// Returns a server with this many requests that have a query, and with this many without one.
fn server(host: &str, query: &str, with: usize, without: usize) -> Vec<Value> {
    let query = |index| if index < with { format!("?{query}") } else { String::new() };
    let url = |index| format!("https://{host}/{index}{}", query(index));
    (0..with + without).map(|index| get(&format!("Request {index} {host}"), &url(index))).collect()
}

/// Returns the settings: the setter, the name and the default of each, and the number of operations with it.
fn settings(api: &Api) -> Vec<(&str, &str, &str, usize)> {
    let settings = api.query_settings.iter().enumerate().map(|(index, setting)| {
        let default = Some(QueryDefault::Setting(index));
        let has_it = |operation: &&Operation| operation.query.iter().any(|item| item.default == default);
        let users = api.operations.iter().filter(has_it).count();
        (setting.name.rust.as_str(), setting.name.wire.as_str(), setting.default.as_str(), users)
    });
    settings.collect()
}

#[test]
fn a_version_or_a_format_of_nearly_all_requests_is_a_setting() {
    for (query, setter, name, value) in [
        ("api-version=2024-05-01", "api_version", "api-version", "2024-05-01"),
        ("apiVersion=v2", "api_version", "apiVersion", "v2"),
        ("version=1.0", "version", "version", "1.0"),
        ("v=20180323", "v", "v", "20180323"),
        ("protocol=JSON", "protocol", "protocol", "JSON"),
        ("alt=json", "alt", "alt", "json"),
        ("retry=xml", "h_example_retry", "retry", "xml"),
    ] {
        for (with, without, users) in [(4, 0, 4), (9, 1, 9), (18, 2, 18), (3, 0, 0), (4, 1, 0), (8, 1, 0)] {
            let api = api(&server("h.example", query, with, without).into(), None);
            let expected = [(setter, name, value, users)];
            assert_eq!(settings(&api), expected[..usize::from(users > 0)], "{query} {with} {without}");
        }
    }
}

#[test]
fn other_values_that_requests_have_in_common_are_examples() {
    for query in [
        "page=1",
        "limit=10",
        "symbol=BTC",
        "expand=all",
        "sort=desc",
        "version=",
        "version=latest",
        "v=true",
        "version={{version}}",
        "format={{format}}",
        "format=full",
        "version=1&version=1",
        "versions=2",
        "versionId=7",
    ] {
        let api = api(&server("h.example", query, 10, 0).into(), None);
        assert_eq!(settings(&api), [], "{query}");
        assert!(api.operations.iter().all(|operation| operation.decisions.is_empty()), "{query}");
    }
}

#[test]
fn a_setting_has_one_value() {
    for other in ["v=2", "v={{v}}", "v", "v=1&v=1"] {
        let mut items = server("h.example", "v=1", 20, 0);
        items.push(get("Other", &format!("https://h.example/other?{other}")));
        assert_eq!(settings(&api(&items.into(), None)), [], "{other}");
    }
    let items = [server("h.example", "v=1", 5, 0), server("i.example", "v=1", 4, 0)].concat();
    assert_eq!(settings(&api(&items.into(), None)), [("v", "v", "1", 9)]);
    let items = [server("h.example", "v=1", 4, 0), server("i.example", "v=2", 5, 0)].concat();
    let expected = [("v", "v", "2", 5), ("h_example_v", "v", "1", 4)];
    assert_eq!(settings(&api(&items.into(), None)), expected);
}

#[test]
fn the_setter_of_a_setting_has_a_name_of_its_own() {
    let api = api(&server("{{api_version}}.h.example", "api-version=1", 4, 0).into(), None);
    assert_eq!(api.variables[0].name.rust, "api_version");
    assert_eq!(settings(&api), [("api_version_h_example_api_version", "api-version", "1", 4)]);
    assert_ne!(api.query_settings[0].constant, api.servers[0].constant);
}

#[test]
fn the_overlay_decides_about_a_setting_for_each_operation() {
    let requests = server("h.example", "v=1", 4, 0);
    let schema = json!({ "v": { "type": "integer" } });
    let paths = ["/0", "/1", "/2", "/3"].map(|path| (path, schema.clone()));
    let api_with = |described: usize| api(&requests.clone().into(), Some(&overlay(&paths[..described])));
    assert_eq!(settings(&api_with(1)), [("v", "v", "1", 3)]);
    assert_eq!(settings(&api_with(3)), [("v", "v", "1", 1)]);
    assert_eq!(settings(&api_with(4)), []);
    let api = api_with(1);
    assert_eq!(api.operations[0].decisions, []);
    let decision = &api.operations[1].decisions[0];
    let entry = r#"paths."/1".get.parameters: [{"name": "v", "in": "query", "schema": {"type": "string"}}]"#;
    assert_eq!((decision.subject.as_str(), decision.overlay.as_str()), ("v", entry));
}

/// Returns a generated file.
fn file(items: &[Value], path: &str) -> String {
    let output = output(&items.into(), None);
    output.files.into_iter().find(|file| file.path == path).expect("a file").text
}

#[test]
fn a_setting_is_a_setter_of_the_builder_and_a_link_of_each_call() {
    let client = file(&server("h.example", "v=2.0", 4, 0), "src/operations/client.rs");
    for (line, count) in [
        ("pub(crate) static V: QuerySetting = QuerySetting {", 1),
        ("/// Sets `v` in the query of the operations that have it; `2.0` by default.", 1),
        ("self.query_setting(&V, value.into())", 1),
        (".query_setting(&V);", 4),
        ("/// Sets the query parameter `v`, instead of the value that the client has for it.", 4),
    ] {
        assert_eq!(client.matches(line).count(), count, "{line}\n{client}");
    }
}

#[test]
fn another_request_with_or_without_a_setting_changes_no_other_operation() {
    let folder = |name: &str, items: Vec<Value>| json!({ "name": name, "item": items });
    let first = || folder("First", server("h.example", "v=1", 10, 0));
    let before = file(&[first()], "src/operations/first.rs");
    for url in ["https://h.example/x", "https://h.example/x?v=1"] {
        let items = [folder("Second", vec![get("X", url)]), first()];
        assert_eq!(file(&items, "src/operations/first.rs"), before, "{url}");
    }
}

// Lists

#[test]
fn names_with_indexes_are_one_parameter() {
    let url = "https://h.example/a?x=1&ids%5B0%5D=1&ids%5B1%5D=2&items[0][price]=5";
    let api = api(&json!([get("A", url)]), None);
    let operation = &api.operations[0];
    let parameters =
        operation.query.iter().map(|item| (item.name.rust.as_str(), item.name.wire.as_str(), item.repeat));
    let expected = [
        ("x", "x", Repeat::Never),
        ("ids", "ids", Repeat::Indexed),
        ("items_0_price", "items[0][price]", Repeat::Never),
    ];
    assert!(parameters.eq(expected));
    assert!(operation.query[1].sent().eq(["1", "2"]));
    assert_eq!(operation.exact_query, [], "the setters send the same query");
}

#[test]
fn the_overlay_describes_the_elements_of_a_list() {
    let schema = json!({ "ids": { "type": "array", "items": { "type": "integer" } } });
    let items = json!([get("A", "https://h.example/a?ids[0]=1&ids[1]=2")]);
    let api = api(&items, Some(&overlay(&[("/a", schema)])));
    let [ids] = &api.operations[0].query[..] else { panic!("{:?}", api.operations[0].query) };
    assert_eq!((&ids.ty, ids.repeat), (&Type::Integer, Repeat::Indexed));
}
