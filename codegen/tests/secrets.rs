//! Secrets of collections: they are credentials of the client, and no generated file has them.

mod common;

use codegen::api::{Api, CredentialSource, Operation, Scheme};
use codegen::diagnostics::Diagnostics;
use codegen::package::{self, Inputs, Package, Template};
use common::input;
use serde_json::{Value, json};

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

fn lowered(collection: &Value, overlay: Option<&Value>) -> (Api, Diagnostics) {
    let (collection, overlay) = (collection.to_string(), overlay.map(Value::to_string));
    let (api, diagnostics) = codegen::lower(&input(&collection, overlay.as_deref()));
    (api.unwrap_or_else(|| panic!("{diagnostics}")), diagnostics)
}

fn collection(items: &[Value]) -> Value {
    json!({ "info": { "name": "Orders" }, "item": items })
}

/// Returns a request with a path of its own.
fn request(path: &str, headers: Value) -> Value {
    let url = json!({ "protocol": "https", "host": "api.example", "path": path });
    json!({ "name": path, "request": { "method": "GET", "url": url, "header": headers } })
}

fn header(name: &str, value: &str) -> Value {
    json!([{ "key": name, "value": value }])
}

fn operations(api: &Api) -> Vec<&Operation> {
    api.all_operations().into_iter().map(|(_, operation)| operation).collect()
}

fn setters(operation: &Operation) -> Vec<&str> {
    operation.query.iter().chain(&operation.headers).map(|parameter| parameter.name.wire.as_str()).collect()
}

fn names(api: &Api) -> Vec<&str> {
    api.credentials.iter().map(|credential| credential.name.as_str()).collect()
}

fn warnings(diagnostics: &Diagnostics) -> Vec<String> {
    let secrets = diagnostics.into_iter().filter(|finding| finding.problem.contains("secret"));
    secrets.map(|finding| format!("{}: {}", finding.location.at, finding.problem)).collect()
}

#[test]
fn a_literal_in_a_header_is_a_credential() {
    let key = |name: &str| Scheme::ApiKeyHeader(name.to_owned());
    let prefixed = |prefix: &str| Scheme::Prefixed(prefix.to_owned());
    for (name, value, scheme, credential) in [
        ("Authorization", "Bearer 207|oFnKz", Scheme::Bearer, "bearer_token"),
        ("authorization", "Bearer 207|oFnKz", Scheme::Bearer, "bearer_token"),
        ("Authorization", "Basic YWRhOnB3", Scheme::Basic, "basic_auth"),
        ("Authorization", "token ghx9", prefixed("token "), "access_token"),
        ("Authorization", "raw-9", prefixed(""), "access_token"),
        ("Authorization", "Digest username=\"ada\"", Scheme::Signature("digest".to_owned()), "authenticate"),
        ("Cookie", "sid=9", key("Cookie"), "cookie"),
        ("X-API-Key", "3f9a", key("X-API-Key"), "api_key"),
        ("X-Auth-Token", "3f9a", key("X-Auth-Token"), "api_key"),
        ("Ocp-Apim-Subscription-Key", "3f9a", key("Ocp-Apim-Subscription-Key"), "api_key"),
    ] {
        let (api, diagnostics) = lowered(&collection(&[request("a", header(name, value))]), None);
        let own = &api.credentials[0];
        assert_eq!((&own.scheme, own.name.as_str()), (&scheme, credential), "{name}: {value}");
        let operation = operations(&api)[0];
        assert_eq!((operation.credentials.len(), setters(operation).len()), (1, 0), "{name}: {value}");
        assert!(operation.constant_headers.is_empty(), "{:?}", operation.constant_headers);
        let expected = format!("\"a\": the collection has a secret in the header `{name}`");
        assert_eq!(warnings(&diagnostics), [expected]);
    }
}

#[test]
fn a_placeholder_is_a_credential_without_a_warning() {
    for (name, value) in [
        ("Authorization", "Bearer <token>"),
        ("Authorization", "Bearer {{token}}"),
        ("Authorization", "Bearer YOUR_TOKEN"),
        ("X-API-Key", "your-api-key"),
        ("X-API-Key", "xxx"),
        ("X-API-Key", "{{key}}"),
        ("X-API-Key", ""),
    ] {
        let (api, diagnostics) = lowered(&collection(&[request("a", header(name, value))]), None);
        assert_eq!(operations(&api)[0].credentials.len(), 1, "{name}: {value}");
        assert!(warnings(&diagnostics).is_empty(), "{diagnostics}");
    }
}

