//! Tests of the collection parser: the forms of the format that it reads, and the files that it refuses.

use codegen::collection::{AuthParams, Collection, Item, Request, Url, UrlParts};
use codegen::diagnostics::{Diagnostic, Severity};
use serde_json::{Value, json};

/// Parses a valid collection.
fn parse(value: &Value) -> Collection {
    match Collection::parse("c.json", &value.to_string()) {
        Ok(collection) => collection,
        Err(diagnostic) => panic!("{diagnostic}"),
    }
}

/// Returns the error for a file that is refused.
fn refused(text: &str) -> Diagnostic {
    let Err(diagnostic) = Collection::parse("c.json", text) else { panic!("{text} was not refused") };
    assert_eq!(diagnostic.severity, Severity::Error);
    assert_eq!(diagnostic.location.file, "c.json");
    assert!(diagnostic.help.is_some());
    diagnostic
}

fn item(value: Value) -> Item {
    parse(&json!({ "info": {}, "item": [value] })).item.remove(0)
}

fn request(value: Value) -> Request {
    *item(json!({ "request": value })).request.unwrap_or_default()
}

fn url(value: Value) -> UrlParts {
    match request(json!({ "url": value })).url {
        Some(Url::Parts(parts)) => *parts,
        other => panic!("{other:?}"),
    }
}

// The file

#[test]
fn byte_order_marks_and_wrappers_are_removed() {
    let collection =
        Collection::parse("c.json", "\u{feff}{\"collection\": {\"info\": {\"name\": \"A\"}, \"item\": []}}");
    assert_eq!(collection.unwrap().info.name.as_deref(), Some("A"));
}

#[test]
fn a_collection_without_items_is_read() {
    assert_eq!(parse(&json!({ "info": {} })).item, []);
    assert_eq!(parse(&json!({ "item": null })).item, []);
}

