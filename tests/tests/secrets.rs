//! The replay finds the secrets of a collection, which generated code only refers to.

#[path = "../../generated-client/examples/replay/secrets.rs"]
mod secrets;

use secrets::{Secrets, find};
use serde_json::{Value, json};

fn collection() -> Value {
    let header = |value: &str| json!([{ "key": "Accept", "value": "*/*" }, { "key": "Authorization", "value": value }]);
    let auth = |token: &str| json!({ "type": "bearer", "bearer": { "token": token } });
    json!({
        "auth": auth("outermost"),
        "variable": [
            { "key": "token", "value": "first" },
            { "key": "token", "value": "last" },
            { "key": "token", "value": "off", "disabled": true },
            { "key": "pin", "value": 4711 },
        ],
        "item": [
            null,
            { "name": "Outer", "auth": auth("outer"), "item": [
                { "name": "Inner", "auth": { "bearer": { "token": "without a type" } }, "item": [
                    { "request": { "header": header("Bearer t0k") } },
                ] },
                { "request": { "url": "https://h/a?k=a%20b%2Bc+d" } },
            ] },
            { "request": "https://ada:pw@h" },
        ],
    })
}

#[test]
fn a_secret_is_found_by_its_path() {
    let collection = collection();
    for (request, path, expected) in [
        (0, "request/header/1/value", Some("Bearer t0k")),
        (0, "request/header/1/value#7-10", Some("t0k")),
        (0, "auth/bearer/token", Some("outer")),
        (1, "auth/bearer/token", Some("outer")),
        (2, "auth/bearer/token", Some("outermost")),
        (1, "request/url#14-25", Some("a%20b%2Bc+d")),
        (1, "request/url#14-25%", Some("a b+c d")),
        (2, "request#12-14", Some("pw")),
        (0, "variable/token", Some("last")),
        (0, "variable/pin", Some("4711")),
        (0, "variable/none", None),
        (0, "request/header/2/value", None),
        (1, "request/url#14-99", None),
        (3, "request/url", None),
    ] {
        assert_eq!(find(&collection, request, path).as_deref(), expected, "{request}: {path}");
    }
}

/// The manifest of this package names no collection.
#[test]
fn a_secret_that_cannot_be_read_is_a_problem_of_its_request() {
    let secrets = Secrets::default();
    secrets.select(0);
    assert_eq!((secrets.problem(), secrets.get("request/url")), (None, None));
    let problem = "Cargo.toml names no collection in `[package.metadata.postman]`";
    assert_eq!(secrets.problem().as_deref(), Some(problem));
    secrets.select(1);
    assert_eq!(secrets.problem(), None);
}