#[test]
fn one_warning_covers_all_secrets_of_a_kind() {
    let items: Vec<Value> =
        ["a", "b", "c"].iter().map(|path| request(path, header("X-API-Key", &format!("k9{path}")))).collect();
    let mut items = vec![json!({ "name": "F", "item": items })];
    items.push(request("d", header("Cookie", "sid=1")));
    let mut collection = collection(&items);
    collection["variable"] = json!([
        { "key": "token", "value": "t0k3n9" }, { "key": "pin", "value": "1234", "type": "secret" },
        { "key": "password", "value": "your-password" }, { "key": "host", "value": "api.example" },
    ]);
    let (_, diagnostics) = lowered(&collection, None);
    let expected = [
        ": 2 variables have secrets as their values, the first is `token`",
        "\"F\" > \"a\": the collection has 3 secrets in the header `X-API-Key`",
        "\"d\": the collection has a secret in the header `Cookie`",
    ];
    assert_eq!(warnings(&diagnostics), expected);
}

#[test]
fn a_literal_and_a_variable_in_one_header_are_one_credential() {
    let items = [
        request("a", header("X-API-Key", "{{orders_key}}")),
        request("b", header("x-api-key", "3f9a")),
        request("c", header("X-API-Key", "{{orders_key}}")),
    ];
    let (api, _) = lowered(&collection(&items), None);
    assert_eq!(names(&api), ["api_key"]);
    let indexes: Vec<_> =
        operations(&api).iter().flat_map(|operation| &operation.credentials).map(|own| own.index).collect();
    assert_eq!(indexes, [0, 0, 0]);
}

#[test]
fn an_operation_may_have_a_token_and_a_key() {
    let mut collection = collection(&[request("a", header("X-API-Key", "{{key}}")), request("b", json!([]))]);
    collection["auth"] = json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] });
    let text = collection.to_string();
    let output = codegen::generate(&input(&text, None));
    let client = output.files.iter().find(|file| file.path == "src/operations/client.rs").unwrap();
    let chain = ".credential(&BEARER_TOKEN)\n            .credential(&API_KEY)";
    assert!(client.text.contains(chain), "{}", client.text);
    assert_eq!(client.text.matches(".credential(&API_KEY)").count(), 1);
    let docs = "with [`bearer_token`](crate::ClientBuilder::bearer_token) and";
    assert!(client.text.contains(docs), "{}", client.text);
}

#[test]
fn a_header_that_most_requests_carry_is_a_credential() {
    let carried = |name: &str, count: usize| {
        let of = |index: usize| {
            let headers = if index < count { header(name, "{{shop}}") } else { json!([]) };
            request(&format!("r{index}"), headers)
        };
        let (api, _) = lowered(&collection(&(0..4).map(of).collect::<Vec<_>>()), None);
        api
    };
    let api = carried("X-Shop-Id", 3);
    assert_eq!(names(&api), ["shop"]);
    let decision = api.credentials[0].decision.as_ref().unwrap();
    assert_eq!(decision.subject, "X-Shop-Id");
    assert_eq!(
        decision.reason,
        "is a credential of the client, because most requests send it with the same value"
    );
    assert!(operations(&api).iter().all(|operation| setters(operation).is_empty()));
    let api = carried("X-Shop-Id", 2);
    assert!(names(&api).is_empty() && setters(operations(&api)[0]) == ["X-Shop-Id"]);
    for name in ["Accept", "Content-Type", "Idempotency-Key", "X-Request-Id", "X-Signature", "X-Timestamp"] {
        assert!(names(&carried(name, 4)).is_empty(), "{name}");
    }
}