#[test]
fn the_last_value_of_a_duplicate_key_counts() {
    let text = r#"{"info": {"name": "a", "name": "b"}, "item": [{"name": "c", "name": "d"}]}"#;
    let collection = Collection::parse("c.json", text).unwrap();
    assert_eq!(collection.info.name.as_deref(), Some("b"));
    assert_eq!(collection.item[0].name.as_deref(), Some("d"));
    let wrapped = Collection::parse("c.json", &format!(r#"{{"collection": {text}}}"#)).unwrap();
    assert_eq!(wrapped, collection);
}

#[test]
fn halves_of_surrogate_pairs_become_replacement_characters() {
    let name = |json: &str| {
        Collection::parse("c.json", &format!(r#"{{"info": {{"name": "{json}"}}}}"#)).unwrap().info.name
    };
    assert_eq!(name(r"a\ud83d").as_deref(), Some("a\u{fffd}"));
    assert_eq!(name(r"\uDE00\ud83d\ude00\ud83d.\\ud83d☃").as_deref(), Some("\u{fffd}😀\u{fffd}.\\ud83d☃"));
}

#[test]
fn syntax_errors_are_located() {
    let diagnostic = refused("{\n  \"info\": {,}\n}");
    assert_eq!(diagnostic.location.to_string(), "c.json:2:12");
    assert_eq!(diagnostic.problem, "this is not JSON: key must be a string");
    assert_eq!(refused("").problem, "the file is empty");
    assert!(refused("<!doctype html>").problem.contains("web page"));
    assert!(refused("openapi: 3.1.0\n").problem.contains("YAML"));
    assert!(refused("{\n<<<<<<< ours\n}").problem.contains("merge conflict"));
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow_the_stack() {
    let text = format!("{}{}{}", "{\"item\":[".repeat(100_000), "{}", "]}".repeat(100_000));
    assert!(refused(&text).problem.contains("nested"));
    let value = format!("{{\"info\":{{\"version\":{}{}}}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(&value).problem.contains("nested"));
}

#[test]
fn other_formats_are_named() {
    for (value, format) in [
        (json!({ "openapi": "3.1.0", "info": {}, "paths": {} }), "an OpenAPI document"),
        (json!({ "swagger": "2.0", "info": {} }), "a Swagger document"),
        (json!({ "id": "1", "order": [], "requests": [] }), "a Postman collection of format v1"),
        (json!({ "name": "local", "values": [] }), "a Postman environment"),
        (json!({ "version": 1, "collections": [], "environments": [] }), "a list of collections"),
        (json!({ "log": { "entries": [] } }), "an HTTP archive"),
        (json!({ "info": {}, "items": [] }), "`items` instead of `item`"),
        (json!({ "a": 1 }), "neither `info` nor `item`"),
        (json!([]), "an array, not an object"),
        (json!([{}, [{ "request": "h" }]]), "an array, not an object"),
        (json!("x"), "a string, not an object"),
        (Value::Null, "`null`, not an object"),
    ] {
        let problem = refused(&value.to_string()).problem;
        assert!(problem.contains(format), "{problem}");
    }
    assert_eq!(refused(r#"{"collection": {"requests": []}}"#).location.at, "collection.requests");
}

#[test]
fn fields_of_unexpected_types_are_read_as_absent() {
    for odd in [json!(null), json!(true), json!(-1.5), json!("x"), json!([1, [null]]), json!({ "x": [{}] })] {
        let part = |keys: &[&str]| Value::from_iter(keys.iter().map(|key| (key.to_string(), odd.clone())));
        let url = part(&["raw", "protocol", "auth", "host", "port", "path", "query", "hash", "variable"]);
        let body = part(&["mode", "raw", "urlencoded", "formdata", "file", "graphql", "options", "disabled"]);
        let requests = [
            part(&["url", "method", "header", "body", "auth", "description", "certificate", "proxy"]),
            json!({ "url": url, "body": body, "auth": { "type": odd, "basic": odd } }),
        ];
        for request in requests {
            let response = part(&["name", "originalRequest", "code", "status", "header", "body"]);
            item(json!({ "request": request, "response": [response, odd] }));
        }
        item(part(&["name", "description", "item", "request", "response", "auth", "variable", "event"]));
        parse(
            &json!({ "info": odd, "item": [{ "item": [odd] }], "event": odd, "auth": odd, "variable": odd }),
        );
        parse(&json!({ "info": part(&["name", "description", "schema", "version"]), "item": odd }));
    }
}

// Items

#[test]
fn an_item_with_a_list_is_a_folder() {
    assert_eq!(item(json!({ "item": [] })).item, Some(vec![]));
    assert_eq!(item(json!({ "request": {} })).item, None);
    assert_eq!(item(json!({ "item": null })).item, None);
}

#[test]
fn an_item_list_may_be_one_object_and_may_contain_null() {
    assert_eq!(item(json!({ "item": { "name": "a" } })).item.unwrap()[0].name.as_deref(), Some("a"));
    assert_eq!(parse(&json!({ "item": [null, { "name": 5 }] })).item[0].name.as_deref(), Some("5"));
}

#[test]
fn a_request_may_be_a_string_empty_or_missing() {
    let request = item(json!({ "request": "http://a.invalid" })).request.unwrap();
    assert_eq!(request.url, Some(Url::String("http://a.invalid".into())));
    assert_eq!(item(json!({ "request": {} })).request, Some(Box::default()));
    assert_eq!(item(json!({ "request": null })).request, None);
    assert_eq!(item(json!({})).request, None);
}

#[test]
fn descriptions_are_strings_or_objects() {
    let description = |value| item(json!({ "description": value })).description;
    assert_eq!(description(json!("a")).unwrap().content, "a");
    let object = description(json!({ "content": "a", "type": "text/plain" })).unwrap();
    assert_eq!((object.content.as_str(), object.kind.as_deref()), ("a", Some("text/plain")));
    assert_eq!(description(json!({ "content": null })).unwrap().content, "");
    assert_eq!(description(json!(null)), None);
}

#[test]
fn variables_keep_the_type_of_their_value_and_may_be_named_by_id() {
    let variable =
        json!([{ "id": "a", "value": 5 }, { "id": "x", "key": "b", "value": null }, { "key": "c" }]);
    let variable = parse(&json!({ "item": [], "variable": variable })).variable;
    assert_eq!(variable.iter().map(|v| v.name().unwrap()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(variable[0].value, Some(json!(5)));
    assert_eq!(variable[1].value, Some(Value::Null));
    assert_eq!(variable[2].value, None);
}

#[test]
fn scripts_are_strings_lists_or_objects() {
    for script in [json!("a"), json!(["a"]), json!({ "exec": "a" }), json!({ "exec": ["a"] })] {
        let event = item(json!({ "event": [{ "listen": "test", "script": script }] })).event.remove(0);
        assert_eq!(event.script.unwrap().exec, ["a"]);
    }
}

#[test]
fn disabled_follows_javascript() {
    let disabled =
        |value| request(json!({ "header": [{ "key": "a", "disabled": value }] })).header[0].disabled;
    assert!(disabled(json!(true)) && disabled(json!("yes")) && disabled(json!(1)) && disabled(json!({})));
    assert!(!disabled(json!(false)) && !disabled(json!("")) && !disabled(json!(0)) && !disabled(json!(null)));
}

#[test]
fn protocol_profile_behavior_is_kept() {
    let behavior = item(json!({ "protocolProfileBehavior": { "disableBodyPruning": true } }));
    assert_eq!(behavior.protocol_profile_behavior["disableBodyPruning"], json!(true));
}

// Requests

#[test]
fn methods_are_unchanged() {
    assert_eq!(request(json!({ "method": "get" })).method.as_deref(), Some("get"));
    assert_eq!(request(json!({ "method": 5 })).method.as_deref(), Some("5"));
    assert_eq!(request(json!({})).method, None);
}

#[test]
fn headers_are_lists_strings_or_names_with_values() {
    for header in [
        json!([{ "key": "A", "value": "1:2" }, { "key": "B", "value": "" }]),
        json!(["A: 1:2", "B:"]),
        json!("A: 1:2\r\n\nno header\nB:"),
        json!({ "A": "1:2", "B": "" }),
    ] {
        let header = request(json!({ "header": header })).header;
        let pairs: Vec<_> =
            header.iter().map(|h| (h.key.as_deref().unwrap(), h.value.clone().unwrap())).collect();
        assert_eq!(pairs, [("A", json!("1:2")), ("B", json!(""))]);
    }
}

#[test]
fn certificates_and_proxies_are_recorded() {
    let with = request(json!({ "certificate": {}, "proxy": { "host": "h" } }));
    assert!(with.has_certificate && with.has_proxy);
    let without = request(json!({ "certificate": null }));
    assert!(!without.has_certificate && !without.has_proxy);
}

// URLs

#[test]
fn hosts_are_strings_or_lists() {
    assert_eq!(url(json!({ "host": "a.b" })).host, ["a.b"]);
    assert_eq!(url(json!({ "host": ["a", "b"] })).host, ["a", "b"]);
    assert_eq!(url(json!({ "port": 8080 })).port.as_deref(), Some("8080"));
}

#[test]
fn paths_are_strings_or_lists() {
    let path = |value| url(json!({ "path": value })).path.into_iter().map(|s| s.value).collect::<Vec<_>>();
    assert_eq!(path(json!("/a//b/")), ["a", "", "b", ""]);
    assert_eq!(path(json!("//a")), ["", "a"]);
    assert_eq!(path(json!("/")), [""]);
    assert!(path(json!("")).is_empty());
    assert_eq!(path(json!(["a", 5, null, { "type": "string", "value": "b" }])), ["a", "5", "", "b"]);
    let segment = url(json!({ "path": [{ "type": "string", "value": "b" }] })).path.remove(0);
    assert_eq!(segment.kind.as_deref(), Some("string"));
}

#[test]
fn queries_are_lists_strings_or_names_with_values() {
    for query in
        [json!([{ "key": "a", "value": "1=2" }, { "key": "b" }]), json!(["a=1=2", "b"]), json!("a=1=2&b")]
    {
        let query = url(json!({ "query": query })).query;
        let pairs: Vec<_> = query.iter().map(|q| (q.key.as_deref().unwrap(), q.value.clone())).collect();
        assert_eq!(pairs, [("a", Some(json!("1=2"))), ("b", None)]);
    }
    let query = url(json!({ "query": { "b": 1, "a": "x" } })).query;
    assert_eq!(query[0].key.as_deref(), Some("b"));
    assert_eq!(query[0].value, Some(json!(1)));
    assert!(url(json!({ "query": "" })).query.is_empty());
}

#[test]
fn null_and_absent_query_values_are_distinct() {
    let query = url(json!({ "query": [{ "key": null, "value": null }, { "key": "a" }, null] })).query;
    assert_eq!((query[0].key.as_deref(), &query[0].value), (None, &Some(Value::Null)));
    assert_eq!(query[1].value, None);
    assert_eq!(query.len(), 2);
}

#[test]
fn large_numbers_are_kept() {
    let text = r#"{"item": [], "variable": [
        {"value": 9007199254740993}, {"value": 18446744073709551615}, {"value": 18446744073709551616}]}"#;
    let variable = Collection::parse("c.json", text).unwrap().variable;
    assert_eq!(variable[0].value, Some(json!(9_007_199_254_740_993_i64)));
    assert_eq!(variable[1].value, Some(json!(u64::MAX)));
    assert_eq!(variable[2].value, Some(json!(18446744073709551616.0)));
}

// Bodies

#[test]
fn a_body_may_be_empty_or_null() {
    assert_eq!(request(json!({ "body": {} })).body, Some(Default::default()));
    assert_eq!(request(json!({ "body": null })).body, None);
}

#[test]
fn raw_bodies_keep_json() {
    let raw = |value| request(json!({ "body": { "mode": "raw", "raw": value } })).body.unwrap().raw;
    assert_eq!(raw(json!("x")), Some(json!("x")));
    assert_eq!(raw(json!({ "b": 1, "a": 2 })).unwrap().to_string(), r#"{"b":1,"a":2}"#);
    let body = request(json!({ "body": { "options": { "raw": { "language": "xml" } } } })).body.unwrap();
    assert_eq!(body.options.raw.language.as_deref(), Some("xml"));
}

#[test]
fn forms_are_lists_or_strings() {
    for form in [json!([{ "key": "a", "value": "%20" }, { "key": "b" }]), json!("a=%20&b")] {
        let body = request(json!({ "body": { "urlencoded": form, "formdata": form } })).body.unwrap();
        assert_eq!(body.urlencoded, body.formdata);
        assert_eq!(body.urlencoded[0].value, Some(json!("%20")));
        assert_eq!(body.urlencoded[1].key.as_deref(), Some("b"));
        assert_eq!(body.urlencoded[1].value, None);
    }
    let body = request(json!({ "body": { "urlencoded": [{ "key": null }, {}] } })).body.unwrap();
    assert_eq!(body.urlencoded[0].key.as_deref(), Some("null"));
    assert_eq!(body.urlencoded[1].key, None);
}

#[test]
fn a_file_part_has_one_file_several_or_none() {
    let src = |value| {
        request(json!({ "body": { "formdata": [{ "src": value }] } })).body.unwrap().formdata.remove(0).src
    };
    assert_eq!(src(json!("a")), ["a"]);
    assert_eq!(src(json!(["a", "b"])), ["a", "b"]);
    assert!(src(json!(null)).is_empty());
}

#[test]
fn file_bodies_are_strings_or_objects() {
    let file = |value| request(json!({ "body": { "file": value } })).body.unwrap().file;
    assert_eq!(file(json!("a")).unwrap().src.as_deref(), Some("a"));
    assert_eq!(file(json!({ "src": "a" })).unwrap().src.as_deref(), Some("a"));
    assert_eq!(file(json!({ "src": null })).unwrap().src, None);
    assert_eq!(file(json!(null)), None);
}

#[test]
fn graphql_variables_are_unchanged() {
    let graphql = |value| request(json!({ "body": { "graphql": value } })).body.unwrap().graphql.unwrap();
    assert_eq!(graphql(json!({ "query": "q", "variables": "{}" })).variables, Some(json!("{}")));
    assert_eq!(graphql(json!({ "variables": {} })).variables, Some(json!({})));
    assert_eq!(graphql(json!({ "variables": null })).variables, Some(Value::Null));
    assert_eq!(graphql(json!({ "operationName": "o" })).operation_name, Some(json!("o")));
    assert_eq!(graphql(json!("text")), Default::default());
}

// Credentials

#[test]
fn auth_parameters_are_lists_or_objects() {
    let list = request(json!({ "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": 5 }] } }))
        .auth
        .unwrap();
    let Some(AuthParams::List(params)) = list.params_of("bearer") else { panic!("{list:?}") };
    assert_eq!((params[0].key.as_deref(), &params[0].value), (Some("token"), &Some(json!(5))));
    let object = request(json!({ "auth": { "type": "bearer", "bearer": { "key": "token", "value": "t" } } }))
        .auth
        .unwrap();
    assert_eq!(object.kind.as_deref(), Some("bearer"));
    let Some(AuthParams::Object(params)) = object.params_of("bearer") else { panic!("{object:?}") };
    assert_eq!(Value::from(params.clone()), json!({ "key": "token", "value": "t" }));
}

#[test]
fn an_auth_that_is_not_an_object_is_absent() {
    for auth in [json!(null), json!("basic"), json!([])] {
        assert_eq!(request(json!({ "auth": auth })).auth, None);
    }
    assert_eq!(request(json!({ "auth": {} })).auth.unwrap().kind, None);
    assert_eq!(
        request(json!({ "auth": { "type": "basic", "basic": null } })).auth.unwrap().params_of("basic"),
        None
    );
}

// Responses

#[test]
fn responses_are_read() {
    let value = json!([{ "code": 200, "status": "OK", "body": "{}", "header": "A: 1", "originalRequest": "http://a",
        "_postman_previewlanguage": "json" }, { "code": "404", "body": null, "header": null }]);
    let response = item(json!({ "response": value })).response;
    assert_eq!((response[0].code, response[1].code), (Some(200), Some(404)));
    assert_eq!((&response[0].body, &response[1].body), (&Some(json!("{}")), &Some(Value::Null)));
    assert_eq!((response[0].header.len(), response[1].header.len()), (1, 0));
    assert_eq!(response[0].preview_language.as_deref(), Some("json"));
    assert!(item(json!({ "response": null })).response.is_empty());
}

// Real files

/// Reads every file of the folder in the environment variable `CORPUS`.
#[test]
#[ignore = "needs CORPUS, a folder of collections"]
#[expect(clippy::print_stdout, reason = "prints the totals, which `--nocapture` shows")]
fn the_corpus_is_read_or_refused() {
    let folder = std::env::var_os("CORPUS").expect("CORPUS is set");
    let (mut read, mut refused, mut requests) = (0, 0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match Collection::parse(&path.to_string_lossy(), &std::fs::read_to_string(&path).unwrap()) {
            Ok(collection) => {
                read += 1;
                requests += count(&collection.item);
            }
            Err(diagnostic) => {
                refused += 1;
                assert!(!diagnostic.location.at.is_empty(), "{diagnostic}");
                println!("{diagnostic}");
            }
        }
    }
    println!("{read} read, {refused} refused, {requests} requests");
}

fn count(items: &[Item]) -> usize {
    items.iter().map(|item| item.item.as_deref().map_or(1, count)).sum()
}