#[test]
fn a_query_parameter_needs_the_name_of_a_key() {
    let with = |query: &str, value: &str| {
        let of = |path: &str| json!({ "request": { "url": format!("https://api.example/{path}?{query}={value}") } });
        lowered(&collection(&[of("a"), of("b"), of("c")]), None).0
    };
    for (query, value, credential) in [
        ("api_key", "{{key}}", Some("api_key")),
        ("access_token", "abc123", Some("api_key")),
        ("key", "{{maps}}", Some("maps")),
        ("appid", "{{weather_api_key}}", Some("weather_api_key")),
        ("page", "{{page}}", None),
        ("pageToken", "{{api_key}}", Some("api_key")),
        ("password", "{{password}}", None),
    ] {
        let api = with(query, value);
        assert_eq!(names(&api).first().copied(), credential, "{query}={value}");
        assert_eq!(setters(operations(&api)[0]).is_empty(), credential.is_some(), "{query}={value}");
    }
}

#[test]
fn an_overlay_makes_a_credential_a_setter_again() {
    let (secret, other) =
        (request("a", header("X-API-Key", "3f9a")), request("b", header("X-API-Key", "{{key}}")));
    let overlay = json!({ "openapi": "3.1.0", "paths": { "/a": { "get": {
        "parameters": [{ "name": "X-API-Key", "in": "header", "schema": { "type": "string" } }]
    } } } });
    let (api, _) = lowered(&collection(&[secret, other]), Some(&overlay));
    let operations = operations(&api);
    assert_eq!(setters(operations[0]), ["X-API-Key"]);
    assert!(operations[0].credentials.is_empty() && operations[0].headers[0].example.is_none());
    assert_eq!((setters(operations[1]).len(), operations[1].credentials.len()), (0, 1));
}

#[test]
fn a_cookie_next_to_a_credential_is_a_setter() {
    let headers =
        json!([{ "key": "Authorization", "value": "Bearer t0k" }, { "key": "Cookie", "value": "sid=1" }]);
    let (api, _) = lowered(&collection(&[request("a", headers)]), None);
    assert_eq!((names(&api), setters(operations(&api)[0])), (vec!["bearer_token"], vec!["Cookie"]));
}

#[test]
fn a_variable_with_a_secret_has_no_default() {
    let mut collection = collection(&[json!({ "request": { "url": "https://{{token}}.api.example/a" } })]);
    collection["variable"] = json!([{ "key": "token", "value": "t0k3n9" }]);
    let (api, _) = lowered(&collection, None);
    assert_eq!((api.variables[0].name.wire.as_str(), &api.variables[0].default), ("token", &None));
    assert_eq!(api.values, [("token".to_owned(), "{{$collection:variable/token}}".to_owned())]);
}

#[test]
fn an_api_key_that_is_not_a_string_is_sent_as_postman_sends_it() {
    let source = |location: &str, value: Value| {
        let params = json!([
            { "key": "key", "value": "X-Key" }, { "key": "in", "value": location }, { "key": "value", "value": value },
        ]);
        let auth = json!({ "type": "apikey", "apikey": params });
        let item = json!({ "request": { "url": "https://api.example/a", "auth": auth } });
        let (api, _) = lowered(&collection(&[item]), None);
        operations(&api)[0].credentials.first().map(|own| own.source.clone())
    };
    let header = |value: &str| Some(CredentialSource::Header("X-Key".to_owned(), value.to_owned()));
    for (value, expected) in [
        (json!(true), header("true")),
        (json!(null), header("null")),
        (json!({ "a": 1 }), header("[object Object]")),
        (json!([true, null]), header("true, null")),
        (json!([]), None),
        (json!(""), header("")),
    ] {
        assert_eq!(source("header", value), expected);
    }
    let number = source("header", json!(12.5));
    let reference = "{{$collection:request/auth/apikey/2/value}}".to_owned();
    assert_eq!(number, Some(CredentialSource::Auth(vec![("value".to_owned(), reference)])));
    let query =
        |value: Option<&str>| Some(CredentialSource::Query("X-Key".to_owned(), value.map(str::to_owned)));
    for value in [json!(12.5), json!(true), json!(null), json!({}), json!(["x"])] {
        assert_eq!(source("query", value), query(None));
    }
    assert_eq!(source("query", json!("")), query(Some("")));
}

/// A place of a secret: the collection that has it there.
type Place = fn(&str) -> Value;

/// The places of secrets in a collection of one request.
const PLACES: &[Place] = &[
    |secret| with_header("Authorization", &format!("Bearer {secret}")),
    |secret| with_header("Authorization", &format!("Basic {secret}==")),
    |secret| with_header("Authorization", &format!("token {secret}")),
    |secret| with_header("Authorization", secret),
    |secret| with_header("Proxy-Authorization", &format!("Bearer {secret}")),
    |secret| with_header("authorization", &format!("AWS4-HMAC-SHA256 Credential=a, Signature={secret}")),
    |secret| with_header("Cookie", &format!("sid={secret}; lang={{{{lang}}}}")),
    |secret| with_header("X-API-Key", secret),
    |secret| with_header("X-Forwarded-Authorization", &format!("Bearer {secret}")),
    |secret| with_header("X-User", &format!("{JWT}{secret}")),
    |secret| with_header("token", secret),
    |secret| with_header("X-CSRF-Token", secret),
    |secret| with(json!({ "header": [{ "key": "X-API-Key", "value": secret, "disabled": true }] })),
    |secret| with(json!({ "header": format!("Accept: */*\nX-API-Key: {secret}") })),
    |secret| with(json!({ "header": { "X-API-Key": secret } })),
    |secret| with(json!({ "url": format!("https://api.example/a?api_key={secret}&b=1") })),
    |secret| with(json!({ "url": { "raw": format!("https://api.example/a?x=1&access_token={secret}") } })),
    |secret| with_query(json!([{ "key": "api_key", "value": secret }])),
    |secret| with_query(json!([{ "key": "key", "value": secret, "disabled": true }])),
    |secret| with_query(json!([{ "key": "state", "value": format!("{JWT}{secret}") }])),
    |secret| with(json!({ "url": format!("https://ada:{secret}@api.example/a") })),
    |secret| {
        let url =
            json!({ "host": "api.example", "path": "a", "auth": { "user": "ada", "password": secret } });
        with(json!({ "url": url }))
    },
    |secret| {
        let variable = json!([{ "key": "token", "value": secret }]);
        with(json!({ "url": { "host": "api.example", "path": "a/:token", "variable": variable } }))
    },
    |secret| with_auth(json!({ "type": "bearer", "bearer": [{ "key": "token", "value": secret }] })),
    |secret| with_auth(json!({ "type": "bearer", "bearer": { "token": secret } })),
    |secret| with_auth(json!({ "type": "bearer", "bearer": { "key": "token", "value": secret } })),
    |secret| with_auth(json!({ "type": "basic", "basic": { "username": "ada", "password": secret } })),
    |secret| with_auth(json!({ "type": "apikey", "apikey": { "key": "X-Key", "value": secret } })),
    |secret| with_auth(json!({ "type": "apikey", "apikey": { "key": "k", "value": secret, "in": "query" } })),
    |secret| with_auth(json!({ "type": "apikey", "apikey": { "key": "X-Key", "value": [secret, "b"] } })),
    |secret| with_auth(json!({ "type": "oauth2", "oauth2": [{ "key": "accessToken", "value": secret }] })),
    |secret| with_auth(json!({ "type": "digest", "digest": { "username": "ada", "password": secret } })),
    |secret| with_auth(json!({ "type": "hawk", "hawk": { "authId": "ada", "authKey": secret } })),
    |secret| with_auth(json!({ "type": "jwt", "jwt": { "algorithm": "HS256", "secret": secret } })),
    |secret| with_auth(json!({ "type": "oauth1", "oauth1": { "consumerSecret": secret } })),
    |secret| with_auth(json!({ "type": "awsv4", "awsv4": { "secretKey": secret } })),
    |secret| with_variable(json!({ "key": "token", "value": secret })),
    |secret| with_variable(json!({ "key": "pin", "type": "secret", "value": secret })),
    |secret| with_variable(json!({ "key": "session", "value": format!("{JWT}{secret}") })),
    |secret| {
        let raw = format!("{{\"name\": \"a\", \"api_key\": \"{secret}\", \"jwt\": \"{JWT}\"}}");
        with(
            json!({ "method": "POST", "body": { "mode": "raw", "raw": raw, "options": { "raw": { "language": "json" } } } }),
        )
    },
    |secret| {
        let fields = json!([{ "key": "client_secret", "value": secret }, { "key": "a", "value": "1" }]);
        with(json!({ "method": "POST", "body": { "mode": "urlencoded", "urlencoded": fields } }))
    },
    |secret| {
        let fields = json!([{ "key": "access_token", "value": secret, "type": "text" }]);
        with(json!({ "method": "POST", "body": { "mode": "formdata", "formdata": fields } }))
    },
];

fn with(part: Value) -> Value {
    let mut request = json!({ "method": "GET", "url": "https://api.example/a" });
    for (key, value) in part.as_object().unwrap() {
        request[key] = value.clone();
    }
    json!({ "item": [{ "name": "R", "request": request }] })
}

fn with_header(name: &str, value: &str) -> Value {
    with(json!({ "header": header(name, value) }))
}

fn with_query(query: Value) -> Value {
    with(json!({ "url": { "protocol": "https", "host": "api.example", "path": "a", "query": query } }))
}

/// A request with an auth, a folder with it, and the whole collection with it.
fn with_auth(auth: Value) -> Value {
    let request =
        |auth: &Value| json!({ "name": "R", "request": { "url": "https://api.example/a", "auth": auth } });
    let folder = json!({ "name": "F", "auth": auth, "item": [request(&Value::Null)] });
    json!({ "auth": auth, "item": [request(&auth), folder, request(&Value::Null)] })
}

fn with_variable(variable: Value) -> Value {
    let name = format!("{{{{{}}}}}", variable["key"].as_str().unwrap());
    let header = json!([{ "key": "X-Other", "value": name }]);
    let url = format!("https://api.example/a/{name}?q={name}");
    let request = json!({ "name": "R", "request": { "url": url, "header": header } });
    let host = json!({ "name": "H", "request": { "url": format!("{name}/b"), "auth": {
        "type": "bearer", "bearer": [{ "key": "token", "value": name }]
    } } });
    json!({ "variable": [variable], "item": [request, host] })
}

/// Returns everything that is made from a collection: a crate of its own, the IR, and the findings.
fn made(collection: &Value) -> String {
    let text = collection.to_string();
    let output = codegen::generate(&input(&text, None));
    let api = output.api.unwrap_or_else(|| panic!("{}", output.diagnostics));
    let inputs = Inputs {
        collection: codegen::Source { file: "c.json", text: "{}" }.into(),
        overlay: None,
        environment: None,
    };
    let template = Template { crate_name: "template", library: "mod runtime;\n", copied: &[] };
    let package = package::files(&api, &Package { name: "orders", template: &template, inputs });
    let files = output.files.into_iter().chain(package).map(|file| file.text);
    let others = [serde_json::to_string(&api).unwrap(), output.diagnostics.to_string()];
    files.chain(others).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_secret_is_in_any_generated_file() {
    let secret = |number: usize| {
        format!("s3cr{number:04}{:016x}", 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number as u64 + 7))
    };
    for (number, place) in PLACES.iter().enumerate() {
        let secret = secret(number);
        let text = made(&place(&secret));
        let found = text.lines().find(|line| line.contains(&secret));
        assert_eq!(found, None, "place {number}: {}", place(&secret));
        assert!(text.contains("{{$collection:"), "place {number} is not sent: {}", place(&secret));
    }
    // Two places at once, in folders, so that secrets have other positions.
    for (first, place) in PLACES.iter().enumerate() {
        let second = (first * 7 + 3) % PLACES.len();
        let both = [secret(first), secret(second + PLACES.len())];
        let mut collection = place(&both[0]);
        let inner = PLACES[second](&both[1]);
        let folder = json!({ "name": "Inner", "auth": inner["auth"], "item": inner["item"] });
        collection["info"] = json!({ "name": "Both" });
        collection["item"]
            .as_array_mut()
            .unwrap()
            .insert(0, json!({ "name": "Outer", "item": [null, folder] }));
        let text = made(&collection);
        let variables = inner.get("variable").is_none();
        let found =
            text.lines().find(|line| line.contains(&both[0]) || (variables && line.contains(&both[1])));
        assert_eq!(found, None, "places {first} and {second}: {collection}");
    }
}
